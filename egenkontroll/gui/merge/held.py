"""What this document holds of each one's work, round by round."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from egenkontroll.gui.screen import Screen
from egenkontroll.gui.tables import PlainTable
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, label
from egenkontroll.operations import holdings
from egenkontroll.texts import count, k_of_n, number, period

if TYPE_CHECKING:
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.holdings import Held, RoundHeld

HEADS = ("Granskare", "Tilldelade", "Ärenden", "Andra granskningar", "Klara", "Svar")


class HeldSection(Screen):
    """Each round with its reviewers, the newest first."""

    title: ClassVar[str] = "Innehåll"
    step: ClassVar[str] = "held"
    shows: ClassVar[frozenset[str]] = frozenset(
        {"document", "rounds", "sample", "answers", "states", "reviewers"}
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.tables: dict[str, PlainTable] = {}
        self._inside = QWidget()
        self._rows = QVBoxLayout(self._inside)
        side = em(self, 1.2)
        self._rows.setContentsMargins(side, side, side, side)
        self._rows.setSpacing(em(self, 0.4))
        self._body: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.column = Column(self._inside, "Vad dokumentet innehåller")
        column.addWidget(self.column)
        self._rows.addWidget(label("Vad dokumentet innehåller", "title"))
        self._rows.addStretch(1)
        self.setFocusProxy(self.column)

    def begin(self) -> None:
        self.column.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        document = self.session.document
        if document is None:
            self._show(())
            return
        self.session.run(lambda: holdings.holdings(document), self._show)

    def _show(self, found: tuple[RoundHeld, ...]) -> None:
        if self._body is not None:
            self._rows.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(em(self, 0.3))
        self.tables = {}
        if not found:
            rows.addWidget(label("Dokumentet har ingen omgång än.", "quiet"))
        for one in found:
            rows.addSpacing(em(self, 0.7))
            rows.addWidget(label(one.round.name, "heading"))
            rows.addWidget(label(_about(one), "small"))
            if one.held:
                table = PlainTable(f"Granskare i {one.round.name}", fits=True)
                table.show_rows(HEADS, [_row(held) for held in one.held], range(1, 6))
                table.setMaximumWidth(em(self, 52))
                self.tables[one.round.name] = table
                rows.addWidget(table)
        self._rows.insertWidget(1, body)
        rounds = count(len(found), "omgång", "omgångar")
        self.status.emit(rounds if found else "")


def _about(one: RoundHeld) -> str:
    said = [period(one.round.starts, one.round.ends)]
    if one.cases:
        said.append(f"{count(one.cases, 'ärende', 'ärenden')} i urvalet")
    if one.figures:
        said.append(f"{count(one.figures, 'inmatad siffra', 'inmatade siffror')}")
    if one.cases and not one.held:
        said.append("ingen har börjat granska")
    if not one.cases and not one.figures:
        said.append("inget urval än")
    return " · ".join(said)


def _row(held: Held) -> tuple[str, ...]:
    read = held.cases + held.second
    return (
        held.reviewer,
        number(held.assigned) if held.assigned else "–",
        number(held.cases),
        number(held.second),
        k_of_n(held.done, max(read, held.assigned)),
        number(held.answers),
    )
