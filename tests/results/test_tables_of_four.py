"""Large tables are weighed in floats: as the exact ones are, and in no more time than others."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.results import tables_of_four
from egenkontroll.results.tables_of_four import fisher_exact, fisher_mid_p
from egenkontroll.sample.cases import MOST_CASES

Table = tuple[int, int, int, int]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables of up to 1,600 cases, most of them with shares that are near each other."""
    n1, n2 = draw(st.integers(1, 800)), draw(st.integers(1, 800))
    k1 = draw(st.integers(0, n1))
    near = k1 * n2 // n1 + draw(st.integers(-40, 40))
    k2 = draw(st.sampled_from([min(max(near, 0), n2), 0, n2]) | st.integers(0, n2))
    return k1, n1, k2, n2


@given(tables())
def test_floats_give_what_whole_numbers_give(table: Table) -> None:
    exact, mid = fisher_exact(*table), fisher_mid_p(*table)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tables_of_four, "_EXACT", 0)
        assert fisher_exact(*table) == pytest.approx(exact, rel=1e-9, abs=1e-15)
        assert fisher_mid_p(*table) == pytest.approx(mid, rel=1e-9, abs=1e-15)


def test_a_table_as_probable_in_the_other_tail_counts_half_as_in_whole_numbers() -> None:
    """Of as many cases now as then, a fall is exactly as probable as the rise."""
    large = (1_000, 2_500, 1_060, 2_500)
    mid, exact = fisher_mid_p(*large), fisher_exact(*large)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tables_of_four, "_EXACT", 10_000)
        assert mid == pytest.approx(fisher_mid_p(*large), rel=1e-9)
        assert exact == pytest.approx(fisher_exact(*large), rel=1e-9)


@given(tables())
def test_no_probability_is_over_one(table: Table) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tables_of_four, "_EXACT", 0)
        exact, mid = fisher_exact(*table), fisher_mid_p(*table)
        assert exact is not None
        assert mid is not None
        assert 0 <= mid <= exact <= 1


@pytest.mark.parametrize("n", [2_000, 2_001, 100_000, MOST_CASES])
def test_of_many_cases_the_normal_distribution_says_the_same(n: int) -> None:
    """A difference of z standard errors: the square of z is a chi-square of one degree."""
    for z in (0.5, 1.96, 3.0):
        more = round(z * math.sqrt(n / 2))
        p = fisher_mid_p(n // 2, n, n // 2 + more, n)
        pooled = (n // 2 * 2 + more) / (2 * n)
        found = more / math.sqrt(2 * n * pooled * (1 - pooled))
        assert p == pytest.approx(math.erfc(found / math.sqrt(2)), rel=0.02)


@pytest.mark.parametrize("n", [2_001, 100_000, MOST_CASES])
def test_what_is_as_good_as_impossible_has_no_probability(n: int) -> None:
    assert fisher_mid_p(0, n, n, n) == 0
    assert fisher_mid_p(n, n, 0, n) == 0
    assert fisher_mid_p(0, n, 0, n) == fisher_mid_p(n, n, n, n) == 0.5
    assert fisher_exact(0, n, 0, n) == 1
