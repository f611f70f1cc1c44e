"""Articles that attack: nothing of them reaches a page as anything but text, and none keeps us busy."""

from __future__ import annotations

import html
import json
import os
import re
import signal
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import markdown
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data
from mkdocs.utils.yaml import get_yaml_loader

from scripts.catalogue import read_catalogue
from scripts.markdown import attribute, bare, inert, link, safe_url
from scripts.model import Article, Catalogue, Metadata, Rejected, Source
from scripts.normalise import normalise
from scripts.normalise.html import Extractor
from scripts.pipeline import Built, build
from tests.catalogue_fixture import write_catalogue

ROOT = Path(__file__).parents[1]
FRAME = (ROOT / "catalogue/en/interface.yml").read_text("utf-8")
BUILT_IN = ("toc", "tables", "fenced_code")
"""Extensions that MkDocs adds on its own."""


# --- reading a page as a browser does -----------------------------------------------------------


@dataclass
class Page(HTMLParser):
    """A rendered page: its elements with their attributes, and the text a reader sees."""

    markup: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""
    comments: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    @property
    def tags(self) -> list[str]:
        return [tag for tag, _ in self.elements]


@cache
def renderer() -> markdown.Markdown:
    """Markdown as mkdocs.yml sets it up."""
    config = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), get_yaml_loader())
    extensions: dict[str, Any] = config["markdown_extensions"]
    return markdown.Markdown(extensions=[*BUILT_IN, *extensions], extension_configs=extensions)


def show(text: str) -> Page:
    return Page(renderer().reset().convert(text))


def squash(text: str) -> str:
    """The text without white space and without what nobody sees."""
    return "".join(
        char
        for char in text
        if not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn")
    )


# --- whole articles -----------------------------------------------------------------------------

PLAIN_ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><iframe src="https://evil.example"></iframe>',
    "' onmouseover='alert(1)",
    "</div></section><h1 onclick=alert(1)>mine</h1>",
    "<div markdown>",
    "<style>body{display:none}</style>",
    "<!-- hidden",
    "-->",
    "<![CDATA[x]]>",
    "<?php echo 1 ?>",
    "{{ config.secret }}",
    "{% include 'x' %}",
    "{# remark #}",
    "{: onclick=alert(1) .mine }",
    "{ onclick=alert(1) #mine }",
    "!!! danger 'mine'",
    "??? note",
    '=== "mine"',
    "/// details",
    "[^1]: a footnote",
    "*[HTML]: an abbreviation",
    ": a definition",
    "[mine]: https://evil.example",
    "<https://evil.example>",
    "<mine@evil.example>",
    "https://evil.example/a_b_c",
    "`code` and ``more code``",
    "``` python",
    "~~~",
    "| a | b |",
    "--- | --- mine",
    "setext = = =",
    "# mine",
    "mine ###",
    "+ mine",
    "> mine",
    "[TOC]",
    "--8<-- 'secret.txt'",
    "$mine$ ~mine~ ^mine^ ==mine==",
    "klzzwxh:0000",
    "a _mine_ b and snake_case_words",
)
"""Lines that must come through letter by letter."""
ATTACKS = (
    *PLAIN_ATTACKS,
    "[mine](javascript:alert(1))",
    "![mine](https://evil.example/x.png)",
    '[mine](https://evil.example "title")',
    "**mine** __mine__ *mine*",
    "\\<b> \\*mine\\* \\&lt;",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;alert(1)",
    "&#60;script&#62; &#x3c;script&#x3E; &LT;script&GT; &lt script",
    "&#106;avascript:alert(1) &colon; &newline; &quot;&apos;",
    "\x1b[31mred\x1b]0;title\x07",
    "nul\x00nul \x7f\x9b in so many words that the file is no binary one",
    "\x02klzzwxh:0\x03 in so many words, and a few more of them, that the file is no binary one",
    "\u202eesrever\u202c \u2066isolate\u2069 \u200fmark \u061c",
    "zero\u200bwidth\u200c \u2060 \ufeff \u00ad \U000e0041\U000e0042",
    "\u2028# line\u2029# paragraph\x85# next\x0b# vertical\x0c# form",
)
"""Also those of which the normaliser may take marks, references or invisible characters out."""
TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
ALLOWED = {
    *("h1", "h2", "p", "ul", "ol", "li", "div", "section", "span", "a", "blockquote", "strong", "em"),
    *("input", "label"),  # tabs, which the pages of situations have
}
CLASSES = re.compile(r"(?:(?:ch|tabbed)-[a-z-]+ ?)+")
INTERNAL = re.compile(r"(?:\.\./|[\w-]+/)*(?:[\w-]+\.md)?(?:#[\w-]+)?")

