"""Tell which language an article is written in.

In: blocks. Out: the identifier's code and a confidence in 0–1, `("nb", 0.99)`.

py3langid is asked with its whole set of candidates: restricted to the catalogue's languages it
turns Hungarian into Spanish. Headings never vote: they are short and often in another language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

from .blocks import Block

SAMPLE = 2_000
"""Characters of running text that are enough to tell a language (more changes nothing)."""
PARAGRAPH = 80
"""Characters from which a paragraph is long enough to vote."""
VOTERS = 12
SURE = 0.5
"""Share of the vote under which no language is named."""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify(blocks: Sequence[Block]) -> tuple[str, float]:
    """The language most of the running text is in; `("", 0.0)` where there is nothing to go by."""
    long = [block.text for block in blocks if block.kind != "heading" and len(block.text) >= PARAGRAPH]
    texts = long or [block.text for block in blocks]
    sample = " ".join(texts)[:SAMPLE]
    if not any(char.isalpha() for char in sample):
        return "", 0.0
    guess, sure = _ask(sample)
    if sure >= 0.9 and _ask(" ".join(texts[len(texts) // 2 :])[:SAMPLE])[0] == guess:
        return guess, sure
    return _vote(texts)


def _vote(texts: Sequence[str]) -> tuple[str, float]:
    """Each paragraph votes with its length; the winner's share is the confidence."""
    votes: dict[str, int] = defaultdict(int)
    for text in texts[:: max(1, len(texts) // VOTERS)]:
        votes[_ask(text[:SAMPLE])[0]] += min(len(text), SAMPLE)
    winner = max(sorted(votes), key=lambda code: votes[code])
    share = votes[winner] / sum(votes.values())
    return (winner, share) if share >= SURE else ("", share)


def _ask(text: str) -> tuple[str, float]:
    code, probability = _identifier().classify(text)
    return str(code), float(probability)
