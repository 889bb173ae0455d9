"""Groups that are drawn apart from each other, and how many cases each is to give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.sample.wanted import UNIT, Sizing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from egenkontroll.sample.drawn import Frame, FrameCase
    from egenkontroll.sample.wanted import Wanted

MISSING = "uppgift saknas"
"""The stratum of cases that lack the attribute that the sample is divided by."""


def strata_of(frame: Frame, stratum: str) -> dict[str, list[FrameCase]]:
    """Return the frame's cases by stratum, in the order the strata first appear."""
    found: dict[str, list[FrameCase]] = {}
    for case in frame.cases:
        name = case.unit if stratum == UNIT else case.attributes.get(stratum) or MISSING
        found.setdefault(name, []).append(case)
    return found


def amounts(wanted: Wanted, sizes: Mapping[str, int]) -> dict[str, int]:
    """Return how many cases to draw in each stratum, never more than it has.

    A share is rounded up, so that no stratum is left without a case. Raises UserError for a
    total that is smaller than the number of strata.
    """
    match wanted.sizing:
        case Sizing.FIXED:
            asked = dict.fromkeys(sizes, wanted.amount)
        case Sizing.SHARE:
            asked = {name: -(-size * wanted.amount // 100) for name, size in sizes.items()}
        case Sizing.ALL:
            asked = dict(sizes)
        case _:
            asked = share_out(wanted.amount, sizes)
    return {name: min(asked[name], size) for name, size in sizes.items()}


def share_out(total: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """Share out a total in proportion to the sizes, each at least one, by largest remainder.

    Strata whose part is less than one get one; what is then left is shared among the others
    by their sizes: first whole numbers, then one each to the largest remainders. Of equal
    remainders the larger stratum goes first, then the name that sorts first by code point.
    """
    if total < len(sizes):
        raise UserError(
            f"{total} ärenden räcker inte: listan har {len(sizes)} grupper, och varje grupp ska "
            f"ha minst ett. Dra minst {len(sizes)} ärenden."
        )
    left = min(total, sum(sizes.values()))
    rest = dict(sizes)
    given: dict[str, int] = {}
    while small := [name for name, size in rest.items() if left * size < sum(rest.values())]:
        # The smallest first: what it is given makes the others' parts smaller.
        name = min(small, key=lambda name: (rest[name], name))
        given[name] = 1
        left -= 1
        del rest[name]
    whole = sum(rest.values())
    given |= {name: left * size // whole for name, size in rest.items()}
    by_remainder = sorted(rest, key=lambda name: (-(left * rest[name] % whole), -rest[name], name))
    for name in by_remainder[: left - sum(given[name] for name in rest)]:
        given[name] += 1
    return {name: given[name] for name in sizes}
