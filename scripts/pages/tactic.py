"""Write the page of a tactic: what to say and do, and the passages behind it.

In: a `Frame` and a tactic. Out: the page's Markdown.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..markdown import bullets, inert, numbered, sections
from ..model import CHANNELS, Phrase, Relation, Section, Tactic
from ..weave import Passage
from .frame import Frame, box, lead

EXCERPT = 480
"""Characters after which a quoted passage ends with its paragraph; the article has it all."""


def write_tactic(frame: Frame, tactic: Tactic) -> str:
    words = frame.language.tactics[tactic.id]
    tensions = frame.web.tensions_of[tactic.id]
    return sections(
        frame.head(words.title, words.essence),
        f"# {inert(words.title)}",
        lead(inert(words.essence)),
        _facts(frame, tactic),
        _say_and_not(frame, tactic),
        frame.part("tactics.steps", numbered(map(inert, words.steps))),
        frame.part("tactics.pitfalls", bullets(map(inert, words.pitfalls))),
        frame.part("tactics.related", bullets(_relation(frame, tactic, row) for row in tactic.related)),
        _passages(frame, tactic),
        _elsewhere(frame, tactic),
        frame.part("tactics.situations", bullets(map(frame.link_situation, tactic.situations))),
        frame.part("tactics.tensions", bullets(map(frame.link_tension, tensions))),
        frame.evidence(tactic.evidence, words.evidence),
    )


def _facts(frame: Frame, tactic: Tactic) -> str:
    """Its stage and its channels on one line."""
    stage = frame.link_stage(tactic.stage, "")
    channels = ", ".join(frame.word(f"channels.{name}") for name in CHANNELS if name in tactic.channels)
    return (
        f"{frame.word('tactics.stage')}: {stage} · {frame.word('tactics.channels')}: {channels}\n"
        "{: .ch-facts }"
    )


def _say_and_not(frame: Frame, tactic: Tactic) -> str:
    """What to say beside what not to say; empty where there is neither."""
    words = frame.language.tactics[tactic.id]
    say = _phrases(frame, "tactics.say", "ch-say", words.say)
    dont = _phrases(frame, "tactics.dont_say", "ch-dont", words.dont_say)
    return box("ch-pair", f"{say}\n\n{dont}") if say or dont else ""


def _phrases(frame: Frame, heading: str, style: str, phrases: Sequence[Phrase]) -> str:
    return box(style, frame.part(heading, bullets(map(frame.phrase, phrases)))) if phrases else ""


def _relation(frame: Frame, tactic: Tactic, relation: Relation) -> str:
    """Another tactic, how it stands to this one, and why."""
    kind = frame.word(f"relations.{relation.kind}")
    other = relation.to if relation.written_on == tactic.id else tactic.id
    reason = frame.language.tactics[relation.written_on].related[other]
    return f"{kind}: {frame.link_tactic(relation.to, '')} – {inert(reason)}"


def _passages(frame: Frame, tactic: Tactic) -> str:
    """The passages in the reader's language."""
    own = frame.web.passages[tactic.id].get(frame.language.code, ())
    shown = "\n\n".join(_passage(frame, passage) for passage in own)
    return frame.part("tactics.passages", shown or frame.word("tactics.no_passages"))


def _passage(frame: Frame, passage: Passage) -> str:
    """The beginning of a passage, and whose it is."""
    article = passage.article
    quoted = "\n>\n".join(f"> {inert(text)}" for text in _excerpt(passage.section))
    origin = f"{frame.link_passage(passage)} · {frame.author(article)} · {frame.licence(article)}"
    return f"{quoted}\n>\n> {origin}\n> {{: .ch-attribution }}"


def _excerpt(section: Section) -> list[str]:
    """The beginning of a section, to the end of the paragraph that fills it."""
    shown: list[str] = []
    for text in (*section.paragraphs, *section.items):
        shown.append(text)
        if sum(map(len, shown)) >= EXCERPT:
            break
    return shown


def _elsewhere(frame: Frame, tactic: Tactic) -> str:
    """Links to the passages in other languages."""
    rows = [
        frame.in_language(f"{frame.link_passage(passage)} ({inert(language.name)})", passage.article)
        for language in frame.web.catalogue.languages.values()
        if language.code != frame.language.code
        for passage in frame.web.passages[tactic.id].get(language.code, ())
    ]
    return frame.part("tactics.elsewhere", bullets(rows))
