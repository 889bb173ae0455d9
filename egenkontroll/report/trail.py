"""One question over the years on a page: wording, result, action, effect, next result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.report.figures import count_words, share_words
from egenkontroll.report.parts import Labelled
from egenkontroll.report.statement import Grid, Paragraph, Section, Statement
from egenkontroll.results.action import EFFECTS, STATES
from egenkontroll.texts import EN_DASH, NOTHING, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.results.action import Described
    from egenkontroll.results.analysis import Point

NO_ACTIONS = "Ingen åtgärd är uppskriven efter omgången."


@dataclass(frozen=True, slots=True)
class Step:
    """One round of the trail: how the question was put, what it gave, and what came of it."""

    point: Point
    wording: str
    version: str
    actions: tuple[Described, ...]


def trail_statement(question: str, steps: Sequence[Step], trend: str, program: str) -> Statement:
    """Return the trail; `trend` is what may be said of all the rounds, "" for nothing."""
    rows = tuple(_row(step) for step in steps)
    grid = Grid("Frågan genom åren", ("Omgång", "Uppfyllt", "Andel", "95 %", "Jämförbart"), rows,
                frozenset({1, 2, 3}), (5, 3, 2, 3, 7))  # fmt: skip
    pieces = [Paragraph(trend[:1].upper() + trend[1:], strong=True)] if trend else []
    sections = [Section("Resultat", (grid, *pieces))]
    sections += [_round(step) for step in steps]
    first, last = steps[0].point.round, steps[-1].point.round
    over = first if first == last else f"{first} {EN_DASH} {last}"
    facts = (Labelled("Omgångar", over),)
    return Statement(
        "En fråga genom åren", question, tuple(sections), f"Egenkontroll {program}", facts
    )


def _row(step: Step) -> tuple[str, ...]:
    point = step.point
    said = share_words(point.share)
    if point.share is None and point.printed is not None:
        said = percent(point.printed)
    known = point.low is not None and point.high is not None
    interval = f"{point.low}{EN_DASH}{percent(point.high or 0)}" if known else NOTHING
    joined = "med omgången före" if point.joined else point.reason or NOTHING
    return point.round, count_words(point.share), said, interval, joined


def _round(step: Step) -> Section:
    said = f"Frågan löd: {step.wording} (version {step.version})"
    if not step.actions:
        return Section(step.point.round, (Paragraph(said), Paragraph(NO_ACTIONS)))
    rows = tuple(
        (
            one.action.what,
            one.whose,
            one.action.role or NOTHING,
            STATES[one.action.state],
            EFFECTS[one.action.effect],
        )
        for one in step.actions
    )
    heads = ("Åtgärd", "Enhet", "Ansvarig", "Läge", "Effekt")
    grid = Grid(f"Åtgärder efter {step.point.round}", heads, rows, weights=(6, 4, 3, 3, 4))
    return Section(step.point.round, (Paragraph(said), grid))
