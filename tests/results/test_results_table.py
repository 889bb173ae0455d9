"""The table of results, and the real round of 2024 against its facit."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import pytest

from egenkontroll.checklist.compare import Relation
from egenkontroll.checklist.reading import read
from egenkontroll.errors import UserError
from egenkontroll.results.comparison import Earlier, Verdict
from egenkontroll.results.table import (
    CaseResult,
    FrameGroup,
    Results,
    figure_results,
    results,
    split_of,
)
from egenkontroll.results.tally import Share, Tally
from egenkontroll.review.answers import Role
from egenkontroll.review.reading import Reading
from egenkontroll.review.table import read_answers
from egenkontroll.sample.draw import draw
from egenkontroll.sample.frame import read_frame
from egenkontroll.sample.wanted import Wanted
from egenkontroll.spreadsheet.reading import read_table
from tests.makers import VT2024, attribute, checklist, raw_question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.checklist.model import Question

LIST = checklist(
    raw_question("plan", target=95),
    raw_question("barnet", applies_when={"barn": "ja"}),
    raw_question("fritt", type="text"),
    attributes=[attribute("kon", "Kön", "flicka", "pojke", "annat"),
                attribute("barn", "Barn i hushållet", "ja", "nej"),
                attribute("typ", "Ärendetyp", kind="text")],
)  # fmt: skip


def case(
    number: int, unit: str = "Öst", attributes: Mapping[str, str] | None = None, **values: str
) -> CaseResult:
    given = attributes or {}
    read_ = Reading(LIST, given, values, {})
    return CaseResult(f"{number}-24", unit, given, read_.applies, values)


def cases(yes: int, no: int, unit: str = "Öst", **attributes: str) -> list[CaseResult]:
    answers = ["yes"] * yes + ["no"] * no
    return [case(at, unit, attributes, plan=answer) for at, answer in enumerate(answers)]


def frame(size: int, unit: str = "Öst", **attributes: str) -> list[FrameGroup]:
    return [FrameGroup(unit, attributes)] * size


def table_of(
    reviewed: Sequence[CaseResult], listed: Sequence[FrameGroup] = (), **parts: Any
) -> Results:
    return results("VT24", LIST, reviewed, listed, **parts)


def wilson(k: int, n: int, size: float) -> tuple[int, int]:
    """Wilson's limits in whole percent for k of n worth `size` cases, written out (1.1)."""
    z, p = 1.959963984540054, k / n
    centre = p + z * z / (2 * size)
    half = z * math.sqrt(p * (1 - p) / size + z * z / (4 * size * size))
    low, high = ((centre + sign * half) / (1 + z * z / size) for sign in (-1, 1))
    return math.floor(100 * low + 0.5), math.floor(100 * high + 0.5)


def interval(made: Results, row: int = 0) -> tuple[int | None, int | None]:
    return made.rows[row].low, made.rows[row].high


def test_the_whole_round() -> None:
    reviewed = [*cases(55, 6), case(99), case(100, fritt="=hej")]
    made = table_of(reviewed, frame(300))
    assert (made.round, made.by, made.compared_with, made.rule) == ("VT24", None, None, "R1")
    assert (made.cases, made.reviewed) == (63, 62)
    assert [row.question.id for row in made.rows] == ["plan", "barnet", "fritt"]
    plan, barnet, fritt = made.rows
    assert plan.counts == Tally(met=55, not_met=6, unanswered=2)
    assert (plan.share, plan.percent, plan.population) == (Share(55, 61), 90, 300)
    assert (plan.area, plan.group, plan.change) == ("Området", None, None)
    assert (barnet.counts, barnet.share, barnet.percent) == (Tally(), Share(0, 0), None)
    assert (barnet.low, barnet.high) == (None, None)
    assert fritt.counts == Tally(given=1, unanswered=62)
    assert (fritt.share, fritt.percent, fritt.low, fritt.high) == (None, None, None, None)


def test_the_interval_inside_one_unit_knows_how_many_cases_there_are() -> None:
    made = table_of(cases(55, 6), frame(300))
    assert interval(made) == wilson(55, 61, 61 * 299 / 239) == (81, 95)
    assert interval(table_of(cases(55, 6))) == wilson(55, 61, 61) == (80, 95)
    assert table_of(cases(55, 6)).rows[0].population is None


