"""Every question over the last rounds side by side, on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.report.figures import count_words, share_words
from egenkontroll.report.parts import Labelled
from egenkontroll.report.standing import standing_mark, standing_words
from egenkontroll.report.statement import Grid, Paragraph, Points, Section, Statement
from egenkontroll.results.published import HIDDEN
from egenkontroll.results.tally import RULE_SENTENCE, SMALLEST_PERCENT
from egenkontroll.texts import NBSP, NOTHING, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.results.analysis import Point
    from egenkontroll.results.table import Standing

TITLE = "Jämförelse över åren"
BROKEN = "/"
"""Stands before a figure that may not be compared with the one before it."""

UP, DOWN = "↑", "↓"
_ARROWS = {"▲": UP, "▼": DOWN}  # those of the screen are not in the fonts of paper

READING = (
    RULE_SENTENCE,
    f"Under {SMALLEST_PERCENT} ärenden anges ingen andel.",
    f"Snedstreck ({BROKEN}) före en siffra: den jämförs inte med den till vänster.",
    f"{UP} och {DOWN}: säkerställd förändring sedan omgången före. Annat kan vara slump.",
)


@dataclass(frozen=True, slots=True)
class YearCell:
    """A question's figure in a round. `arrow` is ▲ or ▼ where the change is secured."""

    point: Point
    arrow: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class YearLine:
    """A question over the rounds: a cell by round, and what may be said of the last change.

    `trend` is a sentence where the question rises or falls, else "".
    """

    area: str
    question: str
    cells: dict[str, YearCell]
    since: str = ""
    trend: str = ""


@dataclass(frozen=True, slots=True)
class Years:
    """The rounds, earliest first, and every question's line. `publish` is a note or ""."""

    rounds: tuple[str, ...]
    checklist: str
    lines: tuple[YearLine, ...]
    standing: Standing
    program: str
    publish: str = ""


def years_statement(years: Years) -> Statement:
    """Return the table of the years, area by area."""
    by_area: dict[str, list[YearLine]] = {}
    for line in years.lines:
        by_area.setdefault(line.area, []).append(line)
    sections = [Section("", (Paragraph(years.publish, strong=True),))] if years.publish else []
    sections += [
        Section(title, (_grid(title, lines, years.rounds),)) for title, lines in by_area.items()
    ]
    for heading, said in (("Trender", _trends(years.lines)), ("Brutna serier", _breaks(years))):
        if said:
            sections.append(Section(heading, (Points(said),)))
    reading = (*READING, standing_words(years.standing))
    sections.append(Section("Så läses tabellen", (Points(reading),)))
    return Statement(
        TITLE,
        f"{years.checklist} · {_over(years.rounds)}",
        tuple(sections),
        f"{standing_mark(years.standing)} · Egenkontroll {years.program}",
        (Labelled("Omgångar", _over(years.rounds)),),
    )


def figure_lines(point: Point) -> str:
    """Return "55 av 61" and "90 %" on two lines, or what is known of them."""
    if point.share is None:
        return NOTHING if point.printed is None else percent(point.printed)
    stated = share_words(point.share)
    counted = count_words(point.share)
    return counted if stated == NOTHING else f"{counted}\n{stated}"


def _over(rounds: Sequence[str]) -> str:
    return rounds[0] if len(rounds) == 1 else f"{rounds[0]} till {rounds[-1]}"


def _grid(title: str, lines: Sequence[YearLine], rounds: Sequence[str]) -> Grid:
    heads = ("Kontrollfråga", *rounds, "Sedan förra")
    rows = tuple(
        (line.question, *(_cell(line, name) for name in rounds), line.since or NOTHING)
        for line in lines
    )
    figures = frozenset(range(1, len(rounds) + 1))
    return Grid(f"{title} över åren", heads, rows, figures, (9, *(4,) * len(rounds), 6))


def _cell(line: YearLine, name: str) -> str:
    cell = line.cells.get(name)
    if cell is None:
        return NOTHING
    if cell.hidden:
        return HIDDEN
    first = next(iter(line.cells)) == name
    mark = "" if first or cell.point.joined else f"{BROKEN}{NBSP}"
    arrow = f"{NBSP}{_ARROWS[cell.arrow]}" if cell.arrow else ""
    return f"{mark}{figure_lines(cell.point)}{arrow}"


def _trends(lines: Sequence[YearLine]) -> tuple[str, ...]:
    return tuple(f"{line.question.rstrip('?')}: {line.trend}" for line in lines if line.trend)


def _breaks(years: Years) -> tuple[str, ...]:
    return tuple(
        f"{line.question.rstrip('?')}, {cell.point.round}: {cell.point.reason}."
        for line in years.lines
        for cell in line.cells.values()
        if cell.point.reason and not cell.hidden
    )
