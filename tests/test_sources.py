"""The reader of articles: what it takes, how it decodes it, and what it says of the rest."""

from __future__ import annotations

import codecs
import hashlib
import os
import random
from pathlib import Path

import pytest

from scripts import sources
from scripts.model import Metadata, Rejected, Source
from scripts.sources import LONGEST_ID, read_source, read_sources, slug

TEXT = "Listen to the customer.\n"
AS_TEXT = "save it as plain text, HTML or Markdown"
FORMS = "save it as one of .txt, .text, .md, .markdown, .html, .htm, .xhtml"
BINARY = f"it is a binary file; {AS_TEXT}"
NOISE = random.Random(7).randbytes(4000)
REFERS = (
    "refers to another place, which is not allowed; put the whole text in quotation marks or write it out"
)


def put(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def read(folder: Path) -> tuple[dict[str, Source], list[str]]:
    """Return the articles by id, and what was said, each place without the folder."""
    found, problems = read_sources([folder])
    return {row.id: row for row in found}, [str(row).replace(f"{folder}/", "") for row in problems]


BAD_FILES = [
    ("empty", "bad.txt", b"", "bad.txt: it is empty; put the article into it or remove it"),
    ("white space", "bad.txt", b" \t\r\n\n", "bad.txt: it is empty; put the article into it or remove it"),
    (
        "a mark alone",
        "bad.txt",
        codecs.BOM_UTF8,
        "bad.txt: it is empty; put the article into it or remove it",
    ),
    (
        "white space in UTF-16",
        "bad.txt",
        "\ufeff \r\n".encode("utf-16-le"),
        "bad.txt: it is empty; put the article into it or remove it",
    ),
    ("NUL bytes", "bad.txt", b"abc" + bytes(9), f"bad.txt: {BINARY}"),
    ("PNG", "bad.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", f"bad.html: {BINARY}"),
    ("ZIP", "bad.md", b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0\xdf\xa4", f"bad.md: {BINARY}"),
    ("random bytes", "bad.txt", NOISE, f"bad.txt: {BINARY}"),
    (
        "random bytes without NUL",
        "bad.txt",
        NOISE.replace(b"\0", b""),
        "bad.txt: its encoding cannot be told; save it as UTF-8",
    ),
    ("control characters", "bad.txt", b"\x01\x02\x03 listen", f"bad.txt: {BINARY}"),
    ("suffix", "bad.pdf", b"%PDF-1.7", f"bad.pdf: a .pdf file is no article; {FORMS}"),
    ("no suffix", "bad", b"listen", f"bad: a file without a suffix is no article; {FORMS}"),
    ("two suffixes", "bad.txt.bak", b"listen", f"bad.txt.bak: a .bak file is no article; {FORMS}"),
    (".yaml", "bad.yaml", b"title: x", "bad.yaml: metadata does not end in .yaml; rename it to end in .yml"),
    (".YML", "bad.YML", b"title: x", "bad.YML: metadata does not end in .YML; rename it to end in .yml"),
    (
        "metadata alone",
        "bad.yml",
        b"title: x",
        "bad.yml: it describes no article; add the article or remove it",
    ),
    (
        "metadata of a PDF",
        "good.pdf.yml",
        b"title: x",
        "good.pdf.yml: it describes no article; add the article or remove it",
    ),
    (
        "the overview's id",
        "Index.txt",
        b"listen",
        "Index.txt: its id would be index, which is the overview's; rename the file",
    ),
    (
        "in a folder",
        "deep/er/bad.txt",
        b"",
        "deep/er/bad.txt: it is empty; put the article into it or remove it",
    ),
    (
        "the same id",
        "Good!.md",
        b"listen",
        "good.txt: its id good is that of Good!.md; rename one of the two files",
    ),
]


@pytest.mark.parametrize(
    ("name", "content", "expected"), [row[1:] for row in BAD_FILES], ids=[row[0] for row in BAD_FILES]
)
def test_a_bad_file(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    put(tmp_path, {"good.txt": TEXT, name: content})
    found, said = read(tmp_path)
    assert said == [expected]
    assert list(found) == ["good"], "the good one is read all the same"


BAD_METADATA = [
    ("empty", "", ["good.yml:1: the file is empty; fill it in or remove it"]),
    ("a list", "- title\n", ["good.yml:1: the file is a list, not a mapping; write a mapping"]),
    ("a text", "title\n", ["good.yml:1: the file is text, not a mapping; write a mapping"]),
    (
        "unknown keys",
        "title: x\nlicense: y\nzzz: y\n",
        [
            'good.yml:2: the file: unknown key "license"; did you mean "licence"?',
            'good.yml:3: the file: unknown key "zzz"; remove it',
        ],
    ),
    (
        "wrong types",
        "title: 24\nlanguage: true\nauthor: [a, b]\norigin:\n",
        [
            "good.yml:1: title is a number, not text; put the whole text in quotation marks",
            "good.yml:2: language is true or false, not text; put the whole text in quotation marks",
            "good.yml:3: author is a list, not text; write text",
            "good.yml:4: origin is empty; fill it in or remove it",
        ],
    ),
    (
        "broken YAML",
        "language: en\ntitle: Listen: a guide\n",
        ['good.yml:2: there is a ": " inside a text; put the whole text in quotation marks'],
    ),
    ("an open quotation", 'title: "Listen\n', ["good.yml:1: a quotation mark is never closed; close it"]),
    ("a key twice", "title: a\ntitle: b\n", None),
    ("not UTF-8", b"title: s\xe5\n", ["good.yml:1: this is not UTF-8; save the file as UTF-8"]),
    (
        "wrong sha256",
        f"title: x\nsha256: {'ab' * 32}\n",
        [
            "good.yml:2: good.txt is not the file with this sha256; restore the article as received, "
            "or remove the line and look its sections over"
        ],
    ),
    (
        "a bomb",
        "title: &a [x, x]\nauthor: &b [*a, *a]\norigin: [*b, *b]\n",
        [
            f"good.yml:1: &a {REFERS}",
            "good.yml:1: title is a list, not text; write text",
            f"good.yml:2: &b {REFERS}",
            f"good.yml:2: *a {REFERS}",
            f"good.yml:2: *a {REFERS}",
            "good.yml:2: author is a list, not text; write text",
            f"good.yml:3: *b {REFERS}",
            f"good.yml:3: *b {REFERS}",
            "good.yml:3: origin is a list, not text; write text",
        ],
    ),
    (
        "a Python tag",
        "title: !!python/object/apply:os.system [id]\n",
        [
            "good.yml:1: tag:yaml.org,2002:python/object/apply:os.system sets a type, which is not allowed; "
            "put the whole text in quotation marks or remove it",
            "good.yml:1: title is a list, not text; write text",
        ],
    ),
    (
        "too deep",
        "title: " + "[" * 99 + "]" * 99,
        ["good.yml:1: this is more than 12 levels deep; write it flatter"],
    ),
    (
        "an invisible character",
        "title: a\x1bb\n",
        ["good.yml:1: the invisible character U+001B is not allowed; remove it"],
    ),
]


@pytest.mark.parametrize(
    ("metadata", "expected"), [row[1:] for row in BAD_METADATA], ids=[row[0] for row in BAD_METADATA]
)
def test_bad_metadata(tmp_path: Path, metadata: str | bytes, expected: list[str] | None) -> None:
    if expected is None:
        expected = ['good.yml:2: "title" is written twice, first on line 1; keep one of the two']
    put(tmp_path, {"good.txt": TEXT, "good.yml": metadata, "other.txt": TEXT})
    found, said = read(tmp_path)
    assert said == expected
    assert list(found) == ["other"], "an article without its licence is not used"


def test_metadata(tmp_path: Path) -> None:
    digest = hashlib.sha256(TEXT.encode()).hexdigest().upper()
    fields = "title: T\nlanguage: no\nlicence: CC0-1.0\nauthor: A\norigin: https://example.org\n"
    put(tmp_path, {"Good.TXT": TEXT, "Good.yml": f"{fields}sha256: {digest}\n"})
    found, said = read(tmp_path)
    assert said == []
    assert found["good"].metadata == Metadata("T", "no", "CC0-1.0", "A", "https://example.org")


def test_an_oversized_file_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_BYTES", 1000)
    put(tmp_path, {"just.txt": b"a" * 1000, "over.txt": b"a" * 1001})
    monkeypatch.setattr(
        Path, "read_bytes", lambda path: b"a" * 1000 if path.stem == "just" else pytest.fail("it was read")
    )
    found, said = read(tmp_path)
    assert said == ["over.txt: it has 1,001 bytes, at most 1,000 are read; cut it up"]
    assert list(found) == ["just"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_rights(tmp_path: Path) -> None:
    put(tmp_path, {"good.txt": TEXT, "mine.txt": TEXT})
    (tmp_path / "mine.txt").chmod(0)
    found, said = read(tmp_path)
    assert said == ["mine.txt: it cannot be read (Permission denied); check the file and its rights"]
    assert list(found) == ["good"]


def test_a_disk_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path) -> bytes:
        raise OSError(5, "Input/output error", str(path))

    put(tmp_path, {"good.txt": TEXT})
    monkeypatch.setattr(Path, "read_bytes", fail)
    assert read(tmp_path) == (
        {},
        ["good.txt: it cannot be read (Input/output error); check the file and its rights"],
    )


def test_what_is_no_ordinary_file(tmp_path: Path) -> None:
    """A folder may end in .txt; a pipe is refused before it is opened, which could wait for ever."""
    put(tmp_path, {"a.txt/inside.txt": TEXT})
    os.mkfifo(tmp_path / "pipe.txt")
    odd = "it is no ordinary file; put the article itself in its place"
    assert read(tmp_path)[1] == [f"pipe.txt: {odd}"]
    assert list(read(tmp_path)[0]) == ["inside"]
    with pytest.raises(Rejected) as caught:
        read_source(tmp_path / "a.txt")
    assert str(caught.value) == f"{tmp_path}/a.txt: {odd}"


def test_links(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    put(tmp_path, {"secret.txt": TEXT, "sources/good.txt": TEXT, "elsewhere/more.txt": TEXT})
    (folder / "inside.txt").symlink_to("good.txt")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "over.txt").symlink_to("../sources/../secret.txt")
    (folder / "more").symlink_to(tmp_path / "elsewhere")
    (folder / "broken.txt").symlink_to("nothing.txt")
    (folder / "round.txt").symlink_to("round.txt")
    found, said = read(folder)
    assert list(found) == ["good", "inside"]
    assert said == [
        "broken.txt: it cannot be read (No such file or directory); check the file and its rights",
        "more: it is a link out of the folder; copy the article itself",
        "out.txt: it is a link out of the folder; copy the article itself",
        "over.txt: it is a link out of the folder; copy the article itself",
        "round.txt: it cannot be read (Too many levels of symbolic links); check the file and its rights",
    ]


def test_what_is_passed_over(tmp_path: Path) -> None:
    hidden = {".DS_Store": b"\0\1", ".git/config": "x", ".git/a.txt": "x", "sub/.idea/b.pdf": "x"}
    put(tmp_path, {"good.txt": TEXT, "README.md": "# Read me", "sub/README.md": "# Me too", **hidden})
    found, said = read(tmp_path)
    assert (list(found), said) == (["good"], [])


def test_no_such_folder(tmp_path: Path) -> None:
    put(tmp_path, {"a/good.txt": TEXT, "file.txt": TEXT})
    found, problems = read_sources([tmp_path / "nowhere", tmp_path / "a", tmp_path / "file.txt"])
    assert [row.id for row in found] == ["good"]
    assert [str(row) for row in problems] == [
        f"{tmp_path}/file.txt: there is no such folder; name one with articles",
        f"{tmp_path}/nowhere: there is no such folder; name one with articles",
    ]


def test_the_same_id_in_two_folders(tmp_path: Path) -> None:
    put(tmp_path, {"a/Ærlig talt.txt": TEXT, "b/arlig_talt.html": TEXT, "b/aerlig-talt.md": TEXT})
    found, problems = read_sources([tmp_path / "b", tmp_path / "a"])
    assert [row.path for row in found] == [f"{tmp_path}/b/aerlig-talt.md", f"{tmp_path}/b/arlig_talt.html"]
    what = f"its id arlig-talt is that of {tmp_path}/b/arlig_talt.html; rename one of the two files"
    assert [str(row) for row in problems] == [f"{tmp_path}/a/Ærlig talt.txt: {what}"]


def test_everything_wrong_at_once_and_sorted(tmp_path: Path) -> None:
    twins = ("good", "bad.yml")
    files = {name: content for _, name, content, _ in BAD_FILES if not name.lower().startswith(twins)}
    put(tmp_path, {"good.txt": TEXT, "zz.txt": TEXT, "zz.yml": "titel: x\nauthor: 3\n", **files})
    found, said = read(tmp_path)
    assert list(found) == ["good"]
    places = [row.partition(": ")[0] for row in said]
    assert places == sorted([*files, "zz.yml:1", "zz.yml:2"])


# --- decoding -----------------------------------------------------------------------------------

WESTERN = {
    "nb": "Kunden er sint på deg, men følelsene gjelder ikke deg. Pust ut før du svarer: «Ærlig talt?»",
    "sv": "Gå inte i försvar när någon är arg. Lyssna först, och fråga sedan vad som har hänt på mötet.",
    "fi": "Älä keskeytä asiakasta. Kun hän pääsee purkamaan tunteensa, hän rauhoittuu yleensä itsestään.",
    "nl": "Een boze klant wil gehoord worden. Zeg: “Ik begrijp u, meneer” – en blijf één tel stil, zó.",
    "af": "Moenie die kliënt in die rede val nie. Sê: “Ek hoor u” – en gee hom ’n oomblik om môre te bel.",
    "short": "Kjøp på nettet",
}


@pytest.mark.parametrize("text", WESTERN.values(), ids=WESTERN)
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("cp1252", b""),
    ],
    ids=["UTF-8", "UTF-8 with a mark", "UTF-16 LE", "UTF-16 BE", "windows-1252"],
)
def test_decoding(tmp_path: Path, text: str, encoding: str, mark: bytes) -> None:
    data = mark + text.encode(encoding)
    put(tmp_path, {"a.txt": data})
    source = read_source(tmp_path / "a.txt")
    assert source.text == text
    assert source.sha256 == hashlib.sha256(data).hexdigest(), "of the bytes as received"


def test_line_ends_and_a_few_controls_stay_as_received(tmp_path: Path) -> None:
    text = "One line\r\nanother\rand \x1b[31mcolour\x00 with a NUL in a text that is long enough for one\f\n"
    put(tmp_path, {"a.txt": text})
    assert read_source(tmp_path / "a.txt").text == text


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("windows-1252", "cp1252", "Sår – “så”"),
        ("iso-8859-1", "cp1252", "don’t – “så”"),  # as browsers read it
        ("ISO-8859-15", "iso-8859-15", "Hinta 5 € šakki"),
        ("windows-1250", "cp1250", "Łódź žluťoučký"),
        ("koi8-r", "koi8-r", "Здравствуйте"),
        ("utf-8", "utf-8", "Sår – “så”"),
        ("iso-8859-1", "utf-8", "Sår – “så”"),  # wrongly declared
    ],
)
@pytest.mark.parametrize("meta", ["<meta charset={}>", '<META http-equiv=x content="text/html; charset={}">'])
def test_a_declared_encoding(tmp_path: Path, meta: str, declared: str, encoding: str, text: str) -> None:
    page = f"<html><head>{meta.format(declared)}</head><p>{text}</p>"
    put(tmp_path, {"a.html": page.encode(encoding)})
    assert read_source(tmp_path / "a.html").text == page


