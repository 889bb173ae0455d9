"""Encrypted documents in the window: made, opened with the passphrase, copied plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from egenkontroll.gui import encrypted, files, messages
from egenkontroll.gui.encrypted import EncryptDialog, UnlockDialog
from egenkontroll.gui.report_screen import ReportScreen
from egenkontroll.gui.results import exporting
from egenkontroll.gui.sample.assigning import AssigningDialog
from egenkontroll.operations import encrypting, passphrases
from egenkontroll.operations.opening import open_document
from egenkontroll.storage import keys
from tests.gui.opened_screens import open_step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.theme import Theme

PASSPHRASE = "fyra ord som inte hör ihop"


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    keys.forget()
    yield
    keys.forget()


def is_open(window: MainWindow, path: Path) -> bool:
    document = window.session.document
    return document is not None and document.path == path


def make_dialog(qtbot: QtBot, window: MainWindow, drawn: Path) -> EncryptDialog:
    window.session.open(drawn)
    dialog = encrypted.make(window, window.session, window.open_path)
    qtbot.waitExposed(dialog)
    return dialog


def fill(dialog: EncryptDialog) -> None:
    dialog.passphrase.field.setText(PASSPHRASE)
    dialog.again.field.setText(PASSPHRASE)
    dialog.read.setChecked(True)


def test_a_document_is_encrypted_and_the_new_one_opened(
    qtbot: QtBot, window: MainWindow, drawn: Path
) -> None:
    dialog = make_dialog(qtbot, window, drawn)
    out = drawn.with_name(f"{drawn.stem} (krypterad).egk")
    assert dialog.out.text() == str(out)
    assert not dialog.done_button.isEnabled()
    fill(dialog)
    dialog.read.setChecked(False)
    assert not dialog.done_button.isEnabled()
    dialog.read.setChecked(True)
    dialog.again.field.setText("fyra andra ord")
    assert not dialog.done_button.isEnabled()
    assert "inte lika" in dialog.fault.text()
    dialog.again.field.setText(PASSPHRASE)
    assert dialog.fault.text() == ""
    dialog.done_button.click()
    qtbot.waitUntil(lambda: is_open(window, out))
    (told,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert "är krypterat" in told.text()
    assert "kvar okrypterade" in told.informativeText()
    told.close()
    assert drawn.is_file()
    assert window.session.document is not None
    assert window.session.document.encrypted


def test_what_is_wrong_is_in_sight_with_large_text(
    qtbot: QtBot, window: MainWindow, drawn: Path, theme: Theme
) -> None:
    theme.set_scale(200)
    dialog = make_dialog(qtbot, window, drawn)
    dialog.resize(dialog.width(), 500)
    dialog.passphrase.field.setText(PASSPHRASE)
    dialog.again.field.setText("fyra andra ord")
    assert "inte lika" in dialog.fault.text()
    high = dialog.fault.height
    qtbot.waitUntil(lambda: dialog.fault.visibleRegion().boundingRect().height() == high() > 20)
    dialog.reject()


def test_what_cannot_be_written_is_said_in_the_dialog(
    qtbot: QtBot, window: MainWindow, drawn: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = make_dialog(qtbot, window, drawn)
    monkeypatch.setattr(files, "choose_new", lambda *_: drawn)
    dialog._choose_out()
    fill(dialog)
    dialog.done_button.click()
    qtbot.waitUntil(lambda: "finns redan" in dialog.fault.text())
    assert dialog.isVisible()
    assert dialog.done_button.isEnabled()
    dialog.reject()


def test_an_encrypted_document_is_opened_with_its_passphrase(
    qtbot: QtBot, window: MainWindow, drawn: Path, tmp_path: Path
) -> None:
    path = encrypt(drawn, tmp_path)
    window.open_path(path)
    (dialog,) = window.findChildren(UnlockDialog)
    qtbot.waitExposed(dialog)
    assert not dialog.done_button.isEnabled()
    dialog.passphrase.field.setText("en helt annan fras")
    dialog.done_button.click()
    qtbot.waitUntil(lambda: "stämmer inte" in dialog.fault.text())
    dialog.passphrase.field.setText(PASSPHRASE)
    QTest.keyClick(dialog.passphrase.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: is_open(window, path))
    assert window.session.read_only == ""


def test_a_plain_copy(
    window: MainWindow, drawn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, out = encrypt(drawn, tmp_path), tmp_path / "klartext.egk"
    passphrases.unlock(path, PASSPHRASE)
    window.session.open(path)
    monkeypatch.setattr(messages, "ask", lambda *_said, **_more: True)
    monkeypatch.setattr(files, "choose_new", lambda *_: out)
    encrypted.make_plain(window, window.session)
    window.session.wait()
    with open_document(out) as document:
        assert not document.encrypted
    out.unlink()
    window.session.open(drawn)
    encrypted.make_plain(window, window.session)
    window.session.wait()
    assert not out.exists()


def encrypt(drawn: Path, folder: Path) -> Path:
    from egenkontroll.operations import encrypting

    path = folder / "hemlig.egk"
    with open_document(drawn) as document:
        encrypting.encrypt(document, path, PASSPHRASE)
    keys.forget()
    return path


@pytest.fixture
def secret(tmp_path: Path, drawn: Path) -> Path:
    out = tmp_path / "hemlig.egk"
    with open_document(drawn) as document:
        encrypting.encrypt(document, out, PASSPHRASE)
    return out


@pytest.mark.parametrize("encrypted", [True, False])
def test_where_files_are_written_it_is_said_that_they_are_not_encrypted(
    qtbot: QtBot, window: MainWindow, secret: Path, drawn: Path, encrypted: bool
) -> None:
    screen = open_step(window, secret if encrypted else drawn, "report")
    assert isinstance(screen, ReportScreen)
    assert screen.plain.isVisible() == encrypted
    assert "papperen är inte det" in screen.plain.text()
    told: list[str] = []
    window.session.told.connect(told.append)
    screen.save_as(drawn.with_name("blad.pdf"))
    window.session.wait()
    assert told[-1].startswith("Papperet är sparat: blad.pdf.")
    assert ("Den är inte krypterad" in told[-1]) == encrypted


@pytest.mark.parametrize("encrypted", [True, False])
def test_an_export_is_said_not_to_be_encrypted(
    monkeypatch: pytest.MonkeyPatch, window: MainWindow, secret: Path, drawn: Path, encrypted: bool
) -> None:
    open_step(window, secret if encrypted else drawn, "results")
    out = drawn.with_name("ut.json")
    picked = lambda *_: (str(out), "JSON, allt om omgången (*.json)")  # noqa: E731
    monkeypatch.setattr(QFileDialog, "getSaveFileName", picked)
    told: list[str] = []
    window.session.told.connect(told.append)
    exporting.export_action(window.session, window).trigger()
    window.session.wait()
    assert out.exists()
    assert told[-1].startswith("ut.json är skriven.")
    assert ("Den är inte krypterad" in told[-1]) == encrypted


@pytest.mark.parametrize("encrypted", [True, False])
def test_what_is_handed_out_is_said_not_to_be_encrypted_without_a_passphrase(
    qtbot: QtBot, window: MainWindow, secret: Path, drawn: Path, encrypted: bool
) -> None:
    window.session.open(secret if encrypted else drawn)
    dialog = AssigningDialog(window.session, window)
    qtbot.addWidget(dialog)
    dialog.begin()
    qtbot.waitExposed(dialog)
    assert dialog.plain.isVisible() == encrypted
    dialog.passphrase.field.setText(PASSPHRASE)
    assert not dialog.plain.isVisible()
    dialog.passphrase.field.clear()
    assert dialog.plain.isVisible() == encrypted
    window.session.wait()
    dialog.reject()
