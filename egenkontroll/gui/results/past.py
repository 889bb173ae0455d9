"""Earlier years' cases: a table is read, shown as what it would become, and then taken in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from egenkontroll.errors import UserError
from egenkontroll.gui import files, messages
from egenkontroll.gui.results.past_form import PastForm
from egenkontroll.gui.sample.columns_dialog import ColumnsDialog
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column
from egenkontroll.operations import checklists, holdings, past_rounds
from egenkontroll.operations.past_rounds import PastPreview, PastTable
from egenkontroll.review.past import Form, likely_form, past_fields
from egenkontroll.sample.columns import ColumnsError
from egenkontroll.texts import count

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.gui.session import Session
    from egenkontroll.operations.past_rounds import TakenInRound

TITLE = "Tidigare års ärenden"
_COLUMNS = (
    "Säg vilken kolumn som innehåller vad. En fråga utan kolumn får inga svar. Ärenden utan "
    "enhet räknas till hela verksamheten."
)
_HELP = "Tryck annars på Välj kolumner och säg vilken kolumn som är vilken."


@dataclass(frozen=True)
class Read:
    """What a table would become, or why it cannot be taken in."""

    found: PastPreview | None
    error: UserError | None = None


class PastDialog(QDialog):
    """Nothing is saved before the last button is pressed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setWindowTitle(TITLE)
        self.setAcceptDrops(True)
        self.read: Read | None = None
        self._chosen: dict[str, str] = {}
        self._offered: list[tuple[Path | None, Checklist]] = []
        self._asked = 0
        self.form = PastForm(session)
        self._build()
        self._offer_checklists()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.addWidget(Column(self.form, TITLE, focus=False), 1)
        column.addWidget(self.form.deeds)
        room = self.screen().availableGeometry()
        self.resize(min(em(self, 56), room.width()), min(em(self, 44), room.height()))

    def _connect(self) -> None:
        form = self.form
        form.source.read.connect(self._begin)
        form.checklist_asked.connect(self._ask_checklist)
        form.columns_asked.connect(self.ask_columns)
        form.import_asked.connect(self.take_in)
        form.close_asked.connect(self.reject)
        form.checklist.currentIndexChanged.connect(self._begin_columns)
        form.kind.currentIndexChanged.connect(self._begin_columns)

    # --- the checklist of that year -----------------------------------------------------------

    def _offer_checklists(self) -> None:
        document = self.session.document
        kept = holdings.kept_checklists(document) if document is not None else ()
        known = {(one.id, one.version) for one in kept}
        self._add_checklists([(None, one) for one in kept])
        self._add_checklists(
            [
                (path, one)
                for path, one in checklists.bundled()
                if (one.id, one.version) not in known
            ]
        )

    def _add_checklists(self, found: list[tuple[Path | None, Checklist]]) -> None:
        self._offered += found
        for _, one in found:
            self.form.checklist.addItem(f"{one.title} {one.version}")

    def _ask_checklist(self) -> None:
        path = files.choose_file(self, "Hämta en checklista", files.CHECKLISTS)
        if path is not None:
            self.use_checklist(path)

    def use_checklist(self, path: Path) -> None:
        """Read the answers by a checklist from a file."""
        try:
            found = checklists.read_checklist(path)
        except UserError as error:
            self.session.warn(error)
            return
        self._add_checklists([(path, found)])
        self.form.checklist.setCurrentIndex(self.form.checklist.count() - 1)

    # --- the table ----------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.form.source.welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.form.source.take(event)

    def _begin(self, error: UserError | None) -> None:
        """Begin with the table that has been read, or say why it could not be."""
        table = self.form.source.table
        if error is not None:
            self._show(Read(None, error))
        elif table is not None:
            self.form.show_kind(likely_form(table))
            self._begin_columns()

    @property
    def wanted(self) -> PastTable | None:
        """The table as it is to be read now; None where there is none."""
        at = self.form.checklist.currentIndex()
        table = self.form.source.table
        if table is None or not 0 <= at < len(self._offered):
            return None
        form = Form(self.form.kind.currentData())
        return PastTable(table, self._offered[at][1], form, self._chosen)

    def _begin_columns(self) -> None:
        """Read anew with the columns that go by themselves."""
        self._chosen = {}
        self.look()

    def ask_columns(self) -> ColumnsDialog | None:
        """Return a dialog about the table's columns, opened; None where there is no table."""
        wanted = self.wanted
        if wanted is None or wanted.form is None:
            return None
        fields = past_fields(wanted.checklist, wanted.form)
        made = ColumnsDialog(
            self, wanted.table, fields, self._chosen, about=_COLUMNS, called="tabellen"
        )
        made.accepted.connect(lambda: self.use_columns(made.by_name))
        made.finished.connect(lambda _code: made.deleteLater())
        made.open()
        return made

    def use_columns(self, chosen: dict[str, str]) -> None:
        """Read the columns so, by the names of `past_fields`."""
        self._chosen = chosen
        self.look()

    # --- what it would become -----------------------------------------------------------------

    def look(self) -> None:
        """Show what the table would become as it is to be read now."""
        wanted = self.wanted
        self._asked += 1
        asked = self._asked
        self.form.take_in.setEnabled(False)
        if wanted is None:
            return

        def work() -> Read:
            try:
                return Read(past_rounds.preview(wanted))
            except ColumnsError as error:
                return Read(None, UserError(f"{error.message} {_HELP}", error.problems))
            except UserError as error:
                return Read(None, error)

        self.session.run(work, lambda read: self._show(read) if asked == self._asked else None)

    def _show(self, read: Read) -> None:
        self.read = read
        self.form.columns.setEnabled(self.form.source.table is not None)
        self.form.problems.say(read.error)
        self.form.show_preview(read.found)
        self.form.take_in.setEnabled(read.found is not None and not self.session.read_only)

    # --- taking in ----------------------------------------------------------------------------

    def take_in(self) -> None:
        """Make a finished round of the table, all or nothing."""
        document, wanted = self.session.document, self.wanted
        if document is None or wanted is None or self.read is None or self.read.found is None:
            return
        name, period = self.form.name.text(), self.form.period
        path = self._offered[self.form.checklist.currentIndex()][0]
        try:
            past_rounds.round_days(name, period)
        except UserError as error:
            self.session.warn(error)
            self.form.name.setFocus()
            return
        work = partial(past_rounds.take_in_cases, document, name, period, wanted, path)
        self.form.take_in.setEnabled(False)
        self.session.run(work, self._done, changes="rounds",
                         failed=lambda _error: self.form.take_in.setEnabled(True))  # fmt: skip

    def _done(self, done: TakenInRound) -> None:
        said = (
            f"{done.round} är inläst i sin helhet: {count(done.cases, 'ärende', 'ärenden')} i "
            f"{count(done.units, 'enhet', 'enheter')}, {count(done.answers, 'svar', 'svar')}. "
            "Välj den högst upp i fönstret för att se resultaten."
        )
        self.accept()
        messages.tell(self.parentWidget(), said, done.notes)
