"""Place sections on tactics, or leave them to an editor.

In: articles and the words of their language. Out: the same articles, every section with its
candidates (score in 0–1, best first, and the cues that spoke for them) and a status:

    placed   the first candidates are clear enough to go on the tactics' pages
    review   something speaks for a tactic, but not clearly: an editor settles it
    none     nothing does

Two signals, both from the language's own words only (pooling all languages made it worse): the
catalogue's cues, stemmed, found in one sentence of the section; and the likeness of the section to
each tactic's words, as character n-grams weighted by how rare they are.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import snowballstemmer
from sklearn.feature_extraction.text import TfidfVectorizer

from .model import Article, Candidate, Language, Section, TacticWords

HEADING_WEIGHT = 3
"""A heading counts as often as this many times its words in the body."""
CUE_WEIGHT = 0.15
"""Share of the cues in the score; the rest is likeness. Both signals lie in 0–1. On articles by strangers
likeness is the better judge by far; a cue tells apart what is equally like."""
LIKE_AT = 0.40
"""Likeness from which a first candidate is placed, if it is also the likeliest …"""
MARGIN = 0.15
"""… and its score leads the next by this much. Of what was placed so, 95 in 100 were right on the development
half of the labelled corpus; below it is for an editor."""
ALSO_AT = 0.80
"""A further candidate is placed too from this share of the first one's score, if both have …"""
ALSO_CUES = 2
"""… as many different cues: two tactics in one breath."""
REVIEW_AT = 0.12
"""Score under which nothing speaks for a tactic."""
NEAR = 0.25
"""Cosine above the median at which a section is as like a tactic as its own articles are: measured on
the shipped articles, whose upper quartile it is."""
ENOUGH = 12.0
"""Weight of cues (sum of the logarithms of how rare their stems are) that makes 63 % of certainty."""
NEGATION_REACH = 2
"""Words within which a negation before a cue turns it round."""
NEGATED = 0.35
"""Share of its score a tactic keeps whose cues are mostly negated: below LIKE_AT, so an editor is asked."""
CANDIDATES = 5
"""Candidates kept for the report and the review queue."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_TOKEN = re.compile(_WORD.pattern + "|[,;:()–—]")
_SENTENCE = re.compile(r"(?<=[.!?…:;])\s+|\n+")


class Placer:
    """What one language's words say about sections; made once, asked for every section."""

    def __init__(self, language: Language) -> None:
        self._stem = _stemmer(language.stemmer)
        self._negation = frozenset(tuple(_fold(phrase).split()) for phrase in language.normaliser.negation)
        self._longest_negation = max(map(len, self._negation), default=0)
        self._tactics = tuple(language.tactics)
        self._cues = _Cues(language.tactics, self._stems)
        self._vectorizer = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, lowercase=False, dtype=np.float32
        )
        texts = [_fold(_describe(words)) for words in language.tactics.values()]
        self._matrix = self._vectorizer.fit_transform(texts)

    def place(self, article: Article, decisions: Mapping[str, tuple[str, ...]]) -> Article:
        """The article with every section's candidates and status; what an editor decided (fingerprint of
        the section → tactics) wins over the machine."""
        open_ = [row for row in article.sections if row.fingerprint not in decisions]
        ranked = {row.id: ranks for row, ranks in zip(open_, self.rank(open_), strict=True)}
        sections = tuple(
            decide(row, ranked[row.id]) if row.id in ranked else settle(row, decisions[row.fingerprint])
            for row in article.sections
        )
        return replace(article, sections=sections)

    def rank(self, sections: Sequence[Section]) -> list[list[Candidate]]:
        """Candidates for each section, best first; ties in the catalogue's order."""
        likeness = self._likeness([_weigh(section) for section in sections])
        return [self._rank(row, likes) for row, likes in zip(sections, likeness, strict=True)]

    def _rank(self, section: Section, likeness: Sequence[float]) -> list[Candidate]:
        found = self._cues.find(self._sentences(section))
        rows = [
            _weigh_up(tactic, like, found.get(tactic, _Found()))
            for tactic, like in zip(self._tactics, likeness, strict=True)
        ]
        return sorted(rows, key=lambda row: -row.score)[:CANDIDATES]

    def _likeness(self, texts: Sequence[str]) -> list[list[float]]:
        """How like each text is to each tactic: the cosine above the median tactic's, in units of NEAR."""
        if not texts:
            return []
        cosine = (self._vectorizer.transform([_fold(text) for text in texts]) @ self._matrix.T).toarray()
        above = (cosine - np.median(cosine, axis=1, keepdims=True)) / NEAR
        rows: list[list[float]] = np.clip(above, 0.0, 1.0).astype(float).tolist()
        return rows

    def _sentences(self, section: Section) -> Iterator[_Sentence]:
        if section.heading and not _asks(section):
            yield self._read(section.heading, float(HEADING_WEIGHT))
        for text in (*section.paragraphs, *section.items):
            for sentence in _SENTENCE.split(text):
                yield self._read(sentence, 1.0)

    def _read(self, text: str, weight: float) -> _Sentence:
        """A sentence as stems with their places. A comma parts what a negation reaches from what it does
        not: "hear them out, don't interrupt"."""
        stems: dict[str, int] = {}
        negations: list[int] = []
        words: list[str] = []
        place = 0
        for word in _TOKEN.findall(_fold(text)):
            if not _WORD.fullmatch(word):
                place += NEGATION_REACH + 1
                words = []
                continue
            place += 1
            words.append(word)
            stems.setdefault(self._stem(word), place)
            if any(tuple(words[-size:]) in self._negation for size in range(1, self._longest_negation + 1)):
                negations.append(place)
        return _Sentence(stems, tuple(negations), weight)

    def _stems(self, text: str) -> list[str]:
        return [self._stem(word) for word in _WORD.findall(_fold(text))]


