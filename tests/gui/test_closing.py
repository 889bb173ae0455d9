"""The menu of the round: lock, correct and purge in the window."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QMessageBox

from egenkontroll.operations import overview
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.handing_out import hand_out
from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.operations.resulting import standing_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.results.table import Standing

ROUND = "Våren 2024"


def press(button: str) -> Callable[[], None]:
    """Return what presses a button of the box that is open; the box may come a little later."""

    def act() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            found = [one for one in box.buttons() if one.text().replace("&", "") == button]
            if found:
                found[0].click()
                return
        QTimer.singleShot(20, act)

    return act


def write(text: str) -> Callable[[], None]:
    """Return what writes a text into the question that is open and accepts it."""

    def act() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QInputDialog):
            field = box.findChild(QLineEdit)
            assert field is not None
            field.setText(text)
            box.accept()
        else:
            QTimer.singleShot(20, act)

    return act


def read(seen: list[str]) -> Callable[[], None]:
    """Return what notes what the box that is open says, and leaves it."""

    def act() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            seen.append(box.informativeText().replace("\u00a0", " "))
            box.reject()
        else:
            QTimer.singleShot(20, act)

    return act


def choose(window: MainWindow, words: str, *acts: Callable[[], None]) -> None:
    """Choose from the menus, with what answers the boxes that come up."""
    for act in acts:
        QTimer.singleShot(0, act)
    actions = {one.text().replace("&", ""): one for one in window.findChildren(QAction)}
    actions[words].trigger()
    window.session.wait()


def standing(window: MainWindow) -> Standing:
    document = window.session.document
    assert document is not None
    return standing_of(document, find_round(document, ROUND))


def test_a_round_is_locked_corrected_and_locked_again(
    qtbot: QtBot, window: MainWindow, reviewed: Path
) -> None:
    window.open_path(reviewed)
    qtbot.waitUntil(lambda: window.session.document is not None)
    choose(window, "Lås omgången …", press("Avbryt"))
    assert standing(window).state == "preliminary"
    choose(window, "Lås omgången …", press("Lås omgången"), press("Stäng"))
    qtbot.waitUntil(lambda: standing(window).state == "locked")
    choose(window, "Öppna för rättelse …", write("fel ärende"))
    qtbot.waitUntil(lambda: standing(window).state == "reopened")
    assert standing(window).reason == "fel ärende"


def test_what_cannot_be_locked_or_opened_says_so_and_asks_nothing(
    qtbot: QtBot, window: MainWindow, reviewed: Path
) -> None:
    window.open_path(reviewed)
    qtbot.waitUntil(lambda: window.session.document is not None)
    with qtbot.waitSignal(window.session.told) as said:
        choose(window, "Öppna för rättelse …")
    assert said.args == [f"{ROUND} är inte låst. Det går att ändra i den som den är."]
    choose(window, "Lås omgången …", press("Lås omgången"), press("Stäng"))
    qtbot.waitUntil(lambda: standing(window).state == "locked")
    with qtbot.waitSignal(window.session.told) as said:
        choose(window, "Lås omgången …")
    assert said.args == [f"{ROUND} är redan låst."]


def test_locking_says_first_what_is_not_reviewed(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    seen: list[str] = []
    write_demo(tmp_path / "exempel.egk")
    window.open_path(tmp_path / "exempel.egk")
    qtbot.waitUntil(lambda: window.session.document is not None)
    choose(window, "Lås omgången …", read(seen))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].startswith("Granskningen är inte färdig: 44 av 50 klara.")


def test_purging_says_first_what_is_not_settled(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    seen: list[str] = []
    write_demo(tmp_path / "exempel.egk")
    window.open_path(tmp_path / "exempel.egk")
    qtbot.waitUntil(lambda: window.session.document is not None)
    choose(window, "Gallra omgången …", read(seen))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].startswith(
        "Omgången är inte låst: siffrorna som behålls är preliminära. 6 ärenden i urvalet är inte "
        "klara: det som inte är besvarat räknas som obesvarat.\n\nÄrendenas referenser"
    )


def test_a_round_is_purged_after_a_question_that_is_safe_to_dismiss(
    qtbot: QtBot, window: MainWindow, reviewed: Path
) -> None:
    window.open_path(reviewed)
    qtbot.waitUntil(lambda: window.session.document is not None)
    choose(window, "Gallra omgången …", press("Avbryt"))
    assert not standing(window).purged
    choose(window, "Gallra omgången …", press("Gallra för gott"), press("Stäng"))
    qtbot.waitUntil(lambda: standing(window).purged)
    window.close()
    with open_document(reviewed) as document:
        assert document.read("case_drawn") == []


def test_a_write_protected_document_says_why_nothing_is_closed(
    qtbot: QtBot, window: MainWindow, reviewed: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(reviewed, tmp_path / "skyddad.egk"))
    path.chmod(0o444)
    window.open_path(path)
    qtbot.waitUntil(lambda: window.session.document is not None)
    with qtbot.waitSignal(window.session.told) as said:
        choose(window, "Lås omgången …")
    assert said.args == [window.session.read_only]


def test_a_hand_out_is_neither_locked_nor_purged_and_nothing_is_asked(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    write_demo(tmp_path / "exempel.egk")
    with open_document(tmp_path / "exempel.egk", write=True) as document:
        made = hand_out(document, overview.rounds(document)[-1], tmp_path / "ut")[0].path
    window.open_path(made)
    qtbot.waitUntil(lambda: window.session.document is not None)
    for words, what in (("Lås omgången …", "låsas"), ("Gallra omgången …", "gallras")):
        choose(window, words)
        qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert (
            f"är en utlämnad fil med en del av omgångens ärenden, så omgången kan inte {what} "
            in (box.text())
        )
        box.close()
