"""Take in earlier years' figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll import paths
from egenkontroll.checklist import reading
from egenkontroll.checklist.rounds import Round
from egenkontroll.errors import UserError
from egenkontroll.operations import checklists
from egenkontroll.operations.opening import find_or_new_unit, open_document, read_table
from egenkontroll.results.history import read_history
from egenkontroll.storage import aggregates, records
from egenkontroll.storage.held import hold_of
from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.facts import Fact, Id
    from egenkontroll.results.history import Figure, Means
    from egenkontroll.sample.tables import Table
    from egenkontroll.storage.document import Document

MAX_FILES = 50


@dataclass(frozen=True, slots=True)
class ImportedHistory:
    """What an import of figures did; `notes` are sentences worth reading."""

    rounds: tuple[str, ...]
    figures: int
    new: int
    notes: tuple[str, ...]


def import_history(
    path: Path,
    table_file: Path,
    checklist_files: Sequence[Path] = (),
    means: Means | None = None,
) -> ImportedHistory:
    """Read earlier years' figures into the document, all or nothing.

    The definitions that the figures were counted by are looked for in the document, among
    the files given, beside the table and among the bundled ones: without them the program
    cannot tell which questions are still the same. `means`: see `read_history`.
    """
    with open_document(path, write=True) as document:
        return take_in_file(document, table_file, checklist_files, means)


def take_in_file(
    document: Document,
    table_file: Path,
    checklist_files: Sequence[Path],
    means: Means | None = None,
    chosen: Mapping[str, str] | None = None,
) -> ImportedHistory:
    """Take a file of figures into an open document; see `import_history`.

    `chosen` says which column holds what, see `results.history.read_history`.
    """
    table = read_table(table_file)
    given = [(file, checklists.read_checklist(file)) for file in checklist_files]
    beside = _definitions(table_file.parent) if not given else {}
    found = beside | {(one.id, one.version): (file, one) for file, one in given}
    return take_in(document, table, found, means, chosen)


def take_in(
    document: Document,
    table: Table,
    found: Mapping[tuple[str, str], tuple[Path, Checklist]],
    means: Means | None = None,
    chosen: Mapping[str, str] | None = None,
) -> ImportedHistory:
    """Take a table of figures into an open document; `found` are definitions and their files."""
    known = {(one.id, one.version): one for one in records.checklists(document).values()}
    offered = {key: one for key, (_, one) in found.items()}
    figures = read_history(table, offered | known, means, chosen)
    if not figures:
        raise UserError(f"Tabellen {table.source} har inga siffror under rubrikerna.")
    new, notes = _checklist_facts(document, figures, known, found)
    round_facts, rounds = _rounds(document, figures, offered | known)
    new += round_facts
    facts = _aggregate_facts(document, figures, rounds, new)
    notes += [_note(figure) for figure in figures if figure.note]
    document.add([*new, *facts])
    names = tuple(dict.fromkeys(figure.round for figure in figures))
    return ImportedHistory(names, len(figures), len(facts), tuple(notes))


def _note(figure: Figure) -> str:
    said = f"{figure.question}: {figure.note}."
    return said if figure.k is None else f"{said} Programmet räknar på antalen."


def _definitions(folder: Path) -> dict[tuple[str, str], tuple[Path, Checklist]]:
    """Return the sound checklists in the folder and among the bundled ones."""
    found = {}
    for place in (paths.checklists(), folder):
        files = sorted(file for file in place.iterdir() if file.suffix in checklists.SUFFIXES)
        for file in files[:MAX_FILES]:
            checklist = None if hold_of(file) else reading.check(file)[0]
            if checklist is not None:
                found[checklist.id, checklist.version] = (file, checklist)
    return found


def _checklist_facts(
    document: Document,
    figures: Sequence[Figure],
    known: dict[tuple[str, str], Checklist],
    found: Mapping[tuple[str, str], tuple[Path, Checklist]],
) -> tuple[list[Fact], list[str]]:
    new: list[Fact] = []
    notes = []
    for key in dict.fromkeys((figure.checklist, figure.version) for figure in figures):
        if key in known:
            continue
        if key in found:
            file, checklist = found[key]
            new += checklists.keep(document, checklist, file.read_text(encoding="utf-8-sig"))
            notes.append(f"Checklistan {' '.join(key)} hämtades ur {file.name}.")
        else:
            notes.append(
                f"Checklistan {' '.join(key)} hittades inte. Siffrorna visas men jämförs inte "
                "förrän den finns i dokumentet (ange den med --checklist)."
            )
    return new, notes


def _rounds(
    document: Document,
    figures: Sequence[Figure],
    definitions: dict[tuple[str, str], Checklist],
) -> tuple[list[Fact], dict[str, Id]]:
    """Return the facts for the rounds that are new, and every round's identity by name."""
    every = records.rounds(document)
    known = {same_word(one.shared): one for one in every if one.shared}
    known |= {same_word(one.name): one for one in every}
    new: list[Fact] = []
    ids: dict[str, Id] = {}
    for figure in figures:
        said = (figure.checklist, figure.version)
        one = known.get(same_word(figure.round))
        if one is not None and (one.checklist_id, one.version, one.starts, one.ends) != (
            *said, figure.starts, figure.ends,
        ):  # fmt: skip
            raise UserError(
                f"Omgången {figure.round} finns redan med en annan period eller checklista. "
                "Inget är sparat. Rätta tabellen eller byt namn på omgången i den."
            )
        definition = definitions.get(said)
        digest = definition.digest if definition is not None else b""
        if one is None or (not one.checklist and digest):
            one = Round(
                one.id if one is not None else document.pen.new_id(),
                figure.round, figure.starts, figure.ends, digest, *said,
            )  # fmt: skip
            new.append(records.round_fact(document, one))
            known[same_word(figure.round)] = one
        ids[figure.round] = one.id
    return new, ids


def _aggregate_facts(
    document: Document, figures: Sequence[Figure], rounds: dict[str, Id], new: list[Fact]
) -> list[Fact]:
    facts = []
    units: dict[str, Id] = {}
    for figure in figures:
        unit = find_or_new_unit(document, figure.unit, units, new) if figure.unit else b""
        made = aggregates.Aggregate(
            rounds[figure.round], figure.question, unit, "", figure.k, figure.n,
            figure.printed, figure.turned, figure.source, figure.note,
        )  # fmt: skip
        known = aggregates.aggregates(document, made.round)
        if known.get((made.question, made.unit, made.split)) != made:
            facts.append(aggregates.aggregate_fact(document, made))
    return facts
