"""Step 5: the results. A table with bars, filters, comparison, and the number passport."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from egenkontroll.gui.empty import EmptyState
from egenkontroll.gui.results.counting import Counted, content_of, counted
from egenkontroll.gui.results.exporting import export_action
from egenkontroll.gui.results.filters import Filters, Upper
from egenkontroll.gui.results.following import Following
from egenkontroll.gui.results.lines import Order, arrange
from egenkontroll.gui.results.model import Column
from egenkontroll.gui.results.notes import about, caution, to_clipboard
from egenkontroll.gui.results.over_years import over_years_actions
from egenkontroll.gui.results.passport import Content, PassportView
from egenkontroll.gui.results.table import ResultsTable
from egenkontroll.gui.screen import Screen
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import ElidedLabel, button, frame, label
from egenkontroll.operations import analysing
from egenkontroll.report.cautions import table_cautions
from egenkontroll.report.comparison_notes import comparable_words
from egenkontroll.report.copied import comments_copied, results_copied
from egenkontroll.report.hidden import begun_words, reviewed_of
from egenkontroll.report.passport import not_compared
from egenkontroll.report.standing import standing_words, with_cautions
from egenkontroll.results.tally import RULE_SENTENCE
from egenkontroll.texts import k_of_n

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from egenkontroll.gui.session import Session
    from egenkontroll.operations.analysing import Material
    from egenkontroll.results.table import ResultRow, Results

_LEGEND = (
    "├─┤ 95 % intervall · ▼ mål · rutor: ett ärende i varje, när de är färre än tio · "
    "p.e. = procentenheter"
)
_WIDE_EMS, _HIGH_EMS, _LOW_EMS = 48, 36, 24
_SORTS = {
    Column.QUESTION: Order.NAME,
    Column.BAR: Order.TARGET,
    Column.COUNT: Order.LOWEST,
    Column.PERCENT: Order.LOWEST,
    Column.EARLIER: Order.CHANGE,
    Column.CHANGE: Order.CHANGE,
}
_SORTED = {
    Order.NAME: Column.QUESTION,
    Order.TARGET: Column.BAR,
    Order.LOWEST: Column.PERCENT,
    Order.CHANGE: Column.CHANGE,
}


class ResultsScreen(Screen):
    """Shows the chosen round's results; what stands behind a figure is read off the thread."""

    title = "Resultat"
    step = "results"
    shows = frozenset({"document", "rounds", "round", "sample", "answers", "plans"})
    hints = "↑↓ fråga    Ctrl+C kopiera tabellen    Klicka på en rubrik för att sortera"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.filters = Filters()
        self.table = ResultsTable()
        self.passport = PassportView()
        self.following = Following(session, self, lambda: self.table.row)
        self.standing = ElidedLabel(role="small")
        self.note = frame("note")
        self.note_text = label()
        self.comparable = button("", self._toggle_reasons, "link")
        self.reasons = label(role="small")
        self.empty = EmptyState()
        self._material: Material | None = None
        self._found: Results | None = None
        self._split: tuple[ResultRow, ...] = ()
        self._said = ""
        self._asked = 0
        self._copy = QAction("&Kopiera tabell", self)
        self.copy_button = button("Kopiera tabell", self.copy_table)
        self._years = over_years_actions(session, self)
        self._export = export_action(session, self, self.filters.publish.isChecked)
        self._filter_button = button("Filter", self._show_filters, name="Visa filtren")
        self._filter_button.setCheckable(True)
        self._head = QWidget()
        self._build()
        self._connect()

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        QHBoxLayout(self.note).addWidget(self.note_text)
        self.comparable.setCheckable(True)
        self.comparable.setToolTip("Visa vilka som inte jämförs, och varför")
        self.reasons.hide()
        self.foot = label(f"{RULE_SENTENCE}\n{_LEGEND}", "small")
        left = Upper()
        column = QVBoxLayout(left)
        side = em(self, 0.9)
        column.setContentsMargins(side, round(side * 0.7), side, round(side * 0.5))
        column.setSpacing(em(self, 0.45))
        self.filters.add_beside(self.comparable)
        for part in (self.standing, self.filters, self.note, self.reasons):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.foot)
        self.aside = right = frame("surface")
        inside = QVBoxLayout(right)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.passport)
        self.splitter = QSplitter()
        self.splitter.setObjectName("results")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(0, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.splitter)
        self._fitted = self._fresh = False
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._filter_button)
        head.addWidget(self.copy_button)
        self._show_filters()

    def _connect(self) -> None:
        self.filters.changed.connect(self._count)
        self.filters.publish.toggled.connect(lambda on: self.aside.setVisible(not on))
        self.filters.reordered.connect(self._arrange)
        self.table.chosen.connect(self._show_passport)
        self.table.sort_asked.connect(self._sort)
        self.passport.copy_asked.connect(self._copy_comments)
        self.empty.go_asked.connect(self.go_asked)
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._copy.triggered.connect(self.copy_table)
        self.addAction(self._copy)

    def menu_actions(self) -> list[QAction]:
        return [self._copy, *self.following.actions, self._export, *self._years]

    def header(self) -> QWidget:
        return self._head

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() > em(self, _WIDE_EMS)
        direction = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        self.foot.setVisible(self.screen().availableGeometry().height() > em(self, _HIGH_EMS))
        self._show_filters()
        if direction is not self.splitter.orientation() or not self._fitted:
            self._fitted = True
            self.splitter.setOrientation(direction)
            aside = em(self, 19) if wide else round(self.height() * 0.28)
            whole = self.width() if wide else self.height()
            self.splitter.setSizes([whole - aside, aside])

    def _show_filters(self) -> None:
        """In a low window, or with large text, the filters are behind a button."""
        low = self.height() < em(self, _LOW_EMS)
        self._filter_button.setVisible(low)
        self.filters.setVisible(not low or self._filter_button.isChecked())

    def begin(self) -> None:
        self._fresh = self._stack.currentWidget() is not self.splitter
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what is shown ------------------------------------------------------------------------

    def refresh(self) -> None:
        document, one = self.session.document, self.session.round
        self._asked += 1
        if document is None or one is None:
            said = "Dokumentet har ingen omgång."
            self._say_empty("Inga resultat än", said, "checklist" if document is not None else "")
            return
        asked = self._asked

        def show(found: Material) -> None:
            if asked == self._asked:
                self._show_material(found)

        self.session.run(lambda: analysing.material(document, one), show)

    def _show_material(self, found: Material) -> None:
        self._material = found
        now = found.analysis.now
        if now.checklist is None:
            self._say_empty(
                f"Frågorna i {now.name} finns inte i dokumentet",
                "Siffrorna är inmatade, men inte den checklista som de är räknade efter.",
            )
        elif not now.cases and not now.figures:
            self._say_empty("Inga resultat än", f"Urvalet för {now.name} är inte draget.", "sample")
        elif now.cases and not any(case.reviewed for case in now.cases):
            self._say_empty(
                "Inga resultat än",
                f"{k_of_n(0, len(now.cases))} ärenden är granskade. Resultaten växer fram här "
                "medan ni granskar.",
                "review",
            )
        else:
            self.filters.offer(found)
            self._count()

    def _say_empty(self, title: str, text: str, step: str = "") -> None:
        self.empty.say(title, text, step)
        self._stack.setCurrentWidget(self.empty)
        self.empty.begin()
        self._copy.setEnabled(False)
        self.copy_button.setEnabled(False)
        self.status.emit("")

    def _count(self) -> None:
        """Count anew for what is asked for above the table; large rounds take a while."""
        if self._material is None:
            return
        analysis, filters = self._material.analysis, self.filters
        self._asked += 1
        asked, wanted = self._asked, filters.wanted
        document = self.session.document

        def show(counted: Counted) -> None:
            if asked == self._asked:
                self._found, self._split, self._said = counted
                self._show_counted()

        def failed(_error: Exception) -> None:
            filters.publish.setChecked(False)

        if document is not None:
            self.session.run(lambda: counted(document, analysis, wanted), show, failed=failed)

    def _show_counted(self) -> None:
        self._arrange()
        if self._found is not None:
            self._show_notes(self._found)
        self._stack.setCurrentWidget(self.splitter)
        self._copy.setEnabled(True)
        self.copy_button.setEnabled(True)
        if self._fresh:
            self._fresh = False
            self.table.setFocus()

    def _arrange(self) -> None:
        if self._found is not None:
            wanted = self.filters.sorted_by
            self.table.head.sorted_by = _SORTED.get(wanted)
            lines = arrange(self._found.rows, self._split, wanted)
            self.table.show_lines(lines, self._found.compared_with)

    def _show_notes(self, found: Results) -> None:
        said = with_cautions(found.standing, self._said or caution(found))
        self.standing.say(standing_words(replace(found.standing, twice=False, part=False)))
        self.note_text.setText(said)
        self.note.setVisible(bool(said))
        reviewed = f"{reviewed_of(found)} ärenden granskade{begun_words(found.begun)}"
        self.status.emit(reviewed if found.cases else "")
        judged = [row for row in found.rows if row.question.judged]
        apart = [line for row in judged if (line := not_compared(row, found.compared_with))]
        shown = f"{comparable_words(judged)}, visa varför" if apart else "Att tänka på om talen"
        self.comparable.setText(shown)
        self.comparable.setAccessibleName(shown)
        apart += table_cautions([*judged, *self._split])
        self.comparable.setVisible(bool(apart))
        self.reasons.setText("\n".join(f"• {line}" for line in apart))
        self.reasons.setVisible(self.comparable.isChecked() and bool(apart))

    def _toggle_reasons(self) -> None:
        self.reasons.setVisible(self.comparable.isChecked())
        QTimer.singleShot(0, self, lambda: self.table.scrollTo(self.table.currentIndex()))

    def _sort(self, column: int) -> None:
        wanted = _SORTS[Column(column)]
        known = self.filters.sorted_by is wanted
        self.filters.order.choose(Order.CHECKLIST if known else wanted)

    def _show_passport(self, row: ResultRow | None) -> None:
        material, found = self._material, self._found
        if row is None or material is None or found is None:
            self.passport.show_content(None)
            return
        asked = (self.filters.selection, self.filters.by)
        content = content_of(material, found, row, asked)
        self.passport.show_content(content)

    # --- copying ------------------------------------------------------------------------------

    def copy_table(self) -> None:
        """Put the table as it is shown on the clipboard, as text and as HTML."""
        found = self._found
        if found is None:
            return
        rows = [line.row for line in self.table.shown_lines if line.row is not None]
        notes = [self.note_text.text()] if not self.note.isHidden() else []
        title = about(found.round, self.filters.selection)
        checklist = self.session.checklist
        if checklist is not None:
            title = f"{checklist.title}, {title}"
        to_clipboard(results_copied(title, rows, found.compared_with, [*notes, RULE_SENTENCE]))
        self.session.tell("Tabellen är kopierad. Klistra in den i Word eller Excel.")

    def _copy_comments(self, content: Content) -> None:
        title = f"{content.passport.row.question.text} {content.about}"
        to_clipboard(comments_copied(title, content.passport.comments))
        self.session.tell("Kommentarerna är kopierade.")
