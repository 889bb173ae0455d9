"""The command `export`, on spring 2024 and the demo: every form, read back."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from pptx import Presentation

from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.exporting_tables import letter
from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.operations.resulting import round_results
from egenkontroll.report import figures
from egenkontroll.report.export_cases import RawReview, answers_table
from egenkontroll.report.export_model import Export
from egenkontroll.spreadsheet.reading import read_table
from egenkontroll.spreadsheet.writing import Sheet, write_xlsx
from egenkontroll.storage import records
from tests.makers import checklist, raw_question
from tests.report.exported import LONG, case

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal

SPRING = "Våren 2024"
REVIEWERS = ("Amina Holm", "Björn Lund", "Cecilia Ek")


@pytest.fixture(scope="session")
def demo_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.egk"
    write_demo(path)
    return path


@pytest.fixture
def demo(demo_made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo_made, tmp_path / "demo.egk"))


def results(
    file: Path, name: str = SPRING, compare_with: str | None = None
) -> list[dict[str, Any]]:
    with open_document(file) as document:
        found = figures.as_json(round_results(document, name, None, compare_with))
    rows: list[dict[str, Any]] = found["rows"]
    return rows


def export(run: Terminal, file: Path, out: Path, *words: str, name: str = SPRING) -> Path:
    assert str(out) in run.done("export", file, "--round", name, "--out", out, *words)
    return out


def sheet(path: Path, name: str) -> list[dict[str, str]]:
    """A sheet's rows by their heads, as our own reader reads them."""
    table = read_table(path, name)
    heads, *rows = [list(row.cells) for row in table.rows]
    return [dict(zip(heads, [*row, *[""] * len(heads)], strict=False)) for row in rows]


def test_the_workbook_has_every_sheet_and_the_same_numbers(
    run: Terminal, whole_round: Path, tmp_path: Path
) -> None:
    book = export(run, whole_round, tmp_path / "ut.xlsx")
    with zipfile.ZipFile(book) as package:
        names = re.findall(r'<sheet name="([^"]+)"', package.read("xl/workbook.xml").decode())
        sheets = {
            name: package.read(f"xl/worksheets/sheet{at}.xml").decode()
            for at, name in enumerate(names, 1)
        }
        styles = package.read("xl/styles.xml").decode()
    assert names == ["Resultat", "Per enhet", "Per attribut", "Svar", "Ärendelista",
                     "Urvalsintyg", "Samsyn", "Förbättringsåtgärder", "Kodbok",
                     "Om filen"]  # fmt: skip
    for text in sheets.values():
        assert 'state="frozen"' in text
        assert "<autoFilter" in text
        assert "<f>" not in text
    assert 'formatCode="0\u00a0%"' in styles
    # The third row of cells: a share stored as a part of one, in the percent format.
    found = results(whole_round, SPRING, "previous")
    stored = re.findall(r'<c r="F\d+" s="(\d+)"><v>([^<]+)</v>', sheets["Resultat"])
    stated = [one["percent"] / 100 for one in found if one["percent"] is not None]
    assert [float(value) for _, value in stored] == stated
    assert len({style for style, _ in stored}) == 1
    met = re.findall(r'<c r="D\d+"><v>([^<]+)</v>', sheets["Resultat"])
    assert [int(one) for one in met] == [one["k"] for one in found if one["k"] is not None]


def test_raw_answers_count_to_the_results(run: Terminal, whole_round: Path, tmp_path: Path) -> None:
    table = export(run, whole_round, tmp_path / "svar.csv", "--what", "answers")
    data = table.read_bytes()
    assert data.startswith("\ufeffReferens;Enhet".encode())
    assert b"\r\n" in data
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert len({(row["Referens"], row["Granskare"]) for row in rows}) == len(rows)
    assert {row["Granskare"] for row in rows} == {"A", "B", "C"}
    assert "Anna" not in data.decode()
    first = [row for row in rows if row["Roll"] == "första"]
    assert len(first) < len(rows)
    heads = {str(row["Id"]): str(row["Kolumn"]) for row in _codebook(run, whole_round, tmp_path)}
    for one in results(whole_round):
        if one["k"] is None or one["met"] is None or one["question"] not in heads:
            continue
        said = [row[heads[one["question"]]] for row in first]
        assert said.count("Ja") + said.count("Nej") == one["met"] + one["not_met"]
        assert said.count("Ja") in (one["met"], one["not_met"])
        assert said.count("Ej aktuellt") == one["not_applicable"]
        assert said.count("Framgår inte av akten") == one["not_in_record"]
        assert said.count("Kan inte bedömas") == one["cannot_judge"]
    named = export(run, whole_round, tmp_path / "namn.csv", "--what", "answers", "--names")
    assert "Anna" in named.read_text(encoding="utf-8-sig")


