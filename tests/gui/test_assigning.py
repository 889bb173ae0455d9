"""Dividing, handing out, opening what is sealed and handing in, by the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from egenkontroll.gui import files
from egenkontroll.gui.review.case_list import Filter, under
from egenkontroll.gui.review_screen import ReviewScreen
from egenkontroll.gui.sample.assigning import AssigningDialog
from egenkontroll.gui.sample_screen import SampleScreen
from egenkontroll.gui.sealed import SealedDialog
from egenkontroll.operations import sealing
from egenkontroll.operations.assigning import Named, Wanted, assign
from egenkontroll.operations.handing_out import Wish, hand_out
from egenkontroll.operations.opening import open_document
from egenkontroll.sample.cases import Status
from egenkontroll.storage import records
from tests.operations.handouts import facts_in, make_drawn, the_round

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.errors import UserError
    from egenkontroll.gui.main_window import MainWindow

PASSPHRASE = "blå hästar äter gräs"


@pytest.fixture
def drawn_twice(tmp_path: Path) -> Path:
    """Drawn, with two cases for calibration, and nobody to review."""
    return make_drawn(tmp_path / "hela.egk", calibration=2)


@pytest.fixture
def handed(drawn_twice: Path, tmp_path: Path) -> Path:
    """Anna's hand-out."""
    with open_document(drawn_twice, write=True) as document:
        one = the_round(document)
        assign(document, one, Wanted([Named("Anna Öberg"), Named("Bo Ek")]))
        made = hand_out(document, one, tmp_path / "ut", Wish(only=["Anna Öberg"]))
    return made[0].path


@pytest.fixture
def dialog(qtbot: QtBot, window: MainWindow, drawn_twice: Path) -> AssigningDialog:
    return open_dialog(qtbot, window, drawn_twice)


def open_dialog(qtbot: QtBot, window: MainWindow, path: Path) -> AssigningDialog:
    window.session.open(path)
    window.go_to("sample")
    screen = window.screen_shown
    assert isinstance(screen, SampleScreen)
    screen.head.ask.click()
    made = screen.head.dialog
    assert made is not None
    qtbot.waitExposed(made)
    return made


def write_names(dialog: AssigningDialog, *names: str) -> None:
    for row, name in zip(dialog.people.rows, names, strict=False):
        row.name.setText(name)  # a test cannot press å, ä and ö
        row.name.textEdited.emit(name)


def planned(qtbot: QtBot, dialog: AssigningDialog) -> list[list[str]]:
    qtbot.waitUntil(lambda: dialog.proposal is not None)
    model = dialog.plan.table.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_plan_is_shown_at_once_and_nothing_is_saved(
    qtbot: QtBot, dialog: AssigningDialog, drawn_twice: Path
) -> None:
    assert len(dialog.people.rows) == 2
    qtbot.waitUntil(lambda: "Skriv vilka" in dialog.plan.said.text())
    assert not dialog.save.isEnabled()
    write_names(dialog, "Anna Öberg", "Bo Ek")
    rows = planned(qtbot, dialog)
    assert [row[0] for row in rows] == ["Anna Öberg", "Bo Ek"]
    assert abs(sum(map(int, rows[0][1:3])) - sum(map(int, rows[1][1:3]))) <= 1
    assert "Alla läser först 2\u00a0ärenden för kalibrering." in dialog.plan.said.text()
    assert dialog.save.isEnabled()
    assert not dialog.hand_out.isEnabled()  # no folder yet
    dialog.reject()
    dialog._session.close()
    assert "assignment" not in {kind for kind, _ in facts_in(drawn_twice)}


