"""Who is to review: a row for each, with the unit where the person works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from egenkontroll.gui.checklist_editor.controls import CheckBox, ComboBox
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import button
from egenkontroll.operations.assigning import Named
from egenkontroll.sample.identity import identifying
from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_UNIT = "Annan eller ingen enhet"


class Person(QWidget):
    """One reviewer. One who has cases already may leave; one just written may be taken away."""

    changed = Signal()
    gone = Signal(object)

    def __init__(self, units: Sequence[str], known: Named | None) -> None:
        super().__init__()
        self.known = known is not None
        self.name = QLineEdit(known.name if known is not None else "")
        self.name.setAccessibleName("Granskarens namn")
        self.name.setPlaceholderText("Förnamn och efternamn")
        self.name.setReadOnly(self.known)
        self.unit = ComboBox()
        self.unit.setAccessibleName("Granskarens enhet")
        self.unit.addItem(NO_UNIT, "")
        own = [known.unit] if known is not None and known.unit else []
        for unit in dict.fromkeys([*units, *own]):
            self.unit.addItem(unit, unit)
        if own:
            self.unit.setCurrentIndex(self.unit.findData(own[0]))
        self.leaves = CheckBox("Slutar")
        self.leaves.setAccessibleName(f"{self.name.text()} slutar granska")
        self.away = button("Ta bort", lambda: self.gone.emit(self), "flat", name="Ta bort raden")
        self.leaves.setVisible(self.known)
        self.away.setVisible(not self.known)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.5))
        row.addWidget(self.name, 3)
        row.addWidget(self.unit, 2)
        row.addWidget(self.leaves)
        row.addWidget(self.away)
        self.name.textEdited.connect(lambda _text: self.changed.emit())
        self.unit.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.leaves.toggled.connect(lambda _on: self.changed.emit())

    @property
    def named(self) -> Named:
        """The reviewer as written."""
        return Named(" ".join(self.name.text().split()), str(self.unit.currentData()))


class People(QWidget):
    """All the rows, and a button that adds one."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Person] = []
        self._units: Sequence[str] = ()
        self._column = QVBoxLayout()
        self._column.setSpacing(em(self, 0.3))
        self.add_button = button("Lägg till granskare", self._add_empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self._column)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch(1)
        whole.addLayout(row)

    def show_people(self, known: Sequence[Named], units: Sequence[str]) -> None:
        """Show those who have cases, or two empty rows where nobody has."""
        for old in self.rows:
            old.hide()
            old.deleteLater()
        self.rows, self._units = [], units
        for named in known:
            self._add(named)
        if not known:
            self._add(None)
            self._add(None)

    def begin(self) -> None:
        """Take the focus to the first empty name, or to the button that adds one."""
        empty = [row for row in self.rows if not row.known and not row.named.name]
        (empty[0].name if empty else self.add_button).setFocus()

    def written(self) -> list[Named]:
        """Return those who are to review, as written."""
        return [row.named for row in self.rows if row.named.name and not row.leaves.isChecked()]

    def leaving(self) -> list[str]:
        """Return the names of those who leave."""
        return [row.named.name for row in self.rows if row.leaves.isChecked()]

    def fault(self) -> str:
        """Return what is the matter with the names, or nothing."""
        names = [row.named.name for row in self.rows if row.named.name]
        for name in names:
            if found := identifying(name):
                return f"Skriv bara namnet, inte {found}."
            if sum(same_word(name) == same_word(other) for other in names) > 1:
                return f"{name} står två gånger."
        return ""

    def _add_empty(self) -> None:
        self._add(None).name.setFocus()

    def _add(self, known: Named | None) -> Person:
        row = Person(self._units, known)
        row.changed.connect(self.changed)
        row.gone.connect(self._remove)
        self.rows.append(row)
        self._column.addWidget(row)
        return row

    def _remove(self, row: Person) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self.add_button.setFocus()
        self.changed.emit()
