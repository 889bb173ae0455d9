"""What stands beside a document that was begun and never finished, and whether it belongs to it.

SQLite undoes what was begun when the document is next opened, by what the journal beside it says.
A sync or a restored folder may have put an older journal there: that would spoil a whole document.
So it is first tried on a private copy. What could be either a power cut's or an older one is played
back, and the document as it was is then first laid among its copies.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from contextlib import ExitStack
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from egenkontroll.errors import UserError, reason
from egenkontroll.storage import backups, connections, keys
from egenkontroll.storage.private import PrivateFolder
from egenkontroll.storage.schema import KINDS
from egenkontroll.storage.telling import damaged

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from contextlib import AbstractContextManager

T = TypeVar("T")

_COUNTER = slice(24, 28)
"""Where the head of a plain document counts the times that it has been opened and written."""
_UNDONE, _ALONE = "undone.egk", "alone.egk"
_DISK = {"full": errno.ENOSPC, "I/O": errno.EIO}
"""What SQLite says where a disk, and not what is read, is to blame."""


class Journal(Enum):
    """What a journal is to the document that it lies beside.

    FITS: the document is whole when it has been undone by it. FOREIGN: it is whole as it is, and
    would not be, or would be older. BROKEN: it is whole neither way.
    """

    FITS = "fits"
    FOREIGN = "foreign"
    BROKEN = "broken"


def refuse_unfitting(path: Path, *, keeping: bool = False) -> None:
    """Raise UserError where what was begun cannot be undone with the document whole afterwards.

    Does nothing where nothing is to be undone, or where somebody else is writing in it. With
    `keeping`, for a document that is then undone where it lies, it is first laid among its copies
    if it holds anything that would be taken back.
    """
    if not connections.has_journal(path) or not _is_to_be_undone(path):
        return
    with ExitStack() as held:
        found, folder = in_room(path, held, partial(judged, path))
        if found is Journal.FITS and keeping and os.access(path, os.W_OK):
            _keep_what_would_go(path, folder)
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
    """Say what the journal beside a document is to it, tried on copies in a private folder.

    Raises OSError where they cannot be made there.
    """
    undone, alone = folder / _UNDONE, folder / _ALONE
    shutil.copyfile(path, undone)
    shutil.copyfile(path.with_name(f"{path.name}-journal"), f"{undone}-journal")
    whole = _is_whole(undone, "rw")
    if whole and not _is_older(undone, path):
        return Journal.FITS
    shutil.copyfile(path, alone)
    return Journal.FOREIGN if _is_whole(alone, "ro") else Journal.BROKEN


def in_room(path: Path, held: ExitStack, work: Callable[[Path], T]) -> tuple[T, Path]:
    """Work in a private folder, or in one beside the document where there is no room for it.

    Also returns the folder, which `held` takes away. Raises UserError where neither has room.
    """
    refused = []
    for place in (None, path.absolute().parent):
        with ExitStack() as trial:
            try:
                folder = Path(trial.enter_context(_folder(place)))
                done = work(folder)
            except connections.errors(OSError, UserError) as error:
                refused.append(f"{place or _temporary()}: {_why(error)}")
            else:
                held.push(trial.pop_all())
                return done, folder
    raise UserError(
        f"{path.name} stängdes inte som det skulle. Det som var påbörjat måste provas på en kopia "
        "innan det ångras, och den kunde inte skrivas. Dokumentet är orört. Gör plats på någon av "
        "de här platserna, så att dokumentet får rum där tre gånger, och öppna det igen:",
        refused,
    )


def _folder(place: Path | None) -> AbstractContextManager[str | Path]:
    if place is None:
        return PrivateFolder()
    return tempfile.TemporaryDirectory(
        prefix=".egenkontroll-", dir=place, ignore_cleanup_errors=True
    )


def _temporary() -> str:
    return f"Datorns tillfälliga filer{f' i {tempfile.tempdir}' if tempfile.tempdir else ''}"


def _why(error: Exception) -> str:
    cause = error if isinstance(error, OSError) else error.__cause__
    return reason(cause) if isinstance(cause, OSError) else "går inte att skriva i"


def _keep_what_would_go(path: Path, folder: Path) -> None:
    """Lay the document as it is among its copies, if it is whole and holds what would be undone.

    A transaction that was cut just before its end looks like one that was ended, and then a copy
    is made too. Raises UserError where it cannot be written.
    """
    undone, alone = folder / _UNDONE, folder / _ALONE
    shutil.copyfile(path, alone)
    if _is_whole(alone, "ro") and _lacks(undone, alone):
        backups.before_undoing(path, time.time_ns() // 1_000_000, alone)


def _lacks(undone: Path, alone: Path) -> bool:
    """Tell whether a document has any fact that it would not have when it has been undone."""
    try:
        connection = connections.connect(undone, "ro")
        try:
            connections.settle(connection, write=False)
            connections.attach(connection, "alone", alone)
            return any(connection.execute(_lacking(kind)).fetchone()[0] for kind in KINDS)
        finally:
            connection.close()
    except connections.errors(UnicodeError):
        return True  # rather a copy too many


def _lacking(kind: str) -> str:
    same = " AND ".join(f'one."{name}" = other."{name}"' for name, _ in KINDS[kind].tree)
    return (
        f'SELECT EXISTS (SELECT 1 FROM alone."{kind}" AS one WHERE NOT EXISTS '
        f'(SELECT 1 FROM main."{kind}" AS other WHERE {same}))'
    )


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
    except connections.errors(UnicodeError) as error:
        for said, number in _DISK.items():
            if said in str(error):
                raise OSError(number, str(error)) from error
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
