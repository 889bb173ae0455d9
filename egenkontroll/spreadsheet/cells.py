"""What stands in one cell, as text: numbers without exponents, and the signs of an error."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal

# A saved table can hold errors as plain text, in English or as a Swedish Excel shows them.
# Only signs means that the column was too narrow when Excel saved the text file.
_ERROR_TEXT = re.compile(
    r"#(REF!|REFERENS!|DIV/0!|DIVISION/0!|N/A|SAKNAS!|NAME\?|NAMN\?|NULL!|SKÄRNING!"
    r"|NUM!|OGILTIGT!|VALUE!|VÄRDE!|VÄRDEFEL!|SPILL!|CALC!|GETTING_DATA)|#{3,}|(Err|Fel):\d{3}",
    re.IGNORECASE,
)


def is_error_text(text: str) -> bool:
    """Tell whether the text is nothing but a spreadsheet's error message."""
    return _ERROR_TEXT.fullmatch(text) is not None


# Nothing but zeros, with signs between.
_ZEROS = re.compile(r"0[0 /-]*0")

# Excel keeps fifteen digits of a number: of one that is longer, the last ones are lost.
_KEPT = 10**15


def number_text(value: float) -> str:
    """Write 198112000000.0 as "198112000000", 1e-07 as "0.0000001" and 62.5 as "62.5"."""
    if not math.isfinite(value):
        return str(value)
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def cell_text(value: object) -> str:
    """Write a spreadsheet's value as a person would type it."""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, (int, float)):
        return number_text(value) if abs(value) < _KEPT else _too_long(value)
    if isinstance(value, dt.datetime):
        if value.time() == dt.time():
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return str(value).strip()


def zeros_of(code: str) -> str:
    """Return a cell's number format where it shows leading zeros ("00000"), else ""."""
    plain = code.replace("\\", "").replace('"', "")
    return plain if _ZEROS.fullmatch(plain) else ""


def padded(text: str, zeros: str) -> str:
    """Write the digits of a whole number as a format of zeros and signs shows them.

    "336" with "00000" is "00336"; "512182384" with "000000-0000" is "051218-2384".
    """
    wide = zeros.count("0")
    if not text.isascii() or not text.isdigit() or not wide:
        return text
    digits = iter(text.zfill(wide)[-wide:])
    shown = "".join(next(digits) if sign == "0" else sign for sign in zeros)
    return text.zfill(wide)[:-wide] + shown


def _too_long(value: float) -> str:
    """Write a number as Excel shows one whose last digits are lost: "1,23456789012346E+18"."""
    digits, _, power = f"{value:.14E}".partition("E")
    return f"{digits.rstrip('0').rstrip('.').replace('.', ',')}E{power}"