def _codebook(run: Terminal, file: Path, folder: Path) -> list[dict[str, str]]:
    book = export(run, file, folder / "bok.xlsx", "--what", "answers")
    return [row for row in sheet(book, "Kodbok") if row["Blad"] == "Svar" and row["Id"]
            and row["Regel"]]  # fmt: skip


@pytest.mark.parametrize("what", ["results", "frame", "certificate", "agreement", "actions"])
def test_each_table_alone_is_the_workbooks(
    run: Terminal, demo: Path, tmp_path: Path, what: str
) -> None:
    table = export(run, demo, tmp_path / "ut.csv", "--what", what)
    book = export(run, demo, tmp_path / "ut.xlsx", "--what", what)
    heads = table.read_text(encoding="utf-8-sig").splitlines()[0].split(";")
    with zipfile.ZipFile(book) as package:
        names = re.findall(r'<sheet name="([^"]+)"', package.read("xl/workbook.xml").decode())
    assert names[-2:] == ["Kodbok", "Om filen"]
    assert list(read_table(book, names[0]).rows[0].cells) == heads
    text = table.read_text(encoding="utf-8-sig")
    assert not any(name in text for name in REVIEWERS)


def test_json_is_whole_and_tells_no_names(run: Terminal, demo: Path, tmp_path: Path) -> None:
    text = export(run, demo, tmp_path / "a.json").read_text(encoding="utf-8")
    made = Export.model_validate_json(text)
    assert not any(name in text for name in REVIEWERS)
    assert [one.reviewer for one in made.reviewers] == ["A", "B", "C"]
    by = [one["by"] for one in made.results]
    assert by[:2] == [None, "unit"]
    assert made.results[0]["rows"] == results(demo, SPRING, "previous")
    drawn = [one for one in made.cases if one.status == "drawn"]
    answered = {one.case for one in made.answers if one.role == "first"}
    assert {one.id for one in drawn} == answered
    assert sum(len(one.cases) for one in made.frames) == 355
    assert made.agreement is not None
    again = export(run, demo, tmp_path / "b.json")
    assert again.read_text(encoding="utf-8") == text
    named = export(run, demo, tmp_path / "c.json", "--names")
    assert "Amina Holm" in named.read_text(encoding="utf-8")


def test_word_and_powerpoint_tell_the_same_figures(
    run: Terminal, demo: Path, tmp_path: Path
) -> None:
    rows = results(demo, "Våren 2026")
    paper = Document(str(export(run, demo, tmp_path / "ut.docx", name="Våren 2026")))
    said = "\n".join(cell.text for table in paper.tables for line in table.rows
                     for cell in line.cells).replace("\u00a0", " ")  # fmt: skip
    deck = Presentation(str(export(run, demo, tmp_path / "ut.pptx", name="Våren 2026")))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes
              if shape.has_chart]  # fmt: skip
    drawn = sorted(
        (int(met), int(met + rest))
        for chart in charts
        for met, rest in zip(*(series.values for series in chart.plots[0].series), strict=True)
    )
    judged = [(one["k"], one["n"]) for one in rows if one["n"]]
    assert drawn == sorted(judged)
    for k, n in judged:
        assert f"{k} av {n}" in said


def test_what_may_not_be_published_is_refused_with_the_reason(
    run: Terminal, demo: Path, tmp_path: Path
) -> None:
    for name, words in (
        ("ut.json", ()), ("ut.csv", ("--what", "answers")), ("ut.xlsx", ("--what", "frame")),
        ("ut.csv", ("--what", "certificate")), ("ut.xlsx", ("--what", "agreement")),
    ):  # fmt: skip
        refused = run("export", demo, "--round", SPRING, "--out", tmp_path / name, "--publish",
                      *words)  # fmt: skip
        assert refused.status == 1
        assert "kan inte publiceras" in refused.err
        assert not (tmp_path / name).exists()


