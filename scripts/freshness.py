"""Tell which words were written for an older meaning.

In: the structure files and what each language's words were confirmed against. Out: the ids whose words
are to be looked at. No language is the pivot: a changed `meaning` (or stage, plan, relation …) asks every
language, and each confirms for itself, by a fingerprint and not by a date.

    catalogue/nb/confirmed.yml:   tactics: {let-them-finish: 3f2a9c1b}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from .model import Problem, Rejected
from .yamlfile import Document, read_yaml, suggest

CONFIRMED = "confirmed.yml"
STRUCTURES = ("tactics.yml", "situations.yml", "tensions.yml")
"""The files whose entries have words in every language."""

_NOTE = (
    "# The meaning and structure each entry's words were confirmed against, as fingerprints.\n"
    "# Written by `python -m scripts confirm {lang} ID`; do not edit.\n"
)


def fingerprint(entry: Any) -> str:
    """Eight hex digits of an entry of a structure file, its meaning included."""
    text = json.dumps(entry, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]


def find_stale(structures: Mapping[str, Document], confirmed: Document) -> tuple[str, ...]:
    """Ids whose words were confirmed against something else, or never, in the order of the files."""
    return tuple(
        key
        for file in STRUCTURES
        for key in structures[file].entries()
        if confirmed.at(_group(file), key) != fingerprint(structures[file].at(key))
    )


def confirm(folder: Path, lang: str, ids: Collection[str]) -> int:
    """Note that the words of these ids (all, if none is named) fit their meaning; gives how many."""
    structures = {file: read_yaml(folder / file) for file in STRUCTURES}
    known = {key for document in structures.values() for key in document.entries()}
    _check(folder, lang, ids, known)
    path = folder / lang / CONFIRMED
    before = read_yaml(path) if path.exists() else Document(str(path))
    count = 0
    rows = [_NOTE.format(lang=lang)]
    for file, document in structures.items():
        rows.append(f"{_group(file)}:\n")
        for key in document.entries():
            stored = before.at(_group(file), key)
            if key in ids or not ids:
                count += 1
                stored = fingerprint(document.at(key))
            if stored:
                rows.append(f"  {key}: {json.dumps(stored)}\n")
    path.write_text("".join(rows), encoding="utf-8")
    return count


def _check(folder: Path, lang: str, ids: Collection[str], known: Collection[str]) -> None:
    problems = [
        Problem(
            str(folder), 0, f"there is no {id_}", suggest(id_, known, "name a tactic, situation or tension")
        )
        for id_ in ids
        if id_ not in known
    ]
    if not (folder / lang).is_dir():
        languages = [path.name for path in folder.iterdir() if path.is_dir()]
        problems.append(
            Problem(
                str(folder / lang), 0, "there is no such language", suggest(lang, languages, "name a folder")
            )
        )
    if problems:
        raise Rejected(problems)


def _group(file: str) -> str:
    return file.removesuffix(".yml")
