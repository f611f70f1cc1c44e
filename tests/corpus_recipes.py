"""Labelled articles as recipes: lines with tags, from which the raw file and its labels are made.

    #   form=text   encoding=utf-8   newline=lf
    T   Calm behind the counter‖ - The Daily Stamp      a title, and a site name that must go
    C share bar     Share this                          page furniture, with a reason
    S let-them-finish|stay-calm-first                   a section: its tactics | also acceptable
    H   1. ‖Let it out                                  mark ‖ heading
    B   He shouted⟦.I→. I⟧ waited.                      body, with damage ⟦broken→mended⟧

Tags: `.` blank, `T` title, `I` introduction, `O` closing words, `S`, `H`, `HB` heading ‖ and body in one line,
`B` body, `L` list item, `b` the line before goes on, `X` structure, `C reason` and `D` dropped, `M` markup.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from scripts.model import Article, Section, Source
from scripts.sources import Form

CORPUS = Path(__file__).resolve().parent / "corpus"
HALVES = ("development", "evaluation")
NEWLINES = {"lf": "\n", "crlf": "\r\n"}
SUFFIXES = {"text": ".txt", "markdown": ".md", "html": ".html"}

_DAMAGE = re.compile("⟦([^⟧]*?)→([^⟧]*)⟧")
_CONTENT = frozenset(("T", "I", "O", "H", "HB", "B", "L", "b", "X"))

Edit = tuple[int, str, str]
"""Line, what was broken, what it became: the smallest pair that differs."""


@dataclass
class GoldSection:
    tactics: tuple[str, ...]
    also: tuple[str, ...]
    lines: set[int] = field(default_factory=set)


@dataclass
class Recipe:
    name: str
    lang: str
    form: Form
    data: bytes
    dropped: set[int] = field(default_factory=set)
    visible: set[int] = field(default_factory=set)
    sections: list[GoldSection] = field(default_factory=list)
    repairs: Counter[Edit] = field(default_factory=Counter)

    @property
    def file(self) -> str:
        return self.name + SUFFIXES[self.form]


def read_recipe(path: Path) -> Recipe:
    """The raw bytes and the labels of one recipe. Lines count from 1, as in the raw file."""
    head, *rows = path.read_text("utf-8").rstrip("\n").split("\n")
    facts = dict(part.split("=") for part in head.split("\t")[1:])
    recipe = Recipe(path.stem, path.stem[:2], facts["form"], b"")  # type: ignore[arg-type]
    raw: list[str] = []
    group = ""
    for row in rows:
        tag, _, text = row.partition("\t")
        kind, _, rest = tag.partition(" ")
        if kind == "S":
            tactics, _, also = rest.partition("|")
            recipe.sections.append(GoldSection(_ids(tactics), _ids(also)))
            continue
        raw.append(_DAMAGE.sub(r"\1", text).replace("‖", ""))
        group = kind if kind != "b" else group
        _label(recipe, kind, group, len(raw))
        for broken, mended in _DAMAGE.findall(text):
            if set(broken) <= set("*_# "):
                continue  # left-over Markdown: marks, not damage
            recipe.repairs[(len(raw), *smallest(broken, mended))] += 1
    recipe.data = NEWLINES[facts.get("newline", "lf")].join([*raw, ""]).encode(facts.get("encoding", "utf-8"))
    return recipe


def _ids(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip() not in ("", "-"))


def _label(recipe: Recipe, kind: str, group: str, line: int) -> None:
    if kind in ("C", "D"):
        recipe.dropped.add(line)
    if kind in _CONTENT or kind in ("C", "D"):
        recipe.visible.add(line)
    if group in ("H", "HB", "B", "L") and recipe.sections:
        recipe.sections[-1].lines.add(line)


def smallest(before: str, after: str) -> tuple[str, str]:
    """The part of an edit that differs: ".H" → ". H" is "" → " "."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return before[start : len(before) - end], after[start : len(after) - end]


def read_half(half: str) -> list[Recipe]:
    return [read_recipe(path) for path in sorted((CORPUS / half).glob("*.tsv"))]


# --- how well an article fits its labels -----------------------------------------------------------


@dataclass
class Score:
    """Counts over some articles; the figures are made from them."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, other: Score) -> None:
        self.counts.update(other.counts)

    def ratio(self, part: str, *wholes: str) -> float:
        whole = sum(self.counts[name] for name in wholes)
        return self.counts[part] / whole if whole else 1.0

    def figures(self) -> dict[str, float]:
        sections = 2 * self.counts["sections right"]
        found = self.counts["sections found"] + self.counts["sections gold"]
        return {
            "language": self.ratio("language right", "articles"),
            "dropped P": self.ratio("dropped right", "dropped found"),
            "dropped R": self.ratio("dropped right", "dropped gold"),
            "sections F1": sections / found if found else 1.0,
            "repairs P": self.ratio("repairs right", "repairs found"),
            "repairs R": self.ratio("repairs right", "repairs gold"),
            "first tactic": self.ratio("first right", "first asked"),
            "placed P": self.ratio("placed right", "placed"),
            "placed R": self.ratio("gold placed", "first asked"),
            "review": self.ratio("in review", "sections found"),
        }


def judge(recipe: Recipe, article: Article | None) -> Score:
    """Compare what the pipeline made of a recipe with its labels; None where it was refused."""
    score = Score(Counter({"articles": 1, "sections gold": len(recipe.sections)}))
    count = score.counts
    count["dropped gold"] = len(recipe.dropped)
    count["repairs gold"] = recipe.repairs.total()
    count["first asked"] = sum(bool(row.tactics) for row in recipe.sections)
    if article is None:
        return score
    count["language right"] = article.lang == recipe.lang
    dropped = {row.line for row in article.dropped if row.reason != "site name behind the title"}
    count["dropped found"] = len(dropped)
    count["dropped right"] = len(dropped & recipe.dropped)
    repairs = Counter((row.line, *smallest(row.before, row.after)) for row in article.repairs)
    count["repairs found"] = repairs.total()
    count["repairs right"] = (repairs & recipe.repairs).total()
    count["sections found"] = len(article.sections)
    for section in article.sections:
        _judge_section(section, recipe, dropped, count)
    return score


def lines_of(section: Section, recipe: Recipe, dropped: set[int]) -> set[int]:
    first, last = section.lines
    return {line for line in recipe.visible if first <= line <= last and line not in dropped}


def _judge_section(section: Section, recipe: Recipe, dropped: set[int], count: Counter[str]) -> None:
    lines = lines_of(section, recipe, dropped)
    gold = max(recipe.sections, key=lambda row: len(row.lines & lines), default=None)
    count["sections right"] += any(row.lines == lines for row in recipe.sections)
    count["in review"] += section.status == "review"
    if gold is None or not gold.lines & lines:
        count["placed"] += len(section.tactics) if section.status == "placed" else 0
        return
    acceptable = (*gold.tactics, *gold.also)
    named = [row.tactic for row in section.tactics]
    if gold.tactics:
        firsts = [name for name in named if name not in gold.also]
        count["first right"] += bool(firsts) and firsts[0] in gold.tactics
    if section.status == "placed":
        count["placed"] += len(named)
        count["placed right"] += sum(name in acceptable for name in named)
        count["gold placed"] += bool(gold.tactics) and named[0] in acceptable


def as_source(recipe: Recipe, text: str) -> Source:
    return Source(recipe.name, recipe.file, "", text, recipe.form)
