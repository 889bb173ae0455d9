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
    BULLETS,
    abreast,
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
from egenkontroll.report.statement import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.pdf.ink import Ink
    from egenkontroll.report.parts import Labelled, Listed, Sheet

_GAP = 12.0
_STEP = (MEASURE + _GAP) / 24
_FACTS = ((0, 4), (4, 6), (10, 4), (14, 5), (19, 5))
"""Where each fact begins and how wide it is, in twenty-fourths of the page's width."""
_ON_ONE_PAGE = (BOTTOM - 100) / 2
_TO_DO = Grid("", ("Åtgärd", "Ansvarig", "Klart"), (), weights=(11, 5, 3))
_SUBSTITUTED = (
    "Några tecken finns inte i utskriftens teckensnitt. De är utelämnade eller visas som "
    f"{fonts.UNPRINTABLE}, men läses upp och kan sökas."
)


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
        blocks.append(replace(text(sheet.caution, CAUTION, Role.PARAGRAPH), before=9))
    first = (sheet.strengths, sheet.mend)
    blocks.append(
        replace(beside([_list_column(one, at) for at, one in enumerate(first)]), before=13)
    )
    if sheet.areas:
        blocks += [heading("Fråga för fråga"), *result_table(sheet)]
    blocks += _listed(sheet.changes) + _listed(sheet.findings)
    blocks += _actions(sheet)
    return blocks + _small_print(sheet)


def _facts(facts: Sequence[Labelled]) -> Block:
    columns = []
    for fact, (start, span) in zip(facts, _FACTS, strict=True):
        x, measure = LEFT + start * _STEP, span * _STEP - _GAP
        label = text(fact.label, LABEL, Role.CONTENT, x, measure)
        words = text(fact.words, BODY, Role.CONTENT, x, measure, 8)
        columns.append(within(stacked([label, words]), Part(Role.PARAGRAPH)))
    inside = beside(columns)

    def draw(ink: Ink, y: float) -> None:
        ink.rule(LEFT, y, MEASURE, 1.2)
        inside.draw(ink, y + 6)
        ink.rule(LEFT, y + inside.height + 12, MEASURE, 0.5, HAIRLINE)

    return Block(inside.height + 12, draw, before=9)


def _list_column(listed: Listed, at: int) -> Block:
    x = column_left(at)
    blocks = [text(listed.heading, HEADING, Role.HEADING, x, COLUMN)]
    blocks += items(listed.sentences, x, COLUMN)
    if not listed.sentences:
        blocks.append(replace(text(listed.none, BODY, Role.PARAGRAPH, x, COLUMN), before=2))
    return stacked(blocks)


def _listed(listed: Listed) -> list[Block]:
    """Return a list in two columns, or over the whole width where it is one item or very long."""
    if not listed.sentences:
        return []
    whole = Part(Role.LIST, kind=BULLETS)
    both = abreast(lambda x, measure: items(listed.sentences, x, measure, whole))
    if both.height < _ON_ONE_PAGE and len(listed.sentences) > 1:
        return [heading(listed.heading), replace(both, before=2)]
    said = items(listed.sentences, LEFT, MEASURE, whole)
    # Neither the first nor the last of a long list stands alone.
    kept = [replace(item, kept=at in (0, len(said) - 2)) for at, item in enumerate(said[:-1])]
    return [heading(listed.heading), *kept, said[-1]]


def _actions(sheet: Sheet) -> list[Block]:
    """Return last year's actions beside what is decided now, and lines to write more on."""
    said = [one for one in (sheet.since, sheet.decided) if one.sentences]
    both = [_list_column(one, at) for at, one in enumerate(said)]
    if any(one.height > _ON_ONE_PAGE for one in both):
        blocks = [block for one in said for block in _listed(one)]
    else:
        blocks = [replace(beside(both), before=13)] if both else []
    if sheet.actions:
        decided = len(sheet.decided.sentences)
        name = "Det här gör vi också" if decided else "Det här gör vi"
        blank = max(1, sheet.actions - decided)
        blocks += [heading(name), *grid_table(replace(_TO_DO, name=name), blank)]
    return blocks


def _small_print(sheet: Sheet) -> list[Block]:
    """Return the notes and how to read the sheet: in two columns if they fit, else in one."""
    notes = [f"{note.mark}\u00a0{note.words}" for note in sheet.notes]
    reading = list(sheet.reading)
    if _substituted(sheet):
        reading.append(_SUBSTITUTED)
    parts = [("Noter", notes, Role.NOTE), ("Så läses bladet", reading, Role.PARAGRAPH)]

    def column(x: float, measure: float) -> list[Block]:
        return [block for part in parts if part[1] for block in small_column(*part, x, measure)]

    if not notes and not reading:
        return []
    both = replace(abreast(column), before=13)
    return [both] if both.height < _ON_ONE_PAGE else column(LEFT, MEASURE)


def _substituted(sheet: Sheet) -> bool:
    """Tell whether there are letters on the sheet that could not be printed."""
    shown = [sheet.title, sheet.subtitle, sheet.checklist, sheet.foot, *sheet.reading]
    shown += [fact.words for fact in sheet.facts]
    lists = (sheet.strengths, sheet.mend, sheet.findings, sheet.since, sheet.decided)
    shown += [sentence for listed in lists for sentence in listed.sentences]
    for area in sheet.areas:
        shown += [area.title, *(said for row in area.rows for said in (row.question, row.given))]
    shown += [note.words for note in sheet.notes]
    return any(fonts.beyond(said) for said in shown)
