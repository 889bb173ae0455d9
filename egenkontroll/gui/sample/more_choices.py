"""The choices of a draw that most never need: kept out of sight until they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QSpinBox, QWidget

from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import label
from egenkontroll.sample.wanted import UNIT, read_exclusion, read_quota

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.sample.wanted import Exclusion, Quota, Wanted

BETWEEN = ";"


class MoreChoices(QWidget):
    """`changed` tells that another sample is asked for."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.stratum = QComboBox()
        self.stratum.setAccessibleName("Dela upp efter")
        self.quotas = _line("Kvoter", "Insats=ja:50")
        self.exclusions = _line("Undanta", "Skyddade personuppgifter=ja; Avslutat<2025-04-01")
        self.months = spin("Undanta granskade de senaste månaderna", 0, 0, 120)
        self.months.setSpecialValueText("nej")
        self.months.setSuffix(" månader")
        self.calibration = spin("Ärenden för kalibrering", 0, 0, 100)
        self.calibration.setSpecialValueText("inga")
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(em(self, 1.2))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow("Dela upp efter", self.stratum)
        form.addRow("Kvoter", self.quotas)
        form.addRow(
            label("Minst så många procent av varje grupp ska ha värdet. Semikolon mellan.", "small")
        )
        form.addRow("Undanta", self.exclusions)
        form.addRow(
            label(
                "Uppgift=värde, eller < och > för datum och tal. Varje undantaget ärende står i "
                "intyget med sitt skäl.",
                "small",
            )
        )
        form.addRow("Undanta granskade", self.months)
        form.addRow("För kalibrering", self.calibration)
        form.addRow(label("Ärenden som alla bedömer först, för övning. De räknas aldrig.", "small"))
        self.offer(())
        self.stratum.currentIndexChanged.connect(lambda _index: self.changed.emit())
        for line in (self.quotas, self.exclusions):
            line.editingFinished.connect(self.changed.emit)
        for one in (self.months, self.calibration):
            one.valueChanged.connect(lambda _value: self.changed.emit())

    def offer(self, names: Sequence[tuple[str, str]]) -> None:
        """Offer (name, label) of what the sample may be divided by, the unit first."""
        kept = self.stratum.currentData()
        self.stratum.blockSignals(True)
        self.stratum.clear()
        self.stratum.addItem("Enhet", UNIT)
        for name, said in names:
            self.stratum.addItem(said, name)
        self.stratum.setCurrentIndex(max(0, self.stratum.findData(kept)))
        self.stratum.blockSignals(False)

    def show_wanted(self, wanted: Wanted) -> None:
        """Fill in what a known sample was drawn by."""
        if self.stratum.findData(wanted.stratum) < 0:
            self.stratum.addItem(wanted.stratum, wanted.stratum)
        self.stratum.setCurrentIndex(self.stratum.findData(wanted.stratum))
        quotas = (f"{one.attribute}={one.value}:{one.percent}" for one in wanted.quotas)
        self.quotas.setText(f"{BETWEEN} ".join(quotas))
        exclusions = (f"{one.attribute}{one.sign}{one.value}" for one in wanted.exclusions)
        self.exclusions.setText(f"{BETWEEN} ".join(exclusions))
        self.months.setValue(wanted.not_reviewed_in)
        self.calibration.setValue(wanted.calibration)

    def read_quotas(self) -> tuple[Quota, ...]:
        """Return the quotas; raise UserError for one that cannot be read."""
        return tuple(read_quota(text) for text in _parts(self.quotas))

    def read_exclusions(self) -> tuple[Exclusion, ...]:
        """Return the exclusions; raise UserError for one that cannot be read."""
        return tuple(read_exclusion(text) for text in _parts(self.exclusions))


def spin(name: str, value: int, low: int, high: int) -> QSpinBox:
    """Return a box for a whole number."""
    made = QSpinBox()
    made.setRange(low, high)
    made.setValue(value)
    made.setAccessibleName(name)
    return made


def _line(name: str, example: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(example)
    return made


def _parts(line: QLineEdit) -> list[str]:
    return [part for part in line.text().split(BETWEEN) if part.strip()]
