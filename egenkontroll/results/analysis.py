"""What the results of a round are looked at through: which cases, split how, against what.

Everything that is known of the rounds is gathered once; each look at it is then counted anew
from the same values, so that what is shown together always belongs together.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from egenkontroll.checklist.compare import Relation, Row
from egenkontroll.results.earlier import EarlierRound, reason_of
from egenkontroll.results.estimating import estimate
from egenkontroll.results.statistics import percent_half_up, wilson_effective
from egenkontroll.results.table import (
    UNIT,
    Results,
    count_groups,
    counted_results,
    figure_results,
    split_of,
)
from egenkontroll.results.tally import SMALLEST_PERCENT, Share
from egenkontroll.results.trend import trends

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.results.kept import Kept
    from egenkontroll.results.table import (
        CaseResult,
        Counted,
        EarlierFigures,
        FrameGroup,
        ResultRow,
    )
    from egenkontroll.results.trend import Trend


@dataclass(frozen=True, slots=True)
class Selection:
    """Which cases are looked at: those of one unit, those with an attribute's value, or all.

    `also` is another attribute's value: that of a group that the selected cases are split into.
    """

    unit: str | None = None
    attribute: tuple[str, str] | None = None
    also: tuple[str, str] | None = None

    @property
    def attributes(self) -> tuple[tuple[str, str], ...]:
        """The attributes with the values that the cases have."""
        return tuple(one for one in (self.attribute, self.also) if one is not None)

    @property
    def key(self) -> str:
        """What the figures of these cases are kept under: "kon=flicka", "" for all."""
        return "\n".join("=".join(one) for one in self.attributes)

    def narrowed(self, split: str | None, group: str | None) -> Selection:
        """Return the selection narrowed to one group of a split; itself for the whole."""
        if split is None or group is None:
            return self
        if split == UNIT:
            return replace(self, unit=group)
        if self.attribute is None or self.attribute[0] == split:
            return replace(self, attribute=(split, group))
        return replace(self, also=(split, group))

    def holds(self, case: CaseResult | FrameGroup) -> bool:
        """Tell whether a case is among those looked at."""
        if self.unit is not None and case.unit != self.unit:
            return False
        return all(case.attributes.get(name) == value for name, value in self.attributes)


EVERY = Selection()
UNKNOWN = "frågornas lydelse i omgången före är inte känd"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """One figure that was taken in and not counted here; k and n or only a printed percent.

    `could_be` are the counts that a bare percentage may stand for, where n is known.
    """

    share: Share | None
    printed: int | None
    source: str
    note: str = ""
    could_be: tuple[Share, ...] = ()


@dataclass(frozen=True)
class RoundData:
    """What is known of one round.

    `figures` is by question, unit's name ("" for the whole round) and split ("kon=flicka" or
    ""), `kept` the counts of a purged round. `since` is how each question relates to the round
    before in the same document, `against` how the present round's questions relate to this
    one. `came_from` is the units that each unit came from, `focus` the questions that were
    named before the round began; `ends` is its last day (ISO). `counts` are those of all the
    cases, where somebody has counted them already; `listed` how many cases each unit of a
    purged round had with an attribute's value ("kon=flicka").
    """

    name: str
    checklist: Checklist | None
    cases: Sequence[CaseResult] = ()
    frame: Sequence[FrameGroup] = ()
    figures: Mapping[tuple[str, str, str], TakenIn] = field(default_factory=dict)
    since: Mapping[str, Row] = field(default_factory=dict)
    against: Mapping[str, Row] = field(default_factory=dict)
    came_from: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    focus: frozenset[str] = frozenset()
    kept: Kept | None = None
    ends: str = ""
    counts: Kept | None = None
    listed: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def units(self) -> frozenset[str]:
        """The units that have figures."""
        counts = self.counts
        if counts is not None:
            inside = {one.group or "" for one in counts.splits[UNIT]}
        else:
            inside = {case.unit for case in self.cases}
        return frozenset(inside) | {unit for _, unit, _ in self.figures if unit}

    def sizes(self, selection: Selection) -> Mapping[str, int]:
        """Return how many cases each unit has: of the frame, or else of those drawn."""
        if self.kept is not None:
            if selection == EVERY:
                listed = self.kept.splits[UNIT]
                return {one.group or "": one.population or one.cases for one in listed}
            return self.listed.get(selection.key, {})
        if self.counts is not None and selection == EVERY:
            listed = self.counts.splits[UNIT]
            return {one.group or "": one.population if self.frame else one.cases for one in listed}
        known: Sequence[CaseResult | FrameGroup] = self.frame or self.cases
        return Counter(case.unit for case in known if selection.holds(case))

    def reviewed(self) -> Mapping[str, int]:
        """Return how many cases are reviewed in each unit, where that is known."""
        known = self.counts if self.kept is None else self.kept
        if known is not None:
            listed = known.splits[UNIT]
            return {one.group or "": one.reviewed for one in listed if one.reviewed}
        return Counter(case.unit for case in self.cases if case.reviewed)

    def table(
        self, selection: Selection, by: str | None = None, before: RoundData | None = None
    ) -> Results:
        """Return the results for the selection, split and held against an earlier round."""
        if self.checklist is None:
            return Results(self.name, None, None, 0, 0, ())
        split = split_of(self.checklist, by)
        look_up = None if before is None else before.earlier_figures(selection, split, self)
        then = None if before is None else before.name
        told = self._groups(self.checklist, selection, split)
        if told is None:
            return self._known_figures(self.checklist, selection, by)
        groups, counted = told
        return counted_results(self.name, self.checklist, groups, counted, split, then, look_up)

    def _groups(
        self, checklist: Checklist, selection: Selection, split: str | None
    ) -> tuple[tuple[Counted, ...], tuple[int, int]] | None:
        """Return every group of a split of the selection, and its cases: (drawn, reviewed).

        None where the round has no cases, and what is kept of it does not tell.
        """
        known = self.counts if self.kept is None else self.kept
        told = None
        if known is not None and selection.also is None:
            told = known.groups(split, selection.unit, selection.attribute)
        if told is not None or not self.cases:
            return told
        cases = [case for case in self.cases if selection.holds(case)]
        frame = [case for case in self.frame if selection.holds(case)]
        counted = (len(cases), sum(case.reviewed for case in cases))
        return count_groups(checklist, cases, frame, split), counted

    def with_estimates(self, found: Results) -> Results:
        """Return the whole round's results with the estimates of all cases, where they differ."""
        if self.checklist is None or found.by is not None:
            return found
        known = self.kept is not None or self.frame
        told = self._groups(self.checklist, EVERY, UNIT) if known else None
        if told is None:
            return found
        rows = [replace(row, estimate=estimate(row.question, told[0])) for row in found.rows]
        return replace(found, rows=tuple(rows))

    def _known_figures(self, checklist: Checklist, selection: Selection, by: str | None) -> Results:
        """Return what was taken in: a unit's figures where one unit is selected."""
        unit = selection.unit or ""
        found: dict[tuple[str, str | None], tuple[Share | None, int | None]] = {}
        for (question, name, given), figure in self.figures.items():
            if given != selection.key:
                continue
            if by == UNIT and not unit and name:
                found[question, name] = (figure.share, figure.printed)
            elif by != UNIT and name == unit:
                found[question, None] = (figure.share, figure.printed)
        return figure_results(self.name, checklist, found, UNIT if by == UNIT else None)

    def earlier_figures(
        self, selection: Selection, split: str | None, now: RoundData | None = None
    ) -> EarlierFigures:
        """Return the look-up of this round's figures for what a later one, `now`, shows."""
        return EarlierRound(self, now, selection, split)

    def taken_in(
        self,
        question: str,
        selection: Selection,
        split: str | None = None,
        group: str | None = None,
    ) -> TakenIn | None:
        """Return the figure that was taken in for a question in a group of the selection."""
        inside = selection.narrowed(split, group)
        return self.figures.get((question, inside.unit or "", inside.key))

    def counted(
        self, selection: Selection, split: str | None
    ) -> dict[tuple[str, str | None], ResultRow]:
        """Return what is counted, by question and group; nothing where the split is unknown."""
        attributes = self.checklist.attributes if self.checklist is not None else ()
        if split not in (None, UNIT, *(attribute.id for attribute in attributes)):
            return {}
        return {(row.question.id, row.group): row for row in self.table(selection, split).rows}


