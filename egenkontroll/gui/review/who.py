"""Asks who is reviewing, where the document does not say."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Heading, button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.sample.cases import Reviewer


class Who(QWidget):
    """The names that the document knows, and a field for another one."""

    chosen = Signal(object)
    named = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: list[QPushButton] = []
        self._names = QVBoxLayout()
        self._heading = Heading("GRANSKARE I DOKUMENTET")
        self._other = label("Någon annan", "quiet")
        self.name = QLineEdit()
        self.name.setAccessibleName("Ditt namn")
        self.name.setPlaceholderText("Förnamn och efternamn")
        self.name.returnPressed.connect(self._give)
        self._go = button("Börja granska", self._give, "primary")
        self._fault = label(role="fault")
        self._fault.hide()
        self._build()

    def ask(self, reviewers: Sequence[Reviewer], *, anew: bool = True) -> None:
        """Ask among the reviewers known; `anew` lets another name be given too."""
        for old in self.buttons:
            old.setParent(None)
            old.deleteLater()
        self.buttons = []
        for reviewer in reviewers:
            made = button(reviewer.name, partial(self.chosen.emit, reviewer))
            self.buttons.append(made)
            self._names.addWidget(made)
        self._heading.setVisible(bool(reviewers))
        self._other.setText("Någon annan" if reviewers else "Ditt namn")
        for part in (self._other, self.name, self._go):
            part.setVisible(anew)
        self.name.clear()
        self._fault.hide()
        QTimer.singleShot(0, self, self.begin)

    def begin(self) -> None:
        """Take the focus to the first name, or to the field."""
        (self.buttons[0] if self.buttons else self.name).setFocus()

    def _give(self) -> None:
        from egenkontroll.sample.identity import identifying

        name = " ".join(self.name.text().split())
        fault = "" if name else "Skriv ditt namn."
        if found := identifying(name):
            fault = f"Skriv bara namnet, inte {found}."
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        if not fault:
            self.named.emit(name)

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(em(self, 0.5))
        column.addWidget(label("Vem granskar?", "display"))
        column.addWidget(
            label(
                "Svaren sparas med granskarens namn, så att två granskare aldrig skriver över "
                "varandra.",
                "quiet",
            )
        )
        column.addSpacing(em(self, 0.6))
        column.addWidget(self._heading)
        column.addLayout(self._names)
        column.addSpacing(em(self, 0.6))
        column.addWidget(self._other)
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        row.addWidget(self._go)
        column.addLayout(row)
        column.addWidget(self._fault)
        column.addStretch(1)
        holder = QWidget()
        holder.setLayout(column)
        holder.setMaximumWidth(em(self, 30))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(em(self, 1.5), em(self, 3), em(self, 1.5), em(self))
        whole.addStretch(1)
        whole.addWidget(holder, 20)
        whole.addStretch(1)
