"""Answers that contradict each other, and people who were taken in twice: settled by a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.facts import standing
from egenkontroll.merge.conflicts import conflicts as contradicting
from egenkontroll.merge.people import spelled_twice as pairs
from egenkontroll.merge.receipt import Settled
from egenkontroll.review.answers import Answer, Role, shown
from egenkontroll.storage import records
from egenkontroll.storage.twice import answered_twice
from egenkontroll.texts import sort_key

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Checklist
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Fact, Id, Row
    from egenkontroll.sample.cases import Case, Reviewer
    from egenkontroll.storage.document import Document

KEEP_A, KEEP_B, OWN = "a", "b", "own"
_LETTERS = "abcdefghijklmnop"
_BETWEEN = " / "


@dataclass(frozen=True, slots=True)
class Side:
    """One of the answers that contradict. `said` is the answer in words, `value` as stored.

    `said_at` is milliseconds since 1970 UTC, by the clock of the computer it was given on.
    """

    value: str
    said: str
    comment: str
    said_at: int
    fact: Fact


@dataclass(frozen=True, slots=True)
class Conflict:
    """One reviewer's answers to one question of one case, neither of which knew the other.

    `sides` are at least two, oldest first (A is the first, B the second).
    """

    round: Id
    round_name: str
    case: Id
    reference: str
    unit: str
    question: str
    text: str
    role: Role
    reviewer: Id
    name: str
    sides: tuple[Side, ...]


def conflicts(document: Document) -> tuple[Conflict, ...]:
    """Return the answers that contradict and are not settled: by round, unit, case and question."""
    facts = [
        fact
        for case, question in answered_twice(document)
        for fact in document.read("answer", case_id=case, question=question)
    ]
    found = contradicting(facts)
    if not found:
        return ()
    words = _Words(document)
    told = [words.conflict(key, sides) for key, sides in found.items() if key[0] in words.cases]
    return tuple(sorted(told, key=words.order))


class _Words:
    """The names of what the facts are about."""

    def __init__(self, document: Document) -> None:
        self._checklists = records.checklists(document)
        self._units = records.units(document)
        self._people = records.reviewers(document)
        self._rounds = records.rounds(document)
        self.cases: dict[Id, tuple[Round, Case]] = {
            case.id: (one, case) for one in self._rounds for case in records.cases(document, one.id)
        }

    def conflict(self, key: Row, sides: tuple[Fact, ...]) -> Conflict:
        case_id, question, role, reviewer = key
        one, case = self.cases[case_id]
        return Conflict(
            one.id, one.name, case_id, case.reference, self._units[case.unit].name, question,
            self.text(one, question), Role(role), reviewer, self.name(reviewer),
            tuple(_side(fact) for fact in sides),
        )  # fmt: skip

    def text(self, one: Round, question: str) -> str:
        asked = self._asked(one)
        return asked.by_id[question].text if asked and question in asked.by_id else question

    def name(self, reviewer: Id) -> str:
        known = self._people.get(reviewer)
        return known.name if known is not None else "okänd granskare"

    def order(self, one: Conflict) -> tuple[object, ...]:
        rounds = [known.id for known in self._rounds]
        asked = self._asked(self._rounds[rounds.index(one.round)])
        questions = [question.id for question in asked.questions] if asked else []
        place = questions.index(one.question) if one.question in questions else len(questions)
        case = self.cases[one.case][1]
        return rounds.index(one.round), sort_key(one.unit), case.position, place, one.name

    def _asked(self, one: Round) -> Checklist | None:
        return self._checklists.get(one.checklist)


def _side(fact: Fact) -> Side:
    value, comment, _ = fact.content
    return Side(value, shown(value), comment, fact.said_at, fact)


def settle(
    document: Document,
    conflict: Conflict,
    choice: str,
    value: str = "",
    comment: str | None = None,
    reason: str = "",
) -> None:
    """Settle a conflict: the new answer replaces every side, which stay in the history.

    `choice` is KEEP_A, KEEP_B (then "c" and so on, where there are more sides) or OWN; `value`
    is the stored value and is used for OWN, which also needs a `reason`. `comment` None means
    the chosen side's comment or, where that is empty, the others': words are never lost to
    nothing. A `comment` given is used as it is; an empty one over words needs a reason too.
    Raises UserError, and saves nothing, where that is missing, where a text identifies a
    person, or where the conflict has changed since it was read.
    """
    from egenkontroll.sample.identity import identifying, it

    _refuse_changed(document, conflict)
    reason = " ".join(reason.split())
    kept = None if choice == OWN else conflict.sides[_LETTERS.index(choice)]
    words = list(dict.fromkeys(side.comment for side in conflict.sides if side.comment))
    if comment is None:
        comment = kept.comment if kept is not None and kept.comment else _BETWEEN.join(words)
    elif words and not comment.strip() and not reason:
        raise UserError("Kommentaren försvinner. Skriv varför, eller behåll den.")
    if kept is None and not reason:
        raise UserError("Skriv varför svaret blir ett annat än de två som fanns.")
    for text in (value, comment, reason):
        if found := identifying(text):
            raise UserError(f"Texten innehåller {found}. Ta bort {it(found)} för att spara.")
    chosen = [kept] if kept is not None else list(conflict.sides)
    flags = sorted({flag for side in chosen for flag in side.fact.content[2].split()})
    answer = Answer(
        conflict.case, conflict.question, conflict.role, conflict.reviewer,
        value if kept is None else kept.value, comment, tuple(flags),
    )  # fmt: skip
    new = records.answer_fact(document, answer, [side.fact for side in conflict.sides])
    document.add([new, _decision(document, new.key, choice, reason)])


def _refuse_changed(document: Document, conflict: Conflict) -> None:
    now = standing(
        document.read(
            "answer",
            case_id=conflict.case,
            question=conflict.question,
            role=int(conflict.role),
            reviewer=conflict.reviewer,
        )
    )
    held = {fact.digest for group in now.values() for fact in group}
    if held != {side.fact.digest for side in conflict.sides}:
        raise UserError("Svaren har ändrats sedan de visades. Läs dem igen och välj sedan.")


def _decision(document: Document, key: Row, choice: str, reason: str) -> Fact:
    case, question, role, reviewer = key
    known = standing(
        document.read("decision", case_id=case, question=question, role=role, reviewer=reviewer)
    )
    return document.pen.write("decision", key, (choice, reason), known)


def settled_since(document: Document, since: int, until: int | None) -> tuple[Settled, ...]:
    """Return what was settled after one hybrid clock and before another, oldest first."""
    found = [
        fact
        for fact in document.read("decision")
        if fact.clock > since and (until is None or fact.clock < until)
    ]
    words = _Words(document)
    told = []
    for fact in sorted(found, key=lambda one: (one.clock, one.digest)):
        case, question, role, reviewer = fact.key
        if case not in words.cases:
            continue
        one, drawn = words.cases[case]
        now = records.answers(
            document.read("answer", case_id=case, question=question, role=role, reviewer=reviewer)
        )
        said = shown(now[fact.key][0].value) if fact.key in now else ""
        chosen = "eget svar" if fact.content[0] == OWN else fact.content[0].upper()
        told.append(
            Settled(drawn.reference, words.text(one, question), words.name(reviewer), chosen, said,
                    fact.content[1], fact.said_at)
        )  # fmt: skip
    return tuple(told)


# --- one person, spelled two ways -------------------------------------------------------------


def spelled_twice(document: Document) -> tuple[tuple[Reviewer, Reviewer], ...]:
    """Return pairs of reviewers (keep, other) whose names differ only in case, space or order."""
    return pairs(records.reviewers(document).values())


def same_person(document: Document, one: Id, other: Id) -> None:
    """Say that reviewer `other` is really `one`: their work counts as one person's from now on.

    Answers they gave differently to the same question become conflicts to settle. Raises
    UserError where they are the same already.
    """
    known = records.reviewers(document)
    if one not in known or other not in known or one == other:
        raise UserError("Granskarna är redan samma person.")
    document.add([records.reviewer_fact(document, replace(known[other], same_as=one))])
