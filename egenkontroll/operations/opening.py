"""Open documents and tables, and find rounds and units in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.storage import records
from egenkontroll.storage.document import Document, create_document, open_document
from egenkontroll.texts import did_you_mean, listing, same_word

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Fact, Id
    from egenkontroll.sample.tables import Table

__all__ = ["Document", "create_document", "open_document", "read_table"]


def read_table(path: Path) -> Table:
    """Read a table in any form that is taken: XLSX, XLS, ODS, CSV or tab-separated."""
    from egenkontroll.spreadsheet.reading import read_table as read

    return read(path)


def find_round(document: Document, name: str | None) -> Round:
    """Return the round with the name; with none given, the newest that has a sample."""
    rounds = records.rounds(document)
    if not rounds:
        raise UserError("Dokumentet har ingen omgång än. Skapa en med round create.")
    if name is None:
        sampled = [one for one in rounds if document.read("case_drawn", round=one.id)]
        return (sampled or list(rounds))[-1]
    for one in rounds:
        if same_word(one.name) == same_word(name):
            return one
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
