"""Which answers contradict each other."""

from __future__ import annotations

from egenkontroll.facts import make_fact
from egenkontroll.merge.conflicts import conflicts

ANNAS, BOS = b"a" * 16, b"b" * 16
KEY = (b"case", "q1", 1, b"anna")
BASE = make_fact("answer", KEY, ("yes", ""), 10, ANNAS)
HERE = make_fact("answer", KEY, ("no", ""), 20, ANNAS, [BASE])
THERE = make_fact("answer", KEY, ("partly", ""), 21, BOS, [BASE])


def test_answers_unknown_to_each_other_contradict() -> None:
    assert conflicts([THERE, BASE, HERE]) == {KEY: (HERE, THERE)}


def test_no_conflict_where_one_knew_the_other() -> None:
    settled = make_fact("answer", KEY, ("no", ""), 30, ANNAS, [HERE, THERE])
    assert conflicts([BASE, HERE]) == {}
    assert conflicts([BASE, HERE, THERE, settled]) == {}


def test_the_same_answer_twice_is_no_conflict_but_another_comment_is() -> None:
    same = make_fact("answer", KEY, ("no", ""), 44, BOS, [BASE])
    commented = make_fact("answer", KEY, ("no", "se beslut"), 45, BOS, [BASE])
    assert conflicts([BASE, HERE, same]) == {}
    assert conflicts([BASE, HERE, commented]) == {KEY: (HERE, commented)}


def test_a_second_reviewer_and_other_kinds_never_contradict() -> None:
    second = make_fact("answer", (b"case", "q1", 2, b"bo"), ("no", ""), 20, BOS)
    states = [make_fact("review_state", ("k",), (said,), 1, ANNAS) for said in ("done", "started")]
    assert conflicts([BASE, second, *states]) == {}