def test_a_published_workbook_hides_small_groups_and_single_cases(
    run: Terminal, demo: Path, tmp_path: Path
) -> None:
    book = export(run, demo, tmp_path / "ut.xlsx", "--publish")
    with zipfile.ZipFile(book) as package:
        whole = "".join(package.read(name).decode() for name in package.namelist())
    names = re.findall(r'<sheet name="([^"]+)"', whole)
    assert names == ["Resultat", "Per enhet", "Per attribut", "Förbättringsåtgärder", "Kodbok",
                     "Om filen"]  # fmt: skip
    hidden = [row for row in sheet(book, "Per enhet") if row["Uppfyllt (k)"] == ".."]
    assert hidden
    assert all(row["Andel (%)"] == row["Obesvarade"] == ".." for row in hidden)
    references = re.findall(r'"reference": "([^"]+)"',
                            export(run, demo, tmp_path / "a.json").read_text("utf-8"))  # fmt: skip
    assert references
    assert not any(f">{one}<" in whole for one in references)
    for form in ("docx", "pptx"):
        assert (
            "små grupper"
            in run.done(
                "export", demo, "--round", SPRING, "--out", tmp_path / f"p.{form}", "--publish"
            ).casefold()
        )


def test_figures_alone_and_purged_rounds_export_what_there_is(
    run: Terminal, demo: Path, tmp_path: Path
) -> None:
    for form in ("xlsx", "docx", "pptx", "json"):
        out = tmp_path / f"ut.{form}"
        said = run.done("export", demo, "--round", "Våren 2023", "--out", out)
        assert "bara inmatade siffror" in said
    assert sheet(tmp_path / "ut.xlsx", "Inmatade siffror")
    refused = run("export", demo, "--round", "Våren 2023", "--out", tmp_path / "s.csv", "--what",
                  "answers")  # fmt: skip
    assert (refused.status, "Inget är skrivet" in refused.err) == (1, True)
    before = results(demo)
    run("round", "lock", demo, "--round", SPRING)
    run.done("purge", demo, "--round", SPRING, "--yes")
    for form in ("xlsx", "docx", "pptx", "json"):
        out = tmp_path / f"p.{form}"
        assert "gallrad" in run.done("export", demo, "--round", SPRING, "--out", out)
    made = Export.model_validate_json((tmp_path / "p.json").read_text(encoding="utf-8"))
    assert (made.cases, made.answers, made.frames) == ([], [], [])
    assert made.kept is not None
    assert made.standing.purged
    assert made.editions[0].seal == made.standing.seal
    assert [one["k"] for one in made.results[0]["rows"]] == [one["k"] for one in before]


def test_a_round_without_its_questions_exports_its_figures(
    run: Terminal, whole_round: Path, tmp_path: Path
) -> None:
    name = json.loads(run.done("verify", whole_round, "--json"))["rounds"][0]["name"]
    assert name != SPRING
    book = export(run, whole_round, tmp_path / "ut.xlsx", name=name)
    assert sheet(book, "Inmatade siffror")
    made = export(run, whole_round, tmp_path / "ut.json", name=name)
    assert Export.model_validate_json(made.read_text(encoding="utf-8")).aggregates
    table = export(run, whole_round, tmp_path / "ut.csv", "--what", "results", name=name)
    assert table.exists()


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("ut.csv", (), "Välj vilken med --what"),
        ("ut.csv", ("--what", "all"), "Välj vilken med --what"),
        ("ut.docx", ("--what", "answers"), "alltid samma innehåll"),
        ("ut.txt", (), "ingen form"),
        ("mapp/ut.pptx", (), "finns inte"),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_is(
    run: Terminal, whole_round: Path, tmp_path: Path, name: str, words: tuple[str, ...], said: str
) -> None:
    refused = run("export", whole_round, "--round", SPRING, "--out", tmp_path / name, *words)
    assert refused.status == 1
    assert said in refused.err
    assert not (tmp_path / name).exists()


def test_an_undrawn_round_exports_its_codebook(
    run: Terminal, empty_round: Path, tmp_path: Path
) -> None:
    book = export(run, empty_round, tmp_path / "ut.xlsx")
    assert sheet(book, "Kodbok")
    refused = run("export", empty_round, "--round", SPRING, "--out", tmp_path / "ut.docx")
    assert (refused.status, "inget urval" in refused.err) == (1, True)


