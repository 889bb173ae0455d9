"""What follows a result in the window: actions, the plan, the trail, publishing, locked rounds."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from egenkontroll.checklist.compare import Relation
from egenkontroll.gui.home_screen import HomeScreen
from egenkontroll.gui.organisation.settings import SettingsDialog
from egenkontroll.gui.plan import PlanDialog
from egenkontroll.gui.results.actions import ActionsDialog
from egenkontroll.gui.results.following import TrailDialog
from egenkontroll.gui.results.lines import Kind, Line
from egenkontroll.gui.results.model import Column, ResultsModel
from egenkontroll.gui.results_screen import ResultsScreen
from egenkontroll.gui.review_screen import ReviewScreen
from egenkontroll.gui.sample_screen import SampleScreen
from egenkontroll.operations import (
    acting,
    closing,
    overview,
    publishing,
    purge_time,
    purging,
)
from egenkontroll.operations.ahead import look_ahead
from egenkontroll.operations.organisation import LEAST_GROUP
from egenkontroll.operations.sampling import create_round, draw_sample
from egenkontroll.results.action import Effect, State
from egenkontroll.results.published import HIDDEN
from tests.cli.test_actions import TIED
from tests.gui.conftest import VT2024
from tests.gui.faults_of_screens import every_fault
from tests.gui.opened_screens import check_controls, open_step
from tests.gui.test_closing import press, write
from tests.gui.test_history_form import close_boxes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.theme import Theme
    from egenkontroll.operations.opening import Document

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
_T = TypeVar("_T", bound=QDialog)
QUESTION = "utredningsplan"


@pytest.fixture
def screen(window: MainWindow, reviewed: Path, qtbot: QtBot) -> Iterator[ResultsScreen]:
    found = open_step(window, reviewed, "results")
    assert isinstance(found, ResultsScreen)
    qtbot.waitUntil(lambda: found.table.row is not None)
    yield found
    for dialog in window.findChildren(QDialog):
        dialog.hide()
    close_boxes()


def held(screen: ResultsScreen) -> tuple[Document, Round]:
    document, one = screen.session.document, screen.session.round
    assert document is not None
    assert one is not None
    return document, one


def opened(window: MainWindow, kind: type[_T], qtbot: QtBot) -> _T:
    def shown() -> list[_T]:
        return [one for one in window.findChildren(kind) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    window.session.wait()
    return shown()[0]


def trigger(screen: ResultsScreen, words: str) -> None:
    every = {one.text().replace("&", ""): one for one in screen.menu_actions()}
    every[words].trigger()
    screen.session.wait()


def settle(window: MainWindow) -> None:
    for _ in range(4):
        window.session.wait()
        QApplication.processEvents()


# --- actions ----------------------------------------------------------------------------------


def test_an_action_is_written_for_the_question_that_is_chosen_and_followed_up(
    screen: ResultsScreen, window: MainWindow, qtbot: QtBot
) -> None:
    assert screen.table.choose(QUESTION)
    trigger(screen, "Skriv åtgärd för frågan …")
    dialog = opened(window, ActionsDialog, qtbot)
    assert dialog.question.currentData() == QUESTION
    dialog.what.setText("Mall för planen")
    dialog.role.setText("Teamledare")
    dialog.due.setText("2024-12-01")
    dialog.units.item(0).setCheckState(Qt.CheckState.Checked)
    dialog.save.click()
    settle(window)
    (found,) = acting.described(held(screen)[0])
    assert (found.action.question, found.action.what) == (QUESTION, "Mall för planen")
    assert found.units == (dialog.units.item(0).text(),)
    assert dialog.list.words()[0][4:] == ["2024-12-01", "planerad", "inte bedömd"]
    dialog.state.setCurrentIndex(dialog.state.findData(State.DONE))
    dialog.effect.setCurrentIndex(dialog.effect.findData(Effect.PARTLY))
    dialog.save.click()
    settle(window)
    (found,) = acting.described(held(screen)[0])
    assert (found.action.state, found.action.effect) == (State.DONE, Effect.PARTLY)
    assert dialog.list.words()[0][5:] == ["avslutad", "delvis effekt"]


def test_an_action_follows_what_its_question_is_tied_to_until_something_else_is_written(
    window: MainWindow, tmp_path: Path
) -> None:
    checklist, path = tmp_path / "prov.yaml", tmp_path / "prov.egk"
    checklist.write_text(TIED, encoding="utf-8")
    create_round(path, checklist, "Prov", "2024-04-01/2024-05-31")
    draw_sample(path, "Prov", VT2024 / "arendelista.csv", per_unit=2, reserves=0,
                seed="abc", double_percent=0, by="")  # fmt: skip
    screen = open_step(window, path, "results")
    assert isinstance(screen, ResultsScreen)
    dialog = ActionsDialog(window.session, held(screen)[1], window)
    dialog.begin_for("plan")
    window.session.wait()
    tied = ("Helhetssyn och samordning", "Barnets behov utreds inte i tid")

    def choose(question: str) -> tuple[str, str]:
        at = dialog.question.findData(question)
        dialog.question.setCurrentIndex(at)
        dialog.question.activated.emit(at)
        return dialog.area.text(), dialog.risk.text()

    assert (dialog.area.text(), dialog.risk.text()) == tied
    assert choose("annat") == ("", "")
    assert choose("plan") == tied
    dialog.risk.setText("En annan risk")
    assert choose("annat") == (tied[0], "En annan risk")
    QTimer.singleShot(0, press("Fortsätt utan att spara"))
    dialog.reject()


def test_what_cannot_be_saved_is_said_and_nothing_is_lost(
    screen: ResultsScreen, window: MainWindow, qtbot: QtBot
) -> None:
    trigger(screen, "Åtgärder …")
    dialog = opened(window, ActionsDialog, qtbot)
    dialog.what.setText("Ring 19121212-1212")
    dialog.save.click()
    settle(window)
    assert "personnummer" in close_boxes()
    assert dialog.what.text() == "Ring 19121212-1212"
    dialog.what.setText("Ring")
    dialog.due.setText("i höst")
    dialog.save.click()
    settle(window)
    assert acting.described(held(screen)[0]) == ()
    close_boxes()
    QTimer.singleShot(0, press("Stanna kvar"))
    dialog.reject()
    assert dialog.isVisible()
    QTimer.singleShot(0, press("Fortsätt utan att spara"))
    dialog.reject()
    assert not dialog.isVisible()


def test_another_row_is_shown_only_when_what_is_written_may_be_left(
    screen: ResultsScreen, window: MainWindow, qtbot: QtBot
) -> None:
    document, one = held(screen)
    for what in ("Första", "Andra"):
        acting.add_action(document, one.name, QUESTION, what)
    trigger(screen, "Åtgärder …")
    dialog = opened(window, ActionsDialog, qtbot)
    dialog.list.setCurrentCell(1, 0)
    assert dialog.what.text() == "Andra"
    dialog.what.setText("Andra, ändrad")
    QTimer.singleShot(0, press("Stanna kvar"))
    dialog.list.setCurrentCell(0, 0)
    assert (dialog.what.text(), dialog.list.currentRow()) == ("Andra, ändrad", 1)
    QTimer.singleShot(0, press("Fortsätt utan att spara"))
    dialog.list.setCurrentCell(0, 0)
    assert dialog.what.text() == "Första"


def test_a_question_is_followed_through_the_years(
    screen: ResultsScreen, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    assert screen.table.choose(QUESTION)
    trigger(screen, "Frågan genom åren …")
    dialog = opened(window, TrailDialog, qtbot)
    qtbot.waitUntil(lambda: dialog.pages.page_count == 1)
    dialog.save_as(tmp_path / "fraga.pdf")
    window.session.wait()
    assert (tmp_path / "fraga.pdf").read_bytes().startswith(b"%PDF")


# --- the year's plan --------------------------------------------------------------------------


def test_a_control_is_planned_changed_and_dropped(
    screen: ResultsScreen, window: MainWindow, qtbot: QtBot
) -> None:
    window._menus._round.actions()[-1].trigger()
    dialog = opened(window, PlanDialog, qtbot)
    dialog.name.setText("Barn och unga")
    dialog.year.setValue(2031)
    dialog.months.setText("april, hösten")
    dialog.save.click()
    settle(window)
    assert "hösten" in close_boxes()
    dialog.months.setText("april, oktober")
    dialog.cases.setValue(10)
    dialog.save.click()
    settle(window)
    document, _ = held(screen)
    ((control, state),) = acting.planned(document)
    assert (control.months, control.cases, control.year) == ((4, 10), 10, 2031)
    assert dialog.list.words()[0][-1] == "; ".join(state)
    assert look_ahead(document, dt.date(2031, 5, 1)).control.endswith("oktober 2031")
    QTimer.singleShot(0, write("görs nästa år"))
    dialog.drop.click()
    settle(window)
    ((control, _),) = acting.planned(document)
    assert (control.dropped, control.note) == (True, "görs nästa år")
    assert look_ahead(document, dt.date(2031, 5, 1)).control == ""


def test_the_dialogs_are_whole_in_every_look(
    screen: ResultsScreen, window: MainWindow, theme: Theme, qtbot: QtBot
) -> None:
    document, one = held(screen)
    acting.add_action(document, one.name, QUESTION, "Mall för planen", due="2024-12-01")
    trigger(screen, "Åtgärder …")
    window._menus._round.actions()[-1].trigger()
    trigger(screen, "Frågan genom åren …")
    trail = opened(window, TrailDialog, qtbot)
    qtbot.waitUntil(lambda: trail.pages.page_count == 1)
    trail.hide()
    for kind in (PlanDialog, ActionsDialog):
        dialog = opened(window, kind, qtbot)
        check_controls(dialog)
        for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
            for scale in (100, 200):
                theme.set_scheme(scheme)
                theme.set_scale(scale)
                dialog.resize(1366, 768)
                dialog.activateWindow()
                qtbot.waitUntil(lambda shown=dialog: not every_fault(shown))  # type: ignore[misc]
        assert (dialog.width(), dialog.height()) == (1366, 768)
        dialog.hide()


# --- publishing -------------------------------------------------------------------------------


def test_what_may_be_published_hides_small_groups_on_screen_and_in_copies(
    screen: ResultsScreen, window: MainWindow, qtbot: QtBot
) -> None:
    screen.filters.split.choose("unit")
    screen.filters.unit.box.setCurrentIndex(1)
    settle(window)
    screen.filters.publish.setChecked(True)
    settle(window)
    document, _ = held(screen)
    publishing.set_threshold(document, 9)
    window.session.announce("plans")
    settle(window)
    assert screen.filters.selection.unit is None
    assert not screen.filters.unit.isEnabled()
    assert not screen.aside.isVisible()
    assert "färre än 9 ärenden" in screen.note_text.text()
    rows = [line.row for line in screen.table.shown_lines if line.row is not None]
    hidden = [row for row in rows if row.suppressed]
    assert hidden
    assert all(row.share is None and row.counts.given == 0 for row in hidden)
    assert all(row.suppressed or row.share is None or row.share.n == 0 or row.share.n >= 9
               for row in rows if row.question.judged)  # fmt: skip
    model = ResultsModel()
    earlier = replace(hidden[0], withheld=Relation.IDENTICAL)
    model.show((Line(Kind.QUESTION, "Plan", earlier),), "Våren 2023")
    assert model.index(0, Column.EARLIER).data() == HIDDEN
    screen.copy_table()
    assert HIDDEN in QApplication.clipboard().text()
    screen.filters.publish.setChecked(False)
    settle(window)
    assert screen.aside.isVisible()
    assert not any(line.row.suppressed for line in screen.table.shown_lines if line.row)


def test_only_what_may_be_published_is_offered_for_export(
    screen: ResultsScreen, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[str] = []

    def ask(*asked: str) -> tuple[str, str]:
        offered.append(asked[-1])
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    trigger(screen, "Exportera …")
    screen.filters.publish.setChecked(True)
    settle(window)
    trigger(screen, "Exportera …")
    assert ";;" in offered[0]
    assert offered[1] == "Excel att publicera, små grupper dolda (*.xlsx)"


def test_the_threshold_is_raised_and_never_lowered(
    screen: ResultsScreen, window: MainWindow
) -> None:
    document, _ = held(screen)
    for said, kept in ((8, 8), (4, LEAST_GROUP)):
        trigger(screen, "Gräns för publicering …")
        form = next(one for one in window.findChildren(SettingsDialog) if one.isVisible())
        form.smallest.setValue(said)
        form.save.click()
        settle(window)
        assert publishing.threshold_of(document) == kept


# --- locked and purged rounds -----------------------------------------------------------------


def test_a_locked_round_can_be_read_and_says_why_nothing_is_changed(
    screen: ResultsScreen, window: MainWindow, qtbot: QtBot
) -> None:
    document, one = held(screen)
    assert screen.standing.text() == "Preliminära siffror: omgången är inte låst."
    done = closing.lock(document, one)
    window.session.announce("document")
    settle(window)
    window.session.choose_reviewer(overview.reviewers(document)[0])
    window.go_to("review")
    desk = window.screen_shown
    assert isinstance(desk, ReviewScreen)
    qtbot.waitUntil(lambda: desk.work is not None)
    qtbot.waitUntil(desk.bench.isVisible)
    assert "är låst (utgåva 1)" in window._notice._said.text()
    assert window._notice.isVisible()
    facts = document.read("answer")
    with qtbot.waitSignal(window.session.told) as said:
        desk.desk.judging.answer(desk.questions.current, "nej")
    assert said.args == [window.session.closed]
    assert not desk.bench.bar.replace.isVisible()
    window.session.wait()
    assert document.read("answer") == facts
    window.go_to("sample")
    settle(window)
    sample = window.screen_shown
    assert isinstance(sample, SampleScreen)
    assert not sample.certificate.change.isEnabled()
    window.go_to("results")
    settle(window)
    assert not window._notice.isVisible()
    assert done.seal in screen.standing.text()


def test_a_purged_round_says_what_became_of_its_cases(
    screen: ResultsScreen, window: MainWindow
) -> None:
    document, one = held(screen)
    purging.purge(document, one)
    window.session.announce("document")
    settle(window)
    window.go_to("review")
    settle(window)
    desk = window.screen_shown
    assert isinstance(desk, ReviewScreen)
    assert "Ärendena och svaren finns inte kvar" in desk._said.text()
    window.go_to("sample")
    settle(window)
    sample = window.screen_shown
    assert isinstance(sample, SampleScreen)
    assert sample.empty.title.text() == f"{one.name} är gallrad"
    assert not window._notice.isVisible()


# --- Hem --------------------------------------------------------------------------------------


def test_home_tells_of_open_actions_the_plan_and_purging(
    screen: ResultsScreen, window: MainWindow, qtbot: QtBot
) -> None:
    document, one = held(screen)
    acting.add_action(document, one.name, QUESTION, "Mall för planen", due="2024-12-01")
    window.go_to("home")
    home = window.screen_shown
    assert isinstance(home, HomeScreen)
    qtbot.waitUntil(home.ahead.isVisible)
    assert (
        home.ahead.open.text().replace("\u00a0", " ") == "1 öppen åtgärd, 1 skulle ha varit klar."
    )
    assert home.ahead.control.text() == "Ingen kontroll är planerad framåt."
    assert "slutade för mer än 24 månader sedan" in home.ahead.purge.text()
    with qtbot.waitSignal(window.session.told) as said:
        home.ahead.choose.click()
    assert "menyn Omgång" in said.args[0]
    home.ahead.follow.click()
    opened(window, ActionsDialog, qtbot).hide()
    home.ahead.plan.click()
    opened(window, PlanDialog, qtbot).hide()
    actions = {act.text().replace("&", ""): act for act in window._menus._round.actions()}
    actions["Tid till gallring …"].trigger()
    form = opened(window, SettingsDialog, qtbot)
    form.months.setValue(0)
    form.save.click()
    settle(window)
    qtbot.waitUntil(lambda: not home.ahead.choose.isVisible())


@pytest.mark.parametrize(("day", "proposed"), [("2026-05-31", 0), ("2026-06-01", 1)])
def test_a_round_is_proposed_for_purging_when_the_months_have_passed(
    screen: ResultsScreen, day: str, proposed: int
) -> None:
    document, _ = held(screen)
    assert len(purge_time.proposed(document, dt.date.fromisoformat(day))) == proposed
