"""The share of all the cases, where the units were drawn at different rates.

Source: statistics.md 1.4: every reviewed case weighs as many as it stands for; the sample's
size is Kish's, with each unit's finite population.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.results.comparison import whole_points
from egenkontroll.results.statistics import wilson_effective
from egenkontroll.results.tally import SMALLEST_PERCENT, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.model import Question
    from egenkontroll.results.table import Counted

UNEVEN = 2
"""Rates that differ by more than this factor are uneven."""
APART = 2
"""From so many points between the weighted and the plain share the weighted one is shown."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The share of all cases in whole percent, with its 95 % interval.

    `reviewed` cases give the same precision as `worth` in a simple sample. `without` are the
    units that have cases and none judged: they are not in it.
    """

    percent: int
    low: int
    high: int
    reviewed: int
    worth: int
    without: tuple[str, ...]


def estimate(question: Question, units: Sequence[Counted]) -> Estimate | None:
    """Return the estimate for a question from the counts of every unit.

    None where the plain share tells the same, where fewer than ten cases are judged, and where
    the units' sizes are not known.
    """
    listed = [(one, share(question, one.tallies[question.id])) for one in units]
    used = [
        (found, one.reviewed, one.population)
        for one, found in listed
        if found is not None and found.n and one.population
    ]
    n = sum(found.n for found, _, _ in used)
    if n < SMALLEST_PERCENT or not _uneven([(drawn, size) for _, drawn, size in used]):
        return None
    weights = [size / drawn for _, drawn, size in used]
    total = math.fsum(w * found.n for w, (found, _, _) in zip(weights, used, strict=True))
    met = math.fsum(w * found.k for w, (found, _, _) in zip(weights, used, strict=True))
    spread = math.fsum(
        w * w * found.n * (size - drawn) / (size - 1)
        for w, (found, drawn, size) in zip(weights, used, strict=True)
        if size > drawn
    )
    weighted = min(1.0, met / total)
    plain = sum(found.k for found, _, _ in used) / n
    if abs(weighted - plain) * 100 < APART or not spread:
        return None
    worth = total * total / spread
    low, high = wilson_effective(weighted, worth)
    without = tuple(
        one.group or "" for one, found in listed if one.population and not (found and found.n)
    )
    said, least, most = (whole_points(part) for part in (weighted, low, high))
    return Estimate(said, least, most, n, int(worth), without)


def _uneven(drawn: Sequence[tuple[int, int]]) -> bool:
    rates = [reviewed / size for reviewed, size in drawn]
    return max(rates) > UNEVEN * min(rates)
