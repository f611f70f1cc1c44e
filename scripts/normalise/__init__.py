"""From an article as received to its sections, with nothing lost on the way.

In: a `Source` and the languages of the catalogue. Out: an `Article`: title, intro, sections and closing
words repaired, what was dropped and why, every edit, and a count of what became of each character.

    cut into blocks → tell the language → chrome out → repair → sections
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from ..model import Article, Dropped, Language, Problem, Rejected, Repair, Section, Source, Span
from .blocks import Block, Lines, cut_text
from .chrome import Findings, Phrases, find_chrome
from .html import cut_html
from .language import identify
from .repair import Edit, repair
from .sections import Outline, Part, cut_sections

FALLBACK = "en"
"""Page furniture is often English whatever the article's language, so its phrases always count."""


def normalise(
    source: Source, languages: Mapping[str, Language], main_text: Callable[[str], str | None]
) -> Article:
    """One article, normalised; `Rejected` where it has no text or no language of the catalogue.

    `main_text` gives the text of an HTML page's article, or None (see `html.Extractor`).
    """
    blocks = _cut(source, main_text)
    lang, sure = _language(source, blocks, languages)
    findings = find_chrome(blocks, _phrases(languages, lang))
    kept, edits = _repair_all(blocks, findings, lang)
    title, title_edits = _title(blocks, findings, lang)
    outline = cut_sections(kept, languages[lang].normaliser, title)
    lines = Lines(source.text)
    view = _View(source, lines)
    if not outline.parts and not outline.intro:
        raise _rejected(source, "nothing but page furniture was found", "check that it is an article")
    return Article(
        source=source,
        lang=lang,
        lang_confidence=round(sure, 4),
        title=_printable(source.metadata.title) or title or source.id,
        intro=view.spans(outline.intro),
        outro=view.spans(outline.outro),
        intro_text=tuple(block.text for block in outline.intro),
        outro_text=tuple(block.text for block in outline.outro),
        sections=tuple(view.section(part) for part in outline.parts),
        dropped=view.dropped(blocks, findings),
        repairs=_repairs([*title_edits, *edits], lines),
        labels=_count(source.text, blocks, findings, outline),
    )


def _rejected(source: Source, what: str, todo: str, line: int = 0) -> Rejected:
    return Rejected([Problem(source.path, line, what, todo)])


def _cut(source: Source, main_text: Callable[[str], str | None]) -> list[Block]:
    blocks = cut_html(source.text, main_text) if source.form == "html" else cut_text(source.text)
    if not any(char.isalpha() for block in blocks for char in block.text):
        raise _rejected(source, "there is no text in it", "put the article's text into the file")
    return blocks


def _language(
    source: Source, blocks: Sequence[Block], languages: Mapping[str, Language]
) -> tuple[str, float]:
    """The catalogue's code for the article's language, and how sure; metadata wins over the machine."""
    found, sure = identify([block for block in blocks if not block.outside])
    names = {name: code for code, row in languages.items() for name in (code, *row.identified_as)}
    stated = source.metadata.language
    if stated and stated not in languages:
        todo = f"state one of {', '.join(languages)}, or add the language to catalogue/languages.yml"
        raise _rejected(
            source, f"its metadata says language {stated}, which the catalogue does not have", todo
        )
    if stated:
        return stated, sure if names.get(found) == stated else 1.0
    if found in names:
        return names[found], sure
    known = ", ".join(languages)
    raise _rejected(
        source,
        f"its language seems to be {found!r} ({sure:.2f}), which the catalogue does not have"
        if found
        else "its language cannot be told",
        f"add the language to catalogue/languages.yml, or state one of {known} in its metadata",
    )


def _phrases(languages: Mapping[str, Language], lang: str) -> Phrases:
    table: dict[str, tuple[str, ...]] = {}
    for code in dict.fromkeys((lang, FALLBACK)):
        if code in languages:
            for reason, phrases in languages[code].normaliser.chrome.items():
                table[reason] = (*table.get(reason, ()), *phrases)
    return Phrases(table)


def _repair_all(blocks: Sequence[Block], findings: Findings, lang: str) -> tuple[list[Block], list[Edit]]:
    kept: list[Block] = []
    edits: list[Edit] = []
    for index, block in enumerate(blocks):
        if index != findings.title and index not in findings.dropped:
            parts, made = repair(block, lang)
            kept += [part for part in parts if part.text]
            edits += made
    return kept, edits


def _title(blocks: Sequence[Block], findings: Findings, lang: str) -> tuple[str, list[Edit]]:
    if findings.title is None:
        return "", []
    parts, edits = repair(blocks[findings.title].cut(0, findings.title_size), lang)
    return " ".join(part.text for part in parts), edits


