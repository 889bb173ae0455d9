"""What may come in between: a case that cannot be reviewed, and something serious in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from egenkontroll.gui.review.panel import Choice, Panel
from egenkontroll.gui.widgets import button, label
from egenkontroll.operations.concerns import LEX_SARAH, REPORT_OF_CONCERN, ROUTINES
from egenkontroll.sample.cases import REASONS
from egenkontroll.sample.identity import identifying, it

DUTIES = {LEX_SARAH: "Lex Sarah", REPORT_OF_CONCERN: "Orosanmälan"}
OTHER = REASONS[-1]


class Replace(Panel):
    """Asks why a case cannot be reviewed; gives the reason, and words for it."""

    given = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._said = label(role="strong")
        self._after = label(role="quiet")
        self._fault = label(role="fault")
        self.choice: Choice = Choice({one: one[:1].upper() + one[1:] for one in REASONS})
        self.choice.chosen.connect(self._on_chosen)
        self.words = QLineEdit()
        self.words.setAccessibleName("Skälet med egna ord")
        self.words.setPlaceholderText("Med egna ord, utan namn och nummer")
        self.words.returnPressed.connect(self._give)
        self.words.textChanged.connect(self._look)
        self.confirm = button("Ersätt ärendet", self._give, "primary")
        row = QHBoxLayout()
        row.addWidget(self.confirm)
        row.addWidget(button("Avbryt", self.closed.emit, "flat"))
        row.addStretch(1)
        column = QVBoxLayout(self)
        for part in (self._said, self.choice, self.words, self._fault, self._after):
            column.addWidget(part)
        column.addLayout(row)

    def ask(self, reference: str, unit: str, *, reserves: bool = True) -> None:
        """Ask about a case; a hand-out holds no `reserves` to take in."""
        self._said.setText(f"Varför kan {reference} inte granskas?")
        instead = (
            f"Nästa reserv i {unit} tas in i stället."
            if reserves
            else "Den som samlar in granskningen tar in en reserv i stället."
        )
        self._after.setText(
            f"{instead} Svar som redan getts finns kvar i dokumentet men räknas inte."
        )
        self.words.clear()
        self._say("")
        self.show()
        self.choice.begin()

    @property
    def fault(self) -> str:
        """What is the matter with what is given, as shown."""
        return self._fault.text()

    def _on_chosen(self, reason: str) -> None:
        self._look(self.words.text())
        (self.words if reason == OTHER else self.confirm).setFocus()

    def _look(self, text: str) -> None:
        found = identifying(text)
        self._say(f"Det här ser ut som {found}. Ta bort {it(found)}." if found else "")

    def _give(self) -> None:
        words = self.words.text().strip()
        if not self.choice.value:
            self._say("Välj ett skäl.")
            next(iter(self.choice.buttons.values())).setFocus()
        elif self.choice.value == OTHER and not words:
            self._say("Skriv varför, med några ord.")
            self.words.setFocus()
        elif not identifying(words):
            self.given.emit(self.choice.value, words)

    def _say(self, fault: str) -> None:
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        self.words.setAccessibleDescription(fault)


class Concern(Panel):
    """Shows what to do about something serious, and asks whether it has been handed over."""

    handed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._may_log = True
        self.choice: Choice = Choice(DUTIES)
        self.choice.chosen.connect(self._on_chosen)
        self.routine = label()
        self.routine.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.confirm = button("Jag har lämnat över", self._hand_over, "primary")
        row = QHBoxLayout()
        row.addWidget(self.confirm)
        row.addWidget(button("Stäng", self.closed.emit, "flat", name="Stäng rutinen"))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(label("Vad gäller det?", "strong"))
        column.addWidget(self.choice)
        column.addWidget(self.routine)
        column.addWidget(
            label(
                "Inget om personen eller ärendet sparas. Programmet antecknar bara att något "
                "lämnades över, vilket av de två det var, när och av vem.",
                "quiet",
            )
        )
        column.addLayout(row)

    def ask(self, *, may_log: bool) -> None:
        """Ask which duty it is."""
        self._may_log = may_log
        self.routine.hide()
        self.confirm.hide()
        self.show()
        self.choice.begin()

    def _on_chosen(self, duty: str) -> None:
        self.routine.setText(ROUTINES[duty])
        self.routine.show()
        self.confirm.setVisible(self._may_log)
        self.confirm.setAccessibleDescription(ROUTINES[duty])
        if self._may_log:
            self.confirm.setFocus()

    def _hand_over(self) -> None:
        self.handed.emit(self.choice.value)


class News(Panel):
    """Says what has come of something, until it has been read."""

    def __init__(self) -> None:
        super().__init__()
        self.said = label()
        self.go_on = button("Fortsätt", self.closed.emit)
        row = QHBoxLayout(self)
        row.addWidget(self.said, 1)
        row.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignTop)

    def say(self, sentence: str) -> None:
        """Say it."""
        self.said.setText(sentence)
        self.go_on.setAccessibleDescription(sentence)
        self.show()
        self.go_on.setFocus()
