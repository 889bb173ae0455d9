"""The card of Hem about what lies ahead: actions, the plan, and rounds that may be purged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy

from egenkontroll.gui.home.cards import Card
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import button, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.operations.ahead import Ahead

NO_PLAN = "Ingen kontroll är planerad framåt."
NO_ACTIONS = "Inga åtgärder är öppna."


class AheadCard(Card):
    """One calm line for each; `purge_asked` gives the round that is chosen for purging."""

    actions_asked = Signal()
    plan_asked = Signal()
    purge_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__("Framåt")
        self.control, self.open, self.purge = (label() for _ in range(3))
        self.plan = self._button("Årets plan …", self.plan_asked.emit)
        self.follow = self._button("Åtgärder …", self.actions_asked.emit)
        self.choose = self._button("", self._choose)
        self._round: Round | None = None
        for said, made in (
            (self.control, self.plan),
            (self.open, self.follow),
            (self.purge, self.choose),
        ):
            row = QHBoxLayout()
            row.setSpacing(em(self, 0.7))
            row.addWidget(said, 1)
            row.addWidget(made)
            self.column.addLayout(row)

    def _button(self, text: str, pressed: Callable[[], object]) -> QPushButton:
        made = button(text, pressed)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return made

    def _choose(self) -> None:
        self.purge_asked.emit(self._round)

    def show_ahead(self, ahead: Ahead) -> None:
        """Show what lies ahead now."""
        control = f"Nästa kontroll: {ahead.control}." if ahead.control else NO_PLAN
        self.control.setText(control)
        self.open.setText(f"{ahead.actions}." if ahead.actions else NO_ACTIONS)
        self._round = ahead.purge[0] if ahead.purge else None
        if self._round is not None:
            self.purge.setText(
                f"{self._round.name} slutade för mer än {ahead.months} månader sedan och har kvar "
                "sina ärenden. Ett förslag är att gallra den."
            )
            self.choose.setText(f"Visa {self._round.name}")
            self.choose.setAccessibleName(f"Visa {self._round.name}, som kan gallras")
        self.purge.setVisible(self._round is not None)
        self.choose.setVisible(self._round is not None)
