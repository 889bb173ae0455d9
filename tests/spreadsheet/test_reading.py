"""Text files, and everything that is not a table."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egenkontroll.errors import UserError
from egenkontroll.sample.tables import Row, Table
from egenkontroll.spreadsheet import limits
from egenkontroll.spreadsheet.reading import read_table

VT2024 = Path(__file__).parents[1] / "data" / "vt2024"


def read(folder: Path, data: bytes | str, name: str = "lista.csv") -> Table:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_table(path)


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def refusal(folder: Path, data: bytes | str, name: str = "lista.csv") -> str:
    with pytest.raises(UserError) as caught:
        read(folder, data, name)
    assert name in caught.value.message
    return caught.value.message


# --- the real round -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "count", "head", "last"),
    [
        ("arendelista.csv", 451, "Handläggare", 455),
        ("arendelista-med-personnummer.csv", 41, "Handläggare", 41),
        ("historik.csv", 7, "period", 7),
        ("svar-anna.csv", 191, "fråga", 191),
        ("svar-bo.csv", 183, "fråga", 183),
        ("svar-cia.csv", 186, "fråga", 186),
    ],
)
def test_files_of_vt2024(name: str, count: int, head: str, last: int) -> None:
    table = read_table(VT2024 / name)
    assert (table.source, table.sheet, table.bad_cells) == (name, "", ())
    assert table.digest == hashlib.sha256((VT2024 / name).read_bytes()).hexdigest()
    assert len(table.rows) == count
    assert head in table.rows[0].cells
    assert {len(row.cells) for row in table.rows} == {len(table.rows[0].cells)}
    assert table.rows[-1].number == last
    assert all(cell == cell.strip() for row in table.rows for cell in row.cells)


def test_stray_spaces_and_swedish_letters_of_the_case_list() -> None:
    rows = read_table(VT2024 / "arendelista.csv").rows
    assert rows[2].cells[4] == "uppföljning"
    assert rows[8] == Row(
        9, ("00048-24", "Utredning 1", "H16", "flicka", "utredning", "2024-03-04", "nej")
    )


def test_quoted_separator_of_a_real_answer() -> None:
    row = read_table(VT2024 / "svar-anna.csv").rows[29]
    assert row.cells[3] == "Se journal; oklart datum"


# --- letters --------------------------------------------------------------------------------

SWEDISH = "Ärendenummer;Åtgärd;Övrigt\r\n00012-24;på gång – é;”ja”\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    table = read(tmp_path, SWEDISH.encode(encoding))
    assert cells(table) == [
        ("Ärendenummer", "Åtgärd", "Övrigt"),
        ("00012-24", "på gång – é", "”ja”"),
    ]


def test_utf_16_big_endian(tmp_path: Path) -> None:
    table = read(tmp_path, b"\xfe\xff" + SWEDISH.encode("utf-16-be"))
    assert table.rows[0].cells[0] == "Ärendenummer"


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "mac_roman"])
def test_letters_of_old_case_systems(tmp_path: Path, encoding: str) -> None:
    text = "Ärende;Åtgärd;Övrigt\r\n1;på gång;först\r\n"
    assert cells(read(tmp_path, text.encode(encoding)))[1] == ("1", "på gång", "först")


@pytest.mark.parametrize("letter", "åäöÅÄÖé§€–”…ü")
def test_one_single_letter_in_windows_1252(tmp_path: Path, letter: str) -> None:
    table = read(tmp_path, f"referens;svar\r\n1;{letter}\r\n".encode("cp1252"))
    assert table.rows[1].cells == ("1", letter)


def test_quotation_marks_do_not_outweigh_one_swedish_letter(tmp_path: Path) -> None:
    text = "referens;svar\r\n1;hej”san”hej”san, å\r\n"
    assert cells(read(tmp_path, text.encode("cp1252")))[1][1] == "hej”san”hej”san, å"


def test_byte_that_windows_1252_lacks(tmp_path: Path) -> None:
    table = read(tmp_path, b"referens;svar\r\n1;\x90ttio\r\n")
    assert table.rows[1].cells == ("1", "Éttio")


def test_mixed_encodings_are_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, "fråga;svar\r\n".encode() + "första;nej\r\n".encode("cp1252"))
    assert "blandar två teckenkodningar" in message


def test_cut_utf_16_is_refused(tmp_path: Path) -> None:
    assert "avbruten eller skadad" in refusal(tmp_path, "å;b".encode("utf-16")[:-1])


# --- separators and quotes ------------------------------------------------------------------


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_separators_and_line_ends(tmp_path: Path, separator: str, end: str) -> None:
    lines = [["a", "b", "c"], ["1", "", "x"], ["2", "y", ""]]
    table = read(tmp_path, end.join(separator.join(line) for line in lines) + end)
    assert [list(row) for row in cells(table)] == lines
    assert [row.number for row in table.rows] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Enhet;Andel\nA;62,5\nB;3,5\n", ("A", "62,5")),
        ("a;b;c\n1,5;2,5;3,5\n1,5;x\n", ("1,5", "2,5", "3,5")),
        ("a,b,c\n1,ja; nej; delvis,x\n2,ja,y\n", ("1", "ja; nej; delvis", "x")),
        ("a\tb\n1, 2\tx;y\n", ("1, 2", "x;y")),
        ('"a,b","c"\n"1,5,5","x;y"\n', ("1,5,5", "x;y")),
        ('"a,b";"c"\n"1,5,5";"x"\n', ("1,5,5", "x")),
        ("sep=,\na;b,c\n1;2,3\n", ("1;2", "3")),
        ("referens\n00012-24\n", ("00012-24",)),
    ],
)
def test_the_separator_is_the_one_that_fits(
    tmp_path: Path, text: str, expected: tuple[str, ...]
) -> None:
    assert expected in cells(read(tmp_path, text))


def test_row_numbers_are_those_of_an_editor(tmp_path: Path) -> None:
    text = '\r\na;b\r\n;\r\n1;"rad ett\r\nrad ""två"""\r\n\r\n2;x'
    assert read(tmp_path, text).rows == (
        Row(2, ("a", "b")),
        Row(4, ("1", 'rad ett\r\nrad "två"')),
        Row(7, ("2", "x")),
    )


