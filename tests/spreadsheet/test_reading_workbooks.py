"""XLSX, XLS and ODS files, whole, locked, damaged and hostile."""

from __future__ import annotations

import datetime as dt
import struct
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
import python_calamine
import xlsxwriter

from egenkontroll.errors import UserError
from egenkontroll.sample.tables import Row, Table
from egenkontroll.spreadsheet import limits, package
from egenkontroll.spreadsheet.reading import read_table, read_tables
from tests.spreadsheet.handmade_files import (
    ods,
    ods_cell,
    ods_row,
    ods_table,
    ole,
    record,
    xls,
    xls_number,
    xls_text,
    xlsx,
    zipped,
)

if TYPE_CHECKING:
    from pathlib import Path


def read(folder: Path, data: bytes, name: str = "lista.xlsx", sheet: str | None = None) -> Table:
    (folder / name).write_bytes(data)
    return read_table(folder / name, sheet)


def refusal(folder: Path, data: bytes, name: str = "lista.xlsx") -> str:
    with pytest.raises(UserError) as caught:
        read(folder, data, name)
    assert name in caught.value.message
    assert "\n" not in caught.value.message
    return caught.value.message


# --- XLSX as Excel writes it ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "style", "expected"),
    [
        (198112000000, None, "198112000000"),
        (199001011234.0, "0.00E+00", "199001011234"),
        (123456789012345, None, "123456789012345"),
        (1234567890123456.0, None, "1,23456789012346E+15"),
        (1e20, None, "1E+20"),
        (-0.0, None, "0"),
        (-3, None, "-3"),
        (62.5, None, "62.5"),
        (0.19, "0%", "0.19"),
        (1e-7, None, "0.0000001"),
        (True, None, "ja"),
        (False, None, "nej"),
        (" Ärende\u00a0", None, "Ärende"),
        ("00012", None, "00012"),
        ("rad ett\nrad två", None, "rad ett\nrad två"),
        (dt.date(2024, 3, 1), "yyyy-mm-dd", "2024-03-01"),
        (dt.datetime(2024, 3, 1), "d mmm yyyy", "2024-03-01"),  # noqa: DTZ001
        (dt.datetime(2024, 3, 1, 8, 20), "yyyy-mm-dd hh:mm", "2024-03-01 08:20:00"),  # noqa: DTZ001
        (dt.time(8, 20), "hh:mm", "08:20:00"),
        (dt.timedelta(hours=30, minutes=5), "[h]:mm", "30:05:00"),
    ],
)
def test_cells_become_text(tmp_path: Path, value: object, style: str | None, expected: str) -> None:
    with xlsxwriter.Workbook(tmp_path / "värden.xlsx") as book:
        style_of = book.add_format({"num_format": style}) if style else None
        book.add_worksheet("Data").write(0, 0, value, style_of)
    assert read_table(tmp_path / "värden.xlsx").rows == (Row(1, (expected,)),)


def test_errors_are_told_with_their_place(tmp_path: Path) -> None:
    errors = ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#VÄRDE!"]
    with xlsxwriter.Workbook(tmp_path / "fel.xlsx") as book:
        data = book.add_worksheet("Data")
        data.write_row(1, 1, ["Referens", "Enhet"])
        for row, error in enumerate(errors, start=2):
            data.write_string(row, 1, f"{row}-24")
            data.write_formula(row, 2, "=Borta!A1", None, error)
        data.write_formula(20, 0, "=1/0", None, "#DIV/0!")
    table = read_table(tmp_path / "fel.xlsx")
    assert table.sheet == "Data"
    assert table.rows[0] == Row(2, ("", "Referens", "Enhet"))
    assert [row.cells for row in table.rows[1:]] == [("", f"{row}-24", "") for row in range(2, 10)]
    wanted = [(row, 2, error) for row, error in enumerate(errors, start=3)]
    assert table.bad_cells == (*wanted, (21, 0, "#DIV/0!"))


def test_formula_that_was_never_calculated(tmp_path: Path) -> None:
    cells = '<c r="A1"><f>1+1</f><v/></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1"><v>1</v>'
    table = read(tmp_path, xlsx(f'<row r="1">{cells}</c></row>'))
    assert (table.rows[0].cells, table.bad_cells) == (
        ("", "", "1"),
        ((1, 0, "formel utan värde"),),
    )


