"""Gather what the results of a round can be looked at through, and what stands behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.operations.comparing import round_data
from egenkontroll.results.analysis import Analysis
from egenkontroll.results.passport import Passport, ReadCase, ReadOnce, passport
from egenkontroll.sample.cases import Status
from egenkontroll.storage import records
from egenkontroll.texts import sort_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.results.analysis import Selection
    from egenkontroll.results.table import CaseResult, ResultRow
    from egenkontroll.storage.document import Document


@dataclass(frozen=True)
class Material:
    """A round and the earlier ones, with every reading of the round's own cases.

    `replaced` is (reference, unit, reason) of the cases that were taken out of the sample.
    """

    analysis: Analysis
    readings: tuple[ReadCase, ...]
    replaced: tuple[tuple[str, str, str], ...]

    def units(self) -> tuple[str, ...]:
        """Return the names of the units that the round has figures for, å ä ö last."""
        now = self.analysis.now
        names = {case.unit for case in now.cases} or {name for _, name, _ in now.figures if name}
        return tuple(sorted(names, key=sort_key))

    def passport(self, row: ResultRow, selection: Selection, split: str | None) -> Passport:
        """Return the passport of a row of the table for the selection and split."""
        inside = selection.narrowed(split, row.group)
        return passport(row, [read for read in self.readings if inside.holds(read.case)])

    def replaced_in(self, selection: Selection) -> tuple[tuple[str, str], ...]:
        """Return (reference, reason) of the cases taken out of the sample in the selected unit."""
        return tuple(
            (reference, reason)
            for reference, unit, reason in self.replaced
            if selection.unit in (None, unit)
        )


def material(document: Document, one: Round) -> Material:
    """Gather a round, and the earlier rounds of the same checklist."""
    rounds = [
        other
        for other in records.rounds(document)
        if other.checklist_id == one.checklist_id
        and (other.id == one.id or other.ends < one.starts)
    ]
    found = []
    for place, other in enumerate(rounds):
        before = rounds[place - 1] if place else None
        found.append(round_data(document, other, before, one))
    now = next(data for data, other in zip(found, rounds, strict=True) if other.id == one.id)
    readings = _readings(document, one, now.cases)
    return Material(Analysis(tuple(found), now), readings, _replaced(document, one))


def _readings(document: Document, one: Round, cases: Sequence[CaseResult]) -> tuple[ReadCase, ...]:
    references = {case.id: case.reference for case in records.cases(document, one.id)}
    found: dict[str, list[ReadOnce]] = {case.reference: [] for case in cases}
    for (case, role, reviewer), said in records.readings(document, one.id).items():
        reference = references.get(case, "")
        if reference in found:
            found[reference].append(ReadOnce(reviewer, role, said.values, said.comments))
    settled: dict[str, dict[str, str]] = {}
    for (case, question), (_, comment) in records.consensus(document, one.id).items():
        settled.setdefault(references.get(case, ""), {})[question] = comment
    return tuple(
        ReadCase(case, tuple(found[case.reference]), settled.get(case.reference, {}))
        for case in cases
    )


def _replaced(document: Document, one: Round) -> tuple[tuple[str, str, str], ...]:
    units = records.units(document)
    return tuple(
        (case.reference, units[case.unit].name, case.reason)
        for case in records.cases(document, one.id)
        if case.status is Status.REPLACED
    )