def test_cells_that_look_like_formulas_arrive_as_text(
    run: Terminal, tmp_path: Path, whole_round: Path
) -> None:
    cases = "Ärendenummer;Enhet\n=1+1;=HYPERLINK(1)\n+46;-norr\n@1;👩 שלום \u0301\n"
    (tmp_path / "lista.csv").write_text(cases, encoding="utf-8")
    (tmp_path / "lista.yaml").write_text(
        'id: prov\nversion: "1"\ntitle: "=Prov"\nareas:\n  - id: a\n    title: "+Område"\n'
        '    questions:\n      - {id: q, text: "=1+1", type: text}\n', encoding="utf-8",
    )  # fmt: skip
    (tmp_path / "svar.csv").write_text(
        "referens;fråga;svar;kommentar\n=1+1;q;=2+2;@bra\n", encoding="utf-8"
    )
    file = tmp_path / "prov.egk"
    run.done("round", "create", file, "--checklist", tmp_path / "lista.yaml", "--name", "=Prov",
             "--period", "2024-04-01/2024-05-31")  # fmt: skip
    run.done("sample", "draw", file, "--round", "=Prov", "--frame", tmp_path / "lista.csv",
             "--per-unit", "1", "--seed", "=s")  # fmt: skip
    run.done("answers", "import", file, "--round", "=Prov", "--table", tmp_path / "svar.csv",
             "--reviewer", "-Bo")  # fmt: skip
    book = export(run, file, tmp_path / "ut.xlsx", "--names", name="=Prov")
    with zipfile.ZipFile(book) as package:
        for part in package.namelist():
            assert b"<f>" not in package.read(part)
    row = sheet(book, "Svar")[0]
    assert (row["Referens"], row["Enhet"], row["Granskare"]) == ("=1+1", "=HYPERLINK(1)", "-Bo")
    assert (row["=1+1"], row["Kommentar: =1+1"]) == ("=2+2", "@bra")
    listed = {one["Referens"]: one["Enhet"] for one in sheet(book, "Ärendelista")}
    assert listed == {"=1+1": "=HYPERLINK(1)", "+46": "-norr", "@1": "👩 שלום \u0301"}
    text = export(run, file, tmp_path / "s.csv", "--what", "answers", name="=Prov")
    assert "'=2+2" in text.read_text(encoding="utf-8-sig")
    for form in ("docx", "pptx", "json"):
        export(run, file, tmp_path / f"ut.{form}", name="=Prov")


SIGNS = ("=", "+", "-", "@", "\t", "\r")
HOSTILE = '=HYPERLINK("https://exempel.se")'


@pytest.fixture
def hostile(run: Terminal, tmp_path: Path) -> Path:
    """A round where everything that somebody can write begins as a formula does."""
    (tmp_path / "lista.yaml").write_text(
        'id: prov\nversion: "=1"\ntitle: "=Prov"\n'
        'attributes:\n  - {id: kon, label: "+Kön", type: choice, choices: ["=f", "@p"]}\n'
        'areas:\n  - id: a\n    title: "+Område"\n    questions:\n'
        '      - {id: q, text: "=1+1", type: yes_no, finding: "-brist", guidance: "@vägledning"}\n'
        '      - {id: v, text: "@val", type: choice, choices: ["=ett", "+två"]}\n'
        '      - {id: t, text: "-text", type: text}\n', encoding="utf-8",
    )  # fmt: skip
    rows = "".join(
        f"={unit}{at};{unit};{('=f', '@p')[at % 2]}\n" for unit in ("-norr", "@syd")
        for at in range(6)
    )  # fmt: skip
    (tmp_path / "lista.csv").write_text(f"Ärendenummer;Enhet;+Kön\n{rows}", encoding="utf-8")
    file, one = tmp_path / "prov.egk", ("--round", "=Prov")
    run.done("round", "create", file, "--checklist", tmp_path / "lista.yaml", "--name", "=Prov",
             "--period", "2024-04-01/2024-05-31")  # fmt: skip
    run.done("sample", "draw", file, *one, "--frame", tmp_path / "lista.csv", "--per-unit", "3",
             "--seed", "=s", "--reserves", "1", "--double", "50", "--by", "-Kvalitet")  # fmt: skip
    with open_document(file) as document:
        cases = records.cases(document, find_round(document, "=Prov").id)
        drawn = [case.reference for case in cases if case.status == "drawn"]
    for role, name in (("första", "-Bo"), ("andra", "@Ada")):
        lines = [f"{case};{q};{said};{comment};{role}" for case in drawn for q, said, comment in (
            ("q", "ja" if role == "första" else "nej", "=2+2"), ("v", "=ett", "+k"),
            ("t", '"=HYPERLINK(""https://exempel.se"")"', "@c"))]  # fmt: skip
        (tmp_path / "svar.csv").write_text(
            "referens;fråga;svar;kommentar;roll\n" + "\n".join(lines), encoding="utf-8"
        )
        run.done("answers", "import", file, *one, "--table", tmp_path / "svar.csv",
                 "--reviewer", name)  # fmt: skip
    run.done("action", "add", file, *one, "--question", "q", "--what", HOSTILE, "--unit", "-norr",
             "--role", "+chef", "--area", "@område", "--risk", "=risk")  # fmt: skip
    return file


