"""Small files that would be large: each read in a process with little memory and little time."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from egenkontroll.facts import make_fact
from egenkontroll.storage.document import create_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from egenkontroll.storage.document import Document

MEMORY = 1_500_000_000  # bytes of address space; the program itself takes some hundred million
SECONDS = 40  # of the processor's time
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits are set by the system")

CHILD = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
from pathlib import Path
from egenkontroll.errors import UserError
from egenkontroll.checklist import reading as checklists
from egenkontroll.spreadsheet.reading import read_tables
from egenkontroll.operations.verifying import verify_document
from egenkontroll.operations.opening import open_document
path = Path(sys.argv[1])
try:
    if path.suffix == ".yaml":
        checklists.read(path)
    elif path.suffix == ".egk":
        found = verify_document(path)
        print("problems:", *found.problems)
        with open_document(path) as document:
            print("units:", len(document.read("unit")))
    else:
        read_tables(path)
    print("read")
except UserError as error:
    print("refused:", error.message)
"""

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(12)
) + "]>"  # fmt: skip


def workbook(
    path: Path, sheet: object, strings: object = "", more: dict[str, str] | None = None
) -> None:
    """Write a workbook with one sheet; what is no text is written piece by piece."""
    parts: dict[str, object] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet '
        'name="Blad" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/'
        f'package/2006/relationships"><Relationship Id="r1" Type="{RELATIONS}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{RELATIONS}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": strings,
        **(more or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as book:
        for name, part in parts.items():
            with book.open(name, "w", force_zip64=True) as file:
                for piece in [part] if isinstance(part, str) else part:  # type: ignore[attr-defined]
                    file.write(piece.encode())


def rows(cell: str, many: int, of: int = 10) -> object:
    yield f'<worksheet xmlns="{MAIN}"><sheetData>'
    for number in range(1, many + 1):
        cells = "".join(cell.replace("@", f"{chr(65 + place)}{number}") for place in range(of))
        yield f'<row r="{number}">{cells}</row>'
    yield "</sheetData></worksheet>"


def text(words: str) -> str:
    return f'<sst xmlns="{MAIN}"><si><t>{words}</t></si></sst>'


def spaces(many: int) -> object:
    for _ in range(many):
        yield " " * 1_000_000


SHARED, INLINE = '<c r="@" t="s"><v>0</v></c>', '<c r="@" t="inlineStr"><is><t>x</t></is></c>'
BOMBS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "600 MB of spaces": (".xlsx", lambda path: workbook(path, spaces(600))),
    "a large text in every cell": (
        ".xlsx", lambda path: workbook(path, rows(SHARED, 2000), text("x" * 30_000))
    ),
    "600 MB of shared strings": (
        ".xlsx", lambda path: workbook(path, rows(SHARED, 1), spaces(600))
    ),
    "three hundred thousand shared strings": (
        ".xlsx",
        lambda path: workbook(
            path, rows(SHARED, 1),
            [f'<sst xmlns="{MAIN}">', *["<si><t/></si>" * 1000] * 300, "</sst>"],
        ),
    ),
    "entities in entities": (
        ".xlsx", lambda path: workbook(path, rows(SHARED, 1), LAUGHS + text("&m;"))
    ),
    "entities in the sheet": (
        ".xlsx",
        lambda path: workbook(path, LAUGHS + "".join(rows(INLINE.replace("x<", "&m;<"), 2))),  # type: ignore[arg-type]
    ),
    "another file as an entity": (
        ".xlsx",
        lambda path: workbook(
            path, rows(SHARED, 1),
            '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + text("&e;"),
        ),
    ),
    "400 000 cells": (".xlsx", lambda path: workbook(path, rows(INLINE, 40_000))),
    "two far corners": (
        ".xlsx",
        lambda path: workbook(
            path,
            f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>'
            '<row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
        ),
    ),
    "links to other files": (
        ".xlsx",
        lambda path: workbook(
            path, rows('<c r="@"><f>[1]Blad!A1</f><v>1</v></c>', 3), text("x"),
            {"xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"/>',
             "xl/externalLinks/_rels/externalLink1.xml.rels":
             f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/externalLinkPath" '
             'Target="file:///etc/passwd" TargetMode="External"/></Relationships>'},
        ),
    ),
    "aliases of aliases": (
        ".yaml",
        lambda path: path.write_text(
            "a: &a [x, x]\n" + "".join(
                f"a{n}: &a{n} [*a{n - 1 if n else ''}, *a{n - 1 if n else ''}]\n"
                for n in range(40)
            )
        ),
    ),
    "twenty thousand aliases": (
        ".yaml", lambda path: path.write_text("a: &a x\nb: [" + "*a, " * 20_000 + "x]\n")
    ),
    "half a million brackets": (".yaml", lambda path: path.write_text("[" * 500_000)),
    "five thousand keys": (
        ".yaml", lambda path: path.write_text("".join(f"k{n}: 1\n" for n in range(5_000)))
    ),
    "merged keys": (
        ".yaml", lambda path: path.write_text("a: &a {b: c}\n" + "x: {<<: *a}\n" * 5_000)
    ),
    "one line": (".csv", lambda path: path.write_text("x;" * 5_000_000)),
    "one field": (".csv", lambda path: path.write_text('"' + "x" * 45_000_000)),
}  # fmt: skip


