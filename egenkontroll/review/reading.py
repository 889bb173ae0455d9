"""One reviewer's reading of one case: what applies, what is answered, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from egenkontroll.checklist import conditions
from egenkontroll.review.answers import comment_needed, in_words
from egenkontroll.texts import exact_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from egenkontroll.checklist.model import Checklist, Question


class State(StrEnum):
    """How far a reading has come. RETURNED is one that was done and is open again."""

    NOT_STARTED = "not_started"
    STARTED = "started"
    DONE = "done"
    RETURNED = "returned"


STATE_WORDS = {
    State.NOT_STARTED: "ej påbörjad",
    State.STARTED: "påbörjad",
    State.DONE: "klar",
    State.RETURNED: "tillbaka",
}


@dataclass(frozen=True)
class Reading:
    """The answers to one case so far: `values` and `comments` by question id."""

    checklist: Checklist
    attributes: Mapping[str, str]
    values: Mapping[str, str]
    comments: Mapping[str, str]

    @cached_property
    def applies(self) -> frozenset[str]:
        """The ids of the questions that apply to this case as far as is known.

        An answer to a question that does not itself apply opens nothing: it is left out of
        what conditions are asked about, as it is left out of every count.
        """
        given = dict(self.attributes)
        waiting = list(self.checklist.questions)
        applies: set[str] = set()
        # Conditions may ask about questions anywhere; each turn settles those whose own
        # condition no longer waits for another question that has not been settled.
        while waiting:
            unsettled = {question.id for question in waiting}
            ready = [question for question in waiting if not _asks(question) & unsettled]
            if not ready:
                break  # conditions in a circle never open; reading a checklist refuses them
            for question in ready:
                if question.applies_when is None or conditions.holds(question.applies_when, given):
                    applies.add(question.id)
                    value = self.values.get(question.id, "")
                    if value:
                        given[question.id] = in_words(value)
            settled = {question.id for question in ready}
            waiting = [question for question in waiting if question.id not in settled]
        return frozenset(applies)

    @property
    def answered(self) -> int:
        """How many of the questions that apply have an answer."""
        return sum(1 for name in self.applies if self.values.get(name))

    def missing(self) -> tuple[tuple[Question, str], ...]:
        """Return what stands between this reading and klar: each question and what it lacks."""
        lacking = []
        for question in self.checklist.questions:
            if question.id not in self.applies:
                continue
            value = self.values.get(question.id, "")
            if not value:
                lacking.append((question, "svar saknas"))
            elif comment_needed(question, value) and not self.comments.get(question.id, "").strip():
                lacking.append((question, "kommentar saknas"))
        return tuple(lacking)

    def why_hidden(self, question: Question) -> str:
        """Return in Swedish when a question applies, for one that does not."""
        if question.applies_when is None:
            return ""
        return f"Gäller när {say(question.applies_when, self.checklist)}."


def _asks(question: Question) -> set[str]:
    if question.applies_when is None:
        return set()
    return {leaf.subject for leaf in conditions.leaves(question.applies_when)}


def say(condition: conditions.Condition, checklist: Checklist) -> str:
    """Return a condition in Swedish: "Barn i hushållet är ja och Kön är flicka eller pojke"."""
    match condition:
        case conditions.OneOf(subject, accepted):
            return f"{_name(subject, checklist)} är {' eller '.join(accepted)}"
        case conditions.Within(subject, low, high):
            bounds = [f"minst {exact_number(low)}"] if low is not None else []
            bounds += [f"högst {exact_number(high)}"] if high is not None else []
            return f"{_name(subject, checklist)} är {' och '.join(bounds)}"
        case conditions.All(parts):
            return " och ".join(_part(part, checklist) for part in parts)
        case conditions.AnyOf(parts):
            return " eller ".join(_part(part, checklist) for part in parts)
        case _:
            return f"det inte är så att {say(condition.part, checklist)}"


def _part(condition: conditions.Condition, checklist: Checklist) -> str:
    said = say(condition, checklist)
    return f"({said})" if isinstance(condition, conditions.All | conditions.AnyOf) else said


def _name(subject: str, checklist: Checklist) -> str:
    for attribute in checklist.attributes:
        if attribute.id == subject:
            return attribute.label
    return checklist.by_id[subject].short
