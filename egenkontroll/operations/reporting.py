"""Write results: as text, tables and sheets."""

from __future__ import annotations

import json
from importlib import metadata
from typing import TYPE_CHECKING

from egenkontroll.operations import files
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.sheets import round_basis
from egenkontroll.report import figures
from egenkontroll.report.form import form
from egenkontroll.results.tally import RULE_SENTENCE
from egenkontroll.texts import NOTHING, k_of_n, percent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.operations.opening import Document
    from egenkontroll.operations.sheets import RoundBasis
    from egenkontroll.report.sheet import Sheet
    from egenkontroll.results.table import ResultRow, Results

WHOLE = "hela omgången"


def results_text(found: Results, form: str) -> str:
    """Return the results as JSON or CSV text."""
    if form == "json":
        return json.dumps(figures.as_json(found), ensure_ascii=False, indent=2) + "\n"
    from egenkontroll.spreadsheet.writing import csv_text

    return csv_text(figures.HEADS, figures.table_rows(found))


def write_results_file(found: Results, form: str, path: Path) -> None:
    """Write the results to a file: JSON, CSV, XLSX, or plain text for "table"."""
    from egenkontroll.spreadsheet import writing

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
    notes = [
        f"{found.round}: {k_of_n(found.reviewed, found.cases)} ärenden granskade.",
        RULE_SENTENCE,
    ]
    if found.compared_with is not None:
        notes.append("p.e. = procentenheter. 95 % = intervallet för urvalets osäkerhet.")
    return heads, [_terminal_row(row, found) for row in found.rows], notes


def _terminal_row(row: ResultRow, found: Results) -> list[str]:
    target = row.question.target
    share = figures.count_words(row.share)
    if row.share is None and row.printed is None:
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
        cells += [figures.earlier_words(row.change), figures.change_words(row.change)]
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


def write_sheets(
    path: Path,
    round_name: str,
    folder: Path,
    units: Sequence[str],
    all_units: bool,
    compare_with: str | None,
) -> list[Path]:
    """Write the round's sheet and those of the units asked for; return the files.

    `compare_with` None means the previous round if there is one.
    """
    with open_document(path) as document:
        basis = round_basis(document, round_name, compare_with)
    wanted = {basis.find_unit(unit) for unit in units}
    files.make_folder(folder)
    written = []
    for unit, name in _file_names(basis).items():
        if unit is None or all_units or unit in wanted:
            write_sheet_file(basis.sheet(unit), folder / name)
            written.append(folder / name)
    return written


def _file_names(basis: RoundBasis) -> dict[str | None, str]:
    """Return the file name of every sheet, the same whichever of them are written."""
    which: list[str | None] = [None, *basis.units]
    names = [
        files.file_name((basis.about.round, unit or WHOLE, "resultat"), ".pdf") for unit in which
    ]
    return dict(zip(which, files.distinct(names), strict=True))
