"""Run MkDocs over the generated pages.

In: the project's folder, the pages, where to. Out: an exit code; MkDocs says on its own what is wrong.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from .output import MARK

CHATTER = ("INFO", "DEBUG")
"""How lines begin that MkDocs need not say. Its own --quiet would hide warnings from --strict as well."""


def build(root: Path, docs: Path, out: Path) -> int:
    """Build the site into `out`, strictly: a broken link or anchor fails it."""
    return _mkdocs(root, docs, ["build", "--strict", "--site-dir", str(out.resolve())])


def serve(root: Path, docs: Path, port: int) -> int:
    """Serve the site on 127.0.0.1 until interrupted."""
    print(f"http://127.0.0.1:{port}/  (stop with Ctrl+C)", flush=True)
    return _mkdocs(root, docs, ["serve", "--dev-addr", f"127.0.0.1:{port}"])


def _mkdocs(root: Path, docs: Path, arguments: Sequence[str]) -> int:
    environment = {
        **os.environ,
        "COOLHEAD_DOCS": str(docs.resolve()),
        "COOLHEAD_LANGUAGES": str((docs / MARK).resolve()),
        "NO_MKDOCS_2_WARNING": "1",  # the theme's end-of-life banner, printed even with --quiet
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "0"),  # the sitemap's dates
    }
    command = [sys.executable, "-m", "mkdocs", *arguments, "--config-file", str(root / "mkdocs.yml")]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, encoding="utf-8") as mkdocs:
        for line in mkdocs.stderr or ():
            if not line.startswith(CHATTER):
                print(line, end="", file=sys.stderr, flush=True)
    return mkdocs.returncode
