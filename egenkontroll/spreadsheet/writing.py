"""Write tables as a Swedish Excel wants them, whole or not at all."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import textwrap
import uuid
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from egenkontroll.errors import UserError, reason
from egenkontroll.spreadsheet.cells import number_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

Value = str | int | float | None

_BOM = "\ufeff"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# All usual separators, so that no reader can take the wrong one.
_NEEDS_QUOTES = re.compile('[";,\t\r\n]')
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_SHEET_NAME = 31
_LINE, _MOST_LINES, _FILTER = 15.0, 8, 2  # a row's height, and what the filter's button takes
_A4, _ON_A_PAGE = 9, 220  # what xlsxwriter calls the paper, and characters side by side
# The same input shall give the same bytes, so the file cannot tell when it was made.
_CREATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to write. `widths` are the columns' widths in characters, from the left.

    Numbers in the columns `percents` are whole percent: 64 is stored as 0.64 and shown as 64 %.
    """

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]
    widths: Sequence[int] = ()
    percents: frozenset[int] = frozenset()


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """Write a table with semicolons, decimal comma and CRLF, safe from formula injection."""
    return "".join(f"{';'.join(map(_csv_cell, row))}\r\n" for row in (heads, *rows))


def write_csv(path: Path, heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write a table as a text file that a Swedish Excel opens with a double click."""
    _save(path, (_BOM + csv_text(heads, rows)).encode())


def write_new_csv(path: Path, heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> bool:
    """Write a table as a new text file, safely on the disk when this returns.

    Never writes over a file: one that holds just this already is left, and False returned;
    any other raises UserError.
    """
    data = (_BOM + csv_text(heads, rows)).encode()
    try:
        with path.open("xb") as file:
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            except BaseException:
                file.close()
                path.unlink(missing_ok=True)
                raise
    except FileExistsError as error:
        if path.is_file() and path.read_bytes() == data:
            return False
        raise UserError(
            f"Filen {path.name} finns redan och skrivs inte över. Inget är sparat. Välj ett annat "
            "filnamn och försök igen."
        ) from error
    except OSError as error:
        raise _not_written(path, error) from error
    return True


def write_xlsx(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write a workbook: real numbers, text that stays text, heads that stay in sight."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"created": _CREATED})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        percent = book.add_format({"num_format": "0\u00a0%"})
        taken: set[str] = set()
        for sheet in sheets:
            made = book.add_worksheet(_sheet_name(sheet.name, taken))
            _write_sheet(made, sheet, (bold, percent), path)
    _save(path, target.getvalue())


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, (int, float)):
        return number_text(value).replace(".", ",")
    text = f"'{value}" if value.startswith(_FORMULA_STARTS) else value
    if _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _write_sheet(target: Any, sheet: Sheet, formats: tuple[Any, Any], path: Path) -> None:
    bold, percent = formats
    for column, width in enumerate(sheet.widths):
        target.set_column(column, column, width)
    refused = [
        target.write_string(0, column, head, bold) for column, head in enumerate(sheet.heads)
    ]
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, bool):
                refused.append(target.write_string(number, column, "ja" if value else "nej"))
            elif isinstance(value, (int, float)) and column in sheet.percents:
                share = Decimal(str(value)) / 100
                refused.append(target.write_number(number, column, share, percent))
            elif isinstance(value, (int, float)):
                # As a Decimal: xlsxwriter writes the float 9.8 as 9.800000000000001.
                refused.append(target.write_number(number, column, Decimal(str(value))))
            elif value is not None:
                refused.append(target.write_string(number, column, value))
    target.set_row(0, _head_height(sheet))
    target.freeze_panes(1, 0)
    _set_print(target, sheet)
    if sheet.heads:
        target.autofilter(0, 0, len(sheet.rows), len(sheet.heads) - 1)
    # xlsxwriter leaves such cells out without a word.
    if any(refused):
        raise UserError(
            f"Tabellen {sheet.name} får inte plats i en Excelfil, så {path.name} har inte "
            "skrivits. Spara som CSV i stället."
        )


def _head_height(sheet: Sheet) -> float:
    """Return how high the row of heads is, in points, so that they can be read whole."""
    lines = [
        len(textwrap.wrap(head, max(width - _FILTER, 1)))
        for head, width in zip(sheet.heads, sheet.widths, strict=False)
    ]
    return _LINE * min(max(lines, default=1), _MOST_LINES) or _LINE


def _set_print(target: Any, sheet: Sheet) -> None:
    """Have the sheet print on A4, turned, with its heads on every page and readable."""
    target.set_paper(_A4)
    target.set_landscape()
    target.repeat_rows(0)
    target.fit_to_pages(max(1, round(sum(sheet.widths) / _ON_A_PAGE)), 0)
    target.set_footer("&L&A&RSida &P av &N")


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """Make a name that Excel accepts and no other sheet of the workbook has."""
    name = _NOT_IN_SHEET_NAME.sub(" ", wanted)[:_LONGEST_SHEET_NAME].strip(" '") or "Blad"
    if name.casefold() == "history":
        name = "History 1"
    base, count = name, 1
    while name.casefold() in taken:
        count += 1
        ending = f" ({count})"
        name = base[: _LONGEST_SHEET_NAME - len(ending)] + ending
    taken.add(name.casefold())
    return name


def _save(path: Path, data: bytes) -> None:
    """Write beside the target and rename, so that there is never half a file."""
    if path.is_dir():
        raise _is_folder(path)
    part = path.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        try:
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    except OSError as error:
        raise _not_written(path, error) from error


def _is_folder(path: Path) -> UserError:
    name = path.resolve().name or path
    return UserError(f"{name} är en mapp, så ingen fil kan skrivas där. Välj ett annat filnamn.")


def _not_written(path: Path, error: OSError) -> UserError:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return UserError(
            f"Filen {path.name} kunde inte skrivas: mappen {path.parent} finns inte. Välj en "
            "annan mapp och försök igen."
        )
    if isinstance(error, IsADirectoryError) or path.is_dir():
        return _is_folder(path)
    if isinstance(error, PermissionError):
        return UserError(
            f"Filen {path.name} kunde inte skrivas. Stäng den om den är öppen i Excel, eller välj "
            "en mapp där du får spara, och försök igen."
        )
    return UserError(
        f"Filen {path.name} kunde inte skrivas ({reason(error)}). Kontrollera att "
        "disken har plats, eller välj en annan mapp, och försök igen."
    )
