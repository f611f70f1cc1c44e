"""Find the title, and what is page furniture or said twice.

In: blocks, and the phrases of the article's language. Out: which block is the title, and for every
block (or part of one) that goes, the reason.

Signals that hold in any language come first: what is repeated, what carries no sentence, what
stands at an edge, what speaks of nothing the article speaks of. Phrases per language, a table in the
catalogue, come second. Nothing that reads as running text goes without a phrase or a repetition.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from .blocks import Block

PROSE = 120
"""Characters from which a block counts as running text even without a full stop."""
LABEL = 60
"""A line longer than this is no label that opens a box."""
OPENS_TO_THE_END = ("comments",)
"""Reasons whose label ends the article: what follows, tips of strangers included, is not its text."""
OPENS_A_LIST = ("related", "newsletter", "tags", "share", "contents", "footer", "advert", "cookies")
"""Reasons whose label is followed by short lines of the same kind, up to the next running text."""
OPENS_A_PARAGRAPH = ("author",)
"""Reasons whose label is followed by one paragraph of the same kind."""
WORDS = {
    "skip": "skip link",
    "share": "share bar",
    "cookies": "cookie notice",
    "newsletter": "newsletter box",
    "related": "related articles",
    "read-also": "read-also line",
    "author": "author line",
    "date": "date line",
    "reading-time": "reading time",
    "video": "video box",
    "contents": "table of contents",
    "pagination": "page numbers",
    "tags": "tags",
    "comments": "comments",
    "footer": "footer",
    "advert": "advert",
    "photo": "photo credit",
    "menu": "menu",
}
"""The groups of phrases in normaliser.yml, and what the report calls them."""

_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]*]*$")
_SEPARATED = re.compile(r"\S\s*(?:[|›»•·/]|&gt;|>)\s+\S")
_SEPARATOR = re.compile(r"\s+(?:[|›»•·/→–-]|&gt;|>)\s+")
_SUFFIX = re.compile(r"\s+(?P<sign>[-–—|·»›])\s+(?P<tail>[^|»›]{2,40})$")
_PAGE_NUMBERS = re.compile(r"(?:[\d\s|«»‹›<>.…-]|\.{2,})+$")
_PRICE = re.compile(r"[€£$]\s?\d|\d\s?(?:%|€|£|kr\b|eur\b|,-)|\bkr\.? \d|\bR\d", re.I)
_SIGNATURE = re.compile(
    r".*(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}"
    r"|\d{1,2}\.? [^\W\d]{3,10}\.? (?:\d{4}|.*\d{1,2}[.:]\d\d)).{0,12}"
)
_BUTTONS = re.compile(r"^(?:\[[^\]]{1,40}\]\s*)+$|\[\s+\]")
_NUMBERED = re.compile(r"\(?\d{1,2}[.)](?:\s|$)")


@dataclass(frozen=True)
class Phrases:
    """Chrome phrases of some languages, ready to be asked. `table`: reason → phrases."""

    table: Mapping[str, Sequence[str]]

    @cached_property
    def _whole(self) -> dict[str, str]:
        return {
            fold(phrase): reason
            for reason, phrases in self.table.items()
            for phrase in phrases
            if "…" not in (phrase[0], phrase[-1])
        }

    @cached_property
    def _within(self) -> tuple[tuple[str, bool, str], ...]:
        """Folded phrases that end a line or stand anywhere in it: phrase, whether it must end it, reason."""
        return tuple(
            (fold(phrase), not phrase.endswith("…"), reason)
            for reason, phrases in sorted(self.table.items())
            for phrase in phrases
            if phrase.startswith("…")
        )

    @cached_property
    def _beginnings(self) -> tuple[tuple[str, bool, str], ...]:
        """Folded phrase, whether a colon must follow it, reason; the longest first."""
        rows = (
            (fold(phrase[:-1]), phrase[:-1].rstrip().endswith(":"), reason)
            for reason, phrases in self.table.items()
            for phrase in phrases
            if phrase.endswith("…") and not phrase.startswith("…")
        )
        return tuple(sorted((row for row in rows if row[0]), key=lambda row: (-len(row[0]), row)))

    def reason(self, text: str) -> str:
        """The group of the phrase this line is or begins with; empty if there is none. Numbers in the
        line count for nothing: "Comments (12)", "5 min read"."""
        for folded in dict.fromkeys((fold(text), _without_numbers(fold(text)))):
            if folded in self._whole:
                return self._whole[folded]
            for phrase, colon, reason in self._beginnings:
                if folded != phrase and not folded.startswith(phrase + " "):
                    continue
                if len(text) <= (6 if colon else 2) * LABEL and (
                    not colon or _colon_follows(text, len(phrase.split()))
                ):
                    return reason
        padded = f" {_without_numbers(fold(text))} "
        for phrase, at_end, reason in self._within:
            if len(text) <= (LABEL if at_end else 2 * LABEL) and (
                padded.endswith(f" {phrase} ") if at_end else f" {phrase} " in padded
            ):
                return reason
        return ""

    def is_label(self, text: str) -> bool:
        """Whether the line is nothing but a phrase, such as "Related articles:"."""
        folded = _without_numbers(fold(text))
        return (
            folded in self._whole
            or any(folded == phrase for phrase, _, _ in self._beginnings)
            or (
                len(text) <= LABEL / 2
                and any(end and f" {folded}".endswith(f" {phrase}") for phrase, end, _ in self._within)
            )
        )


@dataclass(frozen=True)
class Findings:
    """`title`: index of the title's block, None without one; `title_size`: its characters before a
    site's name; `dropped`: index of a block → why it goes."""

    title: int | None
    title_size: int
    dropped: Mapping[int, str]


