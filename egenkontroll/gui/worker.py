"""One thread beside the window's: work is done there one at a time, in the order given."""

from __future__ import annotations

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


class _Job(QRunnable):
    def __init__(
        self,
        work: Callable[[], Any],
        deliver: Callable[[Outcome], None],
        worker: Worker,
    ) -> None:
        super().__init__()
        self._work = work
        self._deliver = deliver
        self._worker = worker

    def run(self) -> None:
        try:
            outcome = Outcome(self._work(), None, self._deliver)
        except Exception as error:  # noqa: BLE001 - every fault is carried to the window's thread
            outcome = Outcome(None, error, self._deliver)
        with suppress(RuntimeError):  # the window has gone meanwhile: nobody waits for it
            self._worker.finished.emit(outcome)


class Worker(QObject):
    """Does work off the window's thread and hands the outcome back on the window's thread."""

    finished = Signal(object)
    busy = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._waiting = 0
        self.finished.connect(self._hand_over)

    @property
    def waiting(self) -> int:
        """How many pieces of work have not been handed back yet."""
        return self._waiting

    def start(self, work: Callable[[], Any], deliver: Callable[[Outcome], None]) -> None:
        """Put work last in the queue; `deliver` is called on the window's thread."""
        self._waiting += 1
        if self._waiting == 1:
            self.busy.emit(True)
        self._pool.start(_Job(work, deliver, self))

    def wait(self, ms: int = -1) -> None:
        """Wait until everything in the queue is done, or so long; what it gave is delivered later.

        With -1 it waits for as long as it takes.
        """
        self._pool.waitForDone(ms)

    @Slot(object)
    def _hand_over(self, outcome: Outcome) -> None:
        self._waiting -= 1
        if not self._waiting:
            self.busy.emit(False)
        outcome.deliver(outcome)
