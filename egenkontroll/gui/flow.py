"""Widgets in a row that goes on in a new row where the width ends.

A widget that places its children itself, and not a QLayout of our own: Qt deletes a layout's
items when it finds that their widgets are gone, while Python still holds them, and then asks a
Python layout about them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

_NO_LIMIT = 16_777_215


class Flow(QWidget):
    """Holds small widgets side by side, `gap` pixels apart, in as many rows as they need."""

    def __init__(self, gap: int = 6) -> None:
        super().__init__()
        self.gap = gap
        self._parts: list[QWidget] = []
        self._known: list[tuple[QWidget, QSize]] | None = None
        self._heights: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, part: QWidget) -> None:
        """Put a widget last."""
        attribute = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
        hidden = part.testAttribute(attribute) and part.isHidden()
        self._parts.append(part)
        part.setParent(self)
        if self.isVisible() and not hidden:
            part.show()
        self.refit()

    def remove(self, part: QWidget) -> None:
        """Take a widget out of the row; it is hidden, and deleted as soon as may be."""
        self._parts.remove(part)
        part.hide()
        part.deleteLater()
        self.refit()

    def refit(self) -> None:
        """Place everything anew: something in the row has changed its size or is hidden."""
        self._known = None
        self._heights.clear()
        self.updateGeometry()
        if self.isVisible():
            self._place(self.width(), move=True)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        # Layouts ask for the same width over and over.
        if width not in self._heights:
            self._heights[width] = self._place(width, move=False)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        sizes = self._sizes()
        gaps = self.gap * max(0, len(sizes) - 1)
        high = max((size.height() for _, size in sizes), default=0)
        return QSize(sum(size.width() for _, size in sizes) + gaps, high)

    def minimumSizeHint(self) -> QSize:
        least = QSize(0, 0)
        for part, _ in self._sizes():
            least = least.expandedTo(part.minimumSizeHint().expandedTo(part.minimumSize()))
        return least

    def _sizes(self) -> list[tuple[QWidget, QSize]]:
        """Return what is shown with the room it wants, within what it may have."""
        if self._known is None:
            self._known = [
                (part, part.sizeHint().expandedTo(part.minimumSize()).boundedTo(part.maximumSize()))
                for part in self._parts
                if not part.isHidden()
            ]
        return self._known

    def _place(self, width: int, *, move: bool) -> int:
        """Place the parts in so much width, or only count; return how high they come."""
        rows: list[list[tuple[QWidget, QSize]]] = [[]]
        x = 0
        for part, wanted in self._sizes():
            size = wanted.boundedTo(QSize(max(width, 1), _NO_LIMIT))
            if x and x + size.width() > width:
                rows.append([])
                x = 0
            rows[-1].append((part, size))
            x += size.width() + self.gap
        y = 0
        for row in rows:
            high = max((size.height() for _, size in row), default=0)
            if move:
                self._place_row(row, y, high)
            y += high + self.gap
        return y - self.gap

    def _place_row(self, row: list[tuple[QWidget, QSize]], y: int, high: int) -> None:
        """Place a row's parts beside each other, the low ones in the middle of its height."""
        x = 0
        for part, size in row:
            part.setGeometry(x, y + (high - size.height()) // 2, size.width(), size.height())
            x += size.width() + self.gap

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.refit()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.refit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(self.width(), move=True)
