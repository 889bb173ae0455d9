"""Check checklists, list the bundled ones and compare versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll import paths
from egenkontroll.checklist import compare, json_schema, reading
from egenkontroll.checklist.changes import marked
from egenkontroll.checklist.reading import Fault
from egenkontroll.errors import UserError
from egenkontroll.sample.identity import looks_like_personal_number
from egenkontroll.storage import records
from egenkontroll.storage.held import refuse_held

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from egenkontroll.checklist.changes import Marked
    from egenkontroll.checklist.compare import Row
    from egenkontroll.checklist.model import Checklist
    from egenkontroll.facts import Fact
    from egenkontroll.storage.document import Document

SUFFIXES = (".yaml", ".yml")


def check_checklists(given: Sequence[Path]) -> tuple[int, list[Fault]]:
    """Check files, and every checklist in folders; return how many and all their faults."""
    files = [file for path in given for file in _files(path)]
    if not files:
        raise UserError("Där finns ingen checklista (.yaml).")
    return len(files), [fault for file in files for fault in _faults(file)]


def read_checklist(path: Path) -> Checklist:
    """Return the checklist in the file; raise UserError with every fault."""
    refuse_open(path)
    return reading.read(path)


def refuse_open(path: Path) -> None:
    """Raise UserError where a file is a document that is open here, and so no checklist."""
    refuse_held(path, "och ingen checklista. Filen är orörd. Välj en annan fil.")


def bundled() -> list[tuple[Path, Checklist]]:
    """Return the checklists that come with the program, by file name."""
    return [(file, reading.read(file)) for file in _files(paths.checklists())]


def diff(old: Path, new: Path) -> tuple[Checklist, Checklist, tuple[Row, ...]]:
    """Return both versions and how every question of the new one relates to the old."""
    before, after = read_checklist(old), read_checklist(new)
    return before, after, compare.compare(before, after)


def changed_texts(old: Checklist, new: Checklist, rows: Sequence[Row]) -> list[str]:
    """Return the texts of broken questions, "[–gone–]" and "[+come+]" around changed words."""
    found = []
    for row in rows:
        was, now = old.by_id.get(row.before), new.by_id.get(row.question)
        if was is not None and now is not None and was.text != now.text:
            before, after = marked(was.text, now.text)
            found.append(f"{row.question}, då: {_signed(before, '–')}")
            found.append(f"{row.question}, nu: {_signed(after, '+')}")
    return found


def _signed(pieces: Marked, sign: str) -> str:
    return "".join(
        f"[{sign}{text}{sign}]" if differs and text.strip() else text for text, differs in pieces
    )


def write_schema() -> Path:
    """Write the JSON Schemas into the resources folder; return the checklist's path."""
    from egenkontroll.report import export_model

    exported = paths.resources() / export_model.SCHEMA
    exported.write_text(export_model.schema_text(), encoding="utf-8", newline="\n")
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
    if lines := _personal_lines(source):
        raise UserError(
            f"Checklistan {checklist.id} innehåller personnummer. Inget är sparat. Ta bort dem "
            "på dessa ställen och försök igen:",
            [f"rad {line}" for line in lines],
        )
    for other in known.values():
        if (other.id, other.version) == (checklist.id, checklist.version):
            raise UserError(
                f"Dokumentet har redan {checklist.id} {checklist.version} med ett annat innehåll. "
                "Ge den ändrade checklistan ett nytt versionsnummer."
            )
    return [records.checklist_fact(document, checklist, source)]


def _personal_lines(source: str) -> list[int]:
    """Return the lines of a definition, remarks too, that hold a personnummer."""
    lines = enumerate(source.splitlines(), start=1)
    return [number for number, line in lines if looks_like_personal_number(line)]


def _faults(file: Path) -> list[Fault]:
    try:
        refuse_open(file)
    except UserError as error:
        return [Fault(str(file), 1, error.message)]
    checklist, faults = reading.check(file)
    if checklist is None:
        return faults
    words = "raden innehåller ett personnummer; ta bort det"
    return [Fault(str(file), line, words) for line in _personal_lines(reading.read_text(file))]


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.suffix in SUFFIXES)
