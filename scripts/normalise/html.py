"""Cut an HTML page into blocks, and find out which of them belong to the article.

In: the page as text. Out: blocks whose characters know their place in the page, each marked
`outside` with a reason where the markup (or trafilatura) says it is page furniture.

Python's own tokenizer is used for the blocks because it tells where each token stands, in linear
time at any depth of nesting; trafilatura decides what the article is, in a process of its own with
a time limit, because 50,000 nested elements hang any tree-based extractor.
"""

from __future__ import annotations

import multiprocessing
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from multiprocessing.connection import Connection
from types import TracebackType

from .blocks import Block, Kind, Lines

READY = "ready"
START_LIMIT = 120.0
"""Seconds the worker may take to import trafilatura, on a machine busy with other things."""
TIME_LIMIT = 10.0
"""Seconds trafilatura may take over one page; ordinary pages take 0.01 to 0.1."""

SILENT = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "math",
        "object",
        "canvas",
        "audio",
        "video",
        "iframe",
        "head",
    ]
)
"""Elements whose text no reader sees as text."""

DRAWINGS = ("svg", "math")

INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
"""Elements that do not end a block; every other one does."""

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)

FURNITURE_ELEMENTS = {
    "nav": "navigation",
    "footer": "footer",
    "aside": "box beside the article",
    "form": "form",
    "button": "button",
    "select": "form",
    "dialog": "dialog",
    "figcaption": "picture caption",
}

# Words in class, id and role that name page furniture; matched against whole words of the attribute.
FURNITURE_NAMES = (
    ("cookie notice", r"cookies?|consent|gdpr"),
    ("share bar", r"shar(?:e|ing)|social|some"),
    ("newsletter box", r"newsletter|subscri\w+|signup|mailing"),
    ("related articles", r"related|recommend\w*|teasers?|read-?more|more-articles|popular"),
    ("comments", r"comments?|disqus|replies"),
    ("advert", r"ads?|advert\w*|sponsor\w*|promo\w*|banner|annons"),
    ("breadcrumb", r"breadcrumbs?|crumbs"),
    ("author box", r"author|byline|bio|meta|published|dateline"),
    ("navigation", r"nav|menu|navigation|sidebar|pagination|pager|toc|skip|skiplink|tags?"),
)
_FURNITURE_NAMES = tuple(
    (reason, re.compile(rf"(?:^|[\s_-])(?:{words})(?=$|[\s_-])", re.I)) for reason, words in FURNITURE_NAMES
)


def _end_of_markup(page: str) -> int:
    """Where the last tag ends, or a comment begins that never does. What follows holds no whole tag, and
    the tokenizer would look for the end of each broken one through all the rest."""
    end = page.rfind(">") + 1
    never_closed = page.find("<!--", page.rfind("-->") + 1)
    return min(end, never_closed) if never_closed >= 0 else end


