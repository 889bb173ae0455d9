"""The choices above the results: which cases, split how, against what, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from egenkontroll.gui.flow import Flow
from egenkontroll.gui.results.lines import Order
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import label
from egenkontroll.results.analysis import Selection
from egenkontroll.results.table import UNIT

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from egenkontroll.checklist.model import Attribute
    from egenkontroll.operations.analysing import Material


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for above the table: which cases, split and compared how, to be published."""

    selection: Selection
    by: str | None
    compared_with: str | None
    publish: bool


class Choice(QWidget):
    """A caption and a list to choose from; what is chosen survives a new filling."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.1))
        head = label(caption, "small", wrap=False)
        self.box = QComboBox()
        self.box.setAccessibleName(caption)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        head.setBuddy(self.box)
        column.addWidget(head)
        column.addWidget(self.box)

    def fill(self, entries: list[tuple[str, object]], *, otherwise: object = None) -> None:
        """Offer other entries; what was chosen stays chosen if it is still there."""
        before = self.value if self.box.count() else otherwise
        self.box.blockSignals(True)
        self.box.clear()
        for words, value in entries:
            self.box.addItem(words, value)
        values = [value for _, value in entries]
        known = before if before in values else otherwise
        self.box.setCurrentIndex(values.index(known) if known in values else 0)
        self.box.blockSignals(False)
        self.updateGeometry()

    @property
    def value(self) -> object:
        """What is chosen."""
        return self.box.currentData()

    def choose(self, value: object) -> None:
        """Choose a value as a person would."""
        for place in range(self.box.count()):
            if self.box.itemData(place) == value:
                self.box.setCurrentIndex(place)


class Filters(Flow):
    """`changed` tells that other figures are asked for, `reordered` the same in other order."""

    changed = Signal()
    reordered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.unit = Choice("Enhet")
        self.attribute = Choice("Ärenden")
        self.split = Choice("Dela upp efter")
        self.compared = Choice("Jämför med")
        self.order = Choice("Ordning")
        self._compared_for = ""
        self._beside: QWidget | None = None
        self._gap: QWidget | None = None
        self.gap = em(self, 0.7)
        for choice in (self.unit, self.attribute, self.split, self.compared, self.order):
            self.add(choice)
            told = self.reordered if choice is self.order else self.changed
            choice.box.currentIndexChanged.connect(told)
        self.publish = QCheckBox("Så som det får publiceras")
        self.publish.setToolTip("Små grupper, och det som skulle avslöja dem, visas inte")
        self.publish.setAccessibleName(self.publish.text())
        self.publish.toggled.connect(self._publish)
        self.order.fill([(order.value, order) for order in Order], otherwise=Order.CHECKLIST)

    def add_beside(self, widget: QWidget) -> None:
        """Set a widget and the choice to publish last, on the line of the lists."""
        self._beside = holder = QWidget()
        self._gap = label(" ", "small", wrap=False)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.1))
        column.addWidget(self._gap)
        row = QHBoxLayout()
        row.setSpacing(self.gap)
        row.addWidget(widget)
        row.addWidget(self.publish)
        column.addLayout(row)
        self.add(holder)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._gap is not None and self._beside is not None:
            # Alone in its row it needs no room for a caption above.
            self._gap.setVisible(self._beside.x() > 0)

    def offer(self, material: Material) -> None:
        """Offer what a round's material can be looked at through."""
        now = material.analysis.now
        attributes = now.checklist.attributes if now.checklist is not None else ()
        units: list[tuple[str, object]] = [("Alla enheter", None)]
        self.unit.fill([*units, *((name, name) for name in material.units())])
        self.attribute.fill([("Alla ärenden", None), *_values(attributes)])
        self.attribute.setVisible(self.attribute.box.count() > 1)
        splits: list[tuple[str, object]] = [("Ingenting", None), ("Enhet", UNIT)]
        self.split.fill([*splits, *((one.label, one.id) for one in attributes if one.choices)])
        earlier = [one.name for one in material.analysis.earlier]
        if self._compared_for != now.name:
            self._compared_for = now.name
            self.compared.box.clear()
        compared: list[tuple[str, object]] = [(name, name) for name in earlier]
        previous = earlier[0] if earlier and now.cases else None
        self.compared.fill([*compared, ("Ingen omgång", None)], otherwise=previous)
        self.compared.setEnabled(bool(earlier) and bool(now.cases))

    def _publish(self, on: bool) -> None:
        """What is to be published is the whole round, divided in one way: see the counts."""
        for choice in (self.unit, self.attribute):
            choice.box.blockSignals(True)
            choice.box.setCurrentIndex(0 if on else choice.box.currentIndex())
            choice.box.blockSignals(False)
            choice.setEnabled(not on)
        self.changed.emit()

    @property
    def wanted(self) -> Wanted:
        """Everything that the counts depend on."""
        return Wanted(self.selection, self.by, self.compared_with, self.publish.isChecked())

    @property
    def selection(self) -> Selection:
        """Which cases are asked for."""
        unit, attribute = self.unit.value, self.attribute.value
        return Selection(
            unit if isinstance(unit, str) else None,
            (attribute[0], attribute[1]) if isinstance(attribute, tuple) else None,
        )

    @property
    def by(self) -> str | None:
        """What the questions are split by."""
        return self.split.value if isinstance(self.split.value, str) else None

    @property
    def compared_with(self) -> str | None:
        """The earlier round that is compared with."""
        return self.compared.value if isinstance(self.compared.value, str) else None

    @property
    def sorted_by(self) -> Order:
        """The order asked for."""
        return self.order.value if isinstance(self.order.value, Order) else Order.CHECKLIST


def _values(attributes: tuple[Attribute, ...]) -> list[tuple[str, object]]:
    return [
        (f"{one.label}: {value}", (one.id, value))
        for one in attributes
        for value in one.choices or ()
    ]


class Upper(QWidget):
    """The filters and the table: as low as the lines above the table let it be."""

    def minimumSizeHint(self) -> QSize:
        least, layout = em(self, 14), self.layout()
        if layout is None:
            return QSize(least, least)
        return QSize(least, layout.minimumHeightForWidth(max(self.width(), em(self, 32))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()
