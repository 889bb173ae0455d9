"""Text files: which letters, which separator, which rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from itertools import islice
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.spreadsheet import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

# In order of preference where a file fits several: a Swedish Excel writes semicolons.
_SEPARATORS = (";", "\t", ",")
_RECORDS_TO_JUDGE = 200
_SEPARATOR_LINE = re.compile(r'"?sep=([;,\t])"?(?=[\r\n]|$)', re.IGNORECASE)

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SWEDISH = re.compile("[åäöÅÄÖ]")
_SWEDISH_IN_WORD = re.compile("(?<=[A-Za-z])[åäöÅÄÖéü](?=[A-Za-z])")
# What UTF-8's å, ä, ö, Å, Ä and Ö look like in Windows-1252.
_GARBLED = re.compile("Ã[¥¤¶…„–]")
_MARKUP = re.compile(r"\s*<(\?xml|!doctype|html|table|meta|head|style)", re.IGNORECASE)


class _BadRecordError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def read_delimited(name: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield every record of a text file with the number of the line it starts on."""
    text = _decode(name, data)
    _refuse_what_is_no_table(name, text)
    told = _SEPARATOR_LINE.match(text)
    used = limits.Used()
    try:
        for line, cells in _records(text, told[1] if told else _separator(text)):
            used.add(line, len(cells) - 1)
            used.check(f"Filen {name}")
            if line > 1 or not told:
                yield line, cells
    except _BadRecordError as error:
        raise UserError(
            f"Filen {name} kan inte läsas från rad {error.line}: ett citattecken saknas eller "
            "står på fel plats, eller så är en cell orimligt lång. Öppna filen i Excel, rätta "
            "raden, spara och försök igen."
        ) from error


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(limits.MAX_FIELD)
    # Strict, since csv otherwise swallows the rest of the file after a lost quotation mark.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _BadRecordError(line) from error
        yield line, cells


def _separator(text: str) -> str:
    return max(_SEPARATORS, key=lambda separator: _consistency(text, separator))


def _consistency(text: str, separator: str) -> float:
    """Say in how large a share of the records the separator stands, and equally often."""
    widths: list[int] = []
    try:
        for _, cells in islice(_records(text, separator), _RECORDS_TO_JUDGE):
            if cells:
                widths.append(len(cells))
    except _BadRecordError:
        widths.append(1)
    split = [width for width in widths if width > 1]
    if not split:
        return 0.0
    return (len(split) + max(split.count(width) for width in set(split))) / len(widths)


def _decode(name: str, data: bytes) -> str:
    if data.startswith(_UTF_16):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise UserError(
                f"Filen {name} är avbruten eller skadad. Exportera eller spara den en gång till "
                "och försök igen."
            ) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_older(name, data)


def _decode_older(name: str, data: bytes) -> str:
    """Read Windows-1252, or DOS or old Mac letters where those alone give Swedish words."""
    western = data.decode("cp1252", errors="replace")
    if _GARBLED.search(western):
        raise UserError(
            f"Filen {name} blandar två teckenkodningar eller är skadad, så å, ä och ö går inte "
            "att läsa säkert. Öppna den i Excel, kontrollera texten, spara som "
            "”CSV UTF-8 (kommaavgränsad)” och försök igen."
        )
    if not _SWEDISH.search(western):
        older = {code: data.decode(code) for code in ("cp850", "mac_roman")}
        words = {code: len(_SWEDISH_IN_WORD.findall(text)) for code, text in older.items()}
        best = max(words, key=lambda code: words[code])
        if words[best]:
            return older[best]
    return western if "\ufffd" not in western else _decode_by_guess(name, data)


def _decode_by_guess(name: str, data: bytes) -> str:
    from charset_normalizer import from_bytes

    # Never among all the world's encodings: there it prefers Polish or Japanese to Swedish.
    best = from_bytes(data, cp_isolation=["cp1252", "cp850", "mac_roman"]).best()
    if best is None:
        raise no_table(name)
    return str(best)


def _refuse_what_is_no_table(name: str, text: str) -> None:
    if "\0" in text:
        raise no_table(name)
    if _MARKUP.match(text):
        raise UserError(
            f"Filen {name} är en webbsida eller XML-fil, även om den kan öppnas i Excel. Öppna "
            "den i Excel, spara som XLSX och försök igen."
        )


def no_table(name: str) -> UserError:
    """Make the error for a file that is something else than a table."""
    return UserError(
        f"Filen {name} är inte en tabell. Välj en fil i formatet XLSX, XLS, ODS eller CSV."
    )
