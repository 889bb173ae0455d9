"""What a person may mistype or misplace: identity where it must not be, folders, two choices."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from egenkontroll.operations import sealing

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Terminal

DATA = Path(__file__).parents[1] / "data" / "vt2024"
LIST = DATA / "checklista-2024.yaml"
ROUND = ("--round", "Våren 2024")
NUMBER = "850709-9805"


def refused(got: Run, *words: str, status: int = 1) -> None:
    assert got.status == status, got.out
    assert "9805" not in got.err
    for word in words:
        assert word in got.err, got.err


def test_identity_in_figures_is_stopped(run: Terminal, whole_round: Path, tmp_path: Path) -> None:
    before = whole_round.read_bytes()
    lines = (DATA / "historik.csv").read_text("utf-8-sig").splitlines()
    bad = tmp_path / "siffror.csv"
    bad.write_text("\n".join([lines[0], f"{lines[1]} {NUMBER}"]), encoding="utf-8")
    refused(run("history", "import", whole_round, "--table", bad), "rad 2, kolumn", "personnummer")
    assert whole_round.read_bytes() == before


def test_identity_in_names_is_stopped(run: Terminal, tmp_path: Path, empty_round: Path) -> None:
    new = tmp_path / "ny.egk"
    period = ("--period", "2024-04-01/2024-05-31")
    for name in (NUMBER, "Ring 070-123 45 67", "anna@exempel.se"):
        got = run("round", "create", new, "--checklist", LIST, "--name", name, *period)
        refused(got, "Omgångens namn innehåller")
        assert not new.exists()
    past = ("--round", NUMBER, "--checklist", LIST, *period, "--table", DATA / "svar-anna.csv")
    refused(run("history", "import-cases", empty_round, *past), "Omgångens namn innehåller")
    draw = ("sample", "draw", empty_round, *ROUND, "--frame", DATA / "arendelista.csv")
    refused(run(*draw, "--per-unit", 1, "--seed", NUMBER), "personnummer")
    refused(run(*draw, "--per-unit", 1, "--seed", "x", "--by", NUMBER), "personnummer")
    plan = ("plan", "add", empty_round, "--year", 2025, "--months", "maj", "--checklist")
    refused(run(*plan, "barn-unga-handlaggning", "--name", NUMBER), "personnummer")
    refused(run(*plan, NUMBER, "--name", "Vår"), "personnummer")


def test_identity_in_a_checklist_is_stopped(run: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "lista.yaml"
    file.write_text(f"{LIST.read_text('utf-8')}\n# {NUMBER}\n", encoding="utf-8")
    last = len(file.read_text("utf-8").splitlines())
    refused(run("checklist", "check", file), f"lista.yaml:{last}: raden innehåller")
    new = tmp_path / "ny.egk"
    got = run("round", "create", new, "--checklist", file, "--name", "Våren",
              "--period", "2024-04-01/2024-05-31")  # fmt: skip
    refused(got, f"rad {last}")
    assert not new.exists()


def test_a_phone_number_as_a_unit_is_stopped(
    run: Terminal, tmp_path: Path, empty_round: Path
) -> None:
    text = (DATA / "arendelista.csv").read_text("cp1252").splitlines()
    unit = text[0].split(";").index("Enhet")
    cells = text[1].split(";")
    cells[unit] = "070-123 45 67"
    frame = tmp_path / "lista.csv"
    frame.write_text("\n".join([text[0], ";".join(cells)]), encoding="cp1252")
    got = run("sample", "draw", empty_round, *ROUND, "--frame", frame, "--per-unit", 1,
              "--seed", "x")  # fmt: skip
    refused(got, "rad 2, kolumn Enhet", "telefonnummer")


@pytest.mark.parametrize("place", [".", "..", "MAPP"])
@pytest.mark.parametrize(
    "words",
    [
        ("results", "FIL", "--format", "csv"),
        ("results", "FIL"),
        ("results", "FIL", "--format", "xlsx"),
        ("sample", "certificate", "FIL", *ROUND),
        ("agreement", "FIL", *ROUND),
        ("trail", "FIL", "--question", "utredningsplan"),
        ("checklist", "print", str(LIST)),
    ],
)
def test_a_folder_is_no_file_to_write(
    run: Terminal, whole_round: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    words: tuple[str, ...], place: str,
) -> None:  # fmt: skip
    inside = tmp_path / "inne"
    inside.mkdir()
    monkeypatch.chdir(inside)
    out = inside if place == "MAPP" else place
    got = run(*(whole_round if word == "FIL" else word for word in words), "--out", out)
    name = (inside / out).resolve().name
    refused(got, f"{name} är en mapp")
    assert not list(inside.iterdir())


def test_two_choices_and_wrong_endings(run: Terminal, whole_round: Path, tmp_path: Path) -> None:
    for both in (["--year", "2024", *ROUND], ["--json", "--format", "csv"]):
        refused(run("results", whole_round, *both), "inte båda", status=2)
    refused(run("report", whole_round, *ROUND, "--out", ""), "--out", status=2)
    wrong: list[tuple[object, ...]] = [
        ("results", whole_round, "--out", tmp_path / "r.pdf"),
        ("results", whole_round, "--json", "--out", tmp_path / "r.csv"),
        ("checklist", "print", LIST, "--out", tmp_path / "x.txt"),
        ("sample", "certificate", whole_round, *ROUND, "--out", tmp_path / "x.docx"),
    ]
    for words in wrong:
        refused(run(*words), "fel ändelse")
    run.done("results", whole_round, "--out", tmp_path / "r.json")
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["rows"]


def test_a_sealed_file_without_a_terminal(
    run: Terminal, whole_round: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = tmp_path / "x.egk.age"
    seal = sealing.Seal(passphrase="fyra små ord till natten")
    sealed.write_bytes(seal.close(whole_round.read_bytes()))
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    refused(run("unseal", sealed), "--passphrase-file")


def test_a_quota_for_a_value_that_the_checklist_does_not_have(
    run: Terminal, empty_round: Path
) -> None:
    before = empty_round.read_bytes()
    got = run("sample", "draw", empty_round, *ROUND, "--frame", DATA / "arendelista.csv",
              "--per-unit", 2, "--seed", "x", "--quota", "Kön=tjej:60")  # fmt: skip
    refused(got, "tjej", "Värdena är", "Inget är draget")
    assert empty_round.read_bytes() == before


def test_the_plan_has_a_name_once_a_year_and_known_checklists(
    run: Terminal, whole_round: Path
) -> None:
    add = ("plan", "add", whole_round, "--months", "maj", "--name", "Vår", "--checklist")
    refused(run(*add, "finns-inte", "--year", 2025), "finns-inte", "vuxna-handlaggning")
    run.done(*add, "vuxna-handlaggning", "--year", 2025)
    refused(run(*add, "vuxna-handlaggning", "--year", 2025), "finns redan")
    run.done(*add, "vuxna-handlaggning", "--year", 2026)
    drop = ("plan", "drop", whole_round, "--year", 2025, "--name", "vår", "--reason", "x")
    run.done(*drop)


def test_people_and_units_when_cases_are_divided(run: Terminal, whole_round: Path) -> None:
    said = json.loads(run.done("assign", whole_round, *ROUND, "--dry-run", "--json",
                               "--reviewer", "Dag:Ungdomm", "--reviewer", "dag"))  # fmt: skip
    assert [one["reviewer"] for one in said["reviewers"]].count("Dag") == 1
    assert any("Ungdomm är ingen av urvalets enheter" in line for line in said["explained"])


def test_what_is_said_of_commands_and_checklists(
    run: Terminal, whole_round: Path, tmp_path: Path
) -> None:
    alone = run("backup")
    assert alone.status == 2
    assert "restore" in alone.err
    assert "Skriv egenkontroll" not in alone.err
    missing = tmp_path / "finns.yaml"
    refused(run("checklist", "check", missing), f"{missing}: filen finns inte")
    refused(
        run("checklist", "print", missing, "--out", tmp_path / "x.pdf"), "finns.yaml finns inte"
    )
    listed = run.done("checklist", "list")
    assert "barn-unga-handlaggning " in listed
    assert any(line.endswith(".yaml") and Path(line).is_file() for line in listed.splitlines())
    wrong = run("ledger", "decide", whole_round, "--old", "barn-unga-handlaggning@2024",
                "--new", "barn-unga-handlaggning@2024", "--question", "natverk",
                "--relation", "redaktionell", "--reason", "x", "--by", "A")  # fmt: skip
    assert ".?" not in wrong.err
    assert "?." not in wrong.err
    assert "redaktionell" in run.done("ledger", "decide", "--help")


def test_a_round_of_figures_says_so(run: Terminal, whole_round: Path) -> None:
    said = run.done("results", whole_round, "--round", "Våren 2023")
    assert "Våren 2023: bara siffror, ur källan " in said
    assert "0\u00a0av\u00a00" not in said
    assert "Preliminära" not in said


def test_a_purged_round_has_no_certificate(run: Terminal, whole_round: Path) -> None:
    run.done("purge", whole_round, *ROUND, "--yes")
    refused(run("sample", "certificate", whole_round, *ROUND), "är gallrad")


def test_verify_of_a_hand_out_counts_as_handing_in_does(
    run: Terminal, whole_round: Path, tmp_path: Path
) -> None:
    said = run.done("handout", whole_round, *ROUND, "--out", tmp_path / "ut", "--only", "Anna",
                    "--reviewer", "Anna", "--reviewer", "Bo")  # fmt: skip
    assert "fil utlämnad" in said
    (own,) = (tmp_path / "ut").glob("*.egk")
    back = json.loads(run.done("handin", own, "--json"))
    words = f"{back['done']}\u00a0av\u00a0{back['cases']} av granskarens ärenden är klara"
    assert words in run.done("verify", own)
