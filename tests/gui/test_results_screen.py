"""Resultat on real documents: figures, passport, filters, comparison, copying, chart."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from egenkontroll.gui.results.lines import Kind, Order
from egenkontroll.gui.results.model import Column, ResultsModel
from egenkontroll.gui.results_screen import ResultsScreen
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.opening import open_document
from egenkontroll.results.analysis import Selection
from egenkontroll.storage import records
from tests.gui.opened_screens import (
    FACIT,
    check_controls,
    check_not_clipped,
    make_empty,
    make_round,
    open_step,
)

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.results.filters import Choice
    from egenkontroll.gui.theme import Theme


@pytest.fixture(scope="session")
def demo_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.egk"
    write_demo(path)
    return path


def opened(window: MainWindow, path: Path) -> ResultsScreen:
    screen = open_step(window, path, "results")
    assert isinstance(screen, ResultsScreen)
    return screen


@pytest.fixture(scope="session")
def whole_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_round(tmp_path_factory.mktemp("vt2024") / "vt2024.egk")


@pytest.fixture
def screen(window: MainWindow, whole_made: Path, tmp_path: Path) -> ResultsScreen:
    """The whole of vt2024 with last year's figures."""
    return opened(window, Path(shutil.copy(whole_made, tmp_path / "vt2024.egk")))


def test_cases_that_are_counted_twice_are_said_above_the_figures(
    window: MainWindow, whole_made: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(whole_made, tmp_path / "vt2024.egk"))
    said = "Vissa ärenden räknas mer än en gång"
    shown = opened(window, path)
    assert not shown.note_text.text().startswith(said)
    window.close_document()
    with open_document(path, write=True) as document:
        one = records.rounds(document)[-1]
        drawn = records.cases(document, one.id)[0]
        document.add([records.case_fact(document, replace(drawn, id=document.pen.new_id()))])
    shown = opened(window, path)
    assert shown.note.isVisible()
    assert shown.note_text.text().startswith(said)
    assert said not in shown.standing.text()


def pick(screen: ResultsScreen, choice: Choice, value: object) -> None:
    choice.choose(value)
    screen.session.wait()


def cell(screen: ResultsScreen, question: str, column: Column, group: str | None = None) -> str:
    assert screen.table.choose(question, group)
    index = screen.table.currentIndex().siblingAtColumn(column)
    return str(index.data()).replace("\u00a0", " ")


def order(screen: ResultsScreen) -> Order:
    return screen.filters.sorted_by


def said(screen: ResultsScreen) -> str:
    """Everything that can be read in the passport."""
    labels = screen.passport.findChildren(QLabel)
    words = "\n".join(one.text() for one in labels if one.isVisible())
    return words.replace("\u00a0", " ")


def counted(figure: dict[str, int]) -> tuple[str, str]:
    if not figure["n"]:
        return "–", "–"
    share = f"{figure['percent']} %" if figure["n"] >= 10 else "–"
    return f"{figure['k']} av {figure['n']}", share


# --- the figures ------------------------------------------------------------------------------


def test_the_whole_round_is_as_the_facit_says(screen: ResultsScreen) -> None:
    for question, figure in FACIT["whole"].items():
        shown = cell(screen, question, Column.COUNT), cell(screen, question, Column.PERCENT)
        assert shown == counted(figure), question


@pytest.mark.parametrize(("split", "part"), [("unit", "by_unit"), ("kon", "by_kon")])
def test_every_group_is_as_the_facit_says(screen: ResultsScreen, split: str, part: str) -> None:
    pick(screen, screen.filters.split, split)
    for group, figures in FACIT[part].items():
        for question, figure in figures.items():
            shown = tuple(
                cell(screen, question, column, group) for column in (Column.COUNT, Column.PERCENT)
            )
            assert shown == counted(figure), (group, question)


def test_a_filter_gives_the_same_as_the_split(screen: ResultsScreen) -> None:
    pick(screen, screen.filters.unit, "Utredning 1")
    for question, figure in FACIT["by_unit"]["Utredning 1"].items():
        assert cell(screen, question, Column.COUNT) == counted(figure)[0]
    pick(screen, screen.filters.unit, None)
    pick(screen, screen.filters.attribute, ("kon", "flicka"))
    assert screen.filters.selection == Selection(None, ("kon", "flicka"))
    assert "flicka" in said(screen)


