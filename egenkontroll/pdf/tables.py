"""The tables of a sheet as blocks: heads that are repeated, areas, rows that never split."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from egenkontroll.pdf import fonts
from egenkontroll.pdf.bars import draw_bar
from egenkontroll.pdf.ink import HAIRLINE, Role
from egenkontroll.pdf.pages import LEFT, MEASURE, RIGHT, Block
from egenkontroll.pdf.typesetting import BODY, LABEL, SMALL, STRONG, Style, fitting, lines, wide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.pdf.ink import Align, Ink
    from egenkontroll.report.parts import Sheet, SheetRow, UnitsArea, UnitsTable

PAD = 4.0
_BAR_DROP = 3.2
_UNITS_ABREAST = 7
_SMALLEST = 6.5
_UNITS_QUESTION = 160.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the columns of the result table stand: left edge and width of each."""

    question: tuple[float, float]
    bar: tuple[float, float]
    count: tuple[float, float]
    percent: tuple[float, float]
    earlier: tuple[float, float]
    change: tuple[float, float]


def _grid(widths: Sequence[float], gaps: Sequence[float]) -> Grid:
    x, places = LEFT, []
    for width, gap in zip(widths, gaps, strict=True):
        places.append((x, width))
        x += width + gap
    return Grid(*places)


_COMPARED = _grid((160, 96, 50, 46, 50, 62), (12, 10, 8, 9, 8.276, 0))
_PLAIN = _grid((222, 140, 56, 60, 0, 0), (16, 8, 9.276, 0, 0, 0))


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines of text in one style at one place in a row; y counts from the row's top."""

    said: tuple[str, ...]
    x: float
    y: float
    style: Style
    role: Role = Role.CELL
    align: Align = "left"

    @property
    def bottom(self) -> float:
        """How far down the text reaches."""
        return self.y + len(self.said) * self.style.leading


def result_table(sheet: Sheet) -> list[Block]:
    """Return the table of questions, area by area."""
    grid = _COMPARED if sheet.earlier else _PLAIN
    head = _head(sheet.earlier, grid)
    blocks = [replace(head, before=16)]
    for area in sheet.areas:
        blocks.append(_area(area.title, head))
        again = replace(_area(f"{area.title} (forts.)", head), before=5)
        blocks += [_row(row, grid, (head, again)) for row in area.rows]
    return blocks


def _head(earlier: str, grid: Grid) -> Block:
    said = [
        _words("Kontrollfråga", grid.question, 0, LABEL, Role.HEAD_CELL),
        _words("Uppfyllt, med mål", grid.bar, 0, LABEL, Role.HEAD_CELL),
        _figure("Antal", grid.count, 0, LABEL, Role.HEAD_CELL),
        _figure("Andel", grid.percent, 0, LABEL, Role.HEAD_CELL),
    ]
    if earlier:
        above = lines(earlier, LABEL, grid.earlier[1], most=3)
        edge = sum(grid.earlier)
        said.append(Cell(above, edge, 0, LABEL, Role.HEAD_CELL, "right"))
        said.append(_words("Förändring", grid.change, 0, LABEL, Role.HEAD_CELL))
    lowest = max(cell.bottom for cell in said)
    placed = [replace(cell, y=lowest - (cell.bottom - cell.y)) for cell in said]
    return _block(placed, 0.9, kept=True, pad=3)


def _area(title: str, head: Block) -> Block:
    cell = Cell(lines(title, STRONG, MEASURE, most=4), LEFT, 0, STRONG, Role.HEAD_CELL)
    return replace(_block([cell], 0.5, kept=True, pad=3), before=7, heads=(head,))


def _row(row: SheetRow, grid: Grid, heads: tuple[Block, ...]) -> Block:
    cells = [_words(f"{row.question}{row.mark}", grid.question, PAD, BODY, Role.HEAD_CELL)]
    for line in row.under:
        cells.append(_words(line, grid.question, cells[-1].bottom, SMALL, Role.CELL))
    if row.given:
        room = (grid.bar[0], RIGHT - grid.bar[0])
        cells.append(_words(row.given, room, PAD, BODY, Role.CELL))
        return replace(_block(cells, 0.5, HAIRLINE), heads=heads)
    second = PAD + BODY.leading
    if row.target and row.bar is not None:
        edge = sum(grid.bar)
        goal = lines(f"mål {row.target}", SMALL, grid.bar[1])
        cells.append(Cell(goal, edge, second + 0.5, SMALL, Role.CELL, "right"))
    cells.append(_figure(row.count, grid.count, PAD, BODY))
    cells.append(_figure(row.percent, grid.percent, PAD, BODY))
    cells.append(_figure(row.interval, grid.percent, second, SMALL))
    if grid.change[1]:
        cells.append(_figure(row.earlier, grid.earlier, PAD, BODY))
        cells.append(_figure(row.earlier_count, grid.earlier, second, SMALL))
        cells += _change(row, grid)
    return replace(_block(cells, 0.5, HAIRLINE, row=row, bar=grid.bar), heads=heads)


