"""One answer, from the key to the disk and the screen, beside the bare commit of the same row.

Answers are given with keys in the real review screen (offscreen unless Qt is told otherwise).
After each a bare SQLite connection with the same settings commits a row of the same size to a
file beside the document, so that both meet the same disk. Told of each answer:

- durable: from the key until it was on the disk;
- shown: from the key until the window had painted, and handed over to the screen, both the button
  that was chosen and "Sparat" with the time of after the commit. Before each key another time
  stands there, as where a minute has gone by: in the same minute there would be nothing to paint;
- naked: the same in the barest window there is, of one button and one line of text, which commits
  in the handling of the key: what Qt and the disk take when the program does nothing else;
- frame: the longest time that the window's thread was away, in the key itself and in every turn
  until the window has come to rest: scrolled, with the next question's guidance painted. No frame
  can be drawn meanwhile. Told by the clock and as the thread's own processor time: what is above
  that is not the window's doing.

`python -m benchmarks.saving` prints it.
"""

from __future__ import annotations

import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from benchmarks.large_document import make_large
from egenkontroll.gui.application import prepare
from egenkontroll.gui.main_window import MainWindow
from egenkontroll.gui.memory import Memory
from egenkontroll.gui.none_guard import guard_none
from egenkontroll.gui.review import saving
from egenkontroll.gui.theme import Theme
from egenkontroll.operations.demo import write_demo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QKeyEvent

    from egenkontroll.gui.review_screen import ReviewScreen
    from egenkontroll.review.answers import Answer
    from egenkontroll.storage.document import Document

ANSWERS = 300
_JUDGED = ("yes_no", "yes_partly_no")
_LONGEST_S = 60.0
_BETWEEN_S = 0.02
_REST_S = 0.06
_IDLE_S = 0.0002
_EARLIER = "Sparat 00:00"
_SIZE = 180
"""About so many bytes a fact of an answer is, with its key, clock, device and digest."""


@dataclass(frozen=True)
class Measured:
    """Milliseconds: medians, and the 99th percentile of the longest time away for an answer."""

    answers: int
    bare_ms: float
    durable_ms: float
    shown_ms: float
    frame_ms: float
    frame_cpu_ms: float


class _Away(NamedTuple):
    """How long the window's thread was away: seconds by the clock, and of its own work."""

    wall: float = 0.0
    cpu: float = 0.0

    @classmethod
    def begin(cls) -> _Away:
        return cls(time.perf_counter(), time.thread_time())

    def ended(self) -> _Away:
        return _Away(time.perf_counter() - self.wall, time.thread_time() - self.cpu)

    def at_least(self, other: _Away) -> _Away:
        return _Away(max(self.wall, other.wall), max(self.cpu, other.cpu))


def bare(path: Path) -> Callable[[], None]:
    """Return what commits one row with a document's settings."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = TRUNCATE", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.execute("CREATE TABLE t (a BLOB PRIMARY KEY, b BLOB) WITHOUT ROWID")

    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t VALUES (?, ?)", (os.urandom(16), bytes(_SIZE)))
        connection.execute("COMMIT")

    return commit


class _Screen(QObject):
    """Notes when both of two widgets have been painted and handed over to the screen."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._lacking: set[QObject] = set()
        self.done = 0.0
        window.installEventFilter(self)

    def watch(self, *widgets: QWidget) -> None:
        """Begin: neither has been painted."""
        self._lacking, self.done = set(widgets), 0.0
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint and watched in self._lacking and self._told(watched):
            watched.removeEventFilter(self)
            self._lacking.discard(watched)
        elif event.type() == QEvent.Type.UpdateRequest and watched is self._window:
            self._window.event(event)
            if not self._lacking and not self.done:
                self.done = time.perf_counter()
            return True
        return False

    def _told(self, watched: QObject) -> bool:
        """Whether what is painted is what is to be shown."""
        if isinstance(watched, QAbstractButton):
            return watched.isChecked()
        return isinstance(watched, QLabel) and watched.text() != _EARLIER


class _Naked(QWidget):
    """A window with a button and a line of text, and nothing else."""

    def __init__(self, commit: Callable[[], None]) -> None:
        super().__init__()
        self._commit = commit
        self.button, self.told = QPushButton("Ja"), QLabel(_EARLIER)
        self.button.setCheckable(True)
        column = QVBoxLayout(self)
        for one in (self.button, self.told):
            column.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        self._commit()
        self.button.setChecked(True)
        self.told.setText("Sparat 00:01")


def naked(folder: Path, answers: int = ANSWERS) -> tuple[float, float]:
    """Return milliseconds, medians: a bare commit, and from key to painted in a naked window.

    To be called before the program has set its theme.
    """
    guard_none()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    commit = bare(folder / "naken.db")
    window = _Naked(bare(folder / "naket fönster.db"))
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    window.setFocus()
    screen = _Screen(window)
    shown, bares = [], []
    for _ in range(answers):
        window.button.setChecked(False)
        window.told.setText(_EARLIER)
        _rest(app, _REST_S)
        screen.watch(window.button, window.told)
        start = time.perf_counter()
        QTest.keyClick(window, Qt.Key.Key_J)
        _live(app, lambda: screen.done > 0)
        shown.append(screen.done - start)
        _rest(app, _REST_S)  # the bare one, too, comes after a pause, as keys do
        start = time.perf_counter()
        commit()
        bares.append(time.perf_counter() - start)
    window.close()
    return _middle(bares), _middle(shown)


