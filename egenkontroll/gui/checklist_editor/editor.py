"""The editor: the tree at the left, the form of what is chosen at the right."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from egenkontroll.checklist import editing, editing_faults, editing_items
from egenkontroll.gui import messages
from egenkontroll.gui.checklist_editor.commands import Bar, Commands, ItemButtons
from egenkontroll.gui.checklist_editor.fault_list import FaultList
from egenkontroll.gui.checklist_editor.forms import Forms
from egenkontroll.gui.checklist_editor.history import History
from egenkontroll.gui.checklist_editor.outline import ATTRIBUTES, Outline
from egenkontroll.gui.checklist_editor.publishing import Publisher
from egenkontroll.gui.checklist_editor.trial import TrialPage
from egenkontroll.gui.theme import em
from egenkontroll.operations import checklist_editing

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from PySide6.QtGui import QAction, QKeyEvent

    from egenkontroll.checklist.editing import Draft, Place
    from egenkontroll.checklist.editing_faults import Fault
    from egenkontroll.checklist.model import Checklist
    from egenkontroll.gui.session import Session


class ChecklistEditor(QWidget):
    """Opens a checklist for editing: a file, one in the document by its digest, or a new one.

    Raises UserError where it cannot be shown in forms. `saved` gives what was saved (see
    `operations.checklist_editing.Saved`); `closed` asks whoever opened the editor to take it
    away. Ask `may_close` before taking it away for another reason.
    """

    saved = Signal(object)
    closed = Signal()

    def __init__(self, session: Session, source: Path | bytes | None = None) -> None:
        super().__init__()
        self.session = session
        self.source = source
        self.setAccessibleName("Redigera checklista")
        self._faults: tuple[Fault, ...] = ()
        self.history = History(_opened(session, source), editing.FACTS)
        self.pages = QStackedWidget()
        self.outline = Outline()
        self.faults = FaultList()
        self.forms = Forms()
        self.commands = Commands(self)
        self.bar = Bar(self.commands)
        self.publisher = Publisher(self)
        self._build()
        self._connect()
        self._show(editing.FACTS)

    # --- what others ask for ------------------------------------------------------------------

    @property
    def draft(self) -> Draft:
        """The checklist as it is now."""
        return self.history.now.draft

    @property
    def place(self) -> Place:
        """The place that is shown."""
        return self._place

    def menu_actions(self) -> list[QAction]:
        """Return the editor's actions, with their shortcuts, for a menu."""
        return self.commands.all

    def may_close(self) -> bool:
        """Return whether the editor may be taken away; ask where something is not saved."""
        return not self.history.changed or messages.ask(
            self,
            "Checklistan har ändringar som inte är sparade.",
            "Stäng utan att spara",
            "Fortsätt redigera",
            "Stänger du nu går de förlorade.",
        )

    def ask_close(self) -> None:
        """Close, unless something is unsaved and the person wants to keep it."""
        if self.may_close():
            self.closed.emit()

    # --- deeds --------------------------------------------------------------------------------

    def apply(self, deed: Callable[[Draft], Draft], typing: Hashable = None) -> None:
        """Change the draft by a deed from one of the forms."""
        self.history.push(deed(self.draft), self._place, typing)
        self._show(self._place)

    def put_in(self, deed: Callable[[Draft, Place], tuple[Draft, Place]]) -> None:
        """Put something new in, show it, and put the keyboard in its first field."""
        draft, place = deed(self.draft, self._place)
        self.history.push(draft, place)
        self._show(place)
        self.forms.begin()

    def add_question(self) -> None:
        """Put in a question after the one that is shown."""
        self.put_in(editing_items.add_question)

    def add_area(self) -> None:
        """Put in an area after the one that is shown."""
        self.put_in(editing_items.add_area)

    def add_attribute(self) -> None:
        """Put in something that is known of each case."""
        self.put_in(editing_items.add_attribute)

    def remove(self) -> None:
        """Take away what is shown."""
        if len(self._place) < 2:
            return
        draft, place = editing_items.remove(self.draft, self._place)
        names = {"questions": "Frågan", "areas": "Området", "attributes": "Uppgiften"}
        said = names[editing.kind_of(self._place)]
        self.history.push(draft, self._place)
        self._show(place)
        self.session.tell(f"{said} togs bort. Ctrl+Z ångrar.")

    def step(self, by: int) -> None:
        """Move what is shown up or down."""
        if len(self._place) > 1:
            self._moved(*editing_items.step(self.draft, self._place, by))

    def move_item(self, source: Place, to: Place) -> None:
        """Move something to another place."""
        self._moved(*editing_items.move(self.draft, source, to))

    def _moved(self, draft: Draft, place: Place) -> None:
        self.history.push(draft, place)
        self._show(place)

    def undo(self) -> None:
        """Take the last step back."""
        if self.history.can_undo:
            self._show(self.history.undo().place)

    def redo(self) -> None:
        """Take the last step that was undone once more."""
        if self.history.can_redo:
            self._show(self.history.redo().place)

    def next_fault(self) -> None:
        """Go to the next thing to mend."""
        self.faults.next()

    def try_out(self) -> None:
        """Show the checklist as a form for an invented case."""
        checklist = self.whole()
        if checklist is not None:
            page = TrialPage(checklist)
            page.back_asked.connect(self.back)
            self.show_page(page)
            page.back.setFocus()

    def save(self) -> None:
        """Show what has changed, and where it can be saved."""
        self.publisher.ask()

    def whole(self) -> Checklist | None:
        """Return the checklist, or go to the first fault and return None."""
        checklist = editing.checklist_of(self.draft) if not self._faults else None
        if checklist is None:
            self.back()
            self.session.tell("Rätta felen först. F8 går till nästa.")
            self.faults.next()
        return checklist

    # --- showing ------------------------------------------------------------------------------

    def show_page(self, page: QWidget) -> None:
        """Show a page in place of the tree and the form."""
        self.back()
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self.commands.enable(editing_now=False)

    def back(self) -> None:
        """Show the tree and the form again."""
        page = self.pages.currentWidget()
        if self.pages.currentIndex() > 0 and page is not None:
            self.pages.setCurrentIndex(0)
            self.pages.removeWidget(page)
            page.deleteLater()
            self.commands.enable(editing_now=True)
            self.outline.setFocus()
        self._tell_state()

    def _show(self, place: Place) -> None:
        draft = self.draft
        if place != ATTRIBUTES and place not in editing.places(draft.data):
            place = editing.FACTS
        self._place = place
        self._faults = editing_faults.faults(draft)
        marks: dict[Place, int] = {}
        for fault in self._faults:
            marks[fault.place] = marks.get(fault.place, 0) + 1
        self.outline.show_draft(draft, place, marks)
        self.faults.show_faults(draft, self._faults)
        self.forms.show_item(draft, place, self._faults)
        self._tell_state()

    def _tell_state(self) -> None:
        history = self.history
        self.commands.show_state(
            undo=history.can_undo, redo=history.can_redo, item=len(self._place) > 1
        )
        self.bar.show_draft(self.draft, changed=history.changed)

    def _go_to(self, fault: Fault) -> None:
        self._show(fault.place)
        self.forms.go_to(fault.field, fault.at)

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        gap = em(self, 0.5)
        column.setContentsMargins(gap, gap, gap, gap)
        column.addWidget(self.outline, 1)
        column.addWidget(ItemButtons(self.commands))
        column.addWidget(self.faults)
        split = QSplitter()
        split.setObjectName("editor")
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.forms)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([em(self, 20), em(self, 40)])
        self.pages.addWidget(split)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self.pages, 1)
        self.setFocusProxy(self.outline)

    def _connect(self) -> None:
        self.outline.chosen.connect(self._show)
        self.outline.moved.connect(self.move_item)
        self.forms.edited.connect(self.apply)
        self.forms.question_asked.connect(self.add_question)
        self.forms.attribute_asked.connect(self.add_attribute)
        self.faults.asked.connect(self._go_to)

    # --- keys and the window ------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # The window has keys of its own, such as Ctrl+N: here they are the editor's.
        if event.type() == QEvent.Type.ShortcutOverride and self.commands.knows(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.pages.currentIndex() > 0:
            self.back()
        elif not self.commands.press(event):
            super().keyPressEvent(event)


def year_now() -> int:
    """Return this year, for version numbers."""
    return dt.datetime.now().astimezone().year


def _opened(session: Session, source: Path | bytes | None) -> Draft:
    if isinstance(source, Path):
        return checklist_editing.open_file(source, session.document)
    if source is not None and session.document is not None:
        return checklist_editing.open_kept(session.document, source)
    return checklist_editing.new_draft(year_now())
