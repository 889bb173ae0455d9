"""Inställningar för dokumentet: the quality year, the limits, and the way to the units."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from egenkontroll.checklist.years import END, START, YearRule
from egenkontroll.gui import messages
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.organisation.units import UnitsDialog
from egenkontroll.gui.register import CHANGED
from egenkontroll.gui.tables import PlainTable
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, Heading, button, label
from egenkontroll.operations import organisation
from egenkontroll.operations.organisation import Decided

if TYPE_CHECKING:
    from egenkontroll.gui.session import Session

TITLE = "Inställningar för dokumentet"
_MONTHS = (
    ("januari", 31), ("februari", 28), ("mars", 31), ("april", 30), ("maj", 31), ("juni", 30),
    ("juli", 31), ("augusti", 31), ("september", 30), ("oktober", 31), ("november", 30),
    ("december", 31),
)  # fmt: skip
_INTRO = "Det här gäller alla omgångar i dokumentet och följer med när dokument slås ihop."
_YEARS = "En omgång hör till det kvalitetsår som dess sista dag ligger i."
_SMALLEST = (
    "Grupper med färre ärenden visas inte i det som får publiceras, och inte heller det som skulle "
    "avslöja dem. Gränsen kan höjas, men aldrig vara lägre än {least}."
)
_PURGE = (
    "Så länge efter omgångens slut påminner Hem om gallring. Inget gallras av sig självt: det gör "
    "ni med Gallra omgången i menyn Omgång."
)
_UNITS = "Har enheter bytt namn, slagits ihop eller delats? Säg vilka de kom ur."
_LEAVE = "Inställningarna är inte sparade."


class SettingsDialog(QDialog):
    """Nothing is saved before the button is pressed; what follows of the year is shown at once."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setWindowTitle(TITLE)
        self.intro, self.said = label(_INTRO, "quiet"), label(role="strong")
        self.day, self.month, self.named = QSpinBox(), QComboBox(), QComboBox()
        self.smallest, self.months = QSpinBox(), QSpinBox()
        self.rounds = PlainTable("Omgångarnas kvalitetsår", fits=True)
        self.units = button("&Enheter och omorganisationer …", self.show_units)
        self.save = button("&Spara inställningarna", self.save_shown, "primary")
        self._before: Decided | None = None
        self._fill_lists()
        self._build()
        for box in (self.month, self.named):
            box.currentIndexChanged.connect(self._show_year)
        self.day.valueChanged.connect(self._show_year)

    # --- building -----------------------------------------------------------------------------

    def _fill_lists(self) -> None:
        for name, _ in _MONTHS:
            self.month.addItem(name)
        self.named.addItem("året som det slutar", END)
        self.named.addItem("året som det börjar", START)
        self.smallest.setRange(organisation.LEAST_GROUP, organisation.LARGEST_GROUP)
        self.smallest.setSuffix(" ärenden")
        self.months.setRange(0, 1200)
        self.months.setSuffix(" månader")
        self.months.setSpecialValueText("aldrig")

    def _build(self) -> None:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setHorizontalSpacing(em(self, 0.8))
        grid.setColumnStretch(2, 1)
        self._head(grid, "Kvalitetsår")
        self._field(grid, "Börjar den", self.day, self.month)
        self.day.setAccessibleName("Kvalitetsåret börjar, dag")
        self.month.setAccessibleName("Kvalitetsåret börjar, månad")
        self._field(grid, "Heter efter", self.named)
        for part in (self.said, label(_YEARS, "small"), self.rounds):
            self._wide(grid, part)
        self._head(grid, "Publicering")
        self._field(grid, "Minsta grupp", self.smallest)
        self._wide(grid, label(_SMALLEST.format(least=organisation.LEAST_GROUP), "small"))
        self._head(grid, "Gallring")
        self._field(grid, "Föreslå efter", self.months)
        self._wide(grid, label(_PURGE, "small"))
        self._head(grid, "Enheter")
        self._wide(grid, label(_UNITS, "small"))
        grid.addWidget(self.units, grid.rowCount(), 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        grid.setRowStretch(grid.rowCount(), 1)
        self.form = Column(inside, TITLE, focus=False)
        deeds = Flow(em(self, 0.5))
        deeds.add(self.save)
        deeds.add(button("Stäng", self.reject))
        column = QVBoxLayout(self)
        column.addWidget(self.intro)
        column.addWidget(self.form, 1)
        column.addWidget(deeds)
        room = self.screen().availableGeometry()
        self.resize(min(em(self, 44), room.width()), min(em(self, 42), room.height()))

    def _head(self, grid: QGridLayout, words: str) -> None:
        grid.setRowMinimumHeight(grid.rowCount(), em(self, 0.6))
        self._wide(grid, Heading(words.upper()))

    def _wide(self, grid: QGridLayout, part: QWidget) -> None:
        grid.addWidget(part, grid.rowCount(), 0, 1, 3)

    def _field(self, grid: QGridLayout, words: str, *fields: QWidget) -> None:
        said, row = label(words, wrap=False), grid.rowCount()
        said.setBuddy(fields[0])
        grid.addWidget(said, row, 0)
        holder = Flow(em(self, 0.5))
        for field in fields:
            field.setAccessibleName(words)
            holder.add(field)
        grid.addWidget(holder, row, 1, 1, 2)

    # --- showing ------------------------------------------------------------------------------

    def begin(self, field: QWidget | None = None) -> None:
        """Open with what holds now, the focus in a field."""
        document = self.session.document
        if document is None:
            return
        self._show(organisation.decided(document))
        self.save.setEnabled(not self.session.read_only)
        if self.session.read_only:
            self.intro.setText(self.session.read_only)
        self.open()
        (field or self.day).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, known: Decided) -> None:
        month, day = (int(part) for part in known.year.starts.split("-"))
        self.month.setCurrentIndex(month - 1)
        self.day.setMaximum(_MONTHS[month - 1][1])
        self.day.setValue(day)
        self.named.setCurrentIndex(self.named.findData(known.year.named_after))
        self.smallest.setValue(known.smallest_group)
        self.months.setValue(known.purge_after)
        self._show_year()
        self._before = self.wanted

    @property
    def wanted(self) -> Decided:
        """What stands in the fields."""
        starts = f"{self.month.currentIndex() + 1:02}-{self.day.value():02}"
        rule = YearRule(starts, str(self.named.currentData()))
        return Decided(rule, self.smallest.value(), self.months.value())

    def _show_year(self) -> None:
        self.day.setMaximum(_MONTHS[self.month.currentIndex()][1])
        rule = self.wanted.year
        self.named.setEnabled(rule.starts != YearRule().starts)
        self.said.setText(rule.words())
        rows = organisation.years_of(rule, self.session.rounds())
        self.rounds.show_rows(("Omgång", "Slutar", "Kvalitetsår"), rows)
        self.rounds.setVisible(bool(rows))

    # --- saving -------------------------------------------------------------------------------

    def save_shown(self) -> None:
        """Save what stands in the fields, and close."""
        document, wanted = self.session.document, self.wanted
        if document is not None and not self.session.read_only:
            work = partial(organisation.decide, document, wanted)
            self.session.run(work, self._saved, changes=CHANGED)

    def _saved(self, _none: None) -> None:
        self._before = None
        self.session.tell("Inställningarna är sparade.")
        self.accept()

    def reject(self) -> None:
        known = self._before is None or self.wanted == self._before
        if known or messages.ask(self, _LEAVE, "Stäng utan att spara", "Stanna kvar"):
            super().reject()

    def show_units(self) -> None:
        """Open the list of units and what they came from."""
        UnitsDialog(self.session, self).begin()


def show_settings(session: Session, parent: QWidget, field: str = "day") -> SettingsDialog:
    """Open the settings at one of their fields."""
    made = SettingsDialog(session, parent)
    made.begin(getattr(made, field))
    return made
