"""Answers that were written in a table: looked at, with every fault, and then taken in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

from egenkontroll.errors import UserError
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.sample.columns_dialog import ColumnsDialog
from egenkontroll.gui.sample.problems import Problems
from egenkontroll.gui.table_choice import TableChoice
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, button, label
from egenkontroll.operations import overview, reviewing
from egenkontroll.review.table import answer_fields
from egenkontroll.sample.columns import ColumnsError
from egenkontroll.texts import count, listing, number

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.reviewing import Imported

TITLE = "Läs in en tabell med svar"
_INTRO = (
    "En tabell med ett svar på varje rad: referens, fråga och svar, och om ni vill kommentar och "
    "roll. Välj tabellen eller släpp den här. Inget sparas förrän du läser in svaren."
)
_COLUMNS = "Säg vilken kolumn som innehåller vad."
_HELP = "Tryck på Välj kolumner och säg vilken kolumn som är vilken."
_SOON_MS = 300


class AnswersDialog(QDialog):
    """Takes a table into the chosen round, as what one reviewer has answered."""

    def __init__(self, session: Session, one: Round, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.round = session, one
        self.setWindowTitle(TITLE)
        self.setAcceptDrops(True)
        self.source = TableChoice(session, "Välj tabell med svar")
        self.reviewer = QComboBox()
        self.problems, self.summary = Problems(), label(role="strong")
        self.columns = button("Välj &kolumner …", self.ask_columns)
        self.take_in = button("&Läs in svaren", self.save_answers, "primary")
        self._chosen: dict[str, str] = {}
        self._asked = 0
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._build()
        self._soon.timeout.connect(self.look)
        self.source.read.connect(self._begin)
        self.reviewer.editTextChanged.connect(lambda _text: self._soon.start())

    def _build(self) -> None:
        self.reviewer.setAccessibleName("Granskare")
        self.reviewer.setEditable(True)
        self.reviewer.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = self.reviewer.lineEdit()
        if line is not None:
            line.setAccessibleName("Granskare")
        self._offer_reviewers()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setSpacing(em(self, 0.45))
        who = label("Granskare: vem har svarat?", "small")
        who.setBuddy(self.reviewer)
        for part in (label(_INTRO, "quiet"), self.source, who, self.reviewer):
            column.addWidget(part)
        flow = Flow(em(self, 0.5))
        flow.add(self.columns)
        for below in (flow, self.problems, self.summary):
            column.addWidget(below)
        column.addStretch(1)
        deeds = Flow(em(self, 0.5))
        deeds.add(self.take_in)
        deeds.add(button("Stäng", self.reject))
        whole = QVBoxLayout(self)
        whole.addWidget(Column(inside, TITLE, focus=False), 1)
        whole.addWidget(deeds)
        self.columns.setEnabled(False)
        self.take_in.setEnabled(False)
        room = self.screen().availableGeometry()
        self.resize(min(em(self, 46), room.width()), min(em(self, 32), room.height()))

    def _offer_reviewers(self) -> None:
        """Offer those who are known; in a hand-out there is only the one it is for."""
        document, mine = self.session.document, self.session.handout
        known = overview.reviewers(document) if document is not None else ()
        for one in (mine.reviewer,) if mine is not None else known:
            self.reviewer.addItem(one.name)
        chosen = self.session.reviewer
        self.reviewer.setCurrentText(chosen.name if chosen is not None else "")
        self.reviewer.setEnabled(mine is None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.source.welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.source.take(event)

    # --- looking ------------------------------------------------------------------------------

    def _begin(self, error: UserError | None) -> None:
        self._chosen = {}
        if error is not None:
            self._show(error)
        else:
            self.look()

    def look(self) -> None:
        """Show what the table would do, beside the window's thread."""
        document, table, name = self.session.document, self.source.table, self.reviewer_name
        self._asked += 1
        self.take_in.setEnabled(False)
        if document is None or table is None:
            return
        chosen, asked = self._chosen, self._asked

        def work() -> Imported | UserError:
            try:
                return reviewing.look_at_answers(document, self.round, table, name, chosen)
            except ColumnsError as error:
                return UserError(f"{error.message} {_HELP}", error.problems)
            except UserError as error:
                return error

        self.session.run(work, lambda found: self._show(found) if asked == self._asked else None)

    @property
    def reviewer_name(self) -> str:
        """Who has answered, as it stands in the field."""
        return self.reviewer.currentText().strip()

    def _show(self, found: Imported | UserError) -> None:
        error = found if isinstance(found, UserError) else None
        self.problems.say(error)
        self.columns.setEnabled(self.source.table is not None)
        self.summary.setText("" if isinstance(found, UserError) else _words(found))
        new = not isinstance(found, UserError) and bool(found.new)
        self.take_in.setEnabled(new and not self.session.closed)
        if self.session.closed and error is None:
            self.problems.say(UserError(self.session.closed))

    def ask_columns(self) -> ColumnsDialog | None:
        """Return a dialog about the table's columns, opened; None where there is no table."""
        table = self.source.table
        if table is None:
            return None
        made = ColumnsDialog(
            self, table, answer_fields(), self._chosen, about=_COLUMNS, called="tabellen"
        )
        made.accepted.connect(lambda: self._use_columns(made.by_name))
        made.finished.connect(lambda _code: made.deleteLater())
        made.open()
        return made

    def _use_columns(self, chosen: dict[str, str]) -> None:
        self._chosen = chosen
        self.look()

    # --- taking in ----------------------------------------------------------------------------

    def save_answers(self) -> None:
        """Take the answers in, all or nothing."""
        document, table = self.session.document, self.source.table
        if document is None or table is None:
            return
        self.take_in.setEnabled(False)
        work = partial(
            reviewing.take_in_answers, document, self.round, table, self.reviewer_name, self._chosen
        )
        self.session.run(work, self._done, failed=lambda _error: self.take_in.setEnabled(True))

    def _done(self, done: Imported) -> None:
        self.session.say_saved()
        self.accept()
        self.session.announce("reviewers")
        self.session.announce("answers")
        self.session.announce("states")
        new = count(done.new, "nytt svar", "nya svar")
        self.session.tell(f"{new} av {done.reviewer} är inlästa i {done.round}.")


def _words(found: Imported) -> str:
    known = found.rows - found.new
    said = f"{count(found.new, 'nytt svar', 'nya svar')} av {found.reviewer}"
    said += f", {number(known)} finns redan." if known else "."
    if found.others:
        said += (
            f" {count(found.others, 'svar', 'svar')} gäller ärenden som är fördelade på "
            f"{listing(found.assigned_to)}."
        )
    return said


def show_answers_table(session: Session, parent: QWidget) -> None:
    """Open the dialog for the chosen round, or say why nothing can be taken in."""
    if session.document is None or session.round is None:
        session.tell("Välj en omgång först.")
    elif session.closed:
        session.tell(session.closed)
    else:
        AnswersDialog(session, session.round, parent).open()
