"""Write how far each language has come: words, freshness, sections that wait for an editor.

In: a `Frame`. Out: the page's Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..markdown import bullets, inert, link, sections
from ..model import Article, Language, Section
from .frame import Frame, anchor


def write_status(frame: Frame) -> str:
    waiting = [
        link(section.heading or section.id, f"articles/{article.source.id}.md#{anchor(section)}")
        for article, section in _find_waiting(frame, frame.language)
    ]
    return sections(
        frame.opening(frame.word("status.title"), frame.word("status.lead")),
        "\n".join(_table(frame)),
        frame.part("status.stale", bullets(_link_entry(frame, id_) for id_ in frame.language.stale)),
        frame.part("status.waiting", bullets(waiting)),
    )


def _table(frame: Frame) -> Iterator[str]:
    """The lines of the table, one language each after the first two."""
    columns = ("language", "complete", "stale", "articles", "waiting")
    yield "| " + " | ".join(frame.word(f"status.columns.{name}") for name in columns) + " |"
    yield "|---|---|---|---|---|"
    for language in frame.web.catalogue.languages.values():
        done, all_ = language.written
        share = f"{100 * done // max(all_, 1)}\u202f%"
        articles = sum(article.lang == language.code for article in frame.web.articles)
        waiting = len(_find_waiting(frame, language))
        cells = (inert(language.name), share, len(language.stale), articles, waiting)
        yield f"| {' | '.join(map(str, cells))} |"


def _find_waiting(frame: Frame, language: Language) -> list[tuple[Article, Section]]:
    """Sections in a language that an editor has yet to place."""
    return [
        (article, section)
        for article in frame.web.articles
        if article.lang == language.code
        for section in article.sections
        if section.status == "review"
    ]


def _link_entry(frame: Frame, id_: str) -> str:
    """A link to a tactic, a situation or a tension, whichever has the id."""
    if id_ in frame.language.tactics:
        return frame.link_tactic(id_, "tactics/")
    if id_ in frame.language.situations:
        return frame.link_situation(id_, "situations/")
    return frame.link_tension(id_, "tensions/")
