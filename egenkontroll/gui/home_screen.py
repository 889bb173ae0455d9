"""Hem: what the document holds, what waits for me, how far each is, and the next step."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from egenkontroll.errors import UserError
from egenkontroll.gui.home.ahead import AheadCard
from egenkontroll.gui.home.cards import MineCard, NextCard, ProgressCard, RoundsCard
from egenkontroll.gui.home.next_step import next_deed
from egenkontroll.gui.screen import EVERYTHING, Screen
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Centred, Column, label
from egenkontroll.operations import home, overview
from egenkontroll.operations.ahead import Ahead, look_ahead

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.home import Home
    from egenkontroll.operations.opening import Document
    from egenkontroll.sample.cases import Reviewer

_BESIDE_EMS = 44
_MOST_WIDE_EMS = 62


class HomeScreen(Screen):
    """The document at a glance; one button leads to where the work is."""

    title: ClassVar[str] = "Hem"
    step: ClassVar[str] = "home"
    shows: ClassVar[frozenset[str]] = EVERYTHING
    hints: ClassVar[str] = "Enter nästa steg    Tabb nästa del"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.next = NextCard()
        self.mine = MineCard()
        self.rounds = RoundsCard()
        self.units = ProgressCard("Klara per enhet")
        self.reviewers = ProgressCard("Klara per granskare")
        self.ahead = AheadCard()
        self._name = label(role="display")
        self._looking = 0
        self._fresh = False
        self._pairs: list[QBoxLayout] = []
        self._build()
        self.next.go_asked.connect(self.go_asked)
        self.mine.chosen.connect(session.choose_reviewer)
        self.ahead.plan_asked.connect(self._show_plan)
        self.ahead.actions_asked.connect(self._show_actions)
        self.ahead.purge_asked.connect(self._show_round)

    def begin(self) -> None:
        """Take the focus to the next step, now or as soon as it is known."""
        self._fresh = not self.next.isVisible()
        self.next.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        document, one = self.session.document, self.session.round
        self._looking += 1
        if document is None:
            return
        self._name.setText(one.name if one is not None else document.path.stem)
        self.mine.show_reviewers(overview.reviewers(document), self.session.reviewer)
        work = partial(_look, document, one, self.session.reviewer)
        self.session.run(work, partial(self._show, self._looking))

    def _show(self, looking: int, looked: tuple[Home, Ahead | UserError]) -> None:
        if looking != self._looking or self.session.document is None:
            return
        found, ahead = looked
        self.next.show_deed(next_deed(found))
        self.mine.show_mine(found.mine)
        self.mine.setVisible(found.here is not None and found.here.cases > 0)
        self.rounds.show_rounds(found.rounds, self.session.round)
        self.units.show_parts(found.units)
        self.reviewers.show_parts(found.reviewers)
        if isinstance(ahead, Ahead):
            self.ahead.show_ahead(ahead)
        self.ahead.setVisible(isinstance(ahead, Ahead) and self.session.handout is None)
        self._page.show()
        if self._fresh:
            self.begin()
        if isinstance(ahead, UserError):
            self.session.warn(ahead)

    def _show_plan(self) -> None:
        from egenkontroll.gui.plan import PlanDialog

        PlanDialog(self.session, self.window()).begin()

    def _show_actions(self) -> None:
        from egenkontroll.gui.results.actions import ActionsDialog

        if self.session.round is not None:
            ActionsDialog(self.session, self.session.round, self.window()).begin_for("")

    def _show_round(self, one: Round) -> None:
        self.session.choose_round(one)
        self.session.tell(f"{one.name} visas. Gallra omgången … finns i menyn Omgång.")

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(em(self, 0.8))
        column.addWidget(self._name)
        column.addWidget(self.next)
        for pair in ((self.mine, self.rounds), (self.units, self.reviewers)):
            row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            row.setSpacing(em(self, 0.8))
            for card in pair:
                row.addWidget(card, 1)
            self._pairs.append(row)
            column.addLayout(row)
        column.addWidget(self.ahead)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._page = Centred(column, _MOST_WIDE_EMS, top=1.0)
        whole.addWidget(Column(self._page, "Hem"))
        self._page.hide()  # all is placed at once, when it is filled

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= em(self, _BESIDE_EMS)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        for row in self._pairs:
            row.setDirection(way)


def _look(
    document: Document, one: Round | None, reviewer: Reviewer | None
) -> tuple[Home, Ahead | UserError]:
    """Return all that Hem shows, so that it is drawn once.

    Where what lies ahead cannot be read, the rest is still shown, and why is said.
    """
    found = home.look(document, one, reviewer)
    try:
        return found, look_ahead(document, dt.datetime.now().astimezone().date())
    except UserError as error:
        return found, error
