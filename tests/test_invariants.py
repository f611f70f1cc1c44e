"""What holds for every article whatsoever: property tests over generated and mutated ones.

- every non-space character of the source is kept, dropped or structure, exactly once
- the same article gives the same result; the result normalised again does not change
- nothing raises but `Rejected`, which names the file
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts.catalogue import read_catalogue
from scripts.model import Article, Language, Rejected, Source
from scripts.normalise import normalise
from scripts.normalise.blocks import cut_text
from scripts.normalise.html import cut_html
from scripts.sources import FORMS, decode

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted(path for path in (ROOT / "sources").iterdir() if path.suffix in FORMS)
TEXTS = [path for path in SOURCES if FORMS[path.suffix] != "html"]

many = settings(
    max_examples=300,
    derandomize=bool(os.environ.get("CI")),  # what lands is decided on the same examples every time
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@cache
def _languages() -> dict[str, Language]:
    return dict(read_catalogue(ROOT / "catalogue").languages)


def _source(text: str, form: str = "text") -> Source:
    return Source("a", "a.txt", "", text, form)  # type: ignore[arg-type]


def _normalise(source: Source) -> Article | None:
    """The article, None where it is refused; without trafilatura, which has its own test."""
    try:
        return normalise(source, _languages(), lambda page: None)
    except Rejected as rejected:
        assert all(problem.path == "a.txt" and problem.what and problem.todo for problem in rejected.problems)
        return None


def _check(source: Source) -> None:
    article = _normalise(source)
    if article is None:
        return
    text = source.text
    assert sum(article.labels.values()) == sum(not char.isspace() for char in text)
    lines = text.split("\n")
    for row in article.dropped:
        assert row.text.split("\n")[0] in lines[row.line - 1] or source.form == "html"
    for span in (*article.intro, *article.outro):
        assert lines[span.line - 1][span.start : span.end] == span.text
    for section in article.sections:
        assert 1 <= section.lines[0] <= section.lines[1] <= len(lines)
    assert len({section.id for section in article.sections}) == len(article.sections)
    assert _normalise(source) == article


LINES = [
    "1. Listen first",
    "2. Say sorry. Once is enough, and then you do something about it at the desk.",
    "3) Stay calm",
    "Tips #4: Breathe",
    "LET THEM FINISH",
    "Why do they shout?",
    "- a bullet",
    "* another",
    "## Heading",
    "**Bold line**",
    "Share this",
    "Read also: Ten other things",
    "Comments",
    "Subscribe to our newsletter",
    "Method 1 of 2:",
    "Steps",
    "Tips",
    "> quoted words",
    "1 2 3 … 9",
    "Home > Advice > Desk",
    "---",
    "Anonymous",
    "Published 3 May",
    "The customer was loud and the queue was long, so I took a breath and let her finish before I answered.",
    "She waited twice for nothing.She was right to be angry , and I said so.",
    "Kunden ventet i to timer, og jeg ba om unnskyldning før jeg fant fram kvitteringen og ringte lageret.",
    "Asiakas odotti kaksi tuntia, ja pyysin anteeksi ennen kuin etsin kuitin ja soitin varastoon hänen puolestaan.",
    "",
    "",
]
line = st.one_of(
    st.sampled_from(LINES), st.text(max_size=60), st.text("aeiou n.,!?1-*_`\"'<&#\\|", max_size=90)
)
generated = st.lists(line, max_size=24).map("\n".join)


@many
@given(generated)
def test_generated_text(text: str) -> None:
    _check(_source(text))


@many
@given(generated)
def test_generated_markdown(text: str) -> None:
    _check(_source(text, "markdown"))


tag = st.sampled_from(
    ["p", "div", "h1", "h2", "li", "ul", "td", "nav", "aside", "span", "b", "script", "br", "footer"]
)


@many
@given(st.lists(st.tuples(tag, line, st.booleans()), max_size=20))
def test_generated_html(rows: list[tuple[str, str, bool]]) -> None:
    page = "\n".join(
        f"<{name} class='x'>{text}" + (f"</{name}>" if closed else "") for name, text, closed in rows
    )
    _check(_source(page, "html"))


@many
@given(st.data())
def test_mutated_articles(data: st.DataObject) -> None:
    """Our own articles with lines lost, doubled, swapped, joined and sprinkled with noise."""
    path = data.draw(st.sampled_from(TEXTS))
    lines = decode(path.read_bytes(), path, "text").split("\n")
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(lines) - 1))
        action = data.draw(st.sampled_from(["lose", "double", "swap", "join", "noise", "cut"]))
        if action == "lose" and len(lines) > 2:
            del lines[at]
        elif action == "double":
            lines.insert(at, lines[at])
        elif action == "swap":
            other = data.draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        elif action == "join" and at + 1 < len(lines):
            lines[at : at + 2] = [lines[at] + lines[at + 1]]
        elif action == "noise":
            lines.insert(at, data.draw(line))
        else:
            lines[at] = lines[at][: data.draw(st.integers(0, 200))]
    _check(_source("\n".join(lines)))


@many
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    try:
        text = decode(data, Path("a.txt"), "text")
    except Rejected:
        return
    _check(_source(text))


@many
@given(st.text())
def test_blocks_know_their_places(text: str) -> None:
    """Every character of a block of plain text stands where its offset says; none stands in two."""
    seen: set[int] = set()
    for block in cut_text(text):
        assert len(block.text) == len(block.offsets)
        for char, offset in zip(block.text, block.offsets, strict=True):
            assert text[offset] == char or (char == " " and text[offset].isspace())
            assert offset not in seen or char == " "
            seen.add(offset)


@many
@given(st.text("<>/ap=\"'&;#x1!-div\n ", max_size=200))
def test_html_blocks_know_their_places(page: str) -> None:
    for block in cut_html(page, lambda page: None):
        assert len(block.text) == len(block.offsets)
        for char, offset in zip(block.text, block.offsets, strict=True):
            assert page[offset] in (char, "&") or char == " "


def _as_markdown(article: Article) -> str:
    """The article as the text its pages show."""
    parts = [f"# {article.title}", *article.intro_text]
    for section in article.sections:
        parts += [f"## {section.heading}", *section.paragraphs]
        if section.items:
            parts.append("\n".join(f"- {item}" for item in section.items))
    return "\n\n".join(parts) + "\n"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_normalising_again_changes_nothing(path: Path) -> None:
    """Title, introduction, headings and bodies of a normalised article come through unchanged."""
    form = FORMS[path.suffix]
    first = normalise(_source(decode(path.read_bytes(), path, form), form), _languages(), lambda page: None)
    again = normalise(_source(_as_markdown(first), "markdown"), _languages(), lambda page: None)
    assert again.title == first.title
    assert again.intro_text == first.intro_text
    assert not again.repairs
    assert not again.dropped
    shown = [(row.heading, row.paragraphs, row.items) for row in first.sections]
    once_more = [(row.heading, row.paragraphs, row.items) for row in again.sections]
    if again.outro_text:  # closing words left out of the text above may be found one section earlier
        last = once_more[-1]
        once_more[-1] = (last[0], (*last[1], *again.outro_text), last[2])
    assert once_more == shown