def settle(section: Section, tactics: Sequence[str]) -> Section:
    """A section as an editor decided: certain of these tactics, or of none."""
    candidates = tuple(Candidate(tactic, 1.0) for tactic in tactics)
    return replace(section, tactics=candidates, status="placed" if tactics else "none", settled=True)


def _weigh_up(tactic: str, likeness: float, found: _Found) -> Candidate:
    score = CUE_WEIGHT * found.strength + (1 - CUE_WEIGHT) * likeness
    share = NEGATED if found.negated else 1
    return Candidate(tactic, round(score * share, 4), found.cues, round(likeness * share, 4))


def decide(section: Section, ranked: Sequence[Candidate]) -> Section:
    """A section with its candidates and what becomes of it (see the thresholds above)."""
    best, rest = ranked[0], ranked[1:]
    with_it = [row for row in rest if _goes_with(row, best)]
    leads = all(best.score - row.score >= MARGIN for row in rest[:1])
    likeliest = best.likeness >= LIKE_AT and all(best.likeness >= row.likeness for row in rest)
    if likeliest and (leads or with_it):
        return replace(section, tactics=(best, *with_it[:1]), status="placed")
    candidates = tuple(row for row in ranked if row.score >= REVIEW_AT)
    return replace(section, tactics=candidates, status="review" if candidates else "none")


def _goes_with(row: Candidate, best: Candidate) -> bool:
    return (
        row.score >= ALSO_AT * best.score
        and row.likeness >= LIKE_AT
        and min(len(row.cues), len(best.cues)) >= ALSO_CUES
    )


def _fold(text: str) -> str:
    """Lower case, and one kind of apostrophe: typographic in some articles, straight in others."""
    return text.casefold().replace("’", "'")


def _stemmer(algorithm: str) -> Callable[[str], str]:
    if algorithm == "none":
        return str
    stem: Callable[[str], str] = snowballstemmer.stemmer(algorithm).stemWord
    remembered: Callable[[str], str] = cache(stem)
    return remembered


