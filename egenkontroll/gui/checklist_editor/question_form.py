"""The form of one question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from egenkontroll.checklist import editing
from egenkontroll.gui.checklist_editor import answers_box
from egenkontroll.gui.checklist_editor.answers_box import AnswersBox
from egenkontroll.gui.checklist_editor.condition_form import ConditionField
from egenkontroll.gui.checklist_editor.condition_row import shown_number
from egenkontroll.gui.checklist_editor.fields import LineField, TextField, TickField
from egenkontroll.gui.checklist_editor.item_form import ItemForm
from egenkontroll.gui.checklist_editor.words import finding_example
from egenkontroll.gui.widgets import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.editing import Draft, Place
    from egenkontroll.checklist.editing_faults import Fault


class QuestionForm(ItemForm):
    """Everything about a question, in the order in which one thinks of it."""

    def __init__(self) -> None:
        super().__init__()
        self.add("text", TextField("Fråga"))
        self.add(
            "label", LineField("Kort namn", "Står i tabeller och resultatblad. Får vara tomt.")
        )
        self.answers = AnswersBox(self)
        self.heading("När frågan gäller")
        self.condition = ConditionField()
        self.add("applies_when", self.condition)
        self.heading("Stöd för granskaren")
        self.add("guidance", TextField("Vägledning", "Vad som krävs för att få ja.", lines=4))
        self.put("basis", LineField("Rättslig grund"))
        self.put("basis_checked", LineField("Grunden kontrollerad", "Till exempel 2026-11-01."))
        self.row([(self.fields["basis"], 2), (self.fields["basis_checked"], 1)])
        self._report()
        self._id = label(role="small")
        self._id.setContentsMargins(self.column.spacing(), self.column.spacing(), 0, 0)
        self.column.addWidget(self._id)
        self.column.addStretch(1)

    def _report(self) -> None:
        self.heading("I rapporten")
        self.add(
            "finding",
            LineField("Brist", "Skriv bristen som en sats: Utredningsplan saknades."),
        )
        self.example = label(role="quiet")
        self.example.setContentsMargins(self.column.spacing(), 0, 0, 0)
        self.column.addWidget(self.example)
        self.put(
            "target",
            LineField("Mål i procent", read=editing.typed_number, write=shown_number),
        )
        self.put("critical", TickField("Kritisk fråga", "Lyfts fram först när den inte uppfylls."))
        self.row([(self.fields["target"], 1), (self.fields["critical"], 2)])
        self.heading("Uppföljning")
        self.put("quality_area", LineField("Kvalitetsområde", "Följer med till åtgärder."))
        self.put("risk", LineField("Risk", "Den risk som frågan bevakar."))
        self.row([(self.fields["quality_area"], 1), (self.fields["risk"], 1)])

    def show_item(self, draft: Draft, place: Place, faults: Sequence[Fault]) -> None:
        super().show_item(draft, place, faults)
        values = editing.item(draft, place)
        self.answers.show(values)
        self.condition.show_condition(draft, place, values.get("applies_when"))
        said = finding_example(values)
        self.example.setText(f"Så står det i rapporten: ”{said}”" if said else "")
        self.example.setVisible(bool(said))
        fixed = values["id"] in draft.taken
        note = "det står fast i alla versioner" if fixed else "det följer texten tills du sparar"
        self._id.setText(f"Frågans id är {values['id']}; {note}.")

    def go_to(self, name: str, at: int | None = None) -> None:
        if name == "choices":
            self.answers.choices.focus_choice(at)
        elif name == "applies_when" and self.condition.box.parts:
            self.condition.box.setFocus()
            first = self.condition.box.parts[0]
            getattr(first, "focus_first", first.setFocus)()
        else:
            super().go_to(name, at)

    def changed(self, draft: Draft, place: Place, key: str, value: Any) -> Draft:
        answer = answers_box.changed(draft, place, key, value)
        return answer if answer is not None else super().changed(draft, place, key, value)
