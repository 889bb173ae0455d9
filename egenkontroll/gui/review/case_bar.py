"""Above the questions: which case it is, and the one thing to do when it is answered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout

from egenkontroll.gui.theme import em, say_role
from egenkontroll.gui.widgets import ElidedLabel, button, label
from egenkontroll.review.answers import Role
from egenkontroll.review.reading import State
from egenkontroll.sample.identity import looks_like_personal_number
from egenkontroll.texts import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.model import Question
    from egenkontroll.gui.review.work import Work

_KEYS_SHOWN = "Ctrl+Enter"


class CaseBar(QFrame):
    """The case's reference and what is known of it; "Klar", or what is missing before that."""

    done_asked = Signal()
    reopen_asked = Signal()
    list_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        say_role(self, "bar")
        self.reference = ElidedLabel(role="title")
        self.about = ElidedLabel(role="small")
        self.done = button(f"Klar   {_KEYS_SHOWN}", self.done_asked.emit, name="Klar med ärendet")
        self.reopen = button("Öppna igen …", self.reopen_asked.emit)
        self.to_list = button("Ärenden", self.list_asked.emit, name="Visa ärendelistan")
        for part in (self.done, self.reopen, self.to_list):
            part.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.to_list.hide()
        words = QVBoxLayout()
        words.setSpacing(em(self, 0.12))
        words.addWidget(self.reference)
        words.addWidget(self.about)
        row = QHBoxLayout(self)
        row.setContentsMargins(em(self, 1.3), em(self, 0.5), em(self, 1.3), em(self, 0.5))
        row.setSpacing(em(self, 0.6))
        row.addWidget(self.to_list)
        row.addLayout(words, 1)
        row.addWidget(self.reopen)
        row.addWidget(self.done)

    def show_work(self, work: Work, *, read_only: bool) -> None:
        """Show the case that is worked on."""
        task = work.task
        self.reference.say(task.case.reference)
        labels = {one.id: one.label for one in task.reading.checklist.attributes}
        attributes = task.case.attributes.items()
        known = [f"{labels[name]}: {value}" for name, value in attributes if name in labels]
        role = ["andra granskning"] if task.role is Role.SECOND else []
        self.about.say("  ·  ".join([task.unit, *role, *known]))
        done = work.state is State.DONE
        self.reopen.setVisible(done and not read_only)
        self.done.setVisible(not done and not read_only)
        whole = not work.reading.missing()
        _set_role(self.done, "primary" if whole else "")


class Lack(QFrame):
    """What is missing before "Klar", each with a jump to it."""

    jumped = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        say_role(self, "note")
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


class Reopen(QFrame):
    """Asks why a case that is klar is opened again."""

    given = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        say_role(self, "note")
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
        stopped = looks_like_personal_number(text)
        self._fault.setText("Det här ser ut som ett personnummer. Ta bort det." if stopped else "")
        self._fault.setVisible(stopped)

    def _give(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self._fault.setText("Skriv varför, med några ord.")
            self._fault.show()
            self.reason.setFocus()
        elif not looks_like_personal_number(reason):
            self.given.emit(reason)


def _set_role(widget: QPushButton, role: str) -> None:
    if widget.property("role") != role:
        say_role(widget, role)
