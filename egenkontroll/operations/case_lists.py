"""Take in a case list: which sheet, which columns, running numbers for references, who handles."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.operations import files
from egenkontroll.operations.opening import checklist_of, refuse_open
from egenkontroll.sample.fields import How, could_be_list, field_named
from egenkontroll.sample.frame import columns_of as found_columns
from egenkontroll.sample.frame import read_frame
from egenkontroll.sample.pseudonyms import KEY_HEADS, Renumbered, renumber
from egenkontroll.storage import records
from egenkontroll.storage.settings import mapping, setting_fact
from egenkontroll.texts import listing, same_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Fact
    from egenkontroll.sample.columns import Columns
    from egenkontroll.sample.drawn import Frame
    from egenkontroll.sample.tables import Table
    from egenkontroll.storage.document import Document

_SETTING = "case list columns"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person has chosen about a case list.

    `columns` says what holds what: "Enhet" → "Arbetsgrupp" or "kolumn D". With a `key_file` the
    references are replaced with running numbers, and the key to them is written there.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    key_file: Path | None = None


NO_CHOICES = Choices()


def read_list(document: Document, path: Path, choices: Choices = NO_CHOICES) -> Table:
    """Return the sheet of a file that is the case list.

    Raises UserError where several sheets could be: nothing is guessed, and no sheet of cases is
    left out without a word.
    """
    from egenkontroll.spreadsheet.reading import read_table, read_tables

    refuse_open(path)
    if choices.sheet is not None:
        return read_table(path, choices.sheet)
    tables = read_tables(path)
    how = How(choices.columns, remembered_columns(document))
    likely = [table for table in tables if len(tables) == 1 or could_be_list(table, how)]
    if len(likely) > 1:
        names = listing([table.sheet for table in likely])
        raise SheetsError(
            f"Filen {path.name} har flera blad som kan vara ärendelistan: {names}. Välj ett av "
            "dem, eller samla alla ärenden på ett blad.",
            tuple(table.sheet for table in likely),
        )
    return (likely or tables)[0]


class SheetsError(UserError):
    """Several sheets of the file, `sheets`, could be the case list."""

    def __init__(self, message: str, sheets: tuple[str, ...]) -> None:
        super().__init__(message)
        self.sheets = sheets


def listed(
    document: Document,
    one: Round,
    table: Table,
    choices: Choices = NO_CHOICES,
    also: tuple[str, ...] = (),
) -> Renumbered:
    """Return the frame as the round is to have it, and the key where references are replaced.

    `also` is the attributes and columns that the draw goes by. Raises UserError with every
    problem of the list.
    """
    renumbered = choices.key_file is not None
    frame = _frame(document, one, table, choices, also, renumbered=renumbered)
    return renumber(frame) if renumbered else Renumbered(frame, ())


def columns_of(
    document: Document, one: Round, table: Table, choices: Choices, also: tuple[str, ...] = ()
) -> Columns:
    """Return the list's columns as they are read for the round."""
    checklist = checklist_of(document, one)
    how = _how(document, one, choices, also, renumbered=choices.key_file is not None)
    return found_columns(table, checklist, how)


def _frame(
    document: Document,
    one: Round,
    table: Table,
    choices: Choices,
    also: tuple[str, ...],
    *,
    renumbered: bool,
) -> Frame:
    how = _how(document, one, choices, also, renumbered=renumbered)
    return read_frame(table, checklist_of(document, one), how)


def _how(
    document: Document, one: Round, choices: Choices, also: tuple[str, ...], *, renumbered: bool
) -> How:
    checklist = checklist_of(document, one)
    return How(
        chosen={
            field_named(checklist, said, also).name: head for said, head in choices.columns.items()
        },
        remembered=remembered_columns(document),
        salt=one.id,
        renumber=renumbered,
        also=also,
    )


def with_handlers(
    document: Document, one: Round, table: Table, choices: Choices, frame: Frame
) -> Renumbered:
    """Return the round's own frame, told again who handles its cases, and the key to it.

    The document does not keep that of cases that were not drawn, so the list must tell it.
    """
    found = renumber(_frame(document, one, table, choices, (), renumbered=True))
    codes = {case.reference: case.handler for case in found.frame.cases}
    codes |= {given: codes[number] for number, given, _ in found.key}
    cases = (replace(case, handler=codes.get(case.reference, "")) for case in frame.cases)
    return Renumbered(replace(frame, cases=tuple(cases)), found.key)


@contextmanager
def kept_key(choices: Choices, found: Renumbered) -> Iterator[None]:
    """Write the key before what is done inside; take it away again if that fails.

    Raises UserError where the file is there already, unless it is this very key.
    """
    from egenkontroll.spreadsheet.writing import write_new_csv

    path = choices.key_file
    if path is None:
        yield
        return
    files.refuse_over(path)
    made = write_new_csv(path, KEY_HEADS, found.key)
    try:
        yield
    except BaseException:
        if made:
            path.unlink(missing_ok=True)
        raise


def handler_facts(
    document: Document, one: Round, frame: Frame, cases: Iterable[Fact]
) -> list[Fact]:
    """Return the facts of who handles the cases that are being added, as one-way codes."""
    codes = {case.reference: case.handler for case in frame.cases}
    known = records.handlers(document, one.id)
    new = []
    for fact in cases:
        if fact.kind != "case_drawn":
            continue
        said = codes.get(fact.content[0], "")
        if said and known.get(fact.key[1]) != said:
            new.append(records.handler_fact(document, one.id, fact.key[1], said))
    return new


# --- columns chosen once ----------------------------------------------------------------------


def remembered_columns(document: Document) -> dict[str, str]:
    """Return the columns that were chosen when a sample was last drawn, by our own names."""
    return mapping(document, _SETTING)


def column_facts(document: Document, one: Round, choices: Choices) -> list[Fact]:
    """Return the fact that the columns were chosen so; heads alone, for a place is no name."""
    checklist = checklist_of(document, one)
    before = remembered_columns(document)
    now = dict(before)
    for said, head in choices.columns.items():
        if not same_word(head).startswith("kolumn "):
            now[field_named(checklist, said, (said,)).name] = head
    if now == before:
        return []
    body = json.dumps(now, ensure_ascii=False, sort_keys=True)
    return [setting_fact(document, _SETTING, body)]
