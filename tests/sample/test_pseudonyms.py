"""Running numbers in place of references: one each, in an order that tells nothing."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.sample.drawn import Frame, FrameCase
from egenkontroll.sample.pseudonyms import renumber

REFERENCES = st.lists(
    st.text("0123456789åÅ- ", min_size=1, max_size=10), min_size=1, max_size=40,
    unique_by=lambda text: " ".join(text.split()).casefold(),
)  # fmt: skip


def frame_of(references: list[str], **more: tuple[tuple[str, str], ...]) -> Frame:
    cases = tuple(
        FrameCase(given_, "Öst" if at % 3 else "Väst", {"kon": str(at)}, f"kod{at}")
        for at, given_ in enumerate(references)
    )
    return Frame("lista.csv", "ab" * 32, cases, **more)


@given(REFERENCES)
def test_every_case_gets_a_number_of_its_own_and_keeps_all_else(references: list[str]) -> None:
    frame = frame_of(references)
    made = renumber(frame)
    back = {number: given_ for number, given_, _ in made.key}
    assert len(back) == len(references)
    assert set(back.values()) == set(references)
    old = {case.reference: case for case in frame.cases}
    for case in made.frame.cases:
        was = old[back[case.reference]]
        assert (case.unit, case.attributes, case.handler) == (
            was.unit, was.attributes, was.handler,
        )  # fmt: skip
        assert re.fullmatch(r"[A-ZÅÄÖ]{3}-\d{3}", case.reference)
    assert sorted(int(number[4:]) for number in back) == list(range(1, len(references) + 1))
    assert made.frame.sizes() == frame.sizes()
    assert list(made.frame.sizes()) == list(frame.sizes())
    assert made.frame.digest == frame.digest


@given(REFERENCES.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_of_the_list_does_not_matter(both: tuple[list[str], list[str]]) -> None:
    one, other = (
        {given_: number for number, given_, _ in renumber(frame_of(found)).key} for found in both
    )
    assert one == other


def test_the_numbers_follow_neither_the_references_nor_the_list() -> None:
    references = [f"{at:04}-24" for at in range(300)]
    key = renumber(frame_of(references)).key
    ordered = [given_ for _, given_, _ in key]
    assert ordered != references
    neighbours = sum(ordered[at] < ordered[at + 1] for at in range(299))
    assert 120 < neighbours < 180
    # One case more or less gives other numbers and another name of the list.
    other = renumber(frame_of(references[1:])).key
    assert other[0][0][:3] != key[0][0][:3]


def test_what_was_left_out_is_told_by_its_number() -> None:
    excluded = (("19121212-1212", "två gånger"), ("rad 9", "summa"))
    made = renumber(frame_of(["121212-1212", "1-24"], excluded=excluded))
    number = next(number for number, given_, _ in made.key if given_ == "121212-1212")
    assert made.frame.excluded == ((number, "två gånger"), ("rad 9", "summa"))


def test_many_cases_have_longer_numbers() -> None:
    made = renumber(frame_of([str(at) for at in range(1001)]))
    assert {len(case.reference) for case in made.frame.cases} == {8}
