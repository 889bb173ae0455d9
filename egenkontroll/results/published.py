"""Results as they may leave the house: small groups hidden, and what would give them away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.results.suppression import THRESHOLD, TOTAL, Cell, Place, small, suppressed
from egenkontroll.results.tally import Tally, share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.checklist.model import Checklist, Question
    from egenkontroll.results.comparison import Change
    from egenkontroll.results.kept import Kept
    from egenkontroll.results.table import Counted, ResultRow, Results

HIDDEN = ".."
"""What stands in place of a hidden figure."""

_COUNT = "count"
_WHOLE = (TOTAL, _COUNT)
_REST = "\x00"  # the cases that belong to no group that is shown
_UNSEEN = frozenset({(_REST, _COUNT)})


def hidden_figures(
    checklist: Checklist, kept: Kept, threshold: int = THRESHOLD
) -> dict[str, frozenset[tuple[str, str | None]]]:
    """Return what must be hidden of each question: (split, group), the same in every table.

    Splits are those of `kept`, "" and None being the whole round. All tables of a question
    share its total, so they are worked out together.
    """
    return {
        question.id: frozenset(_hidden(question, kept.splits, threshold))
        for question in checklist.questions
    }


def published(
    found: Results, hidden: Mapping[str, frozenset[tuple[str, str | None]]], threshold: int
) -> Results:
    """Return the results without the hidden figures; an earlier small figure goes too."""
    split = "" if found.by in (None, "area") else found.by
    rows = []
    for row in found.rows:
        group = None if split == "" else row.group
        if (split, group) in hidden[row.question.id]:
            rows.append(_emptied(row))
        else:
            rows.append(replace(row, change=_checked(row.change, threshold)))
    return replace(found, rows=tuple(rows))


def _hidden(
    question: Question, splits: Mapping[str, Sequence[Counted]], threshold: int
) -> set[tuple[str, str | None]]:
    total = _cell(question, splits[""][0])
    tables = {split: _table(question, groups, total) for split, groups in splits.items()}
    gone: dict[str, frozenset[Place]] = {split: frozenset() for split in tables}
    while True:
        whole = frozenset({_WHOLE}) & frozenset().union(*gone.values())
        more = {
            split: suppressed(table, threshold, gone[split] | whole, _UNSEEN & table.keys())
            for split, table in tables.items()
        }
        if more == gone:
            break
        gone = more
    return {
        (split, None if place == _WHOLE else place[0])
        for split, places in gone.items()
        for place in places - _UNSEEN
        if place != _WHOLE or split == ""
    }


def _table(question: Question, groups: Sequence[Counted], total: Cell) -> dict[Place, Cell]:
    table = {
        (group.group, _COUNT): _cell(question, group) for group in groups if group.group is not None
    }
    rest = Cell(
        total.k - sum(cell.k for cell in table.values()),
        total.n - sum(cell.n for cell in table.values()),
    )
    if rest.n and table:
        table[_REST, _COUNT] = rest
    return table | {_WHOLE: total}


def _cell(question: Question, group: Counted) -> Cell:
    counts = group.tallies[question.id]
    found = share(question, counts)
    population = group.population or None
    if found is None:
        return Cell(counts.given // 2, counts.given, population)
    return Cell(found.k, found.n, population)


def _emptied(row: ResultRow) -> ResultRow:
    return replace(
        row, counts=Tally(), share=None, low=None, high=None, change=None, printed=None,
        suppressed=True, estimate=None,
    )  # fmt: skip


def _checked(change: Change | None, threshold: int) -> Change | None:
    """Return the change, or None where it states a figure of a small group."""
    if change is None:
        return None
    stated = (change.earlier.share, change.earlier.now)
    held = any(one is not None and small(Cell(one.k, one.n), threshold) for one in stated)
    return None if held else change
