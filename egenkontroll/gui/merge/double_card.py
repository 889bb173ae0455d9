"""One question that two answered differently: side by side, one key each, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from egenkontroll.gui.flow import Flow
from egenkontroll.gui.merge.answer_pick import AnswerPick
from egenkontroll.gui.merge.double_line import WhyLine
from egenkontroll.gui.review.answer_button import AnswerButton
from egenkontroll.gui.theme import em, of
from egenkontroll.gui.widgets import button, frame, label
from egenkontroll.report.agreement_words import answer_words
from egenkontroll.review.answers import shown
from egenkontroll.sample.identity import identifying, it

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from egenkontroll.merge.double import Compared, Vote

_NARROW_EMS = 34
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
WHY = "Varför (behövs för ett eget svar)"


class _Side(QFrame):
    """What one of the two answered, with the button that lets it hold."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__()
        self.head = label(role="caps")
        self.answer = label(role="heading")
        self.comment = label()
        self.button = AnswerButton(text, key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.3))
        for part in (self.head, self.answer, self.comment):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self.button)

    def say(self, who: str, vote: Vote | None) -> None:
        self.head.setText(who)
        self.answer.setText(answer_words(vote.value if vote is not None else ""))
        comment = vote.comment.strip() if vote is not None else ""
        self.comment.setText(f"”{comment}”" if comment else "Ingen kommentar.")
        self.button.setEnabled(vote is not None)
        self.button.setAccessibleDescription(f"{who}: {self.answer.text()}. {comment}".strip())


