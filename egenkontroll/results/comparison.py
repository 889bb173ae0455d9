"""Has a share changed since an earlier round? The verdicts, and their words.

Order of precedence: not comparable, then unknown counts, then too few, then the tests.
Source: statistics.md 2 and 5: Newcombe's interval and Fisher's mid-P together, adjusted by
Benjamini–Hochberg over everything that is shown together.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from egenkontroll.checklist.compare import COMPARABLE, SWEDISH, Relation
from egenkontroll.results.statistics import (
    benjamini_hochberg,
    fisher_mid_p,
    newcombe_difference,
    percent_half_up,
)
from egenkontroll.results.tally import SMALLEST_PERCENT, Share

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST = 5
LEVEL = 0.05


class Verdict(StrEnum):
    """What may be said of a difference."""

    SECURED = "secured"
    POSSIBLE = "possible"
    CHANCE = "chance"
    TOO_FEW = "too_few"
    UNDECIDED = "undecided"
    NOT_COMPARABLE = "not_comparable"


WORDS = {
    Verdict.SECURED: "säkerställd förändring",
    Verdict.POSSIBLE: "möjlig förändring",
    Verdict.CHANCE: "kan vara slump",
    Verdict.TOO_FEW: "för få ärenden",
    Verdict.UNDECIDED: "kan inte avgöras utan antal",
    Verdict.NOT_COMPARABLE: "inte jämförbart",
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier round's figure for the same question and group.

    `share` is None where only the percentage is known, or nothing. `reason` says why the
    question has the relation it has.
    """

    round: str
    share: Share | None
    printed: int | None
    relation: Relation
    reason: str
    source: str = ""

    @property
    def percent(self) -> int | None:
        """The earlier share in whole percent as far as it may be stated."""
        return self.share.percent if self.share is not None else self.printed


@dataclass(frozen=True, slots=True)
class Change:
    """An earlier figure held against this year's. Differences are in percentage points."""

    earlier: Earlier
    difference: int | None
    low: int | None
    high: int | None
    verdict: Verdict

    @property
    def words(self) -> str:
        """The verdict as shown: "kan vara slump", "ny fråga" and so on."""
        if self.earlier.relation is Relation.NEW:
            return SWEDISH[Relation.NEW]
        return WORDS[self.verdict]


def compare(pairs: Sequence[tuple[Share | None, Earlier | None]]) -> list[Change | None]:
    """Return the change for each (share now, earlier figure) of all that is shown together.

    None where there is no earlier figure to hold against.
    """
    tested = [
        (index, fisher_mid_p(now.k, now.n, earlier.share.k, earlier.share.n))
        for index, (now, earlier) in enumerate(pairs)
        if now is not None
        and earlier is not None
        and earlier.share is not None
        and _testable(now, earlier)
    ]
    p_values = [p if p is not None else 1.0 for _, p in tested]
    adjusted = dict(zip((index for index, _ in tested), benjamini_hochberg(p_values), strict=True))
    plain = dict(zip((index for index, _ in tested), p_values, strict=True))
    return [
        None if earlier is None else _change(now, earlier, plain.get(index), adjusted.get(index))
        for index, (now, earlier) in enumerate(pairs)
    ]


def _testable(now: Share, earlier: Earlier) -> bool:
    share = earlier.share
    return (
        earlier.relation in COMPARABLE
        and share is not None
        and now.n >= FEWEST
        and share.n >= FEWEST
    )


def _change(now: Share | None, earlier: Earlier, p: float | None, adjusted: float | None) -> Change:
    if now is None or earlier.relation not in COMPARABLE:
        return Change(earlier, None, None, None, Verdict.NOT_COMPARABLE)
    difference = None
    if now.percent is not None and earlier.percent is not None:
        difference = now.percent - earlier.percent
    if earlier.share is None:
        return Change(earlier, difference, None, None, Verdict.UNDECIDED)
    if p is None or adjusted is None:
        return Change(earlier, difference, None, None, Verdict.TOO_FEW)
    interval = newcombe_difference(now.k, now.n, earlier.share.k, earlier.share.n)
    low, high = interval if interval is not None else (-1.0, 1.0)
    differs = (low > 0 or high < 0) and p <= LEVEL
    verdict = Verdict.CHANCE
    if differs:
        verdict = Verdict.SECURED if adjusted <= LEVEL else Verdict.POSSIBLE
    if min(now.n, earlier.share.n) < SMALLEST_PERCENT:
        return Change(earlier, None, None, None, verdict)
    return Change(earlier, difference, _points(low), _points(high), verdict)


def _points(share: float) -> int:
    """Return a difference of shares in whole percentage points, a half away from zero."""
    millionths = round(abs(share) * 1_000_000)
    points = percent_half_up(millionths, 1_000_000) or 0
    return -points if share < 0 else points
