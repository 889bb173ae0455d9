"""What every form of the editor is: fields of one item, filled from the draft and never kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from egenkontroll.checklist import editing
from egenkontroll.gui.checklist_editor.fields import Field, LineField, TextField
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import label

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from egenkontroll.checklist.editing import Draft, Place
    from egenkontroll.checklist.editing_faults import Fault


class ItemForm(QWidget):
    """A column of fields.

    `edited` carries a change, from draft to draft, and what was being typed: letters typed into
    one word are undone together. Nothing is kept here: `show_item` fills the fields anew after
    every change.
    """

    edited = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.place: Place = ()
        self.fields: dict[str, Field] = {}
        self.column = QVBoxLayout(self)
        margin = em(self, 0.9)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(em(self, 0.7))

    def heading(self, text: str) -> None:
        """Put a line and a heading last in the column."""
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setForegroundRole(QPalette.ColorRole.Shadow)
        line.setFrameShadow(QFrame.Shadow.Plain)
        self.column.addSpacing(em(self, 0.3))
        self.column.addWidget(line)
        made = label(text, "heading")
        made.setContentsMargins(em(self, 0.5), 0, 0, 0)
        self.column.addWidget(made)

    def explain(self, text: str) -> None:
        """Put a quiet sentence last in the column."""
        said = label(text, "quiet")
        said.setContentsMargins(em(self, 0.5), 0, 0, 0)
        self.column.addWidget(said)

    def put(self, key: str, field: Field) -> None:
        """Make a field show and change a key of the item. It is laid out by who asks."""
        self.fields[key] = field
        field.edited.connect(lambda value: self._on_edited(key, value))

    def add(self, key: str, field: Field) -> None:
        """Put a field last in the column."""
        self.put(key, field)
        self.column.addWidget(field)

    def row(self, fields: Sequence[tuple[QWidget, int]]) -> QWidget:
        """Put widgets beside each other last in the column, each with its share of the room."""
        made = QWidget()
        inside = QHBoxLayout(made)
        inside.setContentsMargins(0, 0, 0, 0)
        for field, share in fields:
            inside.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(made)
        return made

    def change(self, deed: Callable[[Draft], Draft], typing: Hashable = None) -> None:
        """Ask for a change of the draft."""
        self.edited.emit(deed, typing)

    def show_item(self, draft: Draft, place: Place, faults: Sequence[Fault]) -> None:
        """Show the item at a place, and what is the matter with it."""
        self.place = place
        values = editing.item(draft, place)
        for key, field in self.fields.items():
            field.show_value(values.get(key))
        self.show_faults([fault for fault in faults if fault.place == place])

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """Show beside each field the first of its faults."""
        for key, field in self.fields.items():
            said = [fault.message for fault in faults if self.field_for(fault.field) == key]
            field.show_fault(said[0] if said else "")

    def field_for(self, name: str) -> str:
        """Return the key of the field where a fault in a key is shown."""
        return name if name in self.fields else next(iter(self.fields))

    def go_to(self, name: str, at: int | None = None) -> None:
        """Put the keyboard in the field of a key."""
        del at
        self.fields[self.field_for(name)].control.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_edited(self, key: str, value: Any) -> None:
        place = self.place
        typing: Hashable = None
        if isinstance(self.fields[key], LineField | TextField):
            # A step for each word, so that undoing takes back words and not whole texts.
            typing = (place, key, len(str(value or "").split()))
        self.change(lambda draft: self.changed(draft, place, key, value), typing)

    def changed(self, draft: Draft, place: Place, key: str, value: Any) -> Draft:
        """Return the draft with a field changed."""
        return editing.put(draft, place, key, value)
