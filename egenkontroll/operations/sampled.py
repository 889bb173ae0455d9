"""The cases of a round's sample: how a draw puts them there, and what stops another draw."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.operations.handed_to import refuse_part
from egenkontroll.operations.opening import find_or_new_unit
from egenkontroll.sample.cases import Case, Status
from egenkontroll.sample.draw import fits, identities
from egenkontroll.storage import closing, draws, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Fact, Id
    from egenkontroll.sample.drawn import Draw, Frame
    from egenkontroll.storage.document import Document

REDRAWN = "urvalet drogs om"
"""Why a case has been withdrawn."""


def refuse_closed(document: Document, one: Round) -> None:
    """Raise UserError where nothing may be drawn: in a locked or purged round, in a hand-out."""
    refuse_part(document, "inga ärenden kan dras")
    editions = closing.editions(document, one.id)
    if closing.purged(document, one.id) is not None:
        raise UserError(f"Omgången {one.name} är gallrad. Skapa en ny omgång för att dra ärenden.")
    if editions and editions[-1].locked:
        raise UserError(f"Omgången {one.name} är låst, så urvalet kan inte ändras.")
    if document.has("case_drawn", round=one.id) and not document.has("draw", round=one.id):
        raise UserError(
            "Det här är en utlämnad fil med en del av urvalet. Dra i dokumentet som den kom från."
        )


def refuse_begun(document: Document, one: Round) -> None:
    """Raise UserError where somebody has begun: answered, replaced a case or got a hand-out."""
    begun = []
    if document.held_of_round("answer", one.id) or document.held_of_round("review_state", one.id):
        begun.append("det finns svar")
    if any(case.status is Status.REPLACED for case in records.cases(document, one.id)):
        begun.append("ett ärende är ersatt")
    if document.read("handout", round=one.id):
        begun.append("ärenden är utlämnade till granskare")
    if begun:
        raise UserError(
            f"Urvalet för {one.name} kan inte dras om: {', '.join(begun)}. Inget är ändrat. "
            "Utöka urvalet i stället, eller skapa en ny omgång."
        )


def reviewed_before(document: Document, one: Round, months: int) -> frozenset[str]:
    """Return the references that were reviewed in a round that ended so many months before.

    Counted back from the round's first day. A case is reviewed where somebody has answered.
    """
    if not months:
        return frozenset()
    since = _months_before(one.starts, months)
    found: set[str] = set()
    for other in records.rounds(document):
        if other.id == one.id or other.starts > one.starts or other.ends < since:
            continue
        answered = {row[0] for row in document.held_of_round("answer", other.id) if row[4]}
        found |= {
            case.reference
            for case in records.cases(document, other.id)
            if case.status is Status.DRAWN and case.id in answered
        }
    return frozenset(found)


def next_reserve(document: Document, cases: Iterable[Case], gone: Case) -> Case | None:
    """Return the reserve that takes a case's place: the next one of its stratum, or None.

    With quotas a reserve that fits the same quotas as the case goes first.
    """
    drawn = draws.draw(document, gone.round)
    spare = {case.reference: case for case in cases if case.status is Status.RESERVE}
    if drawn is None:
        return None
    for stratum in drawn.strata:
        if gone.reference in (*stratum.drawn, *stratum.reserves):
            inside = [spare[one] for one in stratum.reserves if one in spare]
            like = [case for case in inside if _fitted(case, drawn) == _fitted(gone, drawn)]
            return next(iter((*like, *inside)), None)
    return None


def _fitted(case: Case, drawn: Draw) -> tuple[bool, ...]:
    return tuple(fits(case.attributes, quota) for quota in drawn.wanted.quotas)


def case_facts(document: Document, round_id: Id, frame: Frame, drawn: Draw) -> list[Fact]:
    """Return the facts of what a draw changes: new cases, and cases with another place.

    A draw that adds leaves every case that is drawn or replaced as it is, but for those that
    two are to read from now on. A case that a new draw leaves out is withdrawn, and kept.
    """
    new: list[Fact] = []
    units: dict[str, Id] = {}
    listed = {case.reference: case for case in frame.cases}
    known = {case.reference: case for case in records.cases(document, round_id)}
    identity = identities(round_id, drawn)
    for reference, status, position in _places(drawn):
        unit = find_or_new_unit(document, listed[reference].unit, units, new)
        held = known.pop(reference, None)
        made = Case(
            id=held.id if held is not None else identity(reference),
            round=round_id,
            reference=reference,
            unit=unit,
            attributes=listed[reference].attributes,
            position=position,
            status=status,
            double=reference in drawn.double,
        )
        if held is not None and drawn.adds:
            made = _added_to(held, made)
        if made != held:
            new.append(records.case_fact(document, made))
    for held in known.values():
        if drawn.again and held.status is not Status.WITHDRAWN:
            gone = replace(held, status=Status.WITHDRAWN, reason=REDRAWN, double=False)
            new.append(records.case_fact(document, gone))
    return new


def _added_to(held: Case, made: Case) -> Case:
    """Return how a known case stands after more were drawn."""
    if held.status is Status.DRAWN:
        return replace(held, double=held.double or made.double)
    if held.status is Status.REPLACED or held.status is made.status:
        return held
    return made


def _places(drawn: Draw) -> Iterator[tuple[str, Status, int]]:
    """Yield each reference of a draw with its status and its place in its stratum, from 1."""
    for stratum in drawn.strata:
        for position, reference in enumerate((*stratum.drawn, *stratum.reserves), 1):
            first = position <= len(stratum.drawn)
            yield reference, Status.DRAWN if first else Status.RESERVE, position
    for position, reference in enumerate(drawn.calibration, 1):
        yield reference, Status.CALIBRATION, position


def _months_before(day: str, months: int) -> str:
    """Return the ISO date so many months earlier; the last of a month that is shorter."""
    given = dt.date.fromisoformat(day)
    year, month = divmod(given.year * 12 + given.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(given.day, last)).isoformat()
