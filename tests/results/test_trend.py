"""Trends over three rounds or more, p-charts, and differences between groups."""

from __future__ import annotations

import math
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.report.trend import chart_words, trend_words
from egenkontroll.results.analysis import Point
from egenkontroll.results.between import REST, between
from egenkontroll.results.comparison import Verdict
from egenkontroll.results.table import ResultRow, Results
from egenkontroll.results.tally import Share, Tally
from egenkontroll.results.trend import (
    Direction,
    Signal,
    _chance,
    _limits,
    comparable_run,
    process_chart,
    trends,
)
from tests.makers import question


def points(*counts: tuple[int, int], joined: bool = True, dated: bool = True) -> tuple[Point, ...]:
    return tuple(
        Point(f"År {at}", Share(k, n), None, None, None, bool(at) and joined, "",
              f"{2000 + at}-05-31" if dated else "")
        for at, (k, n) in enumerate(counts)
    )  # fmt: skip


def direction(*series: tuple[Point, ...]) -> list[Direction | None]:
    found = trends({str(at): one for at, one in enumerate(series)})
    return [found[str(at)].direction if str(at) in found else None for at in range(len(series))]


def test_rising_falling_and_nothing_said() -> None:
    up, down = points((10, 60), (25, 60), (45, 60)), points((45, 60), (25, 60), (10, 60))
    assert direction(up, down) == [Direction.RISING, Direction.FALLING]
    assert direction(points((10, 60), (25, 60), (45, 60), dated=False)) == [Direction.RISING]
    assert direction(points((30, 60), (31, 60), (30, 60))) == [Direction.NONE]
    assert direction(points((60, 60), (60, 60), (60, 60))) == [Direction.NONE]
    words = trend_words(trends({"q": up})["q"]).replace("\u00a0", " ")
    assert words.startswith("stigande trend över 3 omgångar, År 0 till År 2.")
    none = trend_words(trends({"q": points((30, 60), (31, 60), (30, 60))})["q"])
    assert none.startswith("ingen säkerställd trend")


def test_only_three_comparable_rounds_or_more_are_a_trend() -> None:
    two = points((10, 60), (45, 60))
    apart = points((10, 60), (25, 60), (45, 60), joined=False)
    few = points((10, 60), (2, 4), (25, 60), (45, 60))
    bare = (*two, Point("År 2", None, 60, None, None, True, ""))
    assert direction(two, apart, few, bare) == [None] * 4
    assert len(comparable_run(apart)) == 1
    assert comparable_run(bare) == ()


def test_many_questions_are_adjusted_together() -> None:
    slight = points((20, 60), (26, 60), (31, 60))
    assert direction(slight) == [Direction.RISING]
    flat = points((30, 60), (31, 60), (30, 60))
    assert direction(slight, *[flat] * 20)[0] is Direction.NONE


def test_a_p_chart_from_twelve_points_and_its_four_rules() -> None:
    assert process_chart(points(*[(10, 20)] * 11)) is None
    calm = process_chart(points(*[(10, 20), (11, 20), (9, 20)] * 4))
    assert calm is not None
    assert calm.signals == ()
    assert calm.centre == 0.5
    out = process_chart(points(*[(10, 20), (9, 20)] * 6, (19, 20)))
    assert out is not None
    assert (12, Signal.OUTSIDE) in out.signals
    side = process_chart(points(*[(8, 20)] * 7, *[(12, 20)] * 7))
    assert side is not None
    assert {place for place, kind in side.signals if kind is Signal.ONE_SIDE} == {6, 13}
    way = process_chart(points(*[(n, 40) for n in range(17, 25)], *[(20, 40), (19, 40)] * 3))
    assert way is not None
    assert (6, Signal.ONE_WAY) in way.signals
    near = process_chart(points(*[(20, 40), (21, 40), (19, 40)] * 4, (28, 40), (20, 40), (28, 40)))
    assert near is not None
    assert (14, Signal.NEAR) in near.signals
    said = chart_words(out, points(*[(10, 20), (9, 20)] * 6, (19, 20)))
    assert any("utanför gränserna" in line for line in said)
    assert chart_words(calm, ())[-1] == "Inget pekar på annat än slump."


def test_a_chart_begins_where_the_line_was_last_broken() -> None:
    early = points((1, 20), (2, 20))
    late = points(*[(10, 20)] * 12)
    found = process_chart((*early, *late))
    assert found is not None
    assert (found.first, len(found.limits)) == (2, 12)


@given(st.integers(1, 120), st.floats(0, 1))
def test_binomial_limits_hold_nearly_all(n: int, share: float) -> None:
    low, high = _limits(n, share, 0.00135)
    assert 0 <= low <= high <= n
    assert low <= n * share + 1e-9
    assert high >= n * share - 1 - 1e-9


@given(st.integers(1, 3_000), st.floats(0, 1), st.sampled_from([0.00135, 0.025]))
def test_binomial_limits_are_those_of_every_number_added_up(
    n: int, share: float, tail: float
) -> None:
    whole = list(accumulate(_chance(k, n, share) for k in range(n + 1)))
    inside = [k for k, below in enumerate(whole) if below > tail]
    assert _limits(n, share, tail)[0] == (inside[0] if inside else n)
    assert _limits(n, share, tail)[1] == next(
        (k for k, below in enumerate(whole) if below >= 1 - tail), n
    )


def test_limits_of_very_many_cases_are_found_near_their_middle() -> None:
    """Nobody waits for ten million numbers to be added up."""
    low, high = _limits(10_000_000, 0.25, 0.00135)
    assert (high - 2_500_000) == pytest.approx(3 * math.sqrt(10_000_000 * 0.25 * 0.75), rel=1e-3)
    assert (2_500_000 - low) == pytest.approx(high - 2_500_000, abs=2)


@pytest.mark.parametrize(("share", "limits"), [(0.0, (0, 0)), (1.0, (20, 20))])
def test_limits_at_the_ends(share: float, limits: tuple[int, int]) -> None:
    assert _limits(20, share, 0.00135) == limits


# --- between groups ---------------------------------------------------------------------------


def table(by: str | None, *groups: tuple[str | None, Share | None]) -> Results:
    rows = tuple(
        ResultRow(question("q"), "a", group, Tally(), share, None, None, None)
        for group, share in groups
    )
    return Results("Nu", by, None, 0, 0, rows)


def test_two_groups_are_held_against_each_other() -> None:
    (one,) = between(table("kon", ("flicka", Share(19, 24)), ("pojke", Share(8, 37))))
    assert (one.group, one.other, one.verdict) == ("flicka", "pojke", Verdict.SECURED)
    assert one.words == "säkerställd skillnad"
    assert one.change.difference == 79 - 22


def test_several_groups_are_each_held_against_the_rest() -> None:
    found = between(
        table("unit", ("A", Share(5, 10)), ("B", Share(5, 10)), ("C", Share(1, 2)), ("D", None))
    )
    assert [(one.group, one.other) for one in found] == [("A", REST), ("B", REST), ("C", REST)]
    assert found[0].change.earlier.share == Share(6, 12)
    assert found[2].words == "för få ärenden"


def test_nothing_to_hold_against() -> None:
    assert between(table(None, (None, Share(5, 10)))) == ()
    assert between(table("area", ("A", Share(5, 10)), ("B", Share(5, 10)))) == ()
    assert between(table("kon", ("flicka", Share(5, 10)))) == ()
