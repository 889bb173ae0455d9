"""A checklist as a form on A4: question and answers at the left, guidance at the right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.pdf import fonts
from egenkontroll.pdf.document import Described, document_pdf
from egenkontroll.pdf.ink import HAIRLINE
from egenkontroll.pdf.pages import BOTTOM, COLUMN, LEFT, MEASURE, RIGHT, TOP, Block, within
from egenkontroll.pdf.pieces import beside, column_left, heading, stacked, text, top
from egenkontroll.pdf.tagging import Part, Role
from egenkontroll.pdf.typesetting import (
    ASIDE,
    BODY,
    CAUTION,
    LABEL,
    SMALL,
    STRONG,
    Style,
    lines,
    wide,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.pdf.ink import Ink
    from egenkontroll.report.form import Field, Form, FormArea, FormQuestion

_SMALL = replace(SMALL, size=8, leading=10.5)
"""Read while judging, and ticked by hand: a little larger than on sheets."""
_NUMBER = 20.0
_ASKED = (LEFT + _NUMBER, 292.0)
_GUIDED = (LEFT + 334.0, MEASURE - 334.0)
_BOX = 9.0
_BOX_GAP = 5.0
_LABEL_AT = _BOX + _BOX_GAP
_APART = 13.0
_WRITE = 17.0
_SHORTEST_LINE = 60.0
_COMMENT_LINES = 2
_FACT = 150.0
_PAD = 6.5
_MOST = 200


def form_pdf(form: Form) -> bytes:
    """Return the form as PDF."""
    described = Described(
        f"{form.title} – {form.subtitle}", form.subtitle, "", form.foot, form.case[0].label
    )
    return document_pdf(described, _blocks(form))


def _blocks(form: Form) -> list[Block]:
    blocks = top(form.title, form.subtitle)
    if form.description:
        blocks.append(replace(text(form.description, BODY, Role.PARAGRAPH), before=8))
    blocks.append(heading("Om ärendet"))
    blocks += [replace(_fact(fact), before=7) for fact in form.case]
    blocks.append(replace(text(form.privacy, CAUTION, Role.PARAGRAPH), before=9))
    for area in form.areas:
        blocks += _area(area)
    return blocks + _meanings(form)


def _area(area: FormArea) -> list[Block]:
    blocks = [heading(_said(area.title))]
    if area.description:
        under = text(area.description, _SMALL, Role.PARAGRAPH)
        blocks.append(replace(under, before=2, kept=True))
    blocks.append(Block(3, lambda ink, y: ink.rule(LEFT, y + 3, MEASURE, 0.9), kept=True))
    return blocks + [block for question in area.questions for block in _question(question)]


def _meanings(form: Form) -> list[Block]:
    """Return what the ways of answering mean, two abreast, all on the same page."""
    parts = [heading("Så svarar du")]
    for first in range(0, len(form.meanings), 2):
        row = [_meaning(*one, at) for at, one in enumerate(form.meanings[first : first + 2])]
        parts.append(replace(beside(row), before=5, kept=first + 2 < len(form.meanings)))
    return parts


def _meaning(word: str, meaning: str, at: int) -> Block:
    x = column_left(at)
    said = stacked(
        [text(word, LABEL, Role.CONTENT, x, COLUMN), text(meaning, _SMALL, Role.CONTENT, x, COLUMN)]
    )
    return within(said, Part(Role.PARAGRAPH))


# --- a question -------------------------------------------------------------------------------


def _question(question: FormQuestion) -> list[Block]:
    """Return a question as one block, or as several where it is longer than a page."""
    asked = _to_answer(question, *_ASKED)
    guided = _guided(question, *_GUIDED)
    inside = beside([stacked(asked), *([stacked(guided)] if guided else [])])
    if inside.height + 2 * _PAD <= BOTTOM - TOP:
        return [_ruled(inside)]
    wide_asked = _to_answer(question, _ASKED[0], RIGHT - _ASKED[0])
    parts = wide_asked + _guided(question, _ASKED[0], RIGHT - _ASKED[0])
    first = replace(parts[0], before=_PAD, kept=True)
    return [first, *parts[1:-1], _ruled(parts[-1])]


def _ruled(inside: Block) -> Block:
    def draw(ink: Ink, y: float) -> None:
        inside.draw(ink, y + _PAD)
        ink.rule(LEFT, y + inside.height + 2 * _PAD, MEASURE, 0.5, HAIRLINE)

    return Block(inside.height + 2 * _PAD, draw)


def _to_answer(question: FormQuestion, x: float, measure: float) -> list[Block]:
    name = f"Fråga {question.number}"
    asked = [_asked(question, x, measure)]
    if question.applies:
        applies = text(question.applies, ASIDE, Role.PARAGRAPH, x, measure, _MOST)
        asked.append(replace(applies, before=1))
    answer = _answer(question.answer, name, x, measure)
    ways = _boxes(question.ways, (name, x, measure), _SMALL, one_of=True)
    comment = _lines(question.comment, name, x, measure, _COMMENT_LINES)
    asked += [replace(answer[0], before=5), *answer[1:]]
    return [*asked, replace(ways[0], before=2), *ways[1:], replace(comment, before=5)]


def _asked(question: FormQuestion, x: float, measure: float) -> Block:
    """Return number and text as one heading; the number stands in the margin."""
    said = lines(_said(question.text), STRONG, measure, _MOST)

    def draw(ink: Ink, y: float) -> None:
        ink.numbered(Role.SUBHEADING, str(question.number), said, x, y, STRONG)

    return Block(len(said) * STRONG.leading, draw)


def _guided(question: FormQuestion, x: float, measure: float) -> list[Block]:
    said = [question.guidance, f"Grund: {question.basis}" if question.basis else ""]
    parts = [text(one, _SMALL, Role.PARAGRAPH, x, measure, _MOST) for one in said if one]
    return [replace(part, before=4) for part in parts]


def _said(words: str) -> str:
    return words if fonts.printable(words) else fonts.UNPRINTABLE


# --- what is filled in ------------------------------------------------------------------------


def _fact(fact: Field) -> Block:
    """Return one of the case's facts: its label at the left, room to fill in beside it."""
    x, measure = LEFT + _FACT, MEASURE - _FACT
    label = text(fact.label, BODY, Role.PARAGRAPH, LEFT, _FACT - _APART)
    if fact.boxes:
        room = stacked(_boxes(fact.boxes, (fact.label, x, measure), BODY, one_of=True))
    else:
        room = _short_line(fact.label, "", fact.hint, x, min(measure, 220))
    return beside([label, room])


