"""Departments: which units they hold, and their units side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError
from egenkontroll.operations import papers, printing
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.departments import (
    departments,
    find_department,
    listed,
    set_department,
    state_department,
    summary,
    with_several,
)
from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.operations.papers import Kind, Paper
from egenkontroll.operations.publishing import set_threshold
from egenkontroll.operations.purging import purge_round
from egenkontroll.operations.reporting import Wanted, write_papers
from egenkontroll.operations.resulting import round_results
from egenkontroll.results.table import UNIT
from egenkontroll.storage import records
from egenkontroll.texts import k_of_n
from tests.operations.test_papers import ROUND, text_of
from tests.pdf.accessible import check

if TYPE_CHECKING:
    from pathlib import Path

NORTH = ("Utredning Norr", "Mottagning")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("avdelningar") / "demo.egk"
    write_demo(path)
    return path


@pytest.fixture
def demo(made: Path, tmp_path: Path) -> Path:
    path = tmp_path / "demo.egk"
    path.write_bytes(made.read_bytes())
    return path


def test_a_department_is_made_filled_and_emptied(demo: Path) -> None:
    assert state_department(demo, " Avdelning  Norr ", NORTH).units == NORTH
    with open_document(demo, write=True) as document:
        assert departments(document) == {
            "Avdelning Norr": ("Avdelning Norr", "Mottagning", "Utredning Norr")
        }
        set_department(document, "avdelning norr", ["mottagning", "Ungdom"])
        set_department(document, "Förvaltningen", ["Avdelning Norr", "Placering"])
        assert departments(document)["Förvaltningen"] == (
            "Avdelning Norr", "Förvaltningen", "Mottagning", "Placering", "Ungdom",
        )  # fmt: skip
        one = find_round(document, ROUND)
        assert with_several(document, one) == ("Avdelning Norr", "Förvaltningen")
        assert [(one.name, one.units) for one in listed(document)] == [
            ("Avdelning Norr", ("Mottagning", "Ungdom")),
            ("Förvaltningen", ("Avdelning Norr", "Placering")),
        ]
        before = document.written("unit")
        set_department(document, "Förvaltningen", ["Avdelning Norr", "Placering"])
        assert document.written("unit") == before
        set_department(document, "Avdelning Norr", [])
        assert "Avdelning Norr" not in departments(document)


@pytest.mark.parametrize(
    ("name", "units", "told"),
    [
        ("Norr", ("Mottagningen",), "Enheten Mottagningen finns inte i dokumentet; menade du"),
        ("Norr", ("Norr",), "Enheten Norr finns inte"),
        ("ungdom", ("Placering",), "Ungdom är en enhet med egna ärenden i .* annat namn"),
        ("Ungdom", ("Ungdom",), "Ungdom kan inte vara en enhet i Ungdom"),
        (" ", ("Ungdom",), "Skriv vad avdelningen heter"),
        ("19811218-9876", ("Ungdom",), "innehåller"),
    ],
)
def test_what_cannot_be_is_refused(
    demo: Path, name: str, units: tuple[str, ...], told: str
) -> None:
    with pytest.raises(UserError, match=told):
        state_department(demo, name, units)
    with open_document(demo) as document:
        assert departments(document) == {}


def test_no_department_is_a_part_of_itself(demo: Path) -> None:
    state_department(demo, "Norr", NORTH)
    state_department(demo, "Staden", ["Norr"])
    with pytest.raises(UserError, match="Staden kan inte vara en enhet i Norr"):
        state_department(demo, "Norr", [*NORTH, "Staden"])


def test_departments_are_no_proposals_for_a_unit(demo: Path) -> None:
    state_department(demo, "Avdelning Norr", NORTH)
    with pytest.raises(UserError, match="Enheterna är") as found:
        state_department(demo, "Syd", ["Söder"])
    assert "Avdelning Norr" not in str(found.value)
    assert "Utredning Norr" in str(found.value)


def test_a_unit_of_a_purged_round_is_no_department_but_one_with_units_can_be_changed(
    demo: Path,
) -> None:
    purge_round(demo, ROUND)
    with pytest.raises(UserError, match="egna ärenden"):
        state_department(demo, "Ungdom", ["Placering"])
    with open_document(demo, write=True) as document:
        units = {unit.name: unit for unit in records.units(document).values()}
        under = replace(units["Placering"], parent=units["Ungdom"].id)
        document.add([records.unit_fact(document, under)])
    assert state_department(demo, "Ungdom", ["Placering", "Mottagning"]).units
    assert state_department(demo, "Ungdom", []).units == ()


def test_a_departments_paper_has_its_units_and_their_sum(demo: Path, tmp_path: Path) -> None:
    state_department(demo, "Avdelning Norr", NORTH)
    with open_document(demo) as document:
        one = find_round(document, ROUND)
        said = summary(document, one, "Avdelning Norr")
        rows = round_results(document, ROUND, UNIT).rows
        offered = papers.offered(document, one)
        press = printing.press(document, one)
    assert said.units == ("Mottagning", "Utredning Norr")
    by_unit = {(row.question.short, row.group): row.share for row in rows}
    for _, lines in said.areas:
        for line in lines:
            shares = [by_unit[line.question, unit] for unit in said.units]
            counted = [one for one in shares if one is not None]
            k, n = sum(one.k for one in counted), sum(one.n for one in counted)
            assert line.total.split("\n")[0] == (k_of_n(k, n) if n else "–")
    assert [one for one in offered if one.kind is Kind.SUMMARY] == [
        Paper(Kind.SUMMARY), Paper(Kind.SUMMARY, "Avdelning Norr"),
    ]  # fmt: skip
    assert press is not None
    assert press.titles[Paper(Kind.SUMMARY)] == "Enheterna sida vid sida"
    assert press.titles[Paper(Kind.SUMMARY, "Avdelning Norr")].startswith("Avdelning Norr: ")
    wanted = Wanted(papers=("summary", "summary: avdelning norr"))
    whole, part = write_papers(demo, ROUND, tmp_path / "ut", wanted)
    assert whole.name == "Våren 2025_hela omgången_enheterna sida vid sida.pdf"
    assert part.name == "Våren 2025_Avdelning Norr_enheterna sida vid sida.pdf"
    for path in (whole, part):
        check(path.read_bytes())
    assert "Ungdom" in text_of(whole)
    assert "Ungdom" not in text_of(part)


def test_a_published_total_is_never_more_than_its_parts(demo: Path) -> None:
    state_department(demo, "Norr", ("Placering", "Mottagning"))
    with open_document(demo, write=True) as document:
        set_threshold(document, 9)
        said = summary(document, find_round(document, ROUND), "Norr", publish=True)
    hidden = 0
    for _, lines in said.areas:
        for line in lines:
            hidden += ".." in line.figures
            assert (line.total == "..") is (".." in line.figures)
    assert hidden


def test_a_purged_round_has_the_same_summary(demo: Path) -> None:
    state_department(demo, "Norr", NORTH)

    def said() -> list[object]:
        with open_document(demo) as document:
            one = find_round(document, ROUND)
            made = [summary(document, one, name) for name in ("", "Norr")]
        return [(one.units, one.reviewed, one.areas, one.facts) for one in made]

    before = said()
    purge_round(demo, ROUND)
    assert said() == before


def test_a_department_must_be_known_and_have_cases(demo: Path) -> None:
    with open_document(demo, write=True) as document:
        one = find_round(document, ROUND)
        with pytest.raises(UserError, match="dokumentet har inga avdelningar"):
            find_department(document, one, "Norr")
        set_department(document, "Norr", NORTH)
        set_department(document, "Öde", ["Norr"])
        set_department(document, "Norr", [])
        with pytest.raises(UserError, match="Avdelningarna är Öde"):
            find_department(document, one, "Syd")
        with pytest.raises(UserError, match="Avdelningen Öde har inga ärenden"):
            find_department(document, one, "öde")
