"""Everything that reaches the paper goes through here, under the role it has.

`marked` opens one piece of content with its role in the document's structure. It writes no
tags yet: a later layer for accessible PDF puts them there, and nowhere else. Marks never nest.
"""

from __future__ import annotations

from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from egenkontroll.pdf.typesetting import DARK, Style, wide

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Align = Literal["left", "right"]
Colour = tuple[float, float, float]

HAIRLINE: Colour = (0.78, 0.81, 0.84)
FILL: Colour = (0.44, 0.54, 0.65)

# Where letters stand in a line, as shares of the leading and size: the first baseline.
_ASCENT = 0.78


class Role(StrEnum):
    """What a piece of content is, named as PDF names its structure."""

    TITLE = "H1"
    HEADING = "H2"
    PARAGRAPH = "P"
    ITEM = "LI"
    HEAD_CELL = "TH"
    CELL = "TD"
    FIGURE = "Figure"
    NOTE = "Note"
    FURNITURE = "Artifact"


class Ink:
    """Draws on one reportlab canvas. y is measured from the top of the page."""

    def __init__(self, canvas: Any, height: float) -> None:
        self._canvas = canvas
        self._height = height

    @contextmanager
    def marked(self, role: Role, words: str = "") -> Iterator[None]:
        """Open a piece of content; `words` say in text what a figure shows."""
        yield

    def text(
        self,
        role: Role,
        said: Sequence[str],
        x: float,
        y: float,
        style: Style,
        align: Align = "left",
    ) -> None:
        """Draw lines of text; y is the top of the first, x the left or right edge."""
        with self.marked(role):
            self._canvas.setFillColorRGB(*style.colour)
            self._canvas.setFont(style.font, style.size)
            for number, line in enumerate(said):
                left = x - wide(line, style) if align == "right" else x
                self._canvas.drawString(left, self._baseline(y, style, number), line)

    def _baseline(self, y: float, style: Style, number: int) -> float:
        slack = (style.leading - style.size) / 2
        return self._height - (y + slack + _ASCENT * style.size + number * style.leading) - 0.8

    def rule(self, x: float, y: float, length: float, weight: float, colour: Colour = DARK) -> None:
        """Draw a level line that means nothing to who listens."""
        with self.marked(Role.FURNITURE):
            self.line((x, y), (x + length, y), weight, colour)

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        weight: float,
        colour: Colour = DARK,
    ) -> None:
        """Draw a line as part of a figure that is marked already."""
        self._canvas.setStrokeColorRGB(*colour)
        self._canvas.setLineWidth(weight)
        self._canvas.line(start[0], self._height - start[1], end[0], self._height - end[1])

    def box(
        self, x: float, y: float, size: tuple[float, float], filled: bool, framed: bool
    ) -> None:
        """Draw a box as part of a figure: filled with the colour of a share, framed, or both."""
        self._canvas.setFillColorRGB(*FILL)
        self._canvas.setStrokeColorRGB(*DARK)
        self._canvas.setLineWidth(0.5)
        top = self._height - y - size[1]
        self._canvas.rect(x, top, size[0], size[1], stroke=int(framed), fill=int(filled))

    def triangle(self, x: float, y: float, size: float) -> None:
        """Draw a triangle with its point down at (x, y), as part of a figure."""
        path = self._canvas.beginPath()
        path.moveTo(x, self._height - y)
        path.lineTo(x - size / 2, self._height - y + size)
        path.lineTo(x + size / 2, self._height - y + size)
        path.close()
        self._canvas.setFillColorRGB(*DARK)
        self._canvas.drawPath(path, stroke=0, fill=1)
