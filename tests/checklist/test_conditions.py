from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.checklist.conditions import (
    All,
    AnyOf,
    Condition,
    Not,
    OneOf,
    Within,
    as_raw,
    holds,
    leaves,
    parse,
)

SUBJECTS = st.sampled_from(["kon", "barn", "antal"])
ANSWERS = st.sampled_from(["ja", "nej", "Ej aktuellt", "3"])
BOUNDS = st.integers(-5, 5) | st.floats(-5, 5)
ONE_OF = st.builds(OneOf, SUBJECTS, st.lists(ANSWERS, min_size=1, max_size=3).map(tuple))
WITHIN = st.builds(Within, SUBJECTS, BOUNDS, st.none()) | st.builds(
    Within, SUBJECTS, st.none() | BOUNDS, BOUNDS
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    ONE_OF | WITHIN,
    lambda inner: (
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(Not, inner)
    ),
    max_leaves=8,
)
GIVEN = st.dictionaries(SUBJECTS, st.sampled_from(["ja", "nej", "JA", "3", "2,5", "ja\nnej"]))


def three(value: bool | None) -> float:
    """Kleene's values in order: false 0, unknown ½, true 1."""
    return 0.5 if value is None else float(value)


@given(CONDITIONS)
def test_a_condition_is_read_back_as_it_was_written(condition: Condition) -> None:
    assert parse(as_raw(condition)) == condition


@given(st.lists(CONDITIONS, min_size=1, max_size=4), GIVEN)
def test_all_any_and_not_are_kleenes(parts: list[Condition], given_: dict[str, str]) -> None:
    values = [three(holds(part, given_)) for part in parts]
    assert three(holds(All(tuple(parts)), given_)) == min(values)
    assert three(holds(AnyOf(tuple(parts)), given_)) == max(values)
    assert three(holds(Not(parts[0]), given_)) == 1 - values[0]
    negated = tuple(Not(part) for part in parts)
    assert holds(Not(All(tuple(parts))), given_) == holds(AnyOf(negated), given_)


@given(CONDITIONS, GIVEN, SUBJECTS, st.sampled_from(["ja", "nej", "3"]))
def test_what_is_known_is_not_unsettled_by_knowing_more(
    condition: Condition, given_: dict[str, str], subject: str, answer: str
) -> None:
    before = holds(condition, given_)
    if before is not None and subject not in given_:
        assert holds(condition, given_ | {subject: answer}) is before


@given(CONDITIONS)
def test_nothing_opens_while_nothing_is_known(condition: Condition) -> None:
    assert holds(condition, {}) is None


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"kon": "flicka"}, True),
        ({"kon": "FLICKA"}, True),
        ({"kon": "  flicka "}, True),
        ({"kon": "pojke"}, False),
        ({"kon": "pojke\nFlicka"}, True),
        ({"kon": ""}, False),
        ({"barn": "flicka"}, None),
    ],
)
def test_one_of(given_: dict[str, str], expected: bool | None) -> None:
    assert holds(OneOf("kon", ("flicka", "annat")), given_) is expected


@pytest.mark.parametrize(
    ("low", "high", "answer", "expected"),
    [
        (2, 4, "2", True),
        (2, 4, "4,0", True),
        (2, 4, "4.01", False),
        (2, 4, "1,99", False),
        (None, 4, "-100", True),
        (2, None, "1e9", True),
        (2, 4, "framgår inte", False),
        (2, 4, None, None),
    ],
)
def test_within(low: float | None, high: float | None, answer: str | None, expected: Any) -> None:
    given_ = {} if answer is None else {"antal": answer}
    assert holds(Within("antal", low, high), given_) is expected


def test_the_forms_of_yaml() -> None:
    girl, three_or_more = OneOf("kon", ("flicka",)), Within("antal", 3, None)
    assert (
        parse({"kon": "flicka"})
        == girl
        == parse({"kon": ["flicka"]})
        == parse({"kon": ("flicka",)})
    )
    assert parse({"antal": {"min": 3}}) == three_or_more
    assert parse({"kon": "flicka", "antal": {"min": 3}}) == All((three_or_more, girl))
    assert parse({"any": [{"kon": "flicka"}, {"not": {"antal": {"min": 3}}}]}) == AnyOf(
        (girl, Not(three_or_more))
    )
    assert parse({"all": ({"kon": "flicka"},)}) == All((girl,))
    assert list(leaves(parse({"not": {"any": [{"b": "x"}, {"a": {"max": 1}}]}}))) == [
        OneOf("b", ("x",)),
        Within("a", None, 1),
    ]


def test_the_order_of_keys_says_nothing() -> None:
    assert parse({"a": "x", "b": "y"}) == parse({"b": "y", "a": "x"})
    assert parse({"a": {"min": 1, "max": 2}}) == parse({"a": {"max": 2.0, "min": 1.0}})


@pytest.mark.parametrize(
    "raw",
    [None, "ja", [], {}, {"a": None}, {"a": 3}, {"a": True}, {"a": []}, {"a": ["x", 1]},
     {"all": {}}, {"any": []}, {"not": []}, {"a": {}}, {"a": {"min": True}}, {"a": {"min": "1"}},
     {"a": {"x": 1}}, {"a": {"min": None}}, {"a": "x", "any": "y"}],
)  # fmt: skip
def test_other_forms_are_refused(raw: object) -> None:
    with pytest.raises(ValueError, match=r"villkor|svaret för a|gränserna för a|intervall för a"):
        parse(raw)
