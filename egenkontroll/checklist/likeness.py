"""Which question may another one have become? Proposed from likeness, decided by a person.

A proposal is never compared: it only shows where to look.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.checklist.compare import COMPARABLE, Relation, changed_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.checklist.compare import Row
    from egenkontroll.checklist.model import Checklist, Question

ALIKE = 70
"""From so many percent of the words in common two questions may be the same one."""
PART = 75
"""From so many percent of the shorter one's words one question may be a part of another."""
_FEWEST_WORDS = 3
_ONLY_WORDS = {"text", "guidance"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """An old question that a new one may come from; `likeness` in whole percent of words."""

    old: str
    new: str
    relation: Relation
    likeness: int


def likeness(first: str, second: str) -> int:
    """Return how alike two texts are: the part of their words in common, in whole percent."""
    return int(100 * _matcher(first, second).ratio())


def proposals(old: Checklist, new: Checklist, rows: Sequence[Row]) -> tuple[Proposal, ...]:
    """Return what the undecided questions that are gone, new or broken may have become.

    One old question that several new ones hold parts of is proposed as split, several old
    ones in one new as merged; a single one as identical or editorial under another id, where
    nothing but words differs, and else as broken.
    """
    open_rows = [row for row in rows if not row.by and row.relation not in COMPARABLE]
    after = [new.by_id[row.question] for row in open_rows if row.question in new.by_id]
    gone = [old.by_id[row.question] for row in open_rows if row.relation is Relation.REMOVED]
    before = gone + [
        old.by_id[row.question] for row in open_rows if row.relation is Relation.BROKEN
        and row.question in old.by_id
    ]  # fmt: skip
    whole = [
        (was, now) for was in before for now in after
        if was.id != now.id and likeness(was.text, now.text) >= ALIKE
    ]  # fmt: skip
    parts = [(was, now) for was in gone for now in after if _part_of(was.text, now.text)]
    found = {(was.id, now.id): _single(was, now) for was, now in whole}
    for was, now in parts:
        if sum(was is other for other, _ in parts) > 1:
            found[was.id, now.id] = Relation.SPLIT
        elif sum(now is other for _, other in parts) > 1:
            found[was.id, now.id] = Relation.MERGED
    made = [
        Proposal(*pair, relation, likeness(old.by_id[pair[0]].text, new.by_id[pair[1]].text))
        for pair, relation in found.items()
    ]
    return tuple(sorted(made, key=lambda one: (-one.likeness, one.new, one.old)))


def _single(was: Question, now: Question) -> Relation:
    changed = set(changed_parts(was, now))
    if not changed:
        return Relation.IDENTICAL
    return Relation.EDITORIAL if changed <= _ONLY_WORDS else Relation.BROKEN


def _part_of(first: str, second: str) -> bool:
    """Tell whether nearly all words of the shorter text stand in the longer one, in order."""
    shorter = min(len(_words(first)), len(_words(second)))
    if shorter < _FEWEST_WORDS:
        return False
    matched = sum(block.size for block in _matcher(first, second).get_matching_blocks())
    return 100 * matched >= PART * shorter


def _matcher(first: str, second: str) -> difflib.SequenceMatcher[str]:
    return difflib.SequenceMatcher(None, _words(first), _words(second), autojunk=False)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
