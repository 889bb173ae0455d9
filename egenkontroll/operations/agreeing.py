"""Double review: what each two reviewers said, what is decided where they differ, how alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from egenkontroll.errors import UserError
from egenkontroll.merge.double import Settled, Standing, Twice, Vote, Votes, compare
from egenkontroll.operations import files
from egenkontroll.operations.opening import checklist_of, find_round
from egenkontroll.report import agreement_json, agreement_words
from egenkontroll.report.agreement import agreement_sheet
from egenkontroll.results.agreement import By, altogether, by_question
from egenkontroll.results.clarification import Clarification, Decision
from egenkontroll.review.answers import MAX_TEXT, Role, choices, in_words, read_value
from egenkontroll.review.reading import State
from egenkontroll.sample.cases import Status
from egenkontroll.sample.identity import identifying, it
from egenkontroll.storage import clarifications, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Fact, Id
    from egenkontroll.merge.double import Compared, Double
    from egenkontroll.report.agreement import AgreementSheet
    from egenkontroll.results.agreement import Agreement
    from egenkontroll.review.answers import Answer
    from egenkontroll.sample.cases import Case
    from egenkontroll.storage.document import Document


@dataclass(frozen=True)
class Doubled:
    """Every case of a round that two are to review, with what is decided of its questions.

    `names` is the reviewers' names by identity.
    """

    round: Round
    checklist: Checklist
    cases: tuple[Double, ...]
    names: Mapping[Id, str]
    clarified: Mapping[str, Clarification]

    @cached_property
    def questions(self) -> tuple[Agreement, ...]:
        """The agreement of each question, counted once."""
        return by_question(self.checklist, self.cases)

    @cached_property
    def whole(self) -> Agreement:
        """The agreement over every question, counted once."""
        return altogether(self.cases)


def doubled(document: Document, one: Round, only: Id | None = None) -> Doubled:
    """Gather the double reviews of a round in the order the cases were drawn, or `only` one.

    A case is read by two where that was drawn, a second review is assigned, or there is one. A
    second review by the very person who made the first is none.
    """
    checklist = checklist_of(document, one)
    people = records.reviewers(document)
    assigned = {case for case, role in records.assignments(document, one.id) if role is Role.SECOND}
    drawn = {case.id for case in records.cases(document, one.id) if case.double} | assigned
    if only is None:
        facts = records.answer_facts(document, one.id)
        read = drawn | {fact.key[0] for fact in facts if fact.key[2] == Role.SECOND}
        facts = [fact for fact in facts if fact.key[0] in read]
    else:
        facts = document.read("answer", case_id=only)
    answers = records.answers(facts).values()
    first = _newest(answers, Role.FIRST)
    second = _newest(answers, Role.SECOND, first)
    cases = [
        case
        for case in records.cases(document, one.id)
        if case.status is Status.DRAWN
        and only in (None, case.id)
        and (case.id in drawn or case.id in second)
    ]
    return Doubled(
        one,
        checklist,
        tuple(compare(checklist, case) for case in _twice(document, one, cases, first, second)),
        {key: person.name for key, person in people.items()},
        clarifications.clarifications(document, one.id),
    )


def _twice(
    document: Document,
    one: Round,
    cases: Iterable[Case],
    first: Mapping[Id, Mapping[str, Vote]],
    second: Mapping[Id, Mapping[str, Vote]],
) -> Iterator[Twice]:
    units = records.units(document)
    done = {
        (case, role)
        for (case, role, _), state in records.states(document, one.id).items()
        if state is State.DONE
    }
    settled: dict[Id, dict[str, Settled]] = {}
    for (of, question), decided in records.settled(document, one.id).items():
        settled.setdefault(of, {})[question] = decided
    for case in cases:
        yield Twice(
            case.id,
            case.reference,
            units[case.unit].name,
            case.attributes,
            Votes(first.get(case.id, {}), (case.id, Role.FIRST) in done),
            Votes(second.get(case.id, {}), (case.id, Role.SECOND) in done),
            settled.get(case.id, {}),
        )


def counted(document: Document, one: Round) -> Doubled:
    """Gather the double reviews of a round with the figures already counted."""
    found = doubled(document, one)
    _ = found.questions, found.whole
    return found


def round_doubled(document: Document, round_name: str) -> Doubled:
    """Gather the double reviews of the round with a name; see `doubled`."""
    one = find_round(document, round_name)
    if not document.read("case_drawn", round=one.id):
        raise UserError(
            f"Omgången {one.name} har inga ärenden i dokumentet, så samsynen kan inte räknas."
        )
    return doubled(document, one)


def _newest(
    answers: Iterable[tuple[Answer, Fact]],
    role: Role,
    beside: Mapping[Id, Mapping[str, Vote]] | None = None,
) -> dict[Id, dict[str, Vote]]:
    """Return the votes in a role by case and question: the newest, as results count them.

    Those of somebody who has a vote in `beside` on the very same question are left out.
    """
    found: dict[Id, dict[str, Vote]] = {}
    for answer, _ in sorted(answers, key=lambda said: (said[1].clock, said[1].digest)):
        if answer.role is not role or not answer.value:
            continue
        other = (beside or {}).get(answer.case, {}).get(answer.question)
        if other is None or other.reviewer != answer.reviewer:
            vote = Vote(answer.reviewer, answer.value, answer.comment)
            found.setdefault(answer.case, {})[answer.question] = vote
    return found


# --- deciding ---------------------------------------------------------------------------------


def settle(
    document: Document,
    one: Round,
    case: Id,
    question: str,
    said: str,
    reason: str,
    by: Id = b"",
) -> None:
    """Decide what holds where two answers differ; both of them stay in the document.

    `said` is the answer as stored. One that neither of them gave needs a reason. Raises
    UserError, and saves nothing, where there is nothing to decide, the round is locked, the
    answer is none of the question's, or the reason holds what identifies a person.
    """
    reason = " ".join(reason.split())
    _refuse_words(reason)
    compared = _to_decide(doubled(document, one, case), question)
    given = [vote.value for vote in (compared.first, compared.second) if vote is not None]
    if said not in given:
        if said not in choices(compared.question):
            said = read_value(compared.question, in_words(said))
        if not reason:
            raise UserError("Skriv varför: ingen av de två svarade så. Inget är sparat.")
    document.add([records.consensus_fact(document, case, question, said, "", reason, by)])


def put_back(
    document: Document, one: Round, case: Id, question: str, before: Settled | None
) -> None:
    """Take back a decision: what was decided `before` holds again, or nothing."""
    was = before or Settled("", "", "", b"")
    content = (was.value, was.comment, was.reason, was.reviewer)
    document.add([records.consensus_fact(document, case, question, *content)])


def _to_decide(found: Doubled, question: str) -> Compared:
    for double in found.cases:
        if double.standing is Standing.WAITING:
            raise UserError(
                f"{double.case.reference} väntar på {double.waits_for}. Inget är sparat."
            )
        for one in double.of(Standing.DIFFERING, Standing.SETTLED):
            if one.question.id == question:
                return one
    raise UserError("De två svaren skiljer sig inte åt längre. Inget är sparat.")


def clarify(
    document: Document,
    one: Round,
    question: str,
    decision: Decision | None,
    words: str = "",
    by: str = "",
) -> None:
    """Decide what to do about a question that was read differently; None takes it back.

    The decision waits for the checklist's next version. Raises UserError, and saves nothing,
    where the words hold what identifies a person.
    """
    words = " ".join(words.split())
    _refuse_words(words)
    if decision is None:
        fact = clarifications.taken_back_fact(document, one.id, question)
    else:
        decided = Clarification(question, decision, words, by)
        fact = clarifications.clarification_fact(document, one.id, decided)
    document.add([fact])


def _refuse_words(words: str) -> None:
    if found := identifying(words):
        raise UserError(f"Texten ser ut att innehålla {found}. Ta bort {it(found)} för att spara.")
    if len(words) > MAX_TEXT:
        raise UserError(f"Texten är {len(words) - MAX_TEXT} tecken för lång. Korta den.")


# --- what is told -----------------------------------------------------------------------------


def as_json(found: Doubled, by: str, *, names: bool = False) -> dict[str, Any]:
    """Return the agreement by "question", "area" or "pair" in the published form."""
    called = found.names if names else {}
    one, clarified = found.round.name, found.clarified
    return agreement_json.as_json(one, found.checklist, found.cases, called, clarified, By(by))


def table(
    found: Doubled, by: str, *, names: bool = False
) -> tuple[list[str], list[list[str]], list[str]]:
    """Return heads, rows and notes for the terminal."""
    called = found.names if names else {}
    heads, rows = agreement_words.table_rows(found.checklist, found.cases, called, By(by))
    notes = [f"{agreement_words.standing_words(found.cases)}."]
    notes.append(f"Alla frågor: {agreement_words.sentence(found.whole)}.")
    return heads, rows, [*notes, *agreement_words.READING]


def sheet(found: Doubled, *, names: bool = False) -> AgreementSheet:
    """Return what the agreement sheet of a round says; reviewers' names only where asked for."""
    from importlib import metadata

    return agreement_sheet(
        found.round,
        found.checklist,
        found.cases,
        found.names if names else {},
        found.clarified,
        metadata.version("egenkontroll"),
    )


def sheet_name(found: Doubled) -> str:
    """Return the name of the agreement sheet's file: "Våren 2024_samsyn.pdf"."""
    return files.file_name((found.round.name, "samsyn"), ".pdf")


def write_sheet(made: AgreementSheet, path: Path) -> Path:
    """Write the agreement sheet as PDF, whole or not at all, and return the path."""
    from egenkontroll.pdf.agreement import agreement_pdf

    files.write_bytes(path, agreement_pdf(made))
    return path
