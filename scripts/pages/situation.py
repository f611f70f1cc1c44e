"""Write the page of a situation: the first words, the plan, and what else helps.

In: a `Frame` and a situation. Out: the page's Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..markdown import attribute, bullets, inert, join, numbered, sections
from ..model import CHANNELS, Situation
from .frame import Frame, box


def write_situation(frame: Frame, situation: Situation) -> str:
    words = frame.language.situations[situation.id]
    plan = _steps(frame, situation.plan)
    if_fails = bullets(_steps(frame, situation.if_fails))
    helpers = _steps(frame, frame.web.helpers_of[situation.id])
    tensions = dict.fromkeys(id_ for tactic in situation.plan for id_ in frame.web.tensions_of[tactic])
    first = f"{frame.word('situations.first')}\n\n{bullets(map(frame.phrase, words.first))}"
    return sections(
        frame.head(words.title, words.spot),
        f"# {inert(words.title)}",
        box("ch-first", first),
        f"**{frame.word('situations.spot')}:** {inert(words.spot)}",
        frame.part("situations.plan", numbered(plan)),
        _by_channel(frame, situation),
        frame.part("situations.if_fails", f"{inert(words.if_fails)}\n\n{if_fails}"),
        frame.part("situations.also", bullets(helpers)),
        frame.part("situations.tensions", bullets(map(frame.link_tension, tensions))),
    )


def _steps(frame: Frame, tactics: Iterable[str]) -> list[str]:
    """Tactics as links, each with its essence."""
    return [f"{frame.link_tactic(id_)} – {inert(frame.language.tactics[id_].essence)}" for id_ in tactics]


def _by_channel(frame: Frame, situation: Situation) -> str:
    """A tab for each channel on which there is something to add to the plan."""
    tabs = [_tab(frame, situation, channel) for channel in CHANNELS]
    return frame.part("situations.by_channel", join(*tabs))


def _tab(frame: Frame, situation: Situation, channel: str) -> str:
    text = inert(frame.language.situations[situation.id].channels.get(channel, ""))
    steps = bullets(_steps(frame, situation.by_channel.get(channel, ())))
    if not text and not steps:
        return ""
    body = join(text, steps)
    indented = "\n".join(f"    {line}" if line else "" for line in body.split("\n"))
    return f'=== "{attribute(frame.language.interface[f"channels.{channel}"])}"\n\n{indented}'
