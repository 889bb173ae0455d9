"""Print a checklist as a blank form, with the system's dialog."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTemporaryDir

from egenkontroll.operations import reporting

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.gui.session import Session


def print_form(parent: QWidget, session: Session, checklist: Checklist) -> None:
    """Make the form off the window's thread, and then ask for the printer."""
    folder = QTemporaryDir()
    path = Path(folder.path()) / "blankett.pdf"

    def ask(_: None) -> None:
        from PySide6.QtPdf import QPdfDocument
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from egenkontroll.gui.report.pages import print_pages

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(f"{checklist.id} {checklist.version} blankett")
        if QPrintDialog(printer, parent).exec():
            document = QPdfDocument(parent)
            document.load(str(path))
            print_pages(document, printer)
            document.close()
        folder.remove()

    session.run(lambda: reporting.write_form(checklist, path), ask)
