"""Read source articles from disk: guard, decode, join with their metadata.

In: folders with articles as received, each with a small metadata file beside it (`a.txt`, `a.yml`).
Out: `Source` values in order of their id, and a `Problem` for every file that was refused.

    sources, problems = read_sources([Path("sources")])

A refused file never stops the others.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, get_args

from charset_normalizer import from_bytes
from pydantic import BaseModel, ConfigDict, TypeAdapter

from .model import UNKNOWN_LICENCE, Article, Metadata, Problem, Rejected, Source
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
RESERVED_ID = "index"
"""The id whose page would be the overview of articles."""
LONGEST_ID = 100
"""Characters of an id; a file name, some letters of which become several, must stay one."""

_LETTERS = str.maketrans("æøðþł", "aodtl")
"""Letters that are no base letter with a mark, as the ASCII letter of an id."""
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", re.I)
# Encodings of pages only: Python knows others under which bytes make half characters, or crash.
_DECLARABLE = re.compile(r"windows-125\d|iso-8859-\d{1,2}|macintosh|koi8-[ru]|gb\w+|big5|shift_jis|euc-\w+")
_MEANT = dict.fromkeys(("iso-8859-1", "latin1", "us-ascii", "ascii"), "windows-1252")
"""What browsers read although a page declares another (WHATWG Encoding, section 4.2)."""


class _Metadata(BaseModel):
    """Shape of the metadata file."""

    model_config = ConfigDict(extra="forbid", strict=True)
    title: str = ""
    language: str = ""
    licence: str = UNKNOWN_LICENCE
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
    """Files of a folder that are articles; metadata is theirs, hidden files and folders are nobody's."""
    articles: list[Path] = []
    described: list[Path] = []
    for path in sorted(folder.rglob("*")):
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if path.is_symlink() and not _leads_into(path, folder):
            problems.append(
                Problem(str(path), 0, "it is a link out of the folder", "copy the article itself")
            )
        elif path.is_dir() or path.name == "README.md":
            continue
        elif path.suffix == ".yml":
            described.append(path)
        elif path.suffix.lower() in FORMS:
            articles.append(path)
        else:
            problems.append(_reject_suffix(path))
    known = {path.with_suffix("") for path in articles}
    problems += [
        Problem(str(path), 0, "it describes no article", "add the article or remove it")
        for path in described
        if path.with_suffix("") not in known
    ]
    return articles


def _leads_into(link: Path, folder: Path) -> bool:
    """Whether a link ends inside the folder; one that leads round in a circle ends nowhere."""
    return Path(os.path.realpath(link)).is_relative_to(folder.resolve())


def _reject_suffix(path: Path) -> Problem:
    if path.suffix.lower() in (".yaml", ".yml"):
        return Problem(str(path), 0, f"metadata does not end in {path.suffix}", "rename it to end in .yml")
    todo = f"save it as one of {', '.join(FORMS)}"
    kind = f"a {path.suffix} file" if path.suffix else "a file without a suffix"
    return Problem(str(path), 0, f"{kind} is no article", todo)


def read_source(path: Path) -> Source:
    """One article with its metadata; `Rejected` says why it cannot be used."""
    data = _read_bytes(path)
    form = FORMS.get(path.suffix.lower(), "text")
    id_ = slug(path.stem)
    if id_ == RESERVED_ID:
        raise _refuse(path, f"its id would be {id_}, which is the overview's", "rename the file")
    return Source(
        id=id_,
        path=str(path),
        sha256=hashlib.sha256(data).hexdigest(),
        text=decode(data, path, form),
        form=form,
        metadata=_read_metadata(path, data),
    )


def _read_bytes(path: Path) -> bytes:
    """The file's bytes; a pipe, which could keep us waiting for ever, is refused unopened."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _refuse(path, "it is no ordinary file", "put the article itself in its place")
        if status.st_size > MAX_BYTES:
            raise _refuse(
                path, f"it has {status.st_size:,} bytes, at most {MAX_BYTES:,} are read", "cut it up"
            )
        return path.read_bytes()
    except OSError as error:
        todo = "check the file and its rights"
        raise _refuse(path, f"it cannot be read ({error.strerror})", todo) from error


def _refuse(path: Path, what: str, todo: str, line: int = 0) -> Rejected:
    return Rejected([Problem(str(path), line, what, todo)])


def find_unlicensed(articles: Iterable[Article]) -> list[Problem]:
    """Articles that must not be published yet: nobody has said under which licence."""
    return [
        Problem(
            article.source.path, 0, "its licence is unknown", "clear it, and write it into the metadata file"
        )
        for article in articles
        if article.source.metadata.licence == UNKNOWN_LICENCE
    ]


def slug(name: str) -> str:
    """ASCII id of a file: lower case, words joined by hyphens, LONGEST_ID characters at most; "article"
    where nothing is left."""
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    ascii_ = folded.encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", ascii_))[:LONGEST_ID].rstrip("-") or "article"


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
    return _decode_declared(data) if form == "html" else None


def _decode_declared(data: bytes) -> str | None:
    """A page read by the encoding its <meta> declares; None where that is none or does not fit."""
    declared = _META.search(data[:4096])
    name = declared.group(1).decode("ascii").lower() if declared else ""
    name = _MEANT.get(name, name)
    if not _DECLARABLE.fullmatch(name):
        return None
    try:
        return data.decode(name)
    except (LookupError, UnicodeDecodeError):
        return None


def _read_metadata(path: Path, data: bytes) -> Metadata:
    beside = path.with_suffix(".yml")
    if not beside.exists():
        return Metadata()
    document = read_yaml(beside)
    if document.data is None and document.problems:
        raise Rejected(document.problems)
    found, problems = check_shape(document, _METADATA, tuple(_Metadata.model_fields))
    if document.problems or problems:
        raise Rejected([*document.problems, *problems])
    if found.sha256 and found.sha256.lower() != hashlib.sha256(data).hexdigest():
        what = f"{path.name} is not the file with this sha256"
        todo = "restore the article as received, or remove the line and look its sections over"
        raise Rejected([document.problem(("sha256",), what, todo)])
    return Metadata(found.title, found.language, found.licence, found.author, found.origin)


_METADATA: TypeAdapter[_Metadata] = TypeAdapter(_Metadata)

assert set(FORMS.values()) == set(get_args(Form))
