"""What can be done about a case list that is stopped: its sheet, its columns, its numbers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from egenkontroll.gui import files, messages
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.sample.columns_dialog import ColumnsDialog
from egenkontroll.gui.widgets import button, label
from egenkontroll.operations.case_lists import NO_CHOICES, SheetsError, remembered_columns
from egenkontroll.sample.columns import ColumnsError
from egenkontroll.sample.fields import fields
from egenkontroll.sample.frame import PersonalNumbersError

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.errors import UserError
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.case_lists import Choices
    from egenkontroll.sample.tables import Table

_KEYS = "CSV-fil (*.csv)"
_EXPLAINED = (
    "Varje nummer i listan byts mot ett löpnummer, till exempel KTV-017. Vilket löpnummer som hör "
    "till vilket ärende skrivs i en nyckelfil. Den blir aldrig en del av dokumentet: spara den där "
    "bara den som behöver slå upp ett ärende kommer åt den. Utan nyckelfilen går det inte att "
    "hitta tillbaka till akterna."
)


class ListHelp(QWidget):
    """`choices` is what has been chosen for this list; `chosen` is emitted when it changes."""

    chosen = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._table: Table | None = None
        self.choices: Choices = NO_CHOICES
        self.columns = button("Välj kolumner …", self._ask_columns)
        self.renumber = button("Ersätt med löpnummer …", self._ask_key)
        self.said = label(role="small")
        self._row = Flow()
        self._sheets: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._row.add(self.columns)
        self._row.add(self.renumber)
        column.addWidget(self._row)
        column.addWidget(self.said)
        self.start()

    def start(self) -> None:
        """Begin anew, with a list about which nothing has been chosen."""
        self.choices = NO_CHOICES
        self.show_for(None, None)

    def show_for(self, table: Table | None, error: UserError | None) -> None:
        """Show what can be done about a list as it was read, or about why it could not be."""
        self._table = table
        self.columns.setVisible(isinstance(error, ColumnsError) and table is not None)
        self.renumber.setVisible(isinstance(error, PersonalNumbersError) and error.replaceable)
        for one in self._sheets:
            self._row.remove(one)
        names = error.sheets if isinstance(error, SheetsError) else ()
        self._sheets = [
            button(f"Läs bladet {name}", partial(self.use_sheet, name)) for name in names
        ]
        for one in self._sheets:
            self._row.add(one)
        key = self.choices.key_file
        self.said.setText(
            f"Numren ersätts med löpnummer. Nyckeln skrivs till {key.name} när urvalet dras."
            if key is not None
            else ""
        )
        self.said.setVisible(key is not None)
        row = [self.columns, self.renumber, *self._sheets]
        self._row.setVisible(any(not one.isHidden() for one in row))
        self._row.refit()
        self.setVisible(not self._row.isHidden() or key is not None)

    def _choose(self, choices: Choices) -> None:
        self.choices = choices
        self.chosen.emit()

    def use_sheet(self, name: str) -> None:
        """Read the sheet of that name."""
        self._choose(replace(self.choices, sheet=name))

    def ask_columns(self) -> ColumnsDialog | None:
        """Return a dialog about the list's columns, opened; None where there is no list."""
        document, checklist = self._session.document, self._session.checklist
        if self._table is None or document is None or checklist is None:
            return None
        dialog = ColumnsDialog(self, self._table, fields(checklist), remembered_columns(document))
        dialog.accepted.connect(lambda: self._choose(replace(self.choices, columns=dialog.columns)))
        dialog.finished.connect(lambda _code: dialog.deleteLater())
        dialog.open()
        return dialog

    def _ask_columns(self) -> None:
        self.ask_columns()

    def _ask_key(self) -> None:
        if not messages.ask(
            self, "Ersätta numren med löpnummer?", "Välj plats för nyckelfilen …",
            detail=_EXPLAINED,
        ):  # fmt: skip
            return
        begin = files.home() / "nyckel till ärendelistan.csv"
        path = files.choose_new(self, "Spara nyckelfilen", _KEYS, begin, ".csv")
        if path is not None:
            self.use_key_file(path)

    def use_key_file(self, path: Path) -> None:
        """Replace the references; the key is written to the path when the sample is drawn."""
        self._choose(replace(self.choices, key_file=path))
