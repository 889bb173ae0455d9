"""A page of the handbook as it is read: set in the font and colours of now, links, pictures.

Nothing is ever fetched: pictures come from the handbook's own folder, and links lead to its pages.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QImage,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
    QTextTableCellFormat,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from egenkontroll.gui.handbook_pages import PAGES, folder
from egenkontroll.gui.theme import em, of
from egenkontroll.texts import NBSP

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QResizeEvent, QTextBlock

    from egenkontroll.gui.theme import Colours

_MOST_WIDE_EMS = 40
_LINE_HEIGHT = 128.0
_PICTURE = "\ufffc"
_BEFORE_SIGN = re.compile(r"(?<=\d) (?=[%§])")
_TABLE_EDGE = 2
"""So many pixels more than its room a table takes: its own border."""
_SMOOTH = Qt.TransformationMode.SmoothTransformation
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


class Reader(QTextBrowser):
    """Shows a page. `followed` gives a link to another page, `refused` one out of the book."""

    followed = Signal(str)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._dressing = False
        self._places: list[tuple[int, int]] = []
        # A new text size or scheme comes as many small changes: the page is set once after them.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._dress)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        # Always there, so that pictures and tables keep the room they were fitted to.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setSearchPaths([str(folder())])
        self.anchorClicked.connect(self._follow)

    def show_text(self, markdown: str) -> None:
        """Show a page's Markdown from its beginning."""
        # A number never parts from its sign; the places of the words stay the same.
        self._text = _BEFORE_SIGN.sub(NBSP, markdown)
        self._places = []
        self._dress()
        self.verticalScrollBar().setValue(0)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Give pictures that lie in the handbook's own folder, and nothing else."""
        name = QUrl(name)
        if name.host() or name.scheme() not in ("", "file") or not name.path():
            return None
        home = folder().resolve()
        path = (home / name.path()).resolve()
        if not path.is_relative_to(home) or not path.is_file():
            return None
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        image, room = QImage(str(path)), self._text_width() - _TABLE_EDGE
        wide = image.width() > room
        return image.scaledToWidth(room, _SMOOTH) if wide else image

    def mark(self, places: list[tuple[int, int]]) -> None:
        """Mark (position, length) in the text."""
        self._places = places
        colours = of(self.palette())
        made = []
        for at, length in places:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(at)
            cursor.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selection.format.setBackground(QColor(colours.mark))
            selection.format.setForeground(QColor(colours.text))
            made.append(selection)
        self.setExtraSelections(made)

    def go_to(self, at: int, length: int) -> None:
        """Choose a place in the text and bring it into sight."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(at)
        cursor.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        below = self.cursorRect().bottom() - self.viewport().height() // 2
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + max(0, below))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (event.Type.FontChange, event.Type.PaletteChange, event.Type.StyleChange)
        if event.type() in kinds and self._text and not self._dressing:
            self._later.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        if "![" in self._text and event.oldSize().width() != event.size().width():
            self._later.start(0)  # pictures are fitted anew

    def _follow(self, url: QUrl) -> None:
        name = url.path().removesuffix(".md")
        if not url.scheme() and not url.host() and name in PAGES:
            self.followed.emit(name)
        else:
            self.refused.emit(url.toString())

    def _side(self) -> int:
        return min(em(self, 1.2), self.viewport().width() // 30)

    def _text_width(self) -> int:
        room = self.viewport().width() - 2 * self._side()
        return max(em(self, 4), min(room, em(self, _MOST_WIDE_EMS)))

    def _fit(self) -> None:
        """Keep the lines at a readable length."""
        root = self.document().rootFrame()
        shape = QTextFrameFormat(root.frameFormat())
        side = self._side()
        spare = self.viewport().width() - self._text_width() - 2 * side
        shape.setMargin(0)
        shape.setLeftMargin(side)
        shape.setTopMargin(em(self, 0.6))
        shape.setBottomMargin(em(self, 2))
        shape.setRightMargin(side + max(_TABLE_EDGE, spare))
        root.setFrameFormat(shape)

    def _dress(self) -> None:
        """Set the page anew in the font and colours of now, and stay at the same place."""
        self._dressing = True
        self._later.stop()
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum())
        self.setMarkdown(self._text)
        document, line = self.document(), em(self)
        look = _Look(line, of(self.palette()))
        document.setIndentWidth(line * 1.3)
        once = QTextCursor(document)
        once.beginEditBlock()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _dress_table(frame, look)
        block = document.begin()
        while block.isValid():
            _dress_block(block, look)
            block = block.next()
        once.endEditBlock()
        self._fit()
        self.mark(self._places)
        bar.setValue(round(share * bar.maximum()))
        self._dressing = False


class _Look:
    """The formats of a page in a line's height and a scheme, each made once."""

    def __init__(self, line: int, colours: Colours) -> None:
        self.line = line
        self.colours = colours
        self.cell = _cell_format(colours)
        self.head = _cell_format(colours)
        self.head.setBackground(QColor(colours.sunken))
        self.link = QTextCharFormat()
        self.link.setForeground(QColor(colours.accent))
        self.link.setFontUnderline(True)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.code = QTextCharFormat()
        self.code.setFontFamilies([fixed.family()])
        self.code.setBackground(QColor(colours.sunken))
        self.plain = QTextBlockFormat()
        self.plain.setLineHeight(_LINE_HEIGHT, _PROPORTIONAL)


