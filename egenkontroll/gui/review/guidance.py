"""The right pane: how the current question is to be read, its basis, and how it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from egenkontroll.gui.theme import em, say_role
from egenkontroll.gui.widgets import Column, label
from egenkontroll.results.tally import rule_for
from egenkontroll.texts import percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.checklist.model import Area, Question
    from egenkontroll.operations.interpreting import Interpretation


class _Pane(Column):
    """Scrolls where only a few lines have room."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), em(self, 3))


class Guidance(QFrame):
    """Shown beside the question, never behind a click."""

    def __init__(self) -> None:
        super().__init__()
        say_role(self, "surface")
        self._heading = label(role="heading")
        self._parts: dict[str, tuple[QLabel, QLabel]] = {}
        self._known: Mapping[str, Sequence[Interpretation]] = {}
        self._every: list[_Agreed] = []
        self._boxes = QVBoxLayout()
        self._boxes.setSpacing(em(self, 0.4))
        self._boxes.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        column = self._column = QVBoxLayout(inside)
        column.setSpacing(em(self, 0.2))
        column.addWidget(self._heading)
        for name in ("Vägledning", "Om området", "Grund", "Mål", "Så räknas svaret"):
            title, said = label(name, "strong"), label(role="" if name == "Vägledning" else "quiet")
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            title.setContentsMargins(0, em(self, 0.7), 0, 0)
            column.addWidget(title)
            column.addWidget(said)
            self._parts[name] = (title, said)
            if name == "Vägledning":
                column.addLayout(self._boxes)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(_Pane(inside, "Vägledning till frågan"))
        self.set_under(under=False)

    def set_under(self, *, under: bool) -> None:
        """Take less room where it stands under the questions, of which it says the one chosen."""
        self._heading.setHidden(under)
        self._column.setContentsMargins(
            em(self), em(self, 0.1 if under else 0.9), em(self), em(self, 0.5 if under else 1)
        )

    def set_agreed(self, known: Mapping[str, Sequence[Interpretation]]) -> None:
        """Take up what earlier rounds agreed on, by question."""
        self._known = known
        while len(self._every) < max((len(some) for some in known.values()), default=0):
            self._every.append(_Agreed())
            self._boxes.addWidget(self._every[-1])

    @property
    def agreed(self) -> list[_Agreed]:
        """What was agreed about the question that is shown, a box for each."""
        return [box for box in self._every if not box.isHidden()]

    def show_question(self, question: Question, area: Area) -> None:
        """Show what is known of a question; what is not known takes no room."""
        checked = f"\nKontrollerad {question.basis_checked}" if question.basis_checked else ""
        texts = {
            "Vägledning": question.guidance or "",
            "Om området": area.description or "",
            "Grund": f"{question.basis}{checked}" if question.basis else "",
            "Mål": f"{percent(question.target)} ska uppfylla kravet." if question.target else "",
            "Så räknas svaret": _counted(question),
        }
        # Each part that comes would have all of it laid out anew.
        self._column.setEnabled(False)
        self._heading.setText(question.short)
        self._show_agreed(question.id)
        for name, said in texts.items():
            title, body = self._parts[name]
            body.setText(said)
            body.setAccessibleName(f"{name}: {said}")
            title.setVisible(bool(said))
            body.setVisible(bool(said))
        self._column.setEnabled(True)
        self._column.activate()

    def _show_agreed(self, question: str) -> None:
        known = self._known.get(question, ())
        for box, agreed in zip(self._every, known, strict=False):
            box.say(agreed)
        for box in self._every[len(known) :]:
            box.hide()
        self._boxes.setContentsMargins(0, em(self, 0.7) if known else 0, 0, 0)


class _Agreed(QFrame):
    """A quiet box with what was agreed in one round. Kept: to make one takes the window's time."""

    def __init__(self) -> None:
        super().__init__()
        say_role(self, "note")
        self._round = label(role="strong")
        self._said = label()
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setSpacing(em(self, 0.1))
        column.addWidget(self._round)
        column.addWidget(self._said)
        self.hide()
        for part in (self, self._round, self._said):
            part.ensurePolished()

    def say(self, agreed: Interpretation) -> None:
        """Show what was agreed."""
        self._round.setText(f"Samsyn {_in_sentence(agreed.round)}")
        self._said.setText(agreed.words)
        self._said.setAccessibleName(f"Samsyn {agreed.round}: {agreed.words}")
        self.show()


def _in_sentence(name: str) -> str:
    """Return a round's name as it stands in a sentence: "våren 2023"."""
    first = name.split(" ")[0]
    return name[:1].lower() + name[1:] if first in ("Våren", "Hösten") else name


def _counted(question: Question) -> str:
    if not question.judged:
        return "Svaren räknas och visas, men bedöms inte."
    critical = " Frågan är kritisk: varje nej tas upp för sig." if question.critical else ""
    return rule_for(question) + critical
