"""What a reader does, in a real Chromium: find the sentence, switch language and light, on phone and desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import watch

LANGUAGES = ("en", "nb", "sv", "fi", "nl", "af")
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
SCREENS = pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
KINDS = {
    "home": "",
    "situations": "situations/",
    "situation": "situations/angry-customer/",
    "tactics": "tactics/",
    "tactic": "tactics/stay-calm-first/",
    "tensions": "tensions/",
    "tension": "tensions/always-right-or-break-up/",
    "articles": "articles/",
    "article": "articles/en-nights-at-the-hotel-desk/",
}
SITUATION = KINDS["situation"]

Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Gives a function that opens a page in a context of its own: `open_page(address, viewport=PHONE)`."""
    contexts = []

    def open_in_context(address: str, **options: Any) -> Page:
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_in_context
    for context in contexts:
        context.close()


def under(served: str, language: str, path: str = "") -> str:
    """The address of a page in a language; English, the default, has no folder."""
    return f"{served}{'' if language == 'en' else language + '/'}{path}"


def lang_of(page: Page) -> str | None:
    return page.locator("html").get_attribute("lang")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the first element of the selector has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"no keyboard reaches {selector}")


# --- ten seconds to the first sentence ------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_sentence_without_scrolling(language: str, open_page: Open, served: str) -> None:
    page = open_page(under(served, language), viewport=PHONE)
    tiles = page.locator(".ch-tiles a")
    addresses = tiles.evaluate_all("links => links.map(link => link.href)")
    assert len(addresses) >= 8
    tiles.first.click()
    expect(page).to_have_url(addresses[0])
    for address in addresses:
        if page.url != address:
            page.goto(address, wait_until="domcontentloaded")
        sentence = page.locator(".ch-first li").first
        expect(sentence).to_be_visible()
        box = sentence.bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] < PHONE["height"], address
        assert page.evaluate("scrollY") == 0


# --- every kind of page ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_page_is_quiet_and_fits(kind: str, browser: Browser, served: str) -> None:
    """No error, no failed request, none to another host; no scrolling sideways down to 320 pixels."""
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    watched = watch(page, served)
    too_wide = []
    for language in LANGUAGES:
        page.set_viewport_size(DESK)
        page.goto(under(served, language, KINDS[kind]))
        assert lang_of(page) == language
        for width in (1280, 360, 320):
            page.set_viewport_size({"width": width, "height": 740})
            needed = page.evaluate("document.scrollingElement.scrollWidth")
            if needed > width:
                too_wide.append(f"{page.url} at {width}: {needed}")
    page.wait_for_load_state("networkidle")
    context.close()
    assert watched.faults == []
    assert too_wide == []


def test_missing_page(open_page: Open, served: str) -> None:
    page = open_page(served)
    response = page.goto(f"{served}fi/ei/ole/")
    assert response is not None and response.status == 404
    assert page.locator("article [lang]").evaluate_all("them => them.map(it => it.lang)") == [*LANGUAGES]
    page.locator("article [lang=fi] a").click()
    expect(page).to_have_url(under(served, "fi"))


def test_passage_is_seen_where_its_attribution_leads(open_page: Open, served: str) -> None:
    page = open_page(served + KINDS["tactic"], viewport=PHONE)
    page.locator(".ch-attribution a").first.click()
    page.wait_for_url("**/articles/**")
    top = page.locator(".ch-section:target").evaluate("it => it.getBoundingClientRect().top")
    header = page.locator(".md-header").evaluate("it => it.getBoundingClientRect().bottom")
    assert header <= top < PHONE["height"]


def test_single_keys_do_not_leave_the_page(open_page: Open, served: str) -> None:
    """WCAG 2.1.4: who dictates, or rests a hand on the keyboard, stays here."""
    address = served + KINDS["situations"]
    page = open_page(address)
    for key in "np,.fs/":
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.url == address
    assert page.evaluate("document.activeElement.tagName") == "BODY"


