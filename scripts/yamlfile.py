"""YAML files written by people: their values, the line of each, and what is wrong with them.

Enters a path; leaves a `Document`: plain values (dict, tuple, str, bool, int, float, None), the
line of every one of them, and the problems found. Example, for an `a.yml` with `x: [no, yes]`:

    read_yaml(Path("a.yml")).data            == {"x": ("no", "yes")}
    read_yaml(Path("a.yml")).line("x", 1)    == 1

The parser is ruamel.yaml's pure one, for YAML 1.2. Values are built here from its events rather
than by its loader: only so are duplicate keys and aliases all found, each with its line, and no
tag can construct anything. Texts and keys are in NFC, so a length is `len`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from scripts.model import Problem, Rejected

Loc = tuple[str | int, ...]
"""Where a value stands: the keys and the places in lists (from 0) that lead to it."""

DEEPEST = 12
"""Levels of nesting; our files have 4, and the limit keeps junk from exhausting the stack."""

QUOTE_IT = "put the whole text in quotation marks"

# What the parser says, what an editor can make of it, and the cure. Where the parser notices only
# at the end of the file (True), the line that counts is the one where the unclosed thing began.
SYNTAX = (
    (r"mapping values are not allowed", 'there is a ": " inside a text', QUOTE_IT, False),
    (r"found character '\\?t'", "a tab is used to indent", "use spaces", False),
    (r"found character '(.)'", "a text begins with {0}", QUOTE_IT, False),
    (r"unexpected end of stream", "a quotation mark is never closed", "close it", True),
    (r"unknown escape", "there is a backslash in double quotation marks", "write it twice", False),
    (r"expected ',' or '(.)'", "a brace or bracket is not closed", "close it with {0}", True),
    (r"found '<stream end>'", "a brace or bracket is not closed", "close it", True),
    (r"expected <block end>", "the indentation is broken", "indent as in the line above", False),
    (r"expected ':'", 'a key has no ":" after it', 'write "key: text"', True),
)

SPECIAL: Mapping[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")

# pydantic's types of error for a value of the wrong kind, and the kind that was wanted.
KINDS = {
    "string_type": "text",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
}


@dataclass(frozen=True)
class Document:
    """A YAML file as read; `data` is None where the file is empty or could not be read."""

    path: str
    data: Any = None
    lines: Mapping[Loc, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def is_mapping(self) -> bool:
        """Whether the file could be read and holds a mapping, be it empty."""
        return isinstance(self.data, Mapping)

    def line(self, *loc: str | int) -> int:
        """Return the line of the value at `loc`, or of the nearest entry around it."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 1)

    def at(self, *loc: str | int) -> Any:
        """Return the value at `loc`, None where there is none."""
        value = self.data
        for step in loc:
            if isinstance(value, Mapping):
                value = value.get(step)
            elif isinstance(value, tuple) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value

    def entries(self, *loc: str | int) -> tuple[str, ...]:
        """Return the keys of the mapping at `loc`, none where there is no mapping."""
        value = self.at(*loc)
        return tuple(value) if isinstance(value, Mapping) else ()

    def texts(self, *loc: str | int) -> tuple[str, ...]:
        """Return the texts in the list at `loc`, none where there is no list."""
        value = self.at(*loc)
        items = value if isinstance(value, tuple) else ()
        return tuple(item for item in items if isinstance(item, str))

    def find(self, *pattern: str) -> Iterator[tuple[Loc, Any]]:
        """Yield each value whose loc fits the pattern, in which "*" is any key or place."""
        for loc in self.lines:
            if len(loc) == len(pattern) and all(
                want in ("*", step) for want, step in zip(pattern, loc, strict=True)
            ):
                yield loc, self.at(*loc)

    def problem(self, loc: Loc, what: str, todo: str) -> Problem:
        """Return a problem at the line of `loc`."""
        return Problem(self.path, self.line(*loc), what, todo)


@dataclass(frozen=True)
class _Build:
    """The work in hand: events still to come, and the lines and problems gathered so far."""

    path: str
    events: Iterator[Any]
    lines: dict[Loc, int]
    problems: list[Problem]


