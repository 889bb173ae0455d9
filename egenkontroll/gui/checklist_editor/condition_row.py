"""One line of a condition: what is asked about, and the answers or bounds that are wanted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from egenkontroll.checklist.condition_draft import Row
from egenkontroll.checklist.editing import typed_number
from egenkontroll.gui.checklist_editor.controls import CheckBox, ComboBox
from egenkontroll.gui.checklist_editor.fields import LineEdit
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import button, label
from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.condition_draft import Number
    from egenkontroll.gui.checklist_editor.words import Subject

_IS, _IS_NOT, _BETWEEN, _NOT_BETWEEN = "är", "är inte", "är mellan", "är inte mellan"


def shown_number(value: Number | None) -> str:
    """Return a bound as it is typed: a decimal comma, and nothing for none."""
    if value is None or isinstance(value, str):
        return value or ""
    whole = int(value) if float(value).is_integer() else value
    return str(whole).replace(".", ",")


class ConditionRow(QWidget):
    """Shows a row; `edited` gives it anew, and whether it must be built anew to be shown."""

    edited = Signal(object, bool)
    removed = Signal()

    def __init__(self, row: Row, subjects: Sequence[Subject], number: int) -> None:
        super().__init__()
        self._row = row
        self._subjects = {one.id: one for one in subjects}
        self._nth = f"villkor {number}"
        self.subject = ComboBox()
        self.relation = ComboBox()
        self.answers: list[CheckBox] = []
        self.bounds: list[LineEdit] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.2))
        column.addLayout(self._first_line())
        column.addWidget(self._second_line())

    def focus_first(self) -> None:
        """Put the keyboard where the row begins."""
        self.subject.setFocus(Qt.FocusReason.OtherFocusReason)

    def _first_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.subject.setAccessibleName(f"Vad {self._nth} frågar efter")
        self.subject.set_options(self._options())
        self.subject.choose(self._row.subject)
        if not self._row.subject:
            self.subject.setPlaceholderText("Välj uppgift eller fråga")
        self.subject.activated.connect(lambda _at: self._choose(self.subject.currentData()))
        self.relation.setAccessibleName(f"Hur {self._nth} jämför")
        words = [(_IS, (False, False)), (_IS_NOT, (False, True))]
        if self._has_numbers():
            words = [(_BETWEEN, (True, False)), (_NOT_BETWEEN, (True, True))]
        self.relation.set_options(words)
        self.relation.setMinimumContentsLength(6)
        self.relation.choose((self._row.within, self._row.negated))
        self.relation.activated.connect(lambda _at: self._relate(*self.relation.currentData()))
        remove = button("Ta bort", self.removed.emit, "flat", name=f"Ta bort {self._nth}")
        line.addWidget(self.subject, 3)
        line.addWidget(self.relation, 1)
        line.addWidget(remove)
        return line

    def _second_line(self) -> QWidget:
        inside = Flow(em(self, 0.4))
        if not self._row.subject:
            inside.hide()
        elif self._row.within:
            self._add_bounds(inside)
        elif self._possible():
            self._add_answers(inside)
        else:
            self._add_words(inside)
        return inside

    def _options(self) -> list[tuple[str, str]]:
        asked = set(self._subjects)
        found = [
            (f"{one.name} ({'uppgift' if one.attribute else 'fråga'})", one.id)
            for one in self._subjects.values()
        ]
        if self._row.subject and self._row.subject not in asked:
            found.append((f"{self._row.subject} (finns inte längre)", self._row.subject))
        return found

    def _has_numbers(self) -> bool:
        subject = self._subjects.get(self._row.subject)
        return self._row.within or (subject is not None and subject.kind == "number")

    def _possible(self) -> tuple[str, ...]:
        subject = self._subjects.get(self._row.subject)
        return subject.answers if subject is not None else self._row.accepted

    def _add_answers(self, flow: Flow) -> None:
        accepted = {same_word(word) for word in self._row.accepted}
        possible = self._possible()
        known = {same_word(word) for word in possible}
        gone = [word for word in self._row.accepted if same_word(word) not in known]
        for word in [*possible, *gone]:
            box = CheckBox(f"{word} (finns inte)" if word in gone else word)
            box.setProperty("answer", word)
            box.setChecked(same_word(word) in accepted)
            box.clicked.connect(lambda _on: self._accept())
            self.answers.append(box)
            flow.add(box)

    def _add_words(self, flow: Flow) -> None:
        field = self._line(flow, "Svar, med semikolon mellan", 18)
        field.setText("; ".join(self._row.accepted))
        field.textEdited.connect(self._accept_words)

    def _add_bounds(self, flow: Flow) -> None:
        for caption, value in (("minst", self._row.low), ("högst", self._row.high)):
            field = self._line(flow, caption, 5)
            field.setText(shown_number(value))
            field.textEdited.connect(lambda _text: self._bound())
            self.bounds.append(field)

    def _line(self, flow: Flow, caption: str, width: int) -> LineEdit:
        pair = QWidget()
        line = QHBoxLayout(pair)
        line.setContentsMargins(0, 0, 0, 0)
        field = LineEdit()
        field.setAccessibleName(f"{caption.capitalize()}, {self._nth}")
        field.setMinimumWidth(field.fontMetrics().averageCharWidth() * (width + 4))
        said = label(caption, wrap=False)
        said.setBuddy(field)
        line.addWidget(said)
        line.addWidget(field)
        flow.add(pair)
        return field

    # --- what is done to it -------------------------------------------------------------------

    def _choose(self, subject: str) -> None:
        numbers = self._subjects[subject].kind == "number" if subject in self._subjects else False
        if subject != self._row.subject:
            self._tell(Row(subject, negated=self._row.negated, within=numbers), anew=True)

    def _relate(self, within: bool, negated: bool) -> None:
        anew = within != self._row.within
        self._tell(replace(self._row, within=within, negated=negated), anew=anew)

    def _accept(self) -> None:
        chosen = tuple(box.property("answer") for box in self.answers if box.isChecked())
        self._tell(replace(self._row, accepted=chosen))

    def _accept_words(self, text: str) -> None:
        words = tuple(word.strip() for word in text.split(";") if word.strip())
        self._tell(replace(self._row, accepted=words))

    def _bound(self) -> None:
        low, high = (typed_number(field.text()) for field in self.bounds)
        self._tell(replace(self._row, low=low, high=high))

    def _tell(self, row: Row, *, anew: bool = False) -> None:
        self._row = row
        self.edited.emit(row, anew)
