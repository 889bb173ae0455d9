"""Write results: as text, tables and sheets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from typing import TYPE_CHECKING

from egenkontroll.operations import batch, files, papers
from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.operations.paper_making import maker
from egenkontroll.operations.papers import Kind, Paper, read_paper
from egenkontroll.operations.sheets import round_basis, sheet_units
from egenkontroll.report import figures
from egenkontroll.report.comparison_notes import comparable_words, comparison_notes
from egenkontroll.report.form import form
from egenkontroll.report.hidden import begun_words, reviewed_of
from egenkontroll.report.standing import standing_words
from egenkontroll.results.published import HIDDEN
from egenkontroll.results.tally import RULE_SENTENCE
from egenkontroll.texts import NOTHING, listing, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.operations.batch import Making
    from egenkontroll.operations.opening import Document
    from egenkontroll.operations.sheets import RoundBasis
    from egenkontroll.report.sheet import Sheet
    from egenkontroll.results.table import ResultRow, Results


def results_text(found: Results, form: str) -> str:
    """Return the results as JSON or CSV text."""
    if form == "json":
        return json.dumps(figures.as_json(found), ensure_ascii=False, indent=2) + "\n"
    from egenkontroll.spreadsheet.writing import csv_text

    return csv_text(figures.HEADS, figures.table_rows(found))


def write_results_file(found: Results, form: str, path: Path) -> None:
    """Write the results to a file: JSON, CSV, XLSX, or plain text for "table"."""
    from egenkontroll.spreadsheet import writing

    files.refuse_over(path)
    if form == "csv":
        writing.write_csv(path, figures.HEADS, figures.table_rows(found))
    elif form == "xlsx":
        sheet = writing.Sheet("Resultat", figures.HEADS, figures.table_rows(found))
        rule = writing.Sheet("Regel", ("Regel",), [[RULE_SENTENCE]], (120,))
        writing.write_xlsx(path, [sheet, rule])
    elif form == "json":
        files.write_text(path, results_text(found, form))
    else:
        heads, rows, notes = results_table(found)
        lines = ["\t".join(heads), *("\t".join(row) for row in rows), "", *notes]
        files.write_text(path, "\n".join(lines) + "\n")


def results_table(found: Results) -> tuple[list[str], list[list[str]], list[str]]:
    """Return heads, rows and notes for the terminal."""
    heads = ["Fråga", "Uppfyllt", "Andel", "95 %", "Mål", "Obesvarade"]
    if found.by is not None:
        heads.insert(0, "Grupp")
    if found.compared_with is not None:
        heads += [found.compared_with, "Förändring"]
    told = [
        f"{found.round}: {reviewed_of(found)} ärenden granskade{begun_words(found.begun)}.",
        standing_words(found.standing),
    ]
    known = found.cases or found.untold
    notes = [*(told if known else [_figures_words(found)]), RULE_SENTENCE]
    if found.compared_with is not None:
        notes.append(f"{comparable_words(found.rows)} med {found.compared_with}.")
        notes.append("p.e. = procentenheter. 95 % = intervallet för urvalets osäkerhet.")
    notes += comparison_notes(found)
    return heads, [_terminal_row(row, found) for row in found.rows], notes


def _figures_words(found: Results) -> str:
    source = f", ur källan {listing(found.sources)}" if found.sources else ""
    return f"{found.round}: bara siffror{source}."


def _terminal_row(row: ResultRow, found: Results) -> list[str]:
    target = row.question.target
    share = figures.count_words(row.share)
    if row.suppressed:
        share = HIDDEN
    elif row.share is None and row.printed is None:
        share = figures.options_words(row)
    cells = [
        row.question.short,
        share,
        figures.percent_words(row),
        figures.interval_words(row),
        percent(target) if target is not None else "",
        str(row.counts.unanswered) if row.counts.unanswered else "",
    ]
    if found.by is not None:
        cells.insert(0, row.group or NOTHING)
    if found.compared_with is not None:
        cells += [figures.then_words(row), figures.change_words(row.change)]
    return cells


def sheets(
    document: Document,
    round_name: str | None,
    unit: str | None = None,
    compare_with: str | None = None,
) -> Sheet:
    """Return a unit's sheet, or the whole round's where no unit is given.

    `compare_with` None means the previous round if there is one.
    """
    basis = round_basis(document, round_name, compare_with)
    return basis.sheet(None if unit is None else basis.find_unit(unit))


def write_sheet_file(sheet: Sheet, path: Path) -> None:
    """Write a sheet as PDF, whole or not at all."""
    from egenkontroll.pdf.sheets import sheet_pdf

    files.write_bytes(path, sheet_pdf(sheet))


def write_form(checklist: Checklist, path: Path) -> None:
    """Write a checklist as a blank form to fill in by hand, whole or not at all."""
    from egenkontroll.pdf.forms import form_pdf

    files.write_bytes(path, form_pdf(form(checklist, metadata.version("egenkontroll"))))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which papers to write. Units matter for result sheets alone, and are as they were said.

    `compare_with` None means the previous round if there is one. `publish` hides small groups.
    """

    units: tuple[str, ...] = ()
    all_units: bool = False
    compare_with: str | None = None
    papers: tuple[str, ...] = (Kind.RESULT,)
    publish: bool = False


