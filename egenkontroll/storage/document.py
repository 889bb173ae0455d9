"""A document in use: facts in, facts out."""

from __future__ import annotations

import secrets
import threading
import time
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from egenkontroll import facts
from egenkontroll.errors import UserError
from egenkontroll.storage import database
from egenkontroll.storage.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from types import TracebackType

    from sqlite_utils import Database

    from egenkontroll.facts import Fact, Id

DEVICE_SIZE = 8


def now_ms() -> int:
    """Return the time now in milliseconds since 1970-01-01 UTC."""
    return time.time_ns() // 1_000_000


class Document:
    """An open document. Close it, or use it in a `with` statement.

    It may be used from several threads; one at a time comes in.
    """

    def __init__(self, path: Path, db: Database, pen: facts.Pen) -> None:
        self.path = path
        self.pen = pen
        self._db = db
        self._lock = threading.RLock()

    def __enter__(self) -> Document:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the document; afterwards it is one whole file."""
        with self._lock:
            database.close(self._db)

    def read(self, kind: str, **where: object) -> list[Fact]:
        """Return every fact of the kind, in key order, whose key columns are as given."""
        columns = ", ".join(f'"{name}"' for name in KINDS[kind].columns)
        asked = " AND ".join(f'"{name}" = ?' for name in where)
        query = f'SELECT {columns} FROM "{kind}"' + (f" WHERE {asked}" if asked else "")
        return self._facts(kind, query, tuple(where.values()))

    def read_of_round(self, kind: str, round_id: Id) -> list[Fact]:
        """Return every fact of the kind about a case of the round."""
        columns = ", ".join(f'"{name}"' for name in KINDS[kind].columns)
        query = (
            f'SELECT {columns} FROM "{kind}" WHERE case_id IN '
            "(SELECT case_id FROM case_drawn WHERE round = ?)"
        )
        return self._facts(kind, query, (round_id,))

    def held(self, kind: str, **where: object) -> list[facts.Row]:
        """Return what holds now, (*key, *content), in key order, where key columns are as given.

        The same as `facts.current` on what `read` gives, but no Fact is made of any row: for
        where there are very many.
        """
        asked = " AND ".join(f'"{name}" = ?' for name in where)
        return self._held(kind, f"WHERE {asked}" if asked else "", tuple(where.values()))

    def held_of_round(self, kind: str, round_id: Id, **where: object) -> list[facts.Row]:
        """Return what holds now, (*key, *content), about the cases of a round; see `held`."""
        asked = "".join(f' AND "{name}" = ?' for name in where)
        return self._held(
            kind,
            f"WHERE case_id IN (SELECT case_id FROM case_drawn WHERE round = ?){asked}",
            (round_id, *where.values()),
        )

    def _held(self, kind: str, asked: str, values: tuple[object, ...]) -> list[facts.Row]:
        """Read without the columns that tell which fact replaces which, where nothing has two."""
        names = [f'"{name}"' for name, _ in KINDS[kind].key]
        key, width = ", ".join(names), len(names)
        columns = ", ".join([key, *(f'"{name}"' for name, _ in KINDS[kind].content)])
        plain = f'SELECT {columns} FROM "{kind}" {asked} ORDER BY {key}'
        twice = f'SELECT {key} FROM "{kind}" {asked} GROUP BY {key} HAVING count(*) > 1'
        known = (
            f'SELECT {columns}, clock, digest, replaces FROM "{kind}" WHERE ({key}) IN ({twice})'
        )
        with self._lock:
            rows = self._db.conn.execute(plain, values).fetchall()
            if len(set(map(itemgetter(*range(width)), rows))) == len(rows):
                return rows
            found = {row[:width]: row for row in rows}
            several: dict[facts.Row, list[facts.Row]] = {}
            for row in self._db.conn.execute(known, values):
                several.setdefault(row[:width], []).append(row)
        found |= {of: _holding(group)[:-3] for of, group in several.items()}
        return list(found.values())

    def _facts(self, kind: str, query: str, values: tuple[object, ...]) -> list[Fact]:
        width = len(KINDS[kind].key)
        with self._lock:
            rows = self._db.conn.execute(query, values).fetchall()
        return [
            facts.Fact(
                kind,
                row[:width],
                row[width],
                row[width + 1],
                row[width + 3],
                row[width + 4 :],
                row[width + 2],
            )
            for row in rows
        ]

    def add(self, new: Iterable[Fact]) -> int:
        """Add facts, all or none; return how many. They are on the disk when this returns."""
        by_kind: dict[str, list[tuple[Any, ...]]] = {}
        for fact in new:
            row = (*fact.key, fact.clock, fact.device, fact.digest, fact.replaces, *fact.content)
            by_kind.setdefault(fact.kind, []).append(row)
        if not by_kind:
            return 0
        with self._lock, database.transaction(self._db, self.path) as connection:
            for kind, rows in by_kind.items():
                # In key order, each page of the tree is written once and left full.
                width = len(KINDS[kind].tree)
                rows.sort(key=lambda row: row[:width])
                connection.executemany(_insert(kind), rows)
        return sum(len(rows) for rows in by_kind.values())

    def count(self) -> int:
        """Return how many facts the document holds."""
        with self._lock:
            counts = [
                self._db.conn.execute(f'SELECT count(*) FROM "{kind}"').fetchone()[0]
                for kind in KINDS
            ]
        return sum(counts)

    def problems(self) -> list[str]:
        """Return everything that is not as it was written, in Swedish; nothing if whole.

        SQLite's own check finds half of the changed bits; the digest of every row finds them
        all.
        """
        with self._lock:
            found = [f"filens uppbyggnad: {said}" for said in database.whole_check(self._db)]
            for kind in KINDS:
                changed = sum(
                    facts.recomputed_digest(fact) != fact.digest for fact in self.read(kind)
                )
                if changed:
                    found.append(
                        f"{changed} rader av slaget {kind} har ändrats efter att de sparades"
                    )
        return found


def open_document(
    path: Path,
    *,
    write: bool = False,
    clock: Callable[[], int] = now_ms,
    random_bytes: Callable[[int], bytes] = secrets.token_bytes,
) -> Document:
    """Open an existing document, for reading or for writing. Raises UserError if it cannot."""
    db = database.connect(path, write=write)
    pen = facts.Pen(random_bytes(DEVICE_SIZE), clock, random_bytes)
    document = Document(path, db, pen)
    if write:
        queries = (f'SELECT max(clock) FROM "{kind}"' for kind in KINDS)
        pen.last = max(db.conn.execute(query).fetchone()[0] or 0 for query in queries)
    return document


def create_document(
    path: Path,
    fill: Callable[[Document], None],
    *,
    clock: Callable[[], int] = now_ms,
    random_bytes: Callable[[int], bytes] = secrets.token_bytes,
) -> None:
    """Make a new document and fill it; it appears under its name only when it is whole."""
    if path.exists():
        raise UserError(f"{path.name} finns redan. Välj ett annat namn.")
    if not path.parent.is_dir():
        raise UserError(f"Mappen {path.parent} finns inte. Skapa den först.")
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.ny")
    try:
        db = database.create(temporary)
        with Document(
            temporary, db, facts.Pen(random_bytes(DEVICE_SIZE), clock, random_bytes)
        ) as new:
            fill(new)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _holding(group: list[facts.Row]) -> facts.Row:
    """Return the newest of the rows (… clock, digest, replaces) that no other row replaces."""
    replaced = b"".join(row[-1] for row in group)
    size = facts.DIGEST_SIZE
    gone = {replaced[at : at + size] for at in range(0, len(replaced), size)}
    return max((row for row in group if row[-2] not in gone), key=lambda row: row[-3:-1])


def _insert(kind: str) -> str:
    # DO NOTHING on the same key, never OR IGNORE: that would swallow rows that break a check.
    tree = ", ".join(f'"{name}"' for name, _ in KINDS[kind].tree)
    places = ", ".join("?" for _ in KINDS[kind].columns)
    return f'INSERT INTO "{kind}" VALUES ({places}) ON CONFLICT ({tree}) DO NOTHING'
