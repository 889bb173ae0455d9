"""Folders for what has to lie on a disk for a while: only the person's own, and never left behind.

A program that is killed, or a computer that loses power, leaves them with what is in them. So
whoever has a folder holds a lock in it, which the system lets go of whatever the end was, and
the next program takes away those that nobody holds.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
import weakref
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

PREFIX = "egenkontroll-"
_LOCK = "upptagen"
_GIVEN_UP_SECONDS = 24 * 3600
"""A folder without a lock may be about to get one; after so long it is not."""


class PrivateFolder:
    """A new folder that only the person can read, gone with all in it when it is left.

    It is left by `remove`, at the end of `with`, when nobody refers to it any more, and when
    Python ends. Raises OSError where no folder can be made.
    """

    def __init__(self) -> None:
        sweep()
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        held = sqlite3.connect(self.path / _LOCK, isolation_level=None, check_same_thread=False)
        held.execute("BEGIN EXCLUSIVE")
        self._leave = weakref.finalize(self, _remove, held, self.path)

    def remove(self) -> None:
        """Take the folder away with everything in it."""
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
    """Tell whether it is a folder of the person's own: others' in the same place are left."""
    if not one.name.startswith(PREFIX) or not one.is_dir(follow_symlinks=False):
        return False
    return not hasattr(os, "getuid") or one.stat(follow_symlinks=False).st_uid == os.getuid()


def _taken_away(folder: Path) -> bool:
    try:
        abandoned = _nobody_holds(folder)
    except (OSError, sqlite3.Error):  # held, or gone meanwhile
        return False
    if abandoned:
        shutil.rmtree(folder, ignore_errors=True)
    return abandoned and not folder.exists()


def _nobody_holds(folder: Path) -> bool:
    """Tell whether the lock can be taken. Raises sqlite3.Error where somebody holds it."""
    if not (folder / _LOCK).is_file():
        return time.time() - folder.stat().st_mtime > _GIVEN_UP_SECONDS
    with closing(sqlite3.connect(folder / _LOCK, timeout=0, isolation_level=None)) as tried:
        tried.execute("BEGIN EXCLUSIVE")
    return True


def _remove(held: sqlite3.Connection, folder: Path) -> None:
    held.close()
    shutil.rmtree(folder, ignore_errors=True)
