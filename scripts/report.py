"""Say what the pipeline made of an article, and how far the guide has come.

In: an `Article` or a `Web`. Out: the object `explain --json` prints, or text for people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from .model import UNKNOWN_LICENCE, Article, Section, Span
from .weave import Web


def describe(article: Article) -> dict[str, Any]:
    """The `explain --json` object. Lines are 1-based lines of the file as received; `start` and `end`
    are code points in the line."""
    return {
        "source": article.source.path,
        "sha256": article.source.sha256,
        "lang": article.lang,
        "lang_confidence": article.lang_confidence,
        "title": article.title,
        "intro": [_span(span) for span in article.intro],
        "outro": [_span(span) for span in article.outro],
        "sections": [_section(section) for section in article.sections],
        "dropped": [{"line": row.line, "text": row.text, "reason": row.reason} for row in article.dropped],
        "repairs": [
            {"line": row.line, "before": row.before, "after": row.after, "rule": row.rule}
            for row in article.repairs
        ],
        "problems": [str(problem) for problem in article.problems],
    }


def _span(span: Span) -> dict[str, Any]:
    return {"line": span.line, "start": span.start, "end": span.end, "text": span.text}


def _section(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "kind": section.kind,
        "heading": section.heading,
        "text": section.text,
        "lines": list(section.lines),
        "items": list(section.items),
        "tactics": [{"id": row.tactic, "score": row.score} for row in section.tactics],
        "status": section.status,
    }


def tell(article: Article) -> str:
    """The same for people: what was dropped and why, repairs, sections and their tactics."""
    rows = [
        f"{article.source.path}  {article.lang} ({article.lang_confidence:.2f})",
        f"title    {article.title}",
    ]
    rows += [f"dropped  {row.line:4}  {row.reason}: {_short(row.text)}" for row in article.dropped]
    rows += [f"repaired {row.line:4}  {row.rule}: {row.before!r} → {row.after!r}" for row in article.repairs]
    for section in article.sections:
        first, last = section.lines
        rows.append(f"section  {first:4}–{last}  {section.id}  {section.heading or _short(section.text)}")
        rows.append(f"                {section.status}")
        rows += [
            f"                {row.score:.2f}  {row.tactic}  {', '.join(row.cues[:4])}"
            for row in section.tactics
        ]
    rows.append(
        "characters " + ", ".join(f"{name} {count}" for name, count in sorted(article.labels.items()))
    )
    return "\n".join(rows)


def tell_queue(articles: Iterable[Article]) -> str:
    """The sections that wait for an editor, with their candidates and the cues that spoke for them."""
    rows: list[str] = []
    count = 0
    for article in articles:
        waiting = [section for section in article.sections if section.status == "review"]
        count += len(waiting)
        if waiting:
            rows.append(
                f"{article.source.path}  (settle with: python -m scripts review {article.source.path})"
            )
        for section in waiting:
            first, last = section.lines
            rows.append(f"  {first}–{last}  {section.heading or section.id}: {_short(section.text)}")
            rows += [
                f"          {row.score:.2f}  {row.tactic}  {', '.join(row.cues[:4])}"
                for row in section.tactics
            ]
    rows.append(f"{count} sections are waiting")
    return "\n".join(rows)


def _short(text: str) -> str:
    return text if len(text) <= 70 else text[:69] + "…"


def tell_state(web: Web) -> str:
    """A table: per language its articles, the sections placed and waiting, the tactics they support."""
    rows = ["language  complete  to look at  articles  placed  settled  review  none  tactics supported"]
    total = len(web.catalogue.tactics)
    for code, language in web.catalogue.languages.items():
        own = [article for article in web.articles if article.lang == code]
        sections = [section for article in own for section in article.sections]
        status = Counter("settled" if row.settled else row.status for row in sections)
        supported = sum(bool(web.passages[tactic].get(code)) for tactic in web.catalogue.tactics)
        done, all_ = language.written
        rows.append(
            f"{code:8}  {100 * done // max(all_, 1):6} %  {len(language.stale):10}  {len(own):8}"
            f"  {status['placed']:6}  {status['settled']:7}  {status['review']:6}  {status['none']:4}"
            f"  {supported} of {total}"
        )
    unknown = [a.source.path for a in web.articles if a.source.metadata.licence == UNKNOWN_LICENCE]
    rows += [f"licence unknown: {path}" for path in unknown]
    return "\n".join(rows)
