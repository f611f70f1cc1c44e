"""Editors' decisions: they win over the machine, follow their section, and are reported when it is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.model import Article
from scripts.pipeline import build, explain

ROOT = Path(__file__).resolve().parents[1]
TEXT = (
    "Rowing boats and angry people\n\nI hire out boats on a lake, and every summer somebody comes back wet and"
    " furious and wants to tell me about it.\n\n1. The man who sank\n\nHe stood dripping on my pontoon, and I"
    " handed him a towel, and the ducks looked on as if they had paid for it.\n\n2. Let them finish\n\nI don't"
    " interrupt. I let them finish, and hear them out to the very last wave, whatever they call my boats.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "reviews").mkdir()
    (tmp_path / "sources/boats.txt").write_text(TEXT, "utf-8")
    return tmp_path


def _article(folder: Path) -> Article:
    return explain(ROOT / "catalogue", folder / "sources/boats.txt", folder / "reviews")


def _settle(folder: Path, fingerprint: str, tactics: str) -> Path:
    path = folder / "reviews/boats.yml"
    path.write_text(
        f"sha256: abc\nsections:\n  {fingerprint}:\n    section: s1\n    heading: The man who sank\n"
        f"    tactics: [{tactics}]\n",
        "utf-8",
    )
    return path


def _problems(folder: Path) -> list[str]:
    built = build(ROOT / "catalogue", [folder / "sources"], folder / "reviews")
    return [str(problem) for problem in built.problems]


def test_a_decision_wins(folder: Path) -> None:
    first, second = _article(folder).sections
    assert first.status != "placed"
    assert [row.tactic for row in second.tactics] == ["let-them-finish"]
    _settle(folder, first.fingerprint, "go-one-step-further")
    first, second = _article(folder).sections
    assert (first.status, first.settled) == ("placed", True)
    assert [row.tactic for row in first.tactics] == ["go-one-step-further"]
    assert not second.settled


def test_none_is_a_decision(folder: Path) -> None:
    second = _article(folder).sections[1]
    _settle(folder, second.fingerprint, "")
    second = _article(folder).sections[1]
    assert (second.status, second.tactics, second.settled) == ("none", (), True)


def test_a_decision_follows_its_section(folder: Path) -> None:
    _settle(folder, _article(folder).sections[0].fingerprint, "go-one-step-further")
    path = folder / "sources/boats.txt"
    path.write_text("Skip to content\n\n" + TEXT.replace("\n\n2. ", "\n\n\n\n2. "), "utf-8")
    assert _article(folder).sections[0].settled
    assert _problems(folder) == []


def test_a_changed_section_is_reported(folder: Path) -> None:
    review = _settle(folder, _article(folder).sections[0].fingerprint, "go-one-step-further")
    path = folder / "sources/boats.txt"
    path.write_text(TEXT.replace("a towel", "two towels"), "utf-8")
    assert _problems(folder) == [
        f"{review}:3: the section “The man who sank” has changed or is gone; "
        f"look at it again with `python -m scripts explain {path}`"
    ]
    assert not _article(folder).sections[0].settled


def test_mistakes_in_a_review(folder: Path) -> None:
    review = _settle(folder, "abc", "go-one-step-furher")
    assert _problems(folder) == [
        f'{review}:6: unknown tactic go-one-step-furher; did you mean "go-one-step-further"?'
    ]
    review.write_text("sections: {}\nwho: me\n", "utf-8")
    assert _problems(folder) == [
        f'{review}:1: the file: "sha256" is missing; add it',
        f'{review}:2: the file: unknown key "who"; remove it',
    ]
