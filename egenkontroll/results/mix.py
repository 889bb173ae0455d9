"""The same units and the same weights in both rounds, where they are not the same by themselves.

Source: statistics.md 7: with new, removed or differently sampled units the rounds are compared
on the common units, and with the present sizes as weights in both; else a change of mix would
look like a change of work (Simpson).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.results.tally import Share
from egenkontroll.texts import count, listing, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOVED = 0.10
"""From so large a move in a unit's part of the judged cases the rounds are weighted alike."""
_NAMED = 6


@dataclass(frozen=True, slots=True)
class Weighted:
    """A share over units with given weights, and the sample size that it is worth."""

    share: float
    size: float


@dataclass(frozen=True, slots=True)
class Basis:
    """What two rounds are compared on: counts over the same units, and shares weighted alike.

    `weighted` is None where the units have the same part of both rounds. `words` says what was
    done, "" where nothing had to be.
    """

    now: Share
    then: Share
    weighted: tuple[Weighted, Weighted] | None
    words: str


@dataclass(frozen=True)
class Mix:
    """How two rounds' units correspond: groups of (units now, units then) that are the same.

    A reorganisation ties the units that came from each other into one group.
    """

    groups: tuple[tuple[frozenset[str], frozenset[str]], ...]
    only_now: tuple[str, ...]
    only_then: tuple[str, ...]
    moved: bool

    @property
    def part(self) -> bool:
        """Whether some units are in one of the rounds alone."""
        return bool(self.only_now or self.only_then)

    @property
    def same(self) -> bool:
        """Whether the rounds may be compared as they are."""
        return not (self.part or self.moved)

    def basis(
        self, now: Mapping[str, Share], then: Mapping[str, Share], sizes: Mapping[str, int]
    ) -> Basis | None:
        """Return what a question is compared on; None where no unit is common.

        `now` and `then` are the question's shares by unit, `sizes` the number of cases that
        each unit has now (N).
        """
        pairs = [(_sum(now, ours), _sum(then, theirs)) for ours, theirs in self.groups]
        if not pairs:
            return None
        weights = [sum(sizes.get(unit, 0) for unit in ours) for ours, _ in self.groups]
        weighted = _weighted(pairs, weights) if self.moved else None
        return Basis(
            total(first for first, _ in pairs),
            total(second for _, second in pairs),
            weighted,
            self._words(weighted is not None),
        )

    def _words(self, weighted: bool) -> str:
        said = []
        if self.part:
            kept = count(len(self.groups), "enhet", "enheter")
            left = [f"utan {_names(self.only_now)}, som inte fanns då"] if self.only_now else []
            if self.only_then:
                left.append(f"utan {_names(self.only_then)}, som inte finns nu")
            said.append(f"jämfört på {kept} som finns i båda, {listing(left)}")
        if weighted:
            said.append("enheterna väger lika mycket i båda, efter hur många ärenden de har nu")
        return "; ".join(said)


def mix(
    now: Mapping[str, int], then: Mapping[str, int], came_from: Mapping[str, Sequence[str]]
) -> Mix:
    """Return how the units of two rounds correspond; `now` and `then` are reviewed cases by unit.

    `came_from` is, by unit, the units that it came from, over every reorganisation.
    """
    groups: list[tuple[set[str], set[str]]] = []
    for unit in now:
        theirs = {name for name in (unit, *came_from.get(unit, ())) if name in then}
        ours = {unit}
        apart = []
        for group in groups:
            if group[1] & theirs:
                ours |= group[0]
                theirs |= group[1]
            else:
                apart.append(group)
        groups = [*apart, (ours, theirs)]
    common = [(frozenset(ours), frozenset(theirs)) for ours, theirs in groups if theirs]
    known = {name for _, theirs in common for name in theirs}
    return Mix(
        tuple(common),
        _sorted(unit for ours, theirs in groups if not theirs for unit in ours),
        _sorted(set(then) - known),
        _moved(common, now, then),
    )


def _moved(
    groups: Sequence[tuple[frozenset[str], frozenset[str]]],
    now: Mapping[str, int],
    then: Mapping[str, int],
) -> bool:
    first = [sum(now[unit] for unit in ours) for ours, _ in groups]
    second = [sum(then[unit] for unit in theirs) for _, theirs in groups]
    if not sum(first) or not sum(second):
        return False
    parts = zip(first, second, strict=True)
    return any(abs(one / sum(first) - two / sum(second)) >= MOVED for one, two in parts)


def _weighted(
    pairs: Sequence[tuple[Share, Share]], weights: Sequence[int]
) -> tuple[Weighted, Weighted] | None:
    """Return both rounds' shares with the same weights; None where nothing can be weighed."""
    used = [
        (*pair, weight)
        for pair, weight in zip(pairs, weights, strict=True)
        if weight and pair[0].n and pair[1].n
    ]
    if not used:
        return None
    first = _one([(share, weight) for share, _, weight in used])
    second = _one([(share, weight) for _, share, weight in used])
    return first, second


def _one(parts: Sequence[tuple[Share, int]]) -> Weighted:
    """Return the weighted share; its size is Kish's, without regard to the population."""
    whole = sum(weight for _, weight in parts)
    share = math.fsum(weight * one.k / one.n for one, weight in parts) / whole
    size = whole * whole / math.fsum(weight * weight / one.n for one, weight in parts)
    return Weighted(min(1.0, share), size)


def _sum(shares: Mapping[str, Share], units: Iterable[str]) -> Share:
    return total(shares[unit] for unit in units if unit in shares)


def total(shares: Iterable[Share]) -> Share:
    """Return the shares counted together."""
    listed = list(shares)
    return Share(sum(one.k for one in listed), sum(one.n for one in listed))


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=sort_key))


def _names(names: Sequence[str]) -> str:
    if len(names) <= _NAMED:
        return listing(names)
    return f"{', '.join(names[:_NAMED])} och {len(names) - _NAMED} till"
