"""Counts what the table of Resultat shows, beside the window's thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.gui.results.notes import about
from egenkontroll.gui.results.passport import Content
from egenkontroll.operations import publishing
from egenkontroll.operations.opening import find_round
from egenkontroll.operations.resulting import standing_of, with_standing
from egenkontroll.results.analysis import EVERY

if TYPE_CHECKING:
    from egenkontroll.gui.results.filters import Wanted
    from egenkontroll.operations.analysing import Material
    from egenkontroll.operations.opening import Document
    from egenkontroll.results.analysis import Analysis, Selection
    from egenkontroll.results.table import ResultRow, Results

Counted = tuple["Results", tuple["ResultRow", ...], str]
"""The whole, the rows of the groups, and what is said above figures that are to be published."""


def counted(document: Document, analysis: Analysis, wanted: Wanted) -> Counted:
    """Return the figures asked for; with small groups hidden where they are to be published."""
    analysis.warm(wanted.selection)
    found = analysis.table(wanted.selection, None, wanted.compared_with)
    split = None
    if wanted.by is not None:
        split = analysis.table(wanted.selection, wanted.by, wanted.compared_with)
    said = ""
    if wanted.publish:
        found = publishing.published_results(document, found)
        split = publishing.published_results(document, split) if split is not None else None
        said = publishing.publishing_words(publishing.threshold_of(document))
    one = find_round(document, found.round)
    if wanted.selection == EVERY:
        found = with_standing(document, one, found)
    else:
        found = replace(found, standing=standing_of(document, one))
    return found, split.rows if split is not None else (), said


def content_of(
    material: Material, found: Results, row: ResultRow, asked: tuple[Selection, str | None]
) -> Content | None:
    """Return what the passport of a row shows; `asked` is the selection and the split."""
    now = material.analysis.now
    if now.checklist is None:
        return None
    looked_at, split = asked
    selection = looked_at.narrowed(split, row.group)
    figure = None if now.cases else now.taken_in(row.question.id, selection)
    return Content(
        passport=material.passport(row, *asked),
        checklist=now.checklist,
        about=about(now.name, selection),
        compared_with=found.compared_with,
        points=material.analysis.series(row.question.id, selection),
        replaced=material.replaced_in(selection),
        taken_in=not now.cases,
        kept=now.kept is not None,
        source=figure.source if figure is not None else "",
        trend=material.analysis.trends(selection).get(row.question.id),
    )
