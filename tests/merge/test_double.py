"""Two reviews of a case: what is waited for, alike, differing and settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.merge.double import STANDING_WORDS, Standing, Votes, compare
from egenkontroll.review.reading import Reading
from tests.doubles import ANNA, BO, double, twice, votes
from tests.makers import checklist, raw_question

if TYPE_CHECKING:
    from egenkontroll.merge.double import Double

ASKED = checklist(
    raw_question("a"),
    raw_question("b", applies_when={"a": "ja"}),
    raw_question("t", type="text"),
)
WAITING, READY, AGREED, DIFFERING, SETTLED = Standing


def standings(found: Double) -> list[Standing | None]:
    return [one.standing for one in found.questions]


def test_alike_is_agreed_without_any_decision() -> None:
    found = double(ASKED, {"a": "yes", "b": "no"}, {"a": "yes", "b": "no"})
    assert found.standing is AGREED
    assert standings(found) == [AGREED, AGREED, None]
    assert found.waits_for == ""
    assert [one.alike for one in found.questions] == [True, True, False]


def test_other_comments_do_not_make_answers_differ() -> None:
    case = twice(votes({"a": "no"}, ANNA, {"a": "ett"}), votes({"a": "no"}, BO, {"a": "två"}))
    assert compare(ASKED, case).standing is AGREED


def test_what_differs_waits_for_one_decision() -> None:
    found = double(ASKED, {"a": "yes", "b": "no"}, {"a": "yes", "b": "yes"})
    assert found.standing is DIFFERING
    assert [one.question.id for one in found.of(DIFFERING)] == ["b"]
    settled = double(ASKED, {"a": "yes", "b": "no"}, {"a": "yes", "b": "yes"}, settled={"b": "yes"})
    assert settled.standing is SETTLED
    one = settled.of(SETTLED)[0]
    assert one.both is not None, "the originals are kept"
    assert [vote.value for vote in one.both] == ["no", "yes"]


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ({"a": "yes", "b": "yes"}, {}, "andra granskningen"),
        ({}, {"a": "no"}, "första granskningen"),
        ({}, {}, "första och andra granskningen"),
        ({"a": "yes"}, {"a": "yes", "b": "no"}, "första granskningen"),
    ],
)
def test_it_is_said_whose_answers_are_waited_for(
    first: dict[str, str], second: dict[str, str], words: str
) -> None:
    found = double(ASKED, first, second)
    assert found.standing is WAITING
    assert found.waits_for == words


def test_a_case_whose_every_question_is_hidden_waits_for_both() -> None:
    hidden = checklist(raw_question("a", applies_when={"x": "ja"}),
                       attributes=[{"id": "x", "label": "X", "type": "choice",
                                    "choices": ["ja", "nej"]}])  # fmt: skip
    found = compare(hidden, twice(Votes(), Votes(), attributes={"x": "nej"}))
    assert (found.standing, found.waits_for) == (WAITING, "första och andra granskningen")
    assert found.questions[0].standing is None


def test_free_text_is_neither_waited_for_nor_compared() -> None:
    found = double(ASKED, {"a": "no", "t": "=ett"}, {"a": "no", "t": "=två"})
    assert found.standing is AGREED


def test_answered_but_not_klar_is_ready_and_may_still_change() -> None:
    alike = double(ASKED, {"a": "no"}, {"a": "no"}, done=False)
    differing = double(ASKED, {"a": "cannot_judge"}, {"a": "no"}, done=False)
    assert alike.standing is differing.standing is READY
    assert [one.question.id for one in differing.of(DIFFERING)] == ["a"]


# --- questions that only one was asked --------------------------------------------------------

GATE = ({"a": "yes", "b": "no"}, {"a": "no"})


def test_a_question_that_only_one_was_asked_follows_the_decision_that_opens_it() -> None:
    found = double(ASKED, *GATE)
    assert standings(found)[:2] == [DIFFERING, None]
    assert (found.questions[1].first_asked, found.questions[1].second_asked) == (True, False)
    assert double(ASKED, *GATE, settled={"a": "yes"}).standing is SETTLED
    assert double(ASKED, *GATE, settled={"a": "no"}).standing is SETTLED


def test_it_is_decided_on_where_only_the_second_has_an_answer_that_would_count() -> None:
    turned = GATE[::-1]
    assert standings(double(ASKED, *turned))[:2] == [DIFFERING, None]
    opened = double(ASKED, *turned, settled={"a": "yes"})
    assert standings(opened)[:2] == [SETTLED, DIFFERING]
    assert opened.standing is DIFFERING
    done = double(ASKED, *turned, settled={"a": "yes", "b": "no"})
    assert done.standing is SETTLED


def test_a_decision_on_a_question_that_no_longer_applies_is_not_shown() -> None:
    found = double(ASKED, *GATE, settled={"a": "no", "b": "yes"})
    assert standings(found)[:2] == [SETTLED, None]
    assert found.questions[1].settled is None


def test_an_answer_to_a_hidden_question_is_no_vote() -> None:
    found = double(ASKED, {"a": "no", "b": "yes"}, {"a": "no", "b": "no"})
    assert found.standing is AGREED
    assert found.questions[1].both is None


def test_answers_that_differ_where_a_decision_closed_the_question_need_none() -> None:
    found = double(ASKED, {"a": "yes", "b": "no"}, {"a": "yes", "b": "yes"}, settled={"a": "no"})
    assert standings(found)[:2] == [SETTLED, None]


# --- laws -------------------------------------------------------------------------------------

VALUES = st.sampled_from(["", "yes", "no", "not_applicable", "not_in_record", "cannot_judge"])
ANSWERS = st.fixed_dictionaries({"a": VALUES, "b": VALUES})


@given(ANSWERS, ANSWERS, st.booleans())
def test_swapping_the_two_changes_who_is_first_and_nothing_else(
    first: dict[str, str], second: dict[str, str], done: bool
) -> None:
    one = double(ASKED, first, second, done=done)
    other = double(ASKED, second, first, people=(BO, ANNA), done=done)
    assert [(q.second, q.first, q.alike) for q in one.questions] == [
        (q.first, q.second, q.alike) for q in other.questions
    ]
    assert (one.standing is WAITING) == (other.standing is WAITING)
    assert (one.standing is AGREED) == (other.standing is AGREED)


@given(ANSWERS, ANSWERS)
def test_deciding_on_everything_ends_and_gives_every_question_that_applies_an_answer(
    first: dict[str, str], second: dict[str, str]
) -> None:
    settled: dict[str, str] = {}
    found = double(ASKED, first, second)
    if found.standing is WAITING:
        return
    for _ in ASKED.questions:
        for one in found.of(DIFFERING):
            vote = one.second or one.first
            settled[one.question.id] = vote.value if vote is not None else "cannot_judge"
        found = double(ASKED, first, second, settled=settled)
    assert found.standing in (AGREED, SETTLED)
    counted: dict[str, Any] = {name: value for name, value in first.items() if value} | settled
    applies = Reading(ASKED, {}, counted, {}).applies - {"t"}
    assert all(counted.get(name) for name in applies)


def test_every_standing_has_words() -> None:
    assert set(STANDING_WORDS) == set(Standing)
