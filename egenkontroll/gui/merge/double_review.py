"""Cases read by two: what they answered differently, decided one key each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from egenkontroll.gui.merge.double_card import DoubleCard
from egenkontroll.gui.merge.double_queue import Queue, state_words, to_decide
from egenkontroll.gui.merge.doubled import DoubledSection
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, button, label
from egenkontroll.merge.double import Standing
from egenkontroll.operations import agreeing
from egenkontroll.texts import count, k_of_n

if TYPE_CHECKING:
    from egenkontroll.gui.session import Session
    from egenkontroll.merge.double import Compared, Double, Settled
    from egenkontroll.operations.agreeing import Doubled

_SOON_MS = 50
"""When everything that has just been shown has got its place."""

FIRST, SECOND = "Första granskningen", "Andra granskningen"


class DoubleSection(DoubledSection):
    """The queue at the left, the chosen case's differences at the right, one at a time."""

    title = "Dubbelgranskning"
    step = "double"
    shows = frozenset(
        {"document", "rounds", "round", "sample", "answers", "states", "reviewers", "reviewer"}
    )
    hints = "1 första    2 andra    3 eget svar    T varför    Enter nästa    Ctrl+Z ångra"
    wide_ems = 50
    aside = (-17, -1 / 4)

    def __init__(self, session: Session) -> None:
        super().__init__(session, agreeing.doubled)
        self.queue = Queue()
        self.hide_names = self.queue.hide_names
        self.card = DoubleCard()
        self.heading = label(role="title")
        self.state = label(role="quiet")
        self.note = label()
        self.undo_button = button("Ångra", self.undo, name="Ångra senaste avgörandet")
        self._question = ""
        self._brought = (b"", "")
        self._undo: list[tuple[bytes, str, Settled | None]] = []
        self._action = QAction("&Ångra avgörandet", self)
        self._build()
        self._connect()

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        side = em(self, 1.1)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(em(self, 0.4))
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.undo_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        for part in (self.state, self.note, self.card):
            column.addWidget(part)
        column.addStretch(1)
        self.splitter = QSplitter()
        self.splitter.setObjectName("double")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.queue)
        self._column = Column(right, "Det valda ärendet", focus=False)
        self.splitter.addWidget(self._column)
        self.splitter.setStretchFactor(1, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.splitter)

    def _connect(self) -> None:
        self.queue.chosen.connect(self._show_case)
        self.queue.list.entered.connect(self.card.begin)
        self.queue.hide_names.toggled.connect(self._hide_names)
        self.card.decided.connect(self._decide)
        self.card.next_asked.connect(self.go_on)
        self.card.stepped.connect(self._step)
        self.card.moved.connect(lambda: QTimer.singleShot(_SOON_MS, self.card, self._follow))
        self._action.setShortcut(QKeySequence.StandardKey.Undo)
        self._action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._action.triggered.connect(self.undo)
        self.addAction(self._action)

    def menu_actions(self) -> list[QAction]:
        return [self._action]

    def begin(self) -> None:
        (self.card if self.card.isVisible() else self.queue.list).setFocus()

    # --- what is shown ------------------------------------------------------------------------

    def show_found(self, found: Doubled | None) -> None:
        before = self._found
        if before is None or found is None or before.round.id != found.round.id:
            self._undo.clear()
        self._found = found
        cases = found.cases if found is not None else ()
        self.waiting.emit(sum(to_decide(case) for case in cases))
        self.card.set_writable(not self.session.closed)
        if not cases:
            self.say_none()
            self._stack.setCurrentWidget(self.empty)
            self.status.emit("")
            return
        self._stack.setCurrentWidget(self.splitter)
        done = sum(case.standing in (Standing.AGREED, Standing.SETTLED) for case in cases)
        self.status.emit(f"{k_of_n(done, len(cases))} färdiga")
        self.queue.show_cases(cases)

    def _show_case(self) -> None:
        case = self.queue.case
        if case is None or self._found is None:
            return
        self.heading.setText(f"{case.case.reference} · {case.case.unit}")
        self.state.setText(state_words(case).capitalize() + ".")
        shown = _to_show(case)
        self.card.setVisible(bool(shown))
        self.note.setText(_note(case))
        self.note.setVisible(not shown)
        self.undo_button.setEnabled(bool(self._undo))
        self._action.setEnabled(bool(self._undo))
        if not shown:
            return
        names = [one.question.id for one in shown]
        if self._question not in names:
            differing = [one for one in shown if one.standing is Standing.DIFFERING]
            self._question = (differing or list(shown))[0].question.id
        at = names.index(self._question)
        place = (at + 1, len(shown))
        self.card.show_question(case.case.id, shown[at], self._who(shown[at]), place)
        if (case.case.id, self._question) != self._brought:
            self._brought = (case.case.id, self._question)
            QTimer.singleShot(_SOON_MS, self.card, self._bring_into_sight)

    def _follow(self) -> None:
        here = self.card.focusWidget()
        if here is not None:
            self._column.ensureWidgetVisible(here, 0, em(self, 2))

    def _bring_into_sight(self) -> None:
        """Begin at the two answers where the card is higher than what can be seen."""
        bar = self._column.verticalScrollBar()
        high = self.card.geometry().bottom() > self._column.viewport().height()
        bar.setValue(self.card.y() if high else 0)

    def _who(self, one: Compared) -> tuple[str, str]:
        """Return what the two are called, with their names unless those are to be hidden."""
        found, names = [FIRST, SECOND], self._found.names if self._found is not None else {}
        if not self.queue.hide_names.isChecked():
            for at, vote in enumerate((one.first, one.second)):
                if vote is not None:
                    found[at] += f" · {names[vote.reviewer]}"
        return found[0], found[1]

    def _hide_names(self, hidden: bool) -> None:
        self.remember_names(hidden)
        self._show_case()

    # --- deeds --------------------------------------------------------------------------------

    def _decide(self, value: str, reason: str) -> None:
        document, one, case = self.session.document, self.session.round, self.queue.case
        if document is None or one is None or case is None:
            return
        of, question = case.case.id, self._question
        before = case.case.settled.get(question)
        by = self.session.reviewer.id if self.session.reviewer is not None else b""
        self._undo.append((of, question, before))

        def failed(_error: Exception) -> None:
            self._undo.pop()
            self.refresh()

        self.session.run(
            lambda: agreeing.settle(document, one, of, question, value, reason, by),
            changes="answers",
            failed=failed,
        )

    def undo(self) -> None:
        """Take back the latest decision, and show what it was about."""
        document, one = self.session.document, self.session.round
        if not self._undo or document is None or one is None:
            return
        self.card.begin()
        of, question, before = self._undo.pop()
        self._question = question
        self.queue.choose(of)
        self.session.run(
            lambda: agreeing.put_back(document, one, of, question, before), changes="answers"
        )

    def _step(self, by: int) -> None:
        names = [one.question.id for one in _to_show(case)] if (case := self.queue.case) else []
        if self._question in names:
            self._question = names[(names.index(self._question) + by) % len(names)]
            self._show_case()
            self.card.begin()

    def go_on(self) -> None:
        """Go to the next difference to decide: in this case, else in another."""
        case = self.queue.case
        if case is None:
            return
        names = [one.question.id for one in _to_show(case)]
        at = names.index(self._question) + 1 if self._question in names else 0
        waiting = {one.question.id for one in case.of(Standing.DIFFERING)} - {self._question}
        later = [name for name in [*names[at:], *names[:at]] if name in waiting]
        other = self.queue.after(case.case.id)
        if later:
            self._question = later[0]
            self._show_case()
        elif other is not None:
            self._question = ""
            self.queue.choose(other.case.id)
        else:
            self.session.tell("Inget mer att avgöra i omgången.")
        self.begin()


def _to_show(case: Double) -> tuple[Compared, ...]:
    """Return what differs or differed, where both reviews are complete."""
    if case.standing is Standing.WAITING:
        return ()
    return case.of(Standing.DIFFERING, Standing.SETTLED)


def _note(case: Double) -> str:
    if case.standing is Standing.WAITING:
        return "Svaren jämförs när båda har svarat på alla frågor som gäller ärendet."
    alike = count(sum(one.alike for one in case.questions), "fråga", "frågor")
    return f"{alike} besvarade lika av båda. Inget behöver bestämmas."
