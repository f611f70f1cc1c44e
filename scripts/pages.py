"""Render the pages MkDocs builds, in every language.

In: a `Web`. Out: `{path under docs/: text}`: per language the home page, tactics, situations, tensions,
articles, and the file that tells MkDocs which languages there are.

    pages = render(web)
    pages["nb/tactics/let-them-finish.md"]

Every language has every page under the same path, so the language switch lands on the same page. An
article's page has its frame in the reader's language and its passages in their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .markdown import attribute, bare, bullets, entries, inert, link, numbered, safe_url, sections
from .model import (
    CHANNELS,
    STAGES,
    Article,
    Language,
    Phrase,
    Problem,
    Rejected,
    Section,
    Situation,
    Tactic,
    Tension,
)
from .weave import Passage, Web

EXCERPT = 480
"""Characters after which a passage on a tactic page ends at the next paragraph; the article has it all."""
LICENCES = {
    "CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}
UNKNOWN_LICENCE = "unknown"


def render(web: Web) -> dict[str, str]:
    """Every generated page, keyed by its path under docs/."""
    pages: dict[str, str] = {}
    for language in web.catalogue.languages.values():
        for path, text in _Renderer(web, language).pages():
            pages[f"{language.code}/{path}"] = text
    return dict(sorted(pages.items()))


def anchor(section: Section) -> str:
    """Where a section stands on its article's page."""
    return section.id.replace(".", "-")


