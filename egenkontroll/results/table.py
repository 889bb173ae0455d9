"""The results: for every question and group of cases, counts, share, interval and change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from egenkontroll.errors import UserError
from egenkontroll.results import comparison
from egenkontroll.results.statistics import percent_half_up, wilson_effective
from egenkontroll.results.tally import RULE, SMALLEST_PERCENT, Share, Tally, Tallying, share
from egenkontroll.texts import did_you_mean, listing, same_word, sort_key

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from egenkontroll.checklist.compare import Relation
    from egenkontroll.checklist.model import Area, Checklist, Question
    from egenkontroll.results.comparison import Change, Earlier
    from egenkontroll.results.estimating import Estimate

UNIT, AREA = "unit", "area"

_Key = TypeVar("_Key", bound="Hashable")
_Case = TypeVar("_Case", "CaseResult", "FrameGroup")


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case of the sample with the answers that count.

    `values` holds the consensus where there is one and else the first review, by question;
    `applies` the questions that apply. `reviewed` tells whether anybody has answered anything.
    """

    reference: str
    unit: str
    attributes: Mapping[str, str]
    applies: frozenset[str]
    values: Mapping[str, str]

    @property
    def reviewed(self) -> bool:
        """Whether any question that applies has an answer."""
        return any(self.values.get(question) for question in self.applies)


@dataclass(frozen=True, slots=True)
class FrameGroup:
    """How many cases the frame had in one unit with these attributes."""

    unit: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted in one group of cases: enough for every figure, and no case in it.

    `group` is None for the whole round. `cases` were drawn from `population`, `reviewed` of
    them have an answer, and `units` units have cases among them all. `tallies` is by question.
    """

    group: str | None
    cases: int
    reviewed: int
    population: int
    units: int
    tallies: Mapping[str, Tally]

    @property
    def complete(self) -> bool:
        """Whether every case that was drawn from is reviewed."""
        return 0 < self.population <= self.reviewed


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One question in one group of cases. `group` is None for the whole round.

    A `suppressed` row is hidden because it, or what it gives away, could point somebody out.

    `low` and `high` are the 95 % interval in whole percent, None where no percentage may be
    stated or where every case was reviewed. `population` is the number of cases drawn from.
    `estimate` is the share of all cases, where the units were drawn at uneven rates, and
    `complete` tells that every case drawn from was reviewed. `withheld` is the relation to an
    earlier question whose figure there is but is hidden.
    """

    question: Question
    area: str
    group: str | None
    counts: Tally
    share: Share | None
    low: int | None
    high: int | None
    population: int | None
    change: Change | None = None
    printed: int | None = None
    suppressed: bool = False
    estimate: Estimate | None = None
    complete: bool = False
    withheld: Relation | None = None

    @property
    def relation(self) -> Relation | None:
        """The relation to the earlier round's question, also where its figure is hidden."""
        return self.change.earlier.relation if self.change is not None else self.withheld

    @property
    def percent(self) -> int | None:
        """The share in whole percent, None where it may not be stated.

        Where only a printed percentage is known of an earlier round, that one.
        """
        return self.share.percent if self.share is not None else self.printed


@dataclass(frozen=True, slots=True)
class Standing:
    """How firmly a round's figures stand.

    `edition` is 0 before the round is locked for the first time; `seal` is empty while it is
    open. `at` is the day it was locked or purged (ISO), `reason` why it was opened again. `twice`
    tells that some case is counted more than once, as copies drew samples apart, and `part` that
    the document is a reviewer's hand-out, with a part of the round's cases.
    """

    edition: int = 0
    seal: str = ""
    at: str = ""
    reason: str = ""
    purged: bool = False
    twice: bool = False
    part: bool = False

    @property
    def state(self) -> str:
        """Either "locked", "reopened" or "preliminary"."""
        if self.seal:
            return "locked"
        return "reopened" if self.edition else "preliminary"


