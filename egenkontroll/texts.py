"""Swedish words and figures shared by window, command line and paper."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NBSP = "\u00a0"
MINUS = "\u2212"
EN_DASH = "–"
NOTHING = "–"


def number(value: float, decimals: int = 0) -> str:
    """Return a number in Swedish: decimal comma, true minus, thousands with a hard space."""
    text = f"{abs(value):,.{decimals}f}".replace(",", NBSP).replace(".", ",")
    nothing = not any(digit in "123456789" for digit in text)
    return f"{MINUS}{text}" if value < 0 and not nothing else text


def exact_number(value: float) -> str:
    """Return a number in Swedish with the decimals it has, six at most: "14" or "2,25"."""
    decimals = f"{value:.6f}".partition(".")[2].rstrip("0")
    return number(value, len(decimals))


def k_of_n(k: int, n: int) -> str:
    """Return "6 av 61", with hard spaces so that it never breaks over two lines."""
    return f"{number(k)}{NBSP}av{NBSP}{number(n)}"


def percent(value: int) -> str:
    """Return "64 %" with a hard space."""
    return f"{number(value)}{NBSP}%"


def points(value: int) -> str:
    """Return a difference in percentage points with its sign: "+6", "−10" or "0"."""
    return f"+{value}" if value > 0 else number(value)


def count(value: int, one: str, many: str) -> str:
    """Return "1 ärende" or "3 ärenden"."""
    return f"{number(value)}{NBSP}{one if value == 1 else many}"


def listing(words: Sequence[str], last: str = "och") -> str:
    """Return "a, b och c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "; menade du X?" for the known word most like `word`, or "" where none is."""
    import difflib

    names = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), names, n=1, cutoff=0.6)
    return f"; menade du {names[near[0]]}?" if near else ""


def same_word(word: str) -> str:
    """Return the form in which words are compared: no case, single spaces."""
    return " ".join(word.split()).casefold()


def sort_key(word: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts as Swedish does: å, ä, ö last, and 2 before 10."""
    order = {"å": "{", "ä": "|", "ö": "}", "é": "e", "ü": "y"}
    key: list[tuple[int, int, str]] = []
    digits = ""
    for letter in [*word.casefold(), ""]:
        if letter and letter in "0123456789":
            digits += letter
            continue
        if digits:
            worth = digits.lstrip("0")  # of two numbers the longer is the larger
            key.append((0, len(worth), worth))
            digits = ""
        if letter:
            key.append((1, 0, order.get(letter, letter)))
    return tuple(key)


def period(starts: str, ends: str) -> str:
    """Return "1 april–31 maj 2024" for two ISO dates."""
    first_year, first_month, first_day = (int(part) for part in starts.split("-"))
    last_year, last_month, last_day = (int(part) for part in ends.split("-"))
    first = f"{first_day}{NBSP}{MONTHS[first_month - 1]}"
    last = f"{last_day}{NBSP}{MONTHS[last_month - 1]} {last_year}"
    if first_year != last_year:
        return f"{first} {first_year} {EN_DASH} {last}"
    if starts == ends:
        return last
    return f"{first}{EN_DASH}{last}"


def moment(milliseconds: int) -> str:
    """Return "12 april 2026 kl. 14:03", by this computer's time, for milliseconds since 1970."""
    begun = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    when = (begun + dt.timedelta(milliseconds=milliseconds)).astimezone()
    day = f"{when.day}{NBSP}{MONTHS[when.month - 1]} {when.year}"
    return f"{day} kl.{NBSP}{when:%H:%M}"


MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
