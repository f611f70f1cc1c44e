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
_ANYWHERE = {ord(char): f"&#{ord(char)};" for char in "*_`[]{}\\|~^$="} | {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
}
# What makes markup at the start of a line: headings, lists, admonitions, definitions, blocks.
_AT_START = re.compile(r"^(\s*)([#+:!?/\"-]|\d+(?=[.)]))")
_DECEIVING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]")


def inert(text: str) -> str:
    """One line of text as Markdown that shows it and does nothing."""
    text = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cs") or char in "\n\t")
    text = " ".join(_DECEIVING.sub("", text).split())
    text = text.translate(_ANYWHERE)
    return _AT_START.sub(lambda match: match.group(1) + _reference(match.group(2)), text)


def _reference(mark: str) -> str:
    """The first character of a mark as a reference; a number keeps its digits and loses its force."""
    return f"&#{ord(mark[0])};{mark[1:]}"


def attribute(text: str) -> str:
    """Text as the value of an HTML attribute in double quotes."""
    return inert(text).replace('"', "&quot;")


def bare(text: str) -> str:
    """Text for a place where templates neither escape nor may find markup: a page's <title>. References
    are resolved first, as templates strip tags and resolve references themselves."""
    while (resolved := html.unescape(text)) != text:
        text = resolved
    text = _DECEIVING.sub("", " ".join(text.split()))
    return text.translate({ord("<"): "‹", ord(">"): "›", ord('"'): "″", ord("&"): "+"})


def link(text: str, target: str) -> str:
    """A link of ours; `text` is shown as it is."""
    return f"[{inert(text)}]({target})"


def safe_url(url: str) -> str:
    """An http(s) address that Markdown's brackets hold; empty for anything else."""
    if not re.fullmatch(r"https?://[^\s<>\"'`\\{}|^]+", url):
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


def sections(*blocks: str) -> str:
    """Blocks of Markdown parted by blank lines; empty ones vanish."""
    return "\n\n".join(block for block in blocks if block) + "\n"
