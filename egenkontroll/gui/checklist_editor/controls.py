"""Lists to choose from and boxes to tick that grow with the text and have edges that are seen.

The style's own keep their arrows and ticks at one size, and their edges are too faint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QCheckBox, QComboBox

from egenkontroll.gui.theme import em, of
from egenkontroll.gui.widgets import draw_ring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget


def _painter(widget: QWidget) -> QPainter:
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def _box(widget: QWidget, painter: QPainter, rect: QRectF, ground: str, edge: str) -> None:
    painter.setPen(QPen(QColor(edge), max(1.0, em(widget) / 20)))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)


class ComboBox(QComboBox):
    """A list to choose from; the wheel scrolls the page and does not change the choice."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.installEventFilter(self)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width() + em(self), em(self, 1.75))

    def minimumSizeHint(self) -> QSize:
        letters = min(10, self.minimumContentsLength())
        return QSize(self.fontMetrics().averageCharWidth() * letters + em(self), em(self, 1.75))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def set_options(self, options: Sequence[tuple[str, Any]]) -> None:
        """Offer the options, each with its words and its value; keep still where they are same."""
        known = [(self.itemText(at), self.itemData(at)) for at in range(self.count())]
        if known != list(options):
            self.clear()
            for words, value in options:
                self.addItem(words, value)

    def choose(self, value: Any) -> None:
        """Show the option with the value."""
        for at in range(self.count()):
            if self.itemData(at) == value:
                self.setCurrentIndex(at)
                return
        self.setCurrentIndex(-1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours, painter = of(self.palette()), _painter(self)
        on = self.isEnabled()
        _box(
            self,
            painter,
            QRectF(self.rect()),
            colours.surface if on else colours.sunken,
            colours.edge,
        )
        pad, arrow = em(self, 0.5), em(self, 0.22)
        chosen = self.currentIndex() >= 0
        words = self.currentText() if chosen else self.placeholderText()
        room = self.rect().adjusted(pad, 0, -3 * pad, 0)
        painter.setPen(QColor(colours.text if chosen and on else colours.quiet))
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        self.setToolTip(words if shown != words else "")
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        middle = QPointF(self.width() - 1.5 * pad, self.height() / 2)
        painter.setPen(QPen(QColor(colours.quiet), max(1.5, em(self) / 12)))
        painter.drawPolyline(
            [
                middle + QPointF(-arrow, -arrow / 2),
                middle + QPointF(0, arrow / 2),
                middle + QPointF(arrow, -arrow / 2),
            ]
        )
        if self.hasFocus():
            draw_ring(self, painter, self.rect(), 4)


class CheckBox(QCheckBox):
    """A box to tick, with a ring round the words too when it has the focus."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(width + em(self, 1.9), em(self, 1.5))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours, painter = of(self.palette()), _painter(self)
        side, on = em(self, 0.95), self.isChecked()
        box = QRect(em(self, 0.2), (self.height() - side) // 2, side, side)
        ground = colours.accent if on else colours.surface
        _box(self, painter, QRectF(box), ground, colours.accent if on else colours.edge)
        if on:
            painter.setPen(QPen(QColor(colours.on_accent), max(2.0, side / 8)))
            corner = QPointF(box.topLeft())
            painter.drawPolyline(
                [
                    corner + QPointF(x * side, y * side)
                    for x, y in ((0.25, 0.52), (0.43, 0.7), (0.76, 0.32))
                ]
            )
        painter.setPen(QColor(colours.text if self.isEnabled() else colours.quiet))
        room = self.rect().adjusted(box.right() + em(self, 0.35), 0, 0, 0)
        painter.drawText(
            room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text()
        )
        if self.hasFocus():
            draw_ring(self, painter, self.rect(), 4)