def test_over_several_units_the_plain_interval_is_used() -> None:
    reviewed = [*cases(30, 5), *cases(25, 1, "Väst")]
    made = table_of(reviewed, [*frame(40), *frame(30, "Väst")])
    assert interval(made) == wilson(55, 61, 61)
    assert made.rows[0].population == 70
    # Also where a unit in the list has no case left in the sample.
    alone = table_of(cases(55, 6), [*frame(300), *frame(30, "Väst")])
    assert interval(alone) == wilson(55, 61, 61) != wilson(55, 61, 61 * 329 / 269)


def test_no_interval_where_every_case_was_reviewed_or_the_share_is_not_stated() -> None:
    assert interval(table_of(cases(55, 6), frame(61))) == (None, None)
    assert interval(table_of(cases(8, 1), frame(61))) == (None, None)
    assert interval(table_of(cases(9, 1), frame(61))) == wilson(9, 10, 10 * 60 / 51)
    # One case of the sample is not reviewed: not every case is known.
    assert interval(table_of([*cases(55, 5), case(99)], frame(61))) != (None, None)


def test_a_conditional_question_counts_the_cases_where_it_applies() -> None:
    reviewed = [
        case(at, attributes={"barn": "ja" if at < 20 else "nej"}, plan="yes", barnet="no")
        for at in range(40)
    ]
    made = table_of(reviewed, frame(80))
    barnet = made.rows[1]
    assert (barnet.counts, barnet.share) == (Tally(not_met=20), Share(0, 20))
    # The effective size carries over from the whole draw: 40 of 80 reviewed (statistics.md 6).
    assert interval(made, 1) == wilson(0, 20, 20 * 79 / 40)
    assert barnet.population == 80


def test_groups_in_order() -> None:
    reviewed = [
        *cases(10, 2, "Enhet 10", kon="pojke", typ="ö"),
        *cases(3, 1, "Enhet 2", kon="flicka", typ="b"),
        *cases(1, 0, "Ängen", typ="b"),
    ]
    listed = [*frame(50, "Enhet 10", kon="pojke"), *frame(8, "Enhet 2", kon="flicka")]
    units = table_of(reviewed, listed, by="ENHET")
    assert units.by == "unit"
    plans = [row for row in units.rows if row.question.id == "plan"]
    assert [(row.group, row.share, row.population) for row in plans] == [
        ("Enhet 2", Share(3, 4), 8),
        ("Enhet 10", Share(10, 12), 50),
        ("Ängen", Share(1, 1), None),
    ]
    assert [row.group for row in units.rows[:4]] == ["Enhet 2"] * 3 + ["Enhet 10"]
    assert (plans[1].low, plans[1].high) == wilson(10, 12, 12 * 49 / 38)
    by_kon = table_of(reviewed, listed, by="Kön")
    assert by_kon.by == "kon"
    found = [(row.group, row.share) for row in by_kon.rows if row.question.id == "plan"]
    assert found == [("flicka", Share(3, 4)), ("pojke", Share(10, 12))]  # the checklist's order
    by_text = table_of(reviewed, listed, by="typ")
    assert [row.group for row in by_text.rows][::3] == ["b", "ö"]
    assert (by_text.cases, by_text.reviewed) == (17, 17)


def test_by_area_every_row_is_of_the_whole_round() -> None:
    made = table_of(cases(55, 6), frame(300), by="område")
    assert (made.by, [row.group for row in made.rows]) == ("area", ["Området"] * 3)
    assert made.rows[0].share == Share(55, 61)


def test_what_results_may_be_split_by() -> None:
    said = [None, "unit", "Enhet", "area", " OMRÅDE", "kon", "KÖN", "barn i  hushållet"]
    assert [split_of(LIST, by) for by in said] == [
        None, "unit", "unit", "area", "area", "kon", "kon", "barn",
    ]  # fmt: skip
    for by, hint in (("konn", "; menade du kon?"), ("zzz", ".")):
        with pytest.raises(UserError) as told:
            split_of(LIST, by)
        assert told.value.message == (
            f"Resultaten kan inte delas upp på {by}{hint} Välj area, barn, kon, typ eller unit."
        )


