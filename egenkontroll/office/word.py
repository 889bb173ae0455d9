"""A statement as a Word document, with real styles, headings and tables to edit further."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from egenkontroll.office.package import LANGUAGE, clean, describe, settled
from egenkontroll.report.statement import Facts, Grid, Paragraph, Points

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from docx.document import Document as Opened
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph as Running

    from egenkontroll.report.statement import Piece, Statement

_FONT = "Calibri"
_INK = RGBColor(0x1A, 0x1A, 0x1A)
_SHADE = "E8ECF0"
_PAGE, _HEIGHT, _MARGIN = Mm(210), Mm(297), Mm(20)
_TEXT_WIDTH = Mm(170)
_LABELS = (5, 12)
_INDENT = Mm(4)
_BULLET = "ListBullet"


def statement_docx(statement: Statement) -> bytes:
    """Return the statement as a Word document; the same statement gives the same bytes."""
    document = Document()
    _set_page(document, statement)
    _set_styles(document)
    document.add_paragraph(clean(statement.title), "Title")
    document.add_paragraph(clean(statement.subtitle), "Subtitle")
    if statement.facts:
        _facts(document, Facts(statement.facts), "Om underlaget")
    for section in statement.sections:
        if section.heading:
            document.add_heading(clean(section.heading), 1)
        for piece in section.pieces:
            _piece(document, piece, section.heading)
    describe(document.core_properties, statement.title, statement.subtitle)
    target = io.BytesIO()
    document.save(target)
    return settled(target.getvalue())


# --- the page and its styles ------------------------------------------------------------------


def _set_page(document: Opened, statement: Statement) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = _PAGE, _HEIGHT
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN
    foot = page.footer.paragraphs[0]
    foot.style = document.styles["Footer"]
    foot.add_run(f"{clean(statement.title)} · {clean(statement.foot)}\tSida\u00a0")
    _field(foot, "PAGE")
    foot.add_run("\u00a0av\u00a0")
    _field(foot, "NUMPAGES")


def _field(paragraph: Running, what: str) -> None:
    """Add a field that is worked out wherever the document is shown: the page, or how many."""
    field: BaseOxmlElement = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), what)
    field.append(paragraph.add_run("1")._r)
    paragraph._p.append(field)


def _set_styles(document: Opened) -> None:
    sizes = {"Normal": 11, "Title": 22, "Subtitle": 12, "Heading 1": 14, "Footer": 9}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.size, style.font.name = Pt(size), _FONT
        style.font.color.rgb, style.font.italic = _INK, False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for spacing in list(style.element.rPr.findall(qn("w:spacing"))):
            style.element.rPr.remove(spacing)
        # A font of the theme would go before the one that is named.
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    for part, tag in ((document.styles, "w:lang"), (document.settings, "w:themeFontLang")):
        for language in part.element.iter(qn(tag)):
            language.set(qn("w:val"), LANGUAGE)
    stops = document.styles["Footer"].paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(_TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    document.styles["List Bullet"].paragraph_format.space_after = Pt(4)


# --- the pieces -------------------------------------------------------------------------------


def _piece(document: Opened, piece: Piece, heading: str) -> None:
    match piece:
        case Paragraph(words, strong):
            document.add_paragraph().add_run(clean(words)).bold = strong
        case Points(sentences):
            for sentence in sentences:
                _bullet(document.add_paragraph(clean(sentence)))
        case Facts():
            _facts(document, piece, heading)
        case Grid():
            _grid(document, piece)


def _facts(document: Opened, piece: Facts, name: str) -> None:
    rows = [(fact.label, fact.words) for fact in piece.facts]
    _table(document, name, ("Uppgift", "Innehåll"), rows, _LABELS)


def _grid(document: Opened, grid: Grid) -> None:
    weights = grid.weights or (1,) * len(grid.heads)
    _table(document, grid.name, grid.heads, grid.rows, weights, grid.figures)


def _table(
    document: Opened,
    name: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    weights: Sequence[int],
    figures: Collection[int] = (),
) -> None:
    table: Table = document.add_table(rows=0, cols=len(heads), style="Table Grid")
    table.autofit = False
    widths = [_TEXT_WIDTH * weight // sum(weights) for weight in weights]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for at, line in enumerate((heads, *rows)):
        row = table.add_row()
        _mark(row, "w:cantSplit")
        cells = row.cells
        for place, (cell, words) in enumerate(zip(cells, line, strict=True)):
            cell.width = widths[place]
            _fill(cell, words)
            if place in figures:
                for paragraph in cell.paragraphs:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if at == 0:
            _set_head(row, cells)
    _name(table, name, heads, len(rows))
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _bullet(paragraph: Running) -> None:
    """Make the paragraph a point. By the style's id: looking it up takes most of the time."""
    paragraph._p.get_or_add_pPr().style = _BULLET


def _fill(cell: _Cell, words: str) -> None:
    lines = clean(words).split("\n")
    several = len(lines) > 1
    for at, line in enumerate(lines):
        paragraph: Running = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        if several:
            _bullet(paragraph)
            paragraph.paragraph_format.left_indent = _INDENT
            paragraph.paragraph_format.first_line_indent = -_INDENT
        paragraph.add_run(line).font.size = Pt(10)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)


def _set_head(row: _Row, cells: Sequence[_Cell]) -> None:
    """Repeat the row on every page, and set it apart."""
    _mark(row, "w:tblHeader")
    for cell in cells:
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
            shade.set(qn(f"w:{key}"), value)
        cell._tc.get_or_add_tcPr().append(shade)
        for paragraph in cell.paragraphs:
            for run in paragraph.runs:
                run.bold = True


def _mark(row: _Row, tag: str) -> None:
    found: BaseOxmlElement = OxmlElement(tag)
    found.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(found)


def _name(table: Table, name: str, heads: Sequence[str], many: int) -> None:
    """Give the table a name and what it shows, for who listens."""
    rows = "1 rad" if many == 1 else f"{many} rader"
    for tag, words in (
        ("w:tblCaption", name),
        ("w:tblDescription", f"{name}: {rows} med kolumnerna {', '.join(heads)}."),
    ):
        said: BaseOxmlElement = OxmlElement(tag)
        said.set(qn("w:val"), clean(words))
        table._tbl.tblPr.append(said)
