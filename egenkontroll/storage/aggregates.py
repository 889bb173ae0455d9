"""Figures of rounds that are known only as counts or percentages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.facts import current, standing

if TYPE_CHECKING:
    from egenkontroll.facts import Fact, Id
    from egenkontroll.storage.document import Document

WHOLE = b""
"""The unit of a figure for the whole round."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One question's figure in one round, for one unit or the whole round.

    `split` is the attribute and value the figure is for ("kon=flicka"), empty for all cases.
    k counts the cases that met the requirement. k and n are None where only `printed`, the
    percentage as the source had it, is known; `turned` tells that the source counted those
    that did not meet it; `note` is what is odd about the figure, in words.
    """

    round: Id
    question: str
    unit: Id
    split: str
    k: int | None
    n: int | None
    printed: int | None
    turned: bool
    source: str
    note: str = ""


def aggregate_fact(document: Document, figure: Aggregate) -> Fact:
    """Return the fact of a figure, replacing what was known under the same round and question."""
    key = (figure.round, figure.question, figure.unit, figure.split)
    content = (figure.k, figure.n, figure.printed, int(figure.turned), figure.source, figure.note)
    known = standing(document.read("aggregate", round=figure.round, question=figure.question))
    return document.pen.write("aggregate", key, content, known)


def aggregates(document: Document, round_id: Id) -> dict[tuple[str, Id, str], Aggregate]:
    """Return the figures of a round by question, unit and split."""
    found = {}
    for key, fact in current(document.read("aggregate", round=round_id)).items():
        _, question, unit, split = key
        k, n, printed, turned, source, note = fact.content
        found[question, unit, split] = Aggregate(
            round_id, question, unit, split, k, n, printed, bool(turned), source, note
        )
    return found
