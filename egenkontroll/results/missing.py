"""What the unanswered could do to a share, and whether so many are left that it may not stand.

Source: statistics.md 6: with m unanswered beside k of n the share of all lies between k and
k + m of n + m; more than a tenth of them, or so many that the verdict could be another, is too
much to go by.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.results.comparison import Verdict, direction
from egenkontroll.results.tally import Share

if TYPE_CHECKING:
    from egenkontroll.results.table import ResultRow

MOST = 10
"""So many percent of the cases may be unanswered."""
_TESTED = (Verdict.SECURED, Verdict.POSSIBLE, Verdict.CHANCE)


@dataclass(frozen=True, slots=True)
class Missing:
    """The share had every unanswered case been unmet, and had it been met.

    `flips` tells that the verdict on the change could be another.
    """

    unanswered: int
    low: Share
    high: Share
    flips: bool


def too_many_missing(row: ResultRow) -> Missing | None:
    """Return what the unanswered could do, None where they are so few that the share stands."""
    share, lost = row.share, row.counts.unanswered
    if share is None or not share.n or not lost:
        return None
    every = share.n + lost
    low, high = Share(share.k, every), Share(share.k + lost, every)
    flips = _flips(row, share, (low, high))
    if 100 * lost <= MOST * every and not flips:
        return None
    return Missing(lost, low, high, flips)


def _flips(row: ResultRow, share: Share, bounds: tuple[Share, Share]) -> bool:
    change = row.change
    then = change.earlier.share if change is not None else None
    if change is None or then is None or change.verdict not in _TESTED:
        return False
    if change.earlier.now is not None:
        return False  # held on some of the units: how many of theirs are missing is not known
    return any(direction(one, then) != direction(share, then) for one in bounds)
