"""What lies ahead: open actions, the next control in the plan, rounds that may be purged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from egenkontroll.operations.purge_time import AFTER_MONTHS, proposed, purge_after
from egenkontroll.results.yearplan import NOT_BEGUN, state_words
from egenkontroll.storage import actions, records
from egenkontroll.texts import count

if TYPE_CHECKING:
    import datetime as dt

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.storage.document import Document


class Ahead(NamedTuple):
    """Sentences about the actions and the plan, "" for nothing, and the rounds past their time.

    `months` is the setting that the rounds are past.
    """

    actions: str = ""
    control: str = ""
    purge: tuple[Round, ...] = ()
    months: int = AFTER_MONTHS


def look_ahead(document: Document, today: dt.date) -> Ahead:
    """Return what lies ahead in a document, as of a day."""
    return Ahead(
        _actions(document, today),
        _control(document, today),
        proposed(document, today),
        purge_after(document),
    )


def _actions(document: Document, today: dt.date) -> str:
    held = [action for action in actions.actions(document) if action.open()]
    if not held:
        return ""
    late = sum(bool(one.due) and one.due < today.isoformat() and one.undone() for one in held)
    said = f"{count(len(held), 'öppen åtgärd', 'öppna åtgärder')}"
    return f"{said}, {late} skulle ha varit {'klar' if late == 1 else 'klara'}" if late else said


def _control(document: Document, today: dt.date) -> str:
    """Return the next control that has not begun, from this month on."""
    # How far a round has come makes no difference here: it has begun.
    rounds = [(one, "") for one in records.rounds(document)]
    waiting = [
        ((control.year, month), f"{control.name}, {said} {control.year}")
        for control in actions.controls(document)
        if not control.dropped
        for month, state in zip(control.months, state_words(control, rounds), strict=True)
        if (said := state.partition(":")[0]) and state.endswith(NOT_BEGUN)
        if (control.year, month) >= (today.year, today.month)
    ]
    return min(waiting)[1] if waiting else ""
