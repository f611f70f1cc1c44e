"""How sections are announced: one article per form, its headings as they must come out."""

from __future__ import annotations

import pytest

from scripts.model import NormaliserWords
from scripts.normalise.blocks import cut_text
from scripts.normalise.sections import Outline, cut_sections

WORDS = NormaliserWords(
    chrome={},
    structure={
        "step": ("Step", "Steps"),
        "tip": ("Tip", "Tips"),
        "list": ("Warnings",),
        "method": ("Method", "Part"),
        "of": ("of",),
    },
    abbreviations=("e.g.", "mr."),
    negation=(),
)
A = "The first customer of the day was already shouting when I unlocked the door, so I let him come in and sit down."
B = "The second one had lost her receipt and her patience, and I could only help her with one of the two, which I did."
C = "In the end they both came back the week after, with cake, and nobody mentioned the receipt or the shouting again."

FORMS = {
    "numbers on their own line": (
        f"{C}\n\n1. Let him in\n\n{A}\n\n2. Help her\n\n{B}",
        ["Let him in", "Help her"],
    ),
    "numbers with the text running on": (f"1. Let him in. {A}\n2. Help her. {B}", ["Let him in", "Help her"]),
    "numbers in brackets": (f"1) Let him in\n{A}\n2) Help her\n{B}", ["Let him in", "Help her"]),
    "a colon behind the heading": (f"1. Let him in: {A}\n2. Help her: {B}", ["Let him in", "Help her"]),
    "an abbreviation is no end": (
        f"1. Help Mr. Smith first. {A}\n2. Bring e.g. Coffee to her. {B}",
        ["Help Mr. Smith first", "Bring e.g. Coffee to her"],
    ),
    "one word": (f"1. In. {A}\n2. Out. {B}", ["In", "Out"]),
    "labelled numbers": (f"Tip 1: Let him in\n{A}\nTip 2 – Help her\n{B}", ["Let him in", "Help her"]),
    "hash numbers": (f"Tips #1: Let him in\n{A}\nTips #2: Help her\n{B}", ["Let him in", "Help her"]),
    "a label alone on its line": (
        f"Step 1\nLet him in\n{A}\nStep 2\nHelp her\n{B}",
        ["Let him in", "Help her"],
    ),
    "bare lines": (f"Let him in\n\n{A}\n\nHelp her\n\n{B}", ["Let him in", "Help her"]),
    "capitals": (f"LET HIM IN\n\n{A}\n\nHELP HER\n\n{B}", ["LET HIM IN", "HELP HER"]),
    "questions": (f"What if he shouts?\n\n{A}\n\nAnd she?\n\n{B}", ["What if he shouts?", "And she?"]),
    "Markdown": (f"## Let him in\n\n{A}\n\n## 2. Help her\n\n{B}", ["Let him in", "Help her"]),
    "bold lines": (f"**Let him in**\n\n{A}\n\n**Help her:**\n\n{B}", ["Let him in", "Help her"]),
    "numbers and bare lines mixed": (
        f"Tip 1: Let him in\n\n{A}\n\nHelp her\n\n{B}\n\nTip 3: Eat the cake\n\n{C}",
        ["Let him in", "Help her", "Eat the cake"],
    ),
    "no headings at all": (f"{C}\n\n{A}\n\n{B}", ["", ""]),
    "a quoted line is no heading": (
        f"Let him in\n\n{A}\n\n“Where is it?”\n\n{B}\n\nHelp her\n\n{C}",
        ["Let him in", "Help her"],
    ),
}


def _cut(text: str) -> Outline:
    return cut_sections(cut_text(text), WORDS, "")


@pytest.mark.parametrize("name", FORMS)
def test_headings(name: str) -> None:
    text, headings = FORMS[name]
    parts = _cut(text).parts
    assert [part.heading.text.rstrip(".:") if part.heading else "" for part in parts] == headings
    assert all(part.body for part in parts)


def test_groups_and_tips() -> None:
    outline = _cut(
        f"{C}\nSteps\nMethod 1 of 2:\nThe loud ones\n1. Let him in. {A}\n2. Sit down. {B}\n"
        f"Method 2 of 2:\nThe quiet ones\n1. Wait. {A}\nTips\nNever lock the door.\nCake helps."
    )
    assert [part.id for part in outline.parts] == ["m1.1", "m1.2", "m2.1", "tips.1", "tips.2"]
    assert [part.kind for part in outline.parts] == ["tactic"] * 3 + ["tip"] * 2
    assert [block.text for block in outline.labels] == [
        "Steps",
        "Method 1 of 2:",
        "The loud ones",
        "Method 2 of 2:",
        "The quiet ones",
        "Tips",
    ]
    assert [block.text for block in outline.intro] == [C]


def test_items_belong_to_their_section() -> None:
    (first, second) = _cut(f"1. Let him in\n{A}\n- open the door\n- step back\n2. Help her\n{B}").parts
    assert [block.text for block in first.items] == ["open the door", "step back"]
    assert not second.items


def test_hard_wrapped_paragraphs_are_joined() -> None:
    wrapped = (
        "LET HIM IN\n\nThe first customer of the day was already shouting when I\nunlocked the door, so I let him"
        " come in, and he sat down by\nthe window and shouted at the street until the kettle was\nready.\n\nHELP HER"
        "\n\nThe second one had lost her receipt and her patience, and I\ncould only help her with one of the two,"
        " which I did at once.\n"
    )
    parts = _cut(wrapped).parts
    assert [len(part.body) for part in parts] == [1, 1]
    assert parts[0].body[0].text.endswith("shouted at the street until the kettle was ready.")
