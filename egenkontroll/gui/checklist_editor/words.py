"""What conditions, subjects and shortcomings are called while a draft may still have faults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from egenkontroll.checklist import conditions, editing
from egenkontroll.checklist.condition_draft import finished
from egenkontroll.checklist.model import Question
from egenkontroll.review.reading import say

if TYPE_CHECKING:
    from egenkontroll.checklist.editing import Draft, Place

_EXAMPLE = (55, 6)
"""Cases that met and did not meet the requirement, in the example of a finding."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that a condition can ask about; no answers where any can be given."""

    id: str
    name: str
    kind: str
    answers: tuple[str, ...]
    attribute: bool = False


def subjects(draft: Draft, place: Place) -> tuple[Subject, ...]:
    """Return what the condition of a question can ask about: attributes, then other questions."""
    found = [
        Subject(
            one["id"],
            one.get("label") or "(utan namn)",
            one["type"],
            one.get("choices") or () if one["type"] == "choice" else (),
            attribute=True,
        )
        for one in draft.data["attributes"]
    ]
    for other in editing.places(draft.data):
        if len(other) == 4 and other != place:
            one = editing.item(draft, other)
            name = one.get("label") or one.get("text") or "(utan text)"
            found.append(Subject(one["id"], name, one["type"], editing.answers(one)))
    return tuple(found)


def condition_words(draft: Draft, raw: Any) -> str:
    """Return a condition in words, or nothing while it cannot be said."""
    condition = finished(raw)
    if condition is None:
        return ""
    names = editing.named(draft)
    known = {one.id for one in names.attributes} | set(names.by_id)
    if not {leaf.subject for leaf in conditions.leaves(condition)} <= known:
        return ""
    return say(condition, names)


def finding_example(values: dict[str, Any]) -> str:
    """Return the sentence that a question's finding becomes in a report, for 6 of 61 cases."""
    kept = {key: value for key, value in values.items() if key != "applies_when"}
    try:
        question = Question.model_validate(kept)
    except ValidationError:
        return ""
    if not question.judged or question.finding is None:
        return ""
    try:
        from egenkontroll.report.sentences import finding_sentence
        from egenkontroll.results.table import ResultRow
        from egenkontroll.results.tally import Share, Tally
    except ImportError:  # pragma: no cover - the report is another step's business
        return ""
    met, not_met = _EXAMPLE
    share = Share(met, met + not_met)
    counts = Tally(met=met, not_met=not_met)
    row = ResultRow(question, "", None, counts, share, None, None, None)
    return finding_sentence(row, share, met + not_met, "")
