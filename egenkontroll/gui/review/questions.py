"""The questions in the middle: cards by area, and the keys that work on the current one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from egenkontroll.checklist.model import Type
from egenkontroll.gui.review.pile import Pile, PileColumn
from egenkontroll.gui.review.question_card import QuestionCard
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Heading, label
from egenkontroll.review.answers import GIVEN, comment_needed
from egenkontroll.review.reading import say
from egenkontroll.texts import k_of_n

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QKeyEvent

    from egenkontroll.checklist.model import Area, Checklist, Question
    from egenkontroll.gui.review.work import Work

_NEXT_TURN_MS = 1
"""So that the window has a turn between: what is posted with 0 is done in the same one."""

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Questions(Pile):
    """Shows a reading and says what the keys and buttons ask for."""

    answered = Signal(str, str)
    commented = Signal(str, str)
    flagged = Signal(str, str)
    comment_asked = Signal(str)
    moved = Signal(str)
    finished = Signal()
    case_asked = Signal(int)
    told = Signal(str)

    def __init__(self, checklist: Checklist) -> None:
        super().__init__()
        self._checklist = checklist
        self.cards: dict[str, QuestionCard] = {}
        self._hidden: dict[str, QLabel] = {}
        self._lines: dict[str, QWidget] = {}
        self._counts: dict[str, QLabel] = {}
        self._work: Work | None = None
        self._current = ""
        self._scroll: PileColumn | None = None
        self._growing = self._grow()
        self._told_of = ""
        self._following: Iterator[bool] = iter(())
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(_NEXT_TURN_MS)
        self._turn.timeout.connect(self._follow_on)

    @property
    def checklist(self) -> Checklist:
        """What is asked."""
        return self._checklist

    @property
    def current(self) -> str:
        """The id of the question that keys work on."""
        return self._current

    @property
    def current_card(self) -> QuestionCard | None:
        """The card that keys work on."""
        return self.cards.get(self._current)

    @property
    def anchor(self) -> QWidget | None:
        return self.current_card

    def hidden_line(self, question: str) -> QLabel:
        """Return the quiet line that stands where a conditional question does not apply."""
        return self._hidden[question]

    def in_column(self) -> PileColumn:
        """Return the column that scrolls these questions."""
        if self._scroll is None:
            self._scroll = PileColumn(self, "Frågor")
            self._scroll.resized.connect(self._stay_in_sight)
        return self._scroll

    def grow(self) -> bool:
        """Make the next card; tell whether there may be more to make.

        All at once would take the window's time, so they are made one by one, and all of them
        before anything is shown.
        """
        return next(self._growing, False)

    # --- showing ------------------------------------------------------------------------------

    def show_work(self, work: Work, *, answerable: bool) -> None:
        """Show a reading as it is now: what is said, what applies, how many are answered."""
        self._work = work
        applies = work.reading.applies
        for name, card in self.cards.items():
            said = work.said(name)
            # The current one always: there something may be half said that is not so any more.
            if name == self._current or not card.shows(said, answerable=answerable):
                card.show_said(said, answerable=answerable)
            card.setVisible(name in applies)
            if name in self._lines:
                self._lines[name].setVisible(name not in applies)
        self.settle()
        for area in self._checklist.areas:
            asked = [question.id for question in area.questions if question.id in applies]
            answered = sum(bool(work.said(name).value) for name in asked)
            of_all = f"{k_of_n(answered, len(asked))} besvarade" if asked else ""
            self._counts[area.id].setText(of_all)

    def show_chosen(self, question: str, value: str) -> None:
        """Show at once what a question is answered, before anything else that comes of it."""
        self.cards[question].show_chosen(value)
        self._paint()

    def _paint(self) -> None:
        """Paint what has changed, and not at the window's next turn."""
        if self.isVisible():
            QApplication.sendEvent(self.window(), QEvent(QEvent.Type.UpdateRequest))

    def go_to(self, question: str, *, focus: bool = True) -> None:
        """Make a question the current one, in sight."""
        for name, card in self.cards.items():
            card.set_current(name == question)
        self.settle()
        self._current = question
        card = self.cards[question]
        if focus and self.isVisible():  # keys must never answer what nobody sees
            card.begin()
        self._following = self._follow()  # instead of the question before, if that is not done
        self._turn.start()

    def go_to_first(self, *, focus: bool = True) -> None:
        """Go to the first unanswered question, or to the first one."""
        order = self._order()
        if order:
            lacking = self._lacking()
            self.go_to(lacking[0] if lacking else order[0], focus=focus)

    def go_on(self) -> None:
        """Go to the next unanswered question, from the top after the last; else say finished."""
        lacking = self._lacking()
        if not lacking:
            self.finished.emit()
            return
        order = self._order()
        here = order.index(self._current) if self._current in order else -1
        later = [name for name in lacking if order.index(name) > here]
        others = [name for name in lacking if name != self._current]
        self.go_to((later or others or lacking)[0])

    def step(self, by: int) -> None:
        """Go to the next or the previous question."""
        order = self._order()
        if not order:
            return
        here = order.index(self._current) if self._current in order else 0
        self.go_to(order[min(max(here + by, 0), len(order) - 1)])

    def comment(self) -> None:
        """Open the current question's comment."""
        card = self.current_card
        if card is not None:
            card.begin_comment()
            QTimer.singleShot(0, card, lambda: self._bring_into_sight(card))

    def tell_anew(self) -> None:
        """Say `moved` of the next current question even if it is the one last told of."""
        self._told_of = ""

    def leave(self) -> None:
        """Keep what is half typed."""
        for card in self.cards.values():
            card.leave()

    def _order(self) -> list[str]:
        if self._work is None:
            return []
        applies = self._work.reading.applies
        return [question.id for question in self._checklist.questions if question.id in applies]

    def _lacking(self) -> list[str]:
        if self._work is None:
            return []
        return [question.id for question, _ in self._work.reading.missing()]

    def _follow_on(self) -> None:
        if next(self._following, False):
            self._turn.start()

    def _follow(self) -> Iterator[bool]:
        """Bring the current question into sight and tell of it, each in a turn of the window's.

        What is changed is painted first, and in a picture of its own: what then only moves, as
        it scrolls, need not be painted anew.
        """
        self._paint()
        yield True
        self._bring_into_sight(self.cards[self._current])
        yield True
        if self._told_of != self._current:
            self._told_of = self._current
            self.moved.emit(self._current)

    def settle(self) -> None:
        super().settle()
        if self.current_card is not None and self.current_card.writing:  # it grows while written
            self._bring_into_sight(self.current_card)

    def _stay_in_sight(self) -> None:
        if self.current_card is not None:
            self._bring_into_sight(self.current_card)

    def _bring_into_sight(self, card: QuestionCard) -> None:
        if self._scroll is not None and card.isVisible():
            bar, high = self._scroll.verticalScrollBar(), self._scroll.viewport().height()
            margin = min(em(self, 4), max(em(self, 0.4), (high - card.height()) // 2))
            top, bottom = card.y() - margin, card.y() + card.height() + margin
            if card.writing and bottom - top > high:  # what is written, and what is wrong with it
                margin = em(self, 0.4)
                top = card.y() + card.editor.y() - margin
                bottom = min(top + high, card.y() + card.editor.geometry().bottom() + margin)
            if top < bar.value() or bottom - top > high:
                bar.setValue(top)
            elif bottom > bar.value() + high:
                bar.setValue(bottom - high)

    # --- building -----------------------------------------------------------------------------

    def _grow(self) -> Iterator[bool]:
        for area in self._checklist.areas:
            self._add_area(area)
            for question in area.questions:
                self._add_card(question)
                yield True

    def _add_area(self, area: Area) -> None:
        count = label(role="caps", wrap=False)
        self._counts[area.id] = count
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, em(self, 0.5), 0, 0)
        row.addWidget(Heading(area.title.upper()), 1)
        row.addWidget(count, 0, Qt.AlignmentFlag.AlignBottom)
        self.pile(head)

    def _add_card(self, question: Question) -> None:
        every = self._checklist.questions
        card = QuestionCard(question, every.index(question) + 1, len(every))
        card.answered.connect(self._on_answered)
        card.commented.connect(self.commented)
        card.flagged.connect(self.flagged)
        card.touched.connect(self._on_touched)
        card.ended.connect(self._on_ended)
        card.told.connect(self.told)
        self.cards[question.id] = card
        self.pile(card)
        if question.applies_when is not None:
            line = self._lines[question.id] = QWidget()
            column = QVBoxLayout(line)
            column.setContentsMargins(em(self), 0, em(self), 0)
            column.addWidget(self._make_hidden(question.id))
            self.pile(line)
        for part in card.findChildren(QWidget):
            part.ensurePolished()

    def _make_hidden(self, question: str) -> QLabel:
        asked = self._checklist.by_id[question]
        assert asked.applies_when is not None
        why = say(asked.applies_when, self._checklist)
        made = label(f"{asked.short} – gäller när {why}.", "small")
        made.setAccessibleName(f"Visas inte. {made.text()}")
        self._hidden[question] = made
        return made

    # --- what happens -------------------------------------------------------------------------

    def _on_touched(self, question: str) -> None:
        if question != self._current:
            self.go_to(question, focus=False)

    def _on_answered(self, question: str, value: str) -> None:
        self.answered.emit(question, value)
        if self._lacks_comment(question):
            self.comment()

    def _go_on_from(self, card: QuestionCard, value: str) -> None:
        """After a key the next question is the current one, unless there is more to say here."""
        if self._work is None or (card.question.type is Type.MULTI and value.startswith(GIVEN)):
            return
        taken = self._work.said(card.question.id).value == value
        if taken and not self._lacks_comment(card.question.id):
            self.step(1)

    def _lacks_comment(self, question: str) -> bool:
        if self._work is None:
            return False
        said = self._work.said(question)
        return not said.comment.strip() and comment_needed(
            self._checklist.by_id[question], said.value
        )

    def _on_ended(self, go_on: bool) -> None:
        if go_on:
            self.go_on()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._take_key(event):
            super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        pages = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        key = Qt.Key(event.key())
        if not plain:
            return False
        if key in steps:
            self.step(steps[key])
        elif key in pages:
            self.case_asked.emit(pages[key])
        elif key in _ENTER:
            self.go_on()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.step(-len(self.cards) if key == Qt.Key.Key_Home else len(self.cards))
        else:
            return self._take_answer_key(event)
        return True

    def _take_answer_key(self, event: QKeyEvent) -> bool:
        card, letter = self.current_card, event.text().upper()
        if card is None or event.isAutoRepeat():  # a key held down answers one question
            return False
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.answered.emit(card.question.id, "")
        elif letter == "C":
            self.comment_asked.emit(card.question.id)
        elif letter and (flag := card.flag_for(letter)):
            self.flagged.emit(card.question.id, flag)
        elif letter == "T" and card.field is not None:
            card.field.begin()
        elif letter and (value := card.value_for(letter)):
            if QApplication.focusWidget() is not card:
                card.setFocus(Qt.FocusReason.OtherFocusReason)
            card.take(value)
            self._go_on_from(card, value)
        else:
            return False
        return True
