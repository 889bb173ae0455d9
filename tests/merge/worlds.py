"""Documents that several people have worked in apart, and the union of them as plain sets.

The union here is the definition; what the program does in SQL is held against it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from egenkontroll.facts import Fact, Pen, make_fact, standing
from egenkontroll.results.kept import keep
from egenkontroll.sample.drawn import Draw
from egenkontroll.sample.wanted import Wanted
from egenkontroll.storage.closing import OF_CASE, OF_ROUND
from tests.makers import checklist, raw_question

if TYPE_CHECKING:
    from collections.abc import Iterable

QUESTIONS = ("plan", "natverk", "barn")
CHECKLIST = checklist(*(raw_question(name) for name in QUESTIONS))
NOW = 1_780_000_000_000
YEAR = 365 * 24 * 3600 * 1000
SKEWS = (0, 0, 60_000, -3 * YEAR, 5 * YEAR, -YEAR)
VALUES = ("yes", "no", "not_applicable", "cannot_judge", "")
COMMENTS = ("", "", "Framgår på sidan 2.", "Bara syskon.")


def identity(*words: object) -> bytes:
    """Return an identity that is always the same for the same words."""
    return hashlib.blake2b(repr(words).encode(), digest_size=16).digest()


UNIT = identity("enhet")
REVIEWERS = tuple(identity("granskare", at) for at in range(3))
ROUNDS = tuple(identity("omgång", at) for at in range(2))
CASES = tuple((identity("ärende", at), ROUNDS[at % 2]) for at in range(4))
BASE_DEVICE = b"grundfil"
PURGED = json.dumps(
    {"at": "2026-01-01T00:00:00+00:00", "kept": keep("Våren", CHECKLIST, (), ()), "seal": ""}
)
DRAWN = json.dumps(asdict(Draw("egk-1", Wanted("frö"), (), (), (), "")))
"""What the facts of a purge and of a draw say."""


def base() -> set[Fact]:
    """Return what everybody was handed: rounds, cases and reviewers."""
    return set(_BASE)


def _base() -> frozenset[Fact]:
    clock = (NOW - YEAR) << 16
    rows: list[tuple[str, tuple[object, ...], tuple[object, ...]]] = [
        ("unit", (UNIT,), ("Norr", b"", b"")),
        ("checklist", (CHECKLIST.digest,), (CHECKLIST.canonical, "")),
    ]
    for at, one in enumerate(ROUNDS):
        period = (f"{2024 + at}-04-01", f"{2024 + at}-05-31")
        said = (f"Våren {2024 + at}", *period, CHECKLIST.digest, CHECKLIST.id, CHECKLIST.version)
        rows.append(("round", (one,), said))
    rows += [("reviewer", (who,), (f"Granskare {at}", UNIT, 0, b""))
             for at, who in enumerate(REVIEWERS)]  # fmt: skip
    rows += [
        ("case_drawn", (one, case), (f"A-{at}", UNIT, "{}", at + 1, "drawn", "", 1))
        for at, (case, one) in enumerate(CASES)
    ]
    return frozenset(
        make_fact(kind, key, said, clock + at, BASE_DEVICE)
        for at, (kind, key, said) in enumerate(rows)
    )


_BASE = _base()


def union(*documents: Iterable[Fact]) -> frozenset[Fact]:
    """Return every fact once, but nothing about single cases of purged rounds."""
    facts = frozenset(fact for document in documents for fact in document)
    purged = {fact.key[0] for fact in facts if fact.kind == "purge"}
    cases = {f.key[1] for f in facts if f.kind == "case_drawn" and f.key[0] in purged}
    return frozenset(
        fact
        for fact in facts
        if not (fact.kind in OF_CASE and fact.key[0] in cases)
        and not (fact.kind in (*OF_ROUND, "case_drawn") and fact.key[0] in purged)
    )


@dataclass
class Person:
    """Somebody with a document, a computer and a clock of their own."""

    at: int
    skew: int
    facts: frozenset[Fact]
    ticks: list[int] = field(default_factory=lambda: [0])

    def __post_init__(self) -> None:
        device = identity("dator", self.at)[:8]
        self.pen = Pen(device, lambda: NOW + self.skew + self.ticks[0], lambda size: bytes(size))
        self.pen.last = max(fact.clock for fact in self.facts)

    def say(self, kind: str, key: tuple[object, ...], said: tuple[object, ...]) -> None:
        """Add a fact that replaces what this document knows under its key."""
        self.ticks[0] += 1
        known = standing(f for f in self.facts if f.key == key and f.kind == kind)
        fact = self.pen.write(kind, key, said, known)
        self.facts = union(self.facts, [fact]) if kind == "purge" else self.facts | {fact}

    def take(self, other: Person) -> None:
        """Take in what another document holds."""
        self.facts = union(self.facts, other.facts)
        self.pen.last = max(self.pen.last, *(fact.clock for fact in self.facts))

    def held_cases(self) -> list[bytes]:
        """Return the cases that have not been purged here."""
        return sorted(fact.key[1] for fact in self.facts if fact.kind == "case_drawn")


DEEDS = ("answer", "answer", "answer", "undo", "consensus", "replace", "state", "assign", "take",
         "purge")  # fmt: skip

_steps = st.tuples(
    st.integers(0, 5), st.sampled_from(DEEDS), st.integers(0, 5), st.integers(0, 11),
    st.integers(0, 4), st.integers(0, 3),
)  # fmt: skip


@st.composite
def documents(draw: st.DrawFn, most: int = 40) -> list[frozenset[Fact]]:
    """Return up to six documents after a while: edits, undos, conflicts, purges, wrong clocks."""
    many = draw(st.integers(1, 6))
    people = [Person(at, SKEWS[at], frozenset(base())) for at in range(many)]
    for who, deed, other, where, value, comment in draw(st.lists(_steps, max_size=most)):
        act(people, who % many, deed, (other, where, value, comment))
    return [one.facts for one in people]


def act(people: list[Person], who: int, deed: str, how: tuple[int, int, int, int]) -> None:
    """Let one person do one thing."""
    me, (other, where, value, comment) = people[who], how
    if deed == "take":
        me.take(people[other % len(people)])
        return
    if deed == "purge":
        # Seldom, so that most examples keep their cases.
        if (other, where % 3) == (0, 0):
            me.say("purge", (ROUNDS[where % 2],), (PURGED,))
        return
    cases = me.held_cases()
    if not cases:
        return
    case = cases[where % len(cases)]
    question = QUESTIONS[where % len(QUESTIONS)]
    role, reviewer = 1 + other % 2, REVIEWERS[other % len(REVIEWERS)]
    said = (VALUES[value], COMMENTS[comment], "")
    if deed == "answer":
        me.say("answer", (case, question, role, reviewer), said)
    elif deed == "undo":
        me.say("answer", (case, question, role, reviewer), ("", "", ""))
    elif deed == "consensus":
        me.say("consensus", (case, question), (VALUES[value % 2], "", "Vi läste igen.", reviewer))
    elif deed == "replace":
        held = next(f for f in me.facts if f.kind == "case_drawn" and f.key[1] == case)
        status = ("replaced", "drawn")[value % 2]
        me.say("case_drawn", held.key, (*held.content[:4], status, "jäv", held.content[6]))
    elif deed == "state":
        me.say("review_state", (case, role, reviewer), (("done", "returned")[value % 2], ""))
    else:
        me.say("assignment", (case, role), (reviewer,))
