"""The window around the screens, and the start page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from egenkontroll.gui.main_window import STEPS, MainWindow
from egenkontroll.gui.memory import Memory
from egenkontroll.gui.rail import Rail, StepButton
from egenkontroll.gui.start_screen import RecentButton, StartScreen
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.overview import rounds

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.review_screen import ReviewScreen
    from egenkontroll.gui.theme import Theme

CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView, QScrollArea)


def _opened(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    window.open_path(path)
    qtbot.waitUntil(lambda: window.session.document is not None)


def _nameless(root: QWidget) -> list[str]:
    """Return the visible controls that a screen reader could not name."""
    found = [child for child in root.findChildren(QWidget) if child.isVisible()]
    return [
        repr(child)
        for child in found
        if isinstance(child, CONTROLS)
        and not child.accessibleName()
        and not (isinstance(child, QAbstractButton) and child.text())
        and not child.objectName().startswith("qt_")
        and not isinstance(child.parent(), (QComboBox, QLineEdit))
    ]


def _clipped(root: QWidget) -> list[str]:
    """Return the visible buttons that have less room than their text needs."""
    return [
        f"{child.accessibleName()}: {child.width()} < {child.minimumSizeHint().width()}"
        for child in root.findChildren(QAbstractButton)
        if child.isVisible() and child.text() and child.width() < child.minimumSizeHint().width()
    ]


def test_begins_on_the_start_page_with_what_can_be_done(window: MainWindow) -> None:
    page = window.screen_shown
    assert isinstance(page, StartScreen)
    said = [one.text().replace("&", "") for one in page.findChildren(QAbstractButton)
            if one.isVisible()]  # fmt: skip
    assert said[:3] == ["Öppna dokument …", "Ny granskning …", "Öppna exempel …"]
    assert not any(step.isEnabled() for step in window.findChildren(StepButton))


def test_a_document_opens_where_the_work_is(
    qtbot: QtBot, window: MainWindow, drawn: Path, reviewed: Path
) -> None:
    _opened(qtbot, window, drawn)
    assert window.screen_shown.step == "review"
    assert window.windowTitle() == "vt2024 – Egenkontroll"
    window.open_path(reviewed)
    qtbot.waitUntil(lambda: window.windowTitle() == "klar – Egenkontroll")
    rail = window.findChild(Rail)
    assert isinstance(rail, Rail)
    chosen = [step for step in rail.findChildren(StepButton) if step.isChecked()]
    assert [step.text() for step in chosen] == ["Granskning"], "some answers are missing"
    assert "58 av 61 klara" in {step.said.replace("\xa0", " ") for step in
                                rail.findChildren(StepButton)}  # fmt: skip


def test_a_file_that_is_no_document_is_told_and_leaves_the_start_page(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    wrong = tmp_path / "fel.egk"
    wrong.write_text("inget dokument", encoding="utf-8")
    window.open_path(wrong)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert "inget Egenkontroll-dokument" in box.text()
    assert [one.text() for one in box.buttons()] == ["Stäng"]
    box.close()
    assert isinstance(window.screen_shown, StartScreen)
    assert wrong.read_text(encoding="utf-8") == "inget dokument"


def test_recent_documents_are_offered(
    qtbot: QtBot, theme: Theme, memory: Memory, window: MainWindow, drawn: Path
) -> None:
    _opened(qtbot, window, drawn)
    window.close_document()
    buttons = window.screen_shown.findChildren(RecentButton)
    assert [one.text() for one in buttons] == ["vt2024"]
    buttons[0].click()
    qtbot.waitUntil(lambda: window.session.document is not None)


def test_recent_documents_are_forgotten_from_the_menu(
    qtbot: QtBot, memory: Memory, window: MainWindow, drawn: Path
) -> None:
    _opened(qtbot, window, drawn)
    window.close_document()
    clear = next(one for one in window.findChildren(QAction) if one.text() == "&Rensa listan")
    clear.trigger()
    assert memory.recent() == []
    assert not window.screen_shown.findChildren(RecentButton)


def test_help_begins_with_the_handbook_and_every_entry_has_words(window: MainWindow) -> None:
    menus = {one.text().replace("&", ""): one.menu() for one in window.menuBar().actions()}
    help_menu = menus["Hjälp"]
    assert isinstance(help_menu, QMenu)
    first = help_menu.actions()[0]
    assert (first.text().replace("&", ""), first.shortcut().toString()) == ("Handbok", "F1")
    go = menus["Steg"]
    assert isinstance(go, QMenu)
    assert [one.shortcut().toString() for one in go.actions()][:2] == ["Ctrl+H", "Ctrl+1"]


def test_a_new_document_is_made_by_the_form(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.ask_new()
    page = window.screen_shown
    assert isinstance(page, StartScreen)
    form = page.form
    qtbot.waitUntil(lambda: form.checklist.currentData() is not None)
    form.name.setText("Våren 2026")
    form.starts.setText("2026-04-01")
    form.ends.setText("2026-03-01")
    form.file.setText(str(tmp_path / "ny.egk"))
    form.make()
    assert form.faults[form.starts].text() == (
        "Sista dagen är före den första. Byt plats på datumen."
    )
    form.ends.setText("2026-05-31")
    form.make()
    qtbot.waitUntil(lambda: window.session.document is not None)
    window.close_document()
    with open_document(tmp_path / "ny.egk") as document:
        assert [one.name for one in rounds(document)] == ["Våren 2026"]


def test_the_example_is_written_and_opened(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    page = window.screen_shown
    assert isinstance(page, StartScreen)
    page.make_demo(tmp_path / "exempel.egk")
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert len(window.session.rounds()) >= 3


def test_another_round_is_chosen_at_the_top(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    page = window.screen_shown
    assert isinstance(page, StartScreen)
    page.make_demo(tmp_path / "exempel.egk")
    qtbot.waitUntil(lambda: window.session.document is not None)
    chooser = next(
        one for one in window.findChildren(QComboBox) if one.accessibleName() == "Omgång"
    )
    with qtbot.waitSignal(window.session.changed):
        chooser.setCurrentIndex(1)
        chooser.activated.emit(1)
    assert window.session.round is not None
    assert window.session.round.name == chooser.currentText()


def test_every_action_is_in_a_menu_and_no_shortcut_means_two_things(
    qtbot: QtBot, window: MainWindow, drawn: Path
) -> None:
    _opened(qtbot, window, drawn)
    keys: list[str] = []
    for top in window.menuBar().actions():
        menu = top.menu()
        assert isinstance(menu, QMenu)
        for action in menu.actions():
            assert isinstance(action, QAction)
            keys += [one.toString() for one in action.shortcuts()]
    assert len(keys) == len(set(keys))
    for wanted in ("Ctrl+O", "Ctrl+N", "Ctrl+Z", "Ctrl+Y", "Ctrl+F", "Ctrl++", "Ctrl+3"):
        assert wanted in keys


@pytest.mark.parametrize("step", [step for step, _ in STEPS])
def test_every_control_of_every_screen_has_a_name(
    qtbot: QtBot, window: MainWindow, reviewed: Path, step: str
) -> None:
    _opened(qtbot, window, reviewed)
    window.go_to(step)
    window.session.wait()
    assert not _nameless(window)


def test_every_control_of_the_start_page_and_the_form_has_a_name(window: MainWindow) -> None:
    assert not _nameless(window)
    window.ask_new()
    window.session.wait()
    assert not _nameless(window)


@pytest.mark.parametrize("width", [1366, 1920])
def test_nothing_is_clipped_at_200_percent(
    theme: Theme, window: MainWindow, open_review: Callable[[Path], ReviewScreen],
    every_type: Path, width: int,
) -> None:  # fmt: skip
    open_review(every_type)
    theme.set_scale(200)
    window.resize(width, 768)
    QApplication.processEvents()
    assert window.width() == width, "the window need not be wider than the screen"
    assert not _clipped(window)


def test_the_list_is_behind_a_button_where_text_is_large(
    qtbot: QtBot, theme: Theme, window: MainWindow,
    open_review: Callable[[Path], ReviewScreen], drawn: Path,
) -> None:  # fmt: skip
    screen = open_review(drawn)
    theme.set_scale(200)
    QApplication.processEvents()
    assert not screen.bench.cases.isVisible()
    screen.bench.bar.to_list.click()
    assert screen.bench.cases.isVisible()


def test_sizes_and_schemes_are_remembered(tmp_path: Path, window: MainWindow) -> None:
    path = tmp_path / "minne.ini"
    memory = Memory(path)
    memory.scale = 150
    memory.scheme = Qt.ColorScheme.Dark
    memory.keep_layout("window", window.saveGeometry())
    memory.save()
    again = Memory(path)
    assert (again.scale, again.scheme) == (150, Qt.ColorScheme.Dark)
    assert again.layout("window") == window.saveGeometry()


def test_a_spoiled_settings_file_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "minne.ini"
    path.write_text("[General]\ntext=stor\nscheme=Lila\nrecent=@Invalid()\n", encoding="utf-8")
    memory = Memory(path)
    assert (memory.scale, memory.scheme, memory.recent()) == (100, Qt.ColorScheme.Unknown, [])


def test_figures_and_buttons_are_swedish(window: MainWindow) -> None:
    assert QLocale().toString(83.5, "f", 1) == "83,5"
    box = QMessageBox(window)
    box.setStandardButtons(QMessageBox.StandardButton.Cancel | QMessageBox.StandardButton.Yes)
    said = {one.text().replace("&", "") for one in box.buttons()}
    assert said == {"Avbryt", "Ja"}


def test_a_fault_of_the_program_is_shown_once_with_details(
    qtbot: QtBot, window: MainWindow
) -> None:
    def fail() -> None:
        raise RuntimeError("mamman ringde om 00096-24")

    window.session.run(fail)
    window.session.run(fail)
    window.session.wait()
    boxes = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert len(boxes) == 1
    assert "builtins.RuntimeError" in boxes[0].detailedText()
    assert "test_main_window.py" in boxes[0].detailedText()
    assert "mamman" not in boxes[0].detailedText()  # what an error says may be of a case
    boxes[0].close()
