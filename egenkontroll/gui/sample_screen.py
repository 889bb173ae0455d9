"""Step 2: the sample. What was drawn, or the form that draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout

from egenkontroll.errors import UserError
from egenkontroll.gui import files
from egenkontroll.gui.empty import EmptyState
from egenkontroll.gui.printing import print_made
from egenkontroll.gui.sample.assign_head import AssignHead
from egenkontroll.gui.sample.certificate import CertificateView
from egenkontroll.gui.sample.draw_form import DrawForm
from egenkontroll.gui.screen import Screen
from egenkontroll.operations import certifying, closing, holdings, sampling
from egenkontroll.texts import count

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.certifying import Certificate
    from egenkontroll.sample.drawn import Draw
    from egenkontroll.sample.tables import Table
    from egenkontroll.sample.wanted import Wanted


class SampleScreen(Screen):
    """Shows the chosen round's certificate; without a sample, how to draw one."""

    title = "Urval"
    step = "sample"
    shows = frozenset({"document", "rounds", "round", "sample"})
    hints = "↑↓ enhet    Tabb till ärendena"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.head = AssignHead(session, self)
        self.certificate = CertificateView()
        self.form = DrawForm(session)
        self.empty = EmptyState()
        self._asked = 0
        self._fresh = False
        self._stack = QStackedLayout(self)
        for part in (self.empty, self.certificate, self.form):
            self._stack.addWidget(part)
        self._found: Certificate | None = None
        self._stack.currentChanged.connect(lambda _page: self._tell_keys())
        self.form.asked.connect(self._draw)
        self.form.cancelled.connect(self.refresh)
        self.certificate.save_asked.connect(self._ask_save)
        self.certificate.print_asked.connect(self._print)
        self.certificate.change_asked.connect(self.change)

    def _tell_keys(self) -> None:
        """Say the keys of the certificate, while it is shown."""
        shown = self._stack.currentWidget() is self.certificate
        self.hinted.emit(self.hints if shown else "")

    def begin(self) -> None:
        self._tell_keys()
        shown = self._stack.currentWidget()
        self._fresh = shown is self.empty
        first = self.certificate.units if shown is self.certificate else self.form.choose
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def header(self) -> QWidget:
        return self.head

    def menu_actions(self) -> list[QAction]:
        return self.head.menu_actions()

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

        self.session.run(lambda: certifying.certificate(document, one), show)

    def _show(self, found: Certificate | None) -> None:
        one, checklist = self.session.round, self.session.checklist
        self._found = found
        if found is not None:
            self.certificate.show_certificate(found)
            self.certificate.change.setEnabled(not self.session.closed)
            self._stack.setCurrentWidget(self.certificate)
            self.status.emit(f"{count(len(found.draw.drawn), 'ärende', 'ärenden')} i urvalet")
        elif self.session.handout is not None:
            self._say_empty(
                "Det här är en utlämnad fil",
                "Den har bara dina ärenden. Urvalet och intyget finns i dokumentet den kom från.",
            )
        elif one is not None and (said := self._purged(one)):
            self._say_empty(f"{one.name} är gallrad", said)
        elif one is not None and self._only_figures():
            self._say_empty(
                f"{one.name} har inget urval", "Omgången är känd genom inmatade siffror."
            )
        elif one is None or checklist is None:
            self._say_empty("Inget urval än", "Omgångens checklista finns inte i dokumentet.")
        else:
            self._show_form(one, None)
        if self._fresh:
            self._fresh = False
            self.begin()

    def _show_form(self, one: Round, known: Draw | None) -> None:
        reviewer = self.session.reviewer
        self.form.start(one, reviewer.name if reviewer is not None else "", known)
        self._stack.setCurrentWidget(self.form)
        self.status.emit("")

    def change(self) -> None:
        """Show the form that adds to the sample, or draws it anew."""
        one = self.session.round
        if one is not None and self._found is not None:
            self._show_form(one, self._found.draw)
            self.form.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def save_as(self, path: Path) -> None:
        """Write the certificate as PDF to a path."""
        found = self._found
        if found is not None:
            told = f"Intyget är sparat: {path.name}."
            self.session.run(
                lambda: certifying.write_certificate(found, path),
                lambda _path: self.session.tell_written(told),
            )

    def _ask_save(self) -> None:
        if self._found is not None:
            begin = files.home() / self._found.file_name
            path = files.choose_new(self, "Spara intyget", files.PDF, begin, ".pdf")
            if path is not None:
                self.save_as(path)

    def _print(self) -> None:
        found = self._found
        if found is not None:
            name = found.file_name
            print_made(
                self, self.session, name, lambda path: certifying.write_certificate(found, path)
            )

    def _purged(self, one: Round) -> str:
        document = self.session.document
        return closing.purged_words(document, one) if document is not None else ""

    def _only_figures(self) -> bool:
        document, one = self.session.document, self.session.round
        if document is None or one is None:
            return False
        return any(held.figures for held in holdings.holdings(document) if held.round.id == one.id)

    def _say_empty(self, title: str, text: str) -> None:
        self.empty.say(title, text)
        self._stack.setCurrentWidget(self.empty)
        self.status.emit("")

    def _draw(self, table: Table, wanted: Wanted, by: str, again: bool) -> None:
        document, one = self.session.document, self.session.round
        if document is None or one is None:
            return

        choices = self.form.help.choices

        def work() -> Draw | UserError:
            try:
                return sampling.draw_from(
                    document, one, table, wanted, by, again=again, choices=choices
                )
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
