"""A field for a passphrase: hidden while it is typed, with what happens where it is lost."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from egenkontroll.gui.checklist_editor.controls import CheckBox
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import label
from egenkontroll.operations.sealing import LOST, SHORTEST


class Passphrase(QWidget):
    """`new` asks for one to seal with, which may be left empty; else one to open with.

    `lost` is said of a new one that is long enough: what it means to lose it.
    """

    changed = Signal()

    def __init__(self, *, new: bool, lost: str = LOST) -> None:
        super().__init__()
        self._new, self._lost = new, lost
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName("Lösenfras")
        self.field.setPlaceholderText("Minst tolv tecken, gärna fyra ord" if new else "")
        self.seen = CheckBox("Visa")
        self.seen.setAccessibleName("Visa lösenfrasen")
        self.said = label(role="small")
        row = QHBoxLayout()
        row.setSpacing(em(self, 0.5))
        row.addWidget(self.field, 1)
        row.addWidget(self.seen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.2))
        column.addLayout(row)
        column.addWidget(self.said)
        self.said.setVisible(False)
        self.setFocusProxy(self.field)
        self.seen.toggled.connect(self._show)
        self.field.textChanged.connect(self._look)

    @property
    def text(self) -> str:
        """The passphrase as typed."""
        return self.field.text()

    @property
    def whole(self) -> bool:
        """Whether it may be used; none at all may, where one is not needed."""
        long_enough = len(self.text.strip()) >= SHORTEST
        return long_enough or not self.text if self._new else bool(self.text)

    def _show(self, seen: bool) -> None:
        mode = QLineEdit.EchoMode
        self.field.setEchoMode(mode.Normal if seen else mode.Password)

    def _look(self) -> None:
        said = ""
        if self._new and self.text:
            said = self._lost if self.whole else f"Lösenfrasen behöver minst {SHORTEST} tecken."
        self.said.setText(said)
        self.said.setVisible(bool(said))
        self.field.setAccessibleDescription(said)
        self.changed.emit()
