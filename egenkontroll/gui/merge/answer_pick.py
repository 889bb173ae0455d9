"""A question's answers to choose from when two disagree: buttons, and a field where it is typed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from egenkontroll.checklist.model import Type
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.merge.words import sentence
from egenkontroll.gui.review.answer_button import AnswerButton
from egenkontroll.gui.review.question_card import KEYS
from egenkontroll.gui.review.value_field import ValueField
from egenkontroll.gui.theme import em
from egenkontroll.review.answers import GIVEN, choices, shown

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Question

_TYPED = (Type.NUMBER, Type.DATE, Type.TEXT)
_MOST_DIGITS = 9


class AnswerPick(QWidget):
    """`picked` gives the value as it is stored, "" where nothing is chosen any longer.

    It shows only what `show_value` says, so that whoever asks decides what holds. `ended` is
    Enter in the field. With `numbered` the alternatives have the keys 1 to 9.
    """

    picked = Signal(str)
    ended = Signal()

    def __init__(self, *, numbered: bool) -> None:
        super().__init__()
        self._question: Question | None = None
        self._numbered = numbered
        self._keys: dict[str, str] = {}
        self._inside: QWidget | None = None
        self.value = ""
        self.buttons: dict[str, AnswerButton] = {}
        self.field: ValueField | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def ask(self, question: Question) -> None:
        """Offer a question's answers."""
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self._question, self.value = question, ""
        self.buttons, self._keys, self.field = {}, {}, None
        self._inside = inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.4))
        if question.type in _TYPED:
            self.field = ValueField(question)
            self.field.given.connect(self.picked)
            self.field.ended.connect(lambda go_on: self.ended.emit() if go_on else None)
            column.addWidget(self.field)
        column.addWidget(self._make_buttons(question))
        self._column.addWidget(inside)

    def _make_buttons(self, question: Question) -> QWidget:
        row = Flow(em(self, 0.4))
        many = question.choices or () if question.type is Type.MULTI else ()
        for number, value in enumerate(
            (*(GIVEN + option for option in many), *choices(question)), 1
        ):
            digit = str(number) if self._numbered and number <= _MOST_DIGITS else ""
            key = digit if value.startswith(GIVEN) else KEYS[value]
            made = AnswerButton(sentence(shown(value)), key, ticked=self._ticks(value))
            made.clicked.connect(partial(self._press, value))
            self.buttons[value] = made
            self._keys[key] = value
            row.add(made)
        return row

    def show_value(self, value: str) -> None:
        """Show what is chosen."""
        self.value = value
        given = _parts(value)
        for of, made in self.buttons.items():
            made.setChecked(of[1:] in given if self._ticks(of) else of == value)
        if self.field is not None:
            self.field.show_value(value)

    def begin(self) -> None:
        """Take the focus to the first thing to choose."""
        if self.field is not None:
            self.field.begin()
        elif self.buttons:
            next(iter(self.buttons.values())).setFocus()

    def leave(self) -> None:
        """Take what is half typed in the field."""
        if self.field is not None:
            self.field.leave()

    def take_key(self, key: str) -> bool:
        """Choose by the key written on a button; tell whether there is one."""
        value = self._keys.get(key.upper()) if key else None
        if value is None:
            return False
        self._press(value)
        return True

    def _ticks(self, value: str) -> bool:
        question = self._question
        return question is not None and question.type is Type.MULTI and value.startswith(GIVEN)

    def _press(self, value: str, _checked: bool = False) -> None:
        question = self._question
        if question is not None and self._ticks(value):
            chosen = _parts(self.value) ^ {value[1:]}
            ticked = [option for option in question.choices or () if option in chosen]
            value = GIVEN + "\n".join(ticked) if ticked else ""
        self.picked.emit(value)


def _parts(value: str) -> set[str]:
    return set(value[1:].split("\n")) if value.startswith(GIVEN) else set()
