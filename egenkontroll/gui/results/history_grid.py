"""The questions with their figures: k, n and percent to type or paste."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from egenkontroll.sample.tables import Row
from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.model import Question

COLUMNS = ("fråga", "k", "n", "procent")
_HEADS = ("Fråga", "k", "n", "Procent")


class FigureGrid(QTableWidget):
    """A row for each question; the figures are checked when they are saved."""

    def __init__(self) -> None:
        super().__init__(0, len(COLUMNS))
        self._questions: Sequence[Question] = ()
        self.setAccessibleName("Siffror fråga för fråga")
        self.setHorizontalHeaderLabels(list(_HEADS))
        self.horizontalHeader().setAccessibleName("Rubriker")
        self.verticalHeader().hide()
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        head = self.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(COLUMNS)):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        head.setMinimumSectionSize(self.fontMetrics().height() * 4)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def show_questions(self, questions: Sequence[Question]) -> None:
        """Show other questions, with no figures."""
        self._questions = questions
        self.setRowCount(len(questions))
        for place, question in enumerate(questions):
            name = QTableWidgetItem(question.short)
            name.setFlags(name.flags() & ~Qt.ItemFlag.ItemIsEditable)
            name.setToolTip(question.text)
            self.setItem(place, 0, name)
            for column in range(1, len(COLUMNS)):
                made = QTableWidgetItem("")
                made.setData(
                    Qt.ItemDataRole.AccessibleTextRole, f"{_HEADS[column]} för {question.short}"
                )
                self.setItem(place, column, made)
        if questions:
            self.setCurrentCell(0, 1)

    def clear_figures(self) -> None:
        """Empty every figure."""
        self.show_questions(self._questions)

    def put(self, question: str, figures: Sequence[str]) -> bool:
        """Fill in a question's k, n and percent; tell whether the question is there."""
        names = [
            {same_word(name) for name in (one.id, one.short, one.text)} for one in self._questions
        ]
        places = [at for at, known in enumerate(names) if same_word(question) in known]
        for column, said in enumerate(figures[: len(COLUMNS) - 1], 1):
            for place in places[:1]:
                self._cell(place, column).setText(said)
        return bool(places)

    def put_claim(self, sentence: str) -> None:
        """Put a pasted sentence of a change into the chosen row's percentage."""
        if self.rowCount():
            self._cell(max(0, self.currentRow()), COLUMNS.index("procent")).setText(sentence)

    def paste(self, text: str) -> tuple[str, ...]:
        """Fill in from a pasted table; return the first cells of rows that are no question's.

        Columns go by their heads, or without heads in the order question, k, n, percent.
        """
        rows = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines()]
        rows = [row for row in rows if any(row)]
        heads = [same_word(cell) for cell in rows[0]] if rows else []
        order = {name: heads.index(name) for name in COLUMNS if name in heads}
        if "fråga" in order:
            rows = rows[1:]
        else:
            order = {name: at for at, name in enumerate(COLUMNS)}

        def cell(row: Sequence[str], name: str) -> str:
            at = order.get(name, len(row))
            return row[at] if at < len(row) else ""

        return tuple(
            cell(row, "fråga")[:80]
            for row in rows
            if not self.put(cell(row, "fråga"), [cell(row, name) for name in COLUMNS[1:]])
        )

    def filled(self) -> list[Row]:
        """Return the rows that have any figure: the question's id, k, n and percent."""
        found = []
        for place, question in enumerate(self._questions):
            cells = [self._cell(place, at).text().strip() for at in range(1, len(COLUMNS))]
            if any(cells):
                found.append(Row(place + 1, (question.id, *cells)))
        return found

    def _cell(self, row: int, column: int) -> QTableWidgetItem:
        found = self.item(row, column)
        assert found is not None
        return found