@dataclass(frozen=True, slots=True)
class Results:
    """The results of one round, split by `by` or not at all.

    `cases` and `reviewed` count the sample, and `begun` those of them that are reviewed but not
    klara yet; `compared_with` names the earlier round. `sources`
    is where the figures came from in a round that has nothing but figures. `untold` are, in
    results to be published, the groups whose number of cases may not be told.
    """

    round: str
    by: str | None
    compared_with: str | None
    cases: int
    reviewed: int
    rows: tuple[ResultRow, ...]
    rule: str = RULE
    standing: Standing = Standing()
    sources: tuple[str, ...] = ()
    untold: frozenset[str | None] = frozenset()
    begun: int = 0


class EarlierFigures(Protocol):
    """Looks up an earlier round's figure for a question in a group of cases."""

    def __call__(self, question: Question, group: str | None) -> Earlier | None:
        """Return the earlier figure, or None where there is nothing to hold against."""
        ...


def results(
    round_name: str,
    checklist: Checklist,
    cases: Sequence[CaseResult],
    frame: Sequence[FrameGroup],
    by: str | None = None,
    compared_with: str | None = None,
    earlier: EarlierFigures | None = None,
) -> Results:
    """Return the table of results, split by unit, area or an attribute's id or label."""
    split = split_of(checklist, by)
    groups = count_groups(checklist, cases, frame, split)
    counted = (len(cases), sum(case.reviewed for case in cases))
    return counted_results(round_name, checklist, groups, counted, split, compared_with, earlier)


def count_groups(
    checklist: Checklist,
    cases: Sequence[CaseResult],
    frame: Sequence[FrameGroup],
    split: str | None,
) -> tuple[Counted, ...]:
    """Return the counts of every group of a split (see `split_of`), in the order shown."""
    tallying = Tallying(checklist.questions)
    inside = _by(cases, lambda case: _group_of(case, split))
    listed = _by(frame, lambda known: _group_of(known, split))
    return tuple(
        _count(tallying, group, inside.get(group, []), listed.get(group, []))
        for group in _groups(checklist, cases, split)
    )


def counted_results(
    round_name: str,
    checklist: Checklist,
    groups: Iterable[Counted],
    counted: tuple[int, int],
    split: str | None = None,
    compared_with: str | None = None,
    earlier: EarlierFigures | None = None,
) -> Results:
    """Return the table of results from counts alone: see `results`.

    `counted` is the number of cases of the whole sample, and how many of them are reviewed.
    """
    rows = [
        _row(question, area, group)
        for group in groups
        for area in checklist.areas
        for question in area.questions
    ]
    if split == AREA:
        rows = [replace(row, group=row.area) for row in rows]
    if earlier is not None:
        rows = _compared(rows, earlier, split)
    return Results(round_name, split, compared_with, *counted, tuple(rows))


def figure_results(
    round_name: str,
    checklist: Checklist,
    figures: Mapping[tuple[str, str | None], tuple[Share | None, int | None]],
    by: str | None = None,
) -> Results:
    """Return the results of a round of which only figures are known.

    `figures` is (share, printed percent) by question and group (None for the whole round).
    """
    split = split_of(checklist, by)
    inside = {key[1] for key in figures}
    groups = sorted((group for group in inside if group is not None), key=sort_key)
    rows = []
    for group in [None] if split in (None, AREA) else groups:
        for area in checklist.areas:
            for question in area.questions:
                if (question.id, group) in figures:
                    met, printed = figures[question.id, group]
                    counts = Tally(met=met.k, not_met=met.n - met.k) if met else Tally()
                    rows.append(
                        ResultRow(
                            question,
                            area.title,
                            group,
                            counts,
                            met,
                            None,
                            None,
                            None,
                            None,
                            printed,
                        )
                    )
    return Results(round_name, split, None, 0, 0, tuple(rows))


