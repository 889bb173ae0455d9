"""XLSX, XLS and ODS files, through calamine."""

from __future__ import annotations

import io
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError

from egenkontroll.errors import UserError
from egenkontroll.spreadsheet.areas import ods_areas, xlsx_areas
from egenkontroll.spreadsheet.cells import cell_text, padded
from egenkontroll.spreadsheet.limits import MAX_CELLS
from egenkontroll.spreadsheet.package import DamagedError, LockedError, Package
from egenkontroll.spreadsheet.xls_areas import xls_areas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from python_calamine import CalamineSheet, CalamineWorkbook

    from egenkontroll.spreadsheet.limits import Used

Records = list[tuple[int, list[str]]]
Errors = list[tuple[int, int, str]]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
# calamine cannot read a sheet at all if it holds others, such as #SPILL!.
_READABLE = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}


def read_workbook(
    name: str, data: bytes, sheet: str | None, *, every: bool = False
) -> list[tuple[str, Records, Errors]]:
    """Return the chosen sheet's name, its rows that hold something and its error cells.

    Without `sheet` it is the first visible one with rows, or with `every` all such sheets.
    Hidden sheets are read where no other has rows. Merged cells have the same text everywhere.
    """
    with _clear_errors(name):
        book, areas = _open(name, data)
        with book:
            found: list[tuple[str, Records, Errors]] = []
            chosen = ""
            for chosen, visible in _candidates(name, book, sheet):
                if found and not (every and visible):
                    break
                used = areas[chosen]
                used.check(f"Bladet {chosen} i filen {name}")
                if records := _records(name, book, chosen, used):
                    found.append((chosen, records, used.errors))
            return found or [(chosen, [], [])]


def _open(name: str, data: bytes) -> tuple[CalamineWorkbook, dict[str, Used]]:
    from python_calamine import load_workbook

    if data.startswith(OLE):
        _refuse_foreign_ole(name, data)
        found = xls_areas(data)
        _check_all(name, found)
        book = load_workbook(io.BytesIO(data))
        return book, dict(zip(book.sheet_names, found, strict=True))
    package = Package(name, data)
    package.refuse_locked()
    if "xl/workbook.xml" in package:
        areas = xlsx_areas(package)
    elif "content.xml" in package:
        areas = ods_areas(package)
        _check_all(name, areas.values())
    else:
        raise _foreign_package(name, package)
    return load_workbook(io.BytesIO(data)), areas


def _check_all(name: str, areas: Iterable[Used]) -> None:
    # Of XLS and ODS files calamine reads every sheet at once.
    for used in areas:
        used.check(f"Ett blad i filen {name}")


def _candidates(name: str, book: CalamineWorkbook, sheet: str | None) -> list[tuple[str, bool]]:
    """Name the sheets to try, and whether they show: the wanted one, or all, hidden ones last."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [found for found in book.sheets_metadata if found.typ == SheetTypeEnum.WorkSheet]
    if sheet is None:
        shown = [(found.name, found.visible == SheetVisibleEnum.Visible) for found in sheets]
        return sorted(shown, key=lambda one: not one[1])
    wanted = [found.name for found in sheets if _same(found.name, sheet)]
    if not wanted:
        raise UserError(
            f"Filen {name} har inget blad som heter {sheet}. Välj ett av bladen i filen:",
            [found.name for found in sheets],
        )
    # Two names may differ only in spaces around them.
    return [(sheet if sheet in wanted else wanted[0], True)]


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _records(name: str, book: CalamineWorkbook, title: str, used: Used) -> Records:
    sheet = _sheet(name, book, title, used)
    # Rows come from the top of the sheet, but cells from the first column in use.
    before = [""] * (sheet.start[1] if sheet.start else 0)
    records = {}
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [cell_text(value) for value in values]
        if any(cells):
            records[number] = before + cells
    for (number, column), zeros in used.padded.items():
        if number in records and column < len(records[number]):
            records[number][column] = padded(records[number][column], zeros)
    work = 0
    for area in used.merged:
        work += _fill(records, area)
        if work > MAX_CELLS:
            raise DamagedError("merged cells")
    return list(records.items())


def _fill(records: dict[int, list[str]], area: tuple[int, int, int, int]) -> int:
    """Give every cell of a merged area its text, in the rows that have something of their own.

    Returns how many cells were looked at.
    """
    top, left, bottom, right = area
    text = records[top][left] if top in records and left < len(records[top]) else ""
    if not text:
        return 1
    inside = range(top, min(bottom, max(records)) + 1)
    for number in inside:
        cells = records.get(number, [])
        for column in range(left, min(right + 1, len(cells))):
            cells[column] = cells[column] or text
    return len(inside) * (right - left + 1)


def _sheet(name: str, book: CalamineWorkbook, title: str, used: Used) -> CalamineSheet:
    from python_calamine import CalamineError

    try:
        return book.get_sheet_by_name(title)
    except CalamineError as problem:
        newer = [(row, error) for row, _, error in used.errors if error not in _READABLE]
        if newer and "cell error" in str(problem):
            row, error = newer[0]
            raise UserError(
                f"Bladet {title} i filen {name} har felet {error} på rad {row} och kan inte "
                "läsas. Rätta formeln i Excel, spara och försök igen."
            ) from problem
        raise


def _refuse_foreign_ole(name: str, data: bytes) -> None:
    if _ENCRYPTED_PACKAGE in data:
        raise _locked(name)
    if _WORD in data:
        raise UserError(
            f"Filen {name} är ett Worddokument och kan inte läsas som tabell. Spara tabellen som "
            "XLSX eller CSV och försök igen."
        )


def _foreign_package(name: str, package: Package) -> UserError:
    if "xl/workbook.bin" in package:
        what = "är en binär Excelfil (XLSB), som inte kan läsas. Öppna den i Excel, spara som XLSX"
    elif "word/document.xml" in package:
        what = (
            "är ett Worddokument och kan inte läsas som tabell. Spara tabellen som XLSX eller CSV"
        )
    else:
        what = (
            "är en zip-fil eller ett skadat dokument och kan inte läsas som tabell. Packa upp "
            "den eller spara den på nytt som XLSX"
        )
    return UserError(f"Filen {name} {what} och försök igen.")


def _locked(name: str) -> UserError:
    return UserError(
        f"Filen {name} är lösenordsskyddad. Ta bort lösenordet i Excel (Arkiv > Information) och "
        "försök igen."
    )


@contextmanager
def _clear_errors(name: str) -> Iterator[None]:
    """Say in one sentence what the libraries say in many ways."""
    from python_calamine import CalamineError, PasswordError

    damaged = UserError(
        f"Filen {name} är skadad eller ofullständig och kan inte läsas. Öppna den i Excel, spara "
        "den på nytt som XLSX och försök igen."
    )
    try:
        yield
    except (PasswordError, LockedError) as error:
        raise _locked(name) from error
    except (CalamineError, DamagedError, ExpatError, zipfile.BadZipFile, zlib.error) as error:
        raise damaged from error
    except (EOFError, LookupError, OSError, OverflowError, RuntimeError, ValueError) as error:
        # What zipfile, expat and the conversions raise for nonsense inside the file.
        raise damaged from error
    except BaseException as error:
        # How a crash inside calamine reaches Python; the class cannot be imported.
        if type(error).__name__ == "PanicException":
            raise damaged from error
        raise
