"""The number passport at the right of the table: where the chosen figure comes from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from egenkontroll.gui.results.chart import SeriesChart
from egenkontroll.gui.theme import em, say_role
from egenkontroll.gui.widgets import Column, Heading, button, label
from egenkontroll.report import passport as words
from egenkontroll.report.figures import count_words, options_words, percent_words
from egenkontroll.report.rows import estimate_words
from egenkontroll.report.sentences import sentence_of
from egenkontroll.report.trend import chart_words, trend_words
from egenkontroll.results.trend import process_chart
from egenkontroll.texts import NOTHING, count, number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.report.passport import Behind
    from egenkontroll.results.analysis import Point
    from egenkontroll.results.passport import Comment, Passport
    from egenkontroll.results.trend import Trend

_SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


@dataclass(frozen=True)
class Content:
    """What the passport shows: a figure's passport and what it is seen in.

    `about` says which cases: "Våren 2024, Utredning 1, flicka"; `source` is where a figure that
    was taken in came from, "" where it was counted here.
    """

    passport: Passport
    checklist: Checklist
    about: str
    compared_with: str | None
    points: tuple[Point, ...]
    replaced: tuple[tuple[str, str], ...] = ()
    taken_in: bool = False
    source: str = ""
    trend: Trend | None = None
    kept: bool = False


class PassportView(Column):
    """Shows a passport; empty until a figure has been chosen."""

    copy_asked = Signal(object)

    def __init__(self) -> None:
        self._inside = QWidget()
        super().__init__(self._inside, "Talets pass")
        self._rows = QVBoxLayout(self._inside)
        side = em(self)
        self._rows.setContentsMargins(side, round(side * 0.8), side, side)
        self._rows.setSpacing(round(side * 0.25))
        self._body: _Body | None = None
        self.content: Content | None = None

    @property
    def chart(self) -> SeriesChart | None:
        """The chart that is shown, if there is one."""
        return self._body.chart if self._body is not None else None

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), em(self, 2.5))

    def show_content(self, content: Content | None) -> None:
        """Show another figure's passport, or nothing."""
        self.content = content
        if self._body is not None:
            self._rows.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        while self._rows.takeAt(0) is not None:
            pass
        self._body = None if content is None else _Body(content, self.copy_asked.emit)
        if self._body is not None:
            self._rows.addWidget(self._body)
            self._body.show()
        self._rows.addStretch(1)
        self.verticalScrollBar().setValue(0)


