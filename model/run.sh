#!/usr/bin/env bash
# The whole recipe, top to bottom: from published weights, news and treebanks to model/artifact.
#
#   bash model/run.sh --device cuda     minutes on a GPU; training resumes where it stopped
#   bash model/run.sh --start FILE --teacher FILE --rows 3000 --steps 180
#                                       an hour on two cores: continue a trained network
#   bash model/run.sh --sources TOML    on your own data, into model/build/NAME-OF-TOML
#   bash model/run.sh --build DIR       build and pack into another folder than model/build
#   bash model/run.sh --smoke           a small run of every step, into model/build/smoke or
#                                       model/build/NAME-OF-TOML/smoke
#
# --rows takes that many articles. All other options go to model.training.trainer for the student.
set -euo pipefail
cd "$(dirname "$0")/.."

python=.venv/bin/python
weights=model/build/weights
folder=model/build
name=
teacher=
sources=()
train=()
rows=()
few_rows=()
while (($#)); do
  case $1 in
    --sources)
      sources=(--sources "$2")
      name=/$(basename "$2" .toml)$name
      shift
      ;;
    --build)
      folder=$2
      shift
      ;;
    --teacher)
      teacher=$2
      shift
      ;;
    --rows)
      rows=(--rows "$2")
      shift
      ;;
    --smoke)
      name+=/smoke
      # Two epochs over the same rows, so that the second loss can be compared with the first.
      rows=(--rows 12)
      train+=(--rows 12 --batch 1 --steps 24 --pause 12)
      few_rows=(--rows 5)
      ;;
    *) train+=("$1") ;;
  esac
  shift
done
build=$folder$name
artifact=model/artifact
if [[ $build != model/build ]]; then
  artifact=$build/artifact
fi

$python -m model.training.weights --weights $weights
$python -m model.data.dataset --weights $weights --out "$build/corpus" "${sources[@]}" "${rows[@]}"
if [[ -z $teacher ]]; then
  $python -m model.training.trainer --weights $weights --corpus "$build/corpus" --run "$build/teacher" \
    "${sources[@]}" "${train[@]}"
  teacher=$build/teacher/network.safetensors
fi
$python -m model.training.trainer --weights $weights --corpus "$build/corpus" --run "$build/student" \
  --teacher "$teacher" "${sources[@]}" "${train[@]}"
$python -m model.export.onnx_graph --run "$build/student" --out "$build/fp32"
$python -m model.export.onnx_graph --untrained --weights $weights --out "$build/untrained"
$python -m model.export.quantization --fp32 "$build/fp32" --out "$build/int8"
$python -m model.export.packaging --weights $weights --networks "$build/int8" --out "$artifact"
$python -m model.evaluation.parity --run "$build/student" --fp32 "$build/fp32" --model-dir "$artifact"
$python -m model.evaluation.grammar --model-dir "$artifact" "${sources[@]}" "${few_rows[@]}"
$python -m model.evaluation.digests --model-dir "$artifact" --untrained "$build/untrained/untrained.onnx" \
  "${sources[@]}" "${few_rows[@]}"
# The floors are those of the shipped model, trained on the shipped sources.
if [[ $artifact == model/artifact ]]; then
  $python -m model.evaluation.regression_gate
fi
