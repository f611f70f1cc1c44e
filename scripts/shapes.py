"""The shape of every catalogue file: its keys, their kinds, and how long or many they may be.

Enters a file's plain values (see `yamlfile`); leaves frozen pydantic models, or pydantic's errors,
which `yamlfile.check_shape` puts into plain words. Example:

    STRUCTURE["evidence.yml"].adapter.validate_python({"heard": {"source": "Disney Institute", …}})

What needs more than one entry or file to judge (ids, relations, same keys) is in `catalogue`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import snowballstemmer
from pydantic import AfterValidator, BaseModel, ConfigDict, PlainValidator, StringConstraints
from pydantic import TypeAdapter as Adapter

from scripts.model import CHANNELS, STAGES, Phrase
from scripts.yamlfile import QUOTE_IT, find_near, reject_value, suggest

# The longest text in characters after NFC: what fits a line of a card, a button or the cheat sheet.
LONGEST = {
    "tactic title": 40,
    "tactic essence": 200,
    "reason": 60,
    "claim": 200,
    "situation title": 34,
    "spot": 140,
    "channel": 300,
    "if fails": 400,
    "question": 60,
    "label": 40,
    "says": 300,
    "decide": 500,
}

# The fewest and the most entries of a list or mapping, by file and key: what a page has room for,
# and for symptoms and cues what search and placing need. Words not yet written may be left out.
ENTRIES: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "tactics.yml": {"channels": (1, len(CHANNELS))},
    "situations.yml": {"plan": (1, 99)},
    "tensions.yml": {"sides": (2, 9)},
    "*/tactics.yml": {
        "steps": (2, 5),
        "say": (2, 4),
        "dont_say": (2, 3),
        "pitfalls": (1, 4),
        "symptoms": (15, 25),
        "cues": (1, 40),
    },
    "*/situations.yml": {"first": (1, 3), "symptoms": (12, 20)},
    "*/tensions.yml": {"symptoms": (4, 10)},
}

RELATIONS = ("before", "with", "after", "instead", "if-fails")
"""The kinds an editor writes, in the order a page shows them."""

STEMMERS = ("none", *snowballstemmer.algorithms())


def read_phrase(value: Any) -> Phrase:
    """Return a sentence, or a one-key mapping channel: sentence, as a Phrase."""
    if isinstance(value, str) and value.strip():
        return Phrase(value.strip())
    if value is None or value == "":
        raise reject_value("is empty", "fill it in or remove it")
    if not isinstance(value, Mapping) or len(value) != 1:
        raise reject_value("is not one text", QUOTE_IT)
    ((channel, text),) = value.items()
    if channel not in CHANNELS:
        near = find_near(channel, CHANNELS)
        todo = f'did you mean "{near}"?' if near else f"{QUOTE_IT} if no channel is meant"
        raise reject_value(f'has an unknown channel "{channel}"', todo)
    if not isinstance(text, str) or not text.strip():
        raise reject_value("has a channel and no text", "write the text after the channel")
    return Phrase(text.strip(), channel)


def one_of(known: Sequence[str]) -> AfterValidator:
    """Make a check that a text is one of those known."""

    def check(value: str) -> str:
        if value in known:
            return value
        what = f'has an unknown value "{value}"'
        raise reject_value(what, suggest(value, known, f"write one of {', '.join(known)}"))

    return AfterValidator(check)


def check_quotes(value: str) -> str:
    """Require an opening and a closing quotation mark."""
    if len(value) != 2:
        raise reject_value("is not two characters", "write the opening and the closing mark")
    return value


def check_url(value: str) -> str:
    """Require a web address: it becomes a link on a page."""
    if not re.fullmatch(r"https?://\S+", value):
        raise reject_value("is no web address", "begin it with https:// or http://")
    return value


def limit(what: str) -> StringConstraints:
    """Make a check that a text is not empty and within its row of LONGEST."""
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST[what])


STRICT = ConfigDict(strict=True, extra="forbid", frozen=True)
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Texts = tuple[Text, ...]
Channel = Annotated[str, one_of(CHANNELS)]
Sentence = Annotated[Phrase, PlainValidator(read_phrase)]


class TacticRow(BaseModel):
    """An entry of tactics.yml."""

    model_config = STRICT
    meaning: Text
    stage: Annotated[str, one_of(STAGES)]
    core: bool = False
    channels: tuple[Channel, ...]
    situations: Texts = ()
    related: dict[str, Annotated[str, one_of(RELATIONS)]] = {}
    evidence: Texts = ()


class SituationRow(BaseModel):
    """An entry of situations.yml."""

    model_config = STRICT
    meaning: Text
    icon: Text
    plan: Texts
    phone: Texts = ()
    counter: Texts = ()
    writing: Texts = ()
    if_fails: Texts = ()


class TensionRow(BaseModel):
    """An entry of tensions.yml."""

    model_config = STRICT
    meaning: Text
    sides: dict[str, Texts]
    evidence: Texts = ()


class EvidenceRow(BaseModel):
    """An entry of evidence.yml."""

    model_config = STRICT
    source: Text
    strength: Text
    url: Annotated[Text, AfterValidator(check_url)]


class LanguageRow(BaseModel):
    """An entry of languages.yml."""

    model_config = STRICT
    name: Text
    default: bool = False
    direction: Annotated[str, one_of(("ltr", "rtl"))]
    stemmer: Annotated[str, one_of(STEMMERS)]
    identified_as: Texts = ()
    quotes: Annotated[str, AfterValidator(check_quotes)]
    dictionary: str = ""


class TacticText(BaseModel):
    """An entry of <language>/tactics.yml."""

    model_config = STRICT
    title: Annotated[str, limit("tactic title")]
    essence: Annotated[str, limit("tactic essence")]
    cues: Texts
    steps: Texts = ()
    say: tuple[Sentence, ...] = ()
    dont_say: tuple[Sentence, ...] = ()
    pitfalls: Texts = ()
    symptoms: Texts = ()
    related: dict[str, Annotated[str, limit("reason")]] = {}
    evidence: dict[str, Annotated[str, limit("claim")]] = {}


class SituationText(BaseModel):
    """An entry of <language>/situations.yml."""

    model_config = STRICT
    title: Annotated[str, limit("situation title")]
    spot: Annotated[str, limit("spot")]
    first: tuple[Sentence, ...]
    if_fails: Annotated[str, limit("if fails")]
    channels: dict[str, Annotated[str, limit("channel")]] = {}
    symptoms: Texts = ()


class SideText(BaseModel):
    """A side of a tension in <language>/tensions.yml."""

    model_config = STRICT
    label: Annotated[str, limit("label")]
    says: Annotated[str, limit("says")]


class TensionText(BaseModel):
    """An entry of <language>/tensions.yml."""

    model_config = STRICT
    question: Annotated[str, limit("question")]
    sides: dict[str, SideText] = {}
    decide: Annotated[str, limit("decide")]
    symptoms: Texts = ()


class NormaliserText(BaseModel):
    """The whole of <language>/normaliser.yml; a group left out is empty."""

    model_config = STRICT
    chrome: dict[str, Texts] = {}
    structure: dict[str, Texts] = {}
    abbreviations: Texts = ()
    negation: Texts = ()


@dataclass(frozen=True)
class Shape:
    """What a file must look like."""

    adapter: Adapter[Any]
    models: tuple[type[BaseModel], ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key the file may hold besides ids, for near misses."""
        return tuple(key for model in self.models for key in model.model_fields)


STRUCTURE: Mapping[str, Shape] = {
    "tactics.yml": Shape(Adapter(dict[str, TacticRow]), (TacticRow,)),
    "situations.yml": Shape(Adapter(dict[str, SituationRow]), (SituationRow,)),
    "tensions.yml": Shape(Adapter(dict[str, TensionRow]), (TensionRow,)),
    "evidence.yml": Shape(Adapter(dict[str, EvidenceRow]), (EvidenceRow,)),
    "languages.yml": Shape(Adapter(dict[str, LanguageRow]), (LanguageRow,)),
}

# The files of every language's folder.
WORDS: Mapping[str, Shape] = {
    "tactics.yml": Shape(Adapter(dict[str, TacticText]), (TacticText,)),
    "situations.yml": Shape(Adapter(dict[str, SituationText]), (SituationText,)),
    "tensions.yml": Shape(Adapter(dict[str, TensionText]), (TensionText, SideText)),
    "normaliser.yml": Shape(Adapter(NormaliserText), (NormaliserText,)),
    "interface.yml": Shape(Adapter(dict[str, Any])),
}
