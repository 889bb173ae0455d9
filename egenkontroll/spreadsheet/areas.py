"""Which cells the sheets of an XLSX or ODS file use, and which of them hold errors.

calamine hides error cells. It also reserves memory for the whole rectangle that a sheet uses
before anybody can ask how large it is, and the process dies if that is too much. So the XML is
walked through first.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from egenkontroll.spreadsheet import limits
from egenkontroll.spreadsheet.cells import zeros_of
from egenkontroll.spreadsheet.limits import Used
from egenkontroll.spreadsheet.package import DamagedError, Handler

if TYPE_CHECKING:
    from egenkontroll.spreadsheet.package import Package

_REFERENCE = re.compile("([A-Za-z]{1,7})([0-9]{1,10})")
_LONGEST_ERROR = 40
_NO_VALUE = "formel utan värde"


def xlsx_areas(package: Package) -> dict[str, Used]:
    """Say for each sheet of an XLSX file what it uses."""
    for found in _elements(package, "_rels/.rels", "Relationship"):
        # calamine looks where this points, so it must be where we look.
        is_workbook = found.get("Type", "").endswith("/officeDocument")
        if is_workbook and found.get("Target", "").lstrip("/").lower() != "xl/workbook.xml":
            raise DamagedError("workbook")
    relations = _elements(package, "xl/_rels/workbook.xml.rels", "Relationship")
    targets = {found.get("Id"): found.get("Target", "") for found in relations}
    shared = _SharedTexts()
    if "xl/sharedstrings.xml" in package:
        package.walk("xl/sharedstrings.xml", shared)
    styles = _Styles()
    if "xl/styles.xml" in package:
        package.walk("xl/styles.xml", styles)
    areas = {}
    sheets = _elements(package, "xl/workbook.xml", "sheet")
    if len(sheets) > limits.MAX_SHEETS:
        raise DamagedError("sheets")
    for sheet in sheets:
        key = next((value for name, value in sheet.items() if name.endswith(":id")), None)
        cells = _XlsxCells(shared.lengths, styles.zeros())
        # A target is relative to xl/, or absolute with a slash first.
        package.walk(posixpath.join("/xl", targets.get(key, "")).lstrip("/"), cells)
        areas[sheet.get("name", "")] = cells.used
    return areas


def ods_areas(package: Package) -> dict[str, Used]:
    """Say for each sheet of an ODS file what it uses."""
    cells = _OdsCells()
    package.walk("content.xml", cells)
    return cells.areas


def _elements(package: Package, path: str, tag: str) -> list[dict[str, str]]:
    elements = _Elements(tag)
    package.walk(path, elements)
    return elements.found


class _Elements(Handler):
    """Collects the attributes of all elements of one name."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.found: list[dict[str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == self.tag:
            self.found.append(attributes)


