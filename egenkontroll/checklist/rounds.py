"""A round: one checklist put to use over one period."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from egenkontroll.facts import Id


@dataclass(frozen=True, slots=True)
class Round:
    """One review occasion. `starts` and `ends` are ISO dates, both included.

    `checklist` is the digest of its definition, empty where only the figures of an earlier
    round are known and not its questions. `version` is the checklist's own id and version.
    `shared` is the name as it was given, where others have it too: see `numbered`.
    """

    id: Id
    name: str
    starts: str
    ends: str
    checklist: bytes
    checklist_id: str
    version: str
    shared: str = ""

    @property
    def given(self) -> str:
        """The name as it was given: without the number that `numbered` puts after it."""
        return self.shared or self.name


def numbered(rounds: Iterable[Round]) -> tuple[Round, ...]:
    """Return the rounds with a number after the names that several have: "Våren 2024 (2)".

    Documents made apart can have given two rounds one name, and merging them keeps both. The
    numbers are in the order of the identities, the same on every machine.
    """
    found = sorted(rounds, key=lambda one: one.id)
    several = Counter(same_word(one.name) for one in found)
    taken = set(several)
    named = []
    for one in found:
        name, number = one.name, 0
        while several[same_word(one.name)] > 1 and same_word(name) in taken:
            number += 1
            name = f"{one.name} ({number})"
        taken.add(same_word(name))
        named.append(one if name == one.name else replace(one, name=name, shared=one.name))
    return tuple(named)


def called(rounds: Iterable[Round], name: str) -> tuple[Round, ...]:
    """Return the round with the name, or all of those that were numbered because they share it."""
    asked = same_word(name)
    return tuple(
        one
        for one in rounds
        if asked in {same_word(word) for word in (one.name, one.shared) if word}
    )


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
