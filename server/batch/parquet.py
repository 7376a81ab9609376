"""Parquet files, through pyarrow: read rows in batches, and write digests."""

import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from io import BytesIO
from typing import Any, BinaryIO

from server.batch import BatchError
from server.batch.rows import FIELDS, TEXTS, dump_row, shape_digest
from server.digest.article import Sentence
from server.limits import MAX_BODY_BYTES
from server.summarizer import Digest, Point, Section, Sizes

# Few enough that even the longest articles take little memory.
_BATCH_ROWS = 16
_BUFFER_BYTES = 1 << 20

# A digest with every field: Arrow reads the columns, and their types, from its shape.
_POINT = Point("", (Sentence(0, 0, 0, ""),))
_SIZES = Sizes(0, 0, 0)
_EXAMPLE = Digest((_POINT,), _SIZES, _SIZES, "", (Section(0, _POINT),))


def need(module: str, extra: str) -> None:
    """Raise BatchError, with the command to install it, if the module of an extra is missing."""
    if find_spec(module) is None:
        raise BatchError(
            f"{module} is not installed. Run: {sys.executable} -m pip install "
            f"--require-hashes -r requirements/{extra}.txt"
        )


def read_lines(file: BinaryIO, name: str, size: int) -> Iterator[tuple[bytes, float]]:
    """Yield each row as a line of JSON, with the share of the file's `size` that it takes up.

    Raises BatchError if the file has no column with text, or is not Parquet.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # Without pre-buffering, which would fetch whole row groups.
        table = pq.ParquetFile(file, pre_buffer=False, buffer_size=_BUFFER_BYTES)
        names = table.schema_arrow.names
        if not {"paragraphs", *TEXTS}.intersection(names):
            raise BatchError(
                f"{name} has no column paragraphs, article or text, only {', '.join(names)}. "
                "Rename the column with the text."
            )
        columns = [field for field in FIELDS if field in names]
        for batch in table.iter_batches(batch_size=_BATCH_ROWS, columns=columns):
            for row in batch.to_pylist():
                # Cut just beyond the limit of a row.
                yield dump_row(row)[: MAX_BODY_BYTES + 1], size / table.metadata.num_rows
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise BatchError(f"{name} could not be read as Parquet: {error}") from error


def write_table(rows: Sequence[dict[str, Any]]) -> bytes:
    """Return a Parquet file with the rows; all such files have the same columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.Table.from_pylist([{"id": "", **shape_digest(_EXAMPLE)}]).schema
    named = [row | {"id": str(row["id"])} for row in rows]
    content = BytesIO()
    pq.write_table(pa.Table.from_pylist(named, schema=schema), content, compression="zstd")
    return content.getvalue()
