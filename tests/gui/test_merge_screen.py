"""Slå ihop: files looked at, brought together and taken back; contradictions; names; contents."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel, QMessageBox, QWidget

from egenkontroll.gui import messages
from egenkontroll.gui.merge.contradiction import Contradiction, will_be_saved
from egenkontroll.gui.merge.held import HeldSection
from egenkontroll.gui.merge.preview import details, summary
from egenkontroll.gui.merge.sealed import Opening, Sealed
from egenkontroll.gui.merge_screen import MergeScreen
from egenkontroll.gui.review_screen import ReviewScreen
from egenkontroll.merge.classes import Counts, FileClass, FilePreview, MergePreview
from egenkontroll.merge.receipt import needed_words
from egenkontroll.operations import merging, overview, sealing
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.reviewing import save_answer
from egenkontroll.operations.sampling import create_round, draw_sample
from egenkontroll.review.answers import Answer, Role
from egenkontroll.storage import records
from tests.gui.conftest import VT2024
from tests.gui.faults_of_screens import every_fault
from tests.gui.opened_screens import check_controls, check_not_clipped, make_empty, open_step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.theme import Theme

ANNA, BO = "Anna Lind", "Bo Ek"
Said = tuple[int, int, str, str]
"""The number of the case, the number of the question, the value and the comment."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inlämnat"
    made.mkdir()
    return made


@pytest.fixture
def screen(window: MainWindow, drawn: Path) -> MergeScreen:
    return _open(window, drawn)


def _open(window: MainWindow, path: Path) -> MergeScreen:
    found = open_step(window, path, "merge")
    assert isinstance(found, MergeScreen)
    _settle(found)  # the screen that the document opened on takes the focus when it is ready
    found.begin()
    return found


def _answer(path: Path, name: str, *said: Said, role: Role = Role.FIRST) -> Path:
    """Let somebody answer in a document, one answer after the other."""
    with open_document(path, write=True) as document:
        one = overview.current_round(document)
        assert one is not None
        asked = overview.checklist(document, one)
        assert asked is not None
        reviewer = overview.take_up_reviewer(document, name)
        cases = records.cases(document, one.id)
        for case, question, value, comment in said:
            of = asked.questions[question].id
            save_answer(document, Answer(cases[case].id, of, role, reviewer.id, value, comment))
    return path


def _handed_in(drawn: Path, to: Path, name: str, *said: Said, role: Role = Role.FIRST) -> Path:
    """Make a copy of a document and let somebody answer in it."""
    return _answer(Path(shutil.copy(drawn, to)), name, *said, role=role)


def _contradicting(drawn: Path, folder: Path) -> tuple[Path, Path]:
    """Let Anna answer two questions differently in two copies."""
    return (
        _handed_in(drawn, folder / "a.egk", ANNA, (0, 0, "yes", ""), (1, 1, "no", "Saknas helt.")),
        _handed_in(drawn, folder / "b.egk", ANNA, (0, 0, "no", "Planen är inte daterad."),
                   (1, 1, "yes", "Finns i journalen.")),
    )  # fmt: skip


def _add(screen: MergeScreen, *paths: Path) -> None:
    screen.files.add(paths)
    _settle(screen)


def _settle(screen: MergeScreen) -> None:
    for _ in range(4):
        screen.session.wait()
        QApplication.processEvents()


def _merge(screen: MergeScreen, *paths: Path) -> None:
    _add(screen, *paths)
    screen.files.do.click()
    _settle(screen)
    screen.window().activateWindow()  # there is no window manager to do it when the box goes
    _settle(screen)


def _held(path: Path) -> int:
    with open_document(path) as document:
        return document.count()


def _words(screen: QWidget) -> str:
    said = [one.text() for one in screen.findChildren(QLabel) if one.isVisible()]
    return "\n".join(said).replace("\u00a0", " ")


# --- files ------------------------------------------------------------------------------------


