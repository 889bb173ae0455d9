"""Reviewers who were taken in twice: who is really who, and whose names are spelled two ways."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from egenkontroll.facts import Id
    from egenkontroll.sample.cases import Reviewer


def really(same_as: Mapping[Id, Id]) -> dict[Id, Id]:
    """Return, for each identity that is really another, the one that its work counts as.

    Chains are followed to their end. Where two documents have said it each their own way, so
    that it goes round, the smallest of the identities stands for all, on every machine alike.
    """
    found = {}
    for start in same_as:
        passed = [start]
        while (following := same_as.get(passed[-1])) is not None and following not in passed:
            passed.append(following)
        end = passed[-1]
        if following is not None:
            end = min(passed[passed.index(following) :])
        if end != start:
            found[start] = end
    return found


def spelled_twice(reviewers: Iterable[Reviewer]) -> tuple[tuple[Reviewer, Reviewer], ...]:
    """Return pairs whose names differ only in case, spaces or as "Ek, Anna" and "Anna Ek".

    The first of a pair is the one to keep: the one that was taken in first.
    """
    known = sorted(reviewers, key=lambda one: one.id)
    return tuple(
        (one, other)
        for one, other in combinations(known, 2)
        if _name(one.name) == _name(other.name)
    )


def _name(name: str) -> str:
    last, comma, first = name.partition(",")
    return same_word(f"{first} {last}" if comma else name)
