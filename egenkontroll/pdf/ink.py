"""Everything that reaches the paper goes through here, under the role it has.

`marked` opens one piece of content with its role in the document's structure, `inside` a part
that holds others, such as a table. Marks never nest; parts do.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from egenkontroll.pdf.pages import LEFT
from egenkontroll.pdf.tagging import HEADINGS, Part, Role
from egenkontroll.pdf.typesetting import BROKEN, DARK, Lines, Style, wide

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from egenkontroll.pdf.tagging import Box, Tags

Align = Literal["left", "right"]
Colour = tuple[float, float, float]

HAIRLINE: Colour = (0.78, 0.81, 0.84)
FILL: Colour = (0.44, 0.54, 0.65)

# Where letters stand in a line, as shares of the leading and size: the first baseline.
_ASCENT = 0.78


class Ink:
    """Draws on one reportlab canvas. y is measured from the top of the page."""

    def __init__(self, canvas: Any, height: float, tags: Tags) -> None:
        self._canvas = canvas
        self._height = height
        self._tags = tags
        self._again = False
        self._headings = 0

    # --- what it is ---------------------------------------------------------------------------

    @contextmanager
    def inside(self, *parts: Part) -> Iterator[None]:
        """Open parts within each other; what is drawn belongs to the innermost."""
        opened = () if self._again else parts
        for part in opened:
            self._tags.open(part)
        yield
        for _ in opened:
            self._tags.close()

    @contextmanager
    def again(self) -> Iterator[None]:
        """Draw what has been read already: the heads of a table that goes on over the page."""
        self._again = True
        yield
        self._again = False

    @contextmanager
    def marked(self, said: Part | Role, box: Box | None = None) -> Iterator[None]:
        """Open a piece of content. `box` is the left, top, right and bottom of a figure."""
        if self._again:
            mark = self._tags.artifact(Role.FOOT)
        else:
            mark = self._tags.mark(said, self._turned(box))
        self._canvas.addLiteral(mark)
        yield
        self._canvas.addLiteral(self._tags.END)

    def _turned(self, box: Box | None) -> Box | None:
        if box is None:
            return None
        left, top, right, bottom = box
        return left, self._height - bottom, right, self._height - top

    # --- words --------------------------------------------------------------------------------

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
        if not any(said):
            return
        spoken = said.spoken if isinstance(said, Lines) else ""
        if role in HEADINGS:
            self._bookmark(role, spoken or " ".join(said), y)
        with self.marked(role):
            if spoken:
                self._canvas.addLiteral(self._tags.instead(spoken))
            self._lines(said, x, y, style, align)
            if spoken:
                self._canvas.addLiteral(self._tags.END)

    def numbered(
        self, role: Role, number: str, said: Sequence[str], x: float, y: float, style: Style
    ) -> None:
        """Draw a heading with its number in the margin at its left."""
        self._bookmark(role, " ".join((number, *said)), y)
        with self.marked(role):
            self._lines((number,), LEFT, y, style)
            self._lines(said, x, y, style)

    def _lines(
        self, said: Sequence[str], x: float, y: float, style: Style, align: Align = "left"
    ) -> None:
        self._canvas.setFillColorRGB(*style.colour)
        self._canvas.setFont(style.font, style.size)
        for number, line in enumerate(said):
            left = x - wide(line, style) if align == "right" else x
            # Without the space, the last word of a line runs together with the next.
            spaced = line.removesuffix(BROKEN) if line.endswith(BROKEN) else f"{line} "
            self._canvas.drawString(left, self._baseline(y, style, number), spaced)

    def _baseline(self, y: float, style: Style, number: int) -> float:
        slack = (style.leading - style.size) / 2
        return self._height - (y + slack + _ASCENT * style.size + number * style.leading) - 0.8

    def _bookmark(self, role: Role, title: str, y: float) -> None:
        key = f"h{self._headings}"
        self._headings += 1
        self._canvas.bookmarkPage(key, fit="XYZ", left=0, top=self._height - y + 6)
        title = title.replace(f"{BROKEN} ", "")
        self._canvas.addOutlineEntry(title, key, HEADINGS.index(role))

    # --- shapes -------------------------------------------------------------------------------

    def rule(self, x: float, y: float, length: float, weight: float, colour: Colour = DARK) -> None:
        """Draw a level line that means nothing to who listens."""
        with self.marked(Role.FURNITURE):
            self.line((x, y), (x + length, y), weight, colour)

    def write_line(self, words: str, x: float, y: float, length: float, room: float) -> None:
        """Draw a line to write on, with room above it; `words` say what for."""
        with self.marked(Part(Role.FIELD, words, kind="tv"), (x, y - room, x + length, y)):
            self.line((x, y), (x + length, y), 0.5)

    def tick_box(self, words: str, x: float, y: float, size: float, one_of: bool) -> None:
        """Draw an empty box to tick; `words` say for what answer."""
        part = Part(Role.FIELD, words, kind="rb" if one_of else "cb")
        with self.marked(part, (x, y, x + size, y + size)):
            self.box(x, y, (size, size), filled=False, framed=True)

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
