"""Resultat's "Exportera …": one dialog, one file, in the form that is asked for."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog

from egenkontroll.gui.results.exporting import KINDS, choose
from egenkontroll.gui.results_screen import ResultsScreen
from tests.gui.opened_screens import make_round, open_step

if TYPE_CHECKING:
    from egenkontroll.gui.main_window import MainWindow

WORKBOOK, PUBLISHED, PAPER, SLIDES, CSV, JSON = KINDS


@pytest.fixture(scope="session")
def whole_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_round(tmp_path_factory.mktemp("vt2024") / "vt2024.egk")


@pytest.fixture
def screen(window: MainWindow, whole_made: Path, tmp_path: Path) -> ResultsScreen:
    opened = open_step(window, Path(shutil.copy(whole_made, tmp_path / "vt2024.egk")), "results")
    assert isinstance(opened, ResultsScreen)
    return opened


def answer(monkeypatch: pytest.MonkeyPatch, path: Path | str, picked: str) -> None:
    said = (str(path), picked)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: said)


def test_the_round_is_written_in_the_form_picked(
    screen: ResultsScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(screen.session, "tell", told.append)
    action = next(one for one in screen.menu_actions() if "Exportera" in one.text())
    answer(monkeypatch, "", "")
    action.trigger()
    for kind in (WORKBOOK, SLIDES):
        answer(monkeypatch, tmp_path / f"ut{kind.suffix}", kind.filter)
        action.trigger()
        screen.session.wait()
        assert zipfile.is_zipfile(tmp_path / f"ut{kind.suffix}")
    assert told == ["ut.xlsx är skriven.", "ut.pptx är skriven."]


@pytest.mark.parametrize(
    ("name", "picked", "written", "kind"),
    [
        ("Våren_export.xlsx", PAPER.filter, "Våren_export.docx", PAPER),
        ("Våren_export.xlsx", PUBLISHED.filter, "Våren_export.xlsx", PUBLISHED),
        ("eget.pptx", WORKBOOK.filter, "eget.pptx", SLIDES),
        ("eget", CSV.filter, "eget.csv", CSV),
        ("v.2024", JSON.filter, "v.2024.json", JSON),
        ("eget", "", "eget.xlsx", WORKBOOK),
    ],
)
def test_the_suffix_follows_what_the_person_chose(
    name: str,
    picked: str,
    written: str,
    kind: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    window: MainWindow,
) -> None:
    answer(monkeypatch, tmp_path / name, picked)
    assert choose(window, tmp_path / "Våren_export.xlsx") == (tmp_path / written, kind)
