"""What is page furniture, said twice, or the title: one small article per rule.

Each case names its lines and, for every line that must go, a word of the reason. All other lines stay.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from scripts.catalogue import read_catalogue
from scripts.model import Catalogue, Source
from scripts.normalise import normalise

TEXT = (
    "The woman at the counter had waited for an hour, and she wanted her parcel and nobody else's excuse,"
    " so I put the stamps away and listened."
)
MORE = (
    "When she had finished I told her where the parcel was, when it would come, and who would ring her if it"
    " did not, and she thanked me."
)
TITLE = "Parcels, stamps and an angry woman at the counter"

CASES = {
    "skip link and rubric above the title": (
        [("Skip to content", "skip"), ("Post office", "above"), (TITLE, ""), (TEXT, ""), (MORE, "")],
        TITLE,
    ),
    "breadcrumb": ([("Home > Work > Parcels", "breadcrumb"), (TITLE, ""), (TEXT, ""), (MORE, "")], TITLE),
    "row of links": ([("News | Work | Leisure | About", "row"), (TITLE, ""), (TEXT, ""), (MORE, "")], TITLE),
    "title repeated": ([(TITLE, ""), (TITLE, "title repeated"), (TEXT, ""), (MORE, "")], TITLE),
    "teaser cut short": ([(TITLE, ""), (TEXT[:90], "beginning"), (TEXT, ""), (MORE, "")], TITLE),
    "paragraph said twice": ([(TITLE, ""), (TEXT, ""), (MORE, ""), (TEXT, "paragraph repeated")], TITLE),
    "unrelated lines repeated": (
        [(TITLE, ""), ("Top 10 Goals (1998)", "repeated"), ("Top 10 Goals (1998)", "repeated"), (TEXT, "")],
        TITLE,
    ),
    "byline, date and reading time": (
        [
            (TITLE, ""),
            ("By: A. Clerk", "author"),
            ("Published 3 May 2024", "date"),
            ("Reading time: 4 min", "reading"),
            (TEXT, ""),
            (MORE, ""),
        ],
        TITLE,
    ),
    "read-also line in the middle": (
        [
            (TITLE, ""),
            (TEXT, ""),
            ("Read also: Nine stamps that are worth a fortune", "read-also"),
            (MORE, ""),
        ],
        TITLE,
    ),
    "newsletter box in the middle": (
        [
            (TITLE, ""),
            (TEXT, ""),
            ("Subscribe to our newsletter", "newsletter"),
            ("Your e-mail address", "newsletter"),
            (MORE, ""),
        ],
        TITLE,
    ),
    "page numbers": ([(TITLE, ""), (TEXT, ""), (MORE, ""), ("1 2 3 … 9", "page numbers")], TITLE),
    "related articles at the end": (
        [
            (TITLE, ""),
            (TEXT, ""),
            (MORE, ""),
            ("Related articles", "related"),
            ("Seven ways to fold a box", "related"),
            ("Why string breaks", "related"),
        ],
        TITLE,
    ),
    "comments, tips of strangers included": (
        [
            (TITLE, ""),
            (TEXT, ""),
            (MORE, ""),
            ("Comments", "comments"),
            (
                "Just tell them that the computer is down, it always works for me and nobody has complained.",
                "comments",
            ),
        ],
        TITLE,
    ),
    "author box after the text": (
        [
            (TITLE, ""),
            (TEXT, ""),
            (MORE, ""),
            (TEXT.replace("woman", "man"), ""),
            ("About the author", "author"),
            (
                "A. Clerk has sorted parcels since the year the post office was painted green, and still does.",
                "author",
            ),
        ],
        TITLE,
    ),
    "a label that opens nothing keeps the next paragraph": (
        [(TITLE, ""), ("Anonymous", "author"), (TEXT, ""), (MORE, "")],
        TITLE,
    ),
    "a sentence that begins like furniture stays": (
        [
            (TITLE, ""),
            (TEXT, ""),
            ("Share the blame and you share the work, my first boss used to say, and he was right.", ""),
        ],
        TITLE,
    ),
}


@cache
def _catalogue() -> Catalogue:
    return read_catalogue(Path(__file__).resolve().parents[1] / "catalogue")


@pytest.mark.parametrize("name", CASES)
def test_chrome(name: str) -> None:
    rows, title = CASES[name]
    source = Source("a", "a.txt", "", "\n\n".join(text for text, _ in rows), "text")
    article = normalise(source, _catalogue().languages, lambda page: None)
    assert article.title == title
    dropped = {row.line: row.reason for row in article.dropped}
    for number, (text, reason) in enumerate(rows):
        line = 2 * number + 1
        if reason:
            assert reason in dropped.get(line, "nothing"), text
        else:
            assert line not in dropped, f"{text}: {dropped.get(line)}"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (f"{TITLE} - The Daily Stamp", TITLE),
        (f"{TITLE} | stamps.example", TITLE),
        (f"{TITLE} – part 2", f"{TITLE} – part 2"),
        ("Angry woman - at the counter", "Angry woman - at the counter"),
        (f"{TITLE}: a story", f"{TITLE}: a story"),
    ],
)
def test_site_name_behind_the_title(line: str, title: str) -> None:
    source = Source("a", "a.txt", "", f"{line}\n\n{TEXT}\n\n{MORE}", "text")
    assert normalise(source, _catalogue().languages, lambda page: None).title == title
