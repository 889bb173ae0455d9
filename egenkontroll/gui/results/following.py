"""From a result to what follows: actions, a question's trail over the years, publishing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from egenkontroll.gui import files
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.printing import print_made
from egenkontroll.gui.report.pages import Pages
from egenkontroll.gui.results.actions import ActionsDialog
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import button
from egenkontroll.operations import trailing
from egenkontroll.operations.files import file_name
from egenkontroll.operations.private import PrivateFolder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from egenkontroll.gui.session import Session
    from egenkontroll.report.statement import Statement
    from egenkontroll.results.table import ResultRow

TRAIL = "Frågan genom åren"


class TrailDialog(QDialog):
    """The trail of a question as the pages that are saved or printed."""

    def __init__(self, session: Session, found: Statement, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self._found, self._name = found, name
        self._folder = PrivateFolder()
        self.setWindowTitle(TRAIL)
        self.pages = Pages()
        column = QVBoxLayout(self)
        column.addWidget(self.pages, 1)
        flow = Flow(em(self, 0.5))
        for made in (
            button("&Spara som PDF …", self._ask_save, "primary"),
            button("Skriv &ut …", self._print),
            button("Stäng", self.reject),
        ):
            flow.add(made)
        column.addWidget(flow)
        room = self.screen().availableGeometry()
        self.resize(min(em(self, 50), room.width()), min(em(self, 44), room.height()))
        session.run(self._write, lambda path: self.pages.show_file(path, TRAIL))

    def _write(self) -> Path:
        path = self._folder.path / "fraga.pdf"
        trailing.write_trail(self._found, path)
        return path

    def save_as(self, path: Path) -> None:
        """Write the trail as PDF."""
        self.session.run(
            partial(trailing.write_trail, self._found, path),
            lambda _none: self.session.tell_written(f"{path.name} är skriven."),
        )

    def _ask_save(self) -> None:
        begin = files.home() / file_name((TRAIL, self._name), ".pdf")
        path = files.choose_new(self, "Spara frågan genom åren", files.PDF, begin, ".pdf")
        if path is not None:
            self.save_as(path)

    def _print(self) -> None:
        print_made(self, self.session, TRAIL, partial(trailing.write_trail, self._found))


class Following(QObject):
    """The deeds of Resultat that lead on; `row` gives the row that is chosen."""

    def __init__(
        self, session: Session, screen: QWidget, row: Callable[[], ResultRow | None]
    ) -> None:
        super().__init__(screen)
        self._session = session
        self._screen = screen
        self._row = row
        self.actions = [
            self._action("Å&tgärder …", "Ctrl+T", self.show_actions),
            self._action("Skriv åtgärd för &frågan …", "Ctrl+Shift+T", self.write_action),
            self._action("Frågan genom &åren …", "Ctrl+Shift+F", self.show_trail),
            self._action("&Gräns för publicering …", "", self.ask_threshold),
        ]

    def _action(self, text: str, key: str, act: Callable[[], object]) -> QAction:
        made = QAction(text, self._screen)
        made.setShortcut(QKeySequence(key))
        made.triggered.connect(lambda _checked=False: act())
        self._screen.addAction(made)
        return made

    def show_actions(self, question: str = "") -> None:
        """Open the list of actions; with a question, a new action for it."""
        document, one = self._session.document, self._session.round
        if document is None or one is None:
            self._session.tell("Dokumentet har ingen omgång.")
            return
        ActionsDialog(self._session, one, self._screen.window()).begin_for(question)

    def write_action(self) -> None:
        """Begin an action for the question that is chosen."""
        row = self._row()
        if row is None:
            self._session.tell("Välj en fråga i tabellen först.")
        elif self._session.read_only:
            self._session.tell(self._session.read_only)
        else:
            self.show_actions(row.question.id)

    def show_trail(self) -> None:
        """Show the chosen question through the rounds."""
        document, one, row = self._session.document, self._session.round, self._row()
        if document is None or one is None or row is None:
            self._session.tell("Välj en fråga i tabellen först.")
            return
        question = row.question
        self._session.run(
            lambda: trailing.trail(document, question.id, one.name),
            lambda found: TrailDialog(
                self._session, found, question.short, self._screen.window()
            ).open(),
        )

    def ask_threshold(self) -> None:
        """Open the settings at how many cases a group must have to be published."""
        from egenkontroll.gui.organisation.settings import show_settings

        if self._session.document is not None:
            show_settings(self._session, self._screen.window(), "smallest")