def _without_numbers(folded: str) -> str:
    return " ".join(word for word in folded.split() if not word.isdigit())


def _colon_follows(text: str, words: int) -> bool:
    """Whether a colon stands right behind the first `words` words."""
    return re.match(rf"\W*(?:\w+[^\w:]+){{{words - 1}}}\w+\s?:", text) is not None


def fold(text: str) -> str:
    """Lower case, punctuation gone, one space between words: what repeated lines are compared by."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def reads_as_prose(block: Block) -> bool:
    """Running text: long, or a sentence with its full stop."""
    text = block.text
    if block.kind == "heading":
        return False
    return len(text) >= PROSE or (bool(_SENTENCE_END.search(text)) and len(_WORD.findall(text)) >= 4)


def find_chrome(blocks: Sequence[Block], phrases: Phrases) -> Findings:
    """What goes and why; every other block stays."""
    dropped: dict[int, str] = {
        index: block.outside
        for index, block in enumerate(blocks)
        if block.outside and not (block.kind == "heading" and block.level == 1)
    }
    groups = _drop_by_phrase(blocks, phrases, dropped)
    _drop_by_shape(blocks, dropped)
    known = _vocabulary(blocks, dropped)
    title = _find_title(blocks, dropped, known)
    size = _title_size(blocks[title].text, known) if title is not None else 0
    _drop_boxes(blocks, phrases, groups, title, dropped)
    _drop_signed_comments(blocks, dropped)
    _drop_copies(blocks, title, size, dropped)
    _drop_edges(blocks, title, known, dropped)
    return Findings(title, size, dropped)


def _drop_by_phrase(blocks: Sequence[Block], phrases: Phrases, dropped: dict[int, str]) -> dict[int, str]:
    """Drop the lines that are or begin with a phrase; gives the group of each."""
    groups = {index: group for index, block in enumerate(blocks) if (group := phrases.reason(block.text))}
    for index, group in groups.items():
        dropped.setdefault(index, WORDS.get(group, group))
    return groups


def _drop_boxes(
    blocks: Sequence[Block],
    phrases: Phrases,
    groups: Mapping[int, str],
    title: int | None,
    dropped: dict[int, str],
) -> None:
    """Drop what the labels of boxes take with them; the title never belongs to a box."""
    last_heading = max((index for index, block in enumerate(blocks) if _opens_section(block)), default=-1)
    prose = [index for index, block in enumerate(blocks) if reads_as_prose(block)]
    third_paragraph = prose[2] if len(prose) > 2 else len(blocks)
    last_prose = prose[-1] if prose else -1
    for label, group in groups.items():
        if not (phrases.is_label(blocks[label].text) and len(blocks[label].text) <= LABEL):
            continue
        reason = WORDS.get(group, group)
        if group in OPENS_TO_THE_END and last_heading < label:
            dropped.update((later, reason) for later in range(label + 1, len(blocks)) if later not in dropped)
            return
        if group in OPENS_A_PARAGRAPH and label > third_paragraph:
            _drop_paragraph(blocks, label + 1, reason, dropped)
        elif group in OPENS_A_LIST:
            for index in range(label + 1, len(blocks)):
                if index == title or index in dropped:
                    break
                if index <= last_prose and not _belongs_to_box(blocks, index):
                    break
                dropped[index] = reason


def _drop_signed_comments(blocks: Sequence[Block], dropped: dict[int, str]) -> None:
    """Two names with dates in the second half of a page, each above somebody's words, are the comments:
    they go on to the end."""
    signed = [
        index
        for index in range(len(blocks) // 2, len(blocks) - 1)
        if blocks[index].kind == "text"
        and len(blocks[index].text) <= LABEL
        and not reads_as_prose(blocks[index])
        and _SIGNATURE.fullmatch(blocks[index].text)
        and blocks[index].text[0].isalpha()
    ]
    if len(signed) >= 2:
        for index in range(signed[0], len(blocks)):
            dropped.setdefault(index, "comments")


def _opens_section(block: Block) -> bool:
    """A numbered or marked heading: an article that has one below its "Comments" goes on there."""
    return (block.kind == "heading" and block.level in (2, 3)) or bool(_NUMBERED.match(block.text))


def _drop_paragraph(blocks: Sequence[Block], index: int, reason: str, dropped: dict[int, str]) -> None:
    if index < len(blocks) and blocks[index].kind == "text" and not _NUMBERED.match(blocks[index].text):
        dropped.setdefault(index, reason)


def _belongs_to_box(blocks: Sequence[Block], index: int) -> bool:
    """A short line without a sentence, unless running text follows it: then it is a heading."""
    block = blocks[index]
    if reads_as_prose(block) or _NUMBERED.match(block.text):
        return False
    if block.kind == "heading" and block.level:
        return False
    after = blocks[index + 1] if index + 1 < len(blocks) else None
    return not (after and block.kind != "item" and reads_as_prose(after) and len(after.text) >= PROSE)


def _drop_by_shape(blocks: Sequence[Block], dropped: dict[int, str]) -> None:
    """Page numbers, breadcrumbs, rows of links and prices: lines no sentence of advice has the shape of."""
    prices: list[int] = []
    for index, block in enumerate(blocks):
        text = block.text
        if index in dropped or len(text) > PROSE:
            continue
        if _BUTTONS.search(text):
            dropped[index] = "buttons or a form"
        elif _PAGE_NUMBERS.fullmatch(text):
            dropped[index] = "page numbers"
        elif not _WORD.search(text):
            dropped[index] = "no words"
        elif _PRICE.search(text) and block.kind == "text" and not _NUMBERED.match(text):
            prices.append(index)
        elif block.kind == "text" and _is_row_of_links(text) and not reads_as_prose(block):
            dropped[index] = "breadcrumb or row of links"
    known = _vocabulary(blocks, dropped)
    for index in prices:
        text = blocks[index].text
        loud = "!" in text or not reads_as_prose(blocks[index])
        if text[-1:] != "?" and _familiar(text, known) < (0.8 if loud else 0.5):
            dropped[index] = "advert"


def _is_row_of_links(text: str) -> bool:
    """Three or more short names with separators between them."""
    names = _SEPARATOR.split(text)
    if len(names) < 3 or not all(len(name.split()) <= 4 for name in names):
        return False
    return "-" not in _SEPARATOR.findall(text) or len(names) > 3 or ":" in names[0]


def _vocabulary(blocks: Sequence[Block], dropped: Mapping[int, str]) -> Counter[str]:
    """Words of four letters or more in the running text, by how often they occur (first five letters,
    so that inflected forms count as one)."""
    return Counter(
        word.casefold()[:5]
        for index, block in enumerate(blocks)
        if index not in dropped and reads_as_prose(block)
        for word in _WORD.findall(block.text)
        if len(word) >= 4
    )


def _familiar(text: str, known: Counter[str]) -> float:
    """Share of a line's longer words that the running text has too; 0 where it has none."""
    words = [word.casefold()[:5] for word in _WORD.findall(text) if len(word) >= 4]
    return sum(word in known for word in words) / len(words) if words else 0.0


