"""What a transaction changed, and which kept counts it makes stale: they go with the same commit.

See `cube`. Counts that are too many thrown away only cost time; so whatever is not surely
beside the point throws them away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from egenkontroll.facts import Id, Row

OF_ROUND = frozenset({"round", "frame", "draw", "case_drawn", "lock", "locked_cases", "purge"})
"""Kinds that the counts of the round in their key depend on."""
OF_CASE = frozenset({"answer", "consensus"})
"""Kinds that the counts of the case's round depend on."""
UNCOUNTED = frozenset({
    "handler", "assignment", "review_state", "decision", "concern", "aggregate", "handout",
    "merge_receipt", "ledger", "clarification", "focus", "action", "plan", "setting",
})  # fmt: skip
"""Kinds that no count depends on. All other kinds concern every round."""


class Touched:
    """What is known of the rows that a transaction has added; `changes` is how many they are."""

    def __init__(self) -> None:
        self.changes = 0
        self.rounds: set[Id] = set()
        self.cases: set[Id] = set()
        self.everything = False

    def note(self, kind: str, rows: Sequence[Row], changes: int) -> None:
        """Note that of these rows, beginning with their keys, so many were new."""
        self.changes += changes
        if not changes or kind in UNCOUNTED:
            return
        if kind in OF_ROUND:
            self.rounds |= {row[0] for row in rows}
        elif kind in OF_CASE:
            self.cases |= {row[0] for row in rows}
        else:
            self.everything = True


def forget(connection: sqlite3.Connection, touched: Touched, changes: int) -> None:
    """Throw away the counts that a transaction has made stale.

    `changes` is how many rows the whole transaction has changed: where they are more than was
    noted, some were changed in another way, and every count goes. A case's round is known by
    the first and the last of its cases.
    """
    if touched.everything or touched.changes != changes:
        connection.execute("DELETE FROM cube")
        return
    for round_id in touched.rounds:
        connection.execute("DELETE FROM cube WHERE round = ?", (round_id,))
    if touched.cases:
        ends = (max(touched.cases), min(touched.cases))
        connection.execute('DELETE FROM cube WHERE "first" <= ? AND "last" >= ?', ends)
