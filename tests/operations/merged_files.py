"""Facts as real files, and what a file holds as facts again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.operations.opening import create_document, open_document
from egenkontroll.operations.resulting import round_results
from egenkontroll.storage import records
from egenkontroll.storage.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from egenkontroll.facts import Fact


def write(path: Path, facts: Iterable[Fact]) -> Path:
    """Write the facts to a new document."""
    create_document(path, lambda document: _insert(document, facts))
    return path


def _insert(document: object, facts: Iterable[Fact]) -> None:
    with document.writing() as connection:  # type: ignore[attr-defined]
        document.insert(connection, facts)  # type: ignore[attr-defined]


def exported(path: Path) -> frozenset[Fact]:
    """Return every fact of a document but the receipts, which are each file's own history."""
    with open_document(path) as document:
        assert document.problems() == []
        kinds = [kind for kind in KINDS if kind != "merge_receipt"]
        return frozenset(fact for kind in kinds for fact in document._facts(kind, "", ()))


def results_of(path: Path) -> list[object]:
    """Return the results of every round whose cases the document holds."""
    with open_document(path) as document:
        return [
            [(row.question.id, row.counts) for row in round_results(document, one.name).rows]
            for one in records.rounds(document)
            if document.read("case_drawn", round=one.id)
        ]
