"""Makes the model that the server runs: weights, export, quantisation, parity, evaluation."""

import os

# As server/encoder.py does, and why; parts of the recipe load ONNX Runtime without it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
