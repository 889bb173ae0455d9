"""The alternatives of a question or an attribute, and which of them meet the requirement."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from egenkontroll.gui.checklist_editor.controls import CheckBox
from egenkontroll.gui.checklist_editor.fields import Field, LineEdit
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import button, label
from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent


class _ChoiceRow(QWidget):
    """One alternative: its words, whether it meets the requirement, and where it stands."""

    written = Signal(str)
    ticked = Signal(bool)
    moved = Signal(int)
    removed = Signal()

    def __init__(self, number: int, *, judged: bool) -> None:
        super().__init__()
        which = f"alternativ {number}"
        self.called = ""
        self.words = LineEdit()
        self.words.setAccessibleName(f"Svarsalternativ {number}")
        self.words.textEdited.connect(self.written)
        self.met = CheckBox("Uppfyller kravet")
        self.met.setAccessibleName(f"Alternativ {number} uppfyller kravet")
        self.met.clicked.connect(self.ticked)
        self.met.setVisible(judged)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(em(self, 0.2))
        line.addWidget(self.words, 1)
        line.addWidget(self.met)
        for sign, name, by in (("↑", "uppåt", -1), ("↓", "nedåt", 1)):
            move = partial(self.moved.emit, by)
            made = button(sign, move, "flat", name=f"Flytta {which} {name}")
            made.setToolTip(f"Flytta {name}")
            line.addWidget(made)
        line.addWidget(button("Ta bort", self.removed.emit, "flat", name=f"Ta bort {which}"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Return and self.words.hasFocus():
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class ChoicesField(Field):
    """An editable list of alternatives. What is done to it is told by number, from 0.

    `written` also gives what an alternative was called before it was emptied to be written anew.
    """

    written = Signal(int, str, str)
    ticked = Signal(str, bool)
    moved = Signal(int, int)
    removed = Signal(int)

    def __init__(self, *, judged: bool) -> None:
        inside = QWidget()
        super().__init__("Svarsalternativ", inside)
        self._judged = judged
        self.rows: list[_ChoiceRow] = []
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(em(self, 0.2))
        self._note = label(
            "Kryssa för de svar som uppfyller kravet. Utan kryss räknas svaren men bedöms inte.",
            "small",
        )
        self._note.setVisible(judged)
        self._column.addWidget(self._note)
        self.add_button = button("Lägg till svarsalternativ", self._add)
        self._column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.setFocusProxy(self.add_button)

    def show_choices(
        self, choices: Sequence[str], met: Sequence[str] = (), *, judged: bool | None = None
    ) -> None:
        """Show the alternatives, and which of them meet the requirement."""
        judged = self._judged if judged is None else judged
        self._note.setVisible(judged)
        while len(self.rows) > len(choices):
            self._drop()
        while len(self.rows) < len(choices):
            self._append()
        wanted = {same_word(word) for word in met}
        for row, words in zip(self.rows, choices, strict=True):
            if row.words.text() != words:
                row.words.setText(words)
                row.called = words if words.strip() else row.called
            row.met.setVisible(judged)
            row.met.setChecked(same_word(words) in wanted)

    def focus_choice(self, at: int | None) -> None:
        """Put the keyboard in an alternative, or on the button that adds one."""
        known = at is not None and at < len(self.rows)
        target = self.rows[at].words if known and at is not None else self.add_button
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add(self) -> None:
        at = len(self.rows)
        self.written.emit(at, "", "")
        self.focus_choice(at)

    def _append(self) -> None:
        at = len(self.rows)
        row = _ChoiceRow(at + 1, judged=self._judged)
        row.written.connect(lambda words: self._write(row, at, words))
        row.ticked.connect(lambda on: self.ticked.emit(row.words.text(), on))
        row.moved.connect(lambda by: self._move(at, by))
        row.removed.connect(lambda: self.removed.emit(at))
        self.rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)

    def _write(self, row: _ChoiceRow, at: int, words: str) -> None:
        self.written.emit(at, words, row.called)
        others = {same_word(other.words.text()) for other in self.rows if other is not row}
        if same_word(words) and same_word(words) not in others:
            row.called = words

    def _drop(self) -> None:
        row = self.rows.pop()
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _move(self, at: int, by: int) -> None:
        self.moved.emit(at, by)
        self.focus_choice(min(max(at + by, 0), len(self.rows) - 1))
