"""What stands where there is nothing to show yet: what is missing, and the way to do it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import button, label

STEPS = {
    "checklist": "Gå till Checklista",
    "sample": "Gå till Urval",
    "review": "Gå till Granskning",
}


class EmptyState(QWidget):
    """A heading and a sentence in the middle of the screen; `go_asked` names the step to go to."""

    go_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.title = label(role="title")
        self.text = label(role="quiet")
        column = QVBoxLayout()
        column.addStretch(2)
        for part in (self.title, self.text):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(part)
        self._step = ""
        self.go = button("", lambda: self.go_asked.emit(self._step), "primary")
        self.go.hide()
        column.addWidget(self.go, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addLayout(column, 8)
        row.addStretch(1)
        column.setSpacing(em(self, 0.5))

    def say(self, title: str, text: str, step: str = "") -> None:
        """Show a heading and what to do, and a button to the step where it is done."""
        self._step = step
        self.go.setText(STEPS.get(step, ""))
        self.go.setAccessibleName(self.go.text())
        self.go.setVisible(bool(step))
        self.title.setText(title)
        self.text.setText(text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def begin(self) -> None:
        """Take the focus where it is seen and there is something to press."""
        if self._step and self.isVisible():
            self.go.setFocus()
