"""The document's facts as the steps' own values, and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from egenkontroll.checklist.rounds import Round, numbered
from egenkontroll.facts import current, standing
from egenkontroll.review.answers import Answer, Role
from egenkontroll.review.states import State
from egenkontroll.sample.cases import Case, Reviewer, Status, Unit
from egenkontroll.storage import bodies

if TYPE_CHECKING:
    from collections.abc import Iterable

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.facts import Fact, Id
    from egenkontroll.merge.double import Settled
    from egenkontroll.storage.document import Document

_ID = 16

# A dictionary is asked several times faster than the enumeration itself.
_ROLE = {int(role): role for role in Role}
_STATE = {str(state): state for state in State}
_STATUS = {str(status): status for status in Status}


def units(document: Document) -> dict[Id, Unit]:
    """Return the units by identity."""
    found = {}
    for (key,), fact in current(document.read("unit")).items():
        name, parent, before = fact.content
        predecessors = tuple(before[at : at + _ID] for at in range(0, len(before), _ID))
        found[key] = Unit(key, name, parent, predecessors)
    return found


def new_unit(document: Document, name: str, parent: Id = b"") -> Fact:
    """Return the fact that a new unit exists."""
    return document.pen.write("unit", (document.pen.new_id(),), (name, parent, b""))


def unit_fact(document: Document, unit: Unit) -> Fact:
    """Return the fact of how a unit is now, replacing what was said before."""
    known = standing(document.read("unit", unit=unit.id))
    content = (unit.name, unit.parent, b"".join(unit.predecessors))
    return document.pen.write("unit", (unit.id,), content, known)


def reviewers(document: Document) -> dict[Id, Reviewer]:
    """Return the reviewers by identity, each person once."""
    really = document.people()
    return {key: one for key, one in every_reviewer(document).items() if key not in really}


def every_reviewer(document: Document) -> dict[Id, Reviewer]:
    """Return the reviewers by identity, those too who are really another."""
    found = {}
    for (key,), fact in current(document.read("reviewer")).items():
        name, unit, left, same_as = fact.content
        found[key] = Reviewer(key, name, unit, bool(left), same_as)
    return found


def new_reviewer(document: Document, name: str, unit: Id = b"") -> Fact:
    """Return the fact that a new reviewer exists."""
    return document.pen.write("reviewer", (document.pen.new_id(),), (name, unit, 0, b""))


def reviewer_fact(document: Document, reviewer: Reviewer) -> Fact:
    """Return the fact of how a reviewer is now, replacing what was said before."""
    known = standing(document.read("reviewer", reviewer=reviewer.id))
    content = (reviewer.name, reviewer.unit, int(reviewer.left), reviewer.same_as)
    return document.pen.write("reviewer", (reviewer.id,), content, known)


def checklists(document: Document) -> dict[bytes, Checklist]:
    """Return the definitions by digest."""
    return {
        key: bodies.checklist(fact.content[0], fact.key)
        for (key,), fact in current(document.read("checklist")).items()
    }


def titles(document: Document) -> dict[bytes, str]:
    """Return the definitions' titles by digest: at once, for their questions are not read."""
    return {
        key: bodies.title(fact.content[0], fact.key)
        for (key,), fact in current(document.read("checklist")).items()
    }


def checklist_fact(document: Document, checklist: Checklist, source: str) -> Fact:
    """Return the fact that holds a whole definition and the YAML it was read from."""
    return document.pen.write("checklist", (checklist.digest,), (checklist.canonical, source))


def rounds(document: Document) -> tuple[Round, ...]:
    """Return the rounds, earliest first, each with a name of its own: see `numbered`."""
    found = []
    for (key,), fact in current(document.read("round")).items():
        found.append(Round(key, *fact.content))
        bodies.check_period(found[-1].starts, found[-1].ends, fact.key)
    return tuple(sorted(numbered(found), key=lambda one: (one.starts, one.ends, one.name)))


