"""Improvement actions on a sheet: how last year's went, and what is decided now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.report.figures import count_words
from egenkontroll.report.statement import Grid
from egenkontroll.results.action import EFFECTS, STATES, State
from egenkontroll.texts import NOTHING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.results.action import Described
    from egenkontroll.results.table import ResultRow

SINCE = "Förbättringsarbetet sedan förra omgången"
DECIDED = "Det här är beslutat"


def since_grid(actions: Sequence[Described], rows: Sequence[ResultRow]) -> Grid | None:
    """Return how the actions after an earlier round went, with what their questions gave then
    and now; None where there are none. `rows` are those of the sheet."""
    if not actions:
        return None
    by_question = {row.question.id: row for row in rows}
    said = [
        (one.question, _what(one), _state(one), _result(by_question.get(one.action.question)))
        for one in actions
    ]
    return Grid(SINCE, ("Fråga", "Åtgärd", "Läge och effekt", "Då och nu"), tuple(said),
                weights=(5, 6, 4, 4))  # fmt: skip


def decided_grid(actions: Sequence[Described]) -> Grid | None:
    """Return what a round has led to; None where nothing is decided."""
    shown = [one for one in actions if one.action.state is not State.DROPPED]
    if not shown:
        return None
    rows = [
        (one.question, _what(one), one.action.role or NOTHING, one.action.due or NOTHING)
        for one in shown
    ]
    return Grid(DECIDED, ("Fråga", "Åtgärd", "Ansvarig", "Klart"), tuple(rows),
                weights=(5, 6, 5, 3))  # fmt: skip


def _what(one: Described) -> str:
    return f"{one.action.what} ({one.whose})" if len(one.units) > 1 else one.action.what


def _state(one: Described) -> str:
    said = f"{STATES[one.action.state]}, {EFFECTS[one.action.effect]}"
    return f"{said}: {one.action.note}" if one.action.note else said


def _result(row: ResultRow | None) -> str:
    """Return "3 av 10, nu 7 av 10", without what is not known."""
    if row is None or row.share is None:
        return NOTHING
    now = f"nu {count_words(row.share)}"
    before = row.change.earlier.share if row.change is not None else None
    return now if before is None else f"{count_words(before)}, {now}"
