"""Mend what scraping broke, as a list of edits with rule names.

In: a block and its language. Out: the block mended, and the edits: `("klaar.Dan", …)` becomes
`klaar. Dan` under `glued_sentence`.

A rule is a row: its name, the languages it holds for, what it finds, and what it puts there. A rule
is here only if it makes at most one false edit in 5,000 clean sentences; nothing is reworded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from html import unescape
from itertools import chain, islice

import ftfy
from ftfy import TextFixerConfig

from .blocks import INSERTED, Block

QUOTATION = 2_000
"""Characters no quotation within a paragraph is longer than."""

_UPPER = "A-ZÀ-ÖØ-Þ"
_LOWER = "a-zß-öø-ÿ"


@dataclass(frozen=True)
class Edit:
    """`before` at `start` of the block's text became `after`; `offset` is its place in the source."""

    offset: int
    before: str
    after: str
    rule: str


@dataclass(frozen=True)
class Rule:
    name: str
    find: re.Pattern[str]
    put: str | Callable[[re.Match[str]], str | None]
    """The replacement of group "x" (or of the whole match); None leaves the match alone."""
    languages: frozenset[str] = frozenset()
    """Empty: every language."""


def _mend_encoding(match: re.Match[str]) -> str | None:
    config = TextFixerConfig(uncurl_quotes=False, unescape_html=False, fix_latin_ligatures=False)
    run = match.group()
    fixed = ftfy.fix_encoding(run, config=config)
    if fixed == run and run[0] in "ÃÂ":  # too short for ftfy's statistics, but no language writes it
        with suppress(UnicodeError):
            fixed = run.encode("sloppy-windows-1252").decode("utf-8")
    return fixed if fixed != run else None


def _unescape(match: re.Match[str]) -> str | None:
    text = unescape(match.group()).replace("\xa0", " ")
    return text if text != match.group() and "<" not in text else None


def _is_closing(match: re.Match[str]) -> bool:
    """Whether the straight quotation mark of this match closes one opened before it. No quotation is
    longer than QUOTATION; looking no further back keeps the cost linear."""
    quote = match.string.index('"', match.start())
    return match.string.count('"', max(0, quote - QUOTATION), quote) % 2 == 1


def _close_up(match: re.Match[str]) -> str | None:
    return "" if '"' not in match.group() or _is_closing(match) else None


def _part_after_quote(match: re.Match[str]) -> str | None:
    return " " if '"' not in match.group() or _is_closing(match) else None


_ABBREVIATED = r"(?<!\bSt)(?<!\bDr)(?<!\bMr)(?<!\bNo)(?<!\bMrs)(?<!\bMnr)(?<!\bMev)(?<!\bProf)"

