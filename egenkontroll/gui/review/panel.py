"""A note above the questions that asks something: choices by key, Esc to leave it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame

from egenkontroll.gui.flow import Flow
from egenkontroll.gui.review.answer_button import AnswerButton
from egenkontroll.gui.theme import em, say_role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Panel(QFrame):
    """`closed` says that the person changed their mind, or has read what it says."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        say_role(self, "note")
        self.choice: Choice | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in _ENTER and isinstance(focused, AnswerButton):
            focused.click()
        elif self.choice is None or not self.choice.take_key(event.text()):
            super().keyPressEvent(event)


class Choice(Flow):
    """Some buttons of which one is chosen, each with its figure."""

    chosen = Signal(str)

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__()
        self.gap = em(self, 0.4)
        self.value = ""
        self.buttons: dict[str, AnswerButton] = {}
        for number, (value, text) in enumerate(words.items(), 1):
            made = AnswerButton(text, str(number))
            made.clicked.connect(partial(self._on_pressed, value))
            self.buttons[value] = made
            self.add(made)

    def begin(self) -> None:
        """Choose nothing, and take the focus."""
        self._show("")
        next(iter(self.buttons.values())).setFocus()

    def take_key(self, key: str) -> bool:
        """Choose by a figure; tell whether it stands for anything."""
        values = list(self.buttons)
        if not key.isdecimal() or not 1 <= int(key) <= len(values):
            return False
        self._on_pressed(values[int(key) - 1])
        return True

    def _on_pressed(self, value: str, _checked: bool = False) -> None:
        self._show(value)
        self.chosen.emit(value)

    def _show(self, value: str) -> None:
        self.value = value
        for name, made in self.buttons.items():
            made.setChecked(name == value)
