"""Widgets under each other, each as high as its width makes it, and what scrolls them.

A widget that places its children itself, like `flow`. A layout of Qt's asks all of them how high
they would be in some twenty widths each time that one of them changes, and places them anew at
every step of a change; here that is done once, in the one width there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_WIDEST_EMS = 64
_SIDE_EMS, _ABOVE_EMS, _GAP_EMS, _BELOW_EMS = 1.3, 0.6, 0.6, 2.0


class Pile(QWidget):
    """Holds widgets under each other, no wider than text is easily read."""

    def __init__(self) -> None:
        super().__init__()
        # One ground: what stays where it is need not be painted anew when the pile grows.
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self._parts: list[QWidget] = []

    @property
    def anchor(self) -> QWidget | None:
        """The part that is to stay in sight, if any."""
        return None

    def pile(self, part: QWidget) -> None:
        """Put a widget last. It is to have a layout, which remembers how high it is."""
        part.setParent(self)
        self._parts.append(part)
        if self.isVisible():
            part.show()

    def settle(self) -> None:
        """Place at once what has come, gone or changed, and not at the window's next turn."""
        above = self.parentWidget()
        if above is not None:
            high = self._place(above.width())
            self.resize(above.width(), max(above.height(), high))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        least = 0
        for part in self._parts:
            layout = part.layout()
            if layout is not None and not part.isHidden():
                least = max(least, layout.minimumSize().width())
        return QSize(least + 2 * em(self, _SIDE_EMS), 1)

    def _place(self, width: int) -> int:
        """Place the parts in so much width; return how high they come."""
        side, gap = em(self, _SIDE_EMS), em(self, _GAP_EMS)
        wide = max(1, min(width - 2 * side, em(self, _WIDEST_EMS)))
        y = em(self, _ABOVE_EMS)
        for part in self._parts:
            if not part.isHidden():
                high = part.heightForWidth(wide)
                part.setGeometry(side, y, wide, high)
                y += high + gap
        return y - gap + em(self, _BELOW_EMS)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.settle()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.settle()


class PileColumn(Column):
    """Scrolls a pile up and down, which is always as wide as there is room for."""

    resized = Signal()
    """Only where what the pile wants in sight was so before."""

    def __init__(self, pile: Pile, name: str) -> None:
        super().__init__(pile, name, focus=False)
        self.setWidgetResizable(False)
        # A ground of its own: what only moves when it is scrolled need not be painted anew.
        pile.setAutoFillBackground(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        pile = self.widget()
        assert isinstance(pile, Pile)
        kept = pile.anchor
        top = kept.y() - self.verticalScrollBar().value() if kept is not None else 0
        seen = kept is not None and -kept.height() < top < event.oldSize().height()
        pile.settle()
        if seen:
            self.resized.emit()
