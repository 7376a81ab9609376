#!/usr/bin/env bash
# The whole recipe, top to bottom: from published weights and news to model/artifact.
#
#   bash model/run.sh                   hours on two cores; training goes on where it was stopped
#   bash model/run.sh --device cuda     minutes on a GPU
#   bash model/run.sh --smoke           the same in small, into model/build/smoke
set -euo pipefail
cd "$(dirname "$0")/.."

python=.venv/bin/python
data=${NUTGRAF_DATA:-../shared/data}
weights=model/build/weights
build=model/build
artifact=model/artifact
corpus=()
train=("$@")
rows=()
if [[ ${1-} == --smoke ]]; then
  build=model/build/smoke
  artifact=$build/artifact
  corpus=(--rows 160)
  train=(--steps 18 --pause 6 "${@:2}")
  rows=(--rows 20)
fi

$python -m model.training.weights --out $weights
$python -m model.data.dataset --data "$data" --out $build/corpus "${corpus[@]}"
$python -m model.training.trainer --corpus $build/corpus --weights $weights --out $build/run "${train[@]}"
$python -m model.export.onnx_graph --run $build/run --out $build/fp32.onnx
$python -m model.export.onnx_graph --untrained --weights $weights --out $build/untrained.onnx
$python -m model.export.quantization --network $build/fp32.onnx --out $build/int8.onnx
$python -m model.export.packaging --network $build/int8.onnx --weights $weights --out $artifact
$python -m model.evaluation.parity --run $build/run --fp32 $build/fp32.onnx --model-dir $artifact
$python -m model.evaluation.digests --model-dir $artifact "${rows[@]}" --data \
  "$data"/news_validation_cased.jsonl.xz "$data"/news_validation.jsonl.xz
# What was trained in small is no match for the floors.
if [[ $artifact == model/artifact ]]; then
  $python -m model.evaluation.regression_gate --data "$data"
fi
