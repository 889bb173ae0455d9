"""Write a round in the forms that others work on in: Excel, CSV, JSON, Word and PowerPoint."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from egenkontroll.checklist.rounds import previous
from egenkontroll.errors import UserError
from egenkontroll.operations import files
from egenkontroll.operations.acting import described
from egenkontroll.operations.agreeing import doubled
from egenkontroll.operations.certifying import certificate
from egenkontroll.operations.exporting_tables import (
    ACTIONS,
    KINDS,
    RESULTS,
    Tables,
    refuse_publishing,
)
from egenkontroll.operations.opening import checklist_of, find_round, open_document
from egenkontroll.operations.resulting import PREVIOUS
from egenkontroll.report.agreement_words import decision_words, sentence
from egenkontroll.report.codebook import codebook
from egenkontroll.report.export_paper import Told, paper
from egenkontroll.report.meeting import pack
from egenkontroll.results.agreement import unclear
from egenkontroll.storage import records

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.operations.opening import Document
    from egenkontroll.report.export_tables import ExportTable
    from egenkontroll.results.action import Described

ALL = "all"
WHAT = (*KINDS, ALL)
FORMS = {
    ".xlsx": "Excel, allt i en arbetsbok",
    ".docx": "Word, underlag till rapport",
    ".pptx": "PowerPoint, underlag till analysmöte",
    ".csv": "CSV, en tabell",
    ".json": "JSON, allt om omgången",
}
"""The forms by suffix, with what each is for."""

_SWEDISH = {
    "results": "resultat",
    "answers": "svar",
    "frame": "ärendelista",
    "certificate": "urvalsintyg",
    "agreement": "samsyn",
    "actions": "åtgärder",
    ALL: "export",
}
_PUBLISHED = (RESULTS, ACTIONS)


@dataclass(frozen=True, slots=True)
class Asked:
    """What to export. `compare_with` None means the round before if there is one."""

    what: str = ""
    compare_with: str | None = None
    publish: bool = False
    names: bool = False


EVERYTHING = Asked()


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written, and what it does not have."""

    path: Path
    missing: tuple[str, ...]


def export_file(path: Path, round_name: str, out: Path, asked: Asked = EVERYTHING) -> Exported:
    """Write a round of a document to a file, in the form its suffix says."""
    _form(out)
    with open_document(path) as document:
        return export(document, find_round(document, round_name), out, asked)


def export(document: Document, one: Round, out: Path, asked: Asked = EVERYTHING) -> Exported:
    """Write a round to a file in the form its suffix says, whole or not at all.

    Raises UserError for a form that is not known, a choice that the form does not have, and
    for what may not be published.
    """
    form = _form(out)
    files.refuse_over(out)
    _check(form, asked)
    compare_with = asked.compare_with
    if compare_with is None and previous(records.rounds(document), one) is not None:
        compare_with = PREVIOUS
    tables = Tables(document, one, compare_with or None, asked.publish, asked.names)
    if form == ".csv":
        _write_csv(tables, out, asked.what)
    elif form == ".xlsx":
        _write_workbook(tables, out, asked.what or ALL)
    elif form == ".json":
        from egenkontroll.operations.exporting_json import whole_round
        from egenkontroll.report.export_model import export_text

        made = whole_round(document, one, compare_with=compare_with or None, names=asked.names)
        files.write_text(out, export_text(made))
    elif form == ".docx":
        from egenkontroll.office.word import statement_docx

        files.write_bytes(out, statement_docx(paper(told(tables))))
    else:
        from egenkontroll.office.slides import pack_pptx

        files.write_bytes(out, pack_pptx(pack(told(tables), unclear_words(tables))))
    return Exported(out, tables.missing())


def suggested_name(one: Round, form: str, what: str = ALL) -> str:
    """Return a name for the file: "Våren 2024_export.xlsx"."""
    return files.file_name((one.name, _SWEDISH[what]), form)


def _form(out: Path) -> str:
    form = out.suffix.casefold()
    if form not in FORMS:
        known = ", ".join(FORMS)
        raise UserError(
            f"{out.name} har ingen form som går att skriva. Sluta filnamnet med något av {known}."
        )
    return form


