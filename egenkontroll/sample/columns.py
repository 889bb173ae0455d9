"""Find the columns of a handed-in table by their heads, and say what is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.sample.identity import identifying, masked
from egenkontroll.sample.tables import Row
from egenkontroll.texts import did_you_mean, listing, same_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from egenkontroll.sample.tables import Table

SEARCHED_ROWS = 20
_STACKED = 3  # so many rows at most can be heads together, where cells are merged downward
MAX_PROBLEMS = 200
# Signs without width that come along from web pages: a number must not hide behind them.
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_LETTERS = re.compile(r"kolumn ([a-z]{1,3})")


class ColumnsError(UserError):
    """The table's columns are not recognised: a person has to say which is which."""


class UnclearError(ColumnsError):
    """Several columns could be the same thing."""


@dataclass(frozen=True, slots=True)
class Columns:
    """A table whose head row has been found: `at` is each known column's index.

    `head` is the last row of heads; where heads stand in two or three rows it holds, for each
    column, the lowest one that is filled in.
    """

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
        index = self.at[name]
        head = self.head.cells[index] if index < len(self.head.cells) else ""
        return head or letters(index)

    def place(self, row: Row, name: str) -> str:
        """Return where a cell is, for people: "rad 12, kolumn Enhet"."""
        return self._place(row.number, name)

    def place_of(self, numbers: Sequence[int], name: str) -> str:
        """Return where cells of one column are: "rad 9–16 och 20, kolumn Referens"."""
        return self._place(listing(_spans(numbers)), name)

    def _place(self, number: int | str, name: str) -> str:
        return f"{row_place(self.table, number)}, kolumn {self.head_of(name)}"

    def bad_cells(self) -> Iterator[str]:
        """Yield a problem for every spreadsheet error in a column that is used."""
        names = {index: name for name, index in self.at.items()}
        for number, index, error in self.table.bad_cells:
            if index in names and number > self.head.number:
                place = self._place(number, names[index])
                yield f"{place}: formelfel {error}; rätta formeln och spara filen igen"


def _spans(numbers: Sequence[int]) -> list[str]:
    """Return rising numbers as spans: "9–16" and "20"."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return [str(low) if low == high else f"{low}–{high}" for low, high in spans]


def row_place(table: Table, number: int | str) -> str:
    """Return where a row is, for people: "blad Mars, rad 12"."""
    return f"{f'blad {masked(table.sheet)}, ' if table.sheet else ''}rad {number}"


def stop_identity(table: Table) -> None:
    """Raise UserError, by row and column, for every cell that identifies a person.

    The heads and what stands above and beside them count too; no digits are shown.
    """
    problems = [
        f"{row_place(table, row.number)}, kolumn {_shown_head(table, index)}: {found}"
        for row in table.rows
        for index, cell in enumerate(row.cells)
        if (found := identifying(cell.translate(INVISIBLE)))
    ]
    if problems:
        raise problems_error(
            f"Tabellen {masked(table.source)} innehåller uppgifter som pekar ut personer och är "
            "stoppad. Inget är sparat. Ta bort dem på dessa ställen och försök igen:",
            problems,
        )


def _shown_head(table: Table, index: int) -> str:
    """Return the first row's words over a column, or its letters where they could tell of one."""
    head = table.rows[0].cells[index] if index < len(table.rows[0].cells) else ""
    shown = head and not identifying(head) and not any(map(str.isdigit, head))
    return head if shown else letters(index)


def letters(index: int) -> str:
    """Return a column's letters as a spreadsheet shows them: 0 is A, 26 is AA."""
    said = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        said = chr(ord("A") + rest) + said
    return said


def find(
    table: Table,
    wanted: Mapping[str, Sequence[str]],
    needed: Sequence[str],
    chosen: Mapping[str, str] | None = None,
    remembered: Mapping[str, str] | None = None,
) -> Columns:
    """Return the table with its columns found among the first twenty rows.

    `wanted` maps our name to the heads that are taken for it, compared without regard to case
    and stray spaces; `needed` are those without which nothing can be done. `chosen` is what a
    person says holds each name: a head, or "kolumn D"; `remembered` is what somebody has said
    before, and counts only where the table has such a head. Heads may stand in up to three
    rows with merged cells.

    Raises ColumnsError naming what is missing, and where two columns could be the same thing
    and hold different data: nothing is guessed.
    """
    search = _Search(wanted, chosen or {}, remembered or {})
    best = head = None
    for head_now in _heads(table):
        hits = search.hits(head_now)
        more = best is None or head is None or len(hits) > len(best)
        if more or (hits and hits == best and head is not None and _repeats(head, head_now, hits)):
            best, head = hits, head_now
    if best is None or head is None:
        raise UserError(f"Tabellen {table.source} har inga rader.")
    problems = [_not_there(wanted[name], said, head.row)
                for name, said in search.chosen.items() if name not in best]  # fmt: skip
    problems += [_missing(wanted[name], head.row) for name in needed
                 if name not in best and name not in search.chosen]  # fmt: skip
    if problems:
        raise ColumnsError(f"Tabellen {table.source} saknar en kolumn som behövs.", problems)
    at = {}
    for name, indexes in best.items():
        alike = _told_apart(table, head.row, indexes)
        at[name] = alike[0]
        if len(alike) > 1:
            problems.append(_ambiguous(wanted[name], Columns(table, head.row, at), alike))
    if problems:
        raise UnclearError(
            f"I tabellen {table.source} kan flera kolumner vara samma sak, med olika innehåll.",
            problems,
        )
    return Columns(table, head.row, at)


