"""Whole quality years in the window: the rounds of a year together, against another year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from egenkontroll.gui.organisation.settings import SettingsDialog
from egenkontroll.gui.results.year import YearDialog
from egenkontroll.operations import closing, years
from egenkontroll.operations.past_rounds import import_cases
from tests.gui.opened_screens import VT2024, check_controls, make_empty, make_round, open_step

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.gui.main_window import MainWindow
    from egenkontroll.gui.screen import Screen


@pytest.fixture
def screen(window: MainWindow, tmp_path: Path) -> Screen:
    """The results of vt2024, with a second round in the autumn before, taken in whole."""
    path = make_round(tmp_path / "vt.egk")
    rows = [f"{at}-23;Utredning 1;ja;{'ja' if at < 12 else 'nej'}" for at in range(16)]
    (tmp_path / "host.csv").write_text(
        "\n".join(["Dnr;Enhet;Barn i hushållet;kommunicerad", *rows]), "utf-8"
    )
    import_cases(path, "Hösten 2023", VT2024 / "checklista-2024.yaml", "2023-10-01/2023-11-30",
                 tmp_path / "host.csv")  # fmt: skip
    return open_step(window, path, "results")


def opened(screen: Screen) -> YearDialog:
    next(one for one in screen.menu_actions() if "kvalitetsår" in one.text()).trigger()
    screen.session.wait()
    return next(one for one in screen.window().findChildren(YearDialog) if one.isVisible())


def shares(form: YearDialog) -> dict[str, tuple[int, int]]:
    rows = [line.row for line in form.table.shown_lines if line.row is not None]
    return {row.question.id: (row.share.k, row.share.n) for row in rows if row.share is not None}


def choose(form: YearDialog, year: int, compared: int | None) -> None:
    form.year.choose(year)
    form.compared.choose(compared)
    form.session.wait()


def test_the_year_follows_the_setting(screen: Screen) -> None:
    screen.session.choose_round(
        next(one for one in screen.session.rounds() if one.name == "Våren 2024")
    )
    form = opened(screen)
    check_controls(form)
    assert (form.year.value, form.compared.value) == (2024, 2023)
    assert shares(form)["kommunicerad"] == (50, 60)
    assert "är jämförbara med 2023" in form.comparable.text()
    form.show_settings()
    settings = next(one for one in form.findChildren(SettingsDialog) if one.isVisible())
    settings.month.setCurrentIndex(8)
    settings.save.click()
    screen.session.wait()
    # From September, Hösten 2023 and Våren 2024 are one year.
    assert (form.year.value, form.compared.value) == (2024, 2023)
    assert shares(form)["kommunicerad"] == (62, 76)
    assert "2024: Hösten 2023 och Våren 2024." in form.notes.text()
    assert "Våren 2024: Preliminära siffror" in form.notes.text()
    choose(form, 2024, None)
    assert not form.comparable.isVisible()
    form.copy_table()
    assert "62 av 76" in QApplication.clipboard().text()
    assert "Kvalitetsåret börjar den 1 september" in QApplication.clipboard().text()
    form.reject()


def test_a_year_that_cannot_be_counted_leaves_no_figures(
    window: MainWindow, tmp_path: Path
) -> None:
    screen = open_step(window, make_round(tmp_path / "vt.egk"), "results")
    form = opened(screen)
    assert shares(form)
    form.year.fill([("1999", 1999)])
    form.count()
    screen.session.wait()
    (box,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert "Ingen omgång hör till kvalitetsåret 1999" in box.text()
    box.close()
    assert shares(form) == {}
    QApplication.clipboard().setText("kvar")
    form.copy_table()
    assert QApplication.clipboard().text() == "kvar"
    form.reject()


def test_a_year_of_one_locked_round_stands_as_it_does(window: MainWindow, tmp_path: Path) -> None:
    screen = open_step(window, make_round(tmp_path / "vt.egk"), "results")
    document, one = screen.session.document, screen.session.round
    assert document is not None
    assert one is not None
    done = closing.lock(document, one)
    assert done.seal in opened(screen).notes.text()
    assert years.years_with(document, one) == (2024, 2023)


def test_a_document_without_results_has_no_years_to_hold_against(
    window: MainWindow, tmp_path: Path
) -> None:
    form = opened(open_step(window, make_empty(tmp_path / "tom.egk"), "results"))
    assert form.compared.value is None
    assert shares(form) == {}
    form.reject()
