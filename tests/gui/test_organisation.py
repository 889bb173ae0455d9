"""What the organisation decides, in the window: years, limits, units and focus questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from egenkontroll.checklist.years import YearRule
from egenkontroll.gui.organisation.focus import FocusDialog
from egenkontroll.gui.organisation.settings import SettingsDialog
from egenkontroll.gui.organisation.units import UnitsDialog
from egenkontroll.operations import organisation
from egenkontroll.operations.focusing import focusing
from egenkontroll.operations.opening import find_round
from egenkontroll.operations.organisation import Decided
from egenkontroll.storage.focus import focus_facts
from tests.gui.opened_screens import check_controls, make_empty, open_step
from tests.gui.test_closing import press

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TypeVar

    from PySide6.QtWidgets import QWidget

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.operations.opening import Document

    _D = TypeVar("_D", bound=QWidget)


def chosen(window: MainWindow, words: str, kind: type[_D]) -> _D:
    """Choose from the menus, and return the dialog that opens."""
    actions = {one.text().replace("&", ""): one for one in window.findChildren(QAction)}
    actions[words].trigger()
    window.session.wait()
    return next(one for one in window.findChildren(kind) if one.isVisible())


def held(window: MainWindow) -> Document:
    document = window.session.document
    assert document is not None
    return document


@pytest.fixture
def opened(window: MainWindow, reviewed: Path) -> MainWindow:
    open_step(window, reviewed, "home")
    return window


# --- settings ---------------------------------------------------------------------------------

SETTINGS = "Inställningar för dokumentet …"


def test_the_year_shows_what_follows_and_is_saved(opened: MainWindow) -> None:
    form = chosen(opened, SETTINGS, SettingsDialog)
    check_controls(form)
    assert form.said.text() == "Kvalitetsåret är kalenderåret."
    assert not form.named.isEnabled()
    assert form.rounds.words() == [["Våren 2024", "2024-05-31", "2024"]]
    form.month.setCurrentIndex(4)
    form.day.setValue(31)
    assert form.rounds.words() == [["Våren 2024", "2024-05-31", "2025"]]
    form.named.setCurrentIndex(form.named.findText("året som det börjar"))
    assert form.rounds.words() == [["Våren 2024", "2024-05-31", "2024"]]
    form.month.setCurrentIndex(1)
    assert form.day.value() == 28  # the day follows the month
    form.month.setCurrentIndex(8)
    form.day.setValue(1)
    form.smallest.setValue(2)
    assert form.smallest.value() == 5
    form.smallest.setValue(10)
    form.months.setValue(0)
    assert form.months.text() == "aldrig"
    assert organisation.decided(held(opened)).smallest_group == 5
    form.save.click()
    opened.session.wait()
    assert not form.isVisible()
    assert organisation.decided(held(opened)) == Decided(YearRule("09-01", "start"), 10, 0)
    again = chosen(opened, SETTINGS, SettingsDialog)
    assert again.wanted == organisation.decided(held(opened))
    again.reject()
    assert not again.isVisible()


def test_what_is_not_saved_is_asked_about(opened: MainWindow) -> None:
    form = chosen(opened, SETTINGS, SettingsDialog)
    form.months.setValue(36)
    QTimer.singleShot(0, press("Stanna kvar"))
    form.reject()
    assert form.isVisible()
    QTimer.singleShot(0, press("Stäng utan att spara"))
    form.reject()
    assert not form.isVisible()
    assert organisation.decided(held(opened)).purge_after == 24


@pytest.mark.parametrize(
    ("words", "step", "field"),
    [("Tid till gallring …", "home", "months"),
     ("Gräns för publicering …", "results", "smallest")],
)  # fmt: skip
def test_there_is_one_place_and_several_ways_there(
    opened: MainWindow, words: str, step: str, field: str
) -> None:
    opened.go_to(step)
    opened.session.wait()
    form = chosen(opened, words, SettingsDialog)
    assert form.focusWidget() is getattr(form, field)
    form.units.click()
    opened.session.wait()
    next(one for one in form.findChildren(UnitsDialog) if one.isVisible()).reject()
    form.reject()


def test_a_write_protected_document_is_only_read(window: MainWindow, reviewed: Path) -> None:
    reviewed.chmod(0o444)
    open_step(window, reviewed, "home")
    form = chosen(window, SETTINGS, SettingsDialog)
    assert form.intro.text() == window.session.read_only
    assert not form.save.isEnabled()
    form.reject()
    focus = chosen(window, "Fokusfrågor …", FocusDialog)
    assert focus.stopped.text() == window.session.read_only
    assert not focus.save.isEnabled()
    focus.reject()


# --- units ------------------------------------------------------------------------------------

UNITS = "Enheter och omorganisationer …"


def test_a_unit_came_from_two_and_one_became_two(opened: MainWindow) -> None:
    form = chosen(opened, UNITS, UnitsDialog)
    check_controls(form)
    names = [one.unit.name for one in form.items]
    assert form.written() == ()
    assert "jämförs med sig själv" in form.follows.text()
    form.before.setFocus()
    for place in (0, 1):
        form.before.setCurrentRow(place)
        QTest.keyClick(form.before, Qt.Key.Key_Space)
    assert form.written() == (names[1], names[2])
    assert form.follows.text().startswith(f"{names[0]} jämförs med {names[1]} och {names[2]}.")
    assert form.before.accessibleDescription().startswith(names[0])
    form.save.click()
    opened.session.wait()
    assert form.list.words()[0] == [names[0], f"{names[1]} och {names[2]}", "–"]
    assert form.list.words()[1] == [names[1], "–", names[0]]
    form.list.setCurrentCell(3, 0)
    form.before.item(1).setCheckState(Qt.CheckState.Checked)
    assert f"Också {names[0]} kommer ur {names[1]}" in form.follows.text()
    form.save.click()
    opened.session.wait()
    known = {one.unit.name: one for one in organisation.unit_origins(held(opened))}
    assert known[names[1]].became == tuple(sorted((names[0], names[3])))
    # A circle is refused, and what is written stays.
    form.list.setCurrentCell(1, 0)
    form.before.item(0).setCheckState(Qt.CheckState.Checked)
    form.save.click()
    opened.session.wait()
    (box,) = [one for one in opened.findChildren(QMessageBox) if one.isVisible()]
    assert "kan inte komma ur" in box.text()
    box.close()
    assert form.written() == (names[0],)
    form.before.item(0).setCheckState(Qt.CheckState.Unchecked)
    form.reject()


def test_a_document_without_units_says_so(window: MainWindow, tmp_path: Path) -> None:
    open_step(window, make_empty(tmp_path / "tom.egk"), "home")
    form = chosen(window, UNITS, UnitsDialog)
    assert "inga enheter än" in form.intro.text()
    form.save.click()
    window.session.wait()
    (box,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert box.text() == "Välj en enhet i listan först."
    box.close()
    form.reject()


# --- focus questions --------------------------------------------------------------------------

FOCUS = "Fokusfrågor …"


def test_focus_questions_are_named_before_the_review(window: MainWindow, tmp_path: Path) -> None:
    open_step(window, make_empty(tmp_path / "tom.egk"), "home")
    form = chosen(window, FOCUS, FocusDialog)
    check_controls(form)
    assert not form.note.isVisible()
    for place in range(6):
        form.list.setCurrentRow(place)
        QTest.keyClick(form.list, Qt.Key.Key_Space)
    assert "Ta bort några" in form.said.text()
    assert not form.save.isEnabled()
    for place in range(2, 6):
        form.list.item(place).setCheckState(Qt.CheckState.Unchecked)
    assert form.said.text() == "2 av högst 5 är valda."
    form.save.click()
    window.session.wait()
    assert not form.isVisible()
    document = held(window)
    one = find_round(document, "Våren 2024")
    assert len(focusing(document, one).in_time) == 2
    again = chosen(window, FOCUS, FocusDialog)
    assert again.wanted == tuple(question.id for question in focusing(document, one).questions[:2])
    again.reject()


def test_nothing_is_named_when_there_are_answers(opened: MainWindow) -> None:
    form = chosen(opened, FOCUS, FocusDialog)
    assert form.note.isVisible()
    assert "Svar finns redan i Våren 2024" in form.stopped.text()
    assert not form.save.isEnabled()
    form.list.setFocus()
    QTest.keyClick(form.list, Qt.Key.Key_Space)
    assert form.wanted == ()
    form.reject()


def test_late_questions_are_shown_as_late(opened: MainWindow) -> None:
    document = held(opened)
    one = find_round(document, "Våren 2024")
    document.add(focus_facts(document, one.id, frozenset({"natverk"})))
    form = chosen(opened, FOCUS, FocusDialog)
    (said,) = [form.list.item(at).text() for at in range(form.list.count())
               if form.list.item(at).checkState() is Qt.CheckState.Checked]  # fmt: skip
    assert said.endswith("(nämnd efter det första svaret, används inte)")
    form.reject()
