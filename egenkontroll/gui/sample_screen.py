"""Step 2: the sample. What was drawn, or the form that draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout

from egenkontroll.errors import UserError
from egenkontroll.gui.empty import EmptyState
from egenkontroll.gui.sample.certificate import CertificateView
from egenkontroll.gui.sample.draw_form import DrawForm
from egenkontroll.gui.screen import Screen
from egenkontroll.operations import holdings, sampling
from egenkontroll.texts import count

if TYPE_CHECKING:
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.holdings import Certificate
    from egenkontroll.sample.cases import Draw
    from egenkontroll.sample.tables import Table


class SampleScreen(Screen):
    """Shows the chosen round's certificate; without a sample, how to draw one."""

    title = "Urval"
    step = "sample"
    shows = frozenset({"document", "rounds", "round", "sample"})
    hints = "↑↓ enhet    Tabb till ärendena"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.certificate = CertificateView()
        self.form = DrawForm(session)
        self.empty = EmptyState()
        self._asked = 0
        self._fresh = False
        self._stack = QStackedLayout(self)
        for part in (self.empty, self.certificate, self.form):
            self._stack.addWidget(part)
        self.form.asked.connect(self._draw)

    def begin(self) -> None:
        shown = self._stack.currentWidget()
        self._fresh = shown is self.empty
        first = self.certificate.units if shown is self.certificate else self.form.choose
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        document, one = self.session.document, self.session.round
        self._asked += 1
        asked = self._asked
        if document is None or one is None:
            self._say_empty("Inget urval än", "Dokumentet har ingen omgång.")
            return

        def show(found: Certificate | None) -> None:
            if asked == self._asked:
                self._show(found)

        self.session.run(lambda: holdings.certificate(document, one), show)

    def _show(self, found: Certificate | None) -> None:
        one, checklist = self.session.round, self.session.checklist
        if found is not None:
            self.certificate.show_certificate(found)
            self._stack.setCurrentWidget(self.certificate)
            drawn = sum(len(stratum.drawn) for stratum in found.draw.strata)
            self.status.emit(f"{count(drawn, 'ärende', 'ärenden')} i urvalet")
        elif one is not None and self._only_figures():
            self._say_empty(
                f"{one.name} har inget urval", "Omgången är känd genom inmatade siffror."
            )
        elif one is None or checklist is None:
            self._say_empty("Inget urval än", "Omgångens checklista finns inte i dokumentet.")
        else:
            reviewer = self.session.reviewer
            self.form.start(one, checklist, reviewer.name if reviewer is not None else "")
            self._stack.setCurrentWidget(self.form)
            self.status.emit("")
        if self._fresh:
            self._fresh = False
            self.begin()

    def _only_figures(self) -> bool:
        document, one = self.session.document, self.session.round
        if document is None or one is None:
            return False
        return any(held.figures for held in holdings.holdings(document) if held.round.id == one.id)

    def _say_empty(self, title: str, text: str) -> None:
        self.empty.say(title, text)
        self._stack.setCurrentWidget(self.empty)
        self.status.emit("")

    def _draw(self, table: Table, wanted: tuple[int, int, str, int], by: str) -> None:
        document, one = self.session.document, self.session.round
        if document is None or one is None:
            return

        def work() -> Draw | UserError:
            try:
                return sampling.draw_from(document, one, table, wanted, by)
            except UserError as error:
                return error

        def done(result: Draw | UserError) -> None:
            if isinstance(result, UserError):
                self.form.say_problems(result)
                self.form.draw.setEnabled(True)
                return
            self.session.say_saved()
            self.session.changed.emit("sample")

        self.session.run(work, done)
