"""Cases read by two, for the tests of the pure steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.merge.double import Double, Settled, Twice, Vote, Votes, compare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from egenkontroll.checklist.model import Checklist

ANNA, BO, CIA = (name * 16 for name in (b"a", b"b", b"c"))


def votes(
    given: Mapping[str, str],
    reviewer: bytes,
    comments: Mapping[str, str] | None = None,
    *,
    done: bool = True,
) -> Votes:
    said = comments or {}
    found = {name: Vote(reviewer, value, said.get(name, "")) for name, value in given.items()}
    return Votes(found, done)


def twice(
    first: Votes,
    second: Votes,
    reference: str = "1-24",
    settled: Mapping[str, str] | None = None,
    attributes: Mapping[str, str] | None = None,
) -> Twice:
    decided = {
        name: Settled(value, "", "så här räknas det", ANNA)
        for name, value in (settled or {}).items()
    }
    key = reference.encode().ljust(16, b"-")[:16]
    return Twice(key, reference, "Norr", attributes or {}, first, second, decided)


def double(
    asked: Checklist,
    first: Mapping[str, str],
    second: Mapping[str, str],
    reference: str = "1-24",
    settled: Mapping[str, str] | None = None,
    people: tuple[bytes, bytes] = (ANNA, BO),
    *,
    done: bool = True,
) -> Double:
    """A case compared: answers by question, "" for none."""
    sides = [
        votes({name: value for name, value in given.items() if value}, who, done=done)
        for given, who in zip((first, second), people, strict=True)
    ]
    return compare(asked, twice(sides[0], sides[1], reference, settled))
