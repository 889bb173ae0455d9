"""The units side by side: the total first, no ranking, nothing hidden given away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.report.parts import About, Sample
from egenkontroll.report.sheet import QUOTAS
from egenkontroll.report.side_by_side import SideBySide, side_by_side
from egenkontroll.results.table import UNIT, CaseResult, Results, results
from tests.makers import checklist, raw_question

if TYPE_CHECKING:
    from collections.abc import Mapping

LIST = checklist(
    raw_question("a", label="Finns plan?"),
    raw_question("b", label="Vem äskade?", type="choice", choices=["x", "y"]),
)
ABOUT = About("Våren 2024", "2024-04-01", "2024-05-31", LIST, "1.0")
COUNTED = {"Ål": (9, 12), "Berg": (3, 4), "Dal": (0, 0)}


def cases_of(counted: Mapping[str, tuple[int, int]]) -> list[CaseResult]:
    return [
        CaseResult(f"{unit}{at}", unit, {}, frozenset(LIST.by_id), {"a": "yes" if at < k else "no"})
        for unit, (k, n) in counted.items()
        for at in range(n)
    ]


def plain(*words: str) -> tuple[str, ...]:
    return tuple(one.replace("\u00a0", " ") for one in words)


def made(about: About = ABOUT, shown: tuple[str, ...] = ("Ål", "Berg", "Dal"),
         gone: str = "") -> SideBySide:  # fmt: skip
    cases = cases_of(COUNTED)
    whole, by_unit = (results("Våren 2024", LIST, cases, [], by) for by in (None, UNIT))
    if gone:
        rows = [replace(row, suppressed=True, share=None) if row.group == gone else row
                for row in by_unit.rows]  # fmt: skip
        by_unit = replace(by_unit, rows=tuple(rows), untold=frozenset({gone}))
    samples = {unit: Sample(n, n, None, 1) for unit, (_, n) in COUNTED.items()}
    inside = [case for case in cases if case.unit in shown]
    total: Results = results("Våren 2024", LIST, inside, []) if shown != tuple(COUNTED) else whole
    return side_by_side(about, "Norr", samples, total.rows, by_unit, shown)


def test_the_total_comes_first_and_each_unit_keeps_its_place() -> None:
    said = made()
    assert said.units == ("Ål", "Berg", "Dal")
    ((area, (line,)),) = said.areas
    assert (area, line.question, *plain(line.total)) == ("Området", "Finns plan?", "12 av 16\n75 %")
    assert plain(*line.figures) == ("9 av 12\n75 %", "3 av 4", "–")
    assert plain(said.reviewed.total) == ("16 av 16",)
    assert plain(*said.reviewed.figures) == ("12 av 12", "4 av 4", "0 av 0")
    assert plain(*(fact.words for fact in said.facts)) == ("16 av 16", "3 enheter")
    assert "ingen rangordning" in said.reading[0]
    assert QUOTAS not in said.reading
    assert "Berg har färre än fem granskade ärenden" in said.caution


def test_a_department_has_only_its_own_units() -> None:
    said = made(shown=("Berg", "Dal"))
    assert said.units == ("Berg", "Dal")
    assert plain(said.areas[0][1][0].total) == ("3 av 4",)
    assert plain(said.reviewed.total) == ("4 av 4",)


def test_quotas_are_told() -> None:
    assert QUOTAS in made(replace(ABOUT, quotas=True)).reading


def test_a_published_one_tells_no_number_of_cases_where_a_unit_is_small() -> None:
    said = made(replace(ABOUT, published=5), gone="Berg")
    assert plain(*said.areas[0][1][0].figures) == ("9 av 12\n75 %", "..", "–")
    assert (said.reviewed.total, set(said.reviewed.figures)) == ("..", {".."})
    assert said.facts[0].words == ".."
    assert said.caution.startswith(".. står för siffror som är dolda")
    assert said.foot.startswith("För publicering")
