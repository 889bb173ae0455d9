"""One thread beside the window's: work is done there one at a time, in the order given."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable


class Outcome(NamedTuple):
    """What a piece of work gave: a result, or what it raised. `soon` may be handed over early."""

    result: Any
    error: Exception | None
    deliver: Callable[[Outcome], None]
    soon: bool


class _Job(QRunnable):
    def __init__(
        self,
        work: Callable[[], Any],
        deliver: Callable[[Outcome], None],
        worker: Worker,
        given: Event | None = None,
    ) -> None:
        super().__init__()
        self._work = work
        self._deliver = deliver
        self._worker = worker
        self._given = given

    def run(self) -> None:
        soon = self._given is not None
        try:
            outcome = Outcome(self._work(), None, self._deliver, soon)
        except Exception as error:  # noqa: BLE001 - every fault is carried to the window's thread
            outcome = Outcome(None, error, self._deliver, soon)
        with suppress(RuntimeError):  # the window has gone meanwhile: nobody waits for it
            self._worker.give(outcome)
        if self._given is not None:
            self._given.set()


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

    def start(self, work: Callable[[], Any], deliver: Callable[[Outcome], None]) -> None:
        """Put work last in the queue; `deliver` is called on the window's thread, in a turn of it.

        That is never while this, or whatever else was asked for, has not returned.
        """
        self._queue(_Job(work, deliver, self))

    def start_small(
        self, work: Callable[[], Any], deliver: Callable[[Outcome], None], ms: int
    ) -> None:
        """Put work that takes a moment last in the queue, and wait so long for it to be done.

        Where it is by then, and went well, `deliver` is called before this returns, unless
        something else is to be handed over first. A fault always waits for the window's turn.
        """
        given = Event()
        self._queue(_Job(work, deliver, self, given))
        given.wait(ms / 1000)
        while self._outcomes and self._outcomes[0].soon and self._outcomes[0].error is None:
            self._hand_over()

    def _queue(self, job: _Job) -> None:
        self._waiting += 1
        if self._waiting == 1:
            self.busy.emit(True)
        self._pool.start(job)

    def give(self, outcome: Outcome) -> None:
        """Lay an outcome last among those to be handed over. For the working thread."""
        self._outcomes.append(outcome)
        self._given.emit()

    def wait(self) -> None:
        """Wait until everything in the queue is done; what it gave is delivered later."""
        self._pool.waitForDone()

    @Slot()
    def _hand_over(self) -> None:
        if not self._outcomes:  # handed over before its turn
            return
        outcome = self._outcomes.popleft()
        self._waiting -= 1
        if not self._waiting:
            self.busy.emit(False)
        outcome.deliver(outcome)
