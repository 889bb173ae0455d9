"""XLSX, XLS and ODS files made by hand, with just the bytes a test is about."""

from __future__ import annotations

import io
import struct
import zipfile


def xlsx(
    rows: str = "", shared: str | None = None, workbook: str = "xl/workbook.xml", media: str = ""
) -> bytes:
    """Make an XLSX file whose only sheet has the given row elements."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    files = {
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="{workbook}"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets>'
        '<sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{rows}</sheetData></worksheet>",
        "xl/styles.xml": f"<styleSheet {main}/>",
        "xl/media": media,
    }
    if shared is not None:
        files["xl/sharedStrings.xml"] = f"<sst {main}>{shared}</sst>"
    return zipped(files)


def ods(*tables: str, manifest: str = "<m/>") -> bytes:
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{urn}:office:1.0" xmlns:table="{urn}:table:1.0" '
        f'xmlns:text="{urn}:text:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped(
        {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content},
    )


def ods_table(name: str, *rows: str) -> str:
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'


def ods_row(*cells: str, repeated: int = 1) -> str:
    row = f'<table:table-row table:number-rows-repeated="{repeated}">'
    return f"{row}{''.join(cells)}</table:table-row>"


def ods_cell(text: str, more: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def zipped(files: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return target.getvalue()


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def xls_text(row: int, column: int, text: str) -> bytes:
    body = struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le")
    return record(0x204, body)


def xls_number(row: int, column: int, value: float) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, 0, value))


def xls(*sheets: tuple[str, bytes], before: bytes = b"", pad: int = 4096) -> bytes:
    """Make an XLS file: the BIFF records of the sheets in an OLE container."""
    start = record(0x809, struct.pack("<HHII", 0x600, 5, 0, 0)) + before
    position = len(start) + sum(12 + 2 * len(name) for name, _ in sheets) + 4
    index, bodies = b"", b""
    for name, cells in sheets:
        head = struct.pack("<IBBBB", position + len(bodies), 0, 0, len(name), 1)
        index += record(0x85, head + name.encode("utf-16-le"))
        bodies += record(0x809, struct.pack("<HHII", 0x600, 0x10, 0, 0)) + cells + record(0x0A)
    stream = start + index + record(0x0A) + bodies
    return ole("Workbook", stream.ljust(pad, b"\0"))


def ole(name: str, stream: bytes) -> bytes:
    """Put a stream into an OLE container; below 4096 bytes it goes into the small sectors."""
    none, last = 0xFFFFFFFF, 0xFFFFFFFE
    small = len(stream) < 4096
    count = -(-len(stream) // 512)
    # Sectors: the allocation table, the directory, the table of the small ones, the stream.
    fat = [0xFFFFFFFD, last, last, *(3 + number + 1 for number in range(count - 1)), last]
    small_fat = [number + 1 for number in range(-(-len(stream) // 64) - 1)] + [last]

    def entry(title: str, kind: int, child: int, first: int, size: int) -> bytes:
        letters = title.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<HBBIII", len(letters), kind, 1, none, none, child)
        return letters.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", first, size)

    root = entry("Root Entry", 5, 1, 3 if small else last, len(stream) if small else 0)
    directory = root + entry(name, 2, none, 0 if small else 3, len(stream))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, 2, 1, last, 0)
    header += struct.pack("<109I", 0, *[none] * 108)
    sectors = [
        struct.pack("<128I", *fat, *[none] * (128 - len(fat))),
        directory.ljust(512, b"\0"),
        struct.pack("<128I", *small_fat[:128], *[none] * (128 - len(small_fat))),
        stream.ljust(count * 512, b"\0"),
    ]
    return header + b"".join(sectors)
