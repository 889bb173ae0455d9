"""Is there a difference between the groups of a split? Judged by the same rules as a change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.checklist.compare import Relation
from egenkontroll.results.comparison import WORDS, Change, Earlier, Verdict, compare
from egenkontroll.results.mix import total
from egenkontroll.results.table import AREA

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Question
    from egenkontroll.results.table import ResultRow, Results
    from egenkontroll.results.tally import Share

REST = "övriga"
DIFFERENCES = {verdict: words.replace("förändring", "skillnad") for verdict, words in WORDS.items()}
"""The verdicts as they are said of groups."""
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Between:
    """A question's share in one group held against another group's, or the rest's."""

    question: Question
    group: str
    other: str
    share: Share
    change: Change

    @property
    def words(self) -> str:
        """The verdict as shown: "kan vara slump", "säkerställd skillnad" …"""
        return DIFFERENCES[self.change.verdict]

    @property
    def verdict(self) -> Verdict:
        """What may be said of the difference."""
        return self.change.verdict


def between(found: Results) -> tuple[Between, ...]:
    """Return the differences between the groups that the results are split by.

    Of two groups the first is held against the second, of several each against the rest; all
    of them are one family. Only rows that state their counts are used.
    """
    if found.by in (None, AREA):
        return ()
    by_question: dict[str, list[ResultRow]] = {}
    for row in found.rows:
        if row.share is not None and row.group is not None:
            by_question.setdefault(row.question.id, []).append(row)
    sides = [side for rows in by_question.values() for side in _sides(rows)]
    changes = compare(
        [
            (share, Earlier(other, rest, None, Relation.IDENTICAL, "samma omgång"))
            for _, _, other, share, rest in sides
        ]
    )
    return tuple(
        Between(question, group, other, share, change)
        for (question, group, other, share, _), change in zip(sides, changes, strict=True)
        if change is not None
    )


def _sides(rows: list[ResultRow]) -> list[tuple[Question, str, str, Share, Share]]:
    shares = [(row.question, row.group or "", row.share) for row in rows if row.share is not None]
    if len(shares) == _PAIR:
        (question, first, share), (_, second, rest) = shares
        return [(question, first, second, share, rest)]
    return [
        (question, group, REST, share,
         total(other for at, (_, _, other) in enumerate(shares) if at != place))
        for place, (question, group, share) in enumerate(shares)
        if len(shares) > _PAIR
    ]  # fmt: skip
