"""Write the page of an article: all its text, each section with the tactics it supports.

In: a `Frame` and an article. Out: the page's Markdown, the article's words in their own language.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..markdown import bullets, inert, join, link, safe_url, sections
from ..model import Article, Section
from .frame import Frame, anchor, box


def write_article(frame: Frame, article: Article) -> str:
    return sections(
        frame.head(article.title, _summary(frame, article), foreign=article),
        f"# {inert(article.title)} {{ #title{frame.lang_mark(article)} }}",
        _about(frame, article),
        _paragraphs(frame, article, article.intro_text),
        *[_section(frame, article, section) for section in article.sections],
        _paragraphs(frame, article, article.outro_text),
        _unplaced(frame, article),
    )


def _summary(frame: Frame, article: Article) -> str:
    """What a search engine shows of an article's page: the tactics it supports."""
    titles = [frame.language.tactics[id_].title for id_ in frame.tactics_of(article)]
    return f"{frame.word('articles.supports')}: {'; '.join(titles[:5])}"


def _about(frame: Frame, article: Article) -> str:
    """Language, author, licence and origin."""
    language = inert(frame.web.catalogue.languages[article.lang].name)
    rows = [
        f"{frame.word('articles.language')}: {frame.in_language(language, article)}",
        f"{frame.word('articles.author')}: {frame.author(article)}",
        f"{frame.word('articles.licence')}: {frame.licence(article)}",
    ]
    origin = article.source.metadata.origin
    if url := safe_url(origin):
        rows.append(f"{frame.word('articles.origin')}: {link(origin, url)}")
    return box("ch-about", bullets(rows))


def _paragraphs(frame: Frame, article: Article, texts: Sequence[str]) -> str:
    """What stands before or after the sections."""
    return _own_words(frame, article, "\n\n".join(map(inert, texts))) if texts else ""


def _own_words(frame: Frame, article: Article, content: str) -> str:
    """Words of the article, their language marked."""
    return box("ch-text", content, frame.lang_attribute(article))


def _section(frame: Frame, article: Article, section: Section) -> str:
    """A section where `anchor` finds it, and under it the tactics it supports."""
    # Ids of our own: one made from a stranger's heading might be one the theme's scripts look for.
    heading = f"## {inert(section.heading)} {{ #{anchor(section)}-heading }}" if section.heading else ""
    paragraphs = "\n\n".join(map(inert, section.paragraphs))
    parts = (heading, paragraphs, bullets(map(inert, section.items)))
    text = _own_words(frame, article, join(*parts))
    return (
        f'<section class="ch-section" id="{anchor(section)}" markdown>\n\n'
        f"{text}{_supports(frame, section)}\n\n</section>"
    )


def _supports(frame: Frame, section: Section) -> str:
    """The line under a placed section; empty for another."""
    if section.status != "placed":
        return ""
    names = ", ".join(frame.link_tactic(candidate.tactic) for candidate in section.tactics)
    return f"\n\n{frame.word('articles.supports')}: {names}\n{{: .ch-supports }}"


def _unplaced(frame: Frame, article: Article) -> str:
    """Links to the sections that support no tactic, or none for certain."""
    rows = [
        link(section.heading or section.id, f"#{anchor(section)}")
        for section in article.sections
        if section.status != "placed"
    ]
    note = f"{frame.word('articles.unplaced_note')}\n\n{bullets(rows)}"
    return frame.part("articles.unplaced", note) if rows else ""
