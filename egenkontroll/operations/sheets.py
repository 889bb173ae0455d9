"""Gather what result sheets say from a document: one unit's, or the whole round's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import metadata
from typing import TYPE_CHECKING

from egenkontroll.checklist.rounds import previous
from egenkontroll.errors import UserError
from egenkontroll.operations.acting import described
from egenkontroll.operations.gathering import kept_of, ready
from egenkontroll.operations.opening import checklist_of, find_round
from egenkontroll.operations.publishing import published_results, threshold_of
from egenkontroll.operations.resulting import PREVIOUS, gather, round_results, standing_of
from egenkontroll.report.actions import decided_listed, since_listed
from egenkontroll.report.sheet import About, Sample, round_sheet, unit_sheet
from egenkontroll.results.action import of_unit
from egenkontroll.results.kept import WHOLE, read_kept
from egenkontroll.results.table import UNIT
from egenkontroll.review.answers import Role
from egenkontroll.sample.cases import Status
from egenkontroll.storage import draws, records
from egenkontroll.texts import did_you_mean, listing, same_word, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Id
    from egenkontroll.operations.resulting import Gathered, KeptOf
    from egenkontroll.report.sheet import Sheet
    from egenkontroll.results.action import Described
    from egenkontroll.results.table import Counted, Results
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
    since: tuple[Described, ...] = ()
    decided: tuple[Described, ...] = ()

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
            made = round_sheet(self.about, self.sample, self.whole)
            rows = self.whole.rows
        else:
            made = unit_sheet(self.about, unit, self.samples[unit], self.by_unit)
            rows = tuple(row for row in self.by_unit.rows if row.group == unit)
        return replace(
            made,
            since=since_listed(of_unit(self.since, unit), rows),
            decided=decided_listed(of_unit(self.decided, unit)),
        )


def round_basis(
    document: Document,
    round_name: str | None,
    compare_with: str | None = None,
    publish: bool = False,
) -> RoundBasis:
    """Gather what the sheets of a round need; `publish` hides small groups.

    `compare_with` None means the previous round if there is one, "" that nothing is compared.
    """
    one = find_round(document, round_name)
    kept = kept_of(document, one.id)
    if kept is None and not document.read("case_drawn", round=one.id):
        raise UserError(
            f"Omgången {one.name} har inget urval, så det finns inget att skriva blad om. "
            "Dra ett med sample draw."
        )
    if compare_with is None and previous(records.rounds(document), one) is not None:
        compare_with = PREVIOUS
    compare_with = compare_with or None
    sample, samples = _samples(document, one) if kept is None else _kept_samples(kept)
    found = round_results(document, one.name, None, compare_with)
    by_unit = round_results(document, one.name, UNIT, compare_with)
    if publish:
        found, by_unit = (published_results(document, made) for made in (found, by_unit))
    since: tuple[Described, ...] = ()
    if found.compared_with is not None:
        since = described(document, find_round(document, found.compared_with))
    about = _about(document, one, kept, publish)
    return RoundBasis(about, sample, samples, found, by_unit, since, described(document, one))


def _about(document: Document, one: Round, kept: KeptOf | None, publish: bool) -> About:
    drawn = draws.draw(document, one.id)
    quotas = bool(drawn.wanted.quotas) if drawn is not None else kept is not None and kept.quotas
    return About(
        one.name,
        one.starts,
        one.ends,
        checklist_of(document, one),
        metadata.version("egenkontroll"),
        drawn.algorithm if drawn is not None else "",
        drawn.wanted.seed if drawn is not None else "",
        quotas,
        standing_of(document, one),
        threshold_of(document) if publish else 0,
    )


def sheet_units(document: Document, one: Round) -> tuple[str, ...]:
    """Return the units that a round has sheets for: those with cases drawn, in Swedish order."""
    kept = kept_of(document, one.id)
    if kept is not None:
        return tuple(_kept_samples(kept)[1])
    units = records.units(document)
    drawn = {
        units[case.unit].name
        for case in records.cases(document, one.id)
        if case.status is Status.DRAWN
    }
    return tuple(sorted(drawn, key=sort_key))


def _kept_samples(kept: KeptOf) -> tuple[Sample, dict[str, Sample]]:
    """Return how many cases a purged round built on: the whole, and each unit in Swedish order."""
    counts = read_kept(kept.counts)
    (whole,), units = counts.splits[WHOLE], counts.splits[UNIT]
    samples = {group.group or "": _kept_sample(group) for group in units}
    return _kept_sample(whole), dict(sorted(samples.items(), key=lambda one: sort_key(one[0])))


def _kept_sample(group: Counted) -> Sample:
    return Sample(
        group.cases, group.reviewed, group.population or None, 0, units=group.units, purged=True
    )


def _samples(document: Document, one: Round) -> tuple[Sample, dict[str, Sample]]:
    gathered = gather(document, one)
    units = records.units(document)
    readers, done = _readers(document, one), ready(document, one)
    people = records.reviewers(document)
    by_unit: dict[str, list[Case]] = {}
    for case in records.cases(document, one.id):
        by_unit.setdefault(units[case.unit].name, []).append(case)
    names = sorted({case.unit for case in gathered.cases}, key=sort_key)
    known = (readers, people, done)
    samples = {name: _sample(gathered, by_unit[name], {name}, *known) for name in names}
    every = [case for cases in by_unit.values() for case in cases]
    listed = {group.unit for group in gathered.frame}  # also those that no case is left of
    return _sample(gathered, every, listed.union(names), *known), samples


def _sample(
    gathered: Gathered,
    cases: Iterable[Case],
    units: set[str],
    readers: dict[Id, dict[Role, set[Id]]],
    people: dict[Id, Reviewer],
    done: frozenset[Id],
) -> Sample:
    inside = [case for case in gathered.cases if case.unit in units]
    cases = list(cases)
    read = [readers.get(case.id, {}) for case in cases if case.status is Status.DRAWN]
    reviewers = {person for roles in read for persons in roles.values() for person in persons}
    homes = {case.unit for case in cases}
    reviewed = sum(case.reviewed for case in inside)
    return Sample(
        drawn=len(inside),
        reviewed=reviewed,
        population=sum(group.unit in units for group in gathered.frame) or None,
        reviewers=len(reviewers),
        double=sum(len(roles) == len(Role) for roles in read),
        replaced=tuple(case.reason for case in cases if case.status is Status.REPLACED),
        outside=_outside([people[person].unit for person in reviewers], homes),
        units=len(units),
        begun=max(0, reviewed - sum(case.id in done for case in cases)),
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
