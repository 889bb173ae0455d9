"""Work out the results of a round, and hold them against an earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.checklist.compare import Relation, compare
from egenkontroll.checklist.rounds import previous
from egenkontroll.errors import UserError
from egenkontroll.operations.opening import checklist_of, find_round
from egenkontroll.results.comparison import Earlier
from egenkontroll.results.table import (
    AREA,
    UNIT,
    CaseResult,
    FrameGroup,
    figure_results,
    results,
    split_of,
)
from egenkontroll.results.tally import Share
from egenkontroll.review.answers import Answer, Role
from egenkontroll.review.reading import Reading
from egenkontroll.sample.cases import Status
from egenkontroll.storage import aggregates, records
from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from egenkontroll.checklist.compare import Row
    from egenkontroll.checklist.model import Checklist, Question
    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Id
    from egenkontroll.results.table import EarlierFigures, ResultRow, Results
    from egenkontroll.sample.cases import Case
    from egenkontroll.storage.aggregates import Aggregate
    from egenkontroll.storage.document import Document

PREVIOUS = "previous"
_NO_UNIT = b"-"


@dataclass(frozen=True)
class Gathered:
    """One round's checklist, cases with the answers that count, and frame."""

    round: Round
    checklist: Checklist
    cases: tuple[CaseResult, ...]
    frame: tuple[FrameGroup, ...]


def gather(document: Document, one: Round) -> Gathered:
    """Return what the results of a round are counted from.

    Each case counts once: its consensus answer where there is one, else its first review.
    """
    checklist = checklist_of(document, one)
    cases = [c for c in records.cases(document, one.id) if c.status is Status.DRAWN]
    units = records.units(document)
    first = _first_reviews(document, one.id)
    settled = records.consensus(document, one.id)
    values: dict[Id, dict[str, str]] = {}
    for (case, question), answer in first.items():
        values.setdefault(case, {})[question] = answer.value
    for (case, question), (value, _) in settled.items():
        values.setdefault(case, {})[question] = value
    found = [
        _case_result(case, units[case.unit].name, checklist, values.get(case.id, {}))
        for case in cases
    ]
    frame = records.frame(document, one.id)
    listed = frame.cases if frame is not None else ()
    groups = tuple(FrameGroup(case.unit, case.attributes) for case in listed)
    return Gathered(one, checklist, tuple(found), groups)


def _first_reviews(document: Document, round_id: Id) -> dict[tuple[Id, str], Answer]:
    """Return the first review's answer by case and question: the newest, if several gave one."""
    found: dict[tuple[Id, str], tuple[int, bytes, Answer]] = {}
    facts = records.answer_facts(document, round_id)
    for (case, question, role, _), (answer, fact) in records.answers(facts).items():
        if role is not Role.FIRST or not answer.value:
            continue
        said = (fact.clock, fact.digest, answer)
        if (case, question) not in found or said[:2] > found[case, question][:2]:
            found[case, question] = said
    return {key: answer for key, (_, _, answer) in found.items()}


def _case_result(case: Case, unit: str, checklist: Checklist, values: dict[str, str]) -> CaseResult:
    applies = Reading(checklist, case.attributes, values, {}).applies
    return CaseResult(case.reference, unit, case.attributes, applies, values)


def round_results(
    document: Document,
    round_name: str | None = None,
    by: str | None = None,
    compare_with: str | None = None,
) -> Results:
    """Return the results of a round, split and compared as asked.

    `compare_with` is "previous" or a round's name.
    """
    one = find_round(document, round_name)
    if not document.read("case_drawn", round=one.id):
        return _known_figures(document, one, by)
    now = gather(document, one)
    if compare_with is None:
        return results(one.name, now.checklist, now.cases, now.frame, by)
    earlier = _round_before(document, one, compare_with)
    figures = earlier_figures(document, now, earlier, by)
    return results(one.name, now.checklist, now.cases, now.frame, by, earlier.name, figures)


