"""Gather what the results of a round are counted from."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from egenkontroll.operations.opening import checklist_of
from egenkontroll.operations.overview import ready as ready
from egenkontroll.results.table import CaseResult, FrameGroup
from egenkontroll.review.reading import Reading
from egenkontroll.sample.cases import Status
from egenkontroll.storage import closing, draws, records
from egenkontroll.storage.first_reviews import first_values
from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Id
    from egenkontroll.sample.cases import Case
    from egenkontroll.storage.document import Document


@dataclass(frozen=True)
class Gathered:
    """One round's checklist, cases with the answers that count, and frame."""

    round: Round
    checklist: Checklist
    cases: tuple[CaseResult, ...]
    frame: tuple[FrameGroup, ...]


def gather(document: Document, one: Round, *, live: bool = False) -> Gathered:
    """Return what the results of a round are counted from.

    Each case counts once: its consensus answer where there is one, else its first review. A
    locked round gives what it had when it was locked, unless `live` asks for what is now.
    """
    checklist = checklist_of(document, one)
    editions = () if live else closing.editions(document, one.id)
    if editions and editions[-1].locked:
        references = {case.id: case.reference for case in records.cases(document, one.id)}
        held = closing.frozen(document, one.id, editions[-1].number, references)
        return Gathered(one, checklist, held, _frame_groups(document, one.id, held))
    cases = [c for c in records.cases(document, one.id) if c.status is Status.DRAWN]
    units = records.units(document)
    values = first_values(document, one.id)
    for (case, question), (value, _) in records.consensus(document, one.id).items():
        values.setdefault(case, {})[question] = value
    found = [
        _case_result(case, units[case.unit].name, checklist, values.get(case.id, {}))
        for case in cases
    ]
    return Gathered(one, checklist, tuple(found), _frame_groups(document, one.id, found))


def _frame_groups(
    document: Document, round_id: Id, cases: Iterable[CaseResult]
) -> tuple[FrameGroup, ...]:
    """Return how many cases the list had, where each unit's sample is a plain random one of it.

    Where cases were drawn by another division or with quotas, a unit's sample says nothing sure
    of how many of its cases would meet a question, and the intervals must not lean on them.

    A list may spell a unit in another way than the document does: it is one unit all the same.
    """
    frame, drawn = draws.frame(document, round_id), draws.draw(document, round_id)
    if frame is None or (drawn is not None and not drawn.wanted.plain):
        return ()
    called = {same_word(unit.name): unit.name for unit in records.units(document).values()}
    called |= {same_word(case.unit): case.unit for case in cases}
    names = {name: called.get(same_word(name), name) for name in frame.sizes()}
    return tuple(FrameGroup(names[case.unit], case.attributes) for case in frame.cases)


def _case_result(case: Case, unit: str, checklist: Checklist, values: dict[str, str]) -> CaseResult:
    applies = Reading(checklist, case.attributes, values, {}).applies
    return CaseResult(case.reference, unit, case.attributes, applies, values)


@dataclass(frozen=True, slots=True)
class KeptOf:
    """What is kept of a purged round: its counts, when it was purged (ISO), and its seal.

    `erased` is how many facts of each kind went, `quotas` whether the sample had quotas, `sizes`
    how many cases each unit had with an attribute's value ("kon=flicka"), of the list or else
    of the sample. They are empty for a round purged before they were kept.
    """

    counts: str
    at: str
    seal: str
    erased: Mapping[str, int] = field(default_factory=dict)
    quotas: bool = False
    sizes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def kept_of(document: Document, round_id: Id) -> KeptOf | None:
    """Return what is kept of a purged round, or None where it is not purged."""
    body = closing.purged(document, round_id)
    if body is None:
        return None
    about = json.loads(body)
    erased, quotas = about.get("erased", {}), about.get("quotas", False)
    sizes = about.get("sizes", {})
    return KeptOf(about["kept"], about["at"], about["seal"], erased, quotas, sizes)
