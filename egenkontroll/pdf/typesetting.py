"""Styles, and text broken into lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from egenkontroll.pdf import fonts

if TYPE_CHECKING:
    from collections.abc import Iterable

DARK = (0.09, 0.13, 0.17)
GREY = (0.29, 0.33, 0.38)

BROKEN = "\u2060"
"""Ends a line that stops inside a word, which goes on at the next."""

_SHORTEST_LAST = 0.12
"""A last line shorter than this share of the measure gets a word from the line before."""


class Lines(tuple[str, ...]):
    """A text broken into lines. `spoken` is all of it where the print lacks some of its letters."""

    spoken: str = ""

    @classmethod
    def of(cls, said: Iterable[str], text: str) -> Lines:
        """Return the lines that a text was broken into."""
        made = cls(said)
        made.spoken = fonts.beyond(text)
        return made


@dataclass(frozen=True, slots=True)
class Style:
    """A font at a size, with the distance from line to line."""

    font: str
    size: float
    leading: float
    colour: tuple[float, float, float] = DARK


TITLE = Style(fonts.SEMIBOLD, 22, 26)
HEADING = Style(fonts.SEMIBOLD, 11.5, 14)
BODY = Style(fonts.REGULAR, 9, 11.5)
STRONG = Style(fonts.SEMIBOLD, 9, 11.5)
LEAD = Style(fonts.REGULAR, 9, 12.5, GREY)
SMALL = Style(fonts.REGULAR, 7.5, 9, GREY)
LABEL = Style(fonts.SEMIBOLD, 7.5, 9, GREY)
CAUTION = Style(fonts.ITALIC, 9, 11.5)
ASIDE = Style(fonts.ITALIC, 7.5, 9, GREY)


def wide(text: str, style: Style) -> float:
    """Return the width of a printable text in a style."""
    return fonts.width(text, style.font, style.size)


@lru_cache(maxsize=4096)
def lines(text: str, style: Style, measure: float, most: int = 40) -> Lines:
    """Break a text into lines no wider than the measure, and no more than `most`.

    Hard spaces hold; a word that is wider than the measure is cut; a single short word does
    not stand alone on the last line; what does not get room ends in "…".
    """
    words = [
        part for word in fonts.printable(text).split(" ") for part in _pieces(word, style, measure)
    ]
    found: list[list[str]] = []
    for word in words:
        if found and wide(" ".join([*found[-1], word]), style) <= measure:
            found[-1].append(word)
        else:
            found.append([word])
    _hold_widow(found, style, measure)
    said = [" ".join(line) for line in found]
    if len(said) > most:
        said = [*said[: most - 1], shortened(" ".join(said[most - 1 :]), style, measure)]
    return Lines.of(said, text)


def shortened(text: str, style: Style, measure: float) -> str:
    """Return the text on one line, cut with "…" where it is too wide."""
    text = fonts.printable(text.replace(f"{BROKEN} ", ""))
    if wide(text, style) <= measure:
        return text
    room = measure - wide("…", style)
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if wide(text[:middle], style) <= room:
            low = middle
        else:
            high = middle - 1
    return f"{text[:low].rstrip()}…"


def fitting(text: str, style: Style, measure: float) -> Style:
    """Return the style, made smaller where a figure would not fit its column."""
    needed = wide(fonts.printable(text), style)
    if needed <= measure:
        return style
    return Style(style.font, style.size * measure / needed, style.leading, style.colour)


def _pieces(word: str, style: Style, measure: float) -> list[str]:
    """Cut a word that is wider than the measure: at its hard spaces and hyphens, else anywhere."""
    if wide(word, style) <= measure:
        return [word] if word else []
    pieces = [""]
    for sign in word:
        if pieces[-1] and wide(pieces[-1] + sign, style) > measure:
            at = max(pieces[-1].rfind("\u00a0"), pieces[-1].rfind("-"), pieces[-1].rfind("/")) + 1
            kept, rest = (pieces[-1][:at], pieces[-1][at:]) if at else (pieces[-1], "")
            pieces[-1] = kept.strip("\u00a0") if kept.endswith("\u00a0") else kept + BROKEN
            pieces.append(rest)
        pieces[-1] += sign
    return [piece for piece in pieces if piece]


def _hold_widow(found: list[list[str]], style: Style, measure: float) -> None:
    if len(found) < 2 or len(found[-1]) > 1 or len(found[-2]) < 3:
        return
    cut = found[-2][-1].endswith(BROKEN)
    if cut or wide(found[-1][0], style) >= measure * _SHORTEST_LAST:
        return
    word = found[-2].pop()
    found[-1].insert(0, word)
