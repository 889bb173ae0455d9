"""Receipts and other papers of words, facts and tables; and actions on a sheet."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from egenkontroll.operations.acting import add_action, save_action
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.reporting import sheets
from egenkontroll.pdf.sheets import sheet_pdf
from egenkontroll.pdf.statements import statement_pdf
from egenkontroll.report.actions import DECIDED, SINCE
from egenkontroll.report.parts import Labelled
from egenkontroll.report.purge import purge_statement
from egenkontroll.report.statement import Facts, Grid, Paragraph, Points, Section, Statement
from egenkontroll.results.action import Effect, State
from tests.pdf.accessible import check, flat
from tests.pdf.conftest import ROUND

LONG = "Samordningsansvarighetsplanering för utredningar av barns behov " * 5


def test_a_purge_receipt_is_accessible_and_says_what_it_should() -> None:
    made = purge_statement(
        "Våren 2024", "2026-11-22T14:03:00+00:00", (("svar", 720), ("ärenden", 80)), (58, 61),
        "7K2M-Q9XD-4T3B", ("Våren (säkerhetskopia).egk",), "1.0",
    )  # fmt: skip
    found = check(statement_pdf(made))
    assert found.said("H1") == ["Gallringskvitto"]
    assert found.said("H2") == ["Raderat", "Behållet", "Kvar att göra"]
    assert statement_pdf(made) == statement_pdf(made)


@pytest.mark.parametrize("rows", [0, 1, 90])
def test_a_statement_of_any_length_is_tagged(rows: int) -> None:
    grid = Grid(
        "Filerna", ("Fil", "Nya svar", "Skäl"),
        tuple((f"{LONG[:60]} {at}", str(at), LONG if at % 7 == 0 else "") for at in range(rows)),
        frozenset({1}), (4, 1, 3),
    )  # fmt: skip
    pieces = (
        Paragraph(LONG), Paragraph("Varning", strong=True), Points(("Ett", LONG)),
        Facts((Labelled("Fil", "våren.egk"), Labelled("Kod " * 12, LONG))), grid,
    )  # fmt: skip
    made = Statement("Kvitto", LONG[:120], (Section("", pieces), Section("Tomt", ())), "Foten")
    found = check(statement_pdf(made))
    assert found.said("H1") == ["Kvitto"]
    assert flat(LONG) in found.said("P")


def test_actions_stand_on_the_sheet_with_then_and_now(vt2024: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(vt2024, tmp_path / "åtgärder.egk"))
    with open_document(path, write=True) as document:
        add_action(document, "Våren 2023", "natverk", "Nätverkskarta i varje utredning",
                   ("Utredning 1", "Utredning 2"), "Teamledare", "2023-12-01")  # fmt: skip
        worked = add_action(document, "Våren 2023", "utredningsplan", "Mall för planen")
        from dataclasses import replace

        save_action(document, replace(worked, state=State.DONE, effect=Effect.PARTLY, note="Ja"))
        add_action(document, ROUND, "kommunicerad", "Påminnelse i systemet", ("Utredning 1",))
        dropped = add_action(document, ROUND, "natverk", "Struken åtgärd")
        save_action(document, replace(dropped, state=State.DROPPED))
        one = sheets(document, ROUND, "Utredning 1")
        whole = sheets(document, ROUND)
        other = sheets(document, ROUND, "Mottagning")
    found = check(sheet_pdf(one))
    assert {SINCE, DECIDED} <= set(found.said("H2"))
    network, plan = (flat(said) for said in one.since.sentences)
    assert "Nätverkskarta i varje utredning (Utredning 1 och Utredning 2)." in network
    assert "Mall för planen. Avslutad, delvis effekt: Ja." in plan
    (reminder,) = one.decided.sentences
    assert "Påminnelse i systemet." in reminder
    assert {flat(said) for said in (network, plan, reminder)} <= set(found.said("LBody"))
    assert other.decided.sentences == ()
    assert any(flat(said).endswith("Nu 55 av 61.") for said in whole.since.sentences)
    (tmp_path / "blad.pdf").write_bytes(sheet_pdf(one))
