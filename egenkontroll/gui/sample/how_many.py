"""How many cases to draw: in what way, and the number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from egenkontroll.gui.sample.more_choices import spin
from egenkontroll.gui.theme import em
from egenkontroll.sample.wanted import Sizing

if TYPE_CHECKING:
    from egenkontroll.sample.wanted import Wanted

SIZINGS = (
    (Sizing.FIXED, "Ärenden per enhet", 10, (1, 10_000), ""),
    (Sizing.SHARE, "Andel av varje enhet", 10, (1, 100), "\u00a0%"),
    (Sizing.TOTAL, "Ärenden i allt, efter storlek", 60, (1, 100_000), ""),
    (Sizing.ALL, "Alla ärenden", 0, (0, 0), ""),
)


class HowMany(QWidget):
    """The number is out of sight where every case is drawn. `changed` tells of another choice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sizing = QComboBox()
        self.amount = spin("Hur många", 10, 1, 10_000)
        for sizing, words, *_ in SIZINGS:
            self.sizing.addItem(words, sizing)
        self.sizing.setAccessibleName("Så dras det")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.5))
        row.addWidget(self.sizing)
        row.addWidget(self.amount)
        row.addStretch(1)
        self.sizing.currentIndexChanged.connect(lambda _index: self._on_sizing())
        self.amount.valueChanged.connect(lambda _value: self.changed.emit())

    @property
    def chosen(self) -> Sizing:
        """In what way cases are to be counted."""
        return Sizing(self.sizing.currentData())

    def show_wanted(self, wanted: Wanted) -> None:
        """Fill in what a sample is drawn by."""
        self.sizing.setCurrentIndex(self.sizing.findData(wanted.sizing))
        self._on_sizing()
        self.amount.setValue(wanted.amount)

    def _on_sizing(self) -> None:
        _, words, value, (low, high), suffix = SIZINGS[max(0, self.sizing.currentIndex())]
        self.amount.setSuffix(suffix)
        self.amount.setRange(low, high)
        self.amount.setValue(value)
        self.amount.setVisible(high > 0)
        self.amount.setAccessibleName(words)
        self.changed.emit()
