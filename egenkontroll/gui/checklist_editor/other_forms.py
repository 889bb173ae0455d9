"""The forms of the checklist itself, an area, and what is known of each case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from egenkontroll.checklist import editing, editing_answers
from egenkontroll.gui.checklist_editor.choices_field import ChoicesField
from egenkontroll.gui.checklist_editor.fields import ChoiceField, LineField, TextField
from egenkontroll.gui.checklist_editor.item_form import ItemForm
from egenkontroll.gui.widgets import button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.editing import Draft, Place
    from egenkontroll.checklist.editing_faults import Fault

_KINDS = (("Ett val", "choice"), ("Text", "text"), ("Tal", "number"), ("Datum", "date"))


class FactsForm(ItemForm):
    """The checklist's name, version and description."""

    def __init__(self) -> None:
        super().__init__()
        self.add("title", LineField("Checklistans namn"))
        self.add(
            "version",
            LineField("Version", "När du sparar en ändrad checklista föreslås nästa nummer."),
        )
        self.add(
            "description",
            TextField("Beskrivning", "Vad som granskas, urvalet och hur man svarar.", lines=6),
        )
        self.column.addStretch(1)


class AreaForm(ItemForm):
    """An area's heading and description."""

    add_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.add("title", LineField("Områdets namn"))
        self.add("description", TextField("Beskrivning", "Får vara tom.", lines=3))
        self._add = button("Ny fråga i området", self.add_asked.emit)
        self.column.addWidget(self._add)
        self.column.addStretch(1)

    def go_to(self, name: str, at: int | None = None) -> None:
        if name == "questions":
            self._add.setFocus()
        else:
            super().go_to(name, at)


class AttributesForm(ItemForm):
    """What attributes are, and a button to add one."""

    add_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.explain(
            "Uppgifter om ärendet är det som är känt innan akten läses, till exempel kön eller "
            "ålder. De hämtas ur ärendelistan när urvalet dras. Frågor kan gälla bara vissa "
            "ärenden, och resultaten kan delas upp efter uppgifterna."
        )
        self.column.addWidget(button("Ny uppgift", self.add_asked.emit))
        self.column.addStretch(1)

    def show_item(self, draft: Draft, place: Place, faults: Sequence[Fault]) -> None:
        del draft, faults
        self.place = place

    def go_to(self, name: str, at: int | None = None) -> None:
        """There is no field to go to."""


class AttributeForm(ItemForm):
    """One thing that is known of each case."""

    def __init__(self) -> None:
        super().__init__()
        self.add("label", LineField("Uppgiftens namn", "Samma rubrik som i ärendelistan."))
        self.type = ChoiceField("Slag av uppgift", _KINDS)
        self.add("type", self.type)
        self.choices = ChoicesField(judged=False)
        self.add("choices", self.choices)
        self.choices.written.connect(self._write)
        self.choices.removed.connect(
            lambda at: self.change(
                lambda draft: editing_answers.remove_choice(draft, self.place, at)
            )
        )
        self.choices.moved.connect(
            lambda at, by: self.change(
                lambda draft: editing_answers.move_choice(draft, self.place, at, by)
            )
        )
        self._id = label(role="small")
        self.column.addWidget(self._id)
        self.column.addStretch(1)

    def show_item(self, draft: Draft, place: Place, faults: Sequence[Fault]) -> None:
        super().show_item(draft, place, faults)
        values = editing.item(draft, place)
        self.choices.setVisible(values["type"] == "choice")
        self.choices.show_choices(values.get("choices") or ())
        self._id.setText(f"Uppgiftens id är {values['id']}.")

    def go_to(self, name: str, at: int | None = None) -> None:
        if name == "choices":
            self.choices.focus_choice(at)
        else:
            super().go_to(name, at)

    def changed(self, draft: Draft, place: Place, key: str, value: Any) -> Draft:
        if key == "type":
            return editing_answers.change_type(draft, place, value)
        return super().changed(draft, place, key, value)

    def _write(self, at: int, words: str, called: str) -> None:
        self.change(
            lambda draft: editing_answers.set_choice(draft, self.place, at, words, called),
            (self.place, "choices", at, len(words.split())),
        )
