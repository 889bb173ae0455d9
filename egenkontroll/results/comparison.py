"""Has a share changed since an earlier round? The verdicts, and their words.

Order of precedence: not comparable, then unknown counts, then too few, then the tests.
Source: statistics.md 2 and 5: Newcombe's interval and Fisher's mid-P together, adjusted by
Benjamini–Hochberg over everything that is shown together, and by Holm over the focus questions
that were named before the round began.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from egenkontroll.checklist.compare import COMPARABLE, SWEDISH, Relation
from egenkontroll.results.statistics import (
    benjamini_hochberg,
    holm,
    newcombe_difference,
    percent_half_up,
    wilson_effective,
)
from egenkontroll.results.tables_of_four import fisher_mid_p
from egenkontroll.results.tally import SMALLEST_PERCENT, Share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from egenkontroll.results.mix import Weighted

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
    question has the relation it has, `note` what is odd about the figure. `now` is this year's
    share on the same units, None where it is the whole one; `weighted` both shares, now and
    then, with the same weights; `basis` says in words what was done. `focus` tells that the
    question was named before the round began. `asked` is the question's id then, `places`
    where the figure stands in that round, as (split, group), and `apart` how many of its cases
    were not applicable, of how many answered. `complete` tells that every case of both rounds was
    reviewed, `could_be` which counts a bare percentage may stand for, where n is known, and
    `part` that some units are left out of either round.
    """

    round: str
    share: Share | None
    printed: int | None
    relation: Relation
    reason: str
    source: str = ""
    note: str = ""
    now: Share | None = None
    weighted: tuple[Weighted, Weighted] | None = None
    basis: str = ""
    focus: bool = False
    asked: str = ""
    places: frozenset[tuple[str, str | None]] = frozenset()
    apart: tuple[int, int] | None = None
    complete: bool = False
    could_be: tuple[Share, ...] = ()
    part: bool = False

    @property
    def percent(self) -> int | None:
        """The earlier share in whole percent as far as it may be stated."""
        return self.share.percent if self.share is not None else self.printed


@dataclass(frozen=True, slots=True)
class Change:
    """An earlier figure held against this year's. Differences are in percentage points.

    `together` is how many comparisons were judged as one family.
    """

    earlier: Earlier
    difference: int | None
    low: int | None
    high: int | None
    verdict: Verdict
    together: int = 0

    @property
    def words(self) -> str:
        """The verdict as shown: "kan vara slump", "ny fråga" and so on."""
        if self.earlier.relation is Relation.NEW:
            return SWEDISH[Relation.NEW]
        return WORDS[self.verdict]

    @property
    def comparable(self) -> bool:
        """Whether the question is the same in both rounds."""
        return self.earlier.relation in COMPARABLE


@dataclass(frozen=True, slots=True)
class _Test:
    """Two shares held against each other: the difference, its interval and its p-value.

    `agreed` tells that all the counts that an earlier percentage may stand for say the same.
    """

    difference: int | None
    low: float
    high: float
    p: float
    few: bool
    agreed: bool = True

    def decides(self, adjusted: float) -> bool:
        """Tell whether a bare percentage gives one verdict, whichever count is behind it."""
        return self.agreed and (adjusted <= LEVEL or not _direction(self))


def compare(pairs: Sequence[tuple[Share | None, Earlier | None]]) -> list[Change | None]:
    """Return the change for each (share now, earlier figure) of all that is shown together.

    None where there is no earlier figure to hold against.
    """
    tests = {
        index: _test(now, earlier)
        for index, (now, earlier) in enumerate(pairs)
        if now is not None and earlier is not None and _testable(now, earlier)
    }
    adjusted: dict[int, float] = {}
    sizes: dict[int, int] = {}
    for focus, adjust in ((True, holm), (False, benjamini_hochberg)):
        family = [
            index for index in tests
            if (earlier := pairs[index][1]) is not None and earlier.focus is focus
        ]  # fmt: skip
        adjusted |= _adjusted(family, tests, adjust)
        sizes |= dict.fromkeys(family, len(family))
    return [
        None
        if earlier is None
        else replace(
            _change(now, earlier, tests.get(index), adjusted.get(index)),
            together=sizes.get(index, 0),
        )
        for index, (now, earlier) in enumerate(pairs)
    ]


def direction(now: Share, then: Share) -> int:
    """Return 1 or −1 where a share is larger or smaller than another beyond chance, else 0.

    Newcombe's interval and Fisher's mid-P must both say so, for the two shares alone.
    """
    return _direction(_pair(now, then))


