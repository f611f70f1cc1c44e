"""Bring an article in: copy it into sources/ and write the small file that describes it.

In: files as received (or bytes from standard input), the folder of the articles there are. Out: the path
of the copy; `Rejected` where the article cannot be used or is already there, under whatever name and in
whatever encoding. Nothing is written unless both files can be.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from .model import UNKNOWN_LICENCE, Article, Problem, Rejected, Source
from .sources import FORMS, Form, decode, slug

SHINGLE = 4
"""Words in a row that are compared."""
SKETCH = 200
"""Smallest hashes kept of an article's shingles: their overlap estimates that of the texts to ±7 %."""
SAME = 0.6
"""Overlap from which two articles are one: copies differ by page furniture, other articles by everything."""

Sketch = frozenset[int]


def read_new(name: str, data: bytes) -> Source:
    """An article that is not in sources/ yet; `name` is its file's, or "-" for standard input."""
    path = Path(name)
    form: Form = FORMS.get(path.suffix.lower(), "html" if data.lstrip()[:1] == b"<" else "text")
    if path.suffix and path.suffix.lower() not in FORMS and name != "-":
        todo = f"save it as one of {', '.join(FORMS)}"
        raise Rejected([Problem(name, 0, f"a {path.suffix} file is no article", todo)])
    text = decode(data, path, form)
    return Source(slug(path.stem), name, hashlib.sha256(data).hexdigest(), text, form)


def sketch(source: Source) -> Sketch:
    """The smallest hashes of an article's shingles, markup and case apart: the same for every encoding."""
    words = "".join(char if char.isalnum() else " " for char in source.text.casefold()).split()
    rows = {" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))}
    hashes = (int.from_bytes(hashlib.blake2b(row.encode(), digest_size=8).digest()) for row in rows)
    return frozenset(sorted(hashes)[:SKETCH])


def likeness(one: Sketch, other: Sketch) -> float:
    """Estimated share of shingles two articles have in common, 0–1."""
    smallest = sorted(one | other)[:SKETCH]
    both = one & other
    return sum(value in both for value in smallest) / len(smallest) if smallest else 0.0


def find_same(source: Source, known: Mapping[str, Sketch]) -> str:
    """The path of the article this one is a copy of; empty if there is none."""
    own = sketch(source)
    scores = {path: likeness(own, other) for path, other in known.items()}
    best = max(sorted(scores), key=lambda path: scores[path], default="")
    return best if best and scores[best] >= SAME else ""


def store(article: Article, data: bytes, folder: Path) -> Path:
    """Write the article and its metadata into the folder; gives the article's path."""
    source = article.source
    name = source.id if source.path != "-" else slug(f"{article.lang} {article.title}")[:60].strip("-")
    suffix = Path(source.path).suffix.lower() or {"html": ".html", "markdown": ".md"}.get(source.form, ".txt")
    target = folder / f"{name}{suffix}"
    taken = [path for path in folder.glob(f"{name}.*") if path.suffix.lower() in FORMS]
    if taken:
        todo = "name the new file otherwise"
        raise Rejected([Problem(source.path, 0, f"{taken[0]} already has this name", todo)])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".add-") as aside:
        (Path(aside) / "article").write_bytes(data)
        (Path(aside) / "metadata").write_text(describe(article), encoding="utf-8")
        (Path(aside) / "metadata").replace(target.with_suffix(".yml"))
        (Path(aside) / "article").replace(target)
    return target


def describe(article: Article) -> str:
    """The metadata file of a new article: what the machine knows, and what a person must fill in."""
    rows = (
        ("title", article.title, ""),
        ("language", article.lang, ""),
        (
            "licence",
            UNKNOWN_LICENCE,
            "  # such as CC-BY-4.0; until it is known, the site cannot be published",
        ),
        ("author", "", ""),
        ("origin", "", "  # its address, if it has one"),
        ("sha256", article.source.sha256, ""),
    )
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}{note}\n" for key, value, note in rows)
