"""Spell-check every word of the catalogue and of our articles: `python -m tests.spell`, or `make spell`.

Real dictionaries judge: Debian's hunspell ones, voikko for Finnish (the `dictionary` of languages.yml).
What they do not know and is right stands in catalogue/<language>/spelling.txt, one word a line; a line
there that nothing needs any more is reported too.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from scripts.catalogue import read_catalogue
from scripts.model import Article, Language, Problem
from scripts.pipeline import read_articles
from scripts.sources import read_sources
from scripts.yamlfile import read_yaml

ROOT = Path(__file__).resolve().parents[1]
FILES = ("tactics.yml", "situations.yml", "tensions.yml", "interface.yml")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
LIST = "spelling.txt"

Place = tuple[str, int]
"""File and line."""


def words_of_catalogue(folder: Path) -> Iterator[tuple[str, Place]]:
    """Every word a language's files hold, with its place."""
    for file in FILES:
        document = read_yaml(folder / file)
        for loc, line in document.lines.items():
            value = document.at(*loc)
            if isinstance(value, str):
                for word in WORD.findall(re.sub(r"\{\w+\}", " ", value)):
                    yield word, (document.path, line)


def words_of_article(article: Article) -> Iterator[tuple[str, Place]]:
    """Every word of an article's own text, with the line its section begins on."""
    meta = article.source.metadata
    texts = [(f"{article.title} {meta.author}", 1), *((text, 1) for text in article.intro_text)]
    for section in article.sections:
        texts += [(text, section.lines[0]) for text in (section.heading, *section.paragraphs, *section.items)]
    texts += [(text, article.outro[0].line) for text in article.outro_text]
    for text, line in texts:
        for word in WORD.findall(text):
            yield word, (article.source.path, line)


def unknown(words: Iterable[str], dictionary: str) -> set[str]:
    """Those of the words that the dictionary does not know; a compound with a hyphen, or a word with an
    apostrophe where the dictionary parts words there, is known if all its parts are."""
    parts = {word: [part for part in re.split("['-]", word) if len(part) > 1] for word in words}
    doubted = _ask(sorted(parts), dictionary)
    doubtful = {
        word for word, row in parts.items() if word in doubted or any(part in doubted for part in row)
    }
    bad = _ask(sorted({part for word in doubtful for part in parts[word]}), dictionary)
    return {word for word in doubtful if parts[word] == [word] or any(part in bad for part in parts[word])}


def _ask(words: list[str], dictionary: str) -> set[str]:
    command = (
        ["voikkospell", "-d", "fi"]
        if dictionary == "voikko"
        else ["hunspell", "-d", dictionary, "-l", "-i", "utf-8"]
    )
    try:
        done = subprocess.run(
            command, input="\n".join(words) + "\n", capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        sys.exit(f"{command[0]} is not installed; run sh tests/install-system-packages.sh")
    if done.returncode or "Can't open" in done.stderr:
        sys.exit(
            f"{' '.join(command)}: {done.stderr.strip() or 'failed'}; run sh tests/install-system-packages.sh"
        )
    lines = done.stdout.split("\n")
    if dictionary == "voikko":
        return {line[3:] for line in lines if line.startswith("W: ")}
    return {line for line in lines if line}


def check(language: Language, articles: Iterable[Article]) -> list[Problem]:
    """Words no dictionary and no list knows, and lines of the list that nothing needs."""
    folder = ROOT / "catalogue" / language.code
    path = folder / LIST
    listed = path.read_text("utf-8").split("\n") if path.exists() else []
    allowed = {word.replace("’", "'") for word in listed if word and not word.startswith("#")}
    places: dict[str, Place] = {}
    for word, place in (
        *words_of_catalogue(folder),
        *(row for article in articles for row in words_of_article(article)),
    ):
        places.setdefault(word.replace("’", "'"), place)
    wrong = unknown(places, language.dictionary)
    known = {word.casefold() for word in allowed}
    problems = [
        Problem(
            *places[word], f"“{word}” is in no dictionary", f"mend it, or add it to {path.relative_to(ROOT)}"
        )
        for word in sorted(wrong)
        if word.casefold() not in known
    ]
    needed = {word.casefold() for word in wrong}
    problems += [
        Problem(str(path), number, f"nothing needs “{word}”", "remove the line")
        for number, word in enumerate(listed, start=1)
        if word and not word.startswith("#") and word.replace("’", "'").casefold() not in needed
    ]
    return problems


def main() -> int:
    catalogue = read_catalogue(ROOT / "catalogue")
    sources, _ = read_sources([ROOT / "sources"])
    articles, _ = read_articles(sources, catalogue, {})
    problems: list[Problem] = []
    for language in catalogue.languages.values():
        if language.dictionary:
            found = check(language, [article for article in articles if article.lang == language.code])
            problems += found
            print(f"{language.code}: {len(found)} words to look at ({language.dictionary})")
    for problem in sorted(problems):
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
