"""What would be drawn, group by group, and what that can and cannot show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from egenkontroll.gui.tables import PlainTable
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import label
from egenkontroll.operations.planning import margin, plan_of
from egenkontroll.report.certificate_words import cautions
from egenkontroll.results.planning import Plan, sentences, whole_sentences
from egenkontroll.texts import count, number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from egenkontroll.sample.drawn import Draw, Frame

HEADS = ("Enhet eller grupp", "I listan (N)", "Dras (n)", "Reserver", "Osäkerhet")
WHOLE = "Hela omgången"


class Preview(QWidget):
    """The table of what would be drawn; below it, in words, what the chosen row can show."""

    def __init__(self) -> None:
        super().__init__()
        self.said = label()
        self.table = PlainTable("Det som skulle dras", fits=True)
        self.head = label("", "heading")
        self.words = label()
        self._plan: Plan | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.5))
        for part in (self.said, self.table, self.head, self.words):
            column.addWidget(part)
        self.table.itemSelectionChanged.connect(self._show_words)
        self.hide()

    def clear(self) -> None:
        """Show nothing: there is no list yet, or something is wrong with it."""
        self._plan = None
        self.hide()

    def show_draw(self, frame: Frame, drawn: Draw, labels: Mapping[str, str]) -> None:
        """Show what would be drawn from a list, the whole of it chosen."""
        self._plan = plan_of(drawn)
        rows = [
            (one.name, number(one.population), number(one.n), number(len(stratum.reserves)),
             margin(one))
            for one, stratum in zip(self._plan.strata, drawn.strata, strict=True)
        ]  # fmt: skip
        whole = self._plan.whole
        spare = sum(len(stratum.reserves) for stratum in drawn.strata)
        rows.append((WHOLE, number(whole.population), number(whole.n), number(spare),
                     margin(whole)))  # fmt: skip
        self.table.show_rows(HEADS, rows, range(1, 5))
        self.said.setText(_said(frame, drawn, labels))
        self.show()
        self.table.selectRow(len(rows) - 1)
        self.table.scrollToTop()
        self._show_words()

    def _show_words(self) -> None:
        found, row = self._plan, self.table.currentRow()
        if found is None or row < 0:
            return
        whole = row >= len(found.strata)
        name = WHOLE if whole else found.strata[row].name
        said = whole_sentences(found) if whole else sentences(found.strata[row])
        self.head.setText(f"Det här kan urvalet visa: {name}")
        self.words.setText("\n".join(f"• {one}" for one in said))
        self.words.setAccessibleName(self.words.text())


def _said(frame: Frame, drawn: Draw, labels: Mapping[str, str]) -> str:
    cases = count(len(drawn.drawn), "ärende", "ärenden")
    said = [f"{cases} dras ur {number(len(frame.cases))}."]
    if drawn.double:
        said.append(f"{number(len(drawn.double))} av dem läses av två.")
    if drawn.calibration:
        said.append(f"{count(len(drawn.calibration), 'ärende', 'ärenden')} för kalibrering.")
    if frame.excluded:
        rows = count(len(frame.excluded), "rad", "rader")
        said.append(f"{rows} i listan utelämnas; skälen kommer att stå i intyget.")
    return "\n".join([" ".join(said), *cautions(drawn, labels)])
