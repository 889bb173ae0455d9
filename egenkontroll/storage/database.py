"""Open, create, recognise and refuse documents. The only place that connects."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.storage import connections, recognising, schema, tables
from egenkontroll.storage.connections import errors
from egenkontroll.storage.keys import LockedError
from egenkontroll.storage.recognising import (
    SUFFIX,
    locked_words,
    names_another_file,
    recognise,
    version_of,
)
from egenkontroll.storage.tables import expected_schema
from egenkontroll.storage.telling import (
    DamagedError,
    InUseError,
    NewerError,
    ReadOnlyError,
    damaged,
    read_only,
    told,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from egenkontroll.storage.swapped import Standing
    from egenkontroll.storage.tables import Database

__all__ = [
    "SUFFIX",
    "DamagedError",
    "InUseError",
    "LockedError",
    "NewerError",
    "ReadOnlyError",
    "damaged",
    "expected_schema",
    "locked_words",
    "names_another_file",
    "recognise",
    "told",
    "version_of",
]


def connect(
    path: Path, *, write: bool, before_upgrade: Callable[[Database], object] = lambda db: None
) -> Database:
    """Open an existing document and check that it is whole, ours and not newer.

    For writing the document is locked against every other program until it is closed, and one
    of an older version is made into this version after `before_upgrade`; for reading that is done
    to a copy of it in memory. At rest it is one file; open it has a small journal beside it.
    Raises UserError saying what is the matter; the file is then as it was.
    """
    recognise(path)
    if write:
        _refuse_read_only(path)
    _recover(path)
    with told(path):
        connection = connections.connect(path, "rwc" if write else "ro")
        try:
            connections.settle(connection, write=write)
            if write:
                _lock(connection)
            version = _check(connection, path)
            if version == schema.VERSION:
                return tables.wrapped(connection)
            if write:
                return _upgraded(connection, path, before_upgrade)
            return _read_upgraded(connection, path, version)
        except BaseException:
            connection.close()
            raise


def create(path: Path, passphrase: str = "", like: Path | None = None) -> Database:
    """Make a new, empty document at a path where nothing is yet.

    It is encrypted with the passphrase, or else as the document `like` is.
    """
    with told(path):
        if passphrase:
            connection = connections.new_encrypted(path, passphrase)
        elif like is not None:
            connection = connections.new_beside(path, like)
        else:
            connection = connections.connect(path, "rwc")
        try:
            connections.settle(connection, write=True)
            db = tables.filled(connection, schema.VERSION)
            _lock(connection)
        except BaseException:
            connection.close()
            raise
    return db


def close(db: Database) -> None:
    """Close so that exactly one file is left: no journal beside it."""
    connection = db.conn
    if connection.in_transaction:
        connection.rollback()
    connections.bring_to_rest(connection)
    db.close()


@contextmanager
def transaction(
    db: Database, path: Path, standing: Standing | None = None
) -> Iterator[sqlite3.Connection]:
    """Write everything inside or nothing; what is written is on the disk when it ends.

    Given how the file stands, nothing is written in one that another program has written into.
    """
    connection = db.conn
    with told(path):
        if standing is not None:
            standing.refuse_written_over(connection)
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            if standing is not None:
                standing.refuse_written_over(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                with suppress(*errors()):  # what went wrong is told, not that it did so twice
                    connection.execute("ROLLBACK")
            if standing is not None:
                standing.note_undone()
            raise


def rewrite(db: Database, path: Path) -> None:
    """Write the whole file anew without its free pages."""
    with told(path):
        db.conn.execute("VACUUM")


def _recover(path: Path) -> None:
    """Undo what a program that was stopped in the middle had begun: reading alone cannot.

    What that could take back is first laid among the copies. Raises UserError where it would
    spoil the document.
    """
    if not connections.has_journal(path):
        return
    from egenkontroll.storage import journals

    with told(path):
        journals.refuse_unfitting(path, keeping=True)
    with suppress(UserError), told(path):  # what stands in the way is told when it is opened
        connection = connections.connect(path, "rw")
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema")
        finally:
            connection.close()


def whole_check(db: Database) -> list[str]:
    """Return SQLite's own complaints about the file's structure, at most twenty."""
    rows = db.conn.execute("PRAGMA integrity_check(20)").fetchall()
    return [str(row[0]) for row in rows if row[0] != "ok"]


def _lock(connection: sqlite3.Connection) -> None:
    """Take the lock that keeps other editors out; with exclusive locking it is kept."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("COMMIT")


