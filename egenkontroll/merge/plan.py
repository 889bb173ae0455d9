"""Step 4 of 6: many files, one set. What another document would add, and what it contradicts.

Merging is set union of facts: any files, any order, any number of times give the same set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.facts import Fact, standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from egenkontroll.facts import Row

ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a merge would do: the facts that are new, and how many were known already."""

    new: tuple[Fact, ...]
    known: int


def plan(mine: Iterable[Fact], theirs: Iterable[Fact]) -> Plan:
    """Return what `theirs` would add to `mine`, in an order that is the same for any input."""
    have = set(mine)
    offered = set(theirs)
    new = sorted(offered - have, key=_order)
    return Plan(tuple(new), len(offered) - len(new))


def conflicts(facts: Iterable[Fact]) -> dict[Row, tuple[Fact, ...]]:
    """Return the answers that contradict: same reviewer, case and question, unknown to each other.

    Answers that say the same in the same words are no conflict. A second reviewer's answer
    has another key and so never is one.
    """
    answers = standing(fact for fact in facts if fact.kind == ANSWER)
    return {
        key: group for key, group in answers.items() if len({fact.content for fact in group}) > 1
    }


def _order(fact: Fact) -> tuple[str, int, bytes]:
    return fact.kind, fact.clock, fact.digest
