"""What the window's first page tells: the rounds, what waits for one reviewer, how far each is.

The values here, in `overview` and in `ahead` are named tuples: the start waits until they are
defined, and dataclasses take several times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from egenkontroll.operations import overview
from egenkontroll.operations.own_readings import own_readings
from egenkontroll.review.states import State
from egenkontroll.storage import records
from egenkontroll.storage.twice import answered_twice
from egenkontroll.texts import sort_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Id
    from egenkontroll.review.answers import Role
    from egenkontroll.sample.cases import Reviewer
    from egenkontroll.storage.document import Document

_Reading = tuple["Id", "Role"]
_Key = tuple["Id", "Role", "Id"]
_States: TypeAlias = "Mapping[_Key, State]"


class RoundLine(NamedTuple):
    """A round: its checklist's title, the cases drawn and klara, and the figures taken in.

    `purged` is, of a purged round, how many cases were reviewed, of how many.
    """

    round: Round
    checklist: str
    cases: int
    done: int
    figures: int
    purged: tuple[int, int] | None = None


class Mine(NamedTuple):
    """What waits for a reviewer: cases not klara, of them begun and tillbaka, open questions."""

    reviewer: str
    left: int
    begun: int
    returned: int
    unanswered: int


class Part(NamedTuple):
    """How many of a unit's or a reviewer's cases are klara."""

    name: str
    done: int
    every: int


class Home(NamedTuple):
    """What a document holds, seen from one round and one reviewer. Rounds come newest first.

    `conflicts` is the contradictions of the round that wait for somebody to decide.
    """

    rounds: tuple[RoundLine, ...]
    here: RoundLine | None
    mine: Mine | None
    units: tuple[Part, ...]
    reviewers: tuple[Part, ...]
    conflicts: int = 0


def look(document: Document, one: Round | None, reviewer: Reviewer | None) -> Home:
    """Return what the document holds and what waits in a round for a reviewer."""
    titles = records.titles(document)
    lines = tuple(_line(document, other, titles) for other in reversed(records.rounds(document)))
    here = next((line for line in lines if one is not None and line.round.id == one.id), None)
    if here is None or one is None or not here.cases:
        return Home(lines, here, None, (), ())
    cases, states = records.drawn(document, one.id), records.states(document, one.id)
    begun = records.begun(document, one.id)
    mine = None
    if reviewer is not None and one.checklist in titles:
        mine = _mine(document, one, reviewer, states, begun)
    units = _units(document, cases, _done_cases(states))
    reviewers = _reviewers(document, one, cases, states, begun)
    return Home(lines, here, mine, units, reviewers, _conflicts(document, one))


def _conflicts(document: Document, one: Round) -> int:
    if not answered_twice(document):
        return 0
    from egenkontroll.operations.settling import conflicts

    return sum(found.round == one.id for found in conflicts(document))


def _line(document: Document, one: Round, titles: Mapping[bytes, str]) -> RoundLine:
    cases = records.drawn(document, one.id)
    done = _done_cases(records.states(document, one.id))
    figures = len(document.held("aggregate", round=one.id))
    title = titles.get(one.checklist, "")
    purged = _purged(document, one)
    return RoundLine(one, title, len(cases), len(done & cases.keys()), figures, purged)


def _purged(document: Document, one: Round) -> tuple[int, int] | None:
    if not document.has("purge", round=one.id):
        return None
    from egenkontroll.operations.gathering import kept_of
    from egenkontroll.results.kept import read_kept

    known = kept_of(document, one.id)
    if known is None:
        return None
    counts = read_kept(known.counts)
    return counts.reviewed, counts.cases


def _done_cases(states: _States) -> set[Id]:
    return {case for (case, _, _), state in states.items() if state is State.DONE}


def _mine(
    document: Document, one: Round, reviewer: Reviewer, states: _States, begun: Collection[_Key]
) -> Mine:
    """Count what is left on a reviewer's desk; what another has done is not left.

    Where nothing is, the checklist, which takes long to read, is not asked for.
    """
    taken = {
        (case, role)
        for (case, role, other), state in states.items()
        if state is State.DONE and other != reviewer.id
    }
    if not overview.anything_left(document, one, reviewer):
        given = {(case, role) for case, role, who in begun if who == reviewer.id}
        own = {(case.id, role) for case, role in own_readings(document, one, reviewer, given)}
        if all(states.get((*key, reviewer.id)) is State.DONE for key in own - taken):
            return Mine(reviewer.name, 0, 0, 0, 0)
    from egenkontroll.operations.reviewing import desk

    left = [
        task
        for task in desk(document, one, reviewer).tasks
        if task.state is not State.DONE and (task.case.id, task.role) not in taken
    ]
    return Mine(
        reviewer.name,
        len(left),
        sum(task.state is State.STARTED for task in left),
        sum(task.state is State.RETURNED for task in left),
        sum(len(task.reading.missing()) for task in left),
    )


def _units(document: Document, cases: Mapping[Id, Id], done: set[Id]) -> tuple[Part, ...]:
    names = {key: unit.name for key, unit in records.units(document).items()}
    return _parts(
        (names[unit], [case for case, where in cases.items() if where == unit], done)
        for unit in set(cases.values())
    )


def _reviewers(
    document: Document,
    one: Round,
    cases: Mapping[Id, Id],
    states: _States,
    begun: Mapping[_Key, bool],
) -> tuple[Part, ...]:
    """Return each reviewer's readings: those assigned and those begun, as first or second."""
    names = {key: reviewer.name for key, reviewer in records.reviewers(document).items()}
    readings: dict[Id, set[_Reading]] = {}
    done: dict[Id, set[_Reading]] = {}
    for (case, role), reviewer in records.assignments(document, one.id).items():
        if case in cases:
            readings.setdefault(reviewer, set()).add((case, role))
    for (case, role, reviewer), state in states.items():
        if case in cases:
            readings.setdefault(reviewer, set()).add((case, role))
            if state is State.DONE:
                done.setdefault(reviewer, set()).add((case, role))
    for (case, role, reviewer), answered in begun.items():
        if case in cases and answered:
            readings.setdefault(reviewer, set()).add((case, role))
    return _parts((names[key], found, done.get(key, set())) for key, found in readings.items())


def _parts(
    found: Iterable[tuple[str, Iterable[object], Iterable[object]]],
) -> tuple[Part, ...]:
    """Count the klara of each name, å ä ö last."""
    made = []
    for name, every, done in found:
        members = set(every)
        made.append(Part(name, len(members & set(done)), len(members)))
    return tuple(sorted(made, key=lambda part: sort_key(part.name)))
