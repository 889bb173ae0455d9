"""What stands where no file has been added: the one thing to do, and how else it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from egenkontroll.gui.theme import em, say_role
from egenkontroll.gui.widgets import Centred, Column, button, frame, label
from egenkontroll.texts import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton

LEAD = (
    "Lägg till filerna som granskarna har lämnat in. Du ser först vad varje fil ger, och inget "
    "ändras förrän du väljer att slå ihop. Filerna själva ändras aldrig."
)
ALSO = "Det går också att dra hit filer och mappar, eller klistra in sökvägar med Ctrl+V."
_WIDE_EMS = 36


class NothingYet(QWidget):
    """Leads to the contradictions first, where any wait."""

    def __init__(self, add: Callable[[], object], settle: Callable[[], object]) -> None:
        super().__init__()
        self.add = button("Lägg till filer …", add, "primary")
        self.settle = button("Avgör motsägelserna", settle, "primary")
        self._waiting = label()
        self._note = frame("note")
        inside = QVBoxLayout(self._note)
        inside.addWidget(self._waiting)
        inside.addWidget(self.settle)
        self._why = label()
        self._why.hide()
        column = QVBoxLayout()
        column.setSpacing(em(self, 0.7))
        column.addWidget(self._note)
        column.addSpacing(em(self, 0.4))
        column.addWidget(label("Slå ihop granskarnas filer", "title"))
        column.addWidget(label(LEAD))
        column.addWidget(self.add)
        column.addWidget(label(ALSO, "quiet"))
        column.addWidget(self._why)
        column.addStretch(1)
        for made in (self.add, self.settle):
            made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Column(Centred(column, _WIDE_EMS, top=2.0), "Slå ihop", focus=False))
        self.show_conflicts(0)

    @property
    def first(self) -> QPushButton:
        """The next step."""
        return self.add if self._note.isHidden() else self.settle

    def show_conflicts(self, waiting: int) -> None:
        """Say how many contradictions wait."""
        what = count(waiting, "motsägelse", "motsägelser")
        self._waiting.setText(
            f"{what} väntar på att avgöras: samma granskare har svarat olika på samma fråga."
        )
        self._note.setVisible(bool(waiting))
        say_role(self.add, "" if waiting else "primary")

    def show_read_only(self, why: str) -> None:
        """Say why nothing can be brought together."""
        self._why.setText(f"{why} Filer kan visas här, men inte slås ihop." if why else "")
        self._why.setVisible(bool(why))
