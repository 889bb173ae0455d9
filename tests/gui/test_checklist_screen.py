"""Checklista: the document's and the bundled checklists, read like a printed form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from egenkontroll.checklist.model import Question
from egenkontroll.gui.checklist.form import answer_words, form_html
from egenkontroll.gui.checklist_editor import ChecklistEditor
from egenkontroll.gui.checklist_screen import ChecklistScreen
from egenkontroll.gui.theme import LIGHT
from egenkontroll.operations import checklists
from tests.gui.opened_screens import check_controls, check_not_clipped, make_empty, open_step

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.theme import Theme


@pytest.fixture
def screen(window: MainWindow, tmp_path: Path) -> ChecklistScreen:
    found = open_step(window, make_empty(tmp_path / "tom.egk"), "checklist")
    assert isinstance(found, ChecklistScreen)
    return found


def titles(screen: ChecklistScreen) -> list[str]:
    return [screen.list.item(row).text().splitlines()[0] for row in range(screen.list.count())]


def test_the_documents_own_come_first_and_then_the_bundled(screen: ChecklistScreen) -> None:
    found = titles(screen)
    assert found[:2] == ["I dokumentet", "Barn och unga: handläggning och dokumentation"]
    assert found[2] == "Följer med programmet"
    assert len(found) == 3 + len(checklists.bundled())
    assert "Våren 2024" in screen.list.item(1).text()
    assert screen.checklist is not None
    assert screen.checklist.version == "2024.1"


def test_the_form_says_all_that_is_said_of_a_question(screen: ChecklistScreen) -> None:
    words = screen.form.toPlainText().replace("\u00a0", " ")
    for part in (
        "Barn och unga: handläggning och dokumentation",
        "Version 2024.1 · 8 frågor i 4 områden",
        "Känt om varje ärende: Kön (flicka eller pojke) och Barn i hushållet (ja eller nej).",
        "2. Planering",
        "2.1",
        "Finns en utredningsplan?",
        "☐ Ja",
        "☐ Framgår inte av akten",
        "Ja om planen har frågeställningar och en tidplan.",
        "Mål: 95 %",
        "Brist: Utredningsplan saknades",
        "Gäller när Barn i hushållet är ja.",
        "☐ Delvis",
    ):
        assert part in words, part


def test_another_checklist_is_chosen_by_keys(screen: ChecklistScreen, qtbot: QtBot) -> None:
    from PySide6.QtTest import QTest

    before = screen.form.toPlainText()
    QTest.keyClick(screen.list, Qt.Key.Key_Down)
    assert screen.form.toPlainText() != before
    assert screen.checklist is not None
    assert screen.form.accessibleName() == f"Checklistan {screen.checklist.title}"


def test_every_bundled_checklist_can_be_read() -> None:
    for _, checklist in checklists.bundled():
        html = form_html(checklist, LIGHT, 10)
        assert html.count('class="question"') == 2 * len(checklist.questions)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"type": "yes_partly_no"}, "☐ Ja   ☐ Delvis   ☐ Nej   ☐ Ej aktuellt"),
        ({"type": "choice", "choices": ("A < B", "C")}, "☐ A &lt; B   ☐ C"),
        ({"type": "multi", "choices": ("Barnet", "Skolan")}, "flera svar kan väljas"),
        ({"type": "number", "unit": "dagar"}, "________________________ dagar"),
        ({"type": "date"}, "(ett datum)"),
        ({"type": "text"}, "(fri text)"),
    ],
)
def test_the_alternatives_of_every_type(more: dict[str, object], expected: str) -> None:
    question = Question.model_validate({"id": "q", "text": "Fråga?", **more})
    said = answer_words(question).replace("\u00a0", " ").replace("&nbsp;", " ")
    assert expected in said


def test_what_meets_the_requirement_is_said() -> None:
    said = []
    for _, checklist in checklists.bundled():
        for question in checklist.questions:
            if question.met_range is not None:
                said.append(form_html(checklist, LIGHT, 10))
    assert all("Uppfyllt: " in one for one in said)


def test_without_a_document_nothing_breaks(screen: ChecklistScreen) -> None:
    screen.session.close()
    screen.refresh()
    screen.session.wait()
    assert titles(screen)[0] == "Följer med programmet"


def test_every_control_has_a_name_and_is_reached(screen: ChecklistScreen) -> None:
    check_controls(screen)


def test_text_follows_the_size_and_the_scheme(
    screen: ChecklistScreen, theme: Theme, window: MainWindow, qtbot: QtBot
) -> None:
    before = screen.form.document().size().height()
    theme.set_scale(200)
    theme.set_scheme(Qt.ColorScheme.Dark)
    qtbot.waitUntil(lambda: screen.form.document().size().height() > before * 1.5)
    qtbot.waitUntil(lambda: theme.colours.text in screen.form.toHtml())
    check_not_clipped(screen, qtbot)


def test_the_shown_checklist_is_edited_and_the_editor_closed_again(
    screen: ChecklistScreen,
) -> None:
    screen.menu_actions()[0].trigger()
    editor = screen.editor
    assert editor is not None
    assert screen.pages.currentWidget() is editor
    origin = editor.draft.origin
    assert origin is not None
    assert origin.version == "2024.1"
    assert not any(action.isEnabled() for action in screen.menu_actions())
    assert screen.may_close(), "nothing has been changed"
    editor.ask_close()
    assert screen.editor is None
    assert screen.pages.currentWidget() is screen.splitter
    assert all(action.isEnabled() for action in screen.menu_actions())


def test_a_new_checklist_and_one_of_the_bundled_can_be_edited(
    screen: ChecklistScreen, qtbot: QtBot
) -> None:
    screen.edit_new()
    assert screen.editor is not None
    assert screen.editor.draft.origin is None
    screen.editor.ask_close()
    qtbot.waitUntil(lambda: screen.list.count() > 3)
    screen.list.setCurrentRow(3)
    bundled = screen.checklist
    assert bundled is not None
    screen.edit_shown()
    assert screen.editor is not None
    origin = screen.editor.draft.origin
    assert origin is not None
    assert origin.digest == bundled.digest


def test_the_blank_form_is_saved(screen: ChecklistScreen, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "blankett.pdf"
    screen.save_form(path)
    qtbot.waitUntil(path.exists)
    assert path.read_bytes().startswith(b"%PDF-")


def test_the_window_asks_before_an_unsaved_edit_is_lost(
    screen: ChecklistScreen, window: MainWindow, qtbot: QtBot
) -> None:
    screen.edit_shown()
    editor = screen.editor
    assert editor is not None
    editor.add_question()
    answers = iter((False, True))

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        role = (
            QMessageBox.ButtonRole.AcceptRole
            if next(answers)
            else QMessageBox.ButtonRole.RejectRole
        )
        found = [one for one in box.buttons() if box.buttonRole(one) is role]
        found[0].click()

    QTimer.singleShot(0, press)
    window.close_document()
    assert window.session.document is not None, "kept, since the person wants to go on"
    assert screen.editor is editor
    QTimer.singleShot(0, press)
    window.close_document()
    assert window.session.document is None
    qtbot.waitUntil(lambda: not window.findChildren(ChecklistEditor))
