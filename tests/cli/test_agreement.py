"""`agreement` on the round of spring 2024: as a table, as JSON and on paper."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.conftest import DATA

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal

FACIT = json.loads((DATA / "facit.json").read_text(encoding="utf-8"))
ROUND = "Våren 2024"


def test_json_equals_the_facit(run: Terminal, whole_round: Path) -> None:
    found = json.loads(run.done("agreement", whole_round, "--round", ROUND, "--json"))
    rows = {
        row["question"]: {"pairs": row["pairs"], "equal": row["equal"]} for row in found["rows"]
    }
    assert rows == FACIT["agreement"]
    assert found["cases"] == len(FACIT["double"])
    assert sum(found["states"].values()) == found["cases"]


def test_table_has_k_of_n_and_says_how_it_is_read(run: Terminal, whole_round: Path) -> None:
    said = run.done("agreement", whole_round, "--round", ROUND).replace("\u00a0", " ")
    assert "9 av 11" in said
    assert "0,79 (0,44 till 0,94)" in said
    assert "81 av 93 lika (87 %, 59–97 %)" in said
    assert "Bara de ursprungliga" in said


def test_by_area_and_pair_without_names_unless_asked_for(run: Terminal, whole_round: Path) -> None:
    assert "Planering" in run.done("agreement", whole_round, "--round", ROUND, "--by", "area")
    hidden = run.done("agreement", whole_round, "--round", ROUND, "--by", "pair")
    assert "Granskare A och B" in hidden
    assert "Anna" not in hidden
    shown = run.done("agreement", whole_round, "--round", ROUND, "--by", "pair", "--names")
    assert "Anna och Bo" in shown
    as_json = run.done("agreement", whole_round, "--round", ROUND, "--by", "pair", "--json")
    assert "Anna" not in as_json


def test_sheet(run: Terminal, whole_round: Path, tmp_path: Path) -> None:
    out = tmp_path / "samsyn.pdf"
    assert "samsyn.pdf" in run.done("agreement", whole_round, "--round", ROUND, "--out", out)
    assert out.read_bytes().startswith(b"%PDF")


def test_refusals(run: Terminal, whole_round: Path, empty_round: Path, tmp_path: Path) -> None:
    assert run("agreement", whole_round, "--round", "Våren 2042").status == 1
    assert "inga ärenden" in run("agreement", empty_round, "--round", ROUND).err
    assert run("agreement", whole_round, "--round", ROUND, "--by", "enhet").status == 2
    assert run("agreement", tmp_path / "saknas.egk", "--round", ROUND).status == 1
    missing = tmp_path / "saknas" / "a.pdf"
    assert "finns inte" in run("agreement", whole_round, "--round", ROUND, "--out", missing).err
