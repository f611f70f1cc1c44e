"""The words of the domain as values; every stage takes some of these and returns others.

source      an article as received: bytes on disk, decoded, never edited
article     a source after normalising: title, intro, sections, outro, and what was dropped
section     a stretch of an article under one heading, about one piece of advice
passage     a section (or part of one) quoted on a page
tactic, situation, tension   what the catalogue knows; `Words` are what it says in one language
stage, channel               when in a conversation, and over what, a tactic is used
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

STAGES = (
    "prevent",
    "open",
    "listen",
    "acknowledge",
    "solve",
    "close",
    "escalate",
    "walk-away",
    "after",
    "self-care",
)
"""The stages in the order of a conversation; looking after oneself runs beside all of them."""

CHANNELS = ("phone", "counter", "writing")

INVERSE = {
    "before": "after",
    "after": "before",
    "with": "with",
    "instead": "instead",
    "if-fails": "backs-up",
    "backs-up": "if-fails",
}
"""A relation is written once; the other tactic's page shows its inverse."""


UNKNOWN_LICENCE = "unknown"
"""Stands in an article's metadata until somebody has cleared its licence."""


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in an input: where, what, and what to do about it."""

    path: str
    line: int
    what: str
    todo: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.what}; {self.todo}"


class Rejected(Exception):
    """An input that cannot be used, with every problem found in it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


# --- the catalogue ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Relation:
    """`to` stands `kind` to the tactic that holds this relation: before it, after it, …"""

    to: str
    kind: str
    written_on: str
    """The tactic under whose words the reason stands (one reason serves both pages)."""


@dataclass(frozen=True)
class Tactic:
    id: str
    meaning: str
    stage: str
    core: bool
    channels: tuple[str, ...]
    situations: tuple[str, ...]
    """Every situation it helps in: those whose plan names it first, then the others."""
    related: tuple[Relation, ...]
    """Both those written under this tactic and the inverses of those written elsewhere."""
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Situation:
    id: str
    meaning: str
    icon: str
    plan: tuple[str, ...]
    by_channel: Mapping[str, tuple[str, ...]]
    if_fails: tuple[str, ...]

    @property
    def tactics(self) -> tuple[str, ...]:
        """Every tactic the situation names, once, in the order it names them."""
        added = [tactic for tactics in self.by_channel.values() for tactic in tactics]
        return tuple(dict.fromkeys((*self.plan, *added, *self.if_fails)))


@dataclass(frozen=True)
class Tension:
    id: str
    meaning: str
    sides: Mapping[str, tuple[str, ...]]
    evidence: tuple[str, ...]

    @property
    def tactics(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(tactic for side in self.sides.values() for tactic in side))


@dataclass(frozen=True)
class Evidence:
    id: str
    source: str
    strength: str
    url: str


@dataclass(frozen=True)
class Phrase:
    """A sentence to say (or not); `channel` is empty where it fits every channel."""

    text: str
    channel: str = ""


@dataclass(frozen=True)
class TacticWords:
    title: str
    essence: str
    cues: tuple[str, ...]
    steps: tuple[str, ...] = ()
    say: tuple[Phrase, ...] = ()
    dont_say: tuple[Phrase, ...] = ()
    pitfalls: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()
    related: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SituationWords:
    title: str
    spot: str
    first: tuple[Phrase, ...]
    if_fails: str
    channels: Mapping[str, str] = field(default_factory=dict)
    symptoms: tuple[str, ...] = ()


@dataclass(frozen=True)
class SideWords:
    label: str
    says: str


@dataclass(frozen=True)
class TensionWords:
    question: str
    sides: Mapping[str, SideWords]
    decide: str
    symptoms: tuple[str, ...] = ()


@dataclass(frozen=True)
class NormaliserWords:
    """What the normaliser must know of a language (catalogue/<lang>/normaliser.yml)."""

    chrome: Mapping[str, tuple[str, ...]]
    structure: Mapping[str, tuple[str, ...]]
    abbreviations: tuple[str, ...]
    negation: tuple[str, ...]


