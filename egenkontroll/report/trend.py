"""A question over the years in words: trends, and what a p-chart points out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.report.figures import share_words
from egenkontroll.results.trend import Direction, ProcessChart, Signal, Trend
from egenkontroll.texts import count, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.results.analysis import Point

_DIRECTIONS = {Direction.RISING: "Stigande", Direction.FALLING: "Fallande"}
_SIGNALS = {
    Signal.OUTSIDE: "utanför gränserna",
    Signal.ONE_SIDE: "sjunde punkten i rad på samma sida om mittlinjen",
    Signal.ONE_WAY: "sjunde punkten i rad åt samma håll",
    Signal.NEAR: "två av tre punkter nära samma gräns",
}


def trend_words(found: Trend) -> str:
    """Return what may be said of a question over three rounds or more."""
    over = f"{count(found.rounds, 'omgång', 'omgångar')}, {found.first} till {found.last}"
    if found.direction is Direction.NONE:
        return f"ingen säkerställd trend över {over}."
    return (
        f"{_DIRECTIONS[found.direction].lower()} trend över {over}. Den är större än vad slumpen "
        "i urvalet brukar ge."
    )


def chart_words(chart: ProcessChart, points: Sequence[Point]) -> list[str]:
    """Return what a p-chart shows: its centre, and a sentence for every point it points out."""
    mid = percent(round(100 * chart.centre))
    said = [f"Mittlinjen är {mid}. Gränserna visar vad slumpen brukar ge kring den."]
    for place, signal in chart.signals:
        point = points[chart.first + place]
        said.append(f"{point.round} ({share_words(point.share)}): {_SIGNALS[signal]}.")
    if not chart.signals:
        said.append("Inget pekar på annat än slump.")
    return said
