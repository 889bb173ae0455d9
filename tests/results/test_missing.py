"""What the unanswered could do to a share and to the verdict on it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.checklist.compare import Relation
from egenkontroll.results.comparison import Earlier, compare, direction
from egenkontroll.results.missing import too_many_missing
from egenkontroll.results.table import ResultRow
from egenkontroll.results.tally import Share, Tally
from tests.makers import question


def row(met: int, not_met: int, lost: int, then: Share | None = None, **more: object) -> ResultRow:
    share = Share(met, met + not_met)
    change = None
    if then is not None:
        earlier = Earlier("2023", then, None, Relation.IDENTICAL, "", **more)  # type: ignore[arg-type]
        (change,) = compare([(share, earlier)])
    counts = Tally(met=met, not_met=not_met, unanswered=lost)
    return ResultRow(question("a"), "A", None, counts, share, None, None, None, change)


@pytest.mark.parametrize(
    ("met", "not_met", "lost", "told"),
    [(40, 14, 6, False), (40, 13, 6, True), (40, 14, 0, False), (0, 0, 9, False), (2, 3, 1, True)],
)
def test_more_than_a_tenth_unanswered_is_too_much(
    met: int, not_met: int, lost: int, told: bool
) -> None:
    assert (too_many_missing(row(met, not_met, lost)) is not None) is told


def test_the_share_lies_between_all_unmet_and_all_met() -> None:
    found = too_many_missing(row(35, 18, 8))
    assert found is not None
    assert (found.unanswered, found.low, found.high) == (8, Share(35, 61), Share(43, 61))
    assert not found.flips


def test_so_few_may_still_be_enough_to_change_the_verdict() -> None:
    assert direction(Share(43, 57), Share(33, 61)) == 1
    found = too_many_missing(row(43, 14, 4, Share(33, 61)))
    assert found is not None
    assert found.flips
    # Far from the edge a few change nothing.
    assert too_many_missing(row(52, 2, 2, Share(29, 54))) is None
    # On some of the units only, or never tested, nothing is said of the verdict.
    assert too_many_missing(row(43, 14, 4, Share(33, 61), now=Share(43, 57))) is None
    assert too_many_missing(row(20, 2, 1, Share(2, 4))) is None


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 10))
def test_the_share_as_it_is_lies_within(met: int, not_met: int, lost: int) -> None:
    found = too_many_missing(row(met, not_met, lost))
    if found is not None:
        stated = met * found.low.n
        assert found.low.k * (met + not_met) <= stated <= found.high.k * (met + not_met)
