"""One contradiction: the answers side by side, and what is to hold from now on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from egenkontroll.gui.merge.own_answer import OwnAnswer
from egenkontroll.gui.review.answer_button import AnswerButton
from egenkontroll.gui.review.card_foot import Quote
from egenkontroll.gui.theme import em, say_role
from egenkontroll.gui.widgets import label
from egenkontroll.operations.merging import OWN
from egenkontroll.review.answers import Role, shown
from egenkontroll.sample.identity import identifying, it
from egenkontroll.texts import listing, moment

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from egenkontroll.checklist.model import Question
    from egenkontroll.operations.merging import Conflict, Side

_BESIDE_EMS = 34
_LETTERS = "ABCDEFGH"
"""The answers by letter; the choice that keeps one is its letter in lower case."""


class SideCard(QFrame):
    """One of the answers: what was said, the comment, and when."""

    def __init__(self, letter: str, side: Side) -> None:
        super().__init__()
        say_role(self, "card")
        column = QVBoxLayout(self)
        room = em(self, 0.8)
        column.setContentsMargins(room, room, room, room)
        column.setSpacing(em(self, 0.4))
        self._head = QHBoxLayout()
        self._head.addWidget(label(f"{letter}: {side.said}", "title"), 1)
        column.addLayout(self._head)
        if side.comment:
            quote = Quote()
            quote.setText(side.comment)
            column.addWidget(quote)
        else:
            column.addWidget(label("Ingen kommentar", "quiet"))
        column.addWidget(label(f"Svarat {moment(side.said_at)}", "small"))
        column.addStretch(1)

    def offer(self, letter: str, key: str, about: str) -> AnswerButton:
        """Put a button at the answer that keeps it."""
        made = AnswerButton(f"Behåll {letter}", key)
        made.setAccessibleDescription(about)
        self._head.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        return made


class Said(QWidget):
    """What a choice saves, or what is missing: in sight at the buttons, wherever one has come."""

    def __init__(self) -> None:
        super().__init__()
        self.will, self.fault = label(role="strong"), label(role="fault")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.2))
        for part in (self.will, self.fault):
            column.addWidget(part)
        self.say("", "")

    def say(self, will: str, fault: str) -> None:
        """Show one of them, both or nothing."""
        for part, said in ((self.will, will), (self.fault, fault)):
            part.setText(said)
            part.setAccessibleName(said)
            part.setVisible(bool(said))
        self.setVisible(bool(will or fault))


class Contradiction(QWidget):
    """`changed` says that something else is chosen; `ended` is Enter in one of its fields.

    `stepped` is Page Down (1) or Page Up (-1): the column around it would only scroll.
    """

    changed = Signal()
    ended = Signal()
    stepped = Signal(int)

    def __init__(
        self, conflict: Conflict, question: Question | None, said: Said, *, writes: bool
    ) -> None:
        super().__init__()
        self.conflict = conflict
        self.choice = ""
        self.own: OwnAnswer | None = None
        self.buttons: dict[str, AnswerButton] = {}
        self.reason = QLineEdit()
        self._said = said
        self._question = question
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(em(self, 0.8))
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(em(self, 0.5))
        self._build(writes)
        self._show()

    # --- what is chosen -----------------------------------------------------------------------

    def choose(self, choice: str) -> None:
        """Choose A, B or an answer of one's own."""
        if choice not in self.buttons:
            return
        self.choice = choice
        if choice == OWN and self.own is None and self._question is not None:
            self._add_own(self._question)
        self._show()
        if choice == OWN and self.own is not None:
            self.own.begin()
        else:
            self.buttons[choice].setFocus()
        self.changed.emit()

    def take_key(self, key: str) -> bool:
        """Choose by a key; in an answer of one's own its buttons' keys come first."""
        here = self.window().focusWidget()
        if self.own is not None and here is not None and self.own.isAncestorOf(here):
            return self.own.take_key(key)
        for number, choice in enumerate(self.buttons, 1):
            if key == str(number):
                self.choose(choice)
                return True
        return False

    @property
    def value(self) -> str:
        """The answer of one's own, as stored; "" for the others."""
        return self.own.value if self.own is not None and self.choice == OWN else ""

    @property
    def comment(self) -> str | None:
        """The comment to one's own answer; None leaves it to the answer that is kept."""
        return self.own.comment.text if self.own is not None and self.choice == OWN else None

    def lacks(self) -> str:
        """Say what is missing before it can be saved; take the focus there."""
        if not self.choice:
            return "Välj A, B eller ett eget svar."
        if self.choice == OWN and self.own is not None:
            self.own.leave()
            if not self.own.value:
                self.own.begin()
                return "Välj eller skriv ett eget svar."
            if not self.reason.text().strip():
                self.reason.setFocus()
                return "Skriv ett skäl till det egna svaret."
            if self.own.comment.stopped:
                return "Kommentaren kan inte sparas som den är."
        if found := identifying(self.reason.text()):
            self.reason.setFocus()
            return f"Skälet ser ut att innehålla {found}. Ta bort {it(found)}."
        return ""

    def say(self, fault: str) -> None:
        """Show what is missing, or nothing."""
        self._said.say(will_be_saved(self.conflict, self.choice, self.value), fault)

    def begin(self) -> None:
        """Take the focus to the first answer."""
        if self.buttons:
            next(iter(self.buttons.values())).setFocus()

    # --- building -----------------------------------------------------------------------------

    def _build(self, writes: bool) -> None:
        one = self.conflict
        role = " · andra granskning" if one.role is Role.SECOND else ""
        self._rows.addWidget(label(f"{one.reference} · {one.unit}", "heading"))
        self._rows.addWidget(label(f"{one.round_name} · {one.name}{role}", "small"))
        self._rows.addWidget(label(one.text, "question"))
        about = f"{one.reference}, {one.unit}. {one.text}"
        for number, (letter, side) in enumerate(zip(_LETTERS, one.sides, strict=False), 1):
            card = SideCard(letter, side)
            if writes:
                said = f"{about} {letter}: {side.said}. {side.comment}"
                self._add(letter.lower(), card.offer(letter, str(number), said))
            self._sides.addWidget(card, 1)
        self._rows.addLayout(self._sides)
        if writes:
            self._add_deeds()

    def _add_deeds(self) -> None:
        if self._question is not None:
            own = AnswerButton("Eget svar", str(len(self.buttons) + 1))
            self._add(OWN, own)
            self._rows.addWidget(own)
        head = label("Skäl", "small")
        head.setBuddy(self.reason)
        self.reason.setAccessibleName("Skäl")
        self.reason.setMaxLength(500)
        self.reason.returnPressed.connect(self.ended)
        for part in (head, self.reason):
            self._rows.addWidget(part)

    def _add(self, choice: str, made: AnswerButton) -> None:
        self.buttons[choice] = made
        made.clicked.connect(partial(self._on_pressed, choice))

    def _on_pressed(self, choice: str, _checked: bool = False) -> None:
        self.choose(choice)

    def _add_own(self, question: Question) -> None:
        comments = dict.fromkeys(side.comment for side in self.conflict.sides if side.comment)
        self.own = made = OwnAnswer(question, "\n".join(comments))
        made.changed.connect(self._show)
        made.ended.connect(self._from_own)
        self._rows.insertWidget(self._rows.indexOf(self.buttons[OWN]) + 1, made)
        QWidget.setTabOrder(self.buttons[OWN], made)

    def _from_own(self) -> None:
        """Go on from one's own answer: to the reason, or on where there is one."""
        if self.reason.text().strip():
            self.ended.emit()
        else:
            self.reason.setFocus()

    def _show(self) -> None:
        for choice, made in self.buttons.items():
            made.setChecked(choice == self.choice)
        if self.own is not None:
            self.own.setVisible(self.choice == OWN)
        needed = self.choice == OWN
        self.reason.setPlaceholderText("Behövs till ett eget svar" if needed else "Får vara tomt")
        self.say("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        pages = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        key = Qt.Key(event.key())
        if plain and key in pages:
            self.stepped.emit(pages[key])
        elif not plain or not self.take_key(event.text()):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= em(self, _BESIDE_EMS)
        way = QBoxLayout.Direction
        self._sides.setDirection(way.LeftToRight if beside else way.TopToBottom)


def will_be_saved(conflict: Conflict, choice: str, own: str = "") -> str:
    """Return what a choice saves, and what becomes of the comments: none is lost unseen."""
    if not choice or (choice == OWN and not own):
        return ""
    if choice == OWN:
        return f"Sparas: {shown(own)}, med kommentaren ovan. De andra svaren blir historik."
    at = _LETTERS.lower().index(choice)
    kept = conflict.sides[at]
    others = {
        letter: side.comment
        for letter, side in zip(_LETTERS, conflict.sides, strict=False)
        if side.comment not in ("", kept.comment)
    }
    said, where = f"Sparas: {kept.said}.", listing(list(others))
    if others and kept.comment:
        return f"{said} Kommentaren i {where} finns kvar i historiken."
    if others:
        return f"{said} Kommentaren i {where} följer med, eftersom {_LETTERS[at]} ingen har."
    return said
