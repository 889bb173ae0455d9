"""Two pages of table and bars made by us, and by fpdf2, WeasyPrint and typst beside.

`python -m benchmarks.sheet_peers` prints the median time of each. The words, figures and bars are
the same and so are the fonts, and all give two A4 pages with the heads repeated. Ours, WeasyPrint's
and typst's are tagged (PDF/UA); fpdf2 writes none, and no structure is added to it. What is not
installed is said: `pip install --group bench`.
"""

from __future__ import annotations

import html
import json
import statistics
import tempfile
import time
from dataclasses import replace
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from egenkontroll import paths
from egenkontroll.operations.demo import write_demo
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.sheets import round_basis
from egenkontroll.pdf.sheets import sheet_pdf
from egenkontroll.report.parts import Listed, SheetArea

if TYPE_CHECKING:
    from collections.abc import Callable

    from egenkontroll.report.parts import SheetRow
    from egenkontroll.report.sheet import Sheet

ROWS, TURNS = 36, 9
FONTS = paths.resources() / "fonts"
REGULAR, BOLD = FONTS / "IBMPlexSans-Regular.ttf", FONTS / "IBMPlexSans-SemiBold.ttf"
_HEADS = ("Kontrollfråga", "Uppfyllt, med mål", "Antal", "Andel")


