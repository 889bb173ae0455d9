"""What the results of a round are looked at through: which cases, split how, against what.

Everything that is known of the rounds is gathered once; each look at it is then counted anew
from the same values, so that what is shown together always belongs together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from egenkontroll.checklist.compare import COMPARABLE, Relation
from egenkontroll.results.comparison import Earlier
from egenkontroll.results.statistics import percent_half_up, wilson_effective
from egenkontroll.results.table import AREA, UNIT, Results, figure_results, results, split_of
from egenkontroll.results.tally import SMALLEST_PERCENT, Share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from egenkontroll.checklist.model import Checklist, Question
    from egenkontroll.results.table import CaseResult, EarlierFigures, FrameGroup, ResultRow


@dataclass(frozen=True, slots=True)
class Selection:
    """Which cases are looked at: those of one unit, those with an attribute's value, or all."""

    unit: str | None = None
    attribute: tuple[str, str] | None = None

    def holds(self, case: CaseResult | FrameGroup) -> bool:
        """Tell whether a case is among those looked at."""
        if self.unit is not None and case.unit != self.unit:
            return False
        if self.attribute is None:
            return True
        name, value = self.attribute
        return case.attributes.get(name) == value


EVERY = Selection()
UNKNOWN = "frågornas lydelse i omgången före är inte känd"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """One figure that was taken in and not counted here; k and n or only a printed percent."""

    share: Share | None
    printed: int | None
    source: str


@dataclass(frozen=True)
class RoundData:
    """What is known of one round.

    `figures` is by question, unit's name ("" for the whole round) and split ("kon=flicka" or
    ""). `since` is how each question relates to the round before in the same document,
    `against` how the present round's questions relate to this one.
    """

    name: str
    checklist: Checklist | None
    cases: tuple[CaseResult, ...] = ()
    frame: tuple[FrameGroup, ...] = ()
    figures: Mapping[tuple[str, str, str], TakenIn] = field(default_factory=dict)
    since: Mapping[str, tuple[Relation, str]] = field(default_factory=dict)
    against: Mapping[str, tuple[Relation, str]] = field(default_factory=dict)

    def table(
        self, selection: Selection, by: str | None = None, before: RoundData | None = None
    ) -> Results:
        """Return the results for the selection, split and held against an earlier round."""
        if self.checklist is None:
            return Results(self.name, None, None, 0, 0, ())
        if not self.cases:
            return self._known_figures(self.checklist, selection, by)
        cases = [case for case in self.cases if selection.holds(case)]
        frame = [case for case in self.frame if selection.holds(case)]
        if before is None:
            return results(self.name, self.checklist, cases, frame, by)
        look_up = before.earlier_figures(selection, split_of(self.checklist, by))
        return results(self.name, self.checklist, cases, frame, by, before.name, look_up)

    def _known_figures(self, checklist: Checklist, selection: Selection, by: str | None) -> Results:
        """Return what was taken in: a unit's figures where one unit is selected."""
        unit = selection.unit or ""
        split = "" if selection.attribute is None else "=".join(selection.attribute)
        found: dict[tuple[str, str | None], tuple[Share | None, int | None]] = {}
        for (question, name, given), figure in self.figures.items():
            if given != split:
                continue
            if by == UNIT and not unit and name:
                found[question, name] = (figure.share, figure.printed)
            elif by != UNIT and name == unit:
                found[question, None] = (figure.share, figure.printed)
        return figure_results(self.name, checklist, found, UNIT if by == UNIT else None)

    def earlier_figures(self, selection: Selection, split: str | None) -> EarlierFigures:
        """Return the look-up of this round's figures for questions in groups of the selection."""
        split = None if split == AREA else split
        counted = self._counted(selection, split)

        def look_up(question: Question, group: str | None) -> Earlier | None:
            relation, reason = self.against.get(question.id, (Relation.NEW, "frågan är ny"))
            if relation is Relation.NEW:
                return Earlier(self.name, None, None, relation, reason)
            row = counted.get((question.id, group))
            if row is not None and row.share is not None:
                return Earlier(self.name, row.share, None, relation, reason)
            figure = self.taken_in(question.id, selection, split, group)
            if figure is None:
                return None
            return Earlier(self.name, figure.share, figure.printed, relation, reason, figure.source)

        return look_up

    def taken_in(
        self,
        question: str,
        selection: Selection,
        split: str | None = None,
        group: str | None = None,
    ) -> TakenIn | None:
        """Return the figure that was taken in for a question in a group of the selection."""
        unit, attribute = selection.unit or "", selection.attribute
        if group is not None and split == UNIT:
            unit = group
        elif group is not None and split is not None:
            if attribute is not None:
                return None
            attribute = (split, group)
        key = "" if attribute is None else "=".join(attribute)
        return self.figures.get((question, unit, key))

    def _counted(
        self, selection: Selection, split: str | None
    ) -> dict[tuple[str, str | None], ResultRow]:
        if self.checklist is None or not self.cases:
            return {}
        known = {attribute.id for attribute in self.checklist.attributes}
        if split not in (None, UNIT) and split not in known:
            return {}
        return {(row.question.id, row.group): row for row in self.table(selection, split).rows}


@dataclass(frozen=True, slots=True)
class Point:
    """A question's figure in one round. `joined` tells that it may be compared with the last.

    `low` and `high` are the 95 % interval in whole percent, None where there is none.
    `reason` says why the line is broken before this point.
    """

    round: str
    share: Share | None
    printed: int | None
    low: int | None
    high: int | None
    joined: bool
    reason: str

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

    @property
    def earlier(self) -> tuple[RoundData, ...]:
        """The rounds before the present one, latest first."""
        return self.rounds[: self.rounds.index(self.now)][::-1]

    def table(self, selection: Selection, by: str | None, compared_with: str | None) -> Results:
        """Return the present round's results; `compared_with` is an earlier round's name."""
        before = next((one for one in self.earlier if one.name == compared_with), None)
        return self.now.table(selection, by, before)

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
        for place, one in enumerate(self.rounds):
            known = self._known(one, question, selection)
            if known is None:
                continue
            share, printed, low, high = known
            relation, reason = one.since.get(question, (Relation.BROKEN, UNKNOWN))
            if last != place - 1:
                relation, reason = Relation.NEW, "frågan saknar siffror i omgången före"
            joined = bool(points) and relation in COMPARABLE
            said = reason if points and not joined else ""
            points.append(Point(one.name, share, printed, low, high, joined, said))
            last = place
        return tuple(points)

    def _known(
        self, one: RoundData, question: str, selection: Selection
    ) -> tuple[Share | None, int | None, int | None, int | None] | None:
        """Return (share, printed percent, low, high), or None where the round has no figure."""
        row = self._rows(one, selection).get(question)
        if row is not None and row.share is not None and row.share.n:
            return row.share, None, row.low, row.high
        figure = one.taken_in(question, selection)
        if figure is None:
            return None
        if figure.share is None:
            return None, figure.printed, None, None
        if figure.share.n < SMALLEST_PERCENT:
            return figure.share, None, None, None
        low, high = wilson_effective(figure.share.k / figure.share.n, figure.share.n)
        return figure.share, None, _percent(low), _percent(high)

    def _rows(self, one: RoundData, selection: Selection) -> Mapping[str, ResultRow]:
        key = (one.name, selection)
        if one.cases and key not in self._tables:
            rows = one.table(selection).rows
            self._tables[key] = {row.question.id: row for row in rows}
        return self._tables.get(key, {})


def _percent(value: float) -> int:
    return percent_half_up(round(value * 1_000_000), 1_000_000) or 0
