"""The right half: one form for each kind of item, made when it is first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget

from egenkontroll.checklist import editing
from egenkontroll.gui.checklist_editor.other_forms import (
    AreaForm,
    AttributeForm,
    AttributesForm,
    FactsForm,
)
from egenkontroll.gui.checklist_editor.outline import ATTRIBUTES
from egenkontroll.gui.checklist_editor.question_form import QuestionForm
from egenkontroll.gui.widgets import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.editing import Draft, Place
    from egenkontroll.checklist.editing_faults import Fault
    from egenkontroll.gui.checklist_editor.item_form import ItemForm

_KINDS: dict[str, tuple[type[ItemForm], str]] = {
    "checklist": (FactsForm, "Om checklistan"),
    "areas": (AreaForm, "Området"),
    "questions": (QuestionForm, "Frågan"),
    "attributes": (AttributeForm, "Uppgiften"),
    "none": (AttributesForm, "Uppgifter om ärendet"),
}


class Forms(QStackedWidget):
    """Shows the form for a place and passes on what is done in it."""

    edited = Signal(object, object)
    question_asked = Signal()
    attribute_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[str, tuple[ItemForm, Column]] = {}

    @property
    def form(self) -> ItemForm:
        """The form that is shown."""
        return next(form for form, page in self._made.values() if page is self.currentWidget())

    def show_item(self, draft: Draft, place: Place, faults: Sequence[Fault]) -> None:
        """Show the item at a place in its form."""
        kind = "none" if place == ATTRIBUTES else editing.kind_of(place)
        form, page = self._form(kind)
        moved = form.place != place
        form.show_item(draft, place, faults)
        self.setCurrentWidget(page)
        if moved:
            page.verticalScrollBar().setValue(0)

    def go_to(self, name: str, at: int | None) -> None:
        """Put the keyboard in a field, and show it."""
        self.form.go_to(name, at)
        focused = self.focusWidget()
        if focused is not None:
            self._form_page().ensureWidgetVisible(focused)

    def begin(self) -> None:
        """Put the keyboard in the first field."""
        first = next(iter(self.form.fields.values()), None)
        if first is not None:
            first.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _form_page(self) -> Column:
        return next(page for form, page in self._made.values() if form is self.form)

    def _form(self, kind: str) -> tuple[ItemForm, Column]:
        if kind not in self._made:
            made, name = _KINDS[kind]
            form = made()
            form.edited.connect(self.edited)
            if isinstance(form, AreaForm):
                form.add_asked.connect(self.question_asked)
            if isinstance(form, AttributesForm):
                form.add_asked.connect(self.attribute_asked)
            page = Column(form, name)
            self._made[kind] = (form, page)
            self.addWidget(page)
        return self._made[kind]
