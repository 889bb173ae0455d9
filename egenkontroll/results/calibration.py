"""Calibration: everybody read the same cases first. Who answered what, question by question.

Nothing here is counted in any result. Free text is left out: two people never write the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from egenkontroll.checklist.model import Type
from egenkontroll.review.answers import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.model import Checklist, Question
    from egenkontroll.review.reading import Reading

HIDDEN = "Frågan gällde inte"
"""Said where a reviewer's other answers hid the question."""


@dataclass(frozen=True)
class Scored:
    """One reviewer's reading of one case for calibration; `done` where it is klar."""

    reviewer: str
    case: str
    reading: Reading
    done: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What one reviewer answered; `value` is None where the question was hidden, "" unanswered."""

    reviewer: str
    value: str | None
    comment: str

    @property
    def words(self) -> str:
        """The answer as it is shown."""
        return HIDDEN if self.value is None else shown(self.value)


@dataclass(frozen=True, slots=True)
class CaseCompared:
    """One case's answers to one question, in the reviewers' order."""

    case: str
    said: tuple[Said, ...]

    @property
    def comparable(self) -> bool:
        """Whether at least two have said something about it."""
        return sum(one.value != "" for one in self.said) > 1 and any(one.value for one in self.said)

    @property
    def alike(self) -> bool:
        """Whether all who have said something said the same."""
        return len({one.value for one in self.said if one.value != ""}) == 1

    def groups(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return each answer with those who gave it, the most common first."""
        found: dict[str, list[str]] = {}
        for one in self.said:
            found.setdefault(one.words, []).append(one.reviewer)
        order = sorted(found.items(), key=lambda item: -len(item[1]))
        return tuple((words, tuple(names)) for words, names in order)


@dataclass(frozen=True)
class QuestionCompared:
    """One question over all calibration cases where at least two have answered it."""

    question: Question
    cases: tuple[CaseCompared, ...]

    @property
    def alike(self) -> int:
        """In how many of the cases everybody answered the same."""
        return sum(case.alike for case in self.cases)


@dataclass(frozen=True)
class Calibration:
    """The whole comparison. `done` is each reviewer with (klara, of all) calibration cases."""

    cases: tuple[str, ...]
    done: tuple[tuple[str, int], ...]
    questions: tuple[QuestionCompared, ...]

    @property
    def waiting(self) -> tuple[str, ...]:
        """Those who have not yet read all the cases."""
        return tuple(name for name, done in self.done if done < len(self.cases))

    def as_json(self) -> dict[str, Any]:
        """Return the published form: see the README."""
        return {
            "cases": list(self.cases),
            "reviewers": [{"reviewer": name, "done": done} for name, done in self.done],
            "questions": [
                {
                    "question": one.question.id,
                    "text": one.question.text,
                    "alike": one.alike,
                    "compared": len(one.cases),
                    "cases": [
                        {
                            "case": case.case,
                            "alike": case.alike,
                            "answers": [
                                {"reviewer": said.reviewer, "answer": said.value,
                                 "comment": said.comment}
                                for said in case.said
                            ],
                        }
                        for case in one.cases
                    ],
                }
                for one in self.questions
            ],
        }  # fmt: skip


def compare(
    checklist: Checklist, cases: Sequence[str], reviewers: Sequence[str], scored: Sequence[Scored]
) -> Calibration:
    """Hold the readings against each other; cases and reviewers in the order they are shown."""
    known = {(one.reviewer, one.case): one for one in scored}
    questions = []
    for question in checklist.questions:
        if question.type is Type.TEXT:
            continue
        found = tuple(
            CaseCompared(
                case,
                tuple(
                    _said(question, known[name, case])
                    for name in reviewers
                    if (name, case) in known
                ),
            )
            for case in cases
        )
        compared = tuple(case for case in found if case.comparable)
        questions.append(QuestionCompared(question, compared))
    done = [(name, sum(one.done for one in scored if one.reviewer == name)) for name in reviewers]
    return Calibration(tuple(cases), tuple(done), tuple(questions))


def _said(question: Question, one: Scored) -> Said:
    if question.id not in one.reading.applies:
        # Hidden by what is answered so far says nothing until the reading is klar.
        return Said(one.reviewer, None if one.done else "", "")
    values, comments = one.reading.values, one.reading.comments
    return Said(one.reviewer, values.get(question.id, ""), comments.get(question.id, ""))
