"""One reviewer's reading of one case: what applies, what is answered, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from egenkontroll.checklist import conditions
from egenkontroll.review.answers import comment_needed, in_words
from egenkontroll.review.states import STATE_WORDS, State
from egenkontroll.texts import exact_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from egenkontroll.checklist.model import Checklist, Question

__all__ = ["STATE_WORDS", "Reading", "State", "asks", "in_turn", "say"]


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
        return _applying(self.checklist).to(self.attributes, self.values)

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


class _Applying:
    """Which of a checklist's questions apply, remembered by the answers that decide it."""

    def __init__(self, checklist: Checklist) -> None:
        self._turns = tuple(in_turn(checklist))
        asked = set[str]().union(*(asks(question) for question in checklist.questions))
        self._questions = tuple(question.id for question in checklist.questions
                                if question.id in asked)  # fmt: skip
        self._subjects = tuple(sorted(asked))
        self._known: dict[tuple[str | None, ...], frozenset[str]] = {}

    def to(self, attributes: Mapping[str, str], values: Mapping[str, str]) -> frozenset[str]:
        """Return the questions that apply to a case with these attributes and answers."""
        deciding = (
            *[attributes.get(name) for name in self._subjects],
            *[values.get(name) for name in self._questions],
        )
        found = self._known.get(deciding)
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            found = self._known[deciding] = self._worked_out(attributes, values)
        return found

    def _worked_out(
        self, attributes: Mapping[str, str], values: Mapping[str, str]
    ) -> frozenset[str]:
        given = dict(attributes)
        applies = set()
        for question in self._turns:
            if question.applies_when is None or conditions.holds(question.applies_when, given):
                applies.add(question.id)
                value = values.get(question.id, "")
                if value:
                    given[question.id] = in_words(value)
        return frozenset(applies)


_MOST_KNOWN, _MOST_CHECKLISTS = 4096, 16
_ASKED: dict[bytes, _Applying] = {}


def _applying(checklist: Checklist) -> _Applying:
    found = _ASKED.get(checklist.digest)
    if found is None:
        if len(_ASKED) >= _MOST_CHECKLISTS:
            _ASKED.clear()
        found = _ASKED[checklist.digest] = _Applying(checklist)
    return found


def in_turn(checklist: Checklist) -> Iterator[Question]:
    """Yield the questions, each after those that its own condition asks about.

    Conditions in a circle never open, and are left out; reading a checklist refuses them.
    """
    waiting = list(checklist.questions)
    while waiting:
        unsettled = {question.id for question in waiting}
        ready = [question for question in waiting if not asks(question) & unsettled]
        yield from ready
        settled = {question.id for question in ready}
        waiting = [question for question in waiting if question.id not in settled] if ready else []


def asks(question: Question) -> set[str]:
    """Return the attributes and questions that a question's own condition asks about."""
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