def _direction(test: _Test) -> int:
    differs = test.p <= LEVEL
    return (differs and test.low > 0) - (differs and test.high < 0)


def _adjusted(
    family: Iterable[int],
    tests: dict[int, _Test],
    adjust: Callable[[Sequence[float]], list[float]],
) -> dict[int, float]:
    listed = list(family)
    return dict(zip(listed, adjust([tests[index].p for index in listed]), strict=True))


def _testable(now: Share, earlier: Earlier) -> bool:
    ours, then = earlier.now or now, [earlier.share] if earlier.share else earlier.could_be
    if earlier.relation not in COMPARABLE or not then:
        return False
    sizes = [ours.n, *(one.n for one in then), *(one.size for one in earlier.weighted or ())]
    return min(sizes) >= FEWEST


def _test(now: Share, earlier: Earlier) -> _Test:
    """Hold two shares against each other: as counted, or with the same weights in both.

    A bare percentage is held with every count that it may stand for, and is as unsure as the
    least sure of them.
    """
    ours = earlier.now or now
    if earlier.share is None:
        tried = [_pair(ours, one) for one in earlier.could_be]
        low, high = min(one.low for one in tried), max(one.high for one in tried)
        apart = _apart(ours.percent, earlier.percent)
        p, few = max(one.p for one in tried), any(one.few for one in tried)
        return _Test(apart, low, high, p, few, len({_direction(one) for one in tried}) == 1)
    if earlier.weighted is not None:
        return _weighted_test(*earlier.weighted, min(ours.n, earlier.share.n) < SMALLEST_PERCENT)
    return _pair(ours, earlier.share)


def _pair(now: Share, then: Share) -> _Test:
    low, high = newcombe_difference(now.k, now.n, then.k, then.n) or (-1.0, 1.0)
    p = fisher_mid_p(now.k, now.n, then.k, then.n)
    few = min(now.n, then.n) < SMALLEST_PERCENT
    return _Test(_apart(now.percent, then.percent), low, high, 1.0 if p is None else p, few)


def _apart(now: int | None, then: int | None) -> int | None:
    return None if now is None or then is None else now - then


def _weighted_test(now: Weighted, then: Weighted, few: bool) -> _Test:
    """Newcombe's interval from two weighted Wilson intervals, and mid-P on the cases they are
    worth, rounded down so that no more is claimed than was seen (statistics.md 2.1).
    """
    first, second = wilson_effective(*_plain(now)), wilson_effective(*_plain(then))
    apart = now.share - then.share
    low = apart - math.hypot(now.share - first[0], second[1] - then.share)
    high = apart + math.hypot(first[1] - now.share, then.share - second[0])
    sizes = [int(one.size) for one in (now, then)]
    met = [round(one.share * size) for one, size in zip((now, then), sizes, strict=True)]
    p = fisher_mid_p(met[0], sizes[0], met[1], sizes[1]) or 0.0
    difference = whole_points(now.share) - whole_points(then.share)
    return _Test(difference, max(-1.0, low), min(1.0, high), p, few)


def _plain(one: Weighted) -> tuple[float, float]:
    return one.share, one.size


def _change(
    now: Share | None, earlier: Earlier, test: _Test | None, adjusted: float | None
) -> Change:
    if now is None or earlier.relation not in COMPARABLE:
        return Change(earlier, None, None, None, Verdict.NOT_COMPARABLE)
    if earlier.share is None and (test is None or adjusted is None or not test.decides(adjusted)):
        apart = _apart((earlier.now or now).percent, earlier.percent)
        return Change(earlier, apart, None, None, Verdict.UNDECIDED)
    if test is None or adjusted is None:
        return Change(earlier, None, None, None, Verdict.TOO_FEW)
    verdict = Verdict.CHANCE
    if _direction(test):
        verdict = Verdict.SECURED if adjusted <= LEVEL else Verdict.POSSIBLE
    if test.few:
        return Change(earlier, None, None, None, verdict)
    low, high = whole_points(test.low), whole_points(test.high)
    return Change(earlier, test.difference, low, high, verdict)


def whole_points(share: float) -> int:
    """Return a share, or a difference of shares, in whole points; a half away from zero."""
    millionths = round(abs(share) * 1_000_000)
    points = percent_half_up(millionths, 1_000_000) or 0
    return -points if share < 0 else points


def comparable_of(relations: Iterable[Relation | None]) -> tuple[int, int]:
    """Return how many of the questions are comparable with the earlier round, and of how many.

    Give the relations of judged questions alone, None where there is nothing to compare with.
    """
    listed = list(relations)
    return sum(relation in COMPARABLE for relation in listed), len(listed)
