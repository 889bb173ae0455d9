"""Rapport on real documents: the pages, saving, printing, and many sheets into a folder."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinter

from egenkontroll.gui.report.pages import pages_asked, print_pages
from egenkontroll.gui.report_screen import ReportScreen
from egenkontroll.operations import batch, purging
from egenkontroll.operations.printing import Kind, Paper
from tests.gui.opened_screens import (
    check_controls,
    check_not_clipped,
    make_empty,
    make_round,
    open_step,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.theme import Theme

WHOLE = "Alla enheter"
UNITS = [
    "Mottagning",
    "Placering",
    "Samordning",
    "Ungdom",
    "Utredning 1",
    "Utredning 2",
    "Utredning 3",
]


@pytest.fixture(scope="session")
def whole_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_round(tmp_path_factory.mktemp("vt2024") / "vt2024.egk")


@pytest.fixture
def screen(window: MainWindow, whole_made: Path, tmp_path: Path) -> ReportScreen:
    path = Path(shutil.copy(whole_made, tmp_path / "vt2024.egk"))
    found = open_step(window, path, "report")
    window.session.wait()
    assert isinstance(found, ReportScreen)
    return found


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def choose(screen: ReportScreen, unit: str) -> None:
    names = [screen.list.item(row).text() for row in range(screen.list.count())]
    screen.list.setCurrentRow(names.index(unit))
    screen.session.wait()


def test_the_whole_round_is_shown_first(screen: ReportScreen) -> None:
    names = [screen.list.item(row).text() for row in range(screen.list.count())]
    assert names[:8] == [WHOLE, *UNITS]
    assert names[8] == "Enheterna sida vid sida"
    assert names[-4:] == ["Urvalsintyg", "Samsyn", "Underlag till analysmöte", "Blankett"]
    assert screen.pages.page_count >= 1
    assert WHOLE in screen.pages.title.text()
    assert screen.shown_file is not None
    assert "53 av 61" in text_of(screen.shown_file).replace("\u00a0", " ")


def test_a_units_sheet_is_shown_when_chosen(screen: ReportScreen) -> None:
    choose(screen, "Utredning 2")
    assert screen.paper == Paper(Kind.RESULT, "Utredning 2")
    assert screen.pages.title.text().startswith("Utredning 2 · ")
    assert screen.shown_file is not None
    assert "Utredning 2" in text_of(screen.shown_file)


def test_the_pages_can_be_made_larger(screen: ReportScreen) -> None:
    from PySide6.QtPdfWidgets import QPdfView

    screen.pages.larger()
    view = screen.pages.findChild(QPdfView)
    assert isinstance(view, QPdfView)
    wide = view.zoomFactor()
    screen.pages.smaller()
    assert view.zoomFactor() < wide
    screen.pages.fit_page()
    screen.pages.fit_width()
    assert view.zoomMode() is view.ZoomMode.FitToWidth


def test_the_shown_sheet_is_saved(screen: ReportScreen, tmp_path: Path) -> None:
    choose(screen, "Ungdom")
    screen.save_as(tmp_path / "ungdom.pdf")
    screen.session.wait()
    assert "Ungdom" in text_of(tmp_path / "ungdom.pdf")


def test_every_marked_sheet_is_written(screen: ReportScreen, tmp_path: Path) -> None:
    folder = tmp_path / "blad"
    folder.mkdir()
    for row in range(8, screen.list.count()):
        screen.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    screen.list.item(3).setCheckState(Qt.CheckState.Unchecked)
    assert screen.buttons["all"].text().replace("\u00a0", " ") == "Skriv 7 papper till mapp …"
    steps: list[tuple[int, int]] = []
    screen.writer.stepped.connect(lambda written, every: steps.append((written, every)))
    screen.write_marked(folder)
    assert screen.progress.stop.isVisible()
    assert not screen.buttons["all"].isEnabled()
    screen.session.wait()
    assert len(list(folder.iterdir())) == 7
    assert steps == [(written, 7) for written in range(8)]
    assert screen.progress.text.text().replace("\u00a0", " ") == "7 av 7 papper skrivna i blad."
    assert not screen.progress.stop.isVisible()
    assert screen.buttons["all"].isEnabled()


def test_what_quotes_reviewers_is_not_ticked_before_somebody_does(screen: ReportScreen) -> None:
    left = [paper.kind for paper in screen.list.papers() if paper not in screen.list.marked()]
    assert left == [Kind.AGREEMENT, Kind.MEETING, Kind.FORM]


def test_every_paper_in_the_list_has_pages(screen: ReportScreen) -> None:
    for row in range(8, screen.list.count()):
        before = screen.shown_file
        screen.list.setCurrentRow(row)
        screen.session.wait()
        assert screen.shown_file not in (None, before)
        assert screen.pages.title.text().startswith(screen.list.item(row).text())
        assert screen.pages.page_count >= 1


def test_for_publishing_small_groups_are_hidden(screen: ReportScreen) -> None:
    screen.publish.setChecked(True)
    screen.session.wait()
    screen.session.wait()
    assert screen.shown_file is not None
    assert "publicer" in text_of(screen.shown_file)
    kinds = {paper.kind for paper in screen.list.papers()}
    assert kinds == {Kind.RESULT, Kind.SUMMARY, Kind.YEARS, Kind.ATTRIBUTE, Kind.FORM}
    assert not screen.buttons["more"].isEnabled()
    assert screen.press is not None
    names = {paper: name for paper, name in screen.press.names.items()
             if paper.kind is not Kind.FORM}  # fmt: skip
    assert all("för publicering" in name for name in names.values())


def test_a_question_or_a_case_is_added(screen: ReportScreen) -> None:
    many = screen.list.count()
    for kind, place in ((Kind.TRAIL, 0), (Kind.CASE, 1)):
        screen.buttons["more"].click()
        dialog = screen.dialog
        assert dialog is not None
        dialog.kind.setCurrentIndex(place)
        dialog.about.setCurrentIndex(2)
        check_controls(dialog)
        dialog.add.click()
        screen.session.wait()
        screen.session.wait()
        assert screen.paper.kind is kind
        assert screen.paper in screen.list.marked()
        assert screen.shown_file is not None
    assert screen.list.count() == many + 2
    assert screen.shown_file is not None
    assert screen.paper.about in text_of(screen.shown_file)


def test_many_sheets_are_written_with_a_process_beside(
    screen: ReportScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "FEWEST", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    beside: list[int] = []
    screen.writer.stepped.connect(lambda *_: beside.append(len(multiprocessing.active_children())))
    screen.write_marked(tmp_path)
    screen.session.wait()
    assert len(list(tmp_path.glob("*.pdf"))) == len(screen.list.marked())
    assert max(beside) == 1
    assert not multiprocessing.active_children()
    screen.writer.stepped.connect(
        lambda written, _every: screen.progress.stop.click() if written == 1 else None
    )
    screen.write_marked(tmp_path)
    screen.session.wait()
    assert screen.progress.text.text().startswith("Avbrutet: 1")
    assert not multiprocessing.active_children()


def test_a_purged_round_still_has_its_sheets(screen: ReportScreen) -> None:
    document, one = screen.session.document, screen.session.round
    assert document is not None
    assert one is not None
    screen.session.run(lambda: purging.purge(document, one), changes="sample")
    screen.session.wait()
    screen.session.wait()
    kinds = {paper.kind for paper in screen.list.papers()}
    assert {Kind.RESULT, Kind.SUMMARY, Kind.PURGE} <= kinds
    assert not kinds & {Kind.CERTIFICATE, Kind.AGREEMENT, Kind.MEETING}
    assert screen.shown_file is not None
    assert "Ärendena är gallrade" in text_of(screen.shown_file)


def test_writing_can_be_stopped(screen: ReportScreen, tmp_path: Path) -> None:
    folder = tmp_path / "blad"
    folder.mkdir()
    screen.writer.stepped.connect(
        lambda written, _every: screen.progress.stop.click() if written == 2 else None
    )
    screen.write_marked(folder)
    screen.session.wait()
    assert len(list(folder.iterdir())) == 2
    assert screen.progress.text.text().startswith("Avbrutet: 2")


def test_a_folder_that_is_gone_is_told(screen: ReportScreen, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QMessageBox

    screen.write_marked(tmp_path / "finns inte")
    screen.session.wait()
    assert not screen.writer.busy
    boxes = screen.window().findChildren(QMessageBox)
    assert any("finns inte" in box.text() for box in boxes)
    for box in boxes:
        box.close()


def test_the_pages_are_printed(screen: ReportScreen, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "utskrift.pdf"))
    assert screen.pages.document is not None
    print_pages(screen.pages.document, printer)
    with pypdfium2.PdfDocument(tmp_path / "utskrift.pdf") as printed:
        assert len(printed) == screen.pages.page_count


def test_only_the_pages_asked_for_are_printed(screen: ReportScreen, tmp_path: Path) -> None:
    document = screen.pages.document
    assert document is not None
    assert document.pageCount() > 1
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "utskrift.pdf"))
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    printer.setFromTo(2, 2)
    assert pages_asked(document, printer) == [1]
    print_pages(document, printer)
    with pypdfium2.PdfDocument(tmp_path / "utskrift.pdf") as printed:
        assert len(printed) == 1
        red, green, blue = printed[0].render(scale=0.5).to_pil().convert("RGB").split()
        assert red.tobytes() == green.tobytes() == blue.tobytes()
        assert red.getextrema() != (255, 255)
    printer.setFromTo(0, 0)
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert pages_asked(document, printer) == list(range(document.pageCount()))[::-1]


def test_it_is_opened_in_another_program(screen: ReportScreen) -> None:
    from PySide6.QtCore import QObject, Slot

    class Opened(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.urls: list[QUrl] = []

        @Slot(QUrl)
        def take(self, url: QUrl) -> None:
            self.urls.append(url)

    taker = Opened()
    QDesktopServices.setUrlHandler("file", taker, "take")  # type: ignore[arg-type]
    try:
        screen.open_outside()
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert [Path(url.toLocalFile()) for url in taker.urls] == [screen.shown_file]


def test_another_round_to_compare_with(screen: ReportScreen) -> None:
    assert screen.compared.currentText() == "Våren 2023"
    assert screen.shown_file is not None
    assert "Våren 2023" in text_of(screen.shown_file)


def test_nothing_to_compare_with_can_be_chosen(qtbot: QtBot, screen: ReportScreen) -> None:
    before = screen.shown_file
    screen.compared.setCurrentIndex(screen.compared.findText("Ingen omgång"))
    screen.compared.activated.emit(screen.compared.currentIndex())
    qtbot.waitUntil(lambda: screen.shown_file not in (None, before))
    assert screen.shown_file is not None
    assert "Våren 2023" not in text_of(screen.shown_file)


def test_without_a_sample_there_is_no_report(window: MainWindow, tmp_path: Path) -> None:
    found = open_step(window, make_empty(tmp_path / "tom.egk"), "report")
    assert isinstance(found, ReportScreen)
    assert found.empty.isVisible()
    assert not found.buttons["save"].isEnabled()


def test_every_control_has_a_name_and_is_reached(screen: ReportScreen) -> None:
    check_controls(screen)


def test_large_text_has_room(
    screen: ReportScreen, theme: Theme, window: MainWindow, qtbot: QtBot
) -> None:
    theme.set_scale(200)
    qtbot.waitUntil(lambda: window.fontMetrics().height() > 24)
    check_not_clipped(screen, qtbot)
