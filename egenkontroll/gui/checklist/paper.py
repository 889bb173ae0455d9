"""The list of checklists, and the sheet on which one is read, as wide as a page at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QStyledItemDelegate, QTextBrowser

from egenkontroll.gui.checklist.form import form_html
from egenkontroll.gui.theme import em, of

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtWidgets import QStyleOptionViewItem

    from egenkontroll.checklist.model import Checklist

MEASURE_EMS = 46


class Airy(QStyledItemDelegate):
    """Lets in some air between items of several lines.

    A list view's own spacing cannot: with it Qt wraps to one width and draws in another.
    """

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), size.height() + option.fontMetrics.height() // 2)


class Form(QTextBrowser):
    """A checklist to read, as wide as a page at most."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Checklistan")
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._checklist: Checklist | None = None

    def show_checklist(self, checklist: Checklist | None) -> None:
        """Show another checklist, from its top."""
        self._checklist = checklist
        self._write()
        self.verticalScrollBar().setValue(0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._write()

    def _write(self) -> None:
        checklist = getattr(self, "_checklist", None)
        if checklist is None:
            return
        colours, points = of(self.palette()), self.font().pointSizeF()
        self.setHtml(form_html(checklist, colours, points))
        self.setAccessibleName(f"Checklistan {checklist.title}")
        self.document().setDocumentMargin(em(self, 1.6))

    def sizeHint(self) -> QSize:
        return QSize(em(self, MEASURE_EMS), em(self, 30))

    def minimumSizeHint(self) -> QSize:
        return QSize(em(self, 14), em(self, 8))
