"""The results as a table that can be pasted: text with tabs for Excel, HTML for Word."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from egenkontroll.report.figures import (
    count_words,
    difference_words,
    interval_words,
    options_words,
    percent_words,
    then_words,
)
from egenkontroll.results.published import HIDDEN
from egenkontroll.texts import NBSP, NOTHING, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.results.passport import Comment
    from egenkontroll.results.table import ResultRow

_CELL = "border:1px solid #888;padding:2pt 5pt;vertical-align:top"


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """A table to paste. `numbers` are the columns set to the right; notes stand below."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    numbers: frozenset[int] = frozenset()

    def text(self) -> str:
        """Return the table with tabs between the cells, as Excel takes it."""
        lines = [self.title, "\t".join(self.heads)]
        lines += ["\t".join(_one_line(cell) for cell in row) for row in self.rows]
        return "\n".join([*lines, *self.notes]).replace(NBSP, " ") + "\n"

    def html(self) -> str:
        """Return the table as HTML, as Word and Excel take it."""
        heads = "".join(f'<th style="{_CELL}">{escape(head)}</th>' for head in self.heads)
        rows = "".join(f"<tr>{self._cells(row)}</tr>" for row in self.rows)
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.notes)
        return (
            f"<p><b>{escape(self.title)}</b></p>"
            f'<table style="border-collapse:collapse"><thead><tr>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table>{notes}"
        )

    def _cells(self, row: Sequence[str]) -> str:
        said = []
        for place, cell in enumerate(row):
            align = ";text-align:right" if place in self.numbers else ""
            said.append(f'<td style="{_CELL}{align}">{escape(cell)}</td>')
        return "".join(said)


def results_copied(
    title: str,
    rows: Sequence[ResultRow],
    compared_with: str | None,
    notes: Sequence[str],
) -> CopiedTable:
    """Return result rows as a table; the groups' column is left out where there are none."""
    grouped = any(row.group is not None for row in rows)
    heads = ["Område", *(["Grupp"] if grouped else []), "Fråga", "Antal", "Andel"]
    heads += ["95 % intervall", "Mål"]
    if compared_with is not None:
        heads += [compared_with, "Förändring", "Bedömning"]
    first = heads.index("Antal")
    last = first + (5 if compared_with is not None else 4)
    made = tuple(_row(row, grouped, compared_with) for row in rows)
    return CopiedTable(title, tuple(heads), made, tuple(notes), frozenset(range(first, last)))


def _row(row: ResultRow, grouped: bool, compared_with: str | None) -> tuple[str, ...]:
    target = row.question.target
    given = options_words(row) if not row.question.judged else count_words(row.share)
    given = HIDDEN if row.suppressed else given
    cells = [row.area, *([row.group or "Alla"] if grouped else []), row.question.short, given]
    cells += [percent_words(row), interval_words(row), "" if target is None else percent(target)]
    if compared_with is not None:
        words = row.change.words if row.change is not None else ""
        cells += [then_words(row), difference_words(row.change), words]
    return tuple("" if cell == NOTHING else cell for cell in cells)


def comments_copied(title: str, comments: Sequence[Comment]) -> CopiedTable:
    """Return a question's comments as a table, for the analysis meeting."""
    rows = tuple(
        (one.reference, one.answer, one.text, "andra granskning" if one.second else "")
        for one in comments
    )
    return CopiedTable(title, ("Ärende", "Svar", "Kommentar", ""), rows, ())


def _one_line(cell: str) -> str:
    return " ".join(cell.split("\t")).replace("\n", " ")
