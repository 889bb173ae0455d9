"""Departments (avdelningar): which units they hold, and their units side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.operations.comparing import round_data
from egenkontroll.operations.handed_to import refuse_part
from egenkontroll.operations.opening import checklist_of, open_document
from egenkontroll.operations.sheets import round_basis, sheet_units
from egenkontroll.report.sheet import WHOLE_ROUND
from egenkontroll.report.side_by_side import side_by_side
from egenkontroll.results.table import UNIT, count_groups, counted_results
from egenkontroll.results.together import together
from egenkontroll.sample.cases import Unit
from egenkontroll.sample.identity import refuse_identity
from egenkontroll.storage import records
from egenkontroll.texts import did_you_mean, listing, same_word, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Id
    from egenkontroll.operations.opening import Document
    from egenkontroll.operations.sheets import RoundBasis
    from egenkontroll.report.side_by_side import SideBySide
    from egenkontroll.results.table import ResultRow


def departments(document: Document) -> dict[str, tuple[str, ...]]:
    """Return each department with its units, also those of departments within it, by name.

    A department is one of its own units: it may have cases of its own.
    """
    units = records.units(document)
    found: dict[str, list[str]] = {}
    for unit in units.values():
        for above in _above(unit, units):
            found.setdefault(above.name, [above.name]).append(unit.name)
    return {name: tuple(sorted(found[name], key=sort_key)) for name in sorted(found, key=sort_key)}


def _above(unit: Unit, units: Mapping[Id, Unit]) -> Iterable[Unit]:
    """Yield the departments that a unit is in, the nearest first; a circle ends where it closes."""
    seen = {unit.id}
    while unit.parent in units and unit.parent not in seen:
        unit = units[unit.parent]
        seen.add(unit.id)
        yield unit


def with_several(document: Document, one: Round) -> tuple[str, ...]:
    """Return the departments that have several units in a round, but not all of them."""
    inside = set(sheet_units(document, one))
    held = {name: inside.intersection(units) for name, units in departments(document).items()}
    return tuple(name for name, units in held.items() if 1 < len(units) < len(inside))


def find_department(document: Document, one: Round, name: str) -> str:
    """Return a department's name as the document has it; UserError where it has no such."""
    known = departments(document)
    for department in known:
        if same_word(department) == same_word(name):
            if not set(known[department]) & set(sheet_units(document, one)):
                raise UserError(f"Avdelningen {department} har inga ärenden i {one.name}.")
            return department
    there = (
        f"{did_you_mean(name, list(known)) or '.'} Avdelningarna är {listing(list(known))}."
        if known
        else ": dokumentet har inga avdelningar. Säg vilka de är med unit department."
    )
    raise UserError(f"Avdelningen {name} finns inte{there}")


# --- saying which they are --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Department:
    """A department and the names of the units that are straight under it."""

    id: Id
    name: str
    units: tuple[str, ...]


def listed(document: Document) -> tuple[Department, ...]:
    """Return the departments that have units, by name, å ä ö last."""
    units = records.units(document)
    held: dict[Id, list[str]] = {}
    for unit in units.values():
        if unit.parent in units:
            held.setdefault(unit.parent, []).append(unit.name)
    found = [
        Department(key, units[key].name, tuple(sorted(names, key=sort_key)))
        for key, names in held.items()
    ]
    return tuple(sorted(found, key=lambda one: sort_key(one.name)))


def every_unit(document: Document) -> tuple[str, ...]:
    """Return the names of all units that the document knows, departments too, å ä ö last."""
    return tuple(sorted((unit.name for unit in records.units(document).values()), key=sort_key))


def state_department(path: Path, name: str, units: Sequence[str]) -> Department:
    """Say which units a department has, in place of what was said before; see `set_department`."""
    with open_document(path, write=True) as document:
        return set_department(document, name, units)


