"""The catalogue's reader: what it makes of good files, and what it says of bad ones."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts.catalogue import read_catalogue
from scripts.model import Phrase, Rejected, Relation
from tests.catalogue_fixture import FILES, SITUATION_WORDS, TACTIC_WORDS, write_catalogue

ROOT = Path(__file__).parents[1]


def read_problems(folder: Path) -> list[str]:
    """Return what is wrong with the catalogue in `folder`, each place without the folder."""
    with pytest.raises(Rejected) as caught:
        read_catalogue(folder)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


def test_values(tmp_path: Path) -> None:
    """Every kind of value arrives where the rest of the program looks for it."""
    catalogue = read_catalogue(write_catalogue(tmp_path))
    breathe, listen = catalogue.tactics.values()
    assert breathe.related == (Relation("listen", "after", written_on="breathe"),)
    assert listen.related == (Relation("breathe", "before", written_on="breathe"),)
    assert breathe.situations == listen.situations == ("angry",)
    assert (breathe.core, listen.core, listen.evidence) == (True, False, ())
    assert catalogue.situations["angry"].by_channel == {"phone": ("listen",)}
    assert catalogue.tensions["listen-or-act"].tactics == ("listen", "breathe")
    assert list(catalogue.languages) == ["en", "nb"]
    assert catalogue.default.code == "en"
    norwegian = catalogue.languages["nb"]
    assert norwegian.identified_as == ("nb", "no")  # YAML 1.2: `no` is a word
    assert (norwegian.quotes, norwegian.dictionary) == (("«", "»"), "nb_NO")
    words = norwegian.tactics["listen"]
    assert words.say == (Phrase("I am listening."), Phrase("I am still here.", "phone"))
    assert norwegian.interface["stages.walk-away.title"] == "walk-away"
    assert norwegian.tensions["listen-or-act"].sides["act"].label == "Act"
    assert norwegian.normaliser.structure == {"tip": ("Tip", "Tips")}


def test_relations_are_ordered_by_kind(tmp_path: Path) -> None:
    """Relations written elsewhere are inverted and stand among the tactic's own."""
    more = """
pause:
  meaning: Pausing.
  stage: open
  channels: [phone]
  related: {breathe: if-fails, listen: with}
end:
  meaning: Ending.
  stage: close
  channels: [phone]
  related: {breathe: after, listen: before}
"""
    words = """
pause: {title: Pause, essence: Pause., cues: [pause], related: {breathe: a, listen: b}}
end: {title: End, essence: End., cues: [end], related: {breathe: a, listen: b}}
"""
    changes = {"tactics.yml": FILES["tactics.yml"] + more}
    changes |= {f"{code}/tactics.yml": TACTIC_WORDS + words for code in ("en", "nb")}
    tactics = read_catalogue(write_catalogue(tmp_path, changes)).tactics
    kinds = {key: [(each.kind, each.to) for each in row.related] for key, row in tactics.items()}
    assert kinds == {
        "breathe": [("before", "end"), ("after", "listen"), ("backs-up", "pause")],
        "listen": [("before", "breathe"), ("with", "pause"), ("after", "end")],
        "pause": [("with", "listen"), ("if-fails", "breathe")],
        "end": [("before", "listen"), ("after", "breathe")],
    }


def test_lengths_count_characters_after_composing(tmp_path: Path) -> None:
    """A letter with a combining mark is one character."""
    text = TACTIC_WORDS.replace("Take one breath", "a\N{COMBINING RING ABOVE}" * 40)
    catalogue = read_catalogue(write_catalogue(tmp_path, {"nb/tactics.yml": text}))
    assert catalogue.languages["nb"].tactics["breathe"].title == "å" * 40


T, S, X = "tactics.yml", "situations.yml", "tensions.yml"
LONG = "x" * 44
PHRASES = ", ".join(f"p{number}" for number in range(26))