def test_a_sample_of_its_own_is_said_above_the_list(window: MainWindow, folder: Path) -> None:
    """A copy has drawn other cases for the same round, some of which the document has too."""
    path, other = folder / "v.egk", folder / "kopia.egk"
    create_round(path, VT2024 / "checklista-2024.yaml", "Våren 2024", "2024-04-01/2024-05-31")
    shutil.copy(path, other)
    for one, seed in ((path, "2024"), (other, "2025")):
        draw_sample(
            one, "Våren 2024", VT2024 / "arendelista.csv", per_unit=12, reserves=0,
            double_percent=0, seed=seed, by="Bo Ek",
        )  # fmt: skip
    screen = _open(window, path)
    _add(screen, other)
    assert "räknas två gånger om alla filer tas med" in screen.files.summary.text()
    assert screen.files.table.words()[0][2] == "Annat urval"


def test_a_file_about_a_purged_round_is_not_said_to_be_in_already() -> None:
    purged = Counts(known=2, purged=971)
    one = FilePreview(Path("a.egk"), "ab", 1, (FileClass.IDENTICAL,), purged)
    assert summary(MergePreview((one,))) == "Inget kan tas in, och dokumentet ändras inte."
    assert "finns redan i dokumentet" not in str(details(one))
    plain = replace(one, counts=Counts(known=2))
    assert "Dokumentet har redan allt" in summary(MergePreview((plain,)))
    assert "finns redan i dokumentet" in str(details(plain))


def test_begins_with_one_thing_to_do(screen: MergeScreen) -> None:
    assert screen.shown is screen.files
    assert screen.files.nothing.add.hasFocus()
    assert "Lägg till filerna som granskarna har lämnat in" in _words(screen)
    assert "inget ändras förrän du väljer att slå ihop" in _words(screen).replace("\n", " ")


