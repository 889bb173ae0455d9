"""What a sheet that is to be published says of the figures that it does not show, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.report.parts import Labelled
from egenkontroll.results.published import HIDDEN
from egenkontroll.texts import k_of_n, listing, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.report.parts import About, Sample
    from egenkontroll.results.table import ResultRow

PUBLISHED = "För publicering · "
_COUNTED = 3
"""So many of a sheet's facts count its cases: reviewed, drawn and lost."""


def why_hidden(threshold: int) -> str:
    """Return why figures are hidden."""
    return (
        f"{HIDDEN} står för siffror som är dolda: grupper med färre än {threshold} ärenden, eller "
        "ur en liten verksamhet, och det som skulle avslöja dem."
    )


def hidden_words(about: About, rows: Sequence[ResultRow]) -> str:
    """Return what a sheet does not show, and why."""
    gone = [row.question.short.rstrip("?") for row in rows if row.suppressed]
    if not gone:
        return f"Bladet är gjort för att publiceras. {why_hidden(about.published)}"
    if _nothing_shown(rows):
        return f"Inga siffror kan visas på det här bladet. {why_hidden(about.published)}"
    return f"Kan inte visas här: {listing(gone)}. {why_hidden(about.published)}"


def _is_small(about: About, sample: Sample, rows: Sequence[ResultRow]) -> bool:
    """Tell whether the number of cases may not be told either."""
    return bool(about.published) and (_nothing_shown(rows) or sample.reviewed < about.published)


def _nothing_shown(rows: Sequence[ResultRow]) -> bool:
    """Tell whether all that there is to show is hidden."""
    shown = [row for row in rows if not row.suppressed]
    empty = all(not row.counts.given and (row.share is None or not row.share.n) for row in shown)
    return empty and len(shown) < len(rows)


def shown_facts(
    about: About, sample: Sample, rows: Sequence[ResultRow], facts: tuple[Labelled, ...]
) -> tuple[Labelled, ...]:
    """Return the facts under the title without what counts the cases of a small group."""
    if not _is_small(about, sample, rows):
        return facts
    counted = tuple(Labelled(fact.label, HIDDEN) for fact in facts[:_COUNTED])
    reviewers = Labelled(facts[_COUNTED].label, HIDDEN)
    return (*counted, reviewers, *facts[_COUNTED + 1 :])


def reviewed_words(
    about: About, samples: Mapping[str, Sample], rows: Sequence[ResultRow]
) -> dict[str, str]:
    """Return how much of each unit that was reviewed: "10 av 88".

    With one unit too small to be told, none is: the others would give it away.
    """
    by_unit = {unit: [row for row in rows if row.group == unit] for unit in samples}
    if any(_is_small(about, one, by_unit[unit]) for unit, one in samples.items()):
        return dict.fromkeys(samples, HIDDEN)
    return {
        unit: number(one.reviewed)
        if one.population is None
        else k_of_n(one.reviewed, one.population)
        for unit, one in samples.items()
    }
