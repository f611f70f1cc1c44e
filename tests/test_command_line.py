"""The command line as people and scripts use it: exit codes, what is said where, what is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.__main__ import main
from scripts.output import MARK
from tests.catalogue_fixture import write_catalogue

ROOT = Path(__file__).parents[1]
FRAME = (ROOT / "catalogue/en/interface.yml").read_text("utf-8")
KEYS = {
    "": "source sha256 lang lang_confidence title intro outro sections dropped repairs problems",
    "intro": "line start end text",
    "outro": "line start end text",
    "sections": "id kind heading text lines items tactics status",
    "tactics": "id score",
    "dropped": "line text reason",
    "repairs": "line before after rule",
}
"""The keys of the `explain --json` object and of the objects in its lists (architecture.md)."""

ARTICLE = """\
Share

How to calm an angry customer

Angry customers are a part of every working day, and with a few habits you can calm nearly all of them.

1. Take a deep breath
When somebody shouts at you, take a deep breath and count to ten before you say your first word to them.

2. Listen to the customer
Say nothing and listen until they stop, for nobody can hear an answer while they are still talking.Then nod.

These habits will not make every angry customer happy, and nearly nobody will thank you for them in so many words. They will bring your own working day to a calm end, though, and that is what habits are for.
"""


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a pipe, as a script would."""
    return subprocess.run(
        [sys.executable, "-m", "scripts", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def read_tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


class Desk:
    """A catalogue, sources and pages of their own, and the commands on them."""

    def __init__(self, folder: Path) -> None:
        frames = {f"{code}/interface.yml": FRAME for code in ("en", "nb")}
        self.catalogue = write_catalogue(folder / "catalogue", frames)
        self.sources = folder / "sources"
        self.docs = folder / "docs"
        self.settings = ("--catalogue", self.catalogue, "--reviews", folder / "reviews")
        self.folders = ("--sources", self.sources, "--docs", self.docs)
        self.sources.mkdir()
        self.put("good.txt", ARTICLE)

    def put(self, name: str, content: str | bytes) -> Path:
        path = self.sources / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def build(self, *more: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return run("build", *self.settings, *self.folders, *more, **environment)

    def build_here(self, *more: str) -> int:
        """Build in this process, which is faster, where only the exit code and the pages count."""
        return main(["build", *map(str, (*self.settings, *self.folders)), *more])

    def explain(self, *more: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return run("explain", *self.settings, *more, **environment)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["bild"],
        ["build", "--chekc"],
        ["build", "extra"],
        ["explain"],
        ["explain", "a", "b"],
        ["check", "--json"],
    ],
    ids=" ".join,
)
def test_a_wrong_command_exits_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exited:
        main(arguments)
    said = capsys.readouterr()
    assert (exited.value.code, said.out) == (2, "")
    assert said.err.startswith("usage: python -m scripts")


def test_an_unknown_command_in_a_pipe() -> None:
    done = run("bild")
    assert (done.returncode, done.stdout) == (2, "")
    assert "invalid choice: 'bild'" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["cheatsheets"])
def test_a_command_to_come(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "file.txt"]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"{command}: not built yet\n")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--help"], ["build", "--help"]):
        with pytest.raises(SystemExit) as exited:
            main(arguments)
        assert exited.value.code == 0
    said = capsys.readouterr()
    commands = ("build", "explain", "add", "review", "check", "site", "serve", "cheatsheets")
    assert [name for name in commands if f"\n    {name}" not in said.out] == []
    assert "--catalogue" not in said.out, "the hidden options stay hidden"


