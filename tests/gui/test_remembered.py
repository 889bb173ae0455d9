"""What this computer remembers of a document, and where the document opens then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QSplitter

from egenkontroll.gui.checklist_screen import ChecklistScreen
from egenkontroll.gui.main_window import MainWindow
from egenkontroll.gui.memory import Memory
from egenkontroll.operations import overview
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.opening import open_document

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.theme import Theme


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """The example: three reviewers, of whom Cecilia Ek has done all that is hers."""
    path = tmp_path / "demo.egk"
    write_demo(path)
    return path


def _opened_anew(qtbot: QtBot, theme: Theme, tmp_path: Path, path: Path) -> MainWindow:
    window = MainWindow(theme, Memory(tmp_path / "fonster.ini"))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.session.open(path)
    return window


def _choose(path: Path, window: MainWindow, name: str) -> None:
    document = window.session.document
    assert document is not None
    found = {one.name: one for one in overview.reviewers(document)}
    window.session.choose_reviewer(found[name])


def test_who_reviews_is_asked_once_for_each_document(
    qtbot: QtBot, theme: Theme, window: MainWindow, demo: Path, tmp_path: Path
) -> None:
    window.session.open(demo)
    assert window.session.reviewer is None
    _choose(demo, window, "Amina Holm")
    window.close()
    again = _opened_anew(qtbot, theme, tmp_path, demo)
    assert again.session.reviewer is not None
    assert again.session.reviewer.name == "Amina Holm"
    assert again.screen_shown.step == "review"
    again.session.choose_reviewer(None)  # "Byt": the next one is asked again
    again.close()
    assert _opened_anew(qtbot, theme, tmp_path, demo).session.reviewer is None


def test_a_reviewer_who_is_done_lands_on_the_next_step(
    qtbot: QtBot, theme: Theme, window: MainWindow, demo: Path, tmp_path: Path
) -> None:
    window.session.open(demo)
    _choose(demo, window, "Cecilia Ek")
    window.close()
    again = _opened_anew(qtbot, theme, tmp_path, demo)
    again.session.wait()
    assert again.screen_shown.step == "home"


def test_nothing_is_written_in_the_document(window: MainWindow, demo: Path) -> None:
    with open_document(demo) as document:
        before = document.count()
    window.session.open(demo)
    _choose(demo, window, "Amina Holm")
    window.close()
    with open_document(demo) as document:
        assert document.count() == before


def test_forgetting_the_recent_forgets_who_reviewed(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "fonster.ini")
    memory.keep_reviewer(tmp_path / "a.egk", "01ab")
    memory.keep_reviewer(tmp_path / "b.egk", "02cd")
    memory.keep_reviewer(tmp_path / "a.egk", "03ef")
    assert memory.reviewer(tmp_path / "a.egk") == "03ef"
    assert memory.reviewer(tmp_path / "b.egk") == "02cd"
    memory.keep_reviewer(tmp_path / "b.egk", "")
    assert memory.reviewer(tmp_path / "b.egk") == ""
    memory.save()
    assert Memory(tmp_path / "fonster.ini").reviewer(tmp_path / "a.egk") == "03ef"
    memory.forget_recent()
    assert memory.reviewer(tmp_path / "a.egk") == ""


def _editor_split(window: MainWindow) -> QSplitter:
    window.go_to("checklist")
    window.session.wait()
    screen = window.screen_shown
    assert isinstance(screen, ChecklistScreen)
    if screen.editor is None:
        screen.edit_shown()
    assert screen.editor is not None
    return next(one for one in screen.editor.findChildren(QSplitter) if one.objectName())


def test_the_editors_splitter_stays_where_it_was_put(
    qtbot: QtBot, theme: Theme, window: MainWindow, drawn: Path, tmp_path: Path
) -> None:
    window.session.open(drawn)
    split = _editor_split(window)
    qtbot.waitUntil(lambda: split.width() > 600)
    split.setSizes([split.width() - 500, 500])
    chosen = split.sizes()
    window.close()
    again = _opened_anew(qtbot, theme, tmp_path, drawn)
    found = _editor_split(again)
    qtbot.waitUntil(lambda: abs(found.sizes()[1] - chosen[1]) <= 2)