def _cell_format(colours: Colours) -> QTextTableCellFormat:
    made = QTextTableCellFormat()
    made.setBorder(1)
    made.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    made.setBorderBrush(QColor(colours.edge))
    return made


def _dress_table(table: QTextTable, look: _Look) -> None:
    shape = table.format()
    shape.setBorder(1)
    shape.setBorderBrush(QColor(look.colours.edge))
    shape.setBorderCollapse(True)
    shape.setCellPadding(look.line * 0.35)
    shape.setCellSpacing(0)
    shape.setTopMargin(look.line * 0.3)
    shape.setBottomMargin(look.line * 0.6)
    table.setFormat(shape)
    for row in range(table.rows()):
        for column in range(table.columns()):
            table.cellAt(row, column).setFormat(look.cell if row else look.head)


def _dress_block(block: QTextBlock, look: _Look) -> None:
    cursor = QTextCursor(block)
    if cursor.currentTable() is not None:
        cursor.mergeBlockFormat(look.plain)
    else:
        cursor.setBlockFormat(_block_format(block, look))
    for at, length, made in _runs(block, look):
        cursor.setPosition(at)
        cursor.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(made)


def _block_format(block: QTextBlock, look: _Look) -> QTextBlockFormat:
    shape = QTextBlockFormat(block.blockFormat())
    quoted = shape.hasProperty(QTextFormat.Property.BlockQuoteLevel)
    code = _is_code(block)
    above, below = _room(block)
    shape.setTopMargin(look.line * above)
    shape.setBottomMargin(look.line * below)
    picture = _PICTURE in block.text()  # a taller line would be so much higher than the picture
    shape.setLineHeight(100.0 if code or picture else _LINE_HEIGHT, _PROPORTIONAL)
    if quoted or code:
        colours = look.colours
        shape.setBackground(QColor(colours.caution_soft if quoted else colours.sunken))
        shape.setLeftMargin(look.line * 0.4)
        shape.setRightMargin(0)
        shape.setNonBreakableLines(False)
    return shape


def _room(block: QTextBlock) -> tuple[float, float]:
    """Return the room above and below a block, in lines."""
    level, after = block.blockFormat().headingLevel(), block.next()
    if level:
        return (1.3 if level > 1 else 0.4), 0.4
    if _is_code(block):
        return 0.0, 0.0 if after.isValid() and _is_code(after) else 0.7
    if block.textList() is not None and after.isValid() and after.textList() is not None:
        return 0.0, 0.25
    return 0.0, 0.6


def _is_code(block: QTextBlock) -> bool:
    """Tell whether a block is a line to be written at the command line."""
    return block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeLanguage)


def _runs(block: QTextBlock, look: _Look) -> list[tuple[int, int, QTextCharFormat]]:
    """Return where links and code stand in a block, and how they are to look."""
    found = []
    part = block.begin()
    while not part.atEnd():
        run = part.fragment()
        shape = run.charFormat()
        if shape.isAnchor() or shape.fontFixedPitch():
            made = look.link if shape.isAnchor() else look.code
            found.append((run.position(), run.length(), made))
        part += 1
    return found
