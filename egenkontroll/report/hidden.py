"""What a sheet that is to be published says of the figures that it does not show, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.report.parts import Labelled
from egenkontroll.results.published import HIDDEN
from egenkontroll.texts import NOTHING, k_of_n, listing, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.report.parts import About
    from egenkontroll.results.table import ResultRow, Results

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


def _nothing_shown(rows: Sequence[ResultRow]) -> bool:
    """Tell whether all that there is to show is hidden."""
    shown = [row for row in rows if not row.suppressed]
    empty = all(not row.counts.given and (row.share is None or not row.share.n) for row in shown)
    return empty and len(shown) < len(rows)


def shown_facts(
    rows: Sequence[ResultRow], untold: bool, facts: tuple[Labelled, ...]
) -> tuple[Labelled, ...]:
    """Return the facts under the title without what counts the cases, where it is not told."""
    if not untold and not _nothing_shown(rows):
        return facts
    counted = tuple(Labelled(fact.label, HIDDEN) for fact in facts[:_COUNTED])
    reviewers = Labelled(facts[_COUNTED].label, HIDDEN)
    return (*counted, reviewers, *facts[_COUNTED + 1 :])


def begun_words(begun: int) -> str:
    """Return ", 3 av dem påbörjade men inte klara", or "" where all that is begun is done."""
    if not begun:
        return ""
    kind = "påbörjat men inte klart" if begun == 1 else "påbörjade men inte klara"
    return f", {number(begun)} av dem {kind}"


def reviewed_of(found: Results) -> str:
    """Return how many of the drawn cases are reviewed: "61 av 61", ".." or "–" if unknown."""
    if None in found.untold:
        return HIDDEN
    return k_of_n(found.reviewed, found.cases) if found.cases else NOTHING
