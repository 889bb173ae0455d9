"""Try the checklist out on an invented case: questions show and hide as one answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from egenkontroll.gui.checklist_editor.fields import ChoiceField, Field, LineField
from egenkontroll.gui.checklist_editor.trial_card import TrialCard
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, Heading, button, label
from egenkontroll.review.reading import Reading
from egenkontroll.texts import number

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Attribute, Checklist


class TrialPage(QWidget):
    """The checklist as a form. Nothing of it is saved."""

    back_asked = Signal()

    def __init__(self, checklist: Checklist) -> None:
        super().__init__()
        self._checklist = checklist
        self._given: dict[str, str] = {}
        self._values: dict[str, str] = {}
        self.attributes: dict[str, Field] = {}
        self.cards: dict[str, TrialCard] = {}
        self._headings: list[tuple[Heading, list[str]]] = []
        whole = QVBoxLayout(self)
        margin = em(self, 0.9)
        whole.setContentsMargins(margin, margin, margin, margin)
        whole.addLayout(self._head())
        split = QSplitter()
        split.setObjectName("trial")
        split.setChildrenCollapsible(False)
        split.addWidget(Column(self._case(), "Det påhittade ärendet"))
        split.addWidget(Column(self._questions(), "Frågorna"))
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 3)
        whole.addWidget(split, 1)
        self._refresh()

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        said = QVBoxLayout()
        said.addWidget(label("Prova checklistan", "title"))
        self.status = label(role="quiet")
        said.addWidget(self.status)
        line.addLayout(said, 1)
        line.addWidget(button("Börja om", self.clear))
        self.back = button("Tillbaka", self.back_asked.emit, name="Tillbaka till redigeringen")
        line.addWidget(self.back)
        return line

    def _case(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.addWidget(Heading("Påhittat ärende"))
        if not self._checklist.attributes:
            column.addWidget(label("Checklistan har inga uppgifter om ärendet.", "quiet"))
        for attribute in self._checklist.attributes:
            field = _attribute_field(attribute)
            field.edited.connect(
                lambda value, name=attribute.id: self._give(name, str(value or ""))
            )
            self.attributes[attribute.id] = field
            column.addWidget(field)
        column.addStretch(1)
        return inside

    def _questions(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setSpacing(em(self, 0.5))
        for area in self._checklist.areas:
            heading = Heading(area.title)
            column.addWidget(heading)
            for question in area.questions:
                card = TrialCard(question)
                card.answered.connect(lambda value, name=question.id: self._answer(name, value))
                self.cards[question.id] = card
                column.addWidget(card)
        column.addStretch(1)
        return inside

    def clear(self) -> None:
        """Take every answer and attribute back."""
        self._given, self._values = {}, {}
        for field in self.attributes.values():
            field.show_value(None)
        for card in self.cards.values():
            card.clear()
        self._refresh()

    def _give(self, name: str, value: str) -> None:
        self._given = {key: said for key, said in self._given.items() if key != name}
        if value:
            self._given[name] = value
        self._refresh()

    def _answer(self, name: str, value: str) -> None:
        self._values = {**self._values, name: value}
        self._refresh()

    def _refresh(self) -> None:
        reading = Reading(self._checklist, self._given, self._values, {})
        for question in self._checklist.questions:
            applies = question.id in reading.applies
            self.cards[question.id].show_state(
                "" if applies else reading.why_hidden(question), applies=applies
            )
        shown, whole = len(reading.applies), len(self._checklist.questions)
        self.status.setText(
            f"{number(shown)} av {number(whole)} frågor gäller ärendet. "
            f"Besvarade: {number(reading.answered)}. Inget sparas."
        )


def _attribute_field(attribute: Attribute) -> Field:
    if attribute.choices:
        options: list[tuple[str, str | None]] = [("(inte känt)", None)]
        options += [(choice, choice) for choice in attribute.choices]
        field = ChoiceField(attribute.label, options)
        field.show_value(None)
        return field
    hints = {"number": "Ett tal.", "date": "År-månad-dag.", "text": ""}
    return LineField(attribute.label, hints.get(attribute.type, ""))
