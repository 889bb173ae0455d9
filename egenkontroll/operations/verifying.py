"""Is this document whole, and what is in it?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from egenkontroll.operations.opening import open_document
from egenkontroll.operations.resulting import gather
from egenkontroll.storage import records
from egenkontroll.storage.database import DamagedError
from egenkontroll.storage.schema import VERSION
from egenkontroll.texts import count, k_of_n, period

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.storage.document import Document

_STATES = {
    "figures": "bara siffror",
    "planned": "inget urval än",
    "drawn": "urvalet draget",
    "reviewing": "granskning pågår",
    "reviewed": "alla ärenden granskade",
}


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """What a document holds of one round. `cases` are drawn, `reviewed` have an answer.

    `state` is figures, planned, drawn, reviewing or reviewed.
    """

    name: str
    period: str
    checklist: str
    version: str
    cases: int
    reviewed: int
    state: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found in a document; `problems` is empty where it is whole."""

    problems: tuple[str, ...]
    rounds: tuple[RoundSummary, ...]
    reviewers: int
    facts: int

    def as_json(self) -> dict[str, Any]:
        """Return the published form: see the README."""
        return {
            "whole": not self.problems,
            "problems": list(self.problems),
            "schema": VERSION,
            "rounds": [asdict(one) for one in self.rounds],
            "reviewers": self.reviewers,
            "facts": self.facts,
        }

    def lines(self) -> list[str]:
        """Return what was found, in Swedish."""
        said = [] if self.problems else ["Dokumentet är helt."]
        for one in self.rounds:
            starts, ends = one.period.split("/")
            reviewed = f", {k_of_n(one.reviewed, one.cases)} ärenden granskade" if one.cases else ""
            said.append(
                f"{one.name} ({period(starts, ends)}): {one.checklist} {one.version}, "
                f"{_STATES[one.state]}{reviewed}."
            )
        said.append(
            f"{count(self.reviewers, 'granskare', 'granskare')}, "
            f"{count(self.facts, 'uppgift', 'uppgifter')} sparade."
        )
        return said


def verify_document(path: Path) -> Verified:
    """Check every row of a document against its digest and say what the document holds.

    Raises UserError where the file cannot be opened at all.
    """
    try:
        with open_document(path) as document:
            problems = document.problems()
            if problems:
                return Verified(tuple(problems), (), 0, document.count())
            return summary(document)
    except DamagedError as error:
        return Verified((error.message,), (), 0, 0)


def summary(document: Document) -> Verified:
    """Return what an open, whole document holds."""
    rounds = tuple(_summary(document, one) for one in records.rounds(document))
    return Verified((), rounds, len(records.reviewers(document)), document.count())


def _summary(document: Document, one: Round) -> RoundSummary:
    cases = reviewed = 0
    if document.read("case_drawn", round=one.id):
        gathered = gather(document, one)
        cases = len(gathered.cases)
        reviewed = sum(case.reviewed for case in gathered.cases)
    return RoundSummary(
        one.name, f"{one.starts}/{one.ends}", one.checklist_id, one.version, cases, reviewed,
        _state(document, one, cases, reviewed),
    )  # fmt: skip


def _state(document: Document, one: Round, cases: int, reviewed: int) -> str:
    if not cases:
        return "figures" if document.read("aggregate", round=one.id) else "planned"
    if not reviewed:
        return "drawn"
    return "reviewed" if reviewed == cases else "reviewing"
