"""Blocks on pages as one PDF (PDF/UA-1 and PDF/A-2a). Same blocks, same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from egenkontroll.pdf import fonts
from egenkontroll.pdf.ink import HAIRLINE, Ink
from egenkontroll.pdf.metadata import metadata
from egenkontroll.pdf.packing import packed
from egenkontroll.pdf.pages import GUTTER, LEFT, PORTRAIT, Format, paginate
from egenkontroll.pdf.tagging import Role, Tags
from egenkontroll.pdf.typesetting import SMALL, shortened, wide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.pdf.pages import Block

MAKER = "Egenkontroll"
LANGUAGE = "sv-SE"
_FILL_IN = 90.0
# What red, green and blue are (sRGB), so that the colours are the same on every machine.
_COLOURS = (
    b"[/CalRGB <</WhitePoint [.9505 1 1.089] /Gamma [2.2 2.2 2.2]"
    b" /Matrix [.4124 .2126 .0193 .3576 .7152 .1192 .1805 .0722 .9505]>>]"
)


@dataclass(frozen=True, slots=True)
class Described:
    """What a document says of itself.

    `head` and `foot` stand on every page. `fill_in` is what there is room to write beside
    them, so that loose pages can be kept together.
    """

    title: str
    subject: str
    head: str
    foot: str
    fill_in: str = ""


def document_pdf(described: Described, blocks: Sequence[Block], form: Format = PORTRAIT) -> bytes:
    """Return the blocks on as many pages as they need."""
    fonts.register()
    canvas = Canvas(
        "",
        pagesize=(form.width, form.height),
        invariant=1,
        pageCompression=1,
        initialFontName=fonts.REGULAR,
        lang=LANGUAGE,
    )
    _describe(canvas, described)
    tags = Tags()
    ink = Ink(canvas, form.height, tags)
    pages = paginate(blocks, form.bottom)
    for number, page in enumerate(pages, 1):
        for placed in page:
            placed.draw(ink)
        _foot(ink, described, form, f"Sida {number} av {len(pages)}")
        canvas._colorsUsed["Colours"] = "DefaultRGB"
        canvas.showPage()
        tags.turn_page()
    tags.write(canvas._doc)
    return packed(canvas)


def _describe(canvas: Any, described: Described) -> None:
    title, subject = fonts.spoken(described.title), fonts.spoken(described.subject)
    canvas.setTitle(title)
    canvas.setAuthor(MAKER)
    canvas.setSubject(subject)
    canvas.setCreator(MAKER)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    said = metadata(title, subject, MAKER, LANGUAGE)
    canvas._doc.Catalog.Metadata = pdfdoc.XMP(creator=lambda _: said)
    canvas._doc.Reference(_COLOURS, "Colours")


def _foot(ink: Ink, described: Described, form: Format, page: str) -> None:
    y = form.bottom + 8
    ink.rule(LEFT, y, form.measure, 0.5, HAIRLINE)
    room = form.measure - wide(page, SMALL) - GUTTER
    if described.fill_in:
        room = _room_to_fill_in(ink, described.fill_in, room, y)
    ink.text(Role.FOOT, (_foot_words(described, room),), LEFT, y + 5, SMALL)
    ink.text(Role.FOOT, (page,), LEFT + form.measure, y + 5, SMALL, "right")


def _foot_words(described: Described, room: float) -> str:
    if not described.head:
        return shortened(described.foot, SMALL, room)
    least = min(wide(fonts.printable(described.head), SMALL), 0.3 * room)
    made_by = shortened(f" · {described.foot}", SMALL, room - least)
    head = shortened(described.head, SMALL, room - wide(made_by, SMALL)) or fonts.UNPRINTABLE
    return f"{head} {made_by}"


def _room_to_fill_in(ink: Ink, words: str, room: float, y: float) -> float:
    """Draw words and a line to write on at the right of the room; return what is left of it."""
    start = LEFT + room - _FILL_IN
    ink.rule(start, y + 16, _FILL_IN, 0.5)
    ink.text(Role.FOOT, (words,), start - 4, y + 5, SMALL, "right")
    return room - _FILL_IN - 4 - wide(words, SMALL) - GUTTER