def test_areas_are_headings_in_the_checklists_order(screen: ResultsScreen) -> None:
    lines = screen.table.shown_lines
    assert [line.text for line in lines if line.kind is Kind.AREA] == [
        "Anmälan och skydd",
        "Planering",
        "Barnets delaktighet och bästa",
        "Kommunicering",
    ]
    assert screen.table.row is not None
    assert screen.table.row.question.id == "skyddsbedomning"


def test_the_model_is_sound(
    screen: ResultsScreen, qtmodeltester: ModelTester, qtbot: QtBot
) -> None:
    model = ResultsModel()
    model.show(screen.table.shown_lines, "Våren 2023")
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


# --- comparison and order ---------------------------------------------------------------------


def test_the_change_is_said_in_words(screen: ResultsScreen) -> None:
    assert cell(screen, "kommunicerad", Column.CHANGE) == "▲ +30 p.e."
    assert "säkerställd" in str(screen.table.currentIndex().siblingAtColumn(5).data(257))
    assert cell(screen, "aterkoppling", Column.CHANGE) == "inte jämförbart"
    assert cell(screen, "barnkonsekvens", Column.CHANGE) == "ny fråga"
    assert cell(screen, "utredningsplan", Column.EARLIER) == "81 %"
    assert "kan inte avgöras" in str(screen.table.currentIndex().siblingAtColumn(5).data(257))


def test_words_that_are_never_said(screen: ResultsScreen) -> None:
    texts = [said(screen)]
    for question in FACIT["whole"]:
        screen.table.choose(question)
        texts.append(said(screen))
    everything = " ".join(texts).casefold()
    assert "oförändrat" not in everything
    assert "signifikant" not in everything
    assert "+10 %" not in everything


def test_comparison_can_be_left_out(screen: ResultsScreen) -> None:
    assert screen.filters.compared_with == "Våren 2023"
    words = screen.comparable.text().replace("\u00a0", " ")
    assert words == "4 av 8 frågor är jämförbara, visa varför"
    screen.comparable.click()
    assert "vägledningen har ändrats" in screen.reasons.text()
    pick(screen, screen.filters.compared, None)
    assert screen.table.isColumnHidden(Column.CHANGE)
    assert not screen.comparable.isVisible()
    assert "Jämförelsen" not in said(screen)


def test_sorting_leaves_the_areas(screen: ResultsScreen) -> None:
    screen.table.head.sectionClicked.emit(Column.PERCENT)
    assert order(screen) is Order.LOWEST
    shares = [line.row.percent or 0 for line in screen.table.shown_lines if line.row is not None]
    assert shares == sorted(shares)
    screen.filters.order.choose(Order.TARGET)
    first = screen.table.shown_lines[0].row
    assert first is not None
    assert first.question.id == "barnkonsekvens"
    screen.filters.order.choose(Order.CHANGE)
    assert screen.table.shown_lines[0].text.startswith("Har utredningen kommunicerats")
    screen.filters.order.choose(Order.NAME)
    names = [line.text for line in screen.table.shown_lines]
    assert names[-1].startswith("Är en omedelbar")
    screen.table.head.sectionClicked.emit(Column.QUESTION)
    assert order(screen) is Order.CHECKLIST


# --- the passport -----------------------------------------------------------------------------


def test_the_passport_leads_from_the_figure_to_the_cases(screen: ResultsScreen) -> None:
    screen.table.choose("utredningsplan")
    words = said(screen)
    assert "55 av 61 = 90 %" in words
    assert "Mellan 80 och 95 % med urvalets osäkerhet." in words
    assert "Regel R1" in words
    assert "3 granskare. 12 ärenden lästa av två" in words
    assert "Källan anger bara andelen" in words
    assert "Källa: Kvalitetsrapport 2024." in words
    buttons = {
        one.accessibleName().replace("\u00a0", " "): one
        for one in screen.passport.findChildren(QPushButton)
    }
    assert "Ja: 55 ärenden, visa vilka" in buttons
    QTest.keyClick(buttons["Nej: 6 ärenden, visa vilka"], Qt.Key.Key_Space)
    shown = next(line for line in said(screen).splitlines() if line.count("-24") == 6)
    content = screen.passport.content
    assert content is not None
    behind = {given.words: given.references for given in content.passport.answers}
    assert tuple(shown.split(", ")) == behind["Nej"]


