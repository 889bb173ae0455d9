"""Rule egk-1 against an implementation of its own, written from the design and not the code."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egenkontroll.checklist.reading import read
from egenkontroll.sample.adding import agrees, lost
from egenkontroll.sample.draw import draw, identities, order
from egenkontroll.sample.drawn import Draw, Frame, FrameCase, Stratum
from egenkontroll.sample.frame import read_frame
from egenkontroll.sample.wanted import Quota, Sizing, Wanted
from egenkontroll.spreadsheet.reading import read_table
from tests.makers import VT2024
from tests.sample.egk1_by_hand import by_hand


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
    strata = [(part.name, part.size, part.drawn, part.reserves) for part in made.strata]
    return strata, made.double


@given(CASES, SEEDS, COUNTS, st.binary(min_size=16, max_size=16))
def test_the_same_draw_gives_the_same_identities(
    cases: list[tuple[str, str]], seed: str, n: int, round_id: bytes
) -> None:
    """Whoever draws and whenever: two copies that have drawn alike can be merged into one."""
    made = draw(frame_of(cases), Wanted(seed, n))
    here = identities(round_id, made)
    found = {reference: here(reference) for reference in ("", *(name for name, _ in cases))}
    again = identities(round_id, replace(made, drawn_at="2024-05-02T08:00:00", by="Bo Ek"))
    assert found == {reference: again(reference) for reference in found}
    assert len(set(found.values())) == len(found)
    assert {(one[:6], one[6] >> 4, one[8] >> 6, len(one)) for one in found.values()} == {
        (round_id[:6], 8, 2, 16)
    }
    others = (
        identities(round_id[:8] + bytes(not byte for byte in round_id[8:]), made),
        identities(round_id, replace(made, wanted=Wanted(f"{seed}+", n))),
        identities(round_id, replace(made, frame_digest="cd" * 32)),
        identities(round_id, replace(made, strata=(*made.strata, Stratum("", 0, (), ())))),
    )
    assert not any(
        other(reference) == said for other in others for reference, said in found.items()
    )


@settings(max_examples=1000)
@given(CASES, SEEDS, COUNTS, COUNTS, SHARES)
def test_anybody_can_draw_the_same_by_hand(
    cases: list[tuple[str, str]], seed: str, n: int, m: int, percent: int
) -> None:
    made = draw(frame_of(cases), Wanted(seed, n, reserves=m, double_percent=percent))
    assert said(made) == drawn_by_hand(cases, seed, n, m, percent)
    assert made.wanted == Wanted(seed, n, reserves=m, double_percent=percent)
    assert (made.algorithm, made.frame_digest) == ("egk-1", "ab" * 32)


@given(CASES, SEEDS, COUNTS, COUNTS, SHARES)
def test_each_case_at_most_once_and_in_its_own_unit(
    cases: list[tuple[str, str]], seed: str, n: int, m: int, percent: int
) -> None:
    made = draw(frame_of(cases), Wanted(seed, n, reserves=m, double_percent=percent))
    chosen = [(name, part.name) for part in made.strata for name in (*part.drawn, *part.reserves)]
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
    small = draw(frame_of(cases), Wanted(seed, n, reserves=more))
    large = draw(frame_of(cases), Wanted(seed, n + more))
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
    made = draw(frame, Wanted(facit["seed"], facit["per_unit"], reserves=facit["reserves"]))
    assert {part.name: list(part.drawn) for part in made.strata} == facit["drawn"]
    assert {part.name: list(part.reserves) for part in made.strata} == facit["spare"]
    assert {part.name: part.size for part in made.strata} == facit["units"]


@pytest.mark.parametrize(("percent", "doubled"), [(0, 0), (1, 1), (20, 2), (21, 3), (100, 10)])
def test_the_doubled_share_is_rounded_up(percent: int, doubled: int) -> None:
    frame = frame_of([(str(number), "Öst") for number in range(30)])
    assert len(draw(frame, Wanted("s", 10, reserves=5, double_percent=percent)).double) == doubled


def test_half_of_many_and_nothing_more_than_asked_for() -> None:
    frame = frame_of([(str(number), "Öst") for number in range(400)])
    made = draw(frame, Wanted("s", 250, double_percent=50))
    assert len(made.double) == 125
    plain = draw(frame, Wanted("s", 250))
    assert (plain.strata[0].reserves, plain.double, plain.calibration) == ((), (), ())
    assert (plain.drawn_at, plain.by) == ("", "")


def test_the_script_draws_the_real_round() -> None:
    facit = json.loads((VT2024 / "facit.json").read_text(encoding="utf-8"))
    frame = read_frame(
        read_table(VT2024 / "arendelista.csv"), read(VT2024 / "checklista-2024.yaml")
    )
    listed = "".join(f"{case.unit};{case.reference}\n" for case in frame.cases)
    script = Path(__file__).with_name("egk1_by_hand.py")
    words = [sys.executable, str(script), facit["seed"], "10", "3"]
    done = subprocess.run(words, input=listed.encode(), capture_output=True, check=True)
    found = {}
    for line in done.stdout.decode().splitlines():
        unit, *references = line.split(";")
        at = references.index("|")
        found[unit] = (references[:at], references[at + 1 :])
    assert found == {unit: (facit["drawn"][unit], facit["spare"][unit]) for unit in facit["units"]}


# --- quotas, calibration, and more on top -----------------------------------------------------

MARKED = st.lists(
    st.tuples(REFERENCES, UNITS, st.sampled_from(["ja", "nej", ""]), st.sampled_from("ab")),
    max_size=40,
    unique_by=lambda case: case[0],
)
QUOTAS = st.lists(
    st.one_of(
        st.builds(Quota, st.just("insats"), st.just("ja"), st.integers(1, 100)),
        st.builds(Quota, st.just("typ"), st.just("A"), st.integers(1, 100)),
    ),
    max_size=2,
    unique_by=lambda quota: quota.attribute,
).map(tuple)


def marked(cases: list[tuple[str, str, str, str]]) -> Frame:
    made = (
        FrameCase(name, unit, {"insats": insats, "typ": kind}) for name, unit, insats, kind in cases
    )
    return Frame("lista.csv", "ab" * 32, tuple(made))


def with_quotas_by_hand(
    cases: list[tuple[str, str, str, str]], seed: str, n: int, m: int, quotas: tuple[Quota, ...]
) -> dict[str, tuple[list[str], list[str]]]:
    found = {}
    for unit in dict.fromkeys(case[1] for case in cases):
        inside = {case[0]: {"insats": case[2], "typ": case[3]} for case in cases if case[1] == unit}
        ordered = by_hand(seed, list(inside))
        many = min(n, len(ordered))
        taken: list[str] = []
        for quota in quotas:
            needed = -(-many * quota.percent // 100)
            for name in ordered:
                fits = inside[name][quota.attribute] == quota.value.lower()
                there = sum(inside[one][quota.attribute] == quota.value.lower() for one in taken)
                if fits and name not in taken and there < needed and len(taken) < many:
                    taken.append(name)
        taken += [name for name in ordered if name not in taken][: many - len(taken)]
        found[unit] = (taken, [name for name in ordered if name not in taken][:m])
    return found


@given(MARKED, SEEDS, COUNTS, COUNTS, QUOTAS)
def test_quotas_are_met_by_the_same_keys_or_said_to_be_short(
    cases: list[tuple[str, str, str, str]], seed: str, n: int, m: int, quotas: tuple[Quota, ...]
) -> None:
    made = draw(marked(cases), Wanted(seed, n, reserves=m, quotas=quotas))
    hand = with_quotas_by_hand(cases, seed, n, m, quotas)
    assert {one.name: (list(one.drawn), list(one.reserves)) for one in made.strata} == hand
    for stratum in made.strata:
        for quota in quotas:
            column = 2 if quota.attribute == "insats" else 3
            has = {case[0] for case in cases if case[column] == quota.value.lower()}
            wanted, got = quota.wants(len(stratum.drawn)), len(has & set(stratum.drawn))
            said = [short for short in stratum.short if short.quota == quota]
            assert [(one.wanted, one.got) for one in said] == (
                [(wanted, got)] if got < wanted else []
            )


@given(CASES, SEEDS, COUNTS, COUNTS, COUNTS)
def test_calibration_is_drawn_by_the_rule_among_the_others(
    cases: list[tuple[str, str]], seed: str, n: int, m: int, practice: int
) -> None:
    made = draw(frame_of(cases), Wanted(seed, n, reserves=m, calibration=practice))
    taken = {name for part in made.strata for name in (*part.drawn, *part.reserves)}
    others = [name for name, _ in cases if name not in taken]
    assert list(made.calibration) == by_hand(f"{seed}\x1fkalibrering", others)[:practice]
    plain = draw(frame_of(cases), Wanted(seed, n, reserves=m))
    assert plain.strata == made.strata


@given(MARKED, SEEDS, COUNTS, COUNTS, QUOTAS, COUNTS, SHARES, SHARES)
def test_more_on_top_takes_nothing_away(
    cases: list[tuple[str, str, str, str]], seed: str, n: int, more: int, quotas: tuple[Quota, ...],
    practice: int, few: int, many: int,
) -> None:  # fmt: skip
    frame = marked(cases)
    few, many = sorted((few, many))
    first = draw(frame, Wanted(seed, n, reserves=2, quotas=quotas[:1], calibration=practice,
                               double_percent=few))  # fmt: skip
    wanted = Wanted(seed, n + more, reserves=2, quotas=quotas[:1], calibration=practice + 1,
                    double_percent=many)  # fmt: skip
    second = draw(frame, wanted, first)
    assert lost(first, second) == ""
    assert set(first.double) <= set(second.double)
    assert second.calibration[: len(first.calibration)] == first.calibration
    assert not set(second.calibration) & set(second.drawn)
    assert agrees(second, [frame], [first])
    assert agrees(first, [frame], [])
    assert draw(frame, wanted, first) == second


def test_by_another_attribute_share_all_and_total() -> None:
    cases = [(str(at), "Öst", "ja" if at % 4 else "nej", "a") for at in range(40)]
    frame = marked(cases)
    by_attribute = draw(frame, Wanted("s", 3, stratum="insats"))
    assert [(one.name, one.size, len(one.drawn)) for one in by_attribute.strata] == [
        ("nej", 10, 3), ("ja", 30, 3),
    ]  # fmt: skip
    for name, keep in (("ja", True), ("nej", False)):
        inside = [case[0] for case in cases if (case[2] == "ja") is keep]
        found = next(one for one in by_attribute.strata if one.name == name)
        assert list(found.drawn) == by_hand("s", inside)[:3]
    share = draw(frame, Wanted("s", 11, Sizing.SHARE, stratum="insats"))
    assert [len(one.drawn) for one in share.strata] == [2, 4]
    assert len(draw(frame, Wanted("s", 0, Sizing.ALL, reserves=3)).drawn) == 40
    total = draw(frame, Wanted("s", 8, Sizing.TOTAL, stratum="insats"))
    assert [len(one.drawn) for one in total.strata] == [2, 6]
