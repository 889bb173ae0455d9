"""Counts that are kept give the same results as the cases they were counted from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.results.analysis import RoundData, Selection
from egenkontroll.results.comparison import Earlier
from egenkontroll.results.kept import differences, keep, read_kept, seal
from egenkontroll.results.published import hidden_figures, published
from egenkontroll.results.table import (
    CaseResult,
    FrameGroup,
    Standing,
    counted_results,
    results,
    split_of,
)
from egenkontroll.results.tally import Share
from egenkontroll.review.reading import Reading
from tests.makers import attribute, checklist, raw_question

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Question

LIST = checklist(
    raw_question("plan"),
    raw_question("barnet", applies_when={"barn": "ja"}),
    raw_question("grad", type="yes_partly_no"),
    raw_question("hur", type="choice", choices=["brev", "möte"]),
    attributes=[attribute("kon", "Kön", "flicka", "pojke"),
                attribute("barn", "Barn i hushållet", "ja", "nej")],
)  # fmt: skip
UNPLANNED = checklist(raw_question("plan"))
SPLITS = (None, "unit", "area", "kon", "barn")


def made(number: int, unit: str, attributes: dict[str, str], values: dict[str, str]) -> CaseResult:
    applies = Reading(LIST, attributes, values, {}).applies
    return CaseResult(f"{number}-24", unit, attributes, applies, values)


some_case = st.builds(
    made,
    st.integers(1, 9999),
    st.sampled_from(["Öst", "Väst", "Ål"]),
    st.dictionaries(st.just("kon"), st.sampled_from(["flicka", "pojke"]))
    | st.just({"barn": "ja"}) | st.just({"kon": "flicka", "barn": "nej"}),
    st.fixed_dictionaries(
        {},
        optional={
            "plan": st.sampled_from(["yes", "no", "not_in_record", "not_applicable", ""]),
            "barnet": st.sampled_from(["yes", "no", "cannot_judge"]),
            "grad": st.sampled_from(["yes", "partly", "no"]),
            "hur": st.sampled_from(["=brev", "=möte"]),
        },
    ),
)  # fmt: skip
some_cases = st.lists(some_case, min_size=1, max_size=60)


@given(some_cases, st.integers(0, 40))
def test_kept_counts_give_the_same_table(cases: list[CaseResult], more: int) -> None:
    frame = [FrameGroup(one.unit, one.attributes) for one in cases]
    frame += [FrameGroup("Öst", {"kon": "pojke"})] * more
    text = keep("Våren", LIST, cases, frame)
    for by in SPLITS:
        split = split_of(LIST, by)
        told = read_kept(text).groups(split)
        assert told is not None
        given = counted_results("Våren", LIST, *told, split)
        assert given == results("Våren", LIST, cases, frame, by)


@given(some_cases, st.integers(0, 40))
def test_a_purged_round_is_looked_at_as_before(cases: list[CaseResult], more: int) -> None:
    frame = [FrameGroup(one.unit, one.attributes) for one in cases]
    frame += [FrameGroup("Öst", {"kon": "pojke"})] * more
    there = RoundData("Våren", LIST, tuple(cases), tuple(frame))
    gone = RoundData("Våren", LIST, kept=read_kept(keep("Våren", LIST, cases, frame)))
    units = [Selection(unit) for unit in sorted({one.unit for one in cases})]
    girls = Selection(attribute=("kon", "flicka"))
    known = [girls] if any(girls.holds(one) for one in cases) else []
    for selection in (Selection(), *units, *known):
        for by in (None, "area"):
            assert gone.table(selection, by) == there.table(selection, by)
    # What the counts do not tell is not made up.
    for selection, split in (
        (Selection(units[0].unit, ("kon", "flicka")), None), (units[0], "kon"),
        (Selection("Nord"), None), (Selection(attribute=("okänt", "ja")), None),
    ):  # fmt: skip
        assert gone.table(selection, split).rows == ()


@given(some_cases)
def test_the_seal_does_not_depend_on_the_order_of_the_cases(cases: list[CaseResult]) -> None:
    text, turned = (keep("V", LIST, some, ()) for some in (cases, cases[::-1]))
    assert (text, seal(text)) == (turned, seal(turned))


def test_a_seal_is_three_groups_of_four_signs_that_cannot_be_misread() -> None:
    # The first 60 bits of SHA-256 of "abc" (FIPS 180-2: ba7816bf 8f01cfea …), five a sign.
    assert seal("abc") == "Q9W1-DFWF-077Y"


def test_every_changed_share_is_a_difference() -> None:
    one = made(1, "Öst", {"kon": "flicka"}, {"plan": "yes"})
    other = made(1, "Öst", {"kon": "flicka"}, {"plan": "no"})
    before, after = (read_kept(keep("V", LIST, [case], ())) for case in (one, other))
    found = differences(before, after, LIST)
    assert [(d.question, d.split, d.group, d.before, d.after) for d in found] == [
        ("plan", split, group, Share(1, 1), Share(0, 1))
        for split, group in (("", None), ("kon", "flicka"), ("unit", "Öst"))
    ]
    assert differences(before, before, LIST) == ()
    assert "1-24" not in keep("V", LIST, [one], ())


# --- what may be published --------------------------------------------------------------------


def cases(unit: str, yes: int, no: int, **attributes: str) -> list[CaseResult]:
    return [
        made(at, unit, attributes, {"plan": value})
        for at, value in enumerate(["yes"] * yes + ["no"] * no)
    ]


def test_a_small_unit_and_the_next_smallest_are_hidden_in_every_table() -> None:
    sample = [*cases("Ål", 2, 1), *cases("Väst", 6, 5), *cases("Öst", 20, 11)]
    kept = read_kept(keep("V", LIST, sample, ()))
    hidden = hidden_figures(LIST, kept)
    assert hidden["plan"] == {("unit", "Ål"), ("unit", "Väst")}
    by_unit = published(results("V", LIST, sample, (), "unit"), hidden, 5)
    shown = {row.group: row for row in by_unit.rows if row.question.id == "plan"}
    assert shown["Ål"].suppressed
    assert (shown["Ål"].share, shown["Ål"].counts.cases) == (None, 0)
    assert shown["Öst"].share == Share(20, 31)
    whole = published(results("V", LIST, sample, ()), hidden, 5)
    assert whole.rows[0].share == Share(28, 45)


def test_hiding_one_gender_hides_both_also_where_some_have_none() -> None:
    both = [*cases("Öst", 2, 2, kon="flicka"), *cases("Öst", 20, 11, kon="pojke")]
    hidden = hidden_figures(LIST, read_kept(keep("V", LIST, both, ())))
    assert {("kon", "flicka"), ("kon", "pojke")} <= hidden["plan"]
    # Those without a gender are in no table, so they already hide a small group.
    third = [*both, *cases("Öst", 9, 9)]
    hidden = hidden_figures(LIST, read_kept(keep("V", LIST, third, ())))
    assert ("kon", "flicka") in hidden["plan"]
    assert ("kon", "pojke") not in hidden["plan"]


def test_a_total_that_is_small_is_hidden_too() -> None:
    sample = cases("Öst", 2, 1)
    hidden = hidden_figures(LIST, read_kept(keep("V", LIST, sample, ())))
    assert ("", None) in hidden["plan"]
    found = published(results("V", LIST, sample, (), "area"), hidden, 5)
    assert all(row.suppressed for row in found.rows if row.question.id == "plan")


def test_a_question_that_is_not_judged_is_hidden_by_its_number_of_answers() -> None:
    few = [made(at, "Öst", {}, {"hur": "=brev"}) for at in range(3)]
    hidden = hidden_figures(LIST, read_kept(keep("V", LIST, few, ())))
    assert ("unit", "Öst") in hidden["hur"]


@pytest.mark.parametrize(("before", "left"), [(Share(2, 4), False), (Share(9, 20), True)])
def test_an_earlier_small_figure_is_hidden(before: Share, left: bool) -> None:
    from egenkontroll.checklist.compare import Relation

    def earlier(question: Question, group: str | None) -> Earlier:
        assert (question.id, group) in {(one.id, None) for one in LIST.questions}
        return Earlier("2023", before, None, Relation.IDENTICAL, "", "")

    sample = cases("Öst", 20, 11)
    found = results("V", LIST, sample, (), None, "2023", earlier)
    shown = published(found, hidden_figures(LIST, read_kept(keep("V", LIST, sample, ()))), 5)
    assert (shown.rows[0].change is not None) is left


@pytest.mark.parametrize("part", [False, True])
def test_groups_on_some_of_the_units_are_not_published(part: bool) -> None:
    from egenkontroll.checklist.compare import Relation

    def earlier(question: Question, group: str | None) -> Earlier:
        assert question.id in LIST.by_id
        assert group in (None, "Öst", "flicka", "pojke")
        return Earlier("2023", Share(9, 20), None, Relation.IDENTICAL, "", now=Share(8, 19),
                       part=part)  # fmt: skip

    sample = [*cases("Öst", 20, 11, kon="flicka"), *cases("Öst", 20, 11, kon="pojke")]
    hidden = hidden_figures(LIST, read_kept(keep("V", LIST, sample, ())))
    for by, left in (("kon", not part), ("unit", True), (None, True)):
        found = results("V", LIST, sample, (), by, "2023", earlier)
        shown = [row for row in published(found, hidden, 5).rows if row.question.id == "plan"]
        assert shown
        assert all((row.change is not None) is left for row in shown)


def test_how_a_round_stands() -> None:
    assert Standing().state == "preliminary"
    assert Standing(1, "7K2M-Q9XD-4T3B", "2024-06-01").state == "locked"
    assert Standing(2, "", "2024-06-02", "fel ärende").state == "reopened"
    assert json.loads(keep("V", LIST, [], ()))["cases"] == 0


def test_a_question_that_nothing_is_kept_of_has_nothing_counted() -> None:
    kept = read_kept(keep("Våren", LIST, (), ()))
    assert kept.splits[""][0].tallies["en annan"].met == 0
