"""One thread beside the window's: work is done there one at a time, in the order given."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable


class Outcome(NamedTuple):
    """What a piece of work gave: a result, or what it raised."""

    result: Any
    error: Exception | None
    deliver: Callable[[Outcome], None]
    soon: bool = False


class _Job(QRunnable):
    def __init__(
        self,
        work: Callable[[], Any],
        deliver: Callable[[Outcome], None],
        worker: Worker,
        *,
        soon: bool,
    ) -> None:
        super().__init__()
        self._work = work
        self._deliver = deliver
        self._worker = worker
        self._soon = soon

    def run(self) -> None:
        try:
            outcome = Outcome(self._work(), None, self._deliver, self._soon)
        except Exception as error:  # noqa: BLE001 - every fault is carried to the window's thread
            outcome = Outcome(None, error, self._deliver)
        with suppress(RuntimeError):  # the window has gone meanwhile: nobody waits for it
            self._worker.give(outcome)


class Worker(QObject):
    """Does work off the window's thread and hands the outcome back on the window's thread."""

    _given = Signal()
    busy = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._waiting = 0
        self._outcomes: deque[Outcome] = deque()
        self._given.connect(self._hand_over)

    @property
    def waiting(self) -> int:
        """How many pieces of work have not been handed back yet."""
        return self._waiting

    def start(
        self, work: Callable[[], Any], deliver: Callable[[Outcome], None], *, soon: bool = False
    ) -> None:
        """Put work last in the queue; `deliver` is called on the window's thread.

        With `soon` that may be in `hand_over_soon`, else always in a turn of the window's own.
        """
        self._waiting += 1
        if self._waiting == 1:
            self.busy.emit(True)
        self._pool.start(_Job(work, deliver, self, soon=soon))

    def give(self, outcome: Outcome) -> None:
        """Lay an outcome last among those to be handed over. For the working thread."""
        self._outcomes.append(outcome)
        self._given.emit()

    def wait(self, ms: int = -1) -> None:
        """Wait until everything in the queue is done, or so long; what it gave is delivered later.

        With -1 it waits for as long as it takes.
        """
        self._pool.waitForDone(ms)

    def hand_over_soon(self) -> None:
        """Hand over at once what is done and went well, as far as it was asked for soon.

        Anything else, and what comes after it, waits for the window's next turn.
        """
        while self._outcomes and self._outcomes[0].soon and self._outcomes[0].error is None:
            self._hand_over()

    @Slot()
    def _hand_over(self) -> None:
        if not self._outcomes:  # handed over before its turn
            return
        outcome = self._outcomes.popleft()
        self._waiting -= 1
        if not self._waiting:
            self.busy.emit(False)
        outcome.deliver(outcome)
