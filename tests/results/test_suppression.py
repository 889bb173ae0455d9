"""What is hidden stays hidden: held against every table that fits what is shown."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egenkontroll.results.suppression import TOTAL, Cell, Place, small, suppressed


def whole(parts: dict[Place, tuple[int, int]]) -> dict[Place, Cell]:
    """Return a table with its totals from the (met, not met) of its parts."""
    sums: dict[Place, tuple[int, int]] = {}
    for (row, column), (met, unmet) in parts.items():
        for place in product((row, TOTAL), (column, TOTAL)):
            before = sums.get(place, (0, 0))
            sums[place] = (before[0] + met, before[1] + unmet)
    return {place: Cell(met, met + unmet) for place, (met, unmet) in sums.items()}


def fitting(
    table: dict[Place, Cell], hidden: frozenset[Place], met: bool
) -> list[dict[Place, int]]:
    """Return, for every table of numbers that fits what is shown, its numbers by place."""
    value = {p: (c.k if met else c.n - c.k) for p, c in table.items()}
    inner = [place for place in table if TOTAL not in place]
    ranges = [
        range(max(0, value[p] - 1), value[p] + 2) if p in hidden else (value[p],) for p in inner
    ]
    found = []
    for numbers in product(*ranges):
        tried = whole({p: (n, 0) for p, n in zip(inner, numbers, strict=True)})
        if all(tried[p].k == value[p] for p in table if p not in hidden):
            found.append({p: tried[p].k for p in table})
    return found


parts = st.tuples(st.integers(0, 3), st.integers(0, 3))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([("A", "B"), ("A", "B", "C")]),
    st.sampled_from([("f",), ("f", "p")]),
    st.data(),
)
def test_no_hidden_figure_can_be_worked_out(
    rows: tuple[str, ...], columns: tuple[str, ...], data: st.DataObject
) -> None:
    """Unlike any rule of thumb: every table that fits is tried, and none decides a figure."""
    table = whole({place: data.draw(parts) for place in product(rows, columns)})
    hidden = suppressed(table, threshold=2)
    for met in (True, False):
        tables = fitting(table, hidden, met)
        for place in hidden:
            if table[place].n:
                assert len({one[place] for one in tables}) > 1, (place, sorted(hidden))


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("ABCDEFG"), st.sampled_from(["f", "p"])),
        st.tuples(st.integers(0, 30), st.integers(0, 30)),
        min_size=1,
    )
)
def test_every_small_group_is_hidden_and_the_order_does_not_matter(
    given_parts: dict[Place, tuple[int, int]],
) -> None:
    table = whole(given_parts)
    hidden = suppressed(table)
    assert {place for place, cell in table.items() if small(cell)} <= hidden
    turned = dict(reversed(table.items()))
    assert suppressed(turned) == hidden


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cell(0, 0), False),
        (Cell(2, 4), True),
        (Cell(2, 5), False),
        (Cell(5, 5), True),
        (Cell(0, 9), True),
        (Cell(0, 10), False),
        (Cell(3, 6, 9), True),
        (Cell(3, 6, 10), False),
    ],
)
def test_what_makes_a_group_small(cell: Cell, expected: bool) -> None:
    assert small(cell) is expected


def test_with_two_genders_hiding_one_hides_both() -> None:
    table = whole({("", ""): (0, 0), ("A", "f"): (2, 2), ("A", "p"): (20, 10)})
    assert {("A", "f"), ("A", "p")} <= suppressed(table)


def test_a_table_without_small_groups_is_shown_whole() -> None:
    table = whole({(unit, kon): (9, 8) for unit in "ABC" for kon in "fp"})
    assert suppressed(table) == frozenset()


def test_the_next_smallest_is_hidden_beside_a_lone_one() -> None:
    table = {("A", "x"): Cell(2, 4), ("B", "x"): Cell(6, 12), ("C", "x"): Cell(30, 60)}
    assert suppressed(table | {(TOTAL, "x"): Cell(38, 76)}) == {("A", "x"), ("B", "x")}


def test_where_nothing_can_be_shown_everything_is_hidden() -> None:
    table = {("A", "x"): Cell(1, 2), (TOTAL, "x"): Cell(1, 2)}
    assert suppressed(table) == set(table)
