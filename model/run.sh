#!/usr/bin/env bash
# The whole recipe, top to bottom: from the published weights to model/artifact.
# Arguments go to the parity check, such as: --data FILE, --emulator "qemu-x86_64 -cpu Haswell".
set -euo pipefail
cd "$(dirname "$0")/.."

python=.venv/bin/python
build=model/build

$python -m model.weights --out $build/weights
$python -m model.export --weights $build/weights --out $build/fp32.onnx
$python -m model.quantize --network $build/fp32.onnx --out $build/int8.onnx
$python -m model.pack --network $build/int8.onnx --weights $build/weights
$python -m model.parity "$@"
