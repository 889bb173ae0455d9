"""What is done beside the window comes back in the order asked for, and a fault never too early."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from egenkontroll.gui.worker import Outcome, Worker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.review_screen import ReviewScreen

_LONG_MS = 5000


class _Told:
    """Keeps what was handed over, in order."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def take(self, outcome: Outcome) -> None:
        self.told.append(outcome.result if outcome.error is None else str(outcome.error))


def _fail() -> None:
    raise ValueError("fel")


def test_small_work_that_is_done_is_handed_over_at_once(qtbot: QtBot) -> None:
    worker, told = Worker(), _Told()
    with qtbot.waitSignals([worker.busy, worker.busy]):
        worker.start_small(lambda: 1, told.take, _LONG_MS)
    assert told.told == [1]
    assert not worker.waiting
    worker.start(lambda: 2, told.take)
    assert told.told == [1], "other work has a turn of its own"
    qtbot.waitUntil(lambda: not worker.waiting)
    qtbot.wait(20)
    assert told.told == [1, 2], "nothing is handed over twice"


def test_a_fault_waits_for_the_windows_turn(qtbot: QtBot) -> None:
    worker, told = Worker(), _Told()
    worker.start_small(_fail, told.take, _LONG_MS)
    worker.start_small(lambda: 2, told.take, _LONG_MS)
    assert told.told == [], "nor does anything overtake it"
    assert worker.waiting == 2
    qtbot.waitUntil(lambda: told.told == ["fel", 2])


def test_small_work_does_not_overtake_other_work(qtbot: QtBot) -> None:
    worker, told = Worker(), _Told()
    worker.start(lambda: 1, told.take)
    worker.start_small(lambda: 2, told.take, _LONG_MS)
    assert told.told == []
    qtbot.waitUntil(lambda: told.told == [1, 2])


def test_small_work_that_takes_long_is_handed_over_later(qtbot: QtBot) -> None:
    worker, told, go_on = Worker(), _Told(), Event()
    worker.start_small(go_on.wait, told.take, 5)
    assert told.told == []
    go_on.set()
    worker.start_small(lambda: 2, told.take, _LONG_MS)
    assert told.told == [True, 2]
    assert not worker.waiting


@pytest.mark.parametrize("in_time", [True, False])
def test_sparat_is_on_the_screen_with_the_answer_but_never_before_the_commit(
    qtbot: QtBot,
    open_review: Callable[[Path], ReviewScreen],
    drawn: Path,
    monkeypatch: pytest.MonkeyPatch,
    in_time: bool,
) -> None:
    monkeypatch.setattr("egenkontroll.gui.session._MOMENT_MS", _LONG_MS if in_time else 1)
    screen = open_review(drawn)
    session, card = screen.session, screen.questions.current_card
    assert card is not None
    document = session.document
    assert document is not None
    qtbot.waitUntil(lambda: not card.visibleRegion().isEmpty())
    session.wait()
    kept: list[int] = []
    session.saved.connect(lambda _said: kept.append(len(document.read("answer"))))
    if in_time:
        QTest.keyClick(card, Qt.Key.Key_J)
        assert kept == [1]
    else:
        with document.using():  # the save has to wait for it
            QTest.keyClick(card, Qt.Key.Key_J)
            qtbot.wait(20)
            assert kept == []
        qtbot.waitUntil(lambda: kept == [1])
    assert card.buttons["yes"].isChecked()
