"""How a question is answered and counted: type, alternatives, limits and the other answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from egenkontroll.checklist import editing, editing_answers
from egenkontroll.checklist.changes import TYPES
from egenkontroll.checklist.words import CANNOT_JUDGE, NO, NOT_APPLICABLE, NOT_IN_RECORD, YES
from egenkontroll.gui.checklist_editor.choices_field import ChoicesField
from egenkontroll.gui.checklist_editor.condition_row import shown_number
from egenkontroll.gui.checklist_editor.controls import CheckBox
from egenkontroll.gui.checklist_editor.fields import (
    ChoiceField,
    Field,
    LineField,
    TickField,
)
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.theme import em
from egenkontroll.texts import listing, same_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from egenkontroll.checklist.editing import Draft
    from egenkontroll.gui.checklist_editor.item_form import ItemForm

COUNTS_AS = (("ej uppfyllt", "not_met"), ("uppfyllt", "met"))
LEFT_OUT = (("ej uppfyllt", "not_met"), ("räknas inte med", "excluded"))


class TicksField(Field):
    """A row of answers to tick."""

    def __init__(self, caption: str, ticked: Callable[[str, bool], None]) -> None:
        self._flow = Flow()
        super().__init__(caption, self._flow)
        self._flow.gap = em(self, 0.5)
        self._ticked = ticked
        self._name = caption
        self.boxes: list[CheckBox] = []

    def show_answers(self, possible: Sequence[str], chosen: Sequence[str]) -> None:
        """Offer the answers, with those that are chosen ticked."""
        if [box.text() for box in self.boxes] != list(possible):
            for box in self.boxes:
                self._flow.remove(box)
            self.boxes = [self._box(word) for word in possible]
        words = {same_word(word) for word in chosen}
        for box in self.boxes:
            box.setChecked(same_word(box.text()) in words)

    def _box(self, word: str) -> CheckBox:
        box = CheckBox(word)
        box.setAccessibleName(f"{self._name} {word}")
        box.clicked.connect(lambda on: self._ticked(word, on))
        self._flow.add(box)
        return box


class RangeField(Field):
    """The numbers that meet the requirement: from and to, one of them or both."""

    def __init__(self) -> None:
        inside = QWidget()
        super().__init__(
            "Tal som uppfyller kravet", inside, "Lämna båda tomma om talet inte ska bedömas."
        )
        line = QHBoxLayout(inside)
        line.setContentsMargins(0, 0, 0, 0)
        self.low = _number("Från")
        self.high = _number("Till")
        for field, name in ((self.low, "från"), (self.high, "till")):
            field.control.setAccessibleName(f"Kravet uppfylls {name}")
            field.edited.connect(lambda _value: self._tell())
            line.addWidget(field)
        inside.setFocusProxy(self.low.control)
        self._value: dict[str, Any] = {}

    def show_value(self, value: Any) -> None:
        self._value = value or {}
        self.low.show_value(self._value.get("min"))
        self.high.show_value(self._value.get("max"))

    def _tell(self) -> None:
        typed = {
            "min": editing.typed_number(self.low.control.text()),
            "max": editing.typed_number(self.high.control.text()),
        }
        self.edited.emit({key: value for key, value in typed.items() if value is not None})


class AnswersBox:
    """Puts the fields of the answer into a question's form and fills them."""

    def __init__(self, form: ItemForm) -> None:
        self._form = form
        form.heading("Svar")
        self.type = ChoiceField("Svarstyp", [(words, kind) for kind, words in TYPES.items()])
        form.add("type", self.type)
        self.choices = ChoicesField(judged=True)
        form.add("choices", self.choices)
        self._number_fields()
        self._counting()
        self._connect_choices()

    def _number_fields(self) -> None:
        self.least = _number("Minsta tal som kan skrivas")
        self.most = _number("Största tal som kan skrivas")
        self.unit = LineField("Enhet", "Till exempel dagar.")
        self.range = RangeField()
        form = self._form
        for key, field in (("min", self.least), ("max", self.most), ("unit", self.unit)):
            form.put(key, field)
        self.limits = form.row([(self.least, 1), (self.most, 1), (self.unit, 1)])
        form.add("met_range", self.range)

    def _counting(self) -> None:
        form = self._form
        self.met = ChoiceField("Svar som uppfyller kravet")
        self.partly = ChoiceField("Delvis räknas som", COUNTS_AS)
        self.record = ChoiceField("Framgår inte räknas som", LEFT_OUT)
        for key, field in (
            ("met", self.met),
            ("partly_counts", self.partly),
            ("not_in_record", self.record),
        ):
            form.put(key, field)
        form.row([(self.met, 1), (self.partly, 1), (self.record, 1)])
        form.add("not_applicable", TickField("Ej aktuellt kan väljas"))
        self.comments = TicksField("Kommentar krävs vid svaret", self._tick_comment)
        form.add("comment_required", self.comments)

    def _connect_choices(self) -> None:
        form, field = self._form, self.choices
        deeds = editing_answers
        field.written.connect(
            lambda at, words, called: form.change(
                lambda draft: deeds.set_choice(draft, form.place, at, words, called),
                (form.place, "choices", at, len(words.split())),
            )
        )
        field.removed.connect(
            lambda at: form.change(lambda draft: deeds.remove_choice(draft, form.place, at))
        )
        field.moved.connect(
            lambda at, by: form.change(lambda draft: deeds.move_choice(draft, form.place, at, by))
        )
        field.ticked.connect(
            lambda word, on: form.change(
                lambda draft: deeds.tick(draft, form.place, "met", word, on=on)
            )
        )

    def _tick_comment(self, word: str, on: bool) -> None:
        form = self._form
        form.change(
            lambda draft: editing_answers.tick(draft, form.place, "comment_required", word, on=on)
        )

    def show(self, values: dict[str, Any]) -> None:
        """Show the fields that the type has, with what they hold."""
        kind = values["type"]
        grades = kind in ("yes_no", "yes_partly_no")
        self.type.show_value(kind)
        self.choices.setVisible(kind in ("choice", "multi"))
        self.choices.show_choices(
            values.get("choices") or (), values.get("met") or (), judged=kind == "choice"
        )
        self.limits.setVisible(kind == "number")
        self.range.setVisible(kind == "number")
        self.met.setVisible(grades)
        self.partly.setVisible(kind == "yes_partly_no")
        if grades:
            self.met.control.set_options(_met_options(values))
            self.met.show_value(_met_of(values))
        self.partly.show_value(values.get("partly_counts", "not_met"))
        self.record.setVisible(_is_judged(values))
        self.record.show_value(values.get("not_in_record", "not_met"))
        self._form.fields["not_applicable"].show_value(values.get("not_applicable", True))
        self.comments.show_answers(_asked_for(values), values.get("comment_required") or ())


