"""Read an earlier year's cases with their answers: one case a row, or one answer a row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.review.answers import Role, read_value
from egenkontroll.review.table import TableAnswer, read_answers
from egenkontroll.sample import columns
from egenkontroll.sample.fields import REFERENCE_HEADS, UNIT_HEADS
from egenkontroll.sample.frame import read_frame
from egenkontroll.sample.tables import Row
from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Checklist
    from egenkontroll.sample.cases import FrameCase
    from egenkontroll.sample.columns import Columns
    from egenkontroll.sample.tables import Table

WHOLE = "Hela verksamheten"
"""The unit of cases in a table that names no units."""
_REFERENCE = "reference"
_LONG = {_REFERENCE: REFERENCE_HEADS, "question": ("fråga",), "answer": ("svar",)}


@dataclass(frozen=True, slots=True)
class PastCases:
    """An earlier round's cases and answers; `unread` are heads that nothing was taken from."""

    cases: tuple[FrameCase, ...]
    answers: tuple[TableAnswer, ...]
    unread: tuple[str, ...]


def read_past(table: Table, checklist: Checklist) -> PastCases:
    """Return the cases and answers of a table in either form.

    The wide form has a row for each case and a column for each question, called by its id,
    label or text; the long form is that of answers, with a row for each answer. Raises
    UserError with every fault by row and column; personal numbers stop the whole table.
    """
    columns.stop_identity(table)
    long = _long(table)
    if long is None:
        found = columns.find(table, _heads(checklist), [_REFERENCE])
        whole = _with_units(table, found)
        cases = read_frame(whole, checklist).cases
        return PastCases(cases, _wide_answers(found, checklist, cases), _unread(found, checklist))
    cases = read_frame(_with_units(table, long), checklist).cases
    references = [case.reference for case in cases]
    return PastCases(cases, read_answers(table, checklist, references), ())


def _long(table: Table) -> Columns | None:
    try:
        return columns.find(table, _LONG, list(_LONG))
    except UserError:
        return None


def _heads(checklist: Checklist) -> dict[str, tuple[str, ...]]:
    """Return the heads taken for each question; a label or text that several have is none."""
    named: dict[str, set[str]] = {}
    for question in checklist.questions:
        for head in (question.short, question.text):
            named.setdefault(same_word(head), set()).add(question.id)
    heads: dict[str, tuple[str, ...]] = {_REFERENCE: REFERENCE_HEADS}
    for question in checklist.questions:
        words = dict.fromkeys((question.short, question.text))
        own = [head for head in words if len(named[same_word(head)]) == 1]
        free = [head for head in own if same_word(head) not in checklist.by_id]
        heads[question.id] = (question.id, *free)
    return heads


def _with_units(table: Table, found: Columns) -> Table:
    """Return the table with a column of units, where it has none of its own."""
    if any(same_word(cell) == same_word(UNIT_HEADS[0]) for cell in found.head.cells):
        return table
    width = max(len(row.cells) for row in table.rows)

    def filled(row: Row) -> Row:
        if row.number < found.head.number:
            return row
        unit = UNIT_HEADS[0] if row.number == found.head.number else WHOLE
        return Row(row.number, (*row.cells, *[""] * (width - len(row.cells)), unit))

    return replace(table, rows=tuple(filled(row) for row in table.rows))


def _wide_answers(
    found: Columns, checklist: Checklist, cases: tuple[FrameCase, ...]
) -> tuple[TableAnswer, ...]:
    asked = [checklist.by_id[name] for name in found.at if name in checklist.by_id]
    if not asked:
        raise UserError(
            f"Tabellen {found.table.source} har ingen kolumn som heter som en fråga i "
            f"{checklist.id} {checklist.version}. Använd frågornas id eller text som rubriker."
        )
    known = {same_word(case.reference): case.reference for case in cases}
    problems = list(found.bad_cells())
    answers: dict[tuple[str, str], TableAnswer] = {}
    for row in found.rows():
        reference = known.get(same_word(found.cell(row, _REFERENCE)))
        for question in asked if reference is not None else ():
            said = found.cell(row, question.id)
            if not said or reference is None:
                continue
            place = found.place(row, question.id)
            try:
                value = read_value(question, said)
            except UserError as error:
                problems.append(f"{place}: {error.message}")
                continue
            made = TableAnswer(reference, question.id, Role.FIRST, value, "")
            if answers.setdefault((reference, question.id), made) != made:
                problems.append(f"{place}: ärendet finns på en rad till med ett annat svar")
    if problems:
        raise columns.problems_error(
            f"Svaren i {found.table.source} kan inte läsas in. Inget är sparat.", problems
        )
    return tuple(answers.values())


def _unread(found: Columns, checklist: Checklist) -> tuple[str, ...]:
    known = {same_word(name) for one in checklist.attributes for name in (one.id, one.label)}
    known.add(same_word(UNIT_HEADS[0]))
    used = set(found.at.values())
    return tuple(
        head for index, head in enumerate(found.head.cells)
        if head and index not in used and same_word(head) not in known
    )  # fmt: skip
