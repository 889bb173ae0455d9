from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.sample.identity import looks_like_personal_number, masked


def check_digit(nine: str) -> str:
    """Luhn's, written from SKV 704: twice, once, twice …; the digits of the products summed."""
    total = 0
    for place, digit in enumerate(nine):
        product = int(digit) * (2 if place % 2 == 0 else 1)
        total += product // 10 + product % 10
    return str((10 - total % 10) % 10)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """A right personnummer or samordningsnummer in any of the ways it is written."""
    born = draw(st.dates(dt.date(1890, 1, 1), dt.date(2024, 12, 31)))
    day = born.day + draw(st.sampled_from([0, 60]))
    six = f"{born:%y%m}{day:02}"
    nine = f"{six}{draw(st.integers(0, 999)):03}"
    last = nine[6:] + check_digit(nine)
    century = draw(st.sampled_from(["", str(born.year)[:2]]))
    sign = draw(st.sampled_from(["", "-", "+", " ", "–", "−", "\u00a0", "\u2011", " - "]))
    return f"{century}{six}{sign}{last}"


TEXT = st.text("abcÅÄÖ .,:;/()-+0123456789 ", max_size=12)
AROUND = st.text("abåö .,:;/()", max_size=8)


def test_the_check_digit_is_the_official_one() -> None:
    assert check_digit("121212121") == "2"
    assert check_digit("811218987") == "6"


@given(numbers(), AROUND, AROUND)
def test_a_right_number_is_found_inside_any_text(number: str, before: str, after: str) -> None:
    text = f"{before}{number}{after}"
    assert looks_like_personal_number(text)
    assert masked(text) == f"{before}[personnummer]{after}"


@given(st.lists(numbers() | TEXT, max_size=5), st.sampled_from(["", " ", ", ", "\n", "2024 "]))
def test_nothing_is_left_when_masked(parts: list[str], between: str) -> None:
    text = between.join(parts)
    hidden = masked(text)
    assert not looks_like_personal_number(hidden)
    assert (hidden == text) is (not looks_like_personal_number(text))
    assert masked(hidden) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "121212-1212",
        "1212121212",
        "191212121212",
        "19121212-1212",
        "19121212 1212",
        "19 121212-1212",
        "121212+1212",
        "121212–1212",
        "121212\u20111212",
        "121212 - 1212",
        "121272-1219",  # samordningsnummer
        "19121272-1219",
        "121272 1219",
        "121212-T123",  # interim
        "121212t123",
        "20121212-R001",
        "121212-1213",  # mistyped, but still points at somebody
        "191212121213",
        "240229-0000",
        "pnr 121212-1212, enligt mejl",
        "pnr121212-1212",
        "Dnr/121212-1212",
        "(19121212-1212)",
        "2024 121212-1212",
        "2024 19121212-1212",
        "04 15 121212-1212",
        "12 121212-1212",
        "Anna 070-123 45 67 121212-1212",
        "99999999999999 121212-1212",
    ],
)
def test_stopped(text: str) -> None:
    assert looks_like_personal_number(text)
    assert "1212-1" not in masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "00336-24",
        "SN2024-001234",
        "SN 2024/1234",
        "IFO-2024-0401-12",
        "2024-04-01-1234",
        "2024-123456",
        "2024-04-15",
        "20240415",
        "2024-04-15 10:30",
        "2024-04-01/2024-05-31",
        "070-123 45 67",
        "070-1234567",
        "0701234567",
        "+46 70 123 45 67",
        "08-508 25 000",
        "121312-1212",  # month 13
        "121200-1212",  # day 0
        "120230-1212",  # 30 February
        "121292-1212",  # day 92
        "1212121213",  # ten bare digits with the wrong check digit
        "IFO121212-1213",  # a case number of the same form, wrong check digit
        "IFO121212T123",
        "x121212-1213",
        "1 x121212-1213",
        "1212121212123",
        "99121212-12125",
        "556016-0680",  # an organisation number
    ],
)
def test_let_through(text: str) -> None:
    assert not looks_like_personal_number(text)
    assert masked(text) == text


def test_only_the_number_is_masked() -> None:
    text = "Se 19121212-1212 och 121212-1212; ring 070-123 45 67 före 2024-04-15."
    assert masked(text) == (
        "Se [personnummer] och [personnummer]; ring 070-123 45 67 före 2024-04-15."
    )


LAST_DAYS = zip(range(1, 13), (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True)


@pytest.mark.parametrize(("month", "last"), list(LAST_DAYS))
def test_only_days_that_can_be(month: int, last: int) -> None:
    for day, possible in ((0, False), (1, True), (last, True), (last + 1, False)):
        assert looks_like_personal_number(f"12{month:02}{day:02}-1212") is possible
        if day:
            assert looks_like_personal_number(f"12{month:02}{day + 60:02}-1212") is possible
