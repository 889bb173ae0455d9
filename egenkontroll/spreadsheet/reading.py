"""Read a table somebody hands in, whatever program wrote it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeAlias

from egenkontroll.errors import UserError
from egenkontroll.sample.tables import Row, Table
from egenkontroll.spreadsheet import limits
from egenkontroll.spreadsheet.cells import is_error_text
from egenkontroll.spreadsheet.delimited import no_table, read_delimited
from egenkontroll.spreadsheet.workbooks import OLE, read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_Sheet: TypeAlias = "tuple[str, Iterable[tuple[int, list[str]]], Iterable[tuple[int, int, str]]]"

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_FOREIGN = {
    b"%PDF": "en PDF",
    b"\x89PNG": "en bild",
    b"\xff\xd8\xff": "en bild",
    b"GIF8": "en bild",
    b"{\\rtf": "ett textdokument",
}
_PICTURES = {".bmp", ".gif", ".heic", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}
_WORKBOOKS = {".ods", ".xls", ".xlsm", ".xlsx"}


def read_table(path: Path, sheet: str | None = None) -> Table:
    """Read one sheet of a spreadsheet, or a text file, as rows of text.

    What the file is shows in its first bytes; its suffix only helps to explain a refusal. Without
    `sheet` the first visible sheet that has rows is read. Raises UserError for everything that
    is not a table of reasonable size.
    """
    return _read(path, sheet, every=False)[0]


def read_tables(path: Path) -> tuple[Table, ...]:
    """Read every visible sheet that has rows, in order; a text file is one table."""
    return _read(path, None, every=True)


def _read(path: Path, sheet: str | None, *, every: bool) -> tuple[Table, ...]:
    data = _bytes(path)
    name, digest = path.name, hashlib.sha256(data).hexdigest()
    tables = []
    for title, records, errors in _sheets(path, data, sheet, every=every):
        rows, bad_cells = _clean(records, errors)
        if rows:
            tables.append(Table(name, title, digest, rows, bad_cells))
    if not tables:
        raise UserError(
            f"Filen {name} har inga rader att läsa"
            + (f" på bladet {sheet.strip()}" if sheet is not None else "")
            + ". Kontrollera att det är rätt fil och att den är sparad."
        )
    return tuple(tables)


def _sheets(path: Path, data: bytes, sheet: str | None, *, every: bool) -> Iterable[_Sheet]:
    if data.startswith((*_ZIP, OLE)):
        return read_workbook(path.name, data, sheet, every=every)
    _refuse_foreign(path, data, sheet)
    return [("", read_delimited(path.name, data), ())]


def _clean(
    records: Iterable[tuple[int, list[str]]], errors: Iterable[tuple[int, int, str]]
) -> tuple[tuple[Row, ...], tuple[tuple[int, int, str], ...]]:
    """Strip the cells, empty those with errors, leave out rows without text."""
    bad = {(row, column): error for row, column, error in errors}
    rows = []
    for number, cells in records:
        texts = [cell.strip() for cell in cells]
        for column, text in enumerate(texts):
            if is_error_text(text):
                bad[number, column] = text
            if (number, column) in bad:
                texts[column] = ""
        if any(texts):
            rows.append(Row(number, tuple(texts)))
    return tuple(rows), tuple((*place, bad[place]) for place in sorted(bad))


def _bytes(path: Path) -> bytes:
    name = path.name
    try:
        if path.is_dir():
            raise UserError(f"{name} är en mapp, inte en fil. Välj en fil i mappen.")
        if path.exists() and not path.is_file():
            raise no_table(name)
        with path.open("rb") as file:
            data = file.read(limits.MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise UserError(
            f"Filen {path} finns inte. Kontrollera namnet och mappen och försök igen."
        ) from error
    except PermissionError as error:
        raise UserError(
            f"Filen {name} får inte läsas. Stäng den om den är öppen i ett annat program, "
            "kontrollera att du har behörighet till mappen och försök igen."
        ) from error
    except (OSError, ValueError) as error:
        raise UserError(
            f"Filen {name} kunde inte läsas ({error}). Kopiera den till datorn och försök igen."
        ) from error
    if len(data) > limits.MAX_BYTES:
        raise UserError(
            f"Filen {name} är större än {limits.MAX_BYTES // 1024**2} MB. Ta bort det som inte "
            "hör till tabellen, spara och försök igen."
        )
    if not data:
        raise UserError(f"Filen {name} är tom. Exportera eller spara den igen och försök igen.")
    return data


def _refuse_foreign(path: Path, data: bytes, sheet: str | None) -> None:
    name, suffix = path.name, path.suffix.lower()
    what = next((what for start, what in _FOREIGN.items() if data.startswith(start)), None)
    binary = b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if binary and suffix in _PICTURES:
        what = "en bild"
    if what is not None:
        raise UserError(
            f"Filen {name} är {what} och kan inte läsas som tabell. Spara tabellen som XLSX eller "
            "CSV och försök igen."
        )
    if binary and suffix in _WORKBOOKS:
        raise UserError(
            f"Filen {name} är skadad eller ofullständig och kan inte läsas. Öppna den i Excel, "
            "spara den på nytt som XLSX och försök igen."
        )
    if sheet is not None:
        raise UserError(f"Filen {name} är en textfil utan blad. Försök igen utan bladets namn.")
