"""Earlier years' figures: typed in, pasted or from a file, into a round of their own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from egenkontroll.gui import files, messages
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.results.history_grid import COLUMNS, FigureGrid
from egenkontroll.gui.sample.columns_dialog import ColumnsDialog
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import button, label
from egenkontroll.operations import checklists, histories, holdings
from egenkontroll.operations.opening import read_table
from egenkontroll.results.history import Means, claimed, completed, history_fields
from egenkontroll.sample.columns import ColumnsError
from egenkontroll.sample.tables import Row, Table
from egenkontroll.texts import count, listing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.histories import ImportedHistory

TITLE = "Tidigare års siffror"
_ASK = (
    "Källan anger en ändring i procent. Är den i procentenheter eller i procent av den tidigare "
    "andelen? Från 54 % till 98 % är 44 procentenheter, men 81 procent. Svara i listan ”En ändring "
    "i procent är”; välj oklart om det inte framgår."
)
_COLUMNS = (
    "Rubrikerna känns inte igen. Säg vilken kolumn som innehåller vad, så läses siffrorna in. En "
    "rad är en siffra: en fråga i en omgång."
)


class HistoryDialog(QDialog):
    """A form with a row for each question of the checklist that the figures were counted by."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.name, self.period, self.source = QLineEdit(), QLineEdit(), QLineEdit()
        self.unit = QLineEdit()
        self.checklist, self.counts, self.means = QComboBox(), QComboBox(), QComboBox()
        self.grid = FigureGrid()
        self._offered: list[tuple[Path | None, Checklist]] = []
        self.setWindowTitle(TITLE)
        self._build()
        self._offer()
        self.checklist.currentIndexChanged.connect(self._show_questions)
        self._show_questions()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.addWidget(label(
            "Skriv k och n där de är kända, annars bara procent. En procent utan antal visas men "
            "prövas inte.", "quiet",
        ))  # fmt: skip
        for pair in (
            (("Omgång", self.name), ("Period", self.period), ("Checklista", self.checklist)),
            (("Enhet, tomt för alla", self.unit), ("Talen räknar", self.counts),
             ("Källa", self.source), ("En ändring i procent är", self.means)),
        ):  # fmt: skip
            row = QHBoxLayout()
            for words, field in pair:
                row.addLayout(self._field(words, field), 1)
            column.addLayout(row)
        self.period.setPlaceholderText("2023-04-01/2023-05-31")
        self.checklist.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for words in ("uppfyllt", "ej uppfyllt"):
            self.counts.addItem(words.capitalize(), words)
        self.means.addItem("Inte besvarat", None)
        for means in Means:
            self.means.addItem(means.value.capitalize(), means)
        column.addWidget(self.grid, 1)
        flow = Flow(em(self, 0.5))
        self.save = button("&Spara siffrorna", self.save_figures, "primary")
        for made in (
            button("&Klistra in", self.paste),
            button("Läs in en &fil …", self._ask_file),
            button("Stäng", self.reject),
            self.save,
        ):
            flow.add(made)
        column.addWidget(flow)
        room = self.screen().availableGeometry()
        self.resize(min(em(self, 52), room.width()), min(em(self, 36), room.height()))

    def _field(self, words: str, field: QWidget) -> QVBoxLayout:
        column = QVBoxLayout()
        head = label(words, "small")
        head.setBuddy(field)
        field.setAccessibleName(words)
        column.addWidget(head)
        column.addWidget(field)
        return column

    def _offer(self) -> None:
        document = self.session.document
        kept = holdings.kept_checklists(document) if document is not None else ()
        self._offered = [(None, one) for one in kept]
        known = {(one.id, one.version) for one in kept}
        self._offered += [
            (path, one) for path, one in checklists.bundled() if (one.id, one.version) not in known
        ]
        for _, one in self._offered:
            self.checklist.addItem(f"{one.title} {one.version}")

    @property
    def chosen(self) -> Checklist | None:
        """The checklist that the figures were counted by."""
        at = self.checklist.currentIndex()
        return self._offered[at][1] if 0 <= at < len(self._offered) else None

    @property
    def asked(self) -> Means | None:
        """What a change in percent means, as answered; None where it is not."""
        found = self.means.currentData()
        return Means(found) if found else None

    def _show_questions(self) -> None:
        if self.chosen is not None:
            self.grid.show_questions([one for one in self.chosen.questions if one.judged])

    # --- taking in ----------------------------------------------------------------------------

    def paste(self) -> None:
        """Take what is on the clipboard: a table of figures, or a sentence into the chosen row."""
        text = QGuiApplication.clipboard().text()
        if "\t" not in text and claimed(text) is not None:
            self.grid.put_claim(" ".join(text.split()))
            return
        left = self.grid.paste(text)
        if left:
            messages.tell(self, "De här raderna hör inte till någon fråga i checklistan.", left)

    def save_figures(self) -> None:
        """Save what is filled in, all or nothing; faults are shown and nothing is lost."""
        checklist, document = self.chosen, self.session.document
        rows = self.grid.filled()
        if checklist is None or document is None:
            return
        if not rows:
            messages.tell(self, "Inget är ifyllt än. Skriv k och n, eller procent, vid en fråga.")
            return
        if self.asked is None and any(claimed(row.cells[-1]) is Means.RELATIVE for row in rows):
            messages.tell(self, _ASK)
            self.means.setFocus()
            return
        means = self.asked
        table = completed(Table("formuläret", "", "", (Row(0, COLUMNS), *rows)), {
            "omgång": self.name.text(), "period": self.period.text(), "checklista": checklist.id,
            "version": checklist.version, "enhet": self.unit.text(),
            "avser": str(self.counts.currentData()), "källa": self.source.text(),
        })  # fmt: skip
        files_of = {(one.id, one.version): (path, one) for path, one in self._offered if path}
        self.session.run(
            lambda: histories.take_in(document, table, files_of, means),
            self._done, changes="rounds",
        )  # fmt: skip

    def _ask_file(self) -> None:
        path = files.choose_file(self, "Läs in tidigare siffror", files.TABLES)
        if path is not None:
            self.read_file(path)

    def read_file(self, path: Path, columns: Mapping[str, str] | None = None) -> None:
        """Take in a table of figures from a file, with its own rounds and periods.

        `columns` says which column holds what, by the names of `history_fields`; where the table
        has other heads the person is asked.
        """
        document, means = self.session.document, self.asked
        if document is None:
            return

        def work() -> ImportedHistory | None:
            try:
                return histories.take_in_file(document, path, (), means, columns)
            except ColumnsError:
                if columns is not None:
                    raise
                return None

        self.session.run(work, partial(self._read, path))

    def _read(self, path: Path, done: ImportedHistory | None) -> None:
        if done is None:
            self.ask_columns(path)
        else:
            self.session.say_saved()
            self._done(done)
            self.session.announce("rounds")

    def ask_columns(self, path: Path) -> ColumnsDialog:
        """Return a dialog about the columns of a file whose heads are not recognised, opened."""
        made = ColumnsDialog(
            self, read_table(path), history_fields(), {}, about=_COLUMNS, called="tabellen"
        )
        made.accepted.connect(lambda: self.read_file(path, made.by_name))
        made.finished.connect(lambda _code: made.deleteLater())
        made.open()
        return made

    def _done(self, done: ImportedHistory) -> None:
        said = (
            f"{count(done.new, 'ny siffra', 'nya siffror')} av {done.figures} sparade för "
            f"{listing(done.rounds)}."
        )
        self.grid.clear_figures()
        messages.tell(self, said, done.notes)
