"""Replace a case that cannot be reviewed with the next of its unit's reserves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.operations.sampled import next_reserve
from egenkontroll.sample.cases import REASONS, Case, Status
from egenkontroll.sample.identity import identifying, it
from egenkontroll.storage import records

if TYPE_CHECKING:
    from egenkontroll.facts import Id
    from egenkontroll.review.answers import Role
    from egenkontroll.storage.document import Document


def replace_case(document: Document, case: Case, reason: str, words: str = "") -> Case | None:
    """Take a case out of the sample and put its stratum's next reserve in its place.

    `reason` is one of `REASONS`; "annat" needs words of its own. Whoever was to read the case
    gets the reserve. The answers that were given stay in the document and are counted no more.
    Returns the reserve, or None where there is none left: the case is then a loss
    (bortfall).
    """
    if reason not in REASONS:
        raise UserError(f"Skälet {reason} finns inte. Välj {', '.join(REASONS)}.")
    if reason == "annat" and not words.strip():
        raise UserError("Skriv vad som gör att ärendet inte kan granskas.")
    if found := identifying(words):
        raise UserError(f"Skälet innehåller {found}. Ta bort {it(found)} för att spara.")
    said = f"{reason}: {' '.join(words.split())}" if words.strip() else reason
    cases = records.cases(document, case.round)
    held = next((one for one in cases if one.id == case.id), None)
    if held is None or held.status is not Status.DRAWN:
        raise UserError("Ärendet ingår inte längre i urvalet, så det kan inte ersättas igen.")
    new = [records.case_fact(document, replace(held, status=Status.REPLACED, reason=said))]
    reserve = next_reserve(document, cases, held)
    if reserve is not None:
        reserve = replace(
            reserve, status=Status.DRAWN, double=held.double, reason=f"ersätter {held.reference}"
        )
        new.append(records.case_fact(document, reserve))
        new += [
            records.assignment_fact(document, reserve.id, role, reviewer)
            for role, reviewer in _readers(document, held)
        ]
    document.add(new)
    return reserve


def _readers(document: Document, case: Case) -> list[tuple[Role, Id]]:
    found = records.assignments(document, case.round)
    return [(role, reviewer) for (one, role), reviewer in found.items() if one == case.id]
