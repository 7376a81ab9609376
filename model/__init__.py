"""Makes the model that the server runs: weights, export, quantisation, parity, evaluation."""
