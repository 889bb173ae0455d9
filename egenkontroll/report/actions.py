"""Improvement actions on a sheet: how last year's went, and what is decided now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.report.figures import count_words
from egenkontroll.report.parts import Listed
from egenkontroll.report.statement import Grid
from egenkontroll.results.action import EFFECTS, STATES, State
from egenkontroll.texts import NBSP, NOTHING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.results.action import Described
    from egenkontroll.results.table import ResultRow

SINCE = "Åtgärder sedan förra omgången"
DECIDED = "Det här är beslutat"


def since_listed(actions: Sequence[Described], rows: Sequence[ResultRow]) -> Listed:
    """Return how the actions after an earlier round went, with what their questions gave then
    and now. `rows` are those of the sheet."""
    by_question = {row.question.id: row for row in rows}
    return Listed(SINCE, tuple(
        _sentences(_named(one), _state(one), _result(by_question.get(one.action.question)))
        for one in actions
    ))  # fmt: skip


def decided_listed(actions: Sequence[Described]) -> Listed:
    """Return what a round has led to: what, by whom and when."""
    return Listed(DECIDED, tuple(
        _sentences(
            _named(one),
            f"Ansvarig: {one.action.role}" if one.action.role else "",
            f"Klart:{NBSP}{one.action.due}" if one.action.due else "",
        )
        for one in _kept(actions)
    ))  # fmt: skip


def decided_grid(actions: Sequence[Described]) -> Grid | None:
    """Return what a round has led to; None where nothing is decided."""
    shown = _kept(actions)
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


def _kept(actions: Sequence[Described]) -> list[Described]:
    return [one for one in actions if one.action.state is not State.DROPPED]


def _named(one: Described) -> str:
    """Return "Utredningsplan finns: Mall i systemet", or "Finns en plan? Mall i systemet"."""
    return f"{one.question}{'' if one.question.endswith('?') else ':'} {_what(one)}"


def _sentences(*said: str) -> str:
    return " ".join(f"{one[:1].upper()}{one[1:].rstrip('.')}." for one in said if one)


def _state(one: Described) -> str:
    said = f"{STATES[one.action.state]}, {EFFECTS[one.action.effect]}"
    return f"{said}: {one.action.note}" if one.action.note else said


def _result(row: ResultRow | None) -> str:
    """Return "då 3 av 10, nu 7 av 10", without what is not known."""
    if row is None or row.share is None:
        return ""
    now = f"nu{NBSP}{count_words(row.share)}"
    before = row.change.earlier.share if row.change is not None else None
    return now if before is None else f"då{NBSP}{count_words(before)}, {now}"
