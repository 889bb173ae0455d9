"""The reviewer's desk: the cases on it, the one that is worked on, and what is done with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from egenkontroll.gui.review.bench import Bench
from egenkontroll.gui.review.exceptions import Exceptions
from egenkontroll.gui.review.handing_in import HandIn
from egenkontroll.gui.review.judging import Judging
from egenkontroll.gui.review.saving import Saver
from egenkontroll.gui.review.walk import Walk
from egenkontroll.gui.review.work import Loaded, Row, Work
from egenkontroll.review.reading import State
from egenkontroll.texts import count

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from egenkontroll.facts import Id
    from egenkontroll.gui.review.desk_head import DeskHead
    from egenkontroll.gui.review.questions import Questions
    from egenkontroll.gui.screen import Screen
    from egenkontroll.review.answers import Answer, Role


class Desk:
    """Made the first time that somebody reviews. `lost` is called where a save has failed."""

    def __init__(self, screen: Screen, head: DeskHead, lost: Callable[[], None]) -> None:
        self._screen = screen
        self._session = screen.session
        self._head = head
        self.bench = Bench(screen)
        self._works: dict[tuple[Id, Role], Work] = {}
        self.work: Work | None = None
        self._asked = b""
        self._saver = Saver(self._session, lost)
        self.walk = Walk(self.bench, self._row_here, self._session.tell)
        self.judging = Judging(self._session, self)
        self.aside = Exceptions(self._session, self.bench, self._row_here, self.may_change)
        self.hand_in = HandIn(self._session, head, screen, self.leave)
        self._connect()

    def _row_here(self) -> Row | None:
        return self.work.row if self.work is not None else None

    @property
    def questions(self) -> Questions:
        """The questions in the middle."""
        assert self.bench.questions is not None
        return self.bench.questions

    @property
    def may_begin(self) -> bool:
        """Whether there are questions to give the focus to."""
        return self.bench.questions is not None

    def clear(self) -> None:
        """Put everything away: other cases are being fetched.

        What is half typed is kept, unless its document has been closed meanwhile.
        """
        if self.work is not None and self.work.is_in(self._session.document):
            self.leave()
        self.work, self._works = None, {}

    def leave(self) -> None:
        """Finish what is half typed."""
        if self.bench.questions is not None and self.work is not None:
            self.questions.leave()

    # --- the cases ----------------------------------------------------------------------------

    def prepare(self, ready: Event) -> None:
        """Make the questions before the cases are fetched: both at once would be slow."""
        checklist = self._session.checklist
        if checklist is not None and self._asked != checklist.digest:
            self._asked = checklist.digest
            self._connect_questions(self.bench.ask_questions(checklist))
        self._grow(ready)

    def _grow(self, ready: Event) -> None:
        """Make one card at each turn of the window, so that it never stands still for long."""
        if self.bench.questions is not None and self.questions.grow():
            QTimer.singleShot(0, self._screen, partial(self._grow, ready))
        else:
            ready.set()

    def take(self, loaded: Loaded, name: str) -> None:
        """Lay the cases on the desk."""
        self.questions.tell_anew()
        self.bench.guidance.set_agreed(loaded.agreed)
        self.bench.cases.set_rows(loaded.rows)
        self._head.show_desk(name, loaded.rows)

    def begin(self) -> Row:
        """Begin with the first case not klar, while nothing is seen, and return it.

        Nothing is seen, as each part shown would be laid out anew.
        """
        while self.questions.grow():
            pass
        first = self.aside.first(self.bench.cases.model.every)
        self._on_chosen(first)
        return first

    def show_first(self, first: Row) -> None:
        """Show the case that was begun with, and what came of the latest replacement."""
        self.bench.cases.choose(first, centred=True)
        self.questions.go_to_first(focus=self._screen.isVisible())
        if news := self.aside.take_news():
            self.bench.say_news(news)

    def _on_chosen(self, row: Row) -> None:
        """Work on the case that was chosen; focus stays in the list where it is there."""
        document, reviewer = self._session.document, self._session.reviewer
        if document is None or reviewer is None or (self.work and self.work.row is row):
            return
        self.leave()
        self.bench.close_panels()
        key = (row.task.case.id, row.task.role)
        if key not in self._works:
            self._works[key] = Work(document, row, reviewer.id)
        self.work = self._works[key]
        self._show_work()
        seen = self.bench.isVisible() and not self.bench.cases.list.hasFocus()
        self.questions.go_to_first(focus=seen)

    def _show_work(self) -> None:
        work = self.work
        if work is None:
            return
        read_only = bool(self._session.closed)
        answerable = not read_only and work.state is not State.DONE
        self.questions.show_work(work, answerable=answerable)
        if self.questions.current and self.questions.current not in work.reading.applies:
            self.questions.go_to_first()
        self.bench.bar.show_work(work, read_only=read_only)
        self.bench.cases.tell(work.row)
        left = len(work.reading.missing())
        kept = f"{count(left, 'fråga', 'frågor')} kvar i ärendet" if left else "Allt är besvarat"
        self._screen.status.emit("Ärendet är klart" if work.state is State.DONE else kept)

    def _on_moved(self, question: str) -> None:
        for area in self.questions.checklist.areas:
            for one in area.questions:
                if one.id == question:
                    self.bench.guidance.show_question(one, area)

    # --- answers ------------------------------------------------------------------------------

    def save(self, answer: Answer | None) -> None:
        """Save what was said, and show it at once."""
        self._saver.answer(answer)
        if answer is not None:
            self.questions.show_chosen(answer.question, answer.value)
        self.bench.close_panels()
        self._show_work()

    def may_change(self) -> bool:
        """Tell whether anything may be changed in the case; say why where it may not."""
        if self._session.closed:
            self._session.tell(self._session.closed)
            return False
        if self.work is not None and self.work.state is State.DONE:
            self.ask_reopen()
            return False
        return True

    # --- klar ---------------------------------------------------------------------------------

    def finish(self) -> None:
        """Say that the case is klar and go on to the next, or list what is missing."""
        work = self.work
        if work is None or self._session.closed:
            return
        self.leave()
        if work.state is State.DONE:
            self.walk.next_open()
            return
        missing = work.reading.missing()
        if missing:
            self.bench.show_missing(missing)
            return
        self._set_state(work, State.DONE)
        self._session.tell(f"{work.task.case.reference} är klart.")
        self.walk.next_open()

    def ask_reopen(self) -> None:
        """Ask why the case is opened again."""
        if self.work is not None and not self._session.closed:
            self.bench.ask_reopen(self.work.task.case.reference)

    def _reopen(self, reason: str) -> None:
        if self.work is not None:
            self._set_state(self.work, State.RETURNED, reason)
            self._jump(self.questions.current)

    def _set_state(self, work: Work, state: State, reason: str = "") -> None:
        self._saver.state(work, state, reason)
        self._show_work()
        self._head.show_progress(self.bench.cases.model.every)

    def _jump(self, question: str) -> None:
        self.bench.close_panels()
        self.questions.go_to(question)

    def _connect(self) -> None:
        bench = self.bench
        bench.cases.chosen.connect(self._on_chosen)
        bench.cases.onward.connect(self.walk.to_questions)
        bench.bar.done_asked.connect(self.finish)
        bench.bar.reopen_asked.connect(self.ask_reopen)
        bench.bar.list_asked.connect(bench.toggle_list)
        bench.bar.replace_asked.connect(self.aside.ask_replace)
        bench.bar.concern_asked.connect(self.aside.ask_concern)
        bench.lack.jumped.connect(self._jump)
        bench.reopen.given.connect(self._reopen)
        for panel in bench.panels:
            panel.closed.connect(lambda: self._jump(self.questions.current))

    def _connect_questions(self, questions: Questions) -> None:
        questions.answered.connect(self.judging.answer)
        questions.commented.connect(self.judging.comment)
        questions.flagged.connect(self.judging.flag)
        questions.comment_asked.connect(self.judging.begin_comment)
        questions.moved.connect(self._on_moved)
        questions.finished.connect(self.walk.next_open)
        questions.case_asked.connect(self.walk.step)
        questions.told.connect(self._session.tell)
