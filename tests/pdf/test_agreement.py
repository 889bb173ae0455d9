"""The agreement sheet on paper: tagged, whole, with room for long and odd texts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from egenkontroll.operations import agreeing
from egenkontroll.operations.opening import open_document
from egenkontroll.pdf.agreement import agreement_pdf
from tests.pdf.accessible import check, flat
from tests.pdf.conftest import ROUND

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.report.agreement import AgreementSheet


@pytest.fixture(scope="module")
def sheet(vt2024: Path) -> AgreementSheet:
    with open_document(vt2024) as document:
        return agreeing.sheet(agreeing.round_doubled(document, ROUND))


def test_everything_is_there_and_tagged(sheet: AgreementSheet) -> None:
    found = check(agreement_pdf(sheet))
    assert found.said("H1") == ["Samsyn mellan granskare"]
    assert found.said("H2") == [
        "I korthet", "Fråga för fråga", "Område för område", "Granskarna två och två",
        "Frågor att förtydliga", "Så läses bladet",
    ]  # fmt: skip
    assert found.said("H3") == [flat(one.text) for one in sheet.unclear]
    cells = found.said("TD")
    lines = [line for table in sheet.tables for _, lines in table.groups for line in lines]
    for line in lines:
        assert flat(line.count) in cells
    bodies = found.said("LBody")
    for question in sheet.unclear:
        assert [one for one in question.cases if flat(one) not in bodies] == []
    figures = found.alternatives("Figure")
    assert figures == [flat(line.bar.words) for line in lines if line.bar is not None]


def test_no_name_stands_on_the_sheet(sheet: AgreementSheet, vt2024: Path) -> None:
    found = check(agreement_pdf(sheet))
    assert not any(name in found.text(found.root) for name in ("anna", "Anna"))
    with open_document(vt2024) as document:
        named = agreeing.sheet(agreeing.round_doubled(document, ROUND), names=True)
    assert "anna och bo" in check(agreement_pdf(named)).said("TH")


def test_the_same_sheet_gives_the_same_bytes(sheet: AgreementSheet) -> None:
    assert agreement_pdf(sheet) == agreement_pdf(sheet)


def test_a_decision_long_texts_and_unprintable_ones(sheet: AgreementSheet) -> None:
    first = sheet.unclear[0]
    long = replace(
        first, text="Lång " * 80, decision="Skriv om frågan: " + "ord " * 120, cases=("x " * 300,)
    )
    odd = replace(first, text="\u4f60", decision="", crossed=None)
    table = sheet.tables[0]
    line = replace(table.groups[0][1][0], label="\u4f60")
    tables = (replace(table, groups=(("Område", (line,) * 60),)),)
    found = check(agreement_pdf(replace(sheet, tables=tables, unclear=(long, odd), caution="")))
    assert any(one.startswith("Beslut: Skriv om frågan") for one in found.said("P"))


def test_an_empty_sheet(sheet: AgreementSheet) -> None:
    empty = replace(sheet, brief=("Inget.",), caution="", tables=(), unclear=())
    assert check(agreement_pdf(empty)).said("H2") == ["I korthet", "Så läses bladet"]
