"""The comparability ledger: every question of a version against the one before, and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from egenkontroll.checklist.changes import Change, differing
from egenkontroll.checklist.compare import COMPARABLE, SWEDISH, Relation
from egenkontroll.errors import UserError
from egenkontroll.gui.checklist.ledger_form import DecisionForm
from egenkontroll.gui.checklist.paper import Airy
from egenkontroll.gui.checklist_editor.differences import ChangeCard
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, Heading, button, frame, label
from egenkontroll.operations import ledger
from egenkontroll.review.reading import say
from egenkontroll.texts import k_of_n

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from egenkontroll.checklist.compare import Decision, Row
    from egenkontroll.checklist.model import Checklist, Question
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.ledger import Versions

_ROW = Qt.ItemDataRole.UserRole


class LedgerPage(QWidget):
    """The questions at the left, the chosen one's texts and decision at the right."""

    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.versions = QComboBox()
        self.list = QListWidget()
        self.summary = label(role="strong")
        self.form = DecisionForm()
        self.found: Versions | None = None
        self._card: QWidget | None = None
        self._pairs: tuple[tuple[Checklist, Checklist], ...] = ()
        self._build()
        self.versions.currentIndexChanged.connect(self._show_pair)
        self.list.currentItemChanged.connect(lambda *_: self._show_question())
        self.form.decided.connect(self._decide)
        self.refresh()

    def _build(self) -> None:
        self.setAccessibleName("Jämförbarhet mellan versioner")
        self.versions.setAccessibleName("Versioner som jämförs")
        self.versions.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.list.setAccessibleName("Frågor och förhållanden")
        self.list.setWordWrap(True)
        self.list.setItemDelegate(Airy(self.list))
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side = em(self, 0.9)
        left = frame("surface")
        column = QVBoxLayout(left)
        column.setContentsMargins(side, side, side, side)
        column.addWidget(label("Jämförbarhet", "heading"))
        column.addWidget(self.versions)
        column.addWidget(self.summary)
        column.addWidget(self.list, 1)
        column.addWidget(button("Tillbaka till checklistorna", self.closed.emit))
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(side, side, side, side)
        self._column.setSpacing(round(side * 0.6))
        self.waiting = label(role="quiet")
        self._column.addWidget(self.waiting)
        self._column.addWidget(self.form)
        self._column.addStretch(1)
        right = Column(self._inside, "Frågan i båda versionerna", focus=False)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([em(self, 20), em(self, 50)])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.found is not None:
            self._show_card()

    def refresh(self) -> None:
        """Show the document's versions as they are now, the newest pair first."""
        document = self.session.document
        chosen = self.versions.currentIndex()
        self._pairs = ledger.pairs(document)[::-1] if document is not None else ()
        self.versions.blockSignals(True)
        self.versions.clear()
        several = len({new.id for _, new in self._pairs}) > 1
        for old, new in self._pairs:
            named = f": {new.title}" if several else ""
            self.versions.addItem(f"{old.version} → {new.version}{named}")
        self.versions.setCurrentIndex(max(0, chosen) if self._pairs else -1)
        self.versions.blockSignals(False)
        self._show_pair()

    def _show_pair(self) -> None:
        document, at = self.session.document, self.versions.currentIndex()
        row = self.list.currentRow() if self.found is not None else -1
        self.list.blockSignals(True)
        self.list.clear()
        if document is None or not 0 <= at < len(self._pairs):
            self.found = None
            self.summary.setText("Dokumentet har bara en version av varje checklista.")
        else:
            self.found = ledger.versions(document, *self._pairs[at])
            self.summary.setText(f"{k_of_n(*self.found.comparable)} frågor är jämförbara")
            for one in self.found.rows:
                self._add(self.found, one)
            row = row if row >= 0 else _first_to_decide(self.found)
        self.list.setCurrentRow(row if self.list.count() else -1)
        self.list.blockSignals(False)
        self._show_question()

    def _add(self, found: Versions, row: Row) -> None:
        question = found.new.by_id.get(row.question) or found.old.by_id[row.question]
        said = SWEDISH[row.relation]
        if row.by:
            said += f", beslutat av {row.by}"
        elif any(row.question in (one.new, one.old) for one in found.proposals):
            said += ", förslag finns"
        if found.waiting.get(row.before):
            said += ", att förtydliga"
        item = QListWidgetItem(f"{question.short}\n{said}")
        item.setData(_ROW, row)
        self.list.addItem(item)

    @property
    def row(self) -> Row | None:
        """The relation that is shown."""
        item = self.list.currentItem()
        found: Row | None = item.data(_ROW) if item is not None else None
        return found

    def _show_card(self) -> None:
        """Show the chosen question's texts, in the colours of now."""
        if self._card is not None:
            self._column.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
            self._card = None
        row, found = self.row, self.found
        if row is not None and found is not None:
            self._card = _card(found, row, *_sides(found, row))
            self._column.insertWidget(0, self._card)

    def _show_question(self) -> None:
        self._show_card()
        row, found = self.row, self.found
        self.form.setVisible(row is not None and not self.session.read_only)
        self.waiting.hide()
        if row is None or found is None:
            return
        said = list(found.waiting.get(row.before, ()))
        self.waiting.setText("\n".join(["Att förtydliga:", *(f"• {one}" for one in said)]))
        self.waiting.setVisible(bool(said))
        self.form.show_row(found, row)

    def _decide(self, decision: Decision) -> None:
        document = self.session.document
        if document is None:
            return
        told = "Beslutet är sparat. Jämförelser och trender räknas om."

        def done(_: object) -> None:
            self.session.tell(told)
            self.refresh()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

        self.session.run(
            lambda: ledger.decide(document, decision), done, changes="answers", failed=self._failed
        )

    def _failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.form.reason.setFocus(Qt.FocusReason.OtherFocusReason)


