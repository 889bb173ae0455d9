"""`python -m benchmarks.simulation`: do the verdicts and intervals keep what they promise?

Seeded rounds in which nothing has changed are held against each other by the program's own
rules. Reported: how often a whole table says "säkerställd" of something that did not change
(statistics.md asks for at most 5 %), and how often an interval holds the true share.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass

from egenkontroll.checklist.compare import Relation
from egenkontroll.results.comparison import Earlier, Verdict, compare
from egenkontroll.results.statistics import (
    stratified_interval,
    whole_cases_interval,
    wilson_interval,
)
from egenkontroll.results.tally import Share

SEED = "egenkontroll 2026"
TABLES = 2_000
QUESTIONS = 30
SHARES = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98)


@dataclass(frozen=True)
class Told:
    """How many of so many came out so, in words: "2.1 % of 2000 tables"."""

    what: str
    times: int
    of: int

    def __str__(self) -> str:
        return f"{self.what}: {100 * self.times / self.of:.2f} % of {self.of}"


def drawn(chance: random.Random, n: int, share: float) -> int:
    """Return how many of n cases meet a requirement that a share of all cases meets."""
    return sum(chance.random() < share for _ in range(n))


def false_alarms(chance: random.Random, n: int, tables: int) -> Told:
    """Return how many tables of thirty unchanged questions call any of them secured."""
    alarms = 0
    for _ in range(tables):
        pairs = []
        for number in range(QUESTIONS):
            share = SHARES[number % len(SHARES)]
            now, then = (Share(drawn(chance, n, share), n) for _ in range(2))
            pairs.append((now, Earlier("då", then, None, Relation.IDENTICAL, "")))
        changes = compare(pairs)
        alarms += any(one is not None and one.verdict is Verdict.SECURED for one in changes)
    return Told(f"falskt säkerställd i tabell, {QUESTIONS} frågor, n = {n}", alarms, tables)


def unit_coverage(chance: random.Random, n: int, population: int, times: int) -> tuple[Told, Told]:
    """Return how often a unit's interval holds its own share, in percent and in whole cases."""
    held = whole = 0
    for _ in range(times):
        met = chance.randrange(population + 1)
        k = sum(one < met for one in chance.sample(range(population), n))
        low, high = wilson_interval(k, n, population) or (0, 1)
        held += low <= met / population <= high
        least, most = whole_cases_interval(k, n, population) or (0, population)
        whole += least <= met <= most
    name = f"{n} av {population}"
    return (
        Told(f"intervallet håller enhetens andel, {name}", held, times),
        Told(f"hela ärenden håller enhetens antal, {name}", whole, times),
    )


def department_coverage(chance: random.Random, n: int, share: float, times: int) -> Told:
    """Return how often the estimate for six units of unlike size holds the whole's share."""
    sizes = (30, 40, 60, 80, 120, 150)
    held = 0
    for _ in range(times):
        strata, met_in_all = [], 0
        for size in sizes:
            met = drawn(chance, size, share)
            met_in_all += met
            k = sum(one < met for one in chance.sample(range(size), n))
            strata.append((k, n, size))
        found = stratified_interval(strata)
        held += found is not None and found[1] <= met_in_all / sum(sizes) <= found[2]
    return Told(f"skattningen håller helhetens andel, sex enheter, n = {n}, {share:.2f}",
                held, times)  # fmt: skip


def run(tables: int = TABLES) -> list[Told]:
    """Return everything that is told; the same for the same number of tables."""
    chance = random.Random(SEED)
    told = [false_alarms(chance, n, tables) for n in (10, 20, 61)]
    for n, population in ((10, 30), (10, 50), (10, 120), (20, 60), (61, 300)):
        told += unit_coverage(chance, n, population, 5 * tables)
    told += [department_coverage(chance, 10, share, tables) for share in (0.7, 0.9, 0.97)]
    return told


if __name__ == "__main__":
    for one in run(int(sys.argv[1]) if len(sys.argv) > 1 else TABLES):
        print(one)
