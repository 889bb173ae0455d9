"""What stands where there is nothing to show yet: what is missing, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import label


class EmptyState(QWidget):
    """A heading and a sentence in the middle of the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.title = label(role="title")
        self.text = label(role="quiet")
        column = QVBoxLayout()
        column.addStretch(2)
        for part in (self.title, self.text):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(part)
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addLayout(column, 8)
        row.addStretch(1)
        column.setSpacing(em(self, 0.5))

    def say(self, title: str, text: str) -> None:
        """Show a heading and what to do."""
        self.title.setText(title)
        self.text.setText(text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
