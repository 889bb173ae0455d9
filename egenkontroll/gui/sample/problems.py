"""What stops the draw: a sentence and every single fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from egenkontroll.gui.widgets import frame, label

if TYPE_CHECKING:
    from egenkontroll.errors import UserError

_SHOWN = 200


class Problems(QWidget):
    """A box that is there only while something is wrong."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        box = frame("stop")
        inside = QVBoxLayout(box)
        self.message = label(role="strong")
        self.lines = label()
        self.lines.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        inside.addWidget(self.message)
        inside.addWidget(self.lines)
        column.addWidget(box)
        self.hide()

    def say(self, error: UserError | None) -> None:
        """Show an error's sentence and problems, or nothing."""
        self.setVisible(error is not None)
        if error is not None:
            self.message.setText(error.message)
            self.message.setAccessibleName(error.message)
            self.lines.setText("\n".join(f"• {line}" for line in error.problems[:_SHOWN]))
            self.lines.setAccessibleName(self.lines.text() or error.message)
            self.lines.setVisible(bool(error.problems))
