"""Avdelningar in the window: made, filled, nested, and on paper in Rapport."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from egenkontroll.gui.organisation.departments import DepartmentsDialog
from egenkontroll.gui.report_screen import ReportScreen
from egenkontroll.operations import departments
from egenkontroll.operations.printing import Kind, Paper
from tests.gui.opened_screens import check_controls, make_round, open_step

if TYPE_CHECKING:
    from egenkontroll.gui.main_window import MainWindow


@pytest.fixture(scope="module")
def whole_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_round(tmp_path_factory.mktemp("vt2024") / "vt2024.egk")


@pytest.fixture
def report(window: MainWindow, whole_made: Path, tmp_path: Path) -> ReportScreen:
    path = Path(shutil.copy(whole_made, tmp_path / "vt2024.egk"))
    found = open_step(window, path, "report")
    window.session.wait()
    assert isinstance(found, ReportScreen)
    return found


@pytest.fixture
def dialog(window: MainWindow, report: ReportScreen) -> DepartmentsDialog:
    made = DepartmentsDialog(report.session, window)
    made.begin()
    window.session.wait()
    return made


def tick(dialog: DepartmentsDialog, *names: str) -> None:
    for row in range(dialog.units.count()):
        item = dialog.units.item(row)
        on = item.text() in names
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


def save(dialog: DepartmentsDialog, name: str, *units: str) -> None:
    if dialog.item is None:
        dialog.name.setText(name)
    tick(dialog, *units)
    dialog.save.click()
    dialog.session.wait()


def test_a_department_gets_a_paper_of_its_own(
    dialog: DepartmentsDialog, report: ReportScreen
) -> None:
    check_controls(dialog)
    save(dialog, "Avdelning Norr", "Utredning 1", "Mottagning")
    assert dialog.list.rowCount() == 1
    assert dialog.item is not None
    assert dialog.item.units == ("Mottagning", "Utredning 1")
    assert dialog.name.isReadOnly()
    dialog.reject()
    report.session.wait()
    paper = Paper(Kind.SUMMARY, "Avdelning Norr")
    assert paper in report.list.papers()
    report.list.setCurrentRow(report.list.papers().index(paper))
    report.session.wait()
    assert report.pages.title.text().startswith("Avdelning Norr: sida vid sida")


def test_a_department_is_changed_nested_and_emptied(dialog: DepartmentsDialog) -> None:
    save(dialog, "Norr", "Mottagning", "Ungdom")
    dialog.new.click()
    assert not dialog.name.isReadOnly()
    save(dialog, "Staden", "Norr", "Placering")
    assert dialog.list.rowCount() == 2
    dialog.list.setCurrentCell(0, 0)
    save(dialog, "Norr", "Ungdom")
    document = dialog.session.document
    assert document is not None
    assert [(one.name, one.units) for one in departments.listed(document)] == [
        ("Norr", ("Ungdom",)), ("Staden", ("Norr", "Placering")),
    ]  # fmt: skip
    save(dialog, "Norr")
    assert [one.name for one in departments.listed(document)] == ["Staden"]


def test_what_cannot_be_saved_is_said(dialog: DepartmentsDialog, window: MainWindow) -> None:
    save(dialog, " ", "Mottagning")
    boxes = window.findChildren(QMessageBox)
    assert any("Skriv vad avdelningen heter" in box.text() for box in boxes)
    for box in boxes:
        box.close()
    assert dialog.list.rowCount() == 0
    assert "Mottagning" in dialog.written()


def test_a_unit_with_cases_does_not_become_a_department(
    dialog: DepartmentsDialog, window: MainWindow
) -> None:
    save(dialog, "Ungdom", "Mottagning")
    boxes = window.findChildren(QMessageBox)
    assert any("Välj ett annat namn på avdelningen" in box.text() for box in boxes)
    for box in boxes:
        box.close()
    assert dialog.list.rowCount() == 0
