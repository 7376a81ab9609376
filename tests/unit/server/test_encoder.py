"""The encoder runs a real network, and refuses one with other inputs or outputs."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from server.artifact import Artifact
from server.digest.salience.windows import Piece, Window
from server.encoder import MAX_THREADS, Encoder, count_cores, make_options
from server.errors import ModelDamaged

TINY = Artifact.load(Path(__file__).parents[2] / "fixtures" / "tiny-model")
ENCODER = Encoder.load(TINY)


def cut_piece(sentence: int, start: int, end: int) -> Piece:
    """Return a piece of words of one letter."""
    places = range(end - start)
    return Piece(
        sentence, start, end, tuple(places), tuple((2 * p, 2 * p + 1) for p in places), True
    )


def window(*ids: int) -> Window:
    """Return a window of two sentences: all tokens but the last, and the last."""
    last = len(ids)
    return Window((2, *ids, 3), (cut_piece(0, 1, last), cut_piece(1, last, last + 1)))


def test_a_reading_has_a_row_a_sentence_and_a_token() -> None:
    reading = ENCODER.read(window(40, 41, 42))
    assert reading.vectors.shape == (2, 8)
    assert reading.keep.shape == (5,)
    assert reading.arcs.shape == (5, 5)
    assert len(reading.relations) == 5
    assert reading.vectors.dtype == reading.keep.dtype == reading.arcs.dtype == np.float32
    assert ((reading.keep > 0) & (reading.keep < 1)).all()


def test_arcs_stay_within_a_sentence_and_relations_have_names() -> None:
    reading = ENCODER.read(window(40, 41, 42))
    together = np.zeros((5, 5), dtype=bool)
    together[1:3, 1:3] = together[3, 3] = True
    assert (reading.arcs[~together] <= -1e4).all()
    assert (reading.arcs[together] > -100).all()
    assert reading.arcs.argmax(axis=1)[1:4].tolist() == [1, 1, 3]
    assert [name == "root" for name in reading.relations[1:4]] == [True, False, True]
    assert set(reading.relations) <= set(TINY.relations)


def test_every_token_is_attended_to() -> None:
    one, other = (ENCODER.read(window(40, 41, last)) for last in (42, 43))
    assert not np.allclose(one.keep[1], other.keep[1])
    assert not np.allclose(one.vectors[0], other.vectors[0])
    assert not np.allclose(one.arcs[1:3, 1:3], other.arcs[1:3, 1:3])


def test_a_sentence_is_the_mean_of_its_own_tokens() -> None:
    one, other = (ENCODER.read(window(*ids)) for ids in ((40, 41, 42), (41, 40, 42)))
    assert np.allclose(one.vectors, other.vectors)


def weigh(
    vectors: tuple[int, ...] = (1, 1), ranks: tuple[int, ...] = (0, 1), recurrence: float = 0
) -> list[float]:
    rows = np.array(vectors, dtype=np.float32)[:, None].repeat(8, axis=1)
    traits = np.array([[1, recurrence]] * len(rows), dtype=np.float32)
    return [float(value) for value in ENCODER.weigh(rows, np.array(ranks), traits)]


def test_a_sentence_is_weighed_beside_the_others() -> None:
    assert all(0 < value < 1 for value in weigh())
    assert weigh(vectors=(1, 1))[0] != weigh(vectors=(1, 2))[0]


def test_ranks_and_traits_reach_the_network() -> None:
    one, other = weigh(ranks=(0, 1)), weigh(ranks=(0, 2))
    assert one[0] == other[0]
    assert one[1] > other[1]
    assert weigh(recurrence=1)[0] > weigh(recurrence=0)[0]


def test_a_relation_without_a_name_is_damage() -> None:
    few = Encoder.load(replace(TINY, relations=TINY.relations[:2]))
    with pytest.raises(ModelDamaged, match=r"more relations than the 2 of model\.json"):
        few.read(window(40, 41, 42))


@pytest.mark.parametrize(
    ("part", "name", "other"),
    [
        ("encoder", b"input_ids", b"input_idz"),
        ("encoder", b"pool", b"poul"),
        ("encoder", b"arcs", b"arks"),
        ("encoder", b"relations", b"relationz"),
        ("document", b"ranks", b"ranko"),
        ("document", b"traits", b"traids"),
        ("document", b"salience", b"salienze"),
    ],
)
def test_a_graph_with_other_names_is_refused(
    tmp_path: Path, part: str, name: bytes, other: bytes
) -> None:
    # Names of one length leave the lengths in the file right.
    path = tmp_path / "other.onnx"
    path.write_bytes(getattr(TINY, part).read_bytes().replace(name, other))
    with pytest.raises(ModelDamaged, match=name.decode()):
        Encoder.load(replace(TINY, **{part: path}))


def test_the_graphs_are_not_mistaken_for_each_other() -> None:
    with pytest.raises(ModelDamaged, match="input_ids"):
        Encoder.load(replace(TINY, encoder=TINY.document, document=TINY.encoder))


@pytest.mark.parametrize("part", ["encoder", "document"])
@pytest.mark.parametrize("content", [b"", b"not a network"], ids=["empty", "text"])
def test_a_file_that_is_no_network_is_refused(tmp_path: Path, part: str, content: bytes) -> None:
    path = tmp_path / "damaged.onnx"
    path.write_bytes(content)
    with pytest.raises(ModelDamaged, match=r"damaged\.onnx"):
        Encoder.load(replace(TINY, **{part: path}))


def test_a_background_program_takes_few_threads_and_hardly_spins() -> None:
    options = make_options()
    assert 1 <= options.intra_op_num_threads <= min(count_cores(), MAX_THREADS)
    assert int(options.get_session_config_entry("session.intra_op.spin_duration_us")) < 1_000
