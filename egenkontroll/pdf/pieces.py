"""The pieces that sheets and forms are put together from: headings, paragraphs, lists."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.pdf import fonts
from egenkontroll.pdf.pages import COLUMN, GUTTER, LEFT, MEASURE, Block, within
from egenkontroll.pdf.tagging import Part, Role
from egenkontroll.pdf.typesetting import (
    BODY,
    HEADING,
    LABEL,
    LEAD,
    SMALL,
    TITLE,
    Style,
    lines,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from egenkontroll.pdf.ink import Ink

_INDENT = 10.0
BULLETS = "Disc"


def text(
    said: str,
    style: Style,
    role: Role,
    x: float = LEFT,
    measure: float = MEASURE,
    most: int = 40,
) -> Block:
    """Return a text as one block that is not split."""
    broken = lines(said, style, measure, most)

    def draw(ink: Ink, y: float) -> None:
        ink.text(role, broken, x, y, style)

    return Block(len(broken) * style.leading, draw)


def heading(said: str) -> Block:
    """Return a heading that stays with what follows."""
    return replace(text(said, HEADING, Role.HEADING), before=13, kept=True)


def top(title: str, *under: str) -> list[Block]:
    """Return the title of a document and the lines under it."""
    said = title if fonts.printable(title) else fonts.UNPRINTABLE
    style = TITLE if len(lines(said, TITLE, MEASURE)) <= 2 else HEADING
    made = [text(said, style, Role.TITLE, most=10)]
    made += [text(line, LEAD, Role.PARAGRAPH, most=4) for line in under]
    made[1] = replace(made[1], before=3)
    return made


def stacked(blocks: Sequence[Block]) -> Block:
    """Return blocks on top of each other as one that is not split."""
    places: list[tuple[Block, float]] = []
    y = 0.0
    for block in blocks:
        y += block.before if places else 0
        places.append((block, y))
        y += block.height

    def draw(ink: Ink, at: float) -> None:
        for block, below in places:
            block.draw(ink, at + below)

    return Block(y, draw)


def beside(columns: Sequence[Block]) -> Block:
    """Return blocks side by side; they are read one after the other."""

    def draw(ink: Ink, y: float) -> None:
        for column in columns:
            column.draw(ink, y)

    return Block(max(column.height for column in columns), draw)


def abreast(make: Callable[[float, float], list[Block]]) -> Block:
    """Return blocks in the page's two columns, the left one read first and no shorter.

    `make` returns the blocks for the left edge and width of a column. A block that is kept does
    not end a column.
    """
    left, right = (make(column_left(at), COLUMN) for at in (0, 1))
    cuts = [at for at in range(1, len(left) + 1) if not left[at - 1].kept]
    halves = [(stacked(left[:at]), stacked(right[at:])) for at in cuts]
    best = min(halves, key=lambda both: max(both[0].height, both[1].height + 0.5))
    return beside(best)


def items(
    sentences: Sequence[str], x: float, measure: float, whole: Part | None = None
) -> list[Block]:
    """Return the items of one list, or of the list that is given."""
    whole = whole or Part(Role.LIST, kind=BULLETS)
    return [_item(sentence, x, measure, whole) for sentence in sentences]


def _item(sentence: str, x: float, measure: float, whole: Part) -> Block:
    inside = text(sentence, BODY, Role.BODY, x + _INDENT, measure - _INDENT, 12)

    def draw(ink: Ink, y: float) -> None:
        ink.text(Role.LABEL, ("•",), x, y, BODY)
        inside.draw(ink, y)

    return within(Block(inside.height, draw, before=1.5), whole, Part(Role.ITEM))


def small_column(
    title: str, said: Sequence[str], role: Role, x: float = LEFT, measure: float = MEASURE
) -> list[Block]:
    """Return a small heading with small texts under it."""
    first = replace(text(title, LABEL, Role.HEADING, x, measure), before=8, kept=True)
    return [first, *(replace(text(one, SMALL, role, x, measure), before=1) for one in said)]


def column_left(at: int) -> float:
    """Return the left edge of one of the page's two columns."""
    return LEFT + at * (COLUMN + GUTTER)
