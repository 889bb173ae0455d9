"""From nothing to a window with the example painted in it, beside a bare PySide6 window.

Every start is a process of its own, ours and the bare one in turn, offscreen unless Qt is told
otherwise. Each tells when its first picture is painted; the bare window holds a table of
25 × 4 cells and nothing else. `python -m benchmarks.startup` prints the medians.

The program counts as started when the document's first screen stands painted, not when the
empty window does: a person can use it then. The example has cases left to review, so its first
screen asks who reviews. To a reviewer who is known and has nothing left it is Hem, with the
figures of every round: that start is measured beside the other. Each start tells which screen
it came to.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

ROUNDS = 11
HEAVY = ("numpy", "scipy", "pandas", "sqlite_utils", "reportlab", "PIL")
"""What must not have been imported when the window stands there."""

_BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem

app = QApplication([])
window = QMainWindow()
table = QTableWidget(25, 4)
for row in range(25):
    for column in range(4):
        table.setItem(row, column, QTableWidgetItem(f"Rad {row}, {column}"))
window.setCentralWidget(table)
window.resize(1240, 720)
window.show()
app.processEvents()
tell(table)
"""

_OURS = """
import sys
from egenkontroll.gui import pauses

def then_watch():
    plain()
    from egenkontroll.gui import application
    make = application.make

    def watched(arguments):
        app, window = make(arguments)
        watch(app, window)
        return app, window

    application.make = watched

def watch(app, window):
    from PySide6.QtCore import QTimer
    session = window.session

    def look(busy):
        # What the worker found is handed over first, and may ask for more.
        if not busy:
            QTimer.singleShot(0, window, end)

    def end():
        if session.document is not None and not session._worker.waiting:
            app.processEvents()
            tell(window.screen_shown)

    session.busy.connect(look)

plain, pauses.without_reading_sources = pauses.without_reading_sources, then_watch
from egenkontroll.__main__ import main
main([sys.argv[1]])
"""

_TELL = (
    f"HEAVY = {HEAVY!r}\n"
    + """
def tell(shown):
    import time
    at, cpu = time.monotonic(), 1000 * time.process_time()
    import json, os, resource, sys
    try:
        with open("/proc/self/status") as status:
            most = int(next(line.split()[1] for line in status if line.startswith("VmHWM")))
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    heavy = [name for name in HEAVY if name in sys.modules]
    if "EGK_PICTURE" in os.environ:
        shown.window().grab().save(os.environ["EGK_PICTURE"])
    screen = getattr(shown, "step", "")
    print(json.dumps([at, cpu, most / 1024, heavy, len(sys.modules), screen]), flush=True)
    os._exit(0)
"""
)


@dataclass(frozen=True)
class Start:
    """One start: milliseconds from the process' beginning, peak MiB, what heavy was imported.

    `screen` is the step whose screen was shown, "" of the bare window.
    """

    ms: float
    cpu_ms: float
    mib: float
    heavy: list[str]
    modules: int
    screen: str


@dataclass(frozen=True)
class Measured:
    """Medians of the starts: with the example's first screen, with its Hem, and the bare window's.

    `heavy` is what any of them imported that none should.
    """

    ours_ms: float
    home_ms: float
    bare_ms: float
    ours_cpu_ms: float
    home_cpu_ms: float
    bare_cpu_ms: float
    ours_mib: float
    home_mib: float
    bare_mib: float
    heavy: list[str]

    @property
    def times(self) -> float:
        """How many times as long as the bare window ours takes."""
        return self.ours_ms / self.bare_ms

    @property
    def memory_times(self) -> float:
        """How many times as much memory as the bare window ours takes."""
        return self.ours_mib / self.bare_mib

    @property
    def home_times(self) -> float:
        """How many times as long as the bare window Hem takes."""
        return self.home_ms / self.bare_ms

    @property
    def home_memory_times(self) -> float:
        """How many times as much memory as the bare window Hem takes."""
        return self.home_mib / self.bare_mib


