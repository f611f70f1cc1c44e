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
    built = build(options.catalogue, options.sources or [Path("sources")])
    written, removed = write_pages(built.pages, options.docs)
    _complain(built.problems)
    print(
        f"{len(built.pages)} pages from {len(built.web.articles)} articles in {options.docs}: "
        f"{written} written, {removed} removed"
    )
    return 1 if built.problems else 0


def _compare(options: argparse.Namespace) -> int:
    built = build(options.catalogue, options.sources or [Path("sources")])
    problems = [*built.problems, *compare_pages(built.pages, options.docs)]
    _complain(problems)
    print(f"{len(built.pages)} pages compared with {options.docs}, {len(problems)} problems")
    return 1 if problems else 0


def _explain(options: argparse.Namespace) -> int:
    article = explain(options.catalogue, options.file)
    if options.json:
        print(json.dumps(report.describe(article), ensure_ascii=False, indent=1))
    else:
        print(report.tell(article))
    return 0


def _check(options: argparse.Namespace) -> int:
    built = build(options.catalogue, options.sources or [Path("sources")])
    problems = [*built.problems, *compare_pages(built.pages, options.docs)]
    _complain(problems)
    print(report.tell_state(built.web))
    return 1 if problems else 0


def _site(options: argparse.Namespace) -> int:
    code = _write(options)
    return site.build(ROOT, options.docs, options.out) or code


def _serve(options: argparse.Namespace) -> int:
    _write(options)
    return site.serve(ROOT, options.docs, options.port)


def _complain(problems: Sequence[Problem]) -> None:
    for problem in sorted(problems):
        print(problem, file=sys.stderr)


COMMANDS = {"build": _build, "explain": _explain, "check": _check, "site": _site, "serve": _serve}

HELP = {
    "build": "sources and catalogue into pages under docs/",
    "explain": "one article after every stage: what was dropped and why, repairs, sections, tactics",
    "add": "bring an article in (not built yet)",
    "review": "settle the sections the machine was unsure of (not built yet)",
    "check": "everything that can be wrong, with file and line, and how complete each language is",
    "site": "build, then make the site with MkDocs",
    "serve": "build, then serve the site on 127.0.0.1",
    "cheatsheets": "the cheat sheets as PDF (not built yet)",
}

if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
