"""Staleness without a pivot language: each language confirms its words against the meaning, by fingerprint."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.catalogue import read_catalogue
from scripts.freshness import confirm
from scripts.model import Rejected
from tests.catalogue_fixture import write_catalogue


def _stale(folder: Path) -> dict[str, tuple[str, ...]]:
    return {code: language.stale for code, language in read_catalogue(folder).languages.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue in which every language has confirmed everything."""
    write_catalogue(tmp_path)
    for lang in ("en", "nb"):
        confirm(tmp_path, lang, [])
    return tmp_path


def _replace(folder: Path, file: str, before: str, after: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after), "utf-8")


def test_words_never_confirmed_are_stale(tmp_path: Path) -> None:
    write_catalogue(tmp_path)
    assert _stale(tmp_path) == dict.fromkeys(("en", "nb"), ("breathe", "listen", "angry", "listen-or-act"))


def test_confirmed_words_are_fresh(folder: Path) -> None:
    assert _stale(folder) == {"en": (), "nb": ()}


@pytest.mark.parametrize(
    ("file", "before", "after", "stale"),
    [
        ("tactics.yml", "Letting the customer finish.", "Letting anybody finish.", "listen"),
        ("tactics.yml", "stage: self-care", "stage: open", "breathe"),
        ("tactics.yml", "listen: after", "listen: before", "breathe"),
        ("situations.yml", "A customer shouts.", "A customer whispers.", "angry"),
        ("tensions.yml", "Whether to listen or to act.", "Whether to wait.", "listen-or-act"),
    ],
)
def test_a_changed_meaning_asks_every_language(
    folder: Path, file: str, before: str, after: str, stale: str
) -> None:
    _replace(folder, file, before, after)
    assert _stale(folder) == {"en": (stale,), "nb": (stale,)}
    assert confirm(folder, "nb", [stale]) == 1
    assert _stale(folder) == {"en": (stale,), "nb": ()}


def test_changed_words_ask_nobody(folder: Path) -> None:
    """Rewording a title in one language is that language's own affair."""
    _replace(folder, "nb/tactics.yml", "Take one breath", "Pust ut")
    assert _stale(folder) == {"en": (), "nb": ()}


def test_order_and_remarks_in_the_file_change_nothing(folder: Path) -> None:
    _replace(
        folder,
        "tactics.yml",
        "  meaning: Letting the customer finish.\n  stage: listen\n",
        "  # a remark\n  stage: listen\n  meaning: Letting the customer finish.\n",
    )
    assert _stale(folder) == {"en": (), "nb": ()}


def test_unknown_ids_and_languages(folder: Path) -> None:
    with pytest.raises(Rejected) as rejected:
        confirm(folder, "nn", ["lisen"])
    assert str(rejected.value).split("\n") == [
        f'{folder}: there is no lisen; did you mean "listen"?',
        f"{folder}/nn: there is no such language; name a folder",
    ]
    assert _stale(folder) == {"en": (), "nb": ()}
