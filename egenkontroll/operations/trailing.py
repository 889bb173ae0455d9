"""Follow one question through the rounds of a document."""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.operations import files
from egenkontroll.operations.acting import described
from egenkontroll.operations.analysing import material
from egenkontroll.operations.opening import find_round
from egenkontroll.report.trail import Step, trail_statement
from egenkontroll.report.trend import trend_words
from egenkontroll.storage import records
from egenkontroll.texts import did_you_mean, same_word

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.operations.opening import Document
    from egenkontroll.report.statement import Statement


def trail(document: Document, question: str, round_name: str | None = None) -> Statement:
    """Return the trail of a question up to a round (the newest where none is named).

    Raises UserError where the round's checklist has no such question, or no round has a result.
    """
    one = find_round(document, round_name)
    analysis = material(document, one).analysis
    checklist = analysis.now.checklist
    known = checklist.questions if checklist is not None else ()
    asked = next((q for q in known if same_word(question) in (q.id, same_word(q.short))), None)
    if asked is None:
        hint = did_you_mean(question, [q.id for q in known]) or "."
        raise UserError(f"Frågan {question} finns inte i checklistan för {one.name}{hint}")
    rounds = {other.name: other for other in records.rounds(document)}
    checklists = records.checklists(document)
    steps = []
    for point in analysis.series(asked.id):
        held = rounds[point.round]
        version = checklists.get(held.checklist)
        then = version.by_id.get(asked.id) if version is not None else None
        actions = [d for d in described(document, held) if d.action.question == asked.id]
        wording = then.text if then is not None else asked.text
        steps.append(Step(point, wording, held.version, tuple(actions)))
    if not steps:
        raise UserError(
            f"Frågan {asked.short} har inget resultat än, i {one.name} eller någon omgång före."
        )
    found = analysis.trends().get(asked.id)
    said = trend_words(found) if found is not None else ""
    return trail_statement(asked.text, steps, said, metadata.version("egenkontroll"))


def write_trail(found: Statement, path: Path) -> None:
    """Write a trail as PDF, whole or not at all."""
    from egenkontroll.pdf.statements import statement_pdf

    files.write_bytes(path, statement_pdf(found))
