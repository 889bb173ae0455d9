"""Read an earlier year's cases with their answers: one case a row, or one answer a row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.review.answers import Role, read_value
from egenkontroll.review.table import WANTED, TableAnswer, answer_fields, read_answers
from egenkontroll.sample import columns
from egenkontroll.sample.fields import (
    HANDLER,
    REFERENCE,
    REFERENCE_HEADS,
    SECOND_HANDLER,
    UNIT,
    UNIT_HEADS,
    Field,
    How,
    fields,
)
from egenkontroll.sample.frame import PersonalNumbersError, read_frame
from egenkontroll.sample.tables import Row
from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.sample.columns import Columns
    from egenkontroll.sample.drawn import Frame, FrameCase
    from egenkontroll.sample.tables import Table

WHOLE = "Hela verksamheten"
"""The unit of cases in a table that names no units."""
_LONG = ("reference", "question", "answer")
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Form(StrEnum):
    """How a table holds its answers: a row for each case, or a row for each answer."""

    CASES = "cases"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class PastCases:
    """An earlier round's cases and answers.

    `unread` are heads that nothing was taken from; `read_from` says for people which column each
    question was read from (nothing in the form of a row for each answer): "D", or with its head
    where that is another than the question. `excluded` is the rows that are no cases, as
    (reference, reason).
    """

    cases: tuple[FrameCase, ...]
    answers: tuple[TableAnswer, ...]
    unread: tuple[str, ...]
    read_from: Mapping[str, str]
    excluded: tuple[tuple[str, str], ...] = ()


def likely_form(table: Table) -> Form:
    """Return the form that the table's heads tell of; a row for each case where they do not."""
    try:
        columns.find(table, {name: WANTED[name] for name in _LONG}, _LONG)
    except UserError:
        return Form.CASES
    return Form.ANSWERS


def past_fields(checklist: Checklist, form: Form) -> tuple[Field, ...]:
    """Return what a table in the form can tell, for a person to say which column holds it."""
    told = [
        replace(one, needed=one.needed and one.name != UNIT)
        for one in fields(checklist)
        if one.name not in (HANDLER, SECOND_HANDLER)
    ]
    if form is Form.ANSWERS:
        rest = [one for one in answer_fields() if one.name != _LONG[0]]
    else:
        named = _heads(checklist)
        rest = [Field(one.id, (*named[one.id][1:], one.id), needed=False)
                for one in checklist.questions]  # fmt: skip
    return (*told, *rest)


def read_past(
    table: Table,
    checklist: Checklist,
    form: Form | None = None,
    chosen: Mapping[str, str] = _NOTHING,
) -> PastCases:
    """Return the cases and answers of a table in either form.

    In the first form each question has a column called by its id, label or text. `chosen` says
    which column holds what, by the names of `past_fields`: a head or "kolumn D". Raises
    ColumnsError where a column is not recognised, and else UserError with every fault by row and
    column; personal numbers stop the whole table.
    """
    columns.stop_identity(table)
    wide = (form or likely_form(table)) is Form.CASES
    if wide:
        found = columns.find(table, _heads(checklist), [REFERENCE], chosen)
    else:
        chosen = {_LONG[0] if name == REFERENCE else name: head for name, head in chosen.items()}
        found = columns.find(table, WANTED, _LONG, chosen)
    frame, problems = _frame(found, checklist, chosen)
    references = _references(found, frame, REFERENCE if wide else _LONG[0])
    read_from: dict[str, str] = {}
    if wide:
        answers, faults = _wide_answers(found, checklist, references)
        read_from = {
            name: _column(found, name, checklist) for name in found.at if name != REFERENCE
        }
    else:
        answers, faults = _long_answers(table, checklist, references, chosen)
    if problems := list(dict.fromkeys((*problems, *faults))):
        raise columns.problems_error(
            f"Tabellen {table.source} kan inte läsas in. Inget är sparat.", problems
        )
    assert frame is not None
    unread = _unread(found, checklist, chosen) if wide else ()
    return PastCases(frame.cases, answers, unread, read_from, frame.excluded)


