"""From the trained network to the artefact that the server loads."""
