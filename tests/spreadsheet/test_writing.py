"""Tables out: what Excel gets, and that what is written is read back the same."""

from __future__ import annotations

import os
import zipfile
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from egenkontroll.errors import UserError
from egenkontroll.spreadsheet.cells import is_error_text
from egenkontroll.spreadsheet.reading import read_table
from egenkontroll.spreadsheet.writing import Sheet, csv_text, write_csv, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.spreadsheet import writing

# --- CSV ------------------------------------------------------------------------------------


def test_csv_as_a_swedish_excel_wants_it(tmp_path: Path) -> None:
    write_csv(tmp_path / "ut.csv", ["Enhet", "Andel"], [["Öster", 62.5], ["Väster", None]])
    expected = b"\xef\xbb\xbfEnhet;Andel\r\n\xc3\x96ster;62,5\r\nV\xc3\xa4ster;\r\n"
    assert (tmp_path / "ut.csv").read_bytes() == expected
    assert [path.name for path in tmp_path.iterdir()] == ["ut.csv"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        ("", ""),
        (0, "0"),
        (-5, "-5"),
        (-0.5, "-0,5"),
        (12.0, "12"),
        (1e-7, "0,0000001"),
        (1e21, "1000000000000000000000"),
        (True, "ja"),
        ("=1+1", "'=1+1"),
        ("+46", "'+46"),
        ("-5 %", "'-5 %"),
        ("@SUM", "'@SUM"),
        ("\tx", '"\'\tx"'),
        ("\r=x", '"\'\r=x"'),
        ('=A1;"x"', '"\'=A1;""x"""'),
        ("−5", "−5"),
        ("a=b", "a=b"),
        ("a;b", '"a;b"'),
        ("1,5", '"1,5"'),
        ("rad\nrad", '"rad\nrad"'),
        ('sa "nej"', '"sa ""nej"""'),
    ],
)
def test_csv_cells(value: writing.Value, expected: str) -> None:
    assert csv_text([], [[value]]) == f"\r\n{expected}\r\n"


def test_csv_heads_are_made_safe_too_and_rows_may_be_a_generator() -> None:
    assert csv_text(["=x", "b"], ([str(n), n] for n in range(2))) == "'=x;b\r\n0;0\r\n1;1\r\n"


# --- there and back -------------------------------------------------------------------------

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
speckled = st.text(";,\t\"'\r\n =+-@åÄ1x\u00a0", max_size=8)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(
            (texts | speckled).filter(lambda text: not is_error_text(text.strip())),
            min_size=width,
            max_size=width,
        ),
        min_size=1,
        max_size=6,
    )
)


def filled(rows: list[list[str]]) -> list[tuple[str, ...]]:
    stripped = [tuple(cell.strip() for cell in row) for row in rows]
    return [row for row in stripped if any(row)]


