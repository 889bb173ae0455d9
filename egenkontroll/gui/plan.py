"""Årets plan (egenkontrollplan): which control, when, by whom, and how far it has come."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from egenkontroll.gui import messages
from egenkontroll.gui.register import CHANGED, Register
from egenkontroll.gui.widgets import button
from egenkontroll.operations import acting
from egenkontroll.results.yearplan import Control, read_months

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.gui.session import Session
    from egenkontroll.operations.opening import Document

_INTRO = (
    "Vilka kontroller som ska göras och när. Läget följer av omgångarna i dokumentet: en omgång "
    "svarar mot den månad då dess period slutar."
)

Planned = tuple[Control, tuple[str, ...]]


class PlanDialog(Register[Planned]):
    """The controls by year, and a form for one of them."""

    heads = acting.PLAN_HEADS
    grows = 6
    unsaved = "Kontrollen är inte sparad."

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "Årets plan", parent)
        self.year, self.cases = QSpinBox(), QSpinBox()
        self.name, self.months, self.who = QLineEdit(), QLineEdit(), QLineEdit()
        self.checklist = QComboBox()
        self._build()

    def _build(self) -> None:
        self.intro.setText(_INTRO)
        self.save.setText("&Spara kontrollen")
        self.new.setText("&Ny kontroll")
        for made in (self.save, self.new):
            made.setAccessibleName(made.text().replace("&", ""))
        self.drop = button("S&tryk ur planen …", self.drop_shown)
        self.buttons.add(self.drop)
        self.year.setRange(1990, 2199)
        self.cases.setRange(0, 10_000)
        self.cases.setSpecialValueText("inte bestämt")
        self.months.setPlaceholderText("april, oktober")
        document = self.session.document
        for name, title in acting.checklists(document) if document is not None else ():
            self.checklist.addItem(title, name)
        self.checklist.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for words, field in (
            ("Kontroll", self.name),
            ("Checklista", self.checklist),
            ("År", self.year),
            ("Månader, kvartalsvis eller varje månad", self.months),
            ("Ärenden per enhet", self.cases),
            ("Vem, som roll", self.who),
        ):
            self.add_field(words, field)

    def begin(self) -> None:
        """Open on the list."""
        self.load()
        self.open()

    def focus_form(self) -> None:
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the list and the form ----------------------------------------------------------------

    def listed(self, document: Document) -> tuple[Planned, ...]:
        return acting.planned(document)

    def rows(self) -> Sequence[Sequence[str]]:
        return acting.plan_rows(self.items)

    def key(self, item: Planned) -> bytes:
        return item[0].id

    def fill(self, item: Planned | None) -> None:
        control = item[0] if item is not None else None
        self.name.setText(control.name if control is not None else "")
        self.year.setValue(control.year if control is not None else dt.date.today().year)  # noqa: DTZ011 - the person's own year
        self.months.setText(control.month_words() if control is not None else "")
        self.cases.setValue(control.cases if control is not None else 0)
        self.who.setText(control.who if control is not None else "")
        if control is not None and self.checklist.findData(control.checklist_id) < 0:
            self.checklist.addItem(control.checklist_id, control.checklist_id)
        wanted = control.checklist_id if control is not None else ""
        self.checklist.setCurrentIndex(max(0, self.checklist.findData(wanted)))
        self.drop.setEnabled(
            control is not None and not control.dropped and not self.session.read_only
        )

    def written(self) -> tuple[object, ...]:
        return (
            self.name.text(), self.year.value(), self.months.text(), self.cases.value(),
            self.who.text(), self.checklist.currentData(),
        )  # fmt: skip

    def store(self, document: Document) -> bytes:
        known = self.item[0] if self.item is not None else Control(b"", 1990, "", "", ())
        made = replace(
            known,
            year=self.year.value(),
            name=self.name.text(),
            checklist_id=str(self.checklist.currentData()),
            months=read_months(self.months.text()),
            cases=self.cases.value(),
            who=self.who.text(),
            dropped=False,
            note="" if known.dropped else known.note,
        )
        return acting.save_control(document, made).id

    def drop_shown(self) -> None:
        """Ask why the control will not be done, and say so in the plan."""
        document, item = self.session.document, self.item
        if document is None or item is None:
            return
        control = item[0]
        reason = messages.ask_text(self, f"Varför görs inte {control.name}?", "Stryk ur planen")
        if reason is not None:
            made = replace(control, dropped=True, note=reason)
            self.session.run(
                lambda: acting.save_control(document, made).id, self._saved, changes=CHANGED
            )
