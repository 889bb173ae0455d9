"""How alike two reviewers judged the same cases, from their original votes alone.

What was decided afterwards never changes these figures. Per question the limits are Wilson's
for "k av n lika". Over several questions the answers of one case hang together, so the limits
are those of a sample no larger than the cases (`_effective`); and what chance would give is
worked out for each question by itself. Source: statistics.md 3 and 5.3.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from egenkontroll.checklist.model import Type
from egenkontroll.results.agreement_statistics import gwet_chance
from egenkontroll.results.statistics import percent_half_up, wilson_effective
from egenkontroll.results.tally import SMALLEST_PERCENT, Share
from egenkontroll.review.answers import choices

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from egenkontroll.checklist.model import Checklist, Question
    from egenkontroll.facts import Id
    from egenkontroll.merge.double import Compared, Double

FEWEST = 5
"""Under so many cases nothing is said of how alike they are: read the cases instead."""
GOOD, DOUBTFUL = 0.8, 0.6
"""What the lower limit must reach to be called good, and not to be called unclear."""

_LISTED = (Type.YES_NO, Type.YES_PARTLY_NO, Type.CHOICE)
"""The types whose possible answers can be counted."""


class By(StrEnum):
    """What agreement is shown by."""

    QUESTION = "question"
    AREA = "area"
    PAIR = "pair"


class Samsyn(StrEnum):
    """What the limits of the agreement say; needed is where even the upper one is too low."""

    GOOD = "good"
    CHECK = "check"
    UNCLEAR = "unclear"
    NEEDED = "needed"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class CrossTable:
    """How many cases have each first answer (row) and second answer (column).

    `answers` is every answer the question can have, used or not, as stored.
    """

    answers: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class BeyondChance:
    """Gwet's AC1 (1 = always alike, 0 = as by chance) and its 95 % limits."""

    ac1: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """One case where the two differed. A value is "" where the question was hidden for one."""

    reference: str
    first: str
    second: str
    first_comment: str
    second_comment: str
    settled: str
    reason: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How alike the answers of one group are: a question, an area, a pair, or everything.

    `key` is a question's id, an area's id or two reviewers; `cases` of the cases read by two
    have answers of both, `n` answers in all, `k` of them alike. `low` and `high` are whole
    percent. `apart` of `placed` times they differed on whether a question applied at all.
    `table` is for one question only.
    """

    key: str | tuple[Id, Id]
    cases: int
    k: int
    n: int
    percent: int | None
    low: int | None
    high: int | None
    beyond: BeyondChance | None
    samsyn: Samsyn
    apart: int
    placed: int
    table: CrossTable | None = None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    """A question of a case, with what identifies the case."""

    reference: str
    one: Compared


def by_question(checklist: Checklist, cases: Sequence[Double]) -> tuple[Agreement, ...]:
    """Return the agreement of each question that is compared, in the checklist's order."""
    seen: dict[str, list[_Seen]] = defaultdict(list)
    for each in _seen(cases):
        seen[each.one.question.id].append(each)
    return tuple(_agreement(q.id, seen[q.id], q) for q in compared_questions(checklist))


def by_area(checklist: Checklist, cases: Sequence[Double]) -> tuple[Agreement, ...]:
    """Return the agreement of each area, in the checklist's order."""
    found = []
    for area in checklist.areas:
        inside = {question.id for question in area.questions}
        seen = [each for each in _seen(cases) if each.one.question.id in inside]
        found.append(_agreement(area.id, seen))
    return tuple(found)


def by_pair(cases: Sequence[Double]) -> tuple[Agreement, ...]:
    """Return the agreement of each pair of reviewers that have answered the same questions.

    Who of them was first does not matter; the pairs stand in order of their identities.
    """
    seen: dict[tuple[Id, Id], list[_Seen]] = defaultdict(list)
    for each in _seen(cases):
        if each.one.both is not None:
            one, other = sorted(vote.reviewer for vote in each.one.both)
            seen[one, other].append(each)
    return tuple(_agreement(pair, seen[pair]) for pair in sorted(seen))


def altogether(cases: Sequence[Double]) -> Agreement:
    """Return the agreement over every question."""
    return _agreement("", list(_seen(cases)))


def unclear(questions: Iterable[Agreement]) -> tuple[Agreement, ...]:
    """Return the questions that were read differently, the most differences first.

    Differing on whether the question applies counts too. Of equally many, the one with the
    lower share alike comes first, then the checklist's order.
    """
    found = [one for one in questions if one.differences]
    return tuple(sorted(found, key=lambda one: (-len(one.differences), one.k / max(1, one.n))))


def compared_questions(checklist: Checklist) -> tuple[Question, ...]:
    """Return the questions that two reviewers' answers are compared on: all but free text."""
    return tuple(question for question in checklist.questions if question.type is not Type.TEXT)


