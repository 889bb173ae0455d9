"""What must be known before a figure is used: many unanswered, a moved measure, all cases read.

The same is said beside the row (sheet, passport, JSON) and, each kind once, under a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.results.comparison import Verdict
from egenkontroll.results.missing import MOST, too_many_missing
from egenkontroll.results.tally import SMALLEST_PERCENT
from egenkontroll.texts import k_of_n, listing, number, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from egenkontroll.results.table import ResultRow

MOVED = 10
"""So many percentage points "ej aktuellt" may move before the measure is doubted."""
COMPLETE = (
    "Alla ärenden är granskade i båda omgångarna. Skillnaden gäller just dessa ärenden. Om den "
    "speglar ett ändrat arbetssätt bedöms som ovan."
)
_NAMED = 6


def cautions(row: ResultRow) -> tuple[str, ...]:
    """Return what must be known of a row's figures, in sentences."""
    return tuple(said for said in (missing_words(row), *change_cautions(row)) if said)


def change_cautions(row: ResultRow) -> tuple[str, ...]:
    """Return what must be known of a row's change, in sentences."""
    return tuple(said for said in (moved_words(row), complete_words(row)) if said)


def missing_words(row: ResultRow) -> str:
    """Return what the unanswered could do to the share, "" where they are few enough."""
    found = too_many_missing(row)
    if found is None:
        return ""
    every = found.low.n
    low, high = found.low.percent, found.high.percent
    span = f"{k_of_n(found.low.k, every)} till {k_of_n(found.high.k, every)}"
    if low is not None and high is not None:
        span = f"{percent(low)} till {percent(high)}"
    said = (
        f"För stort bortfall: {k_of_n(found.unanswered, every)} obesvarade. Med svar i alla kan "
        f"andelen vara allt från {span}."
    )
    return f"{said} Det kan ändra bedömningen av förändringen." if found.flips else said


def moved_words(row: ResultRow) -> str:
    """Return that the measure may be another, where "ej aktuellt" has moved much, or ""."""
    change = row.change
    if change is None or not change.comparable or change.earlier.apart is None:
        return ""
    answered = row.counts.cases - row.counts.unanswered
    now, then = (row.counts.not_applicable, answered), change.earlier.apart
    if min(now[1], then[1]) < SMALLEST_PERCENT:
        return ""
    if 100 * abs(now[0] * then[1] - then[0] * now[1]) < MOVED * now[1] * then[1]:
        return ""
    return (
        f"Ej aktuellt i {k_of_n(*now)} ärenden, mot {k_of_n(*then)} i {change.earlier.round}: det "
        "kan vara måttet som har ändrats och inte arbetssättet."
    )


def complete_words(row: ResultRow) -> str:
    """Return what a change means where every case was reviewed both times, or ""."""
    change = row.change
    if change is None or not change.earlier.complete or change.verdict not in _JUDGED:
        return ""
    return COMPLETE


_JUDGED = (Verdict.SECURED, Verdict.POSSIBLE, Verdict.CHANCE, Verdict.TOO_FEW)


def table_cautions(rows: Iterable[ResultRow]) -> list[str]:
    """Return what must be known of a table, each kind once with the questions it is true of."""
    rows = list(rows)
    said = []
    if lost := _names(rows, missing_words):
        said.append(
            f"För stort bortfall, mer än {percent(MOST)} obesvarade eller så många att bedömningen "
            f"kan bli en annan: {lost}."
        )
    if moved := _names(rows, moved_words):
        said.append(
            f"”Ej aktuellt” har flyttats minst {MOVED} procentenheter, så det kan vara måttet som "
            f"har ändrats och inte arbetssättet: {moved}."
        )
    return [*said, COMPLETE] if any(complete_words(row) for row in rows) else said


def _names(rows: Iterable[ResultRow], words: Callable[[ResultRow], str]) -> str:
    found = list(dict.fromkeys(row.question.short.rstrip("?") for row in rows if words(row)))
    if len(found) <= _NAMED:
        return listing(found)
    return f"{', '.join(found[:_NAMED])} och {number(len(found) - _NAMED)} till"