BREATH = "When somebody shouts at you, take one deep breath and count to ten before you say a word to them."
LISTEN = "Then say nothing and listen until they stop, since nobody hears an answer while still talking."


def write_text_article(attack: str) -> str:
    attack = attack.replace("\n", " ")
    return (
        f"# Calm {attack} customers\n\n{BREATH} {attack}\n\n"
        f"## {attack} take one breath {attack}\n\n{attack}\n\n{attack} {BREATH} {attack}\n\n"
        f"- {attack}\n- A deep breath {attack}\n\n"
        f"## Let them finish {attack}\n\n{LISTEN} {attack} {LISTEN}\n"
    )


CLOSERS = "</p>--></style></script></svg></iframe></div>"
"""Ends what an attack left open: what stands in an open script is no text."""


def write_html_article(attack: str) -> str:
    shown = html.escape(attack)
    return (
        f"<html><body><article><h1>Calm {shown} customers</h1><p>{BREATH} {shown}</p>{attack}{CLOSERS}"
        f"<h2>{shown} take one breath {shown}</h2><p>{shown}</p><p onclick=alert(1)>{shown} {BREATH}</p>"
        f"<ul><li>{shown}</li><li><a href='javascript:alert(1)'>A deep breath {shown}</a></li></ul>"
        f"<h2>Let them finish {shown}</h2><p>{LISTEN} {shown} {LISTEN}</p></article></body></html>"
    )


