"""Read the frame: the case list that a sample is drawn from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.sample import columns, handlers
from egenkontroll.sample.attributes import lost_digits, read_attribute
from egenkontroll.sample.columns import Columns
from egenkontroll.sample.drawn import Frame, FrameCase
from egenkontroll.sample.fields import (
    HANDLER,
    REFERENCE,
    SECOND_HANDLER,
    UNIT,
    How,
    fields,
    needed_attributes,
)
from egenkontroll.sample.identity import (
    has_lost_its_zero,
    identifying,
    looks_like_personal_number,
    masked,
    one_way_of_writing,
)
from egenkontroll.sample.totals import totals
from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.sample.tables import Row, Table

MAX_REFERENCE = 60
__all__ = ["How", "columns_of", "needed_attributes", "read_frame"]

REPEATED = "raden finns två gånger i listan"
SUMMED_UP = "raden summerar listan och är inget ärende"

_LOST = (
    "Excel har gjort om ett långt nummer till {} och siffror har gått förlorade; hämta listan på "
    "nytt, sätt kolumnen till Text innan numren läggs in och spara filen igen"
)


class PersonalNumbersError(UserError):
    """The list holds personal numbers; `replaceable` where they are the references alone."""

    def __init__(self, message: str, problems: Sequence[str], *, replaceable: bool) -> None:
        super().__init__(message, problems)
        self.replaceable = replaceable


def read_frame(table: Table, checklist: Checklist, how: How | None = None) -> Frame:
    """Return the cases of the list, each once, with the attributes that the checklist declares.

    Raises UserError listing every problem with its row and column; personal numbers in any
    column stop the whole list, and their digits are never shown. Rows that stand twice with
    the same content are taken once, and rows that sum the list up are left out: both are told
    in the frame's `excluded`. The same reference with other content is a problem.
    """
    how = how or How()
    table = replace(table, rows=tuple(map(_visible, table.rows)))
    found = _columns(table, checklist, how)
    _stop_personal_numbers(table, found if isinstance(found, Columns) else None, how)
    if not isinstance(found, Columns):
        raise found
    _stop_handlers(found, how)
    return _Reading(found, checklist, how).frame()


def _stop_handlers(found: Columns, how: How) -> None:
    """Stop a draw that goes by who handles the cases."""
    heads = {same_word(head) for head in (*handlers.HEADS, *handlers.SECOND_HEADS)}
    own = {found.at.get(HANDLER, -1), found.at.get(SECOND_HANDLER, -1)}
    for name in how.also:
        if found.at[name] in own or same_word(name) in heads:
            raise UserError(
                f"Kolumnen {name} säger vem som handlägger. Den används bara för att ingen ska "
                "granska sina egna ärenden, och urvalet kan inte delas upp efter den."
            )


def columns_of(table: Table, checklist: Checklist, how: How) -> Columns:
    """Return the list's columns as `read_frame` finds them; raise UserError where it cannot."""
    found = _columns(table, checklist, how)
    if not isinstance(found, Columns):
        raise found
    return found


def _visible(row: Row) -> Row:
    """Return the row without signs that nobody sees: a number must not hide behind them."""
    cells = tuple(cell.translate(columns.INVISIBLE).strip() for cell in row.cells)
    return row if cells == row.cells else replace(row, cells=cells)


def _columns(table: Table, checklist: Checklist, how: How) -> Columns | UserError:
    """Return the columns, or why they cannot be told: personal numbers are looked for first."""
    known = fields(checklist)
    wanted = {one.name: one.heads for one in known}
    needed = [one.name for one in known if one.needed]
    for name in how.also:
        wanted.setdefault(name, (name,))
    needed += [name for name in how.also if name not in needed]
    try:
        return columns.find(table, wanted, needed, how.chosen, how.remembered)
    except UserError as error:
        return error


# --- personal numbers -------------------------------------------------------------------------


def _stop_personal_numbers(table: Table, found: Columns | None, how: How) -> None:
    """Stop the list where any cell, above the heads and beside the columns too, holds one."""
    exempt = found.at[REFERENCE] if found is not None and how.renumber else None
    places = [
        (row, index)
        for row, index in sorted(_personal(table), key=lambda one: (one[0].number, one[1]))
        if not (found and index == exempt and row.number > found.head.number)
    ]
    if not places:
        return
    heads = found.head.cells if found else table.rows[0].cells
    problems = [
        f"{columns.row_place(table, row.number)}, kolumn {_column_name(heads, index)}"
        for row, index in places
    ]
    replaceable = found is not None and all(
        index == found.at[REFERENCE] and row.number > found.head.number for row, index in places
    )
    raise PersonalNumbersError(
        f"Ärendelistan {masked(table.source)} innehåller personnummer och är stoppad. Inget är "
        "sparat. "
        + (
            "Låt programmet ersätta dem med löpnummer, eller byt dem mot ärendenummer på dessa "
            "ställen och försök igen:"
            if replaceable
            else "Byt dem mot ärendenummer eller ta bort dem på dessa ställen och försök igen:"
        ),
        columns.cut(problems),
        replaceable=replaceable,
    )


