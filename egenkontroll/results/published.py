"""Results as they may leave the house: small groups hidden, and what would give them away.

One pattern holds for everything that is published of a round, whichever tables and papers are
made of it: a group whose number of cases is not told is hidden in every question, what a
question hides is hidden in every table, and a question that is only asked after some of another's
answers is hidden where that one is: how often it was asked tells how the other was answered.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from egenkontroll.checklist.compare import Relation
from egenkontroll.results.suppression import THRESHOLD, Cell, small, suppressed
from egenkontroll.results.table import UNIT
from egenkontroll.results.tally import Tally, share
from egenkontroll.review.reading import asks, in_turn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.checklist.model import Checklist, Question
    from egenkontroll.results.comparison import Change
    from egenkontroll.results.kept import Kept
    from egenkontroll.results.table import Counted, ResultRow, Results

HIDDEN = ".."
"""What stands in place of a hidden figure."""

CASES = ""
"""Stands for the number of cases, where figures are hidden by question."""

Place: TypeAlias = "tuple[str, str | None]"
"""A split and a group of it; "" and None are the whole round."""
Pattern: TypeAlias = "Mapping[str, frozenset[Place]]"
"""What is hidden of a round, by question, and by `CASES` for the number of cases."""

_WHOLE: Place = ("", None)
_REST = "\x00"  # the cases that belong to no group of a split; they are never shown


def hidden_figures(checklist: Checklist, kept: Kept, threshold: int = THRESHOLD) -> Pattern:
    """Return what must be hidden of a round: the same in every table, sheet and paper.

    A raised threshold hides what every lower one does and more, so that what was published
    before it was raised gives nothing away.
    """
    hidden: dict[str, frozenset[Place]] = {}
    for limit in range(min(THRESHOLD, threshold), threshold + 1):
        untold = _untold(kept, limit, hidden.get(CASES, frozenset()))
        found = {CASES: untold}
        for one in in_turn(checklist):
            rests = [found[name] for name in sorted(asks(one)) if name in found]
            known = hidden.get(one.id, frozenset()).union(*rests)
            found[one.id] = _hidden(one, kept, limit, untold, known)
        for one in checklist.questions:  # conditions in a circle: never asked
            found.setdefault(one.id, _every(kept))
        hidden = found
    return hidden


def published(
    found: Results, hidden: Pattern, threshold: int, before: Pattern | None = None
) -> Results:
    """Return the results without the hidden figures, and the earlier ones that tell too much.

    `before` is what is hidden of the round compared with, None where it has figures alone.
    """
    split = "" if found.by in (None, "area") else found.by
    rows = []
    for row in found.rows:
        gone, group = hidden[row.question.id], None if split == "" else row.group
        if (split, group) in gone:
            rows.append(_without_change(_emptied(row), row.change))
            continue
        if row.change is not None and _tells(row.change, split, gone, before or {}, threshold):
            row = _without_change(row, row.change)
        rows.append(replace(row, estimate=None if _in_units(gone) else row.estimate))
    untold = frozenset(group for of, group in hidden[CASES] if of == split)
    found = replace(found, rows=tuple(rows), untold=untold)
    if _WHOLE not in hidden[CASES]:
        return found
    return replace(found, cases=0, reviewed=0, begun=0)


# --- the number of cases ----------------------------------------------------------------------


def _untold(kept: Kept, threshold: int, known: frozenset[Place]) -> frozenset[Place]:
    """Return the groups whose number of cases is not told: the small, and never one alone."""
    whole = kept.splits[""][0]
    if _WHOLE in known or _few(whole, threshold):
        return _every(kept)
    hidden = set(known)
    for split, groups in kept.splits.items():
        secret = [one for one in groups if (split, one.group) in known or _few(one, threshold)]
        rest = Cell(None, whole.reviewed - sum(one.reviewed for one in groups))
        guarded = secret or small(rest, threshold)
        if split and guarded and len(secret) + bool(rest.n) == 1:
            others = [one for one in groups if one not in secret]
            if not others:
                return _every(kept)
            secret.append(min(others, key=lambda one: (one.reviewed, one.group or "")))
        hidden |= {(split, one.group) for one in secret}
    return frozenset(hidden)


def _few(group: Counted, threshold: int) -> bool:
    drawn = Cell(None, group.cases, group.population or None)
    return small(drawn, threshold) or small(Cell(None, group.reviewed), threshold)


def _every(kept: Kept) -> frozenset[Place]:
    return frozenset((split, one.group) for split, groups in kept.splits.items() for one in groups)


# --- a question's figures ---------------------------------------------------------------------


def _hidden(
    question: Question,
    kept: Kept,
    threshold: int,
    untold: frozenset[Place],
    known: frozenset[Place],
) -> frozenset[Place]:
    """Return where a question's figures are hidden: everywhere, where the whole must be."""
    known |= untold
    whole = kept.splits[""][0]
    if _WHOLE in known or _is_small(question, whole, threshold):
        return _every(kept)
    hidden: set[Place] = set()
    for split, groups in kept.splits.items():
        if not split:
            continue
        tables = _tables(question, whole, groups)
        secret = {
            one.group or "" for one in groups
            if (split, one.group) in known or _is_small(question, one, threshold)
        }  # fmt: skip
        secret |= {
            _REST for table in tables
            if small(table[_REST], threshold)
            or (_is_spread(question, whole) and _rare(table[_REST].k or 0, threshold))
        }  # fmt: skip
        quiet = frozenset(one.group or "" for one in groups if (split, one.group) in untold)
        gone = suppressed(
            tables, frozenset(secret), frozenset({_REST}),
            quiet | {_REST} if quiet else quiet, threshold,
        )  # fmt: skip
        if gone is None:
            return _every(kept)
        if gone and _is_spread(question, whole):
            gone = frozenset(one.group or "" for one in groups)
        hidden |= {(split, group) for group in gone}
    return frozenset(hidden)


