from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.results.tally import RULE_SENTENCE, Share, Tally, rule_for, share, tally
from egenkontroll.review.answers import choices
from tests.makers import question

GRADED = question(type="yes_partly_no")
VALUES = ["yes"] * 5 + ["partly"] * 2 + ["no"] * 3 + ["not_applicable"] * 4
VALUES += ["not_in_record"] * 6 + ["cannot_judge", "", ""]


def test_every_answer_falls_in_one_place() -> None:
    counts = tally(GRADED, iter(VALUES))
    assert counts == Tally(
        met=5,
        partly=2,
        not_met=3,
        not_applicable=4,
        not_in_record=6,
        cannot_judge=1,
        unanswered=2,
    )
    assert counts.cases == len(VALUES) == 23
    assert tally(GRADED, []) == Tally()


@given(st.lists(st.sampled_from([*choices(GRADED), ""])))
def test_the_places_add_up_to_the_cases(values: list[str]) -> None:
    counts = tally(GRADED, values)
    assert counts.cases == len(values)
    found = share(GRADED, counts)
    assert found is not None
    assert 0 <= found.k <= found.n <= counts.cases
    assert tally(GRADED, values[::-1]) == counts


@pytest.mark.parametrize(
    ("parts", "k", "n"),
    [
        ({}, 5, 16),
        ({"partly_counts": "met"}, 7, 16),
        ({"not_in_record": "excluded"}, 5, 10),
        ({"partly_counts": "met", "not_in_record": "excluded"}, 7, 10),
        ({"met": ["ja", "delvis"]}, 7, 16),
        ({"met": ["nej"]}, 3, 16),
        ({"met": ["nej"], "partly_counts": "met"}, 5, 16),
    ],
)
def test_the_share_by_the_questions_rule(parts: dict[str, Any], k: int, n: int) -> None:
    asked = question(type="yes_partly_no", **parts)
    assert share(asked, tally(asked, VALUES)) == Share(k, n)


def test_a_question_that_is_not_judged_has_options_and_no_share() -> None:
    asked = question(type="multi", choices=["hot", "våld", "tvång"])
    counts = tally(asked, ["=hot", "=våld\nhot", "not_applicable", "", "not_in_record"])
    assert counts == Tally(
        given=2, not_applicable=1, not_in_record=1, unanswered=1,
        options=(("hot", 2), ("våld", 1), ("tvång", 0)),
    )  # fmt: skip
    assert counts.cases == 5
    assert share(asked, counts) is None
    judged = question(type="choice", choices=["a", "b"], met=["a"])
    assert tally(judged, ["=a", "=b", "=a"]) == Tally(met=2, not_met=1)
    assert tally(question(type="text"), ["=a\nb"]) == Tally(given=1)


@pytest.mark.parametrize(
    ("k", "n", "percent"),
    [
        (0, 0, None),
        (9, 9, None),
        (0, 9, None),
        (0, 10, 0),
        (10, 10, 100),
        (6, 61, 10),
        (39, 61, 64),
        (1, 200, 1),  # a half goes up
        (1, 201, None),  # 0 % only where it is exact
        (199, 200, None),  # 99,5 rounds to 100, which is not so
        (198, 200, 99),
        (985, 1000, 99),
        (57, 200, 29),
    ],
)
def test_percent_is_refused_where_it_would_mislead(k: int, n: int, percent: int | None) -> None:
    assert Share(k, n).percent == percent


@given(st.integers(0, 400), st.integers(0, 400))
def test_percent_is_exact_at_the_ends(one: int, two: int) -> None:
    k, n = min(one, two), max(one, two)
    percent = Share(k, n).percent
    if percent is None:
        assert n < 10 or 0 < k < n
    else:
        assert n >= 10
        assert (percent == 0) is (k == 0)
        assert (percent == 100) is (k == n)
        assert abs(percent * n - 100 * k) * 2 <= n


START = "Regel R1: uppfyllt av uppfyllt och ej uppfyllt."
END = "”Ej aktuellt” och ”Kan inte bedömas” räknas inte med."
NOT_MET = "”Framgår inte av akten” räknas som ej uppfyllt."


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({}, f"{START} {NOT_MET} {END}"),
        (
            {"not_in_record": "excluded"},
            f"{START} ”Framgår inte av akten” räknas inte med på den här frågan. {END}",
        ),
        ({"type": "yes_partly_no"}, f"{START} ”Delvis” räknas som ej uppfyllt. {NOT_MET} {END}"),
        (
            {"type": "yes_partly_no", "partly_counts": "met"},
            f"{START} ”Delvis” räknas som uppfyllt. {NOT_MET} {END}",
        ),
        (
            {"type": "yes_partly_no", "met": ["ja", "Delvis"]},
            f"{START} ”Delvis” räknas som uppfyllt. {NOT_MET} {END}",
        ),
    ],
)
def test_the_rule_of_a_question_in_words(parts: dict[str, Any], sentence: str) -> None:
    assert rule_for(question(**parts)) == sentence


def test_the_general_rule_says_what_is_counted() -> None:
    assert RULE_SENTENCE.startswith("Regel R1:")
    assert END in RULE_SENTENCE
    assert NOT_MET in RULE_SENTENCE
