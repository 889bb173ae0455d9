"""What a file is, by its first bytes: a document of ours, or what it is instead."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.storage import connections, keys, schema, tables
from egenkontroll.storage.held import hold_of, refuse_held
from egenkontroll.storage.telling import DamagedError, NewerError, damaged, told

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

SUFFIX = ".egk"
_MAGIC = b"SQLite format 3\x00"
_LOCKED = b"age-encryption.org/v1"
_SUPER = bytes.fromhex("d9d505f920a163d7")
_HEADER_SIZE = 100
_WAL = 2  # how the head says that another program keeps a log beside the file
_UTF_8 = 1  # how the head says that texts are written
_PAGE = 4096
_MAGIC_AT_LEAST = 12  # of its 16 bytes
_START = 2**20  # bytes: the tables are made before anything is put in them
_MOST_VERSIONS = 200  # a number beyond is no version that this program will ever come to
_LARGEST = 16 * 2**30  # bytes: more than a hundred million answers


def recognise(path: Path) -> None:
    """Refuse, by its first bytes, what is not a document or was made by a newer program."""
    if hold_of(path) is not None:
        return
    name = path.name
    head, size = _head(path)
    if head.startswith(_LOCKED):
        raise UserError(locked_words(name))
    if not head.startswith((_MAGIC, keys.MARK)):
        raise _foreign_or_damaged(path, head)
    if len(head) < _HEADER_SIZE:
        raise damaged(name)
    if size > _LARGEST:
        raise _too_large(name)
    _refuse_foreign_beside(path, head)
    if head.startswith(keys.MARK):  # the rest is told when it is open
        return
    _refuse_identity(path, head)
    if _is_unfinished(path):  # the power went while it was written: what is missing is put back
        return
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    if size < (65536 if page == 1 else page) * pages:
        raise damaged(name)


def _refuse_identity(path: Path, head: bytes) -> None:
    """Refuse what does not say that it is ours, or says that it is of a newer version."""
    ours = (schema.APPLICATION_ID, _UTF_8)
    found = tuple(int.from_bytes(head[at : at + 4], "big") for at in (68, 56))
    if found != ours or not any(head[60:64]):
        raise _foreign_or_damaged(path, head)
    version = int.from_bytes(head[60:64], "big")
    if version > schema.VERSION and _is_ours_but_for_its_version(path):
        if version > _MOST_VERSIONS:
            raise damaged_head(path.name)
        raise NewerError(
            f"{_newer(version, path.name)} Kan det inte stämma är filens början skadad: rädda då "
            "det som går till en ny fil med egenkontroll repair."
        )
    refuse_newer(version, path.name)


def keeps_a_log(path: Path) -> bool:
    """Tell whether some other program has set a document to be written by way of a log (WAL)."""
    with path.open("rb") as file:
        return _WAL in file.read(20)[18:]


def is_sealed(path: Path) -> bool:
    """Tell whether a file is sealed as those that travel are; False where it cannot be read."""
    with suppress(OSError):
        if path.is_file() and hold_of(path) is None:
            with path.open("rb") as file:
                return file.read(len(_LOCKED)) == _LOCKED
    return False


def _head(path: Path) -> tuple[bytes, int]:
    """Return a file's first bytes, and its size."""
    name = path.name
    try:
        if stat.S_ISFIFO(path.stat().st_mode):  # to open one is to wait for whoever writes in it
            raise foreign(name)
        with path.open("rb") as file:
            return file.read(_HEADER_SIZE), file.seek(0, os.SEEK_END)
    except FileNotFoundError:
        raise UserError(f"Dokumentet {name} finns inte. Kontrollera namnet och mappen.") from None
    except IsADirectoryError:
        raise UserError(f"{name} är en mapp, inte ett dokument.") from None
    except OSError:
        raise UserError(f"Dokumentet {name} går inte att läsa. Kontrollera behörigheten.") from None


def _too_large(name: str) -> UserError:
    return UserError(
        f"{name} är för stor för att vara ett Egenkontroll-dokument (över {_LARGEST // 2**30} GB). "
        "Filen är orörd. Be den som lämnade filen om en ny."
    )


def foreign(name: str) -> UserError:
    """Return the error for a file that is none of ours."""
    return UserError(
        f"{name} är inget Egenkontroll-dokument. Filen är orörd. Välj en fil som slutar på "
        f"{SUFFIX} och är gjord i Egenkontroll."
    )


def refuse_newer(version: int, name: str) -> None:
    """Raise UserError for a document that a newer program has made."""
    if version > schema.VERSION:
        raise UserError(_newer(version, name))


def _newer(version: int, name: str) -> str:
    return (
        f"{name} är gjord i en nyare version av Egenkontroll (dokumentversion {version}, "
        f"programmet kan {schema.VERSION}). Filen är orörd. Uppdatera programmet och försök igen."
    )


# --- a damaged head -------------------------------------------------------------------------------


