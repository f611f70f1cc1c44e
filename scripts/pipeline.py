"""The one module that knows the order: read → normalise → place → weave → render.

In: folders. Out: `{path under docs/: text}` and the problems met on the way. A broken catalogue raises
`Rejected` before anything else happens; a broken source is a problem and the others go on.

    built = build(Path("catalogue"), [Path("sources")], Path("reviews"))
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tqdm import tqdm

from .catalogue import read_catalogue
from .intake import find_same, read_new, sketch, store
from .model import Article, Catalogue, Problem, Rejected, Source
from .normalise import normalise
from .normalise.html import Extractor
from .output import MARK
from .pages import render
from .place import Placer
from .reviews import Review, find_stale, read_reviews
from .settings import write_settings
from .sources import read_source, read_sources
from .weave import Web, find_orphans, weave


@dataclass(frozen=True)
class Built:
    web: Web
    pages: dict[str, str]
    problems: tuple[Problem, ...]


def build(catalogue_folder: Path, source_folders: Iterable[Path], review_folder: Path | None = None) -> Built:
    """Every page of the site, in memory; without a review folder the machine alone decides."""
    catalogue = read_catalogue(catalogue_folder)
    if orphans := find_orphans(catalogue, str(catalogue_folder)):
        raise Rejected(orphans)
    sources, unread = read_sources(source_folders)
    reviews, mistaken = read_reviews(review_folder, catalogue.tactics)
    articles, refused = read_articles(sources, catalogue, reviews)
    stale = find_stale({name: row for name, row in reviews.items() if name in _ids(sources)}, articles)
    web = weave(catalogue, articles)
    pages = {**render(web), MARK: write_settings(catalogue)}
    return Built(web, pages, tuple(sorted([*unread, *mistaken, *refused, *stale])))


def _ids(sources: Sequence[Source]) -> set[str]:
    """Ids of the articles at hand: reviews of others, built from another folder, are not asked for."""
    return {source.id for source in sources}


def explain(catalogue_folder: Path, path: Path, review_folder: Path | None = None) -> Article:
    """One article after every stage; `Rejected` says why it cannot be used."""
    catalogue = read_catalogue(catalogue_folder)
    reviews, _ = read_reviews(review_folder, catalogue.tactics)
    articles, problems = read_articles([read_source(path)], catalogue, reviews)
    if problems:
        raise Rejected(problems)
    return articles[0]


def bring_in(
    catalogue_folder: Path, files: Mapping[str, bytes], source_folder: Path
) -> tuple[list[tuple[Path, Article]], list[Problem]]:
    """Add articles to the folder: where each went and what the pipeline made of it, and what was refused.

    `files`: name ("-" for standard input) → bytes.
    """
    catalogue = read_catalogue(catalogue_folder)
    there, _ = read_sources([source_folder] if source_folder.is_dir() else [])
    known = {source.path: sketch(source) for source in there}
    added: list[tuple[Path, Article]] = []
    problems: list[Problem] = []
    for name, data in files.items():
        try:
            source = read_new(name, data)
            if same := find_same(source, known):
                todo = "nothing is left to do, or remove the older one first"
                raise Rejected([Problem(name, 0, f"this article is there already, as {same}", todo)])
            articles, refused = read_articles([source], catalogue, {})
            if refused:
                raise Rejected(refused)
            path = store(articles[0], data, source_folder)
        except Rejected as rejected:
            problems += rejected.problems
            continue
        known[str(path)] = sketch(source)
        added.append((path, articles[0]))
    return added, problems


def read_articles(
    sources: Sequence[Source], catalogue: Catalogue, reviews: Mapping[str, Review]
) -> tuple[list[Article], list[Problem]]:
    """Normalise and place each source; those without text or language become problems."""
    articles: list[Article] = []
    problems: list[Problem] = []
    placer_of = cache(lambda code: Placer(catalogue.languages[code]))
    with Extractor() as main_text:
        for source in _progress(sources, "articles"):
            try:
                article = normalise(source, catalogue.languages, main_text)
            except Rejected as rejected:
                problems += rejected.problems
                continue
            review = reviews.get(source.id)
            articles.append(placer_of(article.lang).place(article, review.decisions if review else {}))
    return articles, problems


def _progress(sources: Sequence[Source], what: str) -> Iterable[Source]:
    """The same, with a bar on a terminal; silent in a pipe."""
    return tqdm(sources, desc=what, unit="", leave=False, disable=None)