def _answer(answer: Field, name: str, x: float, measure: float) -> list[Block]:
    if answer.boxes:
        boxes = _boxes(answer.boxes, (name, x, measure), BODY, one_of=not answer.several)
        hint = [text(answer.hint, _SMALL, Role.PARAGRAPH, x, measure)] if answer.hint else []
        return [*hint, replace(boxes[0], before=2 if hint else 0), *boxes[1:]]
    if answer.hint:
        return [_short_line(f"{name}, {answer.label}", answer.label, answer.hint, x, measure)]
    return [_lines(answer.label, name, x, measure, 2)]


def _short_line(words: str, label: str, hint: str, x: float, measure: float) -> Block:
    """Return a line to write on, between what it is and what may be written."""
    before = wide(fonts.printable(label), BODY) + _BOX_GAP if label else 0.0
    room = measure - before - _BOX_GAP - _SHORTEST_LINE
    after = lines(hint, _SMALL, room) if hint else ()
    length = 150.0 if hint else measure
    widest = max((wide(line, _SMALL) for line in after), default=0.0)
    length = min(length, measure - before - widest - _BOX_GAP) if after else length

    def draw(ink: Ink, y: float) -> None:
        ink.text(Role.PARAGRAPH, (label,) if label else (), x, y, BODY)
        ink.write_line(words, x + before, y + BODY.leading, length, BODY.leading)
        ink.text(Role.PARAGRAPH, after, x + before + length + _BOX_GAP, y + 1.5, _SMALL)

    return Block(max(BODY.leading, 1.5 + len(after) * _SMALL.leading) + 2, draw)


def _lines(label: str, name: str, x: float, measure: float, many: int) -> Block:
    """Return a label and lines to write on; the first begins beside the label if it can."""
    said = lines(label, LABEL, measure)
    start = x + wide(said[-1], LABEL) + _BOX_GAP
    first = len(said) * LABEL.leading
    beside_it = x + measure - start >= _SHORTEST_LINE

    def draw(ink: Ink, y: float) -> None:
        ink.text(Role.PARAGRAPH, said, x, y, LABEL)
        for line in range(many):
            left = start if line == 0 and beside_it else x
            at = y + first + (line + (not beside_it)) * _WRITE
            words = f"{name}, {label}, rad {line + 1}"
            ink.write_line(words, left, at, x + measure - left, LABEL.leading)

    return Block(first + (many - beside_it) * _WRITE, draw)


def _boxes(
    labels: Sequence[str], place: tuple[str, float, float], style: Style, one_of: bool
) -> list[Block]:
    """Return rows of boxes to tick, side by side as far as they have room.

    `place` is a name, the left edge and the measure.
    """
    name, left, measure = place
    whole = Part(Role.LIST)
    rows: list[list[tuple[tuple[str, ...], float]]] = [[]]
    x = left
    for label in labels:
        said = lines(_said(label), style, measure - _LABEL_AT, _MOST)
        room = _LABEL_AT + max(wide(line, style) for line in said)
        if rows[-1] and x + room > left + measure:
            rows.append([])
            x = left
        rows[-1].append((said, x))
        x += room + _APART
    return [within(_box_row(row, name, style, one_of), whole) for row in rows]


def _box_row(
    row: Sequence[tuple[tuple[str, ...], float]], name: str, style: Style, one_of: bool
) -> Block:
    def draw(ink: Ink, y: float) -> None:
        for said, x in row:
            with ink.inside(Part(Role.ITEM)):
                with ink.inside(Part(Role.LABEL)):
                    words = f"{name}: {' '.join(said)}"
                    ink.tick_box(words, x, y + (style.leading - _BOX) / 2, _BOX, one_of)
                ink.text(Role.BODY, said, x + _LABEL_AT, y, style)

    return Block(max(len(said) for said, _ in row) * style.leading + 3, draw)