@pytest.mark.parametrize(
    "declared",
    [
        "undefined",
        "idna",
        "punycode",
        "unicode_escape",
        "raw_unicode_escape",
        "utf-7",
        "rot13",
        "zip",
        "no.such",
    ],
)
def test_a_declared_encoding_that_no_page_has(tmp_path: Path, declared: str) -> None:
    """Python knows encodings that crash, or that make half characters no page can be written with."""
    page = f"<meta charset={declared}><p>Gå inte i försvar när någon är arg: \\ud800 +2AA- lyssna först.</p>"
    put(tmp_path, {"a.html": page.encode("cp1252")})
    assert read_source(tmp_path / "a.html").text == page


def test_a_declaration_counts_in_html_only(tmp_path: Path) -> None:
    page = "<meta charset=koi8-r> Gå inte i försvar när någon är arg. Lyssna först, och fråga sedan."
    put(tmp_path, {"a.txt": page.encode("cp1252")})
    assert read_source(tmp_path / "a.txt").text == page


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Så gör du", "sa-gor-du"),
        ("Ærlig_Øl__Straße", "arlig-ol-strasse"),
        ("--a--", "a"),
        ("日本", "article"),
        ("../../etc/passwd", "etc-passwd"),
        ("a" * 300, "a" * LONGEST_ID),
        ("㎯" * 80, ("rads2" * 80)[:LONGEST_ID]),
        ("x" * (LONGEST_ID - 1) + " y", "x" * (LONGEST_ID - 1)),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected
