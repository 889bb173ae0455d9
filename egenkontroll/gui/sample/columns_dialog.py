"""Ask which column of a handed-in table holds what, with the table's first rows in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from egenkontroll.gui.tables import PlainTable
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, button, label
from egenkontroll.sample.columns import SEARCHED_ROWS, letters
from egenkontroll.sample.identity import masked
from egenkontroll.sample.proposing import likely_heads, named, proposals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QLabel

    from egenkontroll.sample.fields import Field
    from egenkontroll.sample.tables import Row, Table

_SHOWN = 25
_LONGEST = 40
CHOOSE = "Välj kolumn …"
PROPOSED = "Förslag: stämmer det?"
REMEMBERED = (
    "Säg vilken kolumn som innehåller vad. Valet sparas i dokumentet när urvalet dras, så att ni "
    "slipper göra om det nästa gång."
)


class ColumnsDialog(QDialog):
    """`columns` is what the person has chosen, once the dialog has been accepted.

    What is like a field's name is proposed and marked; nothing counts until it is confirmed.
    `about` says what the choice is for, `called` what the table is called: "listan", "tabellen".
    """

    def __init__(
        self,
        parent: QWidget,
        table: Table,
        fields: Sequence[Field],
        remembered: Mapping[str, str],
        *,
        about: str = REMEMBERED,
        called: str = "listan",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Välj kolumner")
        self.setAccessibleName("Välj kolumner")
        self._fields, self._remembered = fields, remembered
        self._rows = {row.number: row for row in table.rows[:SEARCHED_ROWS]}
        self._about, self._not_there = about, f"Finns inte i {called}"
        self.table = PlainTable(f"{called.capitalize()}s första rader", grows=1)
        self.head = QSpinBox()
        self.boxes: dict[str, QComboBox] = {}
        self.marks: dict[str, QLabel] = {}
        self.lacks = label(role="small")
        self.use = button("Använd kolumnerna", self.accept, "primary")
        self._build(table)
        first = likely_heads(table, fields, remembered).number
        self.head.setValue(first)
        self._propose()
        left = (box for box in self.boxes.values() if box.currentData() is None)
        next(left, self.head).setFocus()
        self.head.valueChanged.connect(lambda _row: self._propose())

    @property
    def columns(self) -> dict[str, str]:
        """What is chosen: the field as people call it → its head, or "kolumn D"."""
        labels = {field.name: field.label for field in self._fields}
        return {labels[name]: head for name, head in self.by_name.items()}

    @property
    def by_name(self) -> dict[str, str]:
        """What is chosen, by our own names: "#unit" → its head, or "kolumn D"."""
        row = self._head_row()
        return {
            field.name: named(row, box.currentData())
            for field in self._fields
            if (box := self.boxes[field.name]).currentData() is not None
        }

    # --- building -----------------------------------------------------------------------------

    def _build(self, table: Table) -> None:
        rows = table.rows[:_SHOWN]
        wide = max(len(row.cells) for row in rows)
        self.table.show_rows(
            ["Rad", *(letters(index) for index in range(wide))],
            [[str(row.number), *_cells(row, wide)] for row in rows],
            (0,),
        )
        self.head.setRange(min(self._rows), max(self._rows))
        self.head.setAccessibleName("Rubrikerna står på rad")
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setHorizontalSpacing(em(self, 1))
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(2, 1)
        self._add(grid, 0, "Rubrikerna står på rad", self.head)
        for at, field in enumerate(self._fields, 1):
            box = self.boxes[field.name] = QComboBox()
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(22)
            box.setAccessibleName(field.label)
            mark = self.marks[field.name] = label("", "small")
            self._add(grid, at, f"{field.label} (behövs)" if field.needed else field.label, box)
            grid.addWidget(mark, at, 2)
            box.currentIndexChanged.connect(lambda _index, name=field.name: self._chosen(name))
        deeds = QHBoxLayout()
        deeds.addWidget(self.use)
        deeds.addWidget(button("Avbryt", self.reject, "flat"))
        deeds.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(label(self._about))
        column.addWidget(self.table, 2)
        column.addWidget(Column(inside, "Kolumnerna", focus=False), 3)
        column.addWidget(self.lacks)
        column.addLayout(deeds)
        room = self.screen().availableSize()
        self.resize(min(em(self, 54), room.width()), min(em(self, 38), room.height() * 9 // 10))

    def _add(self, grid: QGridLayout, row: int, words: str, field: QWidget) -> None:
        said = label(words)
        said.setBuddy(field)
        grid.addWidget(said, row, 0)
        grid.addWidget(field, row, 1)

    # --- choosing -----------------------------------------------------------------------------

    def _head_row(self) -> Row:
        """Return the row of heads: the one with the number, or the nearest above it."""
        number = self.head.value()
        return self._rows[max(one for one in self._rows if one <= number)]

    def _propose(self) -> None:
        row = self._head_row()
        self.table.selectRow(list(self._rows).index(row.number))
        found = proposals(self._fields, row, self._remembered)
        for field in self._fields:
            box, proposal = self.boxes[field.name], found.get(field.name)
            box.blockSignals(True)
            box.clear()
            if proposal is None or not proposal.sure:
                box.addItem(CHOOSE if field.needed else self._not_there, None)
            for index, cell in enumerate(row.cells):
                words = " ".join(masked(cell).split())[:_LONGEST]
                box.addItem(f"{letters(index)}: {words}" if words else letters(index), index)
            box.setCurrentIndex(box.findData(proposal.index) if proposal is not None else 0)
            box.blockSignals(False)
            self._mark(field.name, PROPOSED if proposal is not None and not proposal.sure else "")
        self._say_lacking()

    def _chosen(self, name: str) -> None:
        self._mark(name, "")
        self._say_lacking()

    def _mark(self, name: str, words: str) -> None:
        self.marks[name].setText(words)
        self.boxes[name].setAccessibleDescription(words)

    def _say_lacking(self) -> None:
        lacking = [
            field.label
            for field in self._fields
            if field.needed and self.boxes[field.name].currentData() is None
        ]
        self.use.setEnabled(not lacking)
        self.lacks.setText(f"Kvar att välja: {', '.join(lacking)}." if lacking else "")


def _cells(row: Row, wide: int) -> list[str]:
    texts = [" ".join(masked(cell).split())[:_LONGEST] for cell in row.cells]
    return [*texts, *[""] * (wide - len(texts))]