def possible_answers(question: Question) -> int | None:
    """Return how many answers the question can have, None where they cannot be counted."""
    return len(choices(question)) if question.type in _LISTED else None


# --- counting ---------------------------------------------------------------------------------


def _seen(cases: Iterable[Double]) -> Iterable[_Seen]:
    return (
        _Seen(case.case.reference, one)
        for case in cases
        for one in case.questions
        if one.question.type is not Type.TEXT
    )


def _agreement(
    key: str | tuple[Id, Id], seen: Sequence[_Seen], question: Question | None = None
) -> Agreement:
    both = [each for each in seen if each.one.both is not None]
    met = Share(sum(each.one.alike for each in both), len(both))
    per_case = Counter(each.reference for each in both)
    low, high = _limits(met, per_case)
    stated = len(per_case) >= SMALLEST_PERCENT
    placed = [apart for each in seen if (apart := _apart(each.one)) is not None]
    return Agreement(
        key=key,
        cases=len(per_case),
        k=met.k,
        n=met.n,
        percent=met.percent if stated else None,
        low=_percent(low) if stated else None,
        high=_percent(high) if stated else None,
        beyond=_beyond_chance(both) if stated else None,
        samsyn=_samsyn(len(per_case), low, high),
        apart=sum(placed),
        placed=len(placed),
        table=_table(question, both) if question is not None else None,
        differences=tuple(_differences(seen)),
    )


def _limits(alike: Share, per_case: Mapping[str, int]) -> tuple[float, float]:
    if not alike.n:
        return 0.0, 1.0
    return wilson_effective(alike.k / alike.n, _effective(per_case))


def _effective(per_case: Mapping[str, int]) -> float:
    """Return how many independent answers these are worth at least.

    Answers about one case are taken to hang together wholly: (Σm)² / Σm² for m answers a case
    (Kish). It is n for one question, and at most the number of cases for several.
    """
    many = per_case.values()
    return sum(many) ** 2 / sum(one * one for one in many)


def _samsyn(cases: int, low: float, high: float) -> Samsyn:
    if cases < FEWEST:
        return Samsyn.TOO_FEW
    if low >= GOOD:
        return Samsyn.GOOD
    if low >= DOUBTFUL:
        return Samsyn.CHECK
    needed = cases >= SMALLEST_PERCENT and _percent(high) < 100 * GOOD
    return Samsyn.NEEDED if needed else Samsyn.UNCLEAR


def _beyond_chance(both: Sequence[_Seen]) -> BeyondChance | None:
    """Return AC1 over the questions whose possible answers can be counted.

    Over several, chance is each question's own, weighted by its answers.
    """
    of_question: dict[str, list[_Seen]] = defaultdict(list)
    for each in both:
        if possible_answers(each.one.question) is not None:
            of_question[each.one.question.id].append(each)
    counted = [each for group in of_question.values() for each in group]
    if not counted:
        return None
    chance = 0.0
    for group in of_question.values():
        table = _table(group[0].one.question, group)
        chance += (gwet_chance(table.counts) or 0.0) * len(group) if table is not None else 0.0
    chance /= len(counted)
    alike = Share(sum(each.one.alike for each in counted), len(counted))
    limits = _limits(alike, Counter(each.reference for each in counted))
    ac1, low, high = ((x - chance) / (1 - chance) for x in (alike.k / alike.n, *limits))
    return BeyondChance(ac1, low, high)


def _table(question: Question, both: Sequence[_Seen]) -> CrossTable | None:
    if question.type not in _LISTED:
        return None
    pairs = Counter(
        (votes[0].value, votes[1].value) for each in both if (votes := each.one.both) is not None
    )
    answers = choices(question)
    return CrossTable(
        answers, tuple(tuple(pairs[first, second] for second in answers) for first in answers)
    )


def _apart(one: Compared) -> bool | None:
    """Tell whether they differed on the question applying at all.

    It does not where it was hidden by another answer, or answered with ej aktuellt. None where
    one of them has taken no stand, or it was hidden for both.
    """
    if one.first_lacks or one.second_lacks or not (one.first_asked or one.second_asked):
        return None
    first, second = (
        vote is not None and vote.value != "not_applicable" for vote in (one.first, one.second)
    )
    return first != second


def _differences(seen: Sequence[_Seen]) -> Iterable[Difference]:
    for each in seen:
        one = each.one
        if _apart(one) or (one.both is not None and not one.alike):
            first, second = one.first, one.second
            yield Difference(
                each.reference,
                first.value if first is not None else "",
                second.value if second is not None else "",
                first.comment.strip() if first is not None else "",
                second.comment.strip() if second is not None else "",
                one.settled.value if one.settled is not None else "",
                one.settled.reason if one.settled is not None else "",
            )


def _percent(share: float) -> int:
    return percent_half_up(round(share * 1_000_000), 1_000_000) or 0
