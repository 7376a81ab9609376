"""How the server's model is made and measured: data, training, export, evaluation."""

import os

# server/encoder.py does the same and says why; some programs here load ONNX Runtime without it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
