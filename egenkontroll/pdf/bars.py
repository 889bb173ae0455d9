"""A share as a bar to scale, legible without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.pdf.tagging import Part, Role

if TYPE_CHECKING:
    from egenkontroll.pdf.ink import Ink
    from egenkontroll.report.parts import Bar

HEIGHT = 6.5
_GAP = 1.6
_CAP = 2.2
_TARGET = 3.8


def draw_bar(ink: Ink, bar: Bar, x: float, y: float, width: float) -> None:
    """Draw the bar with its top at y: filled share, interval whiskers, target mark."""
    box = (x, y - _TARGET - 0.5, x + width, y + HEIGHT + 1.5)
    with ink.marked(Part(Role.FIGURE, bar.words), box):
        if bar.cases is None:
            ink.box(x, y, (width * bar.share, HEIGHT), filled=True, framed=False)
            ink.box(x, y, (width, HEIGHT), filled=False, framed=True)
        else:
            _boxes(ink, bar, x, y, width)
        if bar.low is not None and bar.high is not None:
            _whiskers(ink, x + bar.low * width, x + bar.high * width, y + HEIGHT / 2)
        if bar.target is not None:
            at = x + bar.target * width
            ink.triangle(at, y - 0.5, _TARGET)
            ink.line((at, y - 1), (at, y + HEIGHT + 1.5), 1.1)


def _boxes(ink: Ink, bar: Bar, x: float, y: float, width: float) -> None:
    cases = bar.cases or 1
    met = round(bar.share * cases)
    each = (width - _GAP * (cases - 1)) / cases
    for number in range(cases):
        left = x + number * (each + _GAP)
        ink.box(left, y, (each, HEIGHT), filled=number < met, framed=True)


def _whiskers(ink: Ink, low: float, high: float, middle: float) -> None:
    ink.line((low, middle), (high, middle), 0.9)
    for end in (low, high):
        ink.line((end, middle - _CAP), (end, middle + _CAP), 0.9)
