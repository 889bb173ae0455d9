"""A dialog with a list of what is written up, and a form for the chosen one or a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from egenkontroll.errors import UserError
from egenkontroll.gui import messages
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.tables import PlainTable
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import Column, button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.gui.session import Session
    from egenkontroll.operations.opening import Document

_T = TypeVar("_T")

_LAST = 99
CHANGED = "plans"
"""What `Session.changed` tells when something has been saved here."""


class Register(QDialog, Generic[_T]):
    """Subclasses add fields with `add_field` and say what is listed, shown and saved.

    `heads` are the list's columns, `grows` the one that takes the room left over.
    """

    heads: tuple[str, ...] = ()
    grows = 0
    unsaved = "Det du har skrivit är inte sparat."

    def __init__(self, session: Session, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setWindowTitle(title)
        self.intro = label(role="quiet")
        self.list = PlainTable(title, grows=self.grows)
        self.save = button("&Spara", self.save_shown, "primary")
        self.new = button("&Ny", self.begin_new)
        self.buttons = Flow(em(self, 0.5))
        self.items: tuple[_T, ...] = ()
        self.item: _T | None = None
        self._before: object = None
        self._fields = QGridLayout()
        self._count = 0
        column = QVBoxLayout(self)
        column.addWidget(self.intro)
        column.addWidget(self.list, 2)
        inside = QWidget()
        inside.setLayout(self._fields)
        self.form = Column(inside, "Formulär", focus=False)
        column.addWidget(self.form, 3)
        for made in (self.save, self.new, button("Stäng", self.reject)):
            self.buttons.add(made)
        column.addWidget(self.buttons)
        self.list.currentCellChanged.connect(lambda row, _c, before, _b: self._choose(row, before))
        room = self.screen().availableGeometry()
        self.resize(min(em(self, 60), room.width()), min(em(self, 40), room.height()))

    def add_field(self, words: str, field: QWidget, *, wide: bool = False) -> None:
        """Put a field last in the form, two in a row unless it is `wide`."""
        if wide and self._count % 2:
            self._count += 1
        head = label(words, "small")
        head.setBuddy(field)
        field.setAccessibleName(words)
        row, column = divmod(self._count, 2)
        span = 2 if wide else 1
        self._fields.addWidget(head, row * 2, column, 1, span)
        self._fields.addWidget(field, row * 2 + 1, column, 1, span)
        self._fields.setColumnStretch(column, 1)
        self._count += span
        self._fields.setRowStretch(_LAST, 1)

    # --- what a subclass says -----------------------------------------------------------------

    def listed(self, document: Document) -> tuple[_T, ...]:
        """Return what is listed. Called beside the window's thread."""
        raise NotImplementedError

    def rows(self) -> Sequence[Sequence[str]]:
        """Return the list's rows in words, one for each item."""
        raise NotImplementedError

    def fill(self, item: _T | None) -> None:
        """Show an item in the form, or an empty form."""
        raise NotImplementedError

    def written(self) -> object:
        """Return what stands in the form, to be compared."""
        raise NotImplementedError

    def store(self, document: Document) -> bytes:
        """Save what stands in the form and return its identity; raises UserError."""
        raise NotImplementedError

    def key(self, item: _T) -> bytes:
        """Return an item's identity."""
        raise NotImplementedError

    # --- showing ------------------------------------------------------------------------------

    def load(self, chosen: bytes = b"", *, begin: bool = True) -> None:
        """Fetch the list anew and choose an item in it, or the first one.

        Without `begin` the form is left as it is.
        """
        document = self.session.document
        if document is None:
            return

        def show(found: tuple[_T, ...]) -> None:
            self.items = found
            self.list.blockSignals(True)
            self.list.show_rows(self.heads, self.rows())
            self.list.blockSignals(False)
            if begin:
                keys = [self.key(one) for one in found]
                self._begin(keys.index(chosen) if chosen in keys else 0)

        self.session.run(lambda: self.listed(document), show)

    def _begin(self, row: int) -> None:
        self._show(row)
        if self.items:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_form()

    def _show(self, row: int) -> None:
        self.item = self.items[row] if 0 <= row < len(self.items) else None
        self.list.blockSignals(True)
        if self.item is None:
            self.list.setCurrentCell(-1, -1)
            self.list.clearSelection()
        else:
            self.list.setCurrentCell(row, 0)
        self.list.blockSignals(False)
        self.fill(self.item)
        self._before = self.written()
        self.save.setEnabled(not self.session.read_only)
        if self.session.read_only:
            self.intro.setText(self.session.read_only)

    def _choose(self, row: int, before: int) -> None:
        if row < 0:
            return
        if self._may_leave():
            self._show(row)
        else:
            self.list.blockSignals(True)
            self.list.setCurrentCell(before if self.item is not None else -1, 0)
            self.list.blockSignals(False)

    def _may_leave(self) -> bool:
        if self._before is None or self.written() == self._before:
            return True
        return messages.ask(self, self.unsaved, "Fortsätt utan att spara", "Stanna kvar")

    def begin_new(self) -> None:
        """Show an empty form, with the focus in it."""
        if self._may_leave():
            self._show(-1)
            self.focus_form()

    def focus_form(self) -> None:
        """Take the focus to the form's first field."""

    def save_shown(self) -> None:
        """Save the form; where it cannot be saved the fault is shown and nothing is lost."""
        document = self.session.document
        if document is None or self.session.read_only:
            return
        self.session.run(lambda: self.store(document), self._saved, changes=CHANGED,
                         failed=self._failed)  # fmt: skip

    def _saved(self, made: bytes) -> None:
        self.session.tell("Sparat.")
        self.load(made)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.focus_form()

    def reject(self) -> None:
        if self._may_leave():
            super().reject()
