"""Step 3 of 6, granskning: score the cases, one question at a time, all by keys."""

from __future__ import annotations

from functools import cached_property, partial
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from egenkontroll.gui.review.actions import Deed, flag_deeds, make_actions
from egenkontroll.gui.review.desk_head import DeskHead
from egenkontroll.gui.review.sentences import HINTS, NO_CASES, NO_QUESTIONS, NO_ROUND, NONE_MINE
from egenkontroll.gui.review.who import Who
from egenkontroll.gui.screen import Screen
from egenkontroll.gui.widgets import Column, label
from egenkontroll.operations import overview

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.gui.review.bench import Bench
    from egenkontroll.gui.review.desk import Desk
    from egenkontroll.gui.review.handing_in import HandIn
    from egenkontroll.gui.review.questions import Questions
    from egenkontroll.gui.review.work import Loaded, Work
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.opening import Document
    from egenkontroll.sample.cases import Reviewer


class ReviewScreen(Screen):
    """Opens where the work is: the first unanswered question of the first case not klar.

    Until somebody reviews there is no desk: the window opens sooner without it.
    """

    title: ClassVar[str] = "Granskning"
    step: ClassVar[str] = "review"
    shows: ClassVar[frozenset[str]] = frozenset(
        {"document", "rounds", "round", "sample", "reviewer", "reviewers"}
    )
    hints: ClassVar[str] = HINTS

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._pages = QStackedWidget(self)
        self.who = Who()
        self.head = DeskHead()
        self._said = label(role="quiet")
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._desk_made = False
        self._loading = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._who_page = Column(self.who, "Vem granskar?", focus=False)
        for page in (self._said, self._who_page):
            self._pages.addWidget(page)
        self._actions = self._make_actions()
        self.who.chosen.connect(self.session.choose_reviewer)
        self.who.named.connect(self._take_name)
        self.head.switch_asked.connect(partial(self.session.choose_reviewer, None))
        self._pages.currentChanged.connect(lambda _page: self._tell_keys())

    @cached_property
    def desk(self) -> Desk:
        """The reviewer's desk, made the first time that it is asked for."""
        from egenkontroll.gui.review.desk import Desk

        made = Desk(self, self.head, self.refresh)
        self._pages.addWidget(made.bench)
        self._actions.append(made.hand_in.action)
        self._desk_made = True
        self.part_opened.emit(made.bench)
        return made

    @property
    def bench(self) -> Bench:
        """The working surface."""
        return self.desk.bench

    @property
    def work(self) -> Work | None:
        """The reading that is worked on."""
        return self.desk.work if self._desk_made else None

    @property
    def questions(self) -> Questions:
        """The questions in the middle."""
        return self.desk.questions

    @property
    def hand_in(self) -> HandIn:
        """What hands in."""
        return self.desk.hand_in

    # --- what the window asks for -------------------------------------------------------------

    def refresh(self) -> None:
        """Fetch the reviewer's desk anew, beside the window's thread."""
        self._loading += 1
        document, one, reviewer = self.session.document, self.session.round, self.session.reviewer
        if self._desk_made:
            self.desk.clear()
        self.status.emit("")
        self.head.show_nobody()
        if document is None or one is None:
            self._say(NO_ROUND if document is not None else "")
        elif not self.session.title:
            self._say(NO_QUESTIONS)
        elif not overview.has_sample(document, one):
            self._say(self._purged() or NO_CASES)
        elif reviewer is None:
            self._pages.setCurrentWidget(self._who_page)
            self.who.ask(overview.reviewers(document), anew=not self.session.read_only)
        else:
            self._say("Hämtar ärendena …")
            ready = Event()
            work = partial(_load, document, one, reviewer, ready)
            self.session.run(work, partial(self._show_rows, self._loading))
            QTimer.singleShot(0, self, lambda: self.desk.prepare(ready))

    def _purged(self) -> str:
        from egenkontroll.operations import closing

        document, one = self.session.document, self.session.round
        return closing.purged_words(document, one) if document and one else ""

    def begin(self) -> None:
        self._tell_keys()
        if self._at_desk() and self.desk.may_begin:
            self.questions.go_to_first()
        elif self._pages.currentWidget() is self._who_page:
            self.who.begin()

    def _at_desk(self) -> bool:
        return self._desk_made and self._pages.currentWidget() is self.desk.bench

    def _tell_keys(self) -> None:
        """Say the keys of a case, while there is one."""
        if self.isVisible():
            self.hinted.emit(HINTS if self._at_desk() else "")

    def leave(self) -> None:
        if self._desk_made:
            self.desk.leave()

    def header(self) -> QWidget:
        return self.head

    def menu_actions(self) -> list[QAction]:
        return self._actions

    # --- the desk -----------------------------------------------------------------------------

    def _show_rows(self, loading: int, loaded: Loaded) -> None:
        reviewer = self.session.reviewer
        if loading != self._loading or self.session.checklist is None or reviewer is None:
            return
        if not loaded.rows:
            document, one = self.session.document, self.session.round
            drawn = document is not None and one is not None and overview.has_sample(document, one)
            none = NONE_MINE.format(name=reviewer.name) if drawn else NO_CASES
            self._say(self.desk.aside.take_news() or none)
            return
        self.desk.prepare(Event())
        self.desk.take(loaded, reviewer.name)
        QTimer.singleShot(0, self, partial(self._show_desk, loading))

    def _show_desk(self, loading: int) -> None:
        """Show the desk in a turn of its own, so that the window never stands still for long."""
        if loading == self._loading:
            first = self.desk.begin()
            self._pages.setCurrentWidget(self.desk.bench)
            self.desk.show_first(first)

    def _take_name(self, name: str) -> None:
        document = self.session.document
        if document is not None:
            deed = partial(overview.take_up_reviewer, document, name)
            self.session.run(deed, self.session.choose_reviewer, changes="reviewers")

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._pages.setCurrentWidget(self._said)

    def _ask_answers(self) -> None:
        from egenkontroll.gui.review.answers_table import show_answers_table

        show_answers_table(self.session, self.window())

    def _make_actions(self) -> list[QAction]:
        deeds: tuple[Deed, ...] = (
            ("&Klar med ärendet", ("Ctrl+Enter", "Ctrl+Return"), lambda: self.desk.finish()),
            ("Ö&ppna ärendet igen …", (), lambda: self.desk.ask_reopen()),
            ("&Nästa obesvarade\tEnter", (), lambda: self.questions.go_on()),
            ("&Kommentera\tC", (), lambda: self.desk.judging.begin_comment()),
            *flag_deeds(lambda flag: self.desk.judging.flag(self.questions.current, flag)),
            ("Kan &inte granskas …", (), lambda: self.desk.aside.ask_replace()),
            ("Något all&varligt …", (), lambda: self.desk.aside.ask_concern()),
            ("&Ångra", ("Ctrl+Z",), lambda: self.desk.judging.go_back(redo=False)),
            ("&Gör om", ("Ctrl+Y", "Ctrl+Shift+Z"),
             lambda: self.desk.judging.go_back(redo=True)),
            ("N&ästa ärende", ("Ctrl+Down",), lambda: self.desk.walk.step(1)),
            ("&Föregående ärende", ("Ctrl+Up",), lambda: self.desk.walk.step(-1)),
            ("&Sök ärende", ("Ctrl+F",), lambda: self.desk.walk.find()),
            ("Nästa &del av fönstret", ("F6",), lambda: self.desk.walk.next_part()),
            ("&Byt granskare", (), partial(self.session.choose_reviewer, None)),
            ("Läs in en &tabell med svar …", (), self._ask_answers),
        )  # fmt: skip
        return make_actions(self, deeds)


def _load(document: Document, one: Round, reviewer: Reviewer, ready: Event) -> Loaded:
    """Return the desk: what is imported for it is so beside the window's thread."""
    from egenkontroll.gui.review.work import load_desk

    return load_desk(document, one, reviewer, ready)
