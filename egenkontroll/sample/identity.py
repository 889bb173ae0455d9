"""Stop what identifies a person: personnummer and their like, telephone numbers, e-mail.

Nothing here ever gives back the digits that were found, only that they were.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stdnum.luhn import is_valid

from egenkontroll.errors import UserError
from egenkontroll.texts import same_word

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
# A date written with signs and then four more: "1981-12-18-2384".
_DATED = re.compile(
    rf"(?<![0-9])(?:18|19|20)?(\d{{2}})[-./](\d{{2}})[-./](\d{{2}})\s?[{_SIGNS}]\s?"
    r"([0-9TRSUWXJKLMN]\d{3})(?!\d)",
    re.IGNORECASE,
)
# What a spreadsheet makes of the number: "1,98112182384E+11" and "198 112 182 384".
_AS_POWER = re.compile(r"(?<![\d.,])(\d)[.,](\d{1,11})E\+?(0?9|11)(?!\d)", re.IGNORECASE)
_IN_THREES = re.compile(r"(?<!\d)(?<!\d\s)\d{1,3}(?:\s\d{3}){3}(?!\s?\d)")
_LEAST = 10  # digits, of which one may be a letter
_LAST_DAY = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def looks_like_personal_number(text: str) -> bool:
    """Tell whether the text holds a personnummer, samordningsnummer or interim number.

    The first six digits must be able to be a date (day + 60 for samordningsnummer). Ten bare
    digits also need a right check digit (Luhn, Skatteverket SKV 704). With a sign before the
    last four, a century or an interim letter the check digit does not matter: a mistyped
    number still points at somebody. Straight after a letter, as case numbers are written, it
    always matters. Also found is what a spreadsheet makes of such a number.
    """
    return next(_found(text), None) is not None


def has_lost_its_zero(text: str) -> bool:
    """Tell whether the text can be a personnummer that lost the zero it began with.

    Spreadsheets do that to those born 2000 to 2009. Seven in a thousand of all other numbers
    of nine digits look the same.
    """
    digits = re.sub(r"[.,]0+$", "", text)
    return bool(re.fullmatch(r"[1-9][0-9]{8}", digits)) and looks_like_personal_number(f"0{digits}")


def one_way_of_writing(text: str) -> str:
    """Return the form in which references are compared.

    A personnummer is the same with and without its century and signs; other words are compared
    without regard to case and stray spaces.
    """
    match = _NUMBER.fullmatch(text.strip()) if looks_like_personal_number(text) else None
    if match is None:
        return same_word(text)
    return (match[1] + match[2] + match[3] + match[4]).casefold()


def masked(text: str) -> str:
    """Return the text with every such number replaced by "[personnummer]"."""
    kept, end = "", 0
    for match in _found(text):
        kept += f"{text[end : match.start()]}[personnummer]"
        end = match.end()
    return kept + text[end:]


def _found(text: str) -> Iterator[re.Match[str]]:
    """Yield every such number, from the left."""
    if len(text) < _LEAST or sum(map(str.isdigit, text)) < _LEAST - 1:
        return
    found = [*_plain(text)]
    found += [match for match in _DATED.finditer(text) if _has_check_digit(match)]
    found += [match for match in _AS_POWER.finditer(text) if _is_whole(_written_out(match))]
    found += [match for match in _IN_THREES.finditer(text) if _is_whole(_digits(match[0]))]
    end = 0
    for match in sorted(found, key=lambda match: match.start()):
        if match.start() >= end:
            end = match.end()
            yield match


def _written_out(match: re.Match[str]) -> str:
    return (match[1] + match[2]).ljust(int(match[3]) + 1, "0")


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _is_whole(digits: str) -> bool:
    return any(len(match[0]) == len(digits) for match in _plain(digits))


def _plain(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while match := _NUMBER.search(text, at):
        if _is_personal(match):
            yield match
            at = match.end()
        else:  # a number may begin inside what looked like one: "2024 121212-1212"
            at = match.start() + 1


def _is_personal(match: re.Match[str]) -> bool:
    if not _has_date(match):
        return False
    last, digits = match[4], sum(letter.isdigit() for letter in match[0])
    glued = match.string[match.start() - 1 : match.start()].isalpha()
    signed = any(sign in match[0] for sign in _SIGNS)
    if not glued and (not last.isdigit() or signed or digits == 12):
        return True
    return bool(is_valid(match[1] + match[2] + match[3] + last))


def _has_date(match: re.Match[str]) -> bool:
    month, day = int(match[2]), int(match[3])
    day = day - 60 if day > 60 else day
    return 1 <= month <= 12 and 1 <= day <= _LAST_DAY[month - 1]


def _has_check_digit(match: re.Match[str]) -> bool:
    """Tell for a dated number, which may be a case number, whether it is a person's."""
    digits = match[1] + match[2] + match[3] + match[4]
    return _has_date(match) and (not digits.isdigit() or bool(is_valid(digits)))


