"""The catalogue: what the project knows, read from `catalogue/` and checked as a whole.

Enters the folder; leaves a `Catalogue`, or `Rejected` with every problem of every file. Example:

    catalogue = read_catalogue(Path("catalogue"))
    catalogue.languages["nb"].tactics["let-them-finish"].title    == "La kunden snakke ut"

or: catalogue/nb/tactics.yml:12: calm: title is 44 characters, 4 too many; shorten it to 40

The structure files hold ids and how they hang together; a language's folder holds its words. A
language is a row in languages.yml and a folder: nothing here knows any language.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts import model
from scripts.freshness import CONFIRMED, find_stale
from scripts.model import CHANNELS, INVERSE, STAGES, Catalogue, Problem, Rejected, Relation
from scripts.shapes import (
    ENTRIES,
    RELATIONS,
    STRUCTURE,
    WORDS,
    LanguageRow,
    SituationRow,
    TacticRow,
    TensionText,
)
from scripts.style import check_style, completeness, find_missing
from scripts.yamlfile import Document, Loc, check_shape, name, read_yaml, reject_kind, suggest

# Where a structure file names an id ("*" is any key or place in a list), and of which file.
REFERENCES = (
    ("tactics.yml", ("*", "situations", "*"), "situations.yml"),
    ("tactics.yml", ("*", "evidence", "*"), "evidence.yml"),
    ("situations.yml", ("*", "plan", "*"), "tactics.yml"),
    ("situations.yml", ("*", "phone", "*"), "tactics.yml"),
    ("situations.yml", ("*", "counter", "*"), "tactics.yml"),
    ("situations.yml", ("*", "writing", "*"), "tactics.yml"),
    ("situations.yml", ("*", "if_fails", "*"), "tactics.yml"),
    ("tensions.yml", ("*", "sides", "*", "*"), "tactics.yml"),
    ("tensions.yml", ("*", "evidence", "*"), "evidence.yml"),
)

# Where words have exactly the keys of the structure: file, key, and what such a key is called.
MIRRORED = (
    ("tactics.yml", "related", "tactic"),
    ("tactics.yml", "evidence", "evidence"),
    ("tensions.yml", "sides", "side"),
)

# Words of the frame that other parts of the program ask for by name.
INTERFACE = (
    *(f"stages.{stage}.{part}" for stage in STAGES for part in ("title", "line")),
    *(f"channels.{channel}" for channel in CHANNELS),
    *(f"relations.{kind}" for kind in INVERSE),
)

# What an id of a file is called in a message.
NOUNS = {
    "tactics.yml": "tactic",
    "situations.yml": "situation",
    "tensions.yml": "tension",
    "evidence.yml": "evidence",
}

ANY = "any"
"""Stands for every situation in a tactic's `situations`."""

KIND_ORDER = (*RELATIONS, "backs-up")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
PLACEHOLDER = re.compile(r"\{\w+\}")


@dataclass(frozen=True)
class Files:
    """Every file of the catalogue as read, by name (`nb/tactics.yml`)."""

    folder: Path
    documents: Mapping[str, Document]
    confirmed: Mapping[str, Document]
    """Per language what its words were confirmed against; an empty document where nothing was."""

    def __getitem__(self, file: str) -> Document:
        """Return the file's document, an empty one where the file was not to be read."""
        return self.documents.get(file, Document(str(self.folder / file)))

    def languages(self) -> tuple[str, ...]:
        """Return the codes of the languages that were read, in the order of languages.yml."""
        codes = [file.partition("/")[0] for file in self.documents if file.endswith("/interface.yml")]
        rows = self["languages.yml"].entries()
        return tuple(sorted(codes, key=lambda code: rows.index(code) if code in rows else len(rows)))

    def default(self) -> str:
        """Return the code of the default language, empty where no row or no folder says so."""
        rows = self["languages.yml"]
        return next((code for code in self.languages() if rows.at(code, "default") is True), "")

    def words(self, file: str) -> Iterator[Document]:
        """Yield this file of every language."""
        return (self[f"{code}/{file}"] for code in self.languages())


