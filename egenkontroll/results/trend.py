"""A question over three rounds or more: is it rising or falling, and is it in control?

"Trend" is said only of three comparable rounds or more, when the adjusted p-value is at most
0.05 (statistics.md 2.5). From twelve points there is a p-chart with limits for each point.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from egenkontroll.results.comparison import FEWEST, LEVEL
from egenkontroll.results.statistics import benjamini_hochberg, cochran_armitage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.results.analysis import Point
    from egenkontroll.results.tally import Share

FEWEST_ROUNDS = 3
CHART_FROM = 12
"""From so many points a series is judged by a p-chart and no longer by a trend test."""
_OUTSIDE = 0.00135  # the tail beyond three standard deviations of the normal distribution
_NEAR = 0.0228  # and beyond two
_RUN = 7


class Direction(StrEnum):
    """Where the shares are going."""

    RISING = "rising"
    FALLING = "falling"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Trend:
    """A trend over the latest comparable rounds, from `first` to `last`."""

    direction: Direction
    rounds: int
    first: str
    last: str


def comparable_run(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the latest points that are joined to each other and have counts."""
    counted = [point.share is not None and point.share.n >= FEWEST for point in points]
    start = len(points)
    while start and counted[start - 1] and (start == len(points) or points[start].joined):
        start -= 1
    return tuple(points[start:])


def trends(series: Mapping[str, Sequence[Point]]) -> dict[str, Trend]:
    """Return the trend of every question with three comparable rounds or more.

    The scores are the rounds' last days; p-values are adjusted by Benjamini–Hochberg over all
    questions, since they are shown together.
    """
    runs = {name: comparable_run(points) for name, points in series.items()}
    tested = {name: run for name, run in runs.items() if len(run) >= FEWEST_ROUNDS}
    found = {name: _tested(run) for name, run in tested.items()}
    adjusted = benjamini_hochberg([p for _, p in found.values()])
    return {
        name: Trend(
            _direction(found[name][0], p), len(run), run[0].round, run[-1].round
        )
        for (name, run), p in zip(tested.items(), adjusted, strict=True)
    }  # fmt: skip


def _tested(run: Sequence[Point]) -> tuple[float, float]:
    shares = _shares(run)
    dated = all(point.ends for point in run) and len({point.ends for point in run}) == len(run)
    days = [dt.date.fromisoformat(point.ends).toordinal() for point in run] if dated else []
    scores = [float(day - days[0]) for day in days] or [float(place) for place in range(len(run))]
    return cochran_armitage([one.k for one in shares], [one.n for one in shares], scores) or (0, 1)


def _direction(z: float, p: float) -> Direction:
    if p > LEVEL:
        return Direction.NONE
    return Direction.RISING if z > 0 else Direction.FALLING


def _shares(run: Sequence[Point]) -> list[Share]:
    return [point.share for point in run if point.share is not None]


# --- the p-chart ------------------------------------------------------------------------------


class Signal(StrEnum):
    """What a p-chart points out."""

    OUTSIDE = "outside"
    ONE_SIDE = "one_side"
    ONE_WAY = "one_way"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class ProcessChart:
    """A p-chart: the centre line and, for each point, its limits, all as shares 0–1.

    `first` is the place of the first of its points in the series. `signals` is what is pointed
    out, by place among the chart's points: the point where it shows.
    """

    first: int
    centre: float
    limits: tuple[tuple[float, float], ...]
    signals: tuple[tuple[int, Signal], ...]


def process_chart(points: Sequence[Point]) -> ProcessChart | None:
    """Return the p-chart of the latest comparable points; None below twelve.

    The limits are binomial: with few cases three standard deviations mean nothing near 0 and
    100 %. Four rules: a point outside, seven on one side, seven rising or falling, two of three
    near a limit (statistics.md 2.5).
    """
    run = comparable_run(points)
    if len(run) < CHART_FROM:
        return None
    shares = _shares(run)
    centre = sum(one.k for one in shares) / sum(one.n for one in shares)
    outer = [_limits(one.n, centre, _OUTSIDE) for one in shares]
    inner = [_limits(one.n, centre, _NEAR) for one in shares]
    values = [one.k / one.n for one in shares]
    signals = [
        *((at, Signal.OUTSIDE) for at, one in enumerate(shares) if _beyond(one, outer[at])),
        *((at, Signal.ONE_SIDE) for at in _runs([_sign(value - centre) for value in values])),
        *((at + 1, Signal.ONE_WAY) for at in _runs(
            [_sign(after - before) for before, after in pairwise(values)],
            _RUN - 1,
        )),
        *((at, Signal.NEAR) for at in _near([
            _beyond(one, limits) for one, limits in zip(shares, inner, strict=True)
        ])),
    ]  # fmt: skip
    sized = zip(outer, shares, strict=True)
    limits = tuple((low / one.n, high / one.n) for (low, high), one in sized)
    return ProcessChart(len(points) - len(run), centre, limits, tuple(sorted(signals)))


def _limits(n: int, share: float, tail: float) -> tuple[int, int]:
    """Return the numbers of n between which all but the tails of the binomial lie.

    What is further out than twelve standard deviations is too rare to be added up.
    """
    reach = math.ceil(12 * math.sqrt(n * share * (1 - share)) + 12)
    first, last = max(0, math.floor(n * share) - reach), min(n, math.ceil(n * share) + reach)
    below = list(accumulate(_chance(k, n, share) for k in range(first, last + 1)))
    low, high = (first + find for find in (bisect_right(below, tail), bisect_left(below, 1 - tail)))
    return min(low, n), min(high, n)


def _chance(k: int, n: int, share: float) -> float:
    if share in (0, 1):
        return float(k == n * share)
    ways = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return math.exp(ways + k * math.log(share) + (n - k) * math.log1p(-share))


def _beyond(one: Share, limits: tuple[int, int]) -> int:
    """Return 1 above the limits, −1 below and 0 within."""
    return int(one.k > limits[1]) - int(one.k < limits[0])


def _sign(value: float) -> int:
    return int(value > 0) - int(value < 0)


def _runs(signs: Sequence[int], length: int = _RUN) -> list[int]:
    """Return the places where `length` equal signs in a row, not nought, are complete."""
    found, run = [], 0
    for at, sign in enumerate(signs):
        run = run + 1 if at and sign == signs[at - 1] else 1
        if sign and run >= length:
            found.append(at)
    return found


def _near(sides: Sequence[int]) -> list[int]:
    """Return the places where two of the last three points are near the same limit."""
    return [
        at for at, side in enumerate(sides)
        if side and list(sides[max(0, at - 2) : at + 1]).count(side) > 1
    ]  # fmt: skip
