"""The field for a number, a date or a text as the answer, with its limits and plain messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from egenkontroll import texts
from egenkontroll.checklist.model import Type
from egenkontroll.errors import UserError
from egenkontroll.gui.review.guarded_text import GuardedText
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import label
from egenkontroll.review.answers import GIVEN, read_value, shown

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

    from egenkontroll.checklist.model import Question

_DATE_LENGTH = 10


class _Line(QLineEdit):
    """A line whose letters are keys: no number or date has any."""

    left = Signal()
    entered = Signal(bool)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the case where there is nothing to take back in the line."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
            if undo or redo:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.left.emit()
                event.ignore()
            else:
                self.entered.emit(True)
        elif event.key() == Qt.Key.Key_Escape:
            self.entered.emit(False)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) or (plain and event.text().isalpha()):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self.left.emit()


class ValueField(QWidget):
    """Gives the value as it is stored in `given`; `ended` says whether to go on or stay."""

    given = Signal(str)
    ended = Signal(bool)
    told = Signal(str)

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        self._value = ""
        self._fault = label(role="fault")
        self._fault.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.25))
        self.line: _Line | None = None
        self.text: GuardedText | None = None
        if question.type is Type.TEXT:
            self._build_text(column)
        else:
            self._build_line(column)
        column.addWidget(self._fault)

    @property
    def fault(self) -> str:
        """What is the matter with what is typed, as shown beside the field."""
        return self._fault.text() if not self._fault.isHidden() else ""

    def show_value(self, value: str) -> None:
        """Show a stored value; one of the ways of not answering leaves the field empty."""
        self._value = value
        text = shown(value) if value.startswith(GIVEN) else ""
        if self.text is not None:
            self.text.begin(value[1:] if value.startswith(GIVEN) else "")
        elif self.line is not None and self.line.text() != text:
            self.line.setText(text)
        self._say("")

    def set_answerable(self, answerable: bool) -> None:
        """Allow typing or not."""
        if self.line is not None:
            self.line.setReadOnly(not answerable)
        if self.text is not None:
            self.text.edit.setReadOnly(not answerable)

    def begin(self) -> None:
        """Go to the field."""
        if self.line is not None:
            self.line.setFocus()
            self.line.selectAll()
        elif self.text is not None:
            self.text.setFocus()

    def leave(self) -> None:
        """Take what is typed, if it may be; a line that may not is put back as it was."""
        if self.text is not None:
            self.text.leave()
        elif self.line is not None and not self._take(self.line.text()):
            self.told.emit(f"{self.line.text()} sparades inte: {self._fault.text()}")
            self.show_value(self._value)

    def _build_line(self, column: QVBoxLayout) -> None:
        self.line = line = _Line()
        line.setAccessibleName(f"{self._question.short}, {_kind(self._question)}")
        line.setMaximumWidth(em(self, 9))
        line.setPlaceholderText("åååå-mm-dd" if self._question.type is Type.DATE else "")
        row = QHBoxLayout()
        row.addWidget(line)
        row.addWidget(label(_limits(self._question), "quiet", wrap=False))
        row.addStretch(1)
        column.addLayout(row)
        line.textEdited.connect(self._look)
        line.entered.connect(self._end)
        line.left.connect(self.leave)

    def _build_text(self, column: QVBoxLayout) -> None:
        self.text = made = GuardedText(f"{self._question.short}, text")
        made.edit.setPlaceholderText("T för att skriva. Enter sparar, Esc går tillbaka.")
        made.kept.connect(lambda text: self._give(GIVEN + text if text else ""))
        made.ended.connect(self.ended)
        made.told.connect(self.told)
        column.addWidget(made)

    def _look(self, text: str) -> None:
        """Say at once what can never become right; wait with what may only be half typed."""
        said = self._wrong(text)
        half = self._question.type is Type.DATE and len(text) < _DATE_LENGTH
        self._say("" if half or "minst" in said or text in ("-", "−") else said)

    def _end(self, go_on: bool) -> None:
        assert self.line is not None
        if self._take(self.line.text()):
            self.ended.emit(go_on)
        elif not go_on:
            self.show_value(self._value)
            self.ended.emit(False)

    def _take(self, text: str) -> bool:
        """Give what is typed if it is right; say what is the matter if it is not."""
        said = self._wrong(text)
        self._say(said)
        if said:
            return False
        if text.strip():
            self._give(read_value(self._question, text))
        elif self._value.startswith(GIVEN):
            self._give("")
        return True

    def _wrong(self, text: str) -> str:
        if not text.strip():
            return ""
        try:
            read_value(self._question, text)
        except UserError as error:
            return f"{error.message[:1].upper()}{error.message[1:]}."
        return ""

    def _give(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self.given.emit(value)

    def _say(self, fault: str) -> None:
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        if self.line is not None:
            self.line.setAccessibleDescription(fault or _limits(self._question))


def _kind(question: Question) -> str:
    return "datum" if question.type is Type.DATE else "tal"


def _limits(question: Question) -> str:
    """Return what may be given, in words: "dagar, 0–365"."""
    if question.type is Type.DATE:
        return ""
    low, high = question.min, question.max
    said = ""
    if low is not None and high is not None:
        said = f"{_plain(low)}{texts.EN_DASH}{_plain(high)}"
    elif low is not None:
        said = f"minst {_plain(low)}"
    elif high is not None:
        said = f"högst {_plain(high)}"
    return ", ".join(part for part in (question.unit or "", said) if part)


def _plain(value: float) -> str:
    return texts.number(value, 0 if value == int(value) else 1)
