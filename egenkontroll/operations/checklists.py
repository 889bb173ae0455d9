"""Check checklists, list the bundled ones and compare versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll import paths
from egenkontroll.checklist import compare, json_schema, reading
from egenkontroll.errors import UserError
from egenkontroll.storage import records

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from egenkontroll.checklist.compare import Row
    from egenkontroll.checklist.model import Checklist
    from egenkontroll.checklist.reading import Fault
    from egenkontroll.facts import Fact
    from egenkontroll.storage.document import Document

SUFFIXES = (".yaml", ".yml")


def check_checklists(given: Sequence[Path]) -> tuple[int, list[Fault]]:
    """Check files, and every checklist in folders; return how many and all their faults."""
    files = [file for path in given for file in _files(path)]
    if not files:
        raise UserError("Där finns ingen checklista (.yaml).")
    return len(files), [fault for file in files for fault in reading.check(file)[1]]


def read_checklist(path: Path) -> Checklist:
    """Return the checklist in the file; raise UserError with every fault."""
    return reading.read(path)


def bundled() -> list[tuple[Path, Checklist]]:
    """Return the checklists that come with the program, by file name."""
    return [(file, reading.read(file)) for file in _files(paths.checklists())]


def diff(old: Path, new: Path) -> tuple[Checklist, Checklist, tuple[Row, ...]]:
    """Return both versions and how every question of the new one relates to the old."""
    before, after = reading.read(old), reading.read(new)
    return before, after, compare.compare(before, after)


def write_schema() -> Path:
    """Write the JSON Schema into the resources folder and return its path."""
    path = paths.resources() / "checklist.schema.json"
    path.write_text(json_schema.schema_text(), encoding="utf-8", newline="\n")
    return path


def keep(document: Document, checklist: Checklist, source: str) -> list[Fact]:
    """Return the facts that put a definition into the document: none if it is there.

    Raises UserError where another content has the same id and version.
    """
    known = records.checklists(document)
    if checklist.digest in known:
        return []
    for other in known.values():
        if (other.id, other.version) == (checklist.id, checklist.version):
            raise UserError(
                f"Dokumentet har redan {checklist.id} {checklist.version} med ett annat innehåll. "
                "Ge den ändrade checklistan ett nytt versionsnummer."
            )
    return [records.checklist_fact(document, checklist, source)]


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.suffix in SUFFIXES)
