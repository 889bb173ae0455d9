"""Which cells the sheets of an old XLS file use, and which of them hold errors.

The same two reasons as for XLSX (see areas.py). An XLS file is a small file system (OLE) with
one stream of records (BIFF); only the few records that place a cell are looked at.
"""

from __future__ import annotations

from struct import Struct, unpack_from
from struct import error as struct_error
from typing import TYPE_CHECKING

from egenkontroll.spreadsheet.cells import zeros_of
from egenkontroll.spreadsheet.limits import Used
from egenkontroll.spreadsheet.package import DamagedError, LockedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_LAST_SECTOR = 0xFFFFFFFA
_SMALL_STREAM = 4096

_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x809, 0x0A, 0x2F, 0x85
_FORMULA, _BOOLERR, _MULRK = 0x06, 0x205, 0xBD
# And NUMBER, RK, LABELSST, LABEL, RSTRING.
_CELLS = {_FORMULA, _BOOLERR, _MULRK, 0x203, 0x27E, 0xFD, 0x204, 0xD6}
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_FORMAT, _XF, _MERGED = 0x41E, 0xE0, 0xE5
_NUMBER, _RK = 0x203, 0x27E
_HEADER = Struct("<HH")
_PLACE = Struct("<HH")


def xls_areas(data: bytes) -> list[Used]:
    """Say for each sheet of an XLS file, in order, what it uses."""
    try:
        stream = _workbook_stream(data)
        starts = []
        formats: dict[int, str] = {}
        styles: list[int] = []
        for kind, body in _records(stream, 0):
            if kind == _FILEPASS:
                raise LockedError
            if kind == _BOUNDSHEET:
                starts.append(unpack_from("<I", body)[0])
            elif kind == _FORMAT:
                formats[unpack_from("<H", body)[0]] = _format(body)
            elif kind == _XF:
                styles.append(unpack_from("<H", body, 2)[0])
        zeros = {at: formats[one] for at, one in enumerate(styles) if formats.get(one)}
        return [_sheet(stream, start, zeros) for start in starts]
    except (struct_error, IndexError) as error:
        raise DamagedError("xls") from error


def _format(body: bytes) -> str:
    """Return a number format that shows leading zeros, or ""."""
    length, wide = unpack_from("<HB", body, 2)
    letters = body[5 : 5 + length * 2].decode("utf-16-le", "replace") if wide & 1 else ""
    return zeros_of(letters or body[5 : 5 + length].decode("latin-1"))


def _sheet(stream: bytes, start: int, zeros: dict[int, str]) -> Used:
    if start >= len(stream):
        raise DamagedError("sheet")
    used = Used()
    for kind, body in _records(stream, start):
        if kind in _CELLS:
            row, column = _PLACE.unpack_from(body)
            if kind == _MULRK:
                column = unpack_from("<H", body, len(body) - 2)[0]
            used.add(row + 1, column, _error(kind, body))
            if zeros:
                _add_padded(used, kind, body, zeros)
        elif kind == _MERGED:
            for at in range(unpack_from("<H", body)[0]):
                top, bottom, left, right = unpack_from("<4H", body, 2 + at * 8)
                used.merged.append((top + 1, left, bottom + 1, right))
    return used


def _add_padded(used: Used, kind: int, body: bytes, zeros: dict[int, str]) -> None:
    row, column = _PLACE.unpack_from(body)
    if kind in (_NUMBER, _RK):
        styles = [unpack_from("<H", body, 4)[0]]
    elif kind == _MULRK:
        styles = [unpack_from("<H", body, at)[0] for at in range(4, len(body) - 2, 6)]
    else:
        return
    for right, style in enumerate(styles):
        if style in zeros and not used.too_large:
            used.padded[row + 1, column + right] = zeros[style]


def _error(kind: int, body: bytes) -> str:
    if kind == _BOOLERR and body[7] == 1:
        return _ERRORS.get(body[6], "#")
    if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        return _ERRORS.get(body[8], "#")
    return ""


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records from the one at `start` (a BOF) to the end of that part (an EOF)."""
    position = start
    while position + _HEADER.size <= len(stream):
        kind, size = _HEADER.unpack_from(stream, position)
        if kind == _EOF or (kind == _BOF and position > start):
            return
        position += _HEADER.size
        yield kind, stream[position : position + size]
        position += size


def _workbook_stream(data: bytes) -> bytes:
    shift, small_shift = unpack_from("<HH", data, 30)
    if shift not in (9, 12) or small_shift != 6:
        raise DamagedError("sector size")
    sector, small = 1 << shift, 1 << small_shift
    disk = data[sector:]
    fat = _fat(data, disk, sector)
    directory = _join(disk, sector, fat, unpack_from("<I", data, 48)[0])
    for entry in _entries(directory):
        if _title(entry) in ("workbook", "book"):
            first, size = unpack_from("<II", entry, 116)
            if size >= _SMALL_STREAM:
                return _join(disk, sector, fat, first)[:size]
            small_fat = _numbers(_join(disk, sector, fat, unpack_from("<I", data, 60)[0]))
            small_disk = _join(disk, sector, fat, unpack_from("<I", directory, 116)[0])
            return _join(small_disk, small, small_fat, first)[:size]
    raise DamagedError("no workbook stream")


def _fat(data: bytes, disk: bytes, sector: int) -> tuple[int, ...]:
    """Collect the file allocation table: for each sector the number of the next one."""
    places = list(unpack_from("<109I", data, 76))
    more = unpack_from("<I", data, 68)[0]
    while more < _LAST_SECTOR and len(places) * sector <= len(disk):
        *block, more = _numbers(disk[more * sector : (more + 1) * sector])
        places += block
    used = (place for place in places if place < _LAST_SECTOR)
    return _numbers(b"".join(disk[at * sector : (at + 1) * sector] for at in used))


def _join(disk: bytes, sector: int, fat: tuple[int, ...], first: int) -> bytes:
    """Put a stream together, sector by sector."""
    sectors: list[bytes] = []
    at = first
    while at < _LAST_SECTOR and len(sectors) <= len(fat):
        sectors.append(disk[at * sector : (at + 1) * sector])
        at = fat[at]
    return b"".join(sectors)


def _entries(directory: bytes) -> Iterator[bytes]:
    return (directory[at : at + 128] for at in range(0, len(directory) - 127, 128))


def _title(entry: bytes) -> str:
    size = unpack_from("<H", entry, 64)[0]
    return entry[: min(max(size - 2, 0), 62)].decode("utf-16-le", "replace").lower()


def _numbers(block: bytes) -> tuple[int, ...]:
    return unpack_from(f"<{len(block) // 4}I", block)
