"""The units side by side: "k av n" of each question for every unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from egenkontroll.pdf import fonts
from egenkontroll.pdf.pages import LEFT, MEASURE, RIGHT, Block
from egenkontroll.pdf.tables import PAD, Cell, Place, Table, Text, cell, figure, head_of_row, words
from egenkontroll.pdf.tagging import Part, Role
from egenkontroll.pdf.typesetting import BODY, LABEL, Style, fitting, lines, wide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.report.parts import UnitsTable

_ABREAST = 7
_SMALLEST = 6.5
_QUESTION = 160.0


@dataclass(frozen=True, slots=True)
class _Columns:
    question: Place
    units: tuple[Place, ...]


def units_tables(table: UnitsTable) -> list[Block]:
    """Return as many tables as are needed to fit the page's width."""
    blocks = []
    for first in range(0, len(table.units), _ABREAST):
        blocks += _units_table(table, slice(first, first + _ABREAST))
    return blocks


def _units_table(whole: UnitsTable, part: slice) -> list[Block]:
    units = whole.units[part]
    columns = _columns(len(units))
    table = Table(len(units) + 1, Part(Role.TABLE, "Uppfyllt i varje enhet, fråga för fråga"))
    head = table.heads(_heads(units, columns))
    reviewed = _row("Granskade av enhetens ärenden", whole.reviewed[part], columns)
    first = table.row(reviewed, Part(Role.ROWS))
    blocks = [replace(head, before=8), replace(first, heads=(head,))]
    for area in whole.areas:
        rows = Part(Role.ROWS)
        blocks.append(replace(table.area(area.title, rows), heads=(head,)))
        again = replace(table.area(f"{area.title} (forts.)", rows), before=5)
        for short, counts in area.rows:
            row = table.row(_row(short, counts[part], columns), rows)
            blocks.append(replace(row, heads=(head, again)))
    return blocks


def _columns(abreast: int) -> _Columns:
    each = min((MEASURE - _QUESTION) / abreast, 90)
    places = [(RIGHT - each * (abreast - at) + 6, each - 6) for at in range(abreast)]
    return _Columns((LEFT, MEASURE - each * abreast - 10), tuple(places))


def _heads(units: Sequence[str], columns: _Columns) -> list[Text]:
    heads = [words("Kontrollfråga", columns.question, 0, LABEL)]
    style = _smaller(units, columns.units[0][1])
    for unit, place in zip(units, columns.units, strict=True):
        said = lines(unit, style, place[1], most=5) or (fonts.UNPRINTABLE,)
        heads.append(Text(said, sum(place), 0, style, "right"))
    return heads


def _smaller(units: Sequence[str], width: float) -> Style:
    """Return the heads' style, a little smaller where the longest word needs it."""
    every = [word for unit in units for word in fonts.printable(unit).split(" ")]
    longest = max(every, key=lambda word: wide(word, LABEL))
    return max(
        fitting(longest, LABEL, width), replace(LABEL, size=_SMALLEST), key=lambda one: one.size
    )


def _row(short: str, counts: Sequence[str], columns: _Columns) -> list[Cell]:
    cells = [head_of_row(words(short, columns.question, PAD, BODY))]
    for said, place in zip(counts, columns.units, strict=True):
        cells.append(cell(figure(said, place, PAD, BODY)))
    return cells
