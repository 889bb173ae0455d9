"""Above the questions: which case it is, and the one thing to do when it is answered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from egenkontroll.gui.flow import Flow
from egenkontroll.gui.review.panel import Panel
from egenkontroll.gui.theme import em, say_role
from egenkontroll.gui.widgets import ElidedLabel, button, label
from egenkontroll.review.answers import Role
from egenkontroll.review.reading import State
from egenkontroll.sample.identity import identifying, it
from egenkontroll.texts import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from egenkontroll.checklist.model import Question
    from egenkontroll.gui.review.work import Work

_KEYS_SHOWN = "Ctrl+Enter"
_WORDS_EMS = 13


class CaseBar(QFrame):
    """The case's reference and what is known of it; "Klar", or what is missing before that."""

    done_asked = Signal()
    reopen_asked = Signal()
    list_asked = Signal()
    replace_asked = Signal()
    concern_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        say_role(self, "bar")
        self.reference = ElidedLabel(role="title")
        self.reference.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.about = ElidedLabel(role="small")
        self.done = button(f"Klar   {_KEYS_SHOWN}", self.done_asked.emit, name="Klar med ärendet")
        self.reopen = button("Öppna igen …", self.reopen_asked.emit)
        self.to_list = button("Ärenden", self.list_asked.emit, name="Visa ärendelistan")
        self.replace = button("Kan inte granskas …", self.replace_asked.emit, "flat")
        self.concern = button("Något allvarligt …", self.concern_asked.emit, "flat")
        self._deeds = (self.to_list, self.replace, self.concern, self.reopen, self.done)
        for part in self._deeds:
            part.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.to_list.hide()
        self._build()

    def _build(self) -> None:
        self._words = words = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        words.addWidget(self.reference)
        words.addWidget(self.about, 1)
        self._right = Flow(em(self, 0.3))
        for deed in self._deeds:
            self._right.add(deed)
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(em(self, 1.3), em(self, 0.4), em(self, 1.3), em(self, 0.4))
        self._whole.setSpacing(em(self, 0.2))
        self._whole.addLayout(words, 1)
        self._whole.addWidget(self._right)

    def _arrange(self) -> None:
        """Put the buttons beside the words where there is room, else under them."""
        shown = [one.sizeHint().width() for one in self._deeds if not one.isHidden()]
        wide = sum(shown) + em(self, 0.3) * max(0, len(shown) - 1)
        beside = self.width() - wide >= em(self, _WORDS_EMS)
        direction = QBoxLayout.Direction
        self._right.setMinimumWidth(wide if beside else 0)
        self._whole.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        # The buttons below take a line: what is known of the case is then on one line too.
        self._words.setDirection(direction.TopToBottom if beside else direction.LeftToRight)
        self._words.setSpacing(em(self, 0.12 if beside else 0.6))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def show_work(self, work: Work, *, read_only: bool) -> None:
        """Show the case that is worked on."""
        task = work.task
        self.reference.say(task.case.reference)
        labels = {one.id: one.label for one in task.reading.checklist.attributes}
        attributes = task.case.attributes.items()
        known = [f"{labels[name]}: {value}" for name, value in attributes if name in labels]
        role = ["andra granskning"] if task.role is Role.SECOND else []
        if work.row.calibration:
            role = ["kalibrering, räknas inte"]
        self.about.say("  ·  ".join([task.unit, *role, *known]))
        done = work.state is State.DONE
        self.reopen.setVisible(done and not read_only)
        self.done.setVisible(not done and not read_only)
        whole = not work.reading.missing()
        self.replace.setVisible(not done and not read_only and not work.row.calibration)
        _set_role(self.done, "primary" if whole else "")
        self._arrange()


class Lack(Panel):
    """What is missing before "Klar", each with a jump to it."""

    jumped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._said = label(role="strong")
        self.links: list[QPushButton] = []
        self._links = QVBoxLayout()
        self._links.setSpacing(0)
        close = button("Stäng", self.closed.emit, "flat", name="Stäng listan över vad som saknas")
        head = QHBoxLayout()
        head.addWidget(self._said, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.addLayout(head)
        column.addLayout(self._links)

    def show_missing(self, missing: Sequence[tuple[Question, str]]) -> None:
        """List what is missing and take the focus to the first of it."""
        said = count(len(missing), "sak saknas", "saker saknas")
        self._said.setText(f"{said} innan ärendet är klart.")
        for old in self.links:
            old.setParent(None)
            old.deleteLater()
        self.links = []
        for question, lack in missing:
            made = button(
                f"{question.short}: {lack}", partial(self.jumped.emit, question.id), "link"
            )
            made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self.links.append(made)
            self._links.addWidget(made)
        self.show()
        self.links[0].setFocus()


class Reopen(Panel):
    """Asks why a case that is klar is opened again."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._said = label(role="strong")
        self._fault = label(role="fault")
        self._fault.hide()
        self.reason = QLineEdit()
        self.reason.setAccessibleName("Varför öppnas ärendet igen?")
        self.reason.setPlaceholderText("Till exempel: svarade på fel fråga")
        self.reason.returnPressed.connect(self._give)
        self.reason.textChanged.connect(self._look)
        row = QHBoxLayout()
        row.addWidget(self.reason, 1)
        row.addWidget(button("Öppna igen", self._give, "primary"))
        row.addWidget(button("Avbryt", self.closed.emit, "flat"))
        column = QVBoxLayout(self)
        column.addWidget(self._said)
        column.addLayout(row)
        column.addWidget(self._fault)

    def ask(self, reference: str) -> None:
        """Ask about a case."""
        self._said.setText(f"{reference} är klart. Varför öppnas det igen?")
        self.reason.clear()
        self.show()
        self.reason.setFocus()

    def _look(self, text: str) -> None:
        found = identifying(text)
        self._fault.setText(f"Det här ser ut som {found}. Ta bort {it(found)}." if found else "")
        self._fault.setVisible(bool(found))

    def _give(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self._fault.setText("Skriv varför, med några ord.")
            self._fault.show()
            self.reason.setFocus()
        elif not identifying(reason):
            self.given.emit(reason)


def _set_role(widget: QPushButton, role: str) -> None:
    if widget.property("role") != role:
        say_role(widget, role)
