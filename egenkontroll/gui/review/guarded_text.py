"""A field for free text that stops what identifies a person as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from egenkontroll.gui.widgets import button, frame, label
from egenkontroll.review.answers import MAX_TEXT
from egenkontroll.sample.identity import identifying, it, without_identity

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent

_STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason,
          Qt.FocusReason.MenuBarFocusReason)  # fmt: skip
_MOST_LINES = 8


class _Edit(QPlainTextEdit):
    """Grows with its text. Enter and Esc end the writing; Shift+Enter is a new line."""

    ended = Signal(bool)
    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self._fit)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if enter and control:
            event.ignore()
        elif enter and not shift:
            self.ended.emit(True)
        elif event.key() == Qt.Key.Key_Escape:
            self.ended.emit(False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _STAYS:
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (event.Type.FontChange, event.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        lines = min(max(2, round(self.document().size().height())), _MOST_LINES)
        around = self.height() - self.viewport().height()
        margin = round(self.document().documentMargin() * 2)
        wanted = lines * self.fontMetrics().lineSpacing() + max(around, 4) + margin
        if wanted != self.minimumHeight():
            self.setFixedHeight(wanted)


class GuardedText(QWidget):
    """Text that may be saved. `ended` says whether to go on (Enter) or stay (Esc).

    `kept` gives the text when the writing ends in any way; it never holds a personnummer,
    a telephone number or an e-mail address.
    """

    ended = Signal(bool)
    kept = Signal(str)
    told = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.edit = _Edit(name)
        self._before = ""
        self._stop = frame("stop")
        self._said = label()
        self.mask_button = button("&Maska", self.mask_numbers, name="Maska det som pekar ut någon")
        self.mask_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self._stop)
        row.addWidget(self._said, 1)
        row.addWidget(self.mask_button)
        self._stop.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.edit)
        column.addWidget(self._stop)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._look)
        self.edit.ended.connect(self._end)
        self.edit.left.connect(self.leave)

    @property
    def text(self) -> str:
        """What is written, without space around it."""
        return self.edit.toPlainText().strip()

    @property
    def stopped(self) -> bool:
        """Whether the text holds something that may not be saved."""
        return bool(self._fault())

    def begin(self, text: str) -> None:
        """Start from a text."""
        self._before = text
        self.edit.setPlainText(text)
        self.edit.moveCursor(self.edit.textCursor().MoveOperation.End)

    def mask_numbers(self) -> None:
        """Replace what identifies a person with [personnummer], [telefonnummer], [e-postadress]."""
        self.edit.setPlainText(without_identity(self.edit.toPlainText()))
        self.edit.moveCursor(self.edit.textCursor().MoveOperation.End)
        self.edit.setFocus()

    def leave(self) -> None:
        """Keep what is written because the writer went elsewhere, masked where it must be."""
        if self.mask_button.hasFocus():
            return
        text = self.text[:MAX_TEXT]
        if found := identifying(text):
            text = without_identity(text)
            self.edit.setPlainText(text)
            self.told.emit(f"Texten innehöll {found}. Det maskerades innan texten sparades.")
        self._keep(text)

    def _end(self, go_on: bool) -> None:
        if self.stopped:
            return
        self._keep(self.text)
        self.ended.emit(go_on)

    def _keep(self, text: str) -> None:
        if text != self._before:
            self._before = text
            self.kept.emit(text)

    def _look(self) -> None:
        said = self._fault()
        self._said.setText(said)
        self.mask_button.setVisible(bool(identifying(self.text)))
        self._stop.setVisible(bool(said))
        self.edit.setAccessibleDescription(said)

    def _fault(self) -> str:
        if found := identifying(self.text):
            return f"Det här ser ut som {found} och sparas inte. Ta bort eller maska {it(found)}."
        if len(self.text) > MAX_TEXT:
            return f"Texten är {len(self.text) - MAX_TEXT} tecken för lång."
        return ""
