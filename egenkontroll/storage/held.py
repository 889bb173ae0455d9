"""The documents that this program has open and locked: their files are not to be opened again.

On Linux and macOS a program loses its locks on a file as soon as it closes it, whichever time it
was opened. Another program could then write in a document that is open here. So nothing reads
the first bytes of such a file to see what it is: that is known. And before a file that a person
has chosen is read, `refuse_held` is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from egenkontroll.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path


class Hold:
    """That a document is open and locked; for as long as this is kept.

    `salt` is that of an encrypted document: see `keys.salt_of`.
    """

    def __init__(self, path: Path, salt: bytes | None) -> None:
        self.salt = salt
        if (which := _which(path)) is not None:
            _holds[which] = self


def hold_of(path: Path) -> Hold | None:
    """Return what holds a file, under whatever name, or None where this program does not."""
    which = _which(path)
    return None if which is None else _holds.get(which)


def refuse_held(
    path: Path, but: str = "i det här programmet. Filen är orörd. Stäng den och försök igen."
) -> None:
    """Raise UserError where a file is a document that this program has open.

    `but` ends the sentence: what the file is not, or why it cannot be done; and what to do.
    """
    if hold_of(path) is not None:
        raise UserError(f"{path.name} är dokumentet som är öppet {but}")


def _which(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return (found.st_dev, found.st_ino) if found.st_ino else None


_holds: WeakValueDictionary[tuple[int, int], Hold] = WeakValueDictionary()