def _change(row: SheetRow, grid: Grid) -> list[Cell]:
    if not row.difference:
        return [_words(row.verdict, grid.change, PAD + 1, SMALL, Role.CELL)]
    style = STRONG if row.secured else BODY
    first = _words(row.difference, grid.change, PAD, style, Role.CELL)
    return [first, _words(row.verdict, grid.change, first.bottom, SMALL, Role.CELL)]


def _words(text: str, place: tuple[float, float], y: float, style: Style, role: Role) -> Cell:
    return Cell(lines(text, style, place[1], most=14), place[0], y, style, role)


def _figure(
    text: str, place: tuple[float, float], y: float, style: Style, role: Role = Role.CELL
) -> Cell:
    made = fitting(text, style, place[1])
    return Cell((text,) if text else (), sum(place), y, made, role, "right")


def _block(
    cells: Sequence[Cell],
    weight: float,
    colour: tuple[float, float, float] | None = None,
    *,
    kept: bool = False,
    pad: float = PAD,
    row: SheetRow | None = None,
    bar: tuple[float, float] = (0, 0),
) -> Block:
    """Return cells with a rule under them, and a bar where the row has one."""
    height = max(cell.bottom for cell in cells) + pad

    def draw(ink: Ink, y: float) -> None:
        for cell in cells:
            if cell.said:
                ink.text(cell.role, cell.said, cell.x, y + cell.y, cell.style, cell.align)
        if row is not None and row.bar is not None:
            draw_bar(ink, row.bar, bar[0], y + PAD + _BAR_DROP, bar[1])
        if colour is None:
            ink.rule(LEFT, y + height, MEASURE, weight)
        else:
            ink.rule(LEFT, y + height, MEASURE, weight, colour)

    return Block(height, draw, kept=kept)


# --- the units side by side -------------------------------------------------------------------


def units_tables(table: UnitsTable) -> list[Block]:
    """Return "k av n" for every unit: as many tables as are needed to fit the page's width."""
    blocks = []
    for first in range(0, len(table.units), _UNITS_ABREAST):
        blocks += _units_table(table, slice(first, first + _UNITS_ABREAST))
    return blocks


def _units_table(table: UnitsTable, part: slice) -> list[Block]:
    units, abreast = table.units[part], len(table.units[part])
    each = min((MEASURE - _UNITS_QUESTION) / abreast, 90)
    question = (LEFT, MEASURE - each * abreast - 10)
    columns = [(RIGHT - each * (abreast - at) + 6, each - 6) for at in range(abreast)]
    heads = [_words("Kontrollfråga", question, 0, LABEL, Role.HEAD_CELL)]
    style = _smaller(units, columns[0][1])
    for unit, place in zip(units, columns, strict=True):
        said = lines(unit, style, place[1], most=5) or (fonts.UNPRINTABLE,)
        heads.append(Cell(said, sum(place), 0, style, Role.HEAD_CELL, "right"))
    lowest = max(cell.bottom for cell in heads)
    heads = [replace(cell, y=lowest - (cell.bottom - cell.y)) for cell in heads]
    head = _block(heads, 0.9, kept=True, pad=3)
    reviewed = _units_row("Granskade av enhetens ärenden", table.reviewed[part], question, columns)
    blocks = [replace(head, before=8), replace(reviewed, heads=(head,))]
    for area in table.areas:
        blocks += _units_area(area, part, head, question, columns)
    return blocks


def _smaller(units: Sequence[str], width: float) -> Style:
    """Return the heads' style, a little smaller where the longest word needs it."""
    words = [word for unit in units for word in fonts.printable(unit).split(" ")]
    longest = max(words, key=lambda word: wide(word, LABEL))
    return max(
        fitting(longest, LABEL, width), replace(LABEL, size=_SMALLEST), key=lambda one: one.size
    )


def _units_area(
    area: UnitsArea,
    part: slice,
    head: Block,
    question: tuple[float, float],
    columns: Sequence[tuple[float, float]],
) -> list[Block]:
    blocks = [_area(area.title, head)]
    again = replace(_area(f"{area.title} (forts.)", head), before=5)
    for short, counts in area.rows:
        row = _units_row(short, counts[part], question, columns)
        blocks.append(replace(row, heads=(head, again)))
    return blocks


def _units_row(
    short: str,
    counts: Sequence[str],
    question: tuple[float, float],
    columns: Sequence[tuple[float, float]],
) -> Block:
    cells = [_words(short, question, PAD, BODY, Role.HEAD_CELL)]
    cells += [_figure(said, place, PAD, BODY) for said, place in zip(counts, columns, strict=True)]
    return _block(cells, 0.5, HAIRLINE)
