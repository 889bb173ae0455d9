"""Folders for what has to lie on a disk for a while: only the person's own, and never left behind.

A program that is killed, or a computer that loses power, leaves them with what is in them. So
whoever has a folder holds a lock in it, which the system lets go of whatever the end was, and
the next program takes away those that nobody holds.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
import time
import weakref
from contextlib import closing, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError, reason

if TYPE_CHECKING:
    from types import TracebackType

PREFIX = "egenkontroll-privat-"
LOCK = "egenkontroll.upptagen"
_MADE = re.compile(re.escape(PREFIX) + "[a-z0-9_]{8}")
"""Just what `mkdtemp` makes of the prefix: no folder that a person has named is ever ours."""
_NEW_SECONDS = 60
"""Nobody takes a younger folder away: it may be about to be locked."""


class PrivateFolder:
    """A folder that only the person can read, gone with all in it when it is left.

    It is made when `path` is first asked for, and left by `remove`, at the end of `with`, when
    nobody refers to it any more, and when Python ends.
    """

    def __init__(self) -> None:
        self._leave: weakref.finalize[..., PrivateFolder] | None = None

    @cached_property
    def path(self) -> Path:
        """The folder. Raises UserError where none can be made."""
        sweep()
        try:
            made = Path(tempfile.mkdtemp(prefix=PREFIX))
        except OSError as error:
            raise UserError(
                f"Det går inte att lägga tillfälliga filer på datorn ({reason(error)}). Inget är "
                "ändrat. Gör plats på disken där datorn har sina tillfälliga filer och försök igen."
            ) from error
        held = sqlite3.connect(made / LOCK, isolation_level=None, check_same_thread=False)
        with suppress(sqlite3.Error):  # where nothing can be locked nobody can take it away either
            held.execute("BEGIN EXCLUSIVE")
        self._leave = weakref.finalize(self, _remove, held, made)
        return made

    def remove(self) -> None:
        """Take the folder away with everything in it."""
        if self._leave is not None:
            self._leave()

    def __enter__(self) -> Path:
        return self.path

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.remove()


def sweep() -> int:
    """Take away the folders of programs that have ended without doing so; return how many."""
    try:
        with os.scandir(tempfile.gettempdir()) as every:
            found = [Path(one.path) for one in every if _is_ours(one)]
    except OSError:
        return 0
    return sum(_taken_away(folder) for folder in found)


def _is_ours(one: os.DirEntry[str]) -> bool:
    """Tell whether such a folder is the person's own: others' in the same place are left."""
    if not _MADE.fullmatch(one.name) or not one.is_dir(follow_symlinks=False):
        return False
    return not hasattr(os, "getuid") or one.stat(follow_symlinks=False).st_uid == os.getuid()


def _taken_away(folder: Path) -> bool:
    lock = folder / LOCK
    try:
        if time.time() - folder.stat().st_mtime < _NEW_SECONDS:
            return False
        if not lock.is_file():
            folder.rmdir()  # and not what somebody may have put there
            return True
        with closing(sqlite3.connect(lock, timeout=0, isolation_level=None)) as tried:
            tried.execute("BEGIN EXCLUSIVE")
    except (OSError, sqlite3.Error):  # held, or gone meanwhile
        return False
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def _remove(held: sqlite3.Connection, folder: Path) -> None:
    held.close()
    shutil.rmtree(folder, ignore_errors=True)
