"""Hem: the next step, what waits, the rounds and how far each is; the guide and the handbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from egenkontroll.gui.guide import guide_steps
from egenkontroll.gui.handbook import HandbookWindow
from egenkontroll.gui.home.next_step import next_deed
from egenkontroll.gui.home.progress import Bar
from egenkontroll.gui.home_screen import HomeScreen
from egenkontroll.gui.rail import HomeButton
from egenkontroll.gui.start_screen import StartScreen
from egenkontroll.operations import home, overview
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.histories import import_history
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.purging import purge_round
from tests.gui.opened_screens import VT2024, make_empty, make_round, open_step

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.memory import Memory

NBSP = "\u00a0"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hem") / "demo.egk"
    write_demo(path)
    return path


def _home(window: MainWindow, path: Path) -> HomeScreen:
    screen = open_step(window, path, "home")
    assert isinstance(screen, HomeScreen)
    return screen


def _words(screen: HomeScreen) -> list[str]:
    said = [one.text() for one in screen.findChildren(QLabel) if one.isVisible()]
    return [words.replace(NBSP, " ") for words in said]


def test_a_round_without_a_sample_leads_to_urval(window: MainWindow, tmp_path: Path) -> None:
    screen = _home(window, make_empty(tmp_path / "ny.egk"))
    assert screen.next.go.text() == "Dra urvalet"
    assert screen.next.go.hasFocus()
    assert not screen.mine.isVisible()
    assert not screen.findChildren(Bar)
    assert "Våren 2024: inget urval än" in _words(screen)
    QTest.keyClick(screen.next.go, Qt.Key.Key_Return)
    assert window.screen_shown.step == "sample"


def test_a_document_with_nothing_to_review_opens_on_hem(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.open_path(make_empty(tmp_path / "ny.egk"))
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert window.screen_shown.step == "home"
    button = window.findChild(HomeButton)
    assert isinstance(button, HomeButton)
    assert button.isChecked()
    assert button.accessibleName() == "Hem"


def test_where_an_action_cannot_be_read_the_rest_is_shown_and_it_is_said(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_empty(tmp_path / "ny.egk")
    with open_document(path, write=True) as document:
        document.add([document.pen.write("action", (document.pen.new_id(),), ("{}",))])
    told: list[str] = []
    monkeypatch.setattr(
        "egenkontroll.gui.messages.warn", lambda _parent, error: told.append(error.message)
    )
    screen = _home(window, path)
    assert screen.next.go.isVisible()
    assert "Våren 2024: inget urval än" in _words(screen)
    assert not screen.ahead.isVisible()
    assert len(told) == 1
    assert "slaget action" in told[0]


def test_half_done_tells_what_waits_for_the_chosen_reviewer(window: MainWindow, demo: Path) -> None:
    screen = _home(window, demo)
    assert screen.next.go.text() == "Gå till Granskning"
    assert "6 ärenden är kvar att granska" in _words(screen)
    screen.mine.who.setCurrentIndex(1)
    screen.mine.who.activated.emit(1)
    window.session.wait()
    assert window.session.reviewer is not None
    assert window.session.reviewer.name == "Amina Holm"
    words = _words(screen)
    assert "Du har 6 ärenden kvar" in words
    assert words[words.index("ärenden kvar") - 1] == "6"
    assert screen.next.go.text() == "Fortsätt granska"
    screen.next.go.click()
    assert window.screen_shown.step == "review"


def test_one_who_is_done_is_led_to_the_results(window: MainWindow, demo: Path) -> None:
    screen = _home(window, demo)
    screen.mine.who.setCurrentIndex(3)
    screen.mine.who.activated.emit(3)
    window.session.wait()
    assert "Du är klar med dina ärenden" in _words(screen)
    screen.next.go.click()
    assert window.screen_shown.step == "results"


def test_units_and_reviewers_have_a_bar_and_a_number(window: MainWindow, demo: Path) -> None:
    screen = _home(window, demo)
    bars = {one.part.name: (one.part.done, one.part.every) for one in screen.findChildren(Bar)}
    assert bars["Amina Holm"] == (15, 21)
    units = [bars[name] for name in ("Mottagning", "Utredning Norr", "Utredning Söder",
                                     "Placering", "Ungdom")]  # fmt: skip
    assert (sum(k for k, _ in units), sum(n for _, n in units)) == (44, 50)
    assert "15 av 21" in _words(screen)
    names = {one.accessibleName().replace(NBSP, " ") for one in screen.findChildren(Bar)}
    assert "Amina Holm: 15 av 21 klara" in names


def test_every_round_is_told_with_its_period_and_state(window: MainWindow, demo: Path) -> None:
    words = _words(_home(window, demo))
    assert "Våren 2026: 44 av 50 ärenden klara · visas nu" in words
    assert "Våren 2025: alla 50 ärenden klara" in words
    assert any(said.startswith("1 april–30 maj 2025.") and "2025.1" in said for said in words)
    assert any(said.startswith("Våren 2023: ") and "tidigare rapport" in said for said in words)


def test_a_finished_round_and_one_of_figures_lead_to_the_results(
    window: MainWindow, demo: Path
) -> None:
    screen = _home(window, demo)
    for name, heading in (("Våren 2025", "Alla 50 ärenden är granskade"),
                          ("Våren 2023", "Våren 2023 är känd genom siffror")):  # fmt: skip
        window.session.choose_round(
            next(one for one in window.session.rounds() if one.name == name)
        )
        window.session.wait()
        assert heading in _words(screen)
        assert screen.next.go.text() == "Läs resultatet"


def test_a_purged_round_is_said_to_be_purged(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "demo.egk"
    write_demo(path)
    purge_round(path, "Våren 2026")
    screen = _home(window, path)
    assert "Våren 2026: gallrad, 44 av 50 ärenden granskade" in _words(screen)
    window.session.choose_round(
        next(one for one in window.session.rounds() if one.name == "Våren 2026")
    )
    window.session.wait()
    assert "Våren 2026 är gallrad" in _words(screen)
    assert screen.next.go.text() == "Läs resultatet"


def test_cases_that_another_has_done_do_not_wait(tmp_path: Path) -> None:
    with open_document(make_round(tmp_path / "vt.egk")) as document:
        one = overview.current_round(document)
        for reviewer in overview.reviewers(document):
            found = home.look(document, one, reviewer)
            assert found.mine is not None
            assert 3 <= found.mine.left <= 4, "58 of 61 are klara, whoever did them"
            assert found.mine.begun <= found.mine.left <= found.mine.unanswered


def test_a_document_without_a_round_says_so(tmp_path: Path) -> None:
    path = make_empty(tmp_path / "a.egk")
    import_history(path, VT2024 / "historik.csv")
    with open_document(path) as document:
        found = home.look(document, None, None)
    assert len(found.rounds) == 2
    assert next_deed(found).step == "checklist"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_f1_opens_the_handbook_at_the_page_of_the_step(
    qtbot: QtBot, window: MainWindow, demo: Path
) -> None:
    open_step(window, demo, "sample")
    menu = next(one for one in window.findChildren(QAction) if one.text() == "&Handbok")
    assert menu.shortcut().toString() == "F1"
    QTest.keyClick(window, Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: bool(window.findChildren(HandbookWindow)))
    books = window.findChildren(HandbookWindow)
    assert [one.page for one in books] == ["urval"]
    window.go_to("results")
    window.show_handbook()
    assert [one.page for one in window.findChildren(HandbookWindow)] == ["resultat"]


# --- the guide --------------------------------------------------------------------------------


def test_the_guide_comes_with_the_example_until_it_is_closed(
    qtbot: QtBot, window: MainWindow, memory: Memory, demo: Path
) -> None:
    page = window.screen_shown
    assert isinstance(page, StartScreen)
    page.make_demo(demo)
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert window.guide.isVisible()
    assert window.guide.title.text() == "Första gången, 2 av 8: Säg vem du är"
    window.guide.shut.click()
    assert memory.guide_closed
    assert not window.guide.isVisible()
    window.guide.offer()
    assert not window.guide.isVisible()


def test_the_guide_is_walked_by_keys_and_gives_the_focus_back(
    window: MainWindow, demo: Path
) -> None:
    screen = _home(window, demo)
    window.guide.start()
    guide = window.guide
    assert guide.onward.hasFocus()
    assert len(guide_steps()) == 8
    for place, step in enumerate(guide_steps()):
        assert guide.at == place
        assert step.do and step.see  # noqa: PT018
        assert guide.do.text() == step.do
        if step is not guide_steps()[-1]:
            QTest.keyClick(guide.onward, Qt.Key.Key_Return)
    assert guide.onward.text() == "Klart"
    QTest.keyClick(guide.onward, Qt.Key.Key_Escape)
    assert screen.next.go.hasFocus()
    assert guide.isVisible()
    guide.start()
    QTest.keyClick(guide.onward, Qt.Key.Key_Return)
    assert not guide.isVisible()
