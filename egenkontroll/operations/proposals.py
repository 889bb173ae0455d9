"""What is asked for when cases are divided, and what would come of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from egenkontroll.review.answers import Role
from egenkontroll.texts import count, same_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Fact
    from egenkontroll.sample.assignment import Plan

ROLE_WORDS = {Role.FIRST: "första", Role.SECOND: "andra"}


@dataclass(frozen=True, slots=True)
class Named:
    """A reviewer by name, and by the name of the unit where the reviewer works ("" unknown)."""

    name: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. Those who have cases already need not be named again.

    `peer` keeps everybody from the cases of their own unit; None is as it was last time.
    `hand_over` moves also what a reviewer who leaves has begun but not finished.
    """

    reviewers: Sequence[Named] = ()
    leaving: Sequence[str] = ()
    peer: bool | None = None
    hand_over: bool = False


@dataclass(frozen=True)
class Proposal:
    """A plan for a round: what it says, and the facts that would be saved."""

    round: Round
    plan: Plan
    peer: bool
    notes: tuple[str, ...]
    calibration: int
    facts: tuple[Fact, ...]

    def explained(self) -> tuple[str, ...]:
        """Return everything there is to say about the plan, in Swedish."""
        lacking = [
            f"{one.reference}, {ROLE_WORDS[Role(one.role)]} läsning: {one.why}."
            for one in self.plan.unassigned
        ]
        first = (
            [f"Alla läser först {count(self.calibration, 'ärende', 'ärenden')} för kalibrering."]
            if self.calibration
            else []
        )
        return (*first, *self.plan.explained(), *self.notes, *lacking)

    def as_json(self) -> dict[str, Any]:
        """Return the published form: see the README."""
        return {
            "round": self.round.name,
            "peer": self.peer,
            "calibration": self.calibration,
            "reviewers": [
                {
                    "reviewer": load.reader.name,
                    "first": load.first,
                    "second": load.second,
                    "begun": load.begun,
                    "new": load.new,
                    "left": load.reader.left,
                }
                for load in self.plan.loads
            ],
            "kept_from": {"own_cases": self.plan.own, "own_unit": self.plan.own_unit},
            "unassigned": [
                {"case": one.reference, "role": ROLE_WORDS[Role(one.role)], "why": one.why}
                for one in self.plan.unassigned
            ],
            "explained": list(self.explained()),
        }


def once(reviewers: Iterable[Named]) -> tuple[Named, ...]:
    """Return each person once, however the name is spelled; a unit that is said counts."""
    found: dict[str, Named] = {}
    for named in reviewers:
        before = found.setdefault(same_word(named.name), named)
        if named.unit:
            found[same_word(named.name)] = replace(before, unit=named.unit)
    return tuple(found.values())


def read_named(text: str) -> Named:
    """Return the reviewer that is written "Anna Öberg" or "Anna Öberg:Enhet"."""
    name, _, unit = text.partition(":")
    return Named(" ".join(name.split()), " ".join(unit.split()))
