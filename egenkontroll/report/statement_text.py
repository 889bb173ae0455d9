"""A statement as plain lines, for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.report.statement import Facts, Paragraph, Points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from egenkontroll.report.statement import Piece, Statement


def statement_lines(statement: Statement) -> list[str]:
    """Return the statement's lines; a table has a row a line, its cells apart by two bars."""
    lines = [statement.title, statement.subtitle]
    lines += [f"{fact.label}: {fact.words}" for fact in statement.facts]
    for section in statement.sections:
        lines += ["", section.heading] if section.heading else [""]
        for piece in section.pieces:
            lines += _lines(piece)
    return lines


def _lines(piece: Piece) -> Iterator[str]:
    if isinstance(piece, Paragraph):
        yield piece.words
    elif isinstance(piece, Points):
        yield from (f"• {one}" for one in piece.sentences)
    elif isinstance(piece, Facts):
        yield from (f"{fact.label}: {fact.words}" for fact in piece.facts)
    else:
        yield from (" | ".join(row) for row in (piece.heads, *piece.rows))
