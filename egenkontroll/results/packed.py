"""The counts of a split as a short text and a row of numbers: small to keep, quick to read."""

from __future__ import annotations

import json
import struct
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from egenkontroll.results.table import Counted
from egenkontroll.results.tally import Tally
from egenkontroll.sample.cases import MOST_CASES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from egenkontroll.checklist.model import Checklist, Question

_NUMBERS = tuple(field.name for field in fields(Tally) if field.name != "options")
_ABOUT = 5  # group, cases, reviewed, population, units
_TALLY = struct.Struct(f"<{len(_NUMBERS)}I")


def pack(checklist: Checklist, groups: Sequence[Counted]) -> tuple[str, bytes]:
    """Return the groups, as JSON, and the counts of their questions in the checklist's order.

    The counts are whole numbers of 32 bits, the lowest byte first: those of every tally, and
    after them those of the options, where a question is counted and not judged.
    """
    about = [[one.group, one.cases, one.reviewed, one.population, one.units] for one in groups]
    tallies = [one.tallies[question.id] for one in groups for question in checklist.questions]
    numbers = [getattr(one, name) for one in tallies for name in _NUMBERS]
    options = [count for one in tallies for _, count in one.options]
    packed = struct.pack(f"<{len(numbers) + len(options)}I", *numbers, *options)
    return json.dumps(about, ensure_ascii=False, separators=(",", ":")), packed


def unpack(checklist: Checklist, about: str, packed: bytes) -> tuple[Counted, ...]:
    """Return the groups that `pack` was given."""
    described = json.loads(about)
    end = len(described) * len(checklist.questions) * _TALLY.size
    options = iter(struct.unpack(f"<{(len(packed) - end) // 4}I", packed[end:]))
    tallies = _tallies(packed[:end])
    return tuple(
        Counted(
            group, cases, reviewed, population, units,
            _of_group(checklist.questions, tallies, options),
        )
        for group, cases, reviewed, population, units in described
    )  # fmt: skip


def fits(checklist: Checklist, about: str, packed: bytes) -> bool:
    """Tell whether `unpack` can read it: a file from somebody else may hold anything."""
    try:
        described = json.loads(about)
    except (ValueError, RecursionError):  # a list of lists without end
        return False
    if not isinstance(described, list) or len(packed) % 4 or not all(map(_describes, described)):
        return False
    size = len(checklist.questions) * _TALLY.size
    if len(described) * size > len(packed):
        return False
    groups = (packed[at * size : (at + 1) * size] for at in range(len(described)))
    return all(map(_possible, described, groups))


def _describes(one: object) -> bool:
    if not isinstance(one, list) or len(one) != _ABOUT:
        return False
    group, *counts = one
    return isinstance(group, str | None) and all(type(count) is int for count in counts)


def _possible(about: tuple[str | None, int, int, int, int], packed: bytes) -> bool:
    """Tell whether the cases of a group are enough for what is counted of them."""
    _, cases, reviewed, population, units = about
    if not (0 <= reviewed <= cases <= MOST_CASES and min(population, units) >= 0):
        return False
    if reviewed == 0 and any(any(one[:-1]) for one in _TALLY.iter_unpack(packed)):
        return False  # all but the last is said of cases that somebody has reviewed
    return max(memoryview(packed).cast("I"), default=0) <= cases


def _tallies(packed: bytes) -> Iterator[Tally]:
    """Return the tallies; many are alike, and those are one."""
    made: dict[tuple[int, ...], Tally] = {}
    found = []
    for numbers in _TALLY.iter_unpack(packed):
        one = made.get(numbers)
        if one is None:
            one = made[numbers] = Tally(*numbers)
        found.append(one)
    return iter(found)


def _of_group(
    questions: Sequence[Question], tallies: Iterator[Tally], options: Iterator[int]
) -> dict[str, Tally]:
    found = {question.id: next(tallies) for question in questions}
    for question in questions:
        if not question.judged and question.choices:
            counts = zip(question.choices, options, strict=False)
            found[question.id] = replace(found[question.id], options=tuple(counts))
    return found
