"""The agreement sheet on A4. Same sheet, same bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.pdf import fonts
from egenkontroll.pdf.document import Described, document_pdf
from egenkontroll.pdf.pages import LEFT, MEASURE, Block
from egenkontroll.pdf.pieces import heading, items, small_column, text, top
from egenkontroll.pdf.tables import PAD, Cell, Place, Table, cell, figure, head_of_row, words
from egenkontroll.pdf.tagging import Part, Role
from egenkontroll.pdf.typesetting import BODY, CAUTION, LABEL, SMALL, STRONG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.report.agreement import (
        AgreementLine,
        AgreementSheet,
        AgreementTable,
        Crossed,
        UnclearQuestion,
    )

_LABEL: Place = (LEFT, 178.0)
_BAR: Place = (LEFT + 190, 84.0)
_COUNT: Place = (LEFT + 282, 48.0)
_PERCENT: Place = (LEFT + 336, 46.0)
_BEYOND: Place = (LEFT + 388, 52.0)
_SAMSYN: Place = (LEFT + 450, MEASURE - 450)
_SECOND = PAD + BODY.leading
_FIRST = 120.0
_MOST = 200


def agreement_pdf(sheet: AgreementSheet) -> bytes:
    """Return the sheet as PDF."""
    described = Described(
        f"{sheet.title} – {sheet.subtitle}", sheet.checklist, sheet.title, sheet.foot
    )
    return document_pdf(described, _blocks(sheet))


def _blocks(sheet: AgreementSheet) -> list[Block]:
    blocks = top(sheet.title, sheet.subtitle, sheet.checklist)
    blocks.append(heading("I korthet"))
    blocks += items(sheet.brief, LEFT, MEASURE)
    if sheet.caution:
        blocks.append(replace(text(sheet.caution, CAUTION, Role.PARAGRAPH), before=12))
    for table in sheet.tables:
        blocks += [heading(table.heading), *_table(table)]
    if sheet.unclear:
        blocks.append(heading("Frågor att förtydliga"))
        blocks += [block for question in sheet.unclear for block in _unclear(question)]
    return blocks + small_column("Så läses bladet", sheet.reading, Role.PARAGRAPH)


def _table(made: AgreementTable) -> list[Block]:
    table = Table(6, Part(Role.TABLE, made.heading))
    head = table.heads(
        [
            words(made.first, _LABEL, 0, LABEL),
            words("Lika, med intervall", _BAR, 0, LABEL),
            figure("Lika", _COUNT, 0, LABEL),
            figure("Andel", _PERCENT, 0, LABEL),
            figure("AC1", _BEYOND, 0, LABEL),
            words("Samsyn", _SAMSYN, 0, LABEL),
        ]
    )
    blocks = [replace(head, before=6)]
    for title, lines in made.groups:
        rows = Part(Role.ROWS)
        heads: tuple[Block, ...] = (head,)
        if title:
            blocks.append(replace(table.area(title, rows), heads=(head,)))
            heads = (head, replace(table.area(f"{title} (forts.)", rows), before=5))
        blocks += [replace(table.row(_cells(line), rows), heads=heads) for line in lines]
    return blocks


def _cells(line: AgreementLine) -> list[Cell]:
    label = line.label if fonts.printable(line.label) else fonts.UNPRINTABLE
    first = [words(label, _LABEL, PAD, BODY)]
    if line.under:
        first.append(words(line.under, _LABEL, first[0].bottom, SMALL))
    limits = figure(line.limits, _BEYOND, _SECOND, SMALL)
    return [
        head_of_row(*first),
        Cell(Part(Role.CELL), (), line.bar, _BAR),
        cell(figure(line.count, _COUNT, PAD, BODY)),
        cell(
            figure(line.percent, _PERCENT, PAD, BODY),
            figure(line.interval, _PERCENT, _SECOND, SMALL),
        ),
        cell(figure(line.beyond, _BEYOND, PAD, BODY), limits),
        cell(words(line.samsyn, _SAMSYN, PAD + 1, SMALL)),
    ]


def _unclear(question: UnclearQuestion) -> list[Block]:
    said = question.text if fonts.printable(question.text) else fonts.UNPRINTABLE
    first = replace(text(said, STRONG, Role.SUBHEADING, most=_MOST), before=10, kept=True)
    figures = text(question.figures, BODY, Role.PARAGRAPH)
    blocks = [first, replace(figures, before=2)]
    if question.decision:
        decided = text(f"Beslut: {question.decision}", BODY, Role.PARAGRAPH, most=_MOST)
        blocks.append(replace(decided, before=3))
    if question.crossed is not None:
        blocks += _crossed(question.crossed, f"Svaren på {said}")
    return [*blocks, *items(question.cases, LEFT, MEASURE)]


def _crossed(crossed: Crossed, name: str) -> list[Block]:
    """Return the cross table: first answers as rows, second ones as columns."""
    table, rows = Table(len(crossed.answers) + 1, Part(Role.TABLE, name)), Part(Role.ROWS)
    each = min(70.0, (MEASURE - _FIRST) / len(crossed.answers))
    label: Place = (LEFT, _FIRST)
    places = [(LEFT + _FIRST + at * each + 6, each - 6) for at in range(len(crossed.answers))]
    heads = [words("Första granskaren ↓ andra →", label, 0, LABEL)]
    heads += [
        replace(words(answer, place, 0, LABEL), x=sum(place), align="right")
        for answer, place in zip(crossed.answers, places, strict=True)
    ]
    head = table.heads(heads)
    found = [replace(head, before=5)]
    for answer, counts in crossed.rows:
        cells = [head_of_row(words(answer, label, PAD, BODY)), *_counts(counts, places)]
        found.append(replace(table.row(cells, rows), heads=(head,)))
    return found


def _counts(counts: Sequence[str], places: Sequence[Place]) -> list[Cell]:
    return [
        cell(figure(said, place, PAD, BODY)) for said, place in zip(counts, places, strict=True)
    ]
