"""The form for a new document: a checklist, the round's name and period, and the file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from egenkontroll.errors import UserError
from egenkontroll.gui import files
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Centred, button, label
from egenkontroll.texts import count

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.gui.session import Session

_OWN = "En egen fil …"


class NewForm(QWidget):
    """Asks for what a round needs and makes it. `made` gives the new document's path."""

    made = Signal(object)
    cancelled = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.checklist = QComboBox()
        self.name = QLineEdit()
        self.starts = QLineEdit()
        self.ends = QLineEdit()
        self.file = QLineEdit()
        self._about = label(role="small")
        self._chosen_file = False
        self.faults: dict[QWidget, QLabel] = {}
        self._create = button("&Skapa granskningen", self.make, "primary")
        self._build()
        self.checklist.activated.connect(self._on_checklist)
        self.name.textEdited.connect(self._suggest_file)
        self.file.textEdited.connect(self._on_file_typed)
        for field in (self.name, self.starts, self.ends, self.file):
            field.returnPressed.connect(self.make)

    def begin(self) -> None:
        """Fill the form with what is likely, and read the bundled checklists."""
        today = dt.datetime.now().astimezone().date()
        spring = today.month <= 6
        self.name.setText(f"{'Våren' if spring else 'Hösten'} {today.year}")
        self.starts.setText(f"{today.year}-{'01-01' if spring else '07-01'}")
        self.ends.setText(f"{today.year}-{'06-30' if spring else '12-31'}")
        self._chosen_file = False
        self._suggest_file()
        for fault in self.faults.values():
            fault.hide()
        if not self.checklist.count():
            self.checklist.setEnabled(False)
            self.checklist.addItem("Hämtar checklistorna …", None)
            self._session.run(_bundled, self._show_checklists)

    def make(self) -> None:
        """Make the document and its round, or say beside each field what is the matter."""
        if self._show_faults():
            return
        checklist = self.checklist.currentData()
        path, name = Path(self.file.text().strip()), self.name.text()
        period = f"{self.starts.text().strip()}/{self.ends.text().strip()}"

        def work() -> Path:
            from egenkontroll.operations.sampling import create_round

            create_round(path, checklist, name, period)
            return path

        self._create.setEnabled(False)
        self._session.run(work, self._done, failed=lambda _error: self._create.setEnabled(True))

    def _done(self, path: Path) -> None:
        self._create.setEnabled(True)
        self.made.emit(path)

    # --- the checklists -----------------------------------------------------------------------

    def _show_checklists(self, found: list[tuple[Path, Checklist]]) -> None:
        self.checklist.clear()
        self.checklist.setEnabled(True)
        for path, checklist in found:
            self._add_checklist(path, checklist)
        self.checklist.addItem(_OWN, None)
        self.checklist.setCurrentIndex(0)
        self._on_checklist(0)
        if self.isVisible():
            self.checklist.setFocus()

    def _add_checklist(self, path: Path, checklist: Checklist) -> None:
        self.checklist.addItem(checklist.title, path)
        said = f"{count(len(checklist.questions), 'fråga', 'frågor')}, version {checklist.version}"
        last = self.checklist.count() - 1
        self.checklist.setItemData(last, said, Qt.ItemDataRole.UserRole + 1)

    def _on_checklist(self, index: int) -> None:
        if self.checklist.itemData(index) is None:
            path = files.choose_file(self, "Välj checklista", files.CHECKLISTS)
            if path is not None:
                self.use_checklist(path)
            elif self.checklist.count() > 1:
                self.checklist.setCurrentIndex(0)
        said = self.checklist.currentData(Qt.ItemDataRole.UserRole + 1)
        self._about.setText(str(said or ""))

    def use_checklist(self, path: Path) -> None:
        """Use a checklist from a file; say what is wrong with it where it cannot be read."""
        from egenkontroll.operations.checklists import read_checklist

        try:
            checklist = read_checklist(path)
        except UserError as error:
            self._session.warn(error)
            return
        last = self.checklist.count() - 1
        own = self.checklist.itemText(last)
        self.checklist.removeItem(last)
        self._add_checklist(path, checklist)
        self.checklist.addItem(own, None)
        self.checklist.setCurrentIndex(last)
        self._about.setText(str(self.checklist.currentData(Qt.ItemDataRole.UserRole + 1)))

    # --- the file -----------------------------------------------------------------------------

    def _suggest_file(self, _text: str = "") -> None:
        if not self._chosen_file:
            kept = "".join(letter for letter in self.name.text() if letter not in '\\/:*?"<>|')
            name = f"Egenkontroll {kept.strip().lower()}".strip()
            self.file.setText(str(files.home() / f"{name}{files.SUFFIX}"))

    def _on_file_typed(self, _text: str) -> None:
        self._chosen_file = True

    def _choose_file(self) -> None:
        begin = Path(self.file.text().strip() or files.home())
        path = files.choose_new(self, "Spara dokumentet som", files.DOCUMENTS, begin)
        if path is not None:
            self._chosen_file = True
            self.file.setText(str(path))

    # --- faults, beside the fields ------------------------------------------------------------

    def _show_faults(self) -> bool:
        first: QWidget | None = None
        for field, said in self._find_faults().items():
            self.faults[field].setText(said)
            self.faults[field].setVisible(bool(said))
            field.setAccessibleDescription(said)
            first = first or (field if said else None)
        if first is not None:
            first.setFocus()
        return first is not None

    def _find_faults(self) -> dict[QWidget, str]:
        path = Path(self.file.text().strip())
        return {
            self.checklist: "" if self.checklist.currentData() else "Välj en checklista.",
            self.name: "" if self.name.text().strip() else "Ge omgången ett namn.",
            self.starts: self._period_fault(),
            self.file: _file_fault(path),
        }

    def _period_fault(self) -> str:
        from egenkontroll.checklist.rounds import read_period

        try:
            read_period(f"{self.starts.text()}/{self.ends.text()}")
        except UserError as error:
            if "slutar före" in error.message:
                return "Sista dagen är före den första. Byt plats på datumen."
            return "Skriv datumen som år-månad-dag, till exempel 2026-04-01."
        return ""

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(em(self, 0.35))
        column.addWidget(label("Ny granskning", "display"))
        column.addSpacing(em(self, 0.6))
        self._add_field(column, "&Checklista", self.checklist)
        column.addWidget(self._about)
        self._add_field(column, "&Omgångens namn", self.name)
        days = QHBoxLayout()
        for field, said in ((self.starts, "Första dag"), (self.ends, "Sista dag")):
            field.setPlaceholderText("2026-04-01")
            field.setAccessibleName(said)
            field.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        days.addWidget(self.starts)
        days.addWidget(label("till", "quiet", wrap=False))
        days.addWidget(self.ends)
        days.addStretch(1)
        self._add_field(column, "&Perioden som granskas", self.starts, days)
        place = QHBoxLayout()
        place.addWidget(self.file, 1)
        place.addWidget(button("Välj &plats …", self._choose_file))
        self._add_field(column, "Spara &dokumentet som", self.file, place)
        column.addSpacing(em(self))
        deeds = QHBoxLayout()
        deeds.addWidget(self._create)
        deeds.addWidget(button("Avbryt", self.cancelled.emit, "flat"))
        deeds.addStretch(1)
        column.addLayout(deeds)
        column.addStretch(1)
        self._fit()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Centred(column, 36))

    def _fit(self) -> None:
        """Give the dates the room that a date needs."""
        for field in (self.starts, self.ends):
            wide = field.fontMetrics().horizontalAdvance("2026-04-01")
            field.setFixedWidth(wide + em(self, 1.6))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (event.Type.FontChange, event.Type.ApplicationFontChange, event.Type.StyleChange)
        if event.type() in kinds:
            QTimer.singleShot(0, self, self._fit)  # once the fields have their new font

    def _add_field(self, column: QVBoxLayout, said: str, field: QWidget, row: Any = None) -> None:
        name = QLabel(said)
        name.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(said.replace("&", ""))
        fault = label(role="fault")
        fault.hide()
        self.faults[field] = fault
        column.addSpacing(em(self, 0.5))
        column.addWidget(name)
        if row is None:
            column.addWidget(field)
        else:
            column.addLayout(row)
        column.addWidget(fault)


def _file_fault(path: Path) -> str:
    if not path.name or not path.stem.strip():
        return "Välj var dokumentet ska sparas."
    if path.suffix.casefold() != files.SUFFIX:
        return "Dokumentets namn ska sluta på .egk."
    if path.exists():
        return "Det finns redan ett dokument med det namnet. Välj ett annat."
    if not path.parent.is_dir():
        return f"Mappen {path.parent} finns inte. Välj en annan plats."
    return ""


def _bundled() -> list[tuple[Path, Checklist]]:
    from egenkontroll.operations.checklists import bundled

    return bundled()
