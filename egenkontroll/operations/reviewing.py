"""Take in answers: one at a time from the window, or a whole table."""

from __future__ import annotations

import gc
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.operations import handed_to
from egenkontroll.operations.desk_history import reading_said
from egenkontroll.operations.opening import checklist_of, find_round, open_document, read_table
from egenkontroll.operations.own_readings import own_readings
from egenkontroll.review.answers import Answer, Role
from egenkontroll.review.reading import Reading, State
from egenkontroll.review.table import read_answers
from egenkontroll.sample.cases import Case, Reviewer, Status
from egenkontroll.sample.identity import identifying, it
from egenkontroll.storage import records
from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from egenkontroll.checklist.model import Checklist, Question
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Fact, Id
    from egenkontroll.review.table import TableAnswer
    from egenkontroll.sample.tables import Table
    from egenkontroll.storage.document import Document


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import of answers did.

    `others` of the answers in the table are about cases assigned to `assigned_to`, and not to
    the reviewer.
    """

    round: str
    reviewer: str
    rows: int
    new: int
    others: int = 0
    assigned_to: tuple[str, ...] = ()


def import_answers(
    path: Path, round_name: str, table_file: Path, reviewer_name: str | None
) -> Imported:
    """Read a table of answers into the round, all or nothing.

    Without a name they are by whom the hand-out is for, or in a whole document by whom the
    table is named after. What the same reviewer has already said in the same words is left as
    it is. Raises UserError where a hand-out is another reviewer's.
    """
    table = read_table(table_file)
    with open_document(path, write=True) as document:
        return take_in_answers(document, find_round(document, round_name), table, reviewer_name)


def take_in_answers(
    document: Document,
    one: Round,
    table: Table,
    reviewer_name: str | None,
    chosen: Mapping[str, str] | None = None,
) -> Imported:
    """Take a table of answers into an open document: see `import_answers`.

    `chosen` says which column holds what, see `review.table.read_answers`.
    """
    done, new = _gathered(document, one, table, reviewer_name, chosen)
    document.add(new)
    return done


def look_at_answers(
    document: Document,
    one: Round,
    table: Table,
    reviewer_name: str | None,
    chosen: Mapping[str, str] | None = None,
) -> Imported:
    """Return what `take_in_answers` would do, and do nothing."""
    return _gathered(document, one, table, reviewer_name, chosen)[0]


def _gathered(
    document: Document,
    one: Round,
    table: Table,
    reviewer_name: str | None,
    chosen: Mapping[str, str] | None,
) -> tuple[Imported, list[Fact]]:
    checklist = checklist_of(document, one)
    cases = {
        case.reference: case
        for case in records.cases(document, one.id)
        if case.status is Status.DRAWN
    }
    if not cases:
        raise UserError(f"Omgången {one.name} har inget urval än. Dra ett med sample draw.")
    mine = handed_to.owner(document) is not None
    rows = read_answers(table, checklist, cases, handed_out=mine, chosen=chosen)
    new: list[Fact] = []
    reviewer = _reviewer(document, reviewer_name, PurePath(table.source).stem, new)
    answers = _answer_facts(document, one, rows, cases, reviewer.id)
    others = handed_to.of_others(document, one, rows, cases, reviewer.id)
    done = Imported(one.name, reviewer.name, len(rows), len(answers), *others)
    if not answers:
        return done, []
    new += answers
    return done, [*new, *_done_facts(document, one, checklist, new, cases)]


def _reviewer(document: Document, name: str | None, file_name: str, new: list[Fact]) -> Reviewer:
    """Return whose answers they are; in a hand-out nobody's but the one it is for."""
    owner = handed_to.owner(document)
    if owner is None:
        return find_or_new_reviewer(document, file_name if name is None else name, new)
    if name is not None and find_or_new_reviewer(document, name, []).id != owner.id:
        raise UserError(
            f"{document.path.name} är utlämnad till {owner.name}, så svar av {name} kan inte läsas "
            "in där. Inget är sparat. Läs in dem i den granskarens fil eller i hela dokumentet."
        )
    return owner


def find_or_new_reviewer(document: Document, name: str, new: list[Fact]) -> Reviewer:
    """Return the reviewer with the name, however it is spelled with case and spaces."""
    if not name.strip():
        raise UserError("Granskaren behöver ett namn.")
    if found := identifying(name):
        raise UserError(f"Granskarens namn innehåller {found}. Skriv bara namnet.")
    people = records.reviewers(document)
    for reviewer in records.every_reviewer(document).values():
        if same_word(reviewer.name) == same_word(name):
            return people[document.person(reviewer.id)]
    fact = records.new_reviewer(document, " ".join(name.split()))
    new.append(fact)
    return Reviewer(fact.key[0], fact.content[0])


def _answer_facts(
    document: Document,
    one: Round,
    rows: Sequence[TableAnswer],
    cases: Mapping[str, Case],
    reviewer: Id,
) -> list[Fact]:
    known = records.answers(records.answer_facts(document, one.id))
    new = []
    for row in rows:
        answer = Answer(
            cases[row.reference].id, row.question, row.role, reviewer, row.value, row.comment
        )
        before = known.get((answer.case, answer.question, answer.role, reviewer))
        if before is None:
            new.append(records.answer_fact(document, answer))
        elif (before[0].value, before[0].comment) != (answer.value, answer.comment):
            # Words are never replaced with nothing.
            kept = replace(answer, comment=answer.comment or before[0].comment)
            if (kept.value, kept.comment) != (before[0].value, before[0].comment):
                new.append(records.answer_fact(document, kept, [before[1]]))
    return new


