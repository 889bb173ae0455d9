"""A document's file that another program has moved, removed or put another in the place of.

Where a file can be replaced while it is open (not on Windows), what is saved then goes into a
file that nobody can find any more. It is noticed before anything is said to be saved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.storage import places

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Standing:
    """Whether the file that was opened is still the one that lies there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._is = self._now()
        place = places.place_of(path)
        # A network may give the same file another number at any time.
        self._numbered = place is None or place.kind is not places.Kind.NETWORK
        self._told = False

    def _now(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def refuse(self) -> None:
        """Raise UserError where it was found earlier that the file is another."""
        if self._told:
            raise UserError(
                f"Inget sparades: {self._path.name} är inte längre den fil som öppnades. Stäng "
                "dokumentet och öppna det på nytt."
            )

    def check(self, write_copy: Callable[[Path], object]) -> None:
        """Raise UserError where the file is another; what is open is first written beside it."""
        now = self._now()
        if now == self._is or (now is not None and not self._numbered):
            return
        self._told = True
        name = self._path.name
        aside = self._free()
        try:
            write_copy(aside)
        except UserError as error:
            raise UserError(
                f"{name} har flyttats, raderats eller bytts ut medan den var öppen, och det "
                f"senaste svaret är inte sparat. En kopia kunde inte skrivas: {error.message}"
            ) from error
        raise UserError(
            f"{name} har flyttats, raderats eller bytts ut av ett annat program medan den var "
            "öppen, kanske av en synkning. Allt som var sparat, också det senaste, finns i "
            f"{aside.name} i samma mapp. Stäng dokumentet, öppna {name} på nytt och slå ihop med "
            f"{aside.name}."
        )

    def _free(self) -> Path:
        number, stem = 1, f"{self._path.stem} (räddad"
        made = self._path.with_name(f"{stem}){self._path.suffix}")
        while made.exists():
            number += 1
            made = self._path.with_name(f"{stem} {number}){self._path.suffix}")
        return made
