"""What may be written after `python -m server`, and the help for it."""

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
  python -m server pair                  let a browser in
  python -m server digest story.txt      print the three points of a text
  python -m server batch news.jsonl out  shorten a file of articles on all cores
  python -m server install               serve from each login on
  python -m server doctor                find out why it does not work
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

_BATCH_DESCRIPTION = """\
Shorten each article of a file, or of a folder of files: .jsonl, .jsonl.gz,
.jsonl.xz or .parquet. A row has paragraphs (a list of strings), or article or
text (a string, each line a paragraph); if it likes, also id, title, lang,
sections, length and style, as server/API.md tells.

The folder OUT gets the digests in rows/, and in bad/ the rows that were
refused, each with the reason. A run that was stopped, or killed, goes on where
it stopped when it is started again: each row is there once.
"""

_BATCH_EXAMPLES = """\
examples:
  python -m server batch news.jsonl digests
  python -m server batch archive/ digests --to parquet --length long
  python -m server batch s3://news/2026 s3://news/digests --ray auto

Parquet and addresses like s3:// need requirements/corpus.txt, and --ray needs
requirements/cluster.txt: docs/scale.md tells how.
"""

_PAIR_DESCRIPTION = """\
Print a code that lets one browser use the server: six digits, good for one
browser and ten minutes. A running server knows the code at once; one that is
started later knows it too.
"""

_INSTALL_DESCRIPTION = """\
Serve now and from each login on: as a systemd user service on Linux, a launch
agent on macOS, a scheduled task on Windows. No administrator is needed. To
change an option, run it again with all of them.
"""

_UNINSTALL_DESCRIPTION = """\
Stop the server that `install` started, and start it no more at login.
"""

_DOCTOR_DESCRIPTION = """\
Check, one line each, all that a digest in the browser needs, and name the fix
for what is wrong. The exit status is 0 if nothing is.
"""

# The options that make a Config, by its fields: a given one replaces the default there.
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
        "help": "folder of the pairing (default: the system's for settings)",
    },
}


_COUNTS = ", ".join(f"{length} {count}" for length, count in LENGTHS.items())


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"nutgraf: {message}. See {PROGRAM} --help.\n")


def make_parser() -> argparse.ArgumentParser:
    """Create the parser. Its result has `command`, and only those options that were given."""
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

    def add(name: str, told: str, description: str, examples: str = "") -> _Parser:
        return commands.add_parser(
            name,
            help=told,
            description=description,
            epilog=examples,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    digest = add("digest", "print the points of a text", _DIGEST_DESCRIPTION, _DIGEST_EXAMPLES)
    _add_digest(digest)
    batch = add("batch", "shorten many articles", _BATCH_DESCRIPTION, _BATCH_EXAMPLES)
    _add_batch(batch)
    pair = add("pair", "let a browser in", _PAIR_DESCRIPTION)
    _add_options(pair, "port", "config_dir")
    pair.add_argument(
        "--reset", action="store_true", help="first put out every browser, and renew the token"
    )
    install = add("install", "start the server at login", _INSTALL_DESCRIPTION)
    _add_options(install, *_OPTIONS)
    uninstall = add("uninstall", "start it no more", _UNINSTALL_DESCRIPTION)
    _add_options(uninstall, "config_dir")
    uninstall.add_argument("--purge", action="store_true", help="also remove the pairing")
    doctor = add("doctor", "check that all is well", _DOCTOR_DESCRIPTION)
    _add_options(doctor, "port", "model_dir", "config_dir")
    doctor.add_argument("--json", action="store_true", help="print the checks as JSON")
    return parser


def make_config(options: argparse.Namespace) -> Config:
    """Join the options that were given with the defaults. Raises ValueError as Config does."""
    return Config(**{name: value for name, value in vars(options).items() if name in _OPTIONS})


def _add_options(parser: _Parser, *names: str) -> None:
    for name in names:
        flag = "--" + name.replace("_", "-")
        # Suppressed, so that an option given before the command is kept.
        parser.add_argument(flag, default=argparse.SUPPRESS, **_OPTIONS[name])


def _add_digest(digest: _Parser) -> None:
    digest.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="text in UTF-8 (default -, stdin)"
    )
    _add_wording(digest)
    digest.add_argument("--json", action="store_true", help="print the JSON of the protocol")
    _add_options(digest, "model_dir")


def _add_batch(batch: _Parser) -> None:
    batch.add_argument("source", metavar="IN", help="file, folder or address to read")
    batch.add_argument("target", metavar="OUT", help="folder or address to write to")
    _add_wording(batch)
    batch.add_argument(
        "--to",
        choices=("jsonl", "parquet"),
        help="how to write the digests (default: as all of IN is written, else jsonl)",
    )
    engine = batch.add_mutually_exclusive_group()
    engine.add_argument(
        "--workers", type=int, metavar="N", help="processes to use (default: one for each core)"
    )
    engine.add_argument(
        "--ray",
        metavar="ADDRESS",
        help="work on this Ray cluster; auto: on the one of this machine",
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