def test_each_file_is_a_row_that_says_what_it_is(
    screen: MergeScreen, drawn: Path, folder: Path
) -> None:
    same = Path(shutil.copy(drawn, folder / "samma.egk"))
    new = _handed_in(same, folder / "bo.egk", BO, (0, 0, "yes", ""), (0, 1, "no", ""))
    second = _handed_in(same, folder / "andra.egk", "Cia Å", (0, 0, "yes", ""), role=Role.SECOND)
    broken = folder / "trasig.egk"
    broken.write_bytes(new.read_bytes()[:9000])
    foreign = folder / "brev.egk"
    foreign.write_text("Hej", encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    _add(screen, same, new, second, broken, foreign)
    rows = screen.files.table.words()
    assert [row[0] for row in rows] == ["samma.egk", "bo.egk", "andra.egk", "trasig.egk",
                                        "brev.egk"]  # fmt: skip
    assert [row[2] for row in rows] == ["Inget nytt", "Ny", "Andra granskning", "Skadad",
                                        "Hör inte hit"]  # fmt: skip
    assert rows[1][1] == BO
    assert [row[3] for row in rows] == ["0", "2", "1", "–", "–"]
    assert screen.files.do.text().replace("\u00a0", " ") == "Slå ihop 3 filer"
    assert "2 filer hoppas över" in _words(screen)
    screen.files.table.selectRow(3)
    _settle(screen)
    assert "Vad som är fel" in _words(screen)
    assert "trasig.egk" in _words(screen)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    screen.session.close()
    assert _held(drawn) == _held(same), "looking writes nothing"


def test_the_open_document_and_what_does_not_exist_are_told(
    screen: MergeScreen, drawn: Path, folder: Path
) -> None:
    bo = _handed_in(_shut_copy(screen, folder), folder / "bo.egk", BO, (0, 0, "yes", ""))
    _add(screen, drawn, folder / "borta.egk", bo, bo, folder.parent / "tom mapp")
    assert screen.files.paths == (bo,)
    assert f"{drawn.name} är dokumentet som är öppet" in _words(screen)
    assert "borta.egk finns inte" in _words(screen)


def _shut_copy(screen: MergeScreen, folder: Path) -> Path:
    document = screen.session.document
    assert document is not None
    return Path(shutil.copy(document.path, folder / ".utgångspunkt"))


def test_a_folder_dropped_gives_the_documents_in_it(screen: MergeScreen, folder: Path) -> None:
    start = _shut_copy(screen, folder)
    (folder / "norr").mkdir()
    bo = _handed_in(start, folder / "bo.egk", BO, (0, 0, "yes", ""))
    cia = _handed_in(start, folder / "norr" / "cia.egk", "Cia Å", (1, 0, "yes", ""))
    (folder / "läs mig.txt").write_text("Hej", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder)), QUrl("https://example.org/x.egk")])
    screen.files.dropEvent(
        QDropEvent(
            QPointF(9, 9),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    _settle(screen)
    assert screen.files.paths == (bo, cia)
    empty = folder / "tom"
    empty.mkdir()
    _add(screen, empty)
    assert "I mappen tom finns ingen fil" in _words(screen)


def test_paths_are_pasted(screen: MergeScreen, folder: Path) -> None:
    start = _shut_copy(screen, folder)
    bo = _handed_in(start, folder / "bo ek.egk", BO, (0, 0, "yes", ""))
    cia = _handed_in(start, folder / "cia.egk", "Cia Å", (1, 0, "yes", ""))
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(f'"{bo}"\n{QUrl.fromLocalFile(str(cia)).toString()}\n\n')
    QTest.keyClick(screen.files.nothing.add, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    _settle(screen)
    assert list(screen.files.paths) == [bo, cia]
    QTest.keyClick(screen.files.table, Qt.Key.Key_Delete)
    _settle(screen)
    assert list(screen.files.paths) == [cia]
    QTest.keyClick(screen.files.table, Qt.Key.Key_Delete)
    assert screen.files.found is None
    clipboard.clear()
    screen.files.paste()
    assert not screen.files.paths


def test_files_without_anything_new_cannot_be_merged(screen: MergeScreen, folder: Path) -> None:
    same = _shut_copy(screen, folder)
    _add(screen, same)
    assert "Dokumentet har redan allt" in _words(screen)
    assert not screen.files.do.isEnabled()
    screen.files.merge()
    _settle(screen)
    assert screen.shown is screen.files


def test_a_document_that_is_only_read_says_why(
    window: MainWindow, drawn: Path, folder: Path
) -> None:
    bo = _handed_in(drawn, folder / "bo.egk", BO, (0, 0, "yes", ""))
    drawn.chmod(0o444)
    screen = _open(window, drawn)
    _add(screen, bo)
    assert "öppet för läsning" in _words(screen)
    assert not screen.files.do.isEnabled()
    drawn.chmod(0o644)


def test_the_passphrase_of_many_files_is_asked_for_in_a_box_that_fits(
    screen: MergeScreen, theme: Theme, folder: Path
) -> None:
    paths = [folder / f"Våren 2024_Anna-Karin Söderberg {at}.egk.age" for at in range(6)]
    for path in paths:
        path.write_bytes(sealing.Seal("fyra ord som minns").close(b"nothing"))
    theme.set_scale(200)
    seen: list[tuple[int, str]] = []

    def look() -> None:
        (box,) = [one for one in screen.findChildren(QInputDialog) if one.isVisible()]
        seen.append((box.width(), box.labelText()))
        box.reject()

    QTimer.singleShot(0, look)
    assert Sealed().ask(screen, paths) is None
    ((wide, said),) = seen
    assert wide < 1366
    assert said.startswith("Lösenfras för\nVåren 2024_Anna-Karin Söderberg 0.egk.age\n")
    assert said.replace("\u00a0", " ").endswith("3.egk.age\n2 filer till")


def test_locked_files_are_opened_with_a_passphrase(
    screen: MergeScreen, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    phrase = "fyra ord som minns"
    start = _shut_copy(screen, folder)
    plain = _handed_in(start, folder / "bo.egk", BO, (0, 0, "yes", ""))
    locked = folder / "bo.egk.age"
    locked.write_bytes(sealing.Seal(phrase).close(plain.read_bytes()))
    plain.unlink()
    answers = iter([None, Opening("en helt annan fras"), Opening(phrase)])
    monkeypatch.setattr(Sealed, "ask", lambda *_: next(answers))
    for said in ("bo.egk.age är låst och togs inte med.", "lösenfrasen är fel"):
        _add(screen, locked)
        assert screen.files.found is None
        (box,) = [one for one in screen.findChildren(QMessageBox) if one.isVisible()]
        assert box.text() == "Ingen fil togs med."
        assert said in box.informativeText()
        box.close()
    _add(screen, folder)
    assert [row[:3] for row in screen.files.table.words()] == [["bo.egk", BO, "Ny"]]
    opened = screen.files.paths[0]
    assert opened.is_file()
    assert opened.parent != folder
    screen.files.do.click()
    _settle(screen)
    assert screen.receipts.receipt is not None
    assert not opened.exists(), "what was opened is taken away"


# --- bringing together ------------------------------------------------------------------------


def test_after_a_merge_the_receipt_is_shown_and_every_screen_knows(
    screen: MergeScreen, window: MainWindow, folder: Path, drawn: Path
) -> None:
    start = _shut_copy(screen, folder)
    bo = _handed_in(start, folder / "bo.egk", BO, (0, 0, "yes", ""), (0, 1, "no", ""))
    before = bo.read_bytes()
    told: list[str] = []
    window.session.changed.connect(told.append)
    _merge(screen, bo)
    assert screen.shown is screen.receipts
    receipt = screen.receipts.receipt
    assert receipt is not None
    assert [one.name for one in receipt.files] == ["bo.egk"]
    words = _words(screen)
    assert "bo.egk" in words
    assert f"Säkerhetskopia från före: {receipt.backup}" in words
    assert f"SHA-256 {receipt.files[0].digest[:8]}" in words
    assert receipt.files[0].digest not in words.replace(" ", "")
    assert {"answers", "reviewers", "rounds", "sample"} <= set(told)
    assert bo.read_bytes() == before
    assert screen.files.paths == ()
    QTest.keyClick(screen.receipts.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().replace(" ", "")
    assert receipt.files[0].digest in copied
    screen.tabs.buttons["held"].click()
    _settle(screen)
    held = screen.shown
    assert isinstance(held, HeldSection)
    (table,) = held.tables.values()
    assert [row[0] for row in table.words()] == [BO]
    window.session.close()
    assert _held(drawn) > _held(start)


def test_a_merge_is_taken_back_after_one_question(
    screen: MergeScreen, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = _shut_copy(screen, folder)
    _merge(screen, _handed_in(start, folder / "bo.egk", BO, (0, 0, "yes", "")))
    asked: list[str] = []

    def answer(_parent: object, question: str, *_yes: str, detail: str = "") -> bool:
        asked.append(f"{question} {detail}")
        return len(asked) > 1

    monkeypatch.setattr(messages, "ask", answer)
    screen.receipts.undo.click()
    _settle(screen)
    assert screen.receipts.receipt is not None
    assert not screen.receipts.receipt.undone
    assert "skrivits efter sammanslagningen är kvar" in asked[0]
    screen.receipts.undo.click()
    _settle(screen)
    assert len(asked) == 2
    assert screen.receipts.receipt.undone
    assert not screen.receipts.undo.isVisible()
    assert "Sammanslagningen är ångrad" in _words(screen)
    document = screen.session.document
    assert document is not None
    assert [one.name for one in overview.reviewers(document)] == [ANNA]


def test_what_stays_when_a_merge_is_taken_back_is_said_in_a_box(
    screen: MergeScreen, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = _shut_copy(screen, folder)
    _merge(screen, _handed_in(start, folder / "bo.egk", BO, (0, 0, "yes", "")))
    document = screen.session.document
    assert document is not None
    one = overview.current_round(document)
    assert one is not None
    asked = overview.checklist(document, one)
    assert asked is not None
    bo = next(each for each in overview.reviewers(document) if each.name == BO)
    case = records.cases(document, one.id)[1].id
    of = asked.questions[1].id
    save_answer(document, Answer(case, of, Role.FIRST, bo.id, "no", ""))
    monkeypatch.setattr(messages, "ask", lambda *_said, **_more: True)
    screen.receipts.take_back()
    _settle(screen)
    (box,) = [each for each in screen.window().findChildren(QMessageBox) if each.isVisible()]
    assert box.text().replace("\u00a0", " ") == (
        "Ångrat: 1 uppgift är borttagen, 1 uppgift som har skrivits sedan dess är kvar. "
        f"{needed_words(1)}."
    ).replace("\u00a0", " ")
    box.close()


def test_the_receipt_is_saved_as_pdf(
    screen: MergeScreen, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = _shut_copy(screen, folder)
    _merge(screen, _handed_in(start, folder / "bo.egk", BO, (0, 0, "yes", "")))
    to = folder / "kvitto.pdf"
    monkeypatch.setattr("egenkontroll.gui.files.choose_new", lambda *_: to)
    screen.receipts.ask_save()
    _settle(screen)
    with pypdfium2.PdfDocument(to) as pdf:
        assert "bo.egk" in pdf[0].get_textpage().get_text_range()


def test_a_merge_that_is_stopped_leaves_everything_as_it_was(
    screen: MergeScreen, folder: Path
) -> None:
    start = _shut_copy(screen, folder)
    bo = _handed_in(start, folder / "bo.egk", BO, (0, 0, "yes", ""))
    _add(screen, bo)
    document = screen.session.document
    assert document is not None
    before = document.count()
    first = Event()
    screen.session.run(lambda: first.wait(5))  # so that the stop comes before the work
    screen.files.do.click()
    box = screen.files.work.box
    assert box is not None
    assert box.isModal()
    assert box.focusWidget() is box.stop
    check_controls(box)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not box.stop.isEnabled()
    assert box.isVisible(), "the box stays until the work has stopped"
    first.set()
    _settle(screen)
    assert screen.files.work.box is None
    assert screen.shown is screen.files
    assert screen.files.paths == (bo,)
    assert document.count() == before


def test_the_window_is_never_frozen_while_files_are_merged(
    screen: MergeScreen, qtbot: QtBot, folder: Path
) -> None:
    """The fault that others had: a window that stands still until all is read and written."""
    start = _shut_copy(screen, folder)
    paths = [_many(start, folder / f"{number}.egk", f"Granskare {number}") for number in range(3)]
    _add(screen, *paths)
    beats: list[bool] = []
    drawn: list[int] = []
    timer = QTimer()
    timer.setInterval(0)
    timer.timeout.connect(lambda: beats.append(screen.files.work.busy))
    screen.files.work.stepped.connect(lambda done, _every: drawn.append(done))
    timer.start()
    screen.files.do.click()
    assert screen.files.work.busy, "the button gives the window back at once"
    qtbot.waitUntil(lambda: screen.receipts.receipt is not None)
    timer.stop()
    assert sum(beats) > 20, "the window's own events were handled while the files were merged"
    assert len(set(drawn)) > 2, "and the bar moved"


def _many(start: Path, to: Path, name: str) -> Path:
    """Let somebody answer every question of every case."""
    shutil.copy(start, to)
    with open_document(to, write=True) as document:
        one = overview.current_round(document)
        assert one is not None
        asked = overview.checklist(document, one)
        assert asked is not None
        reviewer = overview.take_up_reviewer(document, name)
        document.add(
            records.answer_fact(
                document, Answer(case.id, question.id, Role.FIRST, reviewer.id, "yes", "")
            )
            for case in records.cases(document, one.id)
            for question in asked.questions
        )
    return to


# --- contradictions ---------------------------------------------------------------------------


@pytest.fixture
def contradicted(screen: MergeScreen, folder: Path) -> MergeScreen:
    _merge(screen, *_contradicting(_shut_copy(screen, folder), folder))
    screen.receipts.settle.click()
    return screen


def _sheet(screen: MergeScreen) -> Contradiction:
    found = screen.conflicts.sheet
    assert found is not None
    return found


def _answers(screen: MergeScreen) -> dict[tuple[str, str], tuple[str, str]]:
    document = screen.session.document
    assert document is not None
    one = screen.session.round
    assert one is not None
    references = {case.id: case.reference for case in records.cases(document, one.id)}
    found = records.answers(records.answer_facts(document, one.id))
    return {
        (references[key[0]], key[1]): (answer.value, answer.comment)
        for key, (answer, _) in found.items()
    }


def _press(screen: MergeScreen, key: Qt.Key) -> None:
    QTest.keyClick(screen.window().focusWidget() or screen, key)
    _settle(screen)


def test_contradictions_are_settled_by_keys_and_words_are_kept(contradicted: MergeScreen) -> None:
    screen = contradicted
    assert screen.shown is screen.conflicts
    assert screen.tabs.buttons["conflicts"].text() == "Motsägelser (2)"
    sheet = _sheet(screen)
    first = sheet.conflict
    assert [side.said for side in first.sides] == ["Ja", "Nej"]
    words = _words(screen)
    for said in (first.reference, first.unit, first.text, "A: Ja", "B: Nej", "Ingen kommentar",
                 "Planen är inte daterad.", "MOTSÄGELSE 1 AV 2"):  # fmt: skip
        assert said in words
    _press(screen, Qt.Key.Key_Return)
    assert "Välj A, B eller ett eget svar." in _words(screen)
    _press(screen, Qt.Key.Key_1)
    assert "Kommentaren i B följer med, eftersom A ingen har." in _words(screen)
    _press(screen, Qt.Key.Key_Return)
    assert _answers(screen)[first.reference, first.question] == ("yes", "Planen är inte daterad.")
    assert screen.tabs.buttons["conflicts"].text() == "Motsägelser (1)"
    second = _sheet(screen).conflict
    assert second != first
    _press(screen, Qt.Key.Key_2)
    assert "Kommentaren i A finns kvar i historiken." in _words(screen)
    _press(screen, Qt.Key.Key_Return)
    assert _answers(screen)[second.reference, second.question] == ("yes", "Finns i journalen.")
    assert screen.conflicts.sheet is None
    assert "Inga motsägelser" in _words(screen)


def test_what_is_settled_is_what_the_reviewer_sees(
    qtbot: QtBot, contradicted: MergeScreen, window: MainWindow
) -> None:
    """Also where the reviewer has had the case before, as it was then."""
    session = contradicted.session
    first = _sheet(contradicted).conflict
    document, one = session.document, session.round
    assert document is not None
    assert one is not None
    session.choose_reviewer(next(o for o in overview.reviewers(document) if o.name == ANNA))

    def shown() -> str:
        window.go_to("review")
        screen = window.screen_shown
        assert isinstance(screen, ReviewScreen)
        qtbot.waitUntil(lambda: screen.work is not None)
        rows = screen.desk.bench.cases.model.every
        screen.desk.walk.choose(next(r for r in rows if r.task.case.reference == first.reference))
        assert screen.work is not None
        return screen.work.said(first.question).value

    before = shown()
    window.go_to("merge")
    choice = next(str(at) for at, side in enumerate(first.sides, 1) if side.value != before)
    _press(contradicted, Qt.Key(ord(choice)))
    _press(contradicted, Qt.Key.Key_Return)
    assert {before, shown()} == {"yes", "no"}


def test_an_answer_of_ones_own_needs_an_answer_and_a_reason(contradicted: MergeScreen) -> None:
    screen = contradicted
    first = _sheet(screen).conflict
    _press(screen, Qt.Key.Key_3)
    own = _sheet(screen).own
    assert own is not None
    assert own.comment.text == "Planen är inte daterad."
    _press(screen, Qt.Key.Key_Return)
    assert "Välj eller skriv ett eget svar." in _words(screen)
    _press(screen, Qt.Key.Key_K)
    assert own.value == "cannot_judge"
    _press(screen, Qt.Key.Key_Return)
    assert "Skriv ett skäl till det egna svaret." in _words(screen)
    reason = _sheet(screen).reason
    assert reason.hasFocus()
    QTest.keyClicks(reason, "123")
    assert reason.text() == "123", "figures in a field are no keys"
    reason.setText("Ring 070-123 45 67")
    _press(screen, Qt.Key.Key_Return)
    assert "Skälet ser ut att innehålla" in _words(screen)
    reason.setText("Akten är ofullständig.")
    _press(screen, Qt.Key.Key_Return)
    saved = _answers(screen)[first.reference, first.question]
    assert saved == ("cannot_judge", "Planen är inte daterad.")
    assert len(screen.conflicts.left) == 1


def test_what_will_be_saved_and_what_is_missing_are_in_sight_with_large_text(
    contradicted: MergeScreen, window: MainWindow, theme: Theme, qtbot: QtBot
) -> None:
    theme.set_scale(200)
    window.resize(1366, 768)
    conflicts = contradicted.conflicts
    conflicts.begin()

    def in_sight(words: str) -> bool:
        seen = [
            one.visibleRegion().boundingRect().height() == one.height()
            for one in conflicts.findChildren(QLabel)
            if words in one.text()
        ]
        return bool(seen) and all(seen)

    conflicts.save()
    qtbot.waitUntil(lambda: in_sight("Välj A, B eller ett eget svar."))
    _press(contradicted, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: in_sight("Sparas: Nej"))
    assert not in_sight("Välj A, B")
    conflicts.step_on()
    assert not in_sight("Sparas")


def test_page_down_goes_on_without_saving(contradicted: MergeScreen) -> None:
    screen = contradicted
    first = _sheet(screen).conflict
    _press(screen, Qt.Key.Key_1)
    _press(screen, Qt.Key.Key_PageDown)
    second = _sheet(screen).conflict
    assert second != first
    _press(screen, Qt.Key.Key_PageDown)
    assert _sheet(screen).conflict == first
    _press(screen, Qt.Key.Key_PageUp)
    assert _sheet(screen).conflict == second
    assert len(screen.conflicts.left) == 2


def test_what_is_half_typed_stays_when_something_else_changes(contradicted: MergeScreen) -> None:
    screen = contradicted
    sheet = _sheet(screen)
    sheet.reason.setText("Halvskrivet")
    screen.session.announce("reviewers")
    _settle(screen)
    assert _sheet(screen) is sheet
    assert sheet.reason.text() == "Halvskrivet"


@pytest.mark.parametrize(("question", "value"), [(0, "=14"), (1, "=2024-05-02"),
                                                 (2, "=Placering"), (3, "=Text"),
                                                 (4, "=Barnet\nSkolan")])  # fmt: skip
def test_ones_own_answer_may_be_of_every_type(
    window: MainWindow, every_type: Path, folder: Path, question: int, value: str
) -> None:
    screen = _open(window, every_type)
    start = _shut_copy(screen, folder)
    one = _handed_in(start, folder / "a.egk", ANNA, (0, question, "cannot_judge", "Oklart."))
    other = _handed_in(start, folder / "b.egk", ANNA, (0, question, "not_in_record", "Oklart."))
    _merge(screen, one, other)
    screen.show_section("conflicts")
    sheet = _sheet(screen)
    sheet.choose(merging.OWN)
    assert sheet.own is not None
    own = sheet.own.pick
    if own.field is not None and own.field.line is not None:
        QTest.keyClicks(own.field.line, value[1:])
    elif own.field is not None and own.field.text is not None:
        own.field.text.edit.setPlainText(value[1:])
    else:
        for option in value[1:].split("\n"):
            own.buttons[f"={option}"].click()
    sheet.reason.setText("Akten är läst igen.")
    screen.conflicts.save()
    _settle(screen)
    ((saved, comment),) = _answers(screen).values()
    assert (saved, comment) == (value, "Oklart.")


def test_home_leads_to_the_contradictions(contradicted: MergeScreen, window: MainWindow) -> None:
    window.go_to("home")
    window.session.wait()
    home = window.screen_shown
    assert "2 motsägelser väntar på att avgöras" in _words(home)
    window.go_to("merge")
    contradicted.show_section("files")
    contradicted.begin()
    assert contradicted.files.nothing.settle.hasFocus()
    contradicted.files.nothing.settle.click()
    assert contradicted.shown is contradicted.conflicts


def test_nothing_is_said_to_be_saved_before_anything_is_chosen(contradicted: MergeScreen) -> None:
    conflict = _sheet(contradicted).conflict
    assert not will_be_saved(conflict, "")
    assert not will_be_saved(conflict, merging.OWN)
    assert "Ja" in will_be_saved(conflict, merging.OWN, "yes")


# --- one person, spelled two ways -------------------------------------------------------------


def test_a_name_spelled_two_ways_is_asked_about(screen: MergeScreen, folder: Path) -> None:
    start = _shut_copy(screen, folder)
    other = folder / "b.egk"
    shutil.copy(start, other)
    with open_document(other, write=True) as document:
        document.add([records.new_reviewer(document, "LIND, Anna")])
        document.add([records.new_reviewer(document, "Bo Ek"),
                      records.new_reviewer(document, "bo ek")])  # fmt: skip
    _merge(screen, other)
    assert screen.tabs.buttons["persons"].text() == "Samma person? (2)"
    screen.tabs.buttons["persons"].click()
    (yes, _), (_, no) = screen.persons.buttons
    assert "Anna" in yes.accessibleName()
    no.click()
    assert len(screen.persons.buttons) == 1
    screen.persons.buttons[0][0].click()
    _settle(screen)
    assert not screen.persons.pairs
    document_ = screen.session.document
    assert document_ is not None
    assert [pair for pair in merging.spelled_twice(document_) if "Anna" in pair[0].name] == []


# --- what the document holds ------------------------------------------------------------------


def test_what_each_reviewer_has_done(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "demo.egk"
    write_demo(path)
    screen = _open(window, path)
    screen.tabs.buttons["held"].click()
    _settle(screen)
    held = screen.shown
    assert isinstance(held, HeldSection)
    assert list(held.tables) == ["Våren 2026", "Våren 2025", "Våren 2024"]
    assert held.tables["Våren 2026"].words()[0][0] == "Amina Holm"


def test_a_round_without_work(window: MainWindow, tmp_path: Path) -> None:
    screen = _open(window, make_empty(tmp_path / "tom.egk"))
    screen.show_section("held")
    _settle(screen)
    held = screen.shown
    assert isinstance(held, HeldSection)
    assert held.tables == {}
    window.session.close()
    held.refresh()
    screen.refresh()
    assert screen.files.found is None


# --- keys, names and room ---------------------------------------------------------------------


def test_sections_are_reached_by_arrows(screen: MergeScreen) -> None:
    first = screen.tabs.buttons["files"]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert screen.shown is screen.receipts
    assert screen.tabs.buttons["receipts"].hasFocus()
    assert "Inga sammanslagningar än" in _words(screen)


def _each(screen: MergeScreen, folder: Path) -> dict[str, Callable[[], object]]:
    start = _shut_copy(screen, folder)
    _merge(screen, *_contradicting(start, folder))
    bo = _handed_in(start, folder / "bo.egk", BO, (2, 0, "yes", ""))
    broken = folder / "trasig.egk"
    broken.write_bytes(bo.read_bytes()[:9000])
    screen.show_section("files")
    _add(screen, bo, broken, folder / "borta.egk")
    found: Mapping[str, Callable[[], object]] = {
        "files": lambda: screen.files.table.selectRow(1),
        "receipts": lambda: None,
        "conflicts": lambda: _sheet(screen).choose(merging.OWN),
        "persons": lambda: None,
        "held": lambda: None,
    }
    return dict(found)


def test_every_section_has_names_room_and_contrast_in_every_look(
    screen: MergeScreen, theme: Theme, window: MainWindow, qtbot: QtBot, folder: Path
) -> None:
    faults = []
    for scheme, scale in ((Qt.ColorScheme.Light, 100), (Qt.ColorScheme.Dark, 200)):
        theme.set_scheme(scheme)
        theme.set_scale(scale)
        for name, prepare in _each(screen, folder).items():
            screen._go(name)
            prepare()
            _settle(screen)
            window.resize(1366, 768)
            qtbot.wait(1)
            check_controls(screen)
            check_not_clipped(screen, qtbot)
            window.activateWindow()
            screen.shown.begin()
            faults += [f"{one} [{name} {scale} %]" for one in every_fault(window)]
            assert (window.width(), window.height()) == (1366, 768), name
    assert not faults, "\n".join(faults)
