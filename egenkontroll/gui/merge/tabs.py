"""The row of sections at the top of Slå ihop, each with how many things wait in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QVBoxLayout

from egenkontroll.gui.flow import Flow
from egenkontroll.gui.theme import em, say_role
from egenkontroll.gui.widgets import button
from egenkontroll.texts import number

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton


class Tabs(QFrame):
    """One is chosen. Tab leads to it, arrows to the others; they wrap where room is scarce."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        say_role(self, "bar")
        self.buttons: dict[str, QPushButton] = {}
        self._titles: dict[str, str] = {}
        self._group = QButtonGroup(self)
        self._row = Flow(em(self, 0.2))
        column = QVBoxLayout(self)
        column.setContentsMargins(em(self, 0.7), em(self, 0.25), em(self, 0.7), 0)
        column.addWidget(self._row)

    def add(self, name: str, title: str) -> None:
        """Put a section last."""
        made = button(title, partial(self.chosen.emit, name), "tab")
        made.setCheckable(True)
        self.buttons[name], self._titles[name] = made, title
        self._group.addButton(made)
        self._row.add(made)

    def choose(self, name: str) -> None:
        """Mark the section that is shown."""
        self.buttons[name].setChecked(True)

    def show_waiting(self, name: str, waiting: int) -> None:
        """Show how many things wait in a section; none shows nothing."""
        title = self._titles[name]
        text = f"{title} ({number(waiting)})" if waiting else title
        made = self.buttons[name]
        if made.text() != text:
            made.setText(text)
            made.setAccessibleName(f"{title}, {number(waiting)} väntar" if waiting else title)
            self._row.refit()