def _check(form: str, asked: Asked) -> None:
    if form == ".csv" and asked.what in ("", ALL):
        raise UserError(
            "En CSV-fil är en enda tabell. Välj vilken med --what: "
            f"{', '.join(KINDS)}. Eller skriv allt som .xlsx."
        )
    if form not in (".csv", ".xlsx") and asked.what not in ("", ALL):
        raise UserError(
            f"En fil som slutar på {form} har alltid samma innehåll, så --what {asked.what} går "
            "inte att välja. Skriv .xlsx eller .csv, eller ta bort --what."
        )
    if asked.publish and form == ".json":
        refuse_publishing("JSON-filen")
    if asked.publish and asked.what in KINDS and asked.what not in _PUBLISHED:
        refuse_publishing(_SWEDISH[asked.what].capitalize())


# --- tables -----------------------------------------------------------------------------------


def _found(tables: Tables, what: str) -> list[ExportTable]:
    found = tables.of(what)
    if not found:
        why = tables.missing() or (f"Omgången har ingen {_SWEDISH[what]} att skriva.",)
        raise UserError(f"{' '.join(why)} Inget är skrivet.")
    return found


def _write_csv(tables: Tables, out: Path, what: str) -> None:
    from egenkontroll.spreadsheet.writing import write_csv

    table = _found(tables, what)[0]
    write_csv(out, table.heads, table.rows)


def _write_workbook(tables: Tables, out: Path, what: str) -> None:
    from egenkontroll.spreadsheet.writing import Sheet, write_xlsx

    if what == ALL:
        kinds = [kind for kind in KINDS if not tables.publish or kind in _PUBLISHED]
        found = [table for kind in kinds for table in tables.of(kind)]
    else:
        found = _found(tables, what)
    book = codebook(tables.checklist, found)
    sheets = [
        Sheet(one.name, one.heads, one.rows, one.widths, one.percents) for one in (*found, book)
    ]
    about = [(words,) for words in (*_about(tables), *tables.missing())]
    write_xlsx(out, [*sheets, Sheet("Om filen", ("Om filen",), about, (120,))])


def _about(tables: Tables) -> tuple[str, ...]:
    one = tables.round
    lines = [
        f"{one.name}, {one.starts}–{one.ends}, checklista {one.checklist_id} {one.version}",
        f"Skriven med Egenkontroll {metadata.version('egenkontroll')}",
    ]
    if tables.checklist is not None and tables.of(RESULTS):
        told_of = told(tables)
        lines += told_of.sources
    return tuple(lines)


# --- words ------------------------------------------------------------------------------------


def told(tables: Tables) -> Told:
    """Return what documents and slides are made of."""
    document, one = tables.document, tables.round
    found = tables.results()
    since: tuple[Described, ...] = ()
    if found.compared_with is not None:
        since = described(document, find_round(document, found.compared_with))
    return Told(
        found,
        checklist_of(document, one),
        one.starts,
        one.ends,
        metadata.version("egenkontroll"),
        since,
        described(document, one),
        _method(tables),
        tables.missing(),
    )


def _method(tables: Tables) -> tuple[str, ...]:
    """Return how the sample was made, in sentences; references are never among them."""
    if not tables.sampled:
        return ()
    found = certificate(tables.document, tables.round)
    if found is None:
        return ("Hur urvalet drogs finns inte i dokumentet.",)
    wanted = {"Ärendelista", "Metod och frö", "Per enhet", "Kvoter", "Läses av två", "Kalibrering"}
    cautions = found.paper.cautions
    if tables.publish:  # beside the other units' numbers these tell how many a small one has
        wanted, cautions = wanted - {"Per enhet", "Kvoter"}, ()
    said = [f"{fact.label}: {fact.words}." for fact in found.paper.facts if fact.label in wanted]
    return (*said, *cautions)


def unclear_words(tables: Tables) -> tuple[str, ...]:
    """Return the questions that two read differently, with what is decided about them."""
    if not tables.sampled or tables.publish:
        return ()
    found = doubled(tables.document, tables.round)
    said = []
    for one in unclear(found.questions):
        decided = found.clarified.get(str(one.key))
        words = f" {decision_words(decided)}" if decided is not None else ""
        short = found.checklist.by_id[str(one.key)].short.rstrip("?")
        said.append(f"{short}: {sentence(one)}.{words}")
    return tuple(said)
