from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egenkontroll.sample.identity import (
    has_lost_its_zero,
    identifying,
    it,
    looks_like_contact,
    looks_like_personal_number,
    masked,
    one_way_of_writing,
    without_identity,
)


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


# --- telephone numbers and e-mail addresses ---------------------------------------------------

GAPS = ["", " ", "-", "\u00a0", " - ", "–", "\u2011"]


@st.composite
def telephones(draw: st.DrawFn) -> str:
    """A mobile or fixed number in any of the ways it is written in Sweden."""
    mobile = draw(st.booleans())
    if mobile:
        area = "7" + draw(st.sampled_from("02369"))
        sizes: tuple[int, ...] = draw(st.sampled_from([(3, 2, 2), (7,)]))
    else:
        area = draw(st.sampled_from(["8", "10", "31", "40", "90", "250", "920"]))
        few = [(3, 2, 2), (3, 3)] if len(area) == 1 else [(3, 2), (2, 2, 2), (5,)]
        sizes = draw(st.sampled_from(few))
    many = sum(sizes)
    own = "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=many, max_size=many)))
    abroad = draw(st.sampled_from(["0", "+46", "+46 ", "+46 (0)", "0046 "]))
    first = draw(st.sampled_from(GAPS if mobile else GAPS[1:]))
    between = draw(st.sampled_from(["", " ", "-"])) if mobile else " "
    parts, at = [], 0
    for size in sizes:
        parts.append(own[at : at + size])
        at += size
    return f"{abroad}{area}{first}{between.join(parts)}"


@st.composite
def addresses(draw: st.DrawFn) -> str:
    name = draw(st.text("abcåäö019", min_size=1, max_size=8))
    more = draw(st.sampled_from(["", ".efternamn", "+x", "_b", "-c"]))
    place = draw(st.sampled_from(["x.se", "kommun.se", "a-b.example.org", "mejl.åre.se"]))
    return f"{name}{more}@{place}"


WORDS = st.text("abåö .:;", max_size=8).map(lambda text: f"{text} ")


@given(telephones(), WORDS, WORDS)
def test_a_telephone_number_is_found_inside_any_text(number: str, before: str, after: str) -> None:
    assert looks_like_contact(f"{before}{number} {after}")
    hidden = without_identity(f"{before}{number} {after}")
    assert hidden in (
        f"{before}[telefonnummer] {after}",
        f"{before}[personnummer] {after}",
    ), "ten digits may be either"


@given(addresses(), WORDS, WORDS)
def test_an_address_is_found_inside_any_text(address: str, before: str, after: str) -> None:
    assert looks_like_contact(f"{before}{address}, {after}")
    assert without_identity(f"{before}{address}, {after}") == f"{before}[e-postadress], {after}"


@given(st.lists(numbers() | telephones() | addresses() | TEXT, max_size=4),
       st.sampled_from([" ", ", ", "\n", " 2024 "]))  # fmt: skip
def test_nothing_that_identifies_is_left_when_masked(parts: list[str], between: str) -> None:
    text = between.join(parts)
    hidden = without_identity(text)
    assert not identifying(hidden)
    assert (hidden == text) is (not identifying(text))
    assert bool(identifying(text)) is (looks_like_personal_number(text) or looks_like_contact(text))
    assert it(identifying(text)) == ("den" if "adress" in identifying(text) else "det")


DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))


@given(
    st.one_of(
        DAYS.map(str),
        st.tuples(DAYS, st.times()).map(lambda one: f"{one[0]} {one[1]:%H:%M}"),
        DAYS.map(lambda one: f"{one:%d-%m-%Y}"),
        st.tuples(DAYS, st.times()).map(lambda one: f"{one[0]:%m-%d} {one[1]:%H %M}"),
        st.times().map(lambda one: f"kl. {one:%H.%M}"),
        st.integers(0, 99999).map(lambda one: f"{one:05}-24"),
        st.integers(1900, 2099).map(str),
        st.integers(1, 99).map(lambda one: f"{one} kap. {one} a §"),
        st.integers(0, 999999).map(lambda one: f"SN2024-{one:06}"),
        st.integers(0, 9999999).map(lambda one: f"SN 2024-{one:07}"),
    ),
    AROUND,
)
def test_dates_times_case_numbers_and_paragraphs_are_let_through(text: str, before: str) -> None:
    assert not looks_like_contact(f"{before} {text}")
    assert not looks_like_contact(f"{text} {before}")