def split_of(checklist: Checklist, by: str | None) -> str | None:
    """Return what the results are split by: "unit", "area", an attribute's id or None.

    Attributes may be named by id or label. Raises UserError for a name that is none of these.
    """
    names = {same_word(UNIT): UNIT, "enhet": UNIT, same_word(AREA): AREA, "område": AREA}
    for attribute in checklist.attributes:
        names |= {same_word(attribute.id): attribute.id, same_word(attribute.label): attribute.id}
    if by is None:
        return None
    if same_word(by) not in names:
        known = sorted({UNIT, AREA, *(attribute.id for attribute in checklist.attributes)})
        raise UserError(
            f"Resultaten kan inte delas upp på {by}{did_you_mean(by, known) or '.'} "
            f"Välj {listing(known, 'eller')}."
        )
    return names[same_word(by)]


def _group_of(case: CaseResult | FrameGroup, split: str | None) -> str | None:
    if split in (None, AREA):
        return None
    return case.unit if split == UNIT else case.attributes.get(split or "")


def _groups(
    checklist: Checklist, cases: Sequence[CaseResult], split: str | None
) -> Sequence[str | None]:
    if split in (None, AREA):
        return [None]
    present = {group for case in cases if (group := _group_of(case, split)) is not None}
    for attribute in checklist.attributes:
        if attribute.id == split and attribute.choices is not None:
            return [choice for choice in attribute.choices if choice in present]
    return sorted(present, key=sort_key)


def _count(
    tallying: Tallying,
    group: str | None,
    cases: Sequence[CaseResult],
    listed: Sequence[FrameGroup],
) -> Counted:
    """Count a group. Every answer of a case is counted at once: there may be millions."""
    asked: Counter[str] = Counter()
    given: Counter[tuple[str, str]] = Counter()
    for applies, alike in _by(cases, lambda case: case.applies).items():
        said: Counter[tuple[str, str]] = Counter()
        for case in alike:
            said.update(case.values.items())
        asked.update(dict.fromkeys(applies, len(alike)))
        for place, times in said.items():
            if place[0] in applies:
                given[place] += times
    reviewed = sum(case.reviewed for case in cases)
    units = len({case.unit for case in cases} | {known.unit for known in listed})
    tallies = tallying.tallies(given, asked)
    return Counted(group, len(cases), reviewed, len(listed), units, tallies)


def _by(cases: Iterable[_Case], key: Callable[[_Case], _Key]) -> dict[_Key, list[_Case]]:
    found: dict[_Key, list[_Case]] = {}
    for case in cases:
        found.setdefault(key(case), []).append(case)
    return found


def _row(question: Question, area: Area, group: Counted) -> ResultRow:
    counts = group.tallies[question.id]
    met = share(question, counts)
    low, high = _interval(met, group) if met is not None else (None, None)
    population = group.population or None
    return ResultRow(
        question, area.title, group.group, counts, met, low, high, population,
        complete=group.complete,
    )  # fmt: skip


def _interval(met: Share, group: Counted) -> tuple[int | None, int | None]:
    """Return Wilson's interval in whole percent.

    Within one unit the sample is a simple random one from a known number of cases, and the
    effective size of the whole draw carries over to a question that applies to some of it
    (statistics.md 6). Over several units, drawn at different rates, the plain interval is
    used (statistics.md 1.4): it does not lean on how many cases the units have.
    """
    if met.n < SMALLEST_PERCENT:
        return None, None
    drawn, population = group.reviewed, group.population
    size = float(met.n)
    if group.complete:
        return None, None
    if population and group.units == 1:
        size = met.n * (population - 1) / (population - drawn)
    low, high = wilson_effective(met.k / met.n, size)
    return _percent(low), _percent(high)


def _percent(value: float) -> int:
    return percent_half_up(round(value * 1_000_000), 1_000_000) or 0


def _compared(
    rows: Iterable[ResultRow], earlier: EarlierFigures, split: str | None
) -> list[ResultRow]:
    rows = list(rows)
    pairs = [
        (row.share, _held(row, earlier(row.question, None if split == AREA else row.group)))
        for row in rows
    ]
    changes = comparison.compare(pairs)
    return [replace(row, change=change) for row, change in zip(rows, changes, strict=True)]


def _held(row: ResultRow, earlier: Earlier | None) -> Earlier | None:
    """Return the earlier figure: complete only where every case of both rounds is reviewed."""
    if earlier is None or row.complete:
        return earlier
    return replace(earlier, complete=False)
