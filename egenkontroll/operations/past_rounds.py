"""Take in an earlier year's cases and answers as a finished round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.checklist.reading import read as read_checklist
from egenkontroll.checklist.rounds import Round, called, read_period
from egenkontroll.errors import UserError
from egenkontroll.operations import checklists
from egenkontroll.operations.opening import find_or_new_unit, open_document, read_table
from egenkontroll.operations.reviewing import find_or_new_reviewer
from egenkontroll.review.answers import Answer, Role
from egenkontroll.review.past import read_past
from egenkontroll.review.reading import Reading, State
from egenkontroll.sample.cases import Case, Status
from egenkontroll.sample.identity import refuse_identity
from egenkontroll.storage import records
from egenkontroll.storage.settings import setting, setting_fact
from egenkontroll.texts import listing

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.facts import Fact, Id
    from egenkontroll.review.past import PastCases
    from egenkontroll.storage.document import Document

REVIEWER = "Inläst"
"""Who the answers of a round that was taken in whole are by."""


@dataclass(frozen=True, slots=True)
class TakenInRound:
    """What was taken in; `notes` are sentences worth reading."""

    round: str
    cases: int
    units: int
    answers: int
    notes: tuple[str, ...]


def taken_in_whole(document: Document, one: Round) -> str:
    """Return the file that a round was taken in from as a whole, "" where it was reviewed here."""
    return setting(document, _mark(one.id))


def import_cases(
    path: Path, name: str, checklist_file: Path, period: str, table_file: Path
) -> TakenInRound:
    """Make a finished round of an earlier year's cases and answers, all or nothing.

    Raises UserError with every fault of the table, and where the round has cases already.
    """
    checklist = read_checklist(checklist_file)
    starts, ends = read_period(period)
    name = " ".join(name.split())
    if not name:
        raise UserError("Omgången behöver ett namn, till exempel Våren 2023.")
    refuse_identity("Omgångens namn", name)
    refuse_identity("Tabellens filnamn", table_file.name)
    table = read_table(table_file)
    past = read_past(table, checklist)
    with open_document(path, write=True) as document:
        source = checklist_file.read_text(encoding="utf-8-sig")
        new = checklists.keep(document, checklist, source)
        one = _round(document, Round(
            document.pen.new_id(), name, starts, ends, checklist.digest, checklist.id,
            checklist.version,
        ))  # fmt: skip
        new += [records.round_fact(document, one),
                setting_fact(document, _mark(one.id), table.source)]  # fmt: skip
        units = _facts(document, one, checklist, past, new)
        document.add(new)
    notes = ["Hur ärendena valdes är inte känt, så intervallen räknar med en stor ärendemängd."]
    if past.unread:
        notes.append(f"Kolumner som inte lästes: {listing(past.unread)}.")
    return TakenInRound(one.name, len(past.cases), units, len(past.answers), tuple(notes))


def _round(document: Document, made: Round) -> Round:
    for known in called(records.rounds(document), made.name):
        same = (known.checklist_id, known.version, known.starts, known.ends)
        there = document.read("case_drawn", round=known.id)
        if there or same != (made.checklist_id, made.version, made.starts, made.ends):
            raise UserError(
                f"Omgången {made.name} finns redan i dokumentet, med "
                f"{'egna ärenden' if there else 'en annan period eller checklista'}. "
                "Inget är sparat. Välj ett annat namn."
            )
        return Round(known.id, known.name, *same[2:], made.checklist, *same[:2])
    return made


def _facts(
    document: Document, one: Round, checklist: Checklist, past: PastCases, new: list[Fact]
) -> int:
    """Add the facts of the cases, answers and finished readings; return how many units."""
    units: dict[str, Id] = {}
    inside: dict[Id, int] = {}
    reviewer = find_or_new_reviewer(document, REVIEWER, new)
    given: dict[str, dict[Role, dict[str, str]]] = {}
    comments: dict[str, dict[Role, dict[str, str]]] = {}
    for row in past.answers:
        given.setdefault(row.reference, {}).setdefault(row.role, {})[row.question] = row.value
        said = comments.setdefault(row.reference, {}).setdefault(row.role, {})
        said[row.question] = row.comment
    for listed in past.cases:
        unit = find_or_new_unit(document, listed.unit, units, new)
        inside[unit] = inside.get(unit, 0) + 1
        double = Role.SECOND in given.get(listed.reference, {})
        case = Case(document.pen.new_id(), one.id, listed.reference, unit, listed.attributes,
                    inside[unit], Status.DRAWN, "", double)  # fmt: skip
        new.append(records.case_fact(document, case))
        for role, values in given.get(listed.reference, {}).items():
            said = comments[listed.reference][role]
            new += [
                records.answer_fact(
                    document, Answer(case.id, name, role, reviewer.id, value, said[name])
                )
                for name, value in values.items()
            ]
            if not Reading(checklist, case.attributes, values, said).missing():
                new.append(records.state_fact(document, case.id, role, reviewer.id, State.DONE))
    return len(inside)


def _mark(round_id: Id) -> str:
    return f"taken in whole:{round_id.hex()}"
