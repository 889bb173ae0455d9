"""Work out the results of a round, and hold them against an earlier one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.checklist.rounds import previous
from egenkontroll.errors import UserError
from egenkontroll.operations.comparing import round_data
from egenkontroll.operations.gathering import Gathered, KeptOf, gather, kept_of, ready
from egenkontroll.operations.opening import checklist_of, find_round
from egenkontroll.results.analysis import EVERY
from egenkontroll.results.table import Standing, figure_results
from egenkontroll.results.tally import Share
from egenkontroll.storage import aggregates, closing, handouts, records
from egenkontroll.storage.twice import drawn_twice
from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.results.table import Results
    from egenkontroll.storage.document import Document

__all__ = ["Gathered", "KeptOf", "gather", "kept_of", "round_results", "standing_of"]

PREVIOUS = "previous"


def round_results(
    document: Document,
    round_name: str | None = None,
    by: str | None = None,
    compare_with: str | None = None,
) -> Results:
    """Return the results of a round, split and compared as asked.

    `compare_with` is "previous" or a round's name.
    """
    one = find_round(document, round_name)
    return with_standing(document, one, _results_of(document, one, by, compare_with))


def with_standing(document: Document, one: Round, found: Results) -> Results:
    """Return the results with how firmly they stand, and how many cases are not klara yet."""
    begun = max(0, found.reviewed - len(ready(document, one))) if found.reviewed else 0
    standing = standing_of(document, one)
    return replace(found, standing=standing, begun=0 if standing.purged else begun)


def _results_of(
    document: Document, one: Round, by: str | None, compare_with: str | None
) -> Results:
    if kept_of(document, one.id) is None and not document.has("case_drawn", round=one.id):
        return _known_figures(document, one, by)
    checklist_of(document, one)
    now, before = round_data(document, one), None
    if compare_with is not None:
        earlier = _round_before(document, one, compare_with)
        before = round_data(document, earlier, present=one)
    return now.with_estimates(now.table(EVERY, by, before))


def standing_of(document: Document, one: Round) -> Standing:
    """Return how firmly the round's figures stand."""
    editions = closing.editions(document, one.id)
    purged = closing.purged(document, one.id) is not None
    twice = drawn_twice(document, one.id) > 0
    own = handouts.own_handout(document)
    part = own is not None and own.round == one.id
    if not editions:
        return Standing(purged=purged, twice=twice, part=part)
    last = editions[-1]
    day = dt.datetime.fromtimestamp(last.said_at / 1000, dt.UTC).date().isoformat()
    return Standing(last.number, last.seal, day, last.reason, purged, twice, part)


def _known_figures(document: Document, one: Round, by: str | None) -> Results:
    """Return the results of a round without cases: the figures that were taken in."""
    units = records.units(document)
    found = {}
    sources = []
    for (question, unit, split), figure in aggregates.aggregates(document, one.id).items():
        if split:
            continue
        sources.append(figure.source)
        share = None
        if figure.k is not None and figure.n is not None:
            share = Share(figure.k, figure.n)
        group = units[unit].name if unit else None
        found[question, group] = (share, figure.printed)
    if not found:
        raise UserError(f"Omgången {one.name} har inget urval än. Dra ett med sample draw.")
    made = figure_results(one.name, checklist_of(document, one), found, by)
    return replace(made, sources=tuple(dict.fromkeys(filter(None, sources))))


def _round_before(document: Document, one: Round, name: str) -> Round:
    if same_word(name) != PREVIOUS:
        found = find_round(document, name)
        if found.id == one.id:
            raise UserError(f"{one.name} kan inte jämföras med sig själv. Välj en annan omgång.")
        return found
    found_before = previous(records.rounds(document), one)
    if found_before is None:
        raise UserError(
            f"Det finns ingen omgång före {one.name} med samma checklista att jämföra med. "
            "Läs in tidigare siffror med history import."
        )
    return found_before
