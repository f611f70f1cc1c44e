"""Cut a source into blocks, every character of which knows its place in the source.

In: the decoded text of a file. Out: blocks, one a paragraph, heading or list item, in order.

    >>> [block.text for block in cut_text("Title\\n\\n- one\\n- two")]
    ['Title', 'one', 'two']

What stands in no block (list marks, Markdown marks, the white space between) is structure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

Kind = Literal["text", "heading", "item"]

INSERTED = -1
"""The offset of a character that a repair put in and the source does not have."""


@dataclass(frozen=True)
class Block:
    text: str
    offsets: Sequence[int]
    """The source offset of each character of `text` (INSERTED where it has none)."""
    kind: Kind = "text"
    level: int = 0
    """Of a heading: 1 to 6, 0 where only bold type or the like says it is one."""
    outside: str = ""
    """Why the markup says this is page furniture; empty inside the article."""

    def cut(self, start: int, end: int | None = None) -> Block:
        """The characters `start:end` as a block of the same kind, white space at its ends gone."""
        piece = self.text[start:end]
        left = len(piece) - len(piece.lstrip())
        size = len(piece.strip())
        begin = start + left
        return replace(self, text=self.text[begin : begin + size], offsets=self.offsets[begin : begin + size])

    @property
    def first(self) -> int:
        """The source offset of the first character that has one; INSERTED if none has."""
        return next((offset for offset in self.offsets if offset >= 0), INSERTED)

    @property
    def last(self) -> int:
        return next((offset for offset in reversed(self.offsets) if offset >= 0), INSERTED)


class Lines:
    """Where the lines of a source begin; a line ends at its newline and nowhere else."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def number(self, offset: int) -> int:
        """The line, counted from 1, on which the character at `offset` stands."""
        return bisect_right(self._starts, offset)

    def start(self, line: int) -> int:
        return self._starts[line - 1]


# What opens a line without being text of it: a heading's #, a list mark, a quotation's >.
_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_BULLET = re.compile(r"(?:[-*+•·▪◦‣–—]|\[[ x]\])\s+(?=\S)")
_BOX = re.compile(r"\|\s+(?=[^|]*[^\s|]\s*\|$)")
_QUOTE = re.compile(r"(?:>\s*)+(?=\S)")
_RULE = re.compile(r"\s*(?:[-*_=~]\s*){3,}$")
_BOLD_LINE = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1[.:]?$")
_INLINE_MARKS = re.compile(
    r"!?\[(?P<label>[^\[\]]*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)"  # a link or an image
    r"|\*\*|__(?=\w)|(?<=\w)__"
    r"|(?<![\w*])\*(?P<stressed>[^\s*](?:[^*\n]{0,200}[^\s*])?)\*(?![\w*])"
)

_NUMBERED = re.compile(r"\(?\d{1,2}[.)]\s")

WRAP_AT = range(50, 100)
"""Lines of hard-wrapped prose end at a column in here; shorter lines end where their thought does."""


def cut_text(text: str) -> list[Block]:
    """Blocks of plain or Markdown text: a line is a block, unless the text is hard-wrapped."""
    lines = list(_cut_lines(text))
    column = _wrap_column(lines)
    blocks = _join_wrapped(lines, column) if column else [line for line in lines if line.text]
    return [_strip_inline_marks(block) for block in blocks]


def _cut_lines(text: str) -> Iterator[Block]:
    """Each line as a block without its marks; blank lines and rules as empty blocks."""
    start = _front_matter_end(text)
    for piece in text[start:].split("\n"):
        line = Block(piece, range(start, start + len(piece)))
        start += len(piece) + 1
        yield _read_marks(line.cut(0)) if not _RULE.match(line.text) else line.cut(0, 0)


def _front_matter_end(text: str) -> int:
    """Where the body begins after a YAML header between --- lines; 0 if there is none."""
    match = re.match(r"\ufeff?---[ \t]*\r?\n(?:[\w-]+:.*\r?\n|[ \t#-].*\r?\n)*---[ \t]*\r?(?:\n|$)", text)
    return match.end() if match else 0


def _read_marks(line: Block) -> Block:
    if quote := _QUOTE.match(line.text):
        line = line.cut(quote.end())
    if box := _BOX.match(line.text):
        line = line.cut(box.end(), len(line.text) - 1)
    if heading := _HEADING.match(line.text):
        body = line.cut(heading.end())
        size = len(body.text.rstrip("# ")) if body.text.rstrip("# ") else len(body.text)
        return replace(body.cut(0, size), kind="heading", level=len(heading.group(1)))
    if bold := _BOLD_LINE.match(line.text):
        return replace(line.cut(bold.start(2), bold.end(2)), kind="heading", level=0)
    if bullet := _BULLET.match(line.text):
        return replace(line.cut(bullet.end()), kind="item")
    return line


def _strip_inline_marks(block: Block) -> Block:
    """Take Markdown's bold marks and link targets out; the label of a link stays."""
    if not any(mark in block.text for mark in ("*", "](", "__")):
        return block
    keep: list[int] = []
    at = 0
    for match in _INLINE_MARKS.finditer(block.text):
        keep.extend(range(at, match.start()))
        for shown in ("label", "stressed"):
            if match.group(shown):
                keep.extend(range(*match.span(shown)))
        at = match.end()
    keep.extend(range(at, len(block.text)))
    text = "".join(block.text[index] for index in keep)
    return replace(block, text=text, offsets=[block.offsets[index] for index in keep]).cut(0)


def _wrap_column(lines: Sequence[Block]) -> int:
    """The column at which lines break; 0 where they do not. Lines that another follows without a blank one
    between tell it: of hard-wrapped prose most are of like length, whatever stands around it."""
    going_on = [
        len(line.text)
        for line, after in pairwise(lines)
        if line.text and after.text and after.kind == "text" and line.kind != "heading"
    ]
    like = [size for size in going_on if size in WRAP_AT]
    if len(like) < 4 or len(like) < 0.7 * len(going_on):
        return 0
    return sorted(like)[int(0.95 * (len(like) - 1))]  # a few longer lines are page furniture


def _join_wrapped(lines: Sequence[Block], column: int) -> list[Block]:
    """Join the lines of a paragraph. A line goes on where the next word had no room left on it; a
    mark or a blank line ends it."""
    joined: list[Block] = []
    room = 0
    for line in lines:
        word = line.text.partition(" ")[0]
        if room and word and line.kind == "text" and len(word) >= room and not _NUMBERED.match(line.text):
            before = joined[-1]
            joined[-1] = replace(
                before,
                text=f"{before.text} {line.text}",
                offsets=[*before.offsets, before.offsets[-1] + 1, *line.offsets],
            )
        elif word:
            joined.append(line)
        ends = not word or line.kind == "heading" or not WRAP_AT.start <= len(line.text) <= column
        room = 0 if ends else max(1, column - len(line.text))
    return joined