# file, what is written there, what stands there instead, and the whole message (or messages).
MISTAKES = (
    # YAML
    (
        T,
        "meaning: Letting",
        "meaning: Now: letting",
        'tactics.yml:12: there is a ": " inside a text; put the whole text in quotation marks',
    ),
    (
        T,
        "meaning: Letting",
        'meaning: "Letting',
        "tactics.yml:12: a quotation mark is never closed; close it",
    ),
    (T, "[calm]", "[calm", "tactics.yml:9: a brace or bracket is not closed; close it with ]"),
    (T, "  core: true", "\tcore: true", "tactics.yml:4: a tab is used to indent; use spaces"),
    (
        T,
        "  core: true",
        " core: true",
        "tactics.yml:4: the indentation is broken; indent as in the line above",
    ),
    (
        T,
        "Letting the",
        "'Letting' the",
        "tactics.yml:12: the indentation is broken; indent as in the line above",
    ),
    (
        T,
        "Letting",
        "@Letting",
        "tactics.yml:12: a text begins with @; put the whole text in quotation marks",
    ),
    (
        T,
        "Letting",
        "Let\x07ting",
        "tactics.yml:12: the invisible character U+0007 is not allowed; remove it",
    ),
    (
        T,
        "meaning: Letting the customer finish.",
        'meaning: "Letting \\ud800 finish."',
        "tactics.yml:12: an escape stands for an invisible character; remove it",
    ),
    (
        T,
        "Letting",
        "&Letting",
        "tactics.yml:12: &Letting refers to another place, which is not allowed; "
        "put the whole text in quotation marks or write it out",
    ),
    (
        T,
        "Letting the customer finish.",
        "*all",
        "tactics.yml:12: *all refers to another place, which is not allowed; "
        "put the whole text in quotation marks or write it out",
    ),
    (
        T,
        "Letting",
        "!!python/object:os.system Letting",
        "tactics.yml:12: tag:yaml.org,2002:python/object:os.system sets a type, "
        "which is not allowed; put the whole text in quotation marks or remove it",
    ),
    (
        T,
        "listen:\n  meaning",
        "listen:\n  stage: open\n  meaning",
        'tactics.yml:14: "stage" is written twice, first on line 12; keep one of the two',
    ),
    (
        T,
        "\nlisten:\n",
        "\n---\nlisten:\n",
        "tactics.yml:11: a second document begins with ---; keep one in the file",
    ),
    (
        T,
        "Letting the customer finish.",
        "[" * 20 + "]" * 20,
        "tactics.yml:12: this is more than 12 levels deep; write it flatter",
    ),
    (
        T,
        "[calm]",
        "[calm]\n  ? [a]\n  : b",
        "tactics.yml:10: a list, mapping or alias stands as a key; put the whole text in quotation marks",
    ),
    (
        "nb/normaliser.yml",
        FILES["nb/normaliser.yml"],
        "",
        "nb/normaliser.yml:1: the file is empty; fill it in or remove it",
    ),
    (
        "nb/normaliser.yml",
        FILES["nb/normaliser.yml"],
        "- a\n- b\n",
        "nb/normaliser.yml:1: the file is a list, not a mapping; write a mapping",
    ),
    # keys and kinds
    (
        "en/tactics.yml",
        "evidence:\n",
        "evidense:\n",
        'en/tactics.yml:1: breathe: evidence "calm" has no words; add them',
        'en/tactics.yml:6: breathe: unknown key "evidense"; did you mean "evidence"?',
    ),
    (
        "en/tactics.yml",
        "  essence: Say nothing until they stop.\n",
        "",
        'en/tactics.yml:9: listen: "essence" is missing; add it',
    ),
    (
        S,
        "  icon: fire\n",
        "  zzz: red\n  icon: fire\n",
        'situations.yml:3: angry: unknown key "zzz"; remove it',
    ),
    (
        "nb/normaliser.yml",
        "abbreviations: [e.g.]",
        "abbreviations: [e.g., 112]",
        "nb/normaliser.yml:5: abbreviations 2 is a number, not text; put the whole text in quotation marks",
    ),
    (
        T,
        "core: true",
        "core: yes",
        "tactics.yml:4: breathe: core is text, not true or false; write true or false",
    ),
    (
        T,
        "stage: listen",
        "stage: 2020",
        "tactics.yml:13: listen: stage is a number, not text; put the whole text in quotation marks",
    ),
    (
        T,
        "  channels: [phone]\n",
        "  channels: phone\n",
        "tactics.yml:14: listen: channels is text, not a list; write a list",
    ),
    (
        "en/tactics.yml",
        "steps: [Be quiet, Nod]",
        "steps: [Be quiet, Nod: now]",
        "en/tactics.yml:12: listen: steps 2 is a mapping, not text; put the whole text in quotation marks",
    ),
    (
        "en/tactics.yml",
        "title: Let them finish",
        "title: ~",
        "en/tactics.yml:10: listen: title is empty; fill it in or remove it",
    ),
    (
        "en/tactics.yml",
        "title: Let them finish",
        "title: ' '",
        "en/tactics.yml:10: listen: title is empty; fill it in or remove it",
    ),
    (
        "en/tactics.yml",
        "title: Let them finish",
        f"title: {LONG}",
        "en/tactics.yml:10: listen: title is 44 characters, 4 too many; shorten it to 40",
    ),
    (
        "nb/tensions.yml",
        "label: Act",
        f"label: {LONG}",
        "nb/tensions.yml:5: listen-or-act: sides act label is 44 characters, 4 too many; shorten it to 40",
    ),
    (
        "en/tactics.yml",
        "[Be quiet, Nod]",
        "[Nod]",
        "en/tactics.yml:12: listen: steps has 1 entry; write at least 2",
    ),
    (
        "en/tactics.yml",
        "steps: [Be quiet, Nod]",
        f"symptoms: [{PHRASES}]",
        "en/tactics.yml:12: listen: symptoms has 26 entries; write 15 to 25",
    ),
    (
        "en/situations.yml",
        "[Tell me what happened.]",
        "[]",
        "en/situations.yml:4: angry: first has 0 entries; write at least 1",
    ),
    (
        "en/tactics.yml",
        "- phone:",
        "- fone:",
        'en/tactics.yml:15: listen: say 2 has an unknown channel "fone"; did you mean "phone"?',
    ),
    (
        "en/tactics.yml",
        "- phone:",
        "- She said:",
        'en/tactics.yml:15: listen: say 2 has an unknown channel "She said"; '
        "put the whole text in quotation marks if no channel is meant",
    ),
    (
        "en/tactics.yml",
        "- phone: I am still here.",
        "- [a, b]",
        "en/tactics.yml:15: listen: say 2 is not one text; put the whole text in quotation marks",
    ),
    (
        "en/tactics.yml",
        "- phone: I am still here.",
        "- phone:",
        "en/tactics.yml:15: listen: say 2 has a channel and no text; write the text after the channel",
    ),
    (
        "en/situations.yml",
        "channels: {phone:",
        "channels: {post:",
        'en/situations.yml:5: angry: unknown channel "post"; write one of phone, counter, writing',
    ),
    # structure
    (
        X,
        "listen-or-act:",
        "Listen/Act:",
        'en/tensions.yml:1: tension "Listen/Act" has no words; add them',
        'en/tensions.yml:1: unknown tension "listen-or-act"; did you mean "Listen/Act"?',
        'nb/tensions.yml:1: tension "Listen/Act" has no words; add them',
        'nb/tensions.yml:1: unknown tension "listen-or-act"; did you mean "Listen/Act"?',
        'tensions.yml:1: "Listen/Act" is no id; write lower-case letters a-z, digits and hyphens',
    ),
    (
        T,
        "stage: listen",
        "stage: lissen",
        'tactics.yml:13: listen: stage has an unknown value "lissen"; did you mean "listen"?',
    ),
    (
        T,
        "listen: after",
        "listen: backs-up",
        'tactics.yml:8: breathe: related listen has an unknown value "backs-up"; '
        "write one of before, with, after, instead, if-fails",
    ),
    (
        T,
        "    listen: after\n",
        "    listen: after\n    breathe: with\n",
        "tactics.yml:9: breathe is related to itself; remove it",
    ),
    (
        T,
        "    listen: after\n",
        "    listen: after\n    lisen: with\n",
        'tactics.yml:9: breathe: related names no tactic: "lisen"; did you mean "listen"?',
    ),
    (
        T,
        "  channels: [phone]\n",
        "  channels: [phone]\n  related: {breathe: before}\n",
        "tactics.yml:15: listen: the relation to breathe is already written there, on line 8; "
        "keep one of the two",
    ),
    (
        T,
        "  channels: [phone]\n",
        "  channels: [phone]\n  situations: [angry]\n",
        'tactics.yml:15: listen: situation "angry" already follows from the plan; remove it here',
    ),
    (
        T,
        "[any]",
        "[any, angry]",
        "tactics.yml:6: breathe: any already stands for every situation; keep it alone or remove it",
    ),
    (
        T,
        "[any]",
        "[angri]",
        'tactics.yml:6: breathe: situations names no situation: "angri"; did you mean "angry"?',
    ),
    (
        T,
        "evidence: [calm]",
        "evidence: [calm, zzz]",
        'tactics.yml:9: breathe: evidence names no evidence: "zzz"; add it to evidence.yml or remove it here',
    ),
    (
        S,
        "plan: [listen]",
        "plan: [listen, listn]",
        'situations.yml:4: angry: plan names no tactic: "listn"; did you mean "listen"?',
    ),
    (
        S,
        "plan: [listen]",
        "plan: [listen, listen]",
        'situations.yml:4: angry: plan names "listen" twice; keep one',
    ),
    (
        X,
        "act: [breathe]",
        "act: [breath]",
        'tensions.yml:5: listen-or-act: sides act names no tactic: "breath"; did you mean "breathe"?',
    ),
    (
        "evidence.yml",
        "strength: study",
        "strength: studdy",
        'evidence.yml:3: calm: unknown strength "studdy"; did you mean "study"?',
    ),
    (
        "evidence.yml",
        "https://",
        "javascript:",
        "evidence.yml:4: calm: url is no web address; begin it with https:// or http://",
    ),
    # words against structure
    (
        "nb/tactics.yml",
        "{listen: breath before ears}",
        "{}",
        'nb/tactics.yml:5: breathe: tactic "listen" has no words; add them',
    ),
    (
        "nb/tactics.yml",
        "cues: [listen]\n",
        "cues: [listen]\n  evidence: {calm: It calms.}\n",
        'nb/tactics.yml:17: listen: unknown evidence "calm"; remove it',
    ),
    (
        "nb/situations.yml",
        SITUATION_WORDS,
        SITUATION_WORDS.replace("angry:", "angri:"),
        'nb/situations.yml:1: situation "angry" has no words; add them',
        'nb/situations.yml:1: unknown situation "angri"; did you mean "angry"?',
    ),
    (
        "nb/tensions.yml",
        "    act: {label: Act, says: It helps them.}\n",
        "",
        'nb/tensions.yml:3: listen-or-act: side "act" has no words; add them',
    ),
    ("nb/interface.yml", "  home: Home\n", "", 'nb/interface.yml:1: "nav.home" is missing; add it'),
    (
        "nb/interface.yml",
        "  home: Home\n",
        "  home: Home\n  hom: Hus\n",
        'nb/interface.yml:3: unknown key "nav.hom"; remove it',
    ),
    (
        "nb/interface.yml",
        "home: Home",
        "home:",
        "nb/interface.yml:2: nav: home is empty; fill it in or remove it",
    ),
    (
        "nb/interface.yml",
        "{count}",
        "{antall}",
        "nb/interface.yml:3: nav.count has {antall}; write {count} as in the default language",
    ),
    (
        "nb/interface.yml",
        "home: Home",
        "home: Home {",
        "nb/interface.yml:2: nav.home has a stray brace; remove it or close it",
    ),
    (
        "nb/normaliser.yml",
        "  share:",
        "  shares:",
        'nb/normaliser.yml:2: chrome: unknown name "shares"; did you mean "share"?',
    ),
    # languages
    (
        "languages.yml",
        FILES["languages.yml"],
        "{}",
        "en: this language has no row in languages.yml; add a row or remove the folder",
        "languages.yml:1: no language is the default; write default: true in one row",
        "nb: this language has no row in languages.yml; add a row or remove the folder",
    ),
    (
        X,
        FILES[X],
        "{}",
        'en/tensions.yml:1: unknown tension "listen-or-act"; remove it',
        'nb/tensions.yml:1: unknown tension "listen-or-act"; remove it',
    ),
    (
        "languages.yml",
        "default: true, ",
        "",
        "languages.yml:1: no language is the default; write default: true in one row",
    ),
    (
        "languages.yml",
        "  name: Norsk\n",
        "  name: Norsk\n  default: true\n",
        "languages.yml:4: nb is a second default beside en; keep one of the two",
    ),
    (
        "languages.yml",
        "stemmer: norwegian",
        "stemmer: norvegian",
        'languages.yml:5: nb: stemmer has an unknown value "norvegian"; did you mean "norwegian"?',
    ),
    (
        "languages.yml",
        "direction: ltr\n",
        "direction: left\n",
        'languages.yml:4: nb: direction has an unknown value "left"; write one of ltr, rtl',
    ),
    (
        "languages.yml",
        '"«»"',
        '"«"',
        "languages.yml:7: nb: quotes is not two characters; write the opening and the closing mark",
    ),
    (
        "languages.yml",
        "nb_NO\n",
        "nb_NO\nsv: {name: S, direction: ltr, stemmer: none, quotes: '””'}\n",
        'languages.yml:9: the folder "sv" is missing; add it with tactics.yml, situations.yml, '
        "tensions.yml, normaliser.yml, interface.yml",
    ),
)


