"""Tell MkDocs which languages there are and what its frame says in each.

In: the catalogue. Out: the YAML that mkdocs.yml inherits from: the languages of mkdocs-static-i18n with
their navigation, and the words of the theme's partials. So a language is added with data alone.
"""

from __future__ import annotations

import json

from .model import Catalogue, Language

SITE = "Coolhead"
PAGES = (
    ("nav.home", "index.md"),
    ("nav.situations", "situations/index.md"),
    ("nav.tactics", "tactics/index.md"),
    ("nav.tensions", "tensions/index.md"),
    ("nav.articles", "articles/index.md"),
)
"""The navigation: overviews only. With every page in it, the cost of a build grows with its square."""

NOT_FOUND = ("not_found", "not_found_text", "not_found_home")
"""The words of the 404 page, in the group `frame`."""

FRAME = ("frame.", "nav.", "site.")
"""Groups of interface words that templates use."""


def write_settings(catalogue: Catalogue) -> str:
    """The text of the inherited file. JSON is YAML, and the same bytes for the same catalogue."""
    languages = catalogue.languages.values()
    settings = {
        "plugins": {"i18n": {"languages": [_language(language) for language in languages]}},
        "extra": {
            "languages": [_everywhere(language) for language in languages],
            "words": _words(catalogue.default),
        },
    }
    note = "# Written by `python -m scripts build` from the catalogue; mkdocs.yml inherits from it.\n"
    return note + json.dumps(settings, ensure_ascii=False, indent=2) + "\n"


def _language(language: Language) -> dict[str, object]:
    words = language.interface
    row: dict[str, object] = {
        "locale": language.code,
        "name": language.name,
        "build": True,
        "site_name": SITE,
        "site_description": words["site.description"],
        "nav": [{words[name]: path} for name, path in PAGES],
        "extra": {"words": _words(language)},
        "theme": {
            "language": language.code,
            "palette": [
                {"toggle": {"name": words["frame.palette_dark"]}},
                {"toggle": {"name": words["frame.palette_light"]}},
            ],
        },
    }
    return {**row, "default": True} if language.default else row


def _everywhere(language: Language) -> dict[str, object]:
    """What pages in every language need of this one: the language switch, and the one page for all, 404."""
    return {
        "code": language.code,
        "name": language.name,
        "dir": language.direction,
        "default": language.default,
        **{name: language.interface[f"frame.{name}"] for name in NOT_FOUND},
    }


def _words(language: Language) -> dict[str, str]:
    """Words for the templates, dots in their names as underscores."""
    return {
        name.replace(".", "_"): text
        for name, text in sorted(language.interface.items())
        if name.startswith(FRAME)
    }