def _find_title(blocks: Sequence[Block], dropped: Mapping[int, str], known: Counter[str]) -> int | None:
    """The first line at the top that the article speaks of; a rubric of a word or two is passed over."""
    marked = (i for i, block in enumerate(blocks) if i not in dropped and block.level == 1)
    if (first := next(marked, None)) is not None:
        return first
    top: list[int] = []
    for index, block in enumerate(blocks):
        if index in dropped:
            continue
        if len(block.text) >= PROSE or block.kind == "item" or _NUMBERED.match(block.text):
            break
        top.append(index)
        if reads_as_prose(block) and len(top) > 1:
            break
    teasers = _cut_copies(blocks, dropped)
    fitting = [
        index
        for index in top
        if len(_WORD.findall(blocks[index].text)) >= 3
        and _familiar(blocks[index].text, known) >= 0.3
        and (index == top[0] or not reads_as_prose(blocks[index]))
        and index not in teasers
        and not _is_rubric(blocks, index, top)
    ]
    repeated = Counter(fold(blocks[index].text) for index in top)
    for index in fitting:
        if repeated[fold(blocks[index].text)] > 1:
            return index
    if fitting:
        named = {index: blocks[index].text for index in fitting[:3]}
        share = {index: _familiar(text[: _title_size(text, known)], known) for index, text in named.items()}
        return next(index for index in fitting if share[index] >= max(share.values()) - 0.3)
    return top[0] if top and not reads_as_prose(blocks[top[0]]) else None