# --- language -------------------------------------------------------------------------------------


@SCREENS
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_language_by_mouse(screen: Any, scripts: bool, open_page: Open, served: str) -> None:
    page = open_page(served + SITUATION, viewport=screen, java_script_enabled=scripts)
    for language in ("fi", "af", "en"):
        expect(page.locator(".ch-languages__list")).to_be_hidden()
        page.locator(".ch-languages summary").click()
        link = page.locator(f".ch-languages a[hreflang={language}]")
        expect(link).to_be_in_viewport(ratio=1)
        link.click()
        expect(page).to_have_url(under(served, language, SITUATION))
        assert lang_of(page) == language


def test_language_by_touch(open_page: Open, served: str) -> None:
    page = open_page(served + SITUATION, viewport=PHONE, has_touch=True, is_mobile=True)
    page.locator(".ch-languages summary").tap()
    page.locator(".ch-languages a[hreflang=sv]").tap()
    expect(page).to_have_url(under(served, "sv", SITUATION))
    assert lang_of(page) == "sv"


@SCREENS
def test_language_by_keyboard(screen: Any, open_page: Open, served: str) -> None:
    page = open_page(served + SITUATION, viewport=screen)
    tab_to(page, ".ch-languages summary")
    page.keyboard.press("Enter")
    tab_to(page, ".ch-languages a[hreflang=nl]")
    page.keyboard.press("Enter")
    expect(page).to_have_url(under(served, "nl", SITUATION))
    assert lang_of(page) == "nl"


def test_language_list_closes(open_page: Open, served: str) -> None:
    page = open_page(served, viewport=PHONE)
    names = page.locator(".ch-languages__list")
    summary = page.locator(".ch-languages summary")
    summary.click()
    expect(names).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(names).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    page.locator("h1").click()
    expect(names).to_be_hidden()


# --- light and dark -------------------------------------------------------------------------------


def test_dark_stays_in_every_language(open_page: Open, served: str) -> None:
    page = open_page(served + SITUATION, viewport=PHONE, color_scheme="light")
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.locator("[data-md-component=palette] label:visible").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    for language in LANGUAGES:
        page.goto(under(served, language, KINDS["tactic"]))
        expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.locator("[data-md-component=palette] label:visible").click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")


@pytest.mark.parametrize("key", ["Space", "Enter"])
def test_dark_by_keyboard(key: str, open_page: Open, served: str) -> None:
    page = open_page(served, viewport=DESK, color_scheme="light")
    body = page.locator("body")
    tab_to(page, "[data-md-component=palette] input")
    for scheme in ("slate", "default"):
        page.keyboard.press(key)
        expect(body).to_have_attribute("data-md-color-scheme", scheme)


def test_dark_as_the_system_says(open_page: Open, served: str) -> None:
    page = open_page(served, color_scheme="dark")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


# --- the channels of a situation ------------------------------------------------------------------


@SCREENS
def test_channels_by_mouse(screen: Any, open_page: Open, served: str) -> None:
    page = open_page(served + SITUATION, viewport=screen)
    blocks, labels = page.locator(".tabbed-block"), page.locator(".tabbed-labels label")
    assert blocks.count() == labels.count() >= 2
    for chosen in (1, 0):
        labels.nth(chosen).click()
        expect(blocks.nth(chosen)).to_be_visible()
        expect(blocks.nth(1 - chosen)).to_be_hidden()


@SCREENS
def test_channels_by_keyboard(screen: Any, open_page: Open, served: str) -> None:
    page = open_page(served + SITUATION, viewport=screen)
    blocks = page.locator(".tabbed-block")
    tab_to(page, ".tabbed-set > input")
    for key, chosen in (("ArrowRight", 1), ("ArrowLeft", 0)):
        page.keyboard.press(key)
        expect(blocks.nth(chosen)).to_be_visible()
        expect(blocks.nth(1 - chosen)).to_be_hidden()
