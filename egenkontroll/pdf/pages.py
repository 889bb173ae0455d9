"""Blocks stacked on pages: what belongs together stays together, heads are repeated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from egenkontroll.pdf.ink import Ink
    from egenkontroll.pdf.tagging import Part

WIDTH, HEIGHT = 595.276, 841.89
LEFT, RIGHT = 42.0, WIDTH - 42.0
MEASURE = RIGHT - LEFT
TOP, BOTTOM = 40.0, HEIGHT - 48.0
GUTTER = 22.0
COLUMN = (MEASURE - GUTTER) / 2
"""The page has two columns for text; tables go over both."""


@dataclass(frozen=True, slots=True)
class Format:
    """How wide and high the pages are. The margins are the same in every format."""

    width: float
    height: float

    @property
    def measure(self) -> float:
        """How wide the page is between its margins."""
        return self.width - LEFT - (WIDTH - RIGHT)

    @property
    def bottom(self) -> float:
        """How far down the page blocks may reach."""
        return self.height - (HEIGHT - BOTTOM)


PORTRAIT, LANDSCAPE = Format(WIDTH, HEIGHT), Format(HEIGHT, WIDTH)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece that is never split. `draw` gets its top.

    `before` is the space above, which falls away at the top of a page. A block that is
    `kept` stays on the page of the next one. `heads` are drawn again above it where it comes
    first on a page.
    """

    height: float
    draw: Callable[[Ink, float], None]
    before: float = 0.0
    kept: bool = False
    heads: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and where its top is; `again` for a head that has been read before."""

    block: Block
    y: float
    again: bool = False

    def draw(self, ink: Ink) -> None:
        """Draw the block in its place."""
        if self.again:
            with ink.again():
                self.block.draw(ink, self.y)
        else:
            self.block.draw(ink, self.y)


def within(block: Block, *parts: Part) -> Block:
    """Return the block as the content of parts, the outermost first."""

    def draw(ink: Ink, y: float) -> None:
        with ink.inside(*parts):
            block.draw(ink, y)

    return replace(block, draw=draw)


def paginate(blocks: Sequence[Block], bottom: float = BOTTOM) -> list[list[Placed]]:
    """Return the blocks of each page with their places. There is always at least one page."""
    pages: list[list[Placed]] = [[]]
    y = TOP
    for group in _groups(blocks):
        needed = sum(block.before + block.height for block in group)
        if pages[-1] and y + needed > bottom:
            pages.append([])
            y = TOP
            for head in group[0].heads:
                y = _place(pages[-1], head, y, again=True)
        for block in group:
            y = _place(pages[-1], block, y)
    return pages


def _place(page: list[Placed], block: Block, y: float, again: bool = False) -> float:
    if page:
        y += block.before
    page.append(Placed(block, y, again))
    return y + block.height


def _groups(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the blocks in runs that must stand on the same page."""
    groups: list[list[Block]] = []
    joined = False
    for block in blocks:
        if joined:
            groups[-1].append(block)
        else:
            groups.append([block])
        joined = block.kept
    return groups
