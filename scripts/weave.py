"""Weave articles and catalogue together: who supports what, in which language, and where.

In: the catalogue and placed articles. Out: a `Web`, which answers what every page asks:
the passages behind a tactic in one language, the articles elsewhere, the tensions it belongs to.

    web = weave(catalogue, articles)
    web.passages["let-them-finish"]["nb"]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .model import Article, Catalogue, Problem, Section


@dataclass(frozen=True)
class Passage:
    """A section of an article that supports a tactic."""

    article: Article
    section: Section
    score: float


@dataclass(frozen=True)
class Web:
    catalogue: Catalogue
    articles: tuple[Article, ...]
    passages: Mapping[str, Mapping[str, tuple[Passage, ...]]]
    """Tactic → language of the article → passages, the best first."""
    tensions_of: Mapping[str, tuple[str, ...]]
    """Tactic → tensions on one of whose sides it stands."""
    situations_of: Mapping[str, tuple[str, ...]]
    """Tactic → situations it helps in."""
    helpers_of: Mapping[str, tuple[str, ...]]
    """Situation → tactics that help in it beyond its plan."""


def weave(catalogue: Catalogue, articles: Sequence[Article]) -> Web:
    """Every link both ways; articles in order of their id."""
    ordered = tuple(sorted(articles, key=lambda article: article.source.id))
    return Web(
        catalogue=catalogue,
        articles=ordered,
        passages=_passages(catalogue, ordered),
        tensions_of={
            tactic: tuple(name for name, tension in catalogue.tensions.items() if tactic in tension.tactics)
            for tactic in catalogue.tactics
        },
        situations_of={name: tactic.situations for name, tactic in catalogue.tactics.items()},
        helpers_of={
            name: tuple(
                id_
                for id_, tactic in catalogue.tactics.items()
                if name in tactic.situations and id_ not in situation.tactics
            )
            for name, situation in catalogue.situations.items()
        },
    )


def _passages(catalogue: Catalogue, articles: Sequence[Article]) -> dict[str, dict[str, tuple[Passage, ...]]]:
    found: dict[str, dict[str, list[Passage]]] = {tactic: {} for tactic in catalogue.tactics}
    for article in articles:
        for section in article.sections:
            if section.status == "placed":
                for candidate in section.tactics:
                    passage = Passage(article, section, candidate.score)
                    found[candidate.tactic].setdefault(article.lang, []).append(passage)
    return {
        tactic: {
            lang: tuple(sorted(rows, key=lambda row: (-row.score, row.article.source.id, row.section.lines)))
            for lang, rows in by_language.items()
        }
        for tactic, by_language in found.items()
    }


def find_orphans(catalogue: Catalogue, folder: str) -> list[Problem]:
    """Tactics that no situation, tension or other tactic leads to; a page nobody finds."""
    named = {id_ for situation in catalogue.situations.values() for id_ in situation.tactics}
    named |= {id_ for tension in catalogue.tensions.values() for id_ in tension.tactics}
    named |= {relation.to for tactic in catalogue.tactics.values() for relation in tactic.related}
    return [
        Problem(f"{folder}/tactics.yml", 0, f"nothing leads to {id_}", "relate it, or name it in a plan")
        for id_ in catalogue.tactics
        if id_ not in named
    ]
