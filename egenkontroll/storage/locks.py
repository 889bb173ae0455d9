"""Keep closed rounds as they are: nothing about their cases is written any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.errors import UserError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from egenkontroll.facts import Fact, Id

_OF_CASE = {"assignment", "review_state", "answer", "consensus"}
_OF_ROUND = {"case_drawn", "draw", "frame"}

_LOCKED = (
    "SELECT DISTINCT round, edition FROM lock AS one WHERE seal <> '' AND edition = "
    "(SELECT max(edition) FROM lock WHERE round = one.round)"
)


def refuse_closed(connection: sqlite3.Connection, new: Iterable[Fact]) -> None:
    """Raise UserError where a fact is about the cases of a locked or a purged round.

    Facts that arrive from other documents do not come this way: merging is union, and what a
    locked round counts is kept apart from it.
    """
    locked = dict(connection.execute(_LOCKED).fetchall())
    purged = {row[0] for row in connection.execute("SELECT round FROM purge")}
    if not locked and not purged:
        return
    for round_id in _rounds(connection, new, {*locked, *purged}):
        if round_id in purged:
            raise UserError("Omgången är gallrad: dess ärenden finns inte längre. Inget är ändrat.")
        raise UserError(
            f"Omgången är låst (utgåva {locked[round_id]}). Inget är ändrat. Öppna den för "
            "rättelse om något måste ändras."
        )


def _rounds(connection: sqlite3.Connection, new: Iterable[Fact], closed: set[Id]) -> Iterator[Id]:
    """Yield the closed rounds that the facts are about."""
    asked: set[Id] = set()
    for fact in new:
        if fact.kind in _OF_ROUND and fact.key[0] in closed:
            yield fact.key[0]
        if fact.kind in _OF_CASE and fact.key[0] not in asked:
            asked.add(fact.key[0])
            for round_id in closed:
                found = connection.execute(
                    "SELECT 1 FROM case_drawn WHERE round = ? AND case_id = ?",
                    (round_id, fact.key[0]),
                )
                if found.fetchone():
                    yield round_id