def write_metadata(attack: str, title: bool) -> str:
    safe = "".join(char for char in attack if unicodedata.category(char) != "Cc" or char == "\t")
    row = {"author": f"Eve {safe}", "origin": f"https://x.example/{safe}", "licence": f"MIT {safe}"}
    return json.dumps(
        {**row, "language": "en", **({"title": f"Calm {safe}"} if title else {})}, ensure_ascii=False
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One site of an article in text and one in HTML for every attack."""
    folder = tmp_path_factory.mktemp("hostile")
    frames = {f"{code}/interface.yml": FRAME for code in ("en", "nb")}
    catalogue = write_catalogue(folder / "catalogue", frames)
    sources = folder / "sources"
    sources.mkdir()
    for number, attack in enumerate(ATTACKS):
        (sources / f"md{number}.md").write_text(write_text_article(attack), "utf-8")
        (sources / f"md{number}.yml").write_text(write_metadata(attack, title=False), "utf-8")
        (sources / f"html{number}.html").write_text(write_html_article(attack), "utf-8")
        (sources / f"html{number}.yml").write_text(write_metadata(attack, title=True), "utf-8")
    return build(catalogue, [sources])


def test_every_attack_became_an_article(built: Built) -> None:
    assert [str(problem) for problem in built.problems] == []
    assert len(built.web.articles) == 2 * len(ATTACKS)
    placed = [passage for rows in built.web.passages.values() for passage in rows.get("en", ())]
    assert len(placed) >= len(ATTACKS), "they reach the pages of tactics too"


def check_harmless(path: str, text: str) -> Page:
    """Render one page as MkDocs would and look at everything a browser would act on."""
    body, matter = get_data(text)
    assert set(matter) <= {"title", "description", "passages_lang"} and matter["title"], path
    for value in (matter["title"], matter["description"]):
        assert not set('<>"&') & set(value), f"{path}: {value} is printed as it is by the theme"
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", value), path
    page = show(body)
    assert page.comments == [], path
    allowed = ALLOWED | TABLE if path.endswith("status.md") else ALLOWED
    assert set(page.tags) <= allowed, f"{path}: {set(page.tags) - allowed}"
    for tag, attributes in page.elements:
        assert_ours(path, tag, attributes)
    assert not re.search(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]", page.text), path
    for token in flatten(renderer().toc_tokens):
        assert Page(token["name"]).tags == [], f"{path}: the theme prints {token['name']} as it is"
    return page


def assert_ours(path: str, tag: str, attributes: dict[str, str]) -> None:
    for name, value in attributes.items():
        where = f"{path}: <{tag} {name}={value!r}>"
        if name == "class":
            assert CLASSES.fullmatch(value), where
        elif name == "href":
            known = value.startswith(("https://example.org/", "https://x.example/"))
            assert known or INTERNAL.fullmatch(value), where
        elif name == "lang":
            assert value in ("en", "nb"), where
        elif name == "id":
            assert re.fullmatch(r"[\w-]+", value), where
        else:
            tab = tag in ("div", "input", "label") and name in TAB_ATTRIBUTES
            assert tab or (tag in TABLE and value == "text-align: right;"), where


TAB_ATTRIBUTES = {"data-tabs", "type", "name", "checked", "for"}


def flatten(tokens: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for token in tokens:
        yield token
        yield from flatten(token["children"])


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("number", range(len(ATTACKS)), ids=[repr(attack)[:30] for attack in ATTACKS])
def test_an_article_page(built: Built, number: int, form: str) -> None:
    name = f"{form}{number}"
    article = next(row for row in built.web.articles if row.source.id == name)
    for language in ("en", "nb"):
        page = check_harmless(name, built.pages[f"{language}/articles/{name}.md"])
        shown = squash(page.text)
        for text in texts_of(article):
            assert squash(text) in shown, f"{text!r} is not shown as it is"
        if ATTACKS[number] in PLAIN_ATTACKS:
            in_headings_and_text = shown.count(squash(ATTACKS[number]))
            assert in_headings_and_text >= 6, "the attack is shown as the text it is"


def texts_of(article: Article) -> Iterator[str]:
    yield article.title
    yield from (*article.intro_text, *article.outro_text, article.source.metadata.author)
    for section in article.sections:
        yield from (section.heading, *section.paragraphs, *section.items)


def test_every_other_page(built: Built) -> None:
    others = {
        path: text
        for path, text in built.pages.items()
        if path.endswith(".md") and ("/articles/" not in path or path.endswith("/index.md"))
    }
    for path, text in others.items():
        check_harmless(path, text)


# --- the writers of Markdown, on any text -------------------------------------------------------

FRAGMENTS = (
    *ATTACKS,
    *"#*_-+=`~!?/:.\"'()[]{}<>|\\&;$^@% 1\t\n\r\x02\x03\x00",
    *("1.", "12)", "::", "]:", "](", "![", "&lt;", "&#60;", "&amp;", "amp;", "---", "===", "```", "</p>"),
    *("\u202e", "\u200b", "\ufeff", "\ufffe", "\ud800", "é", "http://", "javascript:", "www.x.example"),
)
TEXTS = st.lists(st.sampled_from(FRAGMENTS) | st.characters(), max_size=12).map("".join)

PLACES = {
    "{}": ["p"],
    "# {}": ["h1"],
    "## {} {{ lang=en }}": ["h2"],
    "- {}": ["ul", "li"],
    "1. {}": ["ol", "li"],
    "> {}": ["blockquote", "p"],
    "- x\n\n    {}": ["ul", "li", "p", "p"],
    "{}\n{{: .ch-lead }}": ["p"],
    '<div class="ch-text" markdown>\n\n{}\n\n</div>': ["div", "p"],
    '<span lang="en">{}</span>': ["p", "span"],
    "[{}](x.md)": ["p", "a"],
}
"""Places our pages put a stranger's text in, and the elements they make without any."""


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=120, deadline=None)  # times eleven places
@given(TEXTS)
@example("C#")
@example("\u200b# mine")
@example("a\x85# mine")
def test_inert(place: str, text: str) -> None:
    ready = inert(text)
    if not ready:
        return
    page = show(place.format(ready))
    assert page.tags == PLACES[place], page.markup
    assert squash(page.text).removeprefix("x" if "x\n" in place else "") == squash(text)
    assert "\n" not in ready and ready == ready.strip()


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_attribute(text: str) -> None:
    ((tag, attributes),) = Page(f'<p title="{attribute(text)}">').elements
    assert (tag, list(attributes)) == ("p", ["title"])
    assert squash(attributes["title"]) == squash(text)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
