"""The page before a checklist is saved: its new number, what has changed, and where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from egenkontroll.checklist.changes import changes
from egenkontroll.checklist.compare import COMPARABLE
from egenkontroll.gui.checklist_editor.differences import change_list
from egenkontroll.gui.checklist_editor.fields import LineField
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, button, frame, label
from egenkontroll.review.reading import say
from egenkontroll.texts import count

if TYPE_CHECKING:
    from collections.abc import Collection

    from egenkontroll.checklist.changes import Change
    from egenkontroll.checklist.model import Checklist


class SavePage(QWidget):
    """`save_asked` gives the version and whether it goes into the document, or to a file."""

    save_asked = Signal(str, bool)
    back_asked = Signal()

    def __init__(
        self,
        checklist: Checklist,
        origin: Checklist | None,
        version: str,
        known: Collection[str],
        refused: str,
    ) -> None:
        super().__init__()
        self._known = known
        self.version = LineField("Versionsnummer")
        self.version.show_value(version)
        self.version.edited.connect(lambda _value: self._check())
        self.found = changes(origin, checklist, say) if origin is not None else ()
        whole = QVBoxLayout(self)
        margin = em(self, 0.9)
        whole.setContentsMargins(margin, margin, margin, 0)
        whole.addWidget(label(_title(checklist, origin), "title"))
        whole.addWidget(label(_summary(checklist, origin, self.found), "quiet"))
        self.version.setMaximumWidth(em(self, 16))
        whole.addWidget(self.version)
        whole.addWidget(Column(change_list(self.found), "Vad som har ändrats"), 1)
        whole.addWidget(self._foot(refused))
        self._check()

    def _foot(self, refused: str) -> QWidget:
        foot = frame("foot")
        column = QVBoxLayout(foot)
        if refused:
            column.addWidget(label(refused, "small"))
        buttons = Flow(em(self, 0.4))
        self.in_document = button(
            "Spara i dokumentet", lambda: self._save(in_document=True), "primary"
        )
        self.as_file = button("Spara som fil …", lambda: self._save(in_document=False))
        self.in_document.setVisible(not refused)
        buttons.add(self.in_document)
        buttons.add(self.as_file)
        buttons.add(button("Tillbaka", self.back_asked.emit, name="Tillbaka till redigeringen"))
        column.addWidget(buttons)
        return foot

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self.version.control.setFocus(reason)

    @property
    def typed(self) -> str:
        """The version as it is typed."""
        return self.version.control.text().strip()

    def _check(self) -> bool:
        message = ""
        if not self.typed:
            message = "Skriv ett versionsnummer."
        elif self.typed in self._known:
            message = f"Version {self.typed} finns redan. Välj ett annat nummer."
        self.version.show_fault(message)
        for one in (self.in_document, self.as_file):
            one.setEnabled(not message)
        return not message

    def _save(self, *, in_document: bool) -> None:
        if self._check():
            self.save_asked.emit(self.typed, in_document)


def _title(checklist: Checklist, origin: Checklist | None) -> str:
    if origin is None:
        return f"Spara {checklist.title}"
    return f"Spara en ny version av {checklist.title}"


def _summary(checklist: Checklist, origin: Checklist | None, found: tuple[Change, ...]) -> str:
    many = count(len(checklist.questions), "fråga", "frågor")
    if origin is None:
        return f"En ny checklista med {many}."
    if not found:
        return f"Jämfört med version {origin.version} är alla frågor oförändrade ({many})."
    cut = sum(change.row.relation not in COMPARABLE for change in found)
    said = (
        f"Jämfört med version {origin.version} skiljer sig {count(len(found), 'fråga', 'frågor')}."
    )
    if cut:
        said += f" {count(cut, 'fråga', 'frågor')} går inte att jämföra med tidigare år."
    return said
