"""Is this document whole, and what is in it?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from egenkontroll.errors import UserError
from egenkontroll.operations.backing_up import kept, place_warning
from egenkontroll.operations.certifying import agreement
from egenkontroll.operations.closing import basis_lost, locked_edition, seal_problems, strayed
from egenkontroll.operations.gathering import gather, kept_of
from egenkontroll.operations.handed_to import whose
from egenkontroll.operations.handing_in import look
from egenkontroll.operations.opening import open_to_look
from egenkontroll.results.kept import count_splits, read_kept
from egenkontroll.storage import cube, records
from egenkontroll.storage.database import DamagedError
from egenkontroll.storage.schema import VERSION
from egenkontroll.storage.twice import drawn_twice
from egenkontroll.texts import count, k_of_n, listing, period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Id
    from egenkontroll.storage.document import Document

STATE_WORDS = {
    "figures": "bara siffror",
    "planned": "inget urval än",
    "drawn": "urvalet draget",
    "reviewing": "granskning pågår",
    "reviewed": "alla ärenden granskade",
    "locked": "låst",
    "purged": "gallrad",
}


_NO_CHECKLIST = (
    "checklistan finns inte i dokumentet, så svaren går inte att räkna; slå ihop med en "
    "säkerhetskopia som har den"
)
_BASIS_LOST = (
    "omgången är låst men underlaget som låstes saknas i dokumentet, så siffrorna går inte att "
    "räkna; slå ihop med en säkerhetskopia som har det"
)
_STRAYED = (
    " Svar som har kommit in efter låsningen ger andra siffror; öppna omgången för rättelse om de "
    "ska räknas."
)


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """What a document holds of one round. `cases` are drawn, `reviewed` have an answer.

    `state` is figures, planned, drawn, reviewing, reviewed, locked or purged. `seal` is that of
    the locked figures, and `strayed` tells that answers which came in later would give others.
    `sample_agrees` tells whether the sample, drawn again, is what its certificate says; None
    where it cannot be drawn. `own` is, in a hand-out, how many of the reviewer's readings are
    klara, first and second, of how many.
    """

    name: str
    period: str
    checklist: str
    version: str
    cases: int
    reviewed: int
    state: str
    sample_agrees: bool | None = None
    seal: str | None = None
    strayed: bool = False
    own: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found in a document; `problems` is empty where it is whole.

    `notes` is what is worth knowing all the same: cases that are there twice, where the document
    lies, and its newest copy.
    """

    problems: tuple[str, ...]
    rounds: tuple[RoundSummary, ...]
    reviewers: int
    facts: int
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the published form: see the README."""
        return {
            "whole": not self.problems,
            "problems": list(self.problems),
            "schema": VERSION,
            "rounds": [_round_json(one) for one in self.rounds],
            "reviewers": self.reviewers,
            "facts": self.facts,
            "notes": list(self.notes),
            "seals": [
                {"round": one.name, "seal": one.seal, "strayed": one.strayed}
                for one in self.rounds
                if one.seal is not None
            ],
        }

    def lines(self) -> list[str]:
        """Return what was found, in Swedish: no counts where nothing could be read."""
        said = [] if self.problems else ["Dokumentet är helt."]
        for one in self.rounds:
            starts, ends = one.period.split("/")
            reviewed = f", {k_of_n(one.reviewed, one.cases)} ärenden granskade" if one.cases else ""
            if one.own is not None:
                reviewed = f", {k_of_n(*one.own)} av granskarens ärenden är klara"
            said.append(
                f"{one.name} ({period(starts, ends)}): {one.checklist} {one.version}, "
                f"{STATE_WORDS[one.state]}{reviewed}."
                f"{' Urvalet stämmer med intyget.' if one.sample_agrees else ''}"
                f"{f' Sigill {one.seal}.' if one.seal else ''}"
                f"{_STRAYED if one.strayed else ''}"
            )
        if self.rounds or self.reviewers or not self.problems:
            said.append(
                f"{count(self.reviewers, 'granskare', 'granskare')}, "
                f"{count(self.facts, 'uppgift', 'uppgifter')} "
                f"{'sparad' if self.facts == 1 else 'sparade'}."
            )
        return [*said, *self.notes]


def _round_json(one: RoundSummary) -> dict[str, Any]:
    names = ("name", "period", "checklist", "version", "cases", "reviewed", "state")
    return {name: getattr(one, name) for name in names}


def verify_document(path: Path) -> Verified:
    """Check every row of a document against its digest and say what the document holds.

    Raises UserError where the file cannot be opened at all.
    """
    try:
        with open_to_look(path) as document:
            problems = document.problems()
            if problems:
                return Verified(tuple(problems), (), 0, document.count(), tuple(_notes(path)))
            found = summary(document)
            wrong = miscounted(document) if not found.problems else {}
    except DamagedError as error:
        return Verified((error.message,), (), 0, 0, tuple(_notes(path)))
    problem, note = _thrown_away(path, wrong)
    notes = (*found.notes, *((note,) if note else ()), *_notes(path))
    return replace(found, problems=(*found.problems, *((problem,) if problem else ())), notes=notes)


def miscounted(document: Document) -> dict[Id, str]:
    """Return the rounds, and their names, whose kept counts are not what counting gives.

    They are this file's own: see `storage.cube`. Counts of a round that is not there, or has no
    cases to count, belong to nothing, and have no name.
    """
    known = {one.id: one for one in records.rounds(document)}
    wrong = {}
    for round_id in sorted(cube.rounds(document)):
        one = known.get(round_id)
        if one is None or not document.has("case_drawn", round=round_id):
            wrong[round_id] = ""
            continue
        found = gather(document, one)
        splits = count_splits(found.checklist, found.cases, found.frame)
        if not cube.agrees(document, cube.New(round_id, found.checklist, splits)):
            wrong[round_id] = one.name
    return wrong


def _thrown_away(path: Path, wrong: dict[Id, str]) -> tuple[str, str]:
    """Throw away counts that do not agree; return what is still wrong, or what was done."""
    if not wrong:
        return "", ""
    names = listing([name for name in wrong.values() if name])
    said = f"Sparade räkningar{f' för {names}' if names else ''} stämde inte med svaren"
    try:
        with open_to_look(path, write=True) as document:
            cube.throw_away(document, wrong)
    except UserError as error:
        return f"{said} och kunde inte tas bort, så resultaten kan bli fel: {error.message}", ""
    return "", (
        f"{said} och är borttagna. Resultaten räknas nu om ur svaren; jämför med det som är "
        "utskrivet eller lämnat vidare."
    )


def _notes(path: Path) -> Iterator[str]:
    """Yield where the document lies, if that matters, and which copy is the newest."""
    if said := place_warning(path):
        yield said
    copies = kept(path)
    if copies:
        yield f"Senaste säkerhetskopian: {copies[0].when} ({copies[0].why.lower()})."


def summary(document: Document) -> Verified:
    """Return what an open, whole document holds."""
    known = records.checklists(document)
    every = records.rounds(document)
    unreadable = [
        one
        for one in every
        if one.checklist not in known and document.has("case_drawn", round=one.id)
    ]
    rounds = tuple(_summary(document, one) for one in every if one not in unreadable)
    problems = [f"{one.name}: {_NO_CHECKLIST}" for one in unreadable]
    problems += [
        f"{one.name}: urvalet stämmer inte med intyget"
        for one in rounds
        if one.sample_agrees is False
    ]
    problems += [f"{one.name}: {_BASIS_LOST}" for one in every if basis_lost(document, one)]
    problems += seal_problems(document)
    twice = tuple(said for one in every if (said := _drawn_twice(document, one)))
    people = len(records.reviewers(document))
    return Verified(tuple(problems), rounds, people, document.count(), twice)


def _drawn_twice(document: Document, one: Round) -> str:
    """Return what to know where copies drew a round's sample each for itself and were merged."""
    if not (many := drawn_twice(document, one.id)):
        return ""
    return (
        f"{one.name}: {count(many, 'ärende', 'ärenden')} finns mer än en gång, för urvalet är "
        "draget för sig i flera kopior av dokumentet. Resultatet räknar dem som olika ärenden. "
        "Ångra sammanslagningen och ta bara med filer från den kopia vars urval gäller."
    )


