"""How a sample was drawn: the frame it is drawn from and the draw."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from egenkontroll.sample.wanted import Quota, Wanted


@dataclass(frozen=True, slots=True)
class FrameCase:
    """One case in the list that a sample is drawn from.

    `handler` is the one-way codes of those who handle it (see `handlers`): for assignment
    alone, and never part of the frame that the document keeps.
    """

    reference: str
    unit: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    handler: str = ""


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
class Shortfall:
    """A quota that a stratum could not meet: `wanted` cases were asked for and `got` drawn."""

    quota: Quota
    wanted: int
    got: int


@dataclass(frozen=True, slots=True)
class Stratum:
    """What was drawn among the `size` cases of one stratum: references in the order drawn.

    The strata are the units, or the values of the attribute that the sample is divided by.
    """

    name: str
    size: int
    drawn: tuple[str, ...]
    reserves: tuple[str, ...]
    short: tuple[Shortfall, ...] = ()


@dataclass(frozen=True, slots=True)
class Draw:
    """A sample as drawn: enough to draw it again from the same frame.

    `double` is the references that are to be reviewed by two, `calibration` those that
    everybody is to review for practice. `drawn_at` is an ISO time, `by` who drew. `adds` tells
    that it adds to the draw before it and `again` that it was drawn anew in its place.
    """

    algorithm: str
    wanted: Wanted
    strata: tuple[Stratum, ...]
    double: tuple[str, ...]
    calibration: tuple[str, ...]
    frame_digest: str
    adds: bool = False
    again: bool = False
    drawn_at: str = ""
    by: str = ""

    @property
    def drawn(self) -> tuple[str, ...]:
        """Every drawn reference, stratum by stratum in the order drawn."""
        return tuple(reference for stratum in self.strata for reference in stratum.drawn)
