"""The command line: `python -m server` serves, `python -m server digest` shortens a text."""

import argparse
import os
import sys
from pathlib import Path
from time import perf_counter
from typing import NoReturn

from server import __version__
from server.config import Config
from server.errors import DigestError

# What shells report for a program that Ctrl-C stopped.
_INTERRUPTED = 130

_PROGRAM = "python -m server"

_DESCRIPTION = """\
Nutgraf shortens news articles to a few points in their own words, on this
machine. Without a command it serves the browser extension, on 127.0.0.1 only,
until Ctrl-C.
"""

_EXAMPLES = """\
examples:
  python -m server                       serve the extension
  python -m server --port 8772           serve on another port
  python -m server digest story.txt      print the three points of a text
"""

_DIGEST_DESCRIPTION = """\
Print the points of a plain text, without a server. Every line is a paragraph;
blank lines only part them. What is wrong takes one line on stderr, and the exit
status is then not 0.
"""

_DIGEST_EXAMPLES = """\
examples:
  python -m server digest story.txt
  python -m server digest --length long story.txt
  python -m server digest --style exact story.txt
  python -m server digest --json story.txt | jq -r '.points[].text'
  xclip -o | python -m server digest
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"nutgraf: {message}. See {_PROGRAM} --help.\n")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status."""
    options = _make_parser().parse_args(arguments)
    try:
        if options.command == "digest":
            return _digest(options)
        return _serve(options)
    except DigestError as error:
        return _fail(f"{error.message} {error.hint}")
    except KeyboardInterrupt:
        return _INTERRUPTED


def _make_parser() -> argparse.ArgumentParser:
    defaults = Config()
    parser = _Parser(
        prog=_PROGRAM,
        usage="%(prog)s [options]\n       %(prog)s digest [options] [FILE]",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"nutgraf {__version__}")
    parser.add_argument(
        "--port",
        type=int,
        default=defaults.port,
        metavar="N",
        help=f"port to serve on (default {defaults.port})",
    )
    model_help = "folder of the model (default model/artifact)"
    parser.add_argument(
        "--model-dir", type=Path, default=defaults.model_dir, metavar="DIR", help=model_help
    )
    commands = parser.add_subparsers(
        dest="command", title="commands", metavar="COMMAND", prog=_PROGRAM
    )
    digest = commands.add_parser(
        "digest",
        help="print the points of a plain text",
        description=_DIGEST_DESCRIPTION,
        epilog=_DIGEST_EXAMPLES,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    digest.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="text in UTF-8 (default -, stdin)"
    )
    digest.add_argument(
        "--length",
        choices=("short", "medium", "long"),
        default="short",
        help="3, 5 or 7 points (default short)",
    )
    digest.add_argument(
        "--style",
        choices=("brief", "exact"),
        default="brief",
        help="shorter, in the article's own words, or its sentences as they are (default brief)",
    )
    digest.add_argument("--json", action="store_true", help="print the JSON of the protocol")
    # Suppressed, so that a folder named before the command is kept.
    digest.add_argument(
        "--model-dir", type=Path, default=argparse.SUPPRESS, metavar="DIR", help=model_help
    )
    return parser


def _serve(options: argparse.Namespace) -> int:
    try:
        config = Config(port=options.port, model_dir=options.model_dir)
    except ValueError as error:
        return _fail(str(error))
    # Imported here because the digest of a text needs no web server.
    from server.serve import PortTakenError, serve

    try:
        serve(config)
    except PortTakenError as error:
        return _fail(str(error))
    return 0


def _digest(options: argparse.Namespace) -> int:
    started = perf_counter()
    try:
        text = _read(options.file)
    except UnicodeDecodeError:
        return _fail(f"{_name(options.file)} is not text in UTF-8. Save it as UTF-8 and try again.")
    except OSError as error:
        return _fail(f"{options.file} could not be read: {error.strerror}. Name a text file, or -.")
    # Imported here so that --help and a file that is not there answer at once.
    from server import api
    from server.digest.article import Article
    from server.summarizer import Summarizer

    wanted = api.DigestRequest(
        paragraphs=tuple(line for line in text.splitlines() if line.strip()),
        length=options.length,
        style=options.style,
    )
    article = Article.from_paragraphs(wanted.paragraphs)
    digest = Summarizer.load(options.model_dir).digest(article, wanted.count, style=wanted.style)
    if options.json:
        elapsed = round((perf_counter() - started) * 1000)
        return _print(api.dump(api.to_json(digest, elapsed)))
    words, seconds = digest.words, digest.reading_seconds
    return _print(
        "".join(f"• {point.text}\n" for point in digest.points)
        + f"\n{words.article} words, {_spell(seconds.article)} to read; "
        + f"in short {words.digest} words, {_spell(seconds.digest)}\n"
    )


def _read(file: str) -> str:
    if file != "-":
        return Path(file).read_text(encoding="utf-8-sig")
    if sys.stdin.isatty():
        print("Paste the text, then press Ctrl-D (Windows: Ctrl-Z, Enter).", file=sys.stderr)
    return sys.stdin.buffer.read().decode("utf-8-sig")


def _print(text: str) -> int:
    try:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of the pipe has seen enough. Python flushes once more at exit, and would
        # complain there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def _fail(message: str) -> int:
    print(f"nutgraf: {' '.join(message.split())}", file=sys.stderr)
    return 1


def _name(file: str) -> str:
    return "The text" if file == "-" else file


def _spell(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


if __name__ == "__main__":
    sys.exit(main())
