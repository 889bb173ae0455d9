"""At the window's top while reviewing: who, and how many of that person's cases are klara."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import button, label
from egenkontroll.review.states import State
from egenkontroll.texts import k_of_n

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.gui.review.work import Row


class DeskHead(QWidget):
    """How many cases are read, never how they were judged."""

    switch_asked = Signal()
    hand_in_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._progress = label(role="quiet", wrap=False)
        self._name = label(wrap=False)
        self._switch = button("Byt", self.switch_asked.emit, "flat", name="Byt granskare")
        self.hand_in = button("Lämna in …", self.hand_in_asked.emit)
        self.hand_in.hide()
        self._own = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.5))
        row.addWidget(self._progress)
        row.addSpacing(em(self, 0.6))
        row.addWidget(self._name)
        row.addWidget(self._switch)
        row.addWidget(self.hand_in)

    def offer_hand_in(self, own: bool) -> None:
        """Offer to hand in, in a document that is the reviewer's own: nobody else reviews there."""
        self._own = own
        self.hand_in.setVisible(own)
        self._switch.setVisible(not own)

    def show_nobody(self) -> None:
        """Show nothing: it is not known who is reviewing."""
        self._name.setText("")
        self._progress.setText("")
        self._switch.hide()

    def show_desk(self, name: str, rows: Sequence[Row]) -> None:
        """Show whose desk it is."""
        self._name.setText(name)
        self._switch.setVisible(not self._own)
        self._name.setAccessibleName(f"Granskare: {name}")
        self.show_progress(rows)

    def show_progress(self, rows: Sequence[Row]) -> None:
        """Show how many of the cases are klara."""
        self._progress.setText(
            f"{k_of_n(sum(row.state is State.DONE for row in rows), len(rows))} ärenden klara"
        )