def safe(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def looks_like_a_table(rows: list[list[str]]) -> bool:
    first = rows[0][0].lstrip().lower()
    return not first.startswith(("<", "%pdf", "{\\rtf", "gif8"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables.filter(looks_like_a_table))
def test_csv_is_read_back_the_same(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "runt.csv"
    write_csv(path, rows[0], rows[1:])
    expected = filled([[safe(cell) for cell in row] for row in rows])
    if not expected:
        with pytest.raises(UserError, match="har inga rader"):
            read_table(path)
    else:
        assert [row.cells for row in read_table(path).rows] == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(tables)
def test_xlsx_is_read_back_the_same(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "runt.xlsx"
    write_xlsx(path, [Sheet("Blad", rows[0], rows[1:])])
    expected = filled(rows)
    if not expected:
        with pytest.raises(UserError, match="har inga rader"):
            read_table(path)
    else:
        # A sheet ends with its last used column, a text table does not.
        width = len(rows[0])
        found = [row.cells + ("",) * (width - len(row.cells)) for row in read_table(path).rows]
        assert found == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.integers(-(10**15), 10**15) | st.decimals(-1000, 1000, places=3).map(float)))
def test_numbers_stay_numbers(tmp_path: Path, numbers: list[float]) -> None:
    path = tmp_path / "tal.xlsx"
    write_xlsx(path, [Sheet("Tal", ["tal"], [[number] for number in numbers])])
    with load_workbook(path) as book:
        assert book.get_sheet_by_name("Tal").to_python() == [["tal"], *([n] for n in numbers)]
    path = tmp_path / "tal.csv"
    write_csv(path, ["tal", "slut"], [[number, "x"] for number in numbers])
    found = [row.cells[0] for row in read_table(path).rows[1:]]
    assert [float(text.replace(",", ".")) for text in found] == numbers


# --- XLSX -----------------------------------------------------------------------------------


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_xlsx_head_row_filter_and_widths(tmp_path: Path) -> None:
    path = tmp_path / "ut.xlsx"
    rows: list[list[writing.Value]] = [["Öster", 6, 9.8], ["=1", None, True]]
    sheet = Sheet("Resultat", ["Enhet", "k", "Andel"], rows, widths=[30])
    write_xlsx(path, [sheet])
    inside = parts(path)
    xml = inside["xl/worksheets/sheet1.xml"]
    assert '<pane ySplit="1" topLeftCell="A2"' in xml
    assert 'state="frozen"' in xml
    assert '<autoFilter ref="A1:C3"/>' in xml
    assert '<col min="1" max="1" width="30.7' in xml
    assert '<c r="B2"><v>6</v></c><c r="C2"><v>9.8</v></c>' in xml
    assert "<f>" not in xml
    assert "<b/>" in inside["xl/styles.xml"]
    assert "2000-01-01T00:00:00Z" in inside["docProps/core.xml"]
    assert [row.cells for row in read_table(path).rows] == [
        ("Enhet", "k", "Andel"),
        ("Öster", "6", "9.8"),
        ("=1", "", "ja"),
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "{=A1}", "https://x.se", "mailto:a@b.se", "internal:A!A1", "00012", "#REF"]
)
def test_xlsx_text_stays_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ut.xlsx"
    write_xlsx(path, [Sheet("A", [text], [[text]])])
    inside = parts(path)
    assert inside["xl/worksheets/sheet1.xml"].count('t="s"') == 2
    assert "hyperlink" not in inside["xl/worksheets/sheet1.xml"]
    assert [row.cells for row in read_table(path).rows] == [(text,), (text,)]


def test_xlsx_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    sheets = [Sheet("A", ["a"], [["x"], [1.5]]), Sheet("B", [], [])]
    write_xlsx(tmp_path / "1.xlsx", sheets)
    write_xlsx(tmp_path / "2.xlsx", sheets)
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


def test_sheet_names_that_excel_accepts(tmp_path: Path) -> None:
    wanted = ["Barn/unga: [1]?*\\", "å" * 40, "Å" * 40, "'citat'", "", " ", "History", "a\nb"]
    write_xlsx(tmp_path / "ut.xlsx", [Sheet(name, ["x"], []) for name in wanted])
    with load_workbook(tmp_path / "ut.xlsx") as book:
        assert book.sheet_names == [
            "Barn unga   1",
            "å" * 31,
            "Å" * 27 + " (2)",
            "citat",
            "Blad",
            "Blad (2)",
            "History 1",
            "a b",
        ]


def test_what_excel_has_no_room_for_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="får inte plats i en Excelfil"):
        write_xlsx(tmp_path / "ut.xlsx", [Sheet("A", ["a"], [["x" * 32_768]])])
    assert list(tmp_path.iterdir()) == []


# --- whole or not at all --------------------------------------------------------------------


def refused(folder: Path, name: str) -> str:
    path = folder / name
    with pytest.raises(UserError) as caught:
        WRITERS[path.suffix](path)
    assert name in caught.value.message
    return caught.value.message


WRITERS = {
    ".csv": lambda path: write_csv(path, ["ny"], []),
    ".xlsx": lambda path: write_xlsx(path, [Sheet("A", ["ny"], [])]),
}


@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied"), OSError(28, "No space left on device")]
)
def test_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    def fail(*_: object) -> NoReturn:
        raise error

    for name in ("ut.csv", "ut.xlsx"):
        (tmp_path / name).write_text("gammal")
        for step in ("replace", "fsync"):
            with monkeypatch.context() as patch:
                patch.setattr(os, step, fail)
                message = refused(tmp_path, name)
            wanted = (
                "Stäng den om den är öppen i Excel" if error.errno == 13 else "disken har plats"
            )
            assert wanted in message
    assert {path.name for path in tmp_path.iterdir()} == {"ut.csv", "ut.xlsx"}
    assert {path.read_text() for path in tmp_path.iterdir()} == {"gammal"}


@pytest.mark.parametrize("name", ["ut.csv", "ut.xlsx"])
def test_missing_folder_and_folder_in_the_way(tmp_path: Path, name: str) -> None:
    assert "finns inte" in refused(tmp_path / "borta", name)
    (tmp_path / "fil").write_text("")
    assert "finns inte" in refused(tmp_path / "fil", name)
    (tmp_path / name).mkdir()
    assert "är en mapp" in refused(tmp_path, name)
    assert {path.name for path in tmp_path.iterdir()} == {"fil", name}
