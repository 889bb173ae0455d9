from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.checklist.compare import SWEDISH, Relation
from egenkontroll.results.comparison import WORDS, Change, Earlier, Verdict, compare, direction
from egenkontroll.results.history import could_be
from egenkontroll.results.tally import Share


def earlier(
    k: int | None,
    n: int = 0,
    printed: int | None = None,
    relation: Relation = Relation.IDENTICAL,
) -> Earlier:
    share = None if k is None else Share(k, n)
    return Earlier("Våren 2023", share, printed, relation, "skäl", "källa")


def change(now: Share | None, before: Earlier | None) -> Change:
    (made,) = compare([(now, before)])
    assert made is not None
    return made


def test_a_secured_change() -> None:
    made = change(Share(53, 54), earlier(29, 54))
    # statistics.md 2.4: from 54 % to 98 %, +44 points (+30 to +58)
    assert (made.verdict, made.difference, made.low, made.high) == (Verdict.SECURED, 44, 30, 58)
    assert made.words == "säkerställd förändring"
    back = change(Share(29, 54), earlier(53, 54))
    assert (back.verdict, back.difference, back.low, back.high) == (Verdict.SECURED, -44, -58, -30)


def test_what_may_be_chance() -> None:
    made = change(Share(6, 61), earlier(12, 61))
    # statistics.md 2.4: −10 points, within the margin (−23 to +3)
    assert (made.verdict, made.difference, made.low, made.high) == (Verdict.CHANCE, -10, -23, 3)
    assert made.words == "kan vara slump"
    assert change(Share(39, 61), earlier(39, 61)).verdict is Verdict.CHANCE


def test_many_questions_at_once_make_a_clear_change_only_possible() -> None:
    pair = (Share(45, 61), earlier(33, 61))
    alone = change(*pair)
    assert alone.verdict is Verdict.SECURED
    among = compare([pair, *[(Share(30, 61), earlier(31, 61))] * 29])
    assert among[0] == Change(
        alone.earlier, alone.difference, alone.low, alone.high, Verdict.POSSIBLE, 30
    )
    assert among[0].words == "möjlig förändring"
    assert {made.verdict for made in among[1:] if made} == {Verdict.CHANCE}
    strong = compare([(Share(53, 54), earlier(29, 54)), *[(Share(30, 61), earlier(31, 61))] * 29])
    assert strong[0] is not None
    assert strong[0].verdict is Verdict.SECURED


def test_only_what_is_tested_counts_as_one_of_many() -> None:
    pair = (Share(45, 61), earlier(33, 61))
    broken = (Share(30, 61), earlier(31, 61, relation=Relation.BROKEN))
    few, unknown = (Share(2, 4), earlier(2, 60)), (Share(30, 61), earlier(None, printed=50))
    (first, *_) = compare([pair, *[broken] * 20, *[few] * 20, *[unknown] * 20, (None, None)])
    assert first is not None
    assert first.verdict is Verdict.SECURED


@pytest.mark.parametrize(
    ("now", "before"),
    [(Share(2, 5), earlier(1, 4)), (Share(1, 4), earlier(2, 5)), (Share(0, 0), earlier(30, 61)),
     (Share(61, 61), earlier(0, 0)), (Share(0, 4), earlier(61, 61))],
)  # fmt: skip
def test_too_few(now: Share, before: Earlier) -> None:
    made = change(now, before)
    assert (made.verdict, made.difference, made.low, made.high) == (
        Verdict.TOO_FEW, None, None, None,
    )  # fmt: skip
    assert made.words == "för få ärenden"


def test_five_to_nine_cases_have_a_verdict_but_no_points() -> None:
    made = change(Share(9, 9), earlier(0, 9))
    assert (made.verdict, made.difference, made.low, made.high) == (
        Verdict.SECURED, None, None, None,
    )  # fmt: skip
    assert change(Share(3, 5), earlier(40, 61)).verdict is Verdict.CHANCE
    assert change(Share(5, 5), earlier(1, 61)).difference is None


def test_interval_and_test_must_both_say_so() -> None:
    # 0 of 5 against 3 of 5: the interval leaves out 0, the mid-P value is 0.083.
    assert change(Share(0, 5), earlier(3, 5)).verdict is Verdict.CHANCE
    # 2 of 5 against 8 of 9: the mid-P value is 0.04995, the interval reaches 0.002.
    assert change(Share(2, 5), earlier(8, 9)).verdict is Verdict.CHANCE


def test_undecided_where_only_a_percentage_is_known() -> None:
    made = change(Share(55, 61), earlier(None, printed=81))
    assert (made.verdict, made.difference, made.low, made.high) == (
        Verdict.UNDECIDED, 9, None, None,
    )  # fmt: skip
    assert made.words == "kan inte avgöras utan antal"
    assert change(Share(55, 61), earlier(None)).difference is None
    # Unknown counts go before too few.
    few = change(Share(2, 4), earlier(None, printed=81))
    assert (few.verdict, few.difference) == (Verdict.UNDECIDED, None)


def bare(printed: int, n: int) -> Earlier:
    return replace(earlier(None, printed=printed), could_be=could_be(None, n, printed))