@dataclass(frozen=True)
class Language:
    """One language: its row in languages.yml and every word written in it."""

    code: str
    name: str
    default: bool
    direction: Literal["ltr", "rtl"]
    stemmer: str
    identified_as: tuple[str, ...]
    """What language identification calls it, where that differs from `code`."""
    quotes: tuple[str, str]
    interface: Mapping[str, str]
    """Words of the site's frame by dotted name, `nav.home`."""
    tactics: Mapping[str, TacticWords]
    situations: Mapping[str, SituationWords]
    tensions: Mapping[str, TensionWords]
    normaliser: NormaliserWords
    dictionary: str = ""
    stale: tuple[str, ...] = ()
    """Ids whose words were confirmed against an older meaning, or never."""
    written: tuple[int, int] = (0, 0)
    """How many of the words a complete language has are there, and how many that is."""
    """The spelling dictionary, a hunspell name or `voikko`; empty where there is none."""


@dataclass(frozen=True)
class Catalogue:
    tactics: Mapping[str, Tactic]
    situations: Mapping[str, Situation]
    tensions: Mapping[str, Tension]
    evidence: Mapping[str, Evidence]
    languages: Mapping[str, Language]
    """In the order of languages.yml, the default one first."""

    @property
    def default(self) -> Language:
        return next(language for language in self.languages.values() if language.default)


# --- sources and articles -----------------------------------------------------------------------


@dataclass(frozen=True)
class Metadata:
    """What the small file beside a source says; empty where nothing is known."""

    title: str = ""
    language: str = ""
    licence: str = UNKNOWN_LICENCE
    author: str = ""
    origin: str = ""


@dataclass(frozen=True)
class Source:
    """An article as received. `text` is the decoded file, nothing changed but the encoding."""

    id: str
    path: str
    sha256: str
    text: str
    form: Literal["text", "markdown", "html"]
    metadata: Metadata = Metadata()


@dataclass(frozen=True)
class Span:
    """Characters of one line of the source: `line` from 1, `start:end` code points in the line."""

    line: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Dropped:
    """Part of a line that is no article text, and the reason it went."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True)
class Repair:
    """One edit: `before` became `after` (either may be empty) under the rule named."""

    line: int
    before: str
    after: str
    rule: str


@dataclass(frozen=True)
class Candidate:
    """A tactic a section may support, with the cues that spoke for it; score in 0–1."""

    tactic: str
    score: float
    cues: tuple[str, ...] = ()
    likeness: float = 0.0
    """How like the section is to the tactic's words, 0–1; the score joins it with the cues."""


@dataclass(frozen=True)
class Section:
    id: str
    kind: Literal["tactic", "tip"]
    heading: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...]
    lines: tuple[int, int]
    tactics: tuple[Candidate, ...] = ()
    status: Literal["placed", "review", "none"] = "none"
    settled: bool = False
    """Whether an editor decided, not the machine."""

    @property
    def text(self) -> str:
        """The repaired body without heading and items, paragraphs parted by a blank line."""
        return "\n\n".join(self.paragraphs)

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits of what the section says, wherever it stands: a review's key to it."""
        words = " ".join((self.heading, *self.paragraphs, *self.items)).split()
        return hashlib.sha256(" ".join(words).encode("utf-8")).hexdigest()[:12]


@dataclass(frozen=True)
class Article:
    source: Source
    lang: str
    lang_confidence: float
    title: str
    intro: tuple[Span, ...]
    outro: tuple[Span, ...]
    intro_text: tuple[str, ...]
    outro_text: tuple[str, ...]
    sections: tuple[Section, ...]
    dropped: tuple[Dropped, ...]
    repairs: tuple[Repair, ...]
    problems: tuple[Problem, ...] = ()
    labels: Mapping[str, int] = field(default_factory=dict)
    """Non-space characters of the source by what became of them: title, intro, heading, body, items,
    outro, structure (labels, list marks, markup) and dropped. They add up to the source's own."""
