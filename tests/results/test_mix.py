"""The same units with the same weights, and the share of all cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.checklist.compare import Relation
from egenkontroll.results.comparison import Earlier, Verdict, comparable_of, compare
from egenkontroll.results.estimating import Estimate, estimate
from egenkontroll.results.mix import Weighted, mix
from egenkontroll.results.statistics import effective_size, stratified_interval
from egenkontroll.results.table import Counted
from egenkontroll.results.tally import Share, Tally
from tests.makers import question


def test_units_that_are_the_same_need_nothing() -> None:
    assert mix({"A": 10, "B": 10}, {"A": 10, "B": 10}, {}).same
    assert mix({}, {}, {}).same


def test_new_and_gone_units_are_left_out_and_named() -> None:
    found = mix({"A": 10, "C": 10}, {"A": 10, "B": 10}, {})
    assert (found.only_now, found.only_then, found.same) == (("C",), ("B",), False)
    basis = found.basis(
        {"A": Share(5, 10), "C": Share(9, 10)}, {"A": Share(2, 10), "B": Share(1, 10)}, {}
    )
    assert basis is not None
    assert (basis.now, basis.then, basis.weighted) == (Share(5, 10), Share(2, 10), None)
    assert basis.words.replace("\u00a0", " ") == (
        "jämfört på 1 enhet som finns i båda, utan C, som inte fanns då och utan B, som inte "
        "finns nu"
    )
    assert mix({"A": 10}, {"B": 10}, {}).basis({}, {}, {}) is None
    many = mix({"A": 10}, dict.fromkeys("ABCDEFGHI", 1), {})
    told = many.basis({}, {}, {})
    assert told is not None
    assert "B, C, D, E, F, G och 2 till" in told.words


def test_reorganised_units_are_tied_to_what_they_came_from() -> None:
    found = mix(
        {"Norr": 20, "Väst": 5, "Öst": 5}, {"A": 10, "B": 10, "Söder": 10},
        {"Norr": ("A", "B"), "Väst": ("Söder",), "Öst": ("Söder",)},
    )  # fmt: skip
    assert found.same
    assert set(found.groups) == {
        (frozenset({"Norr"}), frozenset({"A", "B"})),
        (frozenset({"Väst", "Öst"}), frozenset({"Söder"})),
    }


def test_a_moved_mix_is_weighted_alike() -> None:
    found = mix({"A": 30, "B": 10}, {"A": 10, "B": 30}, {})
    assert found.moved
    now, then = {"A": Share(27, 30), "B": Share(5, 10)}, {"A": Share(9, 10), "B": Share(15, 30)}
    basis = found.basis(now, then, {"A": 50, "B": 50})
    assert basis is not None
    assert basis.weighted is not None
    # Each unit is as it was: 90 and 50 %. Plainly counted it went from 60 to 80 %.
    assert basis.weighted[0].share == pytest.approx(0.7)
    assert basis.weighted[1].share == pytest.approx(0.7)
    assert basis.weighted[0].size == pytest.approx(30)
    alike = Earlier("Då", basis.then, None, Relation.IDENTICAL, "",
                    now=basis.now, weighted=basis.weighted)  # fmt: skip
    (change,) = compare([(Share(32, 40), alike)])
    assert change is not None
    assert (change.verdict, change.difference) == (Verdict.CHANCE, 0)
    (plain,) = compare(
        [(Share(32, 40), Earlier("Då", Share(24, 40), None, Relation.IDENTICAL, ""))]
    )
    assert plain is not None
    assert plain.difference == 20
    # Without anything to weigh with, the counts alone are left.
    bare = found.basis(now, then, {})
    assert bare is not None
    assert bare.weighted is None


def test_a_weighted_change_is_tested_with_what_it_is_worth() -> None:
    def held(now: Weighted, then: Weighted) -> Verdict:
        earlier = Earlier("Då", Share(30, 100), None, Relation.IDENTICAL, "",
                          now=Share(70, 100), weighted=(now, then))  # fmt: skip
        (change,) = compare([(Share(70, 100), earlier)])
        assert change is not None
        return change.verdict

    assert held(Weighted(0.7, 60), Weighted(0.3, 60)) is Verdict.SECURED
    assert held(Weighted(0.7, 6), Weighted(0.3, 6)) is Verdict.CHANCE
    assert held(Weighted(0.7, 4.9), Weighted(0.3, 60)) is Verdict.TOO_FEW


def test_focus_questions_are_their_own_family() -> None:
    close = Share(45, 61), Share(33, 61)
    many = [(Share(30, 61), Earlier("Då", Share(31, 61), None, Relation.IDENTICAL, ""))] * 29

    def first(focus: bool) -> Verdict:
        earlier = Earlier("Då", close[1], None, Relation.IDENTICAL, "", focus=focus)
        change = compare([(close[0], earlier), *many])[0]
        assert change is not None
        return change.verdict

    assert first(focus=False) is Verdict.POSSIBLE
    assert first(focus=True) is Verdict.SECURED


def test_how_many_are_comparable() -> None:
    made = compare([
        (Share(9, 20), Earlier("Då", Share(8, 20), None, Relation.EDITORIAL, "")),
        (Share(9, 20), Earlier("Då", Share(8, 20), None, Relation.BROKEN, "")),
        (Share(9, 20), Earlier("Då", None, None, Relation.NEW, "")),
        (Share(9, 20), None),
    ])  # fmt: skip
    assert comparable_of([one.earlier.relation if one else None for one in made]) == (1, 4)


def test_a_bare_percentage_is_held_against_the_common_units() -> None:
    earlier = Earlier("Då", None, 40, Relation.IDENTICAL, "", now=Share(10, 20))
    (change,) = compare([(Share(20, 20), earlier)])
    assert change is not None
    assert (change.verdict, change.difference) == (Verdict.UNDECIDED, 10)


# --- the share of all cases -------------------------------------------------------------------


def unit(name: str, k: int, n: int, size: int, drawn: int | None = None) -> Counted:
    reviewed = n if drawn is None else drawn
    return Counted(name, reviewed, reviewed, size, 1, {"q": Tally(met=k, not_met=n - k)})


def test_the_estimate_where_units_are_drawn_unevenly() -> None:
    found = estimate(question("q"), [unit("A", 10, 10, 20), unit("B", 4, 10, 200)])
    assert found is not None
    assert (found.percent, found.reviewed, found.without) == (45, 20, ())
    assert found.worth < 20
    gap = estimate(
        question("q"), [unit("A", 10, 10, 20), unit("B", 4, 10, 200), unit("C", 0, 0, 9)]
    )
    assert gap is not None
    assert gap.without == ("C",)


@pytest.mark.parametrize(
    "units",
    [
        [unit("A", 10, 10, 20), unit("B", 4, 10, 20)],  # as even as can be
        [unit("A", 5, 10, 20), unit("B", 5, 10, 200)],  # the same share
        [unit("A", 4, 4, 20), unit("B", 1, 4, 200)],  # too few
        [unit("A", 10, 10, 0), unit("B", 4, 10, 0)],  # sizes not known
        [unit("A", 0, 12, 12), unit("B", 9, 9, 9)],  # every case is judged
        [],
    ],
)
def test_where_there_is_nothing_more_to_say(units: list[Counted]) -> None:
    assert estimate(question("q"), units) is None
    assert estimate(question("q", type="text"), [unit("A", 10, 10, 20)]) is None


STRATA = st.lists(
    st.integers(2, 40).flatmap(
        lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(n, 300))
    ),
    min_size=2, max_size=5,
)  # fmt: skip


@given(STRATA)
def test_the_estimate_is_the_stratified_one(strata: list[tuple[int, int, int]]) -> None:
    found = estimate(question("q"), [unit(str(at), *one) for at, one in enumerate(strata)])
    if found is None:
        return
    share, low, high = stratified_interval(strata) or (0, 0, 0)
    size = effective_size(strata) or 0
    assert isinstance(found, Estimate)
    assert abs(found.percent - 100 * share) <= 0.5001
    assert abs(found.low - 100 * low) <= 0.5001
    assert abs(found.high - 100 * high) <= 0.5001
    assert abs(found.worth - size) <= 1