def test_files_are_written_and_told_of(
    qtbot: QtBot, window: MainWindow, dialog: AssigningDialog, tmp_path: Path
) -> None:
    write_names(dialog, "Anna Öberg", "Bo Ek")
    planned(qtbot, dialog)
    dialog.use_folder(tmp_path / "ut")
    dialog.passphrase.field.setText("kort")
    assert not dialog.hand_out.isEnabled()
    assert "minst 12 tecken" in dialog.passphrase.said.text()
    dialog.passphrase.field.setText(PASSPHRASE)
    assert "Tappas lösenfrasen" in dialog.passphrase.said.text()
    with qtbot.waitSignal(window.session.saved):
        dialog.hand_out.click()
    qtbot.waitUntil(lambda: not dialog.busy and dialog.files.isVisible())
    assert dialog.files.table.rowCount() == 2
    assert "2\u00a0filer är skrivna" in dialog.files.said.text()
    assert "Lämna lösenfrasen på ett annat sätt" in dialog.files.said.text()
    made = sorted(path.name for path in (tmp_path / "ut").iterdir())
    assert made == ["Våren 2024_Anna Öberg.egk.age", "Våren 2024_Bo Ek.egk.age"]
    # Those who have cases are there the next time, and may leave.
    assert [row.known for row in dialog.people.rows] == [True, True]
    dialog.people.rows[1].leaves.click()
    assert dialog.hand_over.isVisible()
    rows = planned(qtbot, dialog)
    assert rows[1][:3] == ["Bo Ek", "0", "0"]


def test_saving_alone(qtbot: QtBot, window: MainWindow, dialog: AssigningDialog) -> None:
    write_names(dialog, "Anna Öberg", "Bo Ek")
    planned(qtbot, dialog)
    dialog.peer.click()
    planned(qtbot, dialog)
    dialog.save.click()
    qtbot.waitUntil(lambda: dialog.files.said.text() == "Fördelningen är sparad.")
    document, one = window.session.document, window.session.round
    assert document is not None
    assert one is not None
    assert records.assignments(document, one.id)
    assert dialog.peer.isChecked()


def test_names_that_cannot_be_are_told_of(qtbot: QtBot, dialog: AssigningDialog) -> None:
    write_names(dialog, "Anna Öberg", "anna  öberg")
    qtbot.waitUntil(lambda: "står två gånger" in dialog.plan.said.text())
    write_names(dialog, "Anna Öberg", "19121212-1212")
    qtbot.waitUntil(lambda: "Skriv bara namnet" in dialog.plan.said.text())
    assert dialog.proposal is None


def test_rows_come_and_go(qtbot: QtBot, dialog: AssigningDialog) -> None:
    dialog.people.add_button.click()
    assert len(dialog.people.rows) == 3
    dialog.people.rows[1].away.click()
    assert len(dialog.people.rows) == 2
    assert dialog.people.rows[0].unit.itemText(1) == "Mottagning"