class _Body(QWidget):
    """One passport, from the figure down to the comments."""

    def __init__(self, content: Content, copy: Callable[[Content], object]) -> None:
        super().__init__()
        self._content = content
        self._copy = copy
        self.chart: SeriesChart | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(em(self, 0.25))
        self._figure()
        self._chart()
        self._counting()
        self._cases()
        self._reviewers()
        self._comparison()
        self._comments(content.passport.comments)

    def _add(self, text: str, role: str = "") -> None:
        if text:
            made = label(text, role)
            made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._rows.addWidget(made)

    def _head(self, text: str) -> None:
        self._rows.addSpacing(em(self, 0.7))
        self._add(text, "strong")

    def _figure(self) -> None:
        content, row = self._content, self._content.passport.row
        self._rows.addWidget(Heading("Talets pass"))
        self._add(row.question.text, "heading")
        self._add(content.about, "small")
        self._rows.addSpacing(em(self, 0.3))
        counted, share = count_words(row.share), percent_words(row)
        if not row.question.judged:
            self._add(options_words(row), "heading")
        elif NOTHING in (counted, share):
            self._add(share if counted == NOTHING else counted, "display")
        else:
            self._add(f"{counted} = {share}", "display")
        self._add(words.sureness(content.passport, content.taken_in and not content.kept), "quiet")
        self._add(words.target_words(row))
        self._add(estimate_words(row), "quiet")

    def _chart(self) -> None:
        points = self._content.points
        if len(points) < 2:
            return
        self._head("Över omgångarna")
        self.chart = chart = SeriesChart()
        chart.show_points(points, self._content.passport.row.question.target)
        self._rows.addWidget(chart)
        for sentence in words.breaks(points):
            self._add(sentence, "small")
        if self._content.trend is not None:
            self._add(sentence_of(trend_words(self._content.trend).rstrip(".")))
        control = process_chart(points)
        for sentence in chart_words(control, points) if control is not None else ():
            self._add(sentence, "small")

    def _counting(self) -> None:
        self._head("Så räknas det")
        self._add(words.counting(self._content.passport, self._content.checklist))

    def _cases(self) -> None:
        content = self._content
        if content.taken_in:
            self._head("Ärendena")
            self._add("Ärendena finns inte i dokumentet, bara talet.")
            self._add(f"Källa: {content.source}." if content.source else "", "quiet")
            return
        self._head("Svaren")
        self._rows.addWidget(_CasesCard(words.counted(content.passport)))
        outside = words.left_out(content.passport, content.checklist, content.replaced)
        self._head("Utanför talet")
        if outside:
            self._rows.addWidget(_CasesCard(outside))
        else:
            self._add("Inget: alla ärenden i urvalet räknas.")

    def _reviewers(self) -> None:
        if not self._content.taken_in:
            self._head("Granskat av")
            self._add(words.reviewers(self._content.passport))

    def _comparison(self) -> None:
        content = self._content
        said = words.comparison(content.passport.row, content.compared_with)
        if said:
            self._head("Jämförelsen")
            for sentence in said:
                self._add(sentence)

    def _comments(self, comments: Sequence[Comment]) -> None:
        if not comments:
            return
        self._head(count(len(comments), "kommentar", "kommentarer").capitalize())
        card, rows = _card(self)
        for comment in comments:
            second = " · andra granskning" if comment.second else ""
            rows.addWidget(label(f"{comment.reference} · {comment.answer}{second}", "small"))
            said = label(comment.text)
            said.setTextInteractionFlags(_SELECTABLE)
            said.setAccessibleName(f"Kommentar till {comment.reference}")
            said.setAccessibleDescription(comment.text)
            rows.addWidget(said)
        self._rows.addWidget(card)
        copy = partial(self._copy, self._content)
        made = button("Kopiera kommentarerna", copy, "flat")
        self._rows.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)


class _CasesCard(QFrame):
    """Lines of "answer, how many"; the number opens the references behind it."""

    def __init__(self, lines: Sequence[Behind]) -> None:
        super().__init__()
        say_role(self, "card")
        grid = QGridLayout(self)
        side = em(self, 0.6)
        grid.setContentsMargins(side, round(side * 0.5), side, round(side * 0.5))
        grid.setVerticalSpacing(em(self, 0.15))
        grid.setColumnStretch(0, 1)
        for place, line in enumerate(lines):
            self._add(grid, place * 2, line)

    def _add(self, grid: QGridLayout, row: int, line: Behind) -> None:
        note = f" ({line.note})" if line.note else ""
        grid.addWidget(label(f"{line.words}{note}"), row, 0)
        if not line.references:
            grid.addWidget(label("0", wrap=False), row, 1, Qt.AlignmentFlag.AlignRight)
            return
        cases = label(", ".join(line.references), "small")
        cases.setTextInteractionFlags(_SELECTABLE)
        cases.setAccessibleName(f"Ärenden med {line.words}")
        cases.setAccessibleDescription(cases.text())
        cases.hide()
        toggle = QPushButton(number(len(line.references)))
        many = count(len(line.references), "ärende", "ärenden")
        toggle.setAccessibleName(f"{line.words}: {many}, visa vilka")
        toggle.setToolTip("Visa vilka ärenden")
        toggle.setCheckable(True)
        toggle.setAutoDefault(False)
        say_role(toggle, "link")
        toggle.toggled.connect(cases.setVisible)
        grid.addWidget(toggle, row, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(cases, row + 1, 0, 1, 2)


def _card(widget: QWidget) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    say_role(card, "card")
    rows = QVBoxLayout(card)
    side = em(widget, 0.6)
    rows.setContentsMargins(side, side, side, side)
    rows.setSpacing(em(widget, 0.2))
    return card, rows
