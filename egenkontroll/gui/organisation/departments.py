"""Avdelningar: which units each department has, so that it gets a summary of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from egenkontroll.gui.register import Register
from egenkontroll.gui.theme import em
from egenkontroll.gui.ticks import Ticks
from egenkontroll.operations import departments
from egenkontroll.operations.departments import Department
from egenkontroll.texts import listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from egenkontroll.gui.session import Session
    from egenkontroll.operations.opening import Document

TITLE = "Avdelningar"
_INTRO = (
    "Skriv vad avdelningen heter och markera dess enheter. Den får då ett eget papper i Rapport, "
    "med enheterna sida vid sida. En avdelning kan vara en enhet i en annan."
)


class DepartmentsDialog(Register[Department]):
    """The departments, and the units of the chosen one."""

    heads = ("Avdelning", "Enheter")
    grows = 1

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, TITLE, parent)
        self.name, self.units = QLineEdit(), Ticks("Enheter")
        self._every: tuple[str, ...] = ()
        self.intro.setText(_INTRO)
        self.new.setText("&Ny avdelning")
        self.new.setAccessibleName("Ny avdelning")
        self.units.setMinimumHeight(em(self, 6))
        self.add_field("Avdelningens namn", self.name, wide=True)
        self.add_field("Enheter", self.units, wide=True)

    def begin(self) -> None:
        """Open on the list."""
        self.load()
        self.open()

    def focus_form(self) -> None:
        first = self.units if self.item is not None else self.name
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the list and the form ----------------------------------------------------------------

    def listed(self, document: Document) -> tuple[Department, ...]:
        self._every = departments.every_unit(document)
        return departments.listed(document)

    def rows(self) -> Sequence[Sequence[str]]:
        return [(one.name, listing(one.units)) for one in self.items]

    def key(self, item: Department) -> bytes:
        return item.id

    def fill(self, item: Department | None) -> None:
        self.name.setText(item.name if item is not None else "")
        self.name.setReadOnly(item is not None)
        known = item.units if item is not None else ()
        own = item.name if item is not None else ""
        self.units.offer([(name, name, name in known) for name in self._every if name != own])

    def written(self) -> tuple[str, ...]:
        return (self.name.text(), *(str(one) for one in self.units.ticked))

    def store(self, document: Document) -> bytes:
        name, *units = self.written()
        return departments.set_department(document, name, units).id
