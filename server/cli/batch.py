"""`python -m server batch`: digest a corpus on all cores or on a Ray cluster."""

import argparse
from collections.abc import Iterable

from tqdm import tqdm

from server.artifact import Artifact
from server.batch import BatchError, chunks, local_pool, output, storage
from server.batch.parquet import need
from server.batch.storage import Storage
from server.batch.worker import Job, Tally
from server.cli.terminal import fail, write
from server.config import Config
from server.encoder import count_cores


def run(options: argparse.Namespace, config: Config) -> int:
    """Digest all rows that are not done yet; return the exit status."""
    try:
        return _run(options, config)
    except BatchError as error:
        return fail(str(error))
    except OSError as error:
        name = error.filename or "A file"
        return fail(
            f"{name} cannot be used: {error.strerror or error}. Fix that and run it again: it "
            "continues where it stopped."
        )


def _run(options: argparse.Namespace, config: Config) -> int:
    if options.workers is not None and options.workers < 1:
        raise BatchError("The number of --workers must be at least one.")
    if options.ray is not None:
        need("ray", "cluster")
    Artifact.load(config.model_dir)  # Report a bad model here, before any worker starts.
    source, target = _find(options.source, options.target)
    files = {
        name: state for name, state in source.list_files().items() if name.endswith(chunks.ENDINGS)
    }
    if not files:
        endings = ", ".join(chunks.ENDINGS)
        raise BatchError(f"{options.source} has no file whose name ends in {endings}.")
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
            fingerprint=output.compute_fingerprint(config.model_dir),
            chunk_bytes=chunks.choose_chunk_bytes(files),
            files=files,
        ),
    )
    results = output.Output(target, form)
    plan = chunks.Plan(source, files, settings.chunk_bytes, results.find_done())
    job = Job(config.model_dir, results, {"style": options.style, "length": options.length})
    if options.ray is None:
        tallies = local_pool.digest_chunks(plan.split(), job, options.workers or count_cores())
    else:
        from server.batch.ray_pool import digest_chunks

        tallies = digest_chunks(plan, job, options.ray)
    return _report(tallies, plan, options.target)


def _find(source: str, target: str) -> tuple[Storage, Storage]:
    """Return where to read and where to write. Raises BatchError if they conflict."""
    read, written = storage.find(source), storage.find(target)
    if written.only is not None:
        raise BatchError(f"{target} is a file. Name a folder, which is created if necessary.")
    if f"{written}/".startswith(f"{read}/") and read.only is None:
        raise BatchError(f"{target} is inside {source}: the next run would read its digests.")
    return read, written


def _report(tallies: Iterable[Tally], plan: chunks.Plan, target: str) -> int:
    """Show the progress of the run, then its result; return the exit status."""
    made = bad = kept = 0
    total = sum(size for size, _ in plan.files.values())
    # In bytes, as their total is known beforehand. A pipe or a log gets no bar.
    with tqdm(total=total, unit="B", unit_scale=True, disable=None) as bar:
        for tally in tallies:
            made, bad, kept = made + tally.made, bad + tally.bad, kept + tally.kept
            bar.set_postfix(digests=made, refused=bad, refresh=False)
            bar.update(tally.size)
    earlier = f" {kept:,} more rows were done by an earlier run." if kept else ""
    return write(f"Wrote {made:,} digests and {bad:,} refused rows to {target}.{earlier}\n")
