"""Who is really who."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.merge.people import really, spelled_twice
from egenkontroll.sample.cases import Reviewer


def test_a_chain_is_followed_to_its_end() -> None:
    assert really({b"a": b"b", b"b": b"c"}) == {b"a": b"c", b"b": b"c"}
    assert really({}) == {}
    assert really({b"a": b"a"}) == {}


def test_where_it_goes_round_the_smallest_stands_for_all() -> None:
    assert really({b"b": b"c", b"c": b"b", b"x": b"c"}) == {b"c": b"b", b"x": b"b"}


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 9)))
def test_nobody_is_somebody_who_is_really_another(same: dict[int, int]) -> None:
    found = really({bytes([one]): bytes([other]) for one, other in same.items()})
    assert not set(found.values()) & set(found)
    for one, other in same.items():
        left, right = bytes([one]), bytes([other])
        assert found.get(left, left) == found.get(right, right)


def names(*said: str) -> list[Reviewer]:
    return [Reviewer(bytes([at]), name) for at, name in enumerate(said)]


def test_names_that_differ_in_case_space_or_order() -> None:
    anna, bo, shouting, turned, _ = people = names(
        "Anna  Ek", "Bo Ek", "ANNA EK", "Ek, Anna", "Ek Anna"
    )
    found = spelled_twice(reversed(people))
    assert found == ((anna, shouting), (anna, turned), (shouting, turned))
    assert spelled_twice([bo]) == ()
