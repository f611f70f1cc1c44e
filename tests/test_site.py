"""The built site, read file by file: languages, addresses, links, and that nothing comes from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from lxml import html

from scripts.catalogue import read_catalogue
from scripts.model import Catalogue
from scripts.output import MARK
from scripts.pages import LICENCES
from scripts.site import build as run_mkdocs
from scripts.sources import read_sources
from tests.conftest import FOLDER, ROOT, SITE_URL, Build

NOT_FOUND = "404.html"
SOURCES, _ = read_sources([ROOT / "sources"])


@dataclass(frozen=True)
class Page:
    """One HTML file of the site."""

    path: str
    """Below the site's folder: nb/tactics/index.html."""
    text: str = field(repr=False)
    language: str
    """By its folder."""
    same: str
    """Its path without the language's folder, the same for this page in every language."""

    @cached_property
    def tree(self) -> html.HtmlElement:
        return html.document_fromstring(self.text.encode(), parser=html.HTMLParser(encoding="utf-8"))

    @cached_property
    def address(self) -> str:
        return SITE_URL + self.path.removesuffix("index.html")

    @cached_property
    def anchors(self) -> frozenset[str]:
        return frozenset(self.tree.xpath("//@id | //a/@name"))

    def find(self, xpath: str) -> list[str]:
        return [str(value) for value in self.tree.xpath(xpath)]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue(ROOT / "catalogue")


@pytest.fixture(scope="session")
def files(site: Path, catalogue: Catalogue) -> Mapping[str, Page]:
    """Every HTML file by its path, the 404 page too."""
    found = {}
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        first, _, rest = path.partition("/")
        other = first in catalogue.languages and first != catalogue.default.code
        language, same = (first, rest) if other else (catalogue.default.code, path)
        found[path] = Page(path, file.read_text("utf-8"), language, same)
    return found


@pytest.fixture(scope="session")
def pages(files: Mapping[str, Page]) -> list[Page]:
    """Every page that has an address of its own."""
    return [page for path, page in files.items() if path != NOT_FOUND]


def of_kind(pages: list[Page], kind: str) -> list[Page]:
    """The pages of one folder, tactics for instance, without its overview."""
    return [page for page in pages if page.same.startswith(f"{kind}/") and page.same.count("/") == 2]


# --- the build ------------------------------------------------------------------------------------


def test_build_says_nothing(build: Build) -> None:
    assert (build.code, build.said) == (0, "")


ONE_LANGUAGE = """\
plugins: {i18n: {languages: [{locale: en, name: English, default: true, build: true}]}}
extra: {languages: [{code: en, name: English, dir: ltr, default: true}], words: {frame_language: Language}}
"""


