"""What a tagged PDF must be, looked up with pikepdf where the validator is silent.

`check` runs the outside validator (PDF/UA-1, PDF/A-2a), then walks the tree of elements and
every page's content on its own: marks and tree must say the same, in the same order.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import page as validation
import pikepdf
from pikepdf import Array, Dictionary, Name, Object

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWS_TEXT = {"Tj", "TJ", "'", '"'}
PAINTS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh"}
HEADINGS = {f"H{level}": level for level in range(1, 7)}


@dataclass
class Mark:
    """One marked piece of content on a page: its text, and where its text begins.

    `instead` is what is read in place of the letters that are `printed`.
    """

    tag: str
    printed: str = ""
    instead: str = ""
    drawn: int = 0
    at: tuple[float, float] | None = None

    @property
    def text(self) -> str:
        return f"{self.instead} " if self.instead else self.printed


@dataclass
class Element:
    """One element of the tree, with its elements and marks in order."""

    role: str
    raw: Object
    kids: list[Element | tuple[int, int]] = field(default_factory=list)

    def every(self) -> list[Element]:
        inside = [one for kid in self.kids if isinstance(kid, Element) for one in kid.every()]
        return [self, *inside]

    def marks(self) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for kid in self.kids:
            found += kid.marks() if isinstance(kid, Element) else [kid]
        return found

    def elements(self) -> list[Element]:
        return [kid for kid in self.kids if isinstance(kid, Element)]


@dataclass
class Tagged:
    """A tagged document as a screen reader sees it."""

    pdf: pikepdf.Pdf
    root: Element
    marks: dict[tuple[int, int], Mark]
    artifacts: list[Mark]
    outline: list[str]

    def text(self, element: Element) -> str:
        return "".join(self.marks[mark].text for mark in element.marks())

    def said(self, *roles: str) -> list[str]:
        """The text of every element with one of these roles."""
        return [flat(self.text(one)) for one in self.root.every() if one.role in roles]

    def alternatives(self, role: str) -> list[str]:
        return [flat(str(one.raw.Alt)) for one in self.root.every() if one.role == role]


def flat(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def check(data: bytes) -> Tagged:
    """Fail where the PDF is not accessible; return it as it is read."""
    limits = validation.SafetyLimits(max_reference_depth=10_000)
    for profile in ("ua1", "2a"):
        report = validation.validate_pdf_bytes(data, profile=profile, limits=limits)
        assert report.is_compliant, [(one.rule_id, one.message) for one in report.failures]
    pdf = pikepdf.open(io.BytesIO(data))
    pages = [page.obj for page in pdf.pages]
    marks: dict[tuple[int, int], Mark] = {}
    artifacts: list[Mark] = []
    for number, page in enumerate(pages):
        _read_page(page, number, marks, artifacts)
    tree = pdf.Root.StructTreeRoot
    at = {page.objgen: number for number, page in enumerate(pages)}
    assert len(_kids(tree)) == 1
    root = _element(_kids(tree)[0], tree, None, at)
    _check_catalog(pdf, pages)
    _check_parents(pdf, root, pages, marks)
    _check_order(root, marks)
    for element in root.every():
        _check_element(element)
    _check_headings(root)
    tagged = Tagged(pdf, root, marks, artifacts, _titles(pdf))
    assert tagged.outline == tagged.said(*HEADINGS)
    assert all(tagged.said("P", "LBody", "Note", *HEADINGS))
    return tagged


# --- pages ------------------------------------------------------------------------------------


def _read_page(
    page: Object,
    number: int,
    marks: dict[tuple[int, int], Mark],
    artifacts: list[Mark],
) -> None:
    fonts = {name: _unicode(font) for name, font in page.Resources.Font.items()}
    font: dict[int, str] = {}
    at = (0.0, 0.0)
    current: Mark | None = None
    inside = False
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator == "BDC" and "/ActualText" in operands[1]:
            assert current is not None, "other letters outside marks"
            assert not inside, "other letters inside others"
            current.instead, inside = str(operands[1].ActualText), True
        elif operator == "EMC" and inside:
            inside = False
        elif operator in {"BDC", "BMC"}:
            assert current is None, "marks are nested"
            current = _opened(operands, number, marks, artifacts)
        elif operator == "EMC":
            assert current is not None
            assert current.drawn, "an empty mark"
            current = None
        elif operator == "Tf":
            font = fonts[str(operands[0])]
        elif operator == "Tm":
            at = (float(operands[4]), float(operands[5]))
        elif operator in SHOWS_TEXT:
            assert current is not None, "text outside marks"
            current.printed += "".join(font[code] for code in bytes(operands[0]))
            current.drawn += 1
            current.at = current.at or at
        elif operator in PAINTS:
            assert current is not None, "drawing outside marks"
            current.drawn += 1
    assert current is None


def _opened(
    operands: Sequence[Object],
    number: int,
    marks: dict[tuple[int, int], Mark],
    artifacts: list[Mark],
) -> Mark:
    opened = Mark(str(operands[0]).lstrip("/"))
    if opened.tag == "Artifact":
        assert str(operands[1].Type) in {"/Pagination", "/Layout"}
        artifacts.append(opened)
        return opened
    known = sum(page == number for page, _ in marks)
    assert int(operands[1].MCID) == known, "marks are not numbered in order"
    marks[number, known] = opened
    return opened


def _unicode(font: Object) -> dict[int, str]:
    """The font's own map from codes to letters, as far as it is well formed."""
    descriptor = font.FontDescriptor
    assert "/FontFile2" in descriptor, "a font that is not embedded"
    text = font.ToUnicode.read_bytes().decode("ascii")
    found = {}
    for many, block in re.findall(r"(\d+) beginbfchar\n(.*?)endbfchar", text, re.S):
        lines = block.splitlines()
        assert int(many) == len(lines) <= 100
        for line in lines:
            code, sign = re.fullmatch(r"<([0-9A-F]{2})> <((?:[0-9A-F]{4}){1,2})>", line).groups()  # type: ignore[union-attr]
            found[int(code, 16)] = bytes.fromhex(sign).decode("utf-16-be")
    assert "\x00" not in found.values()
    return found


