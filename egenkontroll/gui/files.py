"""Ask for files and folders, with Swedish names for the kinds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

DOCUMENTS = "Egenkontroll (*.egk)"
OPENABLE = "Egenkontroll (*.egk *.egk.age)"
CHECKLISTS = "Checklistor (*.yaml *.yml)"
TABLES = "Tabeller (*.xlsx *.csv *.txt *.xls *.ods *.tsv)"
PDF = "PDF (*.pdf)"
SUFFIX = ".egk"


def home() -> Path:
    """Return the folder to begin in: the person's own documents."""
    places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.DocumentsLocation)
    found = [Path(place) for place in places if Path(place).is_dir()]
    return found[0] if found else Path.home()


def choose_document(parent: QWidget) -> Path | None:
    """Ask for a document to open."""
    return choose_file(parent, "Öppna dokument", OPENABLE)


def choose_file(parent: QWidget, title: str, kinds: str, begin: Path | None = None) -> Path | None:
    """Ask for a file that exists; None where the person changed their mind."""
    name, _ = QFileDialog.getOpenFileName(parent, title, str(begin or home()), kinds)
    return Path(name) if name else None


def choose_files(parent: QWidget, title: str, kinds: str) -> list[Path]:
    """Ask for any number of files that exist; none where the person changed their mind."""
    names, _ = QFileDialog.getOpenFileNames(parent, title, str(home()), kinds)
    return [Path(name) for name in names]


def choose_folder(parent: QWidget, title: str, begin: Path | None = None) -> Path | None:
    """Ask for a folder; None where the person changed their mind."""
    name = QFileDialog.getExistingDirectory(parent, title, str(begin or home()))
    return Path(name) if name else None


def choose_new(
    parent: QWidget, title: str, kinds: str, suggestion: Path, suffix: str = SUFFIX
) -> Path | None:
    """Ask where a new file is to be put; the suffix is added where it is left out."""
    name, _ = QFileDialog.getSaveFileName(parent, title, str(suggestion), kinds)
    if not name:
        return None
    path = Path(name)
    return path if path.suffix.casefold() == suffix else path.with_name(path.name + suffix)
