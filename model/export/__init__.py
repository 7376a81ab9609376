"""From the trained network to the artefact that the server loads, and the proof that they agree."""