# --- the tree ---------------------------------------------------------------------------------


def _kids(raw: Object) -> list[Any]:
    kids = raw.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _element(raw: Object, parent: Object, page: int | None, at: dict[Any, int]) -> Element:
    assert raw.P.objgen == parent.objgen, "a wrong parent"
    found = Element(str(raw.S).lstrip("/"), raw)
    page = at[raw.Pg.objgen] if "/Pg" in raw else page
    for kid in _kids(raw):
        if isinstance(kid, Dictionary):
            found.kids.append(_element(kid, raw, page, at))
        else:
            assert page is not None
            found.kids.append((page, int(kid)))
    return found


def _check_catalog(pdf: pikepdf.Pdf, pages: Sequence[Object]) -> None:
    assert str(pdf.Root.Lang) == "sv-SE"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["pdfaid:part"] == "2"
        assert metadata["dc:title"] == str(pdf.docinfo.Title)
    for number, page in enumerate(pages):
        assert page.Tabs == Name.S
        assert page.StructParents == number


def _check_parents(
    pdf: pikepdf.Pdf, root: Element, pages: Sequence[Object], marks: dict[tuple[int, int], Mark]
) -> None:
    """Every mark has its element, in the tree as in the table of parents, and just one."""
    owners = {}
    for element in root.every():
        for kid in element.kids:
            if not isinstance(kid, Element):
                assert kid not in owners
                owners[kid] = element.raw.objgen
                assert marks[kid].tag == element.role
    assert owners.keys() == marks.keys()
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    found = {
        (int(number), mark): one.objgen
        for number, row in zip(numbers[::2], numbers[1::2], strict=True)
        for mark, one in enumerate(row)
    }
    assert found == owners
    assert numbers[::2] == list(range(len(pages)))
    assert int(pdf.Root.StructTreeRoot.ParentTreeNextKey) == len(pages)


def _check_order(root: Element, marks: dict[tuple[int, int], Mark]) -> None:
    """Read as drawn, and each block drawn below the one before it or at its right."""
    assert root.marks() == sorted(marks)
    last: tuple[int, float, float] | None = None
    for element in root.elements():
        places = [(mark[0], marks[mark].at) for mark in element.marks()]
        number, first = next(((page, at) for page, at in places if at), (0, None))
        if first is None:
            continue  # a line to write on
        if last is not None and last[0] == number:
            assert first[1] < last[2] + 0.5 or first[0] > last[1] + 20, (element.role, first, last)
        last = (number, *first)


def _check_element(element: Element) -> None:
    raw, inside = element.raw, [kid.role for kid in element.elements()]
    assert element.kids or element.role == "TD", f"an empty {element.role}"
    match element.role:
        case "Table":
            _check_table(element)
        case "L":
            assert set(inside) == {"LI"}
        case "LI":
            assert inside == ["Lbl", "LBody"]
        case "Figure" | "Form":
            assert str(raw.Alt).strip()
            attributes = raw.A
            if element.role == "Form":
                assert str(attributes.Desc) == str(raw.Alt)
            else:
                left, low, right, high = (float(edge) for edge in attributes.BBox)
                assert 0 <= left < right <= 596
                assert 0 <= low < high <= 842


def _check_table(table: Element) -> None:
    parts = [kid.role for kid in table.elements()]
    assert parts == ["THead"] + ["TBody"] * (len(parts) - 1)
    assert len(parts) > 1
    widths = set()
    for part in table.elements():
        for row in part.elements():
            assert row.role == "TR"
            cells = row.elements()
            assert {cell.role for cell in cells} <= {"TH", "TD"}
            widths.add(sum(_span(cell) for cell in cells))
            assert all("/Scope" in cell.raw.A for cell in cells if cell.role == "TH")
    assert len(widths) == 1, widths


def _span(cell: Element) -> int:
    attributes = cell.raw.get("/A")
    return int(attributes.get("/ColSpan", 1)) if attributes is not None else 1


def _check_headings(root: Element) -> None:
    levels = [HEADINGS[one.role] for one in root.every() if one.role in HEADINGS]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def _titles(pdf: pikepdf.Pdf) -> list[str]:
    def walk(items: Any) -> list[str]:
        return [title for one in items for title in (flat(one.title), *walk(one.children))]

    with pdf.open_outline() as outline:
        return walk(outline.root)
