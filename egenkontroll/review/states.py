"""How far a reading has come: a module of its own, since documents are opened with it alone."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """How far a reading has come. RETURNED is one that was done and is open again."""

    NOT_STARTED = "not_started"
    STARTED = "started"
    DONE = "done"
    RETURNED = "returned"


STATE_WORDS = {
    State.NOT_STARTED: "ej påbörjad",
    State.STARTED: "påbörjad",
    State.DONE: "klar",
    State.RETURNED: "tillbaka",
}