def mended(head: bytes, size: int) -> bytes:
    """Return the head of a file as a document of ours has it, for reading what is left of it.

    What stands the same in every document is put as it should be; `size` is the file's. That of
    an encrypted document cannot be put right.
    """
    if head.startswith(keys.MARK) or len(head) < _HEADER_SIZE:
        return head
    new = bytearray(head)
    new[:16] = _MAGIC
    page = int.from_bytes(new[16:18], "big")
    if page != 1 and (page < 512 or page & (page - 1)):
        page = _PAGE
        new[16:18] = page.to_bytes(2, "big")
    if new[18:20] != bytes((_WAL, _WAL)):
        new[18:20] = b"\x01\x01"
    new[20:24] = bytes((0, 64, 32, 32))  # no room kept, and fractions that never vary
    pages = max(int.from_bytes(new[28:32], "big"), size // (65536 if page == 1 else page))
    new[28:32] = min(pages, 2**32 - 1).to_bytes(4, "big")
    for at, value in ((44, 4), (52, 0), (56, _UTF_8), (64, 0)):
        new[at : at + 4] = value.to_bytes(4, "big")
    return bytes(new)


def _foreign_or_damaged(path: Path, head: bytes) -> UserError:
    """Return the error for a file whose head is none of ours, by what follows the head.

    Read as bytes: SQLite is not let near it. Half of the statements that our tables are made
    by have to be there, word for word, in what SQLite calls its file.
    """
    alike = sum(one == other for one, other in zip(head, _MAGIC, strict=False))
    if alike >= _MAGIC_AT_LEAST:
        with suppress(OSError), path.open("rb") as file:
            start = file.read(_START)
            made = [sql for _, name, sql in tables.expected_schema() if name in schema.KINDS]
            if 2 * sum(sql.encode() in start for sql in made) > len(made):
                return damaged_head(path.name)
    return foreign(path.name)


def _is_ours_but_for_its_version(path: Path) -> bool:
    """Tell whether a file that says it is of a newer version has just the tables of a known one."""
    try:
        connection = connections.connect(path, "ro")
        try:
            connections.settle(connection, write=False)
            return has_known_schema(connection)
        finally:
            connection.close()
    except connections.errors(UnicodeError):
        return False


def has_known_schema(connection: sqlite3.Connection) -> bool:
    """Tell whether a database has just the tables of any version, whichever it says it is of."""
    return any(tables.has_schema(connection, one) for one in range(schema.VERSION, 0, -1))


def damaged_head(name: str) -> DamagedError:
    """Return the error for a document whose head does not say what the rest of it is."""
    return DamagedError(
        f"Dokumentet {name} är skadat: filens början är ändrad, men det som följer ser ut som ett "
        "Egenkontroll-dokument. Filen är orörd. Rädda det som går till en ny fil, i fönstret eller "
        "med egenkontroll repair, eller hämta den senaste säkerhetskopian."
    )


def locked_words(name: str) -> str:
    """Return what to say of a file that is locked with a passphrase or to a key."""
    return (
        f"{name} är låst med en lösenfras eller till en nyckel. Filen är orörd. Lås upp den först, "
        "i fönstret eller med egenkontroll unseal, och använd sedan den upplåsta filen."
    )


def _refuse_foreign_beside(path: Path, head: bytes) -> None:
    """Refuse what stands beside a document and would make SQLite do more than undo.

    A journal that names another file: SQLite would remove that file. See "super-journal" in
    SQLite's description of its file format; a document of ours never has one, since no other file
    is ever written in the same transaction. And a log, which SQLite would read instead of the
    document: ours have none, and in one that another program has given a log the head says so.
    """
    if names_another_file(path.with_name(f"{path.name}-journal")):
        raise _foreign_beside(path, "-journal")
    if not head[18] == head[19] == _WAL:
        with suppress(OSError):
            if path.with_name(f"{path.name}-wal").stat().st_size:
                raise _foreign_beside(path, "-wal")


def _foreign_beside(path: Path, ending: str) -> UserError:
    return UserError(
        f"Bredvid {path.name} ligger en fil, {path.name}{ending}, som inte kommer från "
        "Egenkontroll. Inget är öppnat eller ändrat. Flytta bort den filen om du inte vet vad "
        "den är, och försök igen."
    )


def _is_unfinished(path: Path) -> bool:
    """Tell whether the journal beside a document has something to put back in it."""
    try:
        with path.with_name(f"{path.name}-journal").open("rb") as file:
            return file.read(len(_SUPER)) == _SUPER  # it begins with the same bytes
    except OSError:
        return False


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


def version_of(path: Path) -> int | None:
    """Return the document version that stands in a file's head, or None if it is no document.

    Raises LockedError where it is encrypted and its passphrase is not known, and UserError where
    it is open in this program.
    """
    refuse_held(path)
    with path.open("rb") as file:
        head = file.read(_HEADER_SIZE)
    if path.stat().st_size > _LARGEST:
        raise _too_large(path.name)
    if head.startswith(keys.MARK):
        with told(path):
            connection = connections.connect(path, "ro")
            try:
                return int(connection.execute("PRAGMA user_version").fetchone()[0])
            finally:
                connection.close()
    ours = head.startswith(_MAGIC) and len(head) == _HEADER_SIZE
    if not ours or int.from_bytes(head[68:72], "big") != schema.APPLICATION_ID:
        return None
    return int.from_bytes(head[60:64], "big")
