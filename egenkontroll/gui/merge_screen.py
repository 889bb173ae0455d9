"""Step 4: bringing files together. Each section is a screen of its own, shown one at a time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout

from egenkontroll.gui.merge.agreement_view import AgreementSection
from egenkontroll.gui.merge.conflicts import ConflictsSection
from egenkontroll.gui.merge.double_review import DoubleSection
from egenkontroll.gui.merge.files import FilesSection
from egenkontroll.gui.merge.held import HeldSection
from egenkontroll.gui.merge.persons import PersonsSection
from egenkontroll.gui.merge.receipts import ReceiptsSection
from egenkontroll.gui.merge.tabs import Tabs
from egenkontroll.gui.screen import EVERYTHING, Screen
from egenkontroll.gui.widgets import Stack
from egenkontroll.operations import merging

if TYPE_CHECKING:
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.merging import Conflict, MergeReceipt
    from egenkontroll.operations.opening import Document
    from egenkontroll.sample.cases import Reviewer

SECTIONS: tuple[type[Screen], ...] = (
    FilesSection,
    ReceiptsSection,
    ConflictsSection,
    DoubleSection,
    AgreementSection,
    PersonsSection,
    HeldSection,
)
"""The sections in their order. Each is a Screen with a `title`; `step` is the section's name.

`status` and `go_asked` are the screen's own; `go_asked` may name a section as well as a step.
One that has a `waiting` signal (int) shows its number on its tab.
"""


class MergeScreen(Screen):
    """Files, receipts, contradictions, names spelled twice, and what the document holds."""

    title = "Slå ihop"
    step = "merge"
    shows = EVERYTHING - {"round", "states", "reviewer"}

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.tabs = Tabs()
        self.pages = Stack()
        self.sections: dict[str, Screen] = {}
        self._looking = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(partial(super()._on_changed, "document"))
        self._said: dict[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self.pages, 1)
        for kind in SECTIONS:
            self._add(kind(session))
        self.tabs.chosen.connect(self.show_section)
        self.files.merged.connect(self._show_receipt)
        self._actions = self._make_actions()
        self.show_section(self.files.step)

    def _on_changed(self, what: str) -> None:
        # Once for all that a merge has changed: what is read here takes its time.
        if what in self.shows:
            self._soon.start()

    def _add(self, section: Screen) -> None:
        self.sections[section.step] = section
        self.tabs.add(section.step, section.title)
        self.pages.addWidget(section)
        section.go_asked.connect(self._go)
        section.status.connect(partial(self._pass_on, section))
        waiting = getattr(section, "waiting", None)
        if waiting is not None:
            waiting.connect(partial(self.tabs.show_waiting, section.step))

    # --- the sections -------------------------------------------------------------------------

    @property
    def files(self) -> FilesSection:
        """Where files are added and brought together."""
        found = self.sections[FilesSection.step]
        assert isinstance(found, FilesSection)
        return found

    @property
    def receipts(self) -> ReceiptsSection:
        """What earlier merges did."""
        found = self.sections[ReceiptsSection.step]
        assert isinstance(found, ReceiptsSection)
        return found

    @property
    def conflicts(self) -> ConflictsSection:
        """The answers that contradict."""
        found = self.sections[ConflictsSection.step]
        assert isinstance(found, ConflictsSection)
        return found

    @property
    def persons(self) -> PersonsSection:
        """The names that may be one person's."""
        found = self.sections[PersonsSection.step]
        assert isinstance(found, PersonsSection)
        return found

    @property
    def shown(self) -> Screen:
        """The section that is shown."""
        found = self.pages.currentWidget()
        assert isinstance(found, Screen)
        return found

    def show_section(self, name: str) -> None:
        """Show a section; the focus stays where it is."""
        if isinstance(self.pages.currentWidget(), Screen):
            self.shown.leave()
        self.pages.setCurrentWidget(self.sections[name])
        self.tabs.choose(name)
        self._tell_foot()

    def _tell_foot(self) -> None:
        """Let the window's foot say the keys of the section, and what it says of itself."""
        self.hinted.emit(f"{self.shown.hints}    ← → del".strip())
        self.status.emit(self._said.get(self.shown.step, ""))

    def _go(self, name: str) -> None:
        if name in self.sections:
            self.show_section(name)
            self.shown.begin()
        else:
            self.go_asked.emit(name)

    def _pass_on(self, section: Screen, said: str) -> None:
        self._said[section.step] = said
        if section is self.shown:
            self.status.emit(said)

    # --- what the window asks for -------------------------------------------------------------

    def begin(self) -> None:
        self._tell_foot()
        self.shown.begin()

    def leave(self) -> None:
        self.shown.leave()

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def refresh(self) -> None:
        """Look for what waits for a person to decide, beside the window's thread."""
        document = self.session.document
        self._looking += 1
        if document is None:
            self._show_waiting(self._looking, ((), ()))
        else:
            self.session.run(
                partial(_waiting, document), partial(self._show_waiting, self._looking)
            )

    def _show_waiting(self, looking: int, found: _Waiting) -> None:
        if looking == self._looking:
            self.conflicts.show_conflicts(found[0])
            self.files.show_conflicts(len(found[0]))
            self.receipts.show_conflicts(len(found[0]))
            self.persons.show_pairs(found[1])

    def _show_receipt(self, receipt: MergeReceipt) -> None:
        if not receipt.id:
            self.session.tell("Filerna hade inget nytt. Dokumentet är som det var.")
            return
        self.show_section(self.receipts.step)
        self.receipts.show_newest()

    def _make_actions(self) -> list[QAction]:
        made = []
        for name, section in self.sections.items():
            made += section.menu_actions()
            action = QAction(f"Visa {section.title}", self)
            action.triggered.connect(lambda _checked=False, name=name: self._go(name))
            made.append(action)
        return made


_Waiting = tuple[tuple["Conflict", ...], tuple[tuple["Reviewer", "Reviewer"], ...]]


def _waiting(document: Document) -> _Waiting:
    return merging.conflicts(document), merging.spelled_twice(document)
