"""The labelled corpus: no figure of either half sinks below its floor, and the labels are sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.catalogue import read_catalogue
from scripts.sources import decode
from scripts.yamlfile import read_yaml
from tests.bench.normalise import run, table
from tests.corpus_recipes import CORPUS, HALVES, read_half

ROOT = Path(__file__).resolve().parents[1]
FLOORS = read_yaml(CORPUS / "floors.yml")


@pytest.mark.parametrize("half", HALVES)
def test_no_figure_sinks(half: str) -> None:
    catalogue = read_catalogue(ROOT / "catalogue")
    figures = table(run(read_half(half), catalogue))["all"].figures()
    floors = FLOORS.at(half)
    assert floors.keys() <= figures.keys()
    sunk = {name: round(figures[name], 3) for name, floor in floors.items() if figures[name] < floor}
    assert not sunk


@pytest.mark.parametrize("half", HALVES)
def test_labels_are_sound(half: str) -> None:
    """Two articles a language, one of them HTML; every label names a tactic and stands on a line there is."""
    tactics = read_catalogue(ROOT / "catalogue").tactics
    recipes = read_half(half)
    for lang in ("en", "nb", "sv", "fi", "nl", "af"):
        assert sorted(recipe.form == "html" for recipe in recipes if recipe.lang == lang) == [False, True]
    for recipe in recipes:
        lines = decode(recipe.data, Path(recipe.file), recipe.form).split("\n")
        assert max(recipe.visible) <= len(lines), recipe.name
        assert len(recipe.sections) >= 9, recipe.name
        for section in recipe.sections:
            assert section.lines, recipe.name
            assert {*section.tactics, *section.also} <= tactics.keys(), recipe.name
