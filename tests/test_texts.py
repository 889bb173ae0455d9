from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll import texts
from egenkontroll.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        (0, 0, "0"),
        (1234567, 0, "1\u00a0234\u00a0567"),
        (-12, 0, "−12"),
        (2.25, 2, "2,25"),
        (-0.5, 1, "−0,5"),
        (-0.04, 1, "0,0"),
        (-0.4, 0, "0"),
    ],
)
def test_number(value: float, decimals: int, said: str) -> None:
    assert texts.number(value, decimals) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(14, "14"), (14.0, "14"), (2.25, "2,25"), (-0.5, "−0,5"), (1e6, "1\u00a0000\u00a0000")],
)
def test_exact_number(value: float, said: str) -> None:
    assert texts.exact_number(value) == said


def test_figures_in_words() -> None:
    assert texts.k_of_n(6, 61) == "6\u00a0av\u00a061"
    assert texts.percent(64) == "64\u00a0%"
    assert [texts.points(value) for value in (6, 0, -10)] == ["+6", "0", "−10"]
    assert texts.count(1, "ärende", "ärenden") == "1\u00a0ärende"
    assert texts.count(0, "ärende", "ärenden") == "0\u00a0ärenden"
    assert texts.count(1000, "ärende", "ärenden") == "1\u00a0000\u00a0ärenden"


@pytest.mark.parametrize(
    ("words", "said"),
    [((), ""), (("a",), "a"), (("a", "b"), "a och b"), (["a", "b", "c"], "a, b och c")],
)
def test_listing(words: Sequence[str], said: str) -> None:
    assert texts.listing(words) == said
    assert texts.listing(words, "eller") == said.replace("och", "eller")


def test_did_you_mean() -> None:
    known = ["utredningsplan", "Nätverk", "samtycke"]
    assert texts.did_you_mean("utredningplan", known) == "; menade du utredningsplan?"
    assert texts.did_you_mean("NÄTVERKET", iter(known)) == "; menade du Nätverk?"
    assert texts.did_you_mean("xyz", known) == ""
    assert texts.did_you_mean("", []) == ""


def test_same_word() -> None:
    assert texts.same_word("  Ej\u00a0 AKTUELLT\n") == "ej aktuellt"
    assert texts.same_word("Straße") == texts.same_word("STRASSE")


def test_sort_key_sorts_as_swedish_does() -> None:
    units = ["Öster", "Enhet 10", "Ärna", "Zebra", "enhet 2", "Åsa", "Enhet", "élan", "10", "9"]
    assert sorted(units, key=texts.sort_key) == [
        "9", "10", "élan", "Enhet", "enhet 2", "Enhet 10", "Zebra", "Åsa", "Ärna", "Öster",
    ]  # fmt: skip


@given(st.integers(0, 10**30), st.integers(0, 10**30), st.integers(0, 3))
def test_sort_key_puts_numbers_in_their_order(one: int, two: int, zeros: int) -> None:
    first, second = texts.sort_key(f"Enhet {'0' * zeros}{one}"), texts.sort_key(f"Enhet {two}")
    assert (first < second, first == second) == (one < two, one == two)


def test_a_number_may_be_of_any_length() -> None:
    assert texts.sort_key("9" * 5_000) < texts.sort_key("1" + "0" * 5_000)


@given(st.text(max_size=8), st.text(max_size=8))
def test_sort_key_can_always_compare(one: str, two: str) -> None:
    first, second = texts.sort_key(one), texts.sort_key(two)
    assert (first < second) + (first == second) + (first > second) == 1


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("2024-04-01", "2024-05-31", "1\u00a0april–31\u00a0maj 2024"),
        ("2023-12-15", "2024-01-15", "15\u00a0december 2023 – 15\u00a0januari 2024"),
        ("2024-02-29", "2024-02-29", "29\u00a0februari 2024"),
    ],
)
def test_period(starts: str, ends: str, said: str) -> None:
    assert texts.period(starts, ends) == said


def test_user_error_lists_its_problems() -> None:
    error = UserError("Det gick inte.", ["rad 1", "rad 2"])
    assert (error.message, error.problems) == ("Det gick inte.", ("rad 1", "rad 2"))
    assert str(error) == "Det gick inte.\n  rad 1\n  rad 2"
    assert str(UserError("Nej.")) == "Nej."


def test_a_moment_is_said_by_this_computers_time() -> None:
    noon = dt.datetime(2026, 4, 12, 12, 3).astimezone()
    said = texts.moment(round(noon.timestamp() * 1000))
    assert said == "12\u00a0april 2026 kl.\u00a012:03"
    assert "1970" in texts.moment(86_400_000 * 30)