def test_a_folder_that_cannot_be_made_is_told_of(
    qtbot: QtBot, window: MainWindow, dialog: AssigningDialog, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    told: list[UserError] = []
    monkeypatch.setattr(window.session, "warn", told.append)
    monkeypatch.setattr(files, "choose_folder", lambda *_: tmp_path / "a" / "b")
    write_names(dialog, "Anna Öberg", "Bo Ek")
    planned(qtbot, dialog)
    dialog.choose.click()
    dialog.hand_out.click()
    qtbot.waitUntil(lambda: bool(told))
    assert "finns inte" in told[0].message
    assert not dialog.busy


# --- the reviewer's side ------------------------------------------------------------------------


def test_a_handout_opens_on_granskning_and_asks_nobody(
    qtbot: QtBot, window: MainWindow, open_review: Callable[[Path], ReviewScreen], handed: Path
) -> None:
    window.open_path(handed)
    qtbot.waitUntil(lambda: window.session.document is not None)
    screen = window.screen_shown
    assert isinstance(screen, ReviewScreen)
    qtbot.waitUntil(lambda: screen.work is not None)
    assert window.session.reviewer is not None
    assert window.session.reviewer.name == "Anna Öberg"
    window.session.choose_reviewer(None)
    assert window.session.reviewer is not None
    assert screen.head.hand_in.isVisible()
    assert not window.screen_shown.findChildren(AssigningDialog)
    rows = screen.bench.cases.model.every
    assert [row.calibration for row in rows[:3]] == [True, True, False]
    assert under(rows[0]).startswith("Kalibrering · ")
    assert screen.work is not None
    assert screen.work.task.case.status is Status.CALIBRATION
    assert "kalibrering, räknas inte" in screen.bench.bar.about.text()
    assert not screen.bench.bar.replace.isVisible()
    screen.bench.cases.filter.setCurrentIndex(list(Filter).index(Filter.CALIBRATION))
    assert len(screen.bench.cases.model.listed) == 2


def test_the_whole_document_offers_no_handing_in(
    open_review: Callable[[Path], ReviewScreen], drawn: Path
) -> None:
    screen = open_review(drawn)
    assert not screen.head.hand_in.isVisible()
    assert not screen.hand_in.action.isVisible()
    screen.hand_in.ask()
    assert screen.hand_in.dialog is None


def test_handing_in_from_the_window(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], handed: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    screen = open_review(handed)
    QTest.keyClick(screen.questions, Qt.Key.Key_J)
    screen.head.hand_in.click()
    qtbot.waitUntil(lambda: screen.hand_in.dialog is not None)
    dialog = screen.hand_in.dialog
    assert dialog is not None
    assert "ärenden är klara" in dialog.said.text()
    assert "påbörjad, 7\u00a0frågor kvar" in dialog.left.text()
    place = tmp_path / "åter.egk"
    monkeypatch.setattr(files, "choose_new", lambda *_: place)
    dialog.make.click()
    qtbot.waitUntil(lambda: dialog.note.isVisible())
    assert "åter.egk finns nu i" in dialog.after.text()
    assert facts_in(place) == facts_in_open(screen)
    dialog.make.click()
    qtbot.waitUntil(lambda: "finns redan" in dialog.fault.text())
    dialog.reject()
    assert screen.hand_in.dialog is None


def facts_in_open(screen: ReviewScreen) -> set[tuple[str, bytes]]:
    from egenkontroll.storage.handouts import every_fact

    document = screen.session.document
    assert document is not None
    return {(fact.kind, fact.digest) for fact in every_fact(document)}


def test_a_case_taken_out_of_a_handout_waits_for_a_reserve(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], handed: Path
) -> None:
    screen = open_review(handed)
    rows = screen.bench.cases.model.every
    screen.bench.cases.choose(rows[2])
    qtbot.waitUntil(lambda: screen.work is not None and screen.work.row is rows[2])
    screen.bench.bar.replace.click()
    screen.bench.replace.choice.buttons["jäv"].click()
    screen.bench.replace.confirm.click()
    qtbot.waitUntil(lambda: "tar in en reserv" in screen.bench.news.said.text())
    assert len(screen.bench.cases.model.every) == len(rows) - 1


# --- sealed files -------------------------------------------------------------------------------


def sealed_dialog(qtbot: QtBot, window: MainWindow, path: Path) -> SealedDialog:
    window.open_path(path)
    found = window.findChildren(SealedDialog)
    assert len(found) == 1
    qtbot.waitExposed(found[0])
    return found[0]


def test_a_sealed_file_is_opened_with_its_passphrase(
    qtbot: QtBot, window: MainWindow, handed: Path, tmp_path: Path
) -> None:
    sealed = tmp_path / "Våren.egk.age"
    sealed.write_bytes(sealing.Seal(PASSPHRASE).close(handed.read_bytes()))
    dialog = sealed_dialog(qtbot, window, sealed)
    assert not dialog.unlock.isEnabled()
    dialog.passphrase.field.setText("en annan fras")
    dialog.passphrase.seen.click()
    dialog.unlock.click()
    qtbot.waitUntil(lambda: "lösenfrasen är fel" in dialog.fault.text())
    dialog.passphrase.field.setText(PASSPHRASE)
    QTest.keyClick(dialog.passphrase.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.document is not None)
    document = window.session.document
    assert document is not None
    assert document.path == tmp_path / "Våren.egk"
    assert isinstance(window.screen_shown, ReviewScreen)


def test_a_file_sealed_to_a_key_is_opened_with_it(
    qtbot: QtBot, window: MainWindow, handed: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    key = tmp_path / "nyckel.txt"
    seal = sealing.Seal(recipients=(sealing.make_key(key),))
    sealed = tmp_path / "Våren.egk.age"
    sealed.write_bytes(seal.close(handed.read_bytes()))
    dialog = sealed_dialog(qtbot, window, sealed)
    assert not dialog.passphrase.isVisible()
    monkeypatch.setattr(files, "choose_file", lambda *_: key)
    dialog._choose_key()
    monkeypatch.setattr(files, "choose_new", lambda *_: tmp_path / "ny.egk")
    dialog._choose_out()
    dialog.unlock.click()
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert (tmp_path / "ny.egk").is_file()
