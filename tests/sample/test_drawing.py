"""Rule egk-1 against an implementation of its own, written from the design and not the code."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.checklist.reading import read
from egenkontroll.sample.cases import Draw, Frame, FrameCase
from egenkontroll.sample.draw import draw, order
from egenkontroll.sample.frame import read_frame
from egenkontroll.spreadsheet.reading import read_table
from tests.makers import VT2024


def by_hand(seed: str, references: list[str]) -> list[str]:
    keyed = []
    for reference in references:
        raw = seed.encode("utf-8") + b"\x1f" + reference.encode("utf-8")
        keyed.append((hashlib.sha256(raw).hexdigest(), reference))
    return [reference for _, reference in sorted(keyed)]


def drawn_by_hand(cases: list[tuple[str, str]], seed: str, n: int, m: int, percent: int) -> Any:
    units = list(dict.fromkeys(unit for _, unit in cases))
    ordered = {unit: by_hand(seed, [r for r, u in cases if u == unit]) for unit in units}
    strata = [
        (unit, len(found), tuple(found[:n]), tuple(found[n : n + m]))
        for unit, found in ordered.items()
    ]
    drawn = [reference for stratum in strata for reference in stratum[2]]
    wanted = len(drawn) * percent // 100 + (len(drawn) * percent % 100 > 0)
    return strata, tuple(by_hand(seed + "\x1fandra granskning", drawn)[:wanted])


REFERENCES = st.text("0123456789aåäöÅÄÖ-/ \u00a0", min_size=1, max_size=8)
UNITS = st.sampled_from(["Öst", "Väst", "Ängen", "0"])
CASES = st.lists(st.tuples(REFERENCES, UNITS), max_size=30, unique_by=lambda case: case[0])
SEEDS = st.text(max_size=8)
COUNTS = st.integers(0, 8)
SHARES = st.integers(0, 100)


def frame_of(cases: list[tuple[str, str]]) -> Frame:
    return Frame("lista.csv", "ab" * 32, tuple(FrameCase(name, unit) for name, unit in cases))


def said(made: Draw) -> Any:
    strata = [(part.unit, part.size, part.drawn, part.reserves) for part in made.strata]
    return strata, made.double


@given(CASES, SEEDS, COUNTS, COUNTS, SHARES)
def test_anybody_can_draw_the_same_by_hand(
    cases: list[tuple[str, str]], seed: str, n: int, m: int, percent: int
) -> None:
    made = draw(frame_of(cases), seed, n, m, percent)
    assert said(made) == drawn_by_hand(cases, seed, n, m, percent)
    assert (made.algorithm, made.seed, made.per_unit, made.reserves) == ("egk-1", seed, n, m)
    assert (made.double_percent, made.frame_digest) == (percent, "ab" * 32)


@given(CASES, SEEDS, COUNTS, COUNTS, SHARES)
def test_each_case_at_most_once_and_in_its_own_unit(
    cases: list[tuple[str, str]], seed: str, n: int, m: int, percent: int
) -> None:
    made = draw(frame_of(cases), seed, n, m, percent)
    chosen = [(name, part.unit) for part in made.strata for name in (*part.drawn, *part.reserves)]
    assert len(set(chosen)) == len(chosen)
    assert set(chosen) <= set(cases)
    assert all(len(part.drawn) == min(n, part.size) for part in made.strata)
    everyone = {name for part in made.strata for name in part.drawn}
    assert len(set(made.double)) == len(made.double)
    assert set(made.double) <= everyone
    # At least the share asked for, by less than one case.
    assert 0 <= len(made.double) * 100 - len(everyone) * percent < 100


@given(CASES, SEEDS, COUNTS, COUNTS)
def test_a_larger_sample_only_adds(
    cases: list[tuple[str, str]], seed: str, n: int, more: int
) -> None:
    small = draw(frame_of(cases), seed, n, more)
    large = draw(frame_of(cases), seed, n + more)
    for few, many in zip(small.strata, large.strata, strict=True):
        assert few.drawn + few.reserves == many.drawn
        assert many.reserves == ()


@given(
    st.lists(REFERENCES, unique=True).flatmap(lambda r: st.tuples(st.just(r), st.permutations(r)))
)
def test_the_order_of_the_list_does_not_matter(both: tuple[list[str], list[str]]) -> None:
    assert order(both[0], "frö") == order(both[1], "frö") == by_hand("frö", both[0])


def test_leading_zeros_letters_and_spaces_count() -> None:
    names = ["7", "07", "007", "å7", "Å7", "7 ", "7\u00a0"]
    assert sorted(order(names, "s")) == sorted(names)
    assert order(names, "s") != order(names, "t")


def test_the_real_round_of_2024() -> None:
    facit = json.loads((VT2024 / "facit.json").read_text(encoding="utf-8"))
    frame = read_frame(
        read_table(VT2024 / "arendelista.csv"), read(VT2024 / "checklista-2024.yaml")
    )
    assert frame.sizes() == facit["units"]
    assert len(frame.cases) == 447
    assert len(frame.excluded) == 3
    made = draw(frame, facit["seed"], facit["per_unit"], facit["reserves"])
    assert {part.unit: list(part.drawn) for part in made.strata} == facit["drawn"]
    assert {part.unit: list(part.reserves) for part in made.strata} == facit["spare"]
    assert {part.unit: part.size for part in made.strata} == facit["units"]


@pytest.mark.parametrize(("percent", "doubled"), [(0, 0), (1, 1), (20, 2), (21, 3), (100, 10)])
def test_the_doubled_share_is_rounded_up(percent: int, doubled: int) -> None:
    frame = frame_of([(str(number), "Öst") for number in range(30)])
    assert len(draw(frame, "s", 10, 5, percent).double) == doubled


def test_half_of_many_and_nothing_more_than_asked_for() -> None:
    frame = frame_of([(str(number), "Öst") for number in range(400)])
    made = draw(frame, "s", 250, double_percent=50)
    assert len(made.double) == 125
    plain = draw(frame, "s", 250)
    assert (plain.strata[0].reserves, plain.double, plain.reserves) == ((), (), 0)
    assert (plain.drawn_at, plain.by) == ("", "")