def test_the_passport_of_a_group_of_selected_cases_has_those_cases_alone(
    screen: ResultsScreen,
) -> None:
    pick(screen, screen.filters.attribute, ("kon", "flicka"))
    pick(screen, screen.filters.split, "barn_i_hushallet")
    behind = {}
    for group in ("ja", "nej"):
        share = cell(screen, "utredningsplan", Column.COUNT, group)
        content = screen.passport.content
        assert content is not None
        assert content.about == f"{content.points[-1].round}, flicka, {group}"
        given = {one.words: one.references for one in content.passport.answers}
        assert share.startswith(f"{len(given['Ja'])} av {len(given['Ja']) + len(given['Nej'])}")
        behind[group] = {*given["Ja"], *given["Nej"]}
    assert behind["ja"]
    assert behind["nej"]
    assert not behind["ja"] & behind["nej"]


def test_what_is_left_out_is_said_with_its_reason(screen: ResultsScreen) -> None:
    screen.table.choose("barnkonsekvens")
    words = said(screen)
    figure = FACIT["whole"]["barnkonsekvens"]
    assert figure["n"] == 38
    assert "Frågan gäller inte ärendet (gäller där barn i hushållet är ja)" in words
    assert "Kan inte bedömas" in words


def test_few_cases_have_no_percentage(screen: ResultsScreen) -> None:
    pick(screen, screen.filters.unit, "Samordning")
    assert cell(screen, "skyddsbedomning", Column.COUNT) == "1 av 1"
    assert cell(screen, "skyddsbedomning", Column.PERCENT) == "–"
    assert "Färre än fem ärenden" in screen.note_text.text()
    assert "Färre än tio bedömda ärenden" in said(screen)


def test_a_unit_is_spoken_of_in_cases(screen: ResultsScreen) -> None:
    pick(screen, screen.filters.unit, "Utredning 1")
    screen.table.choose("utredningsplan")
    assert "av enhetens 96 ärenden" in said(screen)


# --- over the rounds --------------------------------------------------------------------------


def test_the_chart_breaks_where_the_question_changed(
    window: MainWindow, demo_made: Path, tmp_path: Path
) -> None:
    screen = opened(window, demo_made)
    screen.table.choose("natverk")
    chart = screen.passport.chart
    assert chart is not None
    assert [(one.round, one.joined) for one in chart.points] == [
        ("Våren 2023", False),
        ("Våren 2024", True),
        ("Våren 2025", True),
        ("Våren 2026", False),
    ]
    assert chart.points[0].share is None
    assert chart.points[1].low is not None
    assert "Linjen är bruten före våren 2026" in chart.accessibleDescription()
    assert not chart.grab().isNull()


def test_unreviewed_cases_make_it_preliminary(window: MainWindow, demo_made: Path) -> None:
    screen = opened(window, demo_made)
    note = screen.note_text.text().replace("\u00a0", " ")
    assert note == (
        "Preliminärt: 44 av 50 ärenden är granskade. 6 ärenden är inte påbörjade. Talen kan ändras."
    )
    screen.table.choose("utredningsplan")
    assert "Inte granskat än" in said(screen)
    screen.table.choose("natverk")
    assert "För stort bortfall: 6 av 47 obesvarade." in said(screen)
    screen.comparable.click()
    assert "För stort bortfall, mer än 10 % obesvarade" in (
        screen.reasons.text().replace("\u00a0", " ")
    )


def test_another_earlier_round_can_be_compared_with(window: MainWindow, demo_made: Path) -> None:
    screen = opened(window, demo_made)
    assert screen.filters.compared_with == "Våren 2025"
    pick(screen, screen.filters.compared, "Våren 2023")
    assert screen.table.model().headerData(4, Qt.Orientation.Horizontal) == "Våren 2023"
    assert cell(screen, "utredningsplan", Column.EARLIER).endswith("%")


def test_questions_that_are_only_counted(window: MainWindow, demo_made: Path) -> None:
    screen = opened(window, demo_made)
    screen.table.choose("insats")
    row = screen.table.row
    assert row is not None
    assert not row.question.judged
    assert "Svaren räknas men bedöms inte" in said(screen)


