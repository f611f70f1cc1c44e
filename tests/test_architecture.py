"""Who may import whom: the straight line of the pipeline, kept true.

A stage imports the model and its own helpers, never another stage; only the pipeline knows the order;
only the readers and the writer touch the disk; only the command line prints or exits.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"

MAY_IMPORT = {
    "model": set(),
    "markdown": set(),
    # readers
    "yamlfile": {"model"},
    "shapes": {"model", "yamlfile"},
    "freshness": {"model", "yamlfile"},
    "style": {"model", "yamlfile"},
    "catalogue": {"model", "yamlfile", "shapes", "freshness", "style"},
    "sources": {"model", "yamlfile"},
    "reviews": {"model", "yamlfile"},
    "intake": {"model", "sources"},
    # stages
    "normalise": {"model"},
    "place": {"model"},
    "weave": {"model"},
    "pages": {"model", "markdown", "weave"},
    "settings": {"model"},
    # writer
    "output": {"model"},
    # the order
    "pipeline": {
        "model",
        "catalogue",
        "sources",
        "reviews",
        "intake",
        "normalise",
        "place",
        "weave",
        "pages",
        "settings",
        "output",
    },
    "report": {"model", "weave"},
    "site": {"output"},
    "__main__": {
        "model",
        "catalogue",
        "sources",
        "reviews",
        "freshness",
        "pipeline",
        "output",
        "report",
        "site",
    },
}
"""Room → rooms it may know. `pages` knows the value that `weave` makes, as every stage knows the model."""

DISK = {"yamlfile", "catalogue", "freshness", "sources", "reviews", "intake", "output", "__main__"}
PRINTS = {"__main__", "site"}

FILES = sorted(SCRIPTS.rglob("*.py"))


def _room(path: Path) -> str:
    relative = path.relative_to(SCRIPTS)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def _imports(path: Path) -> set[str]:
    """Rooms a file imports, relative or absolute."""
    found: set[str] = set()
    depth = len(path.relative_to(SCRIPTS).parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if node.level == depth:
                found |= {module.split(".")[0]} if module else {alias.name for alias in node.names}
            elif not node.level and module.startswith("scripts."):
                found.add(module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("scripts.")}
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SCRIPTS).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    room = _room(path)
    if path == SCRIPTS / "__init__.py":
        return
    assert room in MAY_IMPORT, f"{room} is a new room: say in MAY_IMPORT what it may know"
    assert _imports(path) - {room} <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SCRIPTS).as_posix())
def test_only_edges_touch_disk_and_terminal(path: Path) -> None:
    touched = {
        node.attr for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)
    }
    if _room(path) not in DISK:
        assert not touched & {"read_text", "read_bytes", "write_text", "write_bytes", "unlink", "rglob"}
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    if _room(path) not in DISK:
        assert "open" not in calls
    if _room(path) not in PRINTS:
        assert "print" not in calls
    if _room(path) != "__main__":
        assert "exit" not in touched
