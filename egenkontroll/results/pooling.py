"""Several rounds of one quality year taken together, as far as their questions are the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.checklist.compare import Relation
from egenkontroll.results.analysis import RoundData, TakenIn
from egenkontroll.results.mix import total
from egenkontroll.texts import listing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.checklist.compare import Row
    from egenkontroll.checklist.model import Checklist
    from egenkontroll.results.table import CaseResult

    Member = tuple[RoundData, Mapping[str, Row]]
    """A round, and how the year's questions relate to it."""

_POOLED = (Relation.IDENTICAL, Relation.EDITORIAL)


def pool(name: str, checklist: Checklist, members: Sequence[Member]) -> RoundData:
    """Return the year's rounds as one, in the terms of its latest checklist.

    A round counts for the questions that are identical or editorially changed in it. Where
    some rounds have their cases and others only figures, only those with cases are counted:
    `left_out` names what is not. A single round is itself under the year's name.
    """
    if len(members) == 1:
        return replace(members[0][0], name=name)
    with_cases = [one for one in members if one[0].cases]
    if with_cases:
        cases = [case for one in with_cases for case in _translated(*one)]
        return RoundData(name, checklist, tuple(cases), ends=members[-1][0].ends)
    return RoundData(name, checklist, figures=_figures(members), ends=members[-1][0].ends)


def left_out(checklist: Checklist, members: Sequence[Member]) -> tuple[str, ...]:
    """Return what of the year's rounds is not counted in it, as sentences."""
    said = []
    mixed = any(one.cases for one, _ in members)
    for one, rows in members if len(members) > 1 else ():
        if mixed and not one.cases:
            said.append(f"{one.name} är bara känd som siffror och räknas inte in i året.")
            continue
        apart = [
            question.short for question in checklist.questions
            if rows[question.id].relation not in _POOLED
        ]  # fmt: skip
        if apart:
            said.append(f"{one.name} räknas inte in i: {listing(apart)}.")
    return tuple(said)


def _translated(one: RoundData, rows: Mapping[str, Row]) -> list[CaseResult]:
    """Return a round's cases with the ids that the questions have in the year's checklist."""
    names = {row.before: now for now, row in rows.items() if row.relation in _POOLED}
    return [
        replace(
            case,
            applies=frozenset(names[old] for old in case.applies if old in names),
            values={names[old]: value for old, value in case.values.items() if old in names},
        )
        for case in one.cases
    ]


def _figures(members: Sequence[Member]) -> dict[tuple[str, str, str], TakenIn]:
    """Return the counts added up; what only has a percentage is left out of several rounds."""
    gathered: dict[tuple[str, str, str], list[TakenIn]] = {}
    for one, rows in members:
        names = {row.before: now for now, row in rows.items() if row.relation in _POOLED}
        for (question, unit, split), figure in one.figures.items():
            if question in names:
                gathered.setdefault((names[question], unit, split), []).append(figure)
    found = {}
    for key, figures in gathered.items():
        shares = [figure.share for figure in figures if figure.share is not None]
        if len(figures) == 1:
            found[key] = figures[0]
        elif len(shares) == len(figures):
            sources = listing(sorted({one.source for one in figures if one.source}))
            found[key] = TakenIn(total(shares), None, sources)
    return found
