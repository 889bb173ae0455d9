"""Hide figures that could point somebody out, before anything is published.

A group's figure is hidden where the group is small (statistics.md 5.4). What is left must not
give it away: the groups of a split add up to the whole, so more of them are hidden until every
hidden k, n and n − k could also have been another number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

THRESHOLD = 5
"""Groups with fewer cases than this are hidden; so are those out of fewer than twice as many."""


@dataclass(frozen=True, slots=True)
class Cell:
    """k of n in one group; k is None where cases are only counted.

    `population` is how many cases the group was drawn from, None if not known, and `reviewed`
    how many of them have an answer: n cannot be more.
    """

    k: int | None
    n: int
    population: int | None = None
    reviewed: int = 0


Table: TypeAlias = "Mapping[str, Cell]"
"""One figure in every group of a split; the groups add up to the whole."""


def small(cell: Cell, threshold: int = THRESHOLD) -> bool:
    """Tell whether a group's figure must be hidden for its own sake.

    That is where it has few cases, comes out of few, or is small and all (or none) of its cases
    share the answer.
    """
    if cell.n == 0:
        return False
    out_of_few = cell.population is not None and cell.population < 2 * threshold
    all_alike = cell.k is not None and cell.n < 2 * threshold and cell.k in (0, cell.n)
    return cell.n < threshold or out_of_few or all_alike


def suppressed(
    tables: Sequence[Table],
    secret: frozenset[str],
    unseen: frozenset[str] = frozenset(),
    untold: frozenset[str] = frozenset(),
    threshold: int = THRESHOLD,
) -> frozenset[str] | None:
    """Return the groups of a split that are hidden; None where not even the whole can be shown.

    `tables` are the figures that are shown of each group, all of them or none. `secret` groups
    are hidden in any case; `unseen` ones are never shown and, unless secret, give no secret
    away by being known; `untold` are those whose number of reviewed cases is not told. The
    whole is shown. The answer is the same whatever order the groups come in.
    """
    hidden = secret | unseen
    guarded = {group for table in tables for group in table if group not in unseen - secret}
    while True:
        if not any(_solved(tables, hidden, hidden & guarded, untold, threshold)):
            return hidden - unseen
        left = {group for table in tables for group in table} - hidden
        if not left:
            return None
        hidden |= {min(left, key=lambda group: _order(tables[0][group], group))}


def _order(cell: Cell, group: str) -> tuple[bool, int, str]:
    """Return the order in which more is hidden: small before large, the empty last."""
    return cell.n == 0, cell.n, group


def _solved(
    tables: Sequence[Table],
    hidden: frozenset[str],
    guarded: frozenset[str],
    untold: frozenset[str],
    threshold: int,
) -> Iterable[bool]:
    """Yield, for every guarded group and figure, whether it follows from what is shown.

    The hidden groups' k, their n − k and their cases are known together. One of them could
    have any numbers that leave the others no more than they have cases. The number of cases
    judged is no secret in itself where the group is large enough to tell how many are reviewed.
    """
    for table in tables:
        inside = {group: table[group] for group in hidden if group in table}
        judged = sum(cell.n for cell in inside.values())
        met = sum(cell.k or 0 for cell in inside.values())
        told = sum(cell.reviewed for group, cell in inside.items() if group not in untold)
        pool = sum(cell.reviewed for group, cell in inside.items() if group in untold)
        for group in guarded & inside.keys():
            cell = inside[group]
            if group in untold:
                low, high = 0, min(judged, pool)
            else:
                low = max(0, judged - (told - cell.reviewed) - pool)
                high = min(judged, cell.reviewed)
            if low == high and cell.n and (group in untold or cell.n < threshold):
                yield True
            if cell.k is not None and cell.n:
                yield _one(met, judged - met, low, high) or _one(judged - met, met, low, high)


def _one(these: int, others: int, low: int, high: int) -> bool:
    """Tell whether only one number of `these` fits between `low` and `high` cases."""
    return max(0, low - others) == min(these, high)