@example("&amp;amp;amp;amp;lt;script&amp;amp;amp;amp;gt;")
@example("&#38;#38;#38;#38;#60;b>")
@example("\x7f\x80\ufffe")
def test_bare(text: str) -> None:
    """The theme prints it unescaped, after stripping tags and resolving references once more."""
    value = bare(text)
    assert not set('<>"&') & set(value) and html.unescape(value) == value
    assert Page(f"<title>{value}</title>").tags == ["title"]
    matter = f"---\ntitle: {json.dumps(value, ensure_ascii=False)}\n---\n\nbody"
    assert get_data(matter) == ("body", {"title": value}), "YAML reads it back as it is"


def test_bare_of_many_nested_references_is_quick() -> None:
    with at_most(2):
        bare("&" + "amp;" * 200_000 + "lt;")


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(["", "https://", "http://a.example/", "HTTPS://"]), TEXTS)
@example("https://", "x.example/[a](b)_c_*d*?e=f&amp;g")
@example("https://", "\x02klzzwxh:0\x03")
def test_safe_url(start: str, text: str) -> None:
    url = start + text
    ready = safe_url(url)
    if not ready:
        return
    page = show(f"- Origin: {link(url, ready)}")
    assert page.tags == ["ul", "li", "a"], page.markup
    attributes = page.elements[-1][1]
    assert list(attributes) == ["href"] and attributes["href"].startswith(("https://", "http://"))
    assert unquote(attributes["href"]) == unquote(html.unescape(html.escape(url)))
    assert squash(page.text) == squash(f"Origin: {url}")


@pytest.mark.parametrize(
    "url",
    [
        *("", "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)"),
        *("data:text/html,x", "vbscript:x", "file:///etc/passwd", "//evil.example", "ftp://x.example"),
        *(
            "https://a b",
            "https://a\nb",
            'https://a"onclick="x',
            "https://a<b>",
            "https://a'b",
            "https://a`b",
        ),
        *("https://a\x00b", "https://a\u202eb", "https://a\u200bb", "https://{{x}}", "x https://a.example"),
    ],
)
def test_an_address_that_is_none(url: str) -> None:
    assert safe_url(url) == ""


# --- size ---------------------------------------------------------------------------------------

FULL = bool(os.environ.get("COOLHEAD_FULL_SIZE"))
"""Whether to test at the sizes the design names; a tenth of them shows the same in seconds."""
MB = 1_000_000 if FULL else 100_000
MANY = 100_000 if FULL else 10_000
SECONDS = 60 if FULL else 12
SHOUT = "The customer was angry and shouted at me, so I took a deep breath and listened until he stopped. "


NORMALISER = """\
chrome:
  comments: [Comments]
  related: ["Related articles:"]
structure:
  tip: [Tip, Tips]
abbreviations: [e.g.]
negation: [not]
"""


