"""Case lists on the command line: columns, sheets and running numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import xlsxwriter

from tests.cli.conftest import DATA

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal

LIST = "Akt;Arbetsgrupp;Barn i hushållet\n0012-24;Öst;ja\n0013-24;Väst;nej\n"


def words(document: Path, frame: Path) -> list[object]:
    return ["sample", "draw", document, "--round", "Våren 2024", "--frame", frame, "--seed", "s",
            "--per-unit", 2]  # fmt: skip


def test_columns_are_told_with_column(run: Terminal, empty_round: Path) -> None:
    frame = empty_round.with_name("lista.csv")
    frame.write_text(LIST, encoding="utf-8")
    asked = words(empty_round, frame)
    refused = run(*asked)
    assert refused.status == 1
    assert '--column "Enhet=Arbetsgrupp"' in refused.err
    plan = ["sample", "plan", *asked[2:7], "--per-unit", 2]
    assert '--column "Enhet=Arbetsgrupp"' in run(*plan).err
    told = ["--column", "Enhet=Arbetsgrupp", "--column", "dnr = kolumn A"]
    assert "0012-24" not in run.done(*plan, *told)
    drawn = json.loads(run.done(*asked, *told, "--json"))
    assert [one["drawn"] for one in drawn["strata"]] == [["0012-24"], ["0013-24"]]
    for wrong in ("Enhet", "=x", "Enhet="):
        refused = run(*asked, "--column", wrong)
        assert refused.status == 2
        assert "går inte att tolka" in refused.err
    assert "inget som läses ur en ärendelista" in run(*asked, "--redraw", "--column", "x=y").err


def test_references_are_replaced_and_the_key_written(run: Terminal, empty_round: Path) -> None:
    asked = words(empty_round, DATA / "arendelista-med-personnummer.csv")
    key = empty_round.with_name("nyckel.csv")
    assert "--pseudonymise" in run(*asked).err
    said = run.done(*asked, "--pseudonymise", key)
    assert "nyckel.csv" in said
    assert key.read_text("utf-8-sig").startswith("Löpnummer;Nummer i ärendelistan;Enhet")
    refused = run(*asked, "--redraw", "--pseudonymise", DATA / "arendelista.csv")
    assert refused.status == 0, "the same draw again changes nothing, and writes nothing"


def test_a_sheet_is_told_with_sheet(run: Terminal, empty_round: Path) -> None:
    frame = empty_round.with_name("lista.xlsx")
    with xlsxwriter.Workbook(frame) as book:
        for sheet in ("Mars", "April"):
            made = book.add_worksheet(sheet)
            made.write_row(0, 0, ["Dnr", "Enhet", "Barn i hushållet"])
            made.write_row(1, 0, [f"{sheet} 1", "Öst", "ja"])
    asked = words(empty_round, frame)
    assert '--sheet "Mars"' in run(*asked).err
    assert "April 1" in run.done(*asked, "--sheet", "april")
