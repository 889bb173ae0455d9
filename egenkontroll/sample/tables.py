"""A table as somebody handed it in: rows of text, each with the place it came from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number` is the row's number in the file as a person counts it (from 1)."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one sheet or one text file, heads included, as text.

    `source` is the file's name without folder, `sheet` the sheet's name ("" for text files),
    `digest` the SHA-256 of the file's bytes in hexadecimal. Cells are stripped of white space
    around them; wholly empty rows are left out. `bad_cells` lists cells that hold a spreadsheet
    error such as #REF!, as (row number, column index from 0, error text): their text is "".
    """

    source: str
    sheet: str
    digest: str
    rows: tuple[Row, ...]
    bad_cells: tuple[tuple[int, int, str], ...] = ()
