"""Earlier years' figures in the window: typed, pasted, from a file, and asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from egenkontroll.gui.results.chart import SeriesChart
from egenkontroll.gui.results.history import HistoryDialog
from egenkontroll.gui.results_screen import ResultsScreen
from egenkontroll.gui.sample.columns_dialog import ColumnsDialog
from egenkontroll.operations import overview
from egenkontroll.results.analysis import Point
from egenkontroll.results.tally import Share
from egenkontroll.storage.aggregates import aggregates
from tests.gui.faults_of_screens import every_fault
from tests.gui.opened_screens import VT2024, check_controls, make_empty, open_step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.theme import Theme
    from egenkontroll.storage.aggregates import Aggregate


@pytest.fixture
def form(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> Iterator[HistoryDialog]:
    screen = open_step(window, make_empty(tmp_path / "tom.egk"), "results")
    assert isinstance(screen, ResultsScreen)
    next(one for one in screen.menu_actions() if "siffror" in one.text()).trigger()
    dialog = next(one for one in window.findChildren(HistoryDialog) if one.isVisible())
    dialog.name.setText("Hösten 2021")
    dialog.period.setText("2021-10-01/2021-11-30")
    dialog.source.setText("Kvalitetsrapport 2022")
    yield dialog
    close_boxes()
    dialog.close()


def boxes() -> list[QMessageBox]:
    return [one for one in QApplication.topLevelWidgets()
            if isinstance(one, QMessageBox) and one.isVisible()]  # fmt: skip


def close_boxes() -> str:
    said = ""
    for box in boxes():
        said += f"{box.text()} {box.informativeText()}"
        box.close()
    return said.replace("\u00a0", " ")


def figures(form: HistoryDialog, name: str = "Hösten 2021") -> dict[str, Aggregate]:
    document = form.session.document
    assert document is not None
    found = [one for one in overview.rounds(document) if one.name == name]
    return {key[0]: one for key, one in aggregates(document, found[0].id).items()} if found else {}


def save(form: HistoryDialog) -> str:
    form.save.click()
    form.session.wait()
    return close_boxes()


def test_typed_figures_are_saved_turned_and_their_faults_pointed_out(form: HistoryDialog) -> None:
    assert "Inget är ifyllt" in save(form)
    form.counts.setCurrentIndex(1)
    form.grid.put("utredningsplan", ["6", "61", "9"])
    form.grid.put("natverk", ["", "", "37"])
    said = save(form)
    assert "2 nya siffror av 2 sparade för Hösten 2021." in said
    assert "avkortat i källan" in said
    found = figures(form)
    assert (found["utredningsplan"].k, found["utredningsplan"].source) == (
        55, "Kvalitetsrapport 2022",
    )  # fmt: skip
    assert (found["natverk"].k, found["natverk"].printed) == (None, 63)
    assert form.grid.filled() == []


def test_what_is_wrong_is_said_and_nothing_is_lost(form: HistoryDialog) -> None:
    form.grid.put("utredningsplan", ["62", "61", ""])
    assert "k (62) är större än n (61)" in save(form)
    assert len(form.grid.filled()) == 1
    assert figures(form) == {}


def test_pasted_tables_find_their_questions(form: HistoryDialog) -> None:
    QApplication.clipboard().setText("Fråga\tProcent\nFinns en utredningsplan?\t81\nVad?\t5\n")
    form.paste()
    assert "Vad?" in close_boxes()
    QApplication.clipboard().setText("natverk\t39\t61")
    form.paste()
    assert [row.cells for row in form.grid.filled()] == [
        ("utredningsplan", "", "", "81"), ("natverk", "39", "61", ""),
    ]  # fmt: skip


def test_a_pasted_increase_is_asked_about(form: HistoryDialog) -> None:
    form.grid.setCurrentCell(2, 1)
    QApplication.clipboard().setText("en ökning med 44 procent jämfört med året innan")
    form.paste()
    assert "procentenheter" in save(form)
    assert figures(form) == {}
    form.means.setCurrentIndex(form.means.findText("Oklart"))
    assert "oklart om procentenheter" in save(form)
    (found,) = figures(form).values()
    assert (found.k, found.printed) == (None, None)


def test_a_file_brings_its_own_rounds(form: HistoryDialog) -> None:
    form.read_file(VT2024 / "historik.csv")
    form.session.wait()
    assert "6 nya siffror" in close_boxes()
    assert len(figures(form, "Våren 2023")) == 6


def test_the_columns_of_a_file_with_other_heads_are_chosen(
    form: HistoryDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "siffror.csv"
    rows = (VT2024 / "historik.csv").read_text("utf-8-sig").splitlines()
    path.write_text("\n".join(["a;b;c;d;e;f;g;h;i;j;l", *rows[1:]]), encoding="utf-8")
    form.read_file(path)
    form.session.wait()
    (dialog,) = form.findChildren(ColumnsDialog)
    assert not dialog.use.isEnabled()
    assert figures(form, "Våren 2023") == {}
    dialog.head.setValue(1)
    for column, box in enumerate(dialog.boxes.values()):
        box.setCurrentIndex(box.findData(column))
    with qtbot.waitSignal(form.session.saved):
        dialog.use.click()
        form.session.wait()
    assert "6 nya siffror" in close_boxes()
    assert len(figures(form, "Våren 2023")) == 6


def test_columns_that_are_chosen_wrongly_are_said_to_be(
    form: HistoryDialog, tmp_path: Path
) -> None:
    path = tmp_path / "siffror.csv"
    path.write_text("a;b;c;d;e;f;g\nVT23;hela;x;1;plan;ja;5\n", encoding="utf-8")
    dialog = form.ask_columns(path)
    dialog.head.setValue(1)
    for column, box in enumerate(list(dialog.boxes.values())[:7]):
        box.setCurrentIndex(box.findData(column))
    dialog.use.click()
    form.session.wait()
    assert "kan inte läsas in. Inget är sparat." in close_boxes()
    form.read_file(path, {"round": "borta"})
    form.session.wait()
    assert "saknar en kolumn som behövs" in close_boxes()


def test_it_is_reached_by_keys_and_whole_in_every_look(
    form: HistoryDialog, theme: Theme, qtbot: QtBot
) -> None:
    check_controls(form)
    for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
        for scale in (100, 200):
            theme.set_scheme(scheme)
            theme.set_scale(scale)
            form.resize(1366, 768)
            qtbot.waitUntil(lambda: not every_fault(form))


def test_a_p_chart_is_drawn_and_told(qtbot: QtBot) -> None:
    points = tuple(
        Point(f"Månad {at}", Share(k, 20), None, 30, 70, at > 1, "", "")
        for at, k in enumerate([10, 9] * 6 + [19], 1)
    )
    chart = SeriesChart()
    qtbot.addWidget(chart)
    chart.show_points(points, 80)
    assert len(chart.points) == 13
    assert "Månad 13 (95\u00a0%): utanför gränserna." in chart.accessibleDescription()
    assert not chart.grab().isNull()
