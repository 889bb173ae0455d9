"""A whole quality year, its rounds taken together, held against another one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from egenkontroll.gui.flow import Flow
from egenkontroll.gui.organisation.settings import SettingsDialog
from egenkontroll.gui.results.filters import Choice
from egenkontroll.gui.results.lines import Order, arrange
from egenkontroll.gui.results.notes import to_clipboard
from egenkontroll.gui.results.table import ResultsTable
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, button, label
from egenkontroll.operations import years
from egenkontroll.report.comparison_notes import comparable_words, comparison_notes
from egenkontroll.report.copied import results_copied
from egenkontroll.report.standing import standing_words
from egenkontroll.results.tally import RULE_SENTENCE

if TYPE_CHECKING:
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.opening import Document
    from egenkontroll.operations.years import YearResults
    from egenkontroll.report.copied import CopiedTable

TITLE = "Kvalitetsår"


class YearDialog(QDialog):
    """The years that have rounds of the chosen round's checklist."""

    def __init__(self, session: Session, one: Round, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.round = session, one
        self.setWindowTitle(TITLE)
        self.year, self.compared = Choice("År"), Choice("Jämför med")
        self.table = ResultsTable()
        self.comparable, self.notes = label(role="strong"), label(role="small")
        self.copied: CopiedTable | None = None
        self._asked = 0
        self._build()
        self.year.box.currentIndexChanged.connect(self._offer_compared)
        self.compared.box.currentIndexChanged.connect(self.count)

    def _build(self) -> None:
        choices = Flow(em(self, 0.7))
        choices.add(self.year)
        choices.add(self.compared)
        inside = QWidget()
        below = QVBoxLayout(inside)
        below.addWidget(self.notes)
        below.addStretch(1)
        deeds = Flow(em(self, 0.5))
        deeds.add(button("&Kopiera tabell", self.copy_table, "primary"))
        deeds.add(button("&Ställ in kvalitetsåret …", self.show_settings))
        deeds.add(button("Stäng", self.reject))
        column = QVBoxLayout(self)
        column.addWidget(choices)
        column.addWidget(self.comparable)
        column.addWidget(self.table, 3)
        column.addWidget(Column(inside, "Att veta om året"), 1)
        column.addWidget(deeds)
        room = self.screen().availableGeometry()
        self.resize(min(em(self, 66), room.width()), min(em(self, 44), room.height()))

    def begin(self) -> None:
        """Open on the year of the chosen round, held against the one before."""
        document = self.session.document
        if document is not None:
            self._offer(document)
            self.open()
            self.year.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, document: Document) -> None:
        known = years.years_with(document, self.round)
        here = years.year_rule(document).year_of(self.round.ends)
        self.year.fill([(str(year), year) for year in known], otherwise=here)
        self._offer_compared()

    def _offer_compared(self) -> None:
        """Offer the other years; the nearest before is held against, where there is one."""
        every = [self.year.box.itemData(at) for at in range(self.year.box.count())]
        others = [(str(year), year) for year in every if year != self.year.value]
        before = [year for year in every if year < (self.year.value or 0)]
        self.compared.box.clear()
        self.compared.fill([*others, ("Inget år", None)], otherwise=before[0] if before else None)
        self.count()

    def count(self) -> None:
        """Count the year that is chosen, beside the window's thread."""
        document, year, compared = self.session.document, self.year.value, self.compared.value
        self._asked += 1
        if document is None or not isinstance(year, int):
            return
        other = str(compared) if compared is not None else None
        work = partial(years.year_results, document, year, None, other, self.round.name)
        self.session.run(work, partial(self._show, self._asked), failed=self._clear)

    def _clear(self, _error: Exception) -> None:
        """Leave no other year's figures standing where a year cannot be counted."""
        self.copied = None
        self.table.show_lines((), None)
        self.comparable.hide()
        self.notes.clear()

    def _show(self, asked: int, found: YearResults) -> None:
        if asked != self._asked:
            return
        made = found.results
        notes = [*found.notes, standing_words(made.standing), *comparison_notes(made)]
        self.copied = results_copied(
            f"{TITLE} {made.round}", made.rows, made.compared_with, [*notes, RULE_SENTENCE]
        )
        self.table.show_lines(arrange(made.rows, (), Order.CHECKLIST), made.compared_with)
        self.comparable.setText(f"{comparable_words(made.rows)} med {made.compared_with}.")
        self.comparable.setVisible(made.compared_with is not None)
        self.notes.setText("\n".join(f"• {note}" for note in self.copied.notes))

    def copy_table(self) -> None:
        """Put the table on the clipboard, with what is to be known of it."""
        if self.copied is not None:
            to_clipboard(self.copied)
            self.session.tell("Tabellen är kopierad. Klistra in den i Word eller Excel.")

    def show_settings(self) -> None:
        """Open the settings at when the year begins; what is shown follows when it is saved."""
        made = SettingsDialog(self.session, self)
        made.accepted.connect(self._begin_again)
        made.begin()

    def _begin_again(self) -> None:
        if self.session.document is not None:
            self.year.box.blockSignals(True)
            self.year.box.clear()
            self.year.box.blockSignals(False)
            self._offer(self.session.document)
