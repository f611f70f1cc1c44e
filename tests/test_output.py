"""The writer: what it does to a folder, what it says of one, and what it leaves alone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from scripts.model import Rejected
from scripts.output import MARK, SIGN, compare_pages, write_pages
from tests.catalogue_fixture import write_catalogue

PAGES = {
    "en/index.md": "# Home\n\nOne\n",
    "en/tactics/breathe.md": "# Breathe\n",
    "nb/index.md": "# Hjem\n\nÆrlig\n",
    MARK: SIGN.decode() + " from the catalogue.\n{}\n",
}
RUN = "run `python -m scripts build` and commit what changes"
FOREIGN = "it holds files that Coolhead did not write; name an empty or new folder"


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return every file and (with a slash) every folder below `folder`."""
    return {
        path.relative_to(folder).as_posix() + "/" * path.is_dir(): b"" if path.is_dir() else path.read_bytes()
        for path in folder.rglob("*")
    }


def read_texts(folder: Path) -> dict[str, str]:
    return {name: data.decode() for name, data in read_tree(folder).items() if not name.endswith("/")}


def complain(pages: Mapping[str, str], folder: Path) -> str:
    """Return what `write_pages` refuses the folder with."""
    with pytest.raises(Rejected) as caught:
        write_pages(pages, folder)
    return str(caught.value)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder with PAGES in it, two levels down where nothing was."""
    folder = tmp_path / "deep" / "docs"
    assert write_pages(PAGES, folder) == (len(PAGES), 0)
    return folder


def test_a_new_folder_holds_just_the_pages(docs: Path) -> None:
    assert read_texts(docs) == PAGES
    assert [path.name for path in docs.parent.iterdir()] == ["docs"], "nothing is left lying beside it"
    assert compare_pages(PAGES, docs) == []


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    (tmp_path / "docs" / "empty").mkdir(parents=True)
    assert write_pages(PAGES, tmp_path / "docs") == (len(PAGES), 0)


def test_nothing_to_do(docs: Path) -> None:
    for path in docs.rglob("*.*"):
        os.utime(path, ns=(1, 1))
    assert write_pages(PAGES, docs) == (0, 0)
    assert {path.stat().st_mtime_ns for path in docs.rglob("*.*")} == {1}


def test_only_what_changed_is_written(docs: Path) -> None:
    for path in docs.rglob("*.*"):
        os.utime(path, ns=(1, 1))
    changed = {**PAGES, "en/index.md": "# Start\n", "en/new/page.md": "# New\n"}
    del changed["en/tactics/breathe.md"]
    assert write_pages(changed, docs) == (2, 1)
    assert read_texts(docs) == changed
    assert not (docs / "en/tactics").exists(), "a folder goes with its last page"
    old = {path.relative_to(docs).as_posix() for path in docs.rglob("*.*") if path.stat().st_mtime_ns == 1}
    assert old == {"nb/index.md", MARK}


def test_a_hand_edit_is_written_over(docs: Path) -> None:
    (docs / "nb/index.md").write_bytes(PAGES["nb/index.md"].replace("\n", "\r\n").encode())
    assert write_pages(PAGES, docs) == (1, 0)
    assert read_texts(docs) == PAGES


def test_a_file_where_a_folder_goes_and_the_other_way_round(docs: Path) -> None:
    moved = {MARK: PAGES[MARK], "en": "now a file\n", "nb/index.md/deeper.md": "now a folder\n"}
    write_pages(moved, docs)
    assert read_texts(docs) == moved
    write_pages(PAGES, docs)
    assert read_texts(docs) == PAGES


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("en/index.md", "# Homes\n\nOne\n", "en/index.md:1: the page is not what the pipeline makes; "),
        ("en/index.md", "# Home\n\nTwo\n", "en/index.md:3: the page is not what the pipeline makes; "),
        ("en/index.md", "# Home\n\nOne", "en/index.md:4: the page is not what the pipeline makes; "),
        ("en/index.md", "# Home\n\nOne\nTwo\n", "en/index.md:4: the page is not what the pipeline makes; "),
        ("en/index.md", "# Home\r\n\r\nOne\r\n", "en/index.md:1: the page is not what the pipeline makes; "),
        ("en/index.md", "", "en/index.md:1: the page is not what the pipeline makes; "),
        ("en/index.md", None, "en/index.md: the page is missing; "),
        ("en/mine.md", "# Mine\n", "en/mine.md: no source or catalogue entry makes this page; "),
        (".hidden", "", ".hidden: no source or catalogue entry makes this page; "),
    ],
)
def test_a_difference_is_named_with_its_line(docs: Path, path: str, text: str | None, expected: str) -> None:
    if text is None:
        (docs / path).unlink()
    else:
        (docs / path).write_bytes(text.encode())
    before = read_tree(docs)
    edited = "edit the catalogue or the sources, then " if "is not what" in expected else ""
    assert [str(row) for row in compare_pages(PAGES, docs)] == [f"{docs}/{expected}{edited}{RUN}"]
    assert read_tree(docs) == before, "comparing writes nothing"


def test_differences_come_all_at_once_and_sorted(docs: Path) -> None:
    (docs / "nb/index.md").unlink()
    (docs / "en/a.md").write_text("")
    (docs / "en/index.md").write_text("")
    places = [Path(row.path).relative_to(docs).as_posix() for row in compare_pages(PAGES, docs)]
    assert places == ["en/a.md", "en/index.md", "nb/index.md"]


def test_comparing_with_a_folder_that_is_not_there(tmp_path: Path) -> None:
    problems = compare_pages(PAGES, tmp_path / "docs")
    assert [problem.what for problem in problems] == ["the page is missing"] * len(PAGES)
    assert not (tmp_path / "docs").exists()


@pytest.mark.parametrize("file", ["notes.txt", "en/index.md", ".git/config", MARK])
def test_a_folder_that_is_not_ours_is_refused_and_untouched(tmp_path: Path, file: str) -> None:
    folder = tmp_path / "docs"
    (folder / file).parent.mkdir(parents=True)
    (folder / file).write_text("en: {name: English}\n")
    before = read_tree(tmp_path)
    assert complain(PAGES, folder) == f"{folder}: {FOREIGN}"
    assert read_tree(tmp_path) == before


def test_a_catalogue_is_never_taken_for_pages(tmp_path: Path) -> None:
    """It holds a `languages.yml` too."""
    folder = write_catalogue(tmp_path / "catalogue")
    before = read_tree(folder)
    assert complain(PAGES, folder) == f"{folder}: {FOREIGN}"
    assert read_tree(folder) == before


def test_a_foreign_folder_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "huge").write_bytes(b"x")
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} was read"))
    assert complain(PAGES, tmp_path) == f"{tmp_path}: {FOREIGN}"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "docs").write_text("mine")
    what = "it is a file, not a folder; name an empty or new folder"
    assert complain(PAGES, tmp_path / "docs") == f"{tmp_path / 'docs'}: {what}"
    assert (tmp_path / "docs").read_text() == "mine"


@pytest.mark.parametrize("fails_at", range(3))
def test_a_failure_while_writing_leaves_the_last_good_pages(
    docs: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    before = read_tree(docs.parent)
    write, calls = Path.write_bytes, iter(range(99))

    def write_some(path: Path, data: bytes) -> int:
        if next(calls) == fails_at:
            raise OSError(28, "No space left on device", str(path))
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", write_some)
    new = {MARK: PAGES[MARK], **{f"en/{number}.md": "x" for number in range(3)}}
    said = complain(new, docs)
    assert said.endswith(
        ": it cannot be read or written (No space left on device); check the folder, its rights and the disk"
    )
    assert read_tree(docs.parent) == before, "byte for byte, and nothing lies beside it"


def test_a_place_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "it cannot be read or written (" in complain(PAGES, tmp_path / "file" / "docs")
    assert (tmp_path / "file").read_text() == ""
