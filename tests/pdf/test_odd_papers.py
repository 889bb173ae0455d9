"""Odd input on every kind of paper: long, foreign and broken texts, none, one, and very many."""

from __future__ import annotations

import io

import pikepdf
import pytest

from egenkontroll.pdf.sheets import sheet_pdf
from egenkontroll.pdf.statements import statement_pdf
from egenkontroll.report.case import ReviewedCase, case_statement
from egenkontroll.report.groups import groups_statement
from egenkontroll.report.sheet import Sample, unit_sheet
from egenkontroll.report.years import YearCell, YearLine, Years, years_statement
from egenkontroll.results.analysis import Point
from egenkontroll.results.passport import ReadCase, ReadOnce
from egenkontroll.results.table import CaseResult, Standing, results
from egenkontroll.results.tally import Share
from egenkontroll.review.answers import Role
from tests.makers import attribute, checklist, raw_question
from tests.pdf.accessible import check
from tests.report.test_sheet import about, answered, made

LONG = ("Samordningsansvarighetsplanering för utredningar av barns behov " * 5)[:300]
ODD = [LONG, "O" * 300, "Plan 🙂👩‍👧?", "مها שלום", "\u0301", "\u202eEnhet", "rad\nrad", "=1+1"]


def pages(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


@pytest.mark.parametrize("odd", ODD)
def test_odd_texts_give_proper_pages(odd: str) -> None:
    definition = checklist(
        raw_question("a", text=odd, label=odd, guidance=odd),
        attributes=[attribute("kon", odd, odd, "b")],
    )  # fmt: skip
    every = frozenset(definition.by_id)
    cases = [CaseResult(f"E{at}", odd, {"kon": odd if at % 2 else "b"}, every, {"a": "yes"})
             for at in range(20)]  # fmt: skip
    found = results(odd, definition, cases, [], "kon")
    check(statement_pdf(groups_statement(odd, found, odd, "1.0", odd)))
    read = ReadCase(cases[0], (ReadOnce(b"1", Role.FIRST, {"a": "yes"}, {"a": odd}),))
    check(statement_pdf(case_statement(ReviewedCase(odd, definition, read, "1.0"))))
    cell = YearCell(Point(odd, Share(55, 61), None, None, None, False, odd), "▼")
    line = YearLine(odd, odd, {odd: cell}, odd, odd)
    check(statement_pdf(years_statement(Years((odd,), odd, (line,), Standing(), "1.0"))))


@pytest.mark.parametrize("many", [0, 300])
def test_no_questions_and_very_many(many: int) -> None:
    rounds = ("2021", "2022", "2023", "2024", "2025")
    lines = tuple(
        YearLine(f"Område {at // 20}", f"Fråga {at}", {
            name: YearCell(Point(name, Share(at, 300), None, None, None, True, ""))
            for name in rounds
        })
        for at in range(many)
    )  # fmt: skip
    data = statement_pdf(years_statement(Years(rounds, "Lista", lines, Standing(), "1.0")))
    assert pages(data) == 1 if not many else pages(data) > 10
    if not many:
        check(data)


@pytest.mark.parametrize("many", [1, 5000])
def test_one_case_and_very_many(many: int) -> None:
    definition = checklist(raw_question("a", label="Finns plan?"), raw_question("b"))
    cases = answered(definition, "Norr", *[{"a": "yes", "b": "no"}] * many)
    sample = Sample(many, many, None, 3)
    found = check(sheet_pdf(unit_sheet(about(definition), "Norr", sample, made(definition, cases))))
    shown = f"{many:,}".replace(",", " ")
    assert f"{shown} av {shown}" in " ".join(found.said("TD")).replace("\u00a0", " ")
