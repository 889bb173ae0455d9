"""Agreement from the original votes: counts, limits, AC1, cross tables, the unclear questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.results import agreement
from egenkontroll.results.agreement import FEWEST, Samsyn
from egenkontroll.results.statistics import gwet_ac1, wilson_interval
from egenkontroll.review.answers import choices
from tests.doubles import ANNA, BO, CIA, double
from tests.makers import checklist, raw_question

if TYPE_CHECKING:
    from egenkontroll.merge.double import Double

ASKED = checklist(
    raw_question("a"),
    raw_question("b", applies_when={"a": "ja"}),
    raw_question("d", type="number", min=0, max=99),
    raw_question("t", type="text"),
)
ONE = checklist(raw_question("a"))


def alike(many: int, differing: int = 0) -> list[Double]:
    same = [double(ONE, {"a": "yes"}, {"a": "yes"}, f"s{at}") for at in range(many)]
    return same + [double(ONE, {"a": "yes"}, {"a": "no"}, f"d{at}") for at in range(differing)]


def only(cases: list[Double]) -> agreement.Agreement:
    (found,) = agreement.by_question(ONE, cases)
    return found


def test_k_of_n_with_wilson_and_ac1_of_the_possible_answers() -> None:
    found = only(alike(9, 1))
    low, high = wilson_interval(9, 10) or (0, 0)
    assert (found.k, found.n, found.cases, found.percent) == (9, 10, 10, 90)
    assert (found.low, found.high) == (round(low * 100), round(high * 100)) == (60, 98)
    assert found.table is not None
    assert found.table.answers == choices(ONE.questions[0])
    assert agreement.possible_answers(ONE.questions[0]) == len(found.table.answers) == 5
    assert found.beyond is not None
    assert gwet_ac1(found.table.counts) == pytest.approx(
        (found.beyond.ac1, found.beyond.low, found.beyond.high)
    )


@pytest.mark.parametrize(
    ("many", "differing", "said", "percent"),
    [
        (4, 0, Samsyn.TOO_FEW, None),
        (5, 0, Samsyn.UNCLEAR, None),
        (9, 0, Samsyn.CHECK, None),
        (15, 0, Samsyn.CHECK, 100),
        (16, 0, Samsyn.GOOD, 100),
        (10, 5, Samsyn.UNCLEAR, 67),
        (4, 12, Samsyn.NEEDED, 25),
    ],
)
def test_what_is_said_follows_the_lower_limit_and_few_cases_get_no_percentage(
    many: int, differing: int, said: Samsyn, percent: int | None
) -> None:
    found = only(alike(many, differing))
    assert (found.samsyn, found.percent) == (said, percent)
    shown = percent is not None
    assert (found.low is not None, found.high is not None, found.beyond is not None) == (shown,) * 3
    assert FEWEST == 5


def test_without_votes_there_is_nothing_to_say() -> None:
    found = only([])
    assert (found.k, found.n, found.percent, found.samsyn) == (0, 0, None, Samsyn.TOO_FEW)
    assert found.table is not None
    assert agreement.altogether([]).n == 0
    assert agreement.by_pair([]) == ()


def test_over_several_questions_a_case_counts_as_one() -> None:
    said = {"a": "yes", "b": "yes", "d": "=3"}
    cases = [double(ASKED, said, said, str(at)) for at in range(12)]
    whole = agreement.altogether(cases)
    assert (whole.k, whole.n, whole.cases) == (36, 36, 12)
    low, high = wilson_interval(12, 12) or (0, 0)
    assert (whole.low, whole.high) == (round(low * 100), round(high * 100))
    assert whole.beyond is not None
    assert whole.beyond.ac1 == 1
    (area,) = agreement.by_area(ASKED, cases)
    assert (area.key, area.k, area.n, area.beyond) == ("a", 36, 36, whole.beyond)


def test_numbers_are_compared_but_have_no_ac1_and_no_table() -> None:
    asked = checklist(raw_question("d", type="number", min=0, max=99))
    cases = [double(asked, {"d": "=3"}, {"d": f"={3 + at // 9}"}, str(at)) for at in range(12)]
    (found,) = agreement.by_question(asked, cases)
    assert (found.k, found.n, found.beyond, found.table) == (9, 12, None, None)
    assert agreement.possible_answers(asked.questions[0]) is None
    assert agreement.altogether(cases).beyond is None


def test_free_text_is_left_out() -> None:
    cases = [double(ASKED, {"a": "no", "d": "=1", "t": "=x"}, {"a": "no", "d": "=1", "t": "=y"})]
    assert [one.key for one in agreement.by_question(ASKED, cases)] == ["a", "b", "d"]
    assert agreement.altogether(cases).n == 2


def test_pairs_whoever_was_first() -> None:
    cases = [
        double(ONE, {"a": "yes"}, {"a": "yes"}, "1", people=(ANNA, BO)),
        double(ONE, {"a": "yes"}, {"a": "no"}, "2", people=(BO, ANNA)),
        double(ONE, {"a": "no"}, {"a": "no"}, "3", people=(BO, CIA)),
        double(ONE, {"a": "no"}, {"a": ""}, "4", people=(CIA, ANNA)),
    ]
    found = agreement.by_pair(cases)
    assert [(one.key, one.k, one.n) for one in found] == [((ANNA, BO), 1, 2), ((BO, CIA), 1, 1)]


# --- whether the question applies -------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "apart", "placed"),
    [
        ({"a": "yes", "b": "no"}, {"a": "no"}, 1, 1),  # hidden for the second
        ({"a": "no"}, {"a": "yes", "b": "not_applicable"}, 0, 1),  # neither found that it applies
        ({"a": "yes", "b": "not_applicable"}, {"a": "yes", "b": "yes"}, 1, 1),
        ({"a": "yes", "b": "no"}, {"a": "yes", "b": "yes"}, 0, 1),
        ({"a": "no"}, {"a": "no"}, 0, 0),
        ({"a": "yes", "b": "yes"}, {"a": "yes"}, 0, 0),  # the second has not answered
    ],
)
def test_differing_on_whether_the_question_applies(
    first: dict[str, str], second: dict[str, str], apart: int, placed: int
) -> None:
    found = agreement.by_question(ASKED, [double(ASKED, first, second)])[1]
    assert (found.apart, found.placed) == (apart, placed)
    assert bool(found.differences) == (bool(apart) or (found.n > found.k))


# --- what is unclear --------------------------------------------------------------------------


def test_the_most_differences_first_then_the_lower_share() -> None:
    cases = [
        double(ASKED, {"a": "yes", "b": "no", "d": "=1"}, {"a": "yes", "b": "no", "d": "=2"}, "1"),
        double(ASKED, {"a": "yes", "b": "no", "d": "=1"}, {"a": "yes", "b": "yes", "d": "=1"}, "2"),
        double(ASKED, {"a": "no", "d": "=1"}, {"a": "no", "d": "=1"}, "3"),
    ]
    found = agreement.unclear(agreement.by_question(ASKED, cases))
    assert [one.key for one in found] == ["b", "d"]
    (difference,) = found[0].differences
    assert (difference.reference, difference.first, difference.second) == ("2", "no", "yes")


def test_a_difference_tells_what_was_decided_and_of_a_hidden_question_nothing() -> None:
    found = double(ASKED, {"a": "yes", "b": "no"}, {"a": "no"}, settled={"a": "no"})
    first, second = agreement.by_question(ASKED, [found])[:2]
    assert first.differences[0].settled == "no"
    assert first.differences[0].reason
    assert (second.differences[0].first, second.differences[0].second) == ("no", "")
    turned = double(ASKED, {"a": "no"}, {"a": "yes", "b": "no"})
    assert agreement.by_question(ASKED, [turned])[1].differences[0].first == ""


# --- laws -------------------------------------------------------------------------------------

VALUES = st.sampled_from(["", "yes", "no", "not_applicable", "not_in_record", "cannot_judge"])
CASES = st.lists(
    st.tuples(*(st.fixed_dictionaries({"a": VALUES, "b": VALUES}) for _ in "12")), max_size=30
)
Given = list[tuple[dict[str, str], dict[str, str]]]


def made(
    given: Given, *, turned: bool = False, settled: dict[str, str] | None = None
) -> list[Double]:
    people = (BO, ANNA) if turned else (ANNA, BO)
    return [
        double(ASKED, *(pair[::-1] if turned else pair), str(at), settled, people)
        for at, pair in enumerate(given)
    ]


@given(CASES)
def test_who_is_first_changes_no_figure(given: Given) -> None:
    ways = [made(given), made(given, turned=True)]
    for one, other in zip(*(agreement.by_question(ASKED, way) for way in ways), strict=True):
        same = ("k", "n", "cases", "percent", "low", "high", "samsyn", "apart", "placed")
        assert [getattr(one, name) for name in same] == [getattr(other, name) for name in same]
        if one.beyond is not None and other.beyond is not None:
            assert one.beyond.ac1 == pytest.approx(other.beyond.ac1)
        if one.table is not None and other.table is not None:
            assert one.table.counts == tuple(zip(*other.table.counts, strict=True))
    assert agreement.by_pair(ways[0]) == () or (
        agreement.by_pair(ways[0])[0].k == agreement.by_pair(ways[1])[0].k
    )


@given(CASES)
def test_agreed_and_differing_are_all_that_both_answered(given: Given) -> None:
    cases = made(given)
    questions = agreement.by_question(ASKED, cases)
    for one in questions:
        voted = [q for case in cases for q in case.questions if q.question.id == one.key and q.both]
        assert one.n == len(voted)
        assert one.k + sum(not q.alike for q in voted) == one.n
        if one.table is not None:
            assert sum(map(sum, one.table.counts)) == one.n
            assert sum(one.table.counts[at][at] for at in range(len(one.table.counts))) == one.k
    for several in (agreement.by_area(ASKED, cases), [agreement.altogether(cases)]):
        assert sum(one.n for one in several) == sum(one.n for one in questions)
        assert sum(one.k for one in several) == sum(one.k for one in questions)
    assert sum(one.n for one in agreement.by_pair(cases)) == sum(one.n for one in questions)


@given(
    CASES, st.fixed_dictionaries({}, optional={"a": VALUES.filter(bool), "b": VALUES.filter(bool)})
)
def test_what_was_decided_changes_no_figure(given: Given, settled: dict[str, str]) -> None:
    before = agreement.by_question(ASKED, made(given))
    after = agreement.by_question(ASKED, made(given, settled=settled))
    for one, other in zip(before, after, strict=True):
        assert (one.k, one.n, one.table, one.beyond, one.apart, one.placed) == (
            other.k, other.n, other.table, other.beyond, other.apart, other.placed
        )  # fmt: skip
        assert [d.reference for d in one.differences] == [d.reference for d in other.differences]


@given(CASES)
def test_the_limits_hold_the_share_and_ac1(given: Given) -> None:
    for one in (*agreement.by_question(ASKED, made(given)), agreement.altogether(made(given))):
        if one.low is not None and one.high is not None:
            assert one.low <= round(100 * one.k / one.n + 0.5)
            assert one.high >= int(100 * one.k / one.n)
        if one.beyond is not None:
            assert one.beyond.low <= one.beyond.ac1 <= one.beyond.high <= 1