def child(path: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, (done.returncode, done.stderr[-2000:])
    return done.stdout


@pytest.mark.parametrize("what", BOMBS)
def test_a_bomb_is_refused_or_read_in_little_memory(tmp_path: Path, what: str) -> None:
    suffix, made = BOMBS[what]
    path = tmp_path / f"bomb{suffix}"
    made(path)
    said = child(path)
    assert said.startswith(("read", "refused: ")), said
    if "entities" in what or "aliases" in what or "far corners" in what or "spaces" in what:
        assert said.startswith("refused: "), said
    assert "root:" not in said


def test_the_limits_are_felt(tmp_path: Path) -> None:
    """Without them the tests above would prove nothing."""
    path = tmp_path / "a.csv"
    path.write_text("a;b\n1;2\n")
    assert child(path) == "read\n"
    greedy = CHILD.replace("path = Path", "x = bytearray(2_000_000_000); path = Path")
    done = subprocess.run(
        [sys.executable, "-c", greedy, str(path)], cwd=ROOT, capture_output=True, check=False
    )
    assert b"MemoryError" in done.stderr


JSONS: dict[str, Callable[[], str]] = {
    "lists in lists": lambda: "[" * 900_000,
    "whole lists in lists": lambda: "[" * 500 + "]" * 500,
    "many empty lists": lambda: json.dumps([[]] * 4_500_000),
    "a long number": lambda: "9" * 5_000_000,
    "another shape": lambda: '{"wanted": {"seed": {}}}',
}


@pytest.mark.parametrize("what", JSONS)
@pytest.mark.parametrize("kind", ["draw", "purge"])
def test_a_body_that_cannot_be(tmp_path: Path, kind: str, what: str) -> None:
    path, one = tmp_path / "a.egk", bytes(16)
    key = {"draw": (one, one)}.get(kind, (one,))
    forged = make_fact(kind, key, (JSONS[what](),), 5 << 16, b"12345678")
    unit = make_fact("unit", (one,), ("Norr", b"", b""), 5 << 16, b"12345678")

    def fill(document: Document) -> None:
        document.add([forged, unit])

    create_document(path, fill)
    said = child(path)
    assert "problems: " in said
    assert kind in said or "skadat" in said


def test_a_zip_in_a_zip_is_no_table(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", b" " * 100_000_000)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        for number in range(100):
            book.writestr(f"xl/{number}.xlsx", inner.getvalue())
    assert child(tmp_path / "a.xlsx").startswith("refused: ")
