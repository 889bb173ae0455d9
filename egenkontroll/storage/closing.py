"""Locked and purged rounds in the document: editions, frozen cases, and erasing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.facts import current, standing
from egenkontroll.results.table import CaseResult
from egenkontroll.storage import bodies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from egenkontroll.facts import Fact, Id
    from egenkontroll.storage.document import Document

OF_ROUND = ("handler", "locked_cases", "frame", "draw")
"""Kinds about single cases whose key begins with the round."""
OF_CASE = ("assignment", "review_state", "answer", "consensus", "decision")
"""Kinds about single cases whose key begins with the case."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A round's results as they were locked; `seal` is empty while it is open for correction.

    `body` is the counts (see `results.kept`), `said_at` milliseconds since 1970 UTC.
    """

    number: int
    seal: str
    body: str
    reason: str
    by: str
    said_at: int

    @property
    def locked(self) -> bool:
        """Whether the edition is sealed."""
        return bool(self.seal)


def editions(document: Document, round_id: Id) -> tuple[Edition, ...]:
    """Return the editions of a round, the first one first."""
    found = current(document.read("lock", round=round_id))
    made = []
    for (_, number), fact in sorted(found.items()):
        sealed, body, reason, by = fact.content
        bodies.check("lock", "body", body, fact.key)
        made.append(Edition(number, sealed, body, reason, by, fact.said_at))
    return tuple(made)


def edition_fact(
    document: Document, round_id: Id, number: int, said: tuple[str, str, str, str]
) -> Fact:
    """Return the fact of an edition; `said` is its seal, body, reason and by whom."""
    known = standing(document.read("lock", round=round_id, edition=number))
    return document.pen.write("lock", (round_id, number), said, known)


def frozen_fact(
    document: Document, round_id: Id, number: int, cases: Iterable[tuple[Id, CaseResult]]
) -> Fact:
    """Return the fact that holds the cases as they were counted in an edition."""
    body = [
        [case_id.hex(), case.unit, dict(case.attributes), sorted(case.applies), dict(case.values)]
        for case_id, case in cases
    ]
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return document.pen.write("locked_cases", (round_id, number), (text,))


def frozen(
    document: Document, round_id: Id, number: int, references: dict[Id, str]
) -> tuple[CaseResult, ...]:
    """Return the cases as they were counted in an edition; nothing if they are not kept."""
    found = current(document.read("locked_cases", round=round_id, edition=number))
    listed = [
        one
        for fact in found.values()
        for one in bodies.read("locked_cases", "body", fact.content[0], fact.key)
    ]
    return tuple(
        CaseResult(
            references.get(bytes.fromhex(key), ""), unit, attributes, frozenset(applies), values
        )
        for key, unit, attributes, applies, values in listed
    )


# --- purging ----------------------------------------------------------------------------------


def purge_fact(document: Document, round_id: Id, body: str) -> Fact:
    """Return the fact that a round is purged; `body` is what is kept of it, as JSON."""
    return document.pen.write("purge", (round_id,), (body,))


def purged(document: Document, round_id: Id) -> str | None:
    """Return what is kept of a purged round, or None where it is not purged."""
    found = current(document.read("purge", round=round_id))
    if not found:
        return None
    fact = found[round_id,]
    body = bodies.read("purge", "body", fact.content[0], fact.key)
    bodies.check("lock", "body", body["kept"], fact.key)
    return str(fact.content[0])


def erase_cases(
    document: Document, round_id: Id, also: Callable[[dict[str, int]], Sequence[Fact]]
) -> dict[str, int]:
    """Erase everything about the round's single cases and write `also`, all or nothing.

    The bytes are gone from the file when this returns: what is deleted is overwritten and the
    file is then written anew without its free pages. Returns how many facts of each kind went;
    `also` is given the same.
    """
    gone: dict[str, int] = {}
    with document.writing() as connection:
        connection.execute("PRAGMA secure_delete = ON").fetchall()
        inside = "case_id IN (SELECT case_id FROM case_drawn WHERE round = ?)"
        for kind in OF_CASE:
            gone[kind] = connection.execute(
                f'DELETE FROM "{kind}" WHERE {inside}', (round_id,)
            ).rowcount
        for kind in (*OF_ROUND, "case_drawn"):
            gone[kind] = connection.execute(
                f'DELETE FROM "{kind}" WHERE round = ?', (round_id,)
            ).rowcount
        gone = {kind: count for kind, count in gone.items() if count}
        document.insert(connection, also(gone))
    document.rewrite()
    return gone
