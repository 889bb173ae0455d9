"""A meeting's slides as a PowerPoint file: real titles and lists, native charts, 16:9."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.util import Inches, Pt

from egenkontroll.office.charts import add_chart
from egenkontroll.office.package import LANGUAGE, clean, describe, settled
from egenkontroll.report.meeting import Board, Bullets, Chart, Opening

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Opened
    from pptx.slide import Slide
    from pptx.text.text import TextFrame

    from egenkontroll.report.meeting import Pack

_INK = RGBColor(0x1A, 0x1A, 0x1A)
_QUIET = RGBColor(0x4A, 0x4A, 0x4A)
_SHADE = RGBColor(0xE8, 0xEC, 0xF0)
_PAPER = RGBColor(0xFF, 0xFF, 0xFF)
_WIDE, _HIGH = Inches(13.333), Inches(7.5)
_LEFT, _INSIDE = Inches(0.6), Inches(12.13)
_TITLE_TOP, _TITLE_HIGH = Inches(0.35), Inches(1.2)
_BODY_TOP, _BODY_HIGH = Inches(1.65), Inches(5.1)
_FOOT_TOP, _FOOT_HIGH = Inches(6.95), Inches(0.4)
_LAYOUT_OPENING, _LAYOUT_BULLETS, _LAYOUT_TITLE = 0, 1, 5
_TITLE_SIZE, _SMALL_TITLE, _BODY_SIZE, _CELL_SIZE, _FOOT_SIZE = 32, 26, 24, 18, 12
_LONG_TITLE = 50


def pack_pptx(pack: Pack) -> bytes:
    """Return the slides as a PowerPoint file; the same pack gives the same bytes."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDE, _HIGH
    _widen(deck)
    for one in pack.slides:
        match one:
            case Opening():
                slide = _opening(deck, one)
            case Bullets():
                slide = _bullets(deck, one)
            case Chart():
                slide = _titled(deck, one.title, _LAYOUT_TITLE)
                add_chart(slide, one, (_LEFT, _BODY_TOP, _INSIDE, _BODY_HIGH))
            case Board():
                slide = _board(deck, one)
        _finish(slide, pack, one.notes)
    describe(deck.core_properties, pack.title, "Underlag för analysmöte")
    target = io.BytesIO()
    deck.save(target)
    return settled(target.getvalue())


def _widen(deck: Opened) -> None:
    """Make the masters and layouts, which are made for 4:3, as wide as the slides."""
    for place in (deck.slide_master, *deck.slide_layouts):
        for shape in place.shapes:
            if shape.element.xpath(".//a:xfrm"):
                shape.left = shape.left * 4 // 3
                shape.width = shape.width * 4 // 3


def _opening(deck: Opened, one: Opening) -> Slide:
    slide: Slide = deck.slides.add_slide(deck.slide_layouts[_LAYOUT_OPENING])
    title, subtitle = slide.shapes.title, slide.placeholders[1]
    assert title is not None
    _say(title.text_frame, [one.title], 40, bold=True)
    _say(subtitle.text_frame, one.subtitle.split("\n"), _BODY_SIZE)
    return slide


def _titled(deck: Opened, words: str, layout: int) -> Slide:
    slide: Slide = deck.slides.add_slide(deck.slide_layouts[layout])
    title = slide.shapes.title
    assert title is not None
    title.left, title.top, title.width, title.height = _LEFT, _TITLE_TOP, _INSIDE, _TITLE_HIGH
    title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    size = _SMALL_TITLE if len(words) > _LONG_TITLE else _TITLE_SIZE
    _say(title.text_frame, [words], size, bold=True, left=True)
    return slide


def _bullets(deck: Opened, one: Bullets) -> Slide:
    slide = _titled(deck, one.title, _LAYOUT_BULLETS)
    body = slide.placeholders[1]
    body.left, body.top, body.width, body.height = _LEFT, _BODY_TOP, _INSIDE, _BODY_HIGH
    _say(body.text_frame, one.points, _BODY_SIZE)
    for paragraph in body.text_frame.paragraphs:
        paragraph.space_after = Pt(8)
    return slide


def _board(deck: Opened, one: Board) -> Slide:
    slide = _titled(deck, one.title, _LAYOUT_TITLE)
    many = len(one.rows) + 1
    high = 0.6 if any(any(row) for row in one.rows) else 0.8
    frame = slide.shapes.add_table(
        many, len(one.heads), _LEFT, _BODY_TOP, _INSIDE, Inches(high * many)
    )
    _describe(frame, f"{one.title}: tabell med kolumnerna {', '.join(one.heads)}")
    table: Any = frame.table
    for column, weight in zip(table.columns, one.weights, strict=True):
        column.width = _INSIDE * weight // sum(one.weights)
    for at, row in enumerate((one.heads, *one.rows)):
        for place, words in enumerate(row):
            cell = table.cell(at, place)
            cell.fill.solid()
            cell.fill.fore_color.rgb = _PAPER if at else _SHADE
            _say(cell.text_frame, words.split("\n"), _CELL_SIZE, bold=at == 0)
    _rule(table)
    return slide


def _rule(table: Any) -> None:
    """Draw a line over and under every row, so that the table is legible without its colours."""
    for row in table.rows:
        for cell in row.cells:
            properties = cell._tc.get_or_add_tcPr()
            for place, side in enumerate(("lnT", "lnB")):
                line = properties.makeelement(_a(side), {"w": "9525"})
                fill = line.makeelement(_a("solidFill"), {})
                fill.append(fill.makeelement(_a("srgbClr"), {"val": "4A4A4A"}))
                line.append(fill)
                properties.insert(place, line)


def _a(tag: str) -> str:
    return f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{tag}"


def _finish(slide: Slide, pack: Pack, notes: str) -> None:
    foot = slide.shapes.add_textbox(_LEFT, _FOOT_TOP, _INSIDE, _FOOT_HIGH)
    foot.name = "Sidfot"
    _say(foot.text_frame, [f"{pack.title} · {pack.foot}"], _FOOT_SIZE, quiet=True)
    told = slide.notes_slide.notes_text_frame
    assert told is not None
    told.text = clean(notes)
    for part in (slide, slide.notes_slide):
        for tag in ("rPr", "endParaRPr", "defRPr"):
            for run in part.element.iter(_a(tag)):
                run.set("lang", LANGUAGE)


def _say(
    frame: TextFrame,
    lines: Any,
    size: int,
    *,
    bold: bool = False,
    quiet: bool = False,
    left: bool = False,
) -> None:
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    for at, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = clean(line)
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = _QUIET if quiet else _INK
        run._r.get_or_add_rPr().set("lang", LANGUAGE)
        if left:
            paragraph.alignment = PP_ALIGN.LEFT


def _describe(frame: Any, words: str) -> None:
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(words))