def test_no_cell_of_any_sheet_is_a_formula(run: Terminal, hostile: Path, tmp_path: Path) -> None:
    book = export(run, hostile, tmp_path / "ut.xlsx", "--names", name="=Prov")
    with zipfile.ZipFile(book) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    assert not [name for name in parts if "external" in name.casefold() or "vba" in name.casefold()]
    sheets = {name: text for name, text in parts.items() if name.startswith("xl/worksheets/sheet")}
    assert len(sheets) == 10
    for text in sheets.values():
        assert not re.search(r"<f[ >]|<hyperlink|<dataValidation|t=\"(str|e)\"", text)
        cells = re.findall(r'<c r="[A-Z]+\d+"(?: s="\d+")?( t="\w+")?><v>([^<]*)</v>', text)
        assert cells
        assert all(kind == ' t="s"' or re.fullmatch(r"-?[\d.]+", said) for kind, said in cells)
    shown = set(re.findall(r"<t[^>]*>([^<]*)</t>", parts["xl/sharedStrings.xml"]))
    assert {"=Prov", "-norr", "@syd", "-Bo", "@Ada", "=2+2", "+chef", "=f"} <= shown


@pytest.mark.parametrize("what", ["results", "answers", "frame", "certificate", "agreement",
                                  "actions"])  # fmt: skip
def test_no_csv_cell_begins_as_a_formula(
    run: Terminal, hostile: Path, tmp_path: Path, what: str
) -> None:
    out = export(run, hostile, tmp_path / "t.csv", "--what", what, "--names", name="=Prov")
    text = out.read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(rows) > 1
    guarded = 0
    for cell in (cell for row in rows for cell in row):
        number = re.fullmatch(r"-?\d+(,\d+)?", cell)
        assert number or not cell.startswith(SIGNS), cell
        guarded += cell.startswith("'")
    assert guarded


def test_the_json_of_hostile_words_has_them_as_they_are(
    run: Terminal, hostile: Path, tmp_path: Path
) -> None:
    text = export(run, hostile, tmp_path / "a.json", name="=Prov").read_text(encoding="utf-8")
    made = Export.model_validate_json(text)
    assert made.round.name == "=Prov"
    assert {one.comment for one in made.answers} == {"=2+2", "+k", "@c"}


def test_settled_answers_are_rows_of_their_own(run: Terminal, demo: Path, tmp_path: Path) -> None:
    name = "Våren 2025"
    made = Export.model_validate_json(
        export(run, demo, tmp_path / "a.json", name=name).read_text(encoding="utf-8")
    )
    assert made.consensus
    text = export(run, demo, tmp_path / "a.csv", "--what", "answers", name=name)
    rows = csv.DictReader(io.StringIO(text.read_text(encoding="utf-8-sig")), delimiter=";")
    settled = [row for row in rows if row["Roll"] == "gemensamt"]
    assert len(settled) == len({one.case for one in made.consensus})
    assert all(row["Granskare"] == "" for row in settled)


def test_large_rounds_are_written_whole(tmp_path: Path) -> None:
    asked = checklist(*(raw_question(f"q{at}") for at in range(3)))
    values = {"q0": "yes", "q1": "no"}
    reviews = [
        RawReview(case(f"A-{at}", position=at), f"Enhet {at % 9}", "A", "första", True,
                  frozenset(asked.by_id), values, {}, {})
        for at in range(5000)
    ]  # fmt: skip
    wide = checklist(*(raw_question(f"q{at}", text=LONG) for at in range(300)))
    said, words = dict.fromkeys(wide.by_id, "yes"), dict.fromkeys(wide.by_id, LONG)
    every = frozenset(wide.by_id)
    one = RawReview(case(), "Norr", "A", "första", True, every, said, words, {})
    for table, rows, columns in (
        (answers_table(asked, reviews), 5001, 6 + 2 * 3 + 1),
        (answers_table(wide, [one]), 2, 6 + 2 * 300 + 1),
    ):
        assert len(table.heads) == len(set(table.heads)) == columns
        write_xlsx(tmp_path / "ut.xlsx", [Sheet(table.name, table.heads, table.rows)])
        with zipfile.ZipFile(tmp_path / "ut.xlsx") as package:
            assert package.read("xl/worksheets/sheet1.xml").count(b"<row ") == rows


def test_reviewers_letters_go_on_after_z() -> None:
    assert [letter(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
