"""Statements on A4: certificates, receipts and lists. Same statement, same bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.pdf import fonts
from egenkontroll.pdf.document import Described, document_pdf
from egenkontroll.pdf.grids import grid_table
from egenkontroll.pdf.pages import LEFT, MEASURE, Block, within
from egenkontroll.pdf.pieces import beside, heading, items, text, top
from egenkontroll.pdf.tagging import Part, Role
from egenkontroll.pdf.typesetting import BODY, CAUTION, LABEL
from egenkontroll.report.statement import Facts, Paragraph, Points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.report.parts import Labelled
    from egenkontroll.report.statement import Piece, Section, Statement

_LABEL = 150.0
_GAP = 12.0
_MOST = 400


def statement_pdf(statement: Statement) -> bytes:
    """Return the statement as PDF."""
    described = Described(
        f"{statement.title} – {statement.subtitle}",
        statement.title,
        statement.title or fonts.UNPRINTABLE,
        statement.foot,
    )
    blocks = top(statement.title, statement.subtitle)
    blocks += _facts(statement.facts)
    for section in statement.sections:
        blocks += _section(section)
    return document_pdf(described, blocks)


def _section(section: Section) -> list[Block]:
    blocks = [heading(section.heading)] if section.heading else []
    for place, piece in enumerate(section.pieces):
        made = _piece(piece)
        if isinstance(piece, Paragraph) and piece.strong and place + 1 < len(section.pieces):
            made[-1] = replace(made[-1], kept=True)  # it leads to what comes next
        blocks += made
    return blocks


def _piece(piece: Piece) -> list[Block]:
    if isinstance(piece, Paragraph):
        style = CAUTION if piece.strong else BODY
        return [
            replace(text(line, style, Role.PARAGRAPH, most=_MOST), before=5)
            for line in piece.words.split("\n")
        ]
    if isinstance(piece, Points):
        return items(piece.sentences, LEFT, MEASURE)
    if isinstance(piece, Facts):
        return _facts(piece.facts)
    return grid_table(piece)


def _facts(facts: Sequence[Labelled]) -> list[Block]:
    """Return each fact on a row of its own: its label, and beside it its words."""
    made = []
    for fact in facts:
        label = text(fact.label, LABEL, Role.CONTENT, LEFT, _LABEL - _GAP)
        said = text(fact.words, BODY, Role.CONTENT, LEFT + _LABEL, MEASURE - _LABEL, _MOST)
        made.append(replace(within(beside([label, said]), Part(Role.PARAGRAPH)), before=4))
    return made