RULES = (
    # UTF-8 once read as windows-1252, also twice over: runs of the letters it turns into.
    Rule("mojibake", re.compile(r"[ÃÂâåÄÅÐÑ][^\x00-\x7f\s]+(?:[¢€™¬šœžƒ]*)"), _mend_encoding),
    # The reader's software showed none of these; they break words and can hide text.
    Rule("soft_hyphen", re.compile("\u00ad"), ""),
    Rule(
        "control_character",
        re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"),
        "",
    ),
    Rule("entity", re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,5}|#x[0-9a-fA-F]{2,5});"), _unescape),
    # "`n" and a lost apostrophe: the Afrikaans article, mangled by translation services.
    Rule("backtick_article", re.compile(r"`[nN](?=\s)"), "'n", frozenset({"af"})),
    Rule("bare_article", re.compile(r"(?<=\s)n(?=\s[^\W\d_])"), "'n", frozenset({"af"})),
    # The end of one line glued to the number of the next heading; the line is parted there.
    Rule(
        "glued_heading_number",
        re.compile(rf"(?<=[{_LOWER}])(?P<x>)(?=\d{{1,2}}\.\s['’`]?[{_UPPER}{_LOWER}])"),
        "\n",
    ),
    # A full stop with no space after it. Lower case, two letters at least, before it; upper and lower
    # case after it: so neither Node.js nor f.eks. nor 3.5 nor an initial.
    Rule(
        "glued_sentence",
        re.compile(
            rf"{_ABBREVIATED}(?:(?<=[{_LOWER}0-9][{_LOWER}0-9%)][.!?])|(?<=[”»][.!?]))(?P<x>)(?=[`'’][nN]\s|[{_UPPER}][{_LOWER}]|[UIÅÖØ]\s)"
        ),
        " ",
    ),
    Rule(
        "glued_sentence",
        re.compile(rf"(?<=[{_LOWER}][.!?])(?P<x>)(?=[\"“«][{_UPPER}][{_LOWER}])"),
        lambda match: None if match.string[match.end()] == '"' and _is_closing(match) else " ",
    ),
    Rule(
        "glued_sentence",
        re.compile(rf"[.!?][\"”»’](?P<x>)(?=[{_UPPER}][{_LOWER}]|[UIÅÖØA]\s)"),
        _part_after_quote,
    ),
    Rule("glued_ellipsis", re.compile(rf"(?<=[{_LOWER}])\.\.\.(?=[{_LOWER}])"), "... "),
    Rule("double_punct", re.compile(r"(?<=\w),\.(?=\s|$)"), "."),
    Rule(
        "space_before_punct",
        re.compile(r"(?<=[\w)”»]) +(?=[.,?!](?:\s|$))"),
        "",
    ),
    Rule("space_before_closing_quote", re.compile(r"(?<=[.!?,…]) (?=[”»](?:\W|$))"), ""),
    Rule("space_before_closing_quote", re.compile(r"(?<=[.!?,…])(?P<x> )\"(?=[\s.,;:)]|$)"), _close_up),
)

ROUNDS = 4
"""Passes after which mending stops; real text is settled after one, double encoding after three."""


def repair(block: Block, lang: str) -> tuple[list[Block], list[Edit]]:
    """The block mended, in as many parts as glued headings make of it, and what was done."""
    edits: list[Edit] = []
    for _ in range(ROUNDS):
        before = len(edits)
        for rule in RULES:
            if not rule.languages or lang in rule.languages:
                block = _apply(rule, block, edits)
        if len(edits) == before:
            break
    return list(_part(block)), edits


def _apply(rule: Rule, block: Block, edits: list[Edit]) -> Block:
    matches = list(rule.find.finditer(block.text))
    if not matches:
        return block
    text: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in matches:
        after = rule.put if isinstance(rule.put, str) else rule.put(match)
        if after is None:
            continue
        start, end = match.span("x" if "x" in rule.find.groupindex else 0)
        if start < at:
            continue
        before = block.text[start:end]
        text += [block.text[at:start], after]
        offsets += [*block.offsets[at:start], *_place(block.offsets, start, end, len(after))]
        edits.append(Edit(_near(block.offsets, start), before, after, rule.name))
        at = end
    text.append(block.text[at:])
    offsets += block.offsets[at:]
    return replace(block, text="".join(text), offsets=offsets)


def _place(offsets: Sequence[int], start: int, end: int, size: int) -> Iterator[int]:
    """Offsets of what replaces `start:end`: those of what it replaces as far as they reach."""
    for index in range(size):
        yield offsets[start + index] if start + index < end else INSERTED


def _near(offsets: Sequence[int], index: int) -> int:
    """The offset at `index`, or of the nearest character behind or before it that the source has."""
    behind = (offsets[at] for at in range(index, len(offsets)))
    before = (offsets[at] for at in range(min(index, len(offsets)) - 1, -1, -1))
    return next((offset for offset in chain(islice(behind, 8), before, behind) if offset >= 0), 0)


def _part(block: Block) -> Iterator[Block]:
    at = 0
    for match in re.finditer("\n", block.text):
        yield block.cut(at, match.start())
        at = match.end()
    yield block.cut(at)
