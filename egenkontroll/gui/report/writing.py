"""Write many papers into a folder, one after the other, so that it can be stopped between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
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
        self._written: list[Path] = []
        self._all = 0
        self._stopped = False

    @property
    def busy(self) -> bool:
        """Whether papers are being written."""
        return self._all > 0

    def start(self, press: Press, papers: Sequence[Paper], folder: Path) -> None:
        """Write the papers into the folder."""
        self._written, self._all, self._stopped = [], len(papers), False
        self._next(press.write_all(papers, folder))

    def cancel(self) -> None:
        """Stop after the paper that is being written; what is written stays."""
        self._stopped = True

    def _next(self, writing: Generator[Path, None, None]) -> None:
        self.stepped.emit(len(self._written), self._all)

        def work() -> Path | None:
            if self._stopped:
                writing.close()
            return next(writing, None)

        def done(written: Path | None) -> None:
            if written is None:
                self._end()
            else:
                self._written.append(written)
                self._next(writing)

        self._session.run(work, done, failed=lambda _error: self._end())

    def _end(self) -> None:
        self._all = 0
        self.ended.emit(self._written)
