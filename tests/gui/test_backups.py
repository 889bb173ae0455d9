"""Copies in the window: look into one, put one back, remove one; a damaged document; its place."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from egenkontroll.gui import backups as shown
from egenkontroll.gui import files, messages
from egenkontroll.operations import backing_up, overview
from egenkontroll.operations.opening import open_document
from egenkontroll.storage import backups
from tests.gui.faults_of_screens import every_fault

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.backups import BackupsDialog
    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.theme import Theme


def settle(window: MainWindow) -> None:
    for _ in range(4):
        window.session.wait()
        QApplication.processEvents()


@pytest.fixture
def copied(drawn: Path) -> Path:
    """A document with one copy, and a reviewer more than the copy has."""
    with open_document(drawn, write=True) as document:
        backups.back_up(document)
        overview.take_up_reviewer(document, "Bo Ek")
    return drawn


@pytest.fixture
def dialog(window: MainWindow, copied: Path) -> BackupsDialog:
    window.session.open(copied)
    settle(window)
    return shown.show(window, window.session, window.open_path)


def yes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "ask", lambda *_said, **_more: True)


def names(window: MainWindow) -> set[str]:
    document = window.session.document
    assert document is not None
    return {one.name for one in overview.reviewers(document)}


def test_a_copy_is_looked_into_and_not_changed(window: MainWindow, dialog: BackupsDialog) -> None:
    assert dialog.table.words()[0][0] == "Före en sammanslagning"
    recent = window.memory.recent()
    dialog.look.click()
    settle(window)
    assert names(window) == {"Anna Lind"}
    assert "säkerhetskopia" in window.session.read_only
    assert window.memory.recent() == recent


def test_a_copy_is_put_back(
    window: MainWindow, dialog: BackupsDialog, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    yes(monkeypatch)
    assert names(window) == {"Anna Lind", "Bo Ek"}
    dialog.restore.click()
    settle(window)
    assert names(window) == {"Anna Lind"}
    assert window.session.read_only == ""
    assert len(backing_up.kept(copied)) == 2


def test_a_copy_is_removed(
    window: MainWindow, dialog: BackupsDialog, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    yes(monkeypatch)
    dialog.remove.click()
    assert backing_up.kept(copied) == ()
    assert dialog.none.isVisible()
    assert not dialog.restore.isEnabled()
    assert window.session.document is not None


@pytest.mark.parametrize("many", [0, 1])
def test_the_dialog_in_every_look(
    window: MainWindow, theme: Theme, copied: Path, many: int
) -> None:
    if not many:
        shutil.rmtree(backups.folder_of(copied))
    window.session.open(copied)
    settle(window)
    window.show_backups()
    dialog = window.findChild(shown.BackupsDialog)
    assert isinstance(dialog, shown.BackupsDialog)
    for scale in (100, 200):
        theme.set_scale(scale)
        settle(window)
        dialog.resize(1366, 768)
        settle(window)
        dialog.activateWindow()
        settle(window)
        assert every_fault(dialog) == []
    dialog.reject()


def test_a_damaged_document_offers_to_be_rescued(
    qtbot: QtBot, window: MainWindow, drawn: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = bytearray(drawn.read_bytes())
    at = raw.index(b"00096-24") // 4096 * 4096
    raw[at : at + 4096] = bytes(4096)
    drawn.write_bytes(raw)
    asked: list[str] = []
    saved = drawn.with_name("saved.egk")

    def ask(_parent: object, question: str, *_said: str) -> bool:
        asked.append(question)
        return True

    monkeypatch.setattr(messages, "ask", ask)
    monkeypatch.setattr(files, "choose_new", lambda *_said: saved)
    window.open_path(drawn)
    qtbot.waitUntil(
        lambda: window.session.document is not None and window.session.document.path == saved
    )
    assert "är skadat" in asked[0]
    assert drawn.read_bytes() == raw
    (box,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert "räddade till saved.egk" in box.text()
    box.close()


def test_where_it_lies_is_said_once(window: MainWindow, drawn: Path) -> None:
    folder = drawn.parent / "OneDrive - Kommunen"
    folder.mkdir()
    path = drawn.rename(folder / drawn.name)
    for times in (1, 0):
        window.session.open(path)
        settle(window)
        boxes = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
        assert len(boxes) == times
        for box in boxes:
            assert "synkas med OneDrive" in box.text()
            box.close()
        window.session.close()
