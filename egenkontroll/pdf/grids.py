"""Tables of words and figures, with columns as wide as they are asked to be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.pdf import fonts
from egenkontroll.pdf.pages import LEFT, MEASURE, Block, within
from egenkontroll.pdf.tables import PAD, Table, Text, cell, figure, head_of_row, words
from egenkontroll.pdf.tagging import Part, Role
from egenkontroll.pdf.typesetting import BODY, LABEL, Lines, lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.pdf.ink import Ink
    from egenkontroll.pdf.tables import Place
    from egenkontroll.report.statement import Grid

_GAP = 12.0
_WRITE = 22.0
"""The height of a row to write in by hand: 8 mm."""


def grid_table(grid: Grid, blank: int = 0) -> list[Block]:
    """Return the table as blocks, heads again on every page; nothing without rows.

    `blank` is how many rows there are to write in by hand, after the others and all together.
    """
    if not grid.rows and not blank:
        return []
    places = _places(grid)
    table = Table(len(grid.heads), Part(Role.TABLE, grid.name))
    heads = [
        Text(lines(said, LABEL, place[1], most=4) or (fonts.UNPRINTABLE,),
             sum(place) if at in grid.figures else place[0], 0, LABEL,
             "right" if at in grid.figures else "left")
        for at, (said, place) in enumerate(zip(grid.heads, places, strict=True))
    ]  # fmt: skip
    head = table.heads(heads)
    rows = Part(Role.ROWS)
    blocks = [replace(head, before=8)]
    for row in grid.rows:
        said = [
            _figures(one, place) if at in grid.figures else _words(one, place)
            for at, (one, place) in enumerate(zip(row, places, strict=True))
        ]
        named = said[0] if said[0].said else _words(fonts.UNPRINTABLE, places[0])
        cells = [head_of_row(named), *(cell(one) for one in said[1:])]
        blocks.append(replace(table.row(cells, rows), heads=(head,)))
    for line in range(1, blank + 1):
        made = within(_blank(grid.heads, line, places), table.part, rows, Part(Role.ROW))
        blocks.append(replace(made, heads=(head,), kept=line < blank))
    return blocks


def _blank(heads: Sequence[str], line: int, places: Sequence[Place]) -> Block:
    """Return a row of lines to write on."""

    def draw(ink: Ink, y: float) -> None:
        for name, (x, length) in zip(heads, places, strict=True):
            with ink.inside(Part(Role.CELL)):
                ink.write_line(f"{name} {line}", x, y + _WRITE, length, _WRITE - 4)

    return Block(_WRITE, draw)


def _words(said: str, place: Place) -> Text:
    """Return a cell's words; each of its own lines begins a new one."""
    parts = [words(one, place, PAD, BODY) for one in said.split("\n")]
    shown = Lines.of((line for part in parts for line in part.said), said)
    return Text(shown, place[0], PAD, BODY)


def _figures(said: str, place: Place) -> Text:
    """Return a cell's figures, one under the other, all in the size that the widest needs."""
    parts = [figure(one, place, PAD, BODY) for one in said.split("\n")]
    smallest = min(parts, key=lambda part: part.style.size)
    shown = tuple(line for part in parts for line in part.said)
    return Text(shown, sum(place), PAD, smallest.style, "right")


def _places(grid: Grid) -> list[Place]:
    weights = grid.weights or (1,) * len(grid.heads)
    room = MEASURE - _GAP * (len(weights) - 1)
    places = []
    x = LEFT
    for weight in weights:
        width = room * weight / sum(weights)
        places.append((x, width))
        x += width + _GAP
    return places