def _printable(text: str) -> str:
    """The text without what nobody sees; empty where that is all of it."""
    return "".join(char for char in text if char.isprintable()).strip()


def _repairs(edits: Iterable[Edit], lines: Lines) -> tuple[Repair, ...]:
    ordered = sorted(edits, key=lambda edit: edit.offset)
    return tuple(Repair(lines.number(edit.offset), edit.before, edit.after, edit.rule) for edit in ordered)


class _View:
    """Blocks seen as lines of the source."""

    def __init__(self, source: Source, lines: Lines) -> None:
        self._text = source.text
        self._html = source.form == "html"
        self._lines = lines

    def spans(self, blocks: Iterable[Block]) -> tuple[Span, ...]:
        """One span a line; a block over several lines gives several."""
        return tuple(span for block in blocks for span in self._spans(block))

    def _spans(self, block: Block) -> list[Span]:
        by_line: dict[int, tuple[int, int]] = {}
        for offset in self._places(block):
            line = self._lines.number(offset)
            low, high = by_line.get(line, (offset, offset))
            by_line[line] = (min(low, offset), max(high, offset))
        return [self._span(line, low, high + 1) for line, (low, high) in by_line.items()]

    def _visible(self, block: Block) -> list[tuple[int, str]]:
        """A block as it stands on each of its lines; of HTML the text without the tags."""
        if not self._html:
            return [(span.line, span.text) for span in self._spans(block)]
        shown: dict[int, list[str]] = {}
        for char, offset in zip(block.text, block.offsets, strict=True):
            if offset >= 0:
                shown.setdefault(self._lines.number(offset), []).append(char)
        return [(line, "".join(chars).strip()) for line, chars in shown.items() if "".join(chars).strip()]

    def _places(self, block: Block) -> Iterable[int]:
        """Offsets of the block's letters; of plain text, which is all on one line, the outer two do."""
        if isinstance(block.offsets, range):
            return (block.first, block.last) if block.text else ()
        pairs = zip(block.text, block.offsets, strict=True)
        return (offset for char, offset in pairs if offset >= 0 and not char.isspace())

    def _span(self, line: int, low: int, high: int) -> Span:
        start = self._lines.start(line)
        return Span(line, low - start, high - start, self._text[low:high])

    def section(self, part: Part) -> Section:
        blocks = [block for block in (part.heading, *part.body, *part.items) if block]
        lines = [self._lines.number(place) for block in blocks for place in (block.first, block.last)]
        return Section(
            id=part.id,
            kind="tip" if part.kind == "tip" else "tactic",
            heading=part.heading.text.strip().rstrip(".:").rstrip() if part.heading else "",
            paragraphs=tuple(block.text for block in part.body),
            items=tuple(block.text for block in part.items),
            lines=(min(lines, default=0), max(lines, default=0)),
        )

    def dropped(self, blocks: Sequence[Block], findings: Findings) -> tuple[Dropped, ...]:
        rows = [
            Dropped(line, text, reason)
            for index, reason in findings.dropped.items()
            for line, text in self._visible(blocks[index])
        ]
        if findings.title is not None:
            suffix = blocks[findings.title].cut(findings.title_size)
            rows += [
                Dropped(span.line, span.text, "site name behind the title") for span in self._spans(suffix)
            ]
        return tuple(sorted(rows, key=lambda row: (row.line, row.text)))


def _count(text: str, blocks: Sequence[Block], findings: Findings, outline: Outline) -> dict[str, int]:
    """Non-space characters of the source by what became of them. A character that stands in no block,
    or that a repair took out, is structure."""
    fate: dict[int, str] = {}
    groups: list[tuple[str, Iterable[Block]]] = [
        ("dropped", (blocks[index] for index in findings.dropped)),
        ("intro", outline.intro),
        ("heading", (part.heading for part in outline.parts if part.heading)),
        ("body", (block for part in outline.parts for block in part.body)),
        ("items", (block for part in outline.parts for block in part.items)),
        ("outro", outline.outro),
        ("structure", outline.labels),
    ]
    if findings.title is not None:
        title = blocks[findings.title]
        groups.append(("title", [title.cut(0, findings.title_size)]))
        groups.append(("dropped", [title.cut(findings.title_size)]))
    for label, members in groups:
        for block in members:
            for offset in block.offsets:
                if offset >= 0 and fate.setdefault(offset, label) != label:
                    raise AssertionError(f"character {offset} is both {fate[offset]} and {label}")
    return dict(Counter(fate.get(at, "structure") for at, char in enumerate(text) if not char.isspace()))
