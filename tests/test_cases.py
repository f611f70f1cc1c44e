"""Golden cases: articles through the whole pipeline, compared file by file with what is expected.

tests/cases/<case>/sources, catalogue, expected. A missing or an extra file fails; after a wanted change,
`pytest tests/test_cases.py --update-expected` writes anew what git then shows. The words of the frame are
their own names here (‹nav.home›), so that rewording them changes no case; the phrases of the normaliser
are the real ones.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from scripts.pipeline import build, explain
from scripts.report import describe
from scripts.yamlfile import read_yaml

ROOT = Path(__file__).resolve().parents[1]
CASES = sorted(path for path in (ROOT / "tests/cases").iterdir() if path.is_dir())


def _named_frame(value: object, name: str = "") -> object:
    """The interface with every text replaced by its name and its placeholders."""
    if isinstance(value, dict):
        return {key: _named_frame(inner, f"{name}.{key}" if name else key) for key, inner in value.items()}
    return f"‹{name}›" + "".join(re.findall(r"\{\w+\}", str(value)))


def _complete(case: Path, folder: Path) -> Path:
    """The case's catalogue with the files it shares with the real one."""
    shutil.copytree(case / "catalogue", folder)
    for language in folder.iterdir():
        if language.is_dir():
            real = ROOT / "catalogue" / language.name
            frame = _named_frame(read_yaml(real / "interface.yml").data)
            (language / "interface.yml").write_text(json.dumps(frame, ensure_ascii=False), "utf-8")
            shutil.copy(real / "normaliser.yml", language)
    return folder


def _run(case: Path, folder: Path) -> dict[str, str]:
    catalogue = _complete(case, folder / "catalogue")
    built = build(catalogue, [case / "sources"])
    assert not built.problems
    found = {f"docs/{path}": text for path, text in built.pages.items()}
    for article in built.web.articles:
        report = describe(explain(catalogue, Path(article.source.path)))
        report["source"] = Path(report["source"]).name
        name = f"explain/{article.source.id}.json"
        found[name] = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
    if case.name == "forms":  # here the articles matter, not the pages
        found = {name: text for name, text in found.items() if name.startswith("explain/")}
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    found = _run(case, tmp_path)
    expected = case / "expected"
    if request.config.getoption("--update-expected"):
        shutil.rmtree(expected, ignore_errors=True)
        for name, text in found.items():
            (expected / name).parent.mkdir(parents=True, exist_ok=True)
            (expected / name).write_text(text, "utf-8")
    wanted = {
        path.relative_to(expected).as_posix(): path.read_text("utf-8")
        for path in sorted(expected.rglob("*"))
        if path.is_file()
    }
    assert sorted(found) == sorted(wanted)
    for name, text in wanted.items():
        assert found[name] == text, name
