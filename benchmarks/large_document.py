"""How long the window stands still with 20,000 cases, beside an empty window in the same run.

`python -m benchmarks.large_document` prints both; `benchmarks.bench` has it as a line.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from egenkontroll import paths
from egenkontroll.gui.application import prepare
from egenkontroll.gui.main_window import MainWindow
from egenkontroll.gui.memory import Memory
from egenkontroll.gui.theme import Theme
from egenkontroll.operations import overview
from egenkontroll.operations.demo import CHECKLIST
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.sampling import create_round, draw_sample

if TYPE_CHECKING:
    from collections.abc import Callable

CASES, UNITS, MOVES = 20_000, 20, 40
_LONGEST_WAIT_S = 120.0
_SETTLED_S = 1.0


@dataclass(frozen=True)
class Pauses:
    """The longest pause of the window's thread in milliseconds, while what was done."""

    empty_ms: float
    opening_ms: float
    moving_ms: float


def make_large(path: Path) -> Path:
    """Make a document with 20,000 cases to review and one reviewer."""
    units = [f"Enhet {number:02d}" for number in range(1, UNITS + 1)]
    rows = [f"L{number:05d};{units[number % UNITS]};flicka;10;utredning"
            for number in range(CASES)]  # fmt: skip
    cases = path.with_suffix(".csv")
    cases.write_text("\n".join(["Ärendenummer;Enhet;Kön;Ålder;Ärendetyp", *rows]), "utf-8")
    create_round(path, paths.checklists() / CHECKLIST, "Stor", "2026-01-01/2026-06-30")
    draw_sample(path, "Stor", cases, per_unit=CASES // UNITS, reserves=0, seed="stor",
                double_percent=0, by="")  # fmt: skip
    with open_document(path, write=True) as document:
        overview.take_up_reviewer(document, "Anna Lind")
    return path


class Pulse:
    """Beats in the window's thread all the time and keeps the longest time between two beats."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._beat)
        self._last = 0.0
        self.longest = 0.0

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def until(self, done: Callable[[], bool], begin: Callable[[], object]) -> float:
        """Do something, let the window live until it is done, and return the longest pause, ms."""
        self.longest, self._last = 0.0, time.perf_counter()
        self._timer.start()
        begin()
        end = time.perf_counter() + _LONGEST_WAIT_S
        while not done():
            if time.perf_counter() > end:
                raise TimeoutError("the window never came so far")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        self._timer.stop()
        self._beat()
        return round(1000 * self.longest, 1)


def _for_a_while() -> Callable[[], bool]:
    end = time.perf_counter() + _SETTLED_S
    return lambda: time.perf_counter() > end


def _shows_cases(window: MainWindow) -> bool:
    # Not by its type: to import the screen is a part of what is measured.
    return getattr(window.screen_shown, "work", None) is not None


def measure(folder: Path) -> Pauses:
    """Measure an empty window, the opening of the large document, and moves in it."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    prepare(app)
    large = make_large(folder / "stor.egk")
    window = MainWindow(Theme(app), Memory(folder / "fonster.ini"))
    window.resize(1366, 768)
    pulse = Pulse()
    window.show()
    pulse.until(_for_a_while(), lambda: None)  # the first drawing counts for nobody
    empty = pulse.until(_for_a_while(), lambda: None)
    opening = pulse.until(lambda: _shows_cases(window), lambda: window.open_path(large))
    opening = max(opening, pulse.until(_for_a_while(), lambda: None))
    moving = max(_move(window, pulse) for _ in range(MOVES))
    window.close()
    return Pauses(empty, opening, moving)


def _move(window: MainWindow, pulse: Pulse) -> float:
    """Go to the next case as Ctrl+↓ does, and let it be drawn."""
    screen = window.screen_shown
    action = next(one for one in screen.menu_actions() if "Ctrl+Down" in
                  [key.toString() for key in one.shortcuts()])  # fmt: skip
    turns = iter(range(12))
    return pulse.until(lambda: next(turns) >= 10, action.trigger)


def main() -> None:
    """Print the pauses."""
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder))
    print(f"{CASES} ärenden, längsta stopp: tomt fönster {found.empty_ms} ms, "
          f"öppna {found.opening_ms} ms, byta ärende {found.moving_ms} ms")  # fmt: skip


if __name__ == "__main__":
    main()
