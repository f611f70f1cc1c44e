"""Render the pages MkDocs builds, in every language.

In: a `Web`. Out: `{path under docs/: text}`: per language the home page, overviews of tactics, situations,
tensions and articles, a page for each of these, and one that says how far each language has come.

    pages = render(web)
    pages["nb/tactics/let-them-finish.md"]

Every language has every page under the same path, so the language switch lands on the same page. An
article's page has its frame in the reader's language and its passages in their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..weave import Web
from .article import write_article
from .frame import LICENCES, Frame, anchor
from .overviews import write_articles, write_home, write_situations, write_tactics, write_tensions
from .situation import write_situation
from .status import write_status
from .tactic import write_tactic
from .tension import write_tension

__all__ = ["LICENCES", "anchor", "render"]

SINGLE_PAGES = {
    "index.md": write_home,
    "tactics/index.md": write_tactics,
    "situations/index.md": write_situations,
    "tensions/index.md": write_tensions,
    "articles/index.md": write_articles,
    "status.md": write_status,
}
"""The pages a language has one of, by path."""


def render(web: Web) -> dict[str, str]:
    """Every generated page, keyed by its path under docs/."""
    pages: dict[str, str] = {}
    for language in web.catalogue.languages.values():
        for path, text in _write_pages(Frame(web, language)):
            pages[f"{language.code}/{path}"] = text
    return dict(sorted(pages.items()))


def _write_pages(frame: Frame) -> Iterator[tuple[str, str]]:
    """The pages of one language, each with its path in the language's folder."""
    for path, write in SINGLE_PAGES.items():
        yield path, write(frame)
    catalogue = frame.web.catalogue
    for tactic in catalogue.tactics.values():
        yield f"tactics/{tactic.id}.md", write_tactic(frame, tactic)
    for situation in catalogue.situations.values():
        yield f"situations/{situation.id}.md", write_situation(frame, situation)
    for tension in catalogue.tensions.values():
        yield f"tensions/{tension.id}.md", write_tension(frame, tension)
    for article in frame.web.articles:
        yield f"articles/{article.source.id}.md", write_article(frame, article)
