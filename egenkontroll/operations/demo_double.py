"""The demo's double reviews: what is read differently, how it is settled, what is decided."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from egenkontroll.merge.double import Standing
from egenkontroll.operations import agreeing
from egenkontroll.results.clarification import Decision
from egenkontroll.storage import records

if TYPE_CHECKING:
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Fact
    from egenkontroll.merge.double import Compared, Twice
    from egenkontroll.storage.document import Document

UNCLEAR = {
    "genomforandeplan": ("2025.1", 0.6),
    "natverk": ("2026.1", 0.6),
    "barn_information": ("2027.1", 0.6),
}
"""Questions that two read differently until a version, and how often."""

_CLARIFIED = {
    "Våren 2024": (
        ("genomforandeplan", Decision.REWRITE, "Säg hur gammal planen får vara."),
        ("natverk", Decision.TRAIN, "Gå igenom tre exempel på nästa samsynsmöte."),
    ),
    "Våren 2025": (
        ("natverk", Decision.REWRITE, "Säg om syskon i samma hushåll räknas."),
        ("beslut_motiverat", Decision.ACCEPT, "Två ärenden som var ovanliga."),
    ),
}

_AGREED = {
    "utredningsplan": "En ifylld mall räknas bara om frågorna gäller det här barnet.",
    "natverk": "Syskon i samma hushåll räknas inte som nätverk.",
    "barn_information": "Det ska framgå vad barnet fick veta, inte bara att barnet är informerat.",
    "barnets_installning": "Ett citat eller en tydlig återgivning behövs.",
    "genomforandeplan": "En plan som bara finns hos utföraren räknas som nej.",
    "beslut_motiverat": "En hänvisning till utredningen räcker om bedömningen går att följa där.",
}


def chance(*words: object) -> float:
    """Return a number from 0 up to 1 that is always the same for the same words."""
    said = "\u001f".join(str(word) for word in words)
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:8], "big") / 2**64


def settle(document: Document, one: Round, most: int) -> None:
    """Decide on the differing questions of so many cases; one decision may open another."""
    differing = [
        case for case in agreeing.doubled(document, one).cases if case.of(Standing.DIFFERING)
    ]
    for case in differing[:most]:
        left = case.of(Standing.DIFFERING)
        while left:
            document.add(_decided(document, case.case, question) for question in left)
            left = agreeing.doubled(document, one, case.case.id).cases[0].of(Standing.DIFFERING)


def _decided(document: Document, case: Twice, one: Compared) -> Fact:
    """Return the settled answer to a question that two reviewers saw differently."""
    question = one.question.id
    votes = [vote for vote in (one.first, one.second) if vote is not None]
    first = chance(case.reference, question, "samsyn") < 0.5
    if question in UNCLEAR:  # what was agreed on them is strict
        first = votes[0].value == "no"
    vote, reason = votes[0 if first else -1], _AGREED.get(question, "")
    return records.consensus_fact(
        document, case.id, question, vote.value, "", reason, votes[0].reviewer
    )


def clarify(document: Document, one: Round) -> None:
    """Decide what to do about some of the questions that were read differently."""
    for question, decision, words in _CLARIFIED.get(one.name, ()):
        agreeing.clarify(document, one, question, decision, words, "Kvalitetsenheten")
