"""A serious concern met while reviewing: what to do, and that it was handed over.

Nothing about the person or the case is stored: only that, when and by whom the duty was handed
over. The duty itself is done in the organisation's own systems.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.storage import records

if TYPE_CHECKING:
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Id
    from egenkontroll.storage.document import Document

LEX_SARAH, REPORT_OF_CONCERN = "lex sarah", "orosanmälan"

ROUTINES = {
    LEX_SARAH: (
        "Den som uppmärksammar eller får kännedom om ett missförhållande, eller en påtaglig risk "
        "för ett, ska genast rapportera det. Kontakta din chef eller den som utreder lex Sarah hos "
        "er, i dag. Skriv inget om personen här: rapporten görs i ert eget system."
    ),
    REPORT_OF_CONCERN: (
        "Om ett barn kan fara illa ska det genast anmälas till socialnämnden, även när ärendet "
        "redan är känt. Kontakta mottagningen eller socialjouren, i dag. Skriv inget om personen "
        "här: anmälan görs i ert eget system."
    ),
}
"""What to do, by duty, in general words; an organisation's own routine comes first."""


def hand_over(document: Document, one: Round, reviewer: Id, duty: str) -> None:
    """Log that a concern was handed over in the round; `duty` is one of `ROUTINES`."""
    if duty not in ROUTINES:
        raise UserError(f"{duty} finns inte. Välj {' eller '.join(ROUTINES)}.")
    document.add([records.concern_fact(document, one.id, duty, reviewer)])


def handed_over(document: Document, one: Round) -> int:
    """Return how many concerns have been handed over in the round."""
    return len(document.read("concern", round=one.id))
