"""The results as a table to walk through: areas as headings, one row chosen at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QSize, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableView

from egenkontroll.gui.results.cells import Cell, draw_ring, widest
from egenkontroll.gui.results.lines import Line
from egenkontroll.gui.results.model import LINE, Column, ResultsModel
from egenkontroll.gui.tables import Head
from egenkontroll.gui.theme import em

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from egenkontroll.results.table import ResultRow

_EMS = {
    Column.QUESTION: 9,
    Column.BAR: 5,
    Column.COUNT: 4,
    Column.PERCENT: 3.8,
    Column.EARLIER: 4,
    Column.CHANGE: 7,
}
"""The least widths, in lines of text."""
_SHARES = {Column.QUESTION: 0.45, Column.BAR: 0.35, Column.CHANGE: 0.2}
"""How what is left over is shared out."""


class ResultsTable(QTableView):
    """Shows lines of results; `chosen` tells which row's passport is wanted."""

    chosen = Signal(object)
    sort_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._model = ResultsModel()
        self.setModel(self._model)
        self.setItemDelegate(Cell(self))
        self.setAccessibleName("Resultat fråga för fråga")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.head = Head(lines=2)
        self.head.setSectionsClickable(True)
        self.setHorizontalHeader(self.head)
        self.head.sectionClicked.connect(self.sort_asked)
        self.selectionModel().currentRowChanged.connect(self._tell)

    @property
    def shown_lines(self) -> tuple[Line, ...]:
        """The lines that are shown."""
        return self._model.lines

    def show_lines(self, lines: tuple[Line, ...], compared_with: str | None) -> None:
        """Show other lines, with the same question and group chosen as before if it is there."""
        before = self.row
        self._model.show(lines, compared_with)
        self.clearSpans()
        for place, line in enumerate(lines):
            if line.row is None:
                self.setSpan(place, 0, 1, len(Column))
        for column in (Column.EARLIER, Column.CHANGE):
            self.setColumnHidden(column, compared_with is None)
        self._fit()
        if not self._choose_like(before):
            self.chosen.emit(self.row)

    @property
    def row(self) -> ResultRow | None:
        """The row that is chosen."""
        index = self.currentIndex()
        line = index.data(LINE) if index.isValid() else None
        return line.row if isinstance(line, Line) else None

    def choose(self, question: str, group: str | None = None) -> bool:
        """Choose a question's row, or one of its groups; tell whether it is there."""
        for place, line in enumerate(self.shown_lines):
            if line.row is not None and (line.row.question.id, line.row.group) == (question, group):
                self._choose_place(place)
                return True
        return False

    def _choose_like(self, before: ResultRow | None) -> bool:
        if before is not None and self.choose(before.question.id, before.group):
            return True
        if before is not None and self.choose(before.question.id):
            return True
        for place, line in enumerate(self.shown_lines):
            if line.row is not None:
                self._choose_place(place)
                return True
        return False

    def _choose_place(self, place: int) -> None:
        flag = QItemSelectionModel.SelectionFlag
        index = self._model.index(place, 0)
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        # The heading of the first question's area is seen too.
        if place == 1:
            self.scrollToTop()

    def _tell(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self.row)

    # --- room ---------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(em(self, sum(_EMS.values())), em(self, 20))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 14), em(self, 5.6))

    def _fit(self) -> None:
        shown = [column for column in Column if not self.isColumnHidden(column)]
        least = {column: em(self, _EMS[column]) for column in shown}
        for column in (Column.COUNT, Column.PERCENT, Column.EARLIER):
            if column in least:
                least[column] = max(least[column], widest(self, column))
        left = max(0, self.viewport().width() - sum(least.values()))
        parts = {column: share for column, share in _SHARES.items() if column in least}
        for column in shown:
            more = int(left * parts.get(column, 0) / sum(parts.values()))
            self.setColumnWidth(column, least[column] + more)
        self.resizeRowsToContents()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.currentIndex().isValid():
            rect = self.visualRect(self.currentIndex())
            rect.setLeft(self.columnViewportPosition(0))
            rect.setRight(self.columnViewportPosition(0) + self.horizontalHeader().length() - 1)
            draw_ring(self.viewport(), rect)
