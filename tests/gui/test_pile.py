"""The questions stand under each other, and only what changes is placed and painted anew."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from egenkontroll.gui.review.pile import Pile, PileColumn
from egenkontroll.gui.review.question_card import QuestionCard

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.review_screen import ReviewScreen


class _Seen(QObject):
    """Notes which cards are placed and which are painted."""

    def __init__(self) -> None:
        super().__init__()
        self.placed: list[str] = []
        self.painted: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(watched, QuestionCard):
            if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
                self.placed.append(f"{event.type().name} {watched.question.id}")
            elif event.type() == QEvent.Type.Paint:
                self.painted.add(watched.question.id)
        return False


def _part(text: str) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    said = QLabel(text)
    said.setWordWrap(True)
    column.addWidget(said)
    return made


def _stands(column: PileColumn, parts: list[QWidget]) -> None:
    """Hold that the parts shown stand under each other, whole, and as wide as there is room."""
    pile = column.widget()
    assert pile is not None
    assert pile.width() == column.viewport().width()
    assert pile.height() >= column.viewport().height()
    shown = [part for part in parts if not part.isHidden()]
    for one, other in pairwise(shown):
        assert one.y() + one.height() < other.y()
    for part in shown:
        assert part.height() == part.heightForWidth(part.width())
    assert shown[-1].y() + shown[-1].height() < pile.height()


def test_parts_stand_under_each_other_whatever_changes(qtbot: QtBot) -> None:
    pile = Pile()
    parts = [_part("Finns det en utredningsplan i barnets akt? " * times) for times in (1, 4, 2)]
    for part in parts:
        pile.pile(part)
    column = PileColumn(pile, "Frågor")
    qtbot.addWidget(column)
    column.resize(500, 300)
    column.show()
    qtbot.waitExposed(column)
    _stands(column, parts)
    parts.append(_part("En till, när allt redan syns. " * 30))
    pile.pile(parts[-1])
    assert parts[-1].isVisible()
    pile.settle()
    _stands(column, parts)
    assert column.verticalScrollBar().maximum() > 0
    for part in parts[1:]:
        part.hide()
    pile.settle()
    _stands(column, parts)
    assert column.verticalScrollBar().maximum() == 0
    parts[2].show()  # nobody settles it: it is done at the window's next turn
    qtbot.waitUntil(lambda: parts[2].y() > parts[0].y() + parts[0].height())
    column.resize(260, 200)
    _stands(column, parts)
    larger = pile.font()
    larger.setPointSizeF(larger.pointSizeF() * 2)
    pile.setFont(larger)
    _stands(column, parts)


def test_an_answer_moves_and_paints_no_other_cards(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path
) -> None:
    screen = open_review(drawn)
    questions = screen.questions
    screen.window().resize(1366, 768)
    screen.window().activateWindow()
    first, second, *others = [card for card in questions.cards.values() if card.isVisible()]
    assert others
    questions.go_to(first.question.id)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is first)
    qtbot.wait(200)
    seen = _Seen()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(seen)
    QTest.keyClick(first, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: {first.question.id, second.question.id} <= seen.painted)
    app.removeEventFilter(seen)
    assert questions.current == second.question.id
    assert len(seen.placed) == len(set(seen.placed))
    assert {said.split()[1] for said in seen.placed} <= {first.question.id, second.question.id}
    assert seen.painted == {first.question.id, second.question.id}


def test_the_current_question_stays_in_sight_when_the_window_is_made_smaller(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path
) -> None:
    screen = open_review(drawn)
    questions = screen.questions
    window, column = screen.window(), questions.in_column()
    window.resize(1366, 1000)
    last = [card for card in questions.cards.values() if card.isVisible()][-1]
    questions.go_to(last.question.id)
    qtbot.waitUntil(lambda: not last.visibleRegion().isEmpty())
    for width, height in ((1366, 600), (1366, 900), (900, 560)):
        window.resize(width, height)

        def in_sight() -> bool:
            seen, high = last.visibleRegion().boundingRect(), column.viewport().height()
            whole = seen.height() == last.height() or last.height() > high
            return not seen.isEmpty() and seen.top() == 0 and whole

        qtbot.wait(60)  # it moves in a turn or two of the window
        qtbot.waitUntil(in_sight)
    column.verticalScrollBar().setValue(0)  # somebody reads another question
    assert last.visibleRegion().isEmpty()
    window.resize(900, 620)
    qtbot.wait(50)
    assert column.verticalScrollBar().value() == 0
