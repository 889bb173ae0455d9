"""The cases at the left: each with its state by shape and word, a filter and a find field."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from egenkontroll.gui.theme import Colours, of
from egenkontroll.review.answers import Role
from egenkontroll.review.reading import STATE_WORDS, State
from egenkontroll.texts import k_of_n

if TYPE_CHECKING:
    from collections.abc import Callable

    from egenkontroll.gui.review.work import Row

ROW = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex


class Filter(StrEnum):
    """Which cases are listed."""

    ALL = "Alla ärenden"
    NOT_STARTED = "Ej påbörjade"
    STARTED = "Påbörjade"
    DONE = "Klara"
    RETURNED = "Tillbaka"
    OPEN = "Med obesvarade frågor"
    COMMENTED = "Med kommentar"
    SECOND = "Andra granskning"
    CALIBRATION = "Kalibrering"
    DEVIATION = "Med avvikelse"
    EXAMPLE = "Med gott exempel"
    UNCLEAR = "Med oklar fråga"


_LETS: dict[Filter, Callable[[Row], bool]] = {
    Filter.ALL: lambda _row: True,
    Filter.NOT_STARTED: lambda row: row.state is State.NOT_STARTED,
    Filter.STARTED: lambda row: row.state is State.STARTED,
    Filter.DONE: lambda row: row.state is State.DONE,
    Filter.RETURNED: lambda row: row.state is State.RETURNED,
    Filter.OPEN: lambda row: row.answered < row.asked,
    Filter.COMMENTED: lambda row: row.commented,
    Filter.SECOND: lambda row: row.task.role is Role.SECOND,
    Filter.CALIBRATION: lambda row: row.calibration,
    Filter.DEVIATION: lambda row: "avvikelse" in row.flags,
    Filter.EXAMPLE: lambda row: "gott_exempel" in row.flags,
    Filter.UNCLEAR: lambda row: "oklar" in row.flags,
}


def under(row: Row) -> str:
    """Return what stands under a case's reference: its unit, and what sets it apart."""
    if row.calibration:
        return f"Kalibrering · {row.task.unit}"
    second = " · andra granskning" if row.task.role is Role.SECOND else ""
    return f"{row.task.unit}{second}"


def state_words(row: Row) -> str:
    """Return a case's state in a word or two: "ej påbörjad", "5 av 8", "klar", "tillbaka"."""
    if row.state is State.STARTED:
        return k_of_n(row.answered, row.asked)
    return STATE_WORDS[row.state]


class CaseModel(QStringListModel):
    """The rows that the filter lets through. Rows are changed by the screen, then told of.

    The references are kept as Qt's own strings, so that the view lays out many thousand rows
    without asking Python about any of them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self._shown: list[Row] = []
        self._filter = Filter.ALL
        self._find = ""

    @property
    def every(self) -> list[Row]:
        """Every row, also those that are not listed."""
        return self._rows

    @property
    def listed(self) -> list[Row]:
        """The rows in the list, in its order."""
        return self._shown

    def set_rows(self, rows: list[Row]) -> None:
        """Show other cases."""
        self._rows = rows
        self._sift()

    def set_filter(self, wanted: Filter, find: str) -> None:
        """List only some cases: those of a kind, whose reference or unit holds a text."""
        self._filter, self._find = wanted, find.strip().casefold()
        self._sift()

    def index_of(self, row: Row) -> QModelIndex:
        """Return where a row is listed; an invalid index where it is not."""
        for at, other in enumerate(self._shown):
            if other is row:
                return self.index(at)
        return QModelIndex()

    def _sift(self) -> None:
        lets, find = _LETS[self._filter], self._find
        if self._filter is Filter.ALL and not find:
            self._shown = self._rows
        else:
            self._shown = [row for row in self._rows if lets(row) and find in row.text]
        self.setStringList([row.task.case.reference for row in self._shown])

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row = self._shown[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.task.case.reference
        said = STATE_WORDS[row.state]
        if row.state is State.STARTED:
            said = f"{said}, {state_words(row)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.task.case.reference}, {under(row)}, {said}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.task.case.reference}\n{under(row)}\n{STATE_WORDS[row.state]}"
        return None


class CaseDelegate(QStyledItemDelegate):
    """Draws a case: a shape for its state, its reference, its unit, its state in words."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        line = option.fontMetrics.height()
        return QSize(line * 9, round(line * 3.1))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Row = index.data(ROW)
        rect: QRect = option.rect
        colours = of(option.palette)
        state: QStyle.StateFlag = option.state
        font = QFont(option.font)
        line = QFontMetrics(font).height()
        painter.save()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, QColor(colours.accent_soft))
            painter.fillRect(
                rect.x(), rect.y(), max(3, line // 6), rect.height(), QColor(colours.accent)
            )
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.sunken))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = line * 0.85
        draw_state(painter, QRectF(rect.x() + line * 0.8, rect.center().y() - size / 2, size, size),
                   row.state, colours)  # fmt: skip
        room = rect.adjusted(
            round(line * 2.2), round(line * 0.5), -round(line * 0.7), -round(line * 0.5)
        )
        self._draw_words(painter, room, row, font, colours, chosen=chosen)
        painter.restore()

    def _draw_words(
        self,
        painter: QPainter,
        room: QRect,
        row: Row,
        font: QFont,
        colours: Colours,
        *,
        chosen: bool,
    ) -> None:
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() * 0.9)
        metrics = QFontMetrics(small)
        said = state_words(row)
        wide = metrics.horizontalAdvance(said) + metrics.height() // 2
        top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
        painter.setFont(small)
        painter.setPen(QPen(QColor(colours.good if row.done else colours.quiet)))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | top, said)
        painter.setPen(QColor(colours.quiet))
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(room, bottom, metrics.elidedText(under(row), elide, room.width()))
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        name = QFontMetrics(font).elidedText(row.task.case.reference, elide, room.width() - wide)
        painter.drawText(room, top, name)


def draw_state(painter: QPainter, box: QRectF, state: State, colours: Colours) -> None:
    """Draw a state's shape: a ring, a half disc, a disc with a tick, a ring with an arrow back."""
    shade = {State.DONE: colours.good, State.NOT_STARTED: colours.edge}.get(state, colours.accent)
    if state is State.RETURNED:
        shade = colours.caution
    painter.setPen(QPen(QColor(shade), box.width() / 8))
    painter.setBrush(QColor(shade) if state is State.DONE else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box)
    if state is State.STARTED:
        painter.setBrush(QColor(shade))
        painter.drawChord(box, 90 * 16, 180 * 16)
    elif state is State.DONE:
        painter.setPen(QPen(QColor(colours.surface), box.width() / 7))
        painter.drawPolyline(_at(box, (0.27, 0.53), (0.44, 0.7), (0.74, 0.34)))
    elif state is State.RETURNED:
        painter.drawPolyline(_at(box, (0.55, 0.28), (0.32, 0.5), (0.55, 0.72)))


def _at(box: QRectF, *points: tuple[float, float]) -> QPolygonF:
    return QPolygonF(
        [QPointF(box.x() + box.width() * x, box.y() + box.height() * y) for x, y in points]
    )
