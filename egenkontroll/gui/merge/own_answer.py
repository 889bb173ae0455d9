"""An answer of one's own to a question, with a comment that may be kept or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from egenkontroll.gui.merge.answer_pick import AnswerPick
from egenkontroll.gui.review.guarded_text import GuardedText
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import label

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Question


class OwnAnswer(QWidget):
    """`changed` says that something else is chosen; `ended` is Enter in a field."""

    changed = Signal()
    ended = Signal()

    def __init__(self, question: Question, comment: str) -> None:
        super().__init__()
        self.pick = AnswerPick(numbered=True)
        self.pick.ask(question)
        self.pick.picked.connect(self._take)
        self.pick.ended.connect(self.ended)
        self.comment = GuardedText(f"Kommentar till {question.short}")
        self.comment.begin(comment)
        self.comment.edit.setPlaceholderText("Kommentar")
        self.comment.ended.connect(lambda go_on: self.ended.emit() if go_on else None)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.4))
        column.addWidget(self.pick)
        column.addWidget(label("Kommentar", "small"))
        column.addWidget(self.comment)

    @property
    def value(self) -> str:
        """What is chosen, as stored; "" before anything is."""
        return self.pick.value

    def begin(self) -> None:
        """Take the focus to the first thing to choose."""
        self.pick.begin()

    def leave(self) -> None:
        """Take what is half typed in the field."""
        self.pick.leave()

    def take_key(self, key: str) -> bool:
        """Choose by the key written on a button; tell whether it stands for any."""
        return self.pick.take_key(key)

    def _take(self, value: str) -> None:
        self.pick.show_value(value)
        self.changed.emit()
