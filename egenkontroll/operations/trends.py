"""Say which questions rise or fall over the rounds of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.operations.analysing import material
from egenkontroll.operations.opening import find_round
from egenkontroll.report.trend import trend_words

if TYPE_CHECKING:
    from egenkontroll.storage.document import Document


def trend_lines(document: Document, round_name: str | None) -> tuple[str, ...]:
    """Return a sentence for every question with three comparable rounds or more."""
    analysis = material(document, find_round(document, round_name)).analysis
    checklist = analysis.now.checklist
    if checklist is None:
        return ()
    return tuple(
        f"{checklist.by_id[name].short.rstrip('?')}: {trend_words(found)}"
        for name, found in analysis.trends().items()
    ) or ("Ingen fråga har tre jämförbara omgångar, så ingen trend kan prövas.",)
