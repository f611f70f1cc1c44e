"""Cut an article into sections.

In: the blocks that stayed, mended, title apart; the labels of the language. Out: intro, sections and
closing paragraphs, each as the blocks it is made of.

An article announces its sections in one way, tried in this order: headings in the markup; numbers
("1.", "3)", "Tip 4:"), the heading alone on its line or running on into the text; bare lines
without a full stop, capitals and questions among them; nothing at all, then every paragraph is one.
Labels ("Steps", "Method 1 of 2:", "Tips") are structure: they open groups and are no text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..model import NormaliserWords
from .blocks import Block
from .chrome import PROSE, fold, reads_as_prose

HEADING = 90
"""Characters over which a line is no heading."""
RUN_IN = 100
"""Characters over which the first sentence behind a number is text, not heading."""

_NUMBER = re.compile(r"\(?(?P<number>\d{1,2})(?:[.):]|\s?[-–—]|\.\))\s+(?=\S)")
_SENTENCE = re.compile(r".+?[.!?…][\"”»’)]*(?=\s+[\"“«‘'’(A-ZÀ-ÖØ-Þ]|\s*$)")
_SECOND_SENTENCE = re.compile(r"[.!?…:][\"”»’)]*\s+[\"“«‘'’(]*[A-ZÀ-ÖØ-Þ]")
_COLON = re.compile(r"[^.!?:]{3,60}:(?=\s+[\"“«‘]?[A-ZÀ-ÖØ-Þ])")


@dataclass
class Part:
    """A section as blocks; filled while the article is read."""

    id: str
    kind: str
    heading: Block | None
    body: list[Block]
    items: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Outline:
    intro: tuple[Block, ...]
    parts: tuple[Part, ...]
    outro: tuple[Block, ...]
    labels: tuple[Block, ...]
    """Blocks that are structure: labels and the titles of groups."""


@dataclass
class _Group:
    """A run of sections under one label, being filled."""

    prefix: str
    tips: bool = False
    count: int = 0


@dataclass
class _Builder:
    words: NormaliserWords
    groups: list[_Group] = field(default_factory=lambda: [_Group("s")])
    intro: list[Block] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    structure: list[Block] = field(default_factory=list)
    methods: int = 0

    def open(self, heading: Block | None, body: Sequence[Block], kind: str = "tactic") -> None:
        group = self.groups[-1]
        group.count += 1
        name = f"{group.prefix}{'' if group.prefix == 's' else '.'}{group.count}"
        self.parts.append(Part(name, kind, heading, list(body)))

    def add(self, block: Block) -> None:
        if not self.parts:
            self.intro.append(block)
        elif block.kind == "item":
            self.parts[-1].items.append(block)
        else:
            self.parts[-1].body.append(block)


def cut_sections(blocks: Sequence[Block], words: NormaliserWords, title: str) -> Outline:
    """The outline of an article; every block stands in it exactly once."""
    labels = words.structure
    groups = {index: group for index, block in enumerate(blocks) if (group := _label(block, labels))}
    found = {index: _mark(block, labels) for index, block in enumerate(blocks) if index not in groups}
    marks = {index: mark for index, mark in found.items() if mark}
    nested = _find_nested(blocks, marks, groups)
    blocks = [
        replace(block.cut(marks[index]), kind="item") if index in nested else block
        for index, block in enumerate(blocks)
    ]
    marks = {index: mark for index, mark in marks.items() if index not in nested}
    style = _style(blocks, marks)
    last_heading = _last_heading(blocks, marks, style)
    builder = _Builder(words)
    method_title = False
    for index, block in enumerate(blocks):
        if group := groups.get(index, ""):
            _open_group(builder, group, block, index > last_heading)
            method_title = group == "method" and block.text.rstrip().endswith(":")
        elif method_title and index not in marks and not reads_as_prose(block):
            builder.structure.append(block)
            method_title = False
        elif builder.groups[-1].tips and (index not in marks or block.kind == "item"):
            builder.open(None, [block], "tip")
        else:
            method_title = False
            _place(builder, blocks, index, marks.get(index, 0), style)
    outro = _closing(builder, title)
    return Outline(tuple(builder.intro), tuple(builder.parts), outro, tuple(builder.structure))


def _find_nested(blocks: Sequence[Block], marks: Mapping[int, int], groups: Mapping[int, str]) -> set[int]:
    """Numbered lines of a list inside a section: they start again at 1, and behind them the sections go on
    with the number that was due."""
    numbers = {
        index: int(match.group()) for index in marks if (match := re.search(r"\d+", blocks[index].text))
    }
    places: dict[int, list[int]] = {}
    for index in sorted(numbers):
        places.setdefault(numbers[index], []).append(index)
    labels = sorted(groups)
    nested: set[int] = set()
    due = 1
    for index in sorted(numbers):
        number = numbers[index]
        if number == due or (not nested and due == 1):
            due = number + 1
            continue
        goes_on = _next_after(places.get(due, ()), index)
        label = _next_after(labels, index)
        if goes_on is None or (label is not None and label < goes_on):
            due = number + 1  # a new group, or the list that was the whole article
        else:
            nested.add(index)
    return nested


def _next_after(places: Sequence[int], index: int) -> int | None:
    """The first of the sorted places behind `index`; None where there is none."""
    at = bisect_right(places, index)
    return places[at] if at < len(places) else None


def _last_heading(blocks: Sequence[Block], marks: Mapping[int, int], style: str) -> int:
    """Index of the last block that opens a section in this style; -1 without one."""
    if style == "markup":
        return max((i for i, block in enumerate(blocks) if block.kind == "heading"), default=-1)
    return max(_opening_marks(blocks, marks), default=-1) if style in ("numbers", "mixed") else -1


def _label(block: Block, labels: Mapping[str, Sequence[str]]) -> str:
    """Which kind of group this line opens: "step", "tip", "list", "method", or none."""
    if len(block.text) > HEADING or reads_as_prose(block):
        return ""
    folded = fold(block.text)
    for kind in ("step", "tip", "list"):
        if any(folded == fold(word) for word in labels.get(kind, ())):
            return kind
    ofs = "|".join(re.escape(fold(word)) for word in labels.get("of", ())) or "of"
    for word in labels.get("method", ()):
        if re.fullmatch(rf"{re.escape(fold(word))} \d+(?: (?:{ofs}) \d+)?", folded):
            return "method"
    return ""


def _open_group(builder: _Builder, kind: str, block: Block, last: bool) -> None:
    """Note the label; one of tips opens a group only behind the last heading, else it heads a list."""
    builder.structure.append(block)
    if kind == "method":
        builder.methods += 1
        builder.groups.append(_Group(f"m{builder.methods}"))
    elif kind in ("tip", "list") and last:
        builder.groups.append(_Group("tips", tips=True))


def _mark(block: Block, labels: Mapping[str, Sequence[str]]) -> int:
    """Characters of the number or numbered label that opens a block; 0 if none does."""
    if block.kind == "item":
        return 0
    if number := _NUMBER.match(block.text):
        return number.end()
    words = "|".join(re.escape(word) for kind in ("tip", "step", "method") for word in labels.get(kind, ()))
    labelled = re.match(
        rf"(?:{words})\s*(?:nr\.?\s*)?#?\s*\d{{1,2}}(?:\s*[:.)–—-]\s*|\s+|$)(?:[–—-]\s*)?",
        block.text,
        re.I,
    )
    return labelled.end() if words and labelled else 0


def _style(blocks: Sequence[Block], marks: Mapping[int, int]) -> str:
    """How this article announces its sections."""
    if sum(block.kind == "heading" and block.level > 1 for block in blocks) >= 2:
        return "markup"
    opening = _opening_marks(blocks, marks)
    bare = [index for index in range(len(blocks)) if index not in marks and _is_bare_heading(blocks, index)]
    numbered = [blocks[index].text for index in opening]
    if len(opening) >= 2 and len(bare) < max(2, len(opening) / 2) and _counts_up(numbered):
        return "numbers" if _begins_early(blocks, opening) else "none"
    if sum(block.kind == "heading" for block in blocks) >= 2:
        return "markup"
    if not _begins_early(blocks, sorted([*opening, *bare])):
        return "none"
    if len(bare) >= 2 or (bare and opening):
        return "mixed" if opening else "lines"
    return "numbers" if len(opening) >= 2 else "none"


def _begins_early(blocks: Sequence[Block], headings: Sequence[int]) -> bool:
    """Whether what look like headings begin before half of the text is over: an introduction is no longer,
    and lines that only come later are something else."""
    prose = [index for index, block in enumerate(blocks) if reads_as_prose(block)]
    return bool(headings) and sum(index < headings[0] for index in prose) <= max(4, 0.45 * len(prose))


def _counts_up(texts: Sequence[str]) -> bool:
    """Whether every number is the one before plus one, or a 1 that starts again: then no heading is
    without a number, and a bare line between two is none."""
    numbers = [int(match.group()) for text in texts if (match := re.search(r"\d+", text))]
    return all(number in (1, before + 1) for before, number in zip([0, *numbers], numbers, strict=False))


def _opening_marks(blocks: Sequence[Block], marks: Mapping[int, int]) -> list[int]:
    """Numbered lines that open a section: with text running on, or with text below."""
    return [
        index
        for index, size in marks.items()
        if len(blocks[index].text) == size
        or _SECOND_SENTENCE.search(blocks[index].text, size)
        or len(blocks[index].text) > RUN_IN
        or (index + 1 < len(blocks) and index + 1 not in marks and len(blocks[index + 1].text) > HEADING)
    ]


def _is_bare_heading(blocks: Sequence[Block], index: int) -> bool:
    """A short line without a full stop and with running text below it."""
    block = blocks[index]
    if block.kind == "item" or index + 1 >= len(blocks):
        return False
    text = block.text.rstrip()
    below = blocks[index + 1]
    if len(text) > HEADING or text[-1] in ".,;…" or len(text.split()) > 14:
        return False
    if text[-1] in ":" and below.kind == "item":
        return False
    if text[0] in "\"“«”‘'" and text[-1] in "\"”»’'?!":
        return False  # somebody is quoted
    return below.kind != "item" and reads_as_prose(below) and len(below.text) > max(60, len(text))


def _place(builder: _Builder, blocks: Sequence[Block], index: int, mark: int, style: str) -> None:
    """Open a section at this block, or add the block to what is open."""
    block = blocks[index]
    if style == "markup" and block.kind == "heading":
        number = _NUMBER.match(block.text)
        heading = block.cut(number.end()) if number else block
        nested = index + 1 < len(blocks) and blocks[index + 1].kind == "heading"
        if nested and _level(blocks[index + 1]) > _level(block):
            builder.structure.append(block)
        else:
            builder.open(heading, [])
    elif style in ("numbers", "mixed") and mark and index in _opening_marks(blocks, {index: mark}):
        _open_numbered(builder, block, mark)
    elif style in ("numbers", "mixed") and block.kind == "text" and not mark and _empty_heading(builder):
        builder.parts[-1].heading = block
    elif (style in ("lines", "mixed") and _is_bare_heading(blocks, index)) or (
        style == "numbers" and block.kind == "heading"
    ):
        builder.open(block, [])
    elif style == "none" and (builder.intro or builder.parts) and block.kind != "item":
        builder.open(None, [block])
    else:
        builder.add(block)


def _level(block: Block) -> int:
    return block.level or 7


def _empty_heading(builder: _Builder) -> bool:
    """Whether the last section has nothing yet: its label stood alone on a line."""
    if not builder.parts:
        return False
    last = builder.parts[-1]
    return last.heading is None and not last.body and not last.items


def _open_numbered(builder: _Builder, block: Block, mark: int) -> None:
    """A numbered section: the heading is the line, or its first sentence where text runs on."""
    rest = block.cut(mark)
    if not rest.text:
        builder.open(None, [])
        return
    size = _first_sentence(rest.text, builder.words.abbreviations)
    if size == len(rest.text) and size <= RUN_IN:
        builder.open(rest, [])
    elif size <= RUN_IN:
        builder.open(rest.cut(0, size), [rest.cut(size)])
    else:
        builder.open(None, [rest])


def _first_sentence(text: str, abbreviations: Iterable[str]) -> int:
    """Characters of the first sentence; one that ends in an abbreviation goes on. A few words and a
    colon before a capital are a sentence here: "4. Hear them out: If you have …"."""
    if colon := _COLON.match(text):
        return colon.end()
    end = 0
    while match := _SENTENCE.match(text, end):
        end = match.end()
        last = text[:end].split()[-1].casefold()
        if end >= len(text) or not (last in abbreviations or re.fullmatch(r"[^\W\d]\.", last)):
            return end
        end += len(text[end:]) - len(text[end:].lstrip())
    return len(text)


# --- closing words ------------------------------------------------------------------------------


def _closing(builder: _Builder, title: str) -> tuple[Block, ...]:
    """Take a closing paragraph off the last section.

    It speaks of what the title and the introduction speak of, the whole matter, more than of the
    section it follows. A section keeps at least one paragraph, and one with items keeps them all.
    """
    if len(builder.parts) < 2 or builder.groups[-1].tips:
        return ()
    last = builder.parts[-1]
    if len(last.body) < 2 or last.items or last.heading is None:
        return ()
    paragraph = last.body[-1]
    own = _stems(last.heading.text, *(block.text for block in last.body[:-1]))
    whole = _stems(title, *(block.text for block in builder.intro))
    rest = _stems(*(block.text for part in builder.parts[:-1] for block in part.body)) | whole
    words = _stems(paragraph.text)
    elsewhere = len(words & rest - own)
    here = len(words & own - rest)
    if elsewhere <= here + 2 or len(paragraph.text) < PROSE:
        return ()
    last.body.pop()
    return (paragraph,)


def _stems(*texts: str) -> set[str]:
    """First five letters of the words of five letters or more: content words, inflection apart."""
    return {word[:5] for text in texts for word in fold(text).split() if len(word) >= 5}
