"""A list of things to tick, with boxes that are seen as well in the dark as in the light."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from egenkontroll.gui.theme import of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

_DATA = Qt.ItemDataRole.UserRole
_BOX = QStyle.SubElement.SE_ItemViewItemCheckIndicator
_TICK = ((0.22, 0.52), (0.42, 0.72), (0.79, 0.29))


class Ticks(QListWidget):
    """`itemChanged` tells that something has been ticked or unticked; the space bar does both."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setItemDelegate(_Ticked(self))
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)

    def offer(self, entries: Iterable[tuple[str, object, bool]], *, locked: bool = False) -> None:
        """Show other things: the words, what they stand for, and whether they are ticked.

        Where it is `locked` nothing can be ticked; it is read all the same.
        """
        self.blockSignals(True)
        self.clear()
        for words, data, ticked in entries:
            item = QListWidgetItem(words)
            item.setData(_DATA, data)
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            if locked:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            self.addItem(item)
        self.setCurrentRow(0 if self.count() else -1)
        self.blockSignals(False)

    @property
    def ticked(self) -> tuple[object, ...]:
        """What the ticked things stand for, in the order shown."""
        every = (self.item(place) for place in range(self.count()))
        return tuple(one.data(_DATA) for one in every if one.checkState() is Qt.CheckState.Checked)


class _Ticked(QStyledItemDelegate):
    """Lets in some air between the lines and draws the box in the theme's own colours."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), size.height() + round(option.fontMetrics.height() * 0.45))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        here = QStyleOptionViewItem(option)
        self.initStyleOption(here, index)
        box = here.widget.style().subElementRect(_BOX, here, here.widget)
        colours, ticked = of(option.palette), here.checkState is Qt.CheckState.Checked
        chosen = option.state & QStyle.StateFlag.State_Selected
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Over the style's own box, whose edge is lost against a dark ground.
        painter.fillRect(
            box.adjusted(-1, -1, 1, 1), QColor(colours.accent_soft if chosen else colours.surface)
        )
        painter.setPen(QPen(QColor(colours.accent if ticked else colours.edge), 1.5))
        painter.setBrush(QColor(colours.accent if ticked else colours.surface))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), box.width() / 7, box.width() / 7)
        if ticked:
            side = box.width()
            painter.setPen(QPen(QColor(colours.on_accent), max(1.5, side / 9)))
            painter.drawPolyline(
                [QPointF(box.left() + x * side, box.top() + y * side) for x, y in _TICK]
            )
        painter.restore()
