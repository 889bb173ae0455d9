"""The embedded fonts, and text in the form that they can print."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from egenkontroll import paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REGULAR, SEMIBOLD, ITALIC = "Plex", "Plex-SemiBold", "Plex-Italic"
UNPRINTABLE = "[…]"
"""Stands for letters that the fonts lack, such as Arabic ones."""

_FILES = {
    REGULAR: "IBMPlexSans-Regular.ttf",
    SEMIBOLD: "IBMPlexSans-SemiBold.ttf",
    ITALIC: "IBMPlexSans-Italic.ttf",
}
# Seen as nothing: left out without a trace.
_LEFT_OUT = frozenset({"Cc", "Cf", "Cs", "Co"})
_JOINERS = "\u200c\u200d"
_MOST_IN_BLOCK = 100
_HYPHENS = {"\u2010": "-", "\u2011": "-", "\u2012": "–"}


@cache
def register() -> None:
    """Make the fonts known to reportlab."""
    rl_config.useA85 = 0
    for name, file in _FILES.items():
        font = TTFont(name, str(paths.resources() / "fonts" / file))
        add = font.addObjects
        font.addObjects = lambda document, font=font, add=add: _add(font, add, document)
        pdfmetrics.registerFont(font)


def _add(font: Any, add: Any, document: Any) -> None:
    """Add a font to a document as reportlab does it, but with true maps to Unicode."""
    state = font.state[document]
    subsets = list(state.subsets)
    add(document)
    for number, subset in enumerate(subsets):
        name = document.idToObject[f"{state.internalName}+{number}"].BaseFont
        document.idToObject[f"toUnicodeCMap:{name}"].content = unicode_map(name, subset)


def unicode_map(name: str, subset: Sequence[int]) -> str:
    """Return the map from the codes of a font's subset to Unicode.

    reportlab's own maps unused codes to U+0000, has too many entries in a block and writes
    what lies above U+FFFF with five digits.
    """
    known = [(code, chr(sign)) for code, sign in enumerate(subset) if sign]
    said = [f"<{code:02X}> <{sign.encode('utf-16-be').hex().upper()}>" for code, sign in known]
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *(line for block in _blocks(said) for line in block),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        )
    )


def _blocks(said: Sequence[str]) -> Iterator[list[str]]:
    for first in range(0, len(said), _MOST_IN_BLOCK):
        some = said[first : first + _MOST_IN_BLOCK]
        yield [f"{len(some)} beginbfchar", *some, "endbfchar"]


@cache
def _widths(font: str) -> dict[int, float]:
    register()
    face = pdfmetrics.getFont(font).face
    return {code: face.charWidths[code] for code in face.charToGlyph if code in face.charWidths}


@lru_cache(maxsize=8192)
def width(text: str, font: str, size: float) -> float:
    """Return how wide a printable text is in points."""
    widths = _widths(font)
    return sum(widths.get(ord(sign), 0) for sign in text) * size / 1000


@lru_cache(maxsize=8192)
def printable(text: str) -> str:
    """Return the text as the fonts can print it, on one line.

    Letters are composed (å is one sign). Signs that the fonts lack are replaced by what they
    stand for where Unicode knows it; a run of other letters or pictures becomes `UNPRINTABLE`,
    and so does a combining mark that stands alone. One that makes no letter of its own with the
    one before it is left out: it would be printed astray. `beyond` has all that is lost so.
    """
    known = _widths(REGULAR)
    found: list[str] = []
    for sign in unicodedata.normalize("NFC", text):
        if sign.isspace():
            said = _space(sign)
        elif unicodedata.category(sign).startswith("M"):
            said = "" if found and not found[-1].isspace() else UNPRINTABLE
        else:
            said = _printable_sign(_HYPHENS.get(sign, sign), known)
        if said and not (said == UNPRINTABLE and found and found[-1] == UNPRINTABLE):
            found.append(said)
    return " ".join(part for part in "".join(found).split(" ") if part)


@lru_cache(maxsize=8192)
def beyond(text: str) -> str:
    """Return the whole text, to be read aloud, where the print lacks some of it; else ""."""
    whole = spoken(text)
    return "" if whole == printable(text) else whole


def spoken(text: str) -> str:
    """Return the text as it is read aloud and searched: every letter, on one line."""
    said = "".join(
        _space(sign) if sign.isspace() else _HYPHENS.get(sign, sign)
        for sign in unicodedata.normalize("NFC", text)
        if sign.isspace() or _is_text(sign)
    )
    return " ".join(part for part in said.split(" ") if part)


def _space(sign: str) -> str:
    return "\u00a0" if sign in "\u00a0\u202f" else " "


def _is_text(sign: str) -> bool:
    if ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF:
        return False  # no letter, now or ever
    return sign in _JOINERS or unicodedata.category(sign) not in _LEFT_OUT


def _printable_sign(sign: str, known: dict[int, float]) -> str:
    if ord(sign) in known and unicodedata.category(sign) not in ("Cc", "Cf", "Cs"):
        return sign
    plain = unicodedata.normalize("NFKC", sign)
    if plain != sign and all(ord(part) in known for part in plain):
        return plain
    return "" if unicodedata.category(sign) in _LEFT_OUT else UNPRINTABLE
