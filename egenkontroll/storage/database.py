"""Open, create, recognise and refuse documents. The only place that connects."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.storage import schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

SUFFIX = ".egk"
_SCHEMA = "SELECT type, name, sql FROM sqlite_schema"
_MAGIC = b"SQLite format 3\x00"
_LOCKED = b"age-encryption.org/v1"
_SUPER = bytes.fromhex("d9d505f920a163d7")
_HEADER_SIZE = 100
_LARGEST_VALUE = 256 * 1024 * 1024
_LONGEST_SCHEMA = 1_000_000


class DamagedError(UserError):
    """The file is a document, but part of it is gone or changed."""


class InUseError(UserError):
    """Another window or computer has the document open."""


class ReadOnlyError(UserError):
    """Nothing may be written in the document."""


def connect(path: Path, *, write: bool) -> Database:
    """Open an existing document and check that it is whole, ours and not newer.

    For writing the document is locked against every other program until it is closed. At
    rest it is one file; open it has a small journal beside it. Raises UserError saying what is
    the matter; the file is then as it was.
    """
    recognise(path)
    if write:
        _refuse_read_only(path)
    else:
        _recover(path)
    with told(path):
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
    with told(path):
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
    with told(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                with suppress(sqlite3.Error):  # what went wrong is told, not that it did so twice
                    connection.execute("ROLLBACK")
            raise


def rewrite(db: Database, path: Path) -> None:
    """Write the whole file anew without its free pages."""
    with told(path):
        db.conn.execute("VACUUM")


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
    if head.startswith(_LOCKED):
        raise UserError(locked_words(name))
    if not head.startswith(_MAGIC):
        raise foreign
    if len(head) < _HEADER_SIZE:
        raise damaged(name)
    if int.from_bytes(head[68:72], "big") != schema.APPLICATION_ID:
        raise foreign
    if int.from_bytes(head[60:64], "big") > schema.VERSION:
        raise UserError(
            f"{name} är gjord i en nyare version av Egenkontroll (dokumentversion "
            f"{int.from_bytes(head[60:64], 'big')}, programmet kan {schema.VERSION}). "
            "Filen är orörd. Uppdatera programmet och försök igen."
        )
    _refuse_foreign_journal(path)
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    if size < (65536 if page == 1 else page) * pages:
        raise damaged(name)


def locked_words(name: str) -> str:
    """Return what to say of a file that is locked with a passphrase or to a key."""
    return (
        f"{name} är låst med en lösenfras eller till en nyckel. Filen är orörd. Lås upp den först, "
        "i fönstret eller med egenkontroll unseal, och använd sedan den upplåsta filen."
    )


def _refuse_foreign_journal(path: Path) -> None:
    """Refuse a journal that names another file: SQLite would remove that file.

    See "super-journal" in SQLite's description of its file format; a document of ours never has
    one, since no other file is ever written in the same transaction.
    """
    if names_another_file(path.with_name(f"{path.name}-journal")):
        raise UserError(
            f"Bredvid {path.name} ligger en fil, {path.name}-journal, som inte kommer från "
            "Egenkontroll. Inget är öppnat eller ändrat. Flytta bort den filen om du inte vet vad "
            "den är, och försök igen."
        )


def _recover(path: Path) -> None:
    """Undo what a program that was stopped in the middle had begun: reading alone cannot."""
    journal = path.with_name(f"{path.name}-journal")
    if not journal.is_file() or not journal.stat().st_size:
        return
    with suppress(sqlite3.Error):  # what stands in the way is told when it is opened
        connection = sqlite3.connect(path.absolute().as_uri(), uri=True, timeout=1.0)
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema")
        finally:
            connection.close()


def names_another_file(journal: Path) -> bool:
    """Tell whether a journal ends with the name of a file to remove afterwards."""
    try:
        with journal.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - len(_SUPER)))
            return file.read() == _SUPER
    except FileNotFoundError:
        return False
    except OSError:
        return True


def whole_check(db: Database) -> list[str]:
    """Return SQLite's own complaints about the file's structure, at most twenty."""
    rows = db.conn.execute("PRAGMA integrity_check(20)").fetchall()
    return [str(row[0]) for row in rows if row[0] != "ok"]


def _connection(path: Path, *, write: bool) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={'rwc' if write else 'ro'}"
    connection = sqlite3.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, timeout=1.0
    )
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_VALUE)
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
    # The schema first: checking the rows runs what stands in it.
    wanted = expected_schema()
    asked = "SELECT total(length(sql)) < ? AND count(*) = ? FROM sqlite_schema"
    same = connection.execute(asked, (_LONGEST_SCHEMA, len(wanted))).fetchone()[0]
    if not same or set(connection.execute(_SCHEMA)) != wanted:
        raise UserError(
            f"{path.name} har ett innehåll som inte hör hemma i ett Egenkontroll-dokument och "
            "öppnas därför inte. Filen är orörd. Be den som lämnade filen om en ny."
        )
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise damaged(path.name)


@cache
def expected_schema() -> frozenset[tuple[str, str, str]]:
    """Return what a document's own tables are made by: (type, name, statement)."""
    expected = _wrapped(sqlite3.connect(":memory:", isolation_level=None))
    try:
        schema.migrations().apply(expected)
        return frozenset(expected.conn.execute(_SCHEMA))
    finally:
        expected.close()


