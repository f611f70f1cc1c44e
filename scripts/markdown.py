"""Write text into Markdown so that it stays text.

In: any text, a stranger's included. Out: Markdown that shows exactly that text: nothing in it becomes
HTML, a link, a template or a heading, and characters that deceive a reader's eye are gone.

    >>> inert("*<b>* [x](javascript:y)")
    '&#42;&lt;b&gt;&#42; &#91;x&#93;(javascript:y)'
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

# Characters that make markup anywhere in a line, as the references Markdown leaves alone.
_ANYWHERE = {ord(char): f"&#{ord(char)};" for char in "*_`[]{}\\|~^$=#"} | {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
}
# What makes markup at the start of a line: lists, admonitions, definitions, blocks.
_AT_START = re.compile(r"^[+:!?/\"-]|^\d+(?=[.)])")
# Marks of direction and of nothing, tags, and the two that YAML refuses in front matter.
_DECEIVING = re.compile(
    "[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_NESTED_REFERENCES = 3
"""Rounds in which references are resolved; the ampersands of what is nested deeper go all the same."""


def inert(text: str) -> str:
    """One line of text as Markdown that shows it and does nothing."""
    text = _visible(text).translate(_ANYWHERE)
    return _AT_START.sub(lambda match: _reference(match.group()), text)


def _visible(text: str) -> str:
    """The text on one line, without control characters and those that deceive a reader's eye."""
    kept = (char for char in text if char.isspace() or unicodedata.category(char) not in ("Cc", "Cs"))
    return " ".join(_DECEIVING.sub("", "".join(kept)).split())


def _reference(mark: str) -> str:
    """The first character of a mark as a reference; a number keeps its digits and loses its force."""
    return f"&#{ord(mark[0])};{mark[1:]}"


def attribute(text: str) -> str:
    """Text as the value of an HTML attribute in double quotes."""
    return inert(text).replace('"', "&quot;")


def bare(text: str) -> str:
    """Text for a place where templates neither escape nor may find markup: a page's <title>. References
    are resolved first, as templates strip tags and resolve references themselves."""
    for _ in range(_NESTED_REFERENCES):
        text = html.unescape(text)
    return _visible(text).translate({ord("<"): "‹", ord(">"): "›", ord('"'): "″", ord("&"): "+"})


def link(text: str, target: str) -> str:
    """A link of ours; `text` is shown as it is."""
    return f"[{inert(text)}]({target})"


def safe_url(url: str) -> str:
    """An http(s) address that Markdown's brackets hold; empty for anything else."""
    if url != _visible(url) or not re.fullmatch(r"https?://[^\s<>\"'`\\{}|^]+", url):
        return ""
    return url.replace("(", "%28").replace(")", "%29").replace("&", "&amp;").replace("_", "%5F")


def bullets(items: Iterable[str]) -> str:
    """A list of ready Markdown items; empty where there are none."""
    return "\n".join(f"- {item}" for item in items)


def entries(items: Iterable[tuple[str, ...]]) -> str:
    """A list whose items are several paragraphs each."""
    return "\n\n".join("- " + "\n\n    ".join(item) for item in items)


def numbered(items: Iterable[str]) -> str:
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, start=1))


def join(*blocks: str) -> str:
    """Blocks of Markdown parted by blank lines; empty ones vanish."""
    return "\n\n".join(block for block in blocks if block)


def sections(*blocks: str) -> str:
    """A whole page of blocks, with its final newline."""
    return join(*blocks) + "\n"
