"""What is there more than once: questions that a reviewer has answered, and drawn cases."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from egenkontroll.sample.cases import Status
from egenkontroll.storage import records

if TYPE_CHECKING:
    from egenkontroll.facts import Id
    from egenkontroll.storage.document import Document


def answered_twice(document: Document) -> list[tuple[Id, str]]:
    """Return (case, question) wherever a reviewer has more than one answer, replaced ones too."""
    who = "role" if document.people() else "role, reviewer"
    asked = (
        "SELECT DISTINCT case_id, question FROM (SELECT case_id, question FROM answer "
        f"GROUP BY case_id, question, {who} HAVING count(*) > 1)"
    )
    with document.using() as connection:
        return connection.execute(asked).fetchall()


def drawn_twice(document: Document, round_id: Id) -> int:
    """Return how many references of a round's sample stand for more than one case.

    That is so where copies drew different samples, each for itself, and were merged.
    """
    asked = (
        "SELECT count(DISTINCT case_id), count(DISTINCT reference) FROM case_drawn WHERE round = ?"
    )
    with document.using() as connection:
        cases, references = connection.execute(asked, (round_id,)).fetchone()
    if cases == references:
        return 0
    known = records.cases(document, round_id)
    drawn = Counter(case.reference for case in known if case.status is Status.DRAWN)
    return sum(times > 1 for times in drawn.values())