def _wrapped(connection: sqlite3.Connection) -> Database:
    from sqlite_utils import Database

    return Database(connection, execute_plugins=False)


def _refuse_read_only(path: Path) -> None:
    # The mode is asked for, and not what this user may do: an administrator may do anything.
    if not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise _read_only(path.name)


def _read_only(name: str) -> ReadOnlyError:
    return ReadOnlyError(
        f"Dokumentet {name} är skrivskyddat, så inget kan sparas i det. "
        "Kopiera filen till en egen mapp eller ta bort skrivskyddet och försök igen."
    )


def damaged(name: str) -> DamagedError:
    """Return the error for a document that is not whole."""
    return DamagedError(
        f"Dokumentet {name} är skadat: en del av filen saknas eller går inte att läsa. Filen är "
        "orörd. Hämta den senaste säkerhetskopian eller be den som lämnade filen om en ny."
    )


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into a sentence for people."""
    try:
        yield
    except sqlite3.Error as error:
        raise _in_swedish(error, path) from error
    except UnicodeDecodeError as error:  # where SQLite's own message quotes what is damaged
        raise damaged(path.name) from error
    except OSError as error:
        raise UserError(f"{path.name} kan inte skrivas: {error.strerror}.") from error


def _in_swedish(error: sqlite3.Error, path: Path) -> UserError:
    name, said = path.name, str(error)
    if "locked" in said:
        return InUseError(
            f"Dokumentet {name} är öppet i ett annat fönster eller på en annan dator. "
            "Stäng det där och försök igen."
        )
    if "readonly" in said:
        return _read_only(name)
    if "full" in said:
        return UserError(f"Disken är full. Inget nytt sparades i {name}; det som fanns är kvar.")
    if "I/O" in said:
        return UserError(
            f"{name} gick inte att läsa eller skriva: disken, stickan eller nätverket svarade inte "
            "som den skulle. Det som visades som sparat är kvar. Kontrollera att disken finns där "
            "och har plats, och försök igen."
        )
    if "unable to open" in said:
        return UserError(f"{name} kan inte öppnas för att skriva. Kontrollera mappens behörighet.")
    return damaged(name)


# --- other documents beside the open one --------------------------------------------------------


def version_of(path: Path) -> int | None:
    """Return the document version that stands in a file's head, or None if it is no document."""
    with path.open("rb") as file:
        head = file.read(_HEADER_SIZE)
    ours = head.startswith(_MAGIC) and len(head) == _HEADER_SIZE
    if not ours or int.from_bytes(head[68:72], "big") != schema.APPLICATION_ID:
        return None
    return int.from_bytes(head[60:64], "big")


@contextmanager
def private_copy(path: Path) -> Iterator[sqlite3.Connection]:
    """Lend a private copy of a document to change it; afterwards it is at rest.

    What a journal beside it holds is taken in first, and an older document gets its newer
    tables. Never for a file that is somebody's own.
    """
    with told(path):
        connection = _connection(path, write=True)
        try:
            schema.migrations().apply(_wrapped(connection))
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode = DELETE")
        finally:
            connection.close()


@contextmanager
def staging(path: Path) -> Iterator[sqlite3.Connection]:
    """Lend a connection to a private file that need not outlive a power cut."""
    with told(path):
        connection = sqlite3.connect(
            path.absolute().as_uri(), uri=True, isolation_level=None, check_same_thread=False
        )
        try:
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "trusted_schema = OFF"):
                connection.execute(f"PRAGMA {pragma}").fetchall()
            yield connection
        finally:
            connection.close()


def write_copy(db: Database, path: Path) -> None:
    """Write the document, without its free pages, to a new file that is on the disk."""
    with told(path):
        db.conn.execute("VACUUM INTO ?", (str(path),))
        with path.open("rb+") as file:
            os.fsync(file.fileno())
