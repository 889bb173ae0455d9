"""Ids made from words, and the number of the next version."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

RESERVED = frozenset(("all", "any", "not"))
"""Words that mean something else where conditions are written."""

_LONGEST = 40
_YEARLY = re.compile(r"(\d{4})\.(\d{1,6})")
_LAST_NUMBER = re.compile(r"(.*?)(\d{1,9})(\D*)", re.DOTALL)


def propose_id(text: str, used: Collection[str], fallback: str = "fraga", sign: str = "_") -> str:
    """Return an id of the text's words, a to z: "Barnets inställning" gives barnets_installning.

    It is none of the `used` ones: a number is put after it where it would be. `fallback` stands
    where the text has no letter to begin with.
    """
    folded = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words: list[str] = re.findall(r"[a-z0-9]+", folded)
    if not words or words[0][0].isdigit():
        words.insert(0, fallback)
    base = words[0][:_LONGEST]
    for word in words[1:]:
        if len(base) + len(sign) + len(word) > _LONGEST:
            break
        base += sign + word
    number, proposed = 1, base
    while proposed in used or proposed in RESERVED:
        number += 1
        proposed = f"{base}{sign}{number}"
    return proposed


def next_version(version: str, year: int, known: Collection[str] = ()) -> str:
    """Return the version after this one, none of the known: 2026.1 gives 2026.2, next year 2027.1.

    Other forms have their last number raised.
    """
    proposed = _after(version.strip(), year)
    while proposed in known:
        proposed = _after(proposed, 0)
    return proposed


def _after(version: str, year: int) -> str:
    yearly = _YEARLY.fullmatch(version)
    if yearly is not None:
        first, second = int(yearly[1]), int(yearly[2])
        return f"{year}.1" if first < year else f"{first:04d}.{second + 1}"
    numbered = _LAST_NUMBER.fullmatch(version)
    if numbered is None:
        return f"{version} 2".strip()
    head, last, tail = map(str, numbered.groups())
    following = str(int(last) + 1).zfill(len(last))
    return f"{head}{following}{tail}"
