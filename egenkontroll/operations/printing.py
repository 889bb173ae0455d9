"""The sheets of an open document, one at a time: to be seen, printed and written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.operations import reporting
from egenkontroll.operations.sheets import RoundBasis, round_basis
from egenkontroll.storage import records

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.storage.document import Document


@dataclass(frozen=True)
class Press:
    """Makes the sheets of one round; everything they need has been gathered.

    `sheets` is each sheet's unit (None for the whole round) and file name, in Swedish order.
    """

    basis: RoundBasis
    sheets: dict[str | None, str]

    def write(self, unit: str | None, path: Path) -> Path:
        """Write a unit's sheet, or the whole round's, as PDF, and return the path."""
        reporting.write_sheet_file(self.basis.sheet(unit), path)
        return path


def press(document: Document, one: Round, compare_with: str | None = None) -> Press | None:
    """Gather what a round's sheets need; None where the round has no sample to write about."""
    if not document.read("case_drawn", round=one.id):
        return None
    basis = round_basis(document, one.name, compare_with)
    return Press(basis, reporting._file_names(basis))


def comparable_rounds(document: Document, one: Round) -> tuple[Round, ...]:
    """Return the rounds that a round's sheets can be held against, latest first."""
    return tuple(
        other
        for other in reversed(records.rounds(document))
        if other.checklist_id == one.checklist_id and other.ends < one.starts
    )