def test_a_bare_percentage_of_a_known_number_is_tested_with_every_count_it_may_be() -> None:
    made = change(Share(53, 54), bare(54, 54))
    assert (made.verdict, made.difference) == (Verdict.SECURED, 44)
    assert (made.low, made.high) == (30, 58)
    made = change(Share(39, 61), bare(63, 57))
    assert (made.verdict, made.words) == (Verdict.CHANCE, "kan vara slump")
    # 9 % of 61 may be 5 or 6: against one of them it is a change and against the other not.
    apart = [change(Share(14, 61), earlier(one.k, one.n)) for one in could_be(None, 61, 9)]
    assert {one.verdict for one in apart} == {Verdict.SECURED, Verdict.CHANCE}
    made = change(Share(14, 61), bare(9, 61))
    assert (made.verdict, made.difference, made.low) == (Verdict.UNDECIDED, 14, None)
    # No count gives the percentage, or too few cases: nothing is known.
    assert change(Share(39, 61), bare(50, 7)).verdict is Verdict.UNDECIDED
    assert change(Share(39, 61), bare(50, 4)).verdict is Verdict.UNDECIDED
    assert change(Share(3, 7), bare(50, 60)).difference is None


def test_a_bare_percentage_among_many_is_secured_whichever_count_it_is_or_undecided() -> None:
    pair = (Share(45, 61), bare(54, 61))
    assert change(*pair).verdict is Verdict.SECURED
    among = compare([pair, *[(Share(30, 61), earlier(31, 61))] * 29])
    assert among[0] is not None
    assert among[0].verdict is Verdict.UNDECIDED


@pytest.mark.parametrize("n", [*range(40, 81), 100, 200, 400])
def test_nine_percent_is_no_secured_improvement_from_nineteen_whatever_it_was_of(n: int) -> None:
    """statistics.md 0.8: no denominator that was tried makes it secured."""
    for one in could_be(None, n, 19):
        assert change(Share(6, 61), earlier(one.k, one.n)).verdict is Verdict.CHANCE


@pytest.mark.parametrize(("k", "n", "way"), [(53, 54, 1), (6, 61, 0), (1, 54, -1)])
def test_the_direction_of_a_change_beyond_chance(k: int, n: int, way: int) -> None:
    before = {1: Share(29, 54), 0: Share(12, 61), -1: Share(29, 54)}[way]
    assert direction(Share(k, n), before) == way


@pytest.mark.parametrize("relation", list(Relation))
def test_only_the_same_question_is_compared(relation: Relation) -> None:
    made = change(Share(53, 54), earlier(29, 54, relation=relation))
    if relation in (Relation.IDENTICAL, Relation.EDITORIAL, Relation.RECOMPUTED):
        assert made.verdict is Verdict.SECURED
    else:
        assert (made.verdict, made.difference, made.low, made.high) == (
            Verdict.NOT_COMPARABLE, None, None, None,
        )  # fmt: skip
        new = relation is Relation.NEW
        assert made.words == ("ny fråga" if new else "inte jämförbart")


def test_not_comparable_goes_before_everything() -> None:
    broken = earlier(None, printed=81, relation=Relation.BROKEN)
    assert change(Share(1, 2), broken).verdict is Verdict.NOT_COMPARABLE
    assert change(None, earlier(29, 54)).verdict is Verdict.NOT_COMPARABLE
    assert compare([(Share(5, 6), None), (None, None)]) == [None, None]
    assert compare([]) == []


def test_the_earlier_percentage_as_far_as_it_may_be_stated() -> None:
    assert earlier(29, 54, printed=99).percent == 54
    assert earlier(8, 9, printed=89).percent is None
    assert earlier(None, printed=19).percent == 19
    # 199 of 200 has no whole percentage, so there is no difference to print either.
    made = change(Share(199, 200), earlier(150, 200))
    assert (made.difference, made.verdict) == (None, Verdict.SECURED)


SHARES = st.tuples(st.integers(0, 80), st.integers(0, 80)).map(
    lambda two: Share(min(two), max(two))
)


@given(st.lists(st.tuples(SHARES, SHARES), min_size=1, max_size=4))
def test_the_printed_difference_is_that_of_the_printed_percentages(
    pairs: list[tuple[Share, Share]],
) -> None:
    made = compare([(now, earlier(before.k, before.n)) for now, before in pairs])
    back = compare([(before, earlier(now.k, now.n)) for now, before in pairs])
    for (now, before), there, again in zip(pairs, made, back, strict=True):
        assert there is not None
        assert again is not None
        assert there.verdict is again.verdict
        if there.difference is not None:
            assert now.percent is not None
            assert before.percent is not None
            assert there.difference == now.percent - before.percent
            assert again.difference == -there.difference
            assert (again.low, again.high) == (-(there.high or 0), -(there.low or 0))
        if min(now.n, before.n) < 10:
            assert (there.difference, there.low, there.high) == (None, None, None)
        if min(now.n, before.n) < 5:
            assert there.verdict is Verdict.TOO_FEW


def test_words_that_are_never_used() -> None:
    assert set(WORDS) == set(Verdict)
    for words in (*WORDS.values(), *SWEDISH.values()):
        for never in ("oförändrat", "signifikant", "bevis", "trend"):
            assert never not in words