def compiled(folder: Path) -> dict[str, str]:
    """Return an environment where Python keeps what it has compiled, as it does when installed."""
    kept = {name: said for name, said in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def start(code: str, *arguments: str, settings: Path) -> Start:
    """Run a process until it tells that its window is painted."""
    place = compiled(settings) | {"XDG_CONFIG_HOME": str(settings), "LOCALAPPDATA": str(settings)}
    place.setdefault("QT_QPA_PLATFORM", "offscreen")
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", _TELL + code, *arguments],
        check=True, stdout=subprocess.PIPE, env=place, text=True, timeout=60,
    )  # fmt: skip
    at, *rest = json.loads(done.stdout.splitlines()[-1])
    return Start(1000 * (at - begun), *rest)


def ours(path: Path, settings: Path) -> Start:
    """Start the program on a document."""
    return start(_OURS, str(path), settings=settings)


def bare(settings: Path) -> Start:
    """Start a bare window."""
    return start(_BARE, settings=settings)


def remembering(path: Path, folder: Path) -> Path:
    """Return a settings folder that remembers a reviewer of the example who has nothing left."""
    from egenkontroll.gui.memory import Memory
    from egenkontroll.operations import overview
    from egenkontroll.operations.opening import open_document

    with open_document(path) as document:
        one = overview.current_round(document)
        assert one is not None
        done = next(
            known
            for known in overview.reviewers(document)
            if not overview.anything_left(document, one, known)
        )
    settings = folder / "hem"
    memory = Memory(settings / "Egenkontroll" / "fonster.ini")
    memory.keep_reviewer(path, done.id.hex())
    memory.save()
    return settings


def measure(folder: Path, rounds: int = ROUNDS) -> Measured:
    """Start each in turn; the first of each, which may read from a cold disk, counts for nobody."""
    from egenkontroll.operations.demo import write_demo

    path = folder / "exempel.egk"
    write_demo(path)
    known = remembering(path, folder)
    turns = [
        (ours(path, folder), ours(path, known), bare(folder)) for _ in range(rounds + 1)
    ][1:]  # fmt: skip
    assert {(one.screen, home.screen) for one, home, _ in turns} == {("review", "home")}

    def middle(side: int, what: str) -> float:
        return float(statistics.median(getattr(turn[side], what) for turn in turns))

    return Measured(
        ours_ms=middle(0, "ms"),
        home_ms=middle(1, "ms"),
        bare_ms=middle(2, "ms"),
        ours_cpu_ms=middle(0, "cpu_ms"),
        home_cpu_ms=middle(1, "cpu_ms"),
        bare_cpu_ms=middle(2, "cpu_ms"),
        ours_mib=middle(0, "mib"),
        home_mib=middle(1, "mib"),
        bare_mib=middle(2, "mib"),
        heavy=sorted({name for turn in turns for one in turn for name in one.heavy}),
    )


def main() -> None:
    """Print the medians."""
    with tempfile.TemporaryDirectory() as name:
        found = measure(Path(name), int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
    print(json.dumps(asdict(found), ensure_ascii=False))
    for what, ms, cpu, mib, times, memory in (
        ("första bilden", found.ours_ms, found.ours_cpu_ms, found.ours_mib, found.times,
         found.memory_times),
        ("Hem", found.home_ms, found.home_cpu_ms, found.home_mib, found.home_times,
         found.home_memory_times),
    ):  # fmt: skip
        print(
            f"{what}: tid {ms:.0f} mot {found.bare_ms:.0f} ms, × {times:.2f} (processor {cpu:.0f} "
            f"mot {found.bare_cpu_ms:.0f} ms, × {cpu / found.bare_cpu_ms:.2f}); "
            f"minne {mib:.1f} mot {found.bare_mib:.1f} MiB, × {memory:.2f}"
        )


if __name__ == "__main__":
    main()
