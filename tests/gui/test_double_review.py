"""Dubbelgranskning on Slå ihop: the queue, one key each, reasons, undo, hidden names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from egenkontroll.gui.merge.double_queue import to_decide
from egenkontroll.gui.merge.double_review import DoubleSection
from egenkontroll.gui.merge.doubled import NONE_TITLE
from egenkontroll.gui.merge_screen import MergeScreen
from egenkontroll.merge.double import Standing
from egenkontroll.operations import agreeing
from egenkontroll.operations.opening import create_document
from egenkontroll.operations.sampling import add_round
from egenkontroll.review.answers import Answer, Role
from egenkontroll.review.reading import State
from egenkontroll.sample.cases import Case, Status
from egenkontroll.storage import records
from tests.gui.opened_screens import (
    check_controls,
    check_not_clipped,
    make_empty,
    make_round,
    open_step,
)
from tests.makers import checklist, raw_question

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.theme import Theme
    from egenkontroll.merge.double import Compared, Double
    from egenkontroll.storage.document import Document

EVERY = checklist(
    raw_question("a", type="yes_partly_no"),
    raw_question("n", type="number", min=0, max=99),
    raw_question("m", type="multi", choices=["SoL", "LVU"]),
    raw_question("c", type="choice", choices=["En", "Två", "Tre"]),
)


def opened(window: MainWindow, path: Path) -> DoubleSection:
    screen = open_step(window, path, "merge")
    assert isinstance(screen, MergeScreen)
    screen.show_section("double")
    settle(window)
    found = screen.sections["double"]
    assert isinstance(found, DoubleSection)
    return found


def settle(window: MainWindow) -> None:
    for _ in range(3):
        window.session.wait()
        QApplication.processEvents()


@pytest.fixture
def section(window: MainWindow, tmp_path: Path) -> DoubleSection:
    return opened(window, make_round(tmp_path / "vt2024.egk"))


@pytest.fixture
def every(window: MainWindow, tmp_path: Path) -> DoubleSection:
    path = tmp_path / "prov.egk"
    create_document(path, _fill)
    return opened(window, path)


def _fill(document: Document) -> None:
    one = add_round(document, EVERY, EVERY.canonical, "Våren", ("2024-04-01", "2024-05-31"))
    unit = records.new_unit(document, "Norr")
    case = Case(document.pen.new_id(), one.id, "1-24", unit.key[0], {}, 0, Status.DRAWN)
    people = [records.new_reviewer(document, name) for name in ("Anna Lind", "Bo Ek")]
    new = [unit, records.case_fact(document, case), *people]
    first = {"a": "yes", "n": "=14", "m": "=SoL", "c": "=En"}
    second = {"a": "no", "n": "=15", "m": "=LVU", "c": "=Två"}
    for role, person, said in zip(Role, people, (first, second), strict=True):
        who = person.key[0]
        new += [records.answer_fact(document, Answer(case.id, name, role, who, value))
                for name, value in said.items()]  # fmt: skip
        new.append(records.state_fact(document, case.id, role, who, State.DONE))
    document.add(new)


def press(section: DoubleSection, key: Qt.Key | str) -> None:
    here = QApplication.focusWidget() or section.card
    if isinstance(key, str):
        QTest.keyClicks(here, key)
    else:
        QTest.keyClick(here, key)
    QApplication.processEvents()


def case(section: DoubleSection) -> Double:
    found = section.queue.case
    assert found is not None
    return found


def question(section: DoubleSection, name: str) -> Compared:
    return next(one for one in case(section).questions if one.question.id == name)


def test_the_queue_says_how_each_case_stands(section: DoubleSection) -> None:
    said = [section.queue.list.item(row).text() for row in range(section.queue.list.count())]
    assert len(said) == 12
    assert sum("skiljer sig i" in one for one in said) >= 7
    assert sum(one.endswith("lika") for one in said) == 3
    assert to_decide(case(section)), "the first one to decide is chosen"
    section.queue.show_standing(3)
    assert section.queue.list.count() == 3
    assert section.card.isHidden()
    assert "besvarade lika" in section.note.text()
    section.queue.show_standing(2)
    assert "väntar på" in section.state.text().lower()


def test_one_key_decides_and_the_originals_stay(section: DoubleSection, window: MainWindow) -> None:
    section.begin()
    before = case(section)
    name = before.of(Standing.DIFFERING)[0].question.id
    press(section, "2")
    settle(window)
    one = question(section, name)
    assert one.settled is not None
    assert one.both is not None
    assert one.settled.value == one.both[1].value
    assert section.card.second.button.isChecked()
    assert "Båda svaren finns kvar" in section.card.outcome.text()
    assert case(section).case.id == before.case.id


def test_enter_goes_through_everything_there_is_to_decide(
    section: DoubleSection, window: MainWindow
) -> None:
    section.begin()
    for _ in range(30):
        if not section.card.isVisible() or question(section, section._question).settled:
            break
        press(section, "1")
        press(section, Qt.Key.Key_Return)
        settle(window)
    assert section._found is not None
    assert not any(to_decide(one) for one in section._found.cases)
    with_second = [one.case.reference for one in section._found.cases]
    assert len(with_second) == 12


def test_why_is_kept_when_it_is_written_after_the_choice(
    section: DoubleSection, window: MainWindow
) -> None:
    section.begin()
    name = section._question
    of = case(section).case.id
    press(section, "1")
    press(section, "t")
    assert section.card.reason.hasFocus()
    press(section, "Planen saknade datum")
    press(section, Qt.Key.Key_Return)
    settle(window)
    document, one = window.session.document, window.session.round
    assert document is not None
    assert one is not None
    kept = records.settled(document, one.id)[of, name]
    assert kept.reason == "Planen saknade datum"
    facts = document.read("consensus", case_id=of, question=name)
    assert len(facts) == 2, "once for the choice, once for the reason"


def test_undo_takes_back_the_latest_and_shows_it(
    section: DoubleSection, window: MainWindow
) -> None:
    section.begin()
    assert not section.undo_button.isEnabled()
    first, name = case(section).case.id, section._question
    press(section, "1")
    press(section, Qt.Key.Key_Return)
    settle(window)
    assert section.undo_button.isEnabled()
    QTest.keyClick(section.card, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert (case(section).case.id, section._question) == (first, name)
    assert question(section, name).settled is None
    assert not section.undo_button.isEnabled()
    section.undo()


def test_a_personal_number_is_not_saved(section: DoubleSection, window: MainWindow) -> None:
    section.begin()
    section.card.reason.setText("Se 19121212-1212")
    assert "personnummer" in section.card.fault.text()
    name = section._question
    press(section, "1")
    section.card._end()
    settle(window)
    assert question(section, name).settled is None
    assert section._question == name


def test_names_are_hidden_until_wanted_and_it_is_remembered(
    section: DoubleSection, window: MainWindow
) -> None:
    assert section.queue.hide_names.isChecked()
    assert "Anna" not in section.card.first.head.text() + section.card.second.head.text()
    section.queue.hide_names.setChecked(False)
    heads = section.card.first.head.text() + section.card.second.head.text()
    assert any(name in heads for name in ("Anna", "Bo", "Cia"))
    assert not window.memory.names_hidden


# --- an own answer ----------------------------------------------------------------------------


def test_an_own_answer_waits_for_its_reason(every: DoubleSection, window: MainWindow) -> None:
    every.begin()
    press(every, "3")
    assert every.card.own.isVisible()
    press(every, "d")
    settle(window)
    assert every.card.reason.hasFocus()
    assert "Skriv varför" in every.card.fault.text()
    assert question(every, "a").settled is None
    press(every, Qt.Key.Key_Return)
    assert question(every, "a").settled is None
    press(every, "Delar finns")
    press(every, Qt.Key.Key_Return)
    settle(window)
    decided = question(every, "a").settled
    assert decided is not None
    assert (decided.value, decided.reason) == ("partly", "Delar finns")
    assert every._question == "n"


def test_an_own_answer_that_one_of_them_gave_is_theirs(
    every: DoubleSection, window: MainWindow
) -> None:
    every.begin()
    press(every, "3")
    every.card.own.buttons["no"].click()
    settle(window)
    decided = question(every, "a").settled
    assert decided is not None
    assert decided.value == "no"
    assert every.card.second.button.isChecked()


def test_own_numbers_many_answers_and_choices(every: DoubleSection, window: MainWindow) -> None:
    every.begin()
    every.card.reason.setText("Räknat om")
    press(every, Qt.Key.Key_Down)
    assert every._question == "n"
    every.card.reason.setText("Räknat om")
    press(every, "3")
    field = every.card.own.field
    assert field is not None
    assert field.line is not None
    field.line.setText("16")
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    settle(window)
    decided = question(every, "n").settled
    assert decided is not None
    assert decided.value == "=16"
    every._step(1)
    every.card.reason.setText("Båda lagarna")
    every.card.choose("1")
    every.card.choose("3")
    every.card.own.buttons["=LVU"].click()
    settle(window)
    decided = question(every, "m").settled
    assert decided is not None
    assert decided.value == "=SoL\nLVU"
    every.card.own.buttons["=SoL"].click()
    every.card.own.buttons["=LVU"].click()
    assert every.card._value == ""
    every._step(1)
    press(every, "3")
    assert not every.card.own.buttons["=En"].isChecked()
    every._step(-1)
    assert every._question == "m"


def test_arrows_go_between_the_differences(every: DoubleSection) -> None:
    every.begin()
    press(every, Qt.Key.Key_Up)
    assert every._question == "c"
    press(every, Qt.Key.Key_Down)
    assert every._question == "a"
    assert "1 av 4" in every.card.place.text()


def test_a_decided_case_stays_in_sight_whatever_the_filter(
    every: DoubleSection, window: MainWindow
) -> None:
    every.queue.show_standing(1)
    every.begin()
    for _ in range(4):
        press(every, "1")
        press(every, Qt.Key.Key_Return)
        settle(window)
    assert case(every).standing is Standing.SETTLED
    every.queue.show_standing(1)
    assert every.queue.list.count() == 0


# --- around -----------------------------------------------------------------------------------


def test_nothing_to_compare(window: MainWindow, tmp_path: Path) -> None:
    section = opened(window, make_empty(tmp_path / "tom.egk"))
    assert section.empty.title.text() == NONE_TITLE
    section.go_on()
    window.session.close()
    section.refresh()
    assert section.queue.case is None


def test_a_read_only_document_cannot_be_decided_on(
    section: DoubleSection, window: MainWindow
) -> None:
    section.card.set_writable(False)
    name = section._question
    section.begin()
    press(section, "1")
    settle(window)
    assert question(section, name).settled is None


def test_what_cannot_be_saved_is_said_and_undone(
    section: DoubleSection, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[object] = []
    monkeypatch.setattr(window.session, "warn", shown.append)
    document, one = window.session.document, window.session.round
    assert document is not None
    assert one is not None
    of, name = case(section).case.id, section._question
    agreeing.settle(document, one, of, name, question(section, name).both[0].value, "")  # type: ignore[index]
    section._question = "finns_inte"
    section._decide("yes", "")
    settle(window)
    assert shown
    assert not section.undo_button.isEnabled()


def test_every_control_has_a_name_and_is_reached(section: DoubleSection) -> None:
    check_controls(section)


def test_large_text_has_room(
    section: DoubleSection, theme: Theme, window: MainWindow, qtbot: QtBot
) -> None:
    section.card.choose("3")
    theme.set_scale(200)
    qtbot.waitUntil(lambda: window.fontMetrics().height() > 24)
    check_not_clipped(section, qtbot)
    assert isinstance(section.splitter, QWidget)


def test_both_answers_and_what_is_asked_for_are_in_sight_with_large_text(
    section: DoubleSection, theme: Theme, window: MainWindow, qtbot: QtBot
) -> None:
    theme.set_scale(200)
    window.resize(1366, 768)
    section.go_on()
    answers = (section.card.first.answer, section.card.second.answer)
    qtbot.waitUntil(lambda: all(_in_sight(one) for one in answers))
    press(section, "3")
    qtbot.waitUntil(lambda: _in_sight(QApplication.focusWidget()))
    section.card.begin()
    press(section, "T")
    qtbot.waitUntil(lambda: _in_sight(section.card.reason))
    assert section.card.reason.hasFocus()


def _in_sight(one: QWidget | None) -> bool:
    return one is not None and one.visibleRegion().boundingRect().height() >= one.height()
