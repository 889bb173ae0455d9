"""The number passport: where a figure comes from, case by case.

It says which cases stand behind each answer, what was left out and why, how many reviewers
have read them and what they wrote. Reviewers are a number here, never names.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from egenkontroll.checklist.model import Type
from egenkontroll.results.statistics import whole_cases_interval
from egenkontroll.review.answers import (
    GIVEN,
    Outcome,
    Role,
    choices,
    in_words,
    outcome,
    shown,
)
from egenkontroll.texts import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from egenkontroll.checklist.model import Question
    from egenkontroll.facts import Id
    from egenkontroll.results.table import CaseResult, ResultRow


class Counts(StrEnum):
    """What an answer does in a share: it meets, it does not, it leaves, it is missing."""

    MET = "met"
    NOT_MET = "not_met"
    GIVEN = "given"
    LEFT_OUT = "left_out"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ReadOnce:
    """One reviewer's reading of a case: answers and comments by question."""

    reviewer: Id
    role: Role
    values: Mapping[str, str]
    comments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A case with every reading of it, and the comments of what was settled, by question."""

    case: CaseResult
    readings: tuple[ReadOnce, ...] = ()
    settled: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer and the cases that have it; they are in order of their references."""

    words: str
    counts: Counts
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote about a question in a case. `answer` is what they answered."""

    reference: str
    answer: str
    text: str
    second: bool


@dataclass(frozen=True, slots=True)
class Passport:
    """Everything behind one figure.

    `apart` is the cases that the question does not apply to, `unread` those that nobody has
    begun; they are among the unanswered too. `double` cases were answered by two, `agreed` of
    them alike. `whole` is (low, high, population) in cases, where the whole of a unit can be
    spoken of.
    """

    row: ResultRow
    answers: tuple[Given, ...]
    apart: tuple[str, ...]
    unread: tuple[str, ...]
    reviewers: int
    double: int
    agreed: int
    comments: tuple[Comment, ...]
    whole: tuple[int, int, int] | None


def passport(row: ResultRow, cases: Sequence[ReadCase]) -> Passport:
    """Return the passport of a row; `cases` are those of the row's own group."""
    question = row.question
    asked = [read for read in cases if question.id in read.case.applies]
    apart = [read.case.reference for read in cases if question.id not in read.case.applies]
    unread = [read.case.reference for read in asked if not read.case.reviewed]
    pairs = [pair for read in asked for pair in _pairs(question.id, read)]
    return Passport(
        row=row,
        answers=tuple(_answers(question, asked)),
        apart=_sorted(apart),
        unread=_sorted(unread),
        reviewers=len({one.reviewer for read in asked for one in _answering(question.id, read)}),
        double=len(pairs),
        agreed=sum(first == second for first, second in pairs),
        comments=tuple(_comments(question.id, asked)),
        whole=_whole(row, cases),
    )


def _answers(question: Question, asked: Sequence[ReadCase]) -> Iterator[Given]:
    """Yield every answer that the question can have and then those missing."""
    found: dict[str, list[str]] = defaultdict(list)
    for read in asked:
        for value in _kinds(question, read.case.values.get(question.id, "")):
            found[value].append(read.case.reference)
    first = {"=1": "Uppfyllt", "=0": "Ej uppfyllt"} if _by_outcome(question) else {}
    if question.type is Type.MULTI:
        first = {GIVEN + choice: choice for choice in question.choices or ()}
    elif not first and question.type in (Type.DATE, Type.TEXT, Type.NUMBER):
        first = {GIVEN: "Besvarad"}
    order = [*first, *choices(question), ""]
    for value in dict.fromkeys([*order, *found]):
        if value or found[value]:
            words = first.get(value) or shown(value)
            yield Given(words, _counts(question, value), _sorted(found[value]))


def _by_outcome(question: Question) -> bool:
    return question.type is Type.NUMBER and question.judged


def _kinds(question: Question, value: str) -> list[str]:
    """Return the value's kinds: what it is listed under. Several where several were chosen."""
    if not value.startswith(GIVEN):
        return [value]
    if _by_outcome(question):
        return ["=1" if outcome(question, value) is Outcome.MET else "=0"]
    if question.type is Type.MULTI:
        return [GIVEN + part for part in in_words(value).split("\n")]
    return [value] if question.type is Type.CHOICE else [GIVEN]


def _counts(question: Question, value: str) -> Counts:
    if value in ("=1", "=0") and _by_outcome(question):
        return Counts.MET if value == "=1" else Counts.NOT_MET
    kind = Outcome.GIVEN if value == GIVEN else outcome(question, value)
    match kind:
        case Outcome.UNANSWERED:
            return Counts.MISSING
        case Outcome.MET:
            return Counts.MET
        case Outcome.PARTLY:
            return Counts.MET if question.partly_counts == "met" else Counts.NOT_MET
        case Outcome.NOT_MET:
            return Counts.NOT_MET
        case Outcome.GIVEN:
            return Counts.GIVEN
        case Outcome.NOT_IN_RECORD if question.judged and question.not_in_record == "not_met":
            return Counts.NOT_MET
        case _:
            return Counts.LEFT_OUT


def _answering(question: str, read: ReadCase) -> Iterator[ReadOnce]:
    return (one for one in read.readings if one.values.get(question))


def _pairs(question: str, read: ReadCase) -> Iterator[tuple[str, str]]:
    """Yield (first, second) where the case has a second review of the question."""
    by_role = {one.role: one.values[question] for one in _answering(question, read)}
    if Role.FIRST in by_role and Role.SECOND in by_role:
        yield by_role[Role.FIRST], by_role[Role.SECOND]


def _comments(question: str, asked: Sequence[ReadCase]) -> Iterator[Comment]:
    for read in sorted(asked, key=lambda one: sort_key(one.case.reference)):
        reference = read.case.reference
        for one in sorted(read.readings, key=lambda reading: reading.role):
            text = one.comments.get(question, "").strip()
            if text:
                answer = shown(one.values.get(question, ""))
                yield Comment(reference, answer, text, one.role is Role.SECOND)
        settled = read.settled.get(question, "").strip()
        if settled:
            answer = shown(read.case.values.get(question, ""))
            yield Comment(reference, f"{answer}, efter samråd", settled, second=False)


def _whole(row: ResultRow, cases: Sequence[ReadCase]) -> tuple[int, int, int] | None:
    """Return what the share says of a whole unit in cases.

    Only where every case of the sample was judged, all are of one unit and its size is known:
    else it is not known how many of the unit's cases the question is about.
    """
    share, size = row.share, row.population
    if share is None or size is None or not share.n < size or share.n != len(cases):
        return None
    if len({read.case.unit for read in cases}) != 1:
        return None
    reach = whole_cases_interval(share.k, share.n, size)
    return None if reach is None else (*reach, size)


def _sorted(references: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(references, key=sort_key))
