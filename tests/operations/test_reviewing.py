"""Answers given one at a time, and what they become in the results."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from egenkontroll.errors import UserError
from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.operations.resulting import round_results
from egenkontroll.operations.reviewing import (
    desk,
    find_or_new_reviewer,
    import_answers,
    save_answer,
    set_state,
)
from egenkontroll.operations.sampling import create_round, draw_sample
from egenkontroll.review.answers import Answer, Role
from egenkontroll.review.reading import State
from egenkontroll.storage import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Fact
    from egenkontroll.operations.reviewing import Task
    from egenkontroll.sample.cases import Reviewer
    from egenkontroll.storage.document import Document

DATA = Path(__file__).parents[1] / "data" / "vt2024"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "omgång.egk"
    create_round(path, DATA / "checklista-2024.yaml", "V", "2024-04-01/2024-05-31")
    draw_sample(path, "V", DATA / "arendelista.csv", 2, 1, "x", 50, "Kvalitet")
    return path


@pytest.fixture
def document(path: Path) -> Iterator[Document]:
    with open_document(path, write=True) as document:
        yield document


@pytest.fixture
def one(document: Document) -> Round:
    return find_round(document, "v")


def reviewer(document: Document, name: str) -> Reviewer:
    new: list[Fact] = []
    found = find_or_new_reviewer(document, name, new)
    document.add(new)
    return found


def answer(task: Task, who: Reviewer, value: str, question: str = "natverk") -> Answer:
    return Answer(task.case.id, question, task.role, who.id, value)


def counts(document: Document, question: str = "natverk") -> tuple[int, int, int]:
    rows = round_results(document, "V").rows
    row = next(row for row in rows if row.question.id == question)
    return row.counts.met, row.counts.not_met, row.counts.unanswered


def test_without_assignments_every_drawn_case_waits(document: Document, one: Round) -> None:
    waiting = desk(document, one, reviewer(document, "Anna")).tasks
    assert len(waiting) == 13
    assert {task.state for task in waiting} == {State.NOT_STARTED}
    assert {task.role for task in waiting} == {Role.FIRST}
    assert "Samordning" in {task.unit for task in waiting}


def test_an_answer_is_counted_and_can_be_changed_and_taken_back(
    document: Document, one: Round
) -> None:
    anna = reviewer(document, "Anna")
    task = desk(document, one, anna).tasks[0]
    assert counts(document) == (0, 0, 13)
    for value, expected in (("yes", (1, 0, 12)), ("no", (0, 1, 12)), ("", (0, 0, 13))):
        save_answer(document, answer(task, anna, value))
        assert counts(document) == expected
    facts = records.answer_facts(document, one.id)
    assert len(facts) == 3, "nothing is ever removed"
    assert [len(fact.replaced) for fact in sorted(facts, key=lambda f: f.clock)] == [0, 1, 1]
    save_answer(document, answer(task, anna, "yes"))
    assert desk(document, one, anna).tasks[0].state is State.STARTED


def test_second_reviews_and_other_reviewers_never_count_twice(
    document: Document, one: Round
) -> None:
    anna, bo = reviewer(document, "Anna"), reviewer(document, "Bo")
    task = desk(document, one, anna).tasks[0]
    save_answer(document, answer(task, anna, "yes"))
    save_answer(document, replace(answer(task, bo, "no"), role=Role.SECOND))
    assert counts(document) == (1, 0, 12)
    new = records.consensus_fact(document, task.case.id, "natverk", "no", "", "läst om", bo.id)
    document.add([new])
    assert counts(document) == (0, 1, 12)


def test_a_case_taken_over_counts_the_newest_first_review(document: Document, one: Round) -> None:
    anna, bo = reviewer(document, "Anna"), reviewer(document, "Bo")
    task = desk(document, one, anna).tasks[0]
    save_answer(document, answer(task, anna, "yes"))
    save_answer(document, answer(task, bo, "no"))
    assert counts(document) == (0, 1, 12)
    # An answer taken back does not hide the other reviewer's.
    save_answer(document, answer(task, bo, ""))
    assert counts(document) == (1, 0, 12)


def test_klar_needs_every_answer_and_comment(document: Document, one: Round) -> None:
    anna = reviewer(document, "Anna")
    task = desk(document, one, anna).tasks[0]
    with pytest.raises(UserError) as refused:
        set_state(document, task, anna.id, State.DONE)
    assert len(refused.value.problems) == len(task.reading.applies)
    for question in task.reading.applies:
        save_answer(document, answer(task, anna, "cannot_judge", question))
    task = desk(document, one, anna).tasks[0]
    with pytest.raises(UserError, match="kommentar saknas"):
        set_state(document, task, anna.id, State.DONE)
    for question in task.reading.applies:
        said = replace(answer(task, anna, "cannot_judge", question), comment="Går inte att läsa.")
        save_answer(document, said)
    set_state(document, desk(document, one, anna).tasks[0], anna.id, State.DONE)
    assert desk(document, one, anna).tasks[0].state is State.DONE
    set_state(document, task, anna.id, State.RETURNED, "En handling till kom in.")
    assert desk(document, one, anna).tasks[0].state is State.RETURNED


def test_klar_is_what_is_in_the_document_and_not_what_is_about_to_be(
    document: Document, one: Round
) -> None:
    """The window has an answer at once; its saving may still fail."""
    anna = reviewer(document, "Anna")
    task = desk(document, one, anna).tasks[0]
    asked = task.reading.checklist.questions
    for question in asked[:-1]:
        save_answer(document, answer(task, anna, "yes", question.id))
    whole = replace(task.reading, values={question.id: "yes" for question in asked})
    with pytest.raises(UserError, match="inte klart än") as told:
        set_state(document, replace(task, reading=whole), anna.id, State.DONE)
    assert [problem.split(":")[0] for problem in told.value.problems] == [asked[-1].short]
    assert document.read("review_state") == []


@pytest.mark.parametrize("comment", ["Pappan 191212121212", "tel till 121212-1212 gjordes"])
def test_a_personal_number_is_never_saved(document: Document, one: Round, comment: str) -> None:
    anna = reviewer(document, "Anna")
    task = desk(document, one, anna).tasks[0]
    with pytest.raises(UserError, match="personnummer"):
        save_answer(document, replace(answer(task, anna, "yes"), comment=comment))
    assert records.answer_facts(document, one.id) == []
    assert b"121212" not in document.path.read_bytes()


def test_a_reviewer_is_one_person_however_spelled(document: Document) -> None:
    assert reviewer(document, "Anna Åberg") == reviewer(document, "  anna  ÅBERG ")
    with pytest.raises(UserError):
        find_or_new_reviewer(document, "  ", [])
    with pytest.raises(UserError, match="personnummer"):
        find_or_new_reviewer(document, "Anna 191212121212", [])


def test_assigned_cases_are_all_a_reviewer_sees(document: Document, one: Round) -> None:
    anna, bo = reviewer(document, "Anna"), reviewer(document, "Bo")
    cases = [task.case for task in desk(document, one, anna).tasks]
    document.add(
        [
            records.assignment_fact(document, cases[0].id, Role.FIRST, anna.id),
            records.assignment_fact(document, cases[0].id, Role.SECOND, bo.id),
            records.assignment_fact(document, cases[1].id, Role.FIRST, bo.id),
        ]
    )
    assert [task.case for task in desk(document, one, anna).tasks] == [cases[0]]
    found = {(task.case.id, task.role) for task in desk(document, one, bo).tasks}
    assert found == {(cases[0].id, Role.SECOND), (cases[1].id, Role.FIRST)}


def test_a_table_never_empties_a_comment(path: Path, tmp_path: Path) -> None:
    with open_document(path) as document:
        cases = records.cases(document, find_round(document, "V").id)
        reference = cases[0].reference
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text(
        f"referens;fråga;svar;kommentar\n{reference};natverk;nej;Bara syskon\n", "utf-8"
    )
    second.write_text(f"referens;fråga;svar;kommentar\n{reference};natverk;ja;\n", "utf-8")
    assert import_answers(path, "V", first, "Anna").new == 1
    assert import_answers(path, "V", second, "Anna").new == 1
    assert import_answers(path, "V", second, "Anna").new == 0
    with open_document(path) as document:
        facts = records.answer_facts(document, find_round(document, "V").id)
        ((held, _),) = records.answers(facts).values()
        assert (held.value, held.comment) == ("yes", "Bara syskon")


@pytest.mark.parametrize(
    ("comment", "found"),
    [("Ring 070-123 45 67", "telefonnummer. Ta bort det"), ("a@b.se", "e-postadress. Ta bort den")],
)
def test_a_contact_is_never_saved(document: Document, one: Round, comment: str, found: str) -> None:
    anna = reviewer(document, "Anna")
    task = desk(document, one, anna).tasks[0]
    with pytest.raises(UserError, match=found):
        save_answer(document, replace(answer(task, anna, "yes"), comment=comment))
    with pytest.raises(UserError, match=found):
        save_answer(document, answer(task, anna, f"={comment}"))
    with pytest.raises(UserError, match=found):
        set_state(document, task, anna.id, State.RETURNED, comment)
    assert records.answer_facts(document, one.id) == []


def test_a_flag_is_kept_with_or_without_an_answer(document: Document, one: Round) -> None:
    anna = reviewer(document, "Anna")
    task = desk(document, one, anna).tasks[0]
    save_answer(document, replace(answer(task, anna, ""), flags=("avvikelse", "oklar")))
    save_answer(document, answer(task, anna, "yes", "utredningsplan"))
    found = desk(document, one, anna).tasks[0]
    assert found.flags == {"natverk": ("avvikelse", "oklar")}
    assert found.state is State.STARTED
    assert found.reading.answered == 1
    assert counts(document) == (0, 0, 13)


def test_the_desk_holds_what_the_answers_say_now(document: Document, one: Round) -> None:
    anna, bo = reviewer(document, "Anna"), reviewer(document, "Bo")
    tasks = desk(document, one, anna).tasks
    for at, value in enumerate(["yes", "no", "", "yes", "cannot_judge"]):
        save_answer(document, replace(answer(tasks[0], anna, value), comment=f"{at} gånger"))
        save_answer(document, answer(tasks[at], bo, value))
    # Two computers that did not know of each other: the newest holds.
    for value in ("no", "yes"):
        document.add([records.answer_fact(document, answer(tasks[1], anna, value))])
    set_state(document, tasks[2], anna.id, State.RETURNED, "Fel fråga")
    for who in (anna, bo):
        slow = records.answers(records.answer_facts(document, one.id))
        wanted: dict[bytes, dict[str, tuple[str, str]]] = {}
        for said, _ in slow.values():
            if said.reviewer == who.id:
                wanted.setdefault(said.case, {})[said.question] = (said.value, said.comment)
        found = {
            task.case.id: {name: (value, task.reading.comments[name])
                           for name, value in task.reading.values.items()}
            for task in desk(document, one, who).tasks if task.reading.values
        }  # fmt: skip
        assert found == wanted
    assert desk(document, one, anna).tasks[2].state is State.RETURNED
