"""Which readings are a reviewer's own. Apart from `reviewing`, since Hem counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.review.answers import Role
from egenkontroll.sample.cases import Case, Status
from egenkontroll.storage import records

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Id
    from egenkontroll.sample.cases import Reviewer
    from egenkontroll.storage.document import Document

_ROLES = tuple(Role)
_READ = (Status.CALIBRATION, Status.DRAWN)


def own_readings(
    document: Document, one: Round, reviewer: Reviewer, given: Container[tuple[Id, Role]]
) -> list[tuple[Case, Role]]:
    """Return the cases a reviewer is to read in a round, or has begun on: see `reviewing.desk`.

    `given` is those that the reviewer has said something of.
    """
    every = records.cases(document, one.id)
    assigned = records.assignments(document, one.id)
    return [
        (case, role)
        for status in _READ
        for case in every
        if case.status is status
        for role in _ROLES
        if _is_mine(case, role, reviewer.id, assigned) or (case.id, role) in given
    ]


def _is_mine(case: Case, role: Role, reviewer: Id, assigned: Mapping[tuple[Id, Role], Id]) -> bool:
    if assigned and case.status is Status.DRAWN:
        return assigned.get((case.id, role)) == reviewer
    return role is Role.FIRST
