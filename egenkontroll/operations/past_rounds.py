"""Take in an earlier year's cases and answers as a finished round."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from egenkontroll.checklist.reading import read as read_checklist
from egenkontroll.checklist.rounds import Round, called, read_period
from egenkontroll.errors import UserError
from egenkontroll.operations import checklists
from egenkontroll.operations.opening import (
    find_or_new_unit,
    open_document,
    read_table,
    refuse_open,
)
from egenkontroll.operations.reviewing import find_or_new_reviewer
from egenkontroll.results.table import CaseResult, results
from egenkontroll.review.answers import Answer, Role
from egenkontroll.review.past import read_past
from egenkontroll.review.reading import Reading, State
from egenkontroll.sample.cases import Case, Status
from egenkontroll.sample.identity import refuse_identity
from egenkontroll.storage import backups, records
from egenkontroll.storage.settings import setting, setting_fact
from egenkontroll.texts import count, listing, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.facts import Fact, Id
    from egenkontroll.results.table import Results
    from egenkontroll.review.past import Form, PastCases
    from egenkontroll.sample.tables import Table
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


@dataclass(frozen=True, slots=True)
class PastTable:
    """A table of an earlier year's cases and how it is to be read: see `review.past`."""

    table: Table
    checklist: Checklist
    form: Form | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)

    def read(self) -> PastCases:
        """Return the cases and answers; raise UserError with every fault of the table."""
        return read_past(self.table, self.checklist, self.form, self.chosen)


@dataclass(frozen=True, slots=True)
class PastPreview:
    """What a table would become: the cases by unit, and the results as they will be counted.

    `read_from` is the column that each question is read from, nothing in the form of a row for
    each answer; `left_out` are rows that are no cases, as (reference, reason).
    """

    units: tuple[tuple[str, int], ...]
    answers: int
    second: int
    read_from: Mapping[str, str]
    unread: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    results: Results

    @property
    def cases(self) -> int:
        """How many cases the round would have."""
        return sum(many for _, many in self.units)


def read_sheets(table_file: Path) -> tuple[Table, ...]:
    """Return the sheets of a file; the first is the only one in a CSV file."""
    from egenkontroll.spreadsheet.reading import read_tables

    refuse_identity("Tabellens filnamn", table_file.name)
    refuse_open(table_file)
    return read_tables(table_file)


def preview(wanted: PastTable) -> PastPreview:
    """Return what a table would become. Raises UserError with every fault of the table."""
    past, checklist = wanted.read(), wanted.checklist
    values: dict[str, dict[str, str]] = {}
    for row in past.answers:
        if row.role is Role.FIRST:
            values.setdefault(row.reference, {})[row.question] = row.value
    cases = []
    for case in past.cases:
        said = values.get(case.reference, {})
        applies = Reading(checklist, case.attributes, said, {}).applies
        cases.append(CaseResult(case.reference, case.unit, case.attributes, applies, said))
    units = Counter(case.unit for case in past.cases)
    return PastPreview(
        tuple(sorted(units.items(), key=lambda one: sort_key(one[0]))),
        len(past.answers),
        sum(row.role is Role.SECOND for row in past.answers),
        past.read_from,
        past.unread,
        past.excluded,
        results("", checklist, cases, ()),
    )


def import_cases(
    path: Path, name: str, checklist_file: Path, period: str, table_file: Path
) -> TakenInRound:
    """Make a finished round of a file with an earlier year's cases: see `take_in_cases`."""
    checklist = read_checklist(checklist_file)
    round_days(name, period)
    refuse_identity("Tabellens filnamn", table_file.name)
    wanted = PastTable(read_table(table_file), checklist)
    wanted.read()
    with open_document(path, write=True) as document:
        return take_in_cases(document, name, period, wanted, checklist_file)


def round_days(name: str, period: str) -> tuple[str, str]:
    """Return the period's days; raise UserError where the round's name or period will not do."""
    days = read_period(period)
    if not name.strip():
        raise UserError("Omgången behöver ett namn, till exempel Våren 2023.")
    refuse_identity("Omgångens namn", name)
    return days


def take_in_cases(
    document: Document, name: str, period: str, wanted: PastTable, checklist_file: Path | None
) -> TakenInRound:
    """Make a finished round of an earlier year's cases and answers, all or nothing.

    `checklist_file` is where the checklist was read from, None where the document has it. A copy
    is made first, to go back to. Raises UserError with every fault of the table, and where the
    round has cases already.
    """
    starts, ends = round_days(name, period)
    _refuse_coming(document, starts)
    checklist, past = wanted.checklist, wanted.read()
    source = "" if checklist_file is None else checklist_file.read_text(encoding="utf-8-sig")
    new = checklists.keep(document, checklist, source)
    one = _round(document, Round(
        document.pen.new_id(), " ".join(name.split()), starts, ends, checklist.digest,
        checklist.id, checklist.version,
    ))  # fmt: skip
    new += [records.round_fact(document, one),
            setting_fact(document, _mark(one.id), wanted.table.source)]  # fmt: skip
    units = _facts(document, one, checklist, past, new)
    copy = backups.back_up(document, backups.Why.IMPORT)
    document.add(new)
    return TakenInRound(
        one.name, len(past.cases), units, len(past.answers), tuple(_notes(past, copy.name))
    )


def _refuse_coming(document: Document, starts: str) -> None:
    today = backups.local_time(document.pen.now_ms()).date().isoformat()
    if starts > today:
        raise UserError(
            f"Perioden börjar {starts}, som inte har varit än. Inget är sparat. Skriv perioden då "
            "ärendena granskades."
        )


def _notes(past: PastCases, copy: str) -> Iterator[str]:
    yield "Hur ärendena valdes är inte känt, så intervallen räknar med en stor ärendemängd."
    answered = {row.reference for row in past.answers}
    if bare := sum(case.reference not in answered for case in past.cases):
        yield (
            f"{count(bare, 'ärende', 'ärenden')} har inget svar i tabellen och räknas som inte "
            f"{'granskat' if bare == 1 else 'granskade'}, så granskningen står som pågående."
        )
    if past.unread:
        yield f"Kolumner som inte lästes: {listing(past.unread)}."
    yield from (f"{reference}: {reason}." for reference, reason in past.excluded)
    yield (
        f"Ångra: {copy} är dokumentet som det var före inläsningen. Återställ den med "
        "Säkerhetskopior i menyn Arkiv. Det du gör efter inläsningen följer då inte med."
    )


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