def test_broken_links_fail_the_build(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """MkDocs' own --quiet would hide warnings from --strict, which then lets everything pass."""
    docs = tmp_path / "docs"
    (docs / "en").mkdir(parents=True)
    (docs / "en" / "index.md").write_text("# Home\n\n[a](../nowhere.md) [b](#no-anchor)\n", "utf-8")
    (docs / MARK).write_text(ONE_LANGUAGE, "utf-8")
    assert run_mkdocs(ROOT, docs, tmp_path / "site") == 1
    said = capfd.readouterr().err
    assert "../nowhere.md" in said
    assert "#no-anchor" in said


# --- languages ------------------------------------------------------------------------------------


def test_every_language_has_every_page(pages: list[Page], catalogue: Catalogue) -> None:
    found = {code: {page.same for page in pages if page.language == code} for code in catalogue.languages}
    everything = set.union(*found.values())
    assert {code: sorted(everything - paths) for code, paths in found.items() if paths != everything} == {}
    assert {f"tactics/{name}/index.html" for name in catalogue.tactics} <= everything
    assert {f"situations/{name}/index.html" for name in catalogue.situations} <= everything
    assert {f"tensions/{name}/index.html" for name in catalogue.tensions} <= everything
    assert len(everything) > 100


def test_html_lang(files: Mapping[str, Page]) -> None:
    wrong = {
        path: page.text[:80]
        for path, page in files.items()
        if re.findall(r"<html[^>]*?\blang=\"([^\"]*)\"", page.text) != [page.language]
    }
    assert wrong == {}


def test_direction(pages: list[Page], catalogue: Catalogue) -> None:
    directions = {code: language.direction for code, language in catalogue.languages.items()}
    wrong = [page.path for page in pages if page.find("//body/@dir") != [directions[page.language]]]
    assert wrong == []


def test_canonical_and_alternates(pages: list[Page], catalogue: Catalogue) -> None:
    """Each page names itself and, in the same words as its siblings, all of them: so they are reciprocal."""
    address = {(page.language, page.same): page.address for page in pages}
    for page in pages:
        assert page.find("//link[@rel='canonical']/@href") == [page.address]
        links = page.tree.xpath("//link[contains(concat(' ', @rel, ' '), ' alternate ')]")
        expected = [(code, address[code, page.same]) for code in catalogue.languages]
        expected.append(("x-default", address[catalogue.default.code, page.same]))
        assert [(link.get("hreflang"), link.get("href")) for link in links] == expected, page.path


def test_language_switch(pages: list[Page], catalogue: Catalogue) -> None:
    address = {(page.language, page.same): page.address for page in pages}
    for page in pages:
        links = page.tree.xpath("//*[@class='ch-languages']//a")
        found = [
            (a.get("hreflang"), a.get("lang"), urljoin(page.address, a.get("href")), a.text_content())
            for a in links
        ]
        assert found == [
            (code, code, address[code, page.same], language.name)
            for code, language in catalogue.languages.items()
        ], page.path
        assert [a.get("lang") for a in links if a.get("aria-current")] == [page.language], page.path


def test_404_speaks_every_language(files: Mapping[str, Page], catalogue: Catalogue) -> None:
    blocks = files[NOT_FOUND].tree.xpath("//article/div[@lang]")
    assert [block.get("lang") for block in blocks] == [*catalogue.languages]
    for block, language in zip(blocks, catalogue.languages.values(), strict=True):
        assert language.interface["frame.not_found"] in block.text_content()
        home = urljoin(SITE_URL, block.xpath(".//a/@href")[0])
        assert home == SITE_URL + ("" if language.default else f"{language.code}/")


def test_sitemap_lists_every_page(site: Path, pages: list[Page]) -> None:
    listed = re.findall(r"<loc>(.*?)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    assert sorted(listed) == sorted(page.address for page in pages)


# --- what each page has ---------------------------------------------------------------------------


def test_heading_title_description(files: Mapping[str, Page]) -> None:
    for page in files.values():
        headings = [heading.text_content().strip() for heading in page.tree.xpath("//h1")]
        assert len(headings) == 1 and headings[0], page.path
        assert len(page.find("//title")) == 1 and page.tree.findtext(".//title").strip(), page.path
        descriptions = page.find("//meta[@name='description']/@content")
        assert len(descriptions) == 1 and descriptions[0].strip(), page.path


def test_ids_are_unique(files: Mapping[str, Page]) -> None:
    for page in files.values():
        ids = page.find("//@id")
        assert len(ids) == len(set(ids)), page.path


def test_current_overview_is_marked(pages: list[Page]) -> None:
    for page in pages:
        marked = page.find("//nav[@class='ch-pages']//a[@aria-current]/@href")
        top = page.same.split("/")[0].replace("index.html", "")
        prefix = page.address.removesuffix(page.same.removesuffix("index.html"))
        expected = [] if top == "status" else [prefix + (f"{top}/" if top else "")]  # no overview has it
        assert [urljoin(page.address, href) for href in marked] == expected, page.path


# --- links ----------------------------------------------------------------------------------------


def test_every_link_leads_somewhere(files: Mapping[str, Page], site: Path) -> None:
    """The whole site: each link, picture, script and style, and each anchor."""
    broken = [
        f"{page.path}: {target}"
        for page in files.values()
        for target in sorted(set(page.find("//@href | //@src")))
        if is_inside(page, target) and not resolves(page, target, files, site)
    ]
    assert broken == []


def is_inside(page: Page, target: str) -> bool:
    return urljoin(page.address, target).startswith(SITE_URL) or not urlsplit(target).scheme


def resolves(page: Page, target: str, files: Mapping[str, Page], site: Path) -> bool:
    address, anchor = urldefrag(urljoin(page.address, target))
    path = unquote(urlsplit(address).path)
    if not path.startswith(FOLDER):
        return False
    path = path.removeprefix(FOLDER)
    if path == "" or path.endswith("/"):
        path += "index.html"
    if path not in files:
        return not anchor and (site / path).is_file()
    return not anchor or unquote(anchor) in files[path].anchors


def test_nothing_from_elsewhere(files: Mapping[str, Page]) -> None:
    for page in files.values():
        wanted = page.find("//link/@href | //script/@src | //img/@src | //img/@srcset | //source/@src")
        wanted += page.find("//iframe/@src | //object/@data | //form/@action | //use/@href")
        outside = [target for target in wanted if not urljoin(page.address, target).startswith(SITE_URL)]
        assert outside == [], page.path


def test_styles_load_nothing_from_elsewhere(site: Path) -> None:
    for file in site.rglob("*.css"):
        text = file.read_text("utf-8")
        outside = re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//[^)\"';]*", text)
        assert outside == [], file.name


def test_links_out_are_sources_only(files: Mapping[str, Page], catalogue: Catalogue) -> None:
    """Evidence, licences and where articles come from: no other link leaves the site."""
    known = {row.url for row in catalogue.evidence.values()} | {url for _, url in LICENCES.values()}
    known |= {source.metadata.origin for source in SOURCES}
    outside = {
        unquote(target)
        for page in files.values()
        for target in page.find("//a/@href")
        if not urljoin(page.address, target).startswith(SITE_URL)
    }
    assert outside - {unquote(url) for url in known} == set()


# --- security and weight --------------------------------------------------------------------------


def test_no_inline_styles_or_handlers(files: Mapping[str, Page]) -> None:
    for page in files.values():
        assert page.find("//style") == [], page.path
        assert page.find("//@style") == [], page.path
        handlers = page.find("//@*[starts-with(name(), 'on')]")
        assert handlers == [], page.path
        assert [href for href in page.find("//a/@href") if href.startswith("javascript:")] == [], page.path


def test_few_inline_scripts(files: Mapping[str, Page]) -> None:
    """Material's own few, the same on every page: a content security policy can name each by its hash."""
    scripts = {
        text
        for page in files.values()
        for text in page.find("//script[not(@src)][not(@type='application/json')]/text()")
    }
    assert len(scripts) <= 4


def test_no_search_of_materials_own(site: Path, files: Mapping[str, Page]) -> None:
    """It would load the index of every language on every page."""
    assert not (site / "search").joinpath("search_index.json").exists()
    for page in files.values():
        assert page.tree.xpath("//*[@data-md-component='search']") == [], page.path


# --- articles -------------------------------------------------------------------------------------


def test_foreign_passages_say_their_language(pages: list[Page]) -> None:
    spoken = {source.id: source.metadata.language for source in SOURCES}
    articles = of_kind(pages, "articles")
    assert {page.same.split("/")[1] for page in articles} == set(spoken)
    for page in articles:
        lang = spoken[page.same.split("/")[1]]
        expected = set() if lang == page.language else {lang}
        texts = page.tree.xpath("//*[contains(@class, 'ch-text')]")
        assert texts, page.path
        assert all({*text.xpath("./@lang")} == expected for text in texts), page.path
        assert {*page.tree.xpath("//h1/@lang")} == expected, page.path


def test_attributions_lead_to_the_passage(pages: list[Page], files: Mapping[str, Page]) -> None:
    """The link under a quoted passage leads to the section that has these words."""
    seen = 0
    for page in of_kind(pages, "tactics"):
        for quote in page.tree.xpath("//blockquote[*[@class='ch-attribution']]"):
            target, anchor = urldefrag(urljoin(page.address, quote.xpath("./*[last()]/a/@href")[0]))
            article = files[target.removeprefix(SITE_URL) + "index.html"]
            (section,) = article.tree.xpath("//section[@id=$anchor]", anchor=anchor)
            assert plain(quote[0]) in plain(section), f"{page.path} {anchor}"
            seen += 1
    assert seen > 100


def plain(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
