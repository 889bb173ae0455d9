"""The comparability ledger in the window, on vt2024: shown, decided, by keys, in every look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from egenkontroll.checklist.compare import Relation
from egenkontroll.gui.checklist.ledger import LedgerPage
from egenkontroll.gui.checklist_screen import ChecklistScreen
from tests.gui.faults_of_screens import every_fault
from tests.gui.opened_screens import check_controls, make_empty, make_round, open_step

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.theme import Theme


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_round(tmp_path_factory.mktemp("ledger") / "vt2024.egk")


@pytest.fixture
def screen(window: MainWindow, made: Path, tmp_path: Path) -> ChecklistScreen:
    path = tmp_path / "vt2024.egk"
    path.write_bytes(made.read_bytes())
    shown = open_step(window, path, "checklist")
    assert isinstance(shown, ChecklistScreen)
    return shown


def opened(screen: ChecklistScreen) -> LedgerPage:
    screen.activateWindow()
    screen.list.setFocus()
    QTest.keyClick(screen.list, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    page = screen.pages.currentWidget()
    assert isinstance(page, LedgerPage)
    return page


def choose(page: LedgerPage, question: str) -> None:
    rows = page.found.rows if page.found is not None else ()
    page.list.setCurrentRow([row.question for row in rows].index(question))


def words(page: LedgerPage) -> str:
    QApplication.processEvents()
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def test_every_question_is_shown_against_the_version_before(screen: ChecklistScreen) -> None:
    page = opened(screen)
    assert page.summary.text().replace("\u00a0", " ") == "4 av 8 frågor är jämförbara"
    assert page.list.count() == 9
    choose(page, "aterkoppling")
    assert "text-decoration:underline" in words(page)
    assert "Varför: lydelsen och vägledningen har ändrats." in words(page)
    seen = []
    for question in ("utredningsplan", "kommunicerad", "skyddsbedomning", "natverk"):
        choose(page, question)
        seen.append(words(page))
    assert any("Samma i båda versionerna" in one or "Mål i procent" in one for one in seen)
    choose(page, "samtycke")
    assert "Borttagen." in words(page)
    check_controls(page)


def test_a_decision_is_saved_by_keys_and_refused_without_a_name(
    screen: ChecklistScreen, window: MainWindow, qtbot: QtBot
) -> None:
    page = opened(screen)
    choose(page, "aterkoppling")
    page.form.relation.setCurrentIndex(page.form.relation.findData(Relation.EDITORIAL))
    page.form.reason.setFocus()
    QTest.keyClicks(page.form.reason, "Bara tydligare")
    QTest.keyClick(page.form.save, Qt.Key.Key_Return)
    window.session.wait()
    boxes = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not window]
    assert boxes
    for box in boxes:
        box.close()
    QTest.keyClicks(page.form.by, "Eva Ek")
    QTest.keyClick(page.form.save, Qt.Key.Key_Return)
    window.session.wait()
    qtbot.waitUntil(lambda: "5" in page.summary.text())
    assert page.row is not None
    assert (page.row.question, page.row.by) == ("aterkoppling", "Eva Ek")
    assert "Beslutat av Eva Ek." in words(page)
    page.activateWindow()
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Escape)
    assert screen.pages.currentIndex() == 0


def test_one_version_alone_says_so(window: MainWindow, tmp_path: Path) -> None:
    shown = open_step(window, make_empty(tmp_path / "en.egk"), "checklist")
    assert isinstance(shown, ChecklistScreen)
    page = opened(shown)
    assert "bara en version" in page.summary.text()
    assert page.row is None
    assert not page.form.isVisible()
    shown.show_ledger()
    assert shown.pages.currentWidget() is page


def test_it_is_whole_in_every_look(
    screen: ChecklistScreen, window: MainWindow, theme: Theme
) -> None:
    page = opened(screen)
    choose(page, "aterkoppling")
    for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
        for scale in (100, 200):
            theme.set_scheme(scheme)
            theme.set_scale(scale)
            window.resize(1366, 768)
            window.session.wait()
            for _ in range(4):
                window.session.wait()
                QApplication.processEvents()
            assert every_fault(window) == []
            assert (window.width(), window.height()) == (1366, 768)
