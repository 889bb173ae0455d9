"""Print a PDF that the program makes, with the system's dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.operations.private import PrivateFolder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from egenkontroll.gui.session import Session


def print_made(
    parent: QWidget, session: Session, name: str, make: Callable[[Path], object]
) -> None:
    """Make the PDF off the window's thread, and then ask for the printer."""
    folder = PrivateFolder()

    def write() -> Path:
        path = folder.path / "utskrift.pdf"
        make(path)
        return path

    def ask(path: Path) -> None:
        from PySide6.QtPdf import QPdfDocument

        from egenkontroll.gui.report.pages import ask_and_print

        document = QPdfDocument(parent)
        document.load(str(path))
        ask_and_print(parent, document, name)
        document.close()
        folder.remove()

    session.run(write, ask)
