"""What lies ahead: open actions, the next control in the plan, rounds that may be purged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.operations import acting, purging
from egenkontroll.results.yearplan import NOT_BEGUN
from egenkontroll.texts import count

if TYPE_CHECKING:
    import datetime as dt

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.storage.document import Document


@dataclass(frozen=True, slots=True)
class Ahead:
    """Sentences about the actions and the plan, "" for nothing, and the rounds past their time.

    `months` is the setting that the rounds are past.
    """

    actions: str = ""
    control: str = ""
    purge: tuple[Round, ...] = ()
    months: int = purging.AFTER_MONTHS


def look_ahead(document: Document, today: dt.date) -> Ahead:
    """Return what lies ahead in a document, as of a day."""
    return Ahead(
        _actions(document, today),
        _control(document, today),
        purging.proposed(document, today),
        purging.purge_after(document),
    )


def _actions(document: Document, today: dt.date) -> str:
    held = [one.action for one in acting.described(document) if one.action.open()]
    if not held:
        return ""
    late = sum(bool(one.due) and one.due < today.isoformat() and one.undone() for one in held)
    said = f"{count(len(held), 'öppen åtgärd', 'öppna åtgärder')}"
    return f"{said}, {late} skulle ha varit {'klar' if late == 1 else 'klara'}" if late else said


def _control(document: Document, today: dt.date) -> str:
    """Return the next control that has not begun, from this month on."""
    waiting = [
        ((control.year, month), f"{control.name}, {said} {control.year}")
        for control, states in acting.planned(document)
        if not control.dropped
        for month, state in zip(control.months, states, strict=True)
        if (said := state.partition(":")[0]) and state.endswith(NOT_BEGUN)
        if (control.year, month) >= (today.year, today.month)
    ]
    return min(waiting)[1] if waiting else ""
