"""Make a round's papers: gather what each says, and turn it into a PDF."""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.operations import agreeing, exporting, trailing
from egenkontroll.operations.analysing import material
from egenkontroll.operations.certifying import certificate
from egenkontroll.operations.departments import summary
from egenkontroll.operations.exporting_tables import Tables
from egenkontroll.operations.gathering import kept_of
from egenkontroll.operations.merging import receipt_of, receipts
from egenkontroll.operations.opening import checklist_of, find_round
from egenkontroll.operations.papers import Kind
from egenkontroll.operations.publishing import published_results, threshold_of
from egenkontroll.operations.purging import purge_receipt
from egenkontroll.operations.resulting import PREVIOUS, round_results, standing_of
from egenkontroll.report.case import ReviewedCase, case_statement
from egenkontroll.report.figures import arrow
from egenkontroll.report.form import form
from egenkontroll.report.groups import groups_statement
from egenkontroll.report.hidden import why_hidden
from egenkontroll.report.meeting_paper import meeting_statement
from egenkontroll.report.trend import trend_words
from egenkontroll.report.years import YearCell, YearLine, Years, years_statement
from egenkontroll.results.analysis import EVERY
from egenkontroll.results.suppression import Cell, small
from egenkontroll.results.trend import Direction
from egenkontroll.texts import did_you_mean, same_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.operations.opening import Document
    from egenkontroll.operations.papers import Paper
    from egenkontroll.report.statement import Statement
    from egenkontroll.results.analysis import Analysis, Point
    from egenkontroll.results.table import ResultRow

MOST_ROUNDS = 5
"""So many rounds, the newest, stand side by side in the comparison over the years."""


def maker(
    document: Document,
    one: Round,
    paper: Paper,
    compare_with: str | None = None,
    publish: bool = False,
) -> Callable[[], bytes]:
    """Gather what a paper says and return what makes it a PDF.

    Result sheets are made by `sheets`. Raises UserError where the round has nothing to say.
    """
    match paper.kind:
        case Kind.CERTIFICATE:
            found = certificate(document, one)
            if found is None:
                raise UserError(f"Omgången {one.name} har inget urval, så det finns inget intyg.")
            from egenkontroll.pdf.certificates import certificate_pdf

            return lambda: certificate_pdf(found.paper)
        case Kind.AGREEMENT:
            from egenkontroll.pdf.agreement import agreement_pdf

            sheet = agreeing.sheet(agreeing.round_doubled(document, one.name))
            return lambda: agreement_pdf(sheet)
        case Kind.SUMMARY:
            from egenkontroll.pdf.side_by_side import side_by_side_pdf

            units = summary(document, one, paper.about, publish)
            return lambda: side_by_side_pdf(units)
        case Kind.FORM:
            from egenkontroll.pdf.forms import form_pdf

            blank = form(checklist_of(document, one), metadata.version("egenkontroll"))
            return lambda: form_pdf(blank)
    from egenkontroll.pdf.statements import statement_pdf

    statement = _statement(document, one, paper, compare_with, publish)
    return lambda: statement_pdf(statement)


def _statement(
    document: Document, one: Round, paper: Paper, compare_with: str | None, publish: bool
) -> Statement:
    match paper.kind:
        case Kind.YEARS:
            return years_statement(years(document, one, publish))
        case Kind.ATTRIBUTE:
            return _groups(document, one, paper.about, publish)
        case Kind.TRAIL:
            return trailing.trail(document, paper.about, one.name)
        case Kind.CASE:
            return _case(document, one, paper.about)
        case Kind.MERGE:
            return _merge(document)
        case Kind.PURGE:
            return purge_receipt(document, one)
    return _meeting(document, one, compare_with)


def years(document: Document, one: Round, publish: bool = False) -> Years:
    """Return every judged question over the newest rounds up to a round."""
    analysis = material(document, one).analysis
    checklist = checklist_of(document, one)
    shown = analysis.rounds[-MOST_ROUNDS:]
    threshold = threshold_of(document) if publish else 0
    rows = {name.name: _rows(document, name.name, publish) for name in shown}
    trends = {} if publish else _trends(analysis)
    lines = []
    for area in checklist.areas:
        for question in area.questions:
            if not question.judged:
                continue
            cells = {
                point.round: _year_cell(point, rows[point.round].get(point.question), threshold)
                for point in analysis.series(question.id)
                if point.round in rows
            }
            row = rows[one.name].get(question.id)
            since = row.change.words if row is not None and row.change is not None else ""
            lines.append(
                YearLine(area.title, question.short, cells, since, trends.get(question.id, ""))
            )
    return Years(
        tuple(item.name for item in shown),
        checklist.title,
        tuple(lines),
        standing_of(document, one),
        metadata.version("egenkontroll"),
        why_hidden(threshold) if publish else "",
    )


def _trends(analysis: Analysis) -> dict[str, str]:
    return {
        name: trend_words(found)
        for name, found in analysis.trends().items()
        if found.direction is not Direction.NONE
    }


def _rows(document: Document, name: str, publish: bool) -> dict[str, ResultRow]:
    """Return a round's rows, held against the round before; none where only figures are known."""
    one = find_round(document, name)
    drawn = bool(document.read("case_drawn", round=one.id))
    if not drawn and kept_of(document, one.id) is None:
        return {}
    try:
        found = round_results(document, name, None, PREVIOUS)
    except UserError:  # there is no round before it
        found = round_results(document, name)
    if publish:
        found = published_results(document, found)
    return {row.question.id: row for row in found.rows}


def _year_cell(point: Point, row: ResultRow | None, threshold: int) -> YearCell:
    hidden = row is not None and row.suppressed
    if threshold and point.share is not None:
        hidden = hidden or small(Cell(point.share.k, point.share.n), threshold)
    return YearCell(point, arrow(row.change) if row is not None else "", hidden)


def _groups(document: Document, one: Round, attribute: str, publish: bool) -> Statement:
    checklist = checklist_of(document, one)
    label = next(item.label for item in checklist.attributes if item.id == attribute)
    found = round_results(document, one.name, attribute)
    program = metadata.version("egenkontroll")
    if not publish:
        return groups_statement(label, found, checklist.title, program)
    note = why_hidden(threshold_of(document))
    shown = published_results(document, found)
    return groups_statement(label, shown, checklist.title, program, note)


def _meeting(document: Document, one: Round, compare_with: str | None) -> Statement:
    if not document.read("case_drawn", round=one.id):
        raise UserError(
            f"Omgången {one.name} har inga ärenden i dokumentet, så det finns inga kommentarer att "
            "samtala om."
        )
    tables = Tables(document, one, compare_with, publish=False, names=False)
    told, known = exporting.told(tables), material(document, one)
    comments = {row.question.id: known.passport(row, EVERY, None).comments
                for row in told.found.rows}  # fmt: skip
    return meeting_statement(told, comments, exporting.unclear_words(tables))


def _merge(document: Document) -> Statement:
    known = receipts(document)
    if not known:
        raise UserError("Inget har slagits ihop i det här dokumentet, så det finns inget kvitto.")
    return receipt_of(document, known[0])


def _case(document: Document, one: Round, reference: str) -> Statement:
    cases = {read.case.reference: read for read in material(document, one).readings}
    read = next((cases[name] for name in cases if same_word(name) == same_word(reference)), None)
    if read is None:
        hint = did_you_mean(reference, list(cases)) or "."
        raise UserError(f"Ärendet {reference} finns inte i urvalet för {one.name}{hint}")
    program = metadata.version("egenkontroll")
    return case_statement(ReviewedCase(one.name, checklist_of(document, one), read, program))
