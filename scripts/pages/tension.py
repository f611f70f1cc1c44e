"""Write the page of a tension: its sides beside each other, and how to decide.

In: a `Frame` and a tension. Out: the page's Markdown.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..markdown import bullets, inert, join, sections
from ..model import Tension
from .frame import Frame, box


def write_tension(frame: Frame, tension: Tension) -> str:
    words = frame.language.tensions[tension.id]
    sides = "\n\n".join(_side(frame, tension, side) for side in tension.sides)
    return sections(
        frame.head(words.question, words.decide),
        f"# {inert(words.question)}",
        box("ch-pair", sides),
        frame.part("tensions.decide", inert(words.decide)),
        frame.evidence(tension.evidence, claims={}),
    )


def _side(frame: Frame, tension: Tension, side: str) -> str:
    """What a side says, its tactics, and what to read about them."""
    words = frame.language.tensions[tension.id].sides[side]
    tactics = f"{frame.word('tensions.tactics')}:\n\n{bullets(map(frame.link_tactic, tension.sides[side]))}"
    articles = bullets(_link_articles(frame, tension.sides[side]))
    read = f"{frame.word('tensions.passages')}:\n\n{articles}" if articles else ""
    content = join(inert(words.says), tactics, read)
    return box("ch-side", f"## {inert(words.label)}\n\n{content}")


def _link_articles(frame: Frame, tactics: Sequence[str]) -> list[str]:
    """The article with each tactic's best passage in the reader's language, the last tactic's first.

    An article is there once, with its passage for the first tactic it serves.
    """
    best = {
        passage.article.source.id: frame.link_passage(passage)
        for id_ in reversed(tactics)
        for passage in frame.web.passages[id_].get(frame.language.code, ())[:1]
    }
    return list(best.values())