def _describe(words: TacticWords) -> str:
    """The text a tactic is compared by; what names it best counts most."""
    say = (phrase.text for phrase in (*words.say, *words.dont_say))
    return " \n".join(
        (
            *[words.title] * 3,
            *[words.essence] * 2,
            *[cue for cue in words.cues for _ in range(2)],
            *words.steps,
            *words.pitfalls,
            *say,
            *words.symptoms,
        )
    )


def _weigh(section: Section) -> str:
    heading = [section.heading] * (1 if _asks(section) else HEADING_WEIGHT)
    return " \n".join((*heading, *section.paragraphs, *section.items))


def _asks(section: Section) -> bool:
    """Whether the heading is a question: it names a tactic, and the answer may be no."""
    return section.heading.rstrip().endswith("?")


@dataclass(frozen=True)
class _Sentence:
    stems: Mapping[str, int]
    """Stem → place of its first word in the sentence."""
    negations: tuple[int, ...]
    """Places of the (last) words of what turns advice round."""
    weight: float

    def negates(self, cue: frozenset[str]) -> bool:
        """Whether a negation stands just before the cue, in it or right behind it, and is no part of it:
        "skip the apology" is no advice to apologise, and neither is "ber jeg ikke om unnskyldning"."""
        places = sorted(self.stems[stem] for stem in cue)
        return any(
            places[0] - NEGATION_REACH <= negation <= places[-1] + 1 and negation not in places
            for negation in self.negations
        )


@dataclass(frozen=True)
class _Found:
    """The cues of one tactic in a section: how strongly they speak for it, in 0–1, the weightiest first,
    and whether those turned round by a negation weigh more."""

    strength: float = 0.0
    cues: tuple[str, ...] = ()
    negated: bool = False


class _Cues:
    """Which tactics' cues a sentence holds; a cue of few tactics and of more words weighs more."""

    def __init__(self, tactics: Mapping[str, TacticWords], stems: Callable[[str], list[str]]) -> None:
        spread = Counter(stem for words in tactics.values() for stem in set(stems(_describe(words))))
        self._rows: dict[str, list[tuple[str, str, frozenset[str], float]]] = {}
        for tactic, words in tactics.items():
            for cue in dict.fromkeys((*words.cues, words.title)):
                if wanted := frozenset(stems(cue)):
                    weight = math.fsum(math.log(len(tactics) / spread[stem]) for stem in wanted)
                    rarest = min(sorted(wanted), key=lambda stem: spread[stem])
                    self._rows.setdefault(rarest, []).append((tactic, cue, wanted, weight))

    def find(self, sentences: Iterable[_Sentence]) -> dict[str, _Found]:
        """What was found for each tactic that any cue speaks of."""
        spoken: dict[str, dict[str, float]] = {}
        denied: dict[str, dict[str, float]] = {}
        for sentence in sentences:
            for stem in sentence.stems:
                for tactic, cue, wanted, worth in self._rows.get(stem, ()):
                    if wanted <= sentence.stems.keys():
                        rows = denied if sentence.negates(wanted) else spoken
                        known = rows.setdefault(tactic, {})
                        known[cue] = max(known.get(cue, 0.0), worth * sentence.weight)
        return {
            tactic: _judge(spoken.get(tactic, {}), denied.get(tactic, {}))
            for tactic in (*spoken, *(tactic for tactic in denied if tactic not in spoken))
        }


def _judge(spoken: Mapping[str, float], denied: Mapping[str, float]) -> _Found:
    weight = math.fsum(spoken.values())
    return _Found(
        strength=1 - math.exp(-weight / ENOUGH),
        cues=tuple(sorted(spoken, key=lambda cue: (-spoken[cue], cue))),
        negated=math.fsum(denied.values()) > weight,
    )