def set_department(document: Document, name: str, units: Sequence[str]) -> Department:
    """Say in an open document which units a department has straight under it.

    A department that is not known is made. With no units it is empty: its units stand for
    themselves. Raises UserError, and changes nothing, for a unit that is not known or that the
    department itself is in, where the department would be a unit with cases of its own, and in a
    hand-out.
    """
    refuse_part(document, "avdelningarna kan inte ändras")
    if not name.strip():
        raise UserError("Skriv vad avdelningen heter.")
    refuse_identity("Avdelningens namn", name)
    known = {same_word(unit.name): unit for unit in records.units(document).values()}
    _refuse_unknown(known, units)
    wanted = {known[same_word(one)].id: known[same_word(one)].name for one in units}
    department, facts = known.get(same_word(name)), []
    if department is None:
        made = records.new_unit(document, " ".join(name.split()))
        department = Unit(made.key[0], made.content[0])
        facts.append(made)
    _refuse_circle(known, department, wanted)
    if wanted:
        _refuse_reviewed(document, known, department)
    for unit in known.values():
        inside = unit.id in wanted
        if inside is not (unit.parent == department.id):
            parent = department.id if inside else b""
            facts.append(records.unit_fact(document, replace(unit, parent=parent)))
    document.add(facts)
    return Department(department.id, department.name, tuple(wanted.values()))


def _refuse_unknown(known: Mapping[str, Unit], units: Sequence[str]) -> None:
    wrong = [one for one in units if same_word(one) not in known]
    if wrong:
        above = {unit.parent for unit in known.values()}
        names = sorted((one.name for one in known.values() if one.id not in above), key=sort_key)
        raise UserError(
            f"Enheten {wrong[0]} finns inte i dokumentet{did_you_mean(wrong[0], names) or '.'} "
            f"Enheterna är {listing(names)}. Inget är ändrat."
        )


def _refuse_circle(known: Mapping[str, Unit], department: Unit, wanted: Mapping[Id, str]) -> None:
    every = {unit.id: unit for unit in known.values()}
    for unit in (department, *_above(department, every)):
        if unit.id in wanted:
            raise UserError(
                f"{unit.name} kan inte vara en enhet i {department.name}, som är en del av "
                f"{unit.name}. Inget är ändrat."
            )


def _refuse_reviewed(document: Document, known: Mapping[str, Unit], department: Unit) -> None:
    """Raise UserError where a unit with cases of its own would become a department.

    One that is a department already may have got cases later, and can still be changed.
    """
    if any(unit.parent == department.id for unit in known.values()):
        return
    for one in records.rounds(document):
        if department.name in sheet_units(document, one):
            raise UserError(
                f"{department.name} är en enhet med egna ärenden i {one.name} och kan inte bli en "
                "avdelning. Välj ett annat namn på avdelningen. Inget är ändrat."
            )


# --- the units side by side -------------------------------------------------------------------


def summary(document: Document, one: Round, name: str = "", publish: bool = False) -> SideBySide:
    """Return a department's units side by side, or all of the round's for "".

    In a summary to be published a department's total is shown only where every one of its
    units is: what it says can then be added up from the paper and gives nothing else away.
    """
    basis = round_basis(document, one.name, "", publish)
    if not name:
        total: Sequence[ResultRow] = basis.whole.rows
        shown: Sequence[str] = basis.units
    else:
        shown = departments(document)[name]
        total = _total(document, one, basis, shown)
    return side_by_side(
        basis.about, name or WHOLE_ROUND, basis.samples, total, basis.by_unit, shown
    )


def _total(
    document: Document, one: Round, basis: RoundBasis, units: Sequence[str]
) -> list[ResultRow]:
    checklist, data = checklist_of(document, one), round_data(document, one)
    if data.kept is not None:
        groups = data.kept.splits[UNIT]
    else:
        groups = count_groups(checklist, data.cases, data.frame, UNIT)
    made = together([group for group in groups if group.group in units])
    counted = counted_results(one.name, checklist, [made], (made.cases, made.reviewed))
    gone = {row.question.id for row in basis.by_unit.rows if row.group in units and row.suppressed}
    return [replace(row, suppressed=row.question.id in gone) for row in counted.rows]
