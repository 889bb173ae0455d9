"""What an open document holds, at a glance: its rounds, its reviewers, how far each step is."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from egenkontroll.review.answers import Role
from egenkontroll.review.states import State
from egenkontroll.storage import records
from egenkontroll.texts import count, k_of_n, sort_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Fact, Id
    from egenkontroll.sample.cases import Reviewer
    from egenkontroll.storage.document import Document


class Progress(StrEnum):
    """How far a step has come."""

    EMPTY = "empty"
    STARTED = "started"
    DONE = "done"


class Step(NamedTuple):
    """One step of the way in one round: how far it is, and the same in a few words."""

    name: str
    progress: Progress
    said: str


def rounds(document: Document) -> tuple[Round, ...]:
    """Return the rounds, earliest first."""
    return records.rounds(document)


def current_round(document: Document) -> Round | None:
    """Return the round to begin with: the newest with a sample, else the newest with questions."""
    found = records.rounds(document)
    sampled = [one for one in found if document.has("case_drawn", round=one.id)]
    asked = [one for one in found if one.checklist]
    return next((group[-1] for group in (sampled, asked, list(found)) if group), None)


def has_sample(document: Document, one: Round) -> bool:
    """Tell whether cases have been drawn in the round."""
    return document.has("case_drawn", round=one.id)


def checklist(document: Document, one: Round) -> Checklist | None:
    """Return the round's checklist, or None where only its figures are known."""
    return records.checklists(document).get(one.checklist)


def title(document: Document, one: Round) -> str:
    """Return the title of the round's checklist, or "" where only its figures are known."""
    return records.titles(document).get(one.checklist, "")


def closed_words(document: Document, one: Round) -> str:
    """Return why nothing about a round's cases can be changed; empty where it can."""
    if not any(document.has(kind, round=one.id) for kind in ("lock", "purge")):
        return ""
    from egenkontroll.operations import closing

    return closing.closed_words(document, one)


def reviewers(document: Document) -> tuple[Reviewer, ...]:
    """Return the reviewers by name, å ä ö last."""
    found = records.reviewers(document).values()
    return tuple(sorted(found, key=lambda reviewer: sort_key(reviewer.name)))


def take_up_reviewer(document: Document, name: str) -> Reviewer:
    """Return the reviewer with the name, added to the document if not there already."""
    from egenkontroll.operations.reviewing import find_or_new_reviewer

    new: list[Fact] = []
    reviewer = find_or_new_reviewer(document, name, new)
    document.add(new)
    return reviewer


def ready(document: Document, one: Round) -> frozenset[Id]:
    """Return the drawn cases that are klara: those whose review somebody has said is done.

    What is answered in a case that is begun counts too; it is granskat but not yet klart.
    """
    return _done(document, one) & records.drawn(document, one.id).keys()


def _done(document: Document, one: Round) -> frozenset[Id]:
    states = records.states(document, one.id).items()
    return frozenset(case for (case, _, _), state in states if state is State.DONE)


def steps(document: Document, one: Round) -> tuple[Step, ...]:
    """Return how far each of the six steps is in a round, in the data's order.

    Cheap enough to ask for after every change: it counts facts and reads no answer.
    """
    cases = records.drawn(document, one.id)
    reviewed = len(_done(document, one) & cases.keys())
    figures = document.has("aggregate", round=one.id)
    known = document.has("checklist", checklist=one.checklist)
    none = "gallrat" if document.has("purge", round=one.id) else "inte draget"
    drawn = count(len(cases), "ärende", "ärenden") if cases else none
    klara = f"{k_of_n(reviewed, len(cases))} klara" if cases else ""
    progress = _part(reviewed, len(cases))
    return (
        Step("checklist", _if(known), f"version {one.version}" if known else "saknas"),
        Step("sample", _if(bool(cases)), drawn),
        Step("review", progress, klara),
        Step("merge", Progress.EMPTY, ""),
        Step("results", progress if cases else _if(figures), ""),
        Step("report", Progress.EMPTY, ""),
    )


def anything_left(document: Document, one: Round, reviewer: Reviewer) -> bool:
    """Tell whether any reading in a round waits for a reviewer; `home.look` counts them."""
    cases, assigned = records.drawn(document, one.id), records.assignments(document, one.id)
    states = records.states(document, one.id)
    done = {(case, role) for (case, role, _), state in states.items() if state is State.DONE}
    mine = [key for key, who in assigned.items() if who == reviewer.id]
    if not assigned:
        mine = [(case, Role.FIRST) for case in cases]
    return any(key[0] in cases and key not in done for key in mine)


def no_steps() -> tuple[Step, ...]:
    """Return the six steps of a document without rounds."""
    names = ("checklist", "sample", "review", "merge", "results", "report")
    return tuple(Step(name, Progress.EMPTY, "") for name in names)


def next_step(every: Sequence[Step]) -> str:
    """Return the step where the work is: what is to be done next in the round."""
    found = {step.name: step.progress for step in every}
    if found["checklist"] is Progress.EMPTY:
        return "results" if found["results"] is Progress.DONE else "checklist"
    if found["sample"] is Progress.EMPTY:
        return "results" if found["results"] is Progress.DONE else "sample"
    return "results" if found["review"] is Progress.DONE else "review"


def _if(there: bool) -> Progress:
    return Progress.DONE if there else Progress.EMPTY


def _part(done: int, every: int) -> Progress:
    if not every or not done:
        return Progress.EMPTY
    return Progress.DONE if done == every else Progress.STARTED
