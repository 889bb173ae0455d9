"""What the plan says, and the files that were written: tables with the sentences beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from egenkontroll.gui.tables import PlainTable
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import label
from egenkontroll.operations.handing_out import HOW_TO_SEND, HOW_TO_SEND_SEALED
from egenkontroll.texts import count, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.operations.assigning import Proposal
    from egenkontroll.operations.handing_out import HandedOut

HEADS = ("Granskare", "Första", "Andra", "Påbörjade", "Nya")
FILE_HEADS = ("Till", "Fil", "Första", "Andra", "Kalibrering")
_SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


class _TableAndWords(QWidget):
    """A heading, a table as high as its rows, and sentences under it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.head = label(title, "heading")
        self.table = PlainTable(title, fits=True)
        self.said = label()
        self.said.setTextInteractionFlags(_SELECTABLE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.3))
        for part in (self.head, self.table, self.said):
            column.addWidget(part)

    def say(self, sentence: str) -> None:
        """Show sentences, or nothing."""
        self.said.setText(sentence)
        self.said.setAccessibleName(sentence)
        self.said.setVisible(bool(sentence))


class PlanView(_TableAndWords):
    """How many readings each reviewer would have, and what the rules did."""

    def __init__(self) -> None:
        super().__init__("Förslag till fördelning")

    def show_plan(self, found: Proposal) -> None:
        """Show a plan."""
        rows = [
            (load.reader.name, *map(number, (load.first, load.second, load.begun, load.new)))
            for load in found.plan.loads
        ]
        self.table.show_rows(HEADS, rows, range(1, 5))
        self.table.show()
        self.say("\n".join(f"• {sentence}" for sentence in found.explained()))

    def show_problem(self, problem: str) -> None:
        """Show why there is no plan; nothing while one is made."""
        self.table.hide()
        self.say(problem)


class FilesView(_TableAndWords):
    """What was written, and what is to be done with it."""

    def __init__(self) -> None:
        super().__init__("Utlämnat")
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence alone."""
        super().say(sentence)
        self.table.hide()
        self.head.hide()
        self.show()

    def show_files(self, written: Sequence[HandedOut], *, sealed: bool) -> None:
        """Show what to send to whom."""
        many = count(len(written), "fil är skriven", "filer är skrivna")
        folder = f" i {written[0].path.parent}" if written else ""
        self.say(f"{many}{folder}. {HOW_TO_SEND} {HOW_TO_SEND_SEALED if sealed else ''}".strip())
        rows = [
            (one.reviewer, one.path.name, *map(number, (one.first, one.second, one.calibration)))
            for one in written
        ]
        self.table.show_rows(FILE_HEADS, rows, range(2, 5))
        self.table.show()
        self.head.show()
