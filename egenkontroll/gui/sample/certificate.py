"""What was drawn and from what: everything that anyone needs to draw the same sample again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSplitter, QVBoxLayout, QWidget

from egenkontroll.gui.flow import Flow
from egenkontroll.gui.tables import PlainTable
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, button, frame, label
from egenkontroll.operations.certifying import agreement_words
from egenkontroll.sample.cases import Status
from egenkontroll.sample.wanted import UNIT
from egenkontroll.texts import number

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from egenkontroll.operations.certifying import Certificate
    from egenkontroll.sample.cases import Case

_STATUS = {
    Status.DRAWN: "i urvalet",
    Status.RESERVE: "reserv",
    Status.REPLACED: "ersatt",
    Status.CALIBRATION: "kalibrering",
    Status.WITHDRAWN: "utgånget",
}
HEADS = ("I listan (N)", "Dragna (n)", "Reserver", "Läses av två")
_BESIDE_EMS = 52
CASE_HEADS = ("Plats", "Ärende", "Läge", "Anmärkning")
_SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


class CertificateView(QWidget):
    """The facts above, the units at the left, one unit's cases in the order drawn at the right."""

    save_asked, print_asked, change_asked = Signal(), Signal(), Signal()

    def __init__(self) -> None:
        super().__init__()
        self.save = button("Spara som PDF …", self.save_asked.emit)
        self.print = button("Skriv ut …", self.print_asked.emit)
        self.change = button("Ändra urvalet …", self.change_asked.emit)
        self.units = PlainTable("Urvalet enhet för enhet")
        self.cases = PlainTable("Ärendena i den ordning de drogs", grows=3)
        self.head = label("", "heading")
        self.groups = label("Enheter", "heading")
        self.facts: dict[str, str] = {}
        self._found: Certificate | None = None
        inside = QWidget()
        column = QVBoxLayout(inside)
        side = em(self, 1.2)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(em(self, 0.5))
        deeds = Flow()
        for one in (self.save, self.print, self.change):
            deeds.add(one)
        column.addWidget(label("Urvalsintyg", "title"))
        column.addWidget(deeds)
        self._card = frame("card")
        self._grid = QGridLayout(self._card)
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(em(self, 1.2))
        self._grid.setVerticalSpacing(em(self, 0.25))
        column.addWidget(self._card)
        self.method = label("", "small")
        self.method.setTextInteractionFlags(_SELECTABLE)
        column.addWidget(self.method)
        self._split = self._tables()
        column.addWidget(self._split, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.column = Column(inside, "Urvalsintyg")
        self.column.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(self.column)
        self.units.itemSelectionChanged.connect(self._show_cases)

    def _tables(self) -> QSplitter:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(em(self, 0.6), 0, 0, 0)
        column.addWidget(self.head)
        column.addWidget(self.cases, 1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, em(self, 0.6), 0)
        column.addWidget(self.groups)
        column.addWidget(self.units, 1)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([em(self, 30), em(self, 26)])
        split.setMinimumHeight(em(self, 13))
        return split

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the tables beside each other where there is room, else one above the other."""
        super().resizeEvent(event)
        beside = self.width() >= em(self, _BESIDE_EMS)
        way = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self._split.orientation() is not way:
            self._split.setOrientation(way)
            self._split.setMinimumHeight(em(self, 13 if beside else 26))
            for place in range(self._split.count()):
                room = em(self, 0.6) if beside else 0
                part = self._split.widget(place)
                inside = part.layout() if part is not None else None
                if inside is not None:
                    above = 0 if beside else em(self, 0.6) * place
                    inside.setContentsMargins(room * place, above, room * (1 - place), 0)

    def show_certificate(self, found: Certificate) -> None:
        """Show a draw."""
        self._found = found
        self._fill_facts(found)
        self.method.setText("\n".join(("Så dras det om för hand:", *found.paper.redraw)))
        self.method.setAccessibleName(self.method.text())
        rows = []
        for stratum in found.draw.strata:
            double = sum(reference in found.draw.double for reference in stratum.drawn)
            sizes = (stratum.size, len(stratum.drawn), len(stratum.reserves), double)
            rows.append((stratum.name, *(number(size) for size in sizes)))
        by_unit = found.draw.wanted.stratum == UNIT
        self.groups.setText("Enheter" if by_unit else "Grupper")
        heads = ("Enhet" if by_unit else "Grupp", *HEADS)
        self.units.show_rows(heads, rows, range(1, 5))
        self.units.selectRow(0)
        self._show_cases()

    def _fill_facts(self, found: Certificate) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.facts = {fact.label: fact.words for fact in found.paper.facts}
        for name, words in (
            ("Kalibreringsärenden", ", ".join(found.draw.calibration)),
            ("Att tänka på", "\n".join(found.paper.cautions)),
            ("Dragningar", "\n".join(found.paper.history)),
        ):
            if words:
                self.facts[name] = words
        self.facts["Prövat"] = agreement_words(found.agrees)
        for row, (name, words) in enumerate(self.facts.items()):
            head = label(name, "quiet", wrap=False)
            said = label(words)
            said.setTextInteractionFlags(_SELECTABLE)
            said.setAccessibleName(f"{name}: {words}")
            self._grid.addWidget(head, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(said, row, 1, Qt.AlignmentFlag.AlignTop)

    def _show_cases(self) -> None:
        found, row = self._found, self.units.currentRow()
        if found is None or not 0 <= row < len(found.draw.strata):
            return
        name = found.draw.strata[row].name
        self.head.setText(f"{name}, i den ordning de drogs")
        rows = [_case_row(at, case) for at, case in enumerate(found.of_stratum(name), 1)]
        self.cases.show_rows(CASE_HEADS, rows, (0,))


def _case_row(place: int, case: Case) -> tuple[str, ...]:
    note = case.reason
    if case.double:
        note = ", ".join(part for part in (note, "läses av två") if part)
    return (number(place), case.reference, _STATUS[case.status], note)
