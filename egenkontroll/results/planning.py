"""What so many cases can and cannot show: to be known before the sample is drawn.

The same intervals and tests as the results use, so that what is promised here is what comes.
Source: statistics.md 2.2 and 4.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.results.comparison import FEWEST, LEVEL
from egenkontroll.results.statistics import (
    newcombe_difference,
    sample_size,
    whole_cases_interval,
    wilson_effective,
)
from egenkontroll.results.tables_of_four import fisher_mid_p
from egenkontroll.results.tally import SMALLEST_PERCENT
from egenkontroll.texts import NBSP, count, k_of_n, number

if TYPE_CHECKING:
    from collections.abc import Sequence

REVIEW_ALL = 12
"""With no more cases than this a unit is better reviewed whole."""
TARGET = 0.10
_MANY = 300
"""Above this Newcombe's interval decides alone: Fisher's mid-P says the same, but slowly."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What `n` cases of `population` can show where about half meet the requirement.

    `margin` is half the 95 % interval in percentage points, `between` the same in whole cases
    of the population, and `hidden` how many cases may lack what every reviewed case has; None
    where every case or none is reviewed. `rise` and `fall` are the smallest changes (k before,
    k now) from a half up and from four in five down that would be called secured if the
    round before had as many cases; None where no change could be. `needed` is the number of
    cases for about ± 10 percentage points.
    """

    name: str
    population: int
    n: int
    margin: int | None
    between: tuple[int, int] | None
    hidden: int | None
    rise: tuple[int, int] | None
    fall: tuple[int, int] | None
    needed: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The outlook of each stratum, and of the whole round."""

    strata: tuple[Outlook, ...]
    whole: Outlook


def plan(strata: Sequence[tuple[str, int, int]], *, quotas: bool = False) -> Plan:
    """Return what a sample can show; `strata` is (name, cases in the list, cases drawn).

    Over several strata, drawn at different rates, the plain interval is used, as in the
    results; and everywhere with quotas, which say nothing sure of all cases in the list.
    """
    population, n = sum(one[1] for one in strata), sum(one[2] for one in strata)
    whole = outlook("", population, n, plain=quotas or len(strata) > 1)
    return Plan(tuple(outlook(*one, plain=quotas) for one in strata), whole)


def outlook(name: str, population: int, n: int, *, plain: bool = False) -> Outlook:
    """Return what n of the population's cases can show; `plain` leaves out the population."""
    needed = sample_size(TARGET, population)
    rise, fall = _smallest(n, n // 2, up=True), _smallest(n, (4 * n + 2) // 5, up=False)
    if n in (0, population):
        return Outlook(name, population, n, None, None, None, rise, fall, needed)
    size = n if plain else n * (population - 1) / (population - n)
    low, high = wilson_effective(0.5, size)
    margin = math.ceil(round((high - low) * 50, 6))
    if plain:
        return Outlook(name, population, n, margin, None, None, rise, fall, needed)
    half = whole_cases_interval(n // 2, n, population)
    every = whole_cases_interval(n, n, population)
    hidden = population - every[0] if every is not None else None
    return Outlook(name, population, n, margin, half, hidden, rise, fall, needed)


def secured(k1: int, n1: int, k2: int, n2: int) -> bool:
    """Tell whether a change would be secured if the question stood alone: see `comparison`."""
    interval = newcombe_difference(k1, n1, k2, n2)
    if interval is None or min(n1, n2) < FEWEST or interval[0] <= 0 <= interval[1]:
        return False
    p = fisher_mid_p(k1, n1, k2, n2) if max(n1, n2) <= _MANY else 0.0
    return p is not None and p <= LEVEL


def _smallest(n: int, before: int, *, up: bool) -> tuple[int, int] | None:
    """Return the smallest change from `before` of n that would be secured, or None."""
    steps = range(1, (n - before if up else before) + 1)
    at = bisect_left(
        steps, True, key=lambda step: secured(before, n, before + step * (1 if up else -1), n)
    )
    return (before, before + steps[at] * (1 if up else -1)) if at < len(steps) else None


# --- the words --------------------------------------------------------------------------------


def sentences(one: Outlook) -> tuple[str, ...]:
    """Return what so many cases can and cannot show, in plain Swedish."""
    n, population = one.n, one.population
    if not n:
        return ("Inget ärende granskas.",)
    if n == population:
        return (
            f"{'Det enda ärendet' if n == 1 else f'Alla {number(n)} ärenden'} granskas. Då finns "
            "ingen osäkerhet från urvalet.",
            *_about_change(one),
        )
    said = [_can(one)]
    if one.between is not None:
        low, high = (number(value) for value in one.between)
        said.append(
            f"Uppfyller {k_of_n(n // 2, n)} kravet kan det vara uppfyllt i mellan {low} och "
            f"{high} av alla {number(population)} ärenden."
        )
    if one.hidden:
        said.append(
            f"Uppfyller {k_of_n(n, n)} kravet kan det ändå brista i upp till "
            f"{number(one.hidden)} av de {number(population)}."
        )
    said += _about_change(one)
    return (*said, *_better(one))


def _can(one: Outlook) -> str:
    start = f"Med {k_of_n(one.n, one.population)} ärenden"
    if one.n < FEWEST:
        return f"{start} kan ni läsa och lära av varje ärende, men inte räkna fram någon andel."
    if one.n < SMALLEST_PERCENT:
        return (
            f"{start} kan ni upptäcka grova brister. Resultatet skrivs som antal, utan procent, "
            "för det är färre än tio."
        )
    return (
        f"{start} kan ni säga andelen med ungefär ±{one.margin}{NBSP}procentenheter "
        "(när hälften uppfyller kravet)."
    )


def _about_change(one: Outlook) -> list[str]:
    if one.n < FEWEST:
        return ["Om förändring kan inget sägas: det behövs minst fem ärenden i båda omgångarna."]
    begun = "Om förra omgången hade lika många kan en förändring kallas säkerställd först när "
    found = [change for change in (one.rise, one.fall) if change is not None]
    if not found:
        return ["En förändring sedan förra omgången går inte att säkerställa."]
    said = [
        f"{k_of_n(before, one.n)} blir {k_of_n(now, one.n)}{_further(before, now, one.n)}"
        for before, now in found
    ]
    return [
        f"{begun}{', eller när '.join(said)}. Mindre skillnader kan "
        "vara slump, och jämförs många frågor på en gång krävs mer."
    ]


def _further(before: int, now: int, n: int) -> str:
    if now in (0, n):
        return ""
    return " eller fler" if now > before else " eller färre"


def _better(one: Outlook) -> list[str]:
    if one.population <= REVIEW_ALL:
        return [f"Det är så få ärenden att det är bäst att granska alla {one.population}."]
    if one.needed > one.n:
        needed = count(one.needed, "ärende", "ärenden")
        return [f"För ungefär ±10{NBSP}procentenheter behövs {needed}."]
    return []


def whole_sentences(found: Plan) -> tuple[str, ...]:
    """Return what the whole sample can show, and what must not be asked of its parts."""
    said = list(sentences(found.whole))
    smallest = min((one.n for one in found.strata if one.n < one.population), default=None)
    if len(found.strata) > 1 and smallest is not None and smallest < 30:
        said.append("Enheter eller grupper kan inte rangordnas på så få ärenden.")
    return tuple(said)
