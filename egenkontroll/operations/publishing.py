"""Make results ready to leave the house: hide what could point somebody out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.operations.gathering import gather, kept_of
from egenkontroll.operations.handed_to import CANNOT_DECIDE, refuse_part
from egenkontroll.operations.opening import checklist_of, find_round
from egenkontroll.results.kept import keep, read_kept
from egenkontroll.results.published import HIDDEN, hidden_figures, published
from egenkontroll.results.suppression import THRESHOLD
from egenkontroll.results.table import AREA, UNIT
from egenkontroll.storage import settings
from egenkontroll.texts import did_you_mean, listing, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.operations.opening import Document
    from egenkontroll.results.published import Pattern
    from egenkontroll.results.table import Results

SETTING = "smallest published group"
"""The setting that raises the threshold; it can never be lower than `THRESHOLD`."""
LARGEST = 1_000
"""Nor higher than this: then there would be nothing left to publish."""


def threshold_of(document: Document) -> int:
    """Return how many cases a group must have to be published."""
    return min(LARGEST, max(THRESHOLD, settings.number(document, SETTING, THRESHOLD)))


def set_threshold(document: Document, cases: int) -> None:
    """Say how many cases a group must have; raises UserError outside what is allowed."""
    if cases < THRESHOLD:
        raise UserError(f"Gränsen kan höjas men inte vara lägre än {THRESHOLD} ärenden.")
    if cases > LARGEST:
        raise UserError(f"Gränsen kan vara högst {number(LARGEST)} ärenden.")
    refuse_part(document, CANNOT_DECIDE)
    document.add([settings.setting_fact(document, SETTING, str(cases))])


def publishing_words(threshold: int) -> str:
    """Return what is said above figures that are ready to be published."""
    return (
        f"Så som det får publiceras: grupper med färre än {threshold} ärenden, och det som skulle "
        f"avslöja dem, visas som {HIDDEN} i stället för siffror."
    )


def published_results(document: Document, found: Results) -> Results:
    """Return a round's results as they may be published: see `results.published`.

    Raises UserError for a round of figures alone, and for a split by something of which every
    value is a group of its own, such as the age in years.
    """
    one = find_round(document, found.round)
    _refuse_values(checklist_of(document, one), one, found.by)
    threshold = threshold_of(document)
    hidden = _hidden(document, one, threshold)
    if hidden is None:
        raise UserError(
            f"Omgången {one.name} har bara inmatade siffror. Publicera dem från källan i stället."
        )
    before = None
    if found.compared_with is not None:
        before = _hidden(document, find_round(document, found.compared_with), threshold)
    return published(found, hidden, threshold, before)


def no_choices_words(about: str, known: Sequence[str], round_name: str) -> str:
    """Return that nothing can be told by `about`; `known` is what it can be told by."""
    hint = did_you_mean(about, known) or "."
    there = f" Välj {listing(known, 'eller')}." if known else ""
    return f"{about} är ingen uppgift med svarsval i checklistan för {round_name}{hint}{there}"


def _refuse_values(checklist: Checklist, one: Round, by: str | None) -> None:
    known = [attribute.id for attribute in checklist.attributes if attribute.choices]
    if by is not None and by not in (UNIT, AREA, *known):
        raise UserError(no_choices_words(by, known, one.name))


def _hidden(document: Document, one: Round, threshold: int) -> Pattern | None:
    """Return what is hidden of a round in all that is published; None with figures alone."""
    known = kept_of(document, one.id)
    if known is None and not document.read("case_drawn", round=one.id):
        return None
    checklist = checklist_of(document, one)
    if known is not None:
        return hidden_figures(checklist, read_kept(known.counts), threshold)
    gathered = gather(document, one)
    counts = keep(one.name, checklist, gathered.cases, gathered.frame)
    return hidden_figures(checklist, read_kept(counts), threshold)
