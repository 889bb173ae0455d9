"""How many cases each unit or group is to give."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.errors import UserError
from egenkontroll.sample.drawn import Frame, FrameCase
from egenkontroll.sample.strata import MISSING, amounts, share_out, strata_of
from egenkontroll.sample.wanted import Sizing, Wanted

SIZES = st.dictionaries(st.text("abcdefgåäö", min_size=1, max_size=3), st.integers(1, 200),
                        min_size=1, max_size=12)  # fmt: skip


@given(SIZES, st.integers(1, 3000))
def test_a_total_is_shared_out_whole_and_in_proportion(sizes: dict[str, int], total: int) -> None:
    total = max(total, len(sizes))
    given_ = share_out(total, sizes)
    everyone = sum(sizes.values())
    assert list(given_) == list(sizes)
    assert sum(given_.values()) == min(total, everyone)
    assert all(1 <= given_[name] <= size for name, size in sizes.items())
    # Those who were not lifted to one get their part of what the lifted leave, within one case.
    part = Fraction(min(total, everyone), everyone)
    lifted = [name for name, size in sizes.items() if given_[name] == 1 and part * size < 1]
    rest = {name: size for name, size in sizes.items() if name not in lifted}
    if not lifted:
        assert all(abs(given_[name] - part * size) < 1 for name, size in rest.items())
    for name, size in rest.items():
        for other, less in rest.items():
            assert size <= less or given_[name] >= given_[other]


@given(SIZES, st.integers(1, 3000), st.randoms())
def test_the_order_of_the_strata_does_not_matter(
    sizes: dict[str, int], total: int, random: object
) -> None:
    total = max(total, len(sizes))
    mixed = list(sizes.items())
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert share_out(total, dict(mixed)) == share_out(total, sizes)


def test_worked_examples_of_a_total() -> None:
    units = {"Utredning 1": 96, "Utredning 2": 88, "Utredning 3": 61, "Placering": 47,
             "Mottagning": 120, "Ungdom": 34, "Samordning": 1}  # fmt: skip
    assert share_out(61, units) == {
        "Utredning 1": 13, "Utredning 2": 12, "Utredning 3": 8, "Placering": 6,
        "Mottagning": 16, "Ungdom": 5, "Samordning": 1,
    }  # fmt: skip
    assert share_out(3, {"a": 10, "b": 10}) == {"a": 2, "b": 1}, "equal: the name that sorts first"
    assert share_out(1000, {"a": 10, "b": 3}) == {"a": 10, "b": 3}
    assert share_out(4, {"a": 1, "b": 100, "c": 1}) == {"a": 1, "b": 2, "c": 1}


def test_a_total_that_does_not_reach_is_told() -> None:
    with pytest.raises(UserError, match="listan har 3 grupper"):
        share_out(2, {"a": 5, "b": 5, "c": 5})


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted("s", 10), {"a": 10, "b": 3}),
        (Wanted("s", 10, Sizing.SHARE), {"a": 5, "b": 1}),
        (Wanted("s", 100, Sizing.SHARE), {"a": 41, "b": 3}),
        (Wanted("s", 0, Sizing.ALL), {"a": 41, "b": 3}),
        (Wanted("s", 11, Sizing.TOTAL), {"a": 10, "b": 1}),
    ],
)
def test_amounts(wanted: Wanted, found: dict[str, int]) -> None:
    assert amounts(wanted, {"a": 41, "b": 3}) == found


def test_strata_are_units_or_an_attributes_values() -> None:
    cases = (
        FrameCase("1", "Öst", {"kon": "flicka"}),
        FrameCase("2", "Väst", {"kon": "pojke"}),
        FrameCase("3", "Öst", {}),
        FrameCase("4", "Väst", {"kon": "flicka"}),
    )
    frame = Frame("l.csv", "", cases)

    def named(stratum: str) -> dict[str, list[str]]:
        found = strata_of(frame, stratum)
        return {name: [case.reference for case in inside] for name, inside in found.items()}

    assert named("unit") == {"Öst": ["1", "3"], "Väst": ["2", "4"]}
    assert named("kon") == {"flicka": ["1", "4"], "pojke": ["2"], MISSING: ["3"]}