# --- telephone numbers and e-mail addresses ---------------------------------------------------

_GAP = rf"[ \t\u00a0\u202f]?[{_SIGNS[0]}{_SIGNS[2:]}]?[ \t\u00a0\u202f]?"
# Digits in groups, from 0 or +46. Straight after a letter, or as the tail of a longer number
# ("2024-0701234"), it is no telephone number but part of a case number.
_TELEPHONE = re.compile(
    rf"(?<![\w+])(?<!\d[{_SIGNS}])(?:(?P<abroad>(?:\+|00)46){_GAP}(?:\(0\)|0)?{_GAP}|(?=0))"
    rf"(?P<groups>\d+(?:{_GAP}\d{{2,}})*)",
    re.ASCII,
)
_MAIL = re.compile(
    r"[^\s@<>()\[\]{},;:\"'|]+@[^\s@<>()\[\]{},;:\"'|/]*[^\W_](?:\.[^\W\d_]{2,})(?![^\W_])"
)
_MOBILE_LENGTH, _LEAST_LENGTH, _MOST_LENGTH = 10, 8, 10
_LEAST_WITHOUT_GAPS = 9


def looks_like_contact(text: str) -> bool:
    """Tell whether the text holds a Swedish telephone number or an e-mail address.

    A telephone number begins with 0 or +46 and has its digits together or in groups. Dates,
    times, years and case numbers are let through.
    """
    return bool(_MAIL.search(text)) or next(_telephones(text), None) is not None


def identifying(text: str) -> str:
    """Return what in the text identifies a person: "ett personnummer" …, or ""."""
    if looks_like_personal_number(text):
        return "ett personnummer"
    if next(_telephones(text), None) is not None:
        return "ett telefonnummer"
    return "en e-postadress" if _MAIL.search(text) else ""


def it(found: str) -> str:
    """Return "det" or "den" for what `identifying` has said."""
    return "den" if found.startswith("en ") else "det"


def refuse_identity(what: str, *texts: str) -> None:
    """Raise UserError where a text holds what identifies a person; the digits are never shown.

    `what` begins the sentence: "Omgångens namn".
    """
    for text in texts:
        if found := identifying(text):
            raise UserError(
                f"{what} innehåller {found}. Inget är sparat. Ta bort {it(found)} och försök igen."
            )


def without_identity(text: str) -> str:
    """Return the text with every personnummer, telephone number and e-mail address masked."""
    text = _MAIL.sub("[e-postadress]", masked(text))
    kept, end = "", 0
    for start, stop in _telephones(text):
        kept += f"{text[end:start]}[telefonnummer]"
        end = stop
    return kept + text[end:]


def _telephones(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each telephone number starts and ends."""
    at = 0
    while match := _TELEPHONE.search(text, at):
        at = _end_of_number(match)
        if at:
            yield match.start(), at
        else:  # a number may begin inside what looked like one
            at = match.start() + 1


def _end_of_number(match: re.Match[str]) -> int:
    """Return where the longest telephone number ends that the groups begin with, or 0."""
    groups = list(re.finditer(r"\d+", match["groups"]))
    for many in range(len(groups), 0, -1):
        if _can_be_called([group[0] for group in groups[:many]], bool(match["abroad"])):
            return match.start("groups") + groups[many - 1].end()
    return 0


def _can_be_called(groups: list[str], abroad: bool) -> bool:
    digits = ("0" if abroad else "") + "".join(groups)
    if digits[1:2] == "0" or not _LEAST_LENGTH <= len(digits) <= _MOST_LENGTH:
        return False
    if digits[1] == "7" and digits[2] in "02369":
        return len(digits) == _MOBILE_LENGTH
    if abroad:
        return True
    if len(groups) == 1:
        return len(digits) >= _LEAST_WITHOUT_GAPS
    area, own = groups[0], len(digits) - len(groups[0])
    if area == "08":
        return own >= 6 and not _is_a_time(groups)
    return len(area) in (3, 4) and own >= 5


def _is_a_time(groups: list[str]) -> bool:
    """Tell whether groups that begin with 08 are a date of August or the eighth, or an hour."""
    sizes = [len(group) for group in groups]
    if sizes == [2, 2, 4]:
        return 1 <= int(groups[1]) <= 12 and groups[2][:2] in ("19", "20")
    return sizes == [2, 2, 2, 2] and (
        1 <= int(groups[1]) <= 31 and int(groups[2]) < 24 and int(groups[3]) < 60
    )