class DoubleCard(QFrame):
    """Shows two answers; `decided` gives a value and why, `moved` is the focus going elsewhere."""

    decided = Signal(str, str)
    next_asked = Signal()
    stepped = Signal(int)
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Två svar att välja mellan")
        self._shown: Compared | None = None
        self._of = b""
        self._value = ""
        self._sent = ("", "")
        self._writable = True
        self.place = label(role="caps")
        self.text = label(role="question")
        self.outcome = label(role="good")
        self.first = _Side("1", "Första svaret gäller")
        self.second = _Side("2", "Andra svaret gäller")
        self.own_button = AnswerButton("Eget svar", "3")
        self.own = AnswerPick(numbered=False)
        self.reason = WhyLine(WHY, "Med egna ord, utan namn och nummer")
        self.fault = label(role="fault")
        self.steps = (
            button("↑", lambda: self.stepped.emit(-1), "flat", name="Föregående skillnad, pil upp"),
            button("↓", lambda: self.stepped.emit(1), "flat", name="Följande skillnad, pil ned"),
        )
        self.go_on = button("Nästa", self._end, "primary", name="Nästa skillnad")
        self._build()
        self._connect()

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(em(self), em(self, 0.8), em(self), em(self, 0.8))
        column.setSpacing(em(self, 0.5))
        above = QHBoxLayout()
        above.addWidget(self.place, 1)
        for made in self.steps:
            above.addWidget(made)
        column.addLayout(above)
        column.addWidget(self.text)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(em(self, 0.8))
        for side in (self.first, self.second):
            holder = frame("card")
            inside = QVBoxLayout(holder)
            inside.addWidget(side)
            self._sides.addWidget(holder, 1)
        column.addLayout(self._sides)
        row = Flow(em(self, 0.4))
        row.add(self.own_button)
        column.addWidget(row)
        column.addWidget(self.own)
        head = label(WHY, "small")
        head.setBuddy(self.reason)
        for part in (head, self.reason, self.fault, self.outcome):
            column.addWidget(part)
        foot = QHBoxLayout()
        foot.addWidget(self.go_on)
        foot.addStretch(1)
        column.addLayout(foot)
        self.own.hide()
        self.fault.hide()

    def _connect(self) -> None:
        self.first.button.clicked.connect(lambda: self.choose("1"))
        self.second.button.clicked.connect(lambda: self.choose("2"))
        self.own_button.clicked.connect(lambda: self.choose("3"))
        self.own.picked.connect(self._take)
        self.reason.entered.connect(self._end)
        self.reason.editingFinished.connect(self._keep_reason)
        self.reason.textChanged.connect(self._look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < em(self, _NARROW_EMS)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._sides.setDirection(down if narrow else across)

    # --- what is shown ------------------------------------------------------------------------

    def show_question(
        self, of: bytes, one: Compared, who: tuple[str, str], place: tuple[int, int]
    ) -> None:
        """Show a question of a case; what is being written about the same one stays.

        `place` is its number among the differences and how many they are.
        """
        same = self._shown is not None and (self._of, self._shown.question.id) == (
            of,
            one.question.id,
        )
        self._of, self._shown = of, one
        settled = one.settled
        self.place.setText(f"Skillnad {place[0]} av {place[1]}")
        for made in self.steps:
            made.setVisible(place[1] > 1)
        self.text.setText(one.question.text)
        self.first.say(who[0], one.first)
        self.second.say(who[1], one.second)
        if not same:
            self.own.ask(one.question)
            self.own.hide()
        if not (same and (self.reason.hasFocus() or self._pending)):
            self._value = settled.value if settled is not None else ""
            self.reason.setText(settled.reason if settled is not None else "")
            self._sent = (self._value, self.reason.text())
        self._show_choice()
        self.outcome.setText(
            f"Avgjort: {shown(settled.value)}. Båda svaren finns kvar i dokumentet."
            if settled is not None
            else ""
        )
        self.outcome.setVisible(settled is not None)
        self._look()

    def set_writable(self, writable: bool) -> None:
        """Allow deciding or not."""
        self._writable = writable
        for part in (self.first.button, self.second.button, self.own_button):
            part.set_answerable(writable)
        self.reason.setReadOnly(not writable)

    @property
    def _pending(self) -> bool:
        """Whether an own answer is chosen that still waits for its reason."""
        return bool(self._value) and self._sent[0] != self._value

    def _given(self, key: str) -> str:
        one = self._shown
        vote = None if one is None else one.first if key == "1" else one.second
        return vote.value if vote is not None else ""

    def _show_choice(self) -> None:
        first, second = self._given("1"), self._given("2")
        own = bool(self._value) and self._value not in (first, second)
        self.first.button.setChecked(bool(first) and self._value == first)
        self.second.button.setChecked(bool(second) and self._value == second)
        self.own_button.setChecked(own)
        self.own.setVisible(own or not self.own.isHidden())
        self.own.show_value(self._value)

    # --- what happens -------------------------------------------------------------------------

    def choose(self, key: str) -> None:
        """Let the first or the second answer hold, or ask for an own one."""
        if not self._writable or self._shown is None:
            return
        if key == "3":
            self.own.show()
            self.own.begin()
            self.moved.emit()
        elif self._given(key):
            self._take(self._given(key))

    def _take(self, value: str) -> None:
        self._value = value
        self._show_choice()
        if not value:
            return
        if value not in (self._given("1"), self._given("2")) and not self.reason.text().strip():
            self._ask_why()
        else:
            self._decide()

    def _decide(self) -> None:
        said = (self._value, " ".join(self.reason.text().split()))
        if said != self._sent and not identifying(said[1]):
            self._sent = said
            self.decided.emit(*said)

    def _keep_reason(self) -> None:
        """Save a reason that was written after the choice, or that an own answer waited for."""
        own = self._value not in ("", self._given("1"), self._given("2"))
        if self._writable and self._value and (self.reason.text().strip() or not own):
            self._decide()

    def _end(self) -> None:
        own = self._value not in ("", self._given("1"), self._given("2"))
        if own and not self.reason.text().strip():
            self._ask_why()
        elif not identifying(self.reason.text()):
            self._keep_reason()
            self.next_asked.emit()

    def _ask_why(self) -> None:
        self._say("Skriv varför, så sparas svaret: ingen av de två svarade så.")
        self._write_why()

    def _write_why(self) -> None:
        self.reason.setFocus()
        self.moved.emit()

    def _look(self) -> None:
        found = identifying(self.reason.text())
        self._say(f"Det här ser ut som {found} och sparas inte. Ta bort {it(found)}."
                  if found else "")  # fmt: skip

    def _say(self, fault: str) -> None:
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        self.reason.setAccessibleDescription(fault)

    def begin(self) -> None:
        """Take the focus: keys now choose between the answers."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(of(self.palette()).accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 6, 6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.text().upper()
        if not plain:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.begin()
        elif event.key() in _ENTER:
            self._enter(self.focusWidget())
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif key and key in "123":
            self.choose(key)
        elif key == "T":
            self._write_why()
        elif not (self._writable and self.own.isVisible() and self.own.take_key(key)):
            super().keyPressEvent(event)

    def _enter(self, focused: QWidget | None) -> None:
        if isinstance(focused, AnswerButton) and not focused.isChecked():
            focused.click()
        else:
            self._end()
