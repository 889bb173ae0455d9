"""The pages of a sheet in the window, and on a printer. QtPdf is loaded when first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from egenkontroll.gui.theme import em, of
from egenkontroll.gui.widgets import ElidedLabel, button
from egenkontroll.texts import count

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QShowEvent
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPdfWidgets import QPdfView
    from PySide6.QtPrintSupport import QPrinter

_STEP = 1.25
_LEAST, _MOST = 0.25, 5.0
_DOTS = 300


class Pages(QWidget):
    """Shows a PDF file, to be scrolled through, with its size chosen above."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ElidedLabel(role="heading")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        bar = QHBoxLayout()
        side = em(self, 0.6)
        bar.setContentsMargins(side, round(side * 0.6), side, round(side * 0.6))
        bar.addWidget(self.title, 1)
        for text, name, act in (
            ("−", "Mindre", self.smaller),
            ("+", "Större", self.larger),
            ("Hel bredd", "Hel bredd", self.fit_width),
            ("Hel sida", "Hel sida", self.fit_page),
        ):
            bar.addWidget(button(text, act, "flat", name=name))
        self._column.addLayout(bar)
        self._view: QPdfView | None = None
        self.document: QPdfDocument | None = None

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return self.document.pageCount() if self.document is not None else 0

    def show_file(self, path: Path, title: str) -> None:
        """Show a PDF file's pages."""
        from PySide6.QtPdf import QPdfDocument

        document = QPdfDocument(self)
        document.load(str(path))
        view = self._make_view()
        before, self.document = self.document, document
        view.setDocument(document)
        if before is not None:
            before.deleteLater()
        self.title.say(f"{title} · {count(document.pageCount(), 'sida', 'sidor')}")
        view.setAccessibleName(f"Sidorna i {title}")
        view.verticalScrollBar().setValue(0)

    def _make_view(self) -> QPdfView:
        if self._view is None:
            from PySide6.QtPdfWidgets import QPdfView

            self._view = QPdfView(self)
            self._view.setPageMode(QPdfView.PageMode.MultiPage)
            self._view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
            self._view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._column.addWidget(self._view, 1)
            self._shade()
        return self._view

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._shade()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._shade()

    def _shade(self) -> None:
        """Set what is seen around the pages."""
        if self._view is not None:
            shade = self._view.palette()
            shade.setColor(QPalette.ColorRole.Dark, QColor(of(self.palette()).sunken))
            self._view.setPalette(shade)

    # --- size ---------------------------------------------------------------------------------

    def larger(self) -> None:
        """Show the pages larger."""
        self._zoom(_STEP)

    def smaller(self) -> None:
        """Show the pages smaller."""
        self._zoom(1 / _STEP)

    def _zoom(self, times: float) -> None:
        view = self._view
        if view is None or self.document is None:
            return
        if view.zoomMode() is not view.ZoomMode.Custom:
            points = self.document.pagePointSize(0).width()
            dots = points * self.logicalDpiX() / 72
            view.setZoomFactor(view.viewport().width() / dots if dots else 1.0)
            view.setZoomMode(view.ZoomMode.Custom)
        view.setZoomFactor(min(_MOST, max(_LEAST, view.zoomFactor() * times)))

    def fit_width(self) -> None:
        """Show the pages as wide as there is room."""
        if self._view is not None:
            self._view.setZoomMode(self._view.ZoomMode.FitToWidth)

    def fit_page(self) -> None:
        """Show whole pages."""
        if self._view is not None:
            self._view.setZoomMode(self._view.ZoomMode.FitInView)

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 14), em(self, 9))


def ask_and_print(parent: QWidget, document: QPdfDocument, name: str) -> None:
    """Ask for printer, copies, pages, sides and colour, and print a document.

    Two-sided along the long edge is suggested where the printer can; the person may choose
    otherwise.
    """
    from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    if document.pageCount() > 1:
        printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, max(1, document.pageCount()))
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, True)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintCollateCopies, True)
    if dialog.exec():
        print_pages(document, printer)


def pages_asked(document: QPdfDocument, printer: QPrinter) -> list[int]:
    """Return the pages that the printer was told to print, in the order they are printed."""
    every = range(document.pageCount())
    pages = [page for page in every if _in_ranges(page + 1, printer)]
    if printer.pageOrder() is printer.PageOrder.LastPageFirst:
        pages.reverse()
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    if printer.collateCopies():
        return pages * copies
    return [page for page in pages for _ in range(copies)]


def _in_ranges(page: int, printer: QPrinter) -> bool:
    ranges = printer.pageRanges()
    if not ranges.isEmpty():
        return ranges.contains(page)
    return not printer.fromPage() or printer.fromPage() <= page <= printer.toPage()


def print_pages(document: QPdfDocument, printer: QPrinter) -> None:
    """Print the pages asked for, as large as the printer's paper."""
    pages = pages_asked(document, printer)
    if not pages:
        return
    printer.setFullPage(True)
    grey = printer.colorMode() is printer.ColorMode.GrayScale
    painter = QPainter(printer)
    for place, page in enumerate(pages):
        if place:
            printer.newPage()
        inches: QSizeF = document.pagePointSize(page) / 72
        dots = QSize(round(inches.width() * _DOTS), round(inches.height() * _DOTS))
        image = document.render(page, dots)
        if grey:
            image = _grey(image)
        room = painter.viewport()
        fitted = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        room.setSize(fitted)
        painter.drawImage(room, image)
    painter.end()


def _grey(image: QImage) -> QImage:
    """Return the page in grey on white paper."""
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    return paper.convertToFormat(QImage.Format.Format_Grayscale8)
