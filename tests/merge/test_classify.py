"""What the answers of a file are called beside those that are there."""

from __future__ import annotations

from collections import Counter

from egenkontroll.facts import Fact, make_fact
from egenkontroll.merge.classify import fresh, tally

CASE = b"c" * 16
ANNA, BO = b"anna", b"bo"


def answer(
    question: str, value: str, clock: int, *replaces: Fact, who: bytes = ANNA, role: int = 1
) -> Fact:
    return make_fact("answer", (CASE, question, role, who), (value, "", ""), clock, b"d", replaces)


OLD = answer("a", "yes", 1)
EDIT = answer("a", "no", 2, OLD)
OTHER = answer("a", "partly", 3, OLD)


def test_what_is_known_counts_for_nothing() -> None:
    assert tally([OLD, EDIT], [OLD]) == Counter()
    assert tally([OLD], []) == Counter()
    # The file brings only history that something here has replaced already.
    assert tally([EDIT], [OLD]) == Counter()


def test_an_answer_that_knew_the_one_here_is_newer() -> None:
    assert tally([OLD], [OLD, EDIT]) == Counter(newer=1)


def test_answers_that_did_not_know_each_other_are_in_conflict_unless_they_say_the_same() -> None:
    assert tally([OLD, EDIT], [OLD, OTHER]) == Counter(conflicts=1)
    same = answer("a", "no", 9, OLD)
    assert tally([OLD, EDIT], [OLD, same]) == Counter(newer=1)


def test_a_conflict_that_stands_here_already_is_not_counted_again() -> None:
    here = [OLD, EDIT, OTHER]
    late = answer("a", "no", 0)
    assert tally(here, [OLD, EDIT, OTHER]) == Counter()
    assert tally(here, [*here, answer("a", "yes", 5, EDIT, OTHER)]) == Counter(newer=1)
    assert tally(here, [late]) == Counter(conflicts=1)
    replaced = answer("a", "partly", 4, OLD)
    before = [replaced, answer("a", "yes", 6, replaced), answer("a", "no", 7)]
    assert tally(before, [OLD]) == Counter(), "history that is replaced brings no conflict"


def test_new_and_parallel_are_told_apart_by_what_the_file_knew() -> None:
    more = answer("b", "yes", 5)
    assert tally([], [OLD]) == Counter(new=1)
    assert tally([OLD], [OLD, more]) == Counter(new=1), "a later file of the same reviewer"
    assert tally([OLD], [more]) == Counter(parallel=1), "two files of the same reviewer"


def test_another_review_of_the_same_case_is_never_a_conflict() -> None:
    second = answer("a", "no", 7, who=BO, role=2)
    takeover = answer("a", "no", 7, who=BO)
    assert tally([OLD], [second]) == Counter(second=1)
    assert tally([], [second]) == Counter(second=1)
    assert tally([OLD], [takeover]) == Counter(second=1)
    assert (fresh(1), fresh(2)) == ("new", "second")
