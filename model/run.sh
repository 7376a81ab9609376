#!/usr/bin/env bash
# The whole recipe, top to bottom: from published weights and news to model/artifact.
#
#   bash model/run.sh                   two hours on two cores; training resumes where it stopped
#   bash model/run.sh --device cuda     minutes on a GPU
#   bash model/run.sh --sources TOML    on your own data, into model/build/NAME-OF-TOML
#   bash model/run.sh --smoke           a small run of every step, into model/build/smoke or
#                                       model/build/NAME-OF-TOML/smoke
#   bash model/run.sh --build FOLDER    into FOLDER instead of model/build, the artefact too; only
#                                       the published weights stay in model/build/weights
#
# All other options go to model.training.trainer.
set -euo pipefail
cd "$(dirname "$0")/.."

python=.venv/bin/python
weights=model/build/weights
root=model/build
name=
sources=()
train=()
few_articles=()
few_rows=()
while (($#)); do
  case $1 in
    --sources)
      sources=(--sources "$2")
      name=/$(basename "$2" .toml)$name
      shift
      ;;
    --build)
      root=$2
      shift
      ;;
    --smoke)
      name+=/smoke
      few_articles=(--rows 64)
      train+=(--steps 8 --pause 4)
      few_rows=(--rows 5)
      ;;
    *) train+=("$1") ;;
  esac
  shift
done
build=$root$name
artifact=$build/artifact
if [[ $build == model/build ]]; then
  artifact=model/artifact
fi

$python -m model.training.weights --weights $weights
$python -m model.data.dataset --weights $weights --out "$build/corpus" "${sources[@]}" "${few_articles[@]}"
$python -m model.training.trainer --weights $weights --corpus "$build/corpus" --run "$build/run" "${train[@]}"
$python -m model.export.onnx_graph --run "$build/run" --out "$build/fp32.onnx"
$python -m model.export.onnx_graph --untrained --weights $weights --out "$build/untrained.onnx"
$python -m model.export.quantization --network "$build/fp32.onnx" --out "$build/int8.onnx"
$python -m model.export.packaging --weights $weights --network "$build/int8.onnx" --out "$artifact"
$python -m model.evaluation.parity --run "$build/run" --fp32 "$build/fp32.onnx" --model-dir "$artifact"
$python -m model.evaluation.digests --model-dir "$artifact" --untrained "$build/untrained.onnx" \
  "${sources[@]}" "${few_rows[@]}"
# The floors are those of the shipped model, trained on the shipped sources.
if [[ $artifact == model/artifact ]]; then
  $python -m model.evaluation.regression_gate
fi
