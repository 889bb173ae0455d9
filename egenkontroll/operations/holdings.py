"""What an open document holds: each reviewer's work, its checklists, what was drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.review.answers import Role
from egenkontroll.review.reading import State
from egenkontroll.sample.cases import Status
from egenkontroll.storage import aggregates, records
from egenkontroll.texts import sort_key

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Checklist
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.storage.document import Document


@dataclass(frozen=True, slots=True)
class Held:
    """One reviewer's work in a round.

    `cases` are those with an answer as first review, `second` those as second; `done` is the
    readings of both kinds that are klar, `answers` the answers, and `assigned` the readings
    that the reviewer is to do.
    """

    reviewer: str
    assigned: int
    cases: int
    second: int
    answers: int
    done: int


@dataclass(frozen=True, slots=True)
class RoundHeld:
    """A round: how many cases are drawn, how many figures were taken in, and whose work."""

    round: Round
    cases: int
    figures: int
    held: tuple[Held, ...]


def holdings(document: Document) -> tuple[RoundHeld, ...]:
    """Return what the document holds, the newest round first."""
    return tuple(_held(document, one) for one in reversed(records.rounds(document)))


def _held(document: Document, one: Round) -> RoundHeld:
    names = {key: reviewer.name for key, reviewer in records.reviewers(document).items()}
    cases = records.cases(document, one.id)
    drawn = {case.id for case in cases if case.status is Status.DRAWN}
    practice = {case.id for case in cases if case.status is Status.CALIBRATION}
    answers: Counter[bytes] = Counter()
    read: set[tuple[bytes, Role, bytes]] = set()
    for answer, _ in records.answers(records.answer_facts(document, one.id)).values():
        if answer.value and answer.case not in practice:
            answers[answer.reviewer] += 1
            read.add((answer.case, answer.role, answer.reviewer))
    done = Counter(
        reviewer
        for (case, _, reviewer), state in records.states(document, one.id).items()
        if state is State.DONE and case not in practice
    )
    assigned = Counter(
        reviewer
        for (case, _), reviewer in records.assignments(document, one.id).items()
        if case in drawn
    )
    roles = Counter((reviewer, role) for _, role, reviewer in read)
    found = [
        Held(names[key], assigned[key], roles[key, Role.FIRST], roles[key, Role.SECOND],
             answers[key], done[key])
        for key in sorted({*answers, *assigned}, key=lambda key: sort_key(names[key]))
    ]  # fmt: skip
    return RoundHeld(one, len(drawn), len(aggregates.aggregates(document, one.id)), tuple(found))


def kept_checklists(document: Document) -> tuple[Checklist, ...]:
    """Return the document's own checklists, by title and then the newest version first."""
    found = sorted(records.checklists(document).values(), key=lambda one: one.version, reverse=True)
    return tuple(sorted(found, key=lambda one: sort_key(one.title)))
