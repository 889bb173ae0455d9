"""Rows of a case list that sum it up and are no cases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.sample.tables import Row

_WORD = r"(?:(?:del|slut|total)?summa|summering|totalt?|total ?antal|antal|medelvärde|genomsnitt)"
_FIGURE = r"[-−]?\d[\d \u00a0.,%]*(?:st|stycken|ärenden?)?\.?"
# "Summa", "Totalt antal ärenden:", "Totalt: 447 ärenden", and as Excel writes it: "Öst Antal".
_BEGINS = re.compile(rf"{_WORD}\b\D*(?:{_FIGURE})?", re.IGNORECASE)
_ENDS = re.compile(rf"\D*\b{_WORD}:?", re.IGNORECASE)
_NUMBER = re.compile(_FIGURE, re.IGNORECASE)


def totals(rows: Sequence[Row], reference: int, unit: int) -> list[Row]:
    """Return the rows that hold totals, by the indexes of the two columns that a case needs.

    Anywhere: a row whose first cell says so (Summa, Totalt, Antal …) and that otherwise holds
    only figures. At the bottom also a row of nothing but figures with no reference and no
    unit, and one with nothing but, for its reference, the number of cases above.
    """
    units = {_at(row, unit) for row in rows if _at(row, reference)}
    found = [row for row in rows if _says_so(row)]
    cases = len(rows) - len(found)
    for row in reversed(rows):
        if row in found:
            continue
        cases -= 1
        filled = [cell for cell in row.cells if cell]
        no_case = not _at(row, reference) and _at(row, unit) not in units - {""}
        counts = len(filled) == 1 and _at(row, reference) == str(cases)
        if not all(map(_NUMBER.fullmatch, filled)) or not (no_case or counts):
            break
        found.append(row)
    return sorted(found, key=lambda row: row.number)


def _says_so(row: Row) -> bool:
    first, *others = (cell for cell in row.cells if cell)
    return _is_total(first) and all(_NUMBER.fullmatch(cell) or _is_total(cell) for cell in others)


def _is_total(cell: str) -> bool:
    return bool(_BEGINS.fullmatch(cell) or _ENDS.fullmatch(cell))


def _at(row: Row, index: int) -> str:
    return row.cells[index] if index < len(row.cells) else ""
