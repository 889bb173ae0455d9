"""How alike two reviewers judge: by question, area and pair, and which questions to clarify."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from egenkontroll.gui import files
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.merge.agreement_detail import Detail
from egenkontroll.gui.merge.agreement_table import AgreementTable
from egenkontroll.gui.merge.doubled import DoubledSection
from egenkontroll.gui.results.notes import to_clipboard
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, button, label
from egenkontroll.operations import agreeing
from egenkontroll.report import agreement_words as words
from egenkontroll.report.copied import CopiedTable
from egenkontroll.results.agreement import By, possible_answers, unclear
from egenkontroll.results.clarification import Decision

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.gui.session import Session
    from egenkontroll.operations.agreeing import Doubled
    from egenkontroll.results.agreement import Agreement

UNCLEAR = "unclear"
_SHOWN = (
    ("Fråga för fråga", str(By.QUESTION)),
    ("Frågor att förtydliga", UNCLEAR),
    ("Område för område", str(By.AREA)),
    ("Granskarna två och två", str(By.PAIR)),
)


class AgreementSection(DoubledSection):
    """The table with what stands behind the chosen row; counted when shown."""

    title = "Samsyn"
    step = "agreement"
    shows = frozenset({"document", "rounds", "round", "sample", "answers", "reviewers",
                       "clarifications"})  # fmt: skip
    hints = "↑↓ rad    Ctrl+C kopiera tabellen"
    wide_ems = 62
    aside = (24, 2 / 5)

    def __init__(self, session: Session) -> None:
        super().__init__(session, agreeing.counted)
        self.by = QComboBox()
        self.hide_names = QCheckBox("Dölj namnen")
        self.hide_names.setAccessibleName("Dölj granskarnas namn")
        self.table = AgreementTable()
        self.detail = Detail()
        self.headline = label()
        self.reading = label("\n\n".join(words.READING), "small")
        self._copy = QAction("&Kopiera tabellen", self)
        self._copy_button = button("Kopiera tabell", self.copy_table)
        self._save_button = button("Spara som PDF …", self._ask_save)
        self._build()
        self._connect()

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        self.by.setAccessibleName("Visa")
        for text, value in _SHOWN:
            self.by.addItem(text, value)
        left = QWidget()
        column = QVBoxLayout(left)
        side = em(self, 0.9)
        column.setContentsMargins(side, round(side * 0.7), side, round(side * 0.7))
        column.setSpacing(em(self, 0.45))
        above = Flow(em(self, 0.6))
        for part in (self.by, self.hide_names, self._copy_button, self._save_button):
            above.add(part)
        column.addWidget(above)
        column.addWidget(self.headline)
        column.addWidget(self.table, 1)
        right = QWidget()
        inside = QVBoxLayout(right)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.detail)
        how = QVBoxLayout()
        how.setContentsMargins(side, 0, side, side)
        how.addWidget(label("Så läses siffrorna", "strong"))
        how.addWidget(self.reading)
        inside.addLayout(how)
        inside.addStretch(1)
        self.splitter = QSplitter()
        self.splitter.setObjectName("agreement")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(Column(right, "Bakom den valda raden"))
        self.splitter.setStretchFactor(0, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.splitter)

    def _connect(self) -> None:
        self.by.currentIndexChanged.connect(lambda _index: self._show_table())
        self.hide_names.toggled.connect(self._hide_names)
        self.table.chosen.connect(self._show_detail)
        self.detail.clarify.decided.connect(self._clarify)
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._copy.triggered.connect(self.copy_table)
        self.addAction(self._copy)

    def menu_actions(self) -> list[QAction]:
        return [self._copy]

    def begin(self) -> None:
        self.table.setFocus()

    # --- what is shown ------------------------------------------------------------------------

    def show_found(self, found: Doubled | None) -> None:
        self._found = found
        self.detail.clarify.setEnabled(not self.session.read_only)
        if found is None or not found.cases:
            self.say_none()
            self._stack.setCurrentWidget(self.empty)
            return
        self._stack.setCurrentWidget(self.splitter)
        whole = words.figures(found.whole)
        self.headline.setText(f"{words.standing_words(found.cases)}. Alla frågor: {whole}")
        self._show_table()

    def _rows(self, found: Doubled) -> list[tuple[Agreement, str, str]]:
        by = self._by()
        names = {} if self.hide_names.isChecked() else found.names
        called = words.labels(found.checklist, found.cases, names, by)
        if self.by.currentData() == UNCLEAR:
            groups = unclear(found.questions)
        elif by is By.QUESTION:
            groups = found.questions
        else:
            groups = words.groups(found.checklist, found.cases, by)
        return [(one, called[one.key], self._under(found, one)) for one in groups]

    def _under(self, found: Doubled, one: Agreement) -> str:
        decided = found.clarified.get(one.key) if isinstance(one.key, str) else None
        said = [words.apart_words(one)]
        if decided is not None and self._by() is By.QUESTION:
            said.append(f"Beslut: {words.decision_words(decided)}")
        return " ".join(part for part in said if part)

    def _by(self) -> By:
        value = self.by.currentData()
        return By.QUESTION if value == UNCLEAR else By(value)

    def _show_table(self) -> None:
        if self._found is None:
            return
        rows = self._rows(self._found)
        self.table.show_rows(words.BY_WORDS[self._by()], rows)
        open_left = [
            one for one in unclear(self._found.questions) if one.key not in self._found.clarified
        ]
        self.waiting.emit(len(open_left))

    def _show_detail(self) -> None:
        found, one = self._found, self.table.row_chosen
        self.detail.setVisible(one is not None)
        if found is None or one is None:
            return
        question = found.checklist.by_id[str(one.key)] if self._by() is By.QUESTION else None
        answers = possible_answers(question) if question is not None else None
        name = self.table.item(self.table.currentRow(), 0)
        self.detail.show_group(
            one,
            question.text if question is not None else name.text() if name is not None else "",
            words.figures(one, answers),
            found.clarified.get(question.id) if question is not None else None,
            question=question is not None,
        )

    def _hide_names(self, hidden: bool) -> None:
        self.remember_names(hidden)
        self._show_table()

    # --- deeds --------------------------------------------------------------------------------

    def _clarify(self, decision: str, said: str) -> None:
        document, one, row = self.session.document, self.session.round, self.table.row_chosen
        if document is None or one is None or row is None:
            return
        question = str(row.key)
        by = self.session.reviewer.name if self.session.reviewer is not None else ""
        wanted = Decision(decision) if decision else None
        self.session.run(
            lambda: agreeing.clarify(document, one, question, wanted, said, by),
            changes="clarifications",
        )

    def copy_table(self) -> None:
        """Put the table as shown on the clipboard."""
        if self._found is None:
            return
        names = {} if self.hide_names.isChecked() else self._found.names
        found = self._found
        heads, rows = words.table_rows(found.checklist, found.cases, names, self._by())
        title = f"Samsyn, {found.round.name}"
        table = CopiedTable(title, tuple(heads), tuple(map(tuple, rows)), words.READING,
                            frozenset({1, 2, 3, 4}))  # fmt: skip
        to_clipboard(table)
        self.session.tell("Tabellen är kopierad. Klistra in den i Word eller Excel.")

    def save_as(self, path: Path) -> None:
        """Write the agreement sheet to a path."""
        found, named = self._found, not self.hide_names.isChecked()
        if found is not None:
            told = f"Bladet är sparat: {path.name}."
            self.session.run(
                lambda: agreeing.write_sheet(agreeing.sheet(found, names=named), path),
                lambda _: self.session.tell_written(told),
            )

    def _ask_save(self) -> None:
        if self._found is not None:
            name = agreeing.sheet_name(self._found)
            path = files.choose_new(
                self, "Spara samsynsbladet", "PDF (*.pdf)", files.home() / name, ".pdf"
            )
            if path is not None:
                self.save_as(path)
