"""Granskning on real documents, by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from egenkontroll.gui.review.case_list import Filter
from egenkontroll.gui.review_screen import ReviewScreen
from egenkontroll.operations import overview
from egenkontroll.operations.opening import checklist_of, open_document
from egenkontroll.operations.resulting import round_results
from egenkontroll.operations.sampling import create_round, draw_sample
from egenkontroll.review.reading import State
from egenkontroll.storage import records
from tests.gui.conftest import VT2024

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.theme import Theme


class Keys:
    """Presses keys where the focus is, and counts them."""

    def __init__(self, qtbot: QtBot, screen: ReviewScreen) -> None:
        self.pressed = 0
        screen.window().activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    def press(self, *keys: str | Qt.Key, control: bool = False) -> None:
        modifier = (
            Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        )
        for key in keys:
            target = QApplication.focusWidget()
            assert target is not None
            code = Qt.Key(ord(key.upper())) if isinstance(key, str) else key
            QTest.keyClick(target, code, modifier)
            self.pressed += 1

    def type(self, text: str) -> None:
        for letter in text:
            target = QApplication.focusWidget()
            assert target is not None
            none = Qt.KeyboardModifier.NoModifier
            QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, 0, none, letter))


def _said(screen: ReviewScreen, question: str) -> str:
    assert screen.work is not None
    return screen.work.said(question).value


def _comment(screen: ReviewScreen, question: str) -> str:
    assert screen.work is not None
    return screen.work.said(question).comment


def _state(screen: ReviewScreen) -> State:
    assert screen.work is not None
    return screen.work.state


def _settled(screen: ReviewScreen) -> None:
    screen.session.wait()


def test_a_whole_case_is_scored_by_keys_only(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path, window: MainWindow
) -> None:
    screen = open_review(drawn)
    assert screen.work is not None
    reference = screen.work.task.case.reference
    questions = len(screen.work.reading.applies)
    keys = Keys(qtbot, screen)
    while screen.work.reading.missing():
        keys.press("n" if screen.questions.current == "natverk" else "j")
    keys.press(Qt.Key.Key_Return, control=True)
    assert keys.pressed <= questions + 4
    assert screen.work.task.case.reference != reference, "the next case is there at once"
    _settled(screen)
    window.close_document()
    with open_document(drawn) as document:
        found = round_results(document, None, None, None)
    assert found.reviewed == 1
    rows = {row.question.id: row for row in found.rows}
    assert (rows["utredningsplan"].counts.met, rows["natverk"].counts.not_met) == (1, 1)


def test_saved_is_said_only_after_the_commit(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path
) -> None:
    screen = open_review(drawn)
    keys = Keys(qtbot, screen)
    with qtbot.waitSignal(screen.session.saved) as told:
        keys.press("j")
        assert _said(screen, "skyddsbedomning") == "yes", "shown at once"
    assert told.args is not None
    assert str(told.args[0]).startswith("Sparat ")
    document = screen.session.document
    assert document is not None
    assert len(document.read("answer")) == 1


def test_undo_and_redo_reach_through_the_whole_history_after_a_restart(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path, window: MainWindow
) -> None:
    screen = open_review(drawn)
    Keys(qtbot, screen).press("j", "n", "e", Qt.Key.Key_Up, "j")
    assert _said(screen, "utredningsplan") == "yes"
    window.close_document()

    screen = open_review(drawn)
    assert screen.questions.current == "natverk", "opens at the first unanswered question"
    keys = Keys(qtbot, screen)
    keys.press("z", control=True)
    assert _said(screen, "utredningsplan") == "not_applicable"
    assert screen.questions.current == "utredningsplan", "what was undone is in sight"
    keys.press("z", "z", "z", control=True)
    assert screen.work is not None
    assert not any(screen.work.reading.values.values())
    keys.press("z", control=True)
    keys.press("y", "y", "y", "y", control=True)
    assert _said(screen, "aterkoppling") == "no"
    assert _said(screen, "utredningsplan") == "yes"


def test_a_new_answer_ends_the_redoing(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path
) -> None:
    screen = open_review(drawn)
    keys = Keys(qtbot, screen)
    keys.press("j")
    keys.press("z", control=True)
    keys.press("n")
    keys.press("y", control=True)
    assert _said(screen, "skyddsbedomning") == "no"


def test_conditions_show_and_hide_at_once_with_the_reason(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], every_type: Path
) -> None:
    screen = open_review(every_type)
    card = screen.questions.cards["varfor"]
    why = screen.questions.hidden_line("varfor")
    assert not card.isVisible()
    assert "gäller när Vilken insats beviljades? är Ingen insats" in why.text()
    keys = Keys(qtbot, screen)
    keys.press("e", "e", "3")
    assert card.isVisible()
    assert not why.isVisible()
    assert screen.questions.current == "varfor"
    keys.press("z", control=True)
    assert not card.isVisible()


def test_every_type_is_answered_by_keys(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], every_type: Path
) -> None:
    screen = open_review(every_type)
    keys = Keys(qtbot, screen)
    keys.type("14")
    keys.press(Qt.Key.Key_Return)
    keys.type("2024-04-15")
    keys.press(Qt.Key.Key_Return)
    keys.press("3", "t")
    keys.type("Behovet kvarstod inte.")
    keys.press(Qt.Key.Key_Return)
    assert screen.questions.current == "horda"
    keys.press("1", "3", "1", Qt.Key.Key_Return, "d")
    _settled(screen)
    said = {name: _said(screen, name) for name in screen.questions.cards}
    assert said == {
        "dagar": "=14",
        "datum": "=2024-04-15",
        "insats": "=Ingen insats",
        "varfor": "=Behovet kvarstod inte.",
        "horda": "=Annan",
        "motiverat": "partly",
    }


def test_limits_are_told_beside_the_field(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], every_type: Path
) -> None:
    screen = open_review(every_type)
    keys = Keys(qtbot, screen)
    keys.type("366")
    field = screen.questions.cards["dagar"].field
    assert field is not None
    assert field.fault == "Talet ska vara högst 365."
    keys.press(Qt.Key.Key_Return)
    assert screen.questions.current == "dagar"
    assert _said(screen, "dagar") == ""
    keys.press(Qt.Key.Key_Backspace, Qt.Key.Key_Return)
    assert _said(screen, "dagar") == "=36"


def test_letters_are_keys_in_a_number_field(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], every_type: Path
) -> None:
    screen = open_review(every_type)
    Keys(qtbot, screen).press("f")
    assert _said(screen, "dagar") == "not_in_record"
    assert screen.questions.current == "datum"


def test_cannot_judge_moves_to_its_comment(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path
) -> None:
    screen = open_review(drawn)
    keys = Keys(qtbot, screen)
    keys.press("k")
    editor = screen.questions.cards["skyddsbedomning"].editor
    assert editor.edit.hasFocus()
    keys.type("Handlingen är maskad.")
    keys.press(Qt.Key.Key_Return)
    assert screen.questions.current == "aterkoppling"
    assert _comment(screen, "skyddsbedomning") == "Handlingen är maskad."


def test_what_is_wrong_with_a_comment_is_in_sight_at_the_largest_text(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path, theme: Theme
) -> None:
    screen = open_review(drawn)
    theme.set_scale(200)
    screen.window().resize(1366, 768)
    _settled(screen)
    Keys(qtbot, screen).press("c")
    editor = screen.questions.cards["skyddsbedomning"].editor
    editor.edit.insertPlainText("Det gäller 850709-9805")

    def whole(part: QWidget) -> bool:
        return part.isVisible() and part.visibleRegion().boundingRect() == part.rect()

    # The window takes its new size in several turns: both at once, not one after the other.
    qtbot.waitUntil(lambda: whole(editor.mask_button) and whole(editor.edit.viewport()))


def test_nobody_new_is_asked_for_where_nothing_can_be_saved(
    qtbot: QtBot, window: MainWindow, drawn: Path
) -> None:
    with open_document(drawn, write=True) as document:
        overview.take_up_reviewer(document, "Bo Ek")
    drawn.chmod(0o444)
    window.open_path(drawn)
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert window.screen_shown.step == "home"
    window.go_to("review")
    screen = window.screen_shown
    assert isinstance(screen, ReviewScreen)
    qtbot.waitUntil(lambda: bool(screen.who.buttons))
    assert [one.text() for one in screen.who.buttons] == ["Anna Lind", "Bo Ek"]
    qtbot.waitUntil(screen.who.buttons[0].isVisible)
    assert not screen.who.name.isVisible()


def test_comment_with_c_and_back_with_esc(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path
) -> None:
    screen = open_review(drawn)
    keys = Keys(qtbot, screen)
    keys.press("c")
    keys.type("Jan")
    keys.press(Qt.Key.Key_Escape, "j")
    assert _comment(screen, "skyddsbedomning") == "Jan"
    assert _said(screen, "skyddsbedomning") == "yes"


def test_a_personal_number_is_stopped_as_typed_and_can_be_masked(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path
) -> None:
    screen = open_review(drawn)
    keys = Keys(qtbot, screen)
    keys.press("c")
    keys.type("Mamman 19800101-1234 ringde")
    editor = screen.questions.cards["skyddsbedomning"].editor
    assert editor.stopped
    assert editor.mask_button.isVisible()
    keys.press(Qt.Key.Key_Return)
    assert editor.edit.hasFocus(), "nothing is saved, and nothing lost"
    assert _comment(screen, "skyddsbedomning") == ""
    editor.mask_button.click()
    keys.press(Qt.Key.Key_Return)
    assert _comment(screen, "skyddsbedomning") == "Mamman [personnummer] ringde"


def test_a_personal_number_left_behind_is_masked_and_never_saved(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path, window: MainWindow
) -> None:
    screen = open_review(drawn)
    keys = Keys(qtbot, screen)
    keys.press("c")
    keys.type("Mamman 19800101-1234")
    window.close_document()
    assert b"19800101" not in drawn.read_bytes()
    with open_document(drawn) as document:
        assert [fact.content[1] for fact in document.read("answer")] == ["Mamman [personnummer]"]


def test_a_contact_is_stopped_as_typed_and_masked(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path
) -> None:
    screen = open_review(drawn)
    keys = Keys(qtbot, screen)
    keys.press("c")
    keys.type("Ring 070-123 45 67 eller a@b.se")
    editor = screen.questions.cards["skyddsbedomning"].editor
    assert editor.stopped
    assert "ett telefonnummer" in editor.edit.accessibleDescription()
    keys.press(Qt.Key.Key_Return)
    assert editor.edit.hasFocus()
    editor.mask_button.click()
    keys.press(Qt.Key.Key_Return)
    said = _comment(screen, "skyddsbedomning")
    assert said == "Ring [telefonnummer] eller [e-postadress]"


def test_klar_lists_what_is_missing_with_a_jump_to_each(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path
) -> None:
    screen = open_review(drawn)
    keys = Keys(qtbot, screen)
    keys.press("j")
    keys.press(Qt.Key.Key_Return, control=True)
    assert screen.work is not None
    links = screen.bench.lack.links
    assert [link.text() for link in links][:1] == [
        "Har anmälaren fått återkoppling om att utredning inletts, inte inletts eller redan "
        "pågår?: svar saknas"
    ]
    assert len(links) == len(screen.work.reading.missing())
    assert screen.work.state is State.STARTED
    links[2].setFocus()
    keys.press(Qt.Key.Key_Space)
    assert screen.questions.current == "natverk"
    assert not screen.bench.lack.isVisible()


def _finish(qtbot: QtBot, screen: ReviewScreen) -> Keys:
    keys = Keys(qtbot, screen)
    assert screen.work is not None
    while screen.work.reading.missing():
        keys.press("j")
    keys.press(Qt.Key.Key_Return, control=True)
    return keys


def test_reopening_asks_why(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path
) -> None:
    screen = open_review(drawn)
    keys = _finish(qtbot, screen)
    keys.press(Qt.Key.Key_Up, control=True)
    assert screen.work is not None
    assert _state(screen) is State.DONE
    first = screen.questions.current
    keys.press("n")
    assert screen.bench.reopen.isVisible()
    assert _said(screen, first) == "yes", "nothing changes in a case that is klar"
    keys.press(Qt.Key.Key_Return)
    assert screen.bench.reopen.isVisible(), "a reason has to be given"
    keys.type("Svarade på fel fråga")
    keys.press(Qt.Key.Key_Return)
    assert _state(screen) is State.RETURNED
    keys.press("n")
    assert _said(screen, first) == "no"
    _settled(screen)
    document = screen.session.document
    assert document is not None
    assert "Svarade på fel fråga" in [fact.content[1] for fact in document.read("review_state")]


def test_enter_goes_on_to_the_next_case_when_all_is_answered(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path
) -> None:
    screen = open_review(drawn)
    keys = Keys(qtbot, screen)
    work = screen.work
    assert work is not None
    keys.press(Qt.Key.Key_Return)
    assert screen.questions.current == "aterkoppling", "Enter leaves a question for later"
    while work.reading.missing():
        keys.press("j", Qt.Key.Key_Return)
    assert screen.work is not work
    assert screen.questions.current == "skyddsbedomning"


def test_cases_are_left_and_come_back_to_as_they_were(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path
) -> None:
    screen = open_review(drawn)
    keys = Keys(qtbot, screen)
    first = screen.work
    keys.press("j", Qt.Key.Key_PageDown, "n", Qt.Key.Key_PageUp)
    assert screen.work is first
    assert _said(screen, "skyddsbedomning") == "yes"
    keys.press(Qt.Key.Key_Down, control=True)
    assert _said(screen, "skyddsbedomning") == "no"


def test_filter_and_find(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path
) -> None:
    screen = open_review(drawn)
    cases = screen.bench.cases
    every = len(cases.model.every)
    keys = _finish(qtbot, screen)
    cases.filter.setCurrentIndex(list(Filter).index(Filter.OPEN))
    assert len(cases.model.listed) == every - 1
    cases.filter.setCurrentIndex(list(Filter).index(Filter.COMMENTED))
    assert not cases.model.listed
    cases.filter.setCurrentIndex(list(Filter).index(Filter.SECOND))
    assert not cases.model.listed
    cases.show_all()
    keys.press("f", control=True)
    wanted = cases.model.every[40]
    keys.type(wanted.task.case.reference)
    keys.press(Qt.Key.Key_Return)
    assert screen.work is not None
    assert screen.work.row is wanted
    keys.press(Qt.Key.Key_Return, "j")
    assert _said(screen, "skyddsbedomning") == "yes"


def test_asks_who_is_reviewing_where_the_document_does_not_say(
    qtbot: QtBot, window: MainWindow, nobody: Path
) -> None:
    from egenkontroll.gui.review_screen import ReviewScreen

    window.open_path(nobody)
    qtbot.waitUntil(lambda: window.session.document is not None)
    screen = window.screen_shown
    assert isinstance(screen, ReviewScreen)
    assert screen.who.isVisible()
    keys = Keys(qtbot, screen)
    screen.who.name.setFocus()
    keys.type("Bo  Ek")
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.work is not None)
    assert screen.session.reviewer is not None
    assert screen.session.reviewer.name == "Bo Ek"


def test_a_read_only_document_is_shown_and_not_changed(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path
) -> None:
    drawn.chmod(0o444)
    before = drawn.read_bytes()
    screen = open_review(drawn)
    assert "skrivskyddat" in screen.session.read_only
    Keys(qtbot, screen).press("j", "c")
    _settled(screen)
    assert _said(screen, "skyddsbedomning") == ""
    assert drawn.read_bytes() == before


def test_the_case_list_is_a_sound_model(
    open_review: Callable[[Path], ReviewScreen], drawn: Path, qtmodeltester: object
) -> None:
    screen = open_review(drawn)
    qtmodeltester.check(screen.bench.cases.model)  # type: ignore[attr-defined]


def test_what_could_not_be_saved_is_not_shown_as_saved(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path, window: MainWindow
) -> None:
    screen = open_review(drawn)
    keys = Keys(qtbot, screen)
    document = screen.session.document
    assert document is not None
    trigger = (
        "CREATE TEMP TRIGGER full BEFORE INSERT ON answer BEGIN SELECT RAISE(ABORT, 'full'); END"
    )
    document._db.conn.execute(trigger)
    keys.press("j")
    qtbot.waitUntil(lambda: screen.work is not None and _said(screen, "skyddsbedomning") == "")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    box = QApplication.activeModalWidget()
    assert box is not None
    box.close()


def test_cases_that_come_late_do_not_take_the_keys_from_another_step(
    qtbot: QtBot, window: MainWindow, drawn: Path
) -> None:
    window.session.open(drawn)
    window.go_to("review")
    review = window.screen_shown
    window.go_to("checklist")
    window.activateWindow()
    window.screen_shown.begin()
    qtbot.waitUntil(lambda: getattr(review, "work", None) is not None)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.isVisible()


def test_a_key_that_is_held_down_answers_one_question(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path
) -> None:
    screen = open_review(drawn)
    Keys(qtbot, screen).press("j")
    here = screen.questions.current
    none = Qt.KeyboardModifier.NoModifier
    for _ in range(5):
        target = QApplication.focusWidget()
        assert target is not None
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_J, none, "j", True)
        QApplication.sendEvent(target, held)
    assert screen.questions.current == here
    assert _said(screen, here) == ""
    klar = next(one for one in screen.menu_actions() if one.text().startswith("&Klar"))
    assert not klar.autoRepeat()


def test_a_comment_half_written_is_kept_when_somebody_else_is_to_review(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path
) -> None:
    screen = open_review(drawn)
    keys = Keys(qtbot, screen)
    keys.press("c")
    keys.type("Saknas i akten")
    assert screen.work is not None
    case, question = screen.work.task.case.id, screen.questions.current
    screen.session.choose_reviewer(None)
    _settled(screen)
    document = screen.session.document
    assert document is not None
    (said,) = document.read("answer", case_id=case, question=question)
    assert "Saknas i akten" in said.content


def test_the_guidance_is_of_the_round_that_is_shown(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], drawn: Path
) -> None:
    """The same question may be the current one before and after."""
    with open_document(drawn, write=True) as document:
        (earlier,) = overview.rounds(document)
        reviewer = overview.take_up_reviewer(document, "Anna Lind")
        asked = checklist_of(document, earlier)
        case = records.cases(document, earlier.id)[0].id
        said = ("yes", "", "Räknas även utan datum", reviewer.id)
        document.add([records.consensus_fact(document, case, asked.questions[0].id, *said)])
    create_round(drawn, VT2024 / "checklista-2024.yaml", "Hösten 2024", "2024-10-01/2024-11-30")
    draw_sample(
        drawn, "Hösten 2024", VT2024 / "arendelista.csv", per_unit=2, reserves=1, seed="a",
        double_percent=0, by="",
    )  # fmt: skip
    screen = open_review(drawn)
    guidance = screen.desk.bench.guidance

    def told(name: str) -> int:
        one = next(known for known in screen.session.rounds() if known.name == name)
        screen.session.choose_round(one)
        screen.session.choose_reviewer(reviewer)
        qtbot.waitUntil(lambda: screen.work is not None and bool(screen.questions.current))
        assert screen.questions.current == asked.questions[0].id
        qtbot.waitUntil(lambda: not screen.questions._turn.isActive())
        return len(guidance.agreed)

    assert [told(name) for name in ("Hösten 2024", "Våren 2024", "Hösten 2024")] == [1, 0, 1]


def test_undo_goes_on_through_a_number(
    qtbot: QtBot, open_review: Callable[[Path], ReviewScreen], every_type: Path
) -> None:
    """Its line takes the focus, and has itself nothing to take back."""
    screen = open_review(every_type)
    keys = Keys(qtbot, screen)
    screen.questions.go_to("insats")
    keys.press("1")
    screen.questions.go_to("dagar")
    keys.type("30")
    keys.press(Qt.Key.Key_Return)
    screen.questions.go_to("motiverat")
    keys.press("j")
    assert screen.work is not None
    left = []
    for _ in range(3):
        keys.press(Qt.Key.Key_Z, control=True)
        left.append([name for name in ("insats", "dagar", "motiverat") if _said(screen, name)])
    assert left == [["insats", "dagar"], ["insats"], []]
