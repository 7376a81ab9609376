"""The encoder runs a real network, and refuses one with other inputs or outputs."""

from pathlib import Path

import numpy as np
import pytest

from server.digest.salience.windows import Piece, Window
from server.encoder import MAX_THREADS, Encoder, count_cores, make_options
from server.errors import ModelDamaged

TINY = Path(__file__).parents[2] / "fixtures" / "tiny-model" / "model.onnx"


def window(*ids: int) -> Window:
    """Return a window of two sentences: all tokens but the last, and the last."""
    last = len(ids)
    pieces = (Piece(0, 1, last, tuple(range(last - 1))), Piece(1, last, last + 1, (0,)))
    return Window((2, *ids, 3), pieces)


def test_a_reading_has_a_number_a_sentence_and_a_token() -> None:
    salience, keep = Encoder.load(TINY).read(window(40, 41, 42), [0, 1])
    assert salience.shape == (2,)
    assert keep.shape == (5,)
    assert salience.dtype == keep.dtype == np.float32
    assert ((salience > 0) & (salience < 1)).all()
    assert ((keep > 0) & (keep < 1)).all()


def test_every_token_is_attended_to() -> None:
    encoder = Encoder.load(TINY)
    one, other = (encoder.read(window(40, 41, last), [0, 1]) for last in (42, 43))
    assert not np.allclose(one.keep[1], other.keep[1])
    assert not np.allclose(one.salience[0], other.salience[0])


def test_a_sentence_is_the_mean_of_its_own_tokens() -> None:
    encoder = Encoder.load(TINY)
    one, other = (encoder.read(window(*ids), [0, 1]) for ids in ((40, 41, 42), (41, 40, 42)))
    assert np.allclose(one.salience, other.salience)


def test_ranks_reach_the_network() -> None:
    encoder = Encoder.load(TINY)
    one, other = (encoder.read(window(40, 41), [0, rank]) for rank in (1, 2))
    assert one.salience[0] == other.salience[0]
    assert one.salience[1] > other.salience[1]


@pytest.mark.parametrize(
    ("name", "other"),
    [(b"input_ids", b"input_idz"), (b"ranks", b"ranko"), (b"salience", b"salienze")],
    ids=["ids", "ranks", "output"],
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


def test_a_background_program_takes_few_threads_and_hardly_spins() -> None:
    options = make_options()
    assert 1 <= options.intra_op_num_threads <= min(count_cores(), MAX_THREADS)
    assert int(options.get_session_config_entry("session.intra_op.spin_duration_us")) < 1_000
