"""The working surface: cases, questions and guidance, side by side or one over the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
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
_LEAST_EMS = 26


class Bench(QWidget):
    """Holds the parts and gives each its room; what they say is the screen's business.

    Where the window is wide the three stand side by side. Where it is narrower, or the text
    larger, the guidance goes under the questions, and then the list behind a button.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        self._moved = False
        self._across = QSplitter(Qt.Orientation.Horizontal, self)
        self._across.addWidget(self.cases)
        self._down = QSplitter(Qt.Orientation.Vertical, self._across)
        middle = QWidget(self._down)
        self._panels = QWidget(middle)
        self._column = QVBoxLayout()
        self._build(middle)

    def ask_questions(self, checklist: Checklist) -> Questions:
        """Put the questions of a checklist in the middle; their cards are still to grow."""
        if self.questions is not None:
            old = self.questions.in_column()
            old.setParent(None)
            old.deleteLater()
        self.questions = Questions(checklist)
        self._column.addWidget(self.questions.in_column(), 1)
        return self.questions

    def close_panels(self) -> None:
        """Put away every note above the questions."""
        for panel in self.panels:
            panel.hide()
        self._panels.hide()
        self._show_rest(shown=True)

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The notes above the questions, of which one at a time is shown."""
        return (self.lack, self.reopen, self.replace, self.concern, self.news)

    def make_room(self) -> None:
        """Make room for a note, which then shows itself."""
        self.close_panels()
        self._panels.show()
        self._show_rest(shown=self._arranged == "wide")

    def _show_rest(self, *, shown: bool) -> None:
        """Show questions and guidance, which leave all room to a note where it is scarce."""
        self.guidance.setVisible(shown)
        if self.questions is not None:
            self.questions.in_column().setVisible(shown or not self.narrow)

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

    def _build(self, middle: QWidget) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._across)
        self._down.addWidget(self.guidance)
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
        self._down.splitterMoved.connect(self._on_moved)

    def minimumSizeHint(self) -> QSize:
        """Never so much that the window grows: where room is scarce the parts are rearranged."""
        least = super().minimumSizeHint()
        return least.boundedTo(QSize(em(self, _LEAST_EMS), least.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self._share_height()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.FontChange and hasattr(self, "_down"):
            # Not at once: parts must not change places while Qt goes through them.
            QTimer.singleShot(0, self, self._arrange_anew)

    def _arrange_anew(self) -> None:
        self._arranged = ""
        self._arrange()
        if self.questions is not None and self.questions.current:
            self.questions.go_to(self.questions.current, focus=False)

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
        self.guidance.set_under(under=wanted != "wide")
        self._show_rest(shown=wanted == "wide" or self._panels.isHidden())
        line = em(self)
        wide = self.width()
        beside = round(min(max(line * 15, wide * 0.2), line * 24)) if wanted == "wide" else 0
        left = round(min(max(line * 14, wide * 0.15), line * 18))
        self._across.setSizes([left, max(1, self.width() - left - beside), beside])
        self._across.setStretchFactor(0, 0)
        self._across.setStretchFactor(1, 1)
        self._down.setStretchFactor(0, 1)
        self._moved = False
        self._share_height()
        chosen = self.cases.list.currentIndex()
        QTimer.singleShot(0, self, lambda: self.cases.list.scrollTo(chosen))

    def _share_height(self) -> None:
        """Give the guidance under the questions its part, until a person has moved the line."""
        if not self._moved:
            below = round(min(em(self, 7), self.height() * 0.26))
            self._down.setSizes([max(1, self.height() - below), below])

    def _on_moved(self) -> None:
        self._moved = True
