"""Find the columns of a handed-in table by their heads, and say what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.texts import did_you_mean, listing, same_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from egenkontroll.sample.tables import Row, Table

_SEARCHED_ROWS = 20
MAX_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class Columns:
    """A table whose head row has been found: `at` is each known column's index."""

    table: Table
    head: Row
    at: Mapping[str, int]

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the heads."""
        return (row for row in self.table.rows if row.number > self.head.number)

    def cell(self, row: Row, name: str) -> str:
        """Return the row's text in the column, "" where the row or column is not there."""
        index = self.at.get(name, len(row.cells))
        return row.cells[index] if index < len(row.cells) else ""

    def head_of(self, name: str) -> str:
        """Return the column's head as it stands in the file."""
        return self.head.cells[self.at[name]]

    def place(self, row: Row, name: str) -> str:
        """Return where a cell is, for people: "rad 12, kolumn Enhet"."""
        return self._place(row.number, name)

    def _place(self, number: int, name: str) -> str:
        sheet = f"blad {self.table.sheet}, " if self.table.sheet else ""
        return f"{sheet}rad {number}, kolumn {self.head_of(name)}"

    def bad_cells(self) -> Iterator[str]:
        """Yield a problem for every spreadsheet error in a column that is used."""
        names = {index: name for name, index in self.at.items()}
        for number, index, error in self.table.bad_cells:
            if index in names and number > self.head.number:
                place = self._place(number, names[index])
                yield f"{place}: formelfel {error}; rätta formeln och spara filen igen"


def find(table: Table, wanted: Mapping[str, Sequence[str]], needed: Sequence[str]) -> Columns:
    """Return the table with its columns found among the first twenty rows.

    `wanted` maps our name to the heads that are taken for it, compared without regard to case
    and stray spaces; `needed` are those without which nothing can be done. Raises UserError
    naming what is missing.
    """
    heads = {same_word(head): name for name, accepted in wanted.items() for head in accepted}
    best: Columns | None = None
    for row in table.rows[:_SEARCHED_ROWS]:
        at: dict[str, int] = {}
        for index, cell in enumerate(row.cells):
            name = heads.get(same_word(cell))
            if name is not None:
                at.setdefault(name, index)
        if best is None or len(at) > len(best.at):
            best = Columns(table, row, at)
    if best is None:
        raise UserError(f"Tabellen {table.source} har inga rader.")
    missing = [name for name in needed if name not in best.at]
    if missing:
        raise UserError(
            f"Tabellen {table.source} saknar en kolumn som behövs.",
            [_missing(wanted[name], best.head) for name in missing],
        )
    return best


def _missing(accepted: Sequence[str], head: Row) -> str:
    hint = next((hint for name in accepted if (hint := did_you_mean(name, head.cells))), "")
    return f"Kolumnen {listing(list(accepted), 'eller')} saknas{hint}"


def problems_error(message: str, problems: Sequence[str]) -> UserError:
    """Return the error for a table's problems; a long list is cut and says so."""
    shown = list(problems[:MAX_PROBLEMS])
    if len(problems) > MAX_PROBLEMS:
        shown.append(f"… och {len(problems) - MAX_PROBLEMS} till")
    return UserError(message, shown)
