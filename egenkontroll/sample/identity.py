"""Stop what identifies a person: personnummer, samordningsnummer and their like.

Nothing here ever gives back the digits that were found, only that they were.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stdnum.luhn import is_valid

if TYPE_CHECKING:
    from collections.abc import Iterator

# Ten or twelve digits in the form of a date and four more; a sign or space may stand between.
# Interim numbers have a letter where the fourth last digit stands.
_SIGNS = "-+–−‐‑"
_NUMBER = re.compile(
    r"(?<![0-9])"
    rf"(?:(?:18|19|20)\s?)?(\d{{2}})\s?(\d{{2}})\s?(\d{{2}})\s?[{_SIGNS}]?\s?"
    r"([0-9TRSUWXJKLMN]\d{3})(?!\d)",
    re.IGNORECASE,
)
_LAST_DAY = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def looks_like_personal_number(text: str) -> bool:
    """Tell whether the text holds a personnummer, samordningsnummer or interim number.

    The first six digits must be able to be a date (day + 60 for samordningsnummer). Ten bare
    digits also need a right check digit (Luhn, Skatteverket SKV 704). With a sign before the
    last four, a century or an interim letter the check digit does not matter: a mistyped
    number still points at somebody. Straight after a letter, as case numbers are written, it
    always matters.
    """
    return next(_found(text), None) is not None


def masked(text: str) -> str:
    """Return the text with every such number replaced by "[personnummer]"."""
    kept, end = "", 0
    for match in _found(text):
        kept += f"{text[end : match.start()]}[personnummer]"
        end = match.end()
    return kept + text[end:]


def _found(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while match := _NUMBER.search(text, at):
        if _is_personal(match):
            yield match
            at = match.end()
        else:  # a number may begin inside what looked like one: "2024 121212-1212"
            at = match.start() + 1


def _is_personal(match: re.Match[str]) -> bool:
    month, day = int(match[2]), int(match[3])
    day = day - 60 if day > 60 else day
    if not 1 <= month <= 12 or not 1 <= day <= _LAST_DAY[month - 1]:
        return False
    last, digits = match[4], sum(letter.isdigit() for letter in match[0])
    glued = match.string[match.start() - 1 : match.start()].isalpha()
    signed = any(sign in match[0] for sign in _SIGNS)
    if not glued and (not last.isdigit() or signed or digits == 12):
        return True
    return bool(is_valid(match[1] + match[2] + match[3] + last))
