"""When a question applies: rows and groups of rows, chosen and never written, and said in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from egenkontroll.checklist.condition_draft import Group, Row, from_raw, to_raw
from egenkontroll.gui.checklist_editor.condition_row import ConditionRow
from egenkontroll.gui.checklist_editor.controls import ComboBox
from egenkontroll.gui.checklist_editor.fields import Field
from egenkontroll.gui.checklist_editor.words import condition_words, subjects
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.theme import em, say_role
from egenkontroll.gui.widgets import button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.editing import Draft, Place
    from egenkontroll.gui.checklist_editor.words import Subject

_TOGETHER = (
    ("Alla villkor ska stämma", (False, False)),
    ("Minst ett villkor ska stämma", (True, False)),
    ("Inte alla villkor får stämma", (False, True)),
    ("Inget av villkoren får stämma", (True, True)),
)


class GroupBox(QFrame):
    """A group of rows, and of groups; `edited` gives it anew and whether to build it anew."""

    edited = Signal(object, bool)
    removed = Signal()

    def __init__(self, group: Group, asked: Sequence[Subject], depth: int = 0) -> None:
        super().__init__()
        self._group = group
        self.parts: list[ConditionRow | GroupBox] = []
        self.together = ComboBox()
        column = QVBoxLayout(self)
        column.setSpacing(em(self, 0.4))
        if depth:
            say_role(self, "card")
        else:
            column.setContentsMargins(0, 0, 0, 0)
        if len(group.parts) > 1 or group.negated or depth:
            column.addWidget(self._head())
        for at, part in enumerate(group.parts):
            made: ConditionRow | GroupBox
            if isinstance(part, Group):
                made = GroupBox(part, asked, depth + 1)
            else:
                made = ConditionRow(part, asked, at + 1)
            made.edited.connect(lambda one, anew, at=at: self._replace(at, one, anew))
            made.removed.connect(lambda at=at: self._remove(at))
            self.parts.append(made)
            column.addWidget(made)
        column.addWidget(self._buttons(depth))

    def _head(self) -> QWidget:
        self.together.set_options(_TOGETHER)
        self.together.setAccessibleName("Hur villkoren hör ihop")
        self.together.choose((self._group.any_of, self._group.negated))
        self.together.activated.connect(lambda _at: self._relate(*self.together.currentData()))
        return self.together

    def _buttons(self, depth: int) -> QWidget:
        inside = Flow(em(self, 0.3))
        first = "Lägg till ett villkor till" if self._group.parts else "Lägg till villkor"
        inside.add(button(first, self.add_row))
        if depth == 0 and self._group.parts:
            inside.add(button("Lägg till en grupp", self._add_group, "flat"))
        if depth:
            inside.add(button("Ta bort gruppen", self.removed.emit, "flat"))
        return inside

    def add_row(self) -> None:
        """Put an empty row last."""
        self._tell(replace(self._group, parts=(*self._group.parts, Row())), anew=True)

    def _add_group(self) -> None:
        inner = Group((Row(), Row()), any_of=not self._group.any_of)
        self._tell(replace(self._group, parts=(*self._group.parts, inner)), anew=True)

    def _relate(self, any_of: bool, negated: bool) -> None:
        self._tell(replace(self._group, any_of=any_of, negated=negated))

    def _replace(self, at: int, part: Row | Group, anew: bool) -> None:
        parts = tuple(part if other == at else one for other, one in enumerate(self._group.parts))
        self._tell(replace(self._group, parts=parts), anew=anew)

    def _remove(self, at: int) -> None:
        parts = tuple(one for other, one in enumerate(self._group.parts) if other != at)
        negated = self._group.negated and bool(parts)
        self._tell(replace(self._group, parts=parts, negated=negated), anew=True)

    def _tell(self, group: Group, *, anew: bool = False) -> None:
        self._group = group
        self.edited.emit(group, anew)


class ConditionField(Field):
    """The whole condition, with what it says in words."""

    def __init__(self) -> None:
        self._inside = QWidget()
        super().__init__("Villkor", self._inside)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._words = label(role="quiet")
        self._column.addWidget(self._words)
        self._group = Group()
        self._subjects: tuple[Subject, ...] = ()
        self.box = GroupBox(self._group, ())
        self._column.addWidget(self.box)
        self.box.edited.connect(self._on_edited)

    def show_condition(self, draft: Draft, place: Place, raw: Any) -> None:
        """Show the condition of the question at a place."""
        asked = subjects(draft, place)
        if to_raw(self._group) != raw or asked != self._subjects:
            self._subjects = asked
            self._build(from_raw(raw))
        said = condition_words(draft, raw)
        self._words.setText(
            f"Frågan gäller när {said}." if said else "" if raw else "Frågan gäller i alla ärenden."
        )
        self._words.setVisible(bool(self._words.text()))

    def _on_edited(self, group: Group, anew: bool) -> None:
        added = len(group.parts) > len(self._group.parts)
        self._group = group
        if anew:
            self._build(group)
            if added and isinstance(self.box.parts[-1], ConditionRow):
                self.box.parts[-1].focus_first()
        self.edited.emit(to_raw(group))

    def _build(self, group: Group) -> None:
        self._group = group
        old = self.box
        self.box = GroupBox(group, self._subjects)
        self.box.edited.connect(self._on_edited)
        self._column.replaceWidget(old, self.box)
        old.hide()
        old.deleteLater()
        self.box.show()