@pytest.mark.parametrize(
    "text",
    [
        "070-123 45 67",
        "0701234567",
        "+46 70 123 45 67",
        "+46701234567",
        "+46 (0)70-123 45 67",
        "0046 70 123 45 67",
        "+46-8-508 25 000",
        "08-508 25 000",
        "08-12 34 56",
        "08-45 34 5678",
        "08-50 825000",
        "0850825000",
        "040-123 45",
        "0920-123 45",
        "07 01 23 45 67",
        "tel:070-1234567.",
        "12 070-123 45 67",
        "0401-1 070-123 45 67",
        "anna@example.se",
        "Anna.Åberg@kommun.se",
        "<a+b@x.co.uk>",
    ],
)
def test_contacts_stopped(text: str) -> None:
    assert looks_like_contact(text)
    assert "@" not in without_identity(text)
    assert "123 45" not in without_identity(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "00336-24",
        "SN2024-001234",
        "2024-0701234",
        "2024-070123456",
        "IFO-2024-0401-12",
        "x0701234567",
        "0800-1630",
        "08.30-16.30",
        "08-05-2024",
        "08-15 10 30",
        "01-05-2024",
        "070-123",
        "04151030",
        "2001:453",
        "556016-0680",
        "12 000 000",
        "000-123 45 67",
        "+46 5",
        "a@b",
        "@anna",
        "5 @ 3 st.",
        "12345678901",
    ],
)
def test_contacts_let_through(text: str) -> None:
    assert not looks_like_contact(text)
    assert without_identity(text) == text


# --- as spreadsheets and other programs write it --------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "191212121212.0",
        "1,91212121212E+11",
        "1.91212121212E+11",
        "1,212121212E+09",
        "191 212 121 212",
        "1 212 121 212",
        "1912-12-12-1212",
        "1912.12.12 - 1212",
        "1912/12/12+T212",
        "12-12-12-1212",
        "akt 1912-12-12-1212, se bilaga",
        "19121212T212",
        "121212-T212",
        "121212 s212",
        "19121272-N219",
        "19 12 12 12-12 12 och 121212+1212",
    ],
)
def test_numbers_in_other_forms_are_stopped(text: str) -> None:
    assert looks_like_personal_number(text)
    hidden = masked(text)
    assert "[personnummer]" in hidden
    assert not looks_like_personal_number(hidden)


@pytest.mark.parametrize(
    "text",
    [
        "2024-04-01 1212",
        "2024-04-01-0013",
        "1,98E+11",
        "1,98112E+12",
        "9,9E+09",
        "198 112 182",
        "1 198 112 182 384",
        "2024-13-41-1212",
        "1912-12-12",
    ],
)
def test_forms_that_are_no_personal_numbers(text: str) -> None:
    assert not looks_like_personal_number(text)
    assert masked(text) == text


def test_numbers_that_reach_into_each_other_are_masked_once() -> None:
    assert masked("1912-12-12-1212 121212") == "[personnummer] 121212"


def test_a_number_that_has_lost_its_zero() -> None:
    # 2005-12-12, with the check digit that belongs to it.
    nine = "51212" + "121"
    whole = nine + check_digit("0" + nine)
    assert has_lost_its_zero(whole)
    assert has_lost_its_zero(f"{whole}.0")
    assert not has_lost_its_zero(f"0{whole}")
    assert not has_lost_its_zero(str(int(whole) + 1))
    assert not has_lost_its_zero("512121")


def test_references_are_compared_in_one_way_of_writing() -> None:
    same = {one_way_of_writing(text) for text in ("19121212-1212", "1212121212", " 121212 1212")}
    assert same == {"1212121212"}
    assert one_way_of_writing(" A-12  Ä") == one_way_of_writing("a-12 ä")
    assert one_way_of_writing("0401011234-5") != one_way_of_writing("0401011234")