def _column(found: Columns, name: str, checklist: Checklist) -> str:
    question, head = checklist.by_id[name], found.head_of(name)
    said = columns.letters(found.at[name])
    own = {same_word(word) for word in (question.id, question.short, question.text, said)}
    return said if same_word(head) in own else f"{said}: {head}"


def _frame(
    found: Columns, checklist: Checklist, chosen: Mapping[str, str]
) -> tuple[Frame | None, list[str]]:
    """Return the cases, or what is wrong with them."""
    own = {UNIT, *(one.id for one in checklist.attributes)}
    said = {name: head for name, head in chosen.items() if name in own}
    for name in (REFERENCE, _LONG[0]):
        if name in chosen:
            said[REFERENCE] = chosen[name]
    how = How(chosen=said)
    try:
        return read_frame(_with_units(found, chosen), checklist, how), []
    except (columns.ColumnsError, PersonalNumbersError):
        raise
    except UserError as error:
        return None, list(error.problems) or [error.message]


def _references(found: Columns, frame: Frame | None, name: str) -> Sequence[str]:
    """Return the references of the cases; those that stand in the table where it has faults."""
    if frame is not None:
        return [case.reference for case in frame.cases]
    return [said for row in found.rows() if (said := found.cell(row, name))]


def _heads(checklist: Checklist) -> dict[str, tuple[str, ...]]:
    """Return the heads taken for each question; a label or text that several have is none."""
    named: dict[str, set[str]] = {}
    for question in checklist.questions:
        for head in (question.short, question.text):
            named.setdefault(same_word(head), set()).add(question.id)
    heads: dict[str, tuple[str, ...]] = {REFERENCE: REFERENCE_HEADS}
    for question in checklist.questions:
        words = dict.fromkeys((question.short, question.text))
        own = [head for head in words if len(named[same_word(head)]) == 1]
        free = [head for head in own if same_word(head) not in checklist.by_id]
        heads[question.id] = (question.id, *free)
    return heads


def _with_units(found: Columns, chosen: Mapping[str, str]) -> Table:
    """Return the table with a column of units, where it has none of its own."""
    table = found.table
    known = any(same_word(cell) == same_word(UNIT_HEADS[0]) for cell in found.head.cells)
    if UNIT in chosen or known:
        return table
    width = max(len(row.cells) for row in table.rows)

    def filled(row: Row) -> Row:
        if row.number < found.head.number:
            return row
        unit = UNIT_HEADS[0] if row.number == found.head.number else WHOLE
        return Row(row.number, (*row.cells, *[""] * (width - len(row.cells)), unit))

    return replace(table, rows=tuple(filled(row) for row in table.rows))


def _long_answers(
    table: Table, checklist: Checklist, references: Sequence[str], chosen: Mapping[str, str]
) -> tuple[tuple[TableAnswer, ...], list[str]]:
    try:
        return read_answers(table, checklist, references, chosen=chosen), []
    except UserError as error:
        return (), list(error.problems) or [error.message]


def _wide_answers(
    found: Columns, checklist: Checklist, references: Sequence[str]
) -> tuple[tuple[TableAnswer, ...], list[str]]:
    asked = [checklist.by_id[name] for name in found.at if name in checklist.by_id]
    if not asked:
        raise columns.ColumnsError(
            f"Tabellen {found.table.source} har ingen kolumn som heter som en fråga i "
            f"{checklist.id} {checklist.version}. Använd frågornas id eller text som rubriker."
        )
    known = {same_word(reference): reference for reference in references}
    problems = list(found.bad_cells())
    answers: dict[tuple[str, str], TableAnswer] = {}
    for row in found.rows():
        reference = known.get(same_word(found.cell(row, REFERENCE)))
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
    return tuple(answers.values()), problems


def _unread(found: Columns, checklist: Checklist, chosen: Mapping[str, str]) -> tuple[str, ...]:
    known = {same_word(name) for one in checklist.attributes for name in (one.id, one.label)}
    known |= {same_word(UNIT_HEADS[0]), *map(same_word, chosen.values())}
    used = set(found.at.values())
    return tuple(
        head for index, head in enumerate(found.head.cells)
        if head and index not in used and same_word(head) not in known
        and f"kolumn {columns.letters(index).lower()}" not in known
    )  # fmt: skip
