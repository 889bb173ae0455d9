"""Choose a table from a file, or drop it: its name, and its sheets where it has several."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from egenkontroll.errors import UserError
from egenkontroll.gui import files
from egenkontroll.gui.widgets import button, label
from egenkontroll.operations import past_rounds
from egenkontroll.texts import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from egenkontroll.gui.session import Session
    from egenkontroll.sample.tables import Table


class TableChoice(QWidget):
    """`read` tells that another table is read, or that one could not be: then with the error."""

    read = Signal(object)

    def __init__(self, session: Session, title: str) -> None:
        super().__init__()
        self._session, self._title = session, title
        self._path: Path | None = None
        self._sheets: tuple[Table, ...] = ()
        self.choose = button("Välj &tabell …", self._ask)
        self.file = label("Ingen tabell vald.", "quiet")
        self.sheet, self._sheet_head = QComboBox(), label(role="small")
        self.sheet.setAccessibleName("Blad")
        self.sheet.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._sheet_head.setBuddy(self.sheet)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addWidget(self.file, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._sheet_head)
        column.addWidget(self.sheet)
        self._offer(())
        self.sheet.currentIndexChanged.connect(lambda _row: self.read.emit(None))
        self.setFocusProxy(self.choose)

    @property
    def table(self) -> Table | None:
        """The table: the sheet that is chosen; None where none has been read."""
        at = max(0, self.sheet.currentIndex())
        return self._sheets[at] if at < len(self._sheets) else None

    def _ask(self) -> None:
        path = files.choose_file(self, self._title, files.TABLES)
        if path is not None:
            self.choose_table(path)

    def choose_table(self, path: Path) -> None:
        """Read a file, and its first sheet until another is chosen."""
        self._path = path
        self.file.setText(f"Läser {path.name} …")

        def work() -> tuple[Table, ...] | UserError:
            try:
                return past_rounds.read_sheets(path)
            except UserError as error:
                return error

        self._session.run(work, partial(self._show, path))

    def _show(self, path: Path, found: tuple[Table, ...] | UserError) -> None:
        if path != self._path:
            return
        self.file.setText(path.name)
        self._sheets = () if isinstance(found, UserError) else found
        self._offer([table.sheet for table in self._sheets])
        self.read.emit(found if isinstance(found, UserError) else None)

    def _offer(self, names: Sequence[str]) -> None:
        self.sheet.blockSignals(True)
        self.sheet.clear()
        self.sheet.addItems(list(names))
        self.sheet.blockSignals(False)
        for part in (self.sheet, self._sheet_head):
            part.setVisible(len(names) > 1)
        self._sheet_head.setText(f"Filen har {count(len(names), 'blad', 'blad')}. Ett blad läses:")

    # --- what is dropped on the dialog --------------------------------------------------------

    def welcome(self, event: QDragEnterEvent) -> None:
        """Let a file be dropped."""
        if _dropped(event):
            event.acceptProposedAction()

    def take(self, event: QDropEvent) -> None:
        """Read the first of the files that are dropped."""
        found = _dropped(event)
        if found:
            event.acceptProposedAction()
            self.choose_table(found[0])


def _dropped(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
