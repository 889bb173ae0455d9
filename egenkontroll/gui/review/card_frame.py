"""What a card stands on: its ground, its border, and the marks of the current card and the focus.

It paints every pixel of its own and what stands on it stays where it is when the card grows, so
that a card that only moves, grows or is marked is not painted anew as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRegion
from PySide6.QtWidgets import QFrame, QVBoxLayout

from egenkontroll.gui.theme import em, of

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent, QResizeEvent


class CardFrame(QFrame):
    """Holds a column of parts; the border and the marks are outside it."""

    def __init__(self) -> None:
        super().__init__()
        self.current = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(em(self), em(self, 0.75), em(self), em(self, 0.75))
        self.column.setSpacing(em(self, 0.5))

    def mark(self, *, current: bool) -> None:
        """Mark it as the current one, or not."""
        self.current = current
        self._update_edge(self.size())

    def _update_edge(self, size: QSize) -> None:
        """Paint only around the column, in which nothing has changed."""
        whole = QRect(QPoint(0, 0), size)
        self.update(QRegion(whole) - QRegion(whole.marginsRemoved(self.column.contentsMargins())))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._update_edge(self.size())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._update_edge(self.size())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._update_edge(event.oldSize())
        self._update_edge(event.size())

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = of(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.window))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = 2.0 if self.current else 1.0
        painter.setPen(QPen(QColor(colours.accent if self.current else colours.line), wide))
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        if self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            bar = QRectF(1, 10, max(4, em(self, 0.28)), self.height() - 20)
            painter.drawRoundedRect(bar, 2, 2)
