"""Questions that a reviewer has answered more than once."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
