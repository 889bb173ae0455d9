"""At the window's top beside a sample: the way to dividing it and handing it out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from egenkontroll.gui.sample.assigning import TITLE, AssigningDialog
from egenkontroll.gui.widgets import button
from egenkontroll.operations import overview

if TYPE_CHECKING:
    from egenkontroll.gui.session import Session

_SHOWN_AFTER = frozenset({"document", "rounds", "round", "sample"})


class AssignHead(QWidget):
    """Offers it where the round has a sample, and the document is no hand-out itself."""

    def __init__(self, session: Session, screen: QWidget) -> None:
        super().__init__()
        self._session = session
        self._screen = screen
        self.dialog: AssigningDialog | None = None
        self.ask = button(f"{TITLE} …", self.open_dialog)
        self._action = QAction(f"&{TITLE} …", screen)
        self._action.triggered.connect(lambda _checked=False: self.open_dialog())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.ask)
        session.changed.connect(self._on_changed)
        self._look()

    def menu_actions(self) -> list[QAction]:
        """Return the same deed for the menu."""
        return [self._action]

    def open_dialog(self) -> None:
        """Ask who is to review."""
        if self.ask.isEnabled():
            self.dialog = made = AssigningDialog(self._session, self._screen.window())
            made.finished.connect(partial(self._closed, made))
            made.begin()

    def _closed(self, dialog: AssigningDialog, _result: int) -> None:
        dialog.deleteLater()
        self.dialog = None
        self.ask.setFocus()

    def _on_changed(self, what: str) -> None:
        if what in _SHOWN_AFTER:
            self._look()

    def _look(self) -> None:
        document, one = self._session.document, self._session.round
        may = (
            document is not None
            and one is not None
            and self._session.handout is None
            and overview.has_sample(document, one)
        )
        self.ask.setEnabled(may)
        self.ask.setVisible(may)
        self._action.setEnabled(may)
