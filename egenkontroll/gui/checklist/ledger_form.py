"""The decision about one question: which relation, to which question, why and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from egenkontroll.checklist.compare import SWEDISH, Decision, Relation
from egenkontroll.gui.theme import say_role
from egenkontroll.gui.widgets import button, label
from egenkontroll.operations.ledger import proposal_words

if TYPE_CHECKING:
    from egenkontroll.checklist.compare import Row
    from egenkontroll.operations.ledger import Versions

_MEANS = {
    Relation.IDENTICAL: "samma fråga under annat namn",
    Relation.EDITORIAL: "bara orden är klarare, kravet är detsamma",
    Relation.RECOMPUTED: "den tidigare omgångens svar räknas om",
    Relation.BROKEN: "åren jämförs inte",
    Relation.SPLIT: "en av flera delar av en tidigare fråga",
    Relation.MERGED: "flera tidigare frågor i en",
    Relation.NEW: "frågan fanns inte då",
    Relation.REMOVED: "frågan finns inte längre",
}


class DecisionForm(QFrame):
    """`decided` hands out a decision to save; faults are shown by whoever saves it."""

    decided = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        say_role(self, "card")
        self.relation, self.before = QComboBox(), QComboBox()
        self.reason, self.by = QLineEdit(), QLineEdit()
        self.proposal = label(role="quiet")
        self.save = button("&Spara beslutet", self._save, "primary")
        self._found: Versions | None = None
        self._row: Row | None = None
        column = QVBoxLayout(self)
        column.addWidget(label("Besluta", "strong"))
        column.addWidget(self.proposal)
        for words, field in (
            ("Förhållande", self.relation),
            ("Frågan i den tidigare versionen", self.before),
            ("Varför", self.reason),
            ("Beslutat av", self.by),
        ):
            self._add(column, words, field)
        self.relation.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.before.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for relation in Relation:
            self.relation.addItem(f"{SWEDISH[relation].capitalize()}: {_MEANS[relation]}", relation)
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)

    def _add(self, column: QVBoxLayout, words: str, field: QWidget) -> None:
        head = label(words, "small")
        head.setBuddy(field)
        field.setAccessibleName(words)
        column.addWidget(head)
        column.addWidget(field)

    def show_row(self, found: Versions, row: Row) -> None:
        """Show what is proposed or decided of a question; who decides is kept."""
        self._found, self._row = found, row
        self.before.clear()
        for question in found.old.questions:
            self.before.addItem(f"{question.short} ({question.id})", question.id)
        near = [one for one in found.proposals if row.question in (one.new, one.old)]
        self.proposal.setText("\n".join(proposal_words(one) for one in near))
        self.proposal.setVisible(bool(near))
        relation, before = row.relation, row.before
        if near and not row.by and row.question == near[0].new:
            relation, before = near[0].relation, near[0].old
        self.relation.setCurrentIndex(self.relation.findData(relation))
        self.before.setCurrentIndex(max(0, self.before.findData(before)))
        self.reason.setText(row.reason if row.by else "")

    def _save(self) -> None:
        found, row = self._found, self._row
        if found is None or row is None:
            return
        relation = Relation(self.relation.currentData())
        gone = row.question not in found.new.by_id
        now = "" if gone or relation is Relation.REMOVED else row.question
        before = "" if relation is Relation.NEW else str(self.before.currentData())
        reason, by = (" ".join(field.text().split()) for field in (self.reason, self.by))
        self.decided.emit(
            Decision(found.old.digest, found.new.digest, before, now, relation, reason, by)
        )
