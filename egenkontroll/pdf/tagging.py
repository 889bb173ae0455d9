"""Tagged content: marks on the pages, and the tree that a screen reader walks.

reportlab writes no structure of its own. `Tags` hands out the marks that are put around what
is drawn and, when the last page is done, adds the tree of elements to the document. Elements
are written as plain bytes: there are many of them, and each is one short line.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reportlab.pdfbase import pdfdoc

Box = tuple[float, float, float, float]


class Role(StrEnum):
    """What a piece of content is, named as PDF names its structure.

    CONTENT is what stands directly in the part that is open. FURNITURE and FOOT are no part
    of what is read: lines and boxes, and what is printed on every page.
    """

    DOCUMENT = "Document"
    TITLE = "H1"
    HEADING = "H2"
    SUBHEADING = "H3"
    PARAGRAPH = "P"
    LIST = "L"
    ITEM = "LI"
    LABEL = "Lbl"
    BODY = "LBody"
    TABLE = "Table"
    HEAD = "THead"
    ROWS = "TBody"
    ROW = "TR"
    HEAD_CELL = "TH"
    CELL = "TD"
    FIGURE = "Figure"
    FIELD = "Form"
    NOTE = "Note"
    REFERENCE = "Reference"
    CONTENT = "Content"
    FURNITURE = "Layout"
    FOOT = "Pagination"


HEADINGS = (Role.TITLE, Role.HEADING, Role.SUBHEADING)
ARTIFACTS = (Role.FURNITURE, Role.FOOT)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One element of the structure, the same however often it is opened.

    `words` say what a figure shows or a field is for. `scope` is what a head cell heads,
    "Column" or "Row", `span` how many columns a cell goes over, `kind` how a field is filled
    in: "cb" a box to tick, "rb" one of several boxes, "tv" a line to write on.
    """

    role: Role
    words: str = ""
    scope: str = ""
    span: int = 1
    kind: str = ""


class _Element:
    """A part in its place. Its kids are elements, and marks on the page as numbers."""

    __slots__ = ("box", "kids", "number", "page", "parent", "part")

    def __init__(self, part: Part, parent: _Element | None, number: int) -> None:
        self.part = part
        self.parent = parent
        self.number = number
        self.kids: list[_Element | int] = []
        self.page: int | None = None
        self.box: Box | None = None


_PLAIN = {role: Part(role) for role in Role}


class Tags:
    """The structure of one document, in the order that it is drawn and read."""

    def __init__(self) -> None:
        self._elements = [_Element(_PLAIN[Role.DOCUMENT], None, 0)]
        self._known: dict[Part, _Element] = {}
        self._open = [self._elements[0]]
        self._pages: list[list[_Element]] = [[]]

    def open(self, part: Part) -> None:
        """Go into a part: a new one under the one that is open, or back into a known one."""
        found = self._known.get(part)
        if found is None:
            found = self._known[part] = self._new(part)
        self._open.append(found)

    def close(self) -> None:
        """Go out of the part opened last."""
        self._open.pop()

    def mark(self, said: Part | Role, box: Box | None = None) -> str:
        """Return the operator that begins a piece of content. `Tags.END` ends it.

        `box` is where a figure or field is: left, bottom, right and top.
        """
        part = _PLAIN[said] if isinstance(said, Role) else said
        if part.role in ARTIFACTS:
            return self.artifact(part.role)
        element = self._open[-1] if part.role is Role.CONTENT else self._new(part)
        marks = self._pages[-1]
        element.kids.append(len(marks))
        element.page = len(self._pages) - 1
        element.box = box
        marks.append(element)
        return f"/{element.part.role} <</MCID {len(marks) - 1}>> BDC"

    @staticmethod
    def artifact(role: Role) -> str:
        """Return the operator that begins content that is not read."""
        return f"/Artifact <</Type /{role}>> BDC"

    @staticmethod
    def instead(spoken: str) -> str:
        """Return the operator that begins letters in whose place others are read and searched."""
        return f"/Span <</ActualText <FEFF{spoken.encode('utf-16-be').hex().upper()}>>> BDC"

    END = "EMC"

    def turn_page(self) -> None:
        """Begin a new page."""
        self._pages.append([])

    def write(self, document: Any) -> None:
        """Add the tree to a reportlab document whose pages are all drawn."""
        pages = document.Pages.pages
        for number, page in enumerate(pages):
            # A page leaves out the keys that it does not know.
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = number, "/S"
        first = document.objectcounter + 1
        root = first + len(self._elements)
        written = _Written(document, first, root, [_number(document, page) for page in pages])
        for element in self._elements:
            document.Reference(written.element(element), f"Structure{element.number}")
        tree = written.root(self._elements, self._pages)
        document.Catalog.StructTreeRoot = document.Reference(tree, "StructureRoot")
        document.Catalog.MarkInfo = "<</Marked true>>"

    def _new(self, part: Part) -> _Element:
        parent = self._open[-1]
        element = _Element(part, parent, len(self._elements))
        self._elements.append(element)
        parent.kids.append(element)
        return element


