"""One question as a card: its text, its answers as plain buttons, its comment, its flags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from egenkontroll.checklist.model import Type
from egenkontroll.gui.flow import Flow
from egenkontroll.gui.review.answer_button import AnswerButton
from egenkontroll.gui.review.card_foot import CardFoot, Quote
from egenkontroll.gui.review.card_frame import CardFrame
from egenkontroll.gui.review.flag_button import FLAG_KEYS
from egenkontroll.gui.review.guarded_text import GuardedText
from egenkontroll.gui.review.value_field import ValueField
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import label
from egenkontroll.review.answers import FLAGS, GIVEN, choices, comment_needed, shown

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QMouseEvent

    from egenkontroll.checklist.model import Question
    from egenkontroll.operations.desk_history import Said

KEYS = {
    "yes": "J",
    "partly": "D",
    "no": "N",
    "not_applicable": "E",
    "not_in_record": "F",
    "cannot_judge": "K",
}
_SHORT = {"not_in_record": "Framgår inte"}
_MOST_DIGITS = 9


class QuestionCard(CardFrame):
    """Says what is asked for and shows what is said; it decides nothing itself."""

    answered = Signal(str, str)
    commented = Signal(str, str)
    flagged = Signal(str, str)
    touched = Signal(str)
    ended = Signal(bool)
    told = Signal(str)

    def __init__(self, question: Question, number: int, of_all: int) -> None:
        super().__init__()
        self.question = question
        self._place = f"Fråga {number} av {of_all}"
        self._value = ""
        self._comment = ""
        self._flags: tuple[str, ...] = ()
        self._answerable = True
        self._shown: tuple[Said, bool] | None = None
        self.buttons: dict[str, AnswerButton] = {}
        self.field: ValueField | None = None
        self._quote = Quote()
        self._editor: GuardedText | None = None
        self._needs = label(role="fault")
        self.foot = CardFoot()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._build()

    @property
    def editor(self) -> GuardedText:
        """The field that the comment is written in, made when first asked for."""
        if self._editor is None:
            self._editor = self._make_editor()
        return self._editor

    @property
    def writing(self) -> bool:
        """Whether the comment is open for writing."""
        return self._editor is not None and not self._editor.isHidden()

    # --- what the column asks for -------------------------------------------------------------

    def shows(self, said: Said, *, answerable: bool) -> bool:
        """Tell whether just this is shown already."""
        return self._shown == (said, answerable)

    def show_said(self, said: Said, *, answerable: bool) -> None:
        """Show an answer, its comment and its flags, and whether it may be changed."""
        self._shown = (said, answerable)
        self._allow(answerable)
        self._value, self._comment, self._flags = said.value, said.comment, said.flags
        self.show_chosen(said.value)
        if self.field is not None:
            self.field.show_value(said.value)
        self._quote.setText(said.comment)
        self.foot.show_said(said.flags, comment=bool(said.comment.strip()))
        self._show_comment()
        self._say_name()

    def show_chosen(self, value: str) -> None:
        """Show which buttons an answer is."""
        chosen = set(value[1:].split("\n")) if value.startswith(GIVEN) else set()
        for name, button in self.buttons.items():
            many = self.question.type is Type.MULTI and name.startswith(GIVEN)
            button.setChecked(name[1:] in chosen if many else name == value)

    def set_current(self, current: bool) -> None:
        """Mark the card that keys work on."""
        if current != self.current:
            self.mark(current=current)
            self._show_foot()

    def _allow(self, answerable: bool) -> None:
        """Allow changes or not: a case that is klar has to be opened again first."""
        self._answerable = answerable
        for button in self.buttons.values():
            button.set_answerable(answerable)
        if self.field is not None:
            self.field.set_answerable(answerable)

    def begin(self) -> None:
        """Take the focus: in the field where there is one to type in, else as a whole."""
        if self.field is not None and self.field.line is not None and self._answerable:
            self.field.begin()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_comment(self) -> None:
        """Open the comment for writing."""
        self.editor.begin(self._comment)
        self.editor.show()
        self._show_comment()
        self.editor.setFocus()

    def take(self, value: str) -> None:
        """Answer with a value, or for many answers tick or untick it."""
        if self.question.type is Type.MULTI and value.startswith(GIVEN):
            value = self._with_ticked(value[1:])
        self.answered.emit(self.question.id, value)

    def value_for(self, key: str) -> str:
        """Return the value that a key stands for on this card; "" for none."""
        for value, button in self.buttons.items():
            if button.property("key") == key:
                return value
        return ""

    def flag_for(self, key: str) -> str:
        """Return the flag that a key stands for; "" for none."""
        return next((flag for flag, known in FLAG_KEYS.items() if known == key), "")

    def leave(self) -> None:
        """Keep what is half typed."""
        if self.field is not None:
            self.field.leave()
        if self.writing:
            self.editor.leave()
            self._close_editor()

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        column = self.column
        column.addWidget(label(self.question.text, "question"))
        if self.question.type in (Type.NUMBER, Type.DATE, Type.TEXT):
            self.field = ValueField(self.question)
            self.field.given.connect(lambda value: self.answered.emit(self.question.id, value))
            self.field.ended.connect(self._end)
            self.field.told.connect(self.told)
            column.addWidget(self.field)
        column.addWidget(self._make_answers())
        column.addWidget(self._quote)
        column.addWidget(self._needs)
        column.addWidget(self.foot)
        self.foot.comment_asked.connect(self._on_comment_pressed)
        self.foot.flagged.connect(self._on_flag_pressed)

    def _make_editor(self) -> GuardedText:
        made = GuardedText(f"Kommentar till {self.question.short}")
        made.edit.setPlaceholderText(
            "Enter sparar och går vidare, Skift+Enter ny rad, Esc tillbaka till frågan."
        )
        made.hide()
        made.kept.connect(lambda text: self.commented.emit(self.question.id, text))
        made.ended.connect(self._end_comment)
        made.edit.left.connect(self._close_editor)
        made.told.connect(self.told)
        self.column.insertWidget(self.column.indexOf(self._needs), made)
        return made

    def _make_answers(self) -> QWidget:
        row = Flow(em(self, 0.4))
        options = self.question.choices or () if self.question.type is Type.MULTI else ()
        for value in (*(GIVEN + option for option in options), *choices(self.question)):
            self._add_button(row, value, ticked=bool(options) and value.startswith(GIVEN))
        return row

    def _add_button(self, row: Flow, value: str, *, ticked: bool) -> None:
        number = len(self.buttons) + 1
        given = value.startswith(GIVEN)
        key = (str(number) if number <= _MOST_DIGITS else "") if given else KEYS[value]
        text = _SHORT.get(value, shown(value))
        button = AnswerButton(text[:1].upper() + text[1:], key, ticked=ticked)
        button.stand_on_surface()
        button.setProperty("key", key)
        button.setToolTip(shown(value) if value in _SHORT else "")
        button.clicked.connect(lambda _checked, value=value: self._on_pressed(value))
        self.buttons[value] = button
        row.add(button)

    # --- what happens -------------------------------------------------------------------------

    def _on_pressed(self, value: str) -> None:
        self.touched.emit(self.question.id)
        self.take(value)

    def _on_comment_pressed(self) -> None:
        self.touched.emit(self.question.id)
        self.begin_comment()

    def _on_flag_pressed(self, flag: str) -> None:
        self.touched.emit(self.question.id)
        self.flagged.emit(self.question.id, flag)

    def _with_ticked(self, option: str) -> str:
        given = self._value[1:].split("\n") if self._value.startswith(GIVEN) else []
        chosen = set(given) ^ {option}
        return (
            "".join((GIVEN, "\n".join(o for o in self.question.choices or () if o in chosen)))
            if chosen
            else ""
        )

    def _end(self, go_on: bool) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ended.emit(go_on)

    def _end_comment(self, go_on: bool) -> None:
        self._close_editor()
        self._end(go_on)

    def _close_editor(self) -> None:
        if not self.editor.mask_button.hasFocus():
            self.editor.hide()
            self._show_comment()

    def _show_comment(self) -> None:
        writing = self.writing
        has = bool(self._comment.strip())
        self._quote.setVisible(has and not writing)
        self._show_foot()
        needed = comment_needed(self.question, self._value) and not has and not writing
        self._needs.setText(
            f"{shown(self._value)} behöver en kommentar som säger varför." if needed else ""
        )
        self._needs.setVisible(needed)

    def _show_foot(self) -> None:
        self.foot.offer(everything=self.current and self._answerable, writing=self.writing)

    def _say_name(self) -> None:
        comment = f" Kommentar: {self._comment}" if self._comment else ""
        flags = "".join(f" {FLAGS[flag]}." for flag in self._flags if flag in FLAGS)
        self.setAccessibleName(f"{self._place}: {self.question.text}")
        self.setAccessibleDescription(f"Svar: {shown(self._value)}.{flags}{comment}")

    # --- Qt -----------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.touched.emit(self.question.id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.touched.emit(self.question.id)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
