"""`python -m server digest`: shorten a plain text without a server."""

import argparse
import sys
from pathlib import Path
from time import perf_counter

from server.cli.terminal import fail, write
from server.config import Config


def run(options: argparse.Namespace, config: Config) -> int:
    """Print the points of the file; return the exit status."""
    started = perf_counter()
    try:
        text = _read(options.file)
    except UnicodeDecodeError:
        return fail(f"{_name(options.file)} is not UTF-8 text. Save it as UTF-8 and try again.")
    except OSError as error:
        return fail(f"{options.file} could not be read: {error.strerror}. Pass a text file, or -.")
    # Imported here so that a missing file is reported at once.
    from server.cli.explanation import format_explanations
    from server.digest.article import Article
    from server.http import protocol
    from server.summarizer import Summarizer

    wanted = protocol.DigestRequest(
        paragraphs=tuple(line for line in text.splitlines() if line.strip()),
        length=options.length,
        style=options.style,
    )
    article = Article.from_paragraphs(wanted.paragraphs)
    summarizer = Summarizer.load(config.model_dir)
    if options.explain:
        explanations = summarizer.explain(article, wanted.count, wanted.style)
        return write(format_explanations(explanations, len(article.sentences)))
    digest = summarizer.digest(article, wanted.count, style=wanted.style)
    if options.json:
        elapsed = round((perf_counter() - started) * 1000)
        return write(protocol.dump(protocol.to_json(digest, elapsed)))
    words, seconds = digest.words, digest.reading_seconds
    fallbacks = sum(point.style != wanted.style for point in digest.points)
    return write(
        "".join(f"• {point.text}\n" for point in digest.points)
        + f"\n{words.article} words, {_format_time(seconds.article)} to read; "
        + f"in short {words.digest} words, {_format_time(seconds.digest)}\n"
        + _note_fallbacks(fallbacks, len(digest.points))
    )


def _note_fallbacks(count: int, total: int) -> str:
    if not count:
        return ""
    return f"Shown in brief wording: {count} of {total}. A plain wording was not possible.\n"


def _read(file: str) -> str:
    if file != "-":
        return Path(file).read_text(encoding="utf-8-sig")
    if sys.stdin.isatty():
        print(
            "Paste the text, then press Ctrl-D (on Windows: Ctrl-Z, then Enter).", file=sys.stderr
        )
    return sys.stdin.buffer.read().decode("utf-8-sig")


def _name(file: str) -> str:
    return "The text" if file == "-" else file


def _format_time(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
