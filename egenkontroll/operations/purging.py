"""Purge a round (gallring): its cases are erased for good, its figures are kept."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING, Any

from egenkontroll.errors import UserError
from egenkontroll.operations import files
from egenkontroll.operations.closing import left_words, locked_edition
from egenkontroll.operations.gathering import Gathered, KeptOf, gather, kept_of, ready
from egenkontroll.operations.handed_to import refuse_part
from egenkontroll.operations.opening import find_round, open_document
from egenkontroll.report.purge import purge_statement
from egenkontroll.results.kept import WHOLE, keep, read_kept
from egenkontroll.results.table import UNIT, results
from egenkontroll.sample.cases import Status
from egenkontroll.storage import aggregates, backups, closing, draws, records
from egenkontroll.storage.aggregates import Aggregate
from egenkontroll.storage.focus import focus, focus_facts
from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Fact, Id
    from egenkontroll.operations.opening import Document
    from egenkontroll.report.statement import Statement

_NOUNS = {
    "answer": ("svar", "svar"),
    "case_drawn": ("ärende", "ärenden"),
    "review_state": ("granskningsläge", "granskningslägen"),
    "assignment": ("tilldelning", "tilldelningar"),
    "consensus": ("samsynssvar", "samsynssvar"),
    "decision": ("val av svar", "val av svar"),
    "frame": ("ärendelista", "ärendelistor"),
    "draw": ("urvalsprotokoll", "urvalsprotokoll"),
    "handler": ("handläggarkod", "handläggarkoder"),
    "locked_cases": ("låst underlag", "låsta underlag"),
}


@dataclass(frozen=True, slots=True)
class Purged:
    """The receipt of a purge: what was erased, by kind in words, and what is kept.

    `backups` are copies beside the document that may still hold the cases.
    """

    round: str
    at: str
    erased: tuple[tuple[str, int], ...]
    figures: int
    cases: int
    reviewed: int
    seal: str
    backups: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the published form: see the README."""
        return {
            "round": self.round,
            "at": self.at,
            "erased": dict(self.erased),
            "figures": self.figures,
            "cases": self.cases,
            "reviewed": self.reviewed,
            "seal": self.seal,
            "backups": list(self.backups),
        }


def purge_round(path: Path, round_name: str, receipt: Path | None = None) -> Purged:
    """Purge a round: see `purge`. The receipt is written as PDF where `receipt` is given."""
    if receipt is not None:
        files.refuse_unwritable(receipt, [path])
    with open_document(path, write=True) as document:
        done = purge(document, find_round(document, round_name))
    if receipt is not None:
        write_purge_receipt(done, receipt)
    return done


def unsettled_of(path: Path, round_name: str, receipt: Path | None = None) -> list[str]:
    """Return what to know before a round is purged: see `unsettled`."""
    if receipt is not None:
        files.refuse_unwritable(receipt, [path])
    with open_document(path) as document:
        return unsettled(document, find_round(document, round_name))


def unsettled(document: Document, one: Round) -> list[str]:
    """Return what is not settled of a round that is about to be purged, in Swedish, or nothing.

    It is not locked, or has cases that are not klara. Raises UserError where there is nothing
    to purge.
    """
    _refuse_nothing(document, one)
    said = []
    if locked_edition(document, one) is None:
        said.append("Omgången är inte låst: siffrorna som behålls är preliminära.")
    drawn = sum(case.status is Status.DRAWN for case in records.cases(document, one.id))
    if left := left_words(drawn - len(ready(document, one))):
        said.append(left)
    return said


def _refuse_nothing(document: Document, one: Round) -> None:
    refuse_part(document, "omgången kan inte gallras")
    if closing.purged(document, one.id) is not None:
        raise UserError(f"Omgången {one.name} är redan gallrad.")
    if not document.read("case_drawn", round=one.id):
        raise UserError(f"Omgången {one.name} har inga ärenden att gallra.")


