"""`python -m server batch`: the digests of a corpus, on all cores or on a Ray cluster."""

import argparse
from collections.abc import Iterable

from tqdm import tqdm

from server.artifact import Artifact
from server.batch import chunks, local_pool, output, storage
from server.batch.faults import CorpusError
from server.batch.parquet import need
from server.batch.storage import Place
from server.batch.worker import Job, Tally
from server.cli.terminal import fail, write
from server.config import Config
from server.encoder import count_cores


def run(options: argparse.Namespace, config: Config) -> int:
    """Digest all rows that are not done yet; return the exit status."""
    try:
        return _run(options, config)
    except CorpusError as error:
        return fail(str(error))
    except OSError as error:
        name = f"{error.filename} could not be used" if error.filename else "Reading or writing"
        return fail(
            f"{name}: {error.strerror or error}. Mend that and run it again: it goes on where it "
            "stopped."
        )


def _run(options: argparse.Namespace, config: Config) -> int:
    if options.workers is not None and options.workers < 1:
        raise CorpusError("At least one worker is needed.")
    if options.ray is not None:
        need("ray", "cluster")
    Artifact.load(config.model_dir)  # Here, where what is wrong with it takes one line.
    source, target = _find(options.source, options.target)
    files = {
        name: state for name, state in source.list_files().items() if name.endswith(chunks.ENDINGS)
    }
    if not files:
        endings = ", ".join(chunks.ENDINGS)
        raise CorpusError(f"{options.source} is, or holds, no file whose name ends in {endings}.")
    tables = [name.endswith(chunks.PARQUET) for name in files]
    form = options.to or ("parquet" if all(tables) else "jsonl")
    if form == "parquet" or any(tables):
        need("pyarrow", "corpus")
    settings = output.begin(
        target,
        output.Settings(
            style=options.style,
            length=options.length,
            format=form,
            maker=output.hash_maker(config.model_dir),
            block_bytes=chunks.measure_block(files),
            files=files,
        ),
    )
    written = output.Parts(target, form)
    plan = chunks.Plan(source, files, settings.block_bytes, written.find_done())
    job = Job(config.model_dir, written, {"style": options.style, "length": options.length})
    if options.ray is None:
        tallies = local_pool.digest_blocks(plan.cut(), job, options.workers or count_cores())
    else:
        from server.batch.ray_pool import digest_blocks

        tallies = digest_blocks(plan, job, options.ray)
    return _report(tallies, plan, options.target)


def _find(source: str, target: str) -> tuple[Place, Place]:
    """Return where to read and where to write. Raises CorpusError where they do not go together."""
    read, written = storage.find(source), storage.find(target)
    if written.only is not None:
        raise CorpusError(f"{target} is a file. Name a folder, which is made if it is not there.")
    if f"{written}/".startswith(f"{read}/") and read.only is None:
        raise CorpusError(f"{target} lies in {source}: its parts would be read as rows.")
    return read, written


def _report(tallies: Iterable[Tally], plan: chunks.Plan, target: str) -> int:
    """Show how far the run is while it works, and say at its end what it came to."""
    made = bad = kept = 0
    total = sum(size for size, _ in plan.files.values())
    # Bytes, which are known before they are read; a pipe or a log is spared the bar.
    with tqdm(total=total, unit="B", unit_scale=True, disable=None) as bar:
        for tally in tallies:
            made, bad, kept = made + tally.made, bad + tally.bad, kept + tally.kept
            bar.set_postfix(digests=made, refused=bad, refresh=False)
            bar.update(tally.size)
    before = f" {kept:,} more rows were done before." if kept else ""
    return write(f"{made:,} digests and {bad:,} refused rows are new in {target}.{before}\n")
