"""Where things are on paper: nothing outside the margins, nothing on top of something else."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from egenkontroll.pdf.pages import LEFT, TOP

LOWEST = 25.0
"""How near the lower edge of the page the foot may come."""
TOUCH = 0.6
"""So much two boxes may share: the boxes round letters are a little larger than they are."""
THIN = 3.0
"""What is thinner than this is a rule, a whisker or a mark, and may cross other things."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Thing:
    """A line of text, or a drawn box: where it is, and what it says."""

    box: Box
    said: str


def things(page: pdfium.PdfPage) -> list[Thing]:
    """Every line of text and every box that is not a mere line."""
    texts = page.get_textpage()
    found = []
    for item in page.get_objects():
        left, low, right, high = item.get_bounds()
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            said = texts.get_text_bounded(left, low, right, high)
            found.append(Thing((left, low, right, high), said.strip() or "?"))
        elif right - left > THIN and high - low > THIN:
            found.append(Thing((left, low, right, high), ""))
    return found


def page_faults(page: pdfium.PdfPage) -> list[str]:
    """What is outside the margins or lies on something else."""
    width, height = page.get_size()
    every = things(page)
    faults = [
        f"outside: {one.said or 'a box'} {one.box}"
        for one in every
        if one.box[0] < LEFT - 1
        or one.box[2] > width - LEFT + 1
        or one.box[1] < LOWEST
        or one.box[3] > height - TOP + 4
    ]
    faults += [
        f"on top: {one.said!r} and {other.said!r}"
        for one, other in combinations(every, 2)
        if (one.said or other.said) and _overlap(one.box, other.box)
    ]
    return faults


def _overlap(one: Box, other: Box) -> bool:
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > TOUCH
        and min(one[3], other[3]) - max(one[1], other[1]) > TOUCH
    )


def faults(data: bytes) -> list[str]:
    """The faults of every page."""
    document = pdfium.PdfDocument(data)
    found = [
        f"page {number}, {fault}"
        for number, page in enumerate(document, 1)
        for fault in page_faults(page)
    ]
    document.close()
    return found