def test_white_space_around_is_taken_away_but_not_inside(tmp_path: Path) -> None:
    table = read(tmp_path, "a;b\n\u00a0 1\u00a0000 \u00a0;\t\u202fx\n \u00a0 ;\t\n")
    assert cells(table) == [("a", "b"), ("1\u00a0000", "x")]


def test_errors_saved_as_text(tmp_path: Path) -> None:
    table = read(tmp_path, "a;b;c\n#REF!;ja;#VÄRDE!\n#SAKNAS!;;\n1;########;Fel:502\n#1;# ja;#\n")
    assert cells(table) == [("a", "b", "c"), ("", "ja", ""), ("1", "", ""), ("#1", "# ja", "#")]
    assert table.bad_cells == (
        (2, 0, "#REF!"),
        (2, 2, "#VÄRDE!"),
        (3, 0, "#SAKNAS!"),
        (4, 1, "########"),
        (4, 2, "Fel:502"),
    )


@pytest.mark.parametrize("bad", ['1;"x', '1;"x" y', '1;"sa "nej" till";2'])
def test_stray_quotation_marks_are_named_by_row(tmp_path: Path, bad: str) -> None:
    message = refusal(tmp_path, f'a;b\n"1\n2";x\n{bad}\n3;z\n')
    assert "från rad 4: ett citattecken saknas" in message


