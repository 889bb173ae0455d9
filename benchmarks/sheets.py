"""200 unit sheets beside the same pages drawn with bare reportlab, and what they take of memory.

The yardstick draws the very same texts, rules and boxes in the same places on a bare canvas,
with the same fonts, and nothing else: no structure, no layout, no words to find.
"""

from __future__ import annotations

import io
import resource
import sys
import time
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from reportlab.pdfgen.canvas import Canvas

from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.sheets import round_basis
from egenkontroll.pdf import document, fonts
from egenkontroll.pdf.pages import HEIGHT, WIDTH
from egenkontroll.pdf.sheets import sheet_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from egenkontroll.operations.sheets import RoundBasis
    from egenkontroll.report.sheet import Sheet

SHEETS = 200
Call = tuple[str, tuple[Any, ...], dict[str, Any]]


@dataclass(frozen=True)
class Measured:
    """Seconds for sheets and yardstick; the most bytes in use after a tenth and at the end."""

    pages: int
    ours: float
    bare: float
    memory_few: int
    memory_all: int

    @property
    def times(self) -> float:
        """How many times as long as bare canvas calls the sheets take."""
        return self.ours / self.bare


def sheets_of(basis: RoundBasis) -> Iterator[Sheet]:
    """Yield sheet after sheet of the units, each under a name of its own, without end."""
    turn = 0
    while True:
        for unit in basis.units:
            turn += 1
            yield replace(basis.sheet(unit), title=f"{unit} {turn}")


class _Recorded(Canvas):  # type: ignore[misc]
    """A canvas that remembers what was drawn on it, page by page."""

    last: list[list[Call]]

    def __init__(self, *args: Any, **kept: Any) -> None:
        super().__init__(*args, **kept)
        type(self).last = [[]]

    def showPage(self) -> None:  # noqa: N802 - what reportlab calls it
        super().showPage()
        self.last.append([])


def _remembering(name: str) -> Callable[..., None]:
    def draw(self: _Recorded, *args: Any, **kept: Any) -> None:
        self.last[-1].append((name, args, kept))
        getattr(Canvas, name)(self, *args, **kept)

    return draw


for _name in ("drawString", "setFont", "setFillColorRGB", "setStrokeColorRGB", "setLineWidth",
              "line", "rect", "drawPath"):  # fmt: skip
    setattr(_Recorded, _name, _remembering(_name))


def _drawn(sheet: Sheet) -> list[list[Call]]:
    """Return the bare calls that draw each page of a sheet."""
    document.Canvas = _Recorded  # type: ignore[attr-defined]
    try:
        sheet_pdf(sheet)
    finally:
        document.Canvas = Canvas  # type: ignore[attr-defined]
    return [page for page in _Recorded.last if page]


def _bare(pages: list[list[Call]]) -> bytes:
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(WIDTH, HEIGHT), pageCompression=1)
    for page in pages:
        for name, args, kept in page:
            getattr(canvas, name)(*args, **kept)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def measure(folder: Path, sheets: int = SHEETS) -> Measured:
    """Write sheets and yardstick in turn, and look at the memory after a tenth and at the end."""
    path = folder / "blad.egk"
    write_demo(path)
    with open_document(path) as opened:
        basis = round_basis(opened, "Våren 2025")
    fonts.register()
    texts = [_drawn(sheet) for sheet in islice(sheets_of(basis), len(basis.units))]
    pages, ours, bare, few = 0, 0.0, 0.0, 0
    out = folder / "blad.pdf"
    for at, sheet in enumerate(islice(sheets_of(basis), sheets)):
        start = time.perf_counter()
        out.write_bytes(sheet_pdf(sheet))
        middle = time.perf_counter()
        drawn = texts[at % len(texts)]
        out.write_bytes(_bare(drawn))
        ours, bare = ours + middle - start, bare + time.perf_counter() - middle
        pages += len(drawn)
        if at == sheets // 10:
            few = _most_memory()
    return Measured(pages, ours, bare, few, _most_memory())


def _most_memory() -> int:
    """Return the most memory that the process has had so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> None:
    """Measure and print; the number of sheets may be given."""
    many = next((int(word) for word in islice(sys.argv, 1, None)), SHEETS)
    with TemporaryDirectory() as name:
        found = measure(Path(name), many)
    print(
        f"{many} blad, {found.pages} sidor: {found.ours:.2f} s, bar reportlab {found.bare:.2f} s, "
        f"× {found.times:.2f}; minne {found.memory_few / 1e6:.1f} MB efter en tiondel, "
        f"{found.memory_all / 1e6:.1f} MB efter alla"
    )


if __name__ == "__main__":
    main()
