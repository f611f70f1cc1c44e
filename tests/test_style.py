"""How words are written: each rule with a text it finds, and texts it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.catalogue import check_words_of
from scripts.style import check_style, find_missing
from scripts.yamlfile import read_yaml

ROOT = Path(__file__).resolve().parents[1]

FOUND = [
    # the list it stands in, the text, the whole message behind path and line
    ("say", 'Sa du "nei"?', "calm: say 1 has another language's or straight quotation marks; write «…»"),
    ("steps", "Si “hei”", "calm: steps 1 has another language's or straight quotation marks; write «…»"),
    ("steps", "Pust  ut", "calm: steps 1 has two spaces in a row; keep one"),
    ("steps", "Pust ut , og smil", "calm: steps 1 has a space before a mark; remove it"),
    ("dont_say", "Ja, men...", "calm: dont_say 1 has three dots; write …"),
    ("steps", "Ta kl'en", "calm: steps 1 has a straight apostrophe; write ’"),
    ("say", "Jeg lytter", "calm: say 1 does not end as a sentence does; end it with . ? ! or …"),
    ("say", "jeg lytter.", "calm: say 1 does not begin as a sentence does; begin it with a capital"),
    ("say", "Jeg lytter (rolig).", "calm: say 1 has brackets; write what one says, nothing else"),
    ("say", "Han/hun kommer.", "calm: say 1 has a slash; write two phrases"),
    ("say", "Jeg Vil Gjerne Hjelpe.", "calm: say 1 is written like a title; write it as a sentence"),
    ("symptoms", "kunden  roper", "calm: symptoms 1 has two spaces or a quotation mark; remove it"),
]


@pytest.mark.parametrize(("part", "text", "message"), FOUND)
def test_found(tmp_path: Path, part: str, text: str, message: str) -> None:
    path = tmp_path / "tactics.yml"
    quoted = text.replace("'", "''")
    path.write_text(f"calm:\n  {part}:\n    - '{quoted}'\n", "utf-8")
    (problem,) = check_style(read_yaml(path), "«»")
    assert str(problem) == f"{path}:3: {message}"


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("say", "Sa du «nei»?"),
        ("say", "Fru Berg, nå ser jeg på det. Kl. 16.00 ringer jeg."),
        ("say", "’n Oomblik, asseblief."),
        ("say", "112!"),
        ("dont_say", "Ja, men …"),
        ("symptoms", "kunden roper og skriker"),
        ("steps", "Pust ut, og senk skuldrene"),
    ],
)
def test_left_alone(tmp_path: Path, part: str, text: str) -> None:
    path = tmp_path / "tactics.yml"
    path.write_text(f"calm:\n  {part}:\n    - '{text}'\n", "utf-8")
    assert not list(check_style(read_yaml(path), "«»"))


def test_missing_words(tmp_path: Path) -> None:
    path = tmp_path / "situations.yml"
    path.write_text("angry:\n  title: Sint\n  channels: {phone: Ring.}\n", "utf-8")
    (problem,) = find_missing(read_yaml(path), "situations.yml")
    assert str(problem) == f'{path}:1: angry: "symptoms" is not written yet; write it'


def test_our_words_are_complete_and_in_style() -> None:
    assert check_words_of(ROOT / "catalogue") == []
