"""Add files, see what each would mean, and bring them together: nothing happens before that."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from egenkontroll.gui import files
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.merge.adding import Adding
from egenkontroll.gui.merge.beside import Beside
from egenkontroll.gui.merge.gathering import pointed_out
from egenkontroll.gui.merge.nothing_yet import NothingYet
from egenkontroll.gui.merge.preview import Details, FileTable, details, summary
from egenkontroll.gui.merge.work import CHANGED, Work
from egenkontroll.gui.screen import Screen
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, Stack, button, frame, label
from egenkontroll.operations import merging
from egenkontroll.texts import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from egenkontroll.gui.session import Session
    from egenkontroll.merge.classes import MergePreview
    from egenkontroll.operations.merging import MergeReceipt
    from egenkontroll.operations.opening import Document


class FilesSection(Screen):
    """`merged` gives the receipt of what has just been done."""

    title: ClassVar[str] = "Filer"
    step: ClassVar[str] = "files"
    shows: ClassVar[frozenset[str]] = frozenset(
        {"document", "rounds", "sample", "answers", "reviewers"}
    )

    hints: ClassVar[str] = "↑↓ fil    Ctrl+V klistra in sökvägar    Delete ta bort ur listan"

    merged = Signal(object)
    waiting = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.found: MergePreview | None = None
        self.paths: tuple[Path, ...] = ()
        self.work = Work(session, self)
        self.adding = Adding(self.work, self)
        self._document: Document | None = None
        self.nothing = NothingYet(self.ask_files, partial(self.go_asked.emit, "conflicts"))
        self.table = FileTable()
        self.details = Details("Om filen")
        self.summary = label(role="strong")
        self.left_out = label()
        self._note = frame("note")
        self._actions = self._make_actions()
        self._build()
        self.setAcceptDrops(True)
        self.table.itemSelectionChanged.connect(self._show_details)
        self.adding.added.connect(self._added)

    # --- what the window asks for -------------------------------------------------------------

    def begin(self) -> None:
        first = self.table if self.found is not None else self.nothing.first
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def refresh(self) -> None:
        """Hold the files against the document as it is now; another document begins anew."""
        if self.session.document is not self._document:
            self._document = self.session.document
            self.clear()
        elif self.paths and not self.work.busy:
            self._preview(self.paths)
        self.nothing.show_read_only(self.session.read_only)

    def show_conflicts(self, waiting: int) -> None:
        """Say how many contradictions wait: they come before more files."""
        self.nothing.show_conflicts(waiting)

    # --- adding and leaving out ---------------------------------------------------------------

    def ask_files(self) -> None:
        """Ask for files and add them."""
        if chosen := files.choose_files(self, "Lägg till filer", files.OPENABLE):
            self.add(chosen)

    def paste(self) -> None:
        """Add the files whose paths, or which themselves, are on the clipboard."""
        if found := pointed_out(QGuiApplication.clipboard().mimeData()):
            self.add(found)
        else:
            self.session.tell("Inget klistrades in: urklipp har ingen sökväg till en fil.")

    def add(self, asked: Iterable[Path]) -> None:
        """Look for the documents in what is pointed out, and show what they would mean."""
        document = self.session.document
        if document is not None and not self.work.busy:
            self.adding.add(tuple(asked), self.paths, document.path)

    def _added(self, paths: tuple[Path, ...], left_out: tuple[str, ...]) -> None:
        self._say_left_out(left_out)
        if paths != self.paths:
            self._preview(paths)

    def leave_out(self) -> None:
        """Take the chosen file off the list; the file itself is not touched."""
        at = self.table.currentRow()
        left = tuple(path for place, path in enumerate(self.paths) if place != at)
        self._say_left_out(())
        if left:
            self._preview(left)
        else:
            self.clear()
            self.begin()

    def clear(self) -> None:
        """Begin anew without files."""
        self.paths, self.found = (), None
        self.adding.forget()
        self._say_left_out(())
        self._show()

    # --- preview ------------------------------------------------------------------------------

    def _preview(self, paths: tuple[Path, ...]) -> None:
        document = self.session.document
        if document is None:
            return

        def done(found: MergePreview) -> None:
            self.paths, self.found = paths, found
            self._show()
            self.begin()

        self.work.start(
            f"Tittar igenom {count(len(paths), 'fil', 'filer')}",
            lambda progress, stop: merging.preview(document, paths, progress, stop),
            done,
            stopped=self._show,
        )

    def _show(self) -> None:
        found = self.found
        self.pages.setCurrentWidget(self.nothing if found is None else self.looked)
        self._enable()
        self.waiting.emit(len(self.paths))
        if found is None:
            self.status.emit("")
            return
        self.table.show_files(found)
        self._show_details()
        self.summary.setText(summary(found))
        taken = [one for one in found.files if one.taken]
        text = f"Slå ihop {count(len(taken), 'fil', 'filer')}"
        self.do.setText(text)
        self.do.setAccessibleName(text)
        self.do.setAccessibleDescription(self.summary.text())
        self.status.emit(count(len(self.paths), "fil", "filer"))

    def _show_details(self) -> None:
        at = self.table.currentRow()
        if self.found is not None and 0 <= at < len(self.found.files):
            one = self.found.files[at]
            self.details.say(one.name, details(one))

    def _say_left_out(self, told: Sequence[str]) -> None:
        self.left_out.setText("\n".join(told))
        self.left_out.setAccessibleName(self.left_out.text())
        self._note.setVisible(bool(told))

    def _enable(self) -> None:
        listed = self.found is not None
        may = listed and self.found is not None and self.found.changes
        self.do.setEnabled(may and not self.session.read_only)
        self.read_only.setVisible(bool(self.session.read_only) and listed)
        for action in self._for_files:
            action.setEnabled(listed)

    # --- bringing together --------------------------------------------------------------------

    def merge(self) -> None:
        """Take the files into the document, all or nothing."""
        document, paths = self.session.document, self.paths
        if document is None or not self.do.isEnabled() or self.work.busy:
            return
        self.work.start(
            f"Slår ihop {count(len(paths), 'fil', 'filer')}",
            lambda progress, stop: merging.merge(document, paths, progress, stop),
            self._merged,
            stopped=lambda: self.session.tell("Inget slogs ihop. Dokumentet är som det var."),
            at_once=True,
        )

    def _merged(self, receipt: MergeReceipt) -> None:
        self.clear()
        self.session.say_saved()
        for what in CHANGED:
            self.session.announce(what)
        self.merged.emit(receipt)

    # --- building -----------------------------------------------------------------------------

    def _make_actions(self) -> list[QAction]:
        made = []
        for text, act, key in (
            ("Lägg till &filer …", self.ask_files, None),
            ("&Klistra in sökvägar", self.paste, QKeySequence.StandardKey.Paste),
            ("&Ta bort filen ur listan", self.leave_out, QKeySequence.StandardKey.Delete),
            ("T&öm listan", self._clear_all, None),
        ):
            action = QAction(text, self)
            if key is not None:
                action.setShortcut(key)
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, act=act: act())
            self.addAction(action)
            made.append(action)
        self._for_files = made[2:]
        return made

    def _clear_all(self) -> None:
        self.clear()
        self.begin()

    def _build(self) -> None:
        side = em(self, 0.9)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(side, side, side, em(self, 0.3))
        column.setSpacing(em(self, 0.5))
        column.addWidget(self.summary)
        around = QVBoxLayout(self._note)
        around.addWidget(self.left_out)
        column.addWidget(self._note)
        card = frame("card")
        within = QVBoxLayout(card)
        within.setContentsMargins(1, 1, 1, 1)
        within.addWidget(self.details.column)
        column.addWidget(Beside("files", self.table, card, (68, 32)), 1)
        self.read_only = label("Dokumentet är öppet för läsning, så inget kan slås ihop i det.")
        column.addWidget(self.read_only)
        self.looked = QWidget()
        whole = QVBoxLayout(self.looked)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(Column(inside, "Filerna", focus=False), 1)
        whole.addWidget(self._make_foot())
        self.pages = Stack()
        self.pages.addWidget(self.nothing)
        self.pages.addWidget(self.looked)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)

    def _make_foot(self) -> QWidget:
        foot = frame("foot")
        row = QVBoxLayout(foot)
        row.setContentsMargins(em(self, 0.9), em(self, 0.4), em(self, 0.9), em(self, 0.4))
        deeds = Flow(em(self, 0.4))
        self.do = button("Slå ihop", self.merge, "primary")
        parts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Lägg till filer …", self.ask_files),
            ("Ta bort ur listan", self.leave_out),
        )
        deeds.add(self.do)
        for text, act in parts:
            deeds.add(button(text, act))
        row.addWidget(deeds)
        return foot

    # --- Qt -----------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.add(pointed_out(event.mimeData()))
