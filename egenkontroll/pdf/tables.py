"""Tables as blocks: rows that never split, under heads that are repeated on the next page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from egenkontroll.pdf import fonts
from egenkontroll.pdf.bars import draw_bar
from egenkontroll.pdf.ink import HAIRLINE
from egenkontroll.pdf.pages import LEFT, MEASURE, Block, within
from egenkontroll.pdf.tagging import Part, Role
from egenkontroll.pdf.typesetting import STRONG, Lines, Style, fitting, lines, wide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.pdf.ink import Align, Colour, Ink
    from egenkontroll.report.parts import Bar

PAD = 2.25
_BAR_DROP = 2.8
"""Brings a bar to the height of the capitals beside it, its foot on their line."""

Place = tuple[float, float]
"""The left edge and the width of a column."""


@dataclass(frozen=True, slots=True)
class Text:
    """Lines in one style at one place in a row; y counts from the row's top.

    `mark` is what the last line ends in, where it leads to a note.
    """

    said: tuple[str, ...]
    x: float
    y: float
    style: Style
    align: Align = "left"
    mark: str = ""

    @property
    def bottom(self) -> float:
        """How far down the text reaches."""
        return self.y + len(self.said) * self.style.leading

    def draw(self, ink: Ink, top: float) -> None:
        """Draw the text; the mark is a piece of its own."""
        y = top + self.y
        if not self.mark or not self.said or not self.said[-1].endswith(self.mark):
            ink.text(Role.CONTENT, self.said, self.x, y, self.style, self.align)
            return
        last = self.said[-1].removesuffix(self.mark)
        whole = self.said.spoken.removesuffix(self.mark) if isinstance(self.said, Lines) else ""
        said = Lines.of((*self.said[:-1], last), whole)
        ink.text(Role.CONTENT, said, self.x, y, self.style)
        y += (len(self.said) - 1) * self.style.leading
        ink.text(Role.REFERENCE, (self.mark,), self.x + wide(last, self.style), y, self.style)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: texts, and a bar where it has one."""

    part: Part
    said: tuple[Text, ...] = ()
    bar: Bar | None = None
    place: Place = (0, 0)

    def draw(self, ink: Ink, y: float) -> None:
        """Draw what stands in the cell; an empty cell is there for who listens, too."""
        with ink.inside(self.part):
            if self.bar is not None:
                draw_bar(ink, self.bar, self.place[0], y + PAD + _BAR_DROP, self.place[1])
            for one in self.said:
                one.draw(ink, y)


@dataclass(frozen=True, slots=True)
class Table:
    """A table, how many columns it has and how wide it is."""

    columns: int
    part: Part
    measure: float = MEASURE
    head: Part = field(default_factory=lambda: Part(Role.HEAD))

    def heads(self, cells: Sequence[Text]) -> Block:
        """Return the row of heads, their texts standing on one line."""
        lowest = max(cell.bottom for cell in cells)
        placed = [
            Cell(Part(Role.HEAD_CELL, scope="Column"), (replace(one, y=lowest - one.bottom),))
            for one in cells
        ]
        return self._row(placed, self.head, 0.9, pad=3, kept=True)

    def area(self, title: str, rows: Part) -> Block:
        """Return the head of an area over all columns; its rows belong to `rows`."""
        said = lines(title, STRONG, self.measure, most=4) or (fonts.UNPRINTABLE,)
        part = Part(Role.HEAD_CELL, scope="Column", span=self.columns)
        cell = Cell(part, (Text(said, LEFT, 0, STRONG),))
        return replace(self._row([cell], rows, 0.5, pad=2, kept=True), before=5)

    def row(self, cells: Sequence[Cell], rows: Part) -> Block:
        """Return a row with a thin rule under it."""
        return self._row(cells, rows, 0.5, HAIRLINE)

    def _row(
        self,
        cells: Sequence[Cell],
        group: Part,
        weight: float,
        colour: Colour | None = None,
        pad: float = PAD,
        kept: bool = False,
    ) -> Block:
        height = max(one.bottom for cell in cells for one in cell.said) + pad

        def draw(ink: Ink, y: float) -> None:
            for cell in cells:
                cell.draw(ink, y)
            if colour is None:
                ink.rule(LEFT, y + height, self.measure, weight)
            else:
                ink.rule(LEFT, y + height, self.measure, weight, colour)

        return within(Block(height, draw, kept=kept), self.part, group, Part(Role.ROW))


def words(said: str, place: Place, y: float, style: Style, mark: str = "") -> Text:
    """Return a text from the left edge of its column."""
    return Text(lines(f"{said}{mark}", style, place[1], most=14), place[0], y, style, mark=mark)


def figure(said: str, place: Place, y: float, style: Style) -> Text:
    """Return a figure at the right edge of its column, made smaller where it needs to be."""
    made = fitting(said, style, place[1])
    return Text((said,) if said else (), sum(place), y, made, "right")


def head_of_row(*said: Text) -> Cell:
    """Return the cell that heads its row."""
    return Cell(Part(Role.HEAD_CELL, scope="Row"), said)


def cell(*said: Text, span: int = 1) -> Cell:
    """Return a cell with texts in it."""
    return Cell(Part(Role.CELL, span=span), said)
