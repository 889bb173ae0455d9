"""What a case list says of a case, in the form that the checklist's attribute has."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from egenkontroll.texts import did_you_mean, listing, same_word

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Attribute

MAX_TEXT = 200
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2100, 12, 31)

# Excel counts days; day 61 is 1 March 1900 (before that it counts a day that never was).
_DAY_ZERO = dt.date(1899, 12, 30)
# From 18 May 1927 on, so that a year alone (2024) is never taken for a day.
_FIRST_SERIAL = 10_000
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_DATE = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:[T ]\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)?")
_NUMBER = re.compile(r"[-−]?[0-9]{1,12}(?:[.,][0-9]{1,6})?")
_LOST = re.compile(r"[-−]?\d(?:[.,]\d+)?E\+?\d{1,3}", re.IGNORECASE)


def lost_digits(text: str) -> bool:
    """Tell whether the text is a number as Excel writes one that is too long: "1,98E+11"."""
    return _LOST.fullmatch(text) is not None


def read_attribute(attribute: Attribute, given: str) -> tuple[str, str]:
    """Return (problem, value): one of them is "".

    A choice comes in the checklist's own spelling, a date as ISO (also from the number of days
    that Excel keeps), a number with a decimal point and no needless zeros.
    """
    if not given:
        return "", ""
    if attribute.type == "date":
        return _date(given)
    if attribute.type == "number":
        return _number(given)
    if attribute.choices is not None:
        return _choice(given, attribute.choices)
    if len(given) > MAX_TEXT:
        return f"texten är längre än {MAX_TEXT} tecken; korta den", ""
    return "", given


def _choice(given: str, choices: tuple[str, ...]) -> tuple[str, str]:
    known = {same_word(choice): choice for choice in choices}
    if same_word(given) in known:
        return "", known[same_word(given)]
    hint = did_you_mean(given, known.values())
    words = listing(list(known.values()), "eller")
    return f"{given[:60]} är inget av svaren{hint} (svaren är {words})", ""


def _date(given: str) -> tuple[str, str]:
    day: dt.date | None = None
    serial, written = _SERIAL.fullmatch(given), _DATE.fullmatch(given)
    if serial and int(serial[1]) >= _FIRST_SERIAL:
        day = _DAY_ZERO + dt.timedelta(days=int(serial[1]))
    elif written:
        try:
            day = dt.date(int(written[1]), int(written[3]), int(written[4]))
        except ValueError:
            return f"{given[:60]} finns inte i almanackan; rätta datumet", ""
    if day is None:
        return f"{given[:60]} är inget datum; skriv år-månad-dag: 2024-04-15", ""
    if not FIRST_DAY <= day <= LAST_DAY:
        limits = f"{FIRST_DAY.year} till {LAST_DAY.year}"
        return f"datumet {day} är orimligt; det ska vara från {limits}", ""
    return "", day.isoformat()


def _number(given: str) -> tuple[str, str]:
    text = re.sub(r"[\s\u00a0\u202f]", "", given)
    if not _NUMBER.fullmatch(text):
        return f"{given[:60]} är inget tal; skriv siffror, till exempel 14 eller 2,5", ""
    whole, _, decimals = text.replace("−", "-").replace(",", ".").partition(".")
    decimals = decimals.rstrip("0")
    sign = "-" if whole.startswith("-") else ""
    whole = whole.lstrip("-").lstrip("0") or "0"
    if whole == "0" and not decimals:
        sign = ""
    return "", f"{sign}{whole}{f'.{decimals}' if decimals else ''}"
