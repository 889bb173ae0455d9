"""Draw a sample: choose the case list, say how many, see what would be drawn, and draw."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from egenkontroll.errors import UserError
from egenkontroll.gui import files
from egenkontroll.gui.tables import PlainTable
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, button, frame, label
from egenkontroll.operations.opening import read_table
from egenkontroll.sample.frame import read_frame
from egenkontroll.sample.identity import looks_like_personal_number
from egenkontroll.texts import count, number

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.gui.session import Session
    from egenkontroll.sample.cases import Frame
    from egenkontroll.sample.tables import Table

HEADS = ("Enhet", "I listan (N)", "Dras (n)", "Reserver")
_SHOWN = 200


@dataclass(frozen=True)
class Read:
    """A case list that has been read, or why it could not be."""

    table: Table | None
    frame: Frame | None
    error: UserError | None = None


def read_list(path: Path, checklist: Checklist) -> Read:
    """Read a case list as the draw will."""
    try:
        table = read_table(path)
        return Read(table, read_frame(table, checklist))
    except UserError as error:
        return Read(None, None, error)


class DrawForm(QWidget):
    """`asked` hands over the table and (per unit, reserves, seed, double percent), and who."""

    asked = Signal(object, tuple, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._checklist: Checklist | None = None
        self.read: Read | None = None
        self.file = label("Ingen lista vald.", "quiet")
        self.per_unit = _spin("Ärenden per enhet", 10, 1, 500)
        self.reserves = _spin("Reserver per enhet", 3, 0, 100)
        self.double = _spin("Läses av två, procent av de dragna", 20, 0, 100)
        self.seed = QLineEdit()
        self.seed.setAccessibleName("Frö")
        self.by = QLineEdit()
        self.by.setAccessibleName("Vem som drar")
        self.problems = _Problems()
        self.preview = PlainTable("Det som skulle dras", fits=True)
        self.said = label(role="small")
        self.choose = button("Välj ärendelista …", self._ask_list)
        self.draw = button("Dra urvalet", self._ask_draw, "primary")
        self._build()
        for spin in (self.per_unit, self.reserves, self.double):
            spin.valueChanged.connect(lambda _value: self._show_preview())

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        side = em(self, 1.2)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(em(self, 0.6))
        self.head = label("Dra urvalet", "title")
        column.addWidget(self.head)
        column.addWidget(
            label(
                "Urvalet dras ur en ärendelista med en kolumn för ärendenummer och en för enhet "
                "(Excel eller CSV). Listan sparas i dokumentet så att vem som helst kan dra om.",
                "quiet",
            )
        )
        first = QHBoxLayout()
        first.addWidget(self.choose)
        first.addWidget(self.file, 1)
        column.addLayout(first)
        column.addWidget(self.problems)
        column.addLayout(self._fields())
        column.addWidget(self.said)
        self.preview.setMaximumWidth(em(self, 40))
        self.preview.hide()
        column.addWidget(self.preview)
        column.addWidget(self.draw, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = Column(inside, "Dra urvalet")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(scroll)
        self.setFocusProxy(self.choose)

    def _fields(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(em(self, 1.2))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        for name, field in (
            ("Ärenden per enhet", self.per_unit),
            ("Reserver per enhet", self.reserves),
            ("Läses av två", self.double),
            ("Frö", self.seed),
            ("Vem drar", self.by),
        ):
            form.addRow(name, field)
        self.double.setSuffix("\u00a0%")
        for line in (self.seed, self.by):
            line.setMinimumWidth(em(self, 18))
        self.seed.setToolTip("Vilken text som helst. Bestäm den innan du har sett listan.")
        return form

    def start(self, one: Round, checklist: Checklist, by: str) -> None:
        """Begin anew for a round, with what is usual filled in."""
        self._checklist = checklist
        self.read = None
        self.head.setText(f"Dra urvalet för {one.name}")
        self.file.setText("Ingen lista vald.")
        self.seed.setText(f"{dt.date.today().isoformat()}/{one.name}")  # noqa: DTZ011 - local day
        self.by.setText(by)
        self.say_problems(UserError(self._session.read_only) if self._session.read_only else None)
        self._show_preview()

    def _ask_list(self) -> None:
        path = files.choose_file(self, "Välj ärendelista", files.TABLES)
        if path is not None:
            self.choose_list(path)

    def choose_list(self, path: Path) -> None:
        """Read a case list and show what would be drawn from it."""
        checklist = self._checklist
        if checklist is None:
            return
        self.file.setText(f"Läser {path.name} …")
        self._session.run(lambda: read_list(path, checklist), lambda read: self._show(path, read))

    def _show(self, path: Path, read: Read) -> None:
        self.read = read
        self.file.setText(path.name)
        self.say_problems(read.error)
        self._show_preview()

    def say_problems(self, error: UserError | None) -> None:
        """Show what is wrong, every fault on its own line, or nothing."""
        self.problems.say(error)

    def _show_preview(self) -> None:
        found = self.read.frame if self.read is not None else None
        self.draw.setEnabled(found is not None and not self._session.read_only)
        self.preview.setVisible(found is not None)
        if found is None:
            self.said.setText("")
            return
        rows = []
        drawn = 0
        for unit, size in found.sizes().items():
            taken = min(size, self.per_unit.value())
            spare = min(size - taken, self.reserves.value())
            drawn += taken
            rows.append((unit, *(number(value) for value in (size, taken, spare))))
        self.preview.show_rows(HEADS, rows, range(1, 4))
        double = -(-drawn * self.double.value() // 100)
        twice = f"{number(double)} av dem läses av två. " if double else ""
        left = f"{count(len(found.excluded), 'dubblerad rad', 'dubblerade rader')} är överhoppade."
        self.said.setText(
            f"{count(drawn, 'ärende', 'ärenden')} dras ur {number(len(found.cases))}. "
            f"{twice}{left if found.excluded else ''}".strip()
        )

    def _ask_draw(self) -> None:
        table = self.read.table if self.read is not None else None
        seed, by = self.seed.text().strip(), self.by.text().strip()
        if not seed:
            self.say_problems(UserError("Fröet saknas. Skriv vilken text som helst."))
        elif looks_like_personal_number(seed) or looks_like_personal_number(by):
            self.say_problems(UserError("Fröet och namnet får inte innehålla ett personnummer."))
        elif table is not None:
            wanted = (self.per_unit.value(), self.reserves.value(), seed, self.double.value())
            self.draw.setEnabled(False)
            self.asked.emit(table, wanted, by)


class _Problems(QWidget):
    """What stops the draw: a sentence and every single fault."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        box = frame("stop")
        inside = QVBoxLayout(box)
        self.message = label(role="strong")
        self.lines = label()
        self.lines.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        inside.addWidget(self.message)
        inside.addWidget(self.lines)
        column.addWidget(box)
        self.hide()

    def say(self, error: UserError | None) -> None:
        """Show an error's sentence and problems, or nothing."""
        self.setVisible(error is not None)
        if error is not None:
            self.message.setText(error.message)
            self.message.setAccessibleName(error.message)
            self.lines.setText("\n".join(f"• {line}" for line in error.problems[:_SHOWN]))
            self.lines.setAccessibleName(self.lines.text() or error.message)
            self.lines.setVisible(bool(error.problems))


def _spin(name: str, value: int, low: int, high: int) -> QSpinBox:
    made = QSpinBox()
    made.setRange(low, high)
    made.setValue(value)
    made.setAccessibleName(name)
    return made
