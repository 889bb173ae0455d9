"""Hand-outs: what each reviewer has been given, and the document that a reviewer gets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.facts import current, standing
from egenkontroll.storage import bodies, records
from egenkontroll.storage.document import create_document, in_memory
from egenkontroll.storage.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from egenkontroll.facts import Fact, Id
    from egenkontroll.review.answers import Role
    from egenkontroll.sample.cases import Case
    from egenkontroll.storage.document import Document


_UNIT = [name for name, _ in KINDS["case_drawn"].content].index("unit")
_SAME_AS = [name for name, _ in KINDS["reviewer"].content].index("same_as")


@dataclass(frozen=True, slots=True)
class Handout:
    """One reviewer's hand-out in a round.

    `file` is its name, `return_to` the public key that what comes back is to be sealed to, or
    empty. `agreed` is what earlier rounds came to agree on: (question, round, words).
    """

    round: Id
    reviewer: Id
    file: str
    return_to: str = ""
    agreed: tuple[tuple[str, str, str], ...] = ()


def handouts(document: Document) -> list[Handout]:
    """Return every hand-out that the document knows of, as it was last made."""
    return [_handout(fact) for fact in current(document.read("handout")).values()]


def own_handout(document: Document) -> Handout | None:
    """Return whose hand-out the document itself is, or None for the whole document.

    A hand-out never holds how the sample was drawn, names one reviewer in one round, and has
    cases of it: the whole document has none left where the round is purged.
    """
    found = handouts(document)
    if len(found) != 1 or document.has("draw"):
        return None
    return found[0] if document.has("case_drawn", round=found[0].round) else None


def handout_fact(document: Document, made: Handout) -> Fact:
    """Return the fact that a reviewer has been given a document."""
    known = standing(document.read("handout", round=made.round, reviewer=made.reviewer))
    body = {"return_to": made.return_to, "agreed": made.agreed}
    content = (made.file, json.dumps(body, ensure_ascii=False, sort_keys=True))
    return document.pen.write("handout", (made.round, made.reviewer), content, known)


def facts_for(
    document: Document, round_id: Id, reviewer: Id, readings: Iterable[tuple[Case, Role]]
) -> list[Fact]:
    """Return the facts that a reviewer needs in a round, just as they are.

    The round with its checklist, the reviewer, the cases of `readings`, which are those that are
    the reviewer's own, the units of these, and what the reviewer has said of them. Never who
    handles a case, what others have said, the list or the draw, or any other case. Where two
    have said different things of whose a case is, or who somebody is, only what names the
    reviewer goes along: the file names nobody else.
    """
    mine: dict[Id, list[Role]] = {}
    for case, role in readings:  # both roles, where two have been said to be one person
        mine.setdefault(case.id, []).append(role)
    copied = document.written
    people = [reviewer, *(key for key, one in document.people().items() if one == reviewer)]
    found = copied("round", round=round_id)
    for checklist in {fact.content[3] for fact in found}:
        found += copied("checklist", checklist=checklist)
    known_here = {b"", *people}
    for person in people:
        said_of = copied("reviewer", reviewer=person)
        found += [fact for fact in said_of if fact.content[_SAME_AS] in known_here]
    units = set()
    for key, roles in mine.items():
        drawn = copied("case_drawn", round=round_id, case_id=key)
        units |= {fact.content[_UNIT] for fact in drawn}
        found += drawn
        found += copied("answer", case_id=key, reviewer=reviewer)
        found += copied("review_state", case_id=key, reviewer=reviewer)
        for role in roles:
            said = copied("assignment", case_id=key, role=int(role))
            found += [
                fact
                for group in standing(said).values()
                for fact in group
                if fact.content[0] in known_here
            ]
    known = records.reviewers(document)
    own_unit = known[reviewer].unit if reviewer in known else b""
    return found + _units(document, {own_unit, *units})


def every_fact(document: Document) -> list[Fact]:
    """Return every fact of the document, just as it was written."""
    return [fact for kind in KINDS for fact in document.written(kind)]


def write(path: Path, facts: Iterable[Fact]) -> None:
    """Write a document of the facts and nothing else; whole or not at all.

    It is made anew, so that no page holds what has once stood in another document.
    """

    def fill(new: Document) -> None:
        new.add(facts)

    create_document(path, fill)


def as_bytes(facts: Iterable[Fact]) -> bytes:
    """Return the document that `write` would write, made in memory alone."""
    with in_memory() as new:
        new.add(facts)
        with new.using() as connection:
            return connection.serialize()


def _units(document: Document, wanted: set[Id]) -> list[Fact]:
    """Return the facts of the units and of those that they are part of."""
    parents = {unit.id: unit.parent for unit in records.units(document).values()}
    found: set[Id] = set()
    waiting = list(wanted)
    while waiting:
        unit = waiting.pop()
        if unit in parents and unit not in found:
            found.add(unit)
            waiting.append(parents[unit])
    return [fact for unit in sorted(found) for fact in document.written("unit", unit=unit)]


def _handout(fact: Fact) -> Handout:
    file, text = fact.content
    body = bodies.read("handout", "body", text, fact.key)
    agreed = tuple((question, one, words) for question, one, words in body["agreed"])
    one, reviewer = fact.key
    return Handout(one, reviewer, file, body["return_to"], agreed)