def test_cells_without_references_follow_each_other(tmp_path: Path) -> None:
    rows = (
        '<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row>'
        '<row r="4"><c r="C4"><v>2</v></c><c t="e"><v>#N/A</v></c></row>'
    )
    table = read(tmp_path, xlsx(rows))
    assert [(row.number, row.cells[0], row.cells[2]) for row in table.rows] == [
        (1, "1", ""),
        (4, "", "2"),
    ]
    assert table.bad_cells == ((1, 1, "#REF!"), (4, 3, "#N/A"))


# --- which sheet ----------------------------------------------------------------------------


@pytest.fixture
def four_sheets(tmp_path: Path) -> Path:
    path = tmp_path / "fyra blad.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Försättsblad")
        hidden = book.add_worksheet("Listor")
        hidden.write_string(0, 0, "dold")
        hidden.hide()
        book.add_worksheet("Ärenden").write_string(0, 0, "ärende")
        book.add_worksheet("Övrigt").write_string(0, 0, "övrigt")
        book.get_worksheet_by_name("Försättsblad").activate()
    return path


def test_first_visible_sheet_with_rows(four_sheets: Path) -> None:
    table = read_table(four_sheets)
    assert (table.source, table.sheet) == ("fyra blad.xlsx", "Ärenden")


@pytest.mark.parametrize(
    ("wanted", "found"), [("Övrigt", "Övrigt"), (" ÖVRIGT ", "Övrigt"), ("Listor", "Listor")]
)
def test_named_sheet(four_sheets: Path, wanted: str, found: str) -> None:
    assert read_table(four_sheets, wanted).sheet == found


def test_unknown_and_empty_sheet(four_sheets: Path) -> None:
    with pytest.raises(UserError, match="inget blad som heter Blad9") as caught:
        read_table(four_sheets, "Blad9")
    assert caught.value.problems == ("Försättsblad", "Listor", "Ärenden", "Övrigt")
    with pytest.raises(UserError, match="inga rader att läsa på bladet Försättsblad"):
        read_table(four_sheets, "Försättsblad")


def test_hidden_sheet_if_there_is_no_other(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "dold.xlsx") as book:
        book.add_worksheet("Tom").activate()
        hidden = book.add_worksheet("Dold")
        hidden.write_string(0, 0, "x")
        hidden.hide()
    assert read_table(tmp_path / "dold.xlsx").sheet == "Dold"


def test_workbook_without_rows(tmp_path: Path) -> None:
    assert "har inga rader" in refusal(tmp_path, xlsx())


# --- XLS and ODS ----------------------------------------------------------------------------

XLS_CELLS = b"".join(
    [
        xls_text(1, 1, "Ärende"),
        xls_number(1, 2, 198112000000.0),
        record(0x205, struct.pack("<HHHBB", 2, 1, 0, 1, 0)),
        record(0x205, struct.pack("<HHHBB", 2, 2, 0, 0x17, 1)),
        record(0x06, struct.pack("<HHHB1xB3xHHIH", 3, 1, 0, 2, 7, 0xFFFF, 0, 0, 0)),
        record(0xBD, struct.pack("<HHHiHiH", 4, 1, 0, 7 << 2 | 2, 0, 8 << 2 | 2, 2)),
    ]
)


@pytest.mark.parametrize("pad", [4096, 0])
@pytest.mark.parametrize("name", ["gammal.xls", "gammal.csv"])
def test_xls(tmp_path: Path, pad: int, name: str) -> None:
    table = read(tmp_path, xls(("Tom", b""), ("Åtgärder", XLS_CELLS), pad=pad), name)
    assert table.sheet == "Åtgärder"
    assert table.rows == (
        Row(2, ("", "Ärende", "198112000000")),
        Row(3, ("", "ja", "")),
        Row(5, ("", "7", "8")),
    )
    assert table.bad_cells == ((3, 2, "#REF!"), (4, 1, "#DIV/0!"))


# --- merged cells and leading zeros, in every kind of file --------------------------------------


