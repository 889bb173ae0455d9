"""A document in use: facts in, facts out."""

from __future__ import annotations

import os
import threading
import time
from contextlib import contextmanager
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from egenkontroll import facts
from egenkontroll.errors import UserError
from egenkontroll.storage import backups, bodies, database, keys, locks, tables
from egenkontroll.storage.held import Hold
from egenkontroll.storage.rows import fact_of, renamed, reviewer_at
from egenkontroll.storage.schema import KINDS, VERSION
from egenkontroll.storage.stale import Touched, forget
from egenkontroll.storage.swapped import Standing
from egenkontroll.texts import count

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from types import TracebackType

    from egenkontroll.facts import Fact, Id
    from egenkontroll.storage.tables import Database

_OF_ROUND = "case_id IN (SELECT case_id FROM case_drawn WHERE round = ?)"


def now_ms() -> int:
    """Return the time now in milliseconds since 1970-01-01 UTC."""
    return time.time_ns() // 1_000_000


Connection: TypeAlias = "sqlite3.Connection"
"""What `using` and `writing` lend, by a name that those may use who write no SQL."""


class Document:
    """An open document. Close it, or use it in a `with` statement.

    It may be used from several threads; one at a time comes in.
    """

    def __init__(self, path: Path, db: Database, pen: facts.Pen) -> None:
        self.path = path
        self.pen = pen
        self._db = db
        self._lock = threading.RLock()
        self._standing: Standing | None = None
        self._hold: Hold | None = None
        self._touched = Touched()
        self._latest: tuple[str, tuple[object, ...]] | None = None

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
            try:
                database.close(self._db)
            finally:
                self._hold = None
                if self._standing is not None:
                    self._standing.close()

    def read(self, kind: str, **where: object) -> list[Fact]:
        """Return every fact of the kind, in key order, whose key columns are as given.

        A reviewer who was taken in twice is one person here and in every other reading: the
        facts say the one that the person really is.
        """
        asked, values = self._asked(kind, where)
        return self.as_here(kind, self._facts(kind, f"WHERE {asked}", values))

    def written(self, kind: str, **where: object) -> list[Fact]:
        """Return the same facts as `read`, but just as they were written: for copying them."""
        asked, values = self._asked(kind, where)
        return self._facts(kind, f"WHERE {asked}", values)

    def has(self, kind: str, **where: object) -> bool:
        """Tell whether there is any fact of the kind whose key columns are as given."""
        asked = " AND ".join(f'"{name}" = ?' for name in where) or "1"
        query = f'SELECT EXISTS (SELECT 1 FROM "{kind}" WHERE {asked})'
        with self._reading():
            return bool(self._db.conn.execute(query, tuple(where.values())).fetchone()[0])

    def read_of_round(self, kind: str, round_id: Id) -> list[Fact]:
        """Return every fact of the kind about a case of the round."""
        return self.as_here(kind, self._facts(kind, f"WHERE {_OF_ROUND}", (round_id,)))

    def held(self, kind: str, **where: object) -> list[facts.Row]:
        """Return what holds now, (*key, *content), in key order, where key columns are as given.

        The same as `facts.current` on what `read` gives, but no Fact is made of any row: for
        where there are very many.
        """
        asked, values = self._asked(kind, where)
        return self._held(kind, f"WHERE {asked}", values)

    def held_of_round(self, kind: str, round_id: Id, **where: object) -> list[facts.Row]:
        """Return what holds now, (*key, *content), about the cases of a round; see `held`."""
        asked, values = self._asked(kind, where)
        return self._held(kind, f"WHERE {_OF_ROUND} AND {asked}", (round_id, *values))

    # --- one person, one identity -------------------------------------------------------------

    def people(self) -> dict[Id, Id]:
        """Return, for each reviewer who is really another, the one that the work counts as."""
        with self._reading():
            asked = "SELECT 1 FROM reviewer WHERE same_as != x'' LIMIT 1"
            if self._db.conn.execute(asked).fetchone() is None:
                return {}
        from egenkontroll.merge.people import really

        found = facts.current(self._facts("reviewer", "", ()))
        return really({key: of.content[-1] for (key,), of in found.items() if of.content[-1]})

    def person(self, reviewer: Id) -> Id:
        """Return the identity that the reviewer's work counts as."""
        return self.people().get(reviewer, reviewer)

    def as_here(self, kind: str, found: list[Fact]) -> list[Fact]:
        """Return the facts with each reviewer as the one that the person really is."""
        if not found or reviewer_at(kind) is None:
            return found
        return renamed(kind, found, self.people())

    def _asked(self, kind: str, where: Mapping[str, object]) -> tuple[str, tuple[object, ...]]:
        """Return the condition that key columns are as given, under any of a person's names."""
        parts: list[str] = ["true"]
        values: list[object] = []
        for name, value in where.items():
            named = [value]
            if name == "reviewer" != kind and (people := self.people()):
                one = people.get(value, value)  # type: ignore[call-overload]
                named = [one, *(key for key, really_is in people.items() if really_is == one)]
            parts.append(f'"{name}" IN ({", ".join("?" for _ in named)})')
            values += named
        return " AND ".join(parts), tuple(values)

    def _held(self, kind: str, asked: str, values: tuple[object, ...]) -> list[facts.Row]:
        """Read without the columns that tell which fact replaces which, where nothing has two."""
        if reviewer_at(kind) is not None and self.people():
            found_here = facts.current(self.as_here(kind, self._facts(kind, asked, values)))
            return [(*key, *fact.content) for key, fact in sorted(found_here.items())]
        names = [f'"{name}"' for name, _ in KINDS[kind].key]
        key, width = ", ".join(names), len(names)
        columns = ", ".join([key, *(f'"{name}"' for name, _ in KINDS[kind].content)])
        plain = f'SELECT {columns} FROM "{kind}" {asked} ORDER BY {key}'
        twice = f'SELECT {key} FROM "{kind}" {asked} GROUP BY {key} HAVING count(*) > 1'
        known = (
            f'SELECT {columns}, clock, digest, replaces FROM "{kind}" WHERE ({key}) IN ({twice})'
        )
        with self._reading():
            rows = self._db.conn.execute(plain, values).fetchall()
            if len(set(map(itemgetter(*range(width)), rows))) == len(rows):
                return rows
            found = {row[:width]: row for row in rows}
            several: dict[facts.Row, list[facts.Row]] = {}
            for row in self._db.conn.execute(known, values):
                several.setdefault(row[:width], []).append(row)
        found |= {of: holding(group)[:-3] for of, group in several.items()}
        return list(found.values())

    def _facts(self, kind: str, asked: str, values: tuple[object, ...]) -> list[Fact]:
        """Return facts exactly as they were written."""
        columns = ", ".join(f'"{name}"' for name in KINDS[kind].columns)
        with self._reading():
            rows = self._db.conn.execute(f'SELECT {columns} FROM "{kind}" {asked}', values)
            return [fact_of(kind, row) for row in rows.fetchall()]

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._lock, database.told(self.path):
            yield

    def add(self, new: Iterable[Fact]) -> int:
        """Add facts, all or none; return how many. They are on the disk when this returns.

        Raises UserError, and adds nothing, where a fact is about a case of a closed round.
        """
        given = list(new)
        if given:
            with self.writing() as connection:
                locks.refuse_closed(connection, given)
                self.insert(connection, given)
        return len(given)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection for one transaction: everything inside is written, or nothing."""
        with self._lock:
            try:
                with database.transaction(self._db, self.path, self._standing) as connection:
                    self._touched, before = Touched(), connection.total_changes
                    self._latest = None
                    yield connection
                    changes = connection.total_changes - before
                    forget(connection, self._touched, changes)
            except database.ReadOnlyError:  # said too of a file that is no longer where it was
                if self._standing is not None:
                    self._standing.check(self._write_copy, saved=False)
                raise
            if self._standing is not None:
                if changes:
                    self._standing.latest = self._latest
                self._standing.check(self._write_copy)

    @property
    def changes(self) -> int:
        """How many rows have been changed since the document was opened: for `write_derived`."""
        with self._lock:
            return self._db.conn.total_changes

    def write_derived(self, since: int, write: Callable[[sqlite3.Connection], None]) -> bool:
        """Write what was worked out from the facts as they were when `changes` was `since`.

        Tells whether it was written: not where they have changed, or may not be written.
        """
        with self._lock:
            if self.changes != since or self._db.conn.execute("PRAGMA query_only").fetchone()[0]:
                return False
            with database.transaction(self._db, self.path, self._standing) as connection:
                write(connection)
            if self._standing is not None:
                self._standing.note_written()
        return True

    @contextmanager
    def using(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection outside any transaction: to read, and to attach other documents."""
        with self._lock, database.told(self.path):
            yield self._db.conn

    def write_copy(self, path: Path) -> None:
        """Write the document as it is now to a new file, which is on the disk when this returns."""
        with self._lock:
            if self._standing is not None:
                self._standing.refuse_written_over(self._db.conn)
            self._write_copy(path)

    def _write_copy(self, path: Path) -> None:
        database.write_copy(self._db, path)

    @property
    def encrypted(self) -> bool:
        """Whether the file is encrypted with a passphrase."""
        return database.is_encrypted(self._db)

    def copy_into(self, other: Document, beat: Callable[[], object]) -> None:
        """Copy every row into another document, which is new and empty."""
        with self.using() as source, other.using() as target:
            tables.copy_rows(source, target, beat)

    def same_as(self, other: Document) -> bool:
        """Tell whether another document holds just the same rows."""
        with self.using() as one, other.using() as two:
            return tables.same_rows(one, two)

    def insert(self, connection: sqlite3.Connection, new: Iterable[Fact]) -> None:
        """Add facts inside a transaction that `writing` has opened."""
        by_kind: dict[str, list[tuple[Any, ...]]] = {}
        for fact in new:
            row = (*fact.key, fact.clock, fact.device, fact.digest, fact.replaces, *fact.content)
            by_kind.setdefault(fact.kind, []).append(row)
        for kind, rows in by_kind.items():
            # In key order, each page of the tree is written once and left full.
            width = len(KINDS[kind].tree)
            rows.sort(key=lambda row: row[:width])
            before = connection.total_changes
            connection.executemany(_insert(kind), rows)
            self._touched.note(kind, rows, connection.total_changes - before)
            self._latest = _asking(kind), rows[-1][:width]

    def rewrite(self) -> None:
        """Write the file anew without its free pages, so that what was deleted is gone from it."""
        with self._lock:
            if self._standing is not None:
                self._standing.refuse_written_over(self._db.conn)
            database.rewrite(self._db, self.path)
            if self._standing is not None:
                self._standing.note_written(anew=True)

    def count(self) -> int:
        """Return how many facts the document holds."""
        with self._reading():
            counts = [
                self._db.conn.execute(f'SELECT count(*) FROM "{kind}"').fetchone()[0]
                for kind in KINDS
            ]
        return sum(counts)

    def refuse_faulty(self) -> None:
        """Raise DamagedError where something is not as it was written that all else leans on.

        The answers are many and are not held against their digests here: see `problems`.
        """
        from egenkontroll.storage.scanning import faults

        with self._reading():
            if faults(self._db.conn):
                raise database.damaged(self.path.name)

    def problems(self) -> list[str]:
        """Return everything that is not as it was written, in Swedish; nothing if whole.

        SQLite's own check finds half of the changed bits; the digest of every row finds them
        all.
        """
        from egenkontroll.storage.fitting import strays
        from egenkontroll.storage.scanning import scan

        with self._reading():
            connection = self._db.conn
            found = [f"filens uppbyggnad: {said}" for said in database.whole_check(self._db)]
            rows = scan(connection, lambda: None)
            found += [
                f"{count(number, 'rad', 'rader')} av slaget {kind} har ändrats efter att "
                f"{'den' if number == 1 else 'de'} sparades"
                for kind, number in rows.changed.items()
            ]
            found += [
                f"{count(number, 'rad', 'rader')} av slaget {kind} kan inte vara "
                f"{'skriven' if number == 1 else 'skrivna'} av Egenkontroll"
                for kind, number in rows.malformed.items()
            ]
            return [*found, *strays(connection), *(said for *_, said in bodies.faults(connection))]