@dataclass(frozen=True)
class _Renderer:
    """The pages of one language. Links are relative to the folder `depth` says: "" or "../"."""

    web: Web
    language: Language

    def pages(self) -> Iterator[tuple[str, str]]:
        yield "index.md", self._home()
        yield "tactics/index.md", self._tactics()
        yield "situations/index.md", self._situations()
        yield "tensions/index.md", self._tensions()
        yield "articles/index.md", self._articles()
        yield "status.md", self._status()
        catalogue = self.web.catalogue
        for tactic in catalogue.tactics.values():
            yield f"tactics/{tactic.id}.md", self._tactic(tactic)
        for situation in catalogue.situations.values():
            yield f"situations/{situation.id}.md", self._situation(situation)
        for tension in catalogue.tensions.values():
            yield f"tensions/{tension.id}.md", self._tension(tension)
        for article in self.web.articles:
            yield f"articles/{article.source.id}.md", self._article(article)

    def word(self, name: str, **values: object) -> str:
        """A word of the frame, `nav.home`, its {braces} filled in."""
        text = self.language.interface.get(name)
        if text is None:
            path = f"catalogue/{self.language.code}/interface.yml"
            raise Rejected([Problem(path, 0, f"the word {name} is missing", "add it in every language")])
        return inert(text.format(**values) if values else text)

    # --- overview pages -------------------------------------------------------------------------

    def _home(self) -> str:
        tiles = [self._tile(name) for name in self.web.catalogue.situations]
        stages = [
            f"**{link(self.language.interface[f'stages.{stage}.title'], f'tactics/index.md#{stage}')}** "
            f"{self.word(f'stages.{stage}.line')}"
            for stage in STAGES
        ]
        return sections(
            self._head(self.word("site.tagline"), self.word("site.description")),
            f"# {self.word('site.tagline')}",
            _lead(self.word("home.lead")),
            f"## {self.word('home.situations')}",
            f'<div class="ch-tiles" markdown>\n\n{entries(tiles)}\n\n</div>',
            f"## {self.word('home.stages')}",
            self.word("home.stages_lead"),
            f'<div class="ch-stages" markdown>\n\n{numbered(stages)}\n\n</div>',
            f"## {self.word('home.about')}",
            self.word("home.about_text"),
            link(self.language.interface["status.title"], "status.md"),
        )

    def _tile(self, name: str) -> tuple[str, ...]:
        words = self.language.situations[name]
        return link(words.title, f"situations/{name}.md"), self._quote(words.first[0].text)

    def _tactics(self) -> str:
        catalogue = self.web.catalogue
        blocks = [
            self._head(self.word("nav.tactics"), self.word("tactics.lead", count=len(catalogue.tactics))),
            f"# {self.word('nav.tactics')}",
            _lead(self.word("tactics.lead", count=len(catalogue.tactics))),
        ]
        for stage in STAGES:
            members = [tactic for tactic in catalogue.tactics.values() if tactic.stage == stage]
            blocks += [
                f"## {self.word(f'stages.{stage}.title')} {{ #{stage} }}",
                self.word(f"stages.{stage}.line"),
                f'<div class="ch-list" markdown>\n\n{entries(map(self._entry, members))}\n\n</div>',
            ]
        return sections(*blocks)

    def _entry(self, tactic: Tactic) -> tuple[str, ...]:
        words = self.language.tactics[tactic.id]
        core = f' <span class="ch-core">{self.word("tactics.core")}</span>' if tactic.core else ""
        return f"{link(words.title, f'{tactic.id}.md')}{core}", inert(words.essence)

    def _situations(self) -> str:
        rows = [
            (link(words.title, f"{name}.md"), inert(words.spot))
            for name, words in self.language.situations.items()
        ]
        return self._overview("nav.situations", "situations.lead", rows)

    def _tensions(self) -> str:
        rows = [
            (
                link(words.question, f"{name}.md"),
                " – ".join(inert(side.label) for side in words.sides.values()),
            )
            for name, words in self.language.tensions.items()
        ]
        return self._overview("nav.tensions", "tensions.lead", rows)

    def _overview(self, title: str, lead: str, rows: Iterable[tuple[str, ...]]) -> str:
        return sections(
            self._head(self.word(title), self.word(lead)),
            f"# {self.word(title)}",
            _lead(self.word(lead)),
            f'<div class="ch-list" markdown>\n\n{entries(rows)}\n\n</div>',
        )

    def _articles(self) -> str:
        blocks = [
            self._head(self.word("nav.articles"), self.word("articles.lead")),
            f"# {self.word('nav.articles')}",
            _lead(self.word("articles.lead")),
        ]
        for language in self._languages_of_articles():
            own = [article for article in self.web.articles if article.lang == language.code]
            blocks.append(f"## {inert(language.name)} {{ #{language.code} lang={language.code} }}")
            blocks.append(f'<div class="ch-list" markdown>\n\n{entries(map(self._source, own))}\n\n</div>')
        if not self.web.articles:
            blocks.append(self.word("articles.no_articles"))
        return sections(*blocks)

    def _languages_of_articles(self) -> list[Language]:
        """The reader's own language first, then the others as the catalogue lists them."""
        spoken = {article.lang for article in self.web.articles}
        rows = [row for row in self.web.catalogue.languages.values() if row.code in spoken]
        return sorted(rows, key=lambda row: row.code != self.language.code)

    def _source(self, article: Article) -> tuple[str, ...]:
        title = _in_language(link(article.title, f"{article.source.id}.md"), article, self.language)
        licence = f"{self.word('articles.licence')}: {self._licence(article)}"
        used = ", ".join(self._to_tactic(name, "../tactics/") for name in self._supported(article))
        return (title, licence, *([f"{self.word('articles.supports')}: {used}"] if used else []))

    def _status(self) -> str:
        """How far each language has come: words, freshness, sections that wait for an editor."""
        own = [article for article in self.web.articles if article.lang == self.language.code]
        waiting = [
            f"[{inert(section.heading or section.id)}](articles/{article.source.id}.md#{anchor(section)})"
            for article in own
            for section in article.sections
            if section.status == "review"
        ]
        return sections(
            self._head(self.word("status.title"), self.word("status.lead")),
            f"# {self.word('status.title')}",
            _lead(self.word("status.lead")),
            "\n".join(self._status_table()),
            self._part("status.stale", bullets(map(self._to_entry, self.language.stale))),
            self._part("status.waiting", bullets(waiting)),
        )

    def _status_table(self) -> Iterator[str]:
        columns = ("language", "complete", "stale", "articles", "waiting")
        yield "| " + " | ".join(self.word(f"status.columns.{name}") for name in columns) + " |"
        yield "|---|---|---|---|---|"
        for language in self.web.catalogue.languages.values():
            done, all_ = language.written
            articles = [article for article in self.web.articles if article.lang == language.code]
            waiting = sum(section.status == "review" for article in articles for section in article.sections)
            share = f"{100 * done // max(all_, 1)}\u202f%"
            cells = (inert(language.name), share, len(language.stale), len(articles), waiting)
            yield f"| {' | '.join(map(str, cells))} |"

    def _to_entry(self, id_: str) -> str:
        """A link to the page of a tactic, a situation or a tension."""
        if id_ in self.language.tactics:
            return link(self.language.tactics[id_].title, f"tactics/{id_}.md")
        if id_ in self.language.situations:
            return link(self.language.situations[id_].title, f"situations/{id_}.md")
        return link(self.language.tensions[id_].question, f"tensions/{id_}.md")

    # --- a tactic -------------------------------------------------------------------------------

    def _tactic(self, tactic: Tactic) -> str:
        words = self.language.tactics[tactic.id]
        return sections(
            self._head(words.title, words.essence),
            f"# {inert(words.title)}",
            _lead(inert(words.essence)),
            self._facts(tactic),
            self._say_and_not(tactic),
            self._part("tactics.steps", numbered(map(inert, words.steps))),
            self._part("tactics.pitfalls", bullets(map(inert, words.pitfalls))),
            self._related(tactic),
            self._passages(tactic),
            self._elsewhere(tactic),
            self._part("tactics.situations", bullets(map(self._to_situation, tactic.situations))),
            self._part("tactics.tensions", bullets(map(self._to_tension, self.web.tensions_of[tactic.id]))),
            self._evidence(tactic.evidence, words.evidence),
        )

    def _facts(self, tactic: Tactic) -> str:
        stage = link(self.language.interface[f"stages.{tactic.stage}.title"], f"index.md#{tactic.stage}")
        channels = ", ".join(self.word(f"channels.{name}") for name in CHANNELS if name in tactic.channels)
        return (
            f"{self.word('tactics.stage')}: {stage} · {self.word('tactics.channels')}: {channels}\n"
            "{: .ch-facts }"
        )

    def _say_and_not(self, tactic: Tactic) -> str:
        words = self.language.tactics[tactic.id]
        say = self._phrases("tactics.say", "ch-say", words.say)
        dont = self._phrases("tactics.dont_say", "ch-dont", words.dont_say)
        return f'<div class="ch-pair" markdown>\n\n{say}\n\n{dont}\n\n</div>' if say or dont else ""

    def _phrases(self, heading: str, style: str, phrases: Sequence[Phrase]) -> str:
        if not phrases:
            return ""
        return (
            f'<div class="{style}" markdown>\n\n## {self.word(heading)}\n\n'
            f"{bullets(map(self._phrase, phrases))}\n\n</div>"
        )

    def _phrase(self, phrase: Phrase) -> str:
        channel = (
            f' <span class="ch-channel">{self.word(f"channels.{phrase.channel}")}</span>'
            if phrase.channel
            else ""
        )
        return f"{self._quote(phrase.text)}{channel}"

    def _quote(self, text: str) -> str:
        before, after = self.language.quotes
        return f"{before}{inert(text)}{after}"

    def _part(self, heading: str, content: str) -> str:
        return f"## {self.word(heading)}\n\n{content}" if content else ""

    def _related(self, tactic: Tactic) -> str:
        rows = [
            f"{self.word(f'relations.{relation.kind}')}: {self._to_tactic(relation.to)} – "
            f"{inert(self._reason(tactic, relation.to, relation.written_on))}"
            for relation in tactic.related
        ]
        return self._part("tactics.related", bullets(rows))

    def _reason(self, tactic: Tactic, to: str, written_on: str) -> str:
        other = to if written_on == tactic.id else tactic.id
        return self.language.tactics[written_on].related[other]

    def _to_tactic(self, name: str, folder: str = "") -> str:
        return link(self.language.tactics[name].title, f"{folder}{name}.md")

    def _to_situation(self, name: str) -> str:
        return link(self.language.situations[name].title, f"../situations/{name}.md")

    def _to_tension(self, name: str) -> str:
        return link(self.language.tensions[name].question, f"../tensions/{name}.md")

    def _passages(self, tactic: Tactic) -> str:
        own = self.web.passages[tactic.id].get(self.language.code, ())
        shown = "\n\n".join(map(self._passage, own)) or self.word("tactics.no_passages")
        return self._part("tactics.passages", shown)

    def _passage(self, passage: Passage) -> str:
        article, section = passage.article, passage.section
        target = f"../articles/{article.source.id}.md#{anchor(section)}"
        quoted = "\n>\n".join(f"> {inert(text)}" for text in _excerpt(section))
        author = inert(article.source.metadata.author) or self.word("articles.author_unknown")
        return (
            f"{quoted}\n>\n> {link(article.title, target)} · {author} · {self._licence(article)}\n"
            "> {: .ch-attribution }"
        )

    def _elsewhere(self, tactic: Tactic) -> str:
        rows = [
            _in_language(
                f"{link(passage.article.title, self._place_of(passage))} ({inert(language.name)})",
                passage.article,
                self.language,
            )
            for language in self.web.catalogue.languages.values()
            if language.code != self.language.code
            for passage in self.web.passages[tactic.id].get(language.code, ())
        ]
        return self._part("tactics.elsewhere", bullets(rows))

    def _place_of(self, passage: Passage) -> str:
        return f"../articles/{passage.article.source.id}.md#{anchor(passage.section)}"

    def _evidence(self, keys: Sequence[str], claims: object = None) -> str:
        rows = []
        for key in keys:
            evidence = self.web.catalogue.evidence[key]
            claim = claims.get(key, "") if isinstance(claims, dict) else ""
            strength = self.word(f"evidence.{evidence.strength}")
            source = f"{link(evidence.source, safe_url(evidence.url))} ({strength})"
            rows.append(f"{inert(claim)} {source}" if claim else source)
        return self._part("tactics.evidence", bullets(rows))

    # --- a situation, a tension -----------------------------------------------------------------

    def _situation(self, situation: Situation) -> str:
        words = self.language.situations[situation.id]
        helpers = self.web.helpers_of[situation.id]
        tensions = dict.fromkeys(
            tension for tactic in situation.plan for tension in self.web.tensions_of[tactic]
        )
        return sections(
            self._head(words.title, words.spot),
            f"# {inert(words.title)}",
            f'<div class="ch-first" markdown>\n\n{self.word("situations.first")}\n\n'
            f"{bullets(map(self._phrase, words.first))}\n\n</div>",
            f"**{self.word('situations.spot')}:** {inert(words.spot)}",
            self._part("situations.plan", numbered(map(self._step, situation.plan))),
            self._by_channel(situation),
            self._part(
                "situations.if_fails",
                f"{inert(words.if_fails)}\n\n{bullets(map(self._step, situation.if_fails))}",
            ),
            self._part("situations.also", bullets(map(self._step, helpers))),
            self._part("situations.tensions", bullets(map(self._to_tension, tensions))),
        )

    def _step(self, name: str) -> str:
        return f"{self._to_tactic(name, '../tactics/')} – {inert(self.language.tactics[name].essence)}"

    def _by_channel(self, situation: Situation) -> str:
        words = self.language.situations[situation.id]
        tabs = []
        for channel in CHANNELS:
            steps = bullets(map(self._step, situation.by_channel.get(channel, ())))
            text = inert(words.channels.get(channel, ""))
            if text or steps:
                body = "\n\n".join(part for part in (text, steps) if part)
                indented = "\n".join(f"    {line}" if line else "" for line in body.split("\n"))
                tabs.append(
                    f'=== "{attribute(self.language.interface[f"channels.{channel}"])}"\n\n{indented}'
                )
        return self._part("situations.by_channel", "\n\n".join(tabs))

    def _tension(self, tension: Tension) -> str:
        words = self.language.tensions[tension.id]
        sides = "\n\n".join(self._side(tension, side) for side in tension.sides)
        return sections(
            self._head(words.question, words.decide),
            f"# {inert(words.question)}",
            f'<div class="ch-pair" markdown>\n\n{sides}\n\n</div>',
            self._part("tensions.decide", inert(words.decide)),
            self._evidence(tension.evidence),
        )

    def _side(self, tension: Tension, side: str) -> str:
        words = self.language.tensions[tension.id].sides[side]
        names = tension.sides[side]
        first = {
            passage.article.source.id: link(passage.article.title, self._place_of(passage))
            for name in reversed(names)
            for passage in self.web.passages[name].get(self.language.code, ())[:1]
        }
        read = bullets(first.values())
        more = f"{self.word('tensions.passages')}:\n\n{read}" if read else ""
        named = bullets(self._to_tactic(name, "../tactics/") for name in names)
        tactics = f"{self.word('tensions.tactics')}:\n\n{named}"
        content = "\n\n".join(part for part in (inert(words.says), tactics, more) if part)
        return f'<div class="ch-side" markdown>\n\n## {inert(words.label)}\n\n{content}\n\n</div>'

    # --- an article -----------------------------------------------------------------------------

    def _article(self, article: Article) -> str:
        unplaced = [section for section in article.sections if section.status != "placed"]
        return sections(
            self._head(article.title, self._summary(article), foreign=article),
            f"# {inert(article.title)} {{ #title{_lang_mark(article, self.language)} }}",
            self._about(article),
            self._running(article, article.intro_text),
            *[self._section(article, section) for section in article.sections],
            self._running(article, article.outro_text),
            self._part("articles.unplaced", self._unplaced(unplaced)),
        )

    def _summary(self, article: Article) -> str:
        """What a search engine shows of an article's page: the tactics it supports."""
        titles = [self.language.tactics[name].title for name in self._supported(article)]
        return f"{self.word('articles.supports')}: {'; '.join(titles[:5])}"

    def _about(self, article: Article) -> str:
        meta = article.source.metadata
        language = self.web.catalogue.languages[article.lang]
        rows = [
            f"{self.word('articles.language')}: {_in_language(inert(language.name), article, self.language)}",
            f"{self.word('articles.author')}: {inert(meta.author) or self.word('articles.author_unknown')}",
            f"{self.word('articles.licence')}: {self._licence(article)}",
        ]
        if origin := safe_url(meta.origin):
            rows.append(f"{self.word('articles.origin')}: {link(meta.origin, origin)}")
        return f'<div class="ch-about" markdown>\n\n{bullets(rows)}\n\n</div>'

    def _licence(self, article: Article) -> str:
        licence = article.source.metadata.licence
        if licence == UNKNOWN_LICENCE:
            return self.word("articles.licence_unknown")
        name, url = LICENCES.get(licence, (licence, ""))
        return link(name, url) if url else inert(name)

    def _running(self, article: Article, texts: Sequence[str]) -> str:
        if not texts:
            return ""
        body = "\n\n".join(map(inert, texts))
        return f'<div class="ch-text"{_lang_attribute(article, self.language)} markdown>\n\n{body}\n\n</div>'

    def _section(self, article: Article, section: Section) -> str:
        # Ids of our own: one made from a stranger's heading might be one the theme's scripts look for.
        heading = f"## {inert(section.heading)} {{ #{anchor(section)}-heading }}" if section.heading else ""
        paragraphs = "\n\n".join(map(inert, section.paragraphs))
        content = "\n\n".join(
            part for part in (heading, paragraphs, bullets(map(inert, section.items))) if part
        )
        placed = ""
        if section.status == "placed":
            names = ", ".join(
                self._to_tactic(candidate.tactic, "../tactics/") for candidate in section.tactics
            )
            placed = f"\n\n{self.word('articles.supports')}: {names}\n{{: .ch-supports }}"
        lang = _lang_attribute(article, self.language)
        return (
            f'<section class="ch-section" id="{anchor(section)}" markdown>\n\n'
            f'<div class="ch-text"{lang} markdown>\n\n{content}\n\n</div>{placed}\n\n</section>'
        )

    def _unplaced(self, unplaced: Sequence[Section]) -> str:
        if not unplaced:
            return ""
        rows = [f"[{inert(section.heading or section.id)}](#{anchor(section)})" for section in unplaced]
        return f"{self.word('articles.unplaced_note')}\n\n{bullets(rows)}"

    def _supported(self, article: Article) -> list[str]:
        named = {
            candidate.tactic
            for section in article.sections
            if section.status == "placed"
            for candidate in section.tactics
        }
        return [name for name in self.web.catalogue.tactics if name in named]

    def _head(self, title: str, description: str, foreign: Article | None = None) -> str:
        """Front matter; values are JSON strings, which YAML reads as they are."""
        rows = [f"title: {json.dumps(bare(title), ensure_ascii=False)}"]
        rows.append(f"description: {json.dumps(bare(description), ensure_ascii=False)}")
        if foreign and foreign.lang != self.language.code:
            rows.append(f"passages_lang: {foreign.lang}")
        return "---\n" + "\n".join(rows) + "\n---"


def _lead(text: str) -> str:
    return f"{text}\n{{: .ch-lead }}"


def _excerpt(section: Section) -> list[str]:
    """The beginning of a section, to the end of the paragraph that fills it."""
    shown: list[str] = []
    for text in (*section.paragraphs, *section.items):
        shown.append(text)
        if sum(map(len, shown)) >= EXCERPT:
            break
    return shown


def _lang_attribute(article: Article, reader: Language) -> str:
    return "" if article.lang == reader.code else f' lang="{article.lang}"'


def _lang_mark(article: Article, reader: Language) -> str:
    """The same within an attribute list."""
    return "" if article.lang == reader.code else f" lang={article.lang}"


def _in_language(markdown: str, article: Article, reader: Language) -> str:
    lang = _lang_attribute(article, reader)
    return f"<span{lang}>{markdown}</span>" if lang else markdown
