"""The arguments of `python -m server`, and their help."""

import argparse
from pathlib import Path
from typing import Any, NoReturn

from server import __version__
from server.config import Config
from server.digest.choices import DEFAULT_LENGTH, DEFAULT_STYLE, LENGTHS, STYLES

PROGRAM = "python -m server"

_DESCRIPTION = """\
Nutgraf shortens news articles to a few points in their own words, on this
machine. Without a command it serves the browser extension, on 127.0.0.1 only,
until Ctrl-C.
"""

_EXAMPLES = """\
examples:
  python -m server                       serve the extension
  python -m server --port 8772           serve on another port
  python -m server pair                  pair a browser
  python -m server digest story.txt      print the three points of a text
  python -m server batch news.jsonl out  shorten a file of articles on all cores
  python -m server install               start the server at each login
  python -m server doctor                find out why it does not work
"""

_DIGEST_DESCRIPTION = """\
Print the points of a plain text, without a server. Every line is a paragraph;
blank lines are ignored. On an error, print one line to stderr and exit with a
status other than 0.
"""

_DIGEST_EXAMPLES = """\
examples:
  python -m server digest story.txt
  python -m server digest --length long story.txt
  python -m server digest --style exact story.txt
  python -m server digest --explain story.txt
  python -m server digest --json story.txt | jq -r '.points[].text'
  xclip -o | python -m server digest
"""

_BATCH_DESCRIPTION = """\
Shorten each article of a file, or of a folder of files: .jsonl, .jsonl.gz,
.jsonl.xz or .parquet. A row has paragraphs (a list of strings), or article or
text (a string, each line a paragraph); id, title, lang, sections, length and
style are optional and work as in server/API.md.

In the folder OUT, rows/ gets the digests, and bad/ the rows that were refused,
each with the reason. A run that was stopped or killed continues where it
stopped when you start it again; no row is written twice.
"""

_BATCH_EXAMPLES = """\
examples:
  python -m server batch news.jsonl digests
  python -m server batch archive/ digests --to parquet --length long
  python -m server batch s3://news/2026 s3://news/digests --ray auto

Parquet and addresses like s3:// need requirements/corpus.txt, and --ray needs
requirements/cluster.txt; see docs/scale.md.
"""

_PAIR_DESCRIPTION = """\
Print a code of six digits that pairs one browser and is valid for ten minutes.
It works with a server that is running now, or one that you start later.
"""

_INSTALL_DESCRIPTION = """\
Start the server now and at each login: as a systemd user service on Linux, a
launch agent on macOS, a scheduled task on Windows. You need not be an
administrator. To change an option, run it again with all options.
"""

_UNINSTALL_DESCRIPTION = """\
Stop the server that `install` started, and no longer start it at login.
"""

_DOCTOR_DESCRIPTION = """\
Check everything that a digest in the browser needs, print one line for each
check, and name the fix for each problem. Exit with status 0 if there is none.
"""

# The options that set a field of Config, by the name of that field.
_OPTIONS: dict[str, dict[str, Any]] = {
    "port": {
        "type": int,
        "metavar": "N",
        "help": f"port to serve on (default {Config().port})",
    },
    "model_dir": {
        "type": Path,
        "metavar": "DIR",
        "help": "folder of the model (default model/artifact)",
    },
    "config_dir": {
        "type": Path,
        "metavar": "DIR",
        "help": "folder of the pairing (default: the user's settings folder)",
    },
}


_COUNTS = ", ".join(f"{length} {count}" for length, count in LENGTHS.items())


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"nutgraf: {message}. See {PROGRAM} --help.\n")


def make_parser() -> argparse.ArgumentParser:
    """Create the parser. Its result has `command` and only the options that were given."""
    parser = _Parser(
        prog=PROGRAM,
        usage="%(prog)s [options]\n       %(prog)s COMMAND [options]",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"nutgraf {__version__}")
    _add_options(parser, *_OPTIONS)
    commands = parser.add_subparsers(
        dest="command", title="commands", metavar="COMMAND", prog=PROGRAM
    )

    def add(name: str, summary: str, description: str, examples: str = "") -> _Parser:
        return commands.add_parser(
            name,
            help=summary,
            description=description,
            epilog=examples,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    digest = add("digest", "print the points of a text", _DIGEST_DESCRIPTION, _DIGEST_EXAMPLES)
    _add_digest(digest)
    batch = add("batch", "shorten many articles", _BATCH_DESCRIPTION, _BATCH_EXAMPLES)
    _add_batch(batch)
    pair = add("pair", "pair a browser", _PAIR_DESCRIPTION)
    _add_options(pair, "port", "config_dir")
    pair.add_argument(
        "--reset", action="store_true", help="first end all pairings and renew the token"
    )
    install = add("install", "start the server at login", _INSTALL_DESCRIPTION)
    _add_options(install, *_OPTIONS)
    uninstall = add("uninstall", "no longer start it at login", _UNINSTALL_DESCRIPTION)
    _add_options(uninstall, "config_dir")
    uninstall.add_argument("--purge", action="store_true", help="also remove the pairing")
    doctor = add("doctor", "check everything, and name the fixes", _DOCTOR_DESCRIPTION)
    _add_options(doctor, "port", "model_dir", "config_dir")
    doctor.add_argument("--json", action="store_true", help="print the checks as JSON")
    return parser


def make_config(options: argparse.Namespace) -> Config:
    """Return the Config of the given options. Raises ValueError as Config does."""
    return Config(**{name: value for name, value in vars(options).items() if name in _OPTIONS})


def _add_options(parser: _Parser, *names: str) -> None:
    for name in names:
        flag = "--" + name.replace("_", "-")
        # Suppress the default, so that it does not replace an option given before the command.
        parser.add_argument(flag, default=argparse.SUPPRESS, **_OPTIONS[name])


def _add_digest(digest: _Parser) -> None:
    digest.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="UTF-8 text (default: -, stdin)"
    )
    _add_wording(digest)
    form = digest.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the JSON of the protocol")
    form.add_argument(
        "--explain",
        action="store_true",
        help="print each point with its salience, its grammar, and what was cut and why",
    )
    _add_options(digest, "model_dir")


def _add_batch(batch: _Parser) -> None:
    batch.add_argument("source", metavar="IN", help="file, folder or address to read")
    batch.add_argument("target", metavar="OUT", help="folder or address to write to")
    _add_wording(batch)
    batch.add_argument(
        "--to",
        choices=("jsonl", "parquet"),
        help="format of the digests (default: that of all files in IN, else jsonl)",
    )
    engine = batch.add_mutually_exclusive_group()
    engine.add_argument(
        "--workers", type=int, metavar="N", help="number of processes (default: one for each core)"
    )
    engine.add_argument(
        "--ray",
        metavar="ADDRESS",
        help="run on this Ray cluster; auto: on that of this machine",
    )
    _add_options(batch, "model_dir")


def _add_wording(parser: _Parser) -> None:
    parser.add_argument(
        "--length",
        choices=LENGTHS,
        default=DEFAULT_LENGTH,
        help=f"{_COUNTS} points (default {DEFAULT_LENGTH})",
    )
    parser.add_argument(
        "--style",
        choices=STYLES,
        default=DEFAULT_STYLE,
        help=f"shorter, in plainer words and sentences, or word for word (default {DEFAULT_STYLE})",
    )