class _Cutter(HTMLParser):
    """Collects blocks while the tokenizer runs over the page once."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self._lines = Lines(page)
        self._open: list[tuple[str, str]] = []  # element, reason it is furniture
        self._count: Counter[str] = Counter()
        self._silent = 0
        self._outside: list[str] = []
        self._text: list[str] = []
        self._offsets: list[int] = []
        self.blocks: list[Block] = []
        markup = page[: _end_of_markup(page)]
        self.feed(markup)
        self.close()
        self._take(page[len(markup) :], len(markup))
        self._end_block()

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines.start(line) + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self._end_block()
            if self._silent:
                self._leave_drawing()
        if tag in VOID:
            return
        reason = "" if tag in ("html", "body", "main", "article") else _furniture(tag, attrs)
        self._open.append((tag, reason))
        self._count[tag] += 1
        self._silent += tag in SILENT
        if reason:
            self._outside.append(reason)

    def _leave_drawing(self) -> None:
        """A paragraph or the like ends an <svg> or <math> that was never closed, as in browsers."""
        for name in DRAWINGS:
            if self._count[name]:
                self.handle_endtag(name)

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self._end_block()
        if not self._count[tag]:
            return
        while self._open:
            name, reason = self._open.pop()
            self._count[name] -= 1
            self._silent -= name in SILENT
            if reason:
                self._outside.pop()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        self._take(data, self._offset())

    def _take(self, text: str, start: int) -> None:
        if not self._silent:
            self._text.append(text)
            self._offsets.extend(range(start, start + len(text)))

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """`<![…`: the tokenizer knows a few kinds and raises at others; to browsers all are comments."""
        return self.parse_bogus_comment(i)

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name};")

    def _reference(self, reference: str) -> None:
        """A character reference counts at the place of its ampersand."""
        if not self._silent:
            text = unescape(reference)
            self._text.append(text)
            self._offsets.extend([self._offset()] * len(text))

    def _end_block(self) -> None:
        text = "".join(self._text)
        if text.strip():
            block = _fold_space(Block(text, self._offsets))
            kind, level = self._role()
            outside = self._outside[-1] if self._outside else ""
            self.blocks.append(replace(block, kind=kind, level=level, outside=outside))
        self._text, self._offsets = [], []

    def _role(self) -> tuple[Kind, int]:
        """What the innermost telling element makes of the block."""
        for tag, _ in reversed(self._open[-6:]):
            if re.fullmatch("h[1-6]", tag):
                return "heading", int(tag[1])
            if tag in ("summary", "dt"):
                return "heading", 3
            if tag in ("p", "td", "dd"):
                return "text", 0
            if tag == "li":
                return "item", 0
        return "text", 0


def _furniture(tag: str, attrs: Sequence[tuple[str, str | None]]) -> str:
    if tag in FURNITURE_ELEMENTS:
        return FURNITURE_ELEMENTS[tag]
    names = " ".join(value or "" for name, value in attrs if name in ("class", "id", "role"))
    return next((reason for reason, pattern in _FURNITURE_NAMES if pattern.search(names)), "")


def _fold_space(block: Block) -> Block:
    """Runs of white space as one space, as a browser shows them."""
    keep = [
        index
        for index, char in enumerate(block.text)
        if not char.isspace() or not (index and block.text[index - 1].isspace())
    ]
    text = "".join(" " if block.text[index].isspace() else block.text[index] for index in keep)
    return replace(block, text=text, offsets=[block.offsets[index] for index in keep]).cut(0)


def cut_html(page: str, main_text: Callable[[str], str | None]) -> list[Block]:
    """Blocks of a page in order; those outside the article carry the reason.

    `main_text` gives the article's text as an extractor sees it, None where it sees none: then
    the markup alone decides.
    """
    blocks = _Cutter(page).blocks
    article = main_text(page)
    if not article:
        return blocks
    seen = _fold(article)
    return [
        replace(block, outside="outside the article")
        if not block.outside and _fold(block.text) not in seen and not _reads_as_prose(block)
        else block
        for block in blocks
    ]


def _reads_as_prose(block: Block) -> bool:
    """Long running text stays even where the extractor passed it over: chrome is short."""
    return block.kind != "text" or (len(block.text) >= 80 and block.text.rstrip()[-1] in '.!?”»’"')


def _fold(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


# --- trafilatura in a process of its own --------------------------------------------------------


def _extract_for_ever(pipe: Connection) -> None:
    import trafilatura  # takes half a second: only the worker pays it

    pipe.send(READY)
    while (page := pipe.recv()) is not None:
        try:
            text = trafilatura.extract(page, favor_recall=True, include_comments=False)
        except Exception:  # whatever a page does to the extractor, the page is still cut by its markup
            text = None
        pipe.send(text)


class Extractor:
    """trafilatura behind a time limit; a page that takes too long yields None and a fresh worker."""

    def __init__(self, seconds: float = TIME_LIMIT) -> None:
        self._seconds = seconds
        self._context = multiprocessing.get_context("spawn")
        self._worker: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Extractor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def __call__(self, page: str) -> str | None:
        """The article's text, or None where trafilatura finds none within its time."""
        pipe = self._pipe or self._start()
        try:
            pipe.send(page)
            if pipe.poll(self._seconds):
                text: str | None = pipe.recv()
                return text
        except (EOFError, OSError):
            pass  # the worker died over this page
        self._stop()
        return None

    def _start(self) -> Connection:
        self._pipe, theirs = self._context.Pipe()
        self._worker = self._context.Process(target=_extract_for_ever, args=(theirs,), daemon=True)
        self._worker.start()
        theirs.close()
        try:  # without trafilatura every page would come out differently, and nobody would know
            if self._pipe.poll(START_LIMIT) and self._pipe.recv() == READY:
                return self._pipe
        except EOFError:
            pass
        raise RuntimeError("trafilatura could not be started in its worker process")

    def _stop(self) -> None:
        if self._worker:
            self._worker.kill()
            self._worker.join()
        if self._pipe:
            self._pipe.close()
        self._worker = self._pipe = None