def _first_to_decide(found: Versions) -> int:
    """Return the place of the first question that is not comparable and nobody has decided on."""
    rows = enumerate(found.rows)
    return next((at for at, one in rows if not one.by and one.relation not in COMPARABLE), 0)


def _sides(found: Versions, row: Row) -> tuple[Question | None, Question | None]:
    """Return the question then and now."""
    if row.relation is Relation.REMOVED:
        return found.old.by_id.get(row.question), None
    return found.old.by_id.get(row.before), found.new.by_id.get(row.question)


def _card(found: Versions, row: Row, was: Question | None, now: Question | None) -> QWidget:
    """Return the question's name, its relation and why, and the fields that differ."""
    differences = differing((found.old, was), (found.new, now), say)
    question = now or was
    name = question.text if question is not None else row.question
    made = ChangeCard(Change(row, name, differences))
    column = made.layout()
    if column is not None:
        by = f" Beslutat av {row.by}." if row.by else ""
        column.addWidget(label(f"Varför: {row.reason}.{by}"))
        if len(row.linked) > 1 or (row.linked and row.linked[0] != row.question):
            column.addWidget(label(f"Frågan då: {', '.join(row.linked)}"))
        if was is not None and now is not None and not differences:
            column.addWidget(Heading("Samma i båda versionerna"))
            column.addWidget(label(now.guidance or "Ingen vägledning."))
    return made


def open_ledger(session: Session, pages: QStackedWidget, back: Callable[[], object]) -> LedgerPage:
    """Show the ledger on top of a screen's pages; `back` is called when it is closed."""
    shown = pages.currentWidget()
    if isinstance(shown, LedgerPage):
        return shown
    page = LedgerPage(session)

    def close() -> None:
        pages.setCurrentIndex(0)
        pages.removeWidget(page)
        page.deleteLater()
        back()

    page.closed.connect(close)
    pages.addWidget(page)
    pages.setCurrentWidget(page)
    page.list.setFocus(Qt.FocusReason.OtherFocusReason)
    return page
