"""The results as lines to show: areas, questions and groups, in the order asked for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from egenkontroll.results.tally import SMALLEST_PERCENT
from egenkontroll.texts import sort_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.results.table import ResultRow


class Kind(Enum):
    """What a line is: the heading of an area, a question, or one group of a question."""

    AREA = "area"
    QUESTION = "question"
    GROUP = "group"


class Order(Enum):
    """In which order the questions stand; the value is what it is called.

    Groups under a question always stand in the same order: units are not ranked by shares of
    ten cases (statistics.md 5.3).
    """

    CHECKLIST = "Checklistans"
    LOWEST = "Lägst andel först"
    TARGET = "Längst från målet"
    CHANGE = "Störst förändring"
    NAME = "Frågorna A–Ö"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; `row` is None for the heading of an area."""

    kind: Kind
    text: str
    row: ResultRow | None = None
    under: str = ""


def arrange(
    whole: Sequence[ResultRow], groups: Sequence[ResultRow], order: Order
) -> tuple[Line, ...]:
    """Return the lines: areas as headings in the checklist's order, else as a word under."""
    inside: dict[str, list[ResultRow]] = defaultdict(list)
    for row in groups:
        inside[row.question.id].append(row)
    rows = {row.question.id: row for row in [*groups, *whole]}
    ordered = [rows[name] for name in dict.fromkeys(row.question.id for row in [*whole, *groups])]
    if order is not Order.CHECKLIST:
        ordered.sort(key=lambda row: _key(row, order))
    known = {row.question.id for row in whole}
    lines: list[Line] = []
    area = None
    for row in ordered:
        if order is Order.CHECKLIST and row.area != area:
            area = row.area
            lines.append(Line(Kind.AREA, area))
        under = "" if order is Order.CHECKLIST else row.area
        # Of an earlier round perhaps only the groups' figures are known.
        shown = row if row.question.id in known else None
        lines.append(Line(Kind.QUESTION, row.question.short, shown, under))
        lines += [Line(Kind.GROUP, one.group or "", one) for one in inside[row.question.id]]
    return tuple(lines)


def _key(row: ResultRow, order: Order) -> tuple[bool, Fraction, tuple[object, ...]]:
    """Return what to sort by: questions that lack it come last, in the checklist's order."""
    if order is Order.NAME:
        return False, Fraction(0), sort_key(row.question.short)
    if order is Order.CHANGE:
        size = row.change.difference if row.change is not None else None
        return size is None, Fraction(-abs(size or 0)), ()
    met, target = _stated(row), row.question.target
    if met is None:
        return True, Fraction(0), ()
    if order is Order.LOWEST:
        return False, met, ()
    return target is None, met - Fraction(target or 0, 100), ()


def _stated(row: ResultRow) -> Fraction | None:
    """Return the share where a percentage is stated of it."""
    if row.share is not None and row.share.n >= SMALLEST_PERCENT:
        return Fraction(row.share.k, row.share.n)
    return None if row.printed is None else Fraction(row.printed, 100)