def zeros_and_merges_xls() -> bytes:
    def style(format_: int) -> bytes:
        return record(0xE0, struct.pack("<HH16x", 0, format_))

    def code(number: int, text: str, *, wide: bool) -> bytes:
        letters = text.encode("utf-16-le" if wide else "latin-1")
        return record(0x41E, struct.pack("<HHB", number, len(text), int(wide)) + letters)

    before = (
        code(164, "00000", wide=False)
        + code(165, "000\\-00", wide=True)
        + code(166, "0.00", wide=False)
    )
    before += b"".join(style(one) for one in (0, 164, 165, 166))
    number = struct.pack("<HHHd", 1, 0, 1, 336.0)
    small = struct.pack("<HHHi", 1, 1, 2, 336 << 2 | 2)
    several = struct.pack("<HHHiHiH", 2, 0, 1, 7 << 2 | 2, 3, 8 << 2 | 2, 1)
    merged = struct.pack("<H4H4H", 2, 0, 0, 0, 1, 1, 2, 2, 2)
    cells = xls_text(0, 0, "Rubrik") + record(0x203, number) + record(0x27E, small)
    cells += xls_text(1, 2, "Öst") + record(0xBD, several) + record(0xE5, merged)
    return xls(("Blad", cells), before=before)


def zeros_and_merges_ods() -> bytes:
    def number(shown: str, value: int, times: int = 1) -> str:
        repeated = f'table:number-columns-repeated="{times}"'
        return ods_cell(shown, f'office:value-type="float" office:value="{value}" {repeated}')

    head = 'office:value-type="string" table:number-columns-spanned="2"'
    tall = 'office:value-type="string" table:number-rows-spanned="2"'
    covered = "<table:covered-table-cell/>"
    return ods(
        ods_table(
            "Blad",
            ods_row(ods_cell("Rubrik", head), covered),
            ods_row(number("00336", 336), number("003-36", 336), ods_cell("Öst", tall)),
            ods_row(number("00007", 7), number("8", 8), covered),
        )
    )


def zeros_and_merges_xlsx(tmp_path: Path) -> bytes:
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as book:
        made = book.add_worksheet("Blad")
        made.merge_range(0, 0, 0, 1, "Rubrik")
        made.write_number(1, 0, 336, book.add_format({"num_format": "00000"}))
        made.write_number(1, 1, 336, book.add_format({"num_format": '000"-"00'}))
        made.merge_range(1, 2, 2, 2, "Öst")
        made.write_number(2, 0, 7, book.add_format({"num_format": "00000", "bold": True}))
        made.write_number(2, 1, 8, book.add_format({"num_format": "0"}))
    return (tmp_path / "x.xlsx").read_bytes()


@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_merged_cells_are_filled_and_leading_zeros_kept(tmp_path: Path, kind: str) -> None:
    data = zeros_and_merges_xlsx(tmp_path)
    if kind != "xlsx":
        data = zeros_and_merges_xls() if kind == "xls" else zeros_and_merges_ods()
    rows = [row.cells[:3] for row in read(tmp_path, data, f"lista.{kind}").rows]
    assert rows[0][:2] == ("Rubrik", "Rubrik")
    assert rows[1:] == [("00336", "003-36", "Öst"), ("00007", "8", "Öst")]


def test_what_a_merged_cell_has_in_hiding_is_kept(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>'
        '<row r="3"><c r="B3" t="str"><v>c</v></c></row>'
    )
    merges = '</sheetData><mergeCells><mergeCell ref="A1:B4"/><mergeCell ref="Z9:ZZ99"/>'
    merges += '<mergeCell ref="B3"/></mergeCells><sheetData>'
    table = read(tmp_path, xlsx(rows + merges))
    assert [row.cells for row in table.rows] == [("a", "b"), ("a", "c")]
    assert "skadad" in refusal(tmp_path, xlsx(rows + merges.replace("A1:B4", "A1:") + "x"))


def test_merged_cells_that_would_take_for_ever_are_refused(tmp_path: Path) -> None:
    cells = "".join(f'<row r="{at}"><c t="str"><v>a</v></c></row>' for at in range(1, 2001))
    merges = '<mergeCell ref="A1:XFD1048576"/>' * 50
    data = xlsx(f"{cells}</sheetData><mergeCells>{merges}</mergeCells><sheetData>")
    assert "skadad" in refusal(tmp_path, data)


