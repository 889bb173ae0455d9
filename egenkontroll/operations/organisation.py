"""What the organisation has decided: its quality year, its limits and where its units came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.operations import publishing, purge_time
from egenkontroll.operations.comparing import origins
from egenkontroll.operations.years import keep_year_rule, set_predecessors, year_rule
from egenkontroll.report.reorganised import origin_words
from egenkontroll.results.suppression import THRESHOLD
from egenkontroll.storage import records
from egenkontroll.texts import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.checklist.years import YearRule
    from egenkontroll.facts import Id
    from egenkontroll.sample.cases import Unit
    from egenkontroll.storage.document import Document

LEAST_GROUP, LARGEST_GROUP = THRESHOLD, publishing.LARGEST
"""The smallest group that is published can be set between these."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The quality year, the smallest published group, and the months until purging is proposed."""

    year: YearRule
    smallest_group: int
    purge_after: int


def decided(document: Document) -> Decided:
    """Return what the organisation has decided, or what holds where it has not."""
    return Decided(
        year_rule(document), publishing.threshold_of(document), purge_time.purge_after(document)
    )


def decide(document: Document, wanted: Decided) -> None:
    """Save what differs from what was decided before; raises UserError where it cannot be so."""
    before = decided(document)
    if wanted.smallest_group != before.smallest_group:
        publishing.set_threshold(document, wanted.smallest_group)
    if wanted.purge_after != before.purge_after:
        purge_time.set_purge_after(document, wanted.purge_after)
    keep_year_rule(document, wanted.year.starts, wanted.year.named_after)


def years_of(rule: YearRule, rounds: Iterable[Round]) -> tuple[tuple[str, str, str], ...]:
    """Return each round's name, last day and quality year under a rule, the latest first."""
    latest = sorted(rounds, key=lambda one: (one.ends, one.name), reverse=True)
    return tuple((one.name, one.ends, str(rule.year_of(one.ends))) for one in latest)


# --- units over reorganisations ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Origin:
    """A unit, the units that it came from at a reorganisation, and those that came from it."""

    unit: Unit
    came_from: tuple[str, ...]
    became: tuple[str, ...]


def unit_origins(document: Document) -> tuple[Origin, ...]:
    """Return every unit with what is said of its origins, by name, å ä ö last."""
    units = records.units(document)
    found = []
    for unit in units.values():
        before = [units[one].name for one in unit.predecessors if one in units]
        after = [other.name for other in units.values() if unit.id in other.predecessors]
        found.append(Origin(unit, _sorted(before), _sorted(after)))
    return tuple(sorted(found, key=lambda one: sort_key(one.unit.name)))


def follows(document: Document, unit: Unit, came_from: Sequence[str]) -> tuple[str, ...]:
    """Return what would follow for comparison if a unit came from these, in sentences."""
    return origin_words(unit.name, _stated(document, unit, came_from))


def _stated(
    document: Document, unit: Unit, came_from: Sequence[str]
) -> Mapping[str, Sequence[str]]:
    """Return every unit's origins, however far back, if the unit came from these."""
    known = dict(origins(document))
    every = [name for one in came_from for name in (one, *known.get(one, ()))]
    return {**known, unit.name: _sorted(dict.fromkeys(every))}


def set_origins(document: Document, unit: Unit, came_from: Sequence[str]) -> Id:
    """Say which units a unit came from: see `years.set_predecessors`. Return its identity."""
    return set_predecessors(document, unit.name, came_from).id


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=sort_key))
