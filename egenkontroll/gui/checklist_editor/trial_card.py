"""One question of the trial: its text, its answers, and the reason where it does not apply."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from egenkontroll.checklist.model import Type
from egenkontroll.errors import UserError
from egenkontroll.gui.checklist_editor.fields import LineField
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import button, label
from egenkontroll.review.answers import GIVEN, choices, read_value, shown

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Question

_TYPED = {
    Type.NUMBER: "Svar, ett tal",
    Type.DATE: "Svar, år-månad-dag",
    Type.TEXT: "Svar",
}


class TrialCard(QFrame):
    """`answered` gives the value, empty where the answer was taken back."""

    answered = Signal(str)

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._question = question
        self.buttons: dict[str, QPushButton] = {}
        self.typed: LineField | None = None
        column = QVBoxLayout(self)
        self.text = label(question.text)
        column.addWidget(self.text)
        self._why = label(role="small")
        column.addWidget(self._why)
        self._answers = QWidget()
        inside = QVBoxLayout(self._answers)
        inside.setContentsMargins(0, 0, 0, 0)
        if question.type in _TYPED:
            self.typed = LineField(_TYPED[question.type])
            self.typed.edited.connect(lambda said: self._type(said or ""))
            inside.addWidget(self.typed)
        inside.addWidget(self._buttons())
        column.addWidget(self._answers)

    def _buttons(self) -> QWidget:
        row = Flow(em(self, 0.3))
        options = list(choices(self._question))
        if self._question.type is Type.MULTI:
            options = [GIVEN + one for one in self._question.choices or ()] + options
        for value in options:
            made = button(shown(value), partial(self._press, value))
            made.setAccessibleName(f"{shown(value)}, {self._question.short}")
            made.setCheckable(True)
            self.buttons[value] = made
            row.add(made)
        return row

    def show_state(self, why: str, *, applies: bool) -> None:
        """Show the answers, or why the question does not apply."""
        self._answers.setVisible(applies)
        self._why.setVisible(not applies)
        self._why.setText(f"Visas inte nu. {why}")
        self.text.setEnabled(applies)

    def clear(self) -> None:
        """Take the answer back without telling of it."""
        self._check(())
        if self.typed is not None:
            self.typed.show_value(None)
            self.typed.show_fault("")

    def _press(self, value: str) -> None:
        on = self.buttons[value].isChecked()
        if self._question.type is Type.MULTI and value.startswith(GIVEN):
            chosen = [
                one
                for one in self.buttons
                if one.startswith(GIVEN) and self.buttons[one].isChecked()
            ]
            self._check(chosen)
            said = "\n".join(one.removeprefix(GIVEN) for one in chosen)
            self.answered.emit(GIVEN + said if said else "")
            return
        self._check((value,) if on else ())
        if self.typed is not None:
            self.typed.show_value(None)
        self.answered.emit(value if on else "")

    def _check(self, values: object) -> None:
        wanted = set(values) if isinstance(values, list | tuple) else set()
        for value, made in self.buttons.items():
            made.setChecked(value in wanted)

    def _type(self, said: str) -> None:
        self._check(())
        value, message = "", ""
        if said.strip():
            try:
                value = read_value(self._question, said)
            except UserError as error:
                message = f"{error.message[:1].upper()}{error.message[1:]}."
        if self.typed is not None:
            self.typed.show_fault(message)
        self.answered.emit(value)
