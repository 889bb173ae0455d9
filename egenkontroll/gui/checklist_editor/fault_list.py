"""Everything that is to be mended, with a jump to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from egenkontroll.gui.checklist_editor.outline import name_of
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import label
from egenkontroll.texts import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from egenkontroll.checklist.editing import Draft
    from egenkontroll.checklist.editing_faults import Fault

_SHOWN = 4


class FaultList(QWidget):
    """A heading with the number, and the faults; `asked` gives the one to go to."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setAccessibleName("Att rätta")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._on_activated)
        self.list.itemClicked.connect(self._on_activated)
        self._head = label(role="strong")
        self._faults: tuple[Fault, ...] = ()
        self._next = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._head)
        column.addWidget(self.list)

    def show_faults(self, draft: Draft, faults: Sequence[Fault]) -> None:
        """Show the faults."""
        many = len(faults)
        self._head.setText(f"{count(many, 'sak', 'saker')} att rätta (F8)" if many else "")
        self.setVisible(bool(many))
        lines = [f"{name_of(draft, fault.place)}: {fault.message}" for fault in faults]
        if lines != [self.list.item(at).text() for at in range(self.list.count())]:
            self.list.clear()
            for line in lines:
                self.list.addItem(QListWidgetItem(line))
        self._faults = tuple(faults)
        self._fit()

    def next(self) -> None:
        """Go to the next fault."""
        if self._faults:
            fault = self._faults[self._next % len(self._faults)]
            self._next = (self._next + 1) % len(self._faults)
            self.asked.emit(fault)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = min(self.list.count(), _SHOWN)
        self.list.setFixedHeight(em(self, 1.25 * shown + 0.5))

    def _on_activated(self, item: QListWidgetItem) -> None:
        at = self.list.row(item)
        self._next = at + 1
        self.asked.emit(self._faults[at])