def read_yaml(path: Path) -> Document:
    """Read one YAML file; whatever is wrong with it is in the document's problems."""
    text, problem = _read_text(path)
    if problem:
        return Document(str(path), problems=(problem,))
    lines: dict[Loc, int] = {}
    problems: list[Problem] = []
    try:
        events = YAML(typ="safe", pure=True).parse(text)
        data = _build_document(_Build(str(path), events, lines, problems))
    except Rejected as rejected:
        return Document(str(path), problems=(*problems, *rejected.problems))
    except (YAMLError, ValueError, AssertionError) as error:  # the last two: the parser's own bugs
        return Document(str(path), problems=(*problems, _explain_syntax(path, text, error)))
    return Document(str(path), data, lines, tuple(problems))


def find_near(word: str, known: Iterable[str]) -> str:
    """Return the known word most like `word`, empty where none is."""
    return next(iter(get_close_matches(word, sorted(known), n=1)), "")


def suggest(word: str, known: Collection[str], otherwise: str) -> str:
    """Say which known word was probably meant; `otherwise` where none is near."""
    near = find_near(word, known)
    return f'did you mean "{near}"?' if near else otherwise


def name(loc: Loc) -> str:
    """Return a loc as editors read it: `("a", "steps", 2)` is `a: steps 3`."""
    words = [str(step + 1) if isinstance(step, int) else step for step in loc]
    if not words:
        return "the file"
    is_entry = len(loc) > 1 and isinstance(loc[1], str)
    return f"{words[0]}: {' '.join(words[1:])}" if is_entry else " ".join(words)


def reject_kind(document: Document, loc: Loc, wanted: str) -> Problem:
    """Say that the value at `loc` is of another kind than `wanted`."""
    value = document.at(*loc)
    if value is None or value == "":
        return document.problem(loc, f"{name(loc)} is empty", "fill it in or remove it")
    kinds = ((bool, "true or false"), (str, "text"), (Mapping, "a mapping"), (tuple, "a list"))
    kind = next((word for kind, word in kinds if isinstance(value, kind)), "a number")
    todo = QUOTE_IT if wanted == "text" and kind != "a list" else f"write {wanted}"
    return document.problem(loc, f"{name(loc)} is {kind}, not {wanted}", todo)


def reject_value(what: str, todo: str) -> PydanticCustomError:
    """Return the error a validator raises; `what` goes on from the name of the value."""
    return PydanticCustomError("value", "{what}; {todo}", {"what": what, "todo": todo})


def check_shape(
    document: Document, shape: TypeAdapter[Any], known: Collection[str]
) -> tuple[Any, list[Problem]]:
    """Return the document's data as the shape makes it (None if it cannot), and its problems.

    known: the keys the shape knows anywhere, for near misses.
    """
    try:
        return shape.validate_python(document.data, strict=True), []
    except ValidationError as error:
        return None, [_explain_shape(document, row, known) for row in error.errors()]


def _read_text(path: Path) -> tuple[str, Problem | None]:
    data = b""
    try:
        data = path.read_bytes()
        return data.decode("utf-8-sig"), None
    except FileNotFoundError:
        what, todo = "the file is missing", "write it"
    except IsADirectoryError:
        what, todo = "this is a folder, not a file", "put a YAML file in its place"
    except OSError as error:
        what, todo = f"the file cannot be read ({error.strerror})", "make it readable"
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return "", Problem(str(path), line, "this is not UTF-8", "save the file as UTF-8")
    return "", Problem(str(path), 0, what, todo)


def _explain_syntax(path: Path, text: str, error: Exception) -> Problem:
    if isinstance(error, ReaderError):
        line = text.count("\n", 0, error.position) + 1
        what = f"the invisible character U+{ord(text[error.position]):04X} is not allowed"
        return Problem(str(path), line, what, "remove it")
    said = getattr(error, "problem", None) or "it cannot be parsed"
    mark = getattr(error, "problem_mark", None)
    what, todo = f"this is not valid YAML ({said})", "compare it with the entries around it"
    for pattern, plain, cure, from_start in SYNTAX:
        if found := re.search(pattern, said):
            what, todo = plain.format(*found.groups()), cure.format(*found.groups())
            if from_start and isinstance(error, MarkedYAMLError):
                mark = error.context_mark or mark
            break
    return Problem(str(path), mark.line + 1 if mark else 1, what, todo)


def _build_document(build: _Build) -> Any:
    data = None
    for event in build.events:
        if isinstance(event, DocumentStartEvent) and build.lines:
            _refuse(build, event, "a second document begins with ---", "keep one in the file")
        if isinstance(event, NodeEvent):
            data = _build_value(build, event, ())
    return data


