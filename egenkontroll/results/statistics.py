"""Shares, intervals and tests for reviews of a few cases.

k is the number of cases that met the question, n the number judged, population the number of
cases (N) they were drawn from at random. Shares are floats 0–1, intervals `(low, high)` at 95 %.
What is undefined is None, never 0 or 1. Counts that cannot be counts raise ValueError: that is a
bug in the caller, not something a user can cause. Standard library only.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import TYPE_CHECKING

from egenkontroll.results.agreement_statistics import gwet_chance, raw_agreement
from egenkontroll.results.tables_of_four import check, ways

if TYPE_CHECKING:
    from collections.abc import Sequence

    Interval = tuple[float, float]
    Stratum = tuple[int, int, int]

_Z = 1.959963984540054  # the normal distribution's 97.5th percentile
_TAILS = 40  # one tail of a 95 % interval is one fortieth


def percent_half_up(k: int, n: int) -> int | None:
    """k of n as a whole percentage, a half rounded up, without floats. None for n = 0.

    Plain rounding: 199 of 200 gives 100. Whoever prints it says "över 99 %".
    Source: the rule taught in Swedish schools and Excel's ROUND.
    """
    check(k, n)
    return (200 * k + n) // (2 * n) if n else None


def published_percent_fits(k: int, n: int, printed: int) -> dict[str, bool] | None:
    """Which ways of rounding turn k of n into a printed whole percentage; None for n = 0.

    None of the four true: the published figures contradict each other.
    Source: the GRIM test, Brown & Heathers 2017, Soc Psychol Pers Sci 8:363.
    """
    check(k, n)
    if n == 0:
        return None
    floor, rest = divmod(100 * k, n)
    return {
        "half_up": printed == floor + (2 * rest >= n),
        "half_even": printed == floor + (2 * rest > n - floor % 2),
        "floor": printed == floor,
        "ceil": printed == floor + (rest > 0),
    }


def plausible_counts(printed: int, fewest: int, most: int) -> tuple[tuple[int, int], ...]:
    """Every (k, n) with n from `fewest` to `most` that a printed whole percentage may stand for.

    Half up, cut off and rounded up are all taken as possible. Source: statistics.md 2.4.
    """
    found = []
    for n in range(max(1, fewest), most + 1):
        for k in range(max(0, (printed - 1) * n // 100), min(n, (printed + 1) * n // 100 + 1) + 1):
            fits = published_percent_fits(k, n, printed)
            if fits is not None and (fits["half_up"] or fits["floor"] or fits["ceil"]):
                found.append((k, n))
    return tuple(found)


def wilson_interval(k: int, n: int, population: int | None = None) -> Interval | None:
    """The 95 % interval for a share, as shares 0–1. None for n = 0.

    With the population known n counts as n(N − 1)/(N − n) cases; with every case judged the
    interval is the share itself. Leave the population out when rounds or units are compared.
    Source: Wilson 1927, J Am Stat Assoc 22:209; Brown, Cai & DasGupta 2001, Stat Sci 16:101;
    the variance in a finite population: Cochran 1977.
    """
    check(k, n, population)
    if n == 0:
        return None
    if population is None:
        return wilson_effective(k / n, n)
    return wilson_effective(
        k / n, math.inf if n == population else n * (population - 1) / (population - n)
    )


def whole_cases_interval(k: int, n: int, population: int) -> tuple[int, int] | None:
    """Between how many and how many of the population's cases met the question (95 %).

    Wilson's limits for a finite population, rounded outward to whole cases and then to what the
    judged cases leave possible. None for n = 0. Source: as `wilson_interval`.
    """
    interval = wilson_interval(k, n, population)
    if interval is None:
        return None
    low, high = interval
    return (
        max(k, math.floor(low * population)),
        min(population - n + k, math.ceil(high * population)),
    )


def hypergeometric_interval(k: int, n: int, population: int) -> tuple[int, int] | None:
    """The exact 95 % interval in whole cases of the population ("minst/högst"). None for n = 0.

    The lowest and highest number that is *retained*: both tails are above 2.5 %. Some programs
    state the first number rejected instead, one case further out at each end.
    Source: Wright 1991, Lecture Notes in Statistics 66; Buonaccorsi 1987, Am Stat 41:215.
    """
    check(k, n, population)
    if n == 0:
        return None
    draws = math.comb(population, n)

    def reaches(met: int) -> bool:
        possible = ways(met, population - met, n)
        return _TAILS * sum(w for x, w in possible.items() if x >= k) > draws

    def exceeds(met: int) -> bool:
        possible = ways(met, population - met, n)
        return _TAILS * sum(w for x, w in possible.items() if x <= k) <= draws

    possible = range(k, population - n + k + 1)
    low = bisect_left(possible, True, key=reaches)
    high = bisect_left(possible, True, key=exceeds) - 1
    return possible[low], possible[high]


def effective_size(strata: Sequence[Stratum]) -> float | None:
    """How many cases of one simple sample the strata's `(k, n, population)` are worth.

    Infinite when every case is judged. None without cases, and when a stratum that has cases has
    none judged: it cannot be weighted in, and leaving it out is for the caller to do and to say.
    Source: Kish 1965, Survey Sampling, with each stratum's finite population.
    """
    for k, n, population in strata:
        check(k, n, population)
    drawn = [(n, population) for _, n, population in strata if population]
    if not drawn or any(n == 0 for n, _ in drawn):
        return None
    spread = math.fsum(size * size * (size - n) / (n * (size - 1)) for n, size in drawn if n < size)
    total = sum(size for _, size in drawn)
    return total * total / spread if spread else math.inf


def stratified_interval(strata: Sequence[Stratum]) -> tuple[float, float, float] | None:
    """The share of all cases, `(share, low, high)`, from strata of `(k, n, population)`.

    Every stratum weighs as many cases as it has, however few were drawn. None as
    `effective_size`. Source: Kish 1965; Wilson with the effective size: Franco, Little, Louis &
    Slud 2019, J Surv Stat Methodol 7:334.
    """
    size = effective_size(strata)
    if size is None:
        return None
    total = sum(population for _, _, population in strata)
    share = math.fsum(population * k / n for k, n, population in strata if n) / total
    return share, *wilson_effective(share, size)


def stratified_variance(strata: Sequence[Stratum]) -> float | None:
    """The textbook variance of the stratified share; 0 when no stratum varies.

    None as `effective_size`, and when one case of several was drawn from a stratum.
    Source: Cochran 1977, Sampling Techniques, chapter 5.
    """
    if effective_size(strata) is None or any(n == 1 < population for _, n, population in strata):
        return None
    total = sum(population for _, _, population in strata)
    return math.fsum(
        (size / total) ** 2 * (1 - n / size) * k * (n - k) / (n * n * (n - 1))
        for k, n, size in strata
        if n < size
    )


def newcombe_difference(k1: int, n1: int, k2: int, n2: int) -> Interval | None:
    """The 95 % interval for k1/n1 − k2/n2, between −1 and 1. None when n1 or n2 is 0.

    For two independent samples, without regard to the size of the population.
    Source: Newcombe 1998, Stat Med 17:873, method 10.
    """
    first, second = wilson_interval(k1, n1), wilson_interval(k2, n2)
    if first is None or second is None:
        return None
    share1, share2 = k1 / n1, k2 / n2
    down = math.hypot(share1 - first[0], second[1] - share2)
    up = math.hypot(first[1] - share1, share2 - second[0])
    return max(-1.0, share1 - share2 - down), min(1.0, share1 - share2 + up)


def holm(p_values: Sequence[float]) -> list[float]:
    """p-values adjusted for being a family, in the order given: for focus questions named before.

    Source: Holm 1979, Scand J Stat 6:65.
    """
    adjusted, highest = [0.0] * len(p_values), 0.0
    for rank, i in enumerate(_ascending(p_values)):
        highest = max(highest, min(1.0, p_values[i] * (len(p_values) - rank)))
        adjusted[i] = highest
    return adjusted


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """p-values adjusted for the false discovery rate, in the order given.

    The family is everything the reader sees in the same table.
    Source: Benjamini & Hochberg 1995, J R Stat Soc B 57:289.
    """
    count = len(p_values)
    adjusted, lowest = [0.0] * count, 1.0
    for rank, i in reversed(list(enumerate(_ascending(p_values), start=1))):
        lowest = min(lowest, p_values[i] * (count / rank))
        adjusted[i] = lowest
    return adjusted


def cochran_armitage(
    k: Sequence[int], n: Sequence[int], scores: Sequence[float]
) -> tuple[float, float] | None:
    """A steady trend over rounds: z (above 0 = rising with the scores) and two-sided p.

    The scores are the rounds' places in time. None when nothing can rise: fewer than two
    different scores with cases, or all cases alike.
    Source: Cochran 1954, Biometrics 10:417; Armitage 1955, Biometrics 11:375.
    """
    if not all(map(math.isfinite, scores)):
        raise ValueError("scores must be finite numbers")
    rounds = list(zip(k, n, scores, strict=True))
    for met, judged, _ in rounds:
        check(met, judged)
    total, share = sum(n), sum(k) / max(1, sum(n))
    if share in (0, 1) or len({score for _, judged, score in rounds if judged}) < 2:
        return None
    middle = math.fsum(judged * score for _, judged, score in rounds) / total
    rise = math.fsum(met * (score - middle) for met, _, score in rounds)
    spread = math.fsum(judged * (score - middle) ** 2 for _, judged, score in rounds)
    z = rise / math.sqrt(share * (1 - share) * spread)
    return z, math.erfc(abs(z) / math.sqrt(2))


def gwet_ac1(table: Sequence[Sequence[int]]) -> tuple[float, float, float] | None:
    """Two reviewers' agreement beyond chance, `(ac1, low, high)`, each at most 1.

    table[i][j] is the number of cases given answer i by the first and j by the second reviewer,
    with a row for every possible answer. The limits are Wilson's for the raw agreement, put
    through the same formula. None without cases or with fewer than two possible answers.
    Source: Gwet 2008, Br J Math Stat Psychol 61:29.
    """
    same, total = raw_agreement(table)
    interval, chance = wilson_interval(same, total), gwet_chance(table)
    if interval is None or chance is None:
        return None
    ac1, low, high = ((x - chance) / (1 - chance) for x in (same / total, *interval))
    return ac1, low, high


def sample_size(margin: float, population: int | None, share: float = 0.5) -> int:
    """The number of cases to draw for a 95 % interval of about ± margin (a share, 0.1 = 10 points).

    Rounded up. population None: unlimited. share: what is expected; 0.5 is the most demanding.
    Source: Cochran 1977, Sampling Techniques, chapter 4.
    """
    if not (margin > 0 and 0 < share < 1 and (population is None or population >= 0)):
        raise ValueError(f"no sample size for {margin=}, {population=}, {share=}")
    unlimited = _Z * _Z * share * (1 - share) / (margin * margin)
    if population is None:
        return math.ceil(unlimited)
    if population == 0:
        return 0
    return min(population, math.ceil(population * unlimited / (population + unlimited - 1)))


def lqas(n: int, allowed: int, good: float, bad: float) -> tuple[float, float] | None:
    """How well "pass if at most `allowed` of n fail" tells good from bad.

    Returns the probability to pass when the true share met is `good`, and to fail when it is
    `bad`. None for n = 0. Source: lot quality assurance sampling, Dodge & Romig 1959.
    """
    check(allowed, n)
    if not (0 <= good <= 1 and 0 <= bad <= 1):
        raise ValueError(f"shares must be between 0 and 1, got {good=}, {bad=}")
    if n == 0:
        return None
    passes = [
        math.fsum(
            math.comb(n, failed) * (1 - share) ** failed * share ** (n - failed)
            for failed in range(allowed + 1)
        )
        for share in (good, bad)
    ]
    return passes[0], 1 - passes[1]


def p_chart(k: Sequence[int], n: int) -> tuple[float, float, float] | None:
    """Centre line, lower and upper three-sigma limit for shares of n cases at every point.

    None without points or for n = 0. For large n only: near 0 and 100 % the limits mean nothing.
    Source: Montgomery, Introduction to Statistical Quality Control.
    """
    for met in k:
        check(met, n)
    if not k or n == 0:
        return None
    centre = sum(k) / (n * len(k))
    reach = 3 * math.sqrt(centre * (1 - centre) / n)
    return centre, max(0.0, centre - reach), min(1.0, centre + reach)


def wilson_effective(share: float, size: float) -> Interval:
    """Wilson's interval for a share seen in a sample worth `size` cases, which may be infinite."""
    shrink = 1 + _Z * _Z / size
    centre = (share + _Z * _Z / (2 * size)) / shrink
    half = _Z * math.sqrt(share * (1 - share) / size + _Z * _Z / (4 * size * size)) / shrink
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))


def _ascending(p_values: Sequence[float]) -> list[int]:
    """The places of the p-values, smallest first."""
    if not all(0 <= p <= 1 for p in p_values):
        raise ValueError("a p-value must be between 0 and 1")
    return sorted(range(len(p_values)), key=p_values.__getitem__)
