"""Saves what is said on the review screen, beside the window's thread and in the order said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from egenkontroll.operations.reviewing import save_answer, set_state

if TYPE_CHECKING:
    from collections.abc import Callable

    from egenkontroll.gui.review.work import Row, Work
    from egenkontroll.gui.session import Session
    from egenkontroll.review.answers import Answer
    from egenkontroll.review.reading import State


class Saver:
    """Saves beside the window: `lost` is called where something could not be saved."""

    def __init__(self, session: Session, lost: Callable[[], None]) -> None:
        self._session = session
        self._lost = lost

    def answer(self, answer: Answer | None) -> None:
        """Save an answer; None is nothing to save."""
        document = self._session.document
        if answer is not None and document is not None:
            deed = partial(save_answer, document, answer)
            self._session.save(deed, changes="answers", failed=self._failed)

    def state(self, work: Work, state: State, reason: str = "") -> None:
        """Save that a reading has come to a state."""
        document, reviewer = self._session.document, self._session.reviewer
        if document is not None and reviewer is not None:
            task = work.task
            work.take(state)
            deed = partial(set_state, document, task, reviewer.id, state, reason)
            self._session.run(deed, changes="states", failed=self._failed)

    def _failed(self, _error: Exception) -> None:
        self._lost()


def next_open(rows: list[Row], here: int) -> Row | None:
    """Return the next case that is not klar, from the top after the last; None if there is none."""
    others = [*rows[here + 1 :], *rows[: max(here, 0)]]
    return next((row for row in others if not row.done), None)


def first_open(rows: list[Row]) -> Row:
    """Return the first case that is not klar, or the first one."""
    return next((row for row in rows if not row.done), rows[0])