def _tables(question: Question, whole: Counted, groups: Sequence[Counted]) -> list[dict[str, Cell]]:
    """Return, for each figure that is shown of a question, what it is in every group."""
    found = []
    for at, every in enumerate(_cells(question, whole, whole)):
        inside = {one.group or "": _cells(question, whole, one)[at] for one in groups}
        rest = Cell(
            None if every.k is None else every.k - sum(cell.k or 0 for cell in inside.values()),
            every.n - sum(cell.n for cell in inside.values()),
            None,
            every.reviewed - sum(cell.reviewed for cell in inside.values()),
        )
        found.append({**inside, _REST: rest})
    return found


def _cells(question: Question, whole: Counted, group: Counted) -> list[Cell]:
    """Return the share, or for a question that is not judged how often each answer was given.

    Answers that nobody in the whole round has given are not shown.
    """
    counts, about = group.tallies[question.id], (group.population or None, group.reviewed)
    found = share(question, counts)
    if found is not None:
        return [Cell(found.k, found.n, *about)]
    times = dict(counts.options)
    given = [option for option, many in whole.tallies[question.id].options if many]
    return [Cell(times.get(option, 0), counts.given, *about) for option in given] or [
        Cell(None, counts.given, *about)
    ]


def _is_small(question: Question, group: Counted, threshold: int) -> bool:
    """Tell whether a group is small, or has an answer that only a few cases gave.

    Of a question that is not judged every answer is shown; all are alike where all gave one.
    """
    counts, population = group.tallies[question.id], group.population or None
    found = share(question, counts)
    if found is not None:
        return small(Cell(found.k, found.n, population), threshold)
    if any(_rare(many, threshold) for _, many in counts.options):
        return True
    most = max((many for _, many in counts.options), default=None)
    return small(Cell(most, counts.given, population), threshold)


def _is_spread(question: Question, whole: Counted) -> bool:
    """Tell whether a question is shown answer by answer: then it is so in all groups or none."""
    return bool(whole.tallies[question.id].options)


def _rare(cases: int, threshold: int) -> bool:
    return 0 < cases < threshold


# --- what is shown ----------------------------------------------------------------------------


def _emptied(row: ResultRow) -> ResultRow:
    return replace(
        row, counts=Tally(), share=None, low=None, high=None, population=None, printed=None,
        suppressed=True, estimate=None,
    )  # fmt: skip


def _without_change(row: ResultRow, change: Change | None) -> ResultRow:
    """Return the row without its earlier figure; a new question has none to hide."""
    relation = change.earlier.relation if change is not None else None
    return replace(row, change=None, withheld=None if relation is Relation.NEW else relation)


def _in_units(gone: frozenset[Place]) -> bool:
    return any(split == UNIT for split, _ in gone)


def _tells(
    change: Change, split: str, gone: frozenset[Place], before: Pattern, threshold: int
) -> bool:
    """Tell whether an earlier figure is small, hidden in its own round, or tells what is hidden.

    Figures on some of the units tell, beside those on all, what the other units have: of girls,
    say, in a unit that may have a single one.
    """
    earlier = change.earlier
    if earlier.part and split not in ("", UNIT):
        return True
    if any(
        one is not None and small(Cell(one.k, one.n), threshold)
        for one in (earlier.share, earlier.now)
    ):
        return True
    then = before.get(earlier.asked, frozenset())
    return bool(then & earlier.places) or (
        earlier.now is not None and (_in_units(gone) or _in_units(then))
    )
