"""Slå ihop: what the document holds of each reviewer's work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from egenkontroll.gui.merge_screen import LATER, MergeScreen
from egenkontroll.operations.demo import write_demo
from tests.gui.opened_screens import (
    check_controls,
    check_not_clipped,
    make_empty,
    make_round,
    open_step,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.theme import Theme


@pytest.fixture
def screen(window: MainWindow, tmp_path: Path) -> MergeScreen:
    found = open_step(window, make_round(tmp_path / "vt2024.egk"), "merge")
    assert isinstance(found, MergeScreen)
    return found


def test_what_each_reviewer_has_done(screen: MergeScreen) -> None:
    (table,) = screen.tables.values()
    rows = [[cell.replace("\u00a0", " ") for cell in row] for row in table.words()]
    assert [row[0] for row in rows] == ["Anna", "Bo", "Cia"]
    assert sum(int(row[2]) for row in rows) == 61
    assert sum(int(row[3]) for row in rows) == len(_double())
    assert rows[1][4] == "21 av 24"


def _double() -> list[str]:
    from tests.gui.opened_screens import FACIT

    found = FACIT["double"]
    assert isinstance(found, list)
    return found


def test_what_comes_later_is_said_without_dead_buttons(screen: MergeScreen) -> None:
    from PySide6.QtWidgets import QAbstractButton

    assert screen.later.text() == LATER
    assert not [one for one in screen.findChildren(QAbstractButton) if one.isVisible()]


def test_the_newest_round_stands_first(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "demo.egk"
    write_demo(path)
    screen = open_step(window, path, "merge")
    assert isinstance(screen, MergeScreen)
    assert list(screen.tables) == ["Våren 2026", "Våren 2025", "Våren 2024"]
    assert screen.tables["Våren 2026"].words()[0][0] == "Amina Holm"


def test_a_round_without_work(window: MainWindow, tmp_path: Path) -> None:
    screen = open_step(window, make_empty(tmp_path / "tom.egk"), "merge")
    assert isinstance(screen, MergeScreen)
    assert screen.tables == {}
    window.session.close()
    screen.refresh()
    assert screen.tables == {}


def test_every_control_has_a_name_and_is_reached(screen: MergeScreen) -> None:
    check_controls(screen)


def test_large_text_has_room(
    screen: MergeScreen, theme: Theme, window: MainWindow, qtbot: QtBot
) -> None:
    theme.set_scale(200)
    qtbot.waitUntil(lambda: window.fontMetrics().height() > 24)
    check_not_clipped(screen, qtbot)
