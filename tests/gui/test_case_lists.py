"""A case list that does not go by itself: its columns, its sheet, its numbers, in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from egenkontroll.gui.sample.columns_dialog import PROPOSED, ColumnsDialog
from egenkontroll.gui.sample_screen import SampleScreen
from egenkontroll.operations.case_lists import remembered_columns
from egenkontroll.storage import records
from tests.gui.opened_screens import (
    VT2024,
    check_controls,
    check_not_clipped,
    make_empty,
    open_step,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.theme import Theme

OTHER_HEADS = (
    "Utdrag ur systemet\n"
    "Beteckning;Hemvist;Barn i hushåll;Handläggare;Kön\n"
    "00012-24;Öst;ja;Öberg, Anna;flicka\n"
    "00013-24;Öst;nej;Bo Ek;pojke\n"
    "00014-24;Väst;ja;Bo Ek;pojke\n"
)


@pytest.fixture
def undrawn(window: MainWindow, tmp_path: Path) -> SampleScreen:
    found = open_step(window, make_empty(tmp_path / "tom.egk"), "sample")
    assert isinstance(found, SampleScreen)
    return found


@pytest.fixture
def stopped(undrawn: SampleScreen, tmp_path: Path) -> SampleScreen:
    """The form with a list whose heads are not recognised."""
    path = tmp_path / "lista.csv"
    path.write_text(OTHER_HEADS, encoding="utf-8")
    undrawn.form.choose_list(path)
    undrawn.session.wait()
    return undrawn


def asked(screen: SampleScreen) -> ColumnsDialog:
    dialog = screen.form.help.ask_columns()
    assert dialog is not None
    return dialog


def test_columns_are_proposed_and_count_only_when_confirmed(stopped: SampleScreen) -> None:
    form = stopped.form
    assert form.help.columns.isVisible()
    assert not form.draw.isEnabled()
    dialog = asked(stopped)
    assert dialog.head.value() == 2
    assert dialog.boxes["barn_i_hushallet"].currentText() == "C: Barn i hushåll"
    assert dialog.marks["barn_i_hushallet"].text() == PROPOSED
    assert dialog.boxes["kon"].currentText() == "E: Kön"
    assert dialog.marks["kon"].text() == ""
    assert not dialog.use.isEnabled()
    assert dialog.lacks.text().startswith("Kvar att välja: ")
    dialog.reject()
    assert form.help.choices.columns == {}
    assert not form.draw.isEnabled()


def test_chosen_columns_are_used_and_remembered_when_the_sample_is_drawn(
    stopped: SampleScreen, tmp_path: Path
) -> None:
    form = stopped.form
    dialog = asked(stopped)
    for name, column in (("#reference", 0), ("#unit", 1)):
        dialog.boxes[name].setCurrentIndex(dialog.boxes[name].findData(column))
    assert dialog.use.isEnabled()
    dialog.use.click()
    stopped.session.wait()
    assert not form.help.columns.isVisible()
    assert form.draw.isEnabled()
    document, one = stopped.session.document, stopped.session.round
    assert document is not None
    assert one is not None
    assert remembered_columns(document) == {}
    form.draw.click()
    stopped.session.wait()
    remembered = remembered_columns(document)
    assert (remembered["#reference"], remembered["#unit"]) == ("Beteckning", "Hemvist")
    cases = records.cases(document, one.id)
    assert {case.reference for case in cases} == {"00012-24", "00013-24", "00014-24"}
    assert len(set(records.handlers(document, one.id).values())) == 2


def test_another_row_of_heads_gives_other_proposals(stopped: SampleScreen) -> None:
    dialog = asked(stopped)
    dialog.head.setValue(3)
    assert [dialog.boxes["kon"].itemText(at) for at in (0, 1)] == [
        "Finns inte i listan",
        "A: 00012-24",
    ]
    dialog.head.setValue(2)
    assert dialog.boxes["kon"].currentText() == "E: Kön"
    dialog.reject()


def test_the_dialog_is_reached_by_keys_and_has_room(
    stopped: SampleScreen, theme: Theme, window: MainWindow, qtbot: QtBot
) -> None:
    dialog = asked(stopped)
    check_controls(dialog)
    check_not_clipped(dialog, qtbot)
    dialog.reject()
    theme.set_scale(200)
    qtbot.waitUntil(lambda: window.fontMetrics().height() > 24)
    dialog = asked(stopped)
    check_controls(dialog)
    check_not_clipped(dialog, qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_of_several_sheets_one_is_chosen(undrawn: SampleScreen, tmp_path: Path) -> None:
    path = tmp_path / "lista.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Om listan").write(0, 0, "Utdrag")
        for sheet, unit in (("Mars", "Öst"), ("April", "Väst")):
            made = book.add_worksheet(sheet)
            made.write_row(0, 0, ["Ärendenummer", "Enhet", "Barn i hushållet"])
            made.write_row(1, 0, ["1-24", unit, "ja"])
    form = undrawn.form
    form.choose_list(path)
    undrawn.session.wait()
    assert "flera blad" in form.problems.message.text()
    found = [one for one in form.help.findChildren(QPushButton) if one.isVisible()]
    assert [one.text() for one in found] == ["Läs bladet Mars", "Läs bladet April"]
    check_controls(form)
    found[1].click()
    undrawn.session.wait()
    assert form.preview.table.words()[0][0] == "Väst"
    assert not form.help.isVisible()


def test_personal_numbers_are_replaced_and_the_key_kept_apart(
    undrawn: SampleScreen, tmp_path: Path
) -> None:
    form, key = undrawn.form, tmp_path / "nyckel.csv"
    form.choose_list(VT2024 / "arendelista-med-personnummer.csv")
    undrawn.session.wait()
    assert form.help.renumber.isVisible()
    form.help.use_key_file(key)
    undrawn.session.wait()
    assert form.draw.isEnabled()
    assert "nyckel.csv" in form.help.said.text()
    assert not key.exists()
    form.draw.click()
    undrawn.session.wait()
    assert key.read_text("utf-8-sig").startswith("Löpnummer;Nummer i ärendelistan;Enhet")
    document, one = undrawn.session.document, undrawn.session.round
    assert document is not None
    assert one is not None
    assert all("-24" not in case.reference for case in records.cases(document, one.id))


def test_a_new_list_begins_without_choices(stopped: SampleScreen, tmp_path: Path) -> None:
    form = stopped.form
    form.help.use_key_file(tmp_path / "nyckel.csv")
    stopped.session.wait()
    form.choose_list(VT2024 / "arendelista.csv")
    stopped.session.wait()
    assert form.help.choices.key_file is None
    assert not form.help.isVisible()
    assert form.draw.isEnabled()
