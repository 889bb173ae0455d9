"""Step 4 of 6: two reviewers, one answer. How far each case read by two has come.

Where both gave the same answer it is settled by itself: no consensus is written, since the
results count the first review, which says the same. Where they differ one decision is waited
for. What the two said is always kept beside it.

Free text is not compared: two people never write the same words.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from egenkontroll.checklist.kinds import Type
from egenkontroll.review.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from egenkontroll.checklist.model import Checklist, Question
    from egenkontroll.facts import Id


class Standing(StrEnum):
    """How far a case or a question has come.

    WAITING: one of the two has not answered it all. READY (a case only): both have, but not
    both have said klar, so it may still change. AGREED, DIFFERING: both are klar. SETTLED:
    what differed has been decided.
    """

    WAITING = "waiting"
    READY = "ready"
    AGREED = "agreed"
    DIFFERING = "differing"
    SETTLED = "settled"


STANDING_WORDS = {
    Standing.WAITING: "väntar på svar",
    Standing.READY: "besvarad av båda",
    Standing.AGREED: "lika",
    Standing.DIFFERING: "skiljer sig",
    Standing.SETTLED: "avgjord",
}


@dataclass(frozen=True, slots=True)
class Vote:
    """What one reviewer answered, as it was given."""

    reviewer: Id
    value: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What was decided where two answers differed: the answer, why and by whom."""

    value: str
    comment: str
    reason: str
    reviewer: Id


@dataclass(frozen=True, slots=True)
class Votes:
    """One review of a case: the votes by question, and whether it is klar."""

    given: Mapping[str, Vote] = field(default_factory=dict)
    done: bool = False

    @property
    def values(self) -> dict[str, str]:
        """The answers by question."""
        return {question: vote.value for question, vote in self.given.items()}


@dataclass(frozen=True, slots=True)
class Twice:
    """A case that two are to review, with what each has said and what has been decided."""

    id: Id
    reference: str
    unit: str
    attributes: Mapping[str, str]
    first: Votes
    second: Votes
    settled: Mapping[str, Settled] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Compared:
    """One question of a case. A vote is None where it was not given, or the question was hidden.

    `first_asked` and `second_asked` tell whether the question applied as each of them had
    answered the others. `standing` is None where there is nothing to wait for or decide.
    """

    question: Question
    first: Vote | None
    second: Vote | None
    first_asked: bool
    second_asked: bool
    settled: Settled | None
    standing: Standing | None = None

    @property
    def both(self) -> tuple[Vote, Vote] | None:
        """The two votes, where both answered."""
        return None if self.first is None or self.second is None else (self.first, self.second)

    @property
    def first_lacks(self) -> bool:
        """Whether the first reviewer was asked and has not answered."""
        return self.first_asked and self.first is None

    @property
    def second_lacks(self) -> bool:
        """Whether the second reviewer was asked and has not answered."""
        return self.second_asked and self.second is None

    @property
    def alike(self) -> bool:
        """Whether both answered, and the same. Comments may differ."""
        return self.both is not None and self.both[0].value == self.both[1].value


@dataclass(frozen=True, slots=True)
class Double:
    """A case read by two, compared question by question in the checklist's order."""

    case: Twice
    standing: Standing
    questions: tuple[Compared, ...]

    def of(self, *standings: Standing) -> tuple[Compared, ...]:
        """Return the questions that stand so."""
        return tuple(one for one in self.questions if one.standing in standings)

    @property
    def waits_for(self) -> str:
        """Whose review is waited for, in Swedish; empty where neither is."""
        if self.standing is not Standing.WAITING:
            return ""
        waiting = [one for one in self.questions if one.standing is Standing.WAITING]
        sides = (
            ("första", self.case.first, any(one.first_lacks for one in waiting)),
            ("andra", self.case.second, any(one.second_lacks for one in waiting)),
        )
        lacking = [words for words, votes, lacks in sides if lacks or not votes.given]
        return f"{' och '.join(lacking)} granskningen"


def compare(checklist: Checklist, case: Twice) -> Double:
    """Compare the two reviews of a case.

    A question that only one of them was asked, because they answered differently what it
    depends on, follows the decision about that: a decision of its own is waited for only where
    it then applies and the first review has no answer that counts.
    """
    holding = case.first.values | {name: one.value for name, one in case.settled.items()}
    first = Reading(checklist, case.attributes, case.first.values, {}).applies
    second = Reading(checklist, case.attributes, case.second.values, {}).applies
    applies = Reading(checklist, case.attributes, holding, {}).applies
    questions = []
    for question in checklist.questions:
        name = question.id
        asked = name in first, name in second
        one = Compared(
            question,
            case.first.given.get(name) if asked[0] else None,
            case.second.given.get(name) if asked[1] else None,
            *asked,
            case.settled.get(name) if name in applies else None,
        )
        questions.append(replace(one, standing=_standing(one, applies=name in applies)))
    return Double(case, _of_case(case, questions), tuple(questions))


def _standing(one: Compared, *, applies: bool) -> Standing | None:
    if one.question.type is Type.TEXT:
        return None
    if one.settled is not None:
        return Standing.SETTLED
    if one.first_lacks or one.second_lacks:
        return Standing.WAITING
    if one.alike:
        return Standing.AGREED
    follows = one.first is not None and one.second is None
    return Standing.DIFFERING if applies and not follows else None


def _of_case(case: Twice, questions: list[Compared]) -> Standing:
    found = {one.standing for one in questions}
    if Standing.WAITING in found or not (case.first.given and case.second.given):
        return Standing.WAITING
    if Standing.DIFFERING in found:
        done = case.first.done and case.second.done
        return Standing.DIFFERING if done else Standing.READY
    if Standing.SETTLED in found:
        return Standing.SETTLED
    return Standing.AGREED if case.first.done and case.second.done else Standing.READY
