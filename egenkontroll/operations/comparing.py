"""Gather a round as a comparison needs it: figures, relations, units and focus questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.checklist.compare import Relation, Row, compare
from egenkontroll.operations.counting import counted
from egenkontroll.operations.gathering import kept_of
from egenkontroll.results.analysis import RoundData, TakenIn
from egenkontroll.results.history import could_be
from egenkontroll.results.kept import WHOLE, Kept, read_kept
from egenkontroll.results.table import UNIT
from egenkontroll.results.tally import Share
from egenkontroll.storage import aggregates, ledger, records
from egenkontroll.storage.focus import focus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.operations.counting import Ground
    from egenkontroll.storage.document import Document


def round_data(
    document: Document, one: Round, before: Round | None = None, present: Round | None = None
) -> RoundData:
    """Return what is known of a round.

    `before` is the round before it, `present` the one that it is held against.
    """
    definitions = records.checklists(document)
    checklist = definitions.get(one.checklist)
    asked = definitions.get(present.checklist) if present is not None else None
    ground: Ground = (None, (), ())
    body = kept_of(document, one.id)
    kept = read_kept(body.counts) if body is not None else None
    if kept is None and checklist is not None and document.has("case_drawn", round=one.id):
        ground = counted(document, one, checklist)
    counts, cases, frame = ground
    return RoundData(
        one.name,
        checklist,
        cases,
        frame,
        _figures(document, one, checklist, kept),
        {} if before is None or checklist is None else relations(document, checklist, before),
        {} if asked is None else relations(document, asked, one),
        origins(document),
        focus(document, one.id).in_time,
        kept,
        one.ends,
        counts,
        body.sizes if body is not None else {},
    )


def relations(document: Document, now: Checklist, earlier: Round) -> dict[str, Row]:
    """Return how each question relates to the earlier round's, and why, by question.

    Decisions of the ledger are used.
    """
    if earlier.checklist == now.digest:
        same = "samma checklista"
        return {one.id: Row(one.id, Relation.IDENTICAL, same) for one in now.questions}
    definitions = records.checklists(document)
    old = definitions.get(earlier.checklist)
    if old is None:
        unknown = f"frågorna i {earlier.checklist_id} {earlier.version} finns inte i dokumentet"
        return {one.id: Row(one.id, Relation.BROKEN, unknown) for one in now.questions}
    rows = compare(old, now, ledger.decisions(document), definitions)
    return {row.question: row for row in rows[: len(now.questions)]}


def origins(document: Document) -> dict[str, tuple[str, ...]]:
    """Return the units that each unit came from, by name, over every reorganisation."""
    units = records.units(document)
    found = {}
    for unit in units.values():
        before = [*unit.predecessors]
        for earlier in before:
            if earlier in units:
                before += [one for one in units[earlier].predecessors if one not in before]
        names = tuple(units[one].name for one in before if one in units and one != unit.id)
        if names:
            found[unit.name] = names
    return found


def _figures(
    document: Document, one: Round, checklist: Checklist | None, kept: Kept | None
) -> Mapping[tuple[str, str, str], TakenIn]:
    units = records.units(document)
    found = {}
    for (question, unit, split), figure in aggregates.aggregates(document, one.id).items():
        share = None
        if figure.k is not None and figure.n is not None:
            share = Share(figure.k, figure.n)
        name = units[unit].name if unit else ""
        found[question, name, split] = TakenIn(
            share, figure.printed, figure.source, figure.note,
            could_be(figure.k, figure.n, figure.printed, turned=figure.turned),
        )  # fmt: skip
    if kept is not None and checklist is not None:
        for asked, split, group, share in kept.shares(checklist):
            if share is not None and group is not None and split == UNIT:
                found[asked.id, group, ""] = TakenIn(share, None, "")
            elif share is not None:
                key = "" if split == WHOLE else f"{split}={group}"
                found[asked.id, "", key] = TakenIn(share, None, "")
    return found
