"""Fisher's test of a table of four numbers: met and not met, now and then.

Small tables are weighed in whole numbers, exactly. Large ones in floats, beside the most probable
table of all, and only as far out as anything weighs: their whole numbers would have thousands of
digits, and be as many as there are cases.
"""

from __future__ import annotations

import math

_EXACT = 4_000
"""So many cases at most are weighed in whole numbers, which takes some milliseconds."""

_NOTHING = 1e-18
"""A table that weighs less than this beside the most probable one is as good as impossible."""

_ALIKE = 1e-9


def check(k: int, n: int, population: int | None = None) -> None:
    """Stop at counts that cannot be counts."""
    if not 0 <= k <= n:
        raise ValueError(f"a count must satisfy 0 <= k <= n, got {k=}, {n=}")
    if population is not None and n > population:
        raise ValueError(f"a sample cannot exceed its population, got {n=}, {population=}")


def fisher_exact(k1: int, n1: int, k2: int, n2: int) -> float | None:
    """Fisher's two-sided p-value: all tables no more probable than this. None if n1 or n2 is 0.

    For comparison with other programs; verdicts use `fisher_mid_p`.
    Source: Fisher 1935, The Design of Experiments.
    """
    weights = _weights(k1, n1, k2, n2)
    if weights is None:
        return None
    rarer, alike, total = weights
    return min(1.0, (rarer + alike) / total)


def fisher_mid_p(k1: int, n1: int, k2: int, n2: int) -> float | None:
    """Fisher's two-sided mid-P value for a difference in shares. None if n1 or n2 is 0.

    Half of *all* tables exactly as probable as this one is left out, in both tails.
    Source: Lydersen, Fagerland & Laake 2009, Stat Med 28:1159.
    """
    weights = _weights(k1, n1, k2, n2)
    if weights is None:
        return None
    rarer, alike, total = weights
    return (2 * rarer + alike) / (2 * total)


def ways(marked: int, others: int, drawn: int) -> dict[int, int]:
    """In how many ways a draw holds x of the marked, for every x that is possible.

    Each is worked out from the one before: every division is exact, and thousands are quick.
    """
    first, last = max(0, drawn - others), min(marked, drawn)
    many = math.comb(marked, first) * math.comb(others, drawn - first)
    found = {first: many}
    for x in range(first, last):
        many = many * ((marked - x) * (drawn - x)) // ((x + 1) * (others - drawn + x + 1))
        found[x + 1] = many
    return found


def _weights(k1: int, n1: int, k2: int, n2: int) -> tuple[float, float, float] | None:
    """Weight of the tables rarer than this one, as rare as it, and all."""
    check(k1, n1)
    check(k2, n2)
    if n1 == 0 or n2 == 0:
        return None
    if n1 + n2 <= _EXACT:
        exact = ways(n1, n2, k1 + k2)
        seen = exact[k1]
        return (
            sum(w for w in exact.values() if w < seen),
            sum(w for w in exact.values() if w == seen),
            sum(exact.values()),
        )
    near = _beside_the_likeliest(n1, n2, k1 + k2)
    low, high = (near.get(k1, 0.0) * (1 + by) for by in (-_ALIKE, _ALIKE))
    return (
        math.fsum(w for w in near.values() if w < low),
        math.fsum(w for w in near.values() if low <= w <= high),
        math.fsum(near.values()),
    )


def _beside_the_likeliest(marked: int, others: int, drawn: int) -> dict[int, float]:
    """How probable it is that a draw holds x of the marked, beside the most probable number."""
    first, last = max(0, drawn - others), min(marked, drawn)
    middle = (marked + 1) * (drawn + 1) // (marked + others + 2)
    found = {middle: 1.0}
    weight = 1.0
    for x in range(middle, last):
        weight *= (marked - x) * (drawn - x) / ((x + 1) * (others - drawn + x + 1))
        if weight < _NOTHING:
            break
        found[x + 1] = weight
    weight = 1.0
    for x in range(middle, first, -1):
        weight *= x * (others - drawn + x) / ((marked - x + 1) * (drawn - x + 1))
        if weight < _NOTHING:
            break
        found[x - 1] = weight
    return found
