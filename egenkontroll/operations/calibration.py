"""Hold everybody's readings of the calibration cases against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.operations.opening import checklist_of
from egenkontroll.results.calibration import Calibration, Scored, compare
from egenkontroll.review.answers import Role
from egenkontroll.review.reading import Reading, State
from egenkontroll.sample.cases import Status
from egenkontroll.storage import records
from egenkontroll.texts import count, k_of_n, listing, sort_key

if TYPE_CHECKING:
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.storage.document import Document

HEADS = ("Fråga", "Lika", "Ärende", "Svaren")


def calibration(document: Document, one: Round) -> Calibration:
    """Return who answered what in the round's calibration cases.

    Everybody with cases in the round is waited for. Raises UserError where no case of the round
    is for calibration.
    """
    checklist = checklist_of(document, one)
    cases = [c for c in records.cases(document, one.id) if c.status is Status.CALIBRATION]
    if not cases:
        raise UserError(
            f"Omgången {one.name} har inga ärenden för kalibrering. De dras samtidigt med urvalet."
        )
    people = records.reviewers(document)
    states = records.states(document, one.id)
    scored, seen = [], set(records.assignments(document, one.id).values())
    for reviewer in people:
        given = records.given(document, one.id, reviewer)
        for case in cases:
            said = given.get((case.id, Role.FIRST))
            if said is None:
                continue
            seen.add(reviewer)
            reading = Reading(checklist, case.attributes, said.values, said.comments)
            done = states.get((case.id, Role.FIRST, reviewer)) is State.DONE
            scored.append(Scored(people[reviewer].name, case.reference, reading, done))
    names = sorted((people[key].name for key in seen if key in people), key=sort_key)
    return compare(checklist, [case.reference for case in cases], names, scored)


def table(found: Calibration) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return the rows under `HEADS`, and what is to be said beneath them, in Swedish.

    A question that all answered alike in every case is one row; else every case that they saw
    differently has a row of its own.
    """
    rows: list[tuple[str, ...]] = []
    for one in found.questions:
        if not one.cases:
            continue
        alike = k_of_n(one.alike, len(one.cases))
        differing = [case for case in one.cases if not case.alike]
        if not differing:
            rows.append((one.question.short, alike, "", "alla svarade lika"))
        for place, case in enumerate(differing):
            said = " · ".join(f"{words}: {listing(names)}" for words, names in case.groups())
            name = one.question.short if place == 0 else ""
            rows.append((name, alike if place == 0 else "", case.case, said))
    notes = [
        f"{count(len(found.cases), 'ärende', 'ärenden')} för kalibrering. De räknas aldrig i något "
        "resultat."
    ]
    if found.waiting:
        notes.append(f"Inte klara än: {listing(found.waiting)}.")
    return rows, notes
