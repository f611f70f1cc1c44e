"""Bringing articles in: what is written, and what is refused because it is there already."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.__main__ import main
from tests.test_reviews import TEXT

ROOT = Path(__file__).resolve().parents[1]


def _add(*files: str | Path, sources: Path) -> int:
    return main(["add", *map(str, files), "--sources", str(sources)])


@pytest.fixture
def boats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(ROOT)
    path = tmp_path / "Båter på innsjøen.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_an_article_and_its_metadata(boats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "sources"
    assert _add(boats, sources=folder) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.startswith(f"{folder}/bater-pa-innsjoen.txt added, with {folder}/bater-pa-innsjoen.yml")
    assert "let-them-finish" in said.out
    assert (folder / "bater-pa-innsjoen.txt").read_bytes() == boats.read_bytes()
    metadata = (folder / "bater-pa-innsjoen.yml").read_text("utf-8")
    assert 'title: "Rowing boats and angry people"\nlanguage: "en"\nlicence: "unknown"' in metadata
    assert sorted(path.name for path in folder.iterdir()) == [
        "bater-pa-innsjoen.txt",
        "bater-pa-innsjoen.yml",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "utf-16", "utf-8-sig"])
def test_the_same_under_another_name(
    boats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    folder = tmp_path / "sources"
    _add(boats, sources=folder)
    capsys.readouterr()
    copy = tmp_path / "other.txt"
    copy.write_bytes(("Skip to content\n\n" + TEXT + "\n\nShare this").replace("\n", "\r\n").encode(encoding))
    assert _add(copy, sources=folder) == 1
    assert capsys.readouterr().err == (
        f"{copy}: this article is there already, as {folder}/bater-pa-innsjoen.txt; "
        "nothing is left to do, or remove the older one first\n"
    )
    assert len(list(folder.iterdir())) == 2


def test_good_and_bad_together(boats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "sources"
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    odd = tmp_path / "a.pdf"
    odd.write_bytes(b"%PDF")
    missing = tmp_path / "missing.txt"
    assert _add(empty, missing, odd, boats, sources=folder) == 1
    said = capsys.readouterr()
    assert said.err.split("\n") == [
        f"{odd}: a .pdf file is no article; save it as one of .txt, .text, .md, .markdown, .html, .htm, .xhtml",
        f"{empty}: it is empty; put the article into it or remove it",
        f"{missing}: it cannot be read (No such file or directory); name a file with an article",
        "",
    ]
    assert "bater-pa-innsjoen.txt added" in said.out


def test_standard_input(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts", "add", "-", "--sources", str(tmp_path / "sources")],
        input=TEXT.encode(),
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    names = sorted(path.name for path in (tmp_path / "sources").iterdir())
    assert names == ["en-rowing-boats-and-angry-people.txt", "en-rowing-boats-and-angry-people.yml"]


def test_review_opens_a_file_to_settle(
    boats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reviews = tmp_path / "reviews"
    arguments = ["review", str(boats), "--reviews", str(reviews)]
    assert main(arguments) == 0
    path = reviews / "bater-pa-innsjoen.yml"
    assert capsys.readouterr().out == f"1 sections to settle in {path}\n"
    text = path.read_text("utf-8")
    assert 'heading: "The man who sank"\n    tactics: undecided\n' in text
    path.write_text(text.replace("undecided", "[go-one-step-further]"), "utf-8")
    assert main(arguments) == 0
    assert capsys.readouterr().out == f"nothing is waiting; decisions are in {path}\n"


def test_publishing_wants_licences(boats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "sources"
    _add(boats, sources=folder)
    docs = tmp_path / "docs"
    assert main(["build", "--sources", str(folder), "--docs", str(docs)]) == 0
    capsys.readouterr()
    assert main(["check", "--sources", str(folder), "--docs", str(docs)]) == 0
    assert f"licence unknown: {folder}/bater-pa-innsjoen.txt" in capsys.readouterr().out
    assert main(["check", "--publish", "--sources", str(folder), "--docs", str(docs)]) == 1
    assert capsys.readouterr().err == (
        f"{folder}/bater-pa-innsjoen.txt: its licence is unknown; clear it, and write it into the metadata file\n"
    )
