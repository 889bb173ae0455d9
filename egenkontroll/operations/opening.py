"""Open documents and tables, and find rounds and units in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.checklist.rounds import called
from egenkontroll.errors import UserError
from egenkontroll.operations import undone
from egenkontroll.storage import backups, records
from egenkontroll.storage import document as stored
from egenkontroll.storage.connections import has_journal
from egenkontroll.storage.database import DamagedError
from egenkontroll.storage.document import Document, create_document
from egenkontroll.storage.held import refuse_held
from egenkontroll.storage.recognising import is_sealed
from egenkontroll.texts import did_you_mean, listing, period, same_word

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Fact, Id
    from egenkontroll.sample.tables import Table

__all__ = [
    "Document",
    "create_document",
    "is_sealed",
    "open_document",
    "open_for_work",
    "open_to_look",
    "read_table",
]


def open_document(path: Path, *, write: bool = False) -> Document:
    """Open a document for reading or for writing; the first time of a day a copy is made.

    Raises UserError where it cannot be opened, and DamagedError where it holds something that
    would stop the reading of the rest. That a copy could not be made stops nothing.
    """
    return open_for_work(path, write=write)[0]


def open_for_work(path: Path, *, write: bool = True) -> tuple[Document, str]:
    """Open a document as `open_document` does; also say what is to be known of its copies, or "".

    That is why the day's copy is not there, or that there is one of what has been taken back.
    """
    document, taken_back = _opened(path, write=write)
    try:
        document.refuse_faulty()
        if write:
            backups.back_up_of_the_day(document)
    except DamagedError:
        document.close()
        raise
    except UserError as error:
        return document, f"{error.message} {taken_back}".rstrip()
    except BaseException:
        document.close()
        raise
    return document, taken_back


def open_to_look(path: Path, *, write: bool = False) -> Document:
    """Open a document to see how whole it is: nothing in it is looked for, and no copy is made."""
    return _opened(path, write=write)[0]


def _opened(path: Path, *, write: bool) -> tuple[Document, str]:
    """Open a document; also say what has been taken back, if anything, or ""."""
    before = _of_what_was_undone(path) if has_journal(path) else None
    document = stored.open_document(path, write=write)
    new = sorted(_of_what_was_undone(path) - before) if before is not None else []
    return document, undone.tell(path.name, new[0]) if new else ""


def _of_what_was_undone(path: Path) -> set[str]:
    try:
        found = backups.copies(path)
    except UserError:  # told where a copy is to be made, or when they are asked for
        return set()
    return {copy.path.name for copy in found if copy.why is backups.Why.UNDO}


def read_table(path: Path) -> Table:
    """Read a table in any form that is taken: XLSX, XLS, ODS, CSV or tab-separated."""
    from egenkontroll.spreadsheet.reading import read_table as read

    refuse_open(path)
    return read(path)


def refuse_open(path: Path) -> None:
    """Raise UserError where a file that is to be read as a table is a document that is open here.

    To read it would let go of the lock on it: see `storage.held`.
    """
    refuse_held(path, "och ingen tabell. Filen är orörd. Välj en annan fil.")


def find_round(document: Document, name: str | None) -> Round:
    """Return the round with the name; with none given, the newest that has a sample.

    Raises UserError where there is none, or where several have the name.
    """
    rounds = records.rounds(document)
    if not rounds:
        raise UserError("Dokumentet har ingen omgång än. Skapa en med round create.")
    if name is None:
        sampled = [one for one in rounds if document.has("case_drawn", round=one.id)]
        return (sampled or list(rounds))[-1]
    found = called(rounds, name)
    if len(found) == 1:
        return found[0]
    if found:
        raise UserError(
            f"{len(found)} omgångar heter {name}. Skriv vilken du menar, med siffran: "
            f"{listing([f'{one.name} ({period(one.starts, one.ends)})' for one in found])}."
        )
    names = [one.name for one in rounds]
    raise UserError(
        f"Omgången {name} finns inte i dokumentet{did_you_mean(name, names) or '.'} "
        f"Omgångarna är {listing(names)}."
    )


def checklist_of(document: Document, one: Round) -> Checklist:
    """Return the round's checklist; raise UserError where only its figures are known."""
    checklist = records.checklists(document).get(one.checklist)
    if checklist is None:
        raise UserError(
            f"Omgången {one.name} har bara inmatade siffror. "
            "Dess checklista finns inte i dokumentet."
        )
    return checklist


def find_or_new_unit(document: Document, name: str, made: dict[str, Id], new: list[Fact]) -> Id:
    """Return the unit's identity; a unit that is not known is added to `made` and `new`."""
    if not made:
        made |= {same_word(unit.name): unit.id for unit in records.units(document).values()}
    if same_word(name) not in made:
        fact = records.new_unit(document, name)
        made[same_word(name)] = fact.key[0]
        new.append(fact)
    return made[same_word(name)]
