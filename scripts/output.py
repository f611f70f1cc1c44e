"""Write pages to disk, or compare them with what is there.

In: `{path: text}` and a folder. Out: the folder as the pages say, or the list of differences.

Everything in the folder is generated: what no page accounts for goes. A folder that Coolhead did not
write (it lacks a MARK with our SIGN) is never touched. Pages are written aside first, so that a full
disk or a crash leaves the last good ones as they were; files that did not change keep their time stamp.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from .model import Problem, Rejected

MARK = "languages.yml"
"""The generated file by which a folder is known as ours …"""
SIGN = b"# Written by `python -m scripts build`"
"""… and what it begins with: a catalogue has a file of this name too."""


def write_pages(pages: Mapping[str, str], folder: Path) -> tuple[int, int]:
    """Make the folder hold just these pages; gives how many were written and how many removed.

    `Rejected` where the folder is not ours or cannot be written.
    """
    with _explained(folder):
        _refuse_foreign(folder)
        found = _read(folder)
        wanted = {path: text.encode("utf-8") for path, text in pages.items()}
        changed = {path: data for path, data in wanted.items() if found.get(path) != data}
        left_over = [path for path in found if path not in wanted]
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as aside:
            for number, data in enumerate(changed.values()):
                (Path(aside) / str(number)).write_bytes(data)
            for path in left_over:  # first: one may stand where a page or its folder goes
                (folder / path).unlink()
                _remove_empty(folder / path, folder)
            for number, path in enumerate(changed):
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                (Path(aside) / str(number)).replace(target)
        return len(changed), len(left_over)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Say of a disk that fails what an editor can do about it."""
    try:
        yield
    except OSError as error:
        what = f"it cannot be read or written ({error.strerror or error})"
        place = error.filename or folder
        raise Rejected([Problem(str(place), 0, what, "check the folder, its rights and the disk")]) from error


def _refuse_foreign(folder: Path) -> None:
    """Refuse a file, and a folder with files but without our mark, unread: it may be a whole disk."""
    if folder.exists() and not folder.is_dir():
        raise Rejected([Problem(str(folder), 0, "it is a file, not a folder", "name an empty or new folder")])
    mark = folder / MARK
    ours = mark.is_file() and mark.read_bytes().startswith(SIGN)
    if not ours and any(path.is_file() for path in folder.rglob("*")):
        what, todo = "it holds files that Coolhead did not write", "name an empty or new folder"
        raise Rejected([Problem(str(folder), 0, what, todo)])


def compare_pages(pages: Mapping[str, str], folder: Path) -> list[Problem]:
    """How the folder differs from the pages: hand edits, missing and left-over files.

    `Rejected` where the folder cannot be read.
    """
    with _explained(folder):
        found = _read(folder)
    todo = "run `python -m scripts build` and commit what changes"
    problems = []
    for path in sorted({*pages, *found}):
        where = str(folder / path)
        if path not in found:
            problems.append(Problem(where, 0, "the page is missing", todo))
        elif path not in pages:
            problems.append(Problem(where, 0, "no source or catalogue entry makes this page", todo))
        elif found[path] != (wanted := pages[path].encode("utf-8")):
            line = _first_difference(found[path], wanted)
            what = "the page is not what the pipeline makes"
            problems.append(Problem(where, line, what, "edit the catalogue or the sources, then " + todo))
    return problems


def _first_difference(found: bytes, wanted: bytes) -> int:
    """The first line, from 1, in which two files differ."""
    mine, theirs = found.split(b"\n"), wanted.split(b"\n")
    pairs = zip(mine, theirs, strict=False)
    same = next((number for number, (a, b) in enumerate(pairs) if a != b), min(len(mine), len(theirs)))
    return same + 1


def _read(folder: Path) -> dict[str, bytes]:
    """Every file under the folder by its path in it; none where there is no folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _remove_empty(path: Path, folder: Path) -> None:
    for parent in path.parents:
        if parent == folder or any(parent.iterdir()):
            return
        parent.rmdir()
