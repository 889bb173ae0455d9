"""A result sheet on A4. Same sheet, same bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.pdf import fonts
from egenkontroll.pdf.document import Described, document_pdf
from egenkontroll.pdf.grids import grid_table
from egenkontroll.pdf.ink import HAIRLINE
from egenkontroll.pdf.pages import BOTTOM, COLUMN, LEFT, MEASURE, Block, within
from egenkontroll.pdf.pieces import (
    beside,
    column_left,
    heading,
    items,
    small_column,
    stacked,
    text,
    top,
)
from egenkontroll.pdf.result_table import result_table
from egenkontroll.pdf.tagging import Part, Role
from egenkontroll.pdf.typesetting import BODY, CAUTION, HEADING, LABEL
from egenkontroll.pdf.units_table import units_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.pdf.ink import Ink
    from egenkontroll.report.parts import Labelled, Listed, Sheet

_LINE = 25.0
_SHORT_LIST = 6
_FACTS_GAP = 13.0
_FACTS = (86.0, 108.0, 70.0, 114.0, MEASURE - 378.0 - 4 * _FACTS_GAP)
_SUBSTITUTED = f"{fonts.UNPRINTABLE} står för tecken som inte finns i utskriftens teckensnitt."


def sheet_pdf(sheet: Sheet) -> bytes:
    """Return the sheet as PDF."""
    described = Described(
        f"{sheet.title} – {sheet.subtitle}",
        sheet.checklist,
        sheet.title or fonts.UNPRINTABLE,
        sheet.foot,
    )
    return document_pdf(described, _blocks(sheet))


def _blocks(sheet: Sheet) -> list[Block]:
    blocks = [*top(sheet.title, sheet.subtitle, sheet.checklist), _facts(sheet.facts)]
    if sheet.caution:
        blocks.append(replace(text(sheet.caution, CAUTION, Role.PARAGRAPH), before=12))
    strengths = _list_column(sheet.strengths, 0)
    mend = _list_column(sheet.mend, 1)
    blocks.append(replace(beside([strengths, mend]), before=16))
    if sheet.areas:
        blocks += [heading("Fråga för fråga"), *result_table(sheet)]
    blocks += _listed(sheet.changes) + _listed(sheet.findings)
    if sheet.units is not None:
        blocks.append(heading("Enheterna bredvid varandra"))
        blocks += units_tables(sheet.units)
    for grid in (sheet.since, sheet.decided):
        if grid is not None:
            blocks += [heading(grid.name), *grid_table(grid)]
    if sheet.actions:
        blocks += _actions(sheet.actions)
    return blocks + _small_print(sheet)


def _facts(facts: Sequence[Labelled]) -> Block:
    columns = []
    x = LEFT
    for fact, each in zip(facts, _FACTS, strict=True):
        label = text(fact.label, LABEL, Role.CONTENT, x, each)
        words = text(fact.words, BODY, Role.CONTENT, x, each, 8)
        columns.append(within(stacked([label, words]), Part(Role.PARAGRAPH)))
        x += each + _FACTS_GAP
    inside = beside(columns)

    def draw(ink: Ink, y: float) -> None:
        ink.rule(LEFT, y, MEASURE, 1.2)
        inside.draw(ink, y + 7)
        ink.rule(LEFT, y + inside.height + 14, MEASURE, 0.5, HAIRLINE)

    return Block(inside.height + 14, draw, before=11)


def _list_column(listed: Listed, at: int) -> Block:
    x = column_left(at)
    blocks = [text(listed.heading, HEADING, Role.HEADING, x, COLUMN)]
    blocks += items(listed.sentences, x, COLUMN)
    if not listed.sentences:
        blocks.append(replace(text(listed.none, BODY, Role.PARAGRAPH, x, COLUMN), before=3))
    return stacked(blocks)


def _listed(listed: Listed) -> list[Block]:
    if not listed.sentences:
        return []
    said = items(listed.sentences, LEFT, MEASURE)
    # A short list is not split; of a long one neither the first nor the last stands alone.
    whole = len(said) <= _SHORT_LIST
    together = range(len(said)) if whole else {0, len(said) - 2}
    kept = [replace(item, kept=at in together) for at, item in enumerate(said[:-1])]
    return [heading(listed.heading), *kept, said[-1]]


def _actions(many: int) -> list[Block]:
    """Return lines to write on: what is to be done, by whom and when."""
    names = ("Åtgärd", "Ansvarig", "Klart")
    places = ((LEFT, 290.0), (LEFT + 306, 110.0), (LEFT + 432, MEASURE - 432))
    columns = list(zip(names, places, strict=True))
    table, row = Part(Role.TABLE, "Åtgärder att fylla i"), Part(Role.ROW)

    def draw_heads(ink: Ink, y: float) -> None:
        for name, (x, _) in columns:
            with ink.inside(Part(Role.HEAD_CELL, scope="Column")):
                ink.text(Role.CONTENT, (name,), x, y, LABEL)

    def draw_lines(ink: Ink, y: float) -> None:
        for line in range(1, many + 1):
            with ink.inside(Part(Role.ROW)):
                for name, (x, length) in columns:
                    with ink.inside(Part(Role.CELL)):
                        ink.write_line(f"{name} {line}", x, y + line * _LINE, length, _LINE - 4)

    heads = within(Block(LABEL.leading, draw_heads, 4, True), table, Part(Role.HEAD), row)
    blank = within(Block(many * _LINE, draw_lines), table, Part(Role.ROWS))
    return [heading("Det här gör vi"), heads, blank]


def _small_print(sheet: Sheet) -> list[Block]:
    """Return the notes and how to read the sheet: side by side if they fit, else stacked."""
    notes = [f"{note.mark}\u00a0{note.words}" for note in sheet.notes]
    reading = list(sheet.reading)
    if _substituted(sheet):
        reading.append(_SUBSTITUTED)
    parts = [("Noter", notes, Role.NOTE), ("Så läses bladet", reading, Role.PARAGRAPH)]
    parts = [part for part in parts if part[1]]
    columns = [
        stacked(small_column(*part, column_left(at), COLUMN)) for at, part in enumerate(parts)
    ]
    if not columns:
        return []
    both = replace(beside(columns), before=18)
    if both.height < (BOTTOM - 100) / 2:
        return [both]
    return [block for part in parts for block in small_column(*part)]


def _substituted(sheet: Sheet) -> bool:
    """Tell whether any letters had to be replaced on the sheet."""
    shown = [sheet.title, sheet.subtitle, sheet.checklist, sheet.foot]
    shown += [fact.words for fact in sheet.facts]
    shown += [row.question for area in sheet.areas for row in area.rows]
    shown += [area.title for area in sheet.areas]
    if sheet.units is not None:
        shown += sheet.units.units
    return any(fonts.UNPRINTABLE in fonts.printable(text) for text in shown)
