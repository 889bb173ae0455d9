"""The table's model: every cell in words, so that a screen reader says what is drawn."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from egenkontroll.report.figures import (
    arrow,
    broken,
    count_words,
    difference_words,
    earlier_words,
    interval_words,
    options_words,
    percent_words,
    then_words,
)
from egenkontroll.report.passport import unsure
from egenkontroll.results.comparison import Verdict
from egenkontroll.results.published import HIDDEN
from egenkontroll.texts import NOTHING, percent

if TYPE_CHECKING:
    from egenkontroll.gui.results.lines import Line
    from egenkontroll.results.table import ResultRow

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
LINE = int(_Role.UserRole)
UNDER = int(_Role.UserRole) + 1


class Column(IntEnum):
    """The columns, from left to right."""

    QUESTION = 0
    BAR = 1
    COUNT = 2
    PERCENT = 3
    EARLIER = 4
    CHANGE = 5


HEADS = ("Fråga", "Uppfyllt", "Antal", "Andel", "Tidigare", "Förändring")
_RIGHT = (Column.COUNT, Column.PERCENT, Column.EARLIER)


class ResultsModel(QAbstractTableModel):
    """Shows lines. `LINE` gives the line itself, `UNDER` the smaller words below a cell's own."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[Line, ...] = ()
        self._compared = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are shown."""
        return self._lines

    def show(self, lines: tuple[Line, ...], compared_with: str | None) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = lines
        self._compared = compared_with or ""
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid() or self._lines[index.row()].row is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _Role.TextAlignmentRole:
            return _alignment(section)
        if role == _Role.DisplayRole:
            return self._compared if section == Column.EARLIER else HEADS[section]
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], Column(index.column())
        match role:
            case _Role.DisplayRole | _Role.AccessibleTextRole:
                return _words(line, column)
            case _Role.AccessibleDescriptionRole | _Role.ToolTipRole:
                return line.row.question.text if line.row and column is Column.QUESTION else None
            case _Role.TextAlignmentRole:
                return _alignment(column)
        if role == LINE:
            return line
        if role == UNDER:
            return _under(line, column)
        return None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _words(line: Line, column: Column) -> str:
    row = line.row
    if column is Column.QUESTION:
        return line.text
    if row is None:
        return ""
    match column:
        case Column.BAR:
            return bar_words(row)
        case Column.COUNT:
            return HIDDEN if row.suppressed else count_words(row.share)
        case Column.PERCENT:
            return percent_words(row)
        case Column.EARLIER:
            return then_words(row)
    return _change_words(row)


def _change_words(row: ResultRow) -> str:
    change = row.change
    if change is None:
        return ""
    apart = difference_words(change)
    mark = arrow(change)
    return f"{mark} {apart}".strip() if apart else f"{mark} {change.words}".strip()


def _under(line: Line, column: Column) -> str:
    row = line.row
    if column is Column.QUESTION:
        return line.under
    if row is None:
        return ""
    match column:
        case Column.COUNT:
            return "osäkert" if unsure(row) else ""
        case Column.PERCENT:
            return interval_words(row)
        case Column.EARLIER:
            earlier = row.change.earlier.share if row.change is not None else None
            words = count_words(earlier)
            return "" if words in (NOTHING, earlier_words(row.change)) else words
        case Column.CHANGE:
            return _change_under(row)
    return ""


def _change_under(row: ResultRow) -> str:
    change = row.change
    if change is None:
        return ""
    if broken(change):
        return change.earlier.reason
    return change.words if difference_words(change) else ""


def secured(row: ResultRow) -> bool:
    """Tell whether the row's change stands out."""
    return row.change is not None and row.change.verdict is Verdict.SECURED


def bar_words(row: ResultRow) -> str:
    """Return what the bar shows, in words."""
    if row.suppressed:
        return "visas inte"
    if not row.question.judged:
        return options_words(row)
    target = row.question.target
    said = [percent_words(row)]
    if said[0] == NOTHING:
        said = [count_words(row.share)]
    if row.low is not None:
        said.append(f"intervall {interval_words(row)}")
    if target is not None:
        said.append(f"mål {percent(target)}")
    return ", ".join(said)
