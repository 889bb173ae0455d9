"""Hide figures that could point somebody out, before anything is published.

A group's figure is hidden where the group is small (statistics.md 5.4). What is left must not
give it away: totals minus the parts that are shown, over rows and columns at once, so more
figures are hidden until every hidden one could also have been another number.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

THRESHOLD = 5
"""Groups with fewer cases than this are hidden; so are those out of fewer than twice as many."""

TOTAL = ""
"""The row or column of the totals."""

Place: TypeAlias = tuple[str, str]
"""A row and a column, `TOTAL` for the totals."""


@dataclass(frozen=True, slots=True)
class Cell:
    """k of n in one group, and how many cases the group was drawn from (None if not known)."""

    k: int
    n: int
    population: int | None = None


def small(cell: Cell, threshold: int = THRESHOLD) -> bool:
    """Tell whether a group's figure must be hidden for its own sake.

    That is where it has few cases, comes out of few, or is small and all (or none) of its cases
    share the answer.
    """
    if cell.n == 0:
        return False
    out_of_few = cell.population is not None and cell.population < 2 * threshold
    all_alike = cell.n < 2 * threshold and cell.k in (0, cell.n)
    return cell.n < threshold or out_of_few or all_alike


def suppressed(
    table: Mapping[Place, Cell],
    threshold: int = THRESHOLD,
    known: frozenset[Place] = frozenset(),
    unseen: frozenset[Place] = frozenset(),
) -> frozenset[Place]:
    """Return the places of a table that must be hidden; those in `known` are so already.

    `table` has every row and column with its totals; rows add up to the row of totals, and
    columns to the column of totals, where there is one. The totals themselves are hidden only
    where there is no other way. `unseen` are places that are never shown and, unless small, no
    secret. The answer is the same for the same table, whatever order it is given in.
    """
    secret = {place for place, cell in table.items() if small(cell, threshold)} | known
    hidden = secret | unseen
    while True:
        solvable = list(_solvable(table, hidden, hidden - (unseen - secret)))
        if not solvable or len(hidden) == len(table):
            return frozenset(hidden)
        lines = [line for place in solvable for line in _lines(table, hidden, place)]
        hidden.add(min(lines[0] if lines else set(table) - hidden, key=_order(table)))


def _solvable(
    table: Mapping[Place, Cell], hidden: set[Place], secret: set[Place]
) -> Iterator[Place]:
    """Yield the secret places whose figure follows from what is shown, in order."""
    for met in (True, False):
        arcs = _arcs(table, hidden, met=met)
        for place in sorted(secret):
            if table[place].n and not _free(arcs, _ends(table, place), place):
                yield place


def _lines(table: Mapping[Place, Cell], hidden: set[Place], place: Place) -> Iterator[list[Place]]:
    """Yield the row and the column of a place where nothing else is hidden: its other places."""
    for at in (0, 1):
        line = [other for other in table if other[at] == place[at] and other != place]
        if line and not hidden.intersection(line):
            yield line


def _order(table: Mapping[Place, Cell]) -> Callable[[Place], tuple[int, bool, int, Place]]:
    """Return the order in which more is hidden: parts before totals, small before large."""
    return lambda one: (_totals(one), table[one].n == 0, table[one].n, one)


def _totals(place: Place) -> int:
    return (place[0] == TOTAL) + (place[1] == TOTAL)


_Node: TypeAlias = tuple[str, str]
_Arcs: TypeAlias = "Mapping[_Node, set[tuple[_Node, Place]]]"
_FREE = ("free", "")


def _ends(table: Mapping[Place, Cell], place: Place) -> tuple[_Node, _Node]:
    """Return the row and the column of a place; a line without a total binds nothing."""
    row, column = place
    return (
        ("row", row) if (row, TOTAL) in table else _FREE,
        ("column", column) if (TOTAL, column) in table else _FREE,
    )


def _arcs(table: Mapping[Place, Cell], hidden: set[Place], *, met: bool) -> _Arcs:
    """Return how one case more or less may be moved between hidden places.

    Rows and columns are nodes. With the totals' signs turned every row and column adds up to
    nothing, so other numbers fit what is shown exactly where there is a way round: an arc from
    row to column adds one to a place, one from column to row takes one away. No figure can be
    less than nothing.
    """
    arcs: dict[_Node, set[tuple[_Node, Place]]] = defaultdict(set)
    for place in hidden:
        cell = table[place]
        value = cell.k if met else cell.n - cell.k
        turned = _totals(place) == 1
        row, column = _ends(table, place)
        if value or not turned:
            arcs[row].add((column, place))
        if value or turned:
            arcs[column].add((row, place))
    return arcs


def _free(arcs: _Arcs, ends: tuple[_Node, _Node], place: Place) -> bool:
    """Tell whether a place is on a way round, so that it could have another number."""
    return any(
        (end, place) in arcs.get(start, ()) and _reaches(arcs, end, start, place)
        for start, end in (ends, ends[::-1])
    )


def _reaches(arcs: _Arcs, start: _Node, end: _Node, barred: Place) -> bool:
    seen, left = {start}, [start]
    while left:
        for other, place in arcs.get(left.pop(), ()):
            if place != barred and other == end:
                return True
            if place != barred and other not in seen:
                seen.add(other)
                left.append(other)
    return False
