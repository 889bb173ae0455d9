"""The table of agreement: what, a bar, k av n, share, AC1 and what it says."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from egenkontroll.gui.results.bars import draw_share
from egenkontroll.gui.tables import INSET, SIDES, SMALL, WRAP, ReadTable, paint_ground
from egenkontroll.gui.theme import em, of
from egenkontroll.report import agreement_words as words
from egenkontroll.report.parts import Bar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    from egenkontroll.results.agreement import Agreement

_UNDER, _BAR = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
HEADS = ("", "Intervall", "Lika", "Andel", "AC1", "Samsyn")


class Place(IntEnum):
    """The columns in their order."""

    WHAT = 0
    BAR = 1
    COUNT = 2
    PERCENT = 3
    BEYOND = 4
    SAMSYN = 5


_NUMBERS = (Place.COUNT, Place.PERCENT, Place.BEYOND)


class _Cell(QStyledItemDelegate):
    """Draws words with smaller words under, or a bar."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        paint_ground(painter, option)
        room, bar = _inside(option), index.data(_BAR)
        if isinstance(bar, Bar):
            height = option.fontMetrics.height()
            top = room.center().y() - height * 0.62
            around = QRectF(room.x(), top, room.width(), height * 1.24)
            draw_share(painter, around, bar, of(option.palette))
        else:
            self._write(painter, option, index, room)
        painter.restore()

    def _write(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        room: QRect,
    ) -> None:
        colours, small = of(option.palette), _small(option.font)
        flags = WRAP | int(Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)) & SIDES)
        said, under = str(index.data()), str(index.data(_UNDER) or "")
        high, low = _heights(option.font, said, under, room.width())
        top = room.y() + max(0, (room.height() - high - low) // 2)
        painter.setFont(option.font)
        painter.setPen(QColor(colours.text))
        painter.drawText(QRect(room.x(), top, room.width(), high), flags, said)
        painter.setFont(small)
        painter.setPen(QColor(colours.quiet))
        painter.drawText(QRect(room.x(), top + high, room.width(), low), flags, under)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        view = self.parent()
        assert isinstance(view, QTableWidget)
        width = view.columnWidth(index.column())
        option.rect = QRect(0, 0, width, 10_000)
        said, under = str(index.data()), str(index.data(_UNDER) or "")
        tall = sum(_heights(option.font, said, under, _inside(option).width()))
        return QSize(width, tall + round(option.fontMetrics.height() * 0.9))


def _inside(option: QStyleOptionViewItem) -> QRect:
    side = round(option.fontMetrics.height() * INSET)
    return option.rect.adjusted(side, 0, -side, 0)


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSizeF(made.pointSizeF() * SMALL)
    return made


def _heights(font: QFont, said: str, under: str, width: int) -> tuple[int, int]:
    tall = QRect(0, 0, max(1, width), 10_000)
    high = QFontMetrics(font).boundingRect(tall, WRAP, said or " ").height()
    low = QFontMetrics(_small(font)).boundingRect(tall, WRAP, under).height() if under else 0
    return high, low


class AgreementTable(ReadTable):
    """Shows groups; `chosen` tells that another row is."""

    chosen = Signal()

    def __init__(self) -> None:
        self._rows: tuple[Agreement, ...] = ()
        super().__init__("Samsyn", _Cell)
        self.setColumnCount(len(HEADS))
        self.currentCellChanged.connect(lambda *_: self.chosen.emit())

    def show_rows(self, first: str, rows: Sequence[tuple[Agreement, str, str]]) -> None:
        """Show groups with their names and what stands under them; the same stays chosen."""
        before = self.row_chosen.key if self.row_chosen is not None else None
        self._rows = tuple(one for one, _, _ in rows)
        self.blockSignals(True)
        self.setRowCount(len(rows))
        for column, head in enumerate((first, *HEADS[1:])):
            made = QTableWidgetItem(head)
            made.setTextAlignment(_side(column))
            self.setHorizontalHeaderItem(column, made)
        for row, (one, name, under) in enumerate(rows):
            self._fill(row, one, name, under)
        keys = [one.key for one in self._rows]
        self.setCurrentCell(keys.index(before) if before in keys else 0, 0)
        self.blockSignals(False)
        self.fit()
        self.chosen.emit()

    @property
    def row_chosen(self) -> Agreement | None:
        """The chosen group."""
        at = self.currentRow()
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def _fill(self, row: int, one: Agreement, name: str, under: str) -> None:
        cells = (
            (name, under),
            ("", ""),
            (words.count_words(one), ""),
            (words.percent_words(one), words.interval_words(one)),
            (words.beyond_words(one), words.limits_words(one)),
            (words.samsyn_words(one), ""),
        )
        for column, (said, small) in enumerate(cells):
            item = QTableWidgetItem(said)
            item.setTextAlignment(_side(column))
            item.setData(_UNDER, small)
            if column == Place.BAR:
                item.setData(_BAR, words.bar(one))
                said = words.sentence(one)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{said} {small}".strip())
            self.setItem(row, column, item)

    # --- room ---------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(em(self, 34), em(self, 18))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 14), em(self, 7))

    def fit(self) -> None:
        widths = {place: self._widest(place) for place in _NUMBERS}
        widths |= {Place.WHAT: em(self, 9), Place.BAR: em(self, 5), Place.SAMSYN: em(self, 7)}
        left = max(0, self.viewport().width() - sum(widths.values()))
        widths[Place.WHAT] += round(left * 0.6)
        widths[Place.BAR] += round(left * 0.2)
        widths[Place.SAMSYN] += left - round(left * 0.6) - round(left * 0.2)
        for place, width in widths.items():
            self.setColumnWidth(place, width)
        self.resizeRowsToContents()

    def _widest(self, column: int) -> int:
        big, small = QFontMetrics(self.font()), QFontMetrics(_small(self.font()))
        need = 0
        for row in range(self.rowCount()):
            item = self.item(row, column)
            if item is not None:
                need = max(need, big.horizontalAdvance(item.text()),
                           small.horizontalAdvance(str(item.data(_UNDER) or "")))  # fmt: skip
        head = self.horizontalHeader().sectionSizeHint(column)
        return max(need + em(self, 2 * INSET) + 4, head)


def _side(column: int) -> Qt.AlignmentFlag:
    across = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return across | Qt.AlignmentFlag.AlignVCenter
