"""A table of answers in the window: looked at with every fault, and then taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from egenkontroll.gui.review.answers_table import AnswersDialog
from egenkontroll.operations import closing
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.handing_out import hand_out
from egenkontroll.operations.opening import open_document
from egenkontroll.sample.cases import Status
from egenkontroll.storage import records
from tests.gui.opened_screens import VT2024, check_controls, make_empty, open_step

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow

SVAR = VT2024 / "svar-anna.csv"
HEADS = "referens;fråga;svar;kommentar;roll"


def table(document_file: Path, path: Path, heads: str = HEADS) -> Path:
    """A table with an answer to each of the first ten cases of the sample."""
    with open_document(document_file) as document:
        one = records.rounds(document)[0]
        drawn = [case.reference for case in records.cases(document, one.id)
                 if case.status is Status.DRAWN][:10]  # fmt: skip
    rows = [f"{reference};natverk;ja;;" for reference in drawn]
    path.write_text("\n".join([heads, *rows]), encoding="utf-8")
    return path


def opened(window: MainWindow, path: Path) -> AnswersDialog:
    screen = open_step(window, path, "review")
    next(one for one in screen.menu_actions() if "med svar" in one.text()).trigger()
    return next(one for one in window.findChildren(AnswersDialog) if one.isVisible())


def choose(form: AnswersDialog, path: Path) -> None:
    form.source.choose_table(path)
    form.session.wait()


def answers(form: AnswersDialog) -> int:
    document = form.session.document
    assert document is not None
    return len(records.answers(records.answer_facts(document, form.round.id)))


def test_answers_are_looked_at_and_taken_in(
    window: MainWindow, drawn: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    made = table(drawn, tmp_path / "svar.csv")
    form = opened(window, drawn)
    check_controls(form)
    assert form.reviewer.currentText() == "Anna Lind"
    assert form.ask_columns() is None
    choose(form, made)
    assert form.summary.text().replace("\u00a0", " ") == "10 nya svar av Anna Lind."
    assert answers(form) == 0
    with qtbot.waitSignal(window.session.told) as said:
        form.take_in.click()
        window.session.wait()
    assert "av Anna Lind är inlästa i Våren 2024." in said.args[0]
    assert not form.isVisible()
    assert answers(form) == 10
    # The same table again has nothing new; by somebody else all of it is.
    again = opened(window, drawn)
    choose(again, made)
    assert again.summary.text().replace("\u00a0", " ") == (
        "0 nya svar av Anna Lind, 10 finns redan."
    )
    assert not again.take_in.isEnabled()
    again.reviewer.setEditText("Bo Ek")
    qtbot.waitUntil(lambda: "av Bo Ek." in again.summary.text())
    assert again.take_in.isEnabled()
    again.reviewer.setEditText("")
    qtbot.waitUntil(again.problems.isVisible)
    assert again.problems.message.text() == "Granskaren behöver ett namn."
    again.reject()


def test_faults_and_columns(window: MainWindow, drawn: Path, tmp_path: Path) -> None:
    path = table(drawn, tmp_path / "svar.csv", "Akt;Nummer;Omdöme;x;y")
    form = opened(window, drawn)
    choose(form, path)
    assert "Tryck på Välj kolumner" in form.problems.message.text()
    form.columns.click()
    dialog = form.ask_columns()
    assert dialog is not None
    for column, box in enumerate(dialog.boxes.values()):
        box.setCurrentIndex(box.findData(column))
    dialog.use.click()
    form.session.wait()
    assert "nya svar av Anna Lind" in form.summary.text()
    choose(form, tmp_path / "borta.csv")
    assert form.problems.isVisible()
    path.write_text("\n".join([HEADS, "borta;natverk;ja", "fel;natverk;ja"]), encoding="utf-8")
    choose(form, path)
    assert form.problems.lines.text().count("ingår inte i urvalet") == 2
    assert not form.take_in.isEnabled()
    assert answers(form) == 0
    form.reject()


def test_a_table_is_dropped(window: MainWindow, drawn: Path, tmp_path: Path) -> None:
    made = table(drawn, tmp_path / "svar.csv")
    form = opened(window, drawn)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for urls, taken in (([], False), ([QUrl.fromLocalFile(str(made))], True)):
        carried = QMimeData()
        carried.setUrls(urls)
        event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, carried, left, none)
        event.ignore()
        form.dragEnterEvent(event)  # type: ignore[arg-type]
        assert event.isAccepted() is taken
        form.dropEvent(event)
        form.session.wait()
        assert form.take_in.isEnabled() is taken
    form.reject()


def test_a_hand_out_is_one_persons(window: MainWindow, tmp_path: Path) -> None:
    write_demo(tmp_path / "demo.egk")
    with open_document(tmp_path / "demo.egk", write=True) as document:
        one = records.rounds(document)[-1]
        made = hand_out(document, one, tmp_path)[0]
    form = opened(window, made.path)
    assert not form.reviewer.isEnabled()
    assert form.reviewer.currentText() == made.reviewer
    choose(form, SVAR)
    assert "finns inte i den här filen" in form.problems.lines.text()
    form.reject()


@pytest.mark.parametrize("locked", [True, False])
def test_it_says_why_nothing_can_be_taken_in(
    window: MainWindow, reviewed: Path, tmp_path: Path, qtbot: QtBot, locked: bool
) -> None:
    path = reviewed if locked else make_empty(tmp_path / "tom.egk")
    screen = open_step(window, path, "review")
    document, one = screen.session.document, screen.session.round
    assert document is not None
    assert one is not None
    action = next(one for one in screen.menu_actions() if "med svar" in one.text())
    if locked:
        closing.lock(document, one)
        window.session.announce("sample")
        with qtbot.waitSignal(window.session.told) as said:
            action.trigger()
        assert "är låst" in said.args[0]
        return
    action.trigger()
    form = next(one for one in window.findChildren(AnswersDialog) if one.isVisible())
    form.reviewer.setEditText("Anna")
    choose(form, SVAR)
    assert "inget urval än" in form.problems.message.text()
    form.reject()
