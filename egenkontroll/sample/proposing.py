"""Propose which column of a case list holds what, for a person to confirm."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.sample.columns import SEARCHED_ROWS, letters
from egenkontroll.sample.fields import REFERENCE, UNIT
from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from egenkontroll.sample.fields import Field
    from egenkontroll.sample.tables import Row, Table

_ALIKE = 0.55
# What the two that every list has are called here and there: proposed, never taken for granted.
_OTHER_WORDS = {
    REFERENCE: ("ärende", "akt", "aktnummer", "nummer", "löpnummer", "id"),
    UNIT: ("arbetsgrupp", "grupp", "team", "avdelning", "sektion", "verksamhet", "organisation"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A column that may hold a field; `sure` where its head is one that is always taken for it."""

    index: int
    sure: bool


def proposals(
    fields: Sequence[Field], row: Row, remembered: Mapping[str, str]
) -> dict[str, Proposal]:
    """Return, by the field's name, the column under these heads that is most like it.

    A head that was chosen before comes first, then one that is always taken for the field, then
    the most like; no column is proposed twice.
    """
    found: dict[str, Proposal] = {}
    heads = {index: same_word(cell) for index, cell in enumerate(row.cells) if cell}
    for field in fields:
        known = [remembered.get(field.name, ""), *field.heads]
        for index, head in heads.items():
            if head in map(same_word, filter(None, known)):
                found.setdefault(field.name, Proposal(index, sure=True))
    taken = {one.index for one in found.values()}
    for field in fields:
        if field.name in found:
            continue
        likeness = {
            index: max(_alike(head, word) for word in words_for(field))
            for index, head in heads.items()
            if index not in taken
        }
        best = max(likeness, key=lambda index: likeness[index], default=-1)
        if best >= 0 and likeness[best] >= _ALIKE:
            found[field.name] = Proposal(best, sure=False)
            taken.add(best)
    return found


def words_for(field: Field) -> tuple[str, ...]:
    """Return the words that a field's column may be called by."""
    return (*field.heads, *_OTHER_WORDS.get(field.name, ()))


def likely_heads(table: Table, fields: Sequence[Field], remembered: Mapping[str, str]) -> Row:
    """Return the row, among the first twenty, that is most likely the heads of the table."""

    def worth(row: Row) -> tuple[int, int, int]:
        found = proposals(fields, row, remembered).values()
        words = sum(not any(map(str.isdigit, cell)) for cell in row.cells if cell)
        return sum(one.sure for one in found), len(found), words

    return max(table.rows[:SEARCHED_ROWS], key=worth)


def named(row: Row, index: int) -> str:
    """Return what a column is called when it is chosen: its head, or "kolumn D".

    A head that stands over several columns does not tell them apart.
    """
    heads = [same_word(cell) for cell in row.cells]
    once = bool(heads[index]) and heads.count(heads[index]) == 1
    return row.cells[index] if once else f"kolumn {letters(index)}"


def _alike(head: str, accepted: str) -> float:
    word = same_word(accepted)
    inside = len(word) > 3 and len(head) > 3 and (word in head or head in word)
    if inside or word in head.split():
        return 0.9
    return difflib.SequenceMatcher(None, head, word).ratio()
