"""Counts of many cases at once, held against counting one by one; and packed and read again."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.results.kept import WHOLE, Kept, count_splits
from egenkontroll.results.packed import fits, pack, unpack
from egenkontroll.results.table import AREA, UNIT, CaseResult, Counted, FrameGroup, count_groups
from egenkontroll.results.tables_of_four import ways
from egenkontroll.results.tally import Tally
from egenkontroll.review.answers import Outcome, in_words, outcome
from tests.makers import attribute, checklist, raw_question

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Question

SIGNS = ("flicka", "pojke")
ASKED = checklist(
    raw_question("ja"),
    raw_question("delvis", type="yes_partly_no"),
    raw_question("val", type="choice", choices=["a", "b"]),
    raw_question("flera", type="multi", choices=["röd", "blå"]),
    raw_question("tal", type="number", met_range={"min": 2}),
    raw_question("fritext", type="text"),
    attributes=[attribute("kon", "Kön", *SIGNS), attribute("alder", "Ålder", kind="text")],
)
VALUES = {
    "ja": ["yes", "no"],
    "delvis": ["yes", "partly", "no"],
    "val": ["=a", "=b"],
    "flera": ["=röd", "=blå", "=röd\nblå"],
    "tal": ["=1", "=2", "=3"],
    "fritext": ["=något", "=annat"],
}
NONE = ["", "not_applicable", "not_in_record", "cannot_judge"]

_about = st.dictionaries(
    st.sampled_from(("kon", "alder")), st.sampled_from((*SIGNS, "okänt")), max_size=2
)
_cases = st.builds(
    CaseResult,
    reference=st.just("A"),
    unit=st.sampled_from(("Norr", "Söder", "Öster")),
    attributes=_about,
    applies=st.frozensets(st.sampled_from(sorted(VALUES))),
    values=st.fixed_dictionaries(
        {}, optional={name: st.sampled_from([*NONE, *some]) for name, some in VALUES.items()}
    ),
)
_frame = st.lists(st.builds(FrameGroup, st.sampled_from(("Norr", "Väster")), _about), max_size=5)


@given(st.lists(_cases, max_size=12), _frame, st.sampled_from((None, UNIT, AREA, "kon", "alder")))
def test_many_are_counted_as_one_by_one(
    cases: list[CaseResult], frame: list[FrameGroup], split: str | None
) -> None:
    for group in count_groups(ASKED, cases, frame, split):
        inside = [case for case in cases if _in(case, split, group.group)]
        assert group.cases == len(inside)
        assert group.reviewed == sum(case.reviewed for case in inside)
        listed = [known for known in frame if _in(known, split, group.group)]
        assert group.units == len({case.unit for case in inside} | {known.unit for known in listed})
        assert group.population == len(listed)
        assert group.tallies == {one.id: _tally(one, inside) for one in ASKED.questions}


def _in(case: CaseResult | FrameGroup, split: str | None, group: str | None) -> bool:
    if split in (None, AREA):
        return True
    return (case.unit if split == UNIT else case.attributes.get(split or "")) == group


def _tally(question: Question, cases: list[CaseResult]) -> Tally:
    """Count one answer at a time."""
    values = [case.values.get(question.id, "") for case in cases if question.id in case.applies]
    counts = Counter(outcome(question, value) for value in values)
    options: Counter[str] = Counter()
    for value in values:
        if outcome(question, value) is Outcome.GIVEN:
            options.update(in_words(value).split("\n"))
    made = Tally(*(counts[what] for what in Outcome))  # type: ignore[arg-type]
    if question.judged:
        return made
    return replace(made, options=tuple((one, options[one]) for one in question.choices or ()))


@given(st.lists(_cases, max_size=12), _frame)
def test_what_is_packed_is_read_again(cases: list[CaseResult], frame: list[FrameGroup]) -> None:
    for groups in count_splits(ASKED, cases, frame).values():
        about, numbers = pack(ASKED, groups)
        assert unpack(ASKED, about, numbers) == groups
        assert len(numbers) == 4 * len(groups) * (6 * 8 + 2 + 2)


@given(st.lists(_cases, max_size=12), _frame)
def test_kept_counts_tell_of_a_unit_or_an_attribute_what_its_cases_do(
    cases: list[CaseResult], frame: list[FrameGroup]
) -> None:
    splits = count_splits(ASKED, cases, frame)
    kept = Kept("Våren", len(cases), sum(case.reviewed for case in cases), splits)
    assert kept.groups(AREA) == ((kept.splits[WHOLE][0],), (kept.cases, kept.reviewed))
    assert kept.groups("kon") == (splits["kon"], (kept.cases, kept.reviewed))
    assert kept.groups("kon", unit="Norr") is None
    assert kept.groups(None, "Norr", ("kon", "flicka")) is None
    for unit, about in (("Norr", None), (None, ("kon", "pojke"))):
        found = kept.groups(None, unit, about)
        inside = [case for case in cases if _chosen(case, unit, about)]
        listed = [known for known in frame if _chosen(known, unit, about)]
        if not inside:
            assert found is None
            continue
        reviewed = sum(case.reviewed for case in inside)
        assert found == (count_groups(ASKED, inside, listed, None), (len(inside), reviewed))
    assert kept.groups(None, attribute=("okänt", "x")) is None


def _chosen(case: CaseResult | FrameGroup, unit: str | None, about: tuple[str, str] | None) -> bool:
    if about is not None:
        return case.attributes.get(about[0]) == about[1]
    return case.unit == unit


@given(st.integers(0, 60), st.integers(0, 60), st.data())
def test_ways_worked_out_from_each_other_are_the_binomials(
    marked: int, others: int, data: st.DataObject
) -> None:
    drawn = data.draw(st.integers(0, marked + others))
    assert ways(marked, others, drawn) == {
        x: math.comb(marked, x) * math.comb(others, drawn - x)
        for x in range(max(0, drawn - others), min(marked, drawn) + 1)
    }


def test_an_empty_round_is_packed_too() -> None:
    (whole,) = count_splits(ASKED, [], [])[WHOLE]
    assert unpack(ASKED, *pack(ASKED, [whole])) == (whole,)
    assert isinstance(whole, Counted)
    assert unpack(ASKED, *pack(ASKED, [])) == ()


@pytest.mark.parametrize(
    "about",
    ["[1]", "{}", "nej", '[["a", 1, 1, 1]]', '[["a", "1", 1, 1, 1]]', "[[2, 1, 1, 1, 1]]",
     '[["a", 1, 1, 1, 1], ["b", 1, 1, 1, 1]]'],
)  # fmt: skip
def test_what_does_not_fit_is_not_read(about: str) -> None:
    groups = count_splits(ASKED, [], [])[WHOLE]
    said, packed = pack(ASKED, groups)
    assert fits(ASKED, said, packed)
    assert not fits(ASKED, about, packed)
    assert not fits(ASKED, said, packed[:-1])
    assert not fits(ASKED, "[" * 100_000, packed)


@pytest.mark.parametrize(
    ("about", "possible"),
    [
        ([None, 7, 7, 9, 1], True),
        ([None, 7, 1, 0, 0], True),
        ([None, 6, 6, 9, 1], False),
        ([None, 7, 0, 9, 1], False),
        ([None, 7, 8, 9, 1], False),
        ([None, 7, -1, 9, 1], False),
        ([None, 7, 7, -9, 1], False),
        ([None, 7, 7, 9, -1], False),
        ([None, 10**30, 7, 9, 1], False),
    ],
)
def test_more_answers_than_cases_are_not_read(about: list[object], possible: bool) -> None:
    """A file from somebody else may hold counts that no counting gives."""
    tallies = {question.id: Tally(met=7) for question in ASKED.questions}
    _, packed = pack(ASKED, [Counted(None, 7, 7, 9, 1, tallies)])
    assert fits(ASKED, json.dumps([about]), packed) is possible


def test_of_cases_that_nobody_has_reviewed_all_is_unanswered() -> None:
    tallies = {question.id: Tally(unanswered=7) for question in ASKED.questions}
    about, packed = pack(ASKED, [Counted(None, 7, 0, 9, 1, tallies)])
    assert fits(ASKED, about, packed)
