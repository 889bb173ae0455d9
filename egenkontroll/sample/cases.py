"""The things a sample is made of: units, reviewers, the frame, the draw and the cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from egenkontroll.facts import Id


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation unit. `predecessors` are the units it came from at a reorganisation."""

    id: Id
    name: str
    parent: Id = b""
    predecessors: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A person who reviews; `unit` is where that person works, if known.

    `left` tells that the person has stopped reviewing; `same_as` is the identity this one
    really is, where a person was taken in twice.
    """

    id: Id
    name: str
    unit: Id = b""
    left: bool = False
    same_as: Id = b""


@dataclass(frozen=True, slots=True)
class FrameCase:
    """One case in the list that a sample is drawn from."""

    reference: str
    unit: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frame:
    """The case list: what was read, from where, and what was left out and why.

    `digest` is the SHA-256 of the file in hexadecimal. `excluded` is (reference, reason).
    """

    source: str
    digest: str
    cases: tuple[FrameCase, ...]
    excluded: tuple[tuple[str, str], ...] = ()

    def sizes(self) -> dict[str, int]:
        """Return the number of cases per unit (N), in the order the units first appear."""
        sizes: dict[str, int] = {}
        for case in self.cases:
            sizes[case.unit] = sizes.get(case.unit, 0) + 1
        return sizes


@dataclass(frozen=True, slots=True)
class Stratum:
    """What was drawn in one unit of `size` cases: references in the order drawn."""

    unit: str
    size: int
    drawn: tuple[str, ...]
    reserves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """A sample as drawn: enough to draw it again from the same frame.

    `double` is the references that are to be reviewed by two, `double_percent` the share asked
    for. `drawn_at` is an ISO time, `by` who drew.
    """

    algorithm: str
    seed: str
    per_unit: int
    reserves: int
    double_percent: int
    strata: tuple[Stratum, ...]
    double: tuple[str, ...]
    frame_digest: str
    drawn_at: str = ""
    by: str = ""


class Status(StrEnum):
    """Where a drawn case stands in the sample."""

    DRAWN = "drawn"
    RESERVE = "reserve"
    REPLACED = "replaced"


REASONS = ("fel enhet", "sekretess", "avslutat", "dubblett", "jäv", "annat")
"""Why a drawn case cannot be reviewed."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case of the sample. `position` is its place in the draw of its unit, from 1."""

    id: Id
    round: Id
    reference: str
    unit: Id
    attributes: Mapping[str, str]
    position: int
    status: Status
    reason: str = ""
    double: bool = False
