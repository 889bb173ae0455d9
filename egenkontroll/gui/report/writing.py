"""Write many papers into a folder, one after the other, so that it can be stopped between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from egenkontroll.gui.session import Session
    from egenkontroll.operations.printing import Paper, Press


class SheetWriter(QObject):
    """Writes in the session's thread. `stepped` is (written, of all), `ended` the files."""

    stepped = Signal(int, int)
    ended = Signal(list)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._left: list[Paper] = []
        self._written: list[Path] = []
        self._all = 0

    @property
    def busy(self) -> bool:
        """Whether papers are being written."""
        return self._all > 0

    def start(self, press: Press, papers: Sequence[Paper], folder: Path) -> None:
        """Write the papers into the folder."""
        self._left, self._written, self._all = list(papers), [], len(papers)
        self._next(press, folder)

    def cancel(self) -> None:
        """Stop after the paper that is being written; what is written stays."""
        self._left.clear()

    def _next(self, press: Press, folder: Path) -> None:
        self.stepped.emit(len(self._written), self._all)
        if not self._left:
            self._end()
            return
        paper = self._left.pop(0)
        path = folder / press.names[paper]

        def done(written: Path) -> None:
            self._written.append(written)
            self._next(press, folder)

        self._session.run(lambda: press.write(paper, path), done, failed=lambda _error: self._end())

    def _end(self) -> None:
        self._all = 0
        self.ended.emit(self._written)