def round_fact(document: Document, made: Round) -> Fact:
    """Return the fact that a round exists, replacing what was said of it before."""
    content = (
        made.name,
        made.starts,
        made.ends,
        made.checklist,
        made.checklist_id,
        made.version,
    )
    known = standing(document.read("round", round=made.id))
    return document.pen.write("round", (made.id,), content, known)


# --- the sample -------------------------------------------------------------------------------


def case_fact(document: Document, case: Case) -> Fact:
    """Return the fact that a case is in the sample, and how it stands there."""
    content = (
        case.reference,
        case.unit,
        _json(dict(case.attributes)),
        case.position,
        str(case.status),
        case.reason,
        int(case.double),
    )
    known = standing(document.read("case_drawn", round=case.round, case_id=case.id))
    return document.pen.write("case_drawn", (case.round, case.id), content, known)


def cases(document: Document, round_id: Id) -> tuple[Case, ...]:
    """Return the cases of the round's sample, reserves included, unit by unit as drawn."""
    found = []
    read: dict[str, dict[str, str]] = {}  # cases have few sets of attributes, and share them
    for row in document.held("case_drawn", round=round_id):
        key, reference, unit, attributes, position, status, reason, double = row[1:9]
        if attributes not in read:
            read[attributes] = bodies.read("case_drawn", "attributes", attributes, row[:2])
        found.append(
            Case(
                key,
                round_id,
                reference,
                unit,
                read[attributes],
                position,
                _STATUS[status],
                reason,
                bool(double),
            )
        )
    return tuple(sorted(found, key=lambda case: (case.position, case.reference)))


def drawn(document: Document, round_id: Id) -> dict[Id, Id]:
    """Return the unit of every case of the round that counts: for where no more need be known."""
    rows = document.held("case_drawn", round=round_id)
    return {row[1]: row[3] for row in rows if row[6] == Status.DRAWN}


def handler_fact(document: Document, round_id: Id, case: Id, codes: str) -> Fact:
    """Return the fact that holds the one-way codes of those who handle a case."""
    known = standing(document.read("handler", round=round_id, case_id=case))
    return document.pen.write("handler", (round_id, case), (codes,), known)


def handlers(document: Document, round_id: Id) -> dict[Id, str]:
    """Return the codes of those who handle each case, by case: see `sample.handlers.handles`."""
    return {row[1]: row[2] for row in document.held("handler", round=round_id)}


def assignment_fact(document: Document, case: Id, role: Role, reviewer: Id) -> Fact:
    """Return the fact that a reviewer is to read a case in a role."""
    known = standing(document.read("assignment", case_id=case, role=int(role)))
    said = (document.person(reviewer),)
    return document.pen.write("assignment", (case, int(role)), said, known)


def assignments(document: Document, round_id: Id) -> dict[tuple[Id, Role], Id]:
    """Return who is to read each case, by case and role."""
    found = document.held_of_round("assignment", round_id)
    return {(row[0], _ROLE[row[1]]): row[2] for row in found}


# --- the answers ------------------------------------------------------------------------------


def answer_fact(document: Document, answer: Answer, known: Iterable[Fact] = ()) -> Fact:
    """Return the fact of an answer, replacing those of `known` about the same thing."""
    key = (answer.case, answer.question, int(answer.role), document.person(answer.reviewer))
    content = (answer.value, answer.comment, " ".join(answer.flags))
    return document.pen.write("answer", key, content, standing(known))


def answer_facts(document: Document, round_id: Id) -> list[Fact]:
    """Return every fact of an answer in the round, replaced ones too."""
    return document.read_of_round("answer", round_id)


def answers(found: Iterable[Fact]) -> dict[tuple[Id, str, Role, Id], tuple[Answer, Fact]]:
    """Return the answers that hold now, each with its fact, by case, question, role, reviewer."""
    return {
        (case, question, Role(role), reviewer): (_answer(fact), fact)
        for (case, question, role, reviewer), fact in current(found).items()
    }


