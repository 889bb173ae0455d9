"""The table of questions: bar, count, share and change, area by area."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from egenkontroll.pdf import fonts
from egenkontroll.pdf.pages import LEFT, RIGHT, Block
from egenkontroll.pdf.tables import PAD, Cell, Place, Table, Text, cell, figure, head_of_row, words
from egenkontroll.pdf.tagging import Part, Role
from egenkontroll.pdf.typesetting import BODY, LABEL, SMALL, STRONG, lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.report.parts import Sheet, SheetRow

_SECOND = PAD + BODY.leading


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the columns of the result table stand."""

    question: Place
    bar: Place
    count: Place
    percent: Place
    earlier: Place
    change: Place

    @property
    def compares(self) -> bool:
        """Whether there are columns for an earlier round."""
        return self.change[1] > 0


def _grid(widths: Sequence[float], gaps: Sequence[float]) -> Grid:
    x, places = LEFT, []
    for width, gap in zip(widths, gaps, strict=True):
        places.append((x, width))
        x += width + gap
    return Grid(*places)


_COMPARED = _grid((160, 96, 50, 46, 50, 62), (12, 10, 8, 9, 8.276, 0))
_PLAIN = _grid((222, 140, 56, 60, 0, 0), (16, 8, 9.276, 0, 0, 0))


def result_table(sheet: Sheet) -> list[Block]:
    """Return the table of questions, area by area."""
    grid = _COMPARED if sheet.earlier else _PLAIN
    table = Table(6 if sheet.earlier else 4, Part(Role.TABLE, "Resultat fråga för fråga"))
    head = table.heads(_heads(sheet.earlier, grid))
    blocks = [replace(head, before=6)]
    for area in sheet.areas:
        rows = Part(Role.ROWS)
        blocks.append(replace(table.area(area.title, rows), heads=(head,)))
        again = replace(table.area(f"{area.title} (forts.)", rows), before=5)
        for row in area.rows:
            made = table.row(_cells(row, grid, table.columns), rows)
            blocks.append(replace(made, heads=(head, again)))
    return blocks


def _heads(earlier: str, grid: Grid) -> list[Text]:
    said = [
        words("Kontrollfråga", grid.question, 0, LABEL),
        words("Uppfyllt, med mål", grid.bar, 0, LABEL),
        figure("Antal", grid.count, 0, LABEL),
        figure("Andel", grid.percent, 0, LABEL),
    ]
    if grid.compares:
        above = lines(earlier, LABEL, grid.earlier[1], most=3) or (fonts.UNPRINTABLE,)
        said.append(Text(above, sum(grid.earlier), 0, LABEL, "right"))
        said.append(words("Förändring", grid.change, 0, LABEL))
    return said


def _cells(row: SheetRow, grid: Grid, columns: int) -> list[Cell]:
    question = row.question if fonts.printable(row.question) else fonts.UNPRINTABLE
    first = [words(question, grid.question, PAD, BODY, row.mark)]
    for line in row.under:
        first.append(words(line, grid.question, first[-1].bottom, SMALL))
    if row.given:
        room = (grid.bar[0], RIGHT - grid.bar[0])
        return [head_of_row(*first), cell(words(row.given, room, PAD, BODY), span=columns - 1)]
    found = [
        head_of_row(*first),
        _bar(row, grid),
        cell(figure(row.count, grid.count, PAD, BODY)),
        cell(
            figure(row.percent, grid.percent, PAD, BODY),
            figure(row.interval, grid.percent, _SECOND, SMALL),
        ),
    ]
    if grid.compares:
        earlier = figure(row.earlier, grid.earlier, PAD, BODY)
        found.append(cell(earlier, figure(row.earlier_count, grid.earlier, _SECOND, SMALL)))
        found.append(_change(row, grid))
    return found


def _bar(row: SheetRow, grid: Grid) -> Cell:
    goal: tuple[Text, ...] = ()
    if row.target and row.bar is not None:
        said = lines(f"mål {row.target}", SMALL, grid.bar[1])
        goal = (Text(said, sum(grid.bar), _SECOND + 0.5, SMALL, "right"),)
    return Cell(Part(Role.CELL), goal, row.bar, grid.bar)


def _change(row: SheetRow, grid: Grid) -> Cell:
    if not row.difference:
        return cell(words(row.verdict, grid.change, PAD + 1, SMALL))
    first = words(row.difference, grid.change, PAD, STRONG if row.secured else BODY)
    return cell(first, words(row.verdict, grid.change, first.bottom, SMALL))
