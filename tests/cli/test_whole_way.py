"""The whole way by command line on a real round, held against figures counted elsewhere."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal

DATA = Path(__file__).parents[1] / "data" / "vt2024"
FACIT: dict[str, Any] = json.loads((DATA / "facit.json").read_text(encoding="utf-8"))
COUNTS = (
    "met",
    "partly",
    "not_met",
    "not_applicable",
    "not_in_record",
    "cannot_judge",
    "unanswered",
    "k",
    "n",
)


def results(run: Terminal, file: Path, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run.done("results", file, "--format", "json", *words))
    return found


def check(row: dict[str, Any], expected: dict[str, Any]) -> None:
    assert {name: row[name] for name in COUNTS} == {name: expected[name] for name in COUNTS}
    assert row["percent"] == (expected["percent"] if expected["n"] >= 10 else None)


def test_from_case_list_to_results(run: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "ny.egk"
    run.done(
        "round", "create", file, "--checklist", DATA / "checklista-2024.yaml",
        "--name", "Våren 2024", "--period", "2024-04-01/2024-05-31",
    )  # fmt: skip
    drawn = json.loads(run.done(
        "sample", "draw", file, "--round", "våren  2024", "--frame", DATA / "arendelista.csv",
        "--per-unit", FACIT["per_unit"], "--reserves", FACIT["reserves"],
        "--seed", FACIT["seed"], "--json",
    ))  # fmt: skip
    strata = {one["unit"]: one for one in drawn["strata"]}
    assert {unit: one["size"] for unit, one in strata.items()} == FACIT["units"]
    assert {unit: one["drawn"] for unit, one in strata.items()} == FACIT["drawn"]
    assert {unit: one["reserves"] for unit, one in strata.items()} == FACIT["spare"]
    for name in ("anna", "bo", "cia"):
        table = DATA / f"svar-{name}.csv"
        run.done("answers", "import", file, "--round", "Våren 2024", "--table", table)

    found = results(run, file, "--round", "Våren 2024")
    assert (found["round"], found["compared_with"], found["rule"]) == ("Våren 2024", None, "R1")
    rows = {row["question"]: row for row in found["rows"]}
    assert set(rows) == set(FACIT["whole"])
    for question, expected in FACIT["whole"].items():
        assert rows[question]["group"] is None
        check(rows[question], expected)


@pytest.mark.parametrize(("by", "key"), [("unit", "by_unit"), ("kon", "by_kon"), ("Kön", "by_kon")])
def test_results_by_group(run: Terminal, whole_round: Path, by: str, key: str) -> None:
    rows = {
        (row["group"], row["question"]): row
        for row in results(run, whole_round, "--by", by)["rows"]
    }
    expected = {(group, q): counts for group, of in FACIT[key].items() for q, counts in of.items()}
    assert set(rows) == set(expected)
    for place, counts in expected.items():
        check(rows[place], counts)
    if by == "unit":
        sizes = {group: row["population"] for (group, _), row in rows.items()}
        assert sizes == FACIT["units"]


def test_comparison_with_the_year_before(run: Terminal, whole_round: Path) -> None:
    found = results(run, whole_round, "--compare", "previous")
    assert found["compared_with"] == "Våren 2023"
    said = {
        row["question"]: (
            row["previous"]["percent"],
            row["previous"]["difference"],
            row["previous"]["verdict"],
            row["previous"]["comparability"],
        )
        for row in found["rows"]
    }
    assert said == {
        "skyddsbedomning": (77, 10, "chance", "identical"),
        "aterkoppling": (54, None, "not_comparable", "broken"),
        "utredningsplan": (81, 9, "undecided", "identical"),
        "natverk": (63, 1, "undecided", "identical"),
        "genomforandeplan": (None, None, "not_comparable", "new"),
        "barnets_delaktighet": (51, None, "not_comparable", "broken"),
        "barnkonsekvens": (None, None, "not_comparable", "new"),
        "kommunicerad": (53, 30, "secured", "identical"),
    }
    communicated = next(row for row in found["rows"] if row["question"] == "kommunicerad")
    assert (communicated["previous"]["k"], communicated["previous"]["n"]) == (30, 57)
    assert 0 < communicated["previous"]["low"] < 30 < communicated["previous"]["high"]


def test_a_table_twice_changes_nothing(run: Terminal, whole_round: Path) -> None:
    before = whole_round.read_bytes()
    said = run.done(
        "answers", "import", whole_round, "--round", "Våren 2024",
        "--table", DATA / "svar-anna.csv", "--reviewer", "ANNA ",
    )  # fmt: skip
    assert said.startswith("0\u00a0nya svar av Anna")
    run.done("history", "import", whole_round, "--table", DATA / "historik.csv")
    assert whole_round.read_bytes() == before


def test_results_as_table_csv_and_xlsx(run: Terminal, whole_round: Path, tmp_path: Path) -> None:
    shown = run.done("results", whole_round, "--compare", "Våren 2023")
    assert "55\u00a0av\u00a061" in shown
    assert "säkerställd" in shown
    for word in ("oförändrat", "signifikant"):
        assert word not in shown
    text = run.done("results", whole_round, "--format", "csv", "--by", "enhet")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    assert len(rows) == 8 * 7
    assert rows[0]["Grupp"] == "Mottagning"
    out = tmp_path / "r.xlsx"
    run.done("results", whole_round, "--format", "xlsx", "--out", out)
    assert out.read_bytes()[:2] == b"PK"
    saved = tmp_path / "r.json"
    run.done("results", whole_round, "--format", "json", "--out", saved)
    assert json.loads(saved.read_text(encoding="utf-8")) == results(run, whole_round)


def test_by_area_keeps_every_question(run: Terminal, whole_round: Path) -> None:
    rows = results(run, whole_round, "--by", "area")["rows"]
    assert [row["group"] for row in rows] == [row["area"] for row in rows]
    assert len(rows) == 8


def test_verify_says_what_is_there(run: Terminal, whole_round: Path) -> None:
    found = json.loads(run.done("verify", whole_round, "--json"))
    assert found["whole"] is True
    assert found["problems"] == []
    assert found["reviewers"] == 3
    assert [one["name"] for one in found["rounds"]] == ["Våren 2023", "Våren 2024"]
    assert found["rounds"][1] == {
        "name": "Våren 2024",
        "period": "2024-04-01/2024-05-31",
        "checklist": "barn-unga-handlaggning",
        "version": "2024.1",
        "cases": 61,
        "reviewed": 61,
        "state": "reviewed",
    }
    assert "61\u00a0av\u00a061 ärenden granskade" in run.done("verify", whole_round)


def test_report_writes_every_sheet(run: Terminal, whole_round: Path, tmp_path: Path) -> None:
    out = tmp_path / "blad"
    said = run.done("report", whole_round, "--round", "Våren 2024", "--out", out, "--all-units")
    files = sorted(out.iterdir())
    assert len(files) == 8 == len(said.splitlines())
    assert all(file.read_bytes().startswith(b"%PDF-") for file in files)


def test_checklist_diff(run: Terminal) -> None:
    words = ("checklist", "diff", DATA / "checklista-2023.yaml", DATA / "checklista-2024.yaml")
    found = json.loads(run.done(*words, "--json"))
    assert found["old"] == "barn-unga-handlaggning 2023.1"
    relations = {row["question"]: row["relation"] for row in found["rows"]}
    assert relations["natverk"] == "identical"
    assert relations["aterkoppling"] == relations["barnets_delaktighet"] == "broken"
    assert relations["samtycke"] == "removed"
    assert "inte jämförbar" in run.done(*words)


def test_bundled_checklists_are_listed_and_sound(run: Terminal) -> None:
    from egenkontroll import paths

    assert len(json.loads(run.done("checklist", "list", "--json"))) >= 8
    assert "utan fel" in run.done("checklist", "check", paths.checklists())


def test_the_same_draw_again_changes_nothing_and_another_is_refused(
    run: Terminal, whole_round: Path
) -> None:
    before = whole_round.read_bytes()
    words = ["sample", "draw", whole_round, "--round", "Våren 2024", "--frame",
             DATA / "arendelista.csv", "--per-unit", 10, "--reserves", 3, "--seed"]  # fmt: skip
    run.done(*words, FACIT["seed"])
    again = run(*words, "ett annat frö")
    assert again.status == 1
    assert "har redan ett urval" in again.err
    assert whole_round.read_bytes() == before


def test_history_without_its_checklist_is_shown_and_not_compared(
    run: Terminal, empty_round: Path, tmp_path: Path
) -> None:
    alone = tmp_path / "ensam" / "historik.csv"
    alone.parent.mkdir()
    alone.write_bytes((DATA / "historik.csv").read_bytes())
    run.done("sample", "draw", empty_round, "--round", "Våren 2024", "--frame",
             DATA / "arendelista.csv", "--per-unit", 1, "--seed", "x")  # fmt: skip
    said = run.done("history", "import", empty_round, "--table", alone)
    assert "hittades inte" in said
    rows = results(run, empty_round, "--round", "Våren 2024", "--compare", "previous")["rows"]
    assert {row["previous"]["verdict"] for row in rows if row["previous"]} == {"not_comparable"}
    # The definition may come later, and then the figures can be compared.
    run.done(
        "history", "import", empty_round, "--table", alone,
        "--checklist", DATA / "checklista-2023.yaml",
    )  # fmt: skip
    rows = results(run, empty_round, "--round", "Våren 2024", "--compare", "previous")["rows"]
    assert "identical" in {row["previous"]["comparability"] for row in rows if row["previous"]}


def test_results_of_a_round_known_only_by_figures(run: Terminal, whole_round: Path) -> None:
    rows = results(run, whole_round, "--round", "Våren 2023")["rows"]
    said = {row["question"]: (row["k"], row["n"], row["percent"]) for row in rows}
    assert said["skyddsbedomning"] == (44, 57, 77)
    assert said["utredningsplan"] == (None, None, 81)
    assert "81\u00a0%" in run.done("results", whole_round, "--round", "Våren 2023")


def test_a_round_without_a_sample_has_no_results(run: Terminal, empty_round: Path) -> None:
    assert "inget urval än" in run("results", empty_round).err


def test_self_test_goes_the_whole_way(run: Terminal) -> None:
    said = run.done("self-test").splitlines()
    assert said[-1] == "Allt fungerar."
    assert len(said) == 6


def test_demo_is_the_same_every_time(run: Terminal, tmp_path: Path) -> None:
    one, other = tmp_path / "ett.egk", tmp_path / "nummer två.egk"
    assert run.done("demo", one).endswith(f"egenkontroll {one}\n")
    assert run.done("demo", other).endswith(f'egenkontroll "{other}"\n'), "to be copied as it is"
    assert one.read_bytes() == other.read_bytes()
    found = json.loads(run.done("verify", one, "--json"))
    assert [r["state"] for r in found["rounds"]] == ["figures", "locked", "locked", "reviewing"]
    assert found["reviewers"] == 3
    versions = {r["version"] for r in found["rounds"]}
    assert len(versions) == 3
    refused = run("demo", one)
    assert refused.status == 1
    assert "finns redan" in refused.err