def read_catalogue(folder: Path) -> Catalogue:
    """Read the catalogue in `folder`; raises Rejected with all problems of all files."""
    if not folder.is_dir():
        raise Rejected([Problem(str(folder), 0, "there is no such folder", "name the catalogue")])
    files = read_files(folder)
    read = (*files.documents.values(), *files.confirmed.values())
    problems = [problem for document in read for problem in document.problems]
    entries: dict[str, Any] = {}
    for file, document in files.documents.items():
        if document.data is not None or not document.problems:
            shape = (WORDS if "/" in file else STRUCTURE)[file.rpartition("/")[2]]
            entries[file], found = check_shape(document, shape.adapter, shape.keys)
            problems += found
    for check in CHECKS:
        problems += check(files)
    if problems:
        raise Rejected(sorted(set(problems)))
    return build_catalogue(files, entries)


def check_words_of(folder: Path) -> list[Problem]:
    """What is still to be written, and what is written against the language's style, in every language."""
    files = read_files(folder)
    rows = files["languages.yml"]
    return sorted(
        problem
        for code in files.languages()
        for file in WORDS
        if file != "normaliser.yml"
        for document in [files[f"{code}/{file}"]]
        for problem in (*check_style(document, str(rows.at(code, "quotes"))), *find_missing(document, file))
    )


def read_files(folder: Path) -> Files:
    """Read the structure files, then those of every language's folder, with a row or without."""
    documents = {file: read_yaml(folder / file) for file in STRUCTURE}
    for path in sorted(folder.iterdir()):
        if path.is_dir() and CODE.fullmatch(path.name):
            documents |= {f"{path.name}/{file}": read_yaml(path / file) for file in WORDS}
    confirmed = {
        code: _read_confirmed(folder / code)
        for code in {file.partition("/")[0] for file in documents if "/" in file}
    }
    return Files(folder, documents, confirmed)


def _read_confirmed(folder: Path) -> Document:
    path = folder / CONFIRMED
    return read_yaml(path) if path.exists() else Document(str(path))


def check_languages(files: Files) -> Iterator[Problem]:
    """Check codes, the one default, and that rows and folders are the same languages."""
    rows = files["languages.yml"]
    for code in rows.entries():
        if not CODE.fullmatch(code):
            yield rows.problem((code,), f'"{code}" is no language code', "write one such as nb")
        elif code not in files.languages():
            todo = f"add it with {', '.join(WORDS)}"
            yield rows.problem((code,), f'the folder "{code}" is missing', todo)
    defaults = [code for code in rows.entries() if rows.at(code, "default") is True]
    if rows.is_mapping and not defaults:
        yield rows.problem((), "no language is the default", "write default: true in one row")
    for code in defaults[1:]:
        what = f"{code} is a second default beside {defaults[0]}"
        yield rows.problem((code, "default"), what, "keep one of the two")
    for path in sorted(files.folder.iterdir()):
        known = path.name in (*rows.entries(), *STRUCTURE) or path.name.startswith((".", "_"))
        if path.is_dir() and not known and rows.is_mapping:
            todo = suggest(path.name, rows.entries(), "add a row or remove the folder")
            yield Problem(str(path), 0, "this language has no row in languages.yml", todo)


def check_counts(files: Files) -> Iterator[Problem]:
    """Check the number of entries of every list and mapping that has a row in ENTRIES."""
    for file, document in files.documents.items():
        rows = ENTRIES.get(f"*/{file.partition('/')[2]}" if "/" in file else file, {})
        for key, (fewest, most) in rows.items():
            for loc, value in document.find("*", key):
                if not isinstance(value, (tuple, Mapping)) or fewest <= len(value) <= most:
                    continue
                wanted = f"{fewest} to {most}" if len(value) > most else f"at least {fewest}"
                what = f"{name(loc)} has {len(value)} {'entry' if len(value) == 1 else 'entries'}"
                yield document.problem(loc, what, f"write {wanted}")


def check_ids(files: Files) -> Iterator[Problem]:
    """Check that ids can be addresses of pages and names of files."""
    for file in NOUNS:
        for key in files[file].entries():
            if not ID.fullmatch(key):
                what = f'"{key}" is no id'
                todo = "write lower-case letters a-z, digits and hyphens"
                yield files[file].problem((key,), what, todo)


