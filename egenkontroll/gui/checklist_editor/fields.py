"""Form fields: a caption, a control, a hint and, beside it, what is the matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from egenkontroll.checklist.editing import clean
from egenkontroll.gui.checklist_editor.controls import CheckBox, ComboBox
from egenkontroll.gui.theme import em, of
from egenkontroll.gui.widgets import label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

_MOST_LINES = 14
_HISTORY_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


def is_history_key(event: QKeyEvent) -> bool:
    """Tell whether a key undoes or redoes: the editor does that, over all its fields."""
    return any(event.matches(key) for key in _HISTORY_KEYS) or (
        event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    )


class LineEdit(QLineEdit):
    """A line of text that leaves undo to the editor."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_history_key(event):
            event.ignore()
        else:
            super().keyPressEvent(event)


class TextEdit(QPlainTextEdit):
    """Text of several lines, as high as it needs, that leaves undo and Tab to the editor."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_history_key(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        spacing = self.fontMetrics().lineSpacing()
        layout, block, height = self.document().documentLayout(), self.document().begin(), 0.0
        while block.isValid() and height < spacing * _MOST_LINES:
            height += layout.blockBoundingRect(block).height()
            block = block.next()
        least = float(spacing * self._lines)
        self.setFixedHeight(round(max(least, min(height, spacing * _MOST_LINES))) + em(self, 1.3))


class Field(QWidget):
    """A caption above a control, a hint under it, and its fault with a bar at the side."""

    edited = Signal(object)

    def __init__(self, caption: str, control: QWidget, hint: str = "") -> None:
        super().__init__()
        self.control = control
        self._hint = hint
        self._message = ""
        self._fault = label(role="fault")
        self._fault.hide()
        self._caption = label(caption, "strong")
        self._caption.setBuddy(control)
        control.setAccessibleName(caption)
        control.setAccessibleDescription(hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(em(self, 0.5), 0, 0, 0)
        column.setSpacing(em(self, 0.15))
        if not isinstance(control, QCheckBox):
            column.addWidget(self._caption)
        column.addWidget(control)
        self._hint_label = label(hint, "small")
        self._hint_label.setVisible(bool(hint))
        column.addWidget(self._hint_label)
        column.addWidget(self._fault)
        self.setFocusProxy(control)

    @property
    def message(self) -> str:
        """What is the matter, or nothing."""
        return self._message

    def set_caption(self, caption: str) -> None:
        """Call the field something else."""
        self._caption.setText(caption)
        self.control.setAccessibleName(caption)

    def show_fault(self, message: str) -> None:
        """Show what is the matter beside the field, or nothing."""
        if message == self._message:
            return
        self._message = message
        self._fault.setText(f"Att rätta: {message}" if message else "")
        self._fault.setVisible(bool(message))
        self.control.setAccessibleDescription(" ".join(filter(None, (message, self._hint))))
        self.update()

    def show_value(self, value: Any) -> None:
        """Show a value without telling of it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._message:
            painter = QPainter(self)
            width = max(3, em(self, 0.15))
            painter.fillRect(0, 0, width, self.height(), QColor(of(self.palette()).danger))


def text_of(typed: str) -> str | None:
    """Return what is typed, or None for nothing."""
    return clean(typed) or None


class LineField(Field):
    """A line of text, or with `read` and `write` something that is typed as one."""

    control: LineEdit

    def __init__(
        self,
        caption: str,
        hint: str = "",
        *,
        read: Callable[[str], Any] = text_of,
        write: Callable[[Any], str] = str,
    ) -> None:
        super().__init__(caption, LineEdit(), hint)
        self._read, self._write = read, write
        self.control.textEdited.connect(lambda text: self.edited.emit(self._read(text)))

    def show_value(self, value: Any) -> None:
        if self._read(self.control.text()) != value:
            self.control.setText("" if value is None else self._write(value))


class TextField(Field):
    """Text of several lines."""

    control: TextEdit

    def __init__(self, caption: str, hint: str = "", *, lines: int = 2) -> None:
        super().__init__(caption, TextEdit(lines), hint)
        self._showing = False
        self.control.textChanged.connect(self._on_changed)

    def show_value(self, value: Any) -> None:
        if text_of(self.control.toPlainText()) == value:
            return
        self._showing = True
        self.control.setPlainText("" if value is None else str(value))
        self._showing = False

    def _on_changed(self) -> None:
        if not self._showing:
            self.edited.emit(text_of(self.control.toPlainText()))


class ChoiceField(Field):
    """One of a few options."""

    control: ComboBox

    def __init__(
        self, caption: str, options: Sequence[tuple[str, Any]] = (), hint: str = ""
    ) -> None:
        super().__init__(caption, ComboBox(), hint)
        self.control.set_options(options)
        self.control.activated.connect(lambda at: self.edited.emit(self.control.itemData(at)))

    def show_value(self, value: Any) -> None:
        self.control.choose(value)


class TickField(Field):
    """Yes or no."""

    control: CheckBox

    def __init__(self, text: str, hint: str = "") -> None:
        super().__init__(text, CheckBox(text), hint)
        self.control.clicked.connect(lambda on: self.edited.emit(on))

    def show_value(self, value: Any) -> None:
        self.control.setChecked(bool(value))
