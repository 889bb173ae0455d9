"""Decide who reads which case: evenly, never one's own, and with as few moves as possible.

The same cases, reviewers and seed give the same plan, in whatever order they are given. A
reading that has been begun stays with the one who began it. Nothing here says who handles a
case: only how many cases the rule kept from somebody.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from egenkontroll.sample.balance import Balance, Job
from egenkontroll.texts import count, same_word, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from egenkontroll.facts import Id

FIRST, SECOND = 1, 2
_SEPARATOR = "\u001f"
_ORDER = "fördelning"

Slot: TypeAlias = tuple["Id", int]
"""A reading to be done: a case, and FIRST or SECOND."""


@dataclass(frozen=True, slots=True)
class CaseToRead:
    """A case to be read. `handlers` is the one-way codes of those who handle it."""

    id: Id
    reference: str
    unit: Id
    handlers: frozenset[str] = frozenset()
    double: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """A reviewer; `code` is the one-way code of the reviewer's own name in the round."""

    id: Id
    name: str
    unit: Id = b""
    code: str = ""
    left: bool = False


@dataclass(frozen=True, slots=True)
class Load:
    """What a reviewer has after the plan; `begun` of them are begun, `new` were not there."""

    reader: Reader
    first: int
    second: int
    begun: int
    new: int

    @property
    def every(self) -> int:
        """How many readings."""
        return self.first + self.second


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A reading that nobody may do, and why, in Swedish."""

    reference: str
    role: int
    why: str


@dataclass(frozen=True)
class Plan:
    """Who is to read what. `changed` is the slots of `readings` that differ from before.

    `own` and `own_unit` count the cases that a rule kept from at least one reviewer.
    """

    readings: Mapping[Slot, Id]
    changed: tuple[Slot, ...]
    loads: tuple[Load, ...]
    unassigned: tuple[Unassigned, ...]
    own: int
    own_unit: int

    @property
    def spread(self) -> int:
        """The difference between the largest and the smallest load of those who may be given."""
        loads = [load.every for load in self.loads if not load.reader.left]
        return max(loads) - min(loads) if loads else 0

    def explained(self) -> tuple[str, ...]:
        """Return what the rules did, in Swedish sentences."""
        said = []
        if self.own:
            kept = count(self.own, "ärende", "ärenden")
            said.append(f"{kept} hölls undan från den som själv handlägger ärendet.")
        if self.own_unit:
            kept = count(self.own_unit, "ärende", "ärenden")
            said.append(f"{kept} hölls undan från granskare i samma enhet.")
        if self.spread > 1:
            said.append(
                f"Det skiljer {count(self.spread, 'läsning', 'läsningar')} mellan den som har mest "
                "och den som har minst. Jämnare går det inte att göra utan att någon får ett eget "
                "ärende eller ett påbörjat ärende flyttas."
            )
        staying = [load for load in self.loads if load.reader.left and load.every]
        said += [
            f"{load.reader.name} granskar inte längre men står kvar för "
            f"{count(load.every, 'påbörjad läsning', 'påbörjade läsningar')}."
            for load in staying
        ]
        return tuple(said)


def plan(
    cases: Iterable[CaseToRead],
    readers: Iterable[Reader],
    seed: str,
    *,
    peer: bool = False,
    held: Mapping[Slot, Id] | None = None,
    begun: Mapping[Slot, Sequence[Id]] | None = None,
) -> Plan:
    """Return who is to read what.

    `peer` keeps everybody from cases of their own unit. `held` is who has been given what,
    `begun` who has said something in which reading: those stay.
    """
    every = sorted(cases, key=lambda case: (_hash(seed, case.reference), case.id))
    people = sorted(readers, key=lambda one: (_hash(seed, same_word(one.name)), one.id))
    return _Planning(every, people, peer, held or {}, begun or {}).made()


def may_read(case: CaseToRead, reader: Reader, *, peer: bool) -> bool:
    """Tell whether the rules let a reviewer read a case."""
    return not _own(case, reader) and not (peer and _own_unit(case, reader))


def _own(case: CaseToRead, reader: Reader) -> bool:
    return bool(reader.code) and reader.code in case.handlers


def _own_unit(case: CaseToRead, reader: Reader) -> bool:
    return bool(reader.unit) and reader.unit == case.unit


def _hash(seed: str, word: str) -> bytes:
    return hashlib.sha256(f"{seed}{_SEPARATOR}{_ORDER}{_SEPARATOR}{word}".encode()).digest()


@dataclass
class _Planning:
    """One planning: cases and readers in the order that the seed gives."""

    cases: Sequence[CaseToRead]
    readers: Sequence[Reader]
    peer: bool
    held: Mapping[Slot, Id]
    begun: Mapping[Slot, Sequence[Id]]
    readings: dict[Slot, Id] = field(default_factory=dict)
    unassigned: list[Unassigned] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.present = [reader for reader in self.readers if not reader.left]
        self.fixed = {case.id: self._fixed(case) for case in self.cases}
        self.turns: Counter[tuple[Id, Id]] = Counter()
        self.firsts: Counter[Id] = Counter()

    def made(self) -> Plan:
        jobs = [self._job(place, case) for place, case in enumerate(self.cases)]
        Balance(jobs, [reader.id for reader in self.present]).even_out()
        for case, job in zip(self.cases, jobs, strict=True):
            self._give_roles(case, job)
        by_name = sorted(self.readers, key=lambda one: (sort_key(one.name), one.id))
        changed = [slot for slot, reader in self.readings.items() if self.held.get(slot) != reader]
        return Plan(
            self.readings,
            tuple(changed),
            tuple(self._load(reader, set(changed)) for reader in by_name),
            tuple(self.unassigned),
            self._kept_from(_own),
            self._kept_from(_own_unit) if self.peer else 0,
        )

    def _roles(self, case: CaseToRead) -> tuple[int, ...]:
        second = (case.id, SECOND)
        twice = case.double or second in self.held or second in self.begun
        return (FIRST, SECOND) if twice else (FIRST,)

    def _fixed(self, case: CaseToRead) -> dict[int, Id]:
        """Return who has begun the case, by role; nobody begins it as both first and second."""
        found: dict[int, Id] = {}
        for role in self._roles(case):
            had = self.held.get((case.id, role))
            began = [one for one in self.begun.get((case.id, role), ())
                     if one not in found.values()]  # fmt: skip
            if began:
                found[role] = had if had is not None and had in began else min(began)
        return found

    def _job(self, place: int, case: CaseToRead) -> Job:
        fixed = self.fixed[case.id]
        open_roles = [role for role in self._roles(case) if role not in fixed]
        permitted = frozenset(
            reader.id for reader in self.present if may_read(case, reader, peer=self.peer)
        ) - frozenset(fixed.values())
        had = {self.held[case.id, role] for role in open_roles if (case.id, role) in self.held}
        return Job(
            place, case.unit, permitted, frozenset(fixed.values()), permitted & had, len(open_roles)
        )

    def _give_roles(self, case: CaseToRead, job: Job) -> None:
        fixed = self.fixed[case.id]
        given: dict[int, Id] = dict(fixed)
        rest = set(job.given)
        for role in self._roles(case):
            had = self.held.get((case.id, role))
            if role not in given and had is not None and had in rest:
                given[role] = had
                rest.discard(had)
        names = [reader.id for reader in self.present if reader.id in rest]
        vacant = [role for role in self._roles(case) if role not in given]
        if len(names) == 2 and self._later(names):
            names.reverse()
        given |= dict(zip(vacant, names, strict=False))
        if FIRST not in given and SECOND in given and SECOND not in fixed:
            given[FIRST] = given.pop(SECOND)  # the first reading is the one that counts
        self._note(case, given)

    def _later(self, names: Sequence[Id]) -> bool:
        """Tell whether the second of two is the one whose turn it is to read first."""
        one, two = names
        return (self.turns[two, one], self.firsts[two]) < (self.turns[one, two], self.firsts[one])

    def _note(self, case: CaseToRead, given: Mapping[int, Id]) -> None:
        for role in self._roles(case):
            if role in given:
                self.readings[case.id, role] = given[role]
            else:
                self.unassigned.append(Unassigned(case.reference, role, self._why(case, given)))
        if FIRST in given:
            self.firsts[given[FIRST]] += 1
            if SECOND in given:
                self.turns[given[FIRST], given[SECOND]] += 1

    def _why(self, case: CaseToRead, given: Mapping[int, Id]) -> str:
        if not self.present:
            return "det finns ingen granskare"
        if given:
            return "ingen mer får läsa det, och de två läsningarna ska göras av olika personer"
        reasons = [
            words
            for rule, words in ((_own, "handlägger det"), (_own_unit, "arbetar i enheten"))
            if any(rule(case, reader) for reader in self.present)
        ]
        return f"alla granskare {' eller '.join(reasons)}"

    def _kept_from(self, rule: object) -> int:
        assert callable(rule)
        return sum(any(rule(case, reader) for reader in self.present) for case in self.cases)

    def _load(self, reader: Reader, changed: set[Slot]) -> Load:
        mine = [slot for slot, one in self.readings.items() if one == reader.id]
        return Load(
            reader,
            sum(role == FIRST for _, role in mine),
            sum(role == SECOND for _, role in mine),
            sum(self.fixed[case].get(role) == reader.id for case, role in mine),
            sum(slot in changed for slot in mine),
        )
