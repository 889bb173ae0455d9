"""Gather what result sheets say from a document: one unit's, or the whole round's."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from egenkontroll.checklist.rounds import previous
from egenkontroll.errors import UserError
from egenkontroll.operations.opening import find_round
from egenkontroll.operations.resulting import PREVIOUS, gather, round_results
from egenkontroll.report.sheet import About, Sample, round_sheet, unit_sheet
from egenkontroll.results.table import UNIT
from egenkontroll.review.answers import Role
from egenkontroll.sample.cases import Status
from egenkontroll.storage import records
from egenkontroll.texts import did_you_mean, listing, same_word, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Id
    from egenkontroll.operations.resulting import Gathered
    from egenkontroll.report.sheet import Sheet
    from egenkontroll.results.table import Results
    from egenkontroll.sample.cases import Case, Reviewer
    from egenkontroll.storage.document import Document


@dataclass(frozen=True)
class RoundBasis:
    """Everything that the sheets of one round are made from, gathered once."""

    about: About
    sample: Sample
    samples: dict[str, Sample]
    whole: Results
    by_unit: Results

    @property
    def units(self) -> tuple[str, ...]:
        """The units with cases in the sample, in Swedish order."""
        return tuple(self.samples)

    def find_unit(self, name: str) -> str:
        """Return the unit's name as the document has it."""
        for unit in self.units:
            if same_word(unit) == same_word(name):
                return unit
        raise UserError(
            f"Enheten {name} finns inte i omgången {self.about.round}"
            f"{did_you_mean(name, self.units) or '.'} Enheterna är {listing(self.units)}."
        )

    def sheet(self, unit: str | None) -> Sheet:
        """Return the unit's sheet, or the whole round's for None."""
        if unit is None:
            return round_sheet(self.about, self.sample, self.whole, self.by_unit, self.samples)
        return unit_sheet(self.about, unit, self.samples[unit], self.by_unit)


def round_basis(
    document: Document, round_name: str | None, compare_with: str | None = None
) -> RoundBasis:
    """Gather what the sheets of a round need.

    `compare_with` None means the previous round if there is one.
    """
    one = find_round(document, round_name)
    if not document.read("case_drawn", round=one.id):
        raise UserError(
            f"Omgången {one.name} har inget urval, så det finns inget att skriva blad om. "
            "Dra ett med sample draw."
        )
    if compare_with is None and previous(records.rounds(document), one) is not None:
        compare_with = PREVIOUS
    gathered = gather(document, one)
    drawn = records.draw(document, one.id)
    about = About(
        one.name,
        one.starts,
        one.ends,
        gathered.checklist,
        metadata.version("egenkontroll"),
        drawn.algorithm if drawn is not None else "",
        drawn.seed if drawn is not None else "",
    )
    whole, samples = _samples(document, one, gathered)
    return RoundBasis(
        about,
        whole,
        samples,
        round_results(document, one.name, None, compare_with),
        round_results(document, one.name, UNIT, compare_with),
    )


def _samples(
    document: Document, one: Round, gathered: Gathered
) -> tuple[Sample, dict[str, Sample]]:
    units = records.units(document)
    readers = _readers(document, one)
    people = records.reviewers(document)
    by_unit: dict[str, list[Case]] = {}
    for case in records.cases(document, one.id):
        by_unit.setdefault(units[case.unit].name, []).append(case)
    names = sorted({case.unit for case in gathered.cases}, key=sort_key)
    samples = {name: _sample(gathered, by_unit[name], {name}, readers, people) for name in names}
    every = [case for cases in by_unit.values() for case in cases]
    return _sample(gathered, every, set(names), readers, people), samples


def _sample(
    gathered: Gathered,
    cases: Iterable[Case],
    units: set[str],
    readers: dict[Id, dict[Role, set[Id]]],
    people: dict[Id, Reviewer],
) -> Sample:
    inside = [case for case in gathered.cases if case.unit in units]
    cases = list(cases)
    read = [readers.get(case.id, {}) for case in cases if case.status is Status.DRAWN]
    reviewers = {person for roles in read for persons in roles.values() for person in persons}
    homes = {case.unit for case in cases}
    return Sample(
        drawn=len(inside),
        reviewed=sum(case.reviewed for case in inside),
        population=sum(group.unit in units for group in gathered.frame) or None,
        reviewers=len(reviewers),
        double=sum(len(roles) == len(Role) for roles in read),
        replaced=tuple(case.reason for case in cases if case.status is Status.REPLACED),
        outside=_outside([people[person].unit for person in reviewers], homes),
        units=len(units),
    )


def _outside(from_units: list[Id], homes: set[Id]) -> int | None:
    """Return how many reviewers come from other units; None where that says nothing."""
    if len(homes) != 1 or not all(from_units) or not from_units:
        return None
    return sum(unit not in homes for unit in from_units)


def _readers(document: Document, one: Round) -> dict[Id, dict[Role, set[Id]]]:
    """Return who has answered about each case, by role."""
    found: dict[Id, dict[Role, set[Id]]] = {}
    facts = records.answer_facts(document, one.id)
    for (case, _, role, reviewer), (answer, _) in records.answers(facts).items():
        if answer.value:
            found.setdefault(case, {}).setdefault(role, set()).add(reviewer)
    return found
