"""Contradictions one at a time: the same reviewer, the same question, two answers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from egenkontroll.gui.empty import EmptyState
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.merge.contradiction import Contradiction, Said
from egenkontroll.gui.screen import Screen
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, Stack, button, frame, label
from egenkontroll.operations import merging, overview
from egenkontroll.texts import count, k_of_n

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from egenkontroll.checklist.model import Question
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.merging import Conflict

_WIDEST_EMS = 64
_SOON_MS = 50
"""When everything that has just been shown has got its place."""

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
NONE = (
    "En motsägelse uppstår när samma granskare har svarat olika på samma fråga i två filer. "
    "Då behålls båda svaren, och du väljer här vilket som ska gälla."
)


class ConflictsSection(Screen):
    """`waiting` says how many are left."""

    title: ClassVar[str] = "Motsägelser"
    step: ClassVar[str] = "conflicts"
    shows: ClassVar[frozenset[str]] = frozenset({"document"})

    hints: ClassVar[str] = "1 behåll A    2 behåll B    3 eget svar    Enter spara och nästa"

    waiting = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.left: tuple[Conflict, ...] = ()
        self.sheet: Contradiction | None = None
        self._at = 0
        self._saving = False
        self.empty = EmptyState()
        self.empty.say("Inga motsägelser", NONE)
        self.place = label(role="caps")
        self._said = Said()
        self._holder = QVBoxLayout()
        self._pages = Stack()
        self._build()

    def begin(self) -> None:
        if self.sheet is not None:
            self.sheet.begin()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_conflicts(self, found: Sequence[Conflict]) -> None:
        """Show what waits now; the one that is shown stays as it is if it still waits."""
        self.waiting.emit(len(found))
        shown = self.sheet.conflict if self.sheet is not None else None
        self.left = tuple(found)
        if shown is not None and shown in self.left:
            self._at = self.left.index(shown)
            self._say_place()
        else:
            self._at = min(self._at, max(0, len(self.left) - 1))
            self._show()

    # --- going through ------------------------------------------------------------------------

    def step_on(self, by: int = 1) -> None:
        """Go to the next or the former one, and round from the last to the first."""
        if self.left:
            self._at = (self._at + by) % len(self.left)
            self._show()
            self.begin()

    def save(self) -> None:
        """Save what is chosen and go on to the next; say what is missing where it cannot be."""
        document, sheet = self.session.document, self.sheet
        if document is None or sheet is None or self._saving or not sheet.buttons:
            return
        fault = sheet.lacks()
        sheet.say(fault)
        if fault:
            return
        self._saving = True
        deed = partial(
            merging.settle, document, sheet.conflict, sheet.choice, sheet.value, sheet.comment,
            sheet.reason.text().strip(),
        )  # fmt: skip
        self.session.run(
            deed, lambda _: self._saved(sheet.conflict), changes="answers", failed=self._failed
        )

    def _saved(self, settled: Conflict) -> None:
        self._saving = False
        # The desk keeps its own answers in mind, and reads them anew only when told of this.
        self.session.changed.emit("reviewers")
        here = self.window().focusWidget()
        self.show_conflicts([one for one in self.left if one != settled])
        if here is None or self.isAncestorOf(here):
            self.begin()
        left = count(len(self.left), "motsägelse", "motsägelser")
        self.session.tell(
            f"Sparat. {left} kvar." if self.left else "Sparat. Inga fler motsägelser."
        )

    def _failed(self, _error: Exception) -> None:
        self._saving = False

    # --- showing ------------------------------------------------------------------------------

    def _show(self) -> None:
        if self.sheet is not None:
            self._holder.removeWidget(self.sheet)
            self.sheet.hide()
            self.sheet.deleteLater()
            self.sheet = None
        self._pages.setCurrentWidget(self._full if self.left else self.empty)
        if self.left:
            one = self.left[self._at]
            writes = not self.session.read_only
            self.sheet = Contradiction(one, self._question(one), self._said, writes=writes)
            self.sheet.changed.connect(self._bring_into_sight)
            self.sheet.ended.connect(self.save)
            self.sheet.stepped.connect(self.step_on)
            self._holder.insertWidget(0, self.sheet)
            self._column.verticalScrollBar().setValue(0)
        for made in self._deeds:
            made.setEnabled(not self.session.read_only)
        self._say_place()

    def _bring_into_sight(self) -> None:
        here = self.window().focusWidget()
        if here is not None and self.isAncestorOf(here):
            QTimer.singleShot(_SOON_MS, here, partial(self._column.ensureWidgetVisible, here))

    def _say_place(self) -> None:
        every = len(self.left)
        self.place.setText(f"Motsägelse {k_of_n(self._at + 1, every)}".upper() if every else "")
        self.status.emit(f"{count(every, 'motsägelse', 'motsägelser')} kvar" if every else "")

    def _question(self, one: Conflict) -> Question | None:
        document = self.session.document
        for known in self.session.rounds():
            if document is not None and known.id == one.round:
                checklist = overview.checklist(document, known)
                return checklist.by_id.get(one.question) if checklist is not None else None
        return None

    def _build(self) -> None:
        holder = QWidget()
        holder.setMaximumWidth(em(self, _WIDEST_EMS))
        inside = QVBoxLayout(holder)
        side = em(self, 1.1)
        inside.setContentsMargins(side, side, side, side)
        inside.addWidget(self.place)
        inside.addLayout(self._holder)
        inside.addStretch(1)
        self._column = Column(holder, "Motsägelsen", focus=False)
        self._full = QWidget()
        whole = QVBoxLayout(self._full)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._column, 1)
        foot = frame("foot")
        row = QVBoxLayout(foot)
        row.setContentsMargins(side, em(self, 0.4), side, em(self, 0.4))
        flow = Flow(em(self, 0.4))
        row.addWidget(self._said)
        row.addWidget(flow)
        keep = button("Spara och nästa   Enter", self.save, "primary", name="Spara och nästa")
        self._deeds = (keep,)
        flow.add(keep)
        flow.add(button("Hoppa över   Page Down", partial(self.step_on, 1), name="Hoppa över"))
        flow.add(button("Föregående   Page Up", partial(self.step_on, -1), name="Föregående"))
        whole.addWidget(foot)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self._full)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and Qt.Key(event.key()) in _ENTER:
            self.save()
        elif not plain or self.sheet is None or not self.sheet.take_key(event.text()):
            super().keyPressEvent(event)
