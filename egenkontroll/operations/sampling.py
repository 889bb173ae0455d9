"""Create a round and draw its sample."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.checklist.reading import read as read_checklist
from egenkontroll.checklist.rounds import Round, read_period
from egenkontroll.errors import UserError
from egenkontroll.operations import checklists
from egenkontroll.operations.opening import (
    checklist_of,
    create_document,
    find_or_new_unit,
    find_round,
    open_document,
    read_table,
)
from egenkontroll.sample import frame as frames
from egenkontroll.sample.cases import Case, Status
from egenkontroll.sample.draw import draw
from egenkontroll.storage import records
from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from pathlib import Path

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.facts import Fact, Id
    from egenkontroll.sample.cases import Draw, Frame
    from egenkontroll.sample.tables import Table
    from egenkontroll.storage.document import Document


def create_round(path: Path, checklist_file: Path, name: str, period: str) -> Round:
    """Make a round with a checklist over a period; the document is made where there is none."""
    checklist = read_checklist(checklist_file)
    starts, ends = read_period(period)
    if not name.strip():
        raise UserError("Omgången behöver ett namn, till exempel Våren 2024.")
    source = checklist_file.read_text(encoding="utf-8-sig")
    made: list[Round] = []

    def fill(document: Document) -> None:
        made.append(add_round(document, checklist, source, " ".join(name.split()), (starts, ends)))

    if path.exists():
        with open_document(path, write=True) as document:
            fill(document)
    else:
        create_document(path, fill)
    return made[0]


def add_round(
    document: Document, checklist: Checklist, source: str, name: str, period: tuple[str, str]
) -> Round:
    """Add a round to an open document; a round known only by its figures gets its checklist."""
    new = checklists.keep(document, checklist, source)
    made = Round(
        document.pen.new_id(), name, *period, checklist.digest, checklist.id, checklist.version
    )
    for known in records.rounds(document):
        if same_word(known.name) != same_word(name):
            continue
        same = (known.checklist_id, known.version, known.starts, known.ends)
        if known.checklist or same != (checklist.id, checklist.version, *period):
            raise UserError(f"Omgången {name} finns redan i dokumentet. Välj ett annat namn.")
        made = replace(made, id=known.id)
    document.add([*new, records.round_fact(document, made)])
    return made


def draw_sample(  # noqa: PLR0913 - what a draw depends on
    path: Path,
    round_name: str,
    frame_file: Path,
    per_unit: int,
    reserves: int,
    seed: str,
    double_percent: int,
    by: str,
) -> Draw:
    """Draw cases from a case list by rule egk-1 and put them into the round.

    The same draw asked for again changes nothing; another draw in a round that has one is
    refused, so that cases already under review never move.
    """
    table = read_table(frame_file)
    with open_document(path, write=True) as document:
        one = find_round(document, round_name)
        return draw_from(document, one, table, (per_unit, reserves, seed, double_percent), by=by)


def draw_from(
    document: Document,
    one: Round,
    table: Table,
    wanted: tuple[int, int, str, int],
    by: str,
) -> Draw:
    """Draw (per unit, reserves, seed, double percent) from a table into an open document."""
    checklist = checklist_of(document, one)
    frame = frames.read_frame(table, checklist)
    per_unit, reserves, seed, double_percent = wanted
    drawn = draw(frame, seed, per_unit, reserves, double_percent)
    known = records.draw(document, one.id)
    if known is not None:
        if replace(known, drawn_at="", by="") == drawn:
            return known
        raise UserError(
            f"Omgången {one.name} har redan ett urval. Ärenden som granskas flyttas aldrig. "
            "Skapa en ny omgång för att dra på ett annat sätt."
        )
    moment = dt.datetime.fromtimestamp(document.pen.now_ms() / 1000, dt.UTC)
    drawn = replace(drawn, drawn_at=moment.isoformat(timespec="seconds"), by=by)
    document.add(_draw_facts(document, one.id, frame, drawn))
    return drawn


def _draw_facts(document: Document, round_id: Id, frame: Frame, drawn: Draw) -> list[Fact]:
    new = [
        records.frame_fact(document, round_id, frame),
        records.draw_fact(document, round_id, drawn),
    ]
    units: dict[str, Id] = {}
    attributes = {case.reference: case.attributes for case in frame.cases}
    for stratum in drawn.strata:
        unit = find_or_new_unit(document, stratum.unit, units, new)
        for position, reference in enumerate((*stratum.drawn, *stratum.reserves), 1):
            case = Case(
                id=document.pen.new_id(),
                round=round_id,
                reference=reference,
                unit=unit,
                attributes=attributes[reference],
                position=position,
                status=Status.DRAWN if position <= len(stratum.drawn) else Status.RESERVE,
                double=reference in drawn.double,
            )
            new.append(records.case_fact(document, case))
    return new
