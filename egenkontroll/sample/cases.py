"""Who and what a sample is of: units, reviewers and cases. How it was drawn is in `drawn`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from egenkontroll.facts import Id

MOST_CASES = 10_000_000
"""No share is of more cases than there are people in the country."""


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


class Status(StrEnum):
    """Where a case of the list stands in the sample. Only DRAWN cases count in results.

    CALIBRATION cases are read by everybody for practice; WITHDRAWN ones belonged to a sample
    that was drawn anew before anybody had begun.
    """

    DRAWN = "drawn"
    RESERVE = "reserve"
    REPLACED = "replaced"
    CALIBRATION = "calibration"
    WITHDRAWN = "withdrawn"


REASONS = ("fel enhet", "sekretess", "avslutat", "dubblett", "jäv", "annat")
"""Why a drawn case cannot be reviewed."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case of the sample. `position` is its place in the draw of its stratum, from 1."""

    id: Id
    round: Id
    reference: str
    unit: Id
    attributes: Mapping[str, str]
    position: int
    status: Status
    reason: str = ""
    double: bool = False
