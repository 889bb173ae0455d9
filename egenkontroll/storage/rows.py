"""Rows of the tables as facts, and the reviewer that a fact names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from egenkontroll.facts import Fact
from egenkontroll.storage.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from egenkontroll.facts import Id, Row


def fact_of(kind: str, row: Row) -> Fact:
    """Return the fact of a whole row, its columns in the table's order."""
    width = len(KINDS[kind].key)
    clock, device, digest, replaces = row[width : width + 4]
    return Fact(kind, row[:width], clock, device, replaces, row[width + 4 :], digest)


def reviewer_at(kind: str) -> int | None:
    """Return where a kind names the reviewer, counted over key and content; None if nowhere."""
    names = [name for name, _ in (*KINDS[kind].key, *KINDS[kind].content)]
    return names.index("reviewer") if "reviewer" in names and kind != "reviewer" else None


def renamed(kind: str, found: Iterable[Fact], people: Mapping[Id, Id]) -> list[Fact]:
    """Return the facts with each reviewer of `people` as the one that the person really is.

    A fact keeps its digest: it is still the same fact, read otherwise.
    """
    place, width = reviewer_at(kind), len(KINDS[kind].key)
    if place is None or not people:
        return list(found)
    return [
        replace(
            fact,
            key=_with(fact.key, place, people),
            content=_with(fact.content, place - width, people),
        )
        for fact in found
    ]


def _with(row: Row, place: int, people: Mapping[Id, Id]) -> Row:
    if not 0 <= place < len(row) or row[place] not in people:
        return row
    return (*row[:place], people[row[place]], *row[place + 1 :])
