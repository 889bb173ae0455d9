"""The cases that two are to review: how far each has come, and which of them to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from egenkontroll.gui.flow import Flow
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import label
from egenkontroll.merge.double import STANDING_WORDS, Standing
from egenkontroll.texts import count, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from egenkontroll.merge.double import Double

_CASE = Qt.ItemDataRole.UserRole
TO_DECIDE = (Standing.READY, Standing.DIFFERING)
_SHOWN: tuple[tuple[str, tuple[Standing, ...]], ...] = (
    ("Alla", tuple(Standing)),
    ("Att avgöra", TO_DECIDE),
    ("Väntar på svar", (Standing.WAITING,)),
    ("Lika", (Standing.AGREED,)),
    ("Avgjorda", (Standing.SETTLED,)),
)


def to_decide(case: Double) -> bool:
    """Tell whether something in the case waits for a decision."""
    return case.standing is not Standing.WAITING and bool(case.of(Standing.DIFFERING))


def state_words(case: Double) -> str:
    """Return how a case stands: "skiljer sig i 2 frågor", "väntar på andra granskningen"."""
    if case.standing is Standing.WAITING:
        return f"väntar på {case.waits_for}"
    differing = count(len(case.of(Standing.DIFFERING)), "fråga", "frågor")
    if case.standing is Standing.DIFFERING:
        return f"skiljer sig i {differing}"
    if case.standing is Standing.READY:
        rest = f", skiljer sig i {differing}" if case.of(Standing.DIFFERING) else ""
        return f"besvarad av båda men inte klar{rest}"
    if case.standing is Standing.SETTLED:
        return f"avgjord, {count(len(case.of(Standing.SETTLED)), 'fråga', 'frågor')}"
    return STANDING_WORDS[case.standing]


class _List(QListWidget):
    """Enter goes to the chosen case."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class Queue(QWidget):
    """The list with its filter; `chosen` tells that another case is wanted."""

    chosen = Signal()
    names_hidden = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.filter = QComboBox()
        self.list = _List()
        self.hide_names = QCheckBox("Dölj namnen")
        self.hide_names.setAccessibleName("Dölj granskarnas namn")
        self._cases: tuple[Double, ...] = ()
        self._kept = b""
        head = label("Visa", "small", wrap=False)
        head.setBuddy(self.filter)
        self.filter.setAccessibleName("Visa")
        self.list.setAccessibleName("Ärenden för två")
        self.list.setWordWrap(True)
        self.list.setSpacing(em(self, 0.15))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        side = em(self, 0.7)
        column.setContentsMargins(side, side, side, side)
        above = Flow(em(self, 0.5))
        for part in (head, self.filter, self.hide_names):
            above.add(part)
        column.addWidget(above)
        column.addWidget(self.list, 1)
        for words, _ in _SHOWN:
            self.filter.addItem(words)
        self.filter.activated.connect(lambda _index: self._filtered())
        self.list.currentItemChanged.connect(lambda *_: self.chosen.emit())
        self.hide_names.toggled.connect(self.names_hidden)

    def show_cases(self, cases: Sequence[Double]) -> None:
        """Show other cases; the chosen one stays chosen, and in sight whatever the filter."""
        self._cases = tuple(cases)
        for at, (words, standings) in enumerate(_SHOWN):
            many = sum(case.standing in standings for case in cases)
            self.filter.setItemText(at, f"{words} ({number(many)})")
        self._fill()

    @property
    def case(self) -> Double | None:
        """The chosen case."""
        item = self.list.currentItem()
        wanted = item.data(_CASE) if item is not None else None
        return next((case for case in self._cases if case.case.id == wanted), None)

    def choose(self, case: bytes) -> None:
        """Choose a case, whatever the filter shows."""
        self._kept = case
        self._fill()

    def show_standing(self, place: int) -> None:
        """Filter as a person would."""
        self.filter.setCurrentIndex(place)
        self._filtered()

    def after(self, case: bytes) -> Double | None:
        """Return the next case, round to the first, in which something waits to be decided."""
        ids = [one.case.id for one in self._cases]
        at = ids.index(case) + 1 if case in ids else 0
        turned = [*self._cases[at:], *self._cases[:at]]
        return next((one for one in turned if one.case.id != case and to_decide(one)), None)

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 11), em(self, 6))

    def _filtered(self) -> None:
        self._kept = b""
        self._fill()

    def _fill(self) -> None:
        before = self._kept or (self.case.case.id if self.case is not None else b"")
        wanted = _SHOWN[max(0, self.filter.currentIndex())][1]
        self.list.blockSignals(True)
        self.list.clear()
        for case in self._cases:
            if case.standing in wanted or case.case.id == self._kept:
                item = QListWidgetItem(
                    f"{case.case.reference} · {case.case.unit}\n{state_words(case)}"
                )
                item.setData(_CASE, case.case.id)
                self.list.addItem(item)
                if case.case.id == before:
                    self.list.setCurrentItem(item)
        if self.list.currentItem() is None and self.list.count():
            self.list.setCurrentRow(self._first())
        self._kept = self.case.case.id if self.case is not None else b""
        self.list.blockSignals(False)
        self.chosen.emit()

    def _first(self) -> int:
        """Return the row of the first case with something to decide, else the first row."""
        waiting = {case.case.id for case in self._cases if to_decide(case)}
        rows = range(self.list.count())
        return next((row for row in rows if self.list.item(row).data(_CASE) in waiting), 0)
