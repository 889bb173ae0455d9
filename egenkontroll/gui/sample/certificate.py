"""What was drawn and from what: everything that anyone needs to draw the same sample again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSplitter, QVBoxLayout, QWidget

from egenkontroll.gui.tables import PlainTable
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, frame, label
from egenkontroll.sample.cases import Status
from egenkontroll.texts import NOTHING, count, number, percent

if TYPE_CHECKING:
    from egenkontroll.operations.holdings import Certificate
    from egenkontroll.sample.cases import Case, Draw

_STATUS = {
    Status.DRAWN: "i urvalet",
    Status.RESERVE: "reserv",
    Status.REPLACED: "ersatt",
}
METHOD = (
    "Så dras det: i varje enhet sorteras ärendenumren, varje nummer får en nyckel (SHA-256 av "
    "fröet, tecknet U+001F och numret), och de med lägst nyckel tas. De följande är reserver, i "
    "ordning. Samma lista och frö ger alltid samma urval."
)
UNIT_HEADS = ("Enhet", "I listan (N)", "Dragna (n)", "Reserver", "Läses av två")
CASE_HEADS = ("Plats", "Ärende", "Läge", "Anmärkning")
_SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


class CertificateView(QWidget):
    """The facts above, the units at the left, one unit's cases in the order drawn at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.units = PlainTable("Urvalet enhet för enhet")
        self.cases = PlainTable("Ärendena i den ordning de drogs", grows=3)
        self.head = label("", "heading")
        self.facts: dict[str, str] = {}
        self._found: Certificate | None = None
        inside = QWidget()
        column = QVBoxLayout(inside)
        side = em(self, 1.2)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(em(self, 0.5))
        column.addWidget(label("Urvalsprotokoll", "title"))
        self._card = frame("card")
        self._grid = QGridLayout(self._card)
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(em(self, 1.2))
        self._grid.setVerticalSpacing(em(self, 0.25))
        column.addWidget(self._card)
        column.addWidget(label(METHOD, "small"))
        column.addWidget(self._tables(), 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.column = Column(inside, "Urvalsprotokoll")
        self.column.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(self.column)
        self.units.itemSelectionChanged.connect(self._show_cases)

    def _tables(self) -> QSplitter:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.head)
        column.addWidget(self.cases, 1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label("Enheter", "heading"))
        column.addWidget(self.units, 1)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([em(self, 30), em(self, 26)])
        split.setMinimumHeight(em(self, 13))
        return split

    def show_certificate(self, found: Certificate) -> None:
        """Show a draw."""
        self._found = found
        self._fill_facts(found)
        rows = []
        for stratum in found.draw.strata:
            double = sum(reference in found.draw.double for reference in stratum.drawn)
            sizes = (stratum.size, len(stratum.drawn), len(stratum.reserves), double)
            rows.append((stratum.unit, *(number(size) for size in sizes)))
        self.units.show_rows(UNIT_HEADS, rows, range(1, 5))
        self.units.selectRow(0)
        self._show_cases()

    def _fill_facts(self, found: Certificate) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.facts = facts(found)
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
        unit = found.draw.strata[row].unit
        cases = found.of_unit(unit)
        self.head.setText(f"{unit}, i den ordning de drogs")
        rows = [_case_row(case) for case in sorted(cases, key=lambda case: case.position)]
        self.cases.show_rows(CASE_HEADS, rows, (0,))


def facts(found: Certificate) -> dict[str, str]:
    """Return what the certificate says, in the order it is read."""
    draw, frame_ = found.draw, found.frame
    said = {"Draget": _when(draw)}
    if frame_ is not None:
        units = len(frame_.sizes())
        said["Ärendelista"] = (
            f"{frame_.source}: {count(len(frame_.cases), 'ärende', 'ärenden')} i "
            f"{count(units, 'enhet', 'enheter')}"
        )
        if frame_.excluded:
            said["Utelämnat ur listan"] = _excluded(frame_.excluded)
    said["Listans kontrollsumma"] = f"SHA-256 {_grouped(draw.frame_digest)}"
    said["Metod och frö"] = f"{draw.algorithm}, frö ”{draw.seed}”"
    reserves = f"{number(draw.reserves)} reserver" if draw.reserves else "inga reserver"
    said["Per enhet"] = f"{count(draw.per_unit, 'ärende', 'ärenden')} och {reserves}"
    double = count(len(draw.double), "ärende", "ärenden")
    said["Läses av två"] = (
        f"{double} ({percent(draw.double_percent)} av de dragna)" if draw.double else "inget ärende"
    )
    return said


def _when(draw: Draw) -> str:
    try:
        moment = dt.datetime.fromisoformat(draw.drawn_at).astimezone()
        said = f"{moment:%Y-%m-%d kl. %H:%M}"
    except ValueError:
        said = draw.drawn_at or NOTHING
    return f"{said} av {draw.by}" if draw.by else said


def _excluded(excluded: tuple[tuple[str, str], ...]) -> str:
    reasons: dict[str, list[str]] = {}
    for reference, reason in excluded:
        reasons.setdefault(reason, []).append(reference)
    return "; ".join(f"{reason}: {', '.join(found)}" for reason, found in reasons.items())


def _grouped(digest: str) -> str:
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _case_row(case: Case) -> tuple[str, ...]:
    note = case.reason if case.status is Status.REPLACED else ""
    if case.double:
        note = ", ".join(part for part in (note, "läses av två") if part)
    return (number(case.position), case.reference, _STATUS[case.status], note)
