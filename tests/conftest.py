"""The site as its readers get it, built once a session with the command of the README, and served.

`site` is its folder, `served` its address on 127.0.0.1 (under /guide/, as on the host it was built for),
`browser` a Chromium. Only tests that ask for them wait for them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser

from tests.browser import MISSING, find_chromium, is_unwanted, launch

ROOT = Path(__file__).resolve().parents[1]
SITE_URL = "https://example.org/guide/"
FOLDER = "/guide/"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-expected", action="store_true", help="write the golden cases anew")


@dataclass(frozen=True)
class Build:
    docs: Path
    site: Path
    code: int
    said: str
    """What the build wrote to standard error."""


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The outcome of `python -m scripts site` on sources/ and catalogue/."""
    folder = tmp_path_factory.mktemp("built")
    docs, site = folder / "docs", folder / "site"
    done = subprocess.run(
        [sys.executable, "-m", "scripts", "site", "--docs", str(docs), "--out", str(site)],
        cwd=ROOT,
        env={**os.environ, "SITE_URL": SITE_URL},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Build(docs, site, done.returncode, done.stderr)


@pytest.fixture(scope="session")
def site(build: Build) -> Path:
    """The folder of the built site."""
    if build.code:
        pytest.fail(f"the site does not build:\n{build.said}", pytrace=False)
    return build.site


class _Handler(SimpleHTTPRequestHandler):
    """Serves the site under FOLDER, and its 404 page with that status for all else; writes no log."""

    def translate_path(self, path: str) -> str:
        inside = path.startswith(FOLDER)
        return super().translate_path(path.removeprefix(FOLDER[:-1]) if inside else "/outside/the/site")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != 404:
            super().send_error(code, message, explain)
            return
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *values: object) -> None:
        pass


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the site, ending in a slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(site)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{FOLDER}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium. Without one the tests fail, unless COOLHEAD_NO_BROWSER=1 leaves them out."""
    if is_unwanted():
        pytest.skip("COOLHEAD_NO_BROWSER=1")
    if find_chromium() is None:
        pytest.fail(MISSING, pytrace=False)
    with launch() as running:
        yield running