def _check(connection: sqlite3.Connection, path: Path) -> int:
    """Refuse what is not whole and ours; return its version."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if connection.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        raise recognising.foreign(path.name)
    recognising.refuse_newer(version, path.name)
    # The schema first: checking the rows runs what stands in it.
    if not tables.has_schema(connection, version):
        if recognising.has_known_schema(connection):
            raise recognising.damaged_head(path.name)
        raise UserError(
            f"{path.name} har ett innehåll som inte hör hemma i ett Egenkontroll-dokument och "
            "öppnas därför inte. Filen är orörd. Be den som lämnade filen om en ny."
        )
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise damaged(path.name)
    return version


# --- documents of older versions ------------------------------------------------------------------


def _upgraded(
    connection: sqlite3.Connection, path: Path, before: Callable[[Database], object]
) -> Database:
    """Make an older document into one of this version, in one transaction, or leave it be."""
    db = tables.wrapped(connection)
    before(db)
    try:
        with transaction(db, path):
            tables.migrate(db, schema.VERSION)
            if not tables.has_schema(connection, schema.VERSION):
                raise damaged(path.name)
    except UserError as error:
        with suppress(*errors()):
            connections.bring_to_rest(connection)
        why = "" if isinstance(error, DamagedError) else f" {error.message}"
        raise UserError(
            f"{path.name} är gjord i en äldre version av Egenkontroll och kunde inte göras om till "
            f"den här.{why} Dokumentet är som det var, och en kopia av det ligger bland "
            "säkerhetskopiorna. Öppna det i den äldre versionen så länge, och hör av dig till den "
            "som sköter programmet."
        ) from error
    return db


def _read_upgraded(connection: sqlite3.Connection, path: Path, version: int) -> Database:
    """Return an older document as one of this version, in memory: the file may not be changed."""
    db = tables.in_memory(version)
    tables.copy_rows(connection, db.conn)
    connection.close()
    with told(path):
        tables.migrate(db, schema.VERSION)
    db.conn.execute("PRAGMA query_only = ON")
    return db


def _refuse_read_only(path: Path) -> None:
    # The mode is asked for, and not what this user may do: an administrator may do anything.
    if not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise read_only(path.name)


# --- other documents beside the open one --------------------------------------------------------


def is_encrypted(db: Database) -> bool:
    """Tell whether an open document is encrypted."""
    return connections.is_encrypted(db.conn)


@contextmanager
def private_copy(path: Path) -> Iterator[sqlite3.Connection]:
    """Lend a private copy of a document to change it; afterwards it is at rest.

    What a journal beside it holds is taken in first, and an older document gets its newer
    tables. Never for a file that is somebody's own.
    """
    with told(path):
        connection = connections.connect(path, "rwc")
        try:
            connections.settle(connection, write=True)
            tables.migrate(tables.wrapped(connection), schema.VERSION)
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
            connections.bring_to_rest(connection)
        finally:
            connection.close()


@contextmanager
def staging(path: Path, beside: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Lend a connection to a private file that need not outlive a power cut.

    It is encrypted where the document that it is for is: see `connections.alike`.
    """
    with told(path):
        connection = connections.alike(path, beside)
        try:
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "trusted_schema = OFF"):
                connection.execute(f"PRAGMA {pragma}").fetchall()
            yield connection
        finally:
            connection.close()


def write_copy(db: Database, path: Path) -> None:
    """Write the document, without its free pages, to a new file that is on the disk.

    A copy of an encrypted document is encrypted with the same passphrase.
    """
    with told(path):
        db.conn.execute("VACUUM INTO ?", (str(path),))
        with path.open("rb+") as file:
            os.fsync(file.fileno())
