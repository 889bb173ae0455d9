"""Fokusfrågor: the few questions that a round is to tell about, named before it begins."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from egenkontroll.gui.flow import Flow
from egenkontroll.gui.register import CHANGED
from egenkontroll.gui.theme import em
from egenkontroll.gui.ticks import Ticks
from egenkontroll.gui.widgets import button, frame, label
from egenkontroll.operations import focusing
from egenkontroll.operations.focusing import MOST_FOCUS, Focusing
from egenkontroll.texts import number

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Question
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.opening import Document

_WHY = (
    "Nämn de få frågor som omgången framför allt ska ge besked om, innan någon har sett ett svar. "
    "De prövas för sig, och då syns en verklig förändring lättare. Väljs frågor när resultatet är "
    "känt kan de ha valts för att de råkade ändras. Därför går det inte att nämna dem efteråt."
)
_LATE = "nämnd efter det första svaret, används inte"


class FocusDialog(QDialog):
    """The round's questions, with a mark at those that are named."""

    def __init__(self, session: Session, one: Round, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.round = session, one
        self.found: Focusing | None = None
        self.setWindowTitle(f"Fokusfrågor i {one.name}")
        self.stopped, self.said = label(role="strong"), label(role="small")
        self.note = frame("note")
        self.list = Ticks("Frågor")
        self.save = button("&Spara fokusfrågorna", self.save_shown, "primary")
        self._build()
        self.list.itemChanged.connect(lambda _item: self._say_how_many())

    def _build(self) -> None:
        QVBoxLayout(self.note).addWidget(self.stopped)
        self.note.hide()
        deeds = Flow(em(self, 0.5))
        deeds.add(self.save)
        deeds.add(button("Stäng", self.reject))
        column = QVBoxLayout(self)
        column.addWidget(label(_WHY, "quiet"))
        column.addWidget(self.note)
        column.addWidget(self.list, 1)
        column.addWidget(self.said)
        column.addWidget(deeds)
        room = self.screen().availableGeometry()
        self.resize(min(em(self, 44), room.width()), min(em(self, 36), room.height()))

    def begin(self, document: Document) -> None:
        """Open as soon as it is known what may be named."""
        self.session.run(partial(focusing.focusing, document, self.round), self._begin)

    def _begin(self, found: Focusing) -> None:
        self.found = found
        stopped = self.session.read_only or found.stopped
        self.stopped.setText(stopped)
        self.note.setVisible(bool(stopped))
        self.list.offer([_entry(one, found) for one in found.questions], locked=bool(stopped))
        self._say_how_many()
        self.open()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The questions that are marked, by id."""
        return tuple(str(one) for one in self.list.ticked)

    def _say_how_many(self) -> None:
        many = len(self.wanted)
        over = " Ta bort några för att spara." if many > MOST_FOCUS else ""
        self.said.setText(f"{number(many)} av högst {MOST_FOCUS} är valda.{over}")
        self.list.setAccessibleDescription(self.said.text())
        self.save.setEnabled(many <= MOST_FOCUS and not self.stopped.text())

    def save_shown(self) -> None:
        """Save the marked questions; a fault is shown and nothing is lost."""
        document = self.session.document
        if document is not None:
            work = partial(focusing.name_focus, document, self.round, self.wanted)
            self.session.run(work, self._saved, changes=CHANGED)

    def _saved(self, _named: tuple[str, ...]) -> None:
        self.session.tell("Fokusfrågorna är sparade.")
        self.accept()


def _entry(question: Question, found: Focusing) -> tuple[str, object, bool]:
    late = question.id in found.late
    words = f"{question.text} ({_LATE})" if late else question.text
    return words, question.id, late or question.id in found.in_time


def show_focus(session: Session, parent: QWidget) -> None:
    """Open the focus questions of the chosen round."""
    if session.document is None or session.round is None:
        session.tell("Välj en omgång först.")
    else:
        FocusDialog(session, session.round, parent).begin(session.document)