@pytest.mark.parametrize(("file", "old", "new", "messages"), [(*r[:3], r[3:]) for r in MISTAKES])
def test_mistake(tmp_path: Path, file: str, old: str, new: str, messages: tuple[str, ...]) -> None:
    """One mistake gives exactly its message."""
    assert FILES[file].count(old) == 1
    write_catalogue(tmp_path, {file: FILES[file].replace(old, new)})
    assert read_problems(tmp_path) == list(messages)


def test_frame_words_the_program_asks_for(tmp_path: Path) -> None:
    """The default language's frame must hold every stage, channel and relation."""
    text = FILES["en/interface.yml"].replace("  phone: By phone\n", "")
    write_catalogue(tmp_path, {"en/interface.yml": text, "nb/interface.yml": text})
    assert read_problems(tmp_path) == ['en/interface.yml:15: "channels.phone" is missing; add it']


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is named without a line."""
    write_catalogue(tmp_path, {"nb/tactics.yml": None, "evidence.yml": None})
    assert read_problems(tmp_path) == [
        "evidence.yml: the file is missing; write it",
        "nb/tactics.yml: the file is missing; write it",
    ]


def test_missing_folder(tmp_path: Path) -> None:
    """A catalogue that is not there is one problem."""
    with pytest.raises(Rejected, match="no-such: there is no such folder; name the catalogue"):
        read_catalogue(tmp_path / "no-such")


def test_folder_without_row(tmp_path: Path) -> None:
    """A language folder nobody listed is reported."""
    shutil.copytree(write_catalogue(tmp_path) / "nb", tmp_path / "fi")
    assert read_problems(tmp_path) == [
        "fi: this language has no row in languages.yml; add a row or remove the folder"
    ]


def test_no_text_at_all(tmp_path: Path) -> None:
    """Folders and bytes in the place of text are reported."""
    write_catalogue(tmp_path, {"evidence.yml": None})
    (tmp_path / "evidence.yml").mkdir()
    (tmp_path / "nb/normaliser.yml").write_bytes(b"chrome: {}\nnegation: [bl\xe5]\n")
    assert read_problems(tmp_path) == [
        "evidence.yml: this is a folder, not a file; put a YAML file in its place",
        "nb/normaliser.yml:2: this is not UTF-8; save the file as UTF-8",
    ]


def test_alias_bomb(tmp_path: Path) -> None:
    """Aliases are reported, each at its place, and never expanded."""
    rows = [
        "a: &a [x, x]",
        *(f"{b}: &{b} [*{a}, *{a}]" for a, b in zip("abcd", "bcde", strict=True)),
    ]
    write_catalogue(tmp_path, {"evidence.yml": "\n".join(rows)})
    signs = [row.split()[0] for row in read_problems(tmp_path) if "refers to" in row]
    assert len(signs) == 9  # on each line the anchor and the alias
    assert signs[0] == "evidence.yml:1:"


def test_all_mistakes_are_reported_at_once_and_sorted(tmp_path: Path) -> None:
    """Mistakes in several files come in one list."""
    changes = {
        "tactics.yml": FILES["tactics.yml"]
        .replace("stage: listen", "stage: zzz")
        .replace("listen: after", "listn: after"),
        "languages.yml": FILES["languages.yml"].replace("  direction: ltr\n", ""),
        "nb/situations.yml": "angry: [",
        "nb/tactics.yml": TACTIC_WORDS.replace("title: Let", f"titel: {'x' * 41} Let"),
        "en/tensions.yml": FILES["en/tensions.yml"].replace("Listen or act?", "y" * 61),
    }
    assert read_problems(write_catalogue(tmp_path, changes)) == [
        "en/tensions.yml:2: listen-or-act: question is 61 characters, 1 too many; shorten it to 60",
        'languages.yml:2: nb: "direction" is missing; add it',
        "nb/situations.yml:1: a brace or bracket is not closed; close it",
        'nb/tactics.yml:9: listen: "title" is missing; add it',
        'nb/tactics.yml:10: listen: unknown key "titel"; did you mean "title"?',
        'tactics.yml:8: breathe: related names no tactic: "listn"; did you mean "listen"?',
        'tactics.yml:13: listen: stage has an unknown value "zzz"; write one of prevent, open, '
        "listen, acknowledge, solve, close, escalate, walk-away, after, self-care",
    ]


def test_words_are_checked_though_the_structure_is_broken(tmp_path: Path) -> None:
    """Unreadable structure hides no mistake in the words."""
    write_catalogue(
        tmp_path,
        {
            "tactics.yml": "{",
            "languages.yml": "{",
            "nb/tactics.yml": TACTIC_WORDS.replace("Let them finish", LONG),
        },
    )
    assert read_problems(tmp_path) == [
        "languages.yml:1: a brace or bracket is not closed; close it",
        "nb/tactics.yml:10: listen: title is 44 characters, 4 too many; shorten it to 40",
        "tactics.yml:1: a brace or bracket is not closed; close it",
    ]


def test_a_language_is_added_with_data_alone(tmp_path: Path) -> None:
    """A row and a folder are all a language needs."""
    row = "ar-EG: {name: العربية, direction: rtl, stemmer: arabic, quotes: «»}\n"
    write_catalogue(tmp_path, {"languages.yml": row + FILES["languages.yml"]})
    shutil.copytree(tmp_path / "nb", tmp_path / "ar-EG")
    catalogue = read_catalogue(tmp_path)
    assert list(catalogue.languages) == ["en", "ar-EG", "nb"]  # the default one first
    assert catalogue.languages["ar-EG"].direction == "rtl"


JUNK = st.text() | st.text("ab:-[]{}&*!|>'\"#%@`?,~ \n\t012", max_size=60)
LINES = st.sampled_from(sorted({line for text in FILES.values() for line in text.splitlines()}))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    file=st.sampled_from(sorted(FILES)),
    junk=JUNK | st.lists(JUNK | LINES, max_size=8).map("\n".join) | st.binary(),
    at=st.integers(0, 40) | st.none(),
)
def test_no_content_makes_a_traceback(tmp_path: Path, file: str, junk: str | bytes, at: int | None) -> None:
    """Whatever a file holds, only Rejected is raised."""
    write_catalogue(tmp_path)
    data = junk if isinstance(junk, bytes) else junk.encode("utf-8", "surrogatepass")
    if at is not None:  # else the junk is all there is
        lines = FILES[file].encode().splitlines(keepends=True)
        data = b"".join([*lines[:at], data, *lines[at:]])
    (tmp_path / file).write_bytes(data)
    try:
        read_catalogue(tmp_path)
    except Rejected as rejected:
        assert all(each.path and each.what and each.todo for each in rejected.problems)


def test_the_catalogue_itself() -> None:
    """The project's own catalogue has no problem."""
    assert read_catalogue(ROOT / "catalogue").default.code == "en"
