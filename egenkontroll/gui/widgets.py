"""The few small widgets that screens share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from egenkontroll.gui.theme import of, say_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QKeySequence, QPaintEvent, QResizeEvent


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
        painter.drawText(room, int(flags), shown)


class Heading(QLabel):
    """A heading in small capitals' place: quiet, bold, with a line's room above."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        say_role(self, "caps")


class Column(QScrollArea):
    """A column of widgets that scrolls up and down and never sideways.

    `focus` lets it be scrolled by keys: for text, where nothing inside takes the focus.
    """

    def __init__(self, inside: QWidget, name: str, *, focus: bool = True) -> None:
        super().__init__()
        if not focus:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Its own ground: to ask Qt for the one that it made costs 30 ms the first time.
        self.setViewport(QWidget())
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        inside.setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        inside = self.widget()
        width = inside.minimumSizeHint().width() if inside is not None else 0
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(width + bar, self.fontMetrics().height() * 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # Text that wraps is as high as its width makes it. Its least height, which Qt asks for
        # too, is that of the narrowest column, and would leave an empty end to scroll to.
        inside = self.widget()
        layout = inside.layout() if inside is not None else None
        if layout is not None and inside is not None:
            inside.setMinimumHeight(1 if layout.hasHeightForWidth() else 0)
        super().resizeEvent(event)


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
