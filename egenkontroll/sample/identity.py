"""Stop what identifies a person: personnummer, samordningsnummer and their like.

Nothing here ever gives back the digits that were found, only that they were.
"""

from __future__ import annotations

import re

from stdnum.luhn import is_valid

# Ten or twelve digits in the form of a date and four more; - or + or space may stand between.
# Interim numbers have a letter where the fourth last digit stands.
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])"
    r"(?:(?:18|19|20)[ ]?)?(\d{2})[ ]?(\d{2})[ ]?(\d{2})[ ]?[-+–−]?[ ]?"
    r"([0-9TRSUWXJKLMN]\d{3})(?!\d)",
    re.IGNORECASE,
)
_LAST_DAY = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def looks_like_personal_number(text: str) -> bool:
    """Tell whether the text holds a personnummer, samordningsnummer or interim number.

    The first six digits must be able to be a date (day + 60 for samordningsnummer). Ten bare
    digits also need a right check digit (Luhn, Skatteverket SKV 704). With a sign before the
    last four, a century or an interim letter the check digit does not matter: a mistyped
    number still points at somebody.
    """
    return any(_is_personal(match) for match in _NUMBER.finditer(text))


def masked(text: str) -> str:
    """Return the text with every such number replaced by "[personnummer]"."""
    return _NUMBER.sub(lambda found: "[personnummer]" if _is_personal(found) else found[0], text)


def _is_personal(match: re.Match[str]) -> bool:
    month, day = int(match[2]), int(match[3])
    day = day - 60 if day > 60 else day
    if not 1 <= month <= 12 or not 1 <= day <= _LAST_DAY[month - 1]:
        return False
    last, digits = match[4], sum(letter.isdigit() for letter in match[0])
    signed = any(sign in match[0] for sign in "-+–−")
    if not last.isdigit() or signed or digits == 12:
        return True
    return bool(is_valid(match[1] + match[2] + match[3] + last))