def _known_figures(document: Document, one: Round, by: str | None) -> Results:
    """Return the results of a round without cases: the figures that were taken in."""
    units = records.units(document)
    found = {}
    for (question, unit, split), figure in aggregates.aggregates(document, one.id).items():
        if split:
            continue
        share = None
        if figure.k is not None and figure.n is not None:
            share = Share(figure.k, figure.n)
        group = units[unit].name if unit else None
        found[question, group] = (share, figure.printed)
    if not found:
        raise UserError(f"Omgången {one.name} har inget urval än. Dra ett med sample draw.")
    return figure_results(one.name, checklist_of(document, one), found, by)


def _round_before(document: Document, one: Round, name: str) -> Round:
    if same_word(name) != PREVIOUS:
        found = find_round(document, name)
        if found.id == one.id:
            raise UserError(f"{one.name} kan inte jämföras med sig själv. Välj en annan omgång.")
        return found
    found_before = previous(records.rounds(document), one)
    if found_before is None:
        raise UserError(
            f"Det finns ingen omgång före {one.name} med samma checklista att jämföra med. "
            "Läs in tidigare siffror med history import."
        )
    return found_before


def earlier_figures(
    document: Document, now: Gathered, earlier: Round, by: str | None
) -> EarlierFigures:
    """Return the look-up of the earlier round's figures for questions in groups of cases.

    They are counted where the round's cases are in the document, else as they were taken in.
    """
    split = split_of(now.checklist, by)
    split = None if split == AREA else split
    relations = relations_to(document, now.checklist, earlier)
    counted = _counted(document, earlier, split)
    taken_in = aggregates.aggregates(document, earlier.id)
    units = {same_word(unit.name): unit.id for unit in records.units(document).values()}

    def look_up(question: Question, group: str | None) -> Earlier | None:
        relation, reason = relations[question.id]
        if relation is Relation.NEW:
            return Earlier(earlier.name, None, None, relation, reason)
        row = counted.get((question.id, group))
        if row is not None and row.share is not None:
            return Earlier(earlier.name, row.share, None, relation, reason)
        figure = taken_in.get((question.id, *_place(split, group, units)))
        if figure is None:
            return None
        return _from_aggregate(earlier.name, figure, relation, reason)

    return look_up


def _place(split: str | None, group: str | None, units: dict[str, Id]) -> tuple[Id, str]:
    """Return the unit and split under which a figure for the group is kept."""
    if group is None:
        return aggregates.WHOLE, ""
    if split == UNIT:
        return units.get(same_word(group), _NO_UNIT), ""
    return aggregates.WHOLE, f"{split}={group}"


def _from_aggregate(name: str, figure: Aggregate, relation: Relation, reason: str) -> Earlier:
    known = figure.k is not None and figure.n is not None
    share = Share(figure.k or 0, figure.n or 0) if known else None
    return Earlier(name, share, figure.printed, relation, reason, figure.source)


def _counted(
    document: Document, earlier: Round, split: str | None
) -> dict[tuple[str, str | None], ResultRow]:
    if not document.read("case_drawn", round=earlier.id):
        return {}
    before = gather(document, earlier)
    if split not in (None, UNIT, *(one.id for one in before.checklist.attributes)):
        return {}
    table = results(earlier.name, before.checklist, before.cases, before.frame, split)
    return {(row.question.id, row.group): row for row in table.rows}


def relations_to(
    document: Document, now: Checklist, earlier: Round
) -> dict[str, tuple[Relation, str]]:
    """Return how each question relates to the earlier round's, and why, by question."""
    if earlier.checklist == now.digest:
        same = "samma checklista"
        return {question.id: (Relation.IDENTICAL, same) for question in now.questions}
    old = records.checklists(document).get(earlier.checklist)
    if old is None:
        unknown = f"frågorna i {earlier.checklist_id} {earlier.version} finns inte i dokumentet"
        return {question.id: (Relation.BROKEN, unknown) for question in now.questions}
    rows: tuple[Row, ...] = compare(old, now)
    return {row.question: (row.relation, row.reason) for row in rows}
