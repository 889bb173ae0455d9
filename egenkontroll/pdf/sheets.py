"""A result sheet on A4. Same sheet, same bytes."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reportlab.pdfgen.canvas import Canvas

from egenkontroll.pdf import fonts
from egenkontroll.pdf.ink import HAIRLINE, Ink, Role
from egenkontroll.pdf.pages import (
    BOTTOM,
    COLUMN,
    GUTTER,
    HEIGHT,
    LEFT,
    MEASURE,
    RIGHT,
    WIDTH,
    Block,
    paginate,
)
from egenkontroll.pdf.tables import result_table, units_tables
from egenkontroll.pdf.typesetting import (
    BODY,
    CAUTION,
    HEADING,
    LABEL,
    LEAD,
    SMALL,
    TITLE,
    Style,
    lines,
    shortened,
    wide,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.report.parts import Labelled, Listed, Sheet

_INDENT = 10.0
_LINE = 25.0
_SHORT_LIST = 6
_FACTS_GAP = 13.0
_FACTS = (86.0, 108.0, 70.0, 114.0, MEASURE - 378.0 - 4 * _FACTS_GAP)
_SUBSTITUTED = f"{fonts.UNPRINTABLE} står för tecken som inte finns i utskriftens teckensnitt."


def sheet_pdf(sheet: Sheet) -> bytes:
    """Return the sheet as PDF."""
    fonts.register()
    target = io.BytesIO()
    canvas = Canvas(
        target,
        pagesize=(WIDTH, HEIGHT),
        invariant=1,
        pageCompression=1,
        initialFontName=fonts.REGULAR,
        lang="sv-SE",
    )
    _describe(canvas, sheet)
    ink = Ink(canvas, HEIGHT)
    pages = paginate(_blocks(sheet))
    for number, page in enumerate(pages, 1):
        for placed in page:
            placed.block.draw(ink, placed.y)
        _foot(ink, sheet, f"Sida {number} av {len(pages)}")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _describe(canvas: Any, sheet: Sheet) -> None:
    canvas.setTitle(fonts.printable(f"{sheet.title} – {sheet.subtitle}"))
    canvas.setAuthor("Egenkontroll")
    canvas.setSubject(fonts.printable(sheet.checklist))
    canvas.setCreator("Egenkontroll")
    canvas.setViewerPreference("DisplayDocTitle", "true")


def _foot(ink: Ink, sheet: Sheet, page: str) -> None:
    y = BOTTOM + 14
    ink.rule(LEFT, y, MEASURE, 0.5, HAIRLINE)
    room = MEASURE - wide(page, SMALL) - GUTTER
    made_by = shortened(f" · {sheet.foot}", SMALL, room * 0.7)
    title = shortened(sheet.title, SMALL, room - wide(made_by, SMALL)) or fonts.UNPRINTABLE
    said = f"{title} {made_by}"
    ink.text(Role.FURNITURE, (said,), LEFT, y + 5, SMALL)
    ink.text(Role.FURNITURE, (page,), RIGHT, y + 5, SMALL, "right")


def _blocks(sheet: Sheet) -> list[Block]:
    blocks = [*_top(sheet), _facts(sheet.facts)]
    if sheet.caution:
        blocks.append(replace(_text(sheet.caution, CAUTION, Role.PARAGRAPH), before=12))
    strengths = _list_column(sheet.strengths, LEFT)
    mend = _list_column(sheet.mend, LEFT + COLUMN + GUTTER)
    blocks.append(replace(_beside([strengths, mend]), before=16))
    if sheet.areas:
        blocks += result_table(sheet)
    blocks += _listed(sheet.changes) + _listed(sheet.findings)
    if sheet.units is not None:
        blocks.append(_heading("Enheterna bredvid varandra"))
        blocks += units_tables(sheet.units)
    if sheet.actions:
        blocks += _actions(sheet.actions)
    return blocks + _small_print(sheet)


# --- pieces -----------------------------------------------------------------------------------


def _text(
    text: str,
    style: Style,
    role: Role,
    x: float = LEFT,
    measure: float = MEASURE,
    most: int = 40,
) -> Block:
    said = lines(text, style, measure, most)

    def draw(ink: Ink, y: float) -> None:
        ink.text(role, said, x, y, style)

    return Block(len(said) * style.leading, draw)


def _heading(text: str) -> Block:
    return replace(_text(text, HEADING, Role.HEADING), before=18, kept=True)


def _stacked(blocks: Sequence[Block]) -> Block:
    """Return blocks on top of each other as one that is not split."""
    places: list[tuple[Block, float]] = []
    y = 0.0
    for block in blocks:
        y += block.before if places else 0
        places.append((block, y))
        y += block.height

    def draw(ink: Ink, top: float) -> None:
        for block, at in places:
            block.draw(ink, top + at)

    return Block(y, draw)


def _beside(columns: Sequence[Block]) -> Block:
    def draw(ink: Ink, y: float) -> None:
        for column in columns:
            column.draw(ink, y)

    return Block(max(column.height for column in columns), draw)


def _top(sheet: Sheet) -> list[Block]:
    said = fonts.printable(sheet.title) or fonts.UNPRINTABLE
    style = TITLE if len(lines(said, TITLE, MEASURE)) <= 2 else HEADING
    title = _text(said, style, Role.TITLE, most=10)
    return [
        title,
        replace(_text(sheet.subtitle, LEAD, Role.PARAGRAPH, most=4), before=3),
        _text(sheet.checklist, LEAD, Role.PARAGRAPH, most=4),
    ]


def _facts(facts: Sequence[Labelled]) -> Block:
    columns = []
    x = LEFT
    for fact, each in zip(facts, _FACTS, strict=True):
        label = _text(fact.label, LABEL, Role.PARAGRAPH, x, each)
        words = _text(fact.words, BODY, Role.PARAGRAPH, x, each, 8)
        columns.append(_stacked([label, words]))
        x += each + _FACTS_GAP
    inside = _beside(columns)

    def draw(ink: Ink, y: float) -> None:
        ink.rule(LEFT, y, MEASURE, 1.2)
        inside.draw(ink, y + 7)
        ink.rule(LEFT, y + inside.height + 14, MEASURE, 0.5, HAIRLINE)

    return Block(inside.height + 14, draw, before=11)


def _item(sentence: str, x: float, measure: float) -> Block:
    inside = _text(sentence, BODY, Role.ITEM, x + _INDENT, measure - _INDENT, 12)

    def draw(ink: Ink, y: float) -> None:
        ink.text(Role.FURNITURE, ("•",), x, y, BODY)
        inside.draw(ink, y)

    return Block(inside.height, draw, before=3)


def _list_column(listed: Listed, x: float) -> Block:
    blocks = [_text(listed.heading, HEADING, Role.HEADING, x, COLUMN)]
    blocks += [_item(sentence, x, COLUMN) for sentence in listed.sentences]
    if not listed.sentences:
        blocks.append(replace(_text(listed.none, BODY, Role.PARAGRAPH, x, COLUMN), before=3))
    return _stacked(blocks)


def _listed(listed: Listed) -> list[Block]:
    if not listed.sentences:
        return []
    items = [_item(said, LEFT, MEASURE) for said in listed.sentences]
    # A short list is not split; of a long one neither the first nor the last stands alone.
    whole = len(items) <= _SHORT_LIST
    together = range(len(items)) if whole else {0, len(items) - 2}
    kept = [replace(item, kept=at in together) for at, item in enumerate(items[:-1])]
    return [_heading(listed.heading), *kept, items[-1]]


def _actions(many: int) -> list[Block]:
    """Return lines to write on: what is to be done, by whom and when."""
    places = ((LEFT, 290.0), (LEFT + 306, 110.0), (LEFT + 432, MEASURE - 432))

    def draw(ink: Ink, y: float) -> None:
        for label, (x, length) in zip(("Åtgärd", "Ansvarig", "Klart"), places, strict=True):
            ink.text(Role.PARAGRAPH, (label,), x, y, LABEL)
            for line in range(1, many + 1):
                ink.rule(x, y + line * _LINE + LABEL.leading, length, 0.5)

    lines_to_fill = Block(LABEL.leading + many * _LINE, draw, before=4)
    return [_heading("Det här gör vi"), lines_to_fill]


def _small_print(sheet: Sheet) -> list[Block]:
    """Return the notes and how to read the sheet: side by side if they fit, else stacked."""
    notes = [f"{note.mark}\u00a0{note.words}" for note in sheet.notes]
    reading = list(sheet.reading)
    if _substituted(sheet):
        reading.append(_SUBSTITUTED)
    parts = [("Noter", notes, Role.NOTE), ("Så läses bladet", reading, Role.PARAGRAPH)]
    parts = [part for part in parts if part[1]]
    columns = [
        _stacked(_small_column(part, LEFT + at * (COLUMN + GUTTER), COLUMN))
        for at, part in enumerate(parts)
    ]
    if not columns:
        return []
    both = replace(_beside(columns), before=18)
    if both.height < (BOTTOM - 100) / 2:
        return [both]
    return [block for part in parts for block in _small_column(part, LEFT, MEASURE)]


def _small_column(part: tuple[str, list[str], Role], x: float, measure: float) -> list[Block]:
    heading, said, role = part
    first = replace(_text(heading, LABEL, Role.HEADING, x, measure), before=14, kept=True)
    return [first, *(replace(_text(one, SMALL, role, x, measure), before=2) for one in said)]


def _substituted(sheet: Sheet) -> bool:
    """Tell whether any letters had to be replaced on the sheet."""
    shown = [sheet.title, sheet.subtitle, sheet.checklist, sheet.foot]
    shown += [fact.words for fact in sheet.facts]
    shown += [row.question for area in sheet.areas for row in area.rows]
    shown += [area.title for area in sheet.areas]
    if sheet.units is not None:
        shown += sheet.units.units
    return any(fonts.UNPRINTABLE in fonts.printable(text) for text in shown)
