"""What an analysis meeting has on the table: findings, comments, and questions to talk about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.report.actions import decided_grid
from egenkontroll.report.meeting import CONTINUE, QUESTIONS
from egenkontroll.report.parts import Labelled
from egenkontroll.report.standing import standing_mark
from egenkontroll.report.statement import Paragraph, Points, Section, Statement
from egenkontroll.report.summary import summary
from egenkontroll.sample.identity import without_identity
from egenkontroll.texts import period, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from egenkontroll.report.export_paper import Told
    from egenkontroll.report.statement import Piece
    from egenkontroll.results.passport import Comment

TITLE = "Underlag till analysmöte"
WARNING = (
    "Underlaget återger granskarnas kommentarer utan ärende och utan namn, men de kan ändå peka "
    "ut någon. Dela ut det bara till dem som är med på mötet."
)
NO_COMMENTS = "Ingen har skrivit någon kommentar."


def meeting_statement(
    told: Told, comments: Mapping[str, Sequence[Comment]], unclear: Sequence[str]
) -> Statement:
    """Return the paper for a meeting.

    `comments` is by question, `unclear` the questions that two read differently.
    """
    found = told.found
    said = summary(found.rows, told.checklist, found.reviewed)
    sections = [Section("", (Paragraph(WARNING, strong=True),))]
    for listed in (said.strengths, said.mend, said.findings, said.changes):
        if listed.sentences or listed.none:
            piece: Piece = Points(listed.sentences or (listed.none,))
            sections.append(Section(listed.heading, (piece,)))
    if unclear:
        sections.append(Section("Läst olika: att förtydliga", (Points(tuple(unclear)),)))
    for place, finding in enumerate(said.mend.sentences, 1):
        pieces = (Paragraph(finding, strong=True), Points(QUESTIONS))
        sections.append(Section(f"Att samtala om {place}", pieces))
    if said.strengths.sentences:
        sections.append(Section("Att fortsätta med", (Points((CONTINUE,)),)))
    decided = decided_grid(told.decided)
    if decided is not None:
        sections.append(Section(decided.name, (decided,)))
    sections.append(Section("Granskarnas kommentarer", _comments(told, comments)))
    sections.append(Section("Så är siffrorna räknade", (Points(told.sources),)))
    return Statement(
        TITLE,
        f"{found.round} · {told.checklist.title} · {period(told.starts, told.ends)}",
        tuple(sections),
        f"{standing_mark(found.standing)} · Egenkontroll {told.program}",
        (Labelled("Granskade ärenden", f"{told.reviewed} i urvalet"),),
    )


def _comments(told: Told, comments: Mapping[str, Sequence[Comment]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for question in told.checklist.questions:
        said = nameless(comments.get(question.id, ()))
        if said:
            pieces += [Paragraph(question.short, strong=True), Points(said)]
    return tuple(pieces) or (Paragraph(NO_COMMENTS),)


def nameless(comments: Iterable[Comment]) -> tuple[str, ...]:
    """Return comments with the answers they belong to, in an order that tells no case."""
    said = {f"{one.answer}: {comment_words(one.text)}" for one in comments if one.text.strip()}
    return tuple(sorted(said, key=sort_key))


def comment_words(text: str) -> str:
    """Return a comment on one line, with numbers and addresses of persons masked."""
    return without_identity(" ".join(text.split()))
