"""Write the pages a reader chooses from: home, and the lists of tactics, situations, tensions and articles.

In: a `Frame`. Out: the page's Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..markdown import entries, inert, link, numbered, sections
from ..model import STAGES, Article, Language, Tactic
from .frame import Frame, box, lead


def write_home(frame: Frame) -> str:
    tiles = [_tile(frame, id_) for id_ in frame.web.catalogue.situations]
    stages = [
        f"**{frame.link_stage(stage, 'tactics/')}** {frame.word(f'stages.{stage}.line')}" for stage in STAGES
    ]
    return sections(
        frame.head(frame.word("site.tagline"), frame.word("site.description")),
        f"# {frame.word('site.tagline')}",
        lead(frame.word("home.lead")),
        f"## {frame.word('home.situations')}",
        box("ch-tiles", entries(tiles)),
        f"## {frame.word('home.stages')}",
        frame.word("home.stages_lead"),
        box("ch-stages", numbered(stages)),
        f"## {frame.word('home.about')}",
        frame.word("home.about_text"),
        link(frame.language.interface["status.title"], "status.md"),
    )


def _tile(frame: Frame, id_: str) -> tuple[str, ...]:
    """A situation with the first thing to say in it."""
    words = frame.language.situations[id_]
    return frame.link_situation(id_, "situations/"), frame.quote(words.first[0].text)


def write_tactics(frame: Frame) -> str:
    """The tactics, stage by stage."""
    tactics = frame.web.catalogue.tactics.values()
    blocks = [frame.opening(frame.word("nav.tactics"), frame.word("tactics.lead", count=len(tactics)))]
    for stage in STAGES:
        members = [tactic for tactic in tactics if tactic.stage == stage]
        blocks += [
            f"## {frame.word(f'stages.{stage}.title')} {{ #{stage} }}",
            frame.word(f"stages.{stage}.line"),
            _list(_tactic_row(frame, tactic) for tactic in members),
        ]
    return sections(*blocks)


def _tactic_row(frame: Frame, tactic: Tactic) -> tuple[str, ...]:
    core = f' <span class="ch-core">{frame.word("tactics.core")}</span>' if tactic.core else ""
    return f"{frame.link_tactic(tactic.id, '')}{core}", inert(frame.language.tactics[tactic.id].essence)


def write_situations(frame: Frame) -> str:
    rows = [
        (frame.link_situation(id_, ""), inert(words.spot)) for id_, words in frame.language.situations.items()
    ]
    return sections(
        frame.opening(frame.word("nav.situations"), frame.word("situations.lead")),
        _list(rows),
    )


def write_tensions(frame: Frame) -> str:
    rows = [
        (frame.link_tension(id_, ""), " – ".join(inert(side.label) for side in words.sides.values()))
        for id_, words in frame.language.tensions.items()
    ]
    return sections(
        frame.opening(frame.word("nav.tensions"), frame.word("tensions.lead")),
        _list(rows),
    )


def write_articles(frame: Frame) -> str:
    """The articles, language by language."""
    blocks = [frame.opening(frame.word("nav.articles"), frame.word("articles.lead"))]
    for language in _languages_of_articles(frame):
        own = [article for article in frame.web.articles if article.lang == language.code]
        blocks += [
            f"## {inert(language.name)} {{ #{language.code} lang={language.code} }}",
            _list(_article_row(frame, article) for article in own),
        ]
    if not frame.web.articles:
        blocks.append(frame.word("articles.no_articles"))
    return sections(*blocks)


def _languages_of_articles(frame: Frame) -> list[Language]:
    """The reader's own language first, then the others as the catalogue lists them."""
    spoken = {article.lang for article in frame.web.articles}
    rows = [row for row in frame.web.catalogue.languages.values() if row.code in spoken]
    return sorted(rows, key=lambda row: row.code != frame.language.code)


def _article_row(frame: Frame, article: Article) -> tuple[str, ...]:
    title = frame.in_language(link(article.title, f"{article.source.id}.md"), article)
    licence = f"{frame.word('articles.licence')}: {frame.licence(article)}"
    used = ", ".join(map(frame.link_tactic, frame.tactics_of(article)))
    return (title, licence, *([f"{frame.word('articles.supports')}: {used}"] if used else []))


def _list(rows: Iterable[tuple[str, ...]]) -> str:
    return box("ch-list", entries(rows))