def test_a_round_of_figures_alone(screen: ResultsScreen, window: MainWindow) -> None:
    window.session.choose_round(window.session.rounds()[0])
    window.session.wait()
    assert "Bara siffror är kända" in screen.note_text.text()
    assert cell(screen, "utredningsplan", Column.PERCENT) == "81 %"
    assert cell(screen, "utredningsplan", Column.COUNT) == "–"
    assert "Källa: Kvalitetsrapport 2024." in said(screen)
    pick(screen, screen.filters.unit, None)
    pick(screen, screen.filters.split, "unit")
    assert screen.table.shown_lines


def test_comments_are_shown_and_copied(window: MainWindow, demo_made: Path) -> None:
    screen = opened(window, demo_made)
    screen.table.choose("utredningsplan")
    content = screen.passport.content
    assert content is not None
    assert content.passport.comments
    copy = [
        one
        for one in screen.passport.findChildren(QPushButton)
        if one.text() == "Kopiera kommentarerna"
    ]
    copy[-1].click()
    text = QApplication.clipboard().text()
    assert content.passport.comments[0].text in text
    assert "Amina" not in text


# --- copying, empty states, access ------------------------------------------------------------


def test_the_table_is_copied_for_word_and_excel(screen: ResultsScreen) -> None:
    screen.table.setFocus()
    QTest.keyClick(screen.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QApplication.clipboard().mimeData()
    rows = [line.split("\t") for line in data.text().splitlines()]
    heads = rows[1]
    by_question = {row[1]: row for row in rows[2:] if len(row) == len(heads)}
    assert by_question["Finns en utredningsplan?"][heads.index("Antal")] == "55 av 61"
    assert "<table" in data.html()
    assert "55\u00a0av\u00a061" in data.html()


def test_nothing_drawn_and_nothing_reviewed(
    window: MainWindow, nobody: Path, tmp_path: Path
) -> None:
    screen = opened(window, make_empty(tmp_path / "tom.egk"))
    assert screen.empty.isVisible()
    assert "inte draget" in screen.empty.text.text()
    window.session.open(nobody)
    window.go_to("results")
    window.session.wait()
    assert "0 av 61 ärenden" in screen.empty.text.text().replace("\u00a0", " ")
    assert not screen.copy_button.isEnabled()
    assert screen.empty.go.text() == "Gå till Granskning"


def test_every_control_has_a_name_and_is_reached(screen: ResultsScreen) -> None:
    check_controls(screen)
    for choice in (screen.filters.unit, screen.filters.compared):
        assert choice.box.accessibleName()
    model = screen.table.model()
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            words = index.data(Qt.ItemDataRole.AccessibleTextRole)
            assert words is not None
    screen.table.choose("skyddsbedomning")
    bar = screen.table.currentIndex().siblingAtColumn(Column.BAR).data()
    assert bar.replace("\u00a0", " ") == "87 %, intervall 76–93 %, mål 100 %"


def test_large_text_has_room(
    screen: ResultsScreen, theme: Theme, window: MainWindow, qtbot: QtBot
) -> None:
    theme.set_scale(200)
    window.resize(1366, 900)
    qtbot.waitUntil(lambda: screen.splitter.orientation() is Qt.Orientation.Vertical)
    screen.refresh()
    window.session.wait()
    qtbot.waitUntil(lambda: screen.table.row is not None)
    check_not_clipped(screen.filters, qtbot)
    check_not_clipped(screen.passport, qtbot)
    for column in (Column.COUNT, Column.PERCENT):
        assert screen.table.columnWidth(column) > screen.table.fontMetrics().horizontalAdvance(
            "61 av 61" if column is Column.COUNT else "100 %"
        )


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_it_is_drawn_in_both_schemes(
    screen: ResultsScreen, theme: Theme, scheme: Qt.ColorScheme
) -> None:
    theme.set_scheme(scheme)
    pick(screen, screen.filters.split, "unit")
    assert not screen.grab().isNull()
    image = screen.table.viewport().grab().toImage()
    places = [(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)]
    colours = {image.pixelColor(x, y).name() for x, y in places}
    assert theme.colours.surface in colours
