"""The fields, the faults and the preview of earlier years' cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from egenkontroll.gui.flow import Flow
from egenkontroll.gui.sample.problems import Problems
from egenkontroll.gui.table_choice import TableChoice
from egenkontroll.gui.tables import PlainTable
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import button, label
from egenkontroll.report.figures import count_words, options_words, percent_words
from egenkontroll.review.past import Form
from egenkontroll.texts import count, listing, number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from egenkontroll.gui.session import Session
    from egenkontroll.operations.past_rounds import PastPreview
    from egenkontroll.results.table import ResultRow

_INTRO = (
    "Har ni ärendena och svaren kvar från ett tidigare år, i Excel eller CSV? Läs in dem som en "
    "färdig omgång, så går den att jämföra med. Välj tabellen eller släpp den här."
)
_CHECK = "Stämmer talen med rapporten från då? Inget är sparat än."
_KINDS = ((Form.CASES, "ett ärende på varje rad"), (Form.ANSWERS, "ett svar på varje rad"))
_HEADS = ("Fråga", "Kolumn", "Uppfyllt", "Andel", "Ej aktuellt", "Utan svar")
_NUMBERS = range(2, len(_HEADS))


class PastForm(QWidget):
    """What the dialog shows; it knows nothing of the document. `deeds` stands below it."""

    checklist_asked, columns_asked = Signal(), Signal()
    import_asked, close_asked = Signal(), Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.source = TableChoice(session, "Välj tabell med ärenden")
        self.name, self.starts, self.ends = QLineEdit(), QLineEdit(), QLineEdit()
        self.checklist, self.kind = QComboBox(), QComboBox()
        self.fetch = button("&Hämta en checklista …", self.checklist_asked.emit)
        self.columns = button("Välj &kolumner …", self.columns_asked.emit)
        self.problems = Problems()
        self.summary, self.check, self.notes = (
            label(role="strong"),
            label(_CHECK),
            label("", "small"),
        )
        self.preview = PlainTable("Så skulle omgången bli", fits=True)
        self.take_in = button("&Läs in omgången", self.import_asked.emit, "primary")
        self.close_button = button("Stäng", self.close_asked.emit)
        self.deeds = Flow(em(self, 0.5))
        self._build()
        self.show_preview(None)
        self.columns.setEnabled(False)
        self.take_in.setEnabled(False)

    def _build(self) -> None:
        for kind, words in _KINDS:
            self.kind.addItem(words, kind)
        self.checklist.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.starts.setPlaceholderText("2023-04-01")
        self.ends.setPlaceholderText("2023-05-31")
        self.name.setPlaceholderText("Våren 2023")
        grid = QGridLayout()
        for at in range(2):
            grid.setColumnStretch(at, 1)
        dates = QHBoxLayout()
        for words, line in (("Första dag", self.starts), ("Sista dag", self.ends)):
            dates.addLayout(_field(words, line))
        grid.addLayout(_field("Omgång", self.name), 0, 0)
        grid.addLayout(dates, 0, 1)
        grid.addLayout(_field("Tabellen har", self.kind), 1, 0)
        column = QVBoxLayout(self)
        column.setSpacing(em(self, 0.45))
        column.addWidget(label(_INTRO, "quiet"))
        column.addWidget(self.source)
        which = QHBoxLayout()
        which.addLayout(_field("Checklistan som gällde då", self.checklist), 1)
        which.addWidget(self.fetch, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(which)
        column.addLayout(grid)
        column.addWidget(self.columns, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.problems, self.summary, self.check, self.notes, self.preview):
            column.addWidget(part)
        column.addStretch(1)
        self.deeds.add(self.take_in)
        self.deeds.add(self.close_button)

    # --- showing ------------------------------------------------------------------------------

    @property
    def period(self) -> str:
        """The first and last day, as they are written together."""
        return f"{self.starts.text().strip()}/{self.ends.text().strip()}"

    def show_kind(self, form: Form) -> None:
        """Show how the table's heads say that it is written."""
        self.kind.blockSignals(True)
        self.kind.setCurrentIndex(self.kind.findData(form))
        self.kind.blockSignals(False)

    def show_preview(self, found: PastPreview | None) -> None:
        """Show what the round would become, or nothing."""
        for part in (self.summary, self.check, self.notes, self.preview):
            part.setVisible(found is not None)
        if found is None:
            return
        self.summary.setText(_summary(found))
        self.notes.setText("\n".join(_notes(found)))
        self.notes.setVisible(bool(self.notes.text()))
        rows = [_row(row, found.read_from) for row in found.results.rows]
        if found.read_from:
            self.preview.show_rows(_HEADS, rows, _NUMBERS)
        else:
            short = [(name, *rest) for name, _, *rest in rows]
            self.preview.show_rows((_HEADS[0], *_HEADS[2:]), short, [at - 1 for at in _NUMBERS])


def _row(row: ResultRow, read_from: Mapping[str, str]) -> tuple[str, ...]:
    judged = row.question.judged
    return (
        row.question.short,
        read_from.get(row.question.id, "ingen"),
        count_words(row.share) if judged else options_words(row),
        percent_words(row) if judged else "",
        *(str(many) if many else "" for many in (row.counts.not_applicable, row.counts.unanswered)),
    )


def _field(words: str, field: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    said = label(words, "small")
    field.setAccessibleName(words)
    said.setBuddy(field)
    column.addWidget(said)
    column.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
    return column


def _summary(found: PastPreview) -> str:
    said = (
        f"{count(found.cases, 'ärende', 'ärenden')} i "
        f"{count(len(found.units), 'enhet', 'enheter')}, {count(found.answers, 'svar', 'svar')}"
    )
    return (
        f"{said}, varav {number(found.second)} i andra granskningar."
        if found.second
        else f"{said}."
    )


def _notes(found: PastPreview) -> list[str]:
    inside = listing([f"{name} ({many})" for name, many in found.units])
    said = [f"Enheter: {inside}."]
    if found.unread:
        said.append(f"Kolumner som inte läses: {listing(found.unread)}.")
    said += [f"{reference}: {reason}." for reference, reason in found.left_out]
    return said
