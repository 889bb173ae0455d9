"""What Hem counts in a short way is what the desk and the plan tell in a long one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from egenkontroll.operations import acting, home, overview
from egenkontroll.operations.ahead import look_ahead
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.reviewing import desk, set_state
from egenkontroll.results.yearplan import NOT_BEGUN
from egenkontroll.review.answers import Answer
from egenkontroll.review.states import State
from egenkontroll.storage import records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.sample.cases import Reviewer
    from egenkontroll.storage.document import Document


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    path = tmp_path / "exempel.egk"
    write_demo(path)
    with open_document(path, write=True) as opened:
        yield opened


def on_the_desk(document: Document, one: Round, reviewer: Reviewer) -> tuple[int, ...]:
    states = records.states(document, one.id)
    taken = {
        (case, role)
        for (case, role, other), state in states.items()
        if state is State.DONE and other != reviewer.id
    }
    left = [
        task
        for task in desk(document, one, reviewer).tasks
        if task.state is not State.DONE and (task.case.id, task.role) not in taken
    ]
    begun, returned = (
        sum(task.state is state for task in left) for state in (State.STARTED, State.RETURNED)
    )
    return len(left), begun, returned, sum(len(task.reading.missing()) for task in left)


def waiting(document: Document, one: Round, reviewer: Reviewer) -> tuple[int, ...]:
    mine = home.look(document, one, reviewer).mine
    assert mine is not None
    return mine.left, mine.begun, mine.returned, mine.unanswered


def test_what_waits_is_what_is_left_on_the_desk(document: Document) -> None:
    found = {}
    for one in overview.rounds(document):
        if overview.has_sample(document, one):
            for reviewer in overview.reviewers(document):
                said = waiting(document, one, reviewer)
                assert said == on_the_desk(document, one, reviewer)
                found[one.name, reviewer.name] = said
    assert found["Våren 2026", "Cecilia Ek"] == (0, 0, 0, 0)
    assert found["Våren 2026", "Amina Holm"][0] > 0


def test_a_case_that_is_open_again_waits_where_nothing_else_does(document: Document) -> None:
    one = overview.current_round(document)
    assert one is not None
    reviewer = next(r for r in overview.reviewers(document) if r.name == "Cecilia Ek")
    task = desk(document, one, reviewer).tasks[0]
    set_state(document, task, reviewer.id, State.RETURNED, "fler uppgifter har kommit")
    assert waiting(document, one, reviewer) == (1, 0, 1, 0)
    assert waiting(document, one, reviewer) == on_the_desk(document, one, reviewer)


def test_a_case_answered_for_somebody_else_waits_too(document: Document) -> None:
    one = overview.current_round(document)
    assert one is not None
    amina, _, cecilia = overview.reviewers(document)
    theirs = next(
        task for task in desk(document, one, amina).tasks if task.state is State.NOT_STARTED
    )
    question = theirs.reading.checklist.questions[0]
    answer = Answer(theirs.case.id, question.id, theirs.role, cecilia.id, "cannot_judge")
    document.add([records.answer_fact(document, answer, [])])
    assert not overview.anything_left(document, one, cecilia)
    assert waiting(document, one, cecilia)[:2] == (1, 1)
    assert waiting(document, one, cecilia) == on_the_desk(document, one, cecilia)


@pytest.mark.parametrize("day", ["2024-01-01", "2026-05-01", "2026-11-22", "2027-01-15"])
def test_the_next_control_is_the_first_in_the_plan_that_has_not_begun(
    document: Document, day: str
) -> None:
    today = dt.date.fromisoformat(day)
    waits = [
        (control.year, month, f"{control.name}, {said.partition(':')[0]} {control.year}")
        for control, states in acting.planned(document)
        if not control.dropped
        for month, said in zip(control.months, states, strict=True)
        if said.endswith(NOT_BEGUN) and (control.year, month) >= (today.year, today.month)
    ]
    expected = min(waits)[2] if waits else ""
    assert look_ahead(document, today).control == expected


def test_open_actions_are_those_of_the_list(document: Document) -> None:
    every = [one.action for one in acting.described(document) if one.action.open()]
    assert every
    said = look_ahead(document, dt.date(2100, 1, 1)).actions
    late = sum(bool(action.due) and action.undone() for action in every)
    assert late > 1
    assert said.replace("\N{NO-BREAK SPACE}", " ") == (
        f"{len(every)} öppna åtgärder, {late} skulle ha varit klara"
    )
