"""Earlier years' cases in the window: chosen or dropped, looked at with every fault, taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QFileDialog, QMessageBox

from egenkontroll.gui.results.past import PastDialog
from egenkontroll.gui.sample.columns_dialog import PROPOSED
from egenkontroll.operations import backing_up, overview
from egenkontroll.operations.resulting import round_results
from egenkontroll.review.past import Form
from tests.gui.opened_screens import VT2024, check_controls, make_empty, open_step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from egenkontroll.gui.main_window import MainWindow

OLD = VT2024 / "checklista-2023.yaml"
UNITS = ("Utredningsenheten för barn och unga Västra Hisingen", "Mottagningsenheten Centrum")


def csv(path: Path, heads: str, wrong: int = -1) -> Path:
    rows = [
        f"{at:03}-22;{UNITS[at % 2]};{'flicka' if at % 3 else 'pojke'};"
        f"{'kanske' if at == wrong else 'ja' if at < 15 else 'nej'};{'ja' if at < 5 else ''}"
        for at in range(20)
    ]
    path.write_text("\n".join([heads, *rows]), encoding="utf-8")
    return path


KNOWN = "Dnr;Enhet;Kön;utredningsplan;natverk"
ODD = "Akt;Grupp;Kön;Fanns en utredningsplan;Anteckning"


@pytest.fixture
def form(window: MainWindow, tmp_path: Path) -> Iterator[PastDialog]:
    screen = open_step(window, make_empty(tmp_path / "vt.egk"), "results")
    action = next(one for one in screen.menu_actions() if "renden" in one.text())
    action.trigger()
    found = next(one for one in window.findChildren(PastDialog) if one.isVisible())
    found.use_checklist(OLD)
    found.form.name.setText("Hösten 2022")
    found.form.starts.setText("2022-10-01")
    found.form.ends.setText("2022-11-30")
    yield found
    close_boxes(window)
    found.close()


def close_boxes(window: MainWindow) -> str:
    boxes = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    said = "".join(f"{box.text()} {box.informativeText()}" for box in boxes)
    for box in boxes:
        box.close()
    return said.replace("\u00a0", " ")


def choose(form: PastDialog, path: Path) -> None:
    form.form.source.choose_table(path)
    form.session.wait()


def rounds(form: PastDialog) -> list[str]:
    document = form.session.document
    assert document is not None
    return [one.name for one in overview.rounds(document)]


def preview(form: PastDialog) -> dict[str, list[str]]:
    return {row[0]: [cell.replace("\u00a0", " ") for cell in row[1:]]
            for row in form.form.preview.words()}  # fmt: skip


def test_it_is_looked_at_and_then_taken_in(
    form: PastDialog, window: MainWindow, tmp_path: Path
) -> None:
    check_controls(form)
    assert not form.form.take_in.isEnabled()
    choose(form, csv(tmp_path / "fjol.csv", KNOWN))
    assert form.form.summary.text().replace("\u00a0", " ") == "20 ärenden i 2 enheter, 25 svar."
    assert f"{UNITS[0]} (10)" in form.form.notes.text()
    assert preview(form)["Finns en utredningsplan?"] == ["D", "15 av 20", "75 %", "", ""]
    assert preview(form)["Har anmälaren fått återkoppling?"] == ["ingen", "–", "–", "", "20"]
    assert "Hösten 2022" not in rounds(form)
    form.form.take_in.click()
    form.session.wait()
    said = close_boxes(window)
    assert "Hösten 2022 är inläst i sin helhet: 20 ärenden i 2 enheter, 25 svar." in said
    assert "Återställ den med Säkerhetskopior i menyn Arkiv" in said
    assert not form.isVisible()
    assert "Hösten 2022" in [one.name for one in window.session.rounds()]
    document = window.session.document
    assert document is not None
    row = next(row for row in round_results(document, "Hösten 2022").rows
               if row.question.id == "utredningsplan")  # fmt: skip
    assert row.share is not None
    assert (row.share.k, row.share.n) == (15, 20)
    assert "Före en inläsning" in [one.why for one in backing_up.kept(document.path)]


def test_every_fault_is_shown_by_row_and_column(form: PastDialog, tmp_path: Path) -> None:
    path = csv(tmp_path / "fel.csv", KNOWN, wrong=3)
    path.write_text(path.read_text("utf-8").replace("pojke", "annat"), encoding="utf-8")
    choose(form, path)
    lines = form.form.problems.lines.text().splitlines()
    assert sum("kolumn Kön" in line for line in lines) == 7
    assert [line for line in lines if "rad 5, kolumn utredningsplan: kanske" in line]
    assert not form.form.preview.isVisible()
    assert not form.form.take_in.isEnabled()
    choose(form, csv(tmp_path / "ratt.csv", KNOWN))
    assert not form.form.problems.isVisible()
    assert form.form.take_in.isEnabled()


def test_columns_are_proposed_and_count_when_they_are_confirmed(
    form: PastDialog, tmp_path: Path
) -> None:
    assert form.ask_columns() is None
    choose(form, csv(tmp_path / "fjol.csv", ODD))
    assert "Tryck annars på Välj kolumner" in form.form.problems.message.text()
    form.form.columns.click()
    dialog = form.ask_columns()
    assert dialog is not None
    assert dialog.marks["utredningsplan"].text() == PROPOSED
    assert dialog.boxes["utredningsplan"].currentText() == "D: Fanns en utredningsplan"
    for name, column in (("#reference", 0), ("#unit", 1)):
        dialog.boxes[name].setCurrentIndex(dialog.boxes[name].findData(column))
    for name, box in dialog.boxes.items():
        if name not in ("#reference", "#unit", "kon", "utredningsplan"):
            box.setCurrentIndex(0)
            assert box.currentText() == "Finns inte i tabellen"
    dialog.use.click()
    form.session.wait()
    assert preview(form)["Finns en utredningsplan?"][:2] == [
        "D: Fanns en utredningsplan", "15 av 20",
    ]  # fmt: skip
    assert "Kolumner som inte läses: Anteckning." in form.form.notes.text()
    # Another form or another checklist begins anew.
    form.form.kind.setCurrentIndex(form.form.kind.findData(Form.ANSWERS))
    form.session.wait()
    assert "saknas" in form.form.problems.lines.text()


def test_a_row_for_each_answer_is_recognised(form: PastDialog, tmp_path: Path) -> None:
    path = tmp_path / "svar.csv"
    path.write_text("Dnr;Fråga;Svar;Roll\n1-22;natverk;ja;\n1-22;natverk;nej;andra\n", "utf-8")
    choose(form, path)
    assert form.form.kind.currentData() == Form.ANSWERS
    assert "varav 1 i andra granskningar" in form.form.summary.text()
    question = "Finns det uppgifter som visar att barnets nätverk har kartlagts?"
    assert preview(form)[question] == ["1 av 1", "–", "", ""]


def test_the_sheet_is_chosen_where_there_are_several(form: PastDialog, tmp_path: Path) -> None:
    path = tmp_path / "gammal.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Läs mig").write_row(0, 0, ["Granskning", "2022"])
        sheet = book.add_worksheet("Ärenden")
        sheet.write_row(0, 0, ["Dnr", "Enhet", "natverk"])
        sheet.write_row(1, 0, ["1-22", "Norr", "ja"])
        sheet.write_row(2, 0, ["2-22", "Norr", "kanske"])
    choose(form, path)
    assert form.form.source.sheet.isVisible()
    assert not form.form.take_in.isEnabled()
    form.form.source.sheet.setCurrentIndex(1)
    form.session.wait()
    assert "blad Ärenden, rad 3, kolumn natverk" in form.form.problems.lines.text()
    choose(form, csv(tmp_path / "fjol.csv", KNOWN))
    assert not form.form.source.sheet.isVisible()


def test_a_table_is_dropped_or_chosen(
    form: PastDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = csv(tmp_path / "fjol.csv", KNOWN)
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    form.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, carried, left, none))
    form.session.wait()
    assert form.form.take_in.isEnabled()
    for answer in ("", str(path)):
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, said=answer: (said, ""))
        form.form.source.choose.click()
        form.session.wait()
    assert form.form.source.file.text() == "fjol.csv"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    known = form.form.checklist.count()
    form.form.fetch.click()
    assert form.form.checklist.count() == known


def test_what_cannot_be_read_or_named_is_said_and_nothing_is_lost(
    form: PastDialog, window: MainWindow, tmp_path: Path
) -> None:
    choose(form, tmp_path / "borta.csv")
    assert form.form.problems.isVisible()
    choose(form, csv(tmp_path / "fjol.csv", KNOWN))
    form.form.ends.setText("2022-13-01")
    form.form.take_in.click()
    assert "2022-13-01" in close_boxes(window)
    form.form.ends.setText("2024-05-31")
    form.form.starts.setText("2024-04-01")
    form.form.name.setText("Våren 2024")
    form.form.take_in.click()
    form.session.wait()
    assert "finns redan i dokumentet" in close_boxes(window)
    assert form.isVisible()
    assert form.form.take_in.isEnabled()


def test_a_write_protected_document_takes_nothing_in(window: MainWindow, reviewed: Path) -> None:
    reviewed.chmod(0o444)
    screen = open_step(window, reviewed, "results")
    actions: list[QAction] = screen.menu_actions()
    next(one for one in actions if "renden" in one.text()).trigger()
    assert not window.findChildren(PastDialog)
