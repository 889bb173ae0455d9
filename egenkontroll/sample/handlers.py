"""Who handles a case, as one-way codes: so that nobody reviews their own, and for nothing else.

A name is turned into its codes as soon as it is read and is kept nowhere. The codes differ
between rounds, since the round's identity is the salt: nobody can be followed over the years.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

HEADS = (
    "Handläggare",
    "Socialsekreterare",
    "Handläggande socialsekreterare",
    "Handläggande tjänsteperson",
    "Handläggande tjänsteman",
    "Ansvarig handläggare",
    "Ansvarig socialsekreterare",
    "Biståndshandläggare",
    "Utredare",
)
"""Heads of the column that says who handles a case."""

SECOND_HEADS = (
    "Medhandläggare",
    "Handläggare 2",
    "Socialsekreterare 2",
    "Medhandläggande socialsekreterare",
)
"""Heads of the column that says who else does."""

# Slow on purpose, some milliseconds a name: whoever has a document shall not try names by the
# million. Against somebody who has a list of the staff no cost would help.
_COST = {"n": 2**10, "r": 8, "p": 1, "dklen": 10}
_BETWEEN = re.compile(r"[;/&\n]|\soch\s|\s\+\s")
_LETTERS = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def code_of(name: str, salt: bytes) -> str:
    """Return the one-way code of one person's name, 20 hexadecimal digits; "" for no name.

    `salt` is the round's identity. Case, spaces and the order of the names do not matter:
    "Öberg, Anna" and "Anna  ÖBERG" have the same code.
    """
    whole = unicodedata.normalize("NFKC", name).casefold()
    words = sorted(_LETTERS.findall(whole))
    return _hashed(" ".join(words), salt) if words else ""


def codes_of(text: str, salt: bytes) -> str:
    """Return the codes of everybody a cell names, each once, in order, with spaces between."""
    codes = (code_of(name, salt) for name in _BETWEEN.split(text))
    return " ".join(sorted({code for code in codes if code}))


def handles(codes: str, name: str, salt: bytes) -> bool:
    """Tell whether the person is one of those whose codes these are."""
    return bool(codes) and code_of(name, salt) in codes.split()


@lru_cache(maxsize=4096)
def _hashed(words: str, salt: bytes) -> str:
    return hashlib.scrypt(words.encode(), salt=b"handler" + salt, **_COST).hex()