def check_references(files: Files) -> Iterator[Problem]:
    """Check that ids named in the structure exist, each once in its list."""
    for file, pattern, target in REFERENCES:
        document, known = files[file], files[target].entries()
        for loc, value in document.find(*pattern):
            is_any = value == ANY and target == "situations.yml"
            if is_any or not isinstance(value, str) or not isinstance(loc[-1], int):
                continue
            if files[target].is_mapping and value not in known:
                what = f'{name(loc[:-1])} names no {NOUNS[target]}: "{value}"'
                todo = suggest(value, known, f"add it to {target} or remove it here")
                yield document.problem(loc, what, todo)
            elif value in document.at(*loc[:-1])[: loc[-1]]:
                yield document.problem(loc, f'{name(loc[:-1])} names "{value}" twice', "keep one")


def check_situations(files: Files) -> Iterator[Problem]:
    """Check that a tactic's own situations are those that do not follow from the plans."""
    plans = files["situations.yml"]
    document = files["tactics.yml"]
    for loc, value in document.find("*", "situations", "*"):
        tactic = str(loc[0])
        if value == ANY and len(document.at(tactic, "situations")) > 1:
            what = f"{tactic}: any already stands for every situation"
            yield document.problem(loc, what, "keep it alone or remove it")
        elif isinstance(value, str) and tactic in name_tactics(plans, value):
            what = f'{tactic}: situation "{value}" already follows from the plan'
            yield document.problem(loc, what, "remove it here")


def name_tactics(plans: Document, situation: str) -> list[str]:
    """Return every tactic the situation names, in its plan, on a channel or for when it fails."""
    keys = ("plan", *CHANNELS, "if_fails")
    return [tactic for key in keys for tactic in plans.texts(situation, key)]


def check_relations(files: Files) -> Iterator[Problem]:
    """Check that a relation joins two tactics and is written on one of them only."""
    document = files["tactics.yml"]
    order = document.entries()
    for loc, _ in document.find("*", "related", "*"):
        if isinstance(loc[2], int):
            continue  # a list, which the shape reports
        tactic, _, other = map(str, loc)
        back = (other, "related", tactic)
        if other == tactic:
            yield document.problem(loc, f"{tactic} is related to itself", "remove it")
        elif other not in order:
            todo = suggest(other, order, "add it to tactics.yml or remove it here")
            yield document.problem(loc, f'{tactic}: related names no tactic: "{other}"', todo)
        elif back in document.lines and order.index(other) < order.index(tactic):
            line = document.line(*back)
            what = f"{tactic}: the relation to {other} is already written there, on line {line}"
            yield document.problem(loc, what, "keep one of the two")


def check_words(files: Files) -> Iterator[Problem]:
    """Check that words are there for exactly the entries of the structure."""
    for file in ("tactics.yml", "situations.yml", "tensions.yml"):
        for words in files.words(file):
            if files[file].is_mapping:
                yield from compare_keys(words, (), files[file].entries(), NOUNS[file])
    for words in files.words("situations.yml"):
        for loc, _ in words.find("*", "channels", "*"):
            if isinstance(loc[2], str) and loc[2] not in CHANNELS:
                todo = suggest(loc[2], CHANNELS, f"write one of {', '.join(CHANNELS)}")
                yield words.problem(loc, f'{loc[0]}: unknown channel "{loc[2]}"', todo)


def check_mirrored(files: Files) -> Iterator[Problem]:
    """Check that an entry's words have the keys of its structure, where those are right."""
    wrong = {(each.path, each.line) for each in (*check_references(files), *check_relations(files))}
    for file, key, noun in MIRRORED:
        document = files[file]
        for entry in document.entries():
            wanted = document.entries(entry, key) or document.texts(entry, key)
            lines = [line for loc, line in document.lines.items() if loc[:2] == (entry, key)]
            if any((document.path, line) in wrong for line in lines):
                continue  # one mistake there would be reported once more in every language
            for words in files.words(file):
                if entry in words.entries():
                    yield from compare_keys(words, (entry, key), wanted, noun)


