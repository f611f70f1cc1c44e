"""A real Chromium on the built site: where it is, how it starts, what a page asked for and complained of.

Leaves `find_chromium`, `launch`, and `watch`, which collects what must not happen on a page.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "google-chrome", "chromium-browser")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = (
    f"none of {', '.join(NAMES)} is on PATH: run `sh tests/install-system-packages.sh`, "
    "or set COOLHEAD_NO_BROWSER=1 to leave the browser tests out"
)


def find_chromium() -> str | None:
    """The path of the first Chromium on PATH."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def is_unwanted() -> bool:
    """Whether whoever runs the tests asked for none in a browser."""
    return os.environ.get("COOLHEAD_NO_BROWSER") == "1"


@contextmanager
def launch() -> Iterator[Browser]:
    """A running Chromium; FileNotFoundError says what to do where there is none."""
    path = find_chromium()
    if path is None:
        raise FileNotFoundError(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watched:
    """What went wrong on a page since it is watched, a line each."""

    host: str
    faults: list[str] = field(default_factory=list)


def watch(page: Page, address: str) -> Watched:
    """Collect console errors, exceptions, failed requests and requests to hosts other than the site's."""
    seen = Watched(urlsplit(address).netloc)
    page.on("console", lambda said: said.type == "error" and seen.faults.append(f"console: {said.text}"))
    page.on("pageerror", lambda error: seen.faults.append(f"exception: {error}"))
    page.on("requestfailed", lambda request: seen.faults.append(f"failed: {request.url}"))
    page.on(
        "response",
        lambda response: response.status >= 400 and seen.faults.append(f"{response.status}: {response.url}"),
    )
    page.on(
        "request",
        lambda request: (
            urlsplit(request.url).netloc not in (seen.host, "")
            and seen.faults.append(f"another host: {request.url}")
        ),
    )
    return seen
