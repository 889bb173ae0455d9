"""The four readers of what others hand in, and ways to spoil what they read."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from egenkontroll.checklist import reading as checklists
from egenkontroll.errors import UserError
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.verifying import verify_document
from egenkontroll.spreadsheet.reading import read_tables

if TYPE_CHECKING:
    from collections.abc import Callable

CORPUS = Path(__file__).parents[1] / "data" / "fuzz"
LONGEST = 20.0
"""Seconds one file may take; the usual is some hundredths."""
MOST_MEMORY = 400 * 1024 * 1024
"""Bytes that reading one small file may hold at once in Python."""

TOKENS = (
    b"", b"\0", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"&a *a", b"*a", b"<<: *a", b"!!python/x ",
    b"---\n", b"? ", b"[[[[[[[[", b"{{{{", b'"', b"'", b"|", b">", b"\t", b"\r", b"\n", b";", b",",
    b"\xe2\x80\xa8", b"\xc3\x28", b"=1+1", b"1E+308", b"-0", b"NaN", b"9" * 400, b"..", b"../../x",
    b"PK\x03\x04", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<c r=\"XFD1048576\"/>", b"#REF!",
    b"\x00" * 64, b"\x80\x80\x80\x80\x80\x80\x80\x80\x01", b"SQLite format 3\0",
)  # fmt: skip


def read_checklist(path: Path) -> None:
    """Check a checklist; its faults are its answer."""
    checklists.check(path)


def read_spreadsheet(path: Path) -> None:
    """Read every sheet of a table."""
    read_tables(path)


def read_document(path: Path) -> None:
    """Verify a document and open it."""
    verify_document(path)
    open_document(path).close()


READERS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "checklist": (".yaml", read_checklist),
    "csv": (".csv", read_spreadsheet),
    "xlsx": (".xlsx", read_spreadsheet),
    "document": (".egk", read_document),
}


def corpus(kind: str) -> list[Path]:
    """Return the small files to begin with, in order."""
    return sorted(CORPUS.glob(f"*{READERS[kind][0]}"))


@st.composite
def spoiled(draw: st.DrawFn, kind: str) -> bytes:
    """A file of the corpus with stretches changed, repeated, removed or filled with tokens."""
    files = corpus(kind)
    raw = bytearray(draw(st.sampled_from(files)).read_bytes())
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, len(raw)))
        many = draw(st.integers(0, 64))
        match draw(st.integers(0, 5)):
            case 0:
                raw[at : at + many] = draw(st.binary(max_size=64))
            case 1:
                raw[at:at] = draw(st.sampled_from(TOKENS))
            case 2:
                del raw[at : at + many]
            case 3 if raw:
                raw[at % len(raw)] ^= 1 << draw(st.integers(0, 7))
            case 4:
                raw[at:at] = raw[at : at + many] * draw(st.integers(1, 200))
            case 5:
                other = draw(st.sampled_from(files)).read_bytes()
                begin = draw(st.integers(0, len(other)))
                raw[at : at + many] = other[begin : begin + 4 * many]
    return bytes(raw)


def read(kind: str, raw: bytes, folder: Path) -> str:
    """Read the bytes as a file; return "read" or "refused". Anything but UserError comes out."""
    suffix, reader = READERS[kind]
    path = folder / f"spoiled{suffix}"
    path.write_bytes(raw)
    began = time.monotonic()
    tracemalloc.reset_peak()
    try:
        reader(path)
        outcome = "read"
    except UserError:
        outcome = "refused"
    assert time.monotonic() - began < LONGEST, f"{time.monotonic() - began:.0f} s"
    assert not tracemalloc.is_tracing() or tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    assert path.read_bytes() == raw
    assert {one.name for one in folder.iterdir()} == {path.name}
    return outcome
