"""What a file is, by its first bytes: a document of ours, or what it is instead."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.storage import connections, keys, schema
from egenkontroll.storage.held import hold_of, refuse_held
from egenkontroll.storage.telling import damaged, told

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".egk"
_MAGIC = b"SQLite format 3\x00"
_LOCKED = b"age-encryption.org/v1"
_SUPER = bytes.fromhex("d9d505f920a163d7")
_HEADER_SIZE = 100
_WAL = 2  # how the head says that another program keeps a log beside the file
_UTF_8 = 1  # how the head says that texts are written
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
        raise foreign(name)
    if len(head) < _HEADER_SIZE:
        raise damaged(name)
    if size > _LARGEST:
        raise _too_large(name)
    _refuse_foreign_beside(path, head)
    if head.startswith(keys.MARK):  # the rest is told when it is open
        return
    ours = (schema.APPLICATION_ID, _UTF_8)
    found = tuple(int.from_bytes(head[at : at + 4], "big") for at in (68, 56))
    if found != ours or not any(head[60:64]):
        raise foreign(name)
    refuse_newer(int.from_bytes(head[60:64], "big"), name)
    if _is_unfinished(path):  # the power went while it was written: what is missing is put back
        return
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    if size < (65536 if page == 1 else page) * pages:
        raise damaged(name)


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
        raise UserError(
            f"{name} är gjord i en nyare version av Egenkontroll (dokumentversion {version}, "
            f"programmet kan {schema.VERSION}). Filen är orörd. Uppdatera programmet och försök "
            "igen."
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
