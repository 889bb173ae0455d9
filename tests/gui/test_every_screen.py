"""Every screen, light and dark, at 100 and 200 %: names, the way of Tab, contrast, no clipping."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from egenkontroll.gui import encrypted
from egenkontroll.gui import sealed as sealed_file
from egenkontroll.gui.handbook import HandbookWindow
from egenkontroll.gui.main_window import HOME, STEPS
from egenkontroll.gui.organisation.departments import DepartmentsDialog
from egenkontroll.gui.organisation.focus import FocusDialog
from egenkontroll.gui.organisation.settings import SettingsDialog
from egenkontroll.gui.organisation.units import UnitsDialog
from egenkontroll.gui.report_screen import ReportScreen
from egenkontroll.gui.results.past import PastDialog
from egenkontroll.gui.results.year import YearDialog
from egenkontroll.gui.review.answers_table import AnswersDialog
from egenkontroll.gui.review_screen import ReviewScreen
from egenkontroll.gui.sample_screen import SampleScreen
from egenkontroll.operations import overview
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.handing_out import hand_out
from egenkontroll.operations.sealing import Seal, make_key
from tests.gui.faults_of_screens import every_fault
from tests.gui.opened_screens import VT2024, make_empty, make_round

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.theme import Theme

SIZE = (1366, 768)
LOOKS = [
    (scheme, scale)
    for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark)
    for scale in (100, 200)
]
SCREENS = (HOME[0], *(step for step, _ in STEPS))


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("every")
    write_demo(folder / "demo.egk")
    return {"demo": folder / "demo.egk", "vt2024": make_round(folder / "vt2024.egk")}


def _settle(window: MainWindow) -> None:
    for _ in range(4):
        window.session.wait()
        QApplication.processEvents()
        time.sleep(0.003)  # what follows on a turn of the window waits a millisecond for the next


def _open(window: MainWindow, made: Path, folder: Path) -> None:
    path = folder / made.name
    shutil.copy(made, path)
    window.session.open(path)
    _settle(window)
    document = window.session.document
    assert document is not None
    window.session.choose_reviewer(overview.reviewers(document)[0])
    _settle(window)


def _faults(window: MainWindow, shown: QWidget, theme: Theme) -> list[str]:
    """Return what is wrong in every look; each fault once with the first look that has it."""
    found: dict[str, str] = {}
    for scheme, scale in LOOKS:
        theme.set_scheme(scheme)
        theme.set_scale(scale)
        _settle(window)
        shown.resize(*SIZE)
        _settle(window)
        shown.activateWindow()
        _settle(window)
        here = QApplication.focusWidget()
        if shown is window and (here is None or not here.isVisible()):
            window.screen_shown.begin()
            _settle(window)
        look = f"{scheme.name} {scale} %"
        if (shown.width(), shown.height()) != SIZE:
            needs = shown.minimumSizeHint()
            found.setdefault(f"needs {needs.width()}×{needs.height()}", look)
        for fault in every_fault(shown):
            found.setdefault(fault, look)
    return [f"{fault} [{look}]" for fault, look in found.items()]


def _told(faults: list[str]) -> str:
    return "\n" + "\n".join(faults)


@pytest.mark.parametrize("name", ["demo", "vt2024"])
@pytest.mark.parametrize("step", SCREENS)
def test_screen(
    window: MainWindow, theme: Theme, documents: dict[str, Path], tmp_path: Path,
    step: str, name: str,
) -> None:  # fmt: skip
    _open(window, documents[name], tmp_path)
    window.go_to(step)
    _settle(window)
    faults = _faults(window, window, theme)
    assert not faults, _told(faults)


def test_draw_form(window: MainWindow, theme: Theme, tmp_path: Path) -> None:
    window.session.open(make_empty(tmp_path / "tom.egk"))
    window.go_to("sample")
    _settle(window)
    screen = window.screen_shown
    assert isinstance(screen, SampleScreen)
    screen.form.choose_list(VT2024 / "arendelista.csv")
    screen.form.open_more.click()
    _settle(window)
    faults = _faults(window, window, theme)
    assert not faults, _told(faults)


def test_start_page_and_form(window: MainWindow, theme: Theme, documents: dict[str, Path]) -> None:
    window.memory.add_recent(documents["demo"])
    window.start.show_welcome()
    faults = _faults(window, window, theme)
    assert not faults, _told(faults)
    window.ask_new()
    _settle(window)
    faults = _faults(window, window, theme)
    assert not faults, _told(faults)


@pytest.mark.parametrize("step", [HOME[0], "review", "results"])
def test_guide(
    window: MainWindow, theme: Theme, documents: dict[str, Path], tmp_path: Path, step: str
) -> None:
    _open(window, documents["demo"], tmp_path)
    window.go_to(step)
    window.guide.start()
    faults = _faults(window, window, theme)
    assert not faults, _told(faults)


def test_adding_a_paper(
    window: MainWindow, theme: Theme, documents: dict[str, Path], tmp_path: Path
) -> None:
    _open(window, documents["demo"], tmp_path)
    window.go_to("report")
    _settle(window)
    screen = window.screen_shown
    assert isinstance(screen, ReportScreen)
    screen.buttons["more"].click()
    assert screen.dialog is not None
    faults = _faults(window, screen.dialog, theme)
    screen.dialog.reject()
    assert not faults, _told(faults)


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("name", ["demo", "vt2024"])
def test_dividing_and_handing_out(
    window: MainWindow, theme: Theme, documents: dict[str, Path], tmp_path: Path, name: str
) -> None:
    _open(window, documents[name], tmp_path)
    window.go_to("sample")
    screen = window.screen_shown
    assert isinstance(screen, SampleScreen)
    screen.head.open_dialog()
    dialog = screen.head.dialog
    assert dialog is not None
    dialog.people.add_button.click()
    for row, name_written in zip(dialog.people.rows, ("Anna Öberg", "Bo Ek"), strict=False):
        row.name.setText(name_written)
        row.name.textEdited.emit(name_written)
    dialog.passphrase.field.setText("kort")
    _settle(window)
    faults = _faults(window, dialog, theme)
    assert not faults, _told(faults)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_case_list_that_is_stopped(window: MainWindow, theme: Theme, tmp_path: Path) -> None:
    window.session.open(make_empty(tmp_path / "tom.egk"))
    window.go_to("sample")
    _settle(window)
    screen = window.screen_shown
    assert isinstance(screen, SampleScreen)
    made = tmp_path / "lista.csv"
    made.write_text("Utdrag\nAkt;Team;Barn i hushåll\n1-24;Öst;ja\n", encoding="utf-8")
    screen.form.choose_list(made)
    _settle(window)
    faults = _faults(window, window, theme)
    dialog = screen.form.help.ask_columns()
    assert dialog is not None
    _settle(window)
    faults += _faults(window, dialog, theme)
    dialog.reject()
    made.write_text("Dnr;Enhet;Barn i hushållet\n19121212-1212;Öst;ja\n", encoding="utf-8")
    screen.form.choose_list(made)
    _settle(window)
    faults += _faults(window, window, theme)
    screen.form.help.use_key_file(tmp_path / "nyckel.csv")
    _settle(window)
    faults += _faults(window, window, theme)
    assert not faults, _told(faults)


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("name", ["demo", "tom"])
def test_what_the_organisation_decides(
    window: MainWindow, theme: Theme, documents: dict[str, Path], tmp_path: Path, name: str
) -> None:
    if name == "demo":
        _open(window, documents[name], tmp_path)
    else:
        window.session.open(make_empty(tmp_path / "tom.egk"))
    document, one = window.session.document, window.session.round
    assert document is not None
    assert one is not None
    settings = SettingsDialog(window.session, window)
    settings.begin()
    units = UnitsDialog(window.session, window)
    focus = FocusDialog(window.session, one, window)
    faults = _faults(window, settings, theme)
    settings.reject()
    units.begin()
    _settle(window)
    if units.before.count():
        units.before.item(0).setCheckState(Qt.CheckState.Checked)
    faults += _faults(window, units, theme)
    units.hide()
    departments = DepartmentsDialog(window.session, window)
    departments.begin()
    _settle(window)
    faults += _faults(window, departments, theme)
    departments.reject()
    focus.begin(document)
    _settle(window)
    faults += _faults(window, focus, theme)
    focus.reject()
    if name == "demo":
        year = YearDialog(window.session, one, window)
        year.begin()
        _settle(window)
        faults += _faults(window, year, theme)
        year.reject()
        answers = AnswersDialog(window.session, one, window)
        answers.open()
        answers.source.choose_table(VT2024 / "svar-anna.csv")
        _settle(window)
        faults += _faults(window, answers, theme)
        answers.reject()
    assert not faults, _told(faults)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_earlier_cases(window: MainWindow, theme: Theme, tmp_path: Path) -> None:
    window.session.open(make_empty(tmp_path / "tom.egk"))
    form = PastDialog(window.session, window)
    form.open()
    form.use_checklist(VT2024 / "checklista-2023.yaml")
    faults = _faults(window, form, theme)
    made = tmp_path / "gammal.csv"
    unit = "Utredningsenheten för barn och unga Västra Hisingen"
    for heads, said in (("Dnr;Enhet;natverk", "ja"), ("Dnr;Enhet;natverk", "kanske"),
                        ("Akt;Team;Fråga", "ja")):  # fmt: skip
        made.write_text(f"{heads}\n1-22;{unit};{said}\n2-22;{unit};nej\n", encoding="utf-8")
        form.form.source.choose_table(made)
        _settle(window)
        faults += _faults(window, form, theme)
    dialog = form.ask_columns()
    assert dialog is not None
    _settle(window)
    faults += _faults(window, dialog, theme)
    dialog.reject()
    form.reject()
    assert not faults, _told(faults)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_handing_in_and_sealed_files(
    window: MainWindow, theme: Theme, documents: dict[str, Path], tmp_path: Path
) -> None:
    _open(window, documents["demo"], tmp_path)
    document, one = window.session.document, window.session.round
    assert document is not None
    assert one is not None
    made = hand_out(document, one, tmp_path)[0].path
    window.session.open(made)
    _settle(window)
    faults = _faults(window, window, theme)
    screen = window.screen_shown
    assert isinstance(screen, ReviewScreen)
    screen.hand_in.ask()
    _settle(window)
    assert screen.hand_in.dialog is not None
    faults += _faults(window, screen.hand_in.dialog, theme)
    screen.hand_in.dialog.reject()
    for name, seal in (("fras", Seal("blå hästar äter gräs")),
                       ("nyckel", Seal(recipients=(make_key(tmp_path / "n.txt"),)))):  # fmt: skip
        sealed = tmp_path / f"{name}.egk.age"
        sealed.write_bytes(seal.close(b"nothing"))
        asked = sealed_file.ask(window, window.session, sealed, window.open_path)
        _settle(window)
        faults += _faults(window, asked, theme)
        asked.reject()
    assert not faults, _told(faults)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_encrypted_documents(
    window: MainWindow, theme: Theme, documents: dict[str, Path], tmp_path: Path
) -> None:
    _open(window, documents["demo"], tmp_path)
    made = encrypted.make(window, window.session, window.open_path)
    made.passphrase.field.setText("blå hästar äter gräs")
    made.again.field.setText("blå hästar äter hö")
    made.read.setChecked(True)
    _settle(window)
    faults = _faults(window, made, theme)
    made.reject()
    asked = encrypted.ask(window, window.session, tmp_path / "hemlig.egk", window.open_path)
    asked.passphrase.field.setText("blå hästar äter gräs")
    asked.fault.setText("Lösenfrasen stämmer inte.")
    _settle(window)
    faults += _faults(window, asked, theme)
    asked.reject()
    assert not faults, _told(faults)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_handbook(qtbot: QtBot, window: MainWindow, theme: Theme) -> None:
    window.show_handbook()
    book = window.findChildren(HandbookWindow)[0]
    qtbot.waitUntil(book.isActiveWindow)
    faults = _faults(window, book, theme)
    assert not faults, _told(faults)
