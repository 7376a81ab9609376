"""The encoder runs a real network, and refuses one that is not ours."""

from pathlib import Path

import numpy as np
import pytest

from server.digest.tokens import Window
from server.encoder import MAX_THREADS, Encoder, count_cores, make_options
from server.errors import ModelDamaged

TINY = Path(__file__).parents[1] / "fixtures" / "tiny-model" / "model.onnx"


def test_states_are_one_row_a_token() -> None:
    states = Encoder.load(TINY).encode(Window((2, 40, 41, 42, 3), ()))
    assert states.shape == (5, 8)
    assert states.dtype == np.float32


def test_every_token_is_attended_to() -> None:
    encoder = Encoder.load(TINY)
    one, other = (encoder.encode(Window((2, 40, last, 3), ())) for last in (41, 42))
    assert not np.allclose(one[1], other[1])


@pytest.mark.parametrize(
    ("name", "other"),
    [(b"input_ids", b"input_idz"), (b"states", b"stares")],
    ids=["input", "output"],
)
def test_a_network_with_other_names_is_refused(tmp_path: Path, name: bytes, other: bytes) -> None:
    # Names of one length leave the lengths in the file right.
    path = tmp_path / "model.onnx"
    path.write_bytes(TINY.read_bytes().replace(name, other))
    with pytest.raises(ModelDamaged, match=name.decode()):
        Encoder.load(path)


@pytest.mark.parametrize("content", [b"", b"not a network"], ids=["empty", "text"])
def test_a_file_that_is_no_network_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(content)
    with pytest.raises(ModelDamaged, match=r"model\.onnx"):
        Encoder.load(path)


def test_a_background_program_takes_few_threads_and_does_not_spin() -> None:
    options = make_options()
    assert 1 <= options.intra_op_num_threads <= min(count_cores(), MAX_THREADS)
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"
