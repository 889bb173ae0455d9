"""Urval on real documents: the certificate, and drawing a sample."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from egenkontroll.gui import files
from egenkontroll.gui.sample_screen import SampleScreen
from egenkontroll.operations.certifying import certificate
from egenkontroll.sample.wanted import Sizing
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
    from egenkontroll.gui.sample.draw_form import DrawForm
    from egenkontroll.gui.theme import Theme
    from egenkontroll.operations.certifying import Certificate


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
    assert facts["Utelämnat ur listan"] == "raden finns två gånger i listan: 3 ärenden"
    assert facts["Ersatta efter dragningen"] == "inget ärende"
    assert facts["Prövat"] == "Urvalet stämmer med intyget."


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


def shown(form: DrawForm) -> list[list[str]]:
    rows = form.preview.table.words()
    return [[word.replace("\u00a0", " ") for word in row] for row in rows]


def test_the_form_shows_what_would_be_drawn_and_draws_it(undrawn: SampleScreen) -> None:
    form = undrawn.form
    assert form.isVisible()
    assert not form.draw.isEnabled()
    form.choose_list(VT2024 / "arendelista.csv")
    undrawn.session.wait()
    assert form.draw.isEnabled()
    said = form.preview.said.text().replace("\u00a0", " ")
    assert said.startswith("61 ärenden dras ur 447. 13 av dem läses av två.")
    assert ["Utredning 1", "96", "10", "3", "±26 p.e."] in shown(form)
    assert "±13 procentenheter" in form.preview.words.text().replace("\u00a0", " ")
    form.amount.setValue(5)
    form.look()
    undrawn.session.wait()
    assert ["Samordning", "1", "1", "0", "ingen"] in shown(form)
    form.amount.setValue(10)
    form.double.setValue(0)
    form.seed.setText(FACIT["seed"])
    form.look()
    undrawn.session.wait()
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
    from egenkontroll.sample.wanted import Wanted

    form = undrawn.form
    form.choose_list(VT2024 / "arendelista.csv")
    undrawn.session.wait()
    document, one = undrawn.session.document, undrawn.session.round
    assert document is not None
    assert one is not None
    draw_from(document, one, read_table(VT2024 / "arendelista.csv"), Wanted("x", 2), by="")
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


def fill(form: DrawForm, screen: SampleScreen) -> None:
    form.choose_list(VT2024 / "arendelista.csv")
    screen.session.wait()


def test_the_simple_choice_comes_first_and_the_rest_is_asked_for(undrawn: SampleScreen) -> None:
    form = undrawn.form
    assert form.open_more.text() == "Fler val"
    assert not form.more.isVisible()
    form.open_more.click()
    assert form.more.isVisible()
    assert form.open_more.text() == "Färre val"
    assert not form.cancel.isVisible()
    assert not form.again.isVisible()


def test_more_choices_change_what_would_be_drawn(undrawn: SampleScreen) -> None:
    form = undrawn.form
    fill(form, undrawn)
    offered = [form.more.stratum.itemText(at) for at in range(form.more.stratum.count())]
    assert offered == ["Enhet", "Kön", "Barn i hushållet", "Ärendetyp"]
    form.more.stratum.setCurrentIndex(1)
    form.more.quotas.setText("Ärendetyp=utredning:60; Barn i hushållet=ja:20")
    form.more.exclusions.setText("Startdatum<2024-01-10")
    form.more.calibration.setValue(4)
    form.sizing.setCurrentIndex(form.sizing.findData(Sizing.SHARE))
    form.amount.setValue(20)
    form.look()
    undrawn.session.wait()
    assert {row[0] for row in shown(form)} == {"flicka", "pojke", "Hela omgången"}
    said = form.preview.said.text().replace("\u00a0", " ")
    assert "4 ärenden för kalibrering." in said
    assert "Urvalet har kvoter." in said
    assert "i listan utelämnas" in said
    form.preview.table.selectRow(0)
    assert form.preview.head.text().endswith(shown(form)[0][0])
    form.draw.click()
    undrawn.session.wait()
    facts = undrawn.certificate.facts
    assert facts["Per Kön"].startswith("20\u00a0% av ärendena")
    assert len(facts["Kalibreringsärenden"].split(", ")) == 4
    assert undrawn.certificate.groups.text() == "Grupper"
    undrawn.change()
    assert form.more.isVisible(), "what the sample was drawn by is in sight"
    assert form.more.stratum.currentData() == "kon"
    assert form.more.exclusions.text() == "Startdatum<2024-01-10"
    assert form.wanted().sizing is Sizing.SHARE


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("quotas", "insats", "Kvoten insats går inte att läsa"),
        ("exclusions", "Startdatum<igår", "varken är datum eller tal"),
        ("exclusions", "Handläggare=H1", "handläggare"),
        ("exclusions", "Månskifte=ja", "saknar en kolumn"),
    ],
)
def test_what_cannot_be_read_is_told_at_once(
    undrawn: SampleScreen, field: str, text: str, said: str
) -> None:
    form = undrawn.form
    fill(form, undrawn)
    getattr(form.more, field).setText(text)
    form.look()
    undrawn.session.wait()
    assert said in form.problems.message.text()
    assert not form.draw.isEnabled()
    getattr(form.more, field).clear()
    form.look()
    undrawn.session.wait()
    assert not form.problems.isVisible()
    assert form.draw.isEnabled()


def test_all_cases_need_no_number(undrawn: SampleScreen) -> None:
    form = undrawn.form
    fill(form, undrawn)
    form.sizing.setCurrentIndex(form.sizing.findData(Sizing.ALL))
    form.look()
    undrawn.session.wait()
    assert not form.amount.isVisible()
    assert shown(form)[-1][1:3] == ["447", "447"]
    assert "ingen osäkerhet" in form.preview.words.text()


def test_a_sample_is_added_to_and_what_is_there_stays(screen: SampleScreen) -> None:
    before = {case.reference: case for _, case in found_of(screen).cases}
    screen.certificate.change.click()
    form = screen.form
    assert form.isVisible()
    assert form.draw.text() == "Utöka urvalet"
    assert form.seed.text() == FACIT["seed"]
    fill(form, screen)
    form.amount.setValue(12)
    form.look()
    screen.session.wait()
    form.draw.click()
    screen.session.wait()
    assert screen.certificate.isVisible()
    after = {case.reference: case for _, case in found_of(screen).cases}
    assert before.keys() < after.keys()
    assert all(after[name].id == case.id for name, case in before.items())
    assert "Utökat" in screen.certificate.facts["Dragningar"]
    assert screen.certificate.facts["Prövat"] == "Urvalet stämmer med intyget."


def test_a_sample_under_review_is_not_drawn_anew(screen: SampleScreen) -> None:
    screen.change()
    form = screen.form
    fill(form, screen)
    form.again.setChecked(True)
    assert form.draw.text() == "Dra om urvalet"
    form.seed.setText("nytt frö")
    form.look()
    screen.session.wait()
    form.draw.click()
    screen.session.wait()
    assert "kan inte dras om: det finns svar" in form.problems.message.text()
    form.cancel.click()
    screen.session.wait()
    assert screen.certificate.isVisible()


def test_the_certificate_is_saved_as_pdf(
    screen: SampleScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    screen.session.told.connect(told.append)
    path = tmp_path / "intyg.pdf"
    monkeypatch.setattr(files, "choose_new", lambda *_args, **_more: path)
    screen.certificate.save.click()
    screen.session.wait()
    assert path.read_bytes().startswith(b"%PDF-1.7")
    assert told == ["Intyget är sparat: intyg.pdf."]
    monkeypatch.setattr(files, "choose_new", lambda *_args, **_more: None)
    screen.certificate.save.click()
    screen.session.wait()


def test_the_certificate_is_printed(screen: SampleScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6 import QtPrintSupport

    asked: list[str] = []

    class Dialog(QtPrintSupport.QPrintDialog):
        def exec(self) -> int:
            asked.append(self.printer().docName())
            return 0

    monkeypatch.setattr(QtPrintSupport, "QPrintDialog", Dialog)
    screen.certificate.print.click()
    screen.session.wait()
    assert asked == ["Våren 2024_urvalsintyg.pdf"]


def found_of(screen: SampleScreen) -> Certificate:
    document, one = screen.session.document, screen.session.round
    assert document is not None
    assert one is not None
    found = certificate(document, one)
    assert found is not None
    return found


def test_the_open_form_has_room_for_large_text(
    screen: SampleScreen, theme: Theme, window: MainWindow, qtbot: QtBot
) -> None:
    screen.change()
    form = screen.form
    fill(form, screen)
    form.open_more.click()
    check_controls(screen)
    theme.set_scale(200)
    qtbot.waitUntil(lambda: window.fontMetrics().height() > 24)
    check_not_clipped(screen, qtbot)
