"""Bad input: one clear Swedish sentence or list, status 1, and a document as it was."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Terminal

DATA = Path(__file__).parents[1] / "data" / "vt2024"


def refused(run: Run, *words: str) -> None:
    assert run.status == 1
    assert run.out == ""
    for word in words:
        assert word in run.err, run.err


def draw_words(file: Path, frame: Path) -> list[object]:
    return ["sample", "draw", file, "--round", "Våren 2024", "--frame", frame,
            "--per-unit", 10, "--seed", "x"]  # fmt: skip


def test_case_list_with_personal_numbers(run: Terminal, empty_round: Path) -> None:
    before = empty_round.read_bytes()
    frame = DATA / "arendelista-med-personnummer.csv"
    got = run(*draw_words(empty_round, frame))
    refused(got, "personnummer", "rad 6, kolumn Ärendenummer", "rad 19, kolumn Ärendenummer")
    shown = got.err.replace("rad 6", "").replace("rad 19", "").replace(frame.name, "")
    assert not any(letter.isdigit() for letter in shown)
    assert empty_round.read_bytes() == before


TEN_FAULTS = """\
id: Fel Id
version: 2024
titel: En titel
areas:
  - id: tomt
    title: Tomt område
    questions: []
  - id: fyllt
    title: Fyllt område
    questions:
      - id: ett
        text: Ett?
        type: yes_noo
      - id: ett
        text: Ett igen?
        type: yes_no
        target: 101
      - id: tva
        text: Två?
        type: yes_no
        applies_when: {finns_inte: ja}
      - id: tre
        text: Tre?
        type: choice
        applies_when: {fyra: kanske}
      - id: fyra
        text: Fyra?
        type: yes_no
        applies_when: {tre: ja}
