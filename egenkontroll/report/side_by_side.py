"""The units side by side: a summary for a department or for all, question by question.

The total stands first and the units in the order of the alphabet: it is no ranking.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.report.export_tables import figure_words
from egenkontroll.report.hidden import PUBLISHED, why_hidden
from egenkontroll.report.parts import Labelled
from egenkontroll.report.sheet import QUOTAS, units_caution
from egenkontroll.report.standing import standing_mark, standing_words, with_cautions
from egenkontroll.results.published import HIDDEN
from egenkontroll.results.tally import RULE_SENTENCE, SMALLEST_PERCENT
from egenkontroll.texts import NOTHING, count, k_of_n, number, period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.report.parts import About, Sample
    from egenkontroll.results.table import ResultRow, Results

TOTAL = "Totalt"
REVIEWED = "Granskade ärenden i urvalet"
_IN_ORDER = (
    "Enheterna står i bokstavsordning. Det är ingen rangordning: med få ärenden i varje enhet kan "
    "skillnaderna vara slump."
)
_EACH_ALIKE = (
    f"{TOTAL} är enheternas granskade ärenden tillsammans. Varje ärende räknas lika, hur stor "
    "enheten än är."
)


@dataclass(frozen=True, slots=True)
class Line:
    """One question: what it gave in total and in each unit, "55 av 61" over "90 %".

    Where both stand on one line there is a dot between them.
    """

    question: str
    total: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A summary: `units` and each line's figures stand in the same order.

    `reviewed` is how many cases of the sample are reviewed. `areas` is each area's title and
    lines.
    """

    title: str
    subtitle: str
    checklist: str
    facts: tuple[Labelled, ...]
    caution: str
    units: tuple[str, ...]
    reviewed: Line
    areas: tuple[tuple[str, tuple[Line, ...]], ...]
    reading: tuple[str, ...]
    foot: str


def side_by_side(
    about: About,
    title: str,
    samples: Mapping[str, Sample],
    total: Sequence[ResultRow],
    by_unit: Results,
    shown: Sequence[str],
) -> SideBySide:
    """Return the summary of the units `shown`, of all that the round has `samples` of.

    `total` is the rows of the units taken together. Questions that are counted but not judged
    are left out. With a unit too small to be told, no unit's number of cases is.
    """
    units = tuple(unit for unit in samples if unit in shown)
    inside = {unit: samples[unit] for unit in units}
    reviewed = _reviewed(by_unit, inside)
    return SideBySide(
        title,
        f"Sammanställning av egenkontroll · {about.round} · {period(about.starts, about.ends)}",
        f"{about.checklist.title} · checklista version {about.checklist.version}",
        (
            Labelled(REVIEWED, reviewed.total),
            Labelled("Enheter", count(len(units), "enhet", "enheter")),
        ),
        with_cautions(
            about.standing,
            why_hidden(about.published) if about.published else units_caution(inside),
        ),
        units,
        reviewed,
        _areas(total, by_unit, units),
        _reading(about),
        f"{PUBLISHED if about.published else ''}{standing_mark(about.standing)} · "
        f"{about.checklist.id} {about.checklist.version} · Egenkontroll {about.program}",
    )


def _reviewed(by_unit: Results, inside: Mapping[str, Sample]) -> Line:
    if by_unit.untold:
        return Line(REVIEWED, HIDDEN, (HIDDEN,) * len(inside))
    done, drawn = (
        sum(getattr(one, name) for one in inside.values()) for name in ("reviewed", "drawn")
    )
    each = tuple(k_of_n(one.reviewed, one.drawn) for one in inside.values())
    return Line(REVIEWED, k_of_n(done, drawn), each)


def _areas(
    total: Sequence[ResultRow], by_unit: Results, units: Sequence[str]
) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    told = {(row.question.id, row.group): _figures(row) for row in by_unit.rows}
    areas: dict[str, list[Line]] = {}
    for row in total:
        if row.question.judged:
            figures = tuple(told.get((row.question.id, unit), NOTHING) for unit in units)
            line = Line(row.question.short, _figures(row), figures)
            areas.setdefault(row.area, []).append(line)
    return tuple((title, tuple(lines)) for title, lines in areas.items())


def _figures(row: ResultRow) -> str:
    return figure_words(row).replace(", ", "\n")


def _reading(about: About) -> tuple[str, ...]:
    return (
        _IN_ORDER,
        _EACH_ALIKE,
        f"Under {number(SMALLEST_PERCENT)} ärenden anges ingen andel. {NOTHING} står där inget "
        "ärende är bedömt.",
        RULE_SENTENCE,
        *((QUOTAS,) if about.quotas else ()),
        standing_words(about.standing),
    )