class _SharedTexts(Handler):
    """Counts the characters of each text that cells refer to by number."""

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            self.lengths.append(0)
            if len(self.lengths) > limits.MAX_CELLS:
                raise DamagedError(tag)

    def text(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


class _Styles(Handler):
    """Collects the number formats, and which of them each style of a cell has."""

    def __init__(self) -> None:
        self.formats: dict[str, str] = {}
        self.used: list[str] = []
        self.in_cells = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            self.formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            self.in_cells = True
        elif tag == "xf" and self.in_cells:
            self.used.append(attributes.get("numFmtId", ""))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self.in_cells = False

    def zeros(self) -> dict[str, str]:
        """Return the styles that show leading zeros, by their number."""
        codes = (zeros_of(self.formats.get(name, "")) for name in self.used)
        return {str(style): code for style, code in enumerate(codes) if code}


class _XlsxCells(Handler):
    """Follows the cells (c) of a sheet; a cell without a reference stands next to the last."""

    def __init__(self, shared: list[int], zeros: dict[str, str]) -> None:
        self.shared = shared
        self.zeros = zeros
        self.style = ""
        self.used = Used()
        self.row = 0
        self.column = -1
        self.type = self.value = ""
        self.formula = self.filled = self.in_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = -1
        elif tag == "c":
            self.used.parts += 1
            self._place(attributes.get("r"))
            self.type = attributes.get("t", "n")
            self.style = attributes.get("s", "")
            self.value = ""
            self.formula = self.filled = False
        elif tag == "f":
            self.formula = True
        elif tag in ("v", "is"):
            self.filled = True
            self.in_value = tag == "v"
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def has_enough(self) -> bool:
        return self.used.too_large

    def _merge(self, area: str) -> None:
        self.used.parts += 1
        first, _, last = area.partition(":")
        top, bottom = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
        if top is None or bottom is None:
            raise DamagedError(area)
        self.used.merged.append((int(top[2]), _column(top[1]), int(bottom[2]), _column(bottom[1])))

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
            return
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise DamagedError(reference)
        self.row = int(match[2])
        self.column = _column(match[1])

    def text(self, text: str) -> None:
        self.used.characters += len(text)
        if self.in_value and len(self.value) < _LONGEST_ERROR:
            self.value += text[:_LONGEST_ERROR]

    def end(self, tag: str) -> None:
        if tag == "v":
            self.in_value = False
        elif tag == "c":
            error = self._error()
            if self.filled or error:
                self.used.add(self.row, self.column, error)
            if self.type == "n" and self.filled and self.style in self.zeros:
                self.used.padded[self.row, self.column] = self.zeros[self.style]
            if self.type == "s" and self.value:
                self.used.characters += self.shared[int(self.value)]

    def _error(self) -> str:
        value = self.value.strip()
        if self.type == "e":
            return value or "#"
        # Written by a program that does not calculate: reads as an empty cell, but is not.
        return _NO_VALUE if self.type == "n" and self.formula and not value else ""


def _column(letters: str) -> int:
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


class _OdsCells(Handler):
    """Follows the cells of all tables; rows and cells say how many times they are repeated."""

    def __init__(self) -> None:
        self.areas: dict[str, Used] = {}
        self.used = Used()
        self.row = self.rows = self.column = self.columns = self.length = 0
        self.filled = self.error = self.number = False
        self.value = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table":
            self.used = self.areas[attributes.get("table:name", "")] = Used()
            self.row = self.rows = 0
        elif tag == "table-row":
            self.row += self.rows
            self.rows = int(attributes.get("table:number-rows-repeated", 1))
            self.column = self.columns = 0
        elif tag in ("table-cell", "covered-table-cell"):
            self.used.parts += 1
            self.column += self.columns
            self.columns = int(attributes.get("table:number-columns-repeated", 1))
            self.filled = "office:value-type" in attributes
            self.error = attributes.get("calcext:value-type") == "error"
            self.number = attributes.get("office:value-type") == "float"
            self.value = ""
            self.length = 0
            self._merge(attributes)
        elif tag == "p":
            self.filled = True

    def has_enough(self) -> bool:
        return self.used.too_large

    def _merge(self, attributes: dict[str, str]) -> None:
        down = int(attributes.get("table:number-rows-spanned", 1))
        right = int(attributes.get("table:number-columns-spanned", 1))
        if down > 1 or right > 1:
            first = self.row + 1
            area = (first, self.column, first + down - 1, self.column + right - 1)
            self.used.merged.append(area)

    def text(self, text: str) -> None:
        self.length += len(text)
        if (self.error or self.number) and len(self.value) < _LONGEST_ERROR:
            self.value += text[:_LONGEST_ERROR]

    def end(self, tag: str) -> None:
        if tag in ("table-cell", "covered-table-cell") and self.filled:
            self.used.add(self.row + self.rows, self.column + self.columns - 1)
            self.used.characters += self.length * self.rows * self.columns
            if self.error and not self.used.too_large:
                self._add_errors(self.value.strip() or "#")
            if self.number and self.value.strip().startswith("0"):
                self._add_padded(zeros_of(re.sub("[0-9]", "0", self.value.strip())))
            self.filled = self.error = self.number = False

    def _add_errors(self, error: str) -> None:
        for row in range(self.row, self.row + self.rows):
            for column in range(self.column, self.column + self.columns):
                self.used.add(row + 1, column, error)

    def _add_padded(self, zeros: str) -> None:
        if not zeros or self.used.too_large:
            return
        for row in range(self.row, self.row + self.rows):
            for column in range(self.column, self.column + self.columns):
                self.used.padded[row + 1, column] = zeros