def test_an_empty_round() -> None:
    made = table_of([], [], by="unit")
    assert (made.rows, made.cases, made.reviewed) == ((), 0, 0)
    assert [row.counts for row in table_of([]).rows] == [Tally()] * 3


@pytest.mark.parametrize("by", [None, "unit", "area"])
def test_rows_are_held_against_the_earlier_round(by: str | None) -> None:
    asked: list[tuple[str, str | None]] = []

    def before(question: Question, group: str | None) -> Earlier | None:
        asked.append((question.id, group))
        if question.id == "barnet":
            return None
        return Earlier("VT23", Share(29, 54), None, Relation.IDENTICAL, "samma")

    made = table_of(cases(53, 1), frame(300), by=by, compared_with="VT23", earlier=before)
    group = "Öst" if by == "unit" else None
    assert asked == [("plan", group), ("barnet", group), ("fritt", group)]
    assert made.compared_with == "VT23"
    plan, barnet, fritt = (row.change for row in made.rows)
    assert plan is not None
    assert fritt is not None
    assert (plan.verdict, plan.difference) == (Verdict.SECURED, 44)
    assert barnet is None
    assert fritt.verdict is Verdict.NOT_COMPARABLE


def test_a_round_of_which_only_figures_are_known() -> None:
    figures = {
        ("plan", None): (Share(44, 57), None),
        ("barnet", None): (None, 63),
        ("plan", "Väst"): (Share(9, 9), None),
        ("plan", "Öst"): (Share(1, 12), None),
    }
    whole = figure_results("VT23", LIST, figures)
    assert (whole.round, whole.by, whole.cases) == ("VT23", None, 0)
    assert [(row.question.id, row.group, row.share, row.percent) for row in whole.rows] == [
        ("plan", None, Share(44, 57), 77),
        ("barnet", None, None, 63),
    ]
    assert whole.rows[0].counts == Tally(met=44, not_met=13)
    assert [(row.low, row.high, row.population) for row in whole.rows] == [(None, None, None)] * 2
    units = figure_results("VT23", LIST, figures, "enhet")
    assert units.by == "unit"
    assert [(row.group, row.percent) for row in units.rows] == [("Väst", None), ("Öst", 8)]


# --- the real round -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def facit() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((VT2024 / "facit.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def real(facit: dict[str, Any]) -> Any:
    definition = read(VT2024 / "checklista-2024.yaml")
    listed = read_frame(read_table(VT2024 / "arendelista.csv"), definition)
    known = {case.reference: case for case in listed.cases}
    drawn = draw(listed, Wanted(facit["seed"], facit["per_unit"], reserves=facit["reserves"]))
    references = [reference for part in drawn.strata for reference in part.drawn]
    values: dict[str, dict[str, str]] = {reference: {} for reference in references}
    for who in ("anna", "bo", "cia"):
        for answer in read_answers(read_table(VT2024 / f"svar-{who}.csv"), definition, references):
            if answer.role is Role.FIRST:
                values[answer.reference][answer.question] = answer.value
    reviewed = [
        CaseResult(
            reference,
            known[reference].unit,
            known[reference].attributes,
            Reading(definition, known[reference].attributes, values[reference], {}).applies,
            values[reference],
        )
        for reference in references
    ]
    groups = [FrameGroup(case.unit, case.attributes) for case in listed.cases]
    return definition, reviewed, groups


@pytest.mark.parametrize(("by", "key"), [(None, "whole"), ("unit", None), ("kon", None)])
def test_the_real_round_gives_exactly_its_facit(
    real: Any, facit: dict[str, Any], by: str | None, key: str | None
) -> None:
    definition, reviewed, groups = real
    expected = {None: facit["whole"]} if key else facit[f"by_{by}"]
    made = results("Våren 2024", definition, reviewed, groups, by)
    assert (made.cases, made.reviewed) == (61, 61)
    compared = 0
    for row in made.rows:
        wanted = expected[row.group][row.question.id]
        assert row.share is not None
        counts = {name: getattr(row.counts, name) for name in wanted if hasattr(row.counts, name)}
        counts |= {"k": row.share.k, "n": row.share.n}
        assert counts == {name: value for name, value in wanted.items() if name != "percent"}
        assert row.percent == (wanted["percent"] if row.share.n >= 10 else None)
        compared += 1
    assert compared == sum(len(questions) for questions in expected.values())
