"""How well articles nobody tuned for are normalised and placed: `python -m tests.bench.normalise`.

Prints per language and per form (text, HTML) the figures of the design, on the development half of the
labelled corpus, on the evaluation half, and on the seeds where ../shared is there. Rules are written with the
development half in view and never with the evaluation half. `--misses` names what went wrong on the
development half.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from scripts.catalogue import read_catalogue
from scripts.model import Article, Catalogue, Rejected
from scripts.normalise import normalise
from scripts.normalise.html import Extractor
from scripts.place import Placer
from scripts.sources import decode
from tests.corpus_recipes import (
    HALVES,
    Edit,
    GoldSection,
    Recipe,
    Score,
    as_source,
    judge,
    lines_of,
    read_half,
    smallest,
)

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared"


def run(recipes: Iterable[Recipe], catalogue: Catalogue) -> list[tuple[Recipe, Article | None]]:
    """Each recipe's raw file through the pipeline; None where it is refused."""
    placers: dict[str, Placer] = {}
    made: list[tuple[Recipe, Article | None]] = []
    with Extractor() as main_text:
        for recipe in recipes:
            try:
                text = decode(recipe.data, Path(recipe.file), recipe.form)
                article = normalise(as_source(recipe, text), catalogue.languages, main_text)
            except Rejected:
                made.append((recipe, None))
                continue
            placer = placers.setdefault(article.lang, Placer(catalogue.languages[article.lang]))
            made.append((recipe, placer.place(article, {})))
    return made


def read_seeds() -> list[Recipe]:
    """The five real articles with their gold labels, as recipes."""
    recipes = []
    for path, gold_path in zip(
        sorted(SEEDS.glob("seeds/*.txt")), sorted(SEEDS.glob("gold/*.json")), strict=True
    ):
        gold = json.loads(gold_path.read_text("utf-8"))
        recipe = Recipe(path.stem, gold["lang"], "text", path.read_bytes())
        whole = {int(line) for line, label in gold["line_labels"].items() if label in ("chrome", "duplicate")}
        recipe.dropped = whole
        recipe.visible = {int(line) for line, label in gold["line_labels"].items() if label != "blank"}
        for row in gold["sections"]:
            spans = [span for span in (row.get("heading"), *row["body"], *row["items"]) if span]
            lines = {span["line"] for span in spans}
            recipe.sections.append(GoldSection(tuple(row["tactics"]), tuple(row["tactics_also_ok"]), lines))
        edits: list[Edit] = [(row["line"], *smallest(row["before"], row["after"])) for row in gold["repairs"]]
        recipe.repairs = Counter(edits)
        recipes.append(recipe)
    return recipes


def table(made: Iterable[tuple[Recipe, Article | None]]) -> dict[str, Score]:
    """Scores per language, per form, and over all."""
    scores: dict[str, Score] = defaultdict(Score)
    for recipe, article in made:
        score = judge(recipe, article)
        for key in (recipe.lang, recipe.form, "all"):
            scores[key].add(score)
    return scores


def show(title: str, scores: dict[str, Score]) -> None:
    names = list(Score().figures())
    print(f"\n{title}\n{'':9}" + "".join(f"{name:>13}" for name in names))
    for key in sorted(scores, key=lambda key: (key == "all", key in ("text", "html", "markdown"), key)):
        figures = scores[key].figures()
        print(f"{key:9}" + "".join(f"{figures[name]:13.3f}" for name in names))


def tell_misses(made: Iterable[tuple[Recipe, Article | None]]) -> None:
    for recipe, article in made:
        print(f"\n{recipe.name}")
        if article is None:
            print("  refused")
            continue
        raw = decode(recipe.data, Path(recipe.file), recipe.form).split("\n")
        found = {
            row.line: row.reason for row in article.dropped if row.reason != "site name behind the title"
        }
        for line in sorted(set(found) - recipe.dropped):
            print(f"  dropped wrongly {line} ({found[line]}): {raw[line - 1].strip()[:90]}")
        for line in sorted(recipe.dropped - set(found)):
            print(f"  not dropped {line}: {raw[line - 1].strip()[:90]}")
        sets = [lines_of(section, recipe, set(found)) for section in article.sections]
        for gold in recipe.sections:
            if gold.lines not in sets:
                near = max(sets, key=lambda lines: len(lines & gold.lines), default=set())
                print(
                    f"  section {sorted(gold.lines)} found as {sorted(near)}: {raw[min(gold.lines) - 1].strip()[:70]}"
                )
        repairs = Counter((row.line, *smallest(row.before, row.after)) for row in article.repairs)
        for edit in sorted(repairs - recipe.repairs):
            print(f"  repaired wrongly {edit}: {raw[edit[0] - 1].strip()[:80]}")
        for edit in sorted(recipe.repairs - repairs):
            print(f"  not repaired {edit}: {raw[edit[0] - 1].strip()[:80]}")
        for section, lines in zip(article.sections, sets, strict=True):
            gold_ = max(recipe.sections, key=lambda row: len(row.lines & lines), default=None)
            if gold_ and section.status == "placed":
                wrong = [
                    row.tactic for row in section.tactics if row.tactic not in (*gold_.tactics, *gold_.also)
                ]
                if wrong:
                    print(f"  placed wrongly {section.heading!r}: {wrong}, is {gold_.tactics} {gold_.also}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--misses", action="store_true", help="name what went wrong on the development half")
    parser.add_argument("--development", action="store_true", help="leave the evaluation half alone")
    options = parser.parse_args()
    catalogue = read_catalogue(ROOT / "catalogue")
    if options.misses:
        tell_misses(run(read_half("development"), catalogue))
    for half in HALVES[: 1 if options.development else 2]:
        recipes = read_half(half)
        show(f"{half}: {len(recipes)} articles", table(run(recipes, catalogue)))
    if SEEDS.is_dir():
        show("seeds: 5 articles", table(run(read_seeds(), catalogue)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
