"""How large a table may be, so that a hostile or damaged file cannot eat the memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from egenkontroll.errors import UserError

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 500 * 1024 * 1024
MAX_ROWS = 1_000_000
MAX_COLUMNS = 500
# Libraries hold a sheet as a full rectangle, so two far corners cost as much as all between.
MAX_CELLS = 5_000_000
# Empty cells and merged areas take their time too.
MAX_PARTS = 2 * MAX_CELLS
# A text that is stored once can be shown in every cell.
MAX_CHARACTERS = 100_000_000
MAX_FIELD = 131_072
MAX_SHEETS = 1_000


@dataclass(slots=True)
class Used:
    """What one sheet uses: how far its filled cells reach, and what calamine does not tell.

    `parts` are the cells, also the empty ones, and the merged areas that have been walked through:
    where they are too many the rest is not.

    `errors` are the cells that hold errors, `padded` the formats of numbers that are shown with
    leading zeros ("00000"), by (row from 1, column from 0), and `merged` the merged cells, as
    (first row, first column, last row, last column).
    """

    rows: int = 0
    columns: int = 0
    parts: int = 0
    characters: int = 0
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    padded: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    @property
    def too_large(self) -> bool:
        """Whether the used area is larger than a table may be."""
        return (
            self.rows > MAX_ROWS
            or self.columns > MAX_COLUMNS
            or self.rows * self.columns > MAX_CELLS
            or self.parts > MAX_PARTS
            or self.characters > MAX_CHARACTERS
        )

    def add(self, row: int, column: int, error: str = "") -> None:
        """Count a filled cell (row from 1, column from 0), with its error text if it has one."""
        self.rows = max(self.rows, row)
        self.columns = max(self.columns, column + 1)
        if error and not self.too_large:
            self.errors.append((row, column, error))

    def check(self, where: str) -> None:
        """Refuse what is too large; `where` begins the sentence."""
        if self.too_large:
            raise UserError(
                f"{where} innehåller för mycket för att läsas: {_grouped(self.rows)} rader och "
                f"{_grouped(self.columns)} kolumner. Gränsen går vid {_grouped(MAX_ROWS)} rader, "
                f"{_grouped(MAX_COLUMNS)} kolumner, {_grouped(MAX_CELLS)} celler och "
                f"{_grouped(MAX_CHARACTERS)} tecken. Ta bort det som inte hör till tabellen och "
                "försök igen."
            )


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")