def _personal(table: Table) -> Iterator[tuple[Row, int]]:
    short: dict[int, list[tuple[Row, bool]]] = defaultdict(list)
    for row in table.rows:
        for index, cell in enumerate(row.cells):
            if looks_like_personal_number(cell):
                yield row, index
            elif cell[:9].isdigit() and len(cell.partition(".")[0]) == 9:
                short[index].append((row, has_lost_its_zero(cell)))
    for index, cells in short.items():
        # By chance seven in a thousand are like that: where most are, they are no chance.
        if sum(lost for _, lost in cells) * 2 > len(cells):
            yield from ((row, index) for row, lost in cells if lost)


def _column_name(heads: tuple[str, ...], index: int) -> str:
    head = heads[index] if index < len(heads) else ""
    shown = head and not looks_like_personal_number(head) and not any(map(str.isdigit, head))
    return head if shown else columns.letters(index)


# --- the cases --------------------------------------------------------------------------------


class _Reading:
    """One list being read, row by row."""

    def __init__(self, found: Columns, checklist: Checklist, how: How) -> None:
        self.found = found
        self.how = how
        self.needed = needed_attributes(checklist)
        self.attributes = [one for one in checklist.attributes if one.id in found.at]
        self.also = [name for name in how.also if name not in {a.id for a in self.attributes}]
        self.problems = list(found.bad_cells())
        self.cases: dict[str, FrameCase] = {}
        self.excluded: list[tuple[str, str]] = []
        self.units: dict[str, str] = {}

    def frame(self) -> Frame:
        """Return the frame, or raise UserError with every problem."""
        table = self.found.table
        source = masked(table.source)
        rows = tuple(self.found.rows())
        sums = totals(rows, self.found.at[REFERENCE], self.found.at[UNIT])
        for row in rows:
            if row not in sums:
                self._take(row)
        if self.problems:
            raise columns.problems_error(
                f"Ärendelistan {source} kan inte användas. Inget är draget och inget är sparat.",
                self.problems,
            )
        if not self.cases:
            raise UserError(f"Ärendelistan {source} har inga ärenden under rubrikerna.")
        self.excluded += [(columns.row_place(table, row.number), SUMMED_UP) for row in sums]
        return Frame(source, table.digest, tuple(self.cases.values()), tuple(self.excluded))

    def _take(self, row: Row) -> None:
        case = self._case(row)
        if case is None:
            return
        # Answers find their case without regard to case and spaces, so cases must differ so too.
        key = one_way_of_writing(case.reference)
        first = self.cases.setdefault(key, case)
        if first is case:
            return
        if (first.unit, first.attributes) == (case.unit, case.attributes):
            self.excluded.append((case.reference, REPEATED))
            both = sorted({*first.handler.split(), *case.handler.split()})
            self.cases[key] = replace(first, handler=" ".join(both))
        else:
            self._say(
                row, REFERENCE, "ärendet finns redan i listan med andra uppgifter; behåll en rad"
            )

    def _case(self, row: Row) -> FrameCase | None:
        before = len(self.problems)
        found = self.found
        reference = found.cell(row, REFERENCE)
        unit = " ".join(found.cell(row, UNIT).split())
        self._check_reference(row, reference)
        if not unit:
            self._say(row, UNIT, "enheten saknas; fyll i den eller ta bort raden")
        elif lost_digits(unit):
            self._say(row, UNIT, _LOST.format(unit))
        elif told := identifying(unit):
            self._say(row, UNIT, f"enhetens namn innehåller {told}; byt det mot enhetens namn")
        attributes = {name: value for name in self.also if (value := found.cell(row, name))}
        for attribute in self.attributes:
            given = found.cell(row, attribute.id)
            fault, value = read_attribute(attribute, given)
            if lost_digits(given):
                fault = _LOST.format(given)
            elif not given and attribute.id in self.needed:
                fault = "uppgiften saknas, och en fråga i checklistan beror på den; fyll i den"
            if fault:
                self._say(row, attribute.id, fault)
            if value:
                attributes[attribute.id] = value
        if len(self.problems) > before:
            return None
        unit = self.units.setdefault(same_word(unit), unit)
        return FrameCase(reference, unit, attributes, self._handler(row))

    def _check_reference(self, row: Row, reference: str) -> None:
        if not reference:
            self._say(row, REFERENCE, "ärendet saknar nummer; fyll i det eller ta bort raden")
        elif lost_digits(reference):
            self._say(row, REFERENCE, _LOST.format(reference))
        elif self.how.renumber:
            return
        elif len(reference) > MAX_REFERENCE:
            self._say(row, REFERENCE, f"numret är längre än {MAX_REFERENCE} tecken; korta det")
        elif not any(letter.isdigit() for letter in reference):
            self._say(
                row, REFERENCE,
                "numret har ingen siffra; ett namn får inte användas, byt det mot ett nummer",
            )  # fmt: skip

    def _handler(self, row: Row) -> str:
        if not self.how.salt:
            return ""
        said = ";".join(self.found.cell(row, name) for name in (HANDLER, SECOND_HANDLER))
        return handlers.codes_of(said, self.how.salt)

    def _say(self, row: Row, name: str, what: str) -> None:
        self.problems.append(f"{self.found.place(row, name)}: {what}")