@dataclass(frozen=True, slots=True)
class _Head:
    """Heads in one row or `rows` of them; `names` is all that each column may be called."""

    row: Row
    rows: int
    names: tuple[tuple[str, ...], ...]


def _heads(table: Table) -> Iterator[_Head]:
    """Yield every row, and every few rows together, that could be the heads."""
    rows = table.rows[:SEARCHED_ROWS]
    for last, row in enumerate(rows):
        for many in range(1, _STACKED + 1):
            stack = rows[max(last + 1 - many, 0) : last + 1]
            if len(stack) < many or row.number - stack[0].number != many - 1:
                break
            yield _stacked(stack)


def _repeats(head: _Head, below: _Head, hits: Mapping[str, list[int]]) -> bool:
    """Tell whether the next row by itself says the same heads again, as merged cells do."""
    at = [index for indexes in hits.values() for index in indexes]
    return (
        below.rows == 1
        and below.row.number == head.row.number + 1
        and all(head.row.cells[index] == below.row.cells[index] for index in at)
    )


def _stacked(stack: Sequence[Row]) -> _Head:
    width = max(len(row.cells) for row in stack)
    shown: list[str] = []
    names = []
    over = [""] * len(stack)  # a merged head stands only in the first of the columns it covers
    for index in range(width):
        cells = [row.cells[index] if index < len(row.cells) else "" for row in stack]
        shown.append(next((cell for cell in reversed(cells) if cell), ""))
        over = [cell or before for cell, before in zip(cells, over, strict=True)]
        whole = " ".join(dict.fromkeys((*over[:-1], cells[-1]) if cells[-1] else cells))
        called = (shown[index], whole, *(f"{above} {cells[-1]}" for above in over[:-1]))
        names.append(tuple(same_word(name) for name in called if name.strip()))
    return _Head(Row(stack[-1].number, tuple(shown)), len(stack), tuple(names))


class _Search:
    """What each column may be called, as a person has said or as it usually is."""

    def __init__(
        self,
        wanted: Mapping[str, Sequence[str]],
        chosen: Mapping[str, str],
        remembered: Mapping[str, str],
    ) -> None:
        self.chosen = {name: head for name, head in chosen.items() if name in wanted}
        self._remembered = {
            name: same_word(head)
            for name, head in remembered.items()
            if name in wanted and name not in self.chosen
        }
        self._usual = {
            name: {same_word(head) for head in heads}
            for name, heads in wanted.items()
            if name not in self.chosen
        }

    def hits(self, head: _Head) -> dict[str, list[int]]:
        """Return the columns that each name may mean under these heads."""
        found = {}
        for name, usual in self._usual.items():
            before = self._remembered.get(name)
            found[name] = (before and _named(head, {before})) or _named(head, usual)
        for name, said in self.chosen.items():
            found[name] = _named(head, {same_word(said)})
        if any(found.values()):  # letters alone do not show which row is the heads
            for name, said in self.chosen.items():
                found[name] = found[name] or _lettered(head, said)
        return {name: indexes for name, indexes in found.items() if indexes}


def _named(head: _Head, heads: set[str]) -> list[int]:
    return [index for index, names in enumerate(head.names) if heads.intersection(names)]


def _lettered(head: _Head, said: str) -> list[int]:
    match = _LETTERS.fullmatch(same_word(said))
    wanted = match[1].upper() if match else ""
    return [index for index in range(len(head.names)) if letters(index) == wanted]


def _told_apart(table: Table, head: Row, indexes: list[int]) -> list[int]:
    """Return the columns that hold something, one of each content; at least one column."""
    if len(indexes) == 1:
        return indexes
    held: dict[tuple[str, ...], int] = {}
    below = [row.cells for row in table.rows if row.number > head.number]
    for index in indexes:
        column = tuple(cells[index] if index < len(cells) else "" for cells in below)
        if any(column):
            held.setdefault(column, index)
    return list(held.values()) or indexes[:1]


def _ambiguous(accepted: Sequence[str], columns: Columns, indexes: list[int]) -> str:
    heads = [
        f"{letters(index)} ({columns.head.cells[index] or 'utan rubrik'})" for index in indexes
    ]
    return f"Kolumnerna {listing(heads)} kan alla vara {accepted[0]}; välj en av dem"


def _not_there(accepted: Sequence[str], said: str, head: Row) -> str:
    hint = did_you_mean(said, [cell for cell in head.cells if cell])
    return f"Kolumnen {said}, som skulle läsas som {accepted[0]}, finns inte{hint}"


def _missing(accepted: Sequence[str], head: Row) -> str:
    hint = next((hint for name in accepted if (hint := did_you_mean(name, head.cells))), "")
    return f"Kolumnen {listing(list(accepted), 'eller')} saknas{hint}"


def problems_error(message: str, problems: Sequence[str]) -> UserError:
    """Return the error for a table's problems; a long list is cut and says so."""
    return UserError(message, cut(problems))


def cut(problems: Sequence[str]) -> list[str]:
    """Return the problems, or the first of them and how many more there are."""
    shown = list(problems[:MAX_PROBLEMS])
    if len(problems) > MAX_PROBLEMS:
        shown.append(f"… och {len(problems) - MAX_PROBLEMS} till")
    return shown
