"""How far the writing of many papers has come, with a button that stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from egenkontroll.gui.theme import em
from egenkontroll.gui.widgets import button, label
from egenkontroll.texts import k_of_n

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.gui.report.writing import SheetWriter


class Progress(QWidget):
    """Follows a writer; says at the end what was written and where."""

    def __init__(self, writer: SheetWriter) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Hur många papper som är skrivna")
        self.bar.setTextVisible(False)
        self.text = label(role="small")
        self.stop = button("Avbryt", writer.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.3))
        row = QHBoxLayout()
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        column.addWidget(self.text)
        column.addLayout(row)
        for part in (self.bar, self.stop, self.text):
            part.hide()
        writer.stepped.connect(self._step)
        writer.ended.connect(self._end)

    def _say(self, text: str, *, writing: bool) -> None:
        self.bar.setVisible(writing)
        self.stop.setVisible(writing)
        self.text.setText(text)
        self.text.setAccessibleName(text)
        self.text.setVisible(bool(text))

    def _step(self, written: int, every: int) -> None:
        self.bar.setRange(0, every)
        self.bar.setValue(written)
        self._say(f"{k_of_n(written, every)} papper skrivna", writing=True)

    def _end(self, written: list[Path]) -> None:
        every = self.bar.maximum()
        folder = f" i {written[0].parent.name}" if written else ""
        stopped = "" if len(written) == every else "Avbrutet: "
        self._say(f"{stopped}{k_of_n(len(written), every)} papper skrivna{folder}.", writing=False)
