"""Count answers, and say what share meets the requirement by rule R1.

Counts are kept and added; percentages are worked out from them only when shown.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.results.statistics import percent_half_up
from egenkontroll.review.answers import Outcome, in_words, outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def tally(question: Question, values: Iterable[str]) -> Tally:
    """Count the values given to a question by the cases it applies to ("" for no answer)."""
    values = list(values)
    counts = Counter(outcome(question, value) for value in values)
    given = Counter(
        option
        for value in values
        if outcome(question, value) is Outcome.GIVEN
        for option in in_words(value).split("\n")
    )
    options = tuple((choice, given[choice]) for choice in question.choices or ())
    return Tally(
        met=counts[Outcome.MET],
        partly=counts[Outcome.PARTLY],
        not_met=counts[Outcome.NOT_MET],
        given=counts[Outcome.GIVEN],
        not_applicable=counts[Outcome.NOT_APPLICABLE],
        not_in_record=counts[Outcome.NOT_IN_RECORD],
        cannot_judge=counts[Outcome.CANNOT_JUDGE],
        unanswered=counts[Outcome.UNANSWERED],
        options=options if not question.judged else (),
    )


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