def _build_value(build: _Build, event: Any, loc: Loc) -> Any:
    """Build the value that begins with `event`, taking all its events; note its line."""
    build.lines.setdefault(loc, event.start_mark.line + 1)
    if len(loc) > DEEPEST:
        _refuse(build, event, f"this is more than {DEEPEST} levels deep", "write it flatter")
    _check_signs(build, event)
    if isinstance(event, AliasEvent):
        return f"*{event.anchor}"
    if isinstance(event, MappingStartEvent):
        return _build_mapping(build, loc)
    if isinstance(event, SequenceStartEvent):
        return _build_sequence(build, loc)
    text = _take_text(build, event)
    return _resolve(text) if event.implicit[0] else text


def _take_text(build: _Build, event: Any) -> str:
    """Return a scalar's text in NFC, without what an escape in quotes may have brought in."""
    if INVISIBLE.search(event.value):
        _note(build, event, "an escape stands for an invisible character", "remove it")
    return unicodedata.normalize("NFC", INVISIBLE.sub("", event.value))


def _build_sequence(build: _Build, loc: Loc) -> tuple[Any, ...]:
    values: list[Any] = []
    for event in build.events:
        if isinstance(event, SequenceEndEvent):
            break
        values.append(_build_value(build, event, (*loc, len(values))))
    return tuple(values)


def _build_mapping(build: _Build, loc: Loc) -> dict[str, Any]:
    values: dict[str, Any] = {}
    aside = replace(build, lines={})
    for event in build.events:
        if isinstance(event, MappingEndEvent):
            break
        if not isinstance(event, ScalarEvent):
            _note(build, event, "a list, mapping or alias stands as a key", QUOTE_IT)
            _build_value(aside, event, (*loc, ""))
            _build_value(aside, next(build.events), (*loc, ""))
            continue
        _check_signs(build, event)
        key = _take_text(build, event)
        if key in values:
            what = f'"{key}" is written twice, first on line {build.lines[*loc, key]}'
            _note(build, event, what, "keep one of the two")
            _build_value(aside, next(build.events), (*loc, key))
            continue
        build.lines[*loc, key] = event.start_mark.line + 1
        values[key] = _build_value(build, next(build.events), (*loc, key))
    return values


def _check_signs(build: _Build, event: Any) -> None:
    """Note an alias, an anchor or a tag: editors mean text when they write one."""
    if event.anchor:
        sign = "*" if isinstance(event, AliasEvent) else "&"
        what = f"{sign}{event.anchor} refers to another place, which is not allowed"
        _note(build, event, what, f"{QUOTE_IT} or write it out")
    if getattr(event, "tag", None):
        what = f"{event.tag} sets a type, which is not allowed"
        _note(build, event, what, f"{QUOTE_IT} or remove it")


def _resolve(text: str) -> Any:
    """Return what a plain scalar means (YAML 1.2 core schema, 10.3.2; hex and octal stay text)."""
    if text in SPECIAL:
        return SPECIAL[text]
    if INTEGER.fullmatch(text):
        return int(text)
    return float(text) if FLOAT.fullmatch(text) else text


def _note(build: _Build, event: Any, what: str, todo: str) -> None:
    build.problems.append(Problem(build.path, event.start_mark.line + 1, what, todo))


def _refuse(build: _Build, event: Any, what: str, todo: str) -> NoReturn:
    raise Rejected([Problem(build.path, event.start_mark.line + 1, what, todo)])


def _explain_shape(document: Document, error: ErrorDetails, known: Collection[str]) -> Problem:
    """Say in plain words what pydantic found."""
    loc, kind, context = error["loc"], error["type"], error.get("ctx", {})
    if kind in KINDS:
        return reject_kind(document, loc, KINDS[kind])
    if kind == "missing":
        return document.problem(loc, f'{name(loc[:-1])}: "{loc[-1]}" is missing', "add it")
    if kind == "extra_forbidden":
        what = f'{name(loc[:-1])}: unknown key "{loc[-1]}"'
        return document.problem(loc, what, suggest(str(loc[-1]), known, "remove it"))
    if kind == "string_too_long":
        length, longest = len(error["input"].strip()), context["max_length"]
        what = f"{name(loc)} is {length} characters, {length - longest} too many"
        return document.problem(loc, what, f"shorten it to {longest}")
    if kind == "string_too_short":
        return document.problem(loc, f"{name(loc)} is empty", "fill it in or remove it")
    # Raised by `reject_value`; the types above are all of pydantic's own that our shapes meet.
    return document.problem(loc, f"{name(loc)} {context['what']}", context["todo"])
