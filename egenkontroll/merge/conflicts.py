"""Answers that contradict: the same reviewer's, to the same question, unknown to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.facts import Fact, standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from egenkontroll.facts import Row

ANSWER = "answer"


def conflicts(facts: Iterable[Fact]) -> dict[Row, tuple[Fact, ...]]:
    """Return the answers that contradict, by key, oldest first.

    Answers that say the same in the same words are no conflict. A second reviewer's answer
    has another key and so never is one.
    """
    answers = standing(fact for fact in facts if fact.kind == ANSWER)
    return {
        key: group for key, group in answers.items() if len({fact.content for fact in group}) > 1
    }
