"""One reviewed case on paper: answers, comments and guidance, with no more than its reference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.report.meeting_paper import comment_words
from egenkontroll.report.parts import Labelled
from egenkontroll.report.statement import Grid, Paragraph, Section, Statement
from egenkontroll.review.answers import Role, shown
from egenkontroll.texts import NOTHING

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Area, Checklist, Question
    from egenkontroll.results.passport import ReadCase, ReadOnce

TITLE = "Ett granskat ärende"
WARNING = (
    "Bladet gäller ett enda ärende och är till för arbetet med granskningen. "
    "Det lämnas inte ut och sparas inte efter omgången."
)
HEADS = ("Kontrollfråga", "Svar", "Kommentar")


@dataclass(frozen=True, slots=True)
class ReviewedCase:
    """A case of a round with everything that was read in it."""

    round: str
    checklist: Checklist
    read: ReadCase
    program: str


def case_statement(one: ReviewedCase) -> Statement:
    """Return the case's paper; who reviewed and what is known of the person are not on it."""
    sections = [Section("", (Paragraph(WARNING, strong=True),))]
    sections += [section for area in one.checklist.areas if (section := _area(area, one))]
    return Statement(
        TITLE,
        f"{one.read.case.reference} · {one.round}",
        tuple(sections),
        f"{one.checklist.id} {one.checklist.version} · Egenkontroll {one.program}",
        (
            Labelled("Ärende", one.read.case.reference),
            Labelled("Enhet", one.read.case.unit),
            Labelled("Checklista", f"{one.checklist.title}, version {one.checklist.version}"),
            Labelled("Granskat av", _reviewers(one.read)),
        ),
    )


def _reviewers(read: ReadCase) -> str:
    many = len({reading.role for reading in read.readings})
    return ("ingen än", "en granskare", "två granskare, var för sig")[many]


def _area(area: Area, one: ReviewedCase) -> Section | None:
    rows = tuple(
        (_asked(question), _answers(question, one.read), _comments(question, one.read))
        for question in area.questions
        if question.id in one.read.case.applies
    )
    if not rows:
        return None
    return Section(area.title, (Grid(area.title, HEADS, rows, weights=(9, 3, 5)),))


def _asked(question: Question) -> str:
    return f"{question.text}\nStöd: {question.guidance}" if question.guidance else question.text


def _answers(question: Question, read: ReadCase) -> str:
    given = {
        reading.role: shown(reading.values[question.id])
        for reading in _ordered(read)
        if reading.values.get(question.id)
    }
    counted = shown(read.case.values.get(question.id, ""))
    if len(given) < len(Role):
        return counted
    first, second = given[Role.FIRST], given[Role.SECOND]
    if first == second == counted:
        return f"{counted}\n(båda)"
    return f"{counted}\nFörsta: {first}\nAndra: {second}"


def _comments(question: Question, read: ReadCase) -> str:
    said = [reading.comments.get(question.id, "") for reading in _ordered(read)]
    settled = read.settled.get(question.id, "")
    lines = [comment_words(text) for text in said if text.strip()]
    if settled.strip():
        lines.append(f"Gemensamt: {comment_words(settled)}")
    return "\n".join(lines) or NOTHING


def _ordered(read: ReadCase) -> list[ReadOnce]:
    return sorted(read.readings, key=lambda reading: (reading.role, reading.reviewer))
