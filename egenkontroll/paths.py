"""Where the program's own files are: resources and bundled checklists.

Both lie beside the package in the source tree and inside it once it is installed.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def resources() -> Path:
    """Return the folder with fonts, icons, the handbook and the JSON Schema."""
    return _packed_or_beside("resources")


def checklists() -> Path:
    """Return the folder with the bundled checklists."""
    return _packed_or_beside("checklists")


def _packed_or_beside(name: str, package: Path = PACKAGE) -> Path:
    packed = package / f"_{name}"
    return packed if packed.is_dir() else package.parent / name
