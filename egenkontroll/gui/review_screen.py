"""Step 3 of 6, granskning: score the cases, one question at a time, all by keys."""

from __future__ import annotations

from functools import partial
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from egenkontroll.gui.review.actions import Deed, flag_deeds, make_actions
from egenkontroll.gui.review.bench import Bench
from egenkontroll.gui.review.desk_head import DeskHead
from egenkontroll.gui.review.exceptions import Exceptions
from egenkontroll.gui.review.handing_in import HandIn
from egenkontroll.gui.review.judging import Judging
from egenkontroll.gui.review.saving import Saver
from egenkontroll.gui.review.sentences import HINTS, NO_CASES, NO_QUESTIONS, NO_ROUND, NONE_MINE
from egenkontroll.gui.review.walk import Walk
from egenkontroll.gui.review.who import Who
from egenkontroll.gui.review.work import Loaded, Row, Work, load_desk
from egenkontroll.gui.screen import Screen
from egenkontroll.gui.widgets import Column, label
from egenkontroll.operations import closing, overview
from egenkontroll.review.reading import State
from egenkontroll.texts import count

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from egenkontroll.facts import Id
    from egenkontroll.gui.review.questions import Questions
    from egenkontroll.gui.session import Session
    from egenkontroll.review.answers import Answer, Role


