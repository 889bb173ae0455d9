"""Names that may be one person's, spelled in two ways: a person says whether they are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from egenkontroll.gui.empty import EmptyState
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.screen import Screen
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Centred, Column, Stack, button, frame, label
from egenkontroll.operations import merging
from egenkontroll.texts import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton

    from egenkontroll.facts import Id
    from egenkontroll.gui.session import Session
    from egenkontroll.sample.cases import Reviewer

NONE = "Stavas samma namn på två sätt i olika filer frågar programmet här om det är en person."
WHAT_FOLLOWS = (
    "Svarar du ja räknas allt arbete som en persons, och den första stavningen gäller. Har de "
    "svarat olika på samma fråga blir det en motsägelse att avgöra."
)
_WIDE_EMS = 44


class PersonsSection(Screen):
    """`waiting` says how many pairs are left to answer for."""

    title: ClassVar[str] = "Samma person?"
    step: ClassVar[str] = "persons"
    shows: ClassVar[frozenset[str]] = frozenset({"document"})

    waiting = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.pairs: tuple[tuple[Reviewer, Reviewer], ...] = ()
        self.buttons: list[tuple[QPushButton, QPushButton]] = []
        self._said_no: set[tuple[Id, Id]] = set()
        self.empty = EmptyState()
        self.empty.say("Inga namn att fråga om", NONE)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(em(self, 0.7))
        self._pages = Stack()
        column = QVBoxLayout()
        column.setSpacing(em(self, 0.7))
        column.addWidget(label("Är det samma person?", "title"))
        column.addWidget(label(WHAT_FOLLOWS))
        column.addLayout(self._rows)
        column.addStretch(1)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(Column(Centred(column, _WIDE_EMS, top=1.2), self.title, focus=False))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def begin(self) -> None:
        first = self.buttons[0][0] if self.buttons else self
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_pairs(self, found: Sequence[tuple[Reviewer, Reviewer]]) -> None:
        """Show the pairs that nobody has answered for."""
        left = tuple(pair for pair in found if _key(pair) not in self._said_no)
        self.waiting.emit(len(left))
        if left == self.pairs and left:
            return
        self.pairs = left
        self._pages.setCurrentIndex(1 if left else 0)
        self.status.emit(count(len(left), "fråga", "frågor") if left else "")
        while (item := self._rows.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.buttons = []
        for pair in left:
            self._rows.addWidget(self._make_row(pair))

    def _make_row(self, pair: tuple[Reviewer, Reviewer]) -> QWidget:
        card = frame("card")
        column = QVBoxLayout(card)
        room = em(self, 0.8)
        column.setContentsMargins(room, room, room, room)
        names = f"”{pair[0].name}” och ”{pair[1].name}”"
        column.addWidget(label(names, "heading"))
        row = Flow(em(self, 0.4))
        yes = button("Ja, samma person", partial(self._yes, pair), name=f"Ja, {names} är samma")
        no = button("Nej", partial(self._no, pair), name=f"Nej, {names} är två personer")
        for made in (yes, no):
            made.setEnabled(not self.session.read_only)
            row.add(made)
        column.addWidget(row)
        self.buttons.append((yes, no))
        return card

    def _yes(self, pair: tuple[Reviewer, Reviewer]) -> None:
        document = self.session.document
        if document is None:
            return

        def done(_: object) -> None:
            self.show_pairs([one for one in self.pairs if one != pair])
            self.begin()
            self.session.tell(f"{pair[0].name} och {pair[1].name} räknas nu som en person.")
            self.session.announce("answers")

        deed = partial(merging.same_person, document, pair[0].id, pair[1].id)
        self.session.run(deed, done, changes="reviewers")

    def _no(self, pair: tuple[Reviewer, Reviewer]) -> None:
        self._said_no.add(_key(pair))
        self.show_pairs(self.pairs)
        self.begin()


def _key(pair: tuple[Reviewer, Reviewer]) -> tuple[Id, Id]:
    return pair[0].id, pair[1].id
