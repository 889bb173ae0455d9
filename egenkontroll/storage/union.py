"""Union of facts in SQL: what other documents hold that this one does not, and taking it in."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from egenkontroll.sample.cases import Status
from egenkontroll.storage import closing, connections
from egenkontroll.storage.rows import fact_of
from egenkontroll.storage.schema import KINDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from egenkontroll.facts import Fact, Id
    from egenkontroll.storage.inputs import Input
    from egenkontroll.storage.scanning import Reading

OWN = frozenset({"merge_receipt"})
"""Kinds that tell of this file's own history and are not taken in from others."""

MERGED = tuple(kind for kind in KINDS if kind not in OWN)

CACHE = -128
"""Kibibytes, of a file that is read once, from its beginning to its end."""


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


def devices(connection: sqlite3.Connection, among: set[Id]) -> set[Id]:
    """Return those of the devices that some fact in the document was written on."""
    found: set[Id] = set()
    for kind in sorted(MERGED, key="answer".__eq__):  # those are the many
        if among - found:
            asked = f'SELECT DISTINCT device FROM main."{kind}"'
            found |= among.intersection(row[0] for row in connection.execute(asked))
    return found


def holds_answers(connection: sqlite3.Connection, one: Input) -> bool:
    """Tell whether the document has every answer of an input, and no later ones from its devices.

    None of them need then be looked up. They are known by their digests, so those in the input
    must yet be held against what they are made of.
    """
    wrote = list(one.scan.devices["answer"])
    if not 0 < len(wrote) <= _FEW:
        return False
    with attached(connection, [one.at]) as (name,):
        asked = _OTHERWISE.format(name=name, devices=", ".join("?" * len(wrote)))
        return not connection.execute(asked, wrote).fetchall()


_FEW = 50  # devices: a file from more of them has been merged itself

# A file and a document that hold the same answers of a case have them in the same order.
_OTHERWISE = """
SELECT 1 FROM (
    SELECT case_id, group_concat(digest, '') AS said FROM {name}.answer GROUP BY case_id
) AS theirs
WHERE said IS NOT (
    SELECT group_concat(digest, '') FROM main.answer AS mine
    WHERE mine.case_id = theirs.case_id AND device IN ({devices})
) LIMIT 1
"""


def news(
    connection: sqlite3.Connection, inputs: Sequence[Input], beat: Callable[[], object]
) -> list[News]:
    """Return what is new in each input, held against the document and the inputs before it.

    Where every device of a kind is unknown in the document and in the other inputs, all its rows
    are new and none is looked up.
    """
    seen_in = Counter(
        device
        for one in inputs
        for device in {device for kind in MERGED for device in one.scan.devices[kind]}
    )
    here = {device for one in inputs if one.held for device in one.scan.devices["answer"]}
    here |= devices(connection, set(seen_in) - here)
    seen: dict[str, set[bytes]] = {kind: set() for kind in MERGED}
    found = []
    for one in inputs:
        beat()
        new, known = News(), []
        for kind in MERGED:
            counted = one.scan.devices[kind]
            if kind == "answer" and one.held:
                continue
            if any(device in here or seen_in[device] > 1 for device in counted):
                known.append(kind)
            elif counted:
                new.kinds[kind] = counted.total()
                if kind == "answer":
                    new.answers = one.scan.answers
        if known:
            with attached(connection, [one.at]) as (name,):
                for kind in known:
                    beat()
                    _look_up(connection, (name, kind), new, here, seen[kind])
        found.append(new)
    return found


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
    if connection.execute("SELECT 1 FROM main.answer LIMIT 1").fetchone() is None:
        return set()
    asked = "SELECT 1 FROM main.answer WHERE case_id = ? LIMIT 1"
    return {case for case in cases if connection.execute(asked, (case,)).fetchone()}


def facts_of(connection: sqlite3.Connection, kind: str, **where: object) -> list[Fact]:
    """Return an input's facts of a kind whose key columns are as given."""
    asked = " AND ".join(f'"{name}" = ?' for name in where) or "true"
    columns = ", ".join(f'"{name}"' for name in KINDS[kind].columns)
    rows = connection.execute(
        f'SELECT {columns} FROM "{kind}" WHERE {asked}', tuple(where.values())
    )
    return [fact_of(kind, row) for row in rows]


def drawn(connection: sqlite3.Connection) -> Iterable[tuple[Id, Id, str]]:
    """Return the round, identity and reference of each case that is in a document's sample."""
    newest = (
        "SELECT round, case_id, reference, status, max(clock) FROM case_drawn "
        "GROUP BY round, case_id"
    )
    asked = f"SELECT round, case_id, reference FROM ({newest}) WHERE status = ?"
    return connection.execute(asked, (str(Status.DRAWN),))


def round_of_cases(connection: sqlite3.Connection) -> dict[Id, Id]:
    """Return the round of each of an input's cases."""
    return dict(connection.execute("SELECT DISTINCT case_id, round FROM case_drawn").fetchall())


# --- files beside -------------------------------------------------------------------------------


@contextmanager
def attached(
    connection: sqlite3.Connection, files: Sequence[Path], mode: str = "ro"
) -> Iterator[list[str]]:
    """Attach documents for reading under names of their own, and let them go again.

    `mode` is as in `connections.connect`. What an earlier call could not let go of, because it
    was stopped there, is let go of first.
    """
    held = {row[1] for row in connection.execute("PRAGMA database_list")}
    for name in sorted(held - {"main", "temp"}):
        connection.execute(f'DETACH "{name}"')
    names = [f"other{place}" for place in range(len(files))]
    done = []
    try:
        for name, path in zip(names, files, strict=True):
            connections.attach(connection, name, path, mode)
            done.append(name)
            connection.execute(f"PRAGMA {name}.cache_size = {CACHE}")
        yield names
    finally:
        for name in done:
            connection.execute(f"DETACH {name}")


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
