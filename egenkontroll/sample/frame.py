"""Read the frame: the case list that a sample is drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.checklist import conditions
from egenkontroll.errors import UserError
from egenkontroll.sample import columns
from egenkontroll.sample.cases import Frame, FrameCase
from egenkontroll.sample.identity import looks_like_personal_number
from egenkontroll.texts import did_you_mean, listing, same_word

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Attribute, Checklist
    from egenkontroll.sample.columns import Columns
    from egenkontroll.sample.tables import Row, Table

REFERENCE_HEADS = ("Ärendenummer", "Referens", "Diarienummer", "Dnr")
UNIT_HEADS = ("Enhet",)
_REFERENCE, _UNIT = "#reference", "#unit"
MAX_REFERENCE = 60


def read_frame(table: Table, checklist: Checklist) -> Frame:
    """Return the cases of the list, each once, with the attributes that the checklist declares.

    Raises UserError listing every problem with its row and column; personal numbers in any
    column stop the whole list, and their digits are never shown. Rows that stand twice with
    the same content are taken once; the same reference with other content is a problem.
    """
    _stop_personal_numbers(table)
    found = _columns(table, checklist)
    problems = list(found.bad_cells())
    cases: dict[str, FrameCase] = {}
    repeated: list[tuple[str, str]] = []
    units: dict[str, str] = {}
    for row in found.rows():
        faults, case = _case(found, row, checklist, units)
        problems += faults
        if case is None:
            continue
        # Answers find their case without regard to case and spaces, so cases must differ so too.
        first = cases.setdefault(same_word(case.reference), case)
        if first is case:
            continue
        if (first.unit, first.attributes) == (case.unit, case.attributes):
            repeated.append((case.reference, "raden finns två gånger i listan"))
        else:
            place = found.place(row, _REFERENCE)
            problems.append(f"{place}: ärendet finns redan i listan med andra uppgifter")
    if problems:
        raise columns.problems_error(
            f"Ärendelistan {table.source} kan inte användas. Inget är draget och inget är sparat.",
            problems,
        )
    if not cases:
        raise UserError(f"Ärendelistan {table.source} har inga ärenden under rubrikerna.")
    return Frame(table.source, table.digest, tuple(cases.values()), tuple(repeated))


def needed_attributes(checklist: Checklist) -> set[str]:
    """Return the ids of the attributes that some question's condition asks about."""
    asked = {
        leaf.subject
        for question in checklist.questions
        if question.applies_when is not None
        for leaf in conditions.leaves(question.applies_when)
    }
    return asked & {attribute.id for attribute in checklist.attributes}


def _columns(table: Table, checklist: Checklist) -> Columns:
    wanted = {_REFERENCE: REFERENCE_HEADS, _UNIT: UNIT_HEADS} | {
        attribute.id: (attribute.label, attribute.id) for attribute in checklist.attributes
    }
    needed = [_REFERENCE, _UNIT, *sorted(needed_attributes(checklist))]
    return columns.find(table, wanted, needed)


def _stop_personal_numbers(table: Table) -> None:
    heads = table.rows[0].cells if table.rows else ()
    problems = [
        f"rad {row.number}, kolumn {_column_name(heads, index)}"
        for row in table.rows
        for index, cell in enumerate(row.cells)
        if looks_like_personal_number(cell)
    ]
    if problems:
        raise columns.problems_error(
            f"Ärendelistan {table.source} innehåller personnummer och är stoppad. Inget är sparat. "
            "Byt dem mot ärendenummer eller löpnummer på dessa ställen och försök igen:",
            problems,
        )


def _column_name(heads: tuple[str, ...], index: int) -> str:
    head = heads[index] if index < len(heads) else ""
    return head if head and not looks_like_personal_number(head) else str(index + 1)


def _case(
    found: Columns, row: Row, checklist: Checklist, units: dict[str, str]
) -> tuple[list[str], FrameCase | None]:
    reference = found.cell(row, _REFERENCE)
    unit = " ".join(found.cell(row, _UNIT).split())
    problems = []
    if not reference:
        problems.append(f"{found.place(row, _REFERENCE)}: ärendet saknar nummer")
    elif len(reference) > MAX_REFERENCE:
        problems.append(
            f"{found.place(row, _REFERENCE)}: numret är längre än {MAX_REFERENCE} tecken"
        )
    elif not any(letter.isdigit() for letter in reference):
        problems.append(
            f"{found.place(row, _REFERENCE)}: numret har ingen siffra; ett namn får inte användas"
        )
    if not unit:
        problems.append(f"{found.place(row, _UNIT)}: enheten saknas")
    attributes = {}
    needed = needed_attributes(checklist)
    for attribute in checklist.attributes:
        fault, value = _attribute(found, row, attribute)
        if not fault and not value and attribute.id in needed:
            fault = "uppgiften saknas, och en fråga i checklistan beror på den"
        if fault:
            problems.append(f"{found.place(row, attribute.id)}: {fault}")
        if value:
            attributes[attribute.id] = value
    if problems:
        return problems, None
    unit = units.setdefault(same_word(unit), unit)
    return [], FrameCase(reference, unit, attributes)


def _attribute(found: Columns, row: Row, attribute: Attribute) -> tuple[str, str]:
    """Return (problem, value); the value in the checklist's own spelling."""
    given = found.cell(row, attribute.id)
    if not given or attribute.choices is None:
        return "", given
    known = {same_word(choice): choice for choice in attribute.choices}
    if same_word(given) in known:
        return "", known[same_word(given)]
    hint = did_you_mean(given, known.values())
    words = listing(list(known.values()), "eller")
    return f"{given[:60]} är inget av svaren{hint} (svaren är {words})", ""
