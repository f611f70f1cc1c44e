"""A tiny valid catalogue: two tactics, one situation, one tension, two languages.

Leaves its files as text by name (`FILES`), and `write_catalogue`, which puts them into a folder.
"""

from collections.abc import Mapping
from pathlib import Path

from scripts.model import CHANNELS, INVERSE, STAGES

INTERFACE = "\n".join(
    [
        "nav:",
        "  home: Home",
        "  count: All {count} tactics",
        "stages:",
        *(f"  {stage}: {{title: {stage}, line: Now}}" for stage in STAGES),
        "channels:",
        *(f"  {channel}: By {channel}" for channel in CHANNELS),
        "relations:",
        *(f"  {kind}: Goes {kind}" for kind in INVERSE),
        "evidence:",
        "  study: Study",
        "",
    ]
)

TACTIC_WORDS = """\
breathe:
  title: Take one breath
  essence: Breathe out before you speak.
  cues: [deep breath, count to ten]
  related: {listen: breath before ears}
  evidence:
    calm: Breathing out slowly may calm.

listen:
  title: Let them finish
  essence: Say nothing until they stop.
  steps: [Be quiet, Nod]
  say:
    - I am listening.
    - phone: I am still here.
  cues: [listen]
"""

SITUATION_WORDS = """\
angry:
  title: Angry
  spot: Loud and fast.
  first: [Tell me what happened.]
  channels: {phone: Say that you are there.}
  if_fails: Fetch your manager.
"""

TENSION_WORDS = """\
listen-or-act:
  question: Listen or act?
  sides:
    listen: {label: Listen, says: It calms them.}
    act: {label: Act, says: It helps them.}
  decide: Listen first.
"""

NORMALISER = """\
chrome:
  share: [Share]
structure:
  tip: [Tip, Tips]
abbreviations: [e.g.]
negation: [not]
"""

FILES: Mapping[str, str] = {
    "languages.yml": """\
en: {name: English, default: true, direction: ltr, stemmer: english, quotes: "“”"}
nb:
  name: Norsk
  direction: ltr
  stemmer: norwegian
  identified_as: [nb, no]
  quotes: "«»"
  dictionary: nb_NO
""",
    "tactics.yml": """\
breathe:
  meaning: Breathing out before the first word.
  stage: self-care
  core: true
  channels: [phone, counter]
  situations: [any]
  related:
    listen: after
  evidence: [calm]

listen:
  meaning: Letting the customer finish.
  stage: listen
  channels: [phone]
""",
    "situations.yml": """\
angry:
  meaning: A customer shouts.
  icon: fire
  plan: [listen]
  phone: [listen]
  if_fails: [listen]
""",
    "tensions.yml": """\
listen-or-act:
  meaning: Whether to listen or to act.
  sides:
    listen: [listen]
    act: [breathe]
  evidence: [calm]
""",
    "evidence.yml": """\
calm:
  source: A study of breath
  strength: study
  url: https://example.org/breath
""",
    **{
        f"{code}/{file}": text
        for code in ("en", "nb")
        for file, text in (
            ("tactics.yml", TACTIC_WORDS),
            ("situations.yml", SITUATION_WORDS),
            ("tensions.yml", TENSION_WORDS),
            ("interface.yml", INTERFACE),
            ("normaliser.yml", NORMALISER),
        )
    },
}


def write_catalogue(folder: Path, changes: Mapping[str, str | None] | None = None) -> Path:
    """Write the tiny catalogue into `folder`, with some files changed (None: left out)."""
    for file, text in {**FILES, **(changes or {})}.items():
        if text is not None:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, encoding="utf-8")
    return folder