def compare_keys(document: Document, loc: Loc, wanted: Collection[str], noun: str) -> Iterator[Problem]:
    """Check that the mapping at `loc` has exactly the keys wanted."""
    if loc in document.lines and not isinstance(document.at(*loc), Mapping):
        return  # of another kind, which the shape reports
    have = document.entries(*loc)
    missing = [key for key in wanted if key not in have] if document.lines else []
    where = f"{name(loc[:1])}: " if loc else ""
    for key in (key for key in have if key not in wanted):
        todo = suggest(key, missing, "remove it")
        yield document.problem((*loc, key), f'{where}unknown {noun} "{key}"', todo)
    for key in missing:
        yield document.problem(loc, f'{where}{noun} "{key}" has no words', "add them")


def check_normalisers(files: Files) -> Iterator[Problem]:
    """Check that names of reasons and of structure words are those of the default language."""
    first = files[f"{files.default()}/normaliser.yml"]
    for document in files.words("normaliser.yml"):
        for group in ("chrome", "structure"):
            known = first.entries(group)
            for key in document.entries(group) if known else ():
                if key not in known:
                    what = f'{group}: unknown name "{key}"'
                    todo = suggest(key, known, f"write one of {', '.join(known)}")
                    yield document.problem((group, key), what, todo)


def flatten(value: Any, loc: Loc = ()) -> Iterator[tuple[Loc, Any]]:
    """Yield what is no mapping inside nested mappings, with where it stands."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from flatten(each, (*loc, key))
    else:
        yield loc, value


def join(loc: Loc) -> str:
    """Return the dotted name of a word of the frame."""
    return ".".join(map(str, loc))


def find_words(document: Document) -> dict[str, Loc]:
    """Return where each word of the frame stands, by its dotted name."""
    data = document.data if document.is_mapping else {}
    return {join(loc): loc for loc, _ in flatten(data)}


def check_interfaces(files: Files) -> Iterator[Problem]:
    """Check that every language has the frame words of the default one, and that these suffice."""
    first = files[f"{files.default()}/interface.yml"]
    frame = find_words(first)
    for document in files.words("interface.yml"):
        have = find_words(document)
        for key in (key for key in have if first.is_mapping and key not in frame):
            todo = suggest(key, frame.keys() - have.keys(), "remove it")
            yield document.problem(have[key], f'unknown key "{key}"', todo)
        wanted = INTERFACE if document is first else frame
        for key in (key for key in wanted if document.is_mapping and key not in have):
            yield document.problem(tuple(key.split(".")), f'"{key}" is missing', "add it")
        for key, loc in have.items():
            text, pattern = document.at(*loc), first.at(*frame.get(key, ("",)))
            if not isinstance(text, str) or not text.strip():
                yield reject_kind(document, loc, "text")
            elif isinstance(pattern, str):
                yield from check_placeholders(document, loc, pattern)


def check_placeholders(document: Document, loc: Loc, pattern: str) -> Iterator[Problem]:
    """Check that a text has the {names} of the default language's, and no brace besides."""
    text = document.at(*loc)
    have, wanted = (sorted(set(PLACEHOLDER.findall(each))) for each in (text, pattern))
    if have != wanted:
        what = f"{join(loc)} has {', '.join(have) or 'nothing in braces'}"
        todo = f"write {', '.join(wanted) or 'no braces'} as in the default language"
        yield document.problem(loc, what, todo)
    elif set("{}") & set(PLACEHOLDER.sub("", text)):
        yield document.problem(loc, f"{join(loc)} has a stray brace", "remove it or close it")


def check_strengths(files: Files) -> Iterator[Problem]:
    """Check that the default language names every strength of evidence."""
    frame, document = files[f"{files.default()}/interface.yml"], files["evidence.yml"]
    known = frame.entries("evidence")
    for loc, value in document.find("*", "strength"):
        if isinstance(value, str) and value not in known and frame.is_mapping:
            what = f'{loc[0]}: unknown strength "{value}"'
            todo = suggest(value, known, "add it under evidence in every interface.yml")
            yield document.problem(loc, what, todo)


