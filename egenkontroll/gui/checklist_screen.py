"""Step 1: the checklists. Those in the document and those that come with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from egenkontroll.errors import UserError
from egenkontroll.gui import files, messages
from egenkontroll.gui.checklist.paper import MEASURE_EMS, Airy, Form
from egenkontroll.gui.checklist.printing import print_form
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.screen import Screen
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import button, frame, label
from egenkontroll.operations import checklists, holdings, reporting
from egenkontroll.texts import count, listing

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.gui.checklist_editor import ChecklistEditor
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.opening import Document

_CHECKLIST = Qt.ItemDataRole.UserRole
_SOURCE = Qt.ItemDataRole.UserRole + 1


class ChecklistScreen(Screen):
    """The checklists at the left, the chosen one as a form at the right."""

    title = "Checklista"
    step = "checklist"
    shows = frozenset({"document", "rounds", "round"})
    hints = "↑↓ checklista    Tabb till frågorna    Ctrl+E redigera    Ctrl+P skriv ut blankett"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.list = QListWidget()
        self.form = Form()
        self.editor: ChecklistEditor | None = None
        self._edited_in: Document | None = None
        self._bundled: tuple[tuple[Path, Checklist], ...] | None = None
        self._fresh = True
        self._actions = self._make_actions()
        self._build()
        self.list.currentItemChanged.connect(lambda *_: self._show_form())

    def _make_actions(self) -> list[QAction]:
        made = []
        for text, act, key in (
            ("&Redigera", self.edit_shown, "Ctrl+E"),
            ("&Ny checklista", self.edit_new, "Ctrl+Shift+N"),
            ("Redigera en &fil …", self._ask_file, ""),
            ("&Skriv ut blankett …", self._ask_print, "Ctrl+P"),
            ("Spara blankett som &PDF …", self._ask_save, "Ctrl+S"),
            ("&Jämförbarhet …", self.show_ledger, "Ctrl+J"),
        ):
            action = QAction(text, self)
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, act=act: act())
            self.addAction(action)
            made.append(action)
        return made

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def _build(self) -> None:
        self.list.setAccessibleName("Checklistor")
        self.list.setWordWrap(True)
        self.list.setItemDelegate(Airy(self.list))
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        left = frame("surface")
        column = QVBoxLayout(left)
        side = em(self, 0.9)
        column.setContentsMargins(side, side, side, side)
        column.addWidget(label("Checklistor", "heading"))
        column.addWidget(self.list, 1)
        edit, new, edit_file, print_blank, _, ledger = self._actions
        for action in (new, edit_file):
            column.addWidget(button(action.text(), action.trigger))
        desk = QWidget()
        about = QVBoxLayout(desk)
        about.setContentsMargins(side, side, side, side)
        about.setSpacing(em(self, 0.6))
        self._deeds = Flow()
        for action in (edit, print_blank, ledger):
            self._deeds.add(button(action.text(), action.trigger))
        above = QHBoxLayout()
        above.addStretch(1)
        above.addWidget(self._deeds, 1000)
        above.addStretch(1)
        about.addLayout(above)
        row = QHBoxLayout()
        about.addLayout(row, 1)
        paper = frame("card")
        inside = QVBoxLayout(paper)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.form)
        self._paper = paper
        self._fit()
        row.addStretch(1)
        row.addWidget(paper, 1000)
        row.addStretch(1)
        self.splitter = QSplitter()
        self.splitter.setObjectName("checklist")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(desk)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([em(self, 16), em(self, 60)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.splitter)
        self.pages.currentChanged.connect(lambda _page: self._tell_keys())
        whole.addWidget(self.pages)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_paper"):
            self._fit()

    def _fit(self) -> None:
        for part in (self._deeds, self._paper):
            part.setMaximumWidth(em(self, MEASURE_EMS))

    def begin(self) -> None:
        self._tell_keys()
        if self.editor is not None:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, what: str) -> None:
        if what == "document" and self.session.document is not self._edited_in:
            self._drop_editor()  # the window has asked already
        super()._on_changed(what)

    def refresh(self) -> None:
        if self._bundled is None:
            self._fill(())

            def keep(found: list[tuple[Path, Checklist]]) -> None:
                self._bundled = tuple(found)
                self._fill(self._bundled)

            self.session.run(checklists.bundled, keep)
        else:
            self._fill(self._bundled)

    @property
    def checklist(self) -> Checklist | None:
        """The checklist that is shown."""
        item = self.list.currentItem()
        found: Checklist | None = item.data(_CHECKLIST) if item is not None else None
        return found

    def _fill(self, bundled: tuple[tuple[Path, Checklist], ...]) -> None:
        document, now = self.session.document, self.session.checklist
        own = holdings.kept_checklists(document) if document is not None else ()
        wanted = now if self._fresh or self.checklist is None else self.checklist
        self.list.blockSignals(True)
        self.list.clear()
        if own:
            self._add_heading("I dokumentet")
        for checklist in own:
            self._add(checklist, self._used(checklist), checklist.digest)
        if bundled:
            self._add_heading("Följer med programmet")
        for path, checklist in bundled:
            self._add(checklist, "", path)
        self._choose(wanted)
        self.list.blockSignals(False)
        self._fresh = self._fresh and not bundled
        self._show_form()

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = self.list.font()
        font.setBold(True)
        item.setFont(font)
        self.list.addItem(item)

    def _add(self, checklist: Checklist, used: str, source: Path | bytes) -> None:
        questions = count(len(checklist.questions), "fråga", "frågor")
        about = " · ".join(
            part for part in (f"version {checklist.version}", questions, used) if part
        )
        item = QListWidgetItem(f"{checklist.title}\n{about}")
        item.setData(_CHECKLIST, checklist)
        item.setData(_SOURCE, source)
        self.list.addItem(item)

    def _used(self, checklist: Checklist) -> str:
        names = [one.name for one in self.session.rounds() if one.checklist == checklist.digest]
        return listing(names)

    def _choose(self, wanted: Checklist | None) -> None:
        rows = range(self.list.count())
        found = [row for row in rows if self.list.item(row).data(_CHECKLIST) is not None]
        for row in found:
            if wanted is not None and self.list.item(row).data(_CHECKLIST).digest == wanted.digest:
                self.list.setCurrentRow(row)
                return
        if found:
            self.list.setCurrentRow(found[0])

    def _show_form(self) -> None:
        checklist = self.checklist
        if checklist is None:
            return
        self.form.show_checklist(checklist)
        self.status.emit(count(len(checklist.questions), "fråga", "frågor"))

    # --- editing ------------------------------------------------------------------------------

    def edit_shown(self) -> None:
        """Open the checklist that is shown in the editor."""
        item = self.list.currentItem()
        if item is not None:
            self._edit(item.data(_SOURCE))

    def edit_new(self) -> None:
        """Open the editor on a checklist yet to be written."""
        self._edit(None)

    def may_close(self) -> bool:
        """Return whether the screen may be taken away; ask where an edit is not saved."""
        return self.editor is None or self.editor.may_close()

    def _ask_file(self) -> None:
        path = files.choose_file(self, "Redigera en checklista", files.CHECKLISTS)
        if path is not None:
            self._edit(path)

    def _edit(self, source: Path | bytes | None) -> None:
        from egenkontroll.gui.checklist_editor import ChecklistEditor

        if self.editor is not None:
            return
        try:
            editor = ChecklistEditor(self.session, source)
        except UserError as error:
            messages.warn(self, error)
            return
        editor.closed.connect(self._close_editor)
        editor.saved.connect(lambda _: self.refresh())
        self.editor, self._edited_in = editor, self.session.document
        self.pages.addWidget(editor)
        self.part_opened.emit(editor)
        self.pages.setCurrentWidget(editor)
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._enable()

    def _drop_editor(self) -> None:
        if self.editor is not None:
            self.part_closing.emit(self.editor)
            self.pages.removeWidget(self.editor)
            self.editor.deleteLater()
            self.editor = None
        self._enable()

    def _close_editor(self) -> None:
        self._drop_editor()
        self.refresh()
        self.begin()

    def _enable(self) -> None:
        for action in self._actions:
            action.setEnabled(self.editor is None)

    def _tell_keys(self) -> None:
        """Say the keys of what is shown; the editor's stand in its menu and on its buttons."""
        if self.isVisible():
            self.hinted.emit(self.hints if self.pages.currentIndex() == 0 else "")

    def show_ledger(self) -> None:
        """Show how the questions relate between the document's versions, to decide."""
        from egenkontroll.gui.checklist.ledger import open_ledger

        open_ledger(self.session, self.pages, self.begin)

    # --- the blank form -----------------------------------------------------------------------

    def save_form(self, path: Path) -> None:
        """Write the checklist that is shown as a blank form (PDF)."""
        checklist = self.checklist
        if checklist is not None:
            told = f"Blanketten är sparad: {path.name}"
            self.session.run(
                lambda: reporting.write_form(checklist, path),
                lambda _: self.session.tell(told),
            )

    def _ask_save(self) -> None:
        if self.checklist is None:
            return
        name = f"{self.checklist.id} {self.checklist.version} blankett.pdf"
        path = files.choose_new(
            self, "Spara blanketten", "PDF (*.pdf)", files.home() / name, ".pdf"
        )
        if path is not None:
            self.save_form(path)

    def _ask_print(self) -> None:
        if self.checklist is not None:
            print_form(self, self.session, self.checklist)
