"""What stands behind one row of agreement: cross table, the differing cases, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from egenkontroll.gui.merge.double_line import WhyLine
from egenkontroll.gui.review.answer_button import AnswerButton
from egenkontroll.gui.review.panel import Choice
from egenkontroll.gui.tables import PlainTable
from egenkontroll.gui.theme import em, say_role
from egenkontroll.gui.widgets import button, label
from egenkontroll.report import agreement_words as words
from egenkontroll.report.agreement import crossed
from egenkontroll.results.clarification import DECISIONS
from egenkontroll.sample.identity import identifying, it

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from egenkontroll.results.agreement import Agreement, Difference
    from egenkontroll.results.clarification import Clarification

CROSS = "Första ↓ andra →"


class Clarify(QFrame):
    """Asks what to do about a question; `decided` gives the decision ("" for none) and words."""

    decided = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        say_role(self, "card")
        self._known = ("", "")
        self.choice = Choice({str(one): text for one, text in DECISIONS.items()})
        self.words = WhyLine(
            "Vad som ska ändras, med egna ord",
            "Vad ska ändras? Med egna ord, utan namn och nummer",
        )
        self.fault = label(role="fault")
        self.save = button("Spara beslutet", self._give, "primary")
        self.clear = button("Ta tillbaka", lambda: self.decided.emit("", ""), "flat",
                            name="Ta tillbaka beslutet")  # fmt: skip
        self.words.entered.connect(self._give)
        self.words.textChanged.connect(lambda _text: self._look())
        self.choice.chosen.connect(lambda _value: self._look())
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addWidget(self.clear)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(label("Beslut inför nästa version", "strong"))
        for part in (self.choice, self.words, self.fault):
            column.addWidget(part)
        column.addLayout(row)

    def show_decision(self, decided: Clarification | None) -> None:
        """Show what is decided."""
        known = (str(decided.decision), decided.words) if decided is not None else ("", "")
        self._known = known
        self.choice.value = known[0]
        for name, made in self.choice.buttons.items():
            made.setChecked(name == known[0])
        self.words.setText(known[1])
        self.clear.setVisible(decided is not None)
        self._look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typing = isinstance(QApplication.focusWidget(), QLineEdit)
        focused = QApplication.focusWidget()
        if isinstance(focused, AnswerButton) and event.text() in ("\r", "\n"):
            focused.click()
        elif typing or not self.choice.take_key(event.text()):
            super().keyPressEvent(event)

    def _look(self) -> None:
        found = identifying(self.words.text())
        self._say(f"Det här ser ut som {found}. Ta bort {it(found)}." if found else "")
        said = (self.choice.value, " ".join(self.words.text().split()))
        self.save.setEnabled(bool(said[0]) and said != self._known and not found)

    def _give(self) -> None:
        if not self.choice.value:
            self._say("Välj vad som ska göras.")
            next(iter(self.choice.buttons.values())).setFocus()
        elif self.save.isEnabled():
            self.decided.emit(self.choice.value, self.words.text())

    def _say(self, fault: str) -> None:
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        self.words.setAccessibleDescription(fault)


class Detail(QWidget):
    """Shows a chosen group: its figures in words, its cross table, its differing cases."""

    def __init__(self) -> None:
        super().__init__()
        self.title = label(role="heading")
        self.figures = label()
        self.clarify = Clarify()
        self.cross: PlainTable | None = None
        self._inside: QWidget | None = None
        self._column = QVBoxLayout(self)
        side = em(self, 0.9)
        self._column.setContentsMargins(side, side, side, side)
        self._column.setSpacing(em(self, 0.5))
        for part in (self.title, self.figures, self.clarify):
            self._column.addWidget(part)
        self._column.addStretch(1)

    def show_group(
        self,
        one: Agreement,
        name: str,
        figures: str,
        decided: Clarification | None,
        *,
        question: bool,
    ) -> None:
        """Show a group; only a question that was read differently can be decided on."""
        self.title.setText(name)
        self.figures.setText(figures)
        self.clarify.setVisible(question and bool(one.differences or decided))
        self.clarify.show_decision(decided)
        if self._inside is not None:
            self._column.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(self, 0.3))
        self._add_cross(rows, one)
        if one.differences:
            rows.addWidget(label("Där de två skilde sig", "strong"))
        for difference in one.differences:
            _add_case(rows, difference)
        self._column.insertWidget(2, inside)

    def _add_cross(self, rows: QVBoxLayout, one: Agreement) -> None:
        found = crossed(one.table)
        self.cross = None
        if found is None:
            return
        self.cross = table = PlainTable("Första och andra granskningens svar", fits=True)
        heads = (CROSS, *found.answers)
        shown = [(answer, *counts) for answer, counts in found.rows]
        table.show_rows(heads, shown, range(1, len(heads)))
        rows.addWidget(table)


def _add_case(rows: QVBoxLayout, one: Difference) -> None:
    rows.addWidget(label(f"{one.reference} · {words.difference_words(one)}"))
    said = [
        f"{who}: ”{comment}”"
        for who, comment in (("Första", one.first_comment), ("Andra", one.second_comment))
        if comment
    ]
    if one.reason:
        said.append(f"Bestämt: {one.reason}")
    if said:
        rows.addWidget(label("\n".join(said), "small"))
