"""Urval on real documents: the certificate, and drawing a sample."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from egenkontroll.gui.sample_screen import SampleScreen
from tests.gui.opened_screens import (
    FACIT,
    VT2024,
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


@pytest.fixture(scope="session")
def whole_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_round(tmp_path_factory.mktemp("vt2024") / "vt2024.egk")


@pytest.fixture
def screen(window: MainWindow, whole_made: Path, tmp_path: Path) -> SampleScreen:
    path = Path(shutil.copy(whole_made, tmp_path / "vt2024.egk"))
    found = open_step(window, path, "sample")
    assert isinstance(found, SampleScreen)
    return found


@pytest.fixture
def undrawn(window: MainWindow, tmp_path: Path) -> SampleScreen:
    found = open_step(window, make_empty(tmp_path / "tom.egk"), "sample")
    assert isinstance(found, SampleScreen)
    return found


def test_the_certificate_says_what_is_needed_to_draw_again(screen: SampleScreen) -> None:
    facts = {name: said.replace("\u00a0", " ") for name, said in screen.certificate.facts.items()}
    digest = hashlib.sha256((VT2024 / "arendelista.csv").read_bytes()).hexdigest()
    assert facts["Ärendelista"] == "arendelista.csv: 447 ärenden i 7 enheter"
    assert facts["Listans kontrollsumma"].removeprefix("SHA-256 ").replace(" ", "") == digest
    assert facts["Metod och frö"] == f"egk-1, frö ”{FACIT['seed']}”"
    assert facts["Per enhet"] == "10 ärenden och 3 reserver"
    assert facts["Läses av två"] == "inget ärende"
    assert facts["Draget"].endswith("av Kvalitetsenheten")
    assert facts["Utelämnat ur listan"].startswith("raden finns två gånger i listan: ")


def test_every_units_numbers_and_order(screen: SampleScreen) -> None:
    view = screen.certificate
    for row, words in enumerate(view.units.words()):
        unit = words[0]
        drawn, spare = FACIT["drawn"][unit], FACIT["spare"][unit]
        assert words[1:] == [str(FACIT["units"][unit]), str(len(drawn)), str(len(spare)), "0"]
        view.units.selectRow(row)
        assert [case[1] for case in view.cases.words()] == [*drawn, *spare]
        assert [case[2] for case in view.cases.words()] == (
            ["i urvalet"] * len(drawn) + ["reserv"] * len(spare)
        )
    assert row == len(FACIT["units"]) - 1


def test_a_round_of_figures_has_no_sample(screen: SampleScreen) -> None:
    screen.session.choose_round(screen.session.rounds()[0])
    screen.session.wait()
    assert screen.empty.isVisible()
    assert "inmatade siffror" in screen.empty.text.text()


def test_the_form_shows_what_would_be_drawn_and_draws_it(undrawn: SampleScreen) -> None:
    form = undrawn.form
    assert form.isVisible()
    assert not form.draw.isEnabled()
    form.choose_list(VT2024 / "arendelista.csv")
    undrawn.session.wait()
    assert form.draw.isEnabled()
    said = form.said.text().replace("\u00a0", " ")
    assert said.startswith("61 ärenden dras ur 447. 13 av dem läses av två.")
    assert ["Utredning 1", "96", "10", "3"] in form.preview.words()
    form.per_unit.setValue(5)
    assert ["Samordning", "1", "1", "0"] in form.preview.words()
    form.per_unit.setValue(10)
    form.double.setValue(0)
    form.seed.setText(FACIT["seed"])
    form.by.setText("Kvalitetsenheten")
    saved: list[str] = []
    undrawn.session.saved.connect(saved.append)
    form.draw.click()
    undrawn.session.wait()
    assert saved
    assert undrawn.certificate.isVisible()
    assert (
        undrawn.certificate.cases.words()[0][1]
        == (FACIT["drawn"][undrawn.certificate.units.words()[0][0]][0])
    )


def test_a_list_with_personal_numbers_is_stopped(undrawn: SampleScreen) -> None:
    form = undrawn.form
    form.choose_list(VT2024 / "arendelista-med-personnummer.csv")
    undrawn.session.wait()
    assert form.problems.isVisible()
    assert "innehåller personnummer" in form.problems.message.text()
    lines = form.problems.lines.text().splitlines()
    assert len(lines) == 2
    assert all("kolumn" in line for line in lines)
    assert not form.draw.isEnabled()


def test_a_draw_without_a_seed_or_with_a_personal_number_is_stopped(undrawn: SampleScreen) -> None:
    form = undrawn.form
    form.choose_list(VT2024 / "arendelista.csv")
    undrawn.session.wait()
    form.seed.setText(" ")
    form.draw.click()
    assert "Fröet saknas" in form.problems.message.text()
    form.seed.setText("abc")
    form.by.setText("19121212-1212")
    form.draw.click()
    assert "personnummer" in form.problems.message.text()


def test_a_draw_that_is_refused_says_why(undrawn: SampleScreen, tmp_path: Path) -> None:
    from egenkontroll.operations.opening import read_table
    from egenkontroll.operations.sampling import draw_from

    form = undrawn.form
    form.choose_list(VT2024 / "arendelista.csv")
    undrawn.session.wait()
    document, one = undrawn.session.document, undrawn.session.round
    assert document is not None
    assert one is not None
    draw_from(document, one, read_table(VT2024 / "arendelista.csv"), (2, 0, "x", 0), by="")
    form.draw.click()
    undrawn.session.wait()
    assert "har redan ett urval" in form.problems.message.text()


def test_every_control_has_a_name_and_is_reached(
    screen: SampleScreen, window: MainWindow, tmp_path: Path
) -> None:
    check_controls(screen)
    undrawn = open_step(window, make_empty(tmp_path / "tom.egk"), "sample")
    check_controls(undrawn)


def test_large_text_has_room(
    undrawn: SampleScreen, theme: Theme, window: MainWindow, qtbot: QtBot
) -> None:
    theme.set_scale(200)
    qtbot.waitUntil(lambda: window.fontMetrics().height() > 24)
    check_not_clipped(undrawn, qtbot)
