"""Count answers, and say what share meets the requirement by rule R1.

Counts are kept and added; percentages are worked out from them only when shown.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from egenkontroll.results.statistics import percent_half_up
from egenkontroll.review.answers import Outcome, in_words, outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from egenkontroll.checklist.model import Question

RULE = "R1"
RULE_SENTENCE = (
    "Regel R1: andelen är uppfyllt av uppfyllt och ej uppfyllt. ”Framgår inte av akten” räknas "
    "som ej uppfyllt. ”Ej aktuellt” och ”Kan inte bedömas” räknas inte med. ”Delvis” räknas som "
    "ej uppfyllt."
)
SMALLEST_PERCENT = 10
"""Below this many cases only "k av n" is stated (statistics.md 5.3)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases fell where, for one question in one group of cases.

    `options` are the given answers of a question that is counted but not judged.
    """

    met: int = 0
    partly: int = 0
    not_met: int = 0
    given: int = 0
    not_applicable: int = 0
    not_in_record: int = 0
    cannot_judge: int = 0
    unanswered: int = 0
    options: tuple[tuple[str, int], ...] = ()

    @property
    def cases(self) -> int:
        """The cases that the question applied to."""
        answered = self.met + self.partly + self.not_met + self.given
        left_out = self.not_applicable + self.not_in_record + self.cannot_judge
        return answered + left_out + self.unanswered


@dataclass(frozen=True, slots=True)
class Share:
    """k of n by the question's rule."""

    k: int
    n: int

    @property
    def percent(self) -> int | None:
        """The share in whole percent, half up, or None where no percentage may be stated.

        None below ten cases, and where rounding would give 0 or 100 although it is not exact.
        """
        if self.n < SMALLEST_PERCENT:
            return None
        rounded = percent_half_up(self.k, self.n)
        if (rounded == 0 and self.k > 0) or (rounded == 100 and self.k < self.n):
            return None
        return rounded


_PLACE = {what: place for place, what in enumerate(Outcome)}
"""Where each outcome stands among the fields of `Tally`."""


def tally(question: Question, values: Iterable[str]) -> Tally:
    """Count the values given to a question by the cases it applies to ("" for no answer)."""
    listed = list(values)
    given = Counter((question.id, value) for value in listed)
    return Tallying([question]).tallies(given, {question.id: len(listed)})[question.id]


def _tally(*counts: Any) -> Tally:
    return Tally(*counts)


class Tallying:
    """Counts answers to questions, many at a time.

    What each value of a question counts as is worked out once, and equal tallies are one.
    """

    def __init__(self, questions: Iterable[Question]) -> None:
        self._questions = {question.id: question for question in questions}
        self._outcomes: dict[tuple[str, str], int] = {}
        self._made: dict[tuple[int, ...], Tally] = {}

    def tallies(
        self, given: Mapping[tuple[str, str], int], asked: Mapping[str, int]
    ) -> dict[str, Tally]:
        """Return the tally of every question.

        `given` is how many cases gave (question, value), `asked` how many each question applies
        to: those that gave no value are unanswered.
        """
        counts = {name: [0] * len(_PLACE) for name in self._questions}
        for said, cases in given.items():
            counts[said[0]][self._place(said)] += cases
        options = self._options(given)
        unanswered = _PLACE[Outcome.UNANSWERED]
        made = {}
        for name, row in counts.items():
            row[unanswered] += asked.get(name, 0) - sum(row)
            one = self._made.get(tuple(row))
            if one is None:
                one = self._made[tuple(row)] = _tally(*row)
            made[name] = replace(one, options=options[name]) if name in options else one
        return made

    def _place(self, said: tuple[str, str]) -> int:
        place = self._outcomes.get(said)
        if place is None:
            place = _PLACE[outcome(self._questions[said[0]], said[1])]
            self._outcomes[said] = place
        return place

    def _options(
        self, given: Mapping[tuple[str, str], int]
    ) -> dict[str, tuple[tuple[str, int], ...]]:
        """Return how many cases gave each option, for the questions that are not judged."""
        counts: dict[str, Counter[str]] = {
            name: Counter() for name, one in self._questions.items() if not one.judged
        }
        for (name, value), cases in given.items() if counts else ():
            if name in counts and self._place((name, value)) == _PLACE[Outcome.GIVEN]:
                for option in in_words(value).split("\n"):
                    counts[name][option] += cases
        return {
            name: tuple((choice, found[choice]) for choice in self._questions[name].choices or ())
            for name, found in counts.items()
        }


def share(question: Question, counts: Tally) -> Share | None:
    """Return the share that meets the requirement by rule R1, or None for a question not judged.

    "Delvis" and "framgår inte av akten" count as the question says; "ej aktuellt" and "kan
    inte bedömas" leave the denominator.
    """
    if not question.judged:
        return None
    k = counts.met + (counts.partly if question.partly_counts == "met" else 0)
    n = counts.met + counts.partly + counts.not_met
    if question.not_in_record == "not_met":
        n += counts.not_in_record
    return Share(k, n)


def rule_for(question: Question) -> str:
    """Return the rule for this very question in one Swedish sentence."""
    partly = ""
    if question.type == "yes_partly_no":
        met = question.partly_counts == "met" or outcome(question, "partly") is Outcome.MET
        counted = "uppfyllt" if met else "ej uppfyllt"
        partly = f" ”Delvis” räknas som {counted}."
    record = (
        "räknas som ej uppfyllt"
        if question.not_in_record == "not_met"
        else "räknas inte med på den här frågan"
    )
    return (
        f"Regel R1: uppfyllt av uppfyllt och ej uppfyllt.{partly} "
        f"”Framgår inte av akten” {record}. ”Ej aktuellt” och ”Kan inte bedömas” räknas inte med."
    )
