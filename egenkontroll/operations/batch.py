"""Write many papers, one file after the other; many result sheets with a process beside.

A sheet is the same bytes whichever process makes it. The other process is gone when the
writing has ended, been stopped or failed, and ends by itself if this one is killed.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from egenkontroll.operations import files
from egenkontroll.operations.processes import belong

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    from egenkontroll.report.sheet import Sheet

    Making: TypeAlias = "Callable[[], Sheet | bytes]"

FEWEST = 20
"""So many sheets at least are worth starting another process for: that takes half a second."""
_HANDED_OVER = 2
"""So many sheets the other process has: one that it draws, and the next."""
_AHEAD = 12
"""So many sheets may be done before an earlier one is: memory does not grow with their number."""


@dataclass(frozen=True, slots=True)
class _Job:
    """A file to write: what it is to hold, or the sheet that the other process is drawing."""

    path: Path
    made: Sheet | bytes
    drawing: Future[bytes] | None

    @property
    def ready(self) -> bool:
        return self.drawing is None or self.drawing.done()

    def write(self) -> Path:
        files.write_bytes(self.path, self._bytes())
        return self.path

    def _bytes(self) -> bytes:
        if isinstance(self.made, bytes):
            return self.made
        if self.drawing is not None:
            try:
                return self.drawing.result()
            except (BrokenProcessPool, OSError):  # the other process is gone
                pass
        return _draw(self.made)


def write_all(jobs: Sequence[tuple[Path, Making]], sheets: int = 0) -> Generator[Path, None, None]:
    """Write each file in order and yield its path once it is there.

    What a job makes is a whole paper, or a result sheet still to be drawn; `sheets` is how many
    there are of those. Closing the generator stops the writing: what is written stays.
    """
    beside = _Beside() if sheets >= FEWEST and (os.cpu_count() or 1) > 1 else None
    waiting: deque[_Job] = deque()
    try:
        for path, make in jobs:
            made = make()
            drawing = beside.start(made) if beside is not None else None
            if drawing is None and not isinstance(made, bytes):
                made = _draw(made)
            waiting.append(_Job(path, made, drawing))
            while waiting and (waiting[0].ready or len(waiting) > _AHEAD):
                yield waiting.popleft().write()
        while waiting:
            yield waiting.popleft().write()
    finally:
        if beside is not None:
            beside.close()


class _Beside:
    """Another process that draws sheets; none, where the computer does not let it start."""

    def __init__(self) -> None:
        self._handed: list[Future[bytes]] = []
        try:
            spawn = multiprocessing.get_context("spawn")
            self._pool: ProcessPoolExecutor | None = ProcessPoolExecutor(1, spawn, _begin)
        except (OSError, ImportError):  # the system has no semaphores to share
            self._pool = None

    def start(self, made: Sheet | bytes) -> Future[bytes] | None:
        """Hand a sheet over; None where it has enough to do, and the sheet is to be drawn here."""
        self._handed = [one for one in self._handed if not one.done()]
        if self._pool is None or isinstance(made, bytes) or len(self._handed) >= _HANDED_OVER:
            return None
        try:
            self._handed.append(self._pool.submit(_draw, made))
        except (BrokenProcessPool, OSError):
            self.close()
            return None
        return self._handed[-1]

    def close(self) -> None:
        """End the process, after the sheet that it is drawing."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


# --- in the other process ---------------------------------------------------------------------


def _begin() -> None:
    """Get ready to draw."""
    belong()
    from egenkontroll.pdf import fonts, sheets  # noqa: F401 - the modules are loaded now

    fonts.register()


def _draw(sheet: Sheet) -> bytes:
    from egenkontroll.pdf.sheets import sheet_pdf

    return sheet_pdf(sheet)
