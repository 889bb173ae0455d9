"""Progress drawn to scale: a name, a bar, and how many of how many are klara."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from egenkontroll.gui.theme import em, of
from egenkontroll.gui.widgets import label
from egenkontroll.texts import k_of_n

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from egenkontroll.operations.home import Part


class Bar(QWidget):
    """A share as a filled bar; the number stands beside it."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self.part = part
        self.setAccessibleName(f"{part.name}: {k_of_n(part.done, part.every)} klara")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        return QSize(em(self, 9), em(self))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 3), em(self))

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = em(self, 0.6)
        track = QRectF(0.5, (self.height() - high) / 2 + 0.5, self.width() - 1.0, high - 1.0)
        painter.setPen(QPen(QColor(colours.edge), 1))
        painter.setBrush(QColor(colours.sunken))
        painter.drawRoundedRect(track, 3, 3)
        if self.part.done:
            track.setWidth(track.width() * self.part.done / self.part.every)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawRoundedRect(track, 3, 3)
        painter.end()


class Bars(QWidget):
    """One line for each name: the name, its bar and "8 av 10"."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(em(self, 0.7))
        self._grid.setVerticalSpacing(em(self, 0.3))
        self._grid.setColumnStretch(0, 4)
        self._grid.setColumnStretch(1, 5)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show other names and numbers."""
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.setParent(None)
                old.deleteLater()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, part in enumerate(parts):
            number = label(k_of_n(part.done, part.every), wrap=False)
            self._grid.addWidget(label(part.name), row, 0)
            self._grid.addWidget(Bar(part), row, 1)
            self._grid.addWidget(number, row, 2, right)