class Given(NamedTuple):
    """What one reviewer says about one case now, by question; only flags that are set."""

    values: dict[str, str]
    comments: dict[str, str]
    flags: dict[str, tuple[str, ...]]


def given(document: Document, round_id: Id, reviewer: Id) -> dict[tuple[Id, Role], Given]:
    """Return what a reviewer says in the round, by case and role."""
    found = readings(document, round_id, reviewer=reviewer)
    return {(case, role): said for (case, role, _), said in found.items()}


def readings(document: Document, round_id: Id, **where: object) -> dict[tuple[Id, Role, Id], Given]:
    """Return what everybody says in the round, by case, role and reviewer.

    The same as `answers` says, and made for very many answers.
    """
    found: dict[tuple[Id, Role, Id], Given] = {}
    for row in document.held_of_round("answer", round_id, **where):
        of, question = (row[0], _ROLE[row[2]], row[3]), row[1]
        said = found.get(of)
        if said is None:
            said = found[of] = Given({}, {}, {})
        said.values[question] = row[4]
        said.comments[question] = row[5]
        if row[6]:
            said.flags[question] = tuple(row[6].split())
    return found


def begun(document: Document, round_id: Id) -> dict[tuple[Id, Role, Id], bool]:
    """Return the readings of the round that anything is said of, and whether any has an answer.

    By case, role and reviewer, as `readings`: for where what is said need not be known.
    """
    found: dict[tuple[Id, Role, Id], bool] = {}
    for row in document.held_of_round("answer", round_id):
        of = (row[0], _ROLE[row[2]], row[3])
        found[of] = bool(row[4]) or found.get(of, False)
    return found


def _answer(fact: Fact) -> Answer:
    case, question, role, reviewer = fact.key
    value, comment, flags = fact.content
    return Answer(case, question, Role(role), reviewer, value, comment, tuple(flags.split()))


def consensus(document: Document, round_id: Id) -> dict[tuple[Id, str], tuple[str, str]]:
    """Return the settled (value, comment) by case and question."""
    return {key: (one.value, one.comment) for key, one in settled(document, round_id).items()}


def settled(document: Document, round_id: Id) -> dict[tuple[Id, str], Settled]:
    """Return what was decided where two differed, by case and question.

    A decision that was taken back has no answer, and is left out.
    """
    from egenkontroll.merge.double import Settled

    found = current(document.read_of_round("consensus", round_id))
    return {key: Settled(*fact.content) for key, fact in found.items() if fact.content[0]}


def consensus_fact(
    document: Document,
    case: Id,
    question: str,
    value: str,
    comment: str,
    reason: str,
    reviewer: Id,
) -> Fact:
    """Return the fact that a differing question was settled, by whom and why."""
    known = standing(document.read("consensus", case_id=case, question=question))
    content = (value, comment, reason, reviewer)
    return document.pen.write("consensus", (case, question), content, known)


def state_fact(
    document: Document, case: Id, role: Role, reviewer: Id, state: State, reason: str = ""
) -> Fact:
    """Return the fact that a reading has come to a state."""
    known = standing(document.read("review_state", case_id=case, role=int(role), reviewer=reviewer))
    key = (case, int(role), document.person(reviewer))
    return document.pen.write("review_state", key, (str(state), reason), known)


def concern_fact(document: Document, round_id: Id, duty: str, reviewer: Id) -> Fact:
    """Return the fact that a serious concern was handed over: which duty, never about whom."""
    return document.pen.write("concern", (round_id, document.pen.new_id()), (duty, reviewer))


def states(document: Document, round_id: Id) -> dict[tuple[Id, Role, Id], State]:
    """Return the states that were said, by case, role and reviewer."""
    found = document.held_of_round("review_state", round_id)
    return {(row[0], _ROLE[row[1]], row[2]): _STATE[row[3]] for row in found}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
