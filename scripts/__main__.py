"""The command line: `python -m scripts <command>`. The only module that prints and exits.

Exit codes: 0 all is well; 1 something in the input is wrong (every problem is listed); 2 the command
itself was wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from . import report, site
from .catalogue import check_words_of
from .freshness import confirm
from .model import Problem, Rejected
from .output import compare_pages, write_pages
from .pipeline import build, explain

ROOT = Path(__file__).resolve().parents[1]
NOT_BUILT = ("add", "review", "cheatsheets")
"""Commands the design names that do not exist yet."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    if options.command in NOT_BUILT:
        print(f"{options.command}: not built yet", file=sys.stderr)
        return 2
    try:
        code: int = COMMANDS[options.command](options)
        return code
    except Rejected as rejected:
        _complain(rejected.problems)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts", description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, text in HELP.items():
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("--catalogue", type=Path, default=Path("catalogue"), help=argparse.SUPPRESS)
        command.add_argument("--reviews", type=Path, default=Path("reviews"), help=argparse.SUPPRESS)
        if name in ("build", "check", "site", "serve"):
            command.add_argument(
                "--sources", type=Path, action="append", metavar="DIR", help="articles (default: sources)"
            )
            command.add_argument(
                "--docs", type=Path, default=Path("docs"), metavar="DIR", help="pages (default: docs)"
            )
        if name == "build":
            command.add_argument("--check", action="store_true", help="write nothing, compare with --docs")
        if name == "explain":
            command.add_argument("file", type=Path, metavar="FILE")
            command.add_argument("--json", action="store_true", help="print one JSON object")
        if name == "confirm":
            command.add_argument("lang", metavar="LANG")
            command.add_argument("ids", nargs="*", metavar="ID", help="a tactic, situation or tension")
            command.add_argument("--all", action="store_true", help="every entry")
        if name == "site":
            command.add_argument("--out", type=Path, default=Path("site"), metavar="DIR")
        if name == "serve":
            command.add_argument("--port", type=int, default=8000)
        if name in NOT_BUILT:
            command.add_argument("rest", nargs="*", help=argparse.SUPPRESS)
    return parser


def _build(options: argparse.Namespace) -> int:
    return _compare(options) if options.check else _write(options)


def _write(options: argparse.Namespace) -> int:
    built = build(options.catalogue, _folders(options), options.reviews)
    written, removed = write_pages(built.pages, options.docs)
    _complain(built.problems)
    print(
        f"{len(built.pages)} pages from {len(built.web.articles)} articles in {options.docs}: "
        f"{written} written, {removed} removed"
    )
    return 1 if built.problems else 0


def _compare(options: argparse.Namespace) -> int:
    built = build(options.catalogue, _folders(options), options.reviews)
    problems = [*built.problems, *compare_pages(built.pages, options.docs)]
    _complain(problems)
    print(f"{len(built.pages)} pages compared with {options.docs}, {len(problems)} problems")
    return 1 if problems else 0


def _folders(options: argparse.Namespace) -> list[Path]:
    """The folders with articles. One that is missing stops everything: a slip of the pen in its name must
    not empty the pages."""
    folders: list[Path] = options.sources or [Path("sources")]
    if missing := [folder for folder in folders if not folder.is_dir()]:
        todo = "name one with articles"
        raise Rejected([Problem(str(folder), 0, "there is no such folder", todo) for folder in missing])
    return folders


def _explain(options: argparse.Namespace) -> int:
    article = explain(options.catalogue, options.file, options.reviews)
    if options.json:
        print(json.dumps(report.describe(article), ensure_ascii=False, indent=1))
    else:
        print(report.tell(article))
    return 0


def _check(options: argparse.Namespace) -> int:
    built = build(options.catalogue, _folders(options), options.reviews)
    problems = [
        *built.problems,
        *check_words_of(options.catalogue),
        *compare_pages(built.pages, options.docs),
    ]
    _complain(problems)
    print(report.tell_state(built.web))
    return 1 if problems else 0


def _confirm(options: argparse.Namespace) -> int:
    if not options.ids and not options.all:
        print("confirm: name the ids you have looked at, or --all", file=sys.stderr)
        return 2
    count = confirm(options.catalogue, options.lang, options.ids)
    print(f"{options.lang}: {count} confirmed")
    return 0


def _site(options: argparse.Namespace) -> int:
    code = _write(options)
    return site.build(ROOT, options.docs, options.out) or code


def _serve(options: argparse.Namespace) -> int:
    _write(options)
    return site.serve(ROOT, options.docs, options.port)


def _complain(problems: Sequence[Problem]) -> None:
    for problem in sorted(problems):
        print(problem, file=sys.stderr)


COMMANDS = {
    "build": _build,
    "explain": _explain,
    "check": _check,
    "confirm": _confirm,
    "site": _site,
    "serve": _serve,
}

HELP = {
    "build": "sources and catalogue into pages under docs/",
    "explain": "one article after every stage: what was dropped and why, repairs, sections, tactics",
    "add": "bring an article in (not built yet)",
    "review": "settle the sections the machine was unsure of (not built yet)",
    "check": "everything that can be wrong, with file and line, and how complete each language is",
    "confirm": "note that a language's words fit the meaning they have now",
    "site": "build, then make the site with MkDocs",
    "serve": "build, then serve the site on 127.0.0.1",
    "cheatsheets": "the cheat sheets as PDF (not built yet)",
}

if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = main()
        sys.stdout.flush()  # here, so that a reader who went away is noticed here
        sys.exit(code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