def _number(document: Any, page: Any) -> int:
    name = page.__InternalName__
    return int(document.idToObjectNumberAndVersion[name][0])


@dataclass(frozen=True, slots=True)
class _Written:
    """Elements as bytes. `first` is the object number of the first, `root` of the tree."""

    document: Any
    first: int
    root_number: int
    pages: list[int]

    def element(self, one: _Element) -> bytes:
        """Return an element."""
        parent = self.root_number if one.parent is None else self.first + one.parent.number
        page = b"" if one.page is None else b"/Pg %d 0 R" % self.pages[one.page]
        return b"<</S/%s/P %d 0 R%s%s%s>>" % (
            one.part.role.encode(),
            parent,
            page,
            self._attributes(one),
            self._kids(one),
        )

    def root(self, elements: list[_Element], pages: list[list[_Element]]) -> bytes:
        """Return the root: the way from marks to elements, and from names to notes."""
        marks = b" ".join(
            b"%d [%s]" % (at, b" ".join(self._refer(one) for one in page))
            for at, page in enumerate(pages[: len(self.pages)])
        )
        named = b" ".join(
            b"%s %s" % (_note_name(one), self._refer(one))
            for one in elements
            if one.part.role is Role.NOTE
        )
        names = b"/IDTree<</Names[%s]>>" % named if named else b""
        return b"<</Type/StructTreeRoot/K %s/ParentTree<</Nums[%s]>>/ParentTreeNextKey %d%s>>" % (
            self._refer(elements[0]),
            marks,
            len(self.pages),
            names,
        )

    def _refer(self, one: _Element) -> bytes:
        return b"%d 0 R" % (self.first + one.number)

    def _kids(self, one: _Element) -> bytes:
        kids = [b"%d" % kid if isinstance(kid, int) else self._refer(kid) for kid in one.kids]
        return b"/K[%s]" % b" ".join(kids) if kids else b""

    def _attributes(self, one: _Element) -> bytes:
        part = one.part
        match part.role:
            case Role.HEAD_CELL | Role.CELL if part.scope or part.span > 1:
                scope = b"/Scope/%s" % part.scope.encode() if part.scope else b""
                span = b"/ColSpan %d" % part.span if part.span > 1 else b""
                return b"/A<</O/Table%s%s>>" % (scope, span)
            case Role.TABLE if part.words:
                return b"/A<</O/Table/Summary%s>>" % self._text(part.words)
            case Role.LIST if part.kind:
                return b"/A<</O/List/ListNumbering/%s>>" % part.kind.encode()
            case Role.FIGURE:
                box = b" ".join(b"%.2f" % edge for edge in one.box or ())
                return b"/Alt%s/A<</O/Layout/BBox[%s]>>" % (self._text(part.words), box)
            case Role.FIELD:
                state = b"" if part.kind == "tv" else b"/checked/off"
                field = b"/O/PrintField/Role/%s%s" % (part.kind.encode(), state)
                words = self._text(part.words)
                return b"/Alt%s/A<<%s/Desc%s>>" % (words, field, words)
            case Role.NOTE:
                return b"/ID%s" % _note_name(one)
        return b""

    def _text(self, words: str) -> bytes:
        return bytes(pdfdoc.PDFString(words).format(self.document))


def _note_name(one: _Element) -> bytes:
    """Return the name of a note. Names are sorted as text, so that numbers have zeros first."""
    return b"(note%06d)" % one.number
