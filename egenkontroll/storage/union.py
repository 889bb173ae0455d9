"""Union of facts in SQL: what other documents hold that this one does not, and taking it in."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from egenkontroll.storage import closing, connections, database
from egenkontroll.storage.rows import fact_of
from egenkontroll.storage.schema import KINDS, table_sql

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from egenkontroll.facts import Fact, Id
    from egenkontroll.storage.document import Document
    from egenkontroll.storage.inputs import Input

MOST_ATTACHED = 10
"""As many as SQLite attaches to one connection."""

OWN = frozenset({"merge_receipt"})
"""Kinds that tell of this file's own history and are not taken in from others."""

MERGED = tuple(kind for kind in KINDS if kind not in OWN)

Reading = tuple["Id", int, "Id"]
"""A case, a role and a reviewer."""


@dataclass(slots=True)
class News:
    """What one file holds that neither the document nor the files before it hold.

    `kinds` counts the facts, `parts` are the digests of those from devices that the document
    knows from before, and `answers` how many questions have new answers, by reading.
    """

    kinds: Counter[str] = field(default_factory=Counter)
    parts: dict[str, set[bytes]] = field(default_factory=dict)
    answers: Counter[Reading] = field(default_factory=Counter)

    @property
    def facts(self) -> int:
        """The number of facts of every kind."""
        return self.kinds.total()


def devices(connection: sqlite3.Connection) -> set[Id]:
    """Return the devices that some fact in the document was written on."""
    return {
        row[0]
        for kind in MERGED
        for row in connection.execute(f'SELECT DISTINCT device FROM main."{kind}"')
    }


def news(
    connection: sqlite3.Connection, inputs: Sequence[Input], beat: Callable[[], object]
) -> list[News]:
    """Return what is new in each input, held against the document and the inputs before it.

    Where every device of a kind is unknown here and in the other inputs, all its rows are new
    and none is looked up.
    """
    here = devices(connection)
    seen_in = Counter(
        device
        for one in inputs
        for device in {device for kind in MERGED for device in one.scan.devices[kind]}
    )
    seen: dict[str, set[bytes]] = {kind: set() for kind in MERGED}
    found = []
    for one in inputs:
        new = News()
        with attached(connection, [one.at]) as (name,):
            for kind in MERGED:
                counted = one.scan.devices[kind]
                if not counted:
                    continue
                beat()
                if all(device not in here and seen_in[device] == 1 for device in counted):
                    new.kinds[kind] = counted.total()
                    if kind == "answer":
                        new.answers = _all_answers(connection, name)
                else:
                    _look_up(connection, (name, kind), new, here, seen[kind])
        found.append(new)
    return found


def _all_answers(connection: sqlite3.Connection, name: str) -> Counter[Reading]:
    asked = (
        "SELECT case_id, role, reviewer, count(*) FROM (SELECT DISTINCT case_id, question, role, "
        f"reviewer FROM {name}.answer) GROUP BY case_id, role, reviewer"
    )
    return Counter({(row[0], row[1], row[2]): row[3] for row in connection.execute(asked)})


def _look_up(
    connection: sqlite3.Connection,
    table: tuple[str, str],
    new: News,
    here: set[Id],
    seen: set[bytes],
) -> None:
    """Add the rows of a table that are in neither the document nor `seen`, and keep them there."""
    name, kind = table
    same = " AND ".join(f'mine."{column}" = theirs."{column}"' for column, _ in KINDS[kind].tree)
    key = ", ".join(f'theirs."{column}"' for column, _ in KINDS[kind].key)
    asked = (
        f'SELECT theirs.digest, theirs.device, {key} FROM {name}."{kind}" AS theirs '
        f'WHERE NOT EXISTS (SELECT 1 FROM main."{kind}" AS mine WHERE {same})'
    )
    rows = [row for row in connection.execute(asked) if row[0] not in seen]
    if not rows:
        return
    seen.update(row[0] for row in rows)
    new.kinds[kind] = len(rows)
    new.parts[kind] = {row[0] for row in rows if row[1] in here}
    if kind == "answer":
        keys = {row[2:] for row in rows}
        new.answers = Counter((case, role, reviewer) for case, _, role, reviewer in keys)


def answered(connection: sqlite3.Connection, cases: Iterable[Id]) -> set[Id]:
    """Return which of the cases the document has an answer about."""
    asked = "SELECT 1 FROM main.answer WHERE case_id = ? LIMIT 1"
    return {case for case in cases if connection.execute(asked, (case,)).fetchone()}


def answered_twice(document: Document) -> list[tuple[Id, str]]:
    """Return (case, question) wherever a reviewer has more than one answer, replaced ones too."""
    who = "role" if document.people() else "role, reviewer"
    asked = (
        "SELECT DISTINCT case_id, question FROM (SELECT case_id, question FROM answer "
        f"GROUP BY case_id, question, {who} HAVING count(*) > 1)"
    )
    with document.using() as connection:
        return connection.execute(asked).fetchall()


