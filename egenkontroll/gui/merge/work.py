"""Slow work on the document: done beside the window's thread, with a box that shows how far.

While it goes on nothing else may ask the document anything: whoever asks waits in the window's
own thread until the work is done, and the window stands still. So the box holds the window.
"""

from __future__ import annotations

import time
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from egenkontroll.errors import UserError
from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import button, label
from egenkontroll.texts import percent

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from egenkontroll.gui.session import Session

    Deed: TypeAlias = "Callable[[Callable[[int, int], object], Callable[[], bool]], Any]"

CHANGED = ("rounds", "sample", "reviewers", "answers", "states")
"""What a merge may have changed: everything but which document is open."""

SOON_MS = 300
_OFTEN_S = 0.05
_WIDE_EMS = 24


class Box(QDialog):
    """What is being done, how far it is, and a button that stops it."""

    stop_asked = Signal()

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Egenkontroll")
        self.said = label(role="strong")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Hur långt det har kommit")
        self.bar.setTextVisible(False)
        self.far = label("Börjar …", "small")
        self.stop = button("Avbryt", self.stop_asked.emit)
        row = QHBoxLayout()
        row.addWidget(self.far, 1)
        row.addWidget(self.stop)
        column = QVBoxLayout(self)
        side = em(self, 1.2)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(em(self, 0.6))
        column.addWidget(self.said)
        column.addWidget(self.bar)
        column.addLayout(row)
        self.setMinimumWidth(em(self, _WIDE_EMS))

    def begin(self, said: str, *, stoppable: bool) -> None:
        """Hold the window and say what is being done."""
        self.said.setText(said)
        self.setAccessibleName(said)
        self.bar.setRange(0, 0)
        self.far.setText("Börjar …")
        self.stop.setVisible(stoppable)
        self.stop.setEnabled(True)
        self.open()
        (self.stop if stoppable else self).setFocus()

    def show_step(self, done: int, every: int) -> None:
        """Show how far it is."""
        self.bar.setRange(0, every)
        self.bar.setValue(done)
        far = percent(100 * done // every) if every else ""
        if self.stop.isEnabled() and far != self.far.text():
            self.far.setText(far)

    def say_stopping(self) -> None:
        """Say that it is about to stop."""
        self.stop.setEnabled(False)
        self.far.setText("Avbryter …")

    def reject(self) -> None:
        """Ask to have it stopped; the box goes when it has."""
        if self.stop.isVisible() and self.stop.isEnabled():
            self.stop_asked.emit()


class Work(QObject):
    """One piece of slow work at a time. `stepped` is (done, of all), from any thread."""

    stepped = Signal(int, int)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._parent = parent
        self._stop = Event()
        self._said = ""
        self._stoppable = True
        self.busy = False
        self.box: Box | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._show)
        self.stepped.connect(self._step)

    def start(
        self,
        said: str,
        deed: Deed,
        done: Callable[[Any], None],
        *,
        stopped: Callable[[], None] | None = None,
        stoppable: bool = True,
        at_once: bool = False,
    ) -> None:
        """Do `deed(progress, cancelled)`; `done` gets what it gives, on the window's thread.

        `stopped` is called where it was stopped or failed. The box comes at once, or only when
        the work has taken a while.
        """
        self.busy, self._said, self._stoppable = True, said, stoppable
        self._stop = stop = Event()
        progress = self._often()

        def work() -> Any:
            try:
                return deed(progress, stop.is_set)
            except UserError as error:
                if stop.is_set():  # whoever stopped it knows
                    return error
                raise

        def deliver(result: Any) -> None:
            self._end()
            if not isinstance(result, UserError):
                done(result)
            elif stopped is not None:
                stopped()

        def failed(_error: Exception) -> None:
            self._end()
            if stopped is not None:
                stopped()

        if at_once:
            self._show()
        else:
            self._soon.start()
        self._session.run(work, deliver, failed=failed)

    def stop(self) -> None:
        """Ask the work to stop; the document is then as it was."""
        self._stop.set()
        if self.box is not None:
            self.box.say_stopping()

    def _often(self) -> Callable[[int, int], None]:
        """Return what tells of steps, but not more often than anyone can see."""
        last = 0.0

        def tell(done: int, every: int) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= _OFTEN_S or done == every:
                last = now
                self.stepped.emit(done, every)

        return tell

    @Slot(int, int)
    def _step(self, done: int, every: int) -> None:
        if self.box is not None and self.busy:
            self.box.show_step(done, every)

    def _show(self) -> None:
        if self.busy:
            self.box = box = Box(self._parent.window())
            box.stop_asked.connect(self.stop)
            box.begin(self._said, stoppable=self._stoppable)

    def _end(self) -> None:
        self.busy = False
        self._soon.stop()
        if self.box is not None:
            self.box.accept()
            self.box.deleteLater()
            self.box = None
