"""The checklist as a tree of areas and questions, moved about by dragging or by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from egenkontroll.checklist import editing
from egenkontroll.gui.theme import em, of
from egenkontroll.texts import count

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QDropEvent, QKeyEvent, QResizeEvent

    from egenkontroll.checklist.editing import Draft, Place

ATTRIBUTES: Place = ("attributes",)
"""The place of the heading above the attributes: nothing stands there by itself."""

_PLACE = Qt.ItemDataRole.UserRole
_Where = QAbstractItemView.DropIndicatorPosition


class _Roomy(QStyledItemDelegate):
    """Rows with some air, so that they are easy to hit."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), round(option.fontMetrics.height() * 1.5))


class Outline(QTreeWidget):
    """Shows the draft. `chosen` gives the place chosen, `moved` from where to where."""

    chosen = Signal(object)
    moved = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderHidden(True)
        self.setItemDelegate(_Roomy(self))
        self.setAccessibleName("Checklistans områden och frågor")
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setExpandsOnDoubleClick(True)
        self._items: dict[Place, QTreeWidgetItem] = {}
        self._shape: tuple[int, ...] = ()
        self.currentItemChanged.connect(self._on_current)
        self._size()

    @property
    def place(self) -> Place:
        """The place that is chosen."""
        found = self.currentItem()
        return found.data(0, _PLACE) if found is not None else editing.FACTS

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 8), em(self, 6))

    def show_draft(self, draft: Draft, place: Place, faults: Mapping[Place, int]) -> None:
        """Show the draft with a place chosen, and a mark where there is something to mend."""
        self.blockSignals(True)
        many = (len(area["questions"]) for area in draft.data["areas"])
        shape = (len(draft.data["attributes"]), *many)
        if shape != self._shape:
            self._shape = shape
            self._rebuild(draft)
        for known, item in self._items.items():
            self._say(item, known, draft, faults.get(known, 0))
        wanted = self._items.get(place, self._items[editing.FACTS])
        if wanted is not self.currentItem():
            self.setCurrentItem(wanted)
        self.scrollToItem(wanted)
        self.blockSignals(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        chosen = self.currentItem()
        if chosen is not None:
            self.scrollToItem(chosen)

    def _rebuild(self, draft: Draft) -> None:
        closed = {known for known, item in self._items.items() if not item.isExpanded()}
        self.clear()
        self._items = {}
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        places = [editing.FACTS, ATTRIBUTES, *editing.places(draft.data)[1:]]
        for place in places:
            owner = self._items.get(ATTRIBUTES if place[:1] == ATTRIBUTES else place[:2])
            inner = len(place) == 4 or (place[:1] == ATTRIBUTES and len(place) == 2)
            made = QTreeWidgetItem(owner) if inner and owner is not None else QTreeWidgetItem(self)
            made.setData(0, _PLACE, place)
            movable = len(place) > 1
            made.setFlags(
                flags | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
                if movable
                else flags
            )
            self._items[place] = made
        for place, made in self._items.items():
            if len(place) < 4:
                made.setExpanded(place not in closed or len(place) != 2)

    def _say(self, item: QTreeWidgetItem, place: Place, draft: Draft, faults: int) -> None:
        words = name_of(draft, place)
        font = self.font()
        font.setBold(place[:1] != ATTRIBUTES and len(place) in (0, 2))
        if place == ATTRIBUTES:
            font.setBold(True)
        item.setFont(0, font)
        item.setText(0, words)
        said = f"{words}, {count(faults, 'sak', 'saker')} att rätta" if faults else words
        item.setToolTip(0, said)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, said)
        if bool(faults) == item.icon(0).isNull():
            item.setIcon(0, self._mark() if faults else QIcon())

    def _mark(self) -> QIcon:
        """Return a triangle with an exclamation mark: seen in black and white too."""
        size = self.iconSize().height()
        drawn = QPixmap(size, size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(of(self.palette()).danger), max(1.5, size / 10)))
        edge = size * 0.1
        left, top, right, bottom = edge, edge, size - edge, size - edge
        middle = size / 2
        painter.drawPolyline(
            [
                QPointF(middle, top),
                QPointF(right, bottom),
                QPointF(left, bottom),
                QPointF(middle, top),
            ]
        )
        painter.drawLine(QPointF(middle, size * 0.42), QPointF(middle, size * 0.64))
        painter.drawPoint(QPointF(middle, size * 0.78))
        painter.end()
        return QIcon(drawn)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (event.Type.FontChange, event.Type.PaletteChange):
            self._size()
            for item in getattr(self, "_items", {}).values():
                if not item.icon(0).isNull():
                    item.setIcon(0, self._mark())

    def _size(self) -> None:
        self.setIconSize(QSize(em(self, 0.8), em(self, 0.8)))
        self.setIndentation(em(self, 0.8))

    def _on_current(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(0, _PLACE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Alt+Up would choose the row above: the editor moves the item there instead.
        if event.modifiers() & (
            Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        target = self.itemAt(event.position().toPoint())
        source, where = self.place, self.dropIndicatorPosition()
        # The tree is drawn anew from the draft: Qt itself is not to move anything.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if target is None:
            return
        to = drop_place(source, target.data(0, _PLACE), where, self._shape[1:])
        if to is not None:
            QTimer.singleShot(0, self, lambda: self.moved.emit(source, to))


def name_of(draft: Draft, place: Place) -> str:
    """Return what an item is called in the tree and in lists."""
    if place == ATTRIBUTES:
        return "Uppgifter om ärendet"
    if not place:
        return "Om checklistan"
    values = editing.item(draft, place)
    if len(place) == 4:
        return str(values.get("label") or values.get("text") or "Ny fråga")
    if place[0] == "areas":
        return str(values.get("title") or "Nytt område")
    return str(values.get("label") or "Ny uppgift")


def drop_place(
    source: Place, target: Place, where: _Where, questions: Collection[int]
) -> Place | None:
    """Return the place that an item dropped on another is to have, with itself taken out.

    `questions` is how many questions each area has. None where it cannot be dropped there.
    """
    if not source or not target or target == ATTRIBUTES or source == target:
        return None
    kind = editing.kind_of(source)
    above = where == _Where.AboveItem
    if kind == "questions":
        to = _for_question(target, list(questions), above=above)
    elif target[0] == kind:
        to = (kind, int(target[1]) + (0 if above and len(target) == 2 else 1))
    else:
        return None
    if to is not None and to[:-1] == source[:-1] and int(source[-1]) < int(to[-1]):
        return (*to[:-1], int(to[-1]) - 1)
    return to


def _for_question(target: Place, questions: list[int], *, above: bool) -> Place | None:
    if target[0] != "areas":
        return None
    area = int(target[1])
    if len(target) == 4:
        return (*target[:3], int(target[3]) + (0 if above else 1))
    if above and area > 0:
        return ("areas", area - 1, "questions", questions[area - 1])
    return ("areas", area, "questions", 0)
