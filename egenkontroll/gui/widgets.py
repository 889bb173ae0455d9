"""The few small widgets that screens share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QWidget,
)

from egenkontroll.gui.theme import of, say_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QKeySequence, QPaintEvent


def label(text: str = "", role: str = "", *, wrap: bool = True) -> QLabel:
    """Return a label of plain text in one of the stylesheet's roles."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        say_role(made, role)
    return made


class _Button(QPushButton):
    """Pressed by Enter as well as by space."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def button(
    text: str,
    pressed: Callable[[], object],
    role: str = "",
    *,
    key: QKeySequence | None = None,
    name: str = "",
) -> QPushButton:
    """Return a push button; `name` is what a screen reader says where the text is too short."""
    made = _Button(text)
    made.setAutoDefault(False)
    made.setAccessibleName(name or text.replace("&", ""))
    if role:
        say_role(made, role)
    if key is not None:
        made.setShortcut(key)
    made.clicked.connect(lambda: pressed())
    return made


def frame(role: str) -> QFrame:
    """Return a frame in one of the stylesheet's roles: card, note, stop, bar …"""
    made = QFrame()
    say_role(made, role)
    return made


class ElidedLabel(QLabel):
    """A line that is shortened with … where room is scarce; the whole is in its tool tip."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if role:
            say_role(self, role)

    def say(self, text: str) -> None:
        """Show a text."""
        self.setText(text)
        self.setAccessibleName(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics = self.fontMetrics()
        room = self.contentsRect()
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        flags = self.alignment() | Qt.AlignmentFlag.AlignVCenter
        colour = self.palette().color(self.foregroundRole())
        self.style().drawItemText(painter, room, int(flags), self.palette(), True, shown)
        painter.setPen(colour)


class Heading(QLabel):
    """A heading in small capitals' place: quiet, bold, with a line's room above."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        say_role(self, "caps")


class FlowLayout(QLayout):
    """Widgets in a row that goes on in a new row where the width ends."""

    def __init__(self, gap: int = 6) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(QMargins(0, 0, 0, 0))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, row = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(max(rect.width(), 1), 16_777_215))
            if x > rect.x() and x + size.width() > rect.right() + 1:
                x, y, row = rect.x(), y + row + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            row = max(row, size.height())
        return y + row - rect.y()


class Column(QScrollArea):
    """A column of widgets that scrolls up and down and never sideways.

    `focus` lets it be scrolled by keys: for text, where nothing inside takes the focus.
    """

    def __init__(self, inside: QWidget, name: str, *, focus: bool = True) -> None:
        super().__init__()
        if not focus:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        inside = self.widget()
        width = inside.minimumSizeHint().width() if inside is not None else 0
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return QSize(width + bar, self.fontMetrics().height() * 4)


class Stack(QStackedWidget):
    """A stack that needs no more room than the page that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _page: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown is not None else super().minimumSizeHint()


class Centred(QWidget):
    """Keeps a column in the middle at a readable width, counted in lines of text."""

    def __init__(self, column: QLayout, ems: float, top: float = 3.0) -> None:
        super().__init__()
        self._ems, self._top = ems, top
        self._holder = QWidget()
        self._holder.setLayout(column)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(self._holder, 40)
        row.addStretch(1)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.FontChange and hasattr(self, "_holder"):
            self._fit()

    def _fit(self) -> None:
        line = self.fontMetrics().height()
        side = round(line * 1.5)
        row = self.layout()
        if row is not None:
            row.setContentsMargins(side, round(line * self._top), side, side)
        self._holder.setMaximumWidth(round(line * self._ems))


def draw_ring(widget: QWidget, painter: QPainter, rect: QRect, radius: float) -> None:
    """Draw the focus ring inside a rectangle."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(of(widget.palette()).accent), 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
