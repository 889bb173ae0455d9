"""Groups counted together give what their cases give when they are counted at once."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.results.table import UNIT, CaseResult, FrameGroup, count_groups
from egenkontroll.results.together import together
from tests.results.test_kept import LIST, some_cases


@given(some_cases, st.integers(0, 40))
def test_the_units_together_are_the_whole(cases: list[CaseResult], more: int) -> None:
    frame = [FrameGroup(case.unit, case.attributes) for case in cases]
    frame += [FrameGroup(cases[0].unit, {})] * more
    (whole,) = count_groups(LIST, cases, frame, None)
    assert together(count_groups(LIST, cases, frame, UNIT)) == whole


@given(some_cases)
def test_one_unknown_list_makes_the_whole_unknown(cases: list[CaseResult]) -> None:
    first, *rest = count_groups(LIST, cases, [FrameGroup(c.unit, {}) for c in cases], UNIT)
    assert together([replace(first, population=0), *rest]).population == 0
