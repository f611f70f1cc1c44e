"""What pages of every kind share: words of the interface, front matter, links, licences, marks of language.

In: the `Web`, the reader's language, and what a page wants to say. Out: a piece of its Markdown.

    frame = Frame(web, language)
    frame.link_tactic("let-them-finish")
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..markdown import bare, bullets, inert, link, safe_url
from ..model import UNKNOWN_LICENCE, Article, Language, Phrase, Problem, Rejected, Section
from ..weave import Passage, Web

LICENCES = {
    "CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}


def anchor(section: Section) -> str:
    """Where a section stands on its article's page."""
    return section.id.replace(".", "-")


def lead(text: str) -> str:
    """The paragraph under a page's title."""
    return f"{text}\n{{: .ch-lead }}"


def box(style: str, content: str, attributes: str = "") -> str:
    """Markdown within a <div> of its own class."""
    return f'<div class="{style}"{attributes} markdown>\n\n{content}\n\n</div>'


@dataclass(frozen=True)
class Frame:
    """A reader's language around what the web knows.

    Links are for pages one folder deep, `situations/`; from elsewhere, `folder` says where the target's is.
    """

    web: Web
    language: Language

    def word(self, name: str, **values: object) -> str:
        """A word of the interface, `nav.home`, its {braces} filled in; `Rejected` where it is missing."""
        text = self.language.interface.get(name)
        if text is None:
            path = f"catalogue/{self.language.code}/interface.yml"
            raise Rejected([Problem(path, 0, f"the word {name} is missing", "add it in every language")])
        return inert(text.format(**values) if values else text)

    def head(self, title: str, description: str, foreign: Article | None = None) -> str:
        """Front matter; values are JSON strings, which YAML reads as they are."""
        rows = [f"title: {json.dumps(bare(title), ensure_ascii=False)}"]
        rows.append(f"description: {json.dumps(bare(description), ensure_ascii=False)}")
        if foreign and foreign.lang != self.language.code:
            rows.append(f"passages_lang: {foreign.lang}")
        return "---\n" + "\n".join(rows) + "\n---"

    def opening(self, title: str, text: str) -> str:
        """Front matter, title and lead of a page that has only words of the interface in them."""
        return f"{self.head(title, text)}\n\n# {title}\n\n{lead(text)}"

    def part(self, heading: str, content: str) -> str:
        """Content under a heading, given as the name of its word; empty where there is no content."""
        return f"## {self.word(heading)}\n\n{content}" if content else ""

    def quote(self, text: str) -> str:
        """Text in the language's quotation marks."""
        before, after = self.language.quotes
        return f"{before}{inert(text)}{after}"

    def phrase(self, phrase: Phrase) -> str:
        """A sentence in quotation marks, and its channel where it fits only one."""
        quoted = self.quote(phrase.text)
        if not phrase.channel:
            return quoted
        return f'{quoted} <span class="ch-channel">{self.word(f"channels.{phrase.channel}")}</span>'

    def evidence(self, ids: Sequence[str], claims: Mapping[str, str]) -> str:
        """Sources with their strength under a heading, each after what it is claimed to show, if anything."""
        rows = []
        for id_ in ids:
            evidence = self.web.catalogue.evidence[id_]
            strength = self.word(f"evidence.{evidence.strength}")
            source = f"{link(evidence.source, safe_url(evidence.url))} ({strength})"
            claim = claims.get(id_, "")
            rows.append(f"{inert(claim)} {source}" if claim else source)
        return self.part("tactics.evidence", bullets(rows))

    def link_tactic(self, id_: str, folder: str = "../tactics/") -> str:
        return link(self.language.tactics[id_].title, f"{folder}{id_}.md")

    def link_stage(self, stage: str, folder: str = "../tactics/") -> str:
        """A link to the stage's place on the overview of tactics."""
        return link(self.language.interface[f"stages.{stage}.title"], f"{folder}index.md#{stage}")

    def link_situation(self, id_: str, folder: str = "../situations/") -> str:
        return link(self.language.situations[id_].title, f"{folder}{id_}.md")

    def link_tension(self, id_: str, folder: str = "../tensions/") -> str:
        return link(self.language.tensions[id_].question, f"{folder}{id_}.md")

    def link_passage(self, passage: Passage) -> str:
        """The article's title, linked to the place of the passage on its page."""
        article = passage.article
        return link(article.title, f"../articles/{article.source.id}.md#{anchor(passage.section)}")

    def tactics_of(self, article: Article) -> list[str]:
        """The tactics its placed sections support, in the catalogue's order."""
        named = {
            candidate.tactic
            for section in article.sections
            if section.status == "placed"
            for candidate in section.tactics
        }
        return [id_ for id_ in self.web.catalogue.tactics if id_ in named]

    def author(self, article: Article) -> str:
        return inert(article.source.metadata.author) or self.word("articles.author_unknown")

    def licence(self, article: Article) -> str:
        """The licence's name, linked to its text where we know it."""
        licence = article.source.metadata.licence
        if licence == UNKNOWN_LICENCE:
            return self.word("articles.licence_unknown")
        name, url = LICENCES.get(licence, (licence, ""))
        return link(name, url) if url else inert(name)

    def lang_attribute(self, article: Article) -> str:
        """The HTML attribute `lang` for an article's own words; empty where that is the reader's."""
        return "" if article.lang == self.language.code else f' lang="{article.lang}"'

    def lang_mark(self, article: Article) -> str:
        """The same within an attribute list of Markdown."""
        return "" if article.lang == self.language.code else f" lang={article.lang}"

    def in_language(self, markdown: str, article: Article) -> str:
        """Markdown in the article's language, marked so where that is not the reader's."""
        lang = self.lang_attribute(article)
        return f"<span{lang}>{markdown}</span>" if lang else markdown
