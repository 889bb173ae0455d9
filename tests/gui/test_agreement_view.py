"""Samsyn on Slå ihop: the table, what stands behind a row, and decisions on unclear questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from egenkontroll.gui.merge.agreement_view import AgreementSection
from egenkontroll.gui.merge.double_review import DoubleSection
from egenkontroll.gui.merge_screen import MergeScreen
from egenkontroll.operations.demo import write_demo
from egenkontroll.results.clarification import Decision
from egenkontroll.storage.clarifications import clarifications
from tests.gui.faults_of_screens import every_fault
from tests.gui.opened_screens import (
    FACIT,
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


def settle(window: MainWindow) -> None:
    for _ in range(3):
        window.session.wait()
        QApplication.processEvents()


def opened(window: MainWindow, path: Path) -> AgreementSection:
    screen = open_step(window, path, "merge")
    assert isinstance(screen, MergeScreen)
    screen.show_section("agreement")
    settle(window)
    found = screen.sections["agreement"]
    assert isinstance(found, AgreementSection)
    return found


@pytest.fixture
def section(window: MainWindow, tmp_path: Path) -> AgreementSection:
    return opened(window, make_round(tmp_path / "vt2024.egk"))


def cells(section: AgreementSection, column: int) -> list[str]:
    table = section.table
    found = [table.item(row, column) for row in range(table.rowCount())]
    return [one.text().replace("\u00a0", " ") for one in found if one is not None]


def test_the_table_equals_the_facit(section: AgreementSection) -> None:
    wanted = {f"{one['equal']} av {one['pairs']}" for one in FACIT["agreement"].values()}
    assert set(cells(section, 2)) == wanted
    assert len(cells(section, 0)) == len(FACIT["agreement"])
    assert "81 av 93 lika" in section.headline.text().replace("\u00a0", " ")


def test_a_chosen_question_shows_its_cross_table_and_the_comments(
    section: AgreementSection,
) -> None:
    section.table.setCurrentCell(1, 0)
    assert "återkoppling" in section.detail.title.text()
    assert section.detail.cross is not None
    assert section.detail.cross.words()[0][:2] == ["Ja", "6"]
    QApplication.processEvents()
    said = "\n".join(one.text() for one in section.detail.findChildren(QLabel) if one.isVisible())
    assert "Se journal; oklart datum" in said
    assert section.detail.clarify.isVisible()
    section.table.setCurrentCell(0, 0)
    assert not section.detail.clarify.isVisible(), "nothing differed"


def test_areas_and_pairs_with_names_only_where_wanted(section: AgreementSection) -> None:
    section.by.setCurrentIndex(2)
    assert "Planering" in cells(section, 0)
    assert not section.detail.clarify.isVisible()
    section.by.setCurrentIndex(3)
    assert cells(section, 0)[0] == "Granskare A och B"
    section.hide_names.setChecked(False)
    assert cells(section, 0)[0] == "Anna och Bo"


def test_a_decision_on_an_unclear_question_is_saved_and_can_be_taken_back(
    section: AgreementSection, window: MainWindow
) -> None:
    section.by.setCurrentIndex(1)
    assert len(cells(section, 0)) == 7
    form, row = section.detail.clarify, section.table.row_chosen
    assert row is not None
    assert not form.save.isEnabled()
    QTest.keyClick(form.choice.buttons["rewrite"], Qt.Key.Key_2)
    assert form.choice.value == "train"
    form.words.setText("Se 19121212-1212")
    assert not form.save.isEnabled()
    assert "personnummer" in form.fault.text()
    form.words.setText("Öva på tre")
    QTest.keyClick(form.words, Qt.Key.Key_Return)
    settle(window)
    document, one = window.session.document, window.session.round
    assert document is not None
    assert one is not None
    decided = clarifications(document, one.id)[str(row.key)]
    assert (decided.decision, decided.words) == (Decision.TRAIN, "Öva på tre")
    assert not form.save.isEnabled()
    item = section.table.item(0, 0)
    assert item is not None
    assert "Utbilda granskarna" in item.data(Qt.ItemDataRole.AccessibleTextRole)
    form.clear.click()
    settle(window)
    assert clarifications(document, one.id) == {}


def test_words_without_a_choice_ask_for_it(section: AgreementSection) -> None:
    section.by.setCurrentIndex(1)
    form = section.detail.clarify
    form.words.setText("Öva")
    QTest.keyClick(form.words, Qt.Key.Key_Return)
    assert form.fault.text() == "Välj vad som ska göras."
    form.choice.buttons["accept"].setFocus()
    QTest.keyClick(form.choice.buttons["accept"], Qt.Key.Key_Return)
    assert form.choice.value == "accept"


def test_copied_as_a_table(section: AgreementSection) -> None:
    section.table.setFocus()
    QTest.keyClick(section.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Samsyn, Våren 2024\nFråga\tLika")
    assert "9 av 11" in text
    assert "Anna" not in text


def test_saved_as_pdf(section: AgreementSection, window: MainWindow, tmp_path: Path) -> None:
    section.save_as(tmp_path / "samsyn.pdf")
    settle(window)
    assert (tmp_path / "samsyn.pdf").read_bytes().startswith(b"%PDF")


def test_the_demo_has_decisions_and_something_left_to_decide(
    window: MainWindow, tmp_path: Path
) -> None:
    write_demo(tmp_path / "demo.egk")
    section = opened(window, tmp_path / "demo.egk")
    section.by.setCurrentIndex(1)
    assert cells(section, 0)
    earlier = next(one for one in window.session.rounds() if one.name == "Våren 2025")
    window.session.choose_round(earlier)
    settle(window)
    assert section._found is not None
    assert section._found.clarified


def test_what_waits_in_another_round_is_not_said_to_wait_here(
    window: MainWindow, tmp_path: Path
) -> None:
    write_demo(tmp_path / "demo.egk")
    opened(window, tmp_path / "demo.egk")
    screen = window.screen_shown
    assert isinstance(screen, MergeScreen)
    screen.show_section("double")
    settle(window)
    assert screen.tabs.buttons["double"].text() == "Dubbelgranskning (3)"
    screen.show_section("agreement")
    window.session.choose_round(window.session.rounds()[-2])
    settle(window)
    assert screen.tabs.buttons["double"].text() == "Dubbelgranskning"
    assert screen.tabs.buttons["agreement"].text() == "Samsyn (4)"


def test_nothing_to_compare(window: MainWindow, tmp_path: Path) -> None:
    section = opened(window, make_empty(tmp_path / "tom.egk"))
    assert section.empty.isVisible()
    section.copy_table()
    window.session.close()
    section.refresh()


def test_every_control_has_a_name_and_is_reached(section: AgreementSection) -> None:
    check_controls(section)


def test_large_text_has_room(
    section: AgreementSection, theme: Theme, window: MainWindow, qtbot: QtBot
) -> None:
    section.by.setCurrentIndex(1)
    theme.set_scale(200)
    qtbot.waitUntil(lambda: window.fontMetrics().height() > 24)
    check_not_clipped(section, qtbot)


@pytest.mark.parametrize("scale", [100, 200])
def test_every_head_has_room(window: MainWindow, theme: Theme, tmp_path: Path, scale: int) -> None:
    path = tmp_path / "demo.egk"
    write_demo(path)  # its numbers are all narrower than their heads
    theme.set_scale(scale)
    table = opened(window, path).table
    head = table.horizontalHeader()
    for column in range(table.columnCount()):
        assert head.sectionSize(column) >= head.sectionSizeHint(column), column


@pytest.mark.parametrize("name", ["double", "agreement"])
def test_names_tab_contrast_and_room_in_every_look(
    window: MainWindow, theme: Theme, tmp_path: Path, name: str
) -> None:
    screen = opened(window, make_round(tmp_path / "vt2024.egk")).window()
    assert screen is window
    merging = window.screen_shown
    assert isinstance(merging, MergeScreen)
    merging.show_section(name)
    found = merging.sections[name]
    if isinstance(found, AgreementSection):
        found.by.setCurrentIndex(1)
    faults: dict[str, str] = {}
    for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
        for scale in (100, 200):
            theme.set_scheme(scheme)
            theme.set_scale(scale)
            settle(window)
            window.resize(1366, 768)
            settle(window)
            window.activateWindow()
            if isinstance(found, DoubleSection):
                found.card.choose("3")
            found.begin()
            settle(window)
            for fault in every_fault(window):
                faults.setdefault(fault, f"{scheme.name} {scale} %")
            assert (window.width(), window.height()) == (1366, 768)
    assert not faults, "\n".join(f"{fault} [{look}]" for fault, look in faults.items())