def _is_rubric(blocks: Sequence[Block], index: int, top: Sequence[int]) -> bool:
    """A few words in capitals above a line that is not: the section of the paper, no title."""
    text = blocks[index].text
    later = [blocks[other].text for other in top if other > index]
    return text.isupper() and len(text.split()) <= 4 and any(not other.isupper() for other in later[:1])


def _title_size(title: str, known: Counter[str]) -> int:
    """Characters of the title before " - Site name"; all of them where the tail belongs to it."""
    suffix = _SUFFIX.search(title)
    if not suffix:
        return len(title)
    tail = suffix.group("tail")
    words = _WORD.findall(tail)
    if not words or len(words) > 4 or any(char.isdigit() for char in tail):
        return len(title)
    named = len(words) > 1 and all(word[0].isupper() for word in words)
    named = named or suffix.group("sign") in "|·»›" or re.fullmatch(r"[\w-]+\.[a-z.]{2,}", tail) is not None
    return suffix.start() if named or _familiar(tail, known) < 0.5 else len(title)


def _drop_copies(
    blocks: Sequence[Block], title: int | None, title_size: int, dropped: dict[int, str]
) -> None:
    """The title again, paragraphs said twice (also cut short), and repeated short lines."""
    titles = set()
    if title is not None:
        titles = {fold(blocks[title].text), fold(blocks[title].text[:title_size])}
    count = Counter(fold(block.text) for index, block in enumerate(blocks) if index not in dropped)
    cut_copies = _cut_copies(blocks, dropped)
    last = {fold(block.text): index for index, block in enumerate(blocks) if index not in dropped}
    first = {
        fold(blocks[index].text): index for index in reversed(range(len(blocks))) if index not in dropped
    }
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        if index in dropped or index == title:
            continue
        folded = fold(block.text)
        if folded in titles:
            dropped[index] = "title repeated"
        elif index in cut_copies:
            dropped[index] = "beginning of a paragraph repeated"
        elif count[folded] > 1 and folded:
            if reads_as_prose(block):
                if folded in seen:
                    dropped[index] = "paragraph repeated"
            elif (block.kind != "heading" and not _NUMBERED.match(block.text)) and (
                index != last[folded] or index - first[folded] < 4 or not _leads_on(blocks, index)
            ):
                dropped[index] = "repeated line"
            seen.add(folded)


def _leads_on(blocks: Sequence[Block], index: int) -> bool:
    """Whether text or a number comes next: then the last of the repeated lines is a label or a heading, and
    those before it were a list of contents."""
    below = blocks[index + 1] if index + 1 < len(blocks) else None
    return below is not None and (bool(_NUMBERED.match(below.text)) or reads_as_prose(below))


def _cut_copies(blocks: Sequence[Block], dropped: Mapping[int, str]) -> set[int]:
    """Blocks that are the beginning of a longer one: teasers. Keyed by their first 40 letters, so the
    cost stays linear."""
    by_beginning: dict[str, list[int]] = {}
    for index, block in enumerate(blocks):
        if index not in dropped and len(block.text) >= 60:
            by_beginning.setdefault(fold(block.text[:50])[:40], []).append(index)
    copies = set()
    for indexes in by_beginning.values():
        longest = max(indexes, key=lambda index: len(blocks[index].text))
        whole = fold(blocks[longest].text)
        for index in indexes[:50]:
            folded = fold(blocks[index].text)
            if index != longest and folded != whole and whole.startswith(folded):
                copies.add(index)
    return copies


def _drop_edges(
    blocks: Sequence[Block], title: int | None, known: Counter[str], dropped: dict[int, str]
) -> None:
    """Above the title everything goes; between title and text, and after it, what carries no sentence."""
    kept = [index for index in range(len(blocks)) if index not in dropped and index != title]
    for index in kept:
        if title is not None and index < title and not reads_as_prose(blocks[index]):
            dropped[index] = "above the title"
    body = [index for index in kept if index not in dropped]
    for position, index in enumerate(body):
        block = blocks[index]
        if reads_as_prose(block) or block.kind != "text" or _NUMBERED.match(block.text):
            break
        below = body[position + 1] if position + 1 < len(body) else -1
        if below == index + 1 and _is_heading_of(block, blocks[below], known):
            break
        dropped[index] = "no sentence, between title and text"
    for index in reversed(body):
        block = blocks[index]
        if index in dropped or reads_as_prose(block) or block.kind == "item":
            break
        dropped[index] = "no sentence, after the text"


def _is_heading_of(block: Block, below: Block, known: Counter[str]) -> bool:
    """A line just above running text, of the article's own words, with neither digit nor separator."""
    return (
        reads_as_prose(below)
        and len(_WORD.findall(block.text)) >= 2
        and not re.search(r"\d", block.text)
        and not _SEPARATED.search(block.text)
        and _familiar(block.text, known) >= 0.5
    )