def facts_of(connection: sqlite3.Connection, kind: str, **where: object) -> list[Fact]:
    """Return an input's facts of a kind whose key columns are as given."""
    asked = " AND ".join(f'"{name}" = ?' for name in where) or "true"
    columns = ", ".join(f'"{name}"' for name in KINDS[kind].columns)
    rows = connection.execute(
        f'SELECT {columns} FROM "{kind}" WHERE {asked}', tuple(where.values())
    )
    return [fact_of(kind, row) for row in rows]


def round_of_cases(connection: sqlite3.Connection) -> dict[Id, Id]:
    """Return the round of each of an input's cases."""
    return dict(connection.execute("SELECT DISTINCT case_id, round FROM case_drawn").fetchall())


# --- taking in ----------------------------------------------------------------------------------


def staged(
    beside: sqlite3.Connection, inputs: Sequence[Input], folder: Path, beat: Callable[[], object]
) -> list[Path]:
    """Return at most ten files that together hold what the inputs hold, for a connection.

    SQLite attaches ten files and lets none of them go before the transaction ends, so what is
    beyond is first brought together in private files.
    """
    files = [one.at for one in inputs]
    while len(files) > MOST_ATTACHED:
        many = min(MOST_ATTACHED, len(files) - MOST_ATTACHED + 1)
        stage = folder / f"{len(files)}.db"
        with (
            database.staging(stage, beside) as connection,
            attached(connection, files[:many]) as names,
        ):
            for kind in MERGED:
                connection.execute(table_sql(kind, KINDS[kind]))
            connection.execute("BEGIN")
            take_in(connection, names, beat)
            connection.execute("COMMIT")
        files = [*files[many:], stage]
    return files


@contextmanager
def attached(connection: sqlite3.Connection, files: Sequence[Path]) -> Iterator[list[str]]:
    """Attach documents for reading under names of their own, and let them go again.

    What an earlier call could not let go of, because it was stopped there, is let go of first.
    """
    held = {row[1] for row in connection.execute("PRAGMA database_list")}
    for name in sorted(held - {"main", "temp"}):
        connection.execute(f'DETACH "{name}"')
    names = [f"other{place}" for place in range(len(files))]
    done = []
    try:
        for name, path in zip(names, files, strict=True):
            connections.attach(connection, name, path)
            done.append(name)
        yield names
    finally:
        for name in done:
            connection.execute(f"DETACH {name}")


def take_in(
    connection: sqlite3.Connection, names: Sequence[str], beat: Callable[[], object]
) -> int:
    """Add what the attached documents hold, in key order, inside an open transaction.

    Returns how many facts were added. A row that breaks a rule of its table stops everything;
    only the very same fact is passed over.
    """
    added = 0
    for kind in MERGED:
        beat()
        columns = ", ".join(f'"{column}"' for column in KINDS[kind].columns)
        tree = ", ".join(f'"{column}"' for column, _ in KINDS[kind].tree)
        every = " UNION ALL ".join(
            f'SELECT {columns} FROM {name}."{kind}" WHERE true' for name in names
        )
        statement = (
            f'INSERT INTO main."{kind}" ({columns}) {every} ORDER BY {tree} '
            f"ON CONFLICT ({tree}) DO NOTHING"
        )
        added += connection.execute(statement).rowcount
    return added


# --- purged rounds ------------------------------------------------------------------------------

_OF_PURGED = {
    **dict.fromkeys(closing.OF_CASE, "case_id IN (SELECT case_id FROM case_drawn WHERE round = ?)"),
    **dict.fromkeys((*closing.OF_ROUND, "case_drawn"), "round = ?"),
}  # fmt: skip


def purged_rounds(connection: sqlite3.Connection) -> set[Id]:
    """Return the rounds that the document says are purged."""
    return {row[0] for row in connection.execute("SELECT DISTINCT round FROM purge")}


def about_purged(connection: sqlite3.Connection, rounds: set[Id]) -> int:
    """Return how many facts there are about single cases of the rounds."""
    return sum(
        connection.execute(f'SELECT count(*) FROM "{kind}" WHERE {where}', (one,)).fetchone()[0]
        for one in rounds
        for kind, where in _OF_PURGED.items()
    )


def erase_purged(connection: sqlite3.Connection, rounds: set[Id]) -> int:
    """Erase every fact about single cases of the rounds, overwriting them; return how many."""
    connection.execute("PRAGMA secure_delete = ON").fetchall()
    return sum(
        connection.execute(f'DELETE FROM "{kind}" WHERE {where}', (one,)).rowcount
        for one in rounds
        for kind, where in _OF_PURGED.items()
    )
