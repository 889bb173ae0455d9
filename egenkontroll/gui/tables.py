"""A plain table to read: heads, rows of words, numbers to the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from egenkontroll.gui.theme import em, of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QResizeEvent

INSET = 0.6
"""The room at a cell's sides, in lines of text."""
SMALL = 0.88
WRAP = int(Qt.TextFlag.TextWordWrap)
SIDES = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignRight
_LEAST_EMS = 7
"""No column of words is narrower than so, however little room there is."""


class Head(QHeaderView):
    """Heads set as the cells below them, with a mark on the column sorted by."""

    def __init__(self, lines: int = 1) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.sorted_by: int | None = None
        self._lines = lines
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)
        self.setAccessibleName("Rubriker")

    def sizeHint(self) -> QSize:
        height = round(self.fontMetrics().height() * (self._lines + 0.6))
        return QSize(super().sizeHint().width(), height)

    def font_drawn(self) -> QFont:
        """Return the font that the heads are drawn in."""
        above = self.parentWidget()
        font = QFont(above.font() if above is not None else self.font())
        font.setPointSizeF(font.pointSizeF() * SMALL)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        colours = of(self.palette())
        painter.save()
        painter.fillRect(rect, QColor(colours.window))
        painter.setPen(QPen(QColor(colours.edge), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(self.font_drawn())
        painter.setPen(QColor(colours.quiet))
        orientation, role = Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
        side = Qt.AlignmentFlag(self.model().headerData(section, orientation, role)) & SIDES
        words = str(self.model().headerData(section, orientation))
        if self.sorted_by == section:
            words += " ▾"
        gap = round(self.fontMetrics().height() * INSET)
        flags = WRAP | int(side) | int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(rect.adjusted(gap, 0, -gap, 0), flags, words)
        painter.restore()


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Paint what lies under a cell's words: what is chosen, and a line below."""
    colours = of(option.palette)
    chosen = option.state & QStyle.StateFlag.State_Selected
    painter.fillRect(option.rect, QColor(colours.accent_soft if chosen else colours.surface))
    painter.setPen(QPen(QColor(colours.line), 1))
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())


class _Cell(QStyledItemDelegate):
    """Draws words with room around, a line below, and what is chosen as elsewhere."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        paint_ground(painter, option)
        painter.setFont(option.font)
        painter.setPen(QColor(of(option.palette).text))
        gap = round(option.fontMetrics.height() * INSET)
        side = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)) & SIDES
        flags = int(side | Qt.AlignmentFlag.AlignVCenter)
        room = option.rect.adjusted(gap, 0, -gap, 0)
        words = str(index.data())
        if side & Qt.AlignmentFlag.AlignLeft:
            words = option.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, flags, words)
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        line = option.fontMetrics.height()
        wide = option.fontMetrics.horizontalAdvance(str(index.data())) + round(2 * INSET * line)
        return QSize(wide + 2, round(line * 1.7))


class ReadTable(QTableWidget):
    """A table to read, row by row; a subclass sets `fit` to give its columns their room."""

    def __init__(self, name: str, cell: type[QStyledItemDelegate]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setItemDelegate(cell(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.setHorizontalHeader(Head())

    def fit(self) -> None:
        """Give the columns and rows their room."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        # Qt asks for it while the table is still being made, too.
        if isinstance(self.horizontalHeader(), Head):
            self.fit()


class PlainTable(ReadTable):
    """`fits` makes the table as high as its rows, so that it never scrolls by itself.

    Room that is left over goes to the column `grows`. Where there is too little, long words end
    in "…" and are whole in the tool tip; figures never do.
    """

    def __init__(self, name: str, *, fits: bool = False, grows: int = 0) -> None:
        self._fits, self._grows = fits, grows
        self._numbers: Collection[int] = ()
        super().__init__(name, _Cell)
        self.setWordWrap(False)
        if fits:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_rows(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        numbers: Collection[int] = (),
    ) -> None:
        """Show other rows; `numbers` are the columns that are set to the right."""
        self._numbers = numbers
        self.blockSignals(True)
        self.clear()
        self.setColumnCount(len(heads))
        self.setRowCount(len(rows))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for column, head in enumerate(heads):
            side = right if column in numbers else left
            made = QTableWidgetItem(head)
            made.setTextAlignment(side)
            self.setHorizontalHeaderItem(column, made)
            for place, row in enumerate(rows):
                item = QTableWidgetItem(row[column])
                item.setTextAlignment(side)
                item.setToolTip(row[column] if column not in numbers else "")
                self.setItem(place, column, item)
        self.blockSignals(False)
        self.fit()
        self.updateGeometry()

    def words(self) -> list[list[str]]:
        """Return the rows as shown."""
        return [
            [self._word(row, column) for column in range(self.columnCount())]
            for row in range(self.rowCount())
        ]

    def _word(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return item.text() if item is not None else ""

    # --- room ---------------------------------------------------------------------------------

    def fit(self) -> None:
        head = self.horizontalHeader()
        assert isinstance(head, Head)
        metrics, gap = QFontMetrics(head.font_drawn()), em(self, 2 * INSET)
        widths, least = [], []
        for column in range(self.columnCount()):
            words = self.horizontalHeaderItem(column)
            titled = metrics.horizontalAdvance(words.text()) + gap if words is not None else 0
            widths.append(max(titled, self.sizeHintForColumn(column)) + 4)
            least.append(max(titled + 4, em(self, _LEAST_EMS)))
        if widths:
            widths[self._grows] += max(0, self.viewport().width() - sum(widths))
        over = sum(widths) - self.viewport().width()
        texts = [column for column in range(len(widths)) if column not in self._numbers]
        for column in sorted(texts, key=lambda column: -widths[column]):
            given = min(max(0, over), max(0, widths[column] - least[column]))
            widths[column] -= given
            over -= given
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        for row in range(self.rowCount()):
            self.setRowHeight(row, em(self, 1.7))

    def sizeHint(self) -> QSize:
        return QSize(em(self, 26), self._height() if self._fits else em(self, 14))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 12), self._height() if self._fits else em(self, 7))

    def _height(self) -> int:
        rows = em(self, 1.7) * self.rowCount()
        bar = self.horizontalScrollBar()
        below = bar.sizeHint().height() if bar.maximum() else 0
        return self.horizontalHeader().sizeHint().height() + rows + below + 2 * self.frameWidth()
