"""Write and change checklists: open one for editing, and save it as a new version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.checklist import compare, editing, editing_faults, editing_text, reading
from egenkontroll.checklist.naming import next_version
from egenkontroll.errors import UserError
from egenkontroll.operations import checklists, files
from egenkontroll.storage import records

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.checklist.compare import Row
    from egenkontroll.checklist.editing import Draft
    from egenkontroll.checklist.model import Checklist
    from egenkontroll.storage.document import Document


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved, and how each question relates to the version that it came from.

    There are no rows where it came from nothing.
    """

    checklist: Checklist
    rows: tuple[Row, ...]


def new_draft(year: int) -> Draft:
    """Return an empty checklist to be written."""
    return editing_text.new(year)


def open_file(path: Path, document: Document | None = None) -> Draft:
    """Return the draft of a checklist file. Raises UserError where a form cannot show it.

    Ids that the document's versions of the checklist have had are not given out again.
    """
    checklists.refuse_open(path)
    try:
        text = reading.read_text(path)
    except UserError as error:
        raise UserError(f"Checklistan {path.name} kan inte öppnas: {error.message}.") from None
    return _with_taken(editing_text.from_text(text), document)


def open_kept(document: Document, digest: bytes) -> Draft:
    """Return the draft of a checklist that the document holds, by its digest."""
    checklist = records.checklists(document).get(digest)
    if checklist is None:
        raise UserError("Checklistan finns inte i dokumentet.")
    source = document.read("checklist", checklist=digest)[-1].content[1]
    return _with_taken(editing_text.from_checklist(checklist, source), document)


def known_versions(document: Document | None, checklist_id: str) -> frozenset[str]:
    """Return the versions that the document holds of a checklist."""
    if document is None:
        return frozenset()
    kept = records.checklists(document).values()
    return frozenset(one.version for one in kept if one.id == checklist_id)


def proposed_version(draft: Draft, year: int, document: Document | None = None) -> str:
    """Return the version to save as: the draft's own if it is new, else the next one."""
    version = str(draft.data.get("version", "")) or f"{year}.1"
    known = known_versions(document, str(draft.data["id"]))
    if draft.origin is not None:
        known |= {draft.origin.version}
    return version if version not in known else next_version(version, year, known)


def save_file(draft: Draft, path: Path) -> Saved:
    """Write the draft as a checklist file, whole or not at all."""
    checklist = _ready(draft)
    if draft.origin is not None and _is_other_content(draft.origin, checklist):
        raise UserError(
            f"Version {checklist.version} finns redan med ett annat innehåll. Ge den ändrade "
            "checklistan ett nytt versionsnummer."
        )
    files.write_text(path, editing_text.yaml_text(draft))
    return Saved(checklist, comparison(draft.origin, checklist))


def save_in_document(document: Document, draft: Draft) -> Saved:
    """Put the draft into the document as a version of its own.

    Raises UserError where another content has the same version, or where it is there already.
    """
    checklist = _ready(draft)
    new = checklists.keep(document, checklist, editing_text.yaml_text(draft))
    if not new:
        raise UserError("Checklistan är inte ändrad, så det finns inget nytt att spara.")
    document.add(new)
    return Saved(checklist, comparison(draft.origin, checklist))


def comparison(old: Checklist | None, new: Checklist) -> tuple[Row, ...]:
    """Return how every question relates to the version that the checklist came from."""
    return compare.compare(old, new) if old is not None else ()


def _ready(draft: Draft) -> Checklist:
    checklist = editing.checklist_of(draft)
    found = editing_faults.faults(draft)
    if checklist is None or found:
        raise UserError(
            "Checklistan kan inte sparas förrän felen är rättade.",
            [fault.message for fault in found],
        )
    return checklist


def _is_other_content(old: Checklist, new: Checklist) -> bool:
    return (old.id, old.version) == (new.id, new.version) and old.digest != new.digest


def _with_taken(draft: Draft, document: Document | None) -> Draft:
    if document is None:
        return draft
    for kept in records.checklists(document).values():
        if kept.id == draft.data["id"]:
            draft = editing.with_taken(draft, kept)
    return draft