CHECKS = (
    check_languages,
    check_counts,
    check_ids,
    check_references,
    check_situations,
    check_relations,
    check_words,
    check_mirrored,
    check_normalisers,
    check_interfaces,
    check_strengths,
)


def build_catalogue(files: Files, entries: Mapping[str, Any]) -> Catalogue:
    """Make the catalogue's values from checked entries; the default language comes first."""
    rows = entries["languages.yml"]
    situations = {key: build_situation(key, row) for key, row in entries["situations.yml"].items()}
    relations = derive_relations(entries["tactics.yml"])
    return Catalogue(
        tactics={
            key: build_tactic(key, row, situations, relations[key])
            for key, row in entries["tactics.yml"].items()
        },
        situations=situations,
        tensions={key: model.Tension(id=key, **dict(row)) for key, row in entries["tensions.yml"].items()},
        evidence={key: model.Evidence(id=key, **dict(row)) for key, row in entries["evidence.yml"].items()},
        languages={
            code: build_language(files, code, entries)
            for code in sorted(files.languages(), key=lambda code: not rows[code].default)
        },
    )


def build_situation(key: str, row: SituationRow) -> model.Situation:
    """Make a situation; channels on which nothing differs are left out."""
    by_channel = {"phone": row.phone, "counter": row.counter, "writing": row.writing}
    added = {channel: tactics for channel, tactics in by_channel.items() if tactics}
    return model.Situation(key, row.meaning, row.icon, row.plan, added, row.if_fails)


def build_tactic(
    key: str,
    row: TacticRow,
    situations: Mapping[str, model.Situation],
    related: tuple[Relation, ...],
) -> model.Tactic:
    """Make a tactic; its situations are those that plan it, that name it, then its own."""
    planned = [each.id for each in situations.values() if key in each.plan]
    named = [each.id for each in situations.values() if key in each.tactics]
    own = situations if ANY in row.situations else row.situations
    return model.Tactic(
        id=key,
        meaning=row.meaning,
        stage=row.stage,
        core=row.core,
        channels=row.channels,
        situations=tuple(dict.fromkeys((*planned, *named, *own))),
        related=related,
        evidence=row.evidence,
    )


def derive_relations(rows: Mapping[str, TacticRow]) -> dict[str, tuple[Relation, ...]]:
    """Return each tactic's relations with the inverses of those written on others, in order."""
    relations: dict[str, list[Relation]] = {key: [] for key in rows}
    for key, row in rows.items():
        for other, kind in row.related.items():
            relations[key].append(Relation(other, kind, written_on=key))
            relations[other].append(Relation(key, INVERSE[kind], written_on=key))
    return {
        key: tuple(sorted(each, key=lambda relation: KIND_ORDER.index(relation.kind)))
        for key, each in relations.items()
    }


def build_language(files: Files, code: str, entries: Mapping[str, Any]) -> model.Language:
    """Make a language from its row and the words in its folder."""
    row: LanguageRow = entries["languages.yml"][code]
    counts = [completeness(files[f"{code}/{file}"], file) for file in WORDS]
    words = {file: entries[f"{code}/{file}"] for file in WORDS}
    return model.Language(
        code=code,
        interface={join(loc): text for loc, text in flatten(words["interface.yml"])},
        tactics={key: model.TacticWords(**dict(each)) for key, each in words["tactics.yml"].items()},
        situations={key: model.SituationWords(**dict(each)) for key, each in words["situations.yml"].items()},
        tensions={key: build_tension(each) for key, each in words["tensions.yml"].items()},
        normaliser=model.NormaliserWords(**dict(words["normaliser.yml"])),
        stale=find_stale(files.documents, files.confirmed[code]),
        written=(sum(done for done, _ in counts), sum(all_ for _, all_ in counts)),
        **{**dict(row), "quotes": tuple(row.quotes)},
    )


def build_tension(words: TensionText) -> model.TensionWords:
    """Make a tension's words."""
    sides = {key: model.SideWords(**dict(side)) for key, side in words.sides.items()}
    return model.TensionWords(**{**dict(words), "sides": sides})
