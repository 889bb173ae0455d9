"""What was decided about unclear questions after a round: it waits for the next version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.facts import current, standing
from egenkontroll.results.clarification import Clarification, Decision

if TYPE_CHECKING:
    from egenkontroll.facts import Fact, Id
    from egenkontroll.storage.document import Document


def clarifications(document: Document, round_id: Id) -> dict[str, Clarification]:
    """Return what holds for the round, by question; decisions that were taken back are left out."""
    found = {}
    for (_, question), fact in current(document.read("clarification", round=round_id)).items():
        decision, words, by = fact.content
        if decision:
            found[question] = Clarification(question, Decision(decision), words, by)
    return found


def clarification_fact(document: Document, round_id: Id, decided: Clarification) -> Fact:
    """Return the fact of a decision, replacing what was decided before."""
    return _fact(document, round_id, decided.question, str(decided.decision), decided)


def taken_back_fact(document: Document, round_id: Id, question: str) -> Fact:
    """Return the fact that nothing is decided about the question any longer."""
    return _fact(document, round_id, question, "", None)


def _fact(
    document: Document, round_id: Id, question: str, decision: str, said: Clarification | None
) -> Fact:
    known = standing(document.read("clarification", round=round_id, question=question))
    words, by = (said.words, said.by) if said is not None else ("", "")
    content = (decision, words, by)
    return document.pen.write("clarification", (round_id, question), content, known)