SHEETS = Wanted()


def write_papers(
    path: Path,
    round_name: str,
    folder: Path,
    wanted: Wanted = SHEETS,
    tell: Callable[[Path], object] = lambda _path: None,
) -> list[Path]:
    """Write the papers of a round that are wanted into a folder and return the files.

    Everything that can be said is gathered first: where a paper cannot be made none is written.
    `tell` is given each file when it is there.
    """
    asked = list(dict.fromkeys(read_paper(said) for said in wanted.papers))
    if wanted.publish:
        papers.refuse_publishing(asked)
    with open_document(path) as document:
        one = find_round(document, round_name)
        makers: dict[Paper, Making] = {}
        for paper in (papers.find_paper(document, one, paper) for paper in asked):
            if paper.kind is Kind.RESULT:
                basis = round_basis(document, one.name, wanted.compare_with, wanted.publish)
                makers |= _sheet_makers(basis, wanted)
            else:
                makers[paper] = maker(document, one, paper, wanted.compare_with, wanted.publish)
        names = file_names(document, one, makers, wanted.publish)
    files.make_folder(folder)
    written = []
    for made in batch.write_all(*jobs(makers, names, folder)):
        tell(made)
        written.append(made)
    return written


def jobs(
    makers: Mapping[Paper, Making], names: Mapping[Paper, str], folder: Path
) -> tuple[list[tuple[Path, Making]], int]:
    """Return what `batch.write_all` is to write: each file, and how many result sheets."""
    listed = [(folder / names[paper], make) for paper, make in makers.items()]
    return listed, sum(paper.kind is Kind.RESULT for paper in makers)


def _sheet_makers(basis: RoundBasis, wanted: Wanted) -> dict[Paper, Making]:
    """Return what makes the round's sheet and those of the units that are wanted."""
    units = {basis.find_unit(unit) for unit in wanted.units}
    shown = [unit for unit in basis.units if wanted.all_units or unit in units]

    return {Paper(Kind.RESULT, unit or ""): partial(basis.sheet, unit) for unit in (None, *shown)}


def file_names(
    document: Document, one: Round, asked: Iterable[Paper], publish: bool = False
) -> dict[Paper, str]:
    """Return each paper's file name; a unit's is the same whichever units are written."""
    units = sheet_units(document, one)
    every = dict.fromkeys([*(Paper(Kind.RESULT, unit) for unit in ("", *units)), *asked])
    names = [
        files.file_name(papers.name_parts(document, one, paper, publish), ".pdf") for paper in every
    ]
    return dict(zip(every, files.distinct(names), strict=True))
