"""From what was pointed out to documents that can be looked at: found, and opened where locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from egenkontroll.gui import messages
from egenkontroll.gui.merge.gathering import Gathered, gather
from egenkontroll.gui.merge.sealed import Sealed
from egenkontroll.operations import sealing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from egenkontroll.gui.merge.work import Work


class Adding(QObject):
    """`added` gives the paths of all documents, those known first, and what was left out."""

    added = Signal(tuple, tuple)

    def __init__(self, work: Work, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self._asking = parent
        self._sealed = Sealed()

    def add(self, asked: Sequence[Path], known: Sequence[Path], mine: Path) -> None:
        """Look for documents in what is asked for; `mine` is the one that is open."""
        handed_in = [self._handed_in(path) for path in known]
        self._work.start(
            "Letar efter filer",
            lambda _progress, _stop: gather(asked, handed_in, mine),
            self._open_locked,
        )

    def forget(self) -> None:
        """Take away what was opened: the list begins anew."""
        self._sealed.forget()

    def _open_locked(self, found: Gathered) -> None:
        new = [one for one in found.files if one not in self._sealed.opened]
        locked = [one for one in new if sealing.is_sealed(one)]
        if not locked:
            self._tell(found, ())
        elif (opening := self._sealed.ask(self._asking, locked)) is None:
            told = tuple(f"{one.name} är låst och togs inte med." for one in locked)
            self._tell(found, told, locked)
        else:
            self._work.start(
                "Öppnar låsta filer",
                lambda _progress, _stop: self._sealed.open(locked, opening),
                lambda told: self._tell(found, told, locked),
                stoppable=False,
            )

    def _tell(self, found: Gathered, told: tuple[str, ...], locked: Sequence[Path] = ()) -> None:
        opened = self._sealed.opened
        paths = tuple(
            opened.get(one, one) for one in found.files if one not in locked or one in opened
        )
        left_out = (*found.left_out, *told)
        self.added.emit(paths, left_out)
        if left_out and not paths:  # the list, where it is said beside the files, is not shown
            messages.tell(self._asking, "Ingen fil togs med.", left_out)

    def _handed_in(self, path: Path) -> Path:
        """Return the locked file that a document was opened from; others are themselves."""
        return next((one for one, out in self._sealed.opened.items() if out == path), path)
