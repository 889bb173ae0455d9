"""How the results table's cells are drawn: words on two lines, a bar to scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from egenkontroll.gui.results.bars import draw_bar
from egenkontroll.gui.results.lines import Kind, Line
from egenkontroll.gui.results.model import LINE, UNDER, Column, secured
from egenkontroll.gui.tables import INSET, SIDES, SMALL, WRAP
from egenkontroll.gui.theme import Colours, of

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex


class Cell(QStyledItemDelegate):
    """Draws a cell: its words, smaller words under, and in one column a bar."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line, colours = index.data(LINE), of(option.palette)
        assert isinstance(line, Line)
        painter.save()
        painter.fillRect(option.rect, QColor(self._ground(option, line, colours)))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        column = Column(index.column())
        room = _inside(option, column, line)
        if column is Column.BAR and line.row is not None and line.row.question.judged:
            height = option.fontMetrics.height()
            top = room.center().y() - height * 0.62
            draw_bar(painter, QRectF(room.x(), top, room.width(), height * 1.24), line.row, colours)
        elif column is Column.QUESTION or line.row is not None:
            self._write(painter, option, index, line, room)
        painter.restore()

    def _ground(self, option: QStyleOptionViewItem, line: Line, colours: Colours) -> str:
        if line.kind is Kind.AREA:
            return colours.window
        chosen = option.state & QStyle.StateFlag.State_Selected
        return colours.accent_soft if chosen else colours.surface

    def _write(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        line: Line,
        room: QRect,
    ) -> None:
        colours = of(option.palette)
        flags = WRAP | int(index.data(Qt.ItemDataRole.TextAlignmentRole) & SIDES)
        big, small = _fonts(option, line, Column(index.column()))
        words, under = str(index.data()), str(index.data(UNDER) or "")
        high, low = _heights(big, small, words, under, room.width())
        top = room.y() + max(0, (room.height() - high - low) // 2)
        painter.setFont(big)
        painter.setPen(QColor(_ink(line, Column(index.column()), colours)))
        painter.drawText(QRect(room.x(), top, room.width(), high), flags, words)
        if under:
            painter.setFont(small)
            painter.setPen(QColor(colours.quiet))
            painter.drawText(QRect(room.x(), top + high, room.width(), low), flags, under)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        line = index.data(LINE)
        assert isinstance(line, Line)
        column = Column(index.column())
        pad = round(option.fontMetrics.height() * (0.55 if line.kind is Kind.QUESTION else 0.4))
        if line.row is None and column is not Column.QUESTION:
            return QSize(0, 0)
        view = self.parent()
        assert isinstance(view, QTableView)
        width = view.columnWidth(column)
        if line.row is None:
            width = sum(view.columnWidth(one) for one in range(len(Column)))
        option.rect = QRect(0, 0, width, 10_000)
        room = _inside(option, column, line)
        if column is Column.BAR and line.row is not None and line.row.question.judged:
            return QSize(width, round(option.fontMetrics.height() * 1.3) + 2 * pad)
        big, small = _fonts(option, line, column)
        words, under = str(index.data()), str(index.data(UNDER) or "")
        return QSize(width, sum(_heights(big, small, words, under, room.width())) + 2 * pad)


def _inside(option: QStyleOptionViewItem, column: Column, line: Line) -> QRect:
    """Return the room for a cell's words: groups are set in from the edge."""
    side = round(option.fontMetrics.height() * INSET)
    left = side
    if column is Column.QUESTION and line.kind is Kind.GROUP:
        left = side * 3
    return option.rect.adjusted(left, 0, -side, 0)


def _fonts(option: QStyleOptionViewItem, line: Line, column: Column) -> tuple[QFont, QFont]:
    big, small = QFont(option.font), QFont(option.font)
    small.setPointSizeF(small.pointSizeF() * SMALL)
    stands_out = line.row is not None and column is Column.CHANGE and secured(line.row)
    if line.kind is Kind.AREA or stands_out:
        big.setWeight(QFont.Weight.DemiBold)
    if column is Column.BAR:
        big = small
    return big, small


def _heights(big: QFont, small: QFont, words: str, under: str, width: int) -> tuple[int, int]:
    tall = QRect(0, 0, max(1, width), 10_000)
    high = QFontMetrics(big).boundingRect(tall, WRAP, words).height()
    low = QFontMetrics(small).boundingRect(tall, WRAP, under).height() if under else 0
    return high, low


def _ink(line: Line, column: Column, colours: Colours) -> str:
    """Return the colour of a cell's words: quiet for what is only beside the figure."""
    row = line.row
    if column is Column.CHANGE and row is not None and not secured(row):
        return colours.text if row.change is not None and row.change.difference else colours.quiet
    return colours.quiet if column is Column.BAR else colours.text


def widest(view: QTableView, column: Column) -> int:
    """Return the width that a column of figures needs for its longest words."""
    big, small = QFont(view.font()), QFont(view.font())
    small.setPointSizeF(small.pointSizeF() * SMALL)
    large, little = QFontMetrics(big), QFontMetrics(small)
    model, need = view.model(), 0
    for row in range(model.rowCount()):
        index = model.index(row, column)
        words, under = str(index.data()), str(index.data(UNDER) or "")
        need = max(need, large.horizontalAdvance(words), little.horizontalAdvance(under))
    return need + round(large.height() * INSET * 2) + 2


def draw_ring(widget: QWidget, rect: QRect) -> None:
    """Draw the focus ring around a row."""
    painter = QPainter(widget)
    painter.setPen(QPen(QColor(of(widget.palette()).accent), 2))
    painter.drawRect(rect.adjusted(1, 1, -1, -1))
    painter.end()