def test_every_visible_sheet_can_be_read(four_sheets: Path) -> None:
    assert [table.sheet for table in read_tables(four_sheets)] == ["Ärenden", "Övrigt"]


def test_ods(tmp_path: Path) -> None:
    error = 'office:value-type="float" office:value="0" calcext:value-type="error"'
    date = 'office:value-type="date" office:date-value="2024-03-01"'
    rows = [
        ods_row("<table:table-cell/>", repeated=2),
        ods_row(ods_cell("Ärende"), ods_cell("1 mars", date), ods_cell("#REFERENS!", error)),
        ods_row(ods_cell("x"), "<table:covered-table-cell/>", ods_cell("Fel:502"), repeated=2),
        ods_row('<table:table-cell table:number-columns-repeated="16384"/>', repeated=1_000_000),
    ]
    table = read(tmp_path, ods(ods_table("Tom"), ods_table("Blad å", *rows)), "lista.ods")
    assert table.sheet == "Blad å"
    assert table.rows == (
        Row(3, ("Ärende", "2024-03-01", "")),
        Row(4, ("x", "", "")),
        Row(5, ("x", "", "")),
    )
    assert table.bad_cells == ((3, 2, "#REFERENS!"), (4, 2, "Fel:502"), (5, 2, "Fel:502"))


# --- locked, foreign, damaged ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ärenden.xlsx", ole("EncryptedPackage", bytes(5000))),
        ("ärenden.xls", xls(("A", XLS_CELLS), before=record(0x2F, bytes(54)))),
        ("ärenden.ods", ods(manifest="<m><encryption-data/></m>")),
        (
            "ärenden.zip",
            xlsx().replace(b"PK\x01\x02\x14\x03\x14\0\0", b"PK\x01\x02\x14\x03\x14\0\1"),
        ),
    ],
)
def test_locked_files(tmp_path: Path, name: str, data: bytes) -> None:
    assert refusal(tmp_path, data, name) == (
        f"Filen {name} är lösenordsskyddad. Ta bort lösenordet i Excel (Arkiv > Information) och "
        "försök igen."
    )


