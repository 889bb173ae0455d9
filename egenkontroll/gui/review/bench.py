"""The working surface: cases, questions and guidance, side by side or one over the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from egenkontroll.gui.review.aside import Concern, News, Replace
from egenkontroll.gui.review.case_bar import CaseBar, Lack, Reopen
from egenkontroll.gui.review.case_panel import CasePanel
from egenkontroll.gui.review.guidance import Guidance
from egenkontroll.gui.review.questions import Questions
from egenkontroll.gui.theme import em

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QResizeEvent

    from egenkontroll.checklist.model import Checklist, Question
    from egenkontroll.gui.review.panel import Panel

_BESIDE_EMS = 64
_LIST_EMS = 44


class Bench(QWidget):
    """Holds the parts and gives each its room; what they say is the screen's business.

    Where the window is wide the three stand side by side. Where it is narrower, or the text
    larger, the guidance goes under the questions, and then the list behind a button.
    """

    def __init__(self) -> None:
        super().__init__()
        self.cases = CasePanel()
        self.bar = CaseBar()
        self.lack = Lack()
        self.reopen = Reopen()
        self.replace = Replace()
        self.concern = Concern()
        self.news = News()
        self.guidance = Guidance()
        self.questions: Questions | None = None
        self._arranged = ""
        self._panels = QWidget()
        self._column = QVBoxLayout()
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._down = QSplitter(Qt.Orientation.Vertical)
        self._build()

    def ask_questions(self, checklist: Checklist) -> Questions:
        """Put the questions of a checklist in the middle."""
        if self.questions is not None:
            old = self.questions.in_column()
            old.setParent(None)
            old.deleteLater()
        self.questions = Questions(checklist)
        self._column.addWidget(self.questions.in_column(), 1)
        return self.questions

    def polish(self) -> None:
        """Give every part its style, so that less is left to do when they are shown."""
        for part in self.findChildren(QWidget):
            part.ensurePolished()

    def close_panels(self) -> None:
        """Put away every note above the questions."""
        for panel in self.panels:
            panel.hide()
        self._panels.hide()

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The notes above the questions, of which one at a time is shown."""
        return (self.lack, self.reopen, self.replace, self.concern, self.news)

    def make_room(self) -> None:
        """Make room for a note, which then shows itself."""
        self.close_panels()
        self._panels.show()

    def show_missing(self, missing: Sequence[tuple[Question, str]]) -> None:
        """List what is missing before the case is klar."""
        self.make_room()
        self.lack.show_missing(missing)

    def ask_reopen(self, reference: str) -> None:
        """Ask why a case is opened again."""
        self.make_room()
        self.reopen.ask(reference)

    def say_news(self, sentence: str) -> None:
        """Say what has come of something."""
        self.make_room()
        self.news.say(sentence)

    def toggle_list(self) -> None:
        """Show the list of cases over a narrow window, or put it away again."""
        self.cases.setVisible(self.cases.isHidden())
        if self.cases.isVisible():
            self.cases.list.setFocus()

    @property
    def narrow(self) -> bool:
        """Whether the list is behind a button."""
        return self._arranged == "narrow"

    def _build(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        gap = em(self, 0.6)
        panels = QVBoxLayout(self._panels)
        panels.setContentsMargins(em(self, 1.3), gap, em(self, 1.3), 0)
        for panel in self.panels:
            panels.addWidget(panel)
        column.addWidget(self._panels)
        self._column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._column, 1)
        self.close_panels()
        for splitter in (self._across, self._down):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(1)
        self._down.addWidget(middle)
        self._across.addWidget(self.cases)
        self._across.addWidget(self._down)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._across)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.FontChange and hasattr(self, "_down"):
            # Not at once: parts must not change places while Qt goes through them.
            QTimer.singleShot(0, self, self._arrange_anew)

    def _arrange_anew(self) -> None:
        self._arranged = ""
        self._arrange()

    def _arrange(self) -> None:
        ems = self.width() / em(self)
        wanted = "wide" if ems >= _BESIDE_EMS else "medium" if ems >= _LIST_EMS else "narrow"
        if wanted == self._arranged:
            return
        self._arranged = wanted
        self._across.setObjectName(f"across-{wanted}")
        self._down.setObjectName(f"down-{wanted}")
        self.cases.setVisible(wanted != "narrow")
        self.bar.to_list.setVisible(wanted == "narrow")
        (self._across if wanted == "wide" else self._down).addWidget(self.guidance)
        line = em(self)
        wide = self.width()
        beside = round(min(max(line * 15, wide * 0.2), line * 24)) if wanted == "wide" else 0
        left = round(min(max(line * 14, wide * 0.15), line * 18))
        self._across.setSizes([left, max(1, self.width() - left - beside), beside])
        self._across.setStretchFactor(0, 0)
        self._across.setStretchFactor(1, 1)
        below = round(min(line * 7, self.height() * 0.3))
        self._down.setSizes([max(1, self.height() - below), below])
        self._down.setStretchFactor(0, 1)
