"""An earlier round's figures, looked up for a question in a group of cases of a later one.

Here meet the relations between the questions, the units over reorganisations, and the same
units with the same weights in both rounds.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.checklist.compare import SWEDISH, Relation, Row
from egenkontroll.results.comparison import Earlier
from egenkontroll.results.mix import mix, total
from egenkontroll.results.recomputing import how, recomputed
from egenkontroll.results.table import AREA, UNIT
from egenkontroll.texts import listing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from egenkontroll.checklist.model import Question
    from egenkontroll.results.analysis import RoundData, Selection, TakenIn
    from egenkontroll.results.mix import Mix
    from egenkontroll.results.table import CaseResult, ResultRow
    from egenkontroll.results.tally import Share

    _Place = tuple[str, str | None]

_NEW = "frågan är ny"


class EarlierRound:
    """Looks up `then`'s figures for what `now` shows: a selection, perhaps split."""

    def __init__(
        self, then: RoundData, now: RoundData | None, selection: Selection, split: str | None
    ) -> None:
        self._then, self._now = then, now
        self._selection = selection
        self._split = None if split == AREA else split
        self._tables: dict[tuple[str, Selection, str | None], Mapping[_Place, ResultRow]] = {}
        self._mixes: dict[str | None, _Mixed | None] = {}

    def __call__(self, question: Question, group: str | None) -> Earlier | None:
        """Return the earlier figure, or None where there is nothing to hold against."""
        row = self._then.against.get(question.id, Row(question.id, Relation.NEW, _NEW))
        focus = self._now is not None and question.id in self._now.focus
        made = Earlier(
            self._then.name, None, None, row.relation, reason_of(row), focus=focus,
            asked=row.before, places=self._places(group),
        )  # fmt: skip
        if row.relation is Relation.NEW:
            return made
        if row.relation is Relation.RECOMPUTED:
            return self._recomputed(made, row, question, group)
        found = self._figure(row.before, group)
        if found is None:
            return None
        share, figure = found
        made = replace(made, share=share, basis=self._units_words(group))
        if rows := self._rows(row.before, group):
            apart = sum(one.counts.not_applicable for one in rows)
            asked = sum(one.counts.cases - one.counts.unanswered for one in rows)
            complete = all(one.complete for one in rows)
            made = replace(made, apart=(apart, asked), complete=complete)
        if figure is not None:
            made = replace(
                made, share=figure.share, printed=figure.printed, source=figure.source,
                note=figure.note, could_be=figure.could_be,
            )  # fmt: skip
        if not row.comparable or made.share is None or self._units(group) is not None:
            return made
        return self._same_units(made, question, group, row.before)

    # --- one group's figure -------------------------------------------------------------------

    def _figure(
        self, question: str, group: str | None
    ) -> tuple[Share | None, TakenIn | None] | None:
        """Return (counted share, None) or (None, what was taken in); None where neither is."""
        units = self._units(group)
        if units is None:
            return self._one(question, self._selection, self._split, group)
        found = [one for unit in units if (one := self._in_unit(question, unit, group)) is not None]
        if len(found) == 1:
            return found[0]
        shares = [share or (figure.share if figure else None) for share, figure in found]
        known = [share for share in shares if share is not None]
        if not known or len(known) < len(found):
            return None
        return total(known), None

    def _places(self, group: str | None) -> frozenset[tuple[str, str | None]]:
        """Return where the figures for a group stand among the earlier round's."""
        units = self._units(group)
        if units is not None:
            return frozenset((UNIT, unit) for unit in units)
        return frozenset({(self._split or "", None if self._split is None else group)})

    def _in_unit(
        self, question: str, unit: str, group: str | None
    ) -> tuple[Share | None, TakenIn | None] | None:
        if self._split == UNIT:
            return self._one(question, replace(self._selection, unit=None), UNIT, unit)
        return self._one(question, replace(self._selection, unit=unit), self._split, group)

    def _rows(self, question: str, group: str | None) -> list[ResultRow]:
        """Return the rows that were counted in the round for a group; none where none were."""
        if not self._then.cases and self._then.kept is None:
            return []
        units = self._units(group)
        if units is None:
            places = [(self._selection, self._split, group)]
        elif self._split == UNIT:
            places = [(replace(self._selection, unit=None), UNIT, unit) for unit in units]
        else:
            places = [(replace(self._selection, unit=unit), self._split, group) for unit in units]
        found = [self._table(self._then, *place[:2]).get((question, place[2])) for place in places]
        return [row for row in found if row is not None and row.share is not None]

    def _one(
        self, question: str, selection: Selection, split: str | None, group: str | None
    ) -> tuple[Share | None, TakenIn | None] | None:
        if self._then.cases or self._then.kept is not None:
            row = self._table(self._then, selection, split).get((question, group))
            if row is not None and row.share is not None:
                return row.share, None
        figure = self._then.taken_in(question, selection, split, group)
        return None if figure is None else (None, figure)

    def _table(
        self, of: RoundData, selection: Selection, split: str | None
    ) -> Mapping[_Place, ResultRow]:
        key = (of.name, selection, split)
        if key not in self._tables:
            self._tables[key] = of.counted(selection, split)
        return self._tables[key]

    def _units(self, group: str | None) -> tuple[str, ...] | None:
        """Return the units that a unit's figures then are those of; None where all units'."""
        unit = self._selection.unit or (group if self._split == UNIT else None)
        if unit is None:
            return None
        before = self._now.came_from.get(unit, ()) if self._now is not None else ()
        return (unit, *(name for name in before if name != unit))

    def _units_words(self, group: str | None) -> str:
        units = self._units(group) or ()
        known = [name for name in units if name in self._then.units]
        if len(units) < 2 or known == [units[0]]:
            return ""
        return f"enheten jämförs med {listing(known)}, som den kom ur" if known else ""

    # --- recomputed ---------------------------------------------------------------------------

    def _recomputed(
        self, made: Earlier, row: Row, question: Question, group: str | None
    ) -> Earlier:
        """Count the round's own answers anew; broken where they are gone or give no base."""
        then = self._then.checklist
        was = then.by_id.get(row.before) if then is not None else None
        cases = self._cases(group)
        share = recomputed(was, question, cases) if was is not None and cases else None
        if was is None or share is None:
            why = "svaren från då finns inte kvar" if not cases else "svaren har ingen gemensam bas"
            reason = f"kan inte räknas om: {why}"
            found = self._figure(row.before, group) or (None, None)
            plain = found[0] or (found[1].share if found[1] is not None else None)
            return replace(made, share=plain, relation=Relation.BROKEN, reason=reason)
        said = f"{made.reason}; {how(self._then.name, was, question)}"
        made = replace(made, share=share, reason=said)
        if self._units(group) is not None:
            return made
        inside: dict[str, list[CaseResult]] = {}
        for case in cases:
            inside.setdefault(case.unit, []).append(case)
        units = {unit: recomputed(was, question, listed) for unit, listed in inside.items()}
        known = {unit: one for unit, one in units.items() if one is not None}
        return self._same_units(made, question, group, known)

    def _cases(self, group: str | None) -> list[CaseResult]:
        units = self._units(group)
        inside = replace(self._selection.narrowed(self._split, group), unit=None)
        return [
            case
            for case in self._then.cases
            if (units is None or case.unit in units) and inside.holds(case)
        ]

    # --- the same units -----------------------------------------------------------------------

    def _same_units(
        self,
        made: Earlier,
        question: Question,
        group: str | None,
        before: str | Mapping[str, Share],
    ) -> Earlier:
        """Return the figure on the units that are in both rounds, with the same weights.

        `before` is the question's earlier id, or its shares by unit where they are recomputed.
        """
        if group not in self._mixes:
            self._mixes[group] = self._mixed(group)
        found = self._mixes[group]
        if found is None:
            return made
        now = _of(found.now, question.id)
        then = _of(found.then, before) if isinstance(before, str) else before
        basis = found.mix.basis(now, then, found.sizes) if then else None
        if basis is None:
            reason = "omgångarna har inte samma enheter, och de gemensamma går inte att räkna på"
            return replace(made, relation=Relation.BROKEN, reason=reason)
        return replace(
            made, share=basis.then, now=basis.now, part=found.mix.part, weighted=basis.weighted,
            basis=basis.words,
        )  # fmt: skip

    def _mixed(self, group: str | None) -> _Mixed | None:
        """Return both rounds' shares by unit; None where they are compared as they are."""
        now, then = self._now, self._then
        if now is None:
            return None
        selection = self._selection.narrowed(self._split, group)
        how_mixed = mix(now.reviewed(), then.reviewed(), now.came_from)
        if how_mixed.same or not now.reviewed() or not then.reviewed():
            return None
        sizes = now.sizes(selection)
        return _Mixed(_by_unit(now, selection), _by_unit(then, selection), how_mixed, sizes)


class _Mixed:
    """Two rounds' shares by unit and question, how the units correspond, and their sizes."""

    def __init__(
        self,
        now: dict[str, dict[str, Share]],
        then: dict[str, dict[str, Share]],
        how_mixed: Mix,
        sizes: Mapping[str, int],
    ) -> None:
        self.now, self.then, self.mix, self.sizes = now, then, how_mixed, sizes


def _of(shares: dict[str, dict[str, Share]], question: str) -> dict[str, Share]:
    """Return a question's shares by unit."""
    return {unit: one[question] for unit, one in shares.items() if question in one}


def _by_unit(of: RoundData, selection: Selection) -> dict[str, dict[str, Share]]:
    found: dict[str, dict[str, Share]] = {}
    for (question, unit), row in of.counted(selection, UNIT).items():
        if unit is not None and row.share is not None:
            found.setdefault(unit, {})[question] = row.share
    return found


def reason_of(row: Row) -> str:
    """Return why a question has its relation, and who decided, as one clause."""
    if not row.by:
        return row.reason
    kind = f"{SWEDISH[row.relation]}: " if row.comparable else ""
    return f"{kind}{row.reason} ({row.by})"
