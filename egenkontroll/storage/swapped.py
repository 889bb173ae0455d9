"""A document's file that another program has moved, removed, replaced or written over.

Where a file can be replaced while it is open (not on Windows), what is saved then goes into a
file that nobody can find any more. And where another program writes into it, what is saved would
go into the middle of what that has written. Both are noticed before anything is said to be saved,
and the second before anything more is written.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from weakref import finalize

from egenkontroll.errors import UserError
from egenkontroll.storage import keys, places
from egenkontroll.storage.connections import errors
from egenkontroll.storage.telling import NotOursError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

_HEAD = 100
_COUNTER = slice(24, 28)
"""Where the head of a plain document counts its writings; each session counts at its first."""
_FIXED = slice(0, 24), slice(40, 92)
"""What of a plain document's head no saving changes."""


class Standing:
    """Whether the file that was opened is still the one that lies there, as it was left.

    `latest` asks, with values, whether the file has the last that was saved; None where that
    cannot be asked. The file is held open, to be read past SQLite: made when SQLite has opened
    it, and to be closed when SQLite has closed it, since to close it lets go of SQLite's locks.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self._let_go = finalize(self, os.close, self._file)
        self._left, self._head = self._looks(), self._read()
        self.latest: tuple[str, tuple[object, ...]] | None = None
        self._is = _which(self._now())
        place = places.place_of(path)
        # A network may give the same file another number at any time.
        self._numbered = place is None or place.kind is not places.Kind.NETWORK
        self._said = ""

    def _now(self) -> os.stat_result | None:
        try:
            return self._path.stat()
        except OSError:
            return None

    def close(self) -> None:
        """Let the file go."""
        self._let_go()

    def _looks(self) -> tuple[int, ...] | None:
        """Return how the file looks; None where the disk does not answer."""
        try:
            return _look(os.fstat(self._file))
        except OSError:
            return None

    def _read(self) -> bytes | None:
        try:
            return _read(self._file, _HEAD)
        except OSError:
            return None

    def refuse_written_over(self, connection: sqlite3.Connection) -> None:
        """Raise UserError where another program has written into the file since it was left.

        To be asked before anything is written, and again, inside the transaction, before it is
        ended. A file that was only touched is left with the same head and the last that was
        saved in it: each session of any program counts its first writing in the head, and a
        copy from earlier in this one lacks the last. What the disk does not tell, SQLite tells.
        """
        self.refuse()
        looks = self._looks()
        if looks == self._left or looks is None:
            return
        head = self._read()
        if head is None or self._head is None:
            return
        # Inside a transaction what is new may have been written already, but never the head.
        inside = connection.in_transaction
        if head != self._head or not (inside or self._has_latest(connection)):
            raise self._written_over()
        if not inside:
            self._left = looks

    def _has_latest(self, connection: sqlite3.Connection) -> bool:
        if self.latest is None:
            return True
        try:
            connection.execute("PRAGMA shrink_memory").fetchall()  # what is read is the file's
            return connection.execute(*self.latest).fetchone() is not None
        except errors(UnicodeError):
            return False

    def note_written(self, *, anew: bool = False) -> None:
        """Note how the file was left by what was just written; `anew`: all of it.

        Raises UserError where it cannot have been left so.
        """
        self._note(self._looks(), anew=anew)

    def _note(self, looks: tuple[int, ...] | None, *, anew: bool = False) -> None:
        head, before = self._read(), self._head
        if looks is None or head is None:
            return
        if not (anew or before is None or _follows(before, head)):
            raise self._written_over()
        self._left, self._head = looks, head

    def note_undone(self) -> None:
        """Note how the head was left where a transaction was undone: SQLCipher writes it anew."""
        head, before = self._read(), self._head
        if head and before and before.startswith(keys.MARK) and _follows(before, head):
            self._head = head

    def _written_over(self) -> NotOursError:
        from egenkontroll.storage import backups

        name = self._path.name
        try:
            copy = next(iter(backups.copies(self._path)), None)
        except UserError:
            copy = None
        back = (
            f"slå ihop med den senaste säkerhetskopian: {copy.path.name} i mappen {backups.FOLDER}."
            if copy is not None
            else "se vad som är kvar. Någon säkerhetskopia finns inte, men kanske en tidigare "
            "version av filen hos tjänsten som synkar."
        )
        self._said = (
            f"{name} har skrivits över av ett annat program, kanske av en synkning. Det senaste är "
            "inte sparat, och tidigare svar kan vara borta ur filen; inget mer skrivs i den. Stäng "
            f"dokumentet, öppna filen på nytt och {back}"
        )
        return NotOursError(self._said)

    def refuse(self) -> None:
        """Raise UserError where it was found earlier that the file is another."""
        if self._said:
            raise NotOursError(self._said)

    def check(self, write_copy: Callable[[Path], object], *, saved: bool = True) -> None:
        """Raise UserError where the file is another; what is open is first written beside it.

        `saved` tells whether the latest is in what is open; how the file was left is then noted.
        """
        now = self._now()
        if now is not None and (not self._numbered or _which(now) == self._is):
            if saved:
                self._note(_look(now))
            return
        name = self._path.name
        self._said = (
            f"Inget sparades: {name} är inte längre den fil som öppnades. Stäng dokumentet och "
            "öppna det på nytt."
        )
        aside = self._rescue(write_copy)
        where = "i samma mapp" if aside.parent == self._path.parent else f"i mappen {aside.parent}"
        on = (
            "Stäng dokumentet och arbeta vidare i den filen. Hittar du den gamla igen: slå ihop."
            if now is None
            else f"Stäng dokumentet, öppna {name} på nytt och slå ihop med den filen."
        )
        latest = ", också det senaste," if saved else ", men inte det senaste svaret,"
        raise UserError(
            f"{name} har flyttats, raderats eller bytts ut av ett annat program, kanske av en "
            f"synkning. Allt som var sparat{latest} finns i {aside.name} {where}. {on}"
        )

    def _rescue(self, write_copy: Callable[[Path], object]) -> Path:
        """Write what is open beside the file, or else among the person's own documents."""
        why: UserError | None = None
        for folder in (self._path.parent, elsewhere()):
            aside = self._free(folder)
            try:
                write_copy(aside)
            except UserError as error:
                why = why or error
                continue
            return aside
        assert why is not None
        raise UserError(
            f"{self._path.name} har flyttats, raderats eller bytts ut medan den var öppen, och det "
            f"senaste svaret är inte sparat. En kopia kunde inte skrivas: {why.message} Det som "
            "tidigare visades som sparat finns i filen. Stäng dokumentet, sätt tillbaka stickan "
            "eller anslut till nätverket igen, och öppna filen på nytt."
        ) from why

    def _free(self, folder: Path) -> Path:
        number, stem = 1, f"{self._path.stem} (räddad"
        made = folder / f"{stem}){self._path.suffix}"
        while made.exists():
            number += 1
            made = folder / f"{stem} {number}){self._path.suffix}"
        return made


def elsewhere() -> Path:
    """Return the folder for the person's own documents: never in a profile that roams."""
    from platformdirs import user_documents_path

    return user_documents_path()


def _which(found: os.stat_result | None) -> tuple[int, int] | None:
    return None if found is None else (found.st_dev, found.st_ino)


def _look(found: os.stat_result) -> tuple[int, ...]:
    """Return what changes whenever a file is written."""
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _read_from(file: int, size: int) -> bytes:
    os.lseek(file, 0, os.SEEK_SET)
    return os.read(file, size)


def _read_at_once(file: int, size: int) -> bytes:
    return os.pread(file, size, 0)


_read = _read_at_once if hasattr(os, "pread") else _read_from


def _follows(before: bytes, head: bytes) -> bool:
    """Tell whether a head can be what saving made of another; of an encrypted one only its salt."""
    if before.startswith(keys.MARK):
        return head[: keys.SALT] == before[: keys.SALT]
    same = all(head[part] == before[part] for part in _FIXED)
    return same and head[_COUNTER] >= before[_COUNTER]