def _summary(document: Document, one: Round) -> RoundSummary:
    cases = reviewed = 0
    kept = kept_of(document, one.id)
    if kept is not None:
        counts = read_kept(kept.counts)
        cases, reviewed = counts.cases, counts.reviewed
    elif document.read("case_drawn", round=one.id):
        gathered = gather(document, one)
        cases = len(gathered.cases)
        reviewed = sum(case.reviewed for case in gathered.cases)
    edition = locked_edition(document, one)
    state = _state(document, one, cases, reviewed)
    if edition is not None or kept is not None:
        state = "locked" if kept is None else "purged"
    return RoundSummary(
        one.name, f"{one.starts}/{one.ends}", one.checklist_id, one.version, cases, reviewed,
        state, agreement(document, one.id), edition.seal if edition is not None else None,
        strayed(document, one), _own(document, one),
    )  # fmt: skip


def _own(document: Document, one: Round) -> tuple[int, int] | None:
    mine = whose(document)
    if mine is None or mine.round.id != one.id:
        return None
    ready = look(document)
    return ready.done, ready.every


def _state(document: Document, one: Round, cases: int, reviewed: int) -> str:
    if not cases:
        return "figures" if document.read("aggregate", round=one.id) else "planned"
    if not reviewed:
        return "drawn"
    return "reviewed" if reviewed == cases else "reviewing"
