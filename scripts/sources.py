"""Read source articles from disk: guard, decode, join with their metadata.

In: folders with articles as received, each with a small metadata file beside it (`a.txt`, `a.yml`).
Out: `Source` values in order of their id, and a `Problem` for every file that was refused.

    sources, problems = read_sources([Path("sources")])

A refused file never stops the others.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, get_args

from charset_normalizer import from_bytes
from pydantic import BaseModel, ConfigDict, TypeAdapter

from .model import Metadata, Problem, Rejected, Source
from .yamlfile import check_shape, read_yaml

MAX_BYTES = 16 * 1024 * 1024
"""A larger file is no article; everything below it is handled in linear time."""

Form = Literal["text", "markdown", "html"]
FORMS: dict[str, Form] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
ENCODINGS = ["utf_8", "cp1252", "utf_16_le", "utf_16_be"]
"""What articles in our languages come in; more candidates only add wrong guesses."""
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BINARY_SHARE = 0.02
"""Share of control characters above which a file is no text."""

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", re.I)


class _Metadata(BaseModel):
    """Shape of the metadata file."""

    model_config = ConfigDict(extra="forbid", strict=True)
    title: str = ""
    language: str = ""
    licence: str = "unknown"
    author: str = ""
    origin: str = ""
    sha256: str = ""


def read_sources(folders: Iterable[Path]) -> tuple[list[Source], list[Problem]]:
    """Every article of the folders, and what was refused and why."""
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for folder in folders:
        if not folder.is_dir():
            problems.append(Problem(str(folder), 0, "there is no such folder", "name one with articles"))
            continue
        for path in _articles(folder, problems):
            try:
                source = read_source(path)
            except Rejected as rejected:
                problems += rejected.problems
                continue
            if known := sources.get(source.id):
                todo = "rename one of the two files"
                problems.append(Problem(str(path), 0, f"its id {source.id} is that of {known.path}", todo))
            else:
                sources[source.id] = source
    return [sources[id_] for id_ in sorted(sources)], sorted(problems)


def _articles(folder: Path, problems: list[Problem]) -> list[Path]:
    """Files of a folder that are articles; metadata is theirs, hidden files are nobody's."""
    files = sorted(path for path in folder.rglob("*") if not path.name.startswith("."))
    articles: list[Path] = []
    for path in files:
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            problems.append(
                Problem(str(path), 0, "it is a link out of the folder", "copy the article itself")
            )
        elif path.is_dir() or path.name == "README.md":
            continue
        elif path.suffix == ".yml":
            if not any(path.with_suffix(suffix).exists() for suffix in FORMS):
                problems.append(
                    Problem(str(path), 0, "it describes no article", "add the article or remove it")
                )
        elif path.suffix.lower() in FORMS:
            articles.append(path)
        else:
            todo = f"save it as one of {', '.join(FORMS)}"
            problems.append(Problem(str(path), 0, f"a {path.suffix or 'nameless'} file is no article", todo))
    return articles


def read_source(path: Path) -> Source:
    """One article with its metadata; `Rejected` says why it cannot be used."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise _refuse(
            path, f"it cannot be read ({error.strerror})", "check the file and its rights"
        ) from error
    if size > MAX_BYTES:
        raise _refuse(path, f"it has {size:,} bytes, at most {MAX_BYTES:,} are read", "cut it up")
    form = FORMS.get(path.suffix.lower(), "text")
    return Source(
        id=slug(path.stem),
        path=str(path),
        sha256=hashlib.sha256(data).hexdigest(),
        text=decode(data, path, form),
        form=form,
        metadata=_read_metadata(path, data),
    )


def _refuse(path: Path, what: str, todo: str, line: int = 0) -> Rejected:
    return Rejected([Problem(str(path), line, what, todo)])


def slug(name: str) -> str:
    """ASCII id of a file: lower case, words joined by hyphens; "article" where nothing is left."""
    folded = unicodedata.normalize("NFKD", name.translate(str.maketrans("æøåßðþł", "aoasdtl")).casefold())
    ascii_ = folded.encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", ascii_)) or "article"


def decode(data: bytes, path: Path, form: Form) -> str:
    """The text of a file: by its byte order mark, as UTF-8, as declared in its HTML, or as guessed."""
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise _refuse(path, "it is empty", "put the article into it or remove it")
    text = _decode_known(data, form)
    if text is None:
        if b"\0" in data:
            raise _refuse(path, "it is a binary file", "save it as plain text, HTML or Markdown")
        best = from_bytes(data, cp_isolation=ENCODINGS).best()
        if best is None:
            raise _refuse(path, "its encoding cannot be told", "save it as UTF-8")
        text = str(best)
    controls = sum(char < " " and char not in "\t\n\r\f\x1b" for char in text)
    if controls > BINARY_SHARE * len(text):
        raise _refuse(path, "it is a binary file", "save it as plain text, HTML or Markdown")
    return text


def _decode_known(data: bytes, form: Form) -> str | None:
    """The text where the bytes themselves say what they are; None where one has to guess."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(data[:4096]) if form == "html" else None
    if declared:
        try:
            return data.decode(declared.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            return None
    return None


def _read_metadata(path: Path, data: bytes) -> Metadata:
    beside = path.with_suffix(".yml")
    if not beside.exists():
        return Metadata()
    document = read_yaml(beside)
    found, problems = check_shape(document, _METADATA, tuple(_Metadata.model_fields))
    if document.problems or problems:
        raise Rejected([*document.problems, *problems])
    if found.sha256 and found.sha256 != hashlib.sha256(data).hexdigest():
        what = f"{path.name} is not the file with this sha256"
        todo = "restore the article as received, or remove the line and look its sections over"
        raise Rejected([document.problem(("sha256",), what, todo)])
    return Metadata(found.title, found.language, found.licence, found.author, found.origin)


_METADATA: TypeAdapter[_Metadata] = TypeAdapter(_Metadata)

assert set(FORMS.values()) == set(get_args(Form))
