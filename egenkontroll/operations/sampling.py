"""Create a round and draw its sample."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from egenkontroll.checklist.reading import read as read_checklist
from egenkontroll.checklist.rounds import Round, called, read_period
from egenkontroll.errors import UserError
from egenkontroll.operations import case_lists, checklists
from egenkontroll.operations.case_lists import NO_CHOICES
from egenkontroll.operations.opening import (
    checklist_of,
    create_document,
    find_round,
    open_document,
)
from egenkontroll.operations.sampled import (
    case_facts,
    refuse_begun,
    refuse_closed,
    reviewed_before,
)
from egenkontroll.sample import selecting
from egenkontroll.sample.adding import lost, other_way, same
from egenkontroll.sample.draw import draw
from egenkontroll.sample.identity import identifying, refuse_identity
from egenkontroll.sample.wanted import Wanted
from egenkontroll.storage import draws, records

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.facts import Fact
    from egenkontroll.operations.case_lists import Choices
    from egenkontroll.sample.drawn import Draw, Frame
    from egenkontroll.sample.pseudonyms import Renumbered
    from egenkontroll.sample.tables import Table
    from egenkontroll.storage.document import Document


def create_round(path: Path, checklist_file: Path, name: str, period: str) -> Round:
    """Make a round with a checklist over a period; the document is made where there is none."""
    checklist = read_checklist(checklist_file)
    starts, ends = read_period(period)
    if not name.strip():
        raise UserError("Omgången behöver ett namn, till exempel Våren 2024.")
    refuse_identity("Omgångens namn", name)
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
    refuse_identity("Omgångens namn", name)
    new = checklists.keep(document, checklist, source)
    made = Round(
        document.pen.new_id(), name, *period, checklist.digest, checklist.id, checklist.version
    )
    for known in called(records.rounds(document), name):
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
    """Draw so many cases in each unit of a case list: see `draw_wanted`."""
    wanted = Wanted(seed, per_unit, reserves=reserves, double_percent=double_percent)
    return draw_wanted(path, round_name, frame_file, wanted, by)


def draw_wanted(
    path: Path,
    round_name: str,
    frame_file: Path,
    wanted: Wanted,
    by: str,
    *,
    again: bool = False,
    choices: Choices = NO_CHOICES,
) -> Draw:
    """Draw cases from a case list by rule egk-1 and put them into the round.

    The same draw asked for again changes nothing. In a round that has a sample another draw may
    only add to it, so that cases already under review never move; `again` draws anew where
    nobody has begun. Raises UserError with the reason for everything else.
    """
    with open_document(path, write=True) as document:
        one = find_round(document, round_name)
        table = case_lists.read_list(document, frame_file, choices)
        return draw_from(document, one, table, wanted, by, again=again, choices=choices)


def draw_from(
    document: Document,
    one: Round,
    table: Table,
    wanted: Wanted,
    by: str,
    *,
    again: bool = False,
    choices: Choices = NO_CHOICES,
) -> Draw:
    """Draw from a table into an open document: see `draw_wanted`."""
    refuse_closed(document, one)
    if found := identifying(f"{wanted.seed}\n{by}"):
        raise UserError(f"Fröet och namnet får inte innehålla {found}.")
    known = draws.draw(document, one.id)
    if known is not None and not again:
        return _add(document, one, table, wanted, by, choices)
    asked, listed = frame_for(document, one, table, wanted, choices)
    frame = listed.frame
    drawn = replace(draw(frame, asked), again=known is not None)
    if known is not None and same(known, drawn):
        return known
    if known is not None:
        refuse_begun(document, one)
    new = [draws.frame_fact(document, one.id, frame)]
    with case_lists.kept_key(choices, listed):
        new += case_lists.column_facts(document, one, choices)
        return _keep(document, one, frame, drawn, by, new)


def frame_for(
    document: Document, one: Round, table: Table, wanted: Wanted, choices: Choices = NO_CHOICES
) -> tuple[Wanted, Renumbered]:
    """Return what is wanted, named as the checklist does, and the frame it is drawn from.

    The frame is without the cases that are to be left out; they stand in it with the reason.
    """
    checklist = checklist_of(document, one)
    asked = selecting.named(wanted, checklist)
    listed = case_lists.listed(document, one, table, choices, selecting.subjects(asked))
    reviewed = reviewed_before(document, one, asked.not_reviewed_in)
    frame = selecting.narrowed(listed.frame, asked, checklist, reviewed)
    return asked, replace(listed, frame=frame)


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be drawn from a list, and what it could be divided by: (name, label).

    `labels` is what people call each attribute and column that the draw goes by.
    """

    frame: Frame
    draw: Draw
    labels: Mapping[str, str]
    divisions: tuple[tuple[str, str], ...]


def preview(
    document: Document, one: Round, table: Table, wanted: Wanted, choices: Choices = NO_CHOICES
) -> Preview:
    """Return what `draw_from` would draw in a round without a sample; nothing is written."""
    checklist = checklist_of(document, one)
    asked, listed = frame_for(document, one, table, wanted, choices)
    frame = listed.frame
    named = (asked.stratum, *selecting.subjects(asked))
    labels = {name: selecting.label_of(checklist, name) for name in named}
    found = case_lists.columns_of(document, one, table, choices, selecting.subjects(asked))
    return Preview(frame, draw(frame, asked), labels, selecting.divisions(table, checklist, found))


def _add(
    document: Document, one: Round, table: Table, wanted: Wanted, by: str, choices: Choices
) -> Draw:
    """Draw more on top of the round's sample, from the same list as before."""
    known, frame = draws.draw(document, one.id), draws.frame(document, one.id)
    assert known is not None
    asked = selecting.named(wanted, checklist_of(document, one))
    why = other_way(known.wanted, asked)
    if frame is None or table.digest != known.frame_digest:
        why = "ärendelistan är inte den som urvalet drogs ur"
    if why or frame is None:
        raise _only_more(one, why)
    drawn = draw(frame, asked, known)
    if why := lost(known, drawn):
        raise _only_more(one, why)
    if same(known, drawn):
        return known
    listed = case_lists.with_handlers(document, one, table, choices, frame)
    with case_lists.kept_key(choices, listed):
        return _keep(document, one, listed.frame, drawn, by, [])


def _only_more(one: Round, why: str) -> UserError:
    return UserError(
        f"Omgången {one.name} har redan ett urval, och det kan bara utökas: {why}. Inget är "
        "ändrat, för ärenden som granskas flyttas aldrig. Utöka med samma lista och frö. Har "
        "ingen börjat granska kan urvalet dras om (--redraw). Annars behövs en ny omgång."
    )


def _keep(
    document: Document, one: Round, frame: Frame, drawn: Draw, by: str, new: list[Fact]
) -> Draw:
    moment = dt.datetime.fromtimestamp(document.pen.now_ms() / 1000, dt.UTC)
    signed = replace(drawn, drawn_at=moment.isoformat(timespec="seconds"), by=by)
    new.append(draws.draw_fact(document, one.id, signed))
    new += case_facts(document, one.id, frame, signed)
    document.add([*new, *case_lists.handler_facts(document, one, frame, new)])
    return signed