"""


def test_checklist_with_ten_faults(run: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "fel.yaml"
    path.write_text(TEN_FAULTS, encoding="utf-8")
    got = run("checklist", "check", path)
    refused(got)
    expected = {
        1: "id ska skrivas",
        2: "version ska vara text",
        3: "okänd nyckel: titel; menade du title?",
        7: "området har ingen fråga",
        13: "type kan inte vara yes_noo; menade du yes_no?",
        14: "id ett finns redan",
        17: "target ska vara mellan 0 och 100",
        21: "finns_inte, som inte finns",
        22: "choices saknas",
        25: "fyra kan inte ha svaret kanske",
    }
    for line, message in expected.items():
        assert any(
            said.startswith(f"{path}:{line}: ") and message in said for said in got.err.splitlines()
        ), (line, message, got.err)
    assert "cirkel" in got.err
    document = tmp_path / "ny.egk"
    words = ("--checklist", path, "--name", "V", "--period", "2024-01-01/2024-02-01")
    refused(run("round", "create", document, *words), "fel.yaml:13")
    assert not document.exists()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("99999-24;utredningsplan;ja;;", ("rad 2", "ingår inte i urvalet")),
        ("00096-24;utredningspaln;ja;;", ("rad 2", "menade du utredningsplan?")),
        ("00096-24;utredningsplan;jo;;", ("rad 2", "jo är inget svar", "ja, nej")),
        ("00096-24;utredningsplan;ja;19121212-1212 ringde;", ("rad 2", "personnummer")),
        ("00096-24;utredningsplan;ja;;tredje", ("rad 2", "rollen tredje finns inte")),
    ],
)
def test_answers_that_cannot_be_read(
    run: Terminal, whole_round: Path, tmp_path: Path, row: str, words: tuple[str, ...]
) -> None:
    table = tmp_path / "svar.csv"
    good = "00096-24;natverk;ja;;"
    table.write_text(f"referens;fråga;svar;kommentar;roll\n{row}\n{good}\n", encoding="utf-8")
    before = whole_round.read_bytes()
    got = run("answers", "import", whole_round, "--round", "Våren 2024", "--table", table)
    refused(got, *words, "Inget är sparat")
    assert "19121212" not in got.err
    assert whole_round.read_bytes() == before


def write_commands(file: Path) -> list[list[object]]:
    return [
        ["answers", "import", file, "--round", "Våren 2024", "--table", DATA / "svar-anna.csv"],
        ["history", "import", file, "--table", DATA / "historik.csv"],
        draw_words(file, DATA / "arendelista.csv"),
        ["round", "create", file, "--checklist", DATA / "checklista-2023.yaml",
         "--name", "En till", "--period", "2023-01-01/2023-02-01"],
    ]  # fmt: skip


def every_command(file: Path) -> list[list[object]]:
    return [*write_commands(file), ["results", file]]


def make_truncated(path: Path) -> str:
    path.write_bytes(path.read_bytes()[:-5000])
    return "skadat"


def make_newer(path: Path) -> str:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    return "nyare version"


def make_text(path: Path) -> str:
    path.write_text("Det här är ingen databas.\n" * 50, encoding="utf-8")
    return "inget Egenkontroll-dokument"


def make_foreign(path: Path) -> str:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (a)")
    connection.commit()
    connection.close()
    return "inget Egenkontroll-dokument"


def make_with_trigger(path: Path) -> str:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TRIGGER t AFTER INSERT ON answer BEGIN DELETE FROM answer; END")
    connection.commit()
    connection.close()
    return "hör hemma"


def make_damaged_inside(path: Path) -> str:
    raw = bytearray(path.read_bytes())
    raw[8192:12288] = bytes(4096)
    path.write_bytes(raw)
    return "skadat"


def make_empty(path: Path) -> str:
    path.write_bytes(b"")
    return "inget Egenkontroll-dokument"


@pytest.mark.parametrize(
    "make",
    [
        make_truncated,
        make_newer,
        make_text,
        make_foreign,
        make_with_trigger,
        make_damaged_inside,
        make_empty,
    ],
)
def test_documents_that_are_not_opened(run: Terminal, whole_round: Path, make) -> None:  # type: ignore[no-untyped-def]
    reason = make(whole_round)
    before = whole_round.read_bytes()
    for words in every_command(whole_round):
        refused(run(*words), whole_round.name, reason)
    assert run("verify", whole_round).status == 1
    assert whole_round.read_bytes() == before
    assert [file.name for file in whole_round.parent.iterdir()] == [whole_round.name]


def test_read_only_document_is_read_and_never_written(run: Terminal, whole_round: Path) -> None:
    whole_round.chmod(0o444)
    before = whole_round.read_bytes()
    for words in write_commands(whole_round):
        refused(run(*words), "skrivskyddat")
    assert "55\u00a0av\u00a061" in run.done("results", whole_round)
    assert whole_round.read_bytes() == before


def test_open_elsewhere(run: Terminal, whole_round: Path) -> None:
    from egenkontroll.operations.opening import open_document

    with open_document(whole_round, write=True):
        for words in every_command(whole_round):
            refused(run(*words), "öppet i ett annat fönster")
    run.done("results", whole_round)


def test_xlsx_with_a_formula_error_in_a_needed_cell(
    run: Terminal, empty_round: Path, tmp_path: Path
) -> None:
    frame = tmp_path / "ärenden.xlsx"
    book = xlsxwriter.Workbook(frame)
    sheet = book.add_worksheet("Lista")
    sheet.write_row(0, 0, ["Ärendenummer", "Enhet", "Kön", "Barn i hushållet", "Annat"])
    sheet.write_row(1, 0, ["00001-24", "Norr", "flicka", "ja"])
    sheet.write_row(2, 0, ["00002-24", None, "pojke", "nej"])
    sheet.write_formula(2, 1, "=VLOOKUP(A3,X!A:B,2,0)", None, "#REF!")
    sheet.write_formula(1, 4, "=1/0", None, "#DIV/0!")
    book.close()
    before = empty_round.read_bytes()
    got = run(*draw_words(empty_round, frame))
    refused(got, "blad Lista, rad 3, kolumn Enhet", "#REF!")
    assert "#DIV/0!" not in got.err
    assert empty_round.read_bytes() == before


def test_one_changed_bit_is_found(run: Terminal, whole_round: Path) -> None:
    raw = whole_round.read_bytes()
    at = raw.index(b"Se journal; oklart datum")
    whole_round.write_bytes(raw[:at] + b"T" + raw[at + 1 :])
    got = run("verify", whole_round)
    assert got.status == 1
    assert "answer" in got.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["resultat"], "Kommandot resultat finns inte"),
        (["results"], "FIL saknas"),
        (["results", "x.egk", "--sort"], "--sort finns inte"),
        (["results", "x.egk", "--format", "pdf"], "välj table eller json"),
        (["sample", "draw", "x.egk", "--per-unit", "0"], "heltal från 1"),
        (["results", "a.egk", "b.egk"], "för mycket på raden: b.egk"),
        (["round"], "Kommando"),
    ],
)
def test_wrong_usage_is_status_two_in_swedish(run: Terminal, words: list[str], said: str) -> None:
    got = run(*words)
    assert got.status == 2
    assert said.casefold() in (got.err + got.out).casefold()
    assert "Error" not in got.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["results", "FIL", "--round", "Våren 2025"], "menade du Våren 2024?"),
        (["results", "FIL", "--by", "ålder"], "kan inte delas upp på ålder"),
        (["results", "FIL", "--compare", "Våren 2024"], "med sig själv"),
        (["results", "FIL", "--format", "xlsx"], "--out"),
        (["results", "saknas.egk"], "finns inte"),
        (["results", "."], "är en mapp"),
        (["report", "FIL", "--round", "Våren 2024", "--out", "MAPP", "--unit", "Norr"], "Norr"),
    ],
)
def test_what_cannot_be_done_is_said(
    run: Terminal, whole_round: Path, tmp_path: Path, words: list[str], said: str
) -> None:
    places = {"FIL": str(whole_round), "MAPP": str(tmp_path / "ut")}
    refused(run(*[places.get(word, word) for word in words]), said)


@pytest.mark.parametrize(
    "words",
    [
        ("results", "FIL", "--round", "20121212-1212"),
        ("results", "FIL", "--compare", "Anna 121212-1212"),
        ("results", "FIL", "--by", "20121212-1212"),
        ("report", "FIL", "--round", "Våren 2024", "--out", "MAPP", "--unit", "201212121212"),
        ("20121212-1212", "FIL"),
    ],
)
def test_a_personnummer_that_is_only_looked_up_is_not_written_back(
    run: Terminal, whole_round: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    places = {"FIL": str(whole_round), "MAPP": str(tmp_path / "ut")}
    found = run(*[places.get(word, word) for word in words])
    assert found.status
    assert "1212" not in found.out + found.err
    assert "[personnummer]" in found.err


def test_round_create_refuses_what_is_there(
    run: Terminal, whole_round: Path, tmp_path: Path
) -> None:
    def create(file: Path, checklist: Path, name: str, period: str) -> Run:
        return run("round", "create", file, "--checklist", checklist, "--name", name,
                   "--period", period)  # fmt: skip

    changed = tmp_path / "ändrad.yaml"
    text = (DATA / "checklista-2024.yaml").read_text(encoding="utf-8")
    changed.write_text(text.replace("target: 95", "target: 96"), encoding="utf-8")
    period = "2024-09-01/2024-10-31"
    before = whole_round.read_bytes()
    refused(create(whole_round, changed, "Hösten 2024", period), "nytt versionsnummer")
    same = DATA / "checklista-2024.yaml"
    refused(create(whole_round, same, "våren 2024", period), "finns redan")
    refused(create(whole_round, same, "Hösten 2024", "hösten"), "Perioden hösten")
    refused(create(whole_round, same, "Hösten 2024", "2024-10-31/2024-09-01"), "slutar före")
    refused(create(whole_round, same, "  ", period), "behöver ett namn")
    refused(create(tmp_path / "x" / "y.egk", same, "H", period), "finns inte")
    assert whole_round.read_bytes() == before
    shutil.rmtree(tmp_path / "x", ignore_errors=True)


def test_a_folder_is_not_named_with_a_personnummer(
    run: Terminal, whole_round: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "Blad 20121212-1212"
    found = run("report", whole_round, "--round", "Våren 2024", "--out", folder)
    refused(found, "Mappens namn innehåller ett personnummer")
    assert "1212" not in found.err
    assert not folder.exists()
