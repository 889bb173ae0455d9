"""Hold the answers of many files against their digests, in a process beside this one.

Meanwhile the files are looked at and taken in here, in a transaction that ends only when every
answer is found to be as it was written. Where one is not, or anything else goes wrong before that
is known, all of it is undone, and done again without the other process: what is then said of the
file is what is always said.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.util import Finalize
from threading import Timer
from typing import TYPE_CHECKING, Any

from egenkontroll.operations.processes import belong
from egenkontroll.storage import connections
from egenkontroll.storage.scanning import doubtful_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from multiprocessing.process import BaseProcess
    from pathlib import Path
    from types import TracebackType

    from egenkontroll.operations.incoming import Beat
    from egenkontroll.storage.inputs import Input

FEWEST = 8 * 2**20
"""So many bytes at least, some 90,000 answers, are worth starting another process for."""

_POLL = 0.05  # seconds
_PATIENCE = 10.0  # seconds: much longer than to check a file takes
_UNKNOWN = -1


class ChangedError(Exception):
    """Some file is not as it was written, or it is not known to be: do it again without."""


class Checks:
    """The files whose answers are still to be checked; with none of them all is checked at once."""

    def __init__(self, paths: Sequence[Path], beat: Beat, *, beside: bool) -> None:
        self._beat = beat
        self._handed: list[tuple[Input, Future[int]]] = []
        self._pool: ProcessPoolExecutor | None = None
        self._children: set[BaseProcess] = set()
        if beside and (os.cpu_count() or 1) > 1 and sum(map(_size, paths)) >= FEWEST:
            try:
                spawn = multiprocessing.get_context("spawn")
                self._stop = spawn.Event()
                self._pool = ProcessPoolExecutor(1, spawn, _begin_process, (self._stop,))
            except (OSError, ImportError):  # the system has no semaphores to share
                self._pool = None

    def __enter__(self) -> Checks:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End the other process, in the middle of a file if need be.

        Raises ChangedError for what went wrong while something was still to be checked.
        """
        if self._pool is not None:
            self._stop.set()
            late = Timer(_PATIENCE, self._kill)
            late.start()
            try:
                self._pool.shutdown(cancel_futures=True)
            finally:
                late.cancel()
                late.join()
        if self._handed and isinstance(error, Exception) and not self._beat.was_stopped:
            raise ChangedError from error

    def _kill(self) -> None:
        for child in self._children:
            child.kill()

    @property
    def later(self) -> bool:
        """Whether answers may be left for the other process to check."""
        return self._pool is not None

    def hand_over(self, one: Input) -> None:
        """Let a file's answers be checked while this process goes on with something else."""
        if self._pool is not None and not one.checked:
            before = set(multiprocessing.active_children())
            try:
                self._handed.append((one, self._pool.submit(_changed, one.at)))
                self._children |= set(multiprocessing.active_children()) - before
            except (BrokenProcessPool, OSError):
                self._settle(_changed_here(one, self._beat), one)

    def confirm(self, only: Input | None = None) -> None:
        """Wait until the files, or one of them, are checked; take on those not yet begun.

        The other process takes them in the order they were handed over: one that comes after
        one that is not done is not begun. It may be begun meanwhile, and is then done twice.

        Raises ChangedError where one is not as it was written.
        """
        left = []
        while self._handed:
            one, checking = self._handed.pop()
            if only is not None and one is not only:
                left.append((one, checking))
            elif checking.cancel() or not all(other.done() for _, other in self._handed):
                self._settle(_changed_here(one, self._beat), one)
            else:
                self._settle(self._result(one, checking), one)
        self._handed = left[::-1]

    def _result(self, one: Input, checking: Future[int]) -> int:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                return checking.result(_POLL)
            except TimeoutError:
                self._beat()
                if time.monotonic() > until:  # it hangs
                    return _changed_here(one, self._beat)
            except (BrokenProcessPool, OSError):  # the other process is gone
                return _changed_here(one, self._beat)

    def _settle(self, changed: int, one: Input) -> None:
        if changed or not one.is_as_opened():
            raise ChangedError
        one.checked = True


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # told where the file is opened
        return 0


def _changed_here(one: Input, beat: Callable[[], object]) -> int:
    try:
        return doubtful_answers(one.connection, beat)
    except connections.errors():
        return _UNKNOWN


# --- in the other process ---------------------------------------------------------------------

_stopping: list[Any] = []


class _StoppedError(Exception):
    pass


def _begin(stop: Any) -> None:
    belong()
    _stopping[:] = [stop]


def _begin_process(stop: Any) -> None:
    _begin(stop)
    # What it remembers goes with it; to tidy that up would take as long as to check a file.
    Finalize(None, os._exit, (0,), exitpriority=0)


def _changed(path: Path) -> int:
    """Return how many of a file's answers are changed; less than none where it is not known."""
    try:
        connection = connections.connect(path, "ro")
        try:
            connections.settle(connection, write=False)
            connections.hold_little(connection)
            return doubtful_answers(connection, _heed)
        finally:
            connection.close()
    except Exception:  # noqa: BLE001 - whatever it is is found again, and told, where it was asked
        return _UNKNOWN


def _heed() -> None:
    if any(stop.is_set() for stop in _stopping):
        raise _StoppedError