def test_build_then_check_then_a_hand_edit(desk: Desk) -> None:
    done = desk.build()
    assert (done.returncode, done.stderr) == (0, "")
    pages = len(read_tree(desk.docs))
    assert done.stdout == f"{pages} pages from 1 articles in {desk.docs}: {pages} written, 0 removed\n"

    again = desk.build()
    assert again.stdout.endswith(": 0 written, 0 removed\n")

    checked = desk.build("--check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout == f"{pages} pages compared with {desk.docs}, 0 problems\n"

    page = desk.docs / "nb/tactics/listen.md"
    page.write_text(page.read_text("utf-8").replace("# Let them finish", "# Let them talk"), "utf-8")
    edited = read_tree(desk.docs)
    failed = desk.build("--check")
    assert failed.returncode == 1
    line = 1 + page.read_text("utf-8").split("\n").index("# Let them talk")
    assert failed.stderr == (
        f"{page}:{line}: the page is not what the pipeline makes; edit the catalogue or the sources, "
        "then run `python -m scripts build` and commit what changes\n"
    )
    assert read_tree(desk.docs) == edited, "--check writes nothing"


def test_bad_files_beside_a_good_one(desk: Desk) -> None:
    """Every problem is said at once, and the good article's pages are written."""
    desk.put("empty.txt", "")
    desk.put("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0")
    desk.put("letter.docx", "x")
    desk.put("about.txt", ARTICLE)
    desk.put("about.yml", "titel: x\nlanguage: [en]\n")
    desk.put("numbers.txt", "1 2 3\n")
    desk.put("magyar.txt", "A vevőnek nem mindig van igaza, de mindig meg kell hallgatni, amit mond. " * 5)
    done = desk.build()
    assert done.returncode == 1
    said = [line.removeprefix(f"{desk.sources}/") for line in done.stderr.splitlines()]
    assert [line.partition(": ")[0] for line in said] == [
        "about.yml:1",
        "about.yml:2",
        "empty.txt",
        "letter.docx",
        "magyar.txt",
        "numbers.txt",
        "picture.txt",
    ]
    assert "; " in said[0] and "Traceback" not in done.stderr
    assert [path.name for path in (desk.docs / "en/articles").iterdir() if path.stem != "index"] == [
        "good.md"
    ]
    assert done.stdout.count("\n") == 1 and " from 1 articles in " in done.stdout
    assert desk.build_here("--check") == 1, "the pages are right, the sources are not"


def test_a_broken_catalogue_writes_nothing(desk: Desk) -> None:
    assert desk.build_here() == 0
    before = read_tree(desk.docs)
    tactics = desk.catalogue / "tactics.yml"
    tactics.write_text(tactics.read_text("utf-8").replace("stage: listen", "stage: lisen"), "utf-8")
    (desk.catalogue / "nb/tensions.yml").unlink()
    desk.put("more.txt", ARTICLE)
    done = desk.build()
    assert (done.returncode, done.stdout) == (1, "")
    line = 1 + tactics.read_text("utf-8").split("\n").index("  stage: lisen")
    said = [row.removeprefix(f"{desk.catalogue}/") for row in done.stderr.splitlines()]
    assert said == [
        "nb/tensions.yml: the file is missing; write it",
        f'tactics.yml:{line}: listen: stage has an unknown value "lisen"; did you mean "listen"?',
    ]
    assert read_tree(desk.docs) == before


def test_a_missing_folder_of_sources_writes_nothing(desk: Desk) -> None:
    """A slip of the pen in a folder's name must not empty the pages."""
    assert desk.build_here() == 0
    before = read_tree(desk.docs)
    done = desk.build("--sources", desk.sources / "nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{desk.sources}/nowhere: there is no such folder; name one with articles\n"
    assert read_tree(desk.docs) == before


def test_pages_never_go_over_the_catalogue(desk: Desk) -> None:
    before = read_tree(desk.catalogue)
    done = desk.build("--docs", desk.catalogue)
    assert (done.returncode, done.stdout) == (1, "")
    what = "it holds files that Coolhead did not write; name an empty or new folder"
    assert done.stderr == f"{desk.catalogue}: {what}\n"
    assert read_tree(desk.catalogue) == before


def test_same_input_same_bytes(desk: Desk) -> None:
    """Whatever order Python gives its sets, and whenever and in whatever order the files were made."""
    for number in range(3):
        desk.put(f"other-{number}.txt", ARTICLE.replace("angry", "difficult" * (number + 1)))
    assert desk.build(PYTHONHASHSEED="1", TZ="Asia/Tokyo", LC_ALL="C").returncode == 0
    first = read_tree(desk.docs)
    for path in sorted(desk.sources.iterdir(), reverse=True):
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)
    elsewhere = desk.docs.with_name("elsewhere")
    assert desk.build("--docs", elsewhere, PYTHONHASHSEED="4242", TZ="UTC").returncode == 0
    assert read_tree(elsewhere) == first
    assert MARK in first and all(b"\r" not in data for data in first.values())


def test_no_progress_bar_in_a_pipe(desk: Desk) -> None:
    for number in range(11):
        desk.put(f"other-{number}.txt", f"{ARTICLE}\nThis is number {number} of the articles on this desk.\n")
    done = desk.build()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1 and " from 12 articles in " in done.stdout
    assert "\r" not in done.stdout and "\x1b" not in done.stdout


def test_explain_json(desk: Desk) -> None:
    done = desk.explain("--json", desk.sources / "good.txt")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert list(found) == KEYS[""].split()
    for name in ("intro", "outro", "sections", "dropped", "repairs"):
        assert found[name], f"the article has something for {name}"
        assert {tuple(row) for row in found[name]} == {tuple(KEYS[name].split())}
    candidates = [row for section in found["sections"] for row in section["tactics"]]
    assert {tuple(row) for row in candidates} == {tuple(KEYS["tactics"].split())}
    assert {type(found[name]) for name in ("source", "sha256", "lang", "title")} == {str}
    assert 0 <= found["lang_confidence"] <= 1 and found["lang"] == "en"
    lines = ARTICLE.split("\n")
    for span in (*found["intro"], *found["outro"]):
        assert lines[span["line"] - 1][span["start"] : span["end"]] == span["text"]
    for section in found["sections"]:
        first, last = section["lines"]
        assert section["heading"] in lines[first - 1] and first <= last
        assert section["kind"] in ("tactic", "tip") and section["status"] in ("placed", "review", "none")
    assert {(row["line"], row["text"]) for row in found["dropped"]} >= {(1, "Share")}
    assert found["repairs"] == [{"line": 11, "before": "", "after": " ", "rule": "glued_sentence"}]


def test_explain_for_people(desk: Desk) -> None:
    done = desk.explain(desk.sources / "good.txt")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{desk.sources}/good.txt  en (")


def test_explain_prints_utf8_whatever_the_terminal(desk: Desk) -> None:
    path = desk.put("åpen.txt", ARTICLE.replace("a calm end", "a calm end – “søtt” \U0001f642"))
    done = desk.explain("--json", path, PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, "")
    assert "a calm end – “søtt” \U0001f642" in json.loads(done.stdout)["outro"][0]["text"]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("missing.txt", "it cannot be read (No such file or directory); check the file and its rights"),
        ("", "it is no ordinary file; put the article itself in its place"),
        ("empty.txt", "it is empty; put the article into it or remove it"),
        ("numbers.txt", "there is no text in it; put the article's text into the file"),
    ],
)
def test_explain_of_what_is_no_article(desk: Desk, name: str, what: str) -> None:
    desk.put("empty.txt", "\n")
    desk.put("numbers.txt", "1 2 3\n")
    path = desk.sources / name
    done = desk.explain(path, "--json")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{path}: {what}\n")


def test_a_reader_who_goes_away(desk: Desk) -> None:
    """`explain … | head -1`: no traceback, and nothing from the interpreter's own end."""
    command = [
        sys.executable,
        "-m",
        "scripts",
        "explain",
        "--catalogue",
        str(desk.catalogue),
        str(desk.sources / "good.txt"),
        "--json",
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1
