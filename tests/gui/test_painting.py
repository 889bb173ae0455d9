"""What is painted bit by bit while somebody reviews is what the whole window would be."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QWidget

from egenkontroll.gui.theme import of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QImage
    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.review.answer_button import AnswerButton
    from egenkontroll.gui.review_screen import ReviewScreen

_KEY = Qt.Key
_SITTING: tuple[Qt.Key | str, ...] = (
    *"jnjnffgaoj",
    "ctrl+z", "ctrl+z", "ctrl+y",
    _KEY.Key_Up, _KEY.Key_Up, *"njn",
    _KEY.Key_Down, "c", "text", _KEY.Key_Escape,
    "k", "text", _KEY.Key_Return,
    _KEY.Key_End, _KEY.Key_Home, _KEY.Key_Backspace, "n",
    "ctrl+down", *"jjnnfjjj", "ctrl+up", "j",
)  # fmt: skip
_CONTROL = {"z": _KEY.Key_Z, "y": _KEY.Key_Y, "down": _KEY.Key_Down, "up": _KEY.Key_Up}


def _on_screen(window: MainWindow) -> QImage:
    """Return what the window has handed over to the screen, bit by bit."""
    return window.screen().grabWindow(window.winId()).toImage()


def _at_rest(qtbot: QtBot, window: MainWindow) -> QImage:
    """Return what is on the screen when nothing more is changed there."""
    before, shown = None, _on_screen(window)
    while shown != before:
        qtbot.wait(60)
        before, shown = shown, _on_screen(window)
    return shown


def _press(step: Qt.Key | str) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    if not isinstance(step, str):
        QTest.keyClick(target, step)
    elif step.startswith("ctrl+"):
        control = Qt.KeyboardModifier.ControlModifier
        QTest.keyClick(target, _CONTROL[step.removeprefix("ctrl+")], control)
    else:
        QTest.keyClicks(target, step)


@pytest.mark.parametrize(
    ("scheme", "scale", "width"),
    [(Qt.ColorScheme.Light, 100, 1366), (Qt.ColorScheme.Dark, 200, 1366),
     (Qt.ColorScheme.Dark, 100, 700)],
)  # fmt: skip
def test_what_is_painted_bit_by_bit_is_what_the_whole_would_be(
    qtbot: QtBot,
    open_review: Callable[[Path], ReviewScreen],
    drawn: Path,
    window: MainWindow,
    scheme: Qt.ColorScheme,
    scale: int,
    width: int,
) -> None:
    blinking = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)
    window.theme.set_scheme(scheme)
    window.theme.set_scale(scale)
    open_review(drawn)
    window.resize(width, 768)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    qtbot.wait(300)
    for at, step in enumerate(_SITTING):
        _press(step)
        window.session.wait()
        shown = _at_rest(qtbot, window)
        for part in (window, *window.findChildren(QWidget)):
            part.update()  # each: one that is opaque is not painted with what is behind it
        same = shown == _at_rest(qtbot, window)  # not in the assert, which would print the pixels
        assert same, f"{at}: {step}"
    QApplication.setCursorFlashTime(blinking)


def test_the_next_cases_are_painted_as_the_whole_list_would_be(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path, window: MainWindow
) -> None:
    screen = open_review(drawn)
    window.resize(1366, 768)
    listed = screen.findChild(QListView)
    assert listed is not None
    for at in range(12):
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        _press("ctrl+down")
        window.session.wait()
        shown = _at_rest(qtbot, window)
        listed.viewport().update()
        same = shown == _at_rest(qtbot, window)
        assert same, at


@pytest.mark.parametrize("scale", ["1.25", "1.5"])
def test_so_they_are_where_a_row_ends_between_two_pixels(scale: str) -> None:
    one = test_the_next_cases_are_painted_as_the_whole_list_would_be.__name__
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"{__file__}::{one}"],
        capture_output=True, text=True, check=False, timeout=600,
        env=os.environ | {"QT_SCALE_FACTOR": scale},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_a_button_drawn_from_its_picture_is_as_if_drawn_anew(
    qtbot: QtBot,
    open_review: Callable[[Path], ReviewScreen],
    drawn: Path,
    window: MainWindow,
    scheme: Qt.ColorScheme,
) -> None:
    screen = open_review(drawn)
    card = screen.questions.current_card
    assert card is not None
    buttons: list[AnswerButton] = [*card.buttons.values(), *card.foot.flags.values()]
    for scale in (100, 150, 100):
        window.theme.set_scheme(scheme)
        window.theme.set_scale(scale)
        qtbot.wait(20)
        for button in buttons:
            for checked in (False, True, False):
                for answerable in (True, False, True):
                    button.setChecked(checked)
                    button.set_answerable(answerable)
                    assert button.grab().toImage() == _anew(button), button.text()


def _anew(button: AnswerButton) -> QImage:
    colours = of(button.palette())
    made = QPixmap(button.size())
    made.fill(QColor(colours.surface))
    painter = QPainter(made)
    button.draw(painter, colours)
    painter.end()
    return made.toImage()
