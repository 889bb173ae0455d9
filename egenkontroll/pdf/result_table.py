"""The table of questions: bar, count, share and change, area by area."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from egenkontroll.pdf import fonts
from egenkontroll.pdf.pages import LEFT, RIGHT, Block
from egenkontroll.pdf.tables import PAD, Cell, Place, Table, Text, cell, figure, head_of_row, words
from egenkontroll.pdf.tagging import Part, Role
from egenkontroll.pdf.typesetting import BODY, LABEL, SMALL, STRONG, Style, lines, wide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.report.parts import Sheet, SheetRow

_SECOND = PAD + BODY.leading


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the columns of the result table stand."""

    question: Place
    bar: Place
    target: Place
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


_COMPARED = (200.0, 58.0, 28.0, 44.0, 40.0, 46.0, 62.0), (12, 4, 4, 4, 4, 5.276, 0)
_PLAIN = (268.0, 86.0, 32.0, 48.0, 44.0, 0.0, 0.0), (12, 7, 7, 7.276, 0, 0, 0)


def _grid_of(sheet: Sheet) -> Grid:
    """Return the columns; counts in thousands get the room they need from the questions."""
    rows = [row for area in sheet.areas for row in area.rows]
    (question, bar, target, count, percent, earlier, change), gaps = (
        _COMPARED if sheet.earlier else _PLAIN
    )
    counts = _widest([row.count for row in rows], BODY, count)
    before = _widest([row.earlier_count for row in rows], SMALL, earlier) if earlier else 0.0
    question -= counts - count + before - earlier
    return _grid((question, bar, target, counts, percent, before, change), gaps)


def _widest(said: Sequence[str], style: Style, least: float) -> float:
    widths = (wide(fonts.printable(one), style) for one in said)
    return min(max(least, *widths), 2 * least)


def result_table(sheet: Sheet) -> list[Block]:
    """Return the table of questions, area by area."""
    grid = _grid_of(sheet)
    table = Table(7 if sheet.earlier else 5, Part(Role.TABLE, "Resultat fråga för fråga"))
    head = table.heads(_heads(sheet.earlier, grid))
    blocks = [replace(head, before=3)]
    for area in sheet.areas:
        rows = Part(Role.ROWS)
        blocks.append(replace(table.area(area.title, rows), heads=(head,)))
        again = replace(table.area(f"{area.title} (forts.)", rows), before=5)
        for left, row in zip(range(len(area.rows), 0, -1), area.rows, strict=True):
            made = table.row(_cells(row, grid, table.columns), rows)
            # The last row of an area does not stand alone on the next page.
            blocks.append(replace(made, heads=(head, again), kept=left == 2))
    return blocks


def _heads(earlier: str, grid: Grid) -> list[Text]:
    said = [
        words("Kontrollfråga", grid.question, 0, LABEL),
        words("Uppfyllt", grid.bar, 0, LABEL),
        figure("Mål", grid.target, 0, LABEL),
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
        Cell(Part(Role.CELL), (), row.bar, grid.bar),
        cell(figure(row.target, grid.target, PAD, BODY)),
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


def _change(row: SheetRow, grid: Grid) -> Cell:
    if not row.difference:
        return cell(words(row.verdict, grid.change, PAD + 1.5, SMALL))
    first = words(row.difference, grid.change, PAD, STRONG if row.secured else BODY)
    return cell(first, words(row.verdict, grid.change, first.bottom, SMALL))
