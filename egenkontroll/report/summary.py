"""What went well, what to mend first, and every other finding, in order of weight."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from egenkontroll.report.parts import Listed
from egenkontroll.report.sentences import (
    brief_finding,
    change_sentence,
    condition_words,
    finding_sentence,
    strength_sentence,
)
from egenkontroll.results.comparison import FEWEST, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.results.table import ResultRow
    from egenkontroll.results.tally import Share

SHOWN_FIRST = 3
NEAR = 20
"""So many percentage points below its target a question may be and still be near it."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The sentences of a sheet."""

    strengths: Listed
    mend: Listed
    findings: Listed
    changes: Listed


@dataclass(frozen=True, slots=True)
class _Judged:
    row: ResultRow
    share: Share
    where: str

    @property
    def short_of(self) -> Fraction:
        """How many percentage points below its target the share is; without one 100 counts."""
        target = self.row.question.target
        goal = 100 if target is None else target
        return goal - Fraction(100 * self.share.k, self.share.n)


def summary(rows: Sequence[ResultRow], checklist: Checklist, reviewed: int) -> Summary:
    """Return the sentences about the judged questions of one sheet."""
    judged = [
        _Judged(row, row.share, condition_words(row.question, checklist))
        for row in rows
        if row.share is not None and row.share.n
    ]
    hidden = any(row.suppressed for row in rows)
    lacking = sorted((one for one in judged if one.share.k < one.share.n), key=_weight)
    first = [one for one in lacking if one.short_of > 0][:SHOWN_FIRST]
    rest = [one for one in lacking if one not in first]
    others = tuple(brief_finding(one.row, one.share, reviewed) for one in rest)
    worst = tuple(finding_sentence(one.row, one.share, reviewed, one.where) for one in first)
    return Summary(
        _strengths(judged, first, reviewed, hidden=hidden),
        Listed("Viktigast att åtgärda", worst, _nothing_to_mend(judged, lacking, hidden)),
        Listed("Övriga påpekanden" if first else "Påpekanden", others),
        _changes(judged),
    )


def _weight(one: _Judged) -> tuple[bool, bool, Fraction, Fraction]:
    """Return the place in order: critical first; a finding in very few cases never leads."""
    share = Fraction(one.share.k, one.share.n)
    return not one.row.question.critical, one.share.n < FEWEST, -one.short_of, share


def _strengths(
    judged: Sequence[_Judged], mended: Sequence[_Judged], reviewed: int, *, hidden: bool
) -> Listed:
    """Return the questions that reach their targets, or else those that nearly do."""
    enough = [one for one in judged if one.share.n >= FEWEST]
    reached = [one for one in enough if one.short_of <= 0]
    if reached:
        reached.sort(key=lambda one: (-Fraction(one.share.k, one.share.n), -one.share.n))
        return Listed("Starkt", _praise(reached, reviewed, tell_target=False))
    near = sorted(
        (
            one
            for one in enough
            if one.row.question.target is not None and one.short_of <= NEAR and one not in mended
        ),
        key=lambda one: one.short_of,
    )
    if near and not hidden:  # what is hidden may be nearer
        return Listed("Närmast målet", _praise(near, reviewed, tell_target=True))
    if not judged:
        none = _nothing(hidden)
    elif not enough:
        none = "För få ärenden för att lyfta fram något."
    else:
        none = f"Ingen fråga{' som visas' if hidden else ''} når sitt mål."
    return Listed("Starkt", (), none)


def _praise(found: Sequence[_Judged], reviewed: int, *, tell_target: bool) -> tuple[str, ...]:
    return tuple(
        strength_sentence(one.row, one.share, reviewed, one.where, tell_target=tell_target)
        for one in found[:SHOWN_FIRST]
    )


def _nothing(hidden: bool) -> str:
    return "Siffrorna är dolda och sammanfattas inte." if hidden else "Inget är bedömt än."


def _nothing_to_mend(judged: Sequence[_Judged], lacking: Sequence[_Judged], hidden: bool) -> str:
    if not judged:
        return _nothing(hidden)
    if lacking:
        shown = " som visas" if hidden else ""
        return f"Alla mål{shown} är nådda. Påpekandena står under tabellen."
    return f"Inga brister i {'det som visas' if hidden else 'de bedömda ärendena'}."


def _changes(judged: Sequence[_Judged]) -> Listed:
    said = tuple(
        change_sentence(one.row, one.share)
        for one in judged
        if one.row.change is not None and one.row.change.verdict is Verdict.SECURED
    )
    return Listed("Säkerställda förändringar", said)
