"""What the two sections about cases read by two have in common."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, Qt, Signal

from egenkontroll.gui.empty import EmptyState
from egenkontroll.gui.memory import Memory
from egenkontroll.gui.screen import Screen
from egenkontroll.gui.theme import em

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QCheckBox, QSplitter

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.agreeing import Doubled
    from egenkontroll.operations.opening import Document

NONE_TITLE = "Inga ärenden för två"
NONE_TEXT = (
    "När en del av urvalet granskas av två jämförs svaren här. Välj andelen när urvalet dras, "
    "eller läs in svar med rollen andra."
)


class DoubledSection(Screen):
    """Two parts in a splitter, with names that may be hidden. `waiting` is how many wait.

    `gather` is what is read beside the window's thread. A subclass makes `splitter` and
    `hide_names` before it is shown, and shows what was read in `show_found`. The parts stand
    side by side where there are `wide_ems` ems; `aside` is the second part's width in ems then,
    and else its height as a share of the whole; a negative one is the first part's.
    """

    wide_ems: ClassVar[int]
    aside: ClassVar[tuple[float, float]]

    waiting = Signal(int)
    splitter: QSplitter
    hide_names: QCheckBox

    def __init__(self, session: Session, gather: Callable[[Document, Round], Doubled]) -> None:
        super().__init__(session)
        self._gather = gather
        self.empty = EmptyState()
        self._found: Doubled | None = None
        self._asked = 0
        self._fitted = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "splitter"):
            self._turn()

    def _turn(self) -> None:
        """Set the parts side by side where there is room for both, else over each other."""
        wide = self.width() > em(self, self.wide_ems)
        direction = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if direction is not self.splitter.orientation() or not self._fitted:
            self._fitted = True
            self.splitter.setOrientation(direction)
            whole = self.width() if wide else self.height()
            ems, share = self.aside
            aside = em(self, abs(ems)) if wide else round(whole * abs(share))
            sizes = [whole - aside, aside]
            self.splitter.setSizes(sizes[::-1] if ems < 0 else sizes)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        memory = self._memory()
        if memory is not None:
            self.hide_names.setChecked(memory.names_hidden)

    def remember_names(self, hidden: bool) -> None:
        """Remember, on this computer, whether names are hidden."""
        memory = self._memory()
        if memory is not None:
            memory.names_hidden = hidden

    def _memory(self) -> Memory | None:
        found = getattr(self.window(), "memory", None)
        return found if isinstance(found, Memory) else None

    def _on_changed(self, what: str) -> None:
        if what in ("document", "round") and not self.isVisible():
            self.waiting.emit(0)  # what waited was another round's
        super()._on_changed(what)

    def refresh(self) -> None:
        document, one = self.session.document, self.session.round
        self._asked += 1
        show = partial(self._answered, self._asked)
        if document is None or one is None or self.session.checklist is None:
            show(None)
            return
        self.session.run(lambda: self._gather(document, one), show)

    def _answered(self, asked: int, found: Doubled | None) -> None:
        if asked == self._asked:  # nothing newer has been asked for
            self.show_found(found)

    def show_found(self, found: Doubled | None) -> None:
        """Show what was read; None where there is nothing to read."""

    def say_none(self) -> None:
        """Say that no case is read by two."""
        self.empty.say(NONE_TITLE, NONE_TEXT)
