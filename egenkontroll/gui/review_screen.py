"""Step 3 of 6, granskning: score the cases, one question at a time, all by keys."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from egenkontroll.gui.review.actions import Deed, make_actions
from egenkontroll.gui.review.bench import Bench
from egenkontroll.gui.review.desk_head import DeskHead
from egenkontroll.gui.review.saving import Saver, first_open
from egenkontroll.gui.review.sentences import HINTS, NO_CASES, NO_QUESTIONS, NO_ROUND, NONE_MINE
from egenkontroll.gui.review.walk import Walk
from egenkontroll.gui.review.who import Who
from egenkontroll.gui.review.work import Row, Work, load_rows
from egenkontroll.gui.screen import Screen
from egenkontroll.gui.widgets import Column, label
from egenkontroll.operations import overview
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
        self.bench = Bench()
        self.who = Who()
        self.head = DeskHead()
        self._said = label(role="quiet")
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
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
        self._actions = self._make_actions()
        self._connect()

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
        elif reviewer is None:
            self._pages.setCurrentWidget(self._who_page)
            self.who.ask(overview.reviewers(document))
        else:
            self._say("Hämtar ärendena …")
            work = partial(load_rows, document, one, reviewer)
            self.session.run(work, partial(self._show_rows, self._loading))

    def begin(self) -> None:
        if self._pages.currentWidget() is self.bench and self.bench.questions is not None:
            self.questions.go_to_first()
        elif self._pages.currentWidget() is self._who_page:
            self.who.begin()

    def leave(self) -> None:
        if self.bench.questions is not None and self._work is not None:
            self.questions.leave()

    def header(self) -> QWidget:
        return self.head

    def menu_actions(self) -> list[QAction]:
        return self._actions

    # --- the desk -----------------------------------------------------------------------------

    def _show_rows(self, loading: int, rows: list[Row]) -> None:
        checklist, reviewer = self.session.checklist, self.session.reviewer
        if loading != self._loading or checklist is None or reviewer is None:
            return
        if not rows:
            document, one = self.session.document, self.session.round
            drawn = document is not None and one is not None and overview.has_sample(document, one)
            self._say(NONE_MINE.format(name=reviewer.name) if drawn else NO_CASES)
            return
        if self._asked != checklist.digest:
            self._asked = checklist.digest
            self._connect_questions(self.bench.ask_questions(checklist))
        self.bench.cases.set_rows(rows)
        self.head.show_desk(reviewer.name, rows)
        self._pages.setCurrentWidget(self.bench)
        self.bench.cases.choose(first_open(rows), centred=True)

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
        self.questions.go_to_first(focus=not self.bench.cases.list.hasFocus())

    def _show_work(self) -> None:
        work = self._work
        if work is None:
            return
        read_only = bool(self.session.read_only)
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

    def _answer(self, question: str, value: str) -> None:
        if self._work is not None and self._may_change():
            said = self._work.said(question)
            self._save(self._work.say(question, replace(said, value=value)))

    def _comment(self, question: str, text: str) -> None:
        if self._work is not None and not self.session.read_only:
            said = self._work.said(question)
            self._save(self._work.say(question, replace(said, comment=text)))

    def _begin_comment(self, _question: str) -> None:
        if self._may_change():
            self.questions.comment()

    def _go_back(self, *, redo: bool) -> None:
        if self._work is None or not self._may_change():
            return
        answer = self._work.redo() if redo else self._work.undo()
        if answer is None:
            self.session.tell(f"Det finns inget att {'göra om' if redo else 'ångra'} i ärendet.")
            return
        self._save(answer)
        if answer.question in self._work.reading.applies:
            self.questions.go_to(answer.question)

    def _save(self, answer: Answer | None) -> None:
        """Show what was said at once, and save it."""
        self.bench.close_panels()
        self._show_work()
        self._saver.answer(answer)

    def _may_change(self) -> bool:
        if self.session.read_only:
            self.session.tell("Dokumentet är skrivskyddat. Inget ändras.")
            return False
        if self._work is not None and self._work.state is State.DONE:
            self._ask_reopen()
            return False
        return True

    # --- klar ---------------------------------------------------------------------------------

    def _finish(self) -> None:
        """Say that the case is klar and go on to the next, or list what is missing."""
        work = self._work
        if work is None or self.session.read_only:
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
        if self._work is not None and not self.session.read_only:
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

    # --- who ----------------------------------------------------------------------------------

    def _take_name(self, name: str) -> None:
        document = self.session.document
        if document is not None:
            deed = partial(overview.take_up_reviewer, document, name)
            self.session.run(deed, self.session.choose_reviewer, changes="reviewers")

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._pages.setCurrentWidget(self._said)

    # --- building -----------------------------------------------------------------------------

    def _connect(self) -> None:
        bench = self.bench
        bench.cases.chosen.connect(self._on_chosen)
        bench.cases.onward.connect(self._walk.to_questions)
        bench.bar.done_asked.connect(self._finish)
        bench.bar.reopen_asked.connect(self._ask_reopen)
        bench.bar.list_asked.connect(bench.toggle_list)
        bench.lack.jumped.connect(self._jump)
        bench.lack.closed.connect(lambda: self._jump(self.questions.current))
        bench.reopen.given.connect(self._reopen)
        bench.reopen.closed.connect(lambda: self._jump(self.questions.current))
        self.who.chosen.connect(self.session.choose_reviewer)
        self.who.named.connect(self._take_name)
        self.head.switch_asked.connect(partial(self.session.choose_reviewer, None))

    def _connect_questions(self, questions: Questions) -> None:
        questions.answered.connect(self._answer)
        questions.commented.connect(self._comment)
        questions.comment_asked.connect(self._begin_comment)
        questions.moved.connect(self._on_moved)
        questions.finished.connect(self._walk.next_open)
        questions.case_asked.connect(self._walk.step)
        questions.told.connect(self.session.tell)

    def _make_actions(self) -> list[QAction]:
        deeds: tuple[Deed, ...] = (
            ("&Klar med ärendet", ("Ctrl+Enter", "Ctrl+Return"), self._finish),
            ("Ö&ppna ärendet igen …", (), self._ask_reopen),
            ("&Nästa obesvarade\tEnter", (), lambda: self.questions.go_on()),
            ("&Kommentera\tC", (), lambda: self._begin_comment("")),
            ("&Ångra", ("Ctrl+Z",), partial(self._go_back, redo=False)),
            ("&Gör om", ("Ctrl+Y", "Ctrl+Shift+Z"), partial(self._go_back, redo=True)),
            ("N&ästa ärende", ("Ctrl+Down",), partial(self._walk.step, 1)),
            ("&Föregående ärende", ("Ctrl+Up",), partial(self._walk.step, -1)),
            ("&Sök ärende", ("Ctrl+F",), self._walk.find),
            ("Nästa &del av fönstret", ("F6",), self._walk.next_part),
            ("&Byt granskare", (), partial(self.session.choose_reviewer, None)),
        )
        return make_actions(self, deeds)
