"""A round: one checklist put to use over one period."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError

if TYPE_CHECKING:
    from egenkontroll.facts import Id


@dataclass(frozen=True, slots=True)
class Round:
    """One review occasion. `starts` and `ends` are ISO dates, both included.

    `checklist` is the digest of its definition, empty where only the figures of an earlier
    round are known and not its questions. `version` is the checklist's own id and version.
    """

    id: Id
    name: str
    starts: str
    ends: str
    checklist: bytes
    checklist_id: str
    version: str


def read_period(text: str) -> tuple[str, str]:
    """Return the first and last ISO date of "2024-04-01/2024-05-31"; raise UserError if wrong."""
    parts = text.strip().split("/")
    try:
        starts, ends = (dt.date.fromisoformat(part.strip()) for part in parts)
    except ValueError:
        raise UserError(
            f"Perioden {text} går inte att läsa. Skriv första och sista dagen: "
            "2024-04-01/2024-05-31."
        ) from None
    if ends < starts:
        raise UserError(f"Perioden {text} slutar före den börjar. Byt plats på datumen.")
    return starts.isoformat(), ends.isoformat()


def previous(rounds: tuple[Round, ...], this: Round) -> Round | None:
    """Return the latest round of the same checklist that ended before this one began."""
    earlier = [
        other
        for other in rounds
        if other.checklist_id == this.checklist_id and other.ends < this.starts
    ]
    return max(earlier, key=lambda other: (other.ends, other.name), default=None)
