"""Read what editors decided about sections the machine was unsure of.

In: a folder of review files, one an article, named by its id. Out: decisions by article, and problems.

    sha256: 3f1c…                 # of the article the decisions were made on
    sections:
      5f3a9c1b2d4e:               # fingerprint of the section's text, so that it may move
        section: s3
        heading: Let them talk
        tactics: [let-them-finish]   # [] says: none of them; undecided leaves it in the queue

A decision wins over the machine for ever. One whose section is no longer in the article is reported.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from .model import Article, Problem, Section
from .yamlfile import Document, check_shape, read_yaml, suggest

Decisions = Mapping[str, tuple[str, ...]]
"""Fingerprint of a section → the tactics it supports, none among them."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    section: str
    heading: str
    tactics: tuple[str, ...] | Literal["undecided"]


class _Review(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    sha256: str
    sections: dict[str, _Row]


UNDECIDED = "undecided"

_SHAPE: TypeAdapter[_Review] = TypeAdapter(_Review)
_KEYS = ("sha256", "sections", "section", "heading", "tactics")


@dataclass(frozen=True)
class Review:
    """The decisions on one article, and where each stands in its file."""

    document: Document
    sha256: str
    decisions: Decisions
    headings: Mapping[str, str]


def read_reviews(folder: Path | None, tactics: Collection[str]) -> tuple[dict[str, Review], list[Problem]]:
    """Reviews by the id of their article; a file with a mistake counts for nothing until it is mended."""
    reviews: dict[str, Review] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yml")) if folder else ():
        document = read_yaml(path)
        content, wrong = check_shape(document, _SHAPE, _KEYS)
        wrong = [*document.problems, *wrong, *_unknown_tactics(document, tactics)]
        if wrong:
            problems += wrong
            continue
        reviews[path.stem] = Review(
            document,
            content.sha256,
            {key: row.tactics for key, row in content.sections.items() if row.tactics != UNDECIDED},
            {key: row.heading or row.section for key, row in content.sections.items()},
        )
    return reviews, problems


def _unknown_tactics(document: Document, tactics: Collection[str]) -> list[Problem]:
    return [
        document.problem(loc, f"unknown tactic {name}", suggest(name, tactics, "name one of tactics.yml"))
        for loc, name in document.find("sections", "*", "tactics", "*")
        if isinstance(name, str) and name not in tactics
    ]


def find_stale(reviews: Mapping[str, Review], articles: Collection[Article]) -> list[Problem]:
    """Decisions whose article or section is gone or changed."""
    by_id = {article.source.id: article for article in articles}
    problems: list[Problem] = []
    for name, review in reviews.items():
        article = by_id.get(name)
        if article is None:
            what, todo = f"there is no article {name}", "remove the file or name it after its article"
            problems.append(review.document.problem((), what, todo))
            continue
        present = {section.fingerprint for section in article.sections}
        for key, heading in review.headings.items():
            if key not in present:
                what = f"the section “{heading}” has changed or is gone"
                todo = f"look at it again with `python -m scripts explain {article.source.path}`"
                problems.append(review.document.problem(("sections", key), what, todo))
    return problems


def open_review(folder: Path, article: Article) -> tuple[Path, int]:
    """Put the article's waiting sections into its review file, each undecided, for an editor to settle;
    what the file already says stays as it is. Gives the path and how many were added."""
    path = folder / f"{article.source.id}.yml"
    before = path.read_text("utf-8") if path.exists() else f"sha256: {article.source.sha256}\nsections:\n"
    known = read_yaml(path).entries("sections") if path.exists() else ()
    waiting = [row for row in article.sections if row.status == "review" and row.fingerprint not in known]
    if waiting:
        folder.mkdir(parents=True, exist_ok=True)
        rows = "".join(_entry(section) for section in waiting)
        path.write_text(before.rstrip("\n") + "\n" + rows, encoding="utf-8")
    return path, len(waiting)


def _entry(section: Section) -> str:
    """One undecided section, with its text and its candidates as remarks."""
    text = " ".join(section.text.split()) or "; ".join(section.items)
    remarks = [f"# {line}" for line in wrap(text, 100)[:6]]
    remarks += [f"# {row.score:.2f} {row.tactic}  ({', '.join(row.cues)})" for row in section.tactics]
    rows = [
        f"  {section.fingerprint}:",
        *(f"    {remark}" for remark in remarks),
        f"    section: {section.id}",
        f"    heading: {json.dumps(section.heading, ensure_ascii=False)}",
        f"    tactics: {UNDECIDED}",
    ]
    return "\n".join(rows) + "\n"
