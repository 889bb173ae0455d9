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
        return number_text(value)
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
