"""What a list says of a case, as the checklist's attribute has it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.checklist.model import Attribute
from egenkontroll.sample.attributes import MAX_TEXT, lost_digits, read_attribute

DAY = Attribute(id="inkom", label="Inkom", type="date")
NUMBER = Attribute(id="alder", label="Ålder", type="number")
TEXT = Attribute(id="typ", label="Typ", type="text")
CHOICE = Attribute(id="kon", label="Kön", type="choice", choices=("flicka", "pojke"))

DAYS = st.dates(dt.date(1927, 5, 18), dt.date(2100, 12, 31))


@given(DAYS, st.sampled_from(["{:%Y-%m-%d}", "{:%Y%m%d}", "{:%Y/%m/%d}", "{:%Y.%m.%d}",
                              "{:%Y-%m-%d} 00:00:00", "{:%Y-%m-%d}T8:30"]))  # fmt: skip
def test_dates_as_text(day: dt.date, form: str) -> None:
    assert read_attribute(DAY, form.format(day)) == ("", day.isoformat())


@given(DAYS, st.sampled_from(["{}", "{}.0", "{},5"]))
def test_dates_as_excel_counts_them(day: dt.date, form: str) -> None:
    serial = (day - dt.date(1900, 3, 1)).days + 61
    assert read_attribute(DAY, form.format(serial)) == ("", day.isoformat())


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ("2024", "är inget datum"),
        ("9999", "är inget datum"),
        ("1/4/2024", "är inget datum"),
        ("24-04-01", "är inget datum"),
        ("2024-04/01", "är inget datum"),
        ("igår", "är inget datum"),
        ("2024-02-30", "finns inte i almanackan"),
        ("1899-12-31", "är orimligt"),
        ("2101-01-01", "är orimligt"),
        ("99999", "är orimligt"),
    ],
)
def test_what_is_no_date(given_: str, said: str) -> None:
    fault, value = read_attribute(DAY, given_)
    assert said in fault
    assert value == ""


@pytest.mark.parametrize(
    ("given_", "value"),
    [("14", "14"), ("2,50", "2.5"), ("2.0", "2"), ("1 234", "1234"), ("1\u00a0234,5", "1234.5"),
     ("−3", "-3"), ("-0", "0"), ("007", "7"), ("0,5", "0.5")],
)  # fmt: skip
def test_numbers(given_: str, value: str) -> None:
    assert read_attribute(NUMBER, given_) == ("", value)


@pytest.mark.parametrize("given_", ["tre", "3 år", "1,2,3", "1234567890123", "0,1234567", "٣"])
def test_what_is_no_number(given_: str) -> None:
    fault, value = read_attribute(NUMBER, given_)
    assert fault == f"{given_} är inget tal; skriv siffror, till exempel 14 eller 2,5"
    assert value == ""


def test_text_and_choices() -> None:
    assert read_attribute(TEXT, "") == ("", "")
    assert read_attribute(TEXT, "Utredning") == ("", "Utredning")
    assert read_attribute(TEXT, "x" * MAX_TEXT) == ("", "x" * MAX_TEXT)
    assert "längre än 200 tecken" in read_attribute(TEXT, "x" * (MAX_TEXT + 1))[0]
    assert read_attribute(CHOICE, " FLICKA") == ("", "flicka")
    assert "menade du pojke?" in read_attribute(CHOICE, "pjoke")[0]


@pytest.mark.parametrize("text", ["1,98E+11", "1.98E+11", "2E+10", "1,98112e+11", "-3,1E+05"])
def test_numbers_that_excel_has_shortened(text: str) -> None:
    assert lost_digits(text)


@pytest.mark.parametrize("text", ["", "12E", "E12", "198112182384", "1,98", "12E+05", "1E-05"])
def test_what_excel_has_not_shortened(text: str) -> None:
    assert not lost_digits(text)
