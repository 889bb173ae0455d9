"""Open, create, recognise and refuse documents. The only place that connects."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.storage import schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

SUFFIX = ".egk"
_MAGIC = b"SQLite format 3\x00"
_HEADER_SIZE = 100


class DamagedError(UserError):
    """The file is a document, but part of it is gone or changed."""


def connect(path: Path, *, write: bool) -> Database:
    """Open an existing document and check that it is whole, ours and not newer.

    For writing the document is locked against every other program until it is closed. At
    rest it is one file; open it has a small journal beside it. Raises UserError saying what is
    the matter; the file is then as it was.
    """
    recognise(path)
    if write:
        _refuse_read_only(path)
    with _told(path):
        connection = _connection(path, write=write)
        try:
            if write:
                _lock(connection)
            _check(connection, path)
        except BaseException:
            connection.close()
            raise
    return _wrapped(connection)


def create(path: Path) -> Database:
    """Make a new, empty document at a path where nothing is yet."""
    with _told(path):
        connection = _connection(path, write=True)
        try:
            connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            db = _wrapped(connection)
            schema.migrations().apply(db)
            # When the facts were said stands in the facts; the time here would only make two
            # documents with the same content differ.
            connection.execute("UPDATE _sqlite_migrations SET applied_at = ''")
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
    if not connection.execute("PRAGMA query_only").fetchone()[0]:
        connection.execute("PRAGMA journal_mode = DELETE")
    db.close()


@contextmanager
def transaction(db: Database, path: Path) -> Iterator[sqlite3.Connection]:
    """Write everything inside or nothing; what is written is on the disk when it ends."""
    connection = db.conn
    with _told(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def recognise(path: Path) -> None:
    """Refuse, by its first bytes, what is not a document or was made by a newer program."""
    name = path.name
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER_SIZE)
            size = file.seek(0, os.SEEK_END)
    except FileNotFoundError:
        raise UserError(f"Dokumentet {name} finns inte. Kontrollera namnet och mappen.") from None
    except IsADirectoryError:
        raise UserError(f"{name} är en mapp, inte ett dokument.") from None
    except OSError:
        raise UserError(f"Dokumentet {name} går inte att läsa. Kontrollera behörigheten.") from None
    foreign = UserError(
        f"{name} är inget Egenkontroll-dokument. Filen är orörd. Välj en fil som slutar på "
        f"{SUFFIX} och är gjord i Egenkontroll."
    )
    if not head.startswith(_MAGIC):
        raise foreign
    if len(head) < _HEADER_SIZE:
        raise _damaged(name)
    if int.from_bytes(head[68:72], "big") != schema.APPLICATION_ID:
        raise foreign
    if int.from_bytes(head[60:64], "big") > schema.VERSION:
        raise UserError(
            f"{name} är gjord i en nyare version av Egenkontroll (dokumentversion "
            f"{int.from_bytes(head[60:64], 'big')}, programmet kan {schema.VERSION}). "
            "Filen är orörd. Uppdatera programmet och försök igen."
        )
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    if size < (65536 if page == 1 else page) * pages:
        raise _damaged(name)


def whole_check(db: Database) -> list[str]:
    """Return SQLite's own complaints about the file's structure, at most twenty."""
    rows = db.conn.execute("PRAGMA integrity_check(20)").fetchall()
    return [str(row[0]) for row in rows if row[0] != "ok"]


def _connection(path: Path, *, write: bool) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={'rwc' if write else 'ro'}"
    connection = sqlite3.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, timeout=1.0
    )
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON"):
        connection.execute(f"PRAGMA {pragma}")
    if write:
        for pragma in (
            "locking_mode = EXCLUSIVE",
            "journal_mode = TRUNCATE",
            "synchronous = FULL",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    else:
        connection.execute("PRAGMA query_only = ON")
    return connection


def _lock(connection: sqlite3.Connection) -> None:
    """Take the lock that keeps other editors out; with exclusive locking it is kept."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("COMMIT")


def _check(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise _damaged(path.name)
    query = "SELECT type, name, sql FROM sqlite_schema"
    expected = _wrapped(sqlite3.connect(":memory:", isolation_level=None))
    try:
        schema.migrations().apply(expected)
        wanted = set(expected.conn.execute(query))
    finally:
        expected.close()
    if set(connection.execute(query)) != wanted:
        raise UserError(
            f"{path.name} har ett innehåll som inte hör hemma i ett Egenkontroll-dokument och "
            "öppnas därför inte. Filen är orörd. Be den som lämnade filen om en ny."
        )


def _wrapped(connection: sqlite3.Connection) -> Database:
    from sqlite_utils import Database

    return Database(connection, execute_plugins=False)


def _refuse_read_only(path: Path) -> None:
    # The mode is asked for, and not what this user may do: an administrator may do anything.
    if not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise _read_only(path.name)


def _read_only(name: str) -> UserError:
    return UserError(
        f"Dokumentet {name} är skrivskyddat, så inget kan sparas i det. "
        "Kopiera filen till en egen mapp eller ta bort skrivskyddet och försök igen."
    )


def _damaged(name: str) -> DamagedError:
    return DamagedError(
        f"Dokumentet {name} är skadat: en del av filen saknas eller går inte att läsa. Filen är "
        "orörd. Hämta den senaste säkerhetskopian eller be den som lämnade filen om en ny."
    )


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into a sentence for people."""
    try:
        yield
    except sqlite3.Error as error:
        raise _in_swedish(error, path) from error
    except OSError as error:
        raise UserError(f"{path.name} kan inte skrivas: {error.strerror}.") from error


def _in_swedish(error: sqlite3.Error, path: Path) -> UserError:
    name, said = path.name, str(error)
    if "locked" in said:
        return UserError(
            f"Dokumentet {name} är öppet i ett annat fönster eller på en annan dator. "
            "Stäng det där och försök igen."
        )
    if "readonly" in said:
        return _read_only(name)
    if "full" in said:
        return UserError(f"Disken är full. Inget nytt sparades i {name}; det som fanns är kvar.")
    if "unable to open" in said:
        return UserError(f"{name} kan inte öppnas för att skriva. Kontrollera mappens behörighet.")
    return _damaged(name)