@dataclass(frozen=True, slots=True)
class Point:
    """A question's figure in one round. `joined` tells that it may be compared with the last.

    `low` and `high` are the 95 % interval in whole percent, None where there is none.
    `reason` says why the line is broken before this point; `ends` is the round's last day, and
    `question` what the question was called in the round.
    """

    round: str
    share: Share | None
    printed: int | None
    low: int | None
    high: int | None
    joined: bool
    reason: str
    ends: str = ""
    question: str = ""

    @property
    def percent(self) -> int | None:
        """The share in whole percent as far as it may be stated."""
        return self.share.percent if self.share is not None else self.printed


class Analysis:
    """The rounds of a checklist, earliest first, with `now` the one that is looked at.

    Tables that have been counted are kept, since every chart asks for the same ones.
    """

    def __init__(self, rounds: tuple[RoundData, ...], now: RoundData) -> None:
        self.rounds = rounds
        self.now = now
        self._tables: dict[tuple[str, Selection], Mapping[str, ResultRow]] = {}
        self._trends: dict[Selection, dict[str, Trend]] = {}

    @property
    def earlier(self) -> tuple[RoundData, ...]:
        """The rounds before the present one, latest first."""
        return self.rounds[: self.rounds.index(self.now)][::-1]

    def table(self, selection: Selection, by: str | None, compared_with: str | None) -> Results:
        """Return the present round's results; `compared_with` is an earlier round's name."""
        before = next((one for one in self.earlier if one.name == compared_with), None)
        found = self.now.table(selection, by, before)
        return self.now.with_estimates(found) if selection == EVERY else found

    def trends(self, selection: Selection = EVERY) -> dict[str, Trend]:
        """Return the trend of every question that has three comparable rounds or more."""
        if selection not in self._trends:
            checklist = self.now.checklist
            asked = checklist.questions if checklist is not None else ()
            judged = {one.id: self.series(one.id, selection) for one in asked if one.judged}
            self._trends[selection] = trends(judged)
        return self._trends[selection]

    def warm(self, selection: Selection) -> None:
        """Count what the charts of a selection need, so that they are quick to show."""
        for one in self.rounds:
            self._rows(one, selection)

    def series(self, question: str, selection: Selection = EVERY) -> tuple[Point, ...]:
        """Return a question's figures over the rounds; rounds that have none are left out.

        A point is joined to the one before only where their rounds follow each other and the
        question is the same in both.
        """
        points: list[Point] = []
        last = -1
        for place, name in self._names(question):
            one = self.rounds[place]
            known = self._known(one, name, selection)
            if known is None:
                continue
            share, printed, low, high = known
            row = one.since.get(name, Row(name, Relation.BROKEN, UNKNOWN))
            if last != place - 1:
                row = Row(name, Relation.NEW, "frågan saknar siffror i omgången före")
            joined = bool(points) and row.comparable and row.relation is not Relation.RECOMPUTED
            said = reason_of(row) if points and not joined else ""
            points.append(Point(one.name, share, printed, low, high, joined, said, one.ends, name))
            last = place
        return tuple(points)

    def _names(self, question: str) -> list[tuple[int, str]]:
        """Return what the question was called in each round, as (place, id), earliest first."""
        found = []
        for place in range(len(self.rounds) - 1, -1, -1):
            found.append((place, question))
            row = self.rounds[place].since.get(question)
            question = row.before if row is not None and row.comparable else question
        return found[::-1]

    def _known(
        self, one: RoundData, question: str, selection: Selection
    ) -> tuple[Share | None, int | None, int | None, int | None] | None:
        """Return (share, printed percent, low, high), or None where the round has no figure."""
        row = self._rows(one, selection).get(question)
        if row is not None and row.share is not None and row.share.n:
            return row.share, None, row.low, row.high
        figure = one.taken_in(question, selection)
        if figure is None or (figure.share is not None and not figure.share.n):
            return None
        if figure.share is None:
            return None, figure.printed, None, None
        if figure.share.n < SMALLEST_PERCENT:
            return figure.share, None, None, None
        low, high = wilson_effective(figure.share.k / figure.share.n, figure.share.n)
        return figure.share, None, _percent(low), _percent(high)

    def _rows(self, one: RoundData, selection: Selection) -> Mapping[str, ResultRow]:
        key = (one.name, selection)
        if (one.cases or one.kept is not None) and key not in self._tables:
            rows = one.table(selection).rows
            self._tables[key] = {row.question.id: row for row in rows}
        return self._tables.get(key, {})


def _percent(value: float) -> int:
    return percent_half_up(round(value * 1_000_000), 1_000_000) or 0
