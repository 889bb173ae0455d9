"""Draw a sample: choose the case list, say how many, see what would be drawn, and draw."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from egenkontroll.errors import UserError
from egenkontroll.gui import files
from egenkontroll.gui.sample.deed_words import deed_words
from egenkontroll.gui.sample.how_many import HowMany
from egenkontroll.gui.sample.list_help import ListHelp
from egenkontroll.gui.sample.more_choices import MoreChoices, spin
from egenkontroll.gui.sample.preview import Preview
from egenkontroll.gui.sample.problems import Problems
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, button, label
from egenkontroll.operations import sampling
from egenkontroll.operations.case_lists import read_list
from egenkontroll.sample.identity import looks_like_personal_number
from egenkontroll.sample.wanted import Wanted

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.gui.session import Session
    from egenkontroll.sample.drawn import Draw
    from egenkontroll.sample.tables import Table

_SOON_MS = 250
_WIDEST = 54


@dataclass(frozen=True)
class Read:
    """A case list and what would be drawn from it, or why it cannot be."""

    table: Table | None
    found: sampling.Preview | None
    error: UserError | None = None


class DrawForm(QWidget):
    """`asked` hands over the table, what is wanted, who draws, and whether to draw anew."""

    asked = Signal(object, object, str, bool)
    cancelled = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._round: Round | None = None
        self._known: Draw | None = None
        self._asked = 0
        self._filling = False
        self.read: Read | None = None
        self._path: Path | None = None
        self.file = label("Ingen lista vald.", "quiet")
        self.how_many = HowMany()
        self.sizing, self.amount = self.how_many.sizing, self.how_many.amount
        self.reserves = spin("Reserver per enhet", 3, 0, 10_000)
        self.double = spin("Läses av två, procent av de dragna", 20, 0, 100)
        self.seed = QLineEdit()
        self.by = QLineEdit()
        self.more = MoreChoices()
        self.again = QCheckBox("Dra om från början")
        self.problems = Problems()
        self.help = ListHelp(session)
        self.preview = Preview()
        self.choose = button("Välj ärendelista …", self._ask_list)
        self.open_more = button("Fler val", self._show_more, "flat")
        self.draw = button("Dra urvalet", self._ask_draw, "primary")
        self.cancel = button("Avbryt", self.cancelled.emit, "flat")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.look)
        self._build()
        self._connect()

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        self._inside = inside = QWidget()
        self._fit()
        column = QVBoxLayout(inside)
        side = em(self, 1.2)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(em(self, 0.6))
        self.head = label("Dra urvalet", "title")
        self.about = label("", "quiet")
        first = QHBoxLayout()
        first.addWidget(self.choose)
        first.addWidget(self.file, 1)
        deeds = QHBoxLayout()
        deeds.addWidget(self.draw)
        deeds.addWidget(self.cancel)
        deeds.addStretch(1)
        column.addWidget(self.head)
        column.addWidget(self.about)
        column.addLayout(first)
        column.addWidget(self.problems)
        column.addWidget(self.help)
        column.addLayout(self._fields())
        column.addWidget(self.open_more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.more)
        column.addWidget(self.again)
        column.addWidget(self.preview)
        column.addLayout(deeds)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = Column(inside, "Dra urvalet")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(scroll)
        self.setFocusProxy(self.choose)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_inside"):
            self._fit()

    def _fit(self) -> None:
        self._inside.setMaximumWidth(em(self, _WIDEST))

    def _fields(self) -> QFormLayout:
        self.double.setSuffix("\u00a0%")
        self.open_more.setCheckable(True)
        self.seed.setAccessibleName("Frö")
        self.by.setAccessibleName("Vem som drar")
        self.seed.setToolTip("Vilken text som helst. Bestäm den innan du har sett listan.")
        for line in (self.seed, self.by):
            line.setMinimumWidth(em(self, 18))
        form = QFormLayout()
        form.setHorizontalSpacing(em(self, 1.2))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.addRow("Hur många", self.how_many)
        form.addRow("Reserver per enhet", self.reserves)
        form.addRow("Läses av två", self.double)
        form.addRow("Frö", self.seed)
        form.addRow("Vem drar", self.by)
        return form

    def _connect(self) -> None:
        self.how_many.changed.connect(self._look_soon)
        for box in (self.reserves, self.double):
            box.valueChanged.connect(lambda _value: self._look_soon())
        self.more.changed.connect(self._look_soon)
        self.help.chosen.connect(self._read_again)
        self.again.setAccessibleName(self.again.text())
        self.again.toggled.connect(lambda _on: self._say_deed())

    # --- beginning ----------------------------------------------------------------------------

    def start(self, one: Round, by: str, known: Draw | None = None) -> None:
        """Begin anew for a round, with what is usual or what its sample was drawn by."""
        self._round, self._known, self.read = one, known, None
        self._asked += 1
        self._filling = True
        self.file.setText("Ingen lista vald.")
        self.by.setText(by)
        usual = Wanted(f"{_today()}/{one.name}", 10, reserves=3, double_percent=20)
        self._show_wanted(known.wanted if known is not None else usual)
        self._filling = False
        self.cancel.setVisible(known is not None)
        self.again.setVisible(known is not None)
        self.again.setChecked(False)
        self._say_deed()
        self.help.start()
        self.preview.clear()
        self.draw.setEnabled(False)
        self.say_problems(UserError(self._session.closed) if self._session.closed else None)

    def _show_wanted(self, wanted: Wanted) -> None:
        self.how_many.show_wanted(wanted)
        self.reserves.setValue(wanted.reserves)
        self.double.setValue(wanted.double_percent)
        self.seed.setText(wanted.seed)
        self.more.show_wanted(wanted)
        plain = Wanted(
            wanted.seed, wanted.amount, wanted.sizing, wanted.reserves, wanted.double_percent
        )
        self.open_more.setChecked(wanted != plain)
        self._show_more()

    def _say_deed(self) -> None:
        name = self._round.name if self._round is not None else ""
        known, again = self._known is not None, self.again.isChecked()
        head, deed, about = deed_words(name, known=known, again=again)
        self.head.setText(head)
        self.about.setText(about)
        self.draw.setText(deed)
        self.draw.setAccessibleName(deed)

    def _show_more(self) -> None:
        shown = self.open_more.isChecked()
        self.open_more.setText("Färre val" if shown else "Fler val")
        self.open_more.setAccessibleName(self.open_more.text())
        self.more.setVisible(shown)

    # --- the list and what would be drawn -----------------------------------------------------

    def _ask_list(self) -> None:
        path = files.choose_file(self, "Välj ärendelista", files.TABLES)
        if path is not None:
            self.choose_list(path)

    def choose_list(self, path: Path) -> None:
        """Read a case list and show what would be drawn from it."""
        self.help.start()
        self._path = path
        self._read_again()

    def _read_again(self) -> None:
        path, document = self._path, self._session.document
        if path is None or document is None:
            return
        self.file.setText(f"Läser {path.name} …")
        self.read = None
        choices = self.help.choices

        def work() -> Read:
            try:
                return Read(read_list(document, path, choices), None)
            except UserError as error:
                return Read(None, None, error)

        def show(read: Read) -> None:
            self.file.setText(path.name)
            self._show(read)
            self.look()

        self._session.run(work, show)

    def wanted(self) -> Wanted:
        """Return what the form asks for; raise UserError where it cannot be read."""
        return Wanted(
            self.seed.text().strip(),
            self.amount.value(),
            self.how_many.chosen,
            self.reserves.value(),
            self.double.value(),
            self.more.stratum.currentData(),
            self.more.read_quotas(),
            self.more.read_exclusions(),
            self.more.months.value(),
            self.more.calibration.value(),
        )

    def _look_soon(self) -> None:
        if not self._filling and self.read is not None and self.read.table is not None:
            self.draw.setEnabled(False)
            self._soon.start()

    def look(self) -> None:
        """Show what would be drawn as the form now asks, from the list that has been read."""
        self._soon.stop()
        table = self.read.table if self.read is not None else None
        document, one = self._session.document, self._round
        if table is None or document is None or one is None:
            return
        try:
            wanted = self.wanted()
        except UserError as error:
            self._show(Read(table, None, error))
            return
        self._asked += 1
        asked = self._asked
        choices = self.help.choices

        def work() -> Read:
            try:
                return Read(table, sampling.preview(document, one, table, wanted, choices))
            except UserError as error:
                return Read(table, None, error)

        self._session.run(work, lambda read: self._show(read) if asked == self._asked else None)

    def _show(self, read: Read) -> None:
        self.read = read
        self.say_problems(read.error)
        self.help.show_for(read.table, read.error)
        found = read.found
        self.draw.setEnabled(found is not None and not self._session.closed)
        if found is None:
            self.preview.clear()
        else:
            self.more.offer(found.divisions)
            self.preview.show_draw(found.frame, found.draw, found.labels)

    def say_problems(self, error: UserError | None) -> None:
        """Show what is wrong, every fault on its own line, or nothing."""
        self.problems.say(error)

    def _ask_draw(self) -> None:
        table = self.read.table if self.read is not None else None
        seed, by = self.seed.text().strip(), self.by.text().strip()
        if not seed:
            self.say_problems(UserError("Fröet saknas. Skriv vilken text som helst."))
        elif looks_like_personal_number(seed) or looks_like_personal_number(by):
            self.say_problems(UserError("Fröet och namnet får inte innehålla ett personnummer."))
        elif table is not None:
            self.draw.setEnabled(False)
            self.asked.emit(table, self.wanted(), by, self.again.isChecked())


def _today() -> str:
    return dt.date.today().isoformat()  # noqa: DTZ011 - the local day
