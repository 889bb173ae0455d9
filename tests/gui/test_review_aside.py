"""What comes in between on Granskning: flags, replacement, serious concerns, earlier agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from egenkontroll.gui.review.case_list import Filter
from egenkontroll.operations import overview
from egenkontroll.operations.concerns import ROUTINES, handed_over
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.interpreting import interpretations
from egenkontroll.operations.opening import open_document
from egenkontroll.review.reading import STATE_WORDS, State
from egenkontroll.sample.cases import REASONS, Status
from egenkontroll.storage import records
from tests.gui.opened_screens import check_controls, check_not_clipped
from tests.gui.test_review_screen import Keys

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.review_screen import ReviewScreen
    from egenkontroll.gui.theme import Theme

    OpenReview = Callable[[Path], ReviewScreen]


def _flags(screen: ReviewScreen, question: str) -> tuple[str, ...]:
    assert screen.work is not None
    return screen.work.said(question).flags


def _filtered(screen: ReviewScreen, wanted: Filter) -> int:
    cases = screen.bench.cases
    cases.filter.setCurrentIndex(list(Filter).index(wanted))
    listed = len(cases.model.listed)
    cases.show_all()
    return listed


# --- flags ------------------------------------------------------------------------------------


def test_flags_by_keys_without_an_answer_and_after_a_restart(
    qtbot: QtBot, open_review: OpenReview, drawn: Path, window: MainWindow
) -> None:
    screen = open_review(drawn)
    keys = Keys(qtbot, screen)
    keys.press("a", "o", "a", "g")
    assert _flags(screen, "skyddsbedomning") == ("gott_exempel", "oklar")
    assert screen.questions.current == "skyddsbedomning", "a flag leaves the question current"
    card = screen.questions.cards["skyddsbedomning"]
    assert "Gott exempel. Oklar fråga." in card.accessibleDescription()
    keys.press("j")
    shown = {flag for flag, one in card.foot.flags.items() if one.isVisible()}
    assert shown == {"gott_exempel", "oklar"}, "a flag that is set is seen on every card"
    assert not card.foot.comment.isVisible()
    keys.press("z", control=True)
    keys.press("z", control=True)
    assert _flags(screen, "skyddsbedomning") == ("oklar",)
    keys.press("y", control=True)
    window.close_document()

    screen = open_review(drawn)
    assert _flags(screen, "skyddsbedomning") == ("gott_exempel", "oklar")
    assert _filtered(screen, Filter.STARTED) == 1
    assert _filtered(screen, Filter.UNCLEAR) == _filtered(screen, Filter.EXAMPLE) == 1
    assert _filtered(screen, Filter.DEVIATION) == 0
    Keys(qtbot, screen).press("z", "z", "z", "z", control=True)
    assert _flags(screen, "skyddsbedomning") == ()
    assert _filtered(screen, Filter.STARTED) == 0


def test_flags_by_the_mouse_and_not_when_klar(
    qtbot: QtBot, open_review: OpenReview, drawn: Path
) -> None:
    screen = open_review(drawn)
    card = screen.questions.cards["skyddsbedomning"]
    card.foot.flags["avvikelse"].click()
    assert _flags(screen, "skyddsbedomning") == ("avvikelse",)
    assert screen.work is not None
    keys = Keys(qtbot, screen)
    while screen.work.reading.missing():
        keys.press("j")
    keys.press(Qt.Key.Key_Return, control=True)
    keys.press(Qt.Key.Key_Up, control=True)
    keys.press("g")
    assert screen.bench.reopen.isVisible()
    assert _flags(screen, "skyddsbedomning") == ("avvikelse",)
    keys.press(Qt.Key.Key_Escape)
    assert not screen.bench.reopen.isVisible()


def test_every_state_is_listed_by_its_filter(
    qtbot: QtBot, open_review: OpenReview, drawn: Path
) -> None:
    screen = open_review(drawn)
    every = len(screen.bench.cases.model.every)
    Keys(qtbot, screen).press("j")
    assert _filtered(screen, Filter.STARTED) == 1
    assert _filtered(screen, Filter.NOT_STARTED) == every - 1
    assert _filtered(screen, Filter.DONE) == _filtered(screen, Filter.RETURNED) == 0
    model = screen.bench.cases.model
    for at, state in enumerate(State):
        model.every[at].state = state
        said = model.data(model.index(at), Qt.ItemDataRole.AccessibleTextRole)
        assert STATE_WORDS[state] in said


# --- a case that cannot be reviewed -----------------------------------------------------------


def _ask_replace(screen: ReviewScreen) -> None:
    screen.bench.bar.replace.click()
    assert screen.bench.replace.isVisible()


def test_a_case_is_replaced_by_keys_and_the_reserve_is_gone_to(
    qtbot: QtBot, open_review: OpenReview, drawn: Path
) -> None:
    screen = open_review(drawn)
    keys = Keys(qtbot, screen)
    assert screen.work is not None
    gone = screen.work.task.case
    every = len(screen.bench.cases.model.every)
    _ask_replace(screen)
    with qtbot.waitSignal(screen.session.saved):
        keys.press("4", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.bench.news.isVisible())
    came = screen.work.task.case
    assert came.unit == gone.unit
    assert came.reason == f"ersätter {gone.reference}"
    assert screen.bench.news.said.text().startswith(
        f"{gone.reference} är ersatt av reserven {came.reference}"
    )
    references = [row.task.case.reference for row in screen.bench.cases.model.every]
    assert len(references) == every
    assert gone.reference not in references
    keys.press(Qt.Key.Key_Return, "j")
    assert screen.work.said("skyddsbedomning").value == "yes"
    document = screen.session.document
    assert document is not None
    held = {case.id: case for case in records.cases(document, gone.round)}[gone.id]
    assert (held.status, held.reason) == (Status.REPLACED, "dubblett")


def test_annat_needs_words_that_identify_nobody(
    qtbot: QtBot, open_review: OpenReview, drawn: Path
) -> None:
    screen = open_review(drawn)
    keys = Keys(qtbot, screen)
    _ask_replace(screen)
    panel = screen.bench.replace
    panel.confirm.click()
    assert panel.fault == "Välj ett skäl."
    keys.press(str(len(REASONS)))
    assert panel.words.hasFocus()
    keys.press(Qt.Key.Key_Return)
    assert panel.fault == "Skriv varför, med några ord."
    keys.type("Ring 070-123 45 67")
    assert panel.fault == "Det här ser ut som ett telefonnummer. Ta bort det."
    keys.press(Qt.Key.Key_Return)
    assert panel.isVisible()
    keys.press(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert screen.questions.current_card is not None
    assert screen.questions.current_card.hasFocus()
    _ask_replace(screen)
    assert panel.words.text() == ""


def test_without_a_reserve_the_case_is_a_loss(
    qtbot: QtBot, open_review: OpenReview, drawn: Path
) -> None:
    screen = open_review(drawn)
    keys = Keys(qtbot, screen)
    assert screen.work is not None
    unit, said = screen.work.task.unit, ""
    every = len(screen.bench.cases.model.every)
    for _ in range(4):
        row = next(row for row in screen.bench.cases.model.every if row.task.unit == unit)
        screen.bench.cases.choose(row)
        _ask_replace(screen)
        keys.press("1", Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: screen.bench.news.isVisible())
        said = screen.bench.news.said.text()
        keys.press(Qt.Key.Key_Return)
    assert "har ingen reserv kvar" in said
    assert len(screen.bench.cases.model.every) == every - 1


# --- something serious ------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "duty"), [("1", "lex sarah"), ("2", "orosanmälan")])
def test_a_concern_shows_the_routine_and_is_logged_on_confirmation(
    qtbot: QtBot, open_review: OpenReview, drawn: Path, key: str, duty: str
) -> None:
    screen = open_review(drawn)
    document, one = screen.session.document, screen.session.round
    assert document is not None
    assert one is not None
    screen.bench.bar.concern.click()
    panel = screen.bench.concern
    assert not panel.confirm.isVisible(), "nothing can be logged before the routine is read"
    keys = Keys(qtbot, screen)
    keys.press(key)
    assert panel.routine.text() == ROUTINES[duty]
    assert any("Inget om personen" in label.text() for label in panel.findChildren(QLabel))
    assert handed_over(document, one) == 0
    with qtbot.waitSignal(screen.session.saved):
        keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.bench.news.isVisible())
    assert screen.session.reviewer is not None
    (fact,) = document.read("concern")
    assert fact.content == (duty, screen.session.reviewer.id)
    keys.press(Qt.Key.Key_Return, "j")


def test_the_routine_is_shown_in_a_read_only_document_too(
    qtbot: QtBot, open_review: OpenReview, drawn: Path
) -> None:
    drawn.chmod(0o444)
    screen = open_review(drawn)
    assert not screen.bench.bar.replace.isVisible()
    screen.bench.bar.concern.click()
    Keys(qtbot, screen).press("1")
    assert screen.bench.concern.routine.isVisible()
    assert not screen.bench.concern.confirm.isVisible()


# --- earlier agreements, and how it looks -----------------------------------------------------


def test_what_earlier_rounds_agreed_on_stands_beside_its_question(
    qtbot: QtBot, open_review: OpenReview, tmp_path: Path, window: MainWindow
) -> None:
    path = tmp_path / "demo.egk"
    write_demo(path)
    with open_document(path) as document:
        one = overview.current_round(document)
        assert one is not None
        known = interpretations(document, one)
        reviewer = overview.reviewers(document)[0]
    assert known
    window.session.open(path)
    window.session.choose_reviewer(reviewer)
    window.go_to("review")
    window.session.wait()
    screen: ReviewScreen = window.screen_shown  # type: ignore[assignment]
    for question in screen.questions.cards:
        screen.questions.go_to(question)
        said = [
            "\n".join(label.text() for label in box.findChildren(QLabel))
            for box in screen.bench.guidance.agreed
        ]
        assert len(said) == len(known.get(question, ()))
        for box, agreed in zip(said, known.get(question, ()), strict=True):
            assert box.startswith("Samsyn ")
            assert box.endswith(agreed.words)


@pytest.mark.parametrize("scale", [100, 200])
def test_every_note_is_named_and_not_clipped(
    qtbot: QtBot, open_review: OpenReview, drawn: Path, theme: Theme, scale: int
) -> None:
    screen = open_review(drawn)
    theme.set_scale(scale)
    keys = Keys(qtbot, screen)
    keys.press("a")
    check_controls(screen)
    check_not_clipped(screen, qtbot)
    for ask in (screen.bench.bar.replace, screen.bench.bar.concern):
        ask.click()
        keys.press("2")
        check_controls(screen)
        check_not_clipped(screen, qtbot)
    screen.bench.say_news("00011-24 är ersatt av reserven 00092-24, Utredning 1.")
    check_not_clipped(screen, qtbot)
