"""A language is added with data alone: a folder of words and a row in languages.yml."""

from __future__ import annotations

import shutil
from pathlib import Path

from scripts import site
from scripts.output import write_pages
from scripts.pipeline import build

ROOT = Path(__file__).resolve().parents[1]
ROW = 'da: {name: Dansk, direction: ltr, stemmer: danish, quotes: "»«", dictionary: da_DK}\n'
ARTICLE = (
    "Når kunden råber i biblioteket\n\nJeg har stået bag skranken i tolv år, og de fleste, der råber, er ikke vrede"
    " på mig, men på en bøde eller en maskine.\n\n1. Hør dem til ende\n\nJeg lader altid folk tale færdig, før jeg"
    " siger noget selv, og jeg afbryder ikke, selv om jeg godt kender svaret på forhånd.\n\n2. Sig undskyld én gang"
    "\n\nVar det vores fejl, siger jeg undskyld én gang, og så sletter jeg bøden, mens de ser på skærmen.\n"
)


def _add_danish(folder: Path) -> Path:
    """The real catalogue and a seventh language, whose words are Norwegian for want of a Dane."""
    shutil.copytree(ROOT / "catalogue", folder / "catalogue")
    shutil.copytree(ROOT / "catalogue/nb", folder / "catalogue/da")
    with (folder / "catalogue/languages.yml").open("a", encoding="utf-8") as file:
        file.write(ROW)
    (folder / "sources").mkdir()
    (folder / "sources/da-bibliotek.txt").write_text(ARTICLE, "utf-8")
    return folder


def test_a_seventh_language_needs_no_code(tmp_path: Path) -> None:
    folder = _add_danish(tmp_path)
    built = build(folder / "catalogue", [folder / "sources"])
    assert not built.problems
    (article,) = built.web.articles
    assert article.lang == "da"
    pages = {code: {path for path in built.pages if path.startswith(f"{code}/")} for code in ("da", "nb")}
    assert {path[3:] for path in pages["da"]} == {path[3:] for path in pages["nb"]}
    assert len(pages["da"]) > 80
    write_pages(built.pages, folder / "docs")
    assert site.build(ROOT, folder / "docs", folder / "site") == 0
    home = (folder / "site/da/index.html").read_text("utf-8")
    assert '<html lang="da"' in home
    for page in ("site/index.html", "site/fi/situations/angry-customer/index.html"):
        text = (folder / page).read_text("utf-8")
        assert 'lang="da"' in text, f"{page} does not offer Danish"
        assert "Dansk" in text
