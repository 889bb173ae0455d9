"""What every screen is: one step of the way, told when something that it shows has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QShowEvent

    from egenkontroll.gui.session import Session

EVERYTHING = frozenset(
    {"document", "rounds", "round", "sample", "answers", "states", "reviewers", "reviewer"}
)
"""Every kind of change that `Session.changed` tells of."""


class Screen(QWidget):
    """One screen. Make the widgets in `__init__` and fill them in `refresh`.

    `refresh` is called when the screen is shown and something in `shows` has changed since the
    last time, and at once when it changes while the screen is visible. `session.document` and
    `session.round` may be None then. `hints` is a line of keys for the foot of the window;
    emit `status` for what stands at the foot's right.
    """

    title: ClassVar[str] = ""
    step: ClassVar[str] = ""
    shows: ClassVar[frozenset[str]] = EVERYTHING
    hints: ClassVar[str] = ""

    status = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._stale = True
        self.setAccessibleName(self.title)
        session.changed.connect(self._on_changed)

    def refresh(self) -> None:
        """Show what the document holds now."""

    def menu_actions(self) -> list[QAction]:
        """Return the screen's own actions, with their shortcuts, for its menu."""
        return []

    def header(self) -> QWidget | None:
        """Return a widget for the right end of the window's header, or None."""
        return None

    def begin(self) -> None:
        """Take the focus: the screen has just been chosen."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.focusNextChild()

    def leave(self) -> None:
        """Finish what is half typed: another screen is about to be shown, or the window closed."""

    def _on_changed(self, what: str) -> None:
        if what not in self.shows:
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()
