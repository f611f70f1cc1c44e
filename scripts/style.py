"""Check how the words are written: what no spelling dictionary sees.

In: a language's files of words, with their lines. Out: problems: foreign or straight quotation marks, double
spaces, three dots for an ellipsis, say-phrases that are no sentences, and words still missing.

    catalogue/nb/tactics.yml:12: calm: say 1 has straight quotation marks; write «…»
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .model import Problem
from .yamlfile import Document, Loc, name

QUOTATION_MARKS = '"“”„«»‹›'
"""Every double mark; single ones are also apostrophes and are left to the reader."""

SPOKEN = ("say", "dont_say", "first")
"""Lists of sentences to say aloud."""
TYPED = ("symptoms", "cues")
"""Lists in the words people type: no capitals or typography are asked of them."""

COMPLETE = {
    "tactics.yml": ("steps", "say", "dont_say", "pitfalls", "symptoms"),
    "situations.yml": ("channels", "symptoms"),
    "tensions.yml": ("symptoms",),
}
"""What an entry may lack while a language is being written, and has when it is complete."""

RULES = (
    ("has two spaces in a row", re.compile(r"  "), "keep one"),
    ("has a space before a mark", re.compile(r"\w [,;.!?](?:\s|$)"), "remove it"),
    ("has three dots", re.compile(r"\.\.\."), "write …"),
    ("has a straight apostrophe", re.compile(r"\w'\w"), "write ’"),
    ("has a space at its end", re.compile(r"^\s|\s$"), "remove it"),
)
"""What is wrong, how it is found, what to do: in every text a reader sees."""

SPOKEN_RULES = (
    ("does not end as a sentence does", re.compile(r"[^.!?…”»’]$"), "end it with . ? ! or …"),
    (
        "does not begin as a sentence does",
        re.compile(r"^(?!’n |’t |’s )[a-zà-þ(\[/*-]"),
        "begin it with a capital",
    ),
    ("has brackets", re.compile(r"[()\[\]{}<>]"), "write what one says, nothing else"),
    ("has a slash", re.compile(r"\s/\s|\w/\w"), "write two phrases"),
    (
        "is written like a title",
        re.compile(r"^(?:[A-ZÀ-Þ][\w’]+\s+){3,}[A-ZÀ-Þ][\w’]+[.!?…]?$"),
        "write it as a sentence",
    ),
)
"""The same for sentences to say."""


def check_style(document: Document, quotes: str) -> Iterator[Problem]:
    """Every text of a file of words; `quotes`: the language's opening and closing mark."""
    foreign = "".join(mark for mark in QUOTATION_MARKS if mark not in quotes)
    for loc, text in _texts(document):
        if any(part in TYPED for part in loc):
            if "  " in text or '"' in text:
                yield document.problem(loc, f"{name(loc)} has two spaces or a quotation mark", "remove it")
            continue
        if any(mark in text for mark in foreign):
            what = f"{name(loc)} has another language's or straight quotation marks"
            yield document.problem(loc, what, f"write {quotes[0]}…{quotes[1]}")
        rules = (*RULES, *(SPOKEN_RULES if loc[1:2] and loc[1] in SPOKEN and len(loc) > 2 else ()))
        for what, pattern, todo in rules:
            if pattern.search(text):
                yield document.problem(loc, f"{name(loc)} {what}", todo)


def _texts(document: Document) -> Iterator[tuple[Loc, str]]:
    for loc in document.lines:
        value = document.at(*loc)
        if isinstance(value, str):
            yield loc, value


def find_missing(document: Document, file: str) -> Iterator[Problem]:
    """Words an entry still lacks."""
    for key in document.entries():
        for part in COMPLETE.get(file, ()):
            if not document.at(key, part):
                yield document.problem((key,), f'{key}: "{part}" is not written yet', "write it")


def completeness(document: Document, file: str) -> tuple[int, int]:
    """How many of the words a complete file has are there, and how many that would be."""
    wanted = [(key, part) for key in document.entries() for part in COMPLETE.get(file, ())]
    return sum(bool(document.at(*loc)) for loc in wanted), len(wanted)