def _done_facts(
    document: Document,
    one: Round,
    checklist: Checklist,
    new: Sequence[Fact],
    cases: Mapping[str, Case],
) -> list[Fact]:
    """Return the facts that a reading is klar, for each one the new answers make whole."""
    facts = [*records.answer_facts(document, one.id), *(f for f in new if f.kind == "answer")]
    states = records.states(document, one.id)
    by_reading: dict[tuple[Id, Role, Id], dict[str, Answer]] = {}
    for answer, _ in records.answers(facts).values():
        key = (answer.case, answer.role, answer.reviewer)
        by_reading.setdefault(key, {})[answer.question] = answer
    attributes = {case.id: case.attributes for case in cases.values()}
    return [
        records.state_fact(document, *key, State.DONE)
        for key, given in by_reading.items()
        if states.get(key) is not State.DONE
        and key[0] in attributes
        and not _reading(checklist, attributes[key[0]], given).missing()
    ]


def _reading(
    checklist: Checklist, attributes: Mapping[str, str], given: Mapping[str, Answer]
) -> Reading:
    return Reading(
        checklist,
        attributes,
        {name: answer.value for name, answer in given.items()},
        {name: answer.comment for name, answer in given.items()},
    )


# --- one case at a time -----------------------------------------------------------------------


@dataclass(frozen=True)
class Task:
    """One case that a reviewer reads in one role, with what is answered so far."""

    case: Case
    unit: str
    role: Role
    reading: Reading
    state: State
    flags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Desk:
    """Everything one reviewer has to do in one round."""

    round: Round
    checklist: Checklist
    reviewer: Reviewer
    tasks: tuple[Task, ...]


def desk(document: Document, one: Round, reviewer: Reviewer) -> Desk:
    """Return the reviewer's cases in the round: those for calibration, then the rest as drawn.

    With assignments: the cases assigned to the reviewer. Without any in the round: every
    drawn case, as first review. Cases for calibration are everybody's.
    """
    checklist = checklist_of(document, one)
    collecting = gc.isenabled()
    gc.disable()  # what is made here stays: looking it through for garbage takes long
    try:
        return Desk(one, checklist, reviewer, _tasks(document, one, reviewer, checklist))
    finally:
        if collecting:
            gc.enable()


def _tasks(
    document: Document, one: Round, reviewer: Reviewer, checklist: Checklist
) -> tuple[Task, ...]:
    units = records.units(document)
    states = records.states(document, one.id)
    given = records.given(document, one.id, reviewer.id)
    wanted = own_readings(document, one, reviewer, given)
    return tuple(
        _task(
            case,
            role,
            units[case.unit].name,
            checklist,
            given.get((case.id, role)),
            states.get((case.id, role, reviewer.id)),
        )
        for case, role in wanted
    )


def _task(
    case: Case,
    role: Role,
    unit: str,
    checklist: Checklist,
    given: records.Given | None,
    state: State | None,
) -> Task:
    if given is None:
        given = records.Given({}, {}, {})
    if state is None:
        begun = given.flags or any(given.values.values()) or any(given.comments.values())
        state = State.STARTED if begun else State.NOT_STARTED
    reading = Reading(checklist, case.attributes, given.values, given.comments)
    return Task(case, unit, role, reading, state, given.flags)


def save_answer(document: Document, answer: Answer) -> None:
    """Save one answer so that it is on the disk when this returns.

    Raises UserError, and saves nothing, where the text holds a personal number, a telephone
    number or an e-mail address.
    """
    _refuse_identity(answer.comment)
    _refuse_identity(answer.value)
    known = document.read(
        "answer",
        case_id=answer.case,
        question=answer.question,
        role=int(answer.role),
        reviewer=answer.reviewer,
    )
    document.add([records.answer_fact(document, answer, known)])


def _refuse_identity(text: str) -> None:
    if found := identifying(text):
        raise UserError(f"Texten ser ut att innehålla {found}. Ta bort {it(found)} för att spara.")


def set_state(document: Document, task: Task, reviewer: Id, state: State, reason: str = "") -> None:
    """Say that a reading is klar, or open again and why.

    Raises UserError with what is missing where a reading is not whole, and where the reason
    holds what identifies a person. What is whole is what is in the document: what the window
    shows may be about to be saved, or have failed to be.
    """
    _refuse_identity(reason)
    missing = _missing(document, task, reviewer) if state is State.DONE else ()
    if missing:
        raise UserError(
            "Ärendet är inte klart än.",
            [f"{question.short}: {lack}" for question, lack in missing],
        )
    document.add([records.state_fact(document, task.case.id, task.role, reviewer, state, reason)])


def _missing(document: Document, task: Task, reviewer: Id) -> tuple[tuple[Question, str], ...]:
    said = reading_said(document, task.case.id, task.role, reviewer)
    values = {name: one.value for name, one in said.items()}
    comments = {name: one.comment for name, one in said.items()}
    reading = Reading(task.reading.checklist, task.case.attributes, values, comments)
    return tuple(reading.missing())
