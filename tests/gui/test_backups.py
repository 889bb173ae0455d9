"""Copies in the window: look into one, put one back, remove one; a damaged document; its place."""

from __future__ import annotations

import shutil
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from egenkontroll.gui import backups as shown
from egenkontroll.gui import files, messages
from egenkontroll.operations import backing_up, overview
from egenkontroll.operations.opening import open_document
from egenkontroll.storage import backups
from tests.gui.faults_of_screens import every_fault
from tests.storage.test_journals import with_an_older_journal

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
    return shown.show(window, window.session, window.open_path, copied)


def yes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "ask", lambda *_said, **_more: True)


def told(window: MainWindow) -> QMessageBox:
    (box,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    return box


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
    assert window.screen_shown.step == "home"
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
    box = told(window)
    assert box.text().startswith("Dokumentet är återställt från")
    assert "före återställning).egk" in box.informativeText()
    box.close()


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

    def choose(_parent: object, question: str, deeds: tuple[str, ...], *_said: str) -> str:
        asked.append(question)
        assert deeds == (shown.SAVE,)  # it has no copies
        return deeds[0]

    monkeypatch.setattr(messages, "choose", choose)
    monkeypatch.setattr(files, "choose_new", lambda *_said: saved)
    window.open_path(drawn)
    qtbot.waitUntil(
        lambda: window.session.document is not None and window.session.document.path == saved
    )
    assert "är skadat" in asked[0]
    assert drawn.read_bytes() == raw
    box = told(window)
    assert "räddade till saved.egk" in box.text()
    box.close()


def test_a_damaged_document_offers_its_copies(
    window: MainWindow, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied.write_bytes(copied.read_bytes()[:9000])
    monkeypatch.setattr(messages, "choose", lambda _parent, _asked, deeds, *_said: deeds[1])
    yes(monkeypatch)
    window.open_path(copied)
    settle(window)
    (dialog,) = window.findChildren(shown.BackupsDialog)
    dialog.restore.click()
    settle(window)
    assert names(window) == {"Anna Lind"}
    told(window).close()


def test_the_box_that_is_asked_does_nothing_by_mistake(window: MainWindow) -> None:
    asked: list[str | None] = []
    for press in ("Titta", "Stäng"):
        QTimer.singleShot(0, partial(_press, press))
        asked.append(messages.choose(window, "Vad?", ("Rädda", "Titta"), "Stäng"))
    assert asked == ["Titta", None]


def _press(text: str) -> None:
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    default = box.defaultButton()
    assert default is not None
    assert default.text() == "Stäng"
    next(one for one in box.buttons() if one.text() == text).click()


def test_what_opening_took_back_stays_until_it_is_read(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = with_an_older_journal(tmp_path, "")
    window.open_path(path)
    qtbot.waitUntil(lambda: window.session.document is not None)
    settle(window)
    (copy,) = backing_up.kept(path)
    box = told(window)
    assert "det som var påbörjat är ångrat" in box.text()
    assert copy.path.name in box.text()
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