def purge(document: Document, one: Round) -> Purged:
    """Erase everything about the round's single cases and keep its counts.

    The counts of the newest locked edition are kept where there is one, else those of now.
    Merging an older file later cannot bring the cases back. A copy is made first, and named in
    the receipt. Raises UserError where there is nothing to purge or no copy can be made, and in
    a hand-out.
    """
    _refuse_nothing(document, one)
    gathered = gather(document, one)
    locked = locked_edition(document, one)
    counts = keep(one.name, gathered.checklist, gathered.cases, gathered.frame)
    body = locked.body if locked is not None else counts
    at = dt.datetime.fromtimestamp(document.pen.now_ms() / 1000, dt.UTC).isoformat(
        timespec="seconds"
    )
    sealed = locked.seal if locked is not None else ""
    drawn = draws.draw(document, one.id)
    quotas = drawn is not None and bool(drawn.wanted.quotas)
    new = list(_figures(document, one, gathered, f"gallrad {at[:10]}"))
    figures, sizes = len(new), _sizes(gathered, counts)
    # With the answers goes what tells that a focus question was named too late.
    new += focus_facts(document, one.id, focus(document, one.id).in_time)

    def remembered(gone: dict[str, int]) -> list[Fact]:
        about = {"at": at, "kept": body, "seal": sealed, "erased": gone, "quotas": quotas,
                 "sizes": sizes}  # fmt: skip
        text = json.dumps(about, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return [*new, closing.purge_fact(document, one.id, text)]

    backups.back_up(document, backups.Why.PURGE)
    gone = closing.erase_cases(document, one.id, remembered)
    return _purged(document, one, KeptOf(body, at, sealed, gone, quotas, sizes), figures)


def _purged(document: Document, one: Round, known: KeptOf, figures: int = 0) -> Purged:
    kept = read_kept(known.counts)
    return Purged(
        one.name,
        known.at,
        tuple(
            (nouns[known.erased[kind] != 1], known.erased[kind])
            for kind, nouns in _NOUNS.items()
            if kind in known.erased
        ),
        figures,
        kept.cases,
        kept.reviewed,
        known.seal,
        tuple(sorted(copy.path.name for copy in backups.copies(document.path))),
    )


def purge_receipt(document: Document, one: Round) -> Statement:
    """Return the receipt of a round's purge, with the copies that there are now.

    Raises UserError where the round is not purged.
    """
    known = kept_of(document, one.id)
    if known is None:
        raise UserError(f"Omgången {one.name} är inte gallrad, så det finns inget gallringskvitto.")
    return _receipt(_purged(document, one, known))


def _figures(document: Document, one: Round, gathered: Gathered, source: str) -> Iterator[Fact]:
    """Yield the figures that later rounds are held against: also of each unit's own groups."""
    units = {same_word(unit.name): unit.id for unit in records.units(document).values()}
    kept = read_kept(keep(one.name, gathered.checklist, gathered.cases, gathered.frame))
    for question, split, group, share in kept.shares(gathered.checklist):
        if share is None or (split != WHOLE and group is None):
            continue
        unit = units[same_word(group)] if split == UNIT and group is not None else aggregates.WHOLE
        named = "" if split in (WHOLE, UNIT) else f"{split}={group}"
        yield _fact(document, one, (question.id, unit, named), (share.k, share.n), source)
    for name in sorted({case.unit for case in gathered.cases}):
        inside = [case for case in gathered.cases if case.unit == name]
        for attribute in gathered.checklist.attributes:
            table = results(one.name, gathered.checklist, inside, (), attribute.id)
            for row in table.rows:
                if row.share is not None:
                    place = (row.question.id, units[same_word(name)], f"{attribute.id}={row.group}")
                    yield _fact(document, one, place, (row.share.k, row.share.n), source)


def _sizes(gathered: Gathered, counts: str) -> dict[str, dict[str, int]]:
    """Return how many cases each unit has of every group that is kept, as `KeptOf.sizes`."""
    groups = {
        (split, group.group) for split, kept in read_kept(counts).splits.items() for group in kept
    }
    found: dict[str, dict[str, int]] = {}
    for case in gathered.frame or gathered.cases:
        for name, value in case.attributes.items():
            if (name, value) in groups:
                inside = found.setdefault(f"{name}={value}", {})
                inside[case.unit] = inside.get(case.unit, 0) + 1
    return found


def _fact(
    document: Document,
    one: Round,
    place: tuple[str, Id, str],
    counted: tuple[int, int],
    source: str,
) -> Fact:
    figure = Aggregate(one.id, *place, *counted, printed=None, turned=False, source=source)
    return aggregates.aggregate_fact(document, figure)


def write_purge_receipt(done: Purged, path: Path) -> None:
    """Write the receipt of a purge as PDF, whole or not at all."""
    from egenkontroll.pdf.statements import statement_pdf

    files.write_bytes(path, statement_pdf(_receipt(done)))


def _receipt(done: Purged) -> Statement:
    return purge_statement(
        done.round,
        done.at,
        done.erased,
        (done.reviewed, done.cases),
        done.seal,
        done.backups,
        metadata.version("egenkontroll"),
    )
