"""The rules of repair, each as before and after, and what each must leave alone."""

from __future__ import annotations

import pytest

from scripts.normalise.blocks import Block
from scripts.normalise.repair import RULES, repair


def _mend(text: str, lang: str) -> tuple[str, list[str]]:
    parts, edits = repair(Block(text, range(len(text))), lang)
    return "\n".join(part.text for part in parts), [edit.rule for edit in edits]


BEFORE_AND_AFTER = [
    # rule, language, before, after
    ("soft_hyphen", "nl", "klan\u00adten\u00adservice", "klantenservice"),
    ("control_character", "en", "Wait\x1b for \u202eit\u200b.", "Wait for it."),
    ("mojibake", "nb", "De fÃ¸rste Ã¥rene pÃ¥ jobb", "De første årene på jobb"),
    ("mojibake", "sv", "â€\x9dJag Ã¤r ledsenâ€\x9d, sa hon", "”Jag är ledsen”, sa hon"),
    ("mojibake", "fi", "PÃ¤ivÃ¤Ã¤, mitÃ¤ kuuluu?", "Päivää, mitä kuuluu?"),
    ("mojibake", "nl", "de cliÃ«nt isnâ€™t boos", "de cliënt isn’t boos"),
    ("mojibake", "nb", "dobbelt: fÃƒÂ¸rst", "dobbelt: først"),
    ("entity", "en", "Salt &amp; pepper&nbsp;mill", "Salt & pepper mill"),
    ("entity", "nl", "h&eacute;&eacute;l boos", "héél boos"),
    ("entity", "en", "don&#39;t &#x2013; ever", "don't – ever"),
    ("backtick_article", "af", "`n Kliënt met `n klagte", "'n Kliënt met 'n klagte"),
    ("bare_article", "af", "Wees n goeie luisteraar", "Wees 'n goeie luisteraar"),
    (
        "glued_heading_number",
        "af",
        "met moeilike gaste1. Luister eers",
        "met moeilike gaste\n1. Luister eers",
    ),
    ("glued_sentence", "en", "He was loud.She was not.", "He was loud. She was not."),
    ("glued_sentence", "en", "Really?Yes!Now go.", "Really? Yes! Now go."),
    ("glued_sentence", "en", 'He said "stop."Then he left.', 'He said "stop." Then he left.'),
    ("glued_sentence", "sv", "Hon sa ”nej.”Sedan gick hon.", "Hon sa ”nej.” Sedan gick hon."),
    ("glued_sentence", "af", "dit is klaar.`n Mens wag", "dit is klaar. 'n Mens wag"),
    ("glued_sentence", "nl", "Dat klopt.U belt terug.", "Dat klopt. U belt terug."),
    ("glued_ellipsis", "nb", "jo da...men bare litt", "jo da... men bare litt"),
    ("double_punct", "en", "They came,. Then they left.", "They came. Then they left."),
    ("space_before_punct", "fi", "Selvä . Jatketaan , kiitos.", "Selvä. Jatketaan, kiitos."),
    ("space_before_closing_quote", "nb", "“Hører du? ” spurte hun.", "“Hører du?” spurte hun."),
    ("space_before_closing_quote", "nl", '"Dean, " zei hij.', '"Dean," zei hij.'),
]


@pytest.mark.parametrize(("rule", "lang", "before", "after"), BEFORE_AND_AFTER)
def test_mends(rule: str, lang: str, before: str, after: str) -> None:
    mended, rules = _mend(before, lang)
    assert mended == after
    assert rule in rules


LEFT_ALONE = [
    ("en", "It runs on Node.js and Asp.NET today."),
    ("nb", "Ta med kvittering, legitimasjon o.l. og f.eks. boksen."),
    ("en", "They walked down St.John Street."),
    ("en", "Version 3.5 costs 1,299.00 pounds."),
    ("en", "Mail help@example.org or see www.example.org."),
    ("en", "The U.S.A. and J.R.R. Tolkien"),
    ("sv", "Klockan 16.30 ringer jag, bl.a. om fakturan."),
    ("fi", "Soita klo 9.00–16.00, esim. tänään."),
    ("nl", "’s Avonds belt mevrouw De Vries; zo’n klant wacht."),
    ("af", "Dit is ’n goeie dag, sê sy; 'n mens wag."),
    ("en", "He said “no”, and she said “yes”."),
    ("nb", "«Ja», sa han. «Nei», sa hun."),
    ("en", "x < y && y > z; R&D at M&S"),
    ("sv", "Ångström, Åsa och Ärla åker på ön."),
    ("nb", "Så… nå går vi … hjem."),
    ("en", "Wait ... what?"),
]


@pytest.mark.parametrize(("lang", "text"), LEFT_ALONE)
def test_leaves_alone(lang: str, text: str) -> None:
    assert _mend(text, lang) == (text, [])


@pytest.mark.parametrize(("rule", "lang", "before", "after"), BEFORE_AND_AFTER)
def test_is_settled_after_once(rule: str, lang: str, before: str, after: str) -> None:
    for line in after.split("\n"):
        assert _mend(line, lang) == (line, [])


def test_every_rule_is_tried() -> None:
    assert {rule.name for rule in RULES} == {row[0] for row in BEFORE_AND_AFTER}


def test_every_character_knows_its_place() -> None:
    text = "Wees n man.`n Mens&amp;klaar ."
    (block,), edits = repair(Block(text, range(100, 100 + len(text))), "af")
    assert block.text == "Wees 'n man. 'n Mens&klaar."
    assert [100 <= offset < 100 + len(text) for offset in block.offsets if offset >= 0]
    kept = [
        (char, text[offset - 100])
        for char, offset in zip(block.text, block.offsets, strict=True)
        if offset >= 0
    ]
    assert all(a == b or b in "`n&" for a, b in kept)
    assert [edit.offset - 100 for edit in edits] == sorted(edit.offset - 100 for edit in edits) or edits