class TooSlow(BaseException):
    """No Exception, so that nothing on the way takes it for one of its own."""


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooSlow(f"it took more than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("tiny")
    return read_catalogue(
        write_catalogue(folder, {f"{code}/normaliser.yml": NORMALISER for code in ("en", "nb")})
    )


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor(1.0) as made:
        yield made


LARGE = {
    "nested divs": ("html", lambda: "<div>" * (MANY // 2) + SHOUT * 3 + "</div>" * (MANY // 2)),
    "paragraphs": ("html", lambda: "\n".join(f"<p>{SHOUT} {number}.</p>" for number in range(MANY))),
    "paragraphs of text": ("text", lambda: "\n\n".join(f"{SHOUT} {number}." for number in range(MANY))),
    "the same paragraph": ("text", lambda: f"{SHOUT}\n\n" * MANY),
    "one line": ("text", lambda: SHOUT * (10 * MB // len(SHOUT))),
    "one line of HTML": ("html", lambda: SHOUT * (10 * MB // len(SHOUT))),
    "unclosed tags": ("html", lambda: SHOUT + "<b>" * (2 * MANY) + SHOUT),
    "unclosed blocks": ("html", lambda: SHOUT + "<div><p><li><span>" * (MANY // 2) + SHOUT),
    "attributes": ("html", lambda: SHOUT + "<p " + "a=b " * MB + ">" + SHOUT),
    "references": ("html", lambda: SHOUT + "&aring;" * (MB // 7)),
}
RUNS = (
    *(" ", "\t", "*", "**", "_", "[", "]", "](", "![", "[a](", "(", "1. ", "1.", "7", "#", "# ", ">", "> "),
    *("- ", "-", "=", "`", "| ", ".", ". ", " .", '"', '." ', "a", "A", "Ab", "é", "Ã¥", "&", "<"),
    *("a\n", "1.\n", "- \n", "---\n", "**a**\n", "\n", "\r\n"),
)
"""What a line, or a page, of nothing else consists of: food for expressions that backtrack."""
GROWING = {
    "comments open": ("html", lambda: SHOUT + "<!--" * MANY),
    "tags open": ("html", lambda: SHOUT + "<a " * MANY),
    "attributes open": ("html", lambda: SHOUT + '<a x="' * MANY),
    "end tags open": ("html", lambda: SHOUT + "</" * (4 * MANY)),
    "instructions open": ("html", lambda: SHOUT + "<?" * (4 * MANY)),
    "glued sentences": ("text", lambda: "the customer was angry.Then he left the shop and " * MANY),
    "invisible": ("text", lambda: SHOUT + "\u200b" * (4 * MANY)),
    "mojibake": ("text", lambda: SHOUT + "Ã¥ " * (2 * MANY)),
    "references": ("text", lambda: SHOUT + "&amp;" * (2 * MANY)),
    "labels": ("text", lambda: f"{SHOUT}\n" * 4 + "Comments\n" * MANY),
    "boxes": ("text", lambda: f"{SHOUT}\n" * 4 + "Related articles:\n" * MANY),
    "bullets": ("text", lambda: f"1. One\n{SHOUT}\n2. Two\n{SHOUT}\n" + "- word and\n" * MANY),
}
"""Many of one thing: work that grows with their square takes minutes here, other work a second."""


def normalise_or_refuse(form: Any, text: str, catalogue: Catalogue, extractor: Extractor) -> None:
    try:
        source = Source("x", "x", "", text, form, Metadata(language="en"))
        article = normalise(source, catalogue.languages, extractor)
    except Rejected as rejected:
        assert rejected.problems
    else:
        assert sum(article.labels.values()) == sum(not char.isspace() for char in text)


@pytest.mark.parametrize("name", LARGE)
def test_a_large_article(tiny: Catalogue, extractor: Extractor, name: str) -> None:
    form, write = LARGE[name]
    text = write()
    with at_most(SECONDS):
        normalise_or_refuse(form, text, tiny, extractor)


@pytest.mark.parametrize("sign", RUNS, ids=repr)
def test_a_line_of_one_sign(tiny: Catalogue, extractor: Extractor, sign: str) -> None:
    run = sign * (5 * MB // len(sign) // 10)  # 50 kB: an expression that backtracks takes minutes
    for text in (f"{SHOUT}\n{run}", run + SHOUT, f"# {run} x\n{SHOUT}", f"{SHOUT} x{run}x"):
        with at_most(SECONDS):
            normalise_or_refuse("text", text, tiny, extractor)


@pytest.mark.parametrize("name", GROWING)
def test_work_grows_with_the_size_only(tiny: Catalogue, name: str) -> None:
    form, write = GROWING[name]
    text = write()
    with at_most(SECONDS):
        normalise_or_refuse(form, text, tiny, lambda page: None)


@pytest.mark.parametrize(
    "page",
    [
        "<![",
        "<![if x]>",
        "<!x",
        "<![CDATA[",
        "<!DOCTYPE [",
        "<!--",
        "</",
        "<?",
        "&#;",
    ],
)
def test_broken_markup_is_no_crash(tiny: Catalogue, page: str) -> None:
    for text in (SHOUT + page, page + SHOUT, f"<p>{SHOUT}<p>{page}<p>{SHOUT}"):
        normalise_or_refuse("html", text, tiny, lambda page: None)
