"""What stands beside a document that was begun and never finished, and whether it belongs to it.

SQLite undoes what was begun when the document is next opened, by what the journal beside it says.
A sync or a restored folder may have put an older journal there: that would spoil a whole document.
So it is first tried on a private copy.
"""

from __future__ import annotations

import shutil
from enum import Enum
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.storage import connections, keys
from egenkontroll.storage.private import PrivateFolder
from egenkontroll.storage.telling import damaged

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

_COUNTER = slice(24, 28)
"""Where the head of a plain document counts the times that it has been opened and written."""


class Journal(Enum):
    """What a journal is to the document that it lies beside.

    FITS: the document is whole when it has been undone by it. FOREIGN: it is whole as it is, and
    would not be, or would be older. BROKEN: it is whole neither way.
    """

    FITS = "fits"
    FOREIGN = "foreign"
    BROKEN = "broken"


def refuse_unfitting(path: Path) -> None:
    """Raise UserError where what was begun cannot be undone with the document whole afterwards.

    Does nothing where nothing is to be undone, or where somebody else is writing in it.
    """
    if not connections.has_journal(path) or not _is_to_be_undone(path):
        return
    with PrivateFolder() as folder:
        found = judged(path, folder)
    if found is Journal.BROKEN:
        raise damaged(path.name)
    if found is Journal.FOREIGN:
        journal = f"{path.name}-journal"
        raise UserError(
            f"Bredvid {path.name} ligger filen {journal}, som hör till en annan version av "
            "dokumentet: en synkning eller en återställd mapp kan ha lagt dit den. Inget är öppnat "
            f"eller ändrat. Flytta {journal} till en annan mapp och öppna dokumentet igen."
        )


def judged(path: Path, folder: Path) -> Journal:
    """Say what the journal beside a document is to it, tried on copies in a private folder."""
    undone, alone = folder / "undone.egk", folder / "alone.egk"
    shutil.copyfile(path, undone)
    shutil.copyfile(path.with_name(f"{path.name}-journal"), f"{undone}-journal")
    whole = _is_whole(undone, "rw")
    if whole and not _is_older(undone, path):
        return Journal.FITS
    shutil.copyfile(path, alone)
    return Journal.FOREIGN if _is_whole(alone, "ro") else Journal.BROKEN


def _is_to_be_undone(path: Path) -> bool:
    """Tell it by what SQLite says to one that may not write."""
    try:
        _look(path, "ro")
    except connections.errors() as error:
        return "readonly" in str(error)
    return False


def _look(path: Path, mode: str) -> None:
    connection = connections.connect(path, mode)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    finally:
        connection.close()


def _is_whole(path: Path, mode: str) -> bool:
    try:
        connection = connections.connect(path, mode)
        try:
            return _says_ok(connection)
        finally:
            connection.close()
    except connections.errors(UnicodeError):
        return False


def _says_ok(connection: sqlite3.Connection) -> bool:
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def _is_older(undone: Path, path: Path) -> bool:
    """Tell whether more has been written since than the one transaction that is undone."""
    if keys.salt_of(path) is not None:  # its head looks random
        return False
    return _counted(path) - _counted(undone) > 1


def _counted(path: Path) -> int:
    with path.open("rb") as file:
        return int.from_bytes(file.read(100)[_COUNTER], "big")
