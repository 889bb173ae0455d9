"""Åtgärder: what the results led to, how far it is and what it gave."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from egenkontroll.gui.register import Register
from egenkontroll.gui.theme import em
from egenkontroll.gui.ticks import Ticks
from egenkontroll.operations import acting
from egenkontroll.results.action import EFFECTS, STATES, Action, Described, Effect, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.opening import Document

_INTRO = (
    "Åtgärder som {name} ledde till, och öppna åtgärder från tidigare omgångar. De står på nästa "
    "omgångs blad."
)
_SHORTENED = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon


class ActionsDialog(Register[Described]):
    """The actions of a round and those still open, and a form for one of them."""

    heads = ("Åtgärd", "Fråga", "Enhet", "Ansvarig", "Klart", "Läge", "Effekt")
    unsaved = "Åtgärden är inte sparad."

    def __init__(self, session: Session, one: Round, parent: QWidget | None = None) -> None:
        super().__init__(session, "Åtgärder", parent)
        self.round = one
        self._wanted = ""
        self.question, self.units = QComboBox(), Ticks("Enheter")
        self.state, self.effect = QComboBox(), QComboBox()
        self.what, self.role, self.due, self.note, self.area, self.risk = (
            QLineEdit() for _ in range(6)
        )
        self._build()

    def _build(self) -> None:
        self.intro.setText(_INTRO.format(name=self.round.name))
        self.save.setText("&Spara åtgärden")
        self.new.setText("&Ny åtgärd")
        for made in (self.save, self.new):
            made.setAccessibleName(made.text().replace("&", ""))
        self.question.setSizeAdjustPolicy(_SHORTENED)
        self.due.setPlaceholderText("2026-11-30")
        self.units.setMinimumHeight(em(self, 6))
        for state, said in STATES.items():
            self.state.addItem(said.capitalize(), state)
        for effect, said in EFFECTS.items():
            self.effect.addItem(said.capitalize(), effect)
        document = self.session.document
        self._units = acting.units(document) if document is not None else ()
        self._tied = ("", "")
        self.question.activated.connect(self._tie)
        self.add_field("Vad som ska göras", self.what, wide=True)
        self.add_field("Fråga", self.question, wide=True)
        for words, field in (
            ("Ansvarig, som roll", self.role),
            ("Klart, som 2026-11-30", self.due),
            ("Läge", self.state),
            ("Effekt", self.effect),
        ):
            self.add_field(words, field)
        self.add_field("Det som behöver sägas", self.note, wide=True)
        self.add_field("Kvalitetsområde", self.area)
        self.add_field("Risk", self.risk)
        self.add_field("Enheter, ingen markerad betyder alla", self.units, wide=True)

    def begin_for(self, question: str) -> None:
        """Open with a new action for a question; with "" on the list."""
        self._wanted = question
        self.load(begin=not question)
        self.open()
        if question:
            self.begin_new()

    def focus_form(self) -> None:
        self.what.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the list and the form ----------------------------------------------------------------

    def listed(self, document: Document) -> tuple[Described, ...]:
        return acting.followed(document, self.round)

    def rows(self) -> Sequence[Sequence[str]]:
        return [
            (
                one.action.what,
                one.question,
                one.whose,
                one.action.role,
                one.action.due,
                STATES[one.action.state],
                EFFECTS[one.action.effect],
            )
            for one in self.items
        ]

    def key(self, item: Described) -> bytes:
        return item.action.id

    def fill(self, item: Described | None) -> None:
        self.question.clear()
        if item is not None:
            self.question.addItem(f"{item.question} ({item.round})", item.action.question)
        else:
            checklist = self.session.checklist
            for question in checklist.questions if checklist is not None else ():
                self.question.addItem(question.text, question.id)
            self.question.setCurrentIndex(max(0, self.question.findData(self._wanted)))
        self.question.setEnabled(item is None)
        self._tied = ("", "")
        action = item.action if item is not None else Action(b"", self.round.id, "", (), "")
        for field, said in (
            (self.what, action.what),
            (self.role, action.role),
            (self.due, action.due),
            (self.note, action.note),
            (self.area, action.area),
            (self.risk, action.risk),
        ):
            field.setText(said)
        if item is None:
            self._tie()
        self.state.setCurrentIndex(self.state.findData(action.state))
        self.effect.setCurrentIndex(self.effect.findData(action.effect))
        self.units.offer([(one.name, one.id, one.id in action.units) for one in self._units])

    def _tie(self) -> None:
        """Take over what the question is tied to, where nothing else has been written."""
        checklist = self.session.checklist
        asked = checklist.by_id.get(self.question.currentData()) if checklist is not None else None
        if asked is None or (self.area.text(), self.risk.text()) != self._tied:
            return
        self._tied = (asked.quality_area or "", asked.risk or "")
        for field, said in zip((self.area, self.risk), self._tied, strict=True):
            field.setText(said)

    def written(self) -> Action:
        known = self.item.action if self.item is not None else None
        begun = known or Action(b"", self.round.id, "", (), "")
        return replace(
            begun,
            question=begun.question or str(self.question.currentData()),
            units=tuple(one for one in self.units.ticked if isinstance(one, bytes)),
            what=self.what.text(),
            role=self.role.text(),
            due=self.due.text().strip(),
            state=State(self.state.currentData()),
            effect=Effect(self.effect.currentData()),
            note=self.note.text(),
            area=self.area.text(),
            risk=self.risk.text(),
        )

    def store(self, document: Document) -> bytes:
        return acting.save_action(document, self.written()).id