# Sectors of 1024 bytes, which no program writes.
FOREIGN_OLE = xls(("A", XLS_CELLS)).replace(b"\x03\0\xfe\xff\x09", b"\x03\0\xfe\xff\x0a")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("brev.docx", zipped({"word/document.xml": ""}), "är ett Worddokument"),
        ("brev.doc", ole("WordDocument", bytes(5000)), "är ett Worddokument"),
        ("bok.xlsb", zipped({"xl/workbook.bin": ""}), "är en binär Excelfil"),
        ("filer.zip", zipped({"lista.csv": "a;b"}), "är en zip-fil"),
        ("filer.zip", zipped({}), "är en zip-fil"),
        ("bild.xls", ole("Bild", bytes(5000)), "är skadad"),
        ("stympad.xls", xls(("A", XLS_CELLS))[:1500], "är skadad"),
        (
            "utan slut.xls",
            xls(("A", XLS_CELLS)).replace(b"\x03\0\xfe\xff\x09", b"\x03\0\xfe\xff\x0a"),
            "är skadad",
        ),
        ("kort.xls", xls(("A", XLS_CELLS))[:40], "är skadad"),
        ("stympad.xlsx", xlsx()[:-30], "är skadad"),
        ("utan blad.xlsx", zipped({"xl/workbook.xml": "<workbook/>"}), "är skadad"),
        ("trasig.xlsx", xlsx('<row r="1"><c r="A1"><v>1</v>'), "är skadad"),
        ("trasig.xlsx", xlsx('<row r="x"/>'), "är skadad"),
        ("trasig.xlsx", xlsx('<row r="1"><c r="1A"><v>1</v></c></row>'), "är skadad"),
        ("trasig.xlsx", xlsx('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), "är skadad"),
        ("dubbel.xlsx", xlsx(workbook="/yl/workbook.xml"), "är skadad"),
        ("trasig.ods", ods("<table:table>"), "är skadad"),
    ],
)
def test_foreign_and_damaged_files(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    assert said in refusal(tmp_path, data, name)


def test_every_cut_of_a_file_is_refused(tmp_path: Path) -> None:
    for whole in (xlsx('<row r="1"><c r="A1"><v>1</v></c></row>'), ods(ods_table("A"))):
        for size in range(4, len(whole), 40):
            refusal(tmp_path, whole[:size])


def test_error_that_calamine_cannot_read(tmp_path: Path) -> None:
    rows = '<row r="7"><c r="A7" t="e"><v>#SPILL!</v></c><c r="B7"><v>1</v></c></row>'
    assert "har felet #SPILL! på rad 7" in refusal(tmp_path, xlsx(rows))


# --- hostile --------------------------------------------------------------------------------


def test_far_corners_are_refused_before_memory_is_reserved(tmp_path: Path) -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
    assert "16\u00a0384 kolumner" in refusal(tmp_path, xlsx(far.format(1_048_576, "XFD")))
    assert "1\u00a0000\u00a0001 rader" in refusal(tmp_path, xlsx(far.format(1_000_001, "A")))
    assert "501 kolumner" in refusal(tmp_path, xlsx(far.format(2, "SG")))
    assert "för mycket" in refusal(tmp_path, xlsx(far.format(999_999, "J")))
    assert "60\u00a0001 kolumner" in refusal(
        tmp_path, xls(("A", xls_number(0, 0, 1) + xls_number(65535, 60000, 1))), "lista.xls"
    )
    repeated = ods_cell("#N/A", 'table:number-columns-repeated="501" calcext:value-type="error"')
    assert "för mycket" in refusal(
        tmp_path, ods(ods_table("A", ods_row(repeated, repeated=10**9))), "lista.ods"
    )


def test_styled_but_empty_cells_far_away_do_not_count(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert read(tmp_path, xlsx(rows)).rows == (Row(1, ("1",)),)


def test_what_is_too_large_is_not_walked_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifteen million rows pack into a small file, and take minutes to walk through."""
    monkeypatch.setattr(package, "_CHUNK", 1000)
    monkeypatch.setattr(limits, "MAX_ROWS", 10)
    rows = "<row><c><v>1</v></c></row>" * 5_000 + '<c r="none"/>'  # damage, if it is reached
    assert "rader och 1 kolumner" in refusal(tmp_path, xlsx(rows))
    monkeypatch.undo()
    monkeypatch.setattr(limits, "MAX_PARTS", 1_000)
    assert "för mycket" in refusal(tmp_path, xlsx("<row>" + "<c/>" * 1_001 + "</row>"))
    empty = ods_table("A", ods_row(*["<table:table-cell/>"] * 1_001))
    assert "för mycket" in refusal(tmp_path, ods(empty), "lista.ods")


def test_thousands_of_sheets_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_SHEETS", 0)
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert "skadad eller ofullständig" in refusal(tmp_path, xlsx(rows))


def test_long_text_in_every_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_CHARACTERS", 1000)
    row = '<row r="{0}"><c r="A{0}" t="s"><v>0</v></c></row>'
    shared = f"<si><t>{'x' * 90}</t></si>"
    assert len(read(tmp_path, xlsx("".join(map(row.format, range(1, 11))), shared)).rows) == 10
    assert "tecken" in refusal(tmp_path, xlsx("".join(map(row.format, range(1, 13))), shared))
    table = ods_table("A", ods_row(ods_cell("x" * 90), repeated=12))
    assert "tecken" in refusal(tmp_path, ods(table), "lista.ods")


def test_what_grows_when_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert limits.MAX_UNPACKED == 500 * 1024 * 1024
    monkeypatch.setattr(limits, "MAX_UNPACKED", 100_000)
    data = xlsx('<row r="1"><c r="A1"><v>1</v></c></row>', media="0" * 100_000)
    assert "orimligt stor när den packas upp" in refusal(tmp_path, data)


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE sst [<!ENTITY a "aaaa">]><sst>&a;</sst>'
    data = zipped({"xl/workbook.xml": "", "_rels/.rels": bomb})
    assert "är skadad" in refusal(tmp_path, data)


@pytest.mark.parametrize("name", ["PanicException", "KeyboardInterrupt"])
def test_crash_inside_calamine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    crash: Any = type(name, (BaseException,), {})

    def fail(_: object) -> NoReturn:
        raise crash

    monkeypatch.setattr(python_calamine, "load_workbook", fail)
    with pytest.raises(UserError if name == "PanicException" else crash):
        read(tmp_path, xlsx())