def _live(app: QCoreApplication, done: Callable[[], bool]) -> _Away:
    """Let a window live until something is so; return the longest turn."""
    longest, end = _Away(), time.perf_counter() + _LONGEST_S
    while not done():
        if time.perf_counter() > end:
            raise TimeoutError("the window never came so far")
        begun = _Away.begin()
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        took = begun.ended()
        longest = longest.at_least(took)
        if took.wall < _IDLE_S:
            time.sleep(_IDLE_S)  # one that waits leaves Python to the thread that saves
    return longest


def _rest(app: QCoreApplication, seconds: float) -> _Away:
    """Let a window live for so long; return the longest turn."""
    end = time.perf_counter() + seconds
    return _live(app, lambda: time.perf_counter() > end)


def _middle(found: list[float]) -> float:
    return round(1000 * statistics.median(found), 3)


class Reviewing:
    """A window where somebody reviews, and the clock beside it."""

    def __init__(self, app: QApplication, document: Path, settings: Path) -> None:
        self._app = app
        self.window = MainWindow(Theme(app), Memory(settings))
        self.window.resize(1366, 768)
        self.window.show()
        self.window.open_path(document)
        self._until(lambda: self.window.session.document is not None)
        self.window.go_to("review")
        self.screen: ReviewScreen = self.window.screen_shown  # type: ignore[assignment]
        if self.window.session.reviewer is None:
            self.screen.who.buttons[0].click()
        self._until(lambda: self.screen.work is not None and not self._busy)
        self._saved = 0
        self.window.session.saved.connect(self._on_saved)
        self._painted = _Screen(self.window)
        self.window.activateWindow()
        self._for_a_while(2.0)  # what is imported afterwards is in place

    @property
    def _busy(self) -> bool:
        return bool(self.window.session._worker.waiting)

    def _on_saved(self, _said: str) -> None:
        self._saved += 1

    def _until(self, done: Callable[[], bool]) -> _Away:
        return _live(self._app, done)

    def _for_a_while(self, seconds: float) -> _Away:
        return _rest(self._app, seconds)

    def keys(self) -> Iterator[Qt.Key]:
        """Go from question to question and case to case; yield the key that changes the answer."""
        desk = self.screen.desk
        while True:
            work = desk.work
            assert work is not None
            for one in desk.questions.checklist.questions:
                if one.type in _JUDGED and one.id in work.reading.applies:
                    desk.questions.go_to(one.id)
                    self._for_a_while(_BETWEEN_S)
                    said = work.said(one.id).value == "yes"
                    yield Qt.Key.Key_N if said else Qt.Key.Key_J
            desk.walk.next_open()
            self._for_a_while(_BETWEEN_S)

    def answer(self, key: Qt.Key) -> tuple[float, float, _Away]:
        """Press a key; return when, when it was saved and painted, and the longest turn of it."""
        target, card = QApplication.focusWidget(), self.screen.questions.current_card
        assert target is not None
        assert card is not None
        told = self.window._foot._saved
        told.setText(_EARLIER)
        self._for_a_while(_BETWEEN_S)
        chosen = card.buttons["yes" if key == Qt.Key.Key_J else "no"]
        self._until(lambda: not chosen.visibleRegion().isEmpty())
        self._painted.watch(chosen, told)
        before, start = self._saved, _Away.begin()
        QTest.keyClick(target, key)
        longest = start.ended()
        painted = self._until(lambda: self._saved > before and self._painted.done > 0)
        longest = longest.at_least(painted).at_least(self._for_a_while(_REST_S))
        return start.wall, self._painted.done, longest


def measure(folder: Path, document: Path, answers: int = ANSWERS) -> Measured:
    """Answer the questions of case after case, and a bare commit after each answer."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    prepare(app)
    at = Reviewing(app, document, folder / "fonster.ini")
    commit = bare(folder / f"naken {document.stem}.db")
    plain, durable = vars(saving)["save_answer"], _told_when_saved()
    shown, frames, bares, begun = [], [], [], []
    for key in islice(at.keys(), answers):
        pressed, painted, longest = at.answer(key)
        begun.append(pressed)
        shown.append(painted - pressed)
        frames.append(longest)
        start = time.perf_counter()
        commit()
        bares.append(time.perf_counter() - start)
    at.window.close()
    vars(saving)["save_answer"] = plain
    on_disk = [end - start for start, end in zip(begun, durable, strict=True)]
    on_bare, to_disk, to_screen = map(_middle, (bares, on_disk, shown))
    by_clock, own = (
        round(1000 * statistics.quantiles(found, n=100)[98], 2)
        for found in zip(*frames, strict=True)
    )
    return Measured(answers, on_bare, to_disk, to_screen, by_clock, own)


def _told_when_saved() -> list[float]:
    """Return a list that gets the time when each answer has come to the disk."""
    told: list[float] = []
    plain = vars(saving)["save_answer"]

    def timed(document: Document, answer: Answer) -> None:
        plain(document, answer)
        told.append(time.perf_counter())

    vars(saving)["save_answer"] = timed
    return told


def documents(folder: Path) -> dict[str, Path]:
    """Write the example and the document with 20,000 cases."""
    example = folder / "exempel.egk"
    write_demo(example)
    return {"exemplet": example, "20 000 ärenden": make_large(folder / "stor.egk")}


def main() -> None:
    """Print what was measured in each document."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("bar COMMIT, naket fönster", *naked(folder))
        for what, path in documents(folder).items():
            print(what, json.dumps(asdict(measure(folder, path))))


if __name__ == "__main__":
    main()