def changed(draft: Draft, place: editing.Place, key: str, value: Any) -> Draft | None:
    """Return the draft with a field of the answer changed; None for a field that is another's."""
    if key == "type":
        return editing_answers.change_type(draft, place, value)
    if key == "not_applicable":
        return editing_answers.offer_not_applicable(draft, place, offered=value)
    if key == "met" and value == (YES,):
        return editing.put(draft, place, key, None)
    return None


def _number(caption: str) -> LineField:
    return LineField(caption, read=editing.typed_number, write=shown_number)


def _met_of(values: dict[str, Any]) -> tuple[str, ...]:
    return tuple(same_word(word) for word in values.get("met") or (YES,))


def _met_options(values: dict[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    options: list[tuple[str, tuple[str, ...]]] = [("Ja", (YES,)), ("Nej", (NO,))]
    met = _met_of(values)
    if met not in ((YES,), (NO,)):
        options.append((listing([word.capitalize() for word in met], "eller"), met))
    return options


def _is_judged(values: dict[str, Any]) -> bool:
    kind = values["type"]
    return kind in ("yes_no", "yes_partly_no") or "met" in values or "met_range" in values


def _asked_for(values: dict[str, Any]) -> list[str]:
    """Return the answers that a comment can be asked for; kan inte bedömas always has one."""
    words = list(editing.answers(values))
    if not words:
        words = [NOT_APPLICABLE] if values.get("not_applicable", True) else []
        words.append(NOT_IN_RECORD)
    return [word for word in words if word.strip() and same_word(word) != CANNOT_JUDGE]