def open_document(
    path: Path,
    *,
    write: bool = False,
    clock: Callable[[], int] = now_ms,
    random_bytes: Callable[[int], bytes] = os.urandom,
) -> Document:
    """Open an existing document, for reading or for writing. Raises UserError if it cannot."""

    def keep(older: Database) -> None:
        backups.before_upgrade(path, clock(), lambda target: database.write_copy(older, target))

    salt = keys.salt_of(path)
    db = database.connect(path, write=write, before_upgrade=keep)
    pen = facts.Pen(random_bytes(facts.DEVICE_SIZE), clock, random_bytes)
    document = Document(path, db, pen)
    if write:
        try:
            with database.told(path):
                document._standing = Standing(path)
                document._hold = Hold(path, salt)
                queries = (f'SELECT max(clock) FROM "{kind}"' for kind in KINDS)
                pen.last = max(db.conn.execute(query).fetchone()[0] or 0 for query in queries)
        except BaseException:
            document.close()
            raise
    return document


def create_document(
    path: Path,
    fill: Callable[[Document], None],
    *,
    clock: Callable[[], int] = now_ms,
    random_bytes: Callable[[int], bytes] = os.urandom,
    passphrase: str = "",
    like: Path | None = None,
) -> None:
    """Make a new document and fill it; it appears under its name only when it is whole.

    With a passphrase it is encrypted, and else as the document `like` is.
    """
    if path.exists():
        raise UserError(f"{path.name} finns redan. Välj ett annat namn.")
    if not path.parent.is_dir():
        raise UserError(f"Mappen {path.parent} finns inte. Skapa den först.")
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}.ny")
    try:
        db = database.create(temporary, passphrase, like)
        with Document(
            temporary, db, facts.Pen(random_bytes(facts.DEVICE_SIZE), clock, random_bytes)
        ) as new:
            fill(new)
        temporary.replace(path)
    finally:
        for left in (temporary, temporary.with_name(f"{temporary.name}-journal")):
            left.unlink(missing_ok=True)


def in_memory() -> Document:
    """Return a new, empty document that no file holds."""
    db = tables.in_memory(VERSION)
    return Document(Path(), db, facts.Pen(os.urandom(facts.DEVICE_SIZE), now_ms, os.urandom))


def holding(group: list[facts.Row]) -> facts.Row:
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


@cache
def _asking(kind: str) -> str:
    same = " AND ".join(f'"{name}" = ?' for name, _ in KINDS[kind].tree)
    return f'SELECT 1 FROM "{kind}" WHERE {same}'
