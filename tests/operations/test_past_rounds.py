"""An earlier year's cases: shown as what they would become, taken in whole, and gone back from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from egenkontroll.checklist.reading import read
from egenkontroll.errors import UserError
from egenkontroll.operations import backing_up, resulting
from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.operations.past_rounds import (
    PastTable,
    preview,
    read_sheets,
    round_days,
    take_in_cases,
)
from egenkontroll.review.past import Form
from tests.gui.opened_screens import VT2024, make_empty

if TYPE_CHECKING:
    from pathlib import Path

OLD = VT2024 / "checklista-2023.yaml"
PERIOD = "2022-10-01/2022-11-30"


def workbook(path: Path) -> Path:
    """A file as they are kept: a sheet of explanations, then one of cases, with other heads."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Läs mig").write_row(0, 0, ["Granskning hösten 2022"])
        sheet = book.add_worksheet("Ärenden")
        sheet.write_row(0, 0, ["Löpnr", "Grupp", "Fanns plan", "Nätverket", "Övrigt"])
        for at in range(30):
            said = ["ja" if at < 20 else "nej", "" if at < 5 else "ja"]
            sheet.write_row(at + 1, 0, [f"{at:03}-22", ("Norr", "Söder")[at % 2], *said, "x"])
    return path


def wanted(path: Path) -> PastTable:
    chosen = {"#reference": "Löpnr", "#unit": "Grupp", "utredningsplan": "Fanns plan",
              "natverk": "kolumn D"}  # fmt: skip
    return PastTable(read_sheets(path)[1], read(OLD), Form.CASES, chosen)


def test_the_preview_is_what_the_round_becomes(tmp_path: Path) -> None:
    document_file = make_empty(tmp_path / "vt.egk")
    table = wanted(workbook(tmp_path / "gammal.xlsx"))
    found = preview(table)
    assert (found.cases, found.units) == (30, (("Norr", 15), ("Söder", 15)))
    assert (found.answers, found.second) == (55, 0)
    assert found.read_from == {"utredningsplan": "C: Fanns plan", "natverk": "D: Nätverket"}
    assert (found.unread, found.left_out) == (("Övrigt",), ())
    with open_document(document_file, write=True) as document:
        done = take_in_cases(document, " Hösten  2022 ", PERIOD, table, OLD)
        assert (done.round, done.cases, done.units, done.answers) == ("Hösten 2022", 30, 2, 55)
        assert any("Övrigt" in note for note in done.notes)
        made = resulting.round_results(document, "Hösten 2022")
    shares = {row.question.id: row.share for row in made.rows}
    assert shares == {row.question.id: row.share for row in found.results.rows}
    plan = shares["utredningsplan"]
    assert plan is not None
    assert (plan.k, plan.n) == (20, 30)


def test_a_copy_from_before_takes_the_import_back(tmp_path: Path) -> None:
    path = make_empty(tmp_path / "vt.egk")
    with open_document(path, write=True) as document:
        before = document.read("case_drawn")
        table = wanted(workbook(tmp_path / "gammal.xlsx"))
        done = take_in_cases(document, "Hösten 2022", PERIOD, table, OLD)
    (copy,) = [one for one in backing_up.kept(path) if one.why == "Före en inläsning"]
    assert copy.path.name in done.notes[-1]
    backing_up.restore(path, copy.path)
    with open_document(path) as document:
        assert document.read("case_drawn") == before
        with pytest.raises(UserError, match="Hösten 2022"):
            find_round(document, "Hösten 2022")


def test_nothing_is_saved_of_a_table_with_faults_or_a_round_that_is_there(tmp_path: Path) -> None:
    path = make_empty(tmp_path / "vt.egk")
    table = wanted(workbook(tmp_path / "gammal.xlsx"))
    wrong = PastTable(table.table, table.checklist, Form.CASES,
                      {**table.chosen, "kommunicerad": "Övrigt"})  # fmt: skip
    with pytest.raises(UserError) as told:
        preview(wrong)
    assert len(told.value.problems) == 30
    assert told.value.problems[0].startswith("blad Ärenden, rad 2, kolumn Övrigt: x är inget svar")
    with open_document(path, write=True) as document:
        with pytest.raises(UserError, match="kan inte läsas in"):
            take_in_cases(document, "Hösten 2022", PERIOD, wrong, OLD)
        with pytest.raises(UserError, match="finns redan i dokumentet"):
            take_in_cases(document, "Våren 2024", PERIOD, table, OLD)
    assert not [one for one in backing_up.kept(path) if one.why == "Före en inläsning"]


def test_names_and_files_that_tell_of_a_person_are_stopped(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Omgångens namn innehåller"):
        round_days("19121212-1212", PERIOD)
    with pytest.raises(UserError, match="behöver ett namn"):
        round_days(" ", PERIOD)
    with pytest.raises(UserError, match="filnamn"):
        read_sheets(workbook(tmp_path / "19121212-1212.xlsx"))


def test_second_reviews_are_kept_apart(tmp_path: Path) -> None:
    table = tmp_path / "svar.csv"
    table.write_text("Dnr;Fråga;Svar;Roll\n1-22;natverk;ja;\n1-22;natverk;nej;andra\n", "utf-8")
    found = preview(PastTable(read_sheets(table)[0], read(OLD)))
    assert (found.cases, found.answers, found.second, found.read_from) == (1, 2, 1, {})
    row = next(row for row in found.results.rows if row.question.id == "natverk")
    assert row.share is not None
    assert (row.share.k, row.share.n) == (1, 1)
