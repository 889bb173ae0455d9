"""An earlier round's answers counted anew, as the question is counted now.

A question whose scale, rule or condition has changed may be compared where the earlier round's
own answers are kept and give one common base (statistics.md 7, class C).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.checklist import conditions
from egenkontroll.errors import UserError
from egenkontroll.results.tally import rule_for, share, tally
from egenkontroll.review.answers import choices, in_words, read_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.model import Question
    from egenkontroll.results.table import CaseResult
    from egenkontroll.results.tally import Share


def recomputed(was: Question, now: Question, cases: Sequence[CaseResult]) -> Share | None:
    """Return the share of the earlier round's cases by the question's rule of now.

    None where there is no common base: an answer that the question cannot have now, a
    condition that asks for what was not known, or cases that were not asked then.
    """
    values = []
    for case in cases:
        asked = _asked(now, case)
        if asked is None:
            return None
        if not asked:
            continue
        if was.id not in case.applies:
            return None
        value = _translated(was, now, case.values.get(was.id, ""))
        if value is None:
            return None
        values.append(value)
    return share(now, tally(now, values))


def how(round_name: str, was: Question, now: Question) -> str:
    """Return how an earlier round is counted anew, as a clause."""
    said = f"svaren från {round_name} är räknade om efter frågan som den är nu. {rule_for(now)}"
    if "partly" in choices(was) and "partly" not in choices(now):
        counted = "ja" if was.partly_counts == "met" else "nej"
        said += f" ”Delvis” från {round_name} räknas som {counted}"
    return said.rstrip(".")


def _asked(now: Question, case: CaseResult) -> bool | None:
    """Tell whether the condition of now holds in a case of then; None where nobody knows."""
    if now.applies_when is None:
        return True
    given = dict(case.attributes)
    given |= {name: in_words(case.values[name]) for name in case.applies if case.values.get(name)}
    return conditions.holds(now.applies_when, given)


def _translated(was: Question, now: Question, value: str) -> str | None:
    """Return an answer of then as the question takes it now, None where it cannot."""
    if not value or value in choices(now):
        return value
    if value == "partly" and "yes" in choices(now):
        return "yes" if was.partly_counts == "met" else "no"
    try:
        return read_value(now, in_words(value))
    except UserError:
        return None
