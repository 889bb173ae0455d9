"""Who a document is handed out to, and whose cases the answers in a table are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.storage import handouts, records
from egenkontroll.texts import sort_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Id
    from egenkontroll.review.table import TableAnswer
    from egenkontroll.sample.cases import Case, Reviewer
    from egenkontroll.storage.document import Document


CANNOT_DECIDE = "inställningarna kan inte ändras"


@dataclass(frozen=True, slots=True)
class Mine:
    """Whose hand-out a document is: the round, the reviewer, and the key to seal to or ""."""

    round: Round
    reviewer: Reviewer
    return_to: str


def whose(document: Document) -> Mine | None:
    """Return whose hand-out a document is, or None where it is the whole document."""
    made = handouts.own_handout(document)
    if made is None:
        return None
    rounds = {one.id: one for one in records.rounds(document)}
    people = records.reviewers(document)
    if made.round not in rounds or made.reviewer not in people:
        return None
    return Mine(rounds[made.round], people[made.reviewer], made.return_to)


def owner(document: Document) -> Reviewer | None:
    """Return the reviewer that the document is handed out to, or None for the whole document."""
    made = handouts.own_handout(document)
    if made is None:
        return None
    return records.reviewers(document).get(document.person(made.reviewer))


def refuse_part(document: Document, what: str) -> None:
    """Raise UserError where the document is a hand-out; `what` cannot be done, in Swedish.

    It holds a part of the round's cases: what is decided there of the whole round, as its
    figures, would be everybody's once the file is handed in and taken in.
    """
    if handouts.own_handout(document) is not None:
        raise UserError(
            f"{document.path.name} är en utlämnad fil med en del av omgångens ärenden, så {what} "
            "där. Inget är ändrat. Gör det i dokumentet som filen kom från."
        )


def of_others(
    document: Document,
    one: Round,
    rows: Sequence[TableAnswer],
    cases: Mapping[str, Case],
    reviewer: Id,
) -> tuple[int, tuple[str, ...]]:
    """Return how many of the answers are about cases assigned to others, and to whom."""
    assigned = records.assignments(document, one.id)
    known = records.reviewers(document)
    to = [assigned.get((cases[row.reference].id, row.role), reviewer) for row in rows]
    others = [document.person(reader) for reader in to if document.person(reader) != reviewer]
    names = {known[reader].name for reader in others if reader in known}
    return len(others), tuple(sorted(names, key=sort_key))