class ReviewScreen(Screen):
    """Opens where the work is: the first unanswered question of the first case not klar."""

    title: ClassVar[str] = "Granskning"
    step: ClassVar[str] = "review"
    shows: ClassVar[frozenset[str]] = frozenset(
        {"document", "rounds", "round", "sample", "reviewer", "reviewers"}
    )
    hints: ClassVar[str] = HINTS

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._pages = QStackedWidget(self)
        self.bench = Bench(self._pages)
        self.who = Who()
        self.head = DeskHead()
        self._said = label(role="quiet")
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._works: dict[tuple[Id, Role], Work] = {}
        self._work: Work | None = None
        self._asked = b""
        self._loading = 0
        self._saver = Saver(session, self.refresh)
        self._walk = Walk(self.bench, self._row_here, session.tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._who_page = Column(self.who, "Vem granskar?", focus=False)
        for page in (self.bench, self._who_page, self._said):
            self._pages.addWidget(page)
        self._judging = Judging(session, self)
        self._aside = Exceptions(session, self.bench, self._row_here, self.may_change)
        self.hand_in = HandIn(session, self.head, self, self.leave)
        self._actions = [*self._make_actions(), self.hand_in.action]
        self._connect()
        self._pages.currentChanged.connect(lambda _page: self._tell_keys())

    @property
    def work(self) -> Work | None:
        """The reading that is worked on."""
        return self._work

    def _row_here(self) -> Row | None:
        return self._work.row if self._work is not None else None

    @property
    def questions(self) -> Questions:
        """The questions in the middle."""
        assert self.bench.questions is not None
        return self.bench.questions

    # --- what the window asks for -------------------------------------------------------------

    def refresh(self) -> None:
        """Fetch the reviewer's desk anew, beside the window's thread."""
        self._loading += 1
        document, one, reviewer = self.session.document, self.session.round, self.session.reviewer
        self._work, self._works = None, {}
        self.status.emit("")
        self.head.show_nobody()
        if document is None or one is None:
            self._say(NO_ROUND if document is not None else "")
        elif self.session.checklist is None:
            self._say(NO_QUESTIONS)
        elif not overview.has_sample(document, one):
            self._say(closing.purged_words(document, one) or NO_CASES)
        elif reviewer is None:
            self._pages.setCurrentWidget(self._who_page)
            self.who.ask(overview.reviewers(document))
        else:
            self._say("Hämtar ärendena …")
            ready = Event()
            work = partial(load_desk, document, one, reviewer, ready)
            self.session.run(work, partial(self._show_rows, self._loading))
            QTimer.singleShot(0, self, partial(self._prepare, ready))

    def begin(self) -> None:
        self._tell_keys()
        if self._pages.currentWidget() is self.bench and self.bench.questions is not None:
            self.questions.go_to_first()
        elif self._pages.currentWidget() is self._who_page:
            self.who.begin()

    def _tell_keys(self) -> None:
        """Say the keys of a case, while there is one."""
        if self.isVisible():
            self.hinted.emit(HINTS if self._pages.currentWidget() is self.bench else "")

    def leave(self) -> None:
        if self.bench.questions is not None and self._work is not None:
            self.questions.leave()

    def header(self) -> QWidget:
        return self.head

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def _prepare(self, ready: Event) -> None:
        """Make the questions before the cases are fetched: both at once would be slow."""
        checklist = self.session.checklist
        if checklist is not None and self._asked != checklist.digest:
            self._asked = checklist.digest
            self._connect_questions(self.bench.ask_questions(checklist))
        self._grow(ready)

    def _grow(self, ready: Event) -> None:
        """Make one card at each turn of the window, so that it never stands still for long."""
        if self.bench.questions is not None and self.questions.grow():
            QTimer.singleShot(0, self, partial(self._grow, ready))
        else:
            ready.set()

    # --- the desk -----------------------------------------------------------------------------

    def _show_rows(self, loading: int, loaded: Loaded) -> None:
        rows = loaded.rows
        checklist, reviewer = self.session.checklist, self.session.reviewer
        if loading != self._loading or checklist is None or reviewer is None:
            return
        if not rows:
            document, one = self.session.document, self.session.round
            drawn = document is not None and one is not None and overview.has_sample(document, one)
            none = NONE_MINE.format(name=reviewer.name) if drawn else NO_CASES
            self._say(self._aside.take_news() or none)
            return
        self._prepare(Event())
        self.bench.guidance.set_agreed(loaded.agreed)
        self.bench.cases.set_rows(rows)
        self.head.show_desk(reviewer.name, rows)
        QTimer.singleShot(0, self, partial(self._show_desk, loading))

    def _show_desk(self, loading: int) -> None:
        """Show the desk in a turn of its own, so that the window never stands still for long."""
        rows = self.bench.cases.model.every
        if loading != self._loading:
            return
        while self.questions.grow():
            pass
        first = self._aside.first(rows)
        self._on_chosen(first)  # while nothing is seen, as each part shown would be laid out anew
        self._pages.setCurrentWidget(self.bench)
        self.bench.cases.choose(first, centred=True)
        self.questions.go_to_first(focus=self.isVisible())
        if news := self._aside.take_news():
            self.bench.say_news(news)

    def _on_chosen(self, row: Row) -> None:
        """Work on the case that was chosen; focus stays in the list where it is there."""
        document, reviewer = self.session.document, self.session.reviewer
        if document is None or reviewer is None or (self._work and self._work.row is row):
            return
        self.leave()
        self.bench.close_panels()
        key = (row.task.case.id, row.task.role)
        if key not in self._works:
            self._works[key] = Work(document, row, reviewer.id)
        self._work = self._works[key]
        self._show_work()
        seen = self.bench.isVisible() and not self.bench.cases.list.hasFocus()
        self.questions.go_to_first(focus=seen)

    def _show_work(self) -> None:
        work = self._work
        if work is None:
            return
        read_only = bool(self.session.closed)
        answerable = not read_only and work.state is not State.DONE
        self.questions.show_work(work, answerable=answerable)
        if self.questions.current and self.questions.current not in work.reading.applies:
            self.questions.go_to_first()
        self.bench.bar.show_work(work, read_only=read_only)
        self.bench.cases.tell(work.row)
        left = len(work.reading.missing())
        kept = f"{count(left, 'fråga', 'frågor')} kvar i ärendet" if left else "Allt är besvarat"
        self.status.emit("Ärendet är klart" if work.state is State.DONE else kept)

    def _on_moved(self, question: str) -> None:
        for area in self.questions.checklist.areas:
            for one in area.questions:
                if one.id == question:
                    self.bench.guidance.show_question(one, area)

    # --- answers ------------------------------------------------------------------------------

    def save(self, answer: Answer | None) -> None:
        """Show what was said at once, and save it."""
        self.bench.close_panels()
        self._show_work()
        self._saver.answer(answer)

    def may_change(self) -> bool:
        """Tell whether anything may be changed in the case; say why where it may not."""
        if self.session.closed:
            self.session.tell(self.session.closed)
            return False
        if self._work is not None and self._work.state is State.DONE:
            self._ask_reopen()
            return False
        return True

    # --- klar ---------------------------------------------------------------------------------

    def _finish(self) -> None:
        """Say that the case is klar and go on to the next, or list what is missing."""
        work = self._work
        if work is None or self.session.closed:
            return
        self.leave()
        if work.state is State.DONE:
            self._walk.next_open()
            return
        missing = work.reading.missing()
        if missing:
            self.bench.show_missing(missing)
            return
        self._set_state(work, State.DONE)
        self.session.tell(f"{work.task.case.reference} är klart.")
        self._walk.next_open()

    def _ask_reopen(self) -> None:
        if self._work is not None and not self.session.closed:
            self.bench.ask_reopen(self._work.task.case.reference)

    def _reopen(self, reason: str) -> None:
        if self._work is not None:
            self._set_state(self._work, State.RETURNED, reason)
            self._jump(self.questions.current)

    def _set_state(self, work: Work, state: State, reason: str = "") -> None:
        self._saver.state(work, state, reason)
        self._show_work()
        self.head.show_progress(self.bench.cases.model.every)

    def _jump(self, question: str) -> None:
        self.bench.close_panels()
        self.questions.go_to(question)

    def _take_name(self, name: str) -> None:
        document = self.session.document
        if document is not None:
            deed = partial(overview.take_up_reviewer, document, name)
            self.session.run(deed, self.session.choose_reviewer, changes="reviewers")

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._pages.setCurrentWidget(self._said)

    def _connect(self) -> None:
        bench = self.bench
        bench.cases.chosen.connect(self._on_chosen)
        bench.cases.onward.connect(self._walk.to_questions)
        bench.bar.done_asked.connect(self._finish)
        bench.bar.reopen_asked.connect(self._ask_reopen)
        bench.bar.list_asked.connect(bench.toggle_list)
        bench.bar.replace_asked.connect(self._aside.ask_replace)
        bench.bar.concern_asked.connect(self._aside.ask_concern)
        bench.lack.jumped.connect(self._jump)
        bench.reopen.given.connect(self._reopen)
        for panel in bench.panels:
            panel.closed.connect(lambda: self._jump(self.questions.current))
        self.who.chosen.connect(self.session.choose_reviewer)
        self.who.named.connect(self._take_name)
        self.head.switch_asked.connect(partial(self.session.choose_reviewer, None))

    def _connect_questions(self, questions: Questions) -> None:
        questions.answered.connect(self._judging.answer)
        questions.commented.connect(self._judging.comment)
        questions.flagged.connect(self._judging.flag)
        questions.comment_asked.connect(self._judging.begin_comment)
        questions.moved.connect(self._on_moved)
        questions.finished.connect(self._walk.next_open)
        questions.case_asked.connect(self._walk.step)
        questions.told.connect(self.session.tell)

    def _make_actions(self) -> list[QAction]:
        deeds: tuple[Deed, ...] = (
            ("&Klar med ärendet", ("Ctrl+Enter", "Ctrl+Return"), self._finish),
            ("Ö&ppna ärendet igen …", (), self._ask_reopen),
            ("&Nästa obesvarade\tEnter", (), lambda: self.questions.go_on()),
            ("&Kommentera\tC", (), self._judging.begin_comment),
            *flag_deeds(lambda flag: self._judging.flag(self.questions.current, flag)),
            ("Kan &inte granskas …", (), self._aside.ask_replace),
            ("Något all&varligt …", (), self._aside.ask_concern),
            ("&Ångra", ("Ctrl+Z",), partial(self._judging.go_back, redo=False)),
            ("&Gör om", ("Ctrl+Y", "Ctrl+Shift+Z"), partial(self._judging.go_back, redo=True)),
            ("N&ästa ärende", ("Ctrl+Down",), partial(self._walk.step, 1)),
            ("&Föregående ärende", ("Ctrl+Up",), partial(self._walk.step, -1)),
            ("&Sök ärende", ("Ctrl+F",), self._walk.find),
            ("Nästa &del av fönstret", ("F6",), self._walk.next_part),
            ("&Byt granskare", (), partial(self.session.choose_reviewer, None)),
        )
        return make_actions(self, deeds)
