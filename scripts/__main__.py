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
from .pipeline import bring_in, build, explain
from .reviews import open_review
from .sources import find_unlicensed

ROOT = Path(__file__).resolve().parents[1]
NOT_BUILT = ("cheatsheets",)
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
        if name in ("build", "review", "check", "site", "serve"):
            command.add_argument(
                "--sources", type=Path, action="append", metavar="DIR", help="articles (default: sources)"
            )
        if name in ("build", "check", "site", "serve"):
            command.add_argument(
                "--docs", type=Path, default=Path("docs"), metavar="DIR", help="pages (default: docs)"
            )
        if name == "build":
            command.add_argument("--check", action="store_true", help="write nothing, compare with --docs")
        if name == "explain":
            command.add_argument("file", type=Path, metavar="FILE")
            command.add_argument("--json", action="store_true", help="print one JSON object")
        if name == "add":
            command.add_argument(
                "files", nargs="+", metavar="FILE", help="text, HTML or Markdown; - reads it"
            )
            command.add_argument("--sources", type=Path, default=Path("sources"), metavar="DIR")
        if name == "review":
            command.add_argument("file", type=Path, nargs="?", metavar="FILE", help="settle this article")
        if name == "check":
            command.add_argument("--publish", action="store_true", help="fail on what must not be published")
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


def _add(options: argparse.Namespace) -> int:
    files, problems = _read_files(options.files)
    added, refused = bring_in(options.catalogue, files, options.sources)
    for path, article in added:
        print(f"{path} added, with {path.with_suffix('.yml')}: fill in licence and author")
        print(report.tell(article))
    _complain([*problems, *refused])
    return 1 if problems or refused else 0


def _read_files(names: Sequence[str]) -> tuple[dict[str, bytes], list[Problem]]:
    """The bytes of each file, "-" being standard input; what cannot be read is a problem."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name in names:
        try:
            files[name] = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            problems.append(
                Problem(name, 0, f"it cannot be read ({error.strerror})", "name a file with an article")
            )
    return files, problems


def _review(options: argparse.Namespace) -> int:
    if options.file:
        article = explain(options.catalogue, options.file, options.reviews)
        path, count = open_review(options.reviews, article)
        done = (
            f"{count} sections to settle in {path}"
            if count
            else f"nothing is waiting; decisions are in {path}"
        )
        print(done)
        return 0
    built = build(options.catalogue, _folders(options), options.reviews)
    _complain(built.problems)
    print(report.tell_queue(built.web.articles))
    return 1 if built.problems else 0


def _check(options: argparse.Namespace) -> int:
    built = build(options.catalogue, _folders(options), options.reviews)
    problems = [
        *built.problems,
        *check_words_of(options.catalogue),
        *compare_pages(built.pages, options.docs),
        *(find_unlicensed(built.web.articles) if options.publish else ()),
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
    "add": _add,
    "build": _build,
    "review": _review,
    "explain": _explain,
    "check": _check,
    "confirm": _confirm,
    "site": _site,
    "serve": _serve,
}

HELP = {
    "build": "sources and catalogue into pages under docs/",
    "explain": "one article after every stage: what was dropped and why, repairs, sections, tactics",
    "add": "bring articles in: copy them to sources/, write their metadata, show what becomes of them",
    "review": "the sections the machine was unsure of, or, with FILE, a file to settle them in",
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