def two_pages() -> Sheet:
    """Return a sheet that is a title and two pages of table."""
    with tempfile.TemporaryDirectory() as name:
        write_demo(Path(name) / "demo.egk")
        with open_document(Path(name) / "demo.egk") as document:
            made = round_basis(document, "Våren 2025", "").sheet(None)
    rows = [row for area in made.areas for row in area.rows if row.bar is not None]
    plain = [replace(row, under=(), mark="") for row in rows]
    many = [plain[at % len(plain)] for at in range(ROWS)]
    areas = tuple(
        SheetArea(f"Område {at + 1}", tuple(many[at * 6 : at * 6 + 6])) for at in range(ROWS // 6)
    )
    nothing = Listed("Starkt", (), "Inget.")
    return replace(
        made, caution="", strengths=nothing, mend=nothing, areas=areas, changes=nothing,
        findings=nothing, notes=(), reading=(), actions=0, earlier="", since=Listed("", ()),
        decided=Listed("", ()),
    )  # fmt: skip


# --- the others -------------------------------------------------------------------------------


def fpdf2(sheet: Sheet) -> bytes:
    """Return the pages by fpdf2: every cell, rule and bar drawn by hand."""
    pdf = import_module("fpdf").FPDF(unit="pt", format="A4")
    pdf.add_font("Plex", "", REGULAR)
    pdf.add_font("Plex", "B", BOLD)
    pdf.set_auto_page_break(auto=False)
    pdf.set_title(sheet.title)

    def line(at: float, cells: tuple[str, str, str], bold: str = "") -> None:
        pdf.set_font("Plex", bold, 9.5)
        for x, width, words, align in zip(
            (42, 400, 480), (220, 70, 70), cells, ("L", "R", "R"), strict=True
        ):
            pdf.set_xy(x, at)
            pdf.cell(width, 12.5, words, align=align)

    def page() -> float:
        pdf.add_page()
        line(42, (_HEADS[0], _HEADS[2], _HEADS[3]), "B")
        pdf.text(270, 52, _HEADS[1])
        return 60.0

    y = page() + 60
    pdf.set_font("Plex", "B", 22)
    pdf.text(42, 90, sheet.title)
    for area in sheet.areas:
        line(y, (area.title, "", ""), "B")
        y += 20
        for row in area.rows:
            if y > 770:
                y = page()
            line(y, (row.question, row.count, row.percent))
            assert row.bar is not None
            pdf.set_fill_color(112, 138, 166)
            pdf.rect(270, y + 2, 120 * row.bar.share, 8, "F")
            pdf.rect(270, y + 2, 120, 8)
            at = 270 + 120 * (row.bar.target or 1.0)
            pdf.line(at, y, at, y + 12)
            pdf.line(42, y + 26, 553, y + 26)
            y += 30
    return bytes(pdf.output())


def weasyprint(sheet: Sheet) -> bytes:
    """Return the pages by WeasyPrint from HTML, tagged."""
    body = "".join(
        f"<tr><th colspan=4>{html.escape(area.title)}</th></tr>"
        + "".join(_html_row(row) for row in area.rows)
        for area in sheet.areas
    )
    heads = "".join(f"<th>{head}</th>" for head in _HEADS)
    text = (
        f"<html lang=sv><head><title>{html.escape(sheet.title)}</title><style>"
        f"@font-face{{font-family:Plex;src:url({REGULAR.as_uri()})}}"
        f"@font-face{{font-family:Plex;font-weight:600;src:url({BOLD.as_uri()})}}"
        "@page{size:A4;margin:15mm}body{font:9.5pt/12.5pt Plex}table{width:100%;"
        "border-collapse:collapse}th{text-align:left;font-weight:600}td{border-bottom:.5pt solid;"
        "padding:7pt 0;break-inside:avoid}.b{position:relative;width:120pt;height:8pt;"
        "border:.5pt solid}.f{background:#708aa6;height:8pt}.t{position:absolute;top:-2pt;"
        "height:12pt;border-left:1pt solid}</style></head><body>"
        f"<h1>{html.escape(sheet.title)}</h1><table><thead><tr>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table></body></html>"
    )
    return bytes(import_module("weasyprint").HTML(string=text).write_pdf(pdf_variant="pdf/ua-1"))


def _html_row(row: SheetRow) -> str:
    assert row.bar is not None
    return (
        f"<tr><td>{html.escape(row.question)}</td><td><div class=b><div class=f "
        f"style='width:{100 * row.bar.share:.1f}%'></div><div class=t "
        f"style='left:{100 * (row.bar.target or 1):.1f}%'></div></div></td>"
        f"<td>{row.count}</td><td>{row.percent}</td></tr>"
    )


def typst(sheet: Sheet) -> bytes:
    """Return the pages by typst, tagged."""
    rows = []
    for area in sheet.areas:
        rows.append(f"table.cell(colspan: 4)[*{_escaped(area.title)}*],")
        rows += [_typst_row(row) for row in area.rows]
    heads = "".join(f"[{head}], " for head in _HEADS)
    text = (
        f'#set document(title: "{sheet.title}")\n#set page(paper: "a4", margin: 15mm)\n'
        '#set text(font: "IBM Plex Sans", size: 9.5pt, lang: "sv")\n'
        f"= {_escaped(sheet.title)}\n#table(columns: (1fr, 130pt, 60pt, 60pt), stroke: none, "
        f"inset: (y: 7pt), table.header({heads}),\n" + "\n".join(rows) + ")\n"
    )
    return bytes(
        import_module("typst").compile(
            text.encode(), format="pdf", font_paths=[str(FONTS)], pdf_standards=["ua-1"]
        )
    )


def _typst_row(row: SheetRow) -> str:
    assert row.bar is not None
    return (
        f"[{_escaped(row.question)}], box(width: 120pt, height: 8pt, stroke: .5pt, "
        f"{{place(rect(width: {100 * row.bar.share:.1f}%, height: 8pt, fill: rgb(112, 138, 166)))"
        f"; place(dx: {120 * (row.bar.target or 1):.1f}pt, dy: -2pt, line(angle: 90deg, "
        f"length: 12pt))}}), [{_escaped(row.count)}], [{_escaped(row.percent)}],"
    )


def _escaped(words: str) -> str:
    return "".join(f"\\{sign}" if sign in "*_#$[]<>@`\\" else sign for sign in words)


# --- measuring --------------------------------------------------------------------------------

PEERS: dict[str, tuple[str, Callable[[Sheet], bytes]]] = {
    "fpdf2": ("fpdf", fpdf2),
    "weasyprint": ("weasyprint", weasyprint),
    "typst": ("typst", typst),
}


def measure(turns: int = TURNS) -> dict[str, float | None]:
    """Return the median milliseconds of each, in turn; None for what is not installed."""
    sheet = two_pages()
    makers: dict[str, Callable[[Sheet], bytes]] = {"egenkontroll": sheet_pdf}
    makers |= {name: make for name, (module, make) in PEERS.items() if find_spec(module)}
    took: dict[str, list[float]] = {name: [] for name in makers}
    for name, make in makers.items():
        pages = len(pypdfium2.PdfDocument(make(sheet)))  # also what is done only once
        if pages != 2:
            raise AssertionError(f"{name} gav {pages} sidor")
    for _ in range(turns):
        for name, make in makers.items():
            start = time.perf_counter()
            make(sheet)
            took[name].append(1000 * (time.perf_counter() - start))
    return {
        name: statistics.median(took[name]) if name in took else None
        for name in ("egenkontroll", *PEERS)
    }


def main() -> None:
    """Measure, and print a line for each."""
    found = measure()
    ours = found["egenkontroll"] or 0
    for name, milliseconds in found.items():
        if milliseconds is None:
            print(f"{name}: saknas (pip install --group bench)")
        else:
            version = metadata.version(name)
            print(f"{name} {version}: {milliseconds:.1f} ms, vår tid × {ours / milliseconds:.2f}")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
