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

    def check(self, write_copy: Callable[[Path], object], *, saved: bool = True) -> None:
        """Raise UserError where the file is another; what is open is first written beside it.

        `saved` tells whether the latest is in what is open.
        """
        now = self._now()
        if now == self._is or (now is not None and not self._numbered):
            return
        self._told = True
        name = self._path.name
        aside = self._rescue(write_copy)
        where = "i samma mapp" if aside.parent == self._path.parent else f"i mappen {aside.parent}"
        on = (
            f"Stäng dokumentet och arbeta vidare i {aside.name}. Finner du {name} igen: slå ihop."
            if now is None
            else f"Stäng dokumentet, öppna {name} på nytt och slå ihop med {aside.name}."
        )
        latest = ", också det senaste," if saved else ", men inte det senaste svaret,"
        raise UserError(
            f"{name} har flyttats, raderats eller bytts ut av ett annat program medan den var "
            f"öppen, kanske av en synkning. Allt som var sparat{latest} finns i {aside.name} "
            f"{where}. {on}"
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