# --- what is no table -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("tom.csv", b"", "är tom"),
        ("blank.csv", b"\xef\xbb\xbf\r\n ; ;\r\n", "har inga rader"),
        ("rapport.pdf", b"%PDF-1.7\n%\xe2\xe3", "är en PDF"),
        ("rapport.csv", b"%PDF-1.7\n%\xe2\xe3", "är en PDF"),
        ("skannad.png", b"\x89PNG\r\n\x1a\n\0\0", "är en bild"),
        ("foto.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "är en bild"),
        ("foto.heic", b"\0\0\0\x18ftypheic", "är en bild"),
        ("brev.rtf", b"{\\rtf1\\ansi hej}", "är ett textdokument"),
        ("omgång.egk", b"SQLite format 3\0\x10\0", "är inte en tabell"),
        ("lista.csv", b"a;b\r\n1;\0\r\n", "är inte en tabell"),
        ("lista.xlsx", b"\0\0\0\0", "är skadad"),
        ("export.xls", "<html><table><tr><td>å</table>".encode(), "är en webbsida eller XML-fil"),
        ("export.xls", b'\xef\xbb\xbf<?xml version="1.0"?>', "är en webbsida eller XML-fil"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    message = refusal(tmp_path, data, name)
    assert said in message
    assert message.endswith(".")
    assert "\n" not in message


def test_text_under_a_spreadsheets_name_is_read(tmp_path: Path) -> None:
    assert cells(read(tmp_path, "a\tb\n1\tå\n", "export.xls")) == [("a", "b"), ("1", "å")]


def test_a_text_file_has_no_sheets(tmp_path: Path) -> None:
    (tmp_path / "lista.csv").write_text("a;b\n")
    with pytest.raises(UserError, match="textfil utan blad"):
        read_table(tmp_path / "lista.csv", sheet="Blad1")


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="finns inte"):
        read_table(tmp_path / "borta.csv")
    with pytest.raises(UserError, match="är en mapp"):
        read_table(tmp_path)
    with pytest.raises(UserError, match=r"finns inte|kunde inte läsas"):
        read_table(tmp_path / "a\0b")


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rör")
    with pytest.raises(UserError, match="är inte en tabell"):
        read_table(tmp_path / "rör")


@pytest.mark.parametrize(
    ("error", "said"), [(PermissionError(13, "x"), "får inte läsas"), (OSError(5, "x"), "kunde")]
)
def test_unreadable_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, said: str
) -> None:
    (tmp_path / "lista.csv").write_text("a;b\n")

    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(UserError, match=said):
        read_table(tmp_path / "lista.csv")


# --- limits ---------------------------------------------------------------------------------


def test_too_many_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert limits.MAX_BYTES == 50 * 1024 * 1024
    monkeypatch.setattr(limits, "MAX_BYTES", 7)
    assert len(read(tmp_path, "a;b\n1;2").rows) == 2
    assert "är större än" in refusal(tmp_path, "a;b\n1;23")


def test_too_many_rows_columns_and_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (limits.MAX_ROWS, limits.MAX_COLUMNS) == (1_000_000, 500)
    assert len(read(tmp_path, "x;" * 499 + "x").rows[0].cells) == 500
    assert "501 kolumner" in refusal(tmp_path, "x;" * 500 + "x")
    monkeypatch.setattr(limits, "MAX_ROWS", 3)
    assert len(read(tmp_path, "a\n" * 3).rows) == 3
    assert "4 rader" in refusal(tmp_path, "a\n" * 4)
    monkeypatch.setattr(limits, "MAX_CELLS", 5)
    assert "för mycket" in refusal(tmp_path, "a;b\n1;2\n3;4\n")


def test_too_long_a_cell(tmp_path: Path) -> None:
    assert "orimligt lång" in refusal(tmp_path, "a;b\n1;" + "x" * (limits.MAX_FIELD + 1))


# --- in general -----------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200) | st.text(";,\t\"\r\n åaÄ'=0\0<").map(str.encode))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    try:
        table = read(tmp_path, data)
    except UserError:
        return
    assert all(any(row.cells) for row in table.rows)
    numbers = [row.number for row in table.rows]
    assert numbers == sorted(set(numbers))


def test_libraries_are_loaded_only_when_needed() -> None:
    code = (
        "import sys; import egenkontroll.spreadsheet.reading, egenkontroll.spreadsheet.writing; "
        "sys.exit(any(m in sys.modules "
        "for m in ('python_calamine', 'xlsxwriter', 'charset_normalizer')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
