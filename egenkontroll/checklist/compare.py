"""Is a question the same as in another version? Only then may its figures be compared.

A question's identity is its text, answer type with choices, counting rule, condition and
guidance. Target, label, finding, legal basis and place in the list are not part of it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from egenkontroll.texts import listing

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Checklist, Question


class Relation(StrEnum):
    """How a question relates to the same question in an earlier version."""

    IDENTICAL = "identical"
    EDITORIAL = "editorial"
    RECOMPUTED = "recomputed"
    BROKEN = "broken"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    REMOVED = "removed"


COMPARABLE = frozenset({Relation.IDENTICAL, Relation.EDITORIAL, Relation.RECOMPUTED})

SWEDISH = {
    Relation.IDENTICAL: "oförändrad fråga",
    Relation.EDITORIAL: "redaktionell ändring",
    Relation.RECOMPUTED: "omräknad",
    Relation.BROKEN: "inte jämförbar",
    Relation.SPLIT: "uppdelad",
    Relation.MERGED: "sammanförd",
    Relation.NEW: "ny fråga",
    Relation.REMOVED: "borttagen",
}

_PARTS = {
    "text": "lydelsen",
    "type": "svarstypen",
    "rule": "räkneregeln",
    "condition": "villkoret",
    "guidance": "vägledningen",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One question's relation between two versions, and why, in Swedish."""

    question: str
    relation: Relation
    reason: str


def identity(question: Question) -> dict[str, Any]:
    """Return what makes the question the same question, by part."""
    raw = question.model_dump(mode="json")
    rule = ("met", "partly_counts", "not_in_record", "not_applicable", "met_range")
    return {
        "text": _plain(raw["text"]),
        "type": [raw["type"], raw["choices"], raw["unit"]],
        "rule": [raw[key] for key in rule],
        "condition": raw["applies_when"],
        "guidance": _plain(raw["guidance"] or ""),
    }


def digest(question: Question) -> str:
    """Return SHA-256 in hexadecimal of the question's identity."""
    canonical = json.dumps(identity(question), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def compare(old: Checklist, new: Checklist) -> tuple[Row, ...]:
    """Return the proposed relation of every question: first the new version's, in order.

    Identical identities are proposed as identical; anything else is broken until a named
    person lowers it. Questions are matched by id, which is never reused.
    """
    rows = [_row(old.by_id.get(question.id), question) for question in new.questions]
    rows += [
        Row(question.id, Relation.REMOVED, "frågan finns inte i den nya versionen")
        for question in old.questions
        if question.id not in new.by_id
    ]
    return tuple(rows)


def _row(old: Question | None, new: Question) -> Row:
    if old is None:
        return Row(new.id, Relation.NEW, "frågan fanns inte i den tidigare versionen")
    before, after = identity(old), identity(new)
    changed = [_PARTS[part] for part in _PARTS if before[part] != after[part]]
    if not changed:
        return Row(new.id, Relation.IDENTICAL, "samma lydelse, svarstyp, regel och vägledning")
    return Row(new.id, Relation.BROKEN, f"{listing(changed)} har ändrats")


def _plain(text: str) -> str:
    """Fold white space, so that a new line break is not a new wording."""
    return " ".join(text.split())
