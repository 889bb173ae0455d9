"""What every screen is: one step of the way, told when something that it shows has changed."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from egenkontroll.gui.widgets import label

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QShowEvent

    from egenkontroll.gui.session import Session

EVERYTHING = frozenset(
    {
        "document",
        "rounds",
        "round",
        "sample",
        "answers",
        "states",
        "reviewers",
        "reviewer",
        "clarifications",
        "plans",
    }
)
"""Every kind of change that `Session.changed` tells of."""


class Screen(QWidget):
    """One screen. Make the widgets in `__init__` and fill them in `refresh`.

    `refresh` is called when the screen is shown and something in `shows` has changed since the
    last time, and at once when it changes while the screen is visible. `session.document` and
    `session.round` may be None then. `hints` is a line of keys for the foot of the window;
    emit `status` for what stands at the foot's right, `hinted` where the keys are others than
    `hints`, and `go_asked` to have another step shown. `part_opened` and `part_closing` tell of
    a part that comes and goes, so that the places in it are remembered.
    """

    title: ClassVar[str] = ""
    step: ClassVar[str] = ""
    shows: ClassVar[frozenset[str]] = EVERYTHING
    hints: ClassVar[str] = ""

    status = Signal(str)
    go_asked = Signal(str)
    part_opened = Signal(QWidget)
    part_closing = Signal(QWidget)
    hinted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session.stage)
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

    def may_close(self) -> bool:
        """Return whether the screen may be taken away; ask where something is not saved."""
        return True

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


def make_screen(step: str, session: Session) -> Screen:
    """Import a step's screen, the first time that it is needed, and make it."""
    module = importlib.import_module(f"egenkontroll.gui.{step}_screen")
    made = getattr(module, f"{step.title()}Screen")(session)
    assert isinstance(made, Screen)
    return made


class Said(Screen):
    """Says one sentence, where there is nothing else to show."""

    def __init__(self, session: Session, sentence: str) -> None:
        super().__init__(session)
        self.setAccessibleName(sentence)
        column = QVBoxLayout(self)
        said = label(sentence, "quiet")
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(said)
