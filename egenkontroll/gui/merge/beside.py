"""Two parts side by side where there is room for both, else one above the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from egenkontroll.gui.theme import em

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_WIDE_EMS = 52
_BELOW = (2, 5)
_LEAST_EMS = {Qt.Orientation.Horizontal: 10, Qt.Orientation.Vertical: 17}


class Beside(QSplitter):
    """A list and what is chosen in it; `shares` is how they divide the width."""

    def __init__(self, name: str, first: QWidget, second: QWidget, shares: tuple[int, int]) -> None:
        super().__init__()
        self._shares = shares
        self.setObjectName(name)
        self.setChildrenCollapsible(False)
        self.addWidget(first)
        self.addWidget(second)
        self._share(wide=True)

    def _share(self, *, wide: bool) -> None:
        # Far more than there is, so that the shares are kept whatever each part would like.
        self.setSizes([1000 * share for share in (self._shares if wide else _BELOW)])
        for place, share in enumerate(self._shares if wide else _BELOW):
            self.setStretchFactor(place, share)

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 12), em(self, _LEAST_EMS[self.orientation()]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = self.width() >= em(self, _WIDE_EMS)
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if way is not self.orientation():
            self.setOrientation(way)
            self._share(wide=wide)
            self.updateGeometry()
        super().resizeEvent(event)
