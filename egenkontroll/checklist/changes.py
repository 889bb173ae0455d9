"""What has changed between two versions, question by question, in words and side by side."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from egenkontroll.checklist.compare import Relation, Row, compare
from egenkontroll.texts import exact_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from egenkontroll.checklist.conditions import Condition
    from egenkontroll.checklist.model import Checklist, Question

TYPES = {
    "yes_no": "Ja/nej",
    "yes_partly_no": "Ja/delvis/nej",
    "choice": "Ett val",
    "multi": "Flera val",
    "number": "Tal",
    "date": "Datum",
    "text": "Text",
}
"""The kinds of answer in the words that the window uses."""

FIELDS = {
    "text": "Fråga",
    "label": "Kort namn",
    "type": "Svarstyp",
    "choices": "Svarsalternativ",
    "met": "Uppfyller kravet",
    "partly_counts": "Delvis räknas som",
    "not_in_record": "Framgår inte räknas som",
    "not_applicable": "Ej aktuellt kan väljas",
    "comment_required": "Kommentar krävs vid",
    "min": "Minsta tal",
    "max": "Största tal",
    "met_range": "Tal som uppfyller kravet",
    "unit": "Enhet",
    "applies_when": "Frågan gäller när",
    "guidance": "Vägledning",
    "basis": "Rättslig grund",
    "basis_checked": "Grunden kontrollerad",
    "finding": "Brist i rapporten",
    "target": "Mål i procent",
    "critical": "Kritisk fråga",
    "quality_area": "Kvalitetsområde",
    "risk": "Risk",
    "area": "Område",
}
"""What each key of a question is called in the window."""

_WORDS = {
    "met": "uppfyllt",
    "not_met": "ej uppfyllt",
    "excluded": "räknas inte med",
    True: "ja",
    False: "nej",
}

Say: TypeAlias = "Callable[[Condition, Checklist], str]"

Marked: TypeAlias = tuple[tuple[str, bool], ...]
"""Pieces of a text, each with whether it differs from the other version's."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field's words before and now."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One question that is not the same in every field, and how the versions relate."""

    row: Row
    name: str
    differences: tuple[Difference, ...]


def changes(old: Checklist, new: Checklist, say: Say) -> tuple[Change, ...]:
    """Return the questions that have changed in any way, the new version's first, in order.

    `say` puts a condition into words.
    """
    found = []
    for row in compare(old, new):
        was, now = old.by_id.get(row.question), new.by_id.get(row.question)
        differences = differing((old, was), (new, now), say)
        question = now or was
        if question is not None and (differences or row.relation is not Relation.IDENTICAL):
            found.append(Change(row, question.short, differences))
    return tuple(found)


Side: TypeAlias = "tuple[Checklist, Question | None]"


def differing(before: Side, after: Side, say: Say) -> tuple[Difference, ...]:
    """Return the fields in which a question of one version differs from one of another."""
    said, says = (
        _fields(question, _area_of(question, checklist), checklist, say)
        for checklist, question in (before, after)
    )
    return tuple(
        Difference(FIELDS[key], said[key], says[key]) for key in FIELDS if said[key] != says[key]
    )


def _area_of(question: Question | None, checklist: Checklist) -> str:
    titles = (area.title for area in checklist.areas if question in area.questions)
    return next(titles, "") if question is not None else ""


def _fields(question: Question | None, area: str, checklist: Checklist, say: Say) -> dict[str, str]:
    if question is None:
        return dict.fromkeys(FIELDS, "")
    raw = question.model_dump(mode="json")
    said = {key: _said(key, raw[key]) for key in FIELDS if key in raw}
    if question.applies_when is not None:
        said["applies_when"] = say(question.applies_when, checklist)
    return {**said, "area": area}


def _said(key: str, value: Any) -> str:
    if value is None:
        return ""
    if key == "type":
        return TYPES[value]
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool) or value in ("met", "not_met", "excluded"):
        return _WORDS[value]
    if isinstance(value, dict):
        return _bounds(value.get("min"), value.get("max"))
    return exact_number(value) if isinstance(value, int | float) else str(value)


def _bounds(low: float | None, high: float | None) -> str:
    bounds = [f"minst {exact_number(low)}"] if low is not None else []
    bounds += [f"högst {exact_number(high)}"] if high is not None else []
    return " och ".join(bounds)


def marked(before: str, after: str) -> tuple[Marked, Marked]:
    """Return both texts in pieces, telling which words the other one does not have there."""
    old, new = _tokens(before), _tokens(after)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        for pieces, tokens in ((left, old[a:b]), (right, new[c:d])):
            if tokens:
                pieces.append(("".join(tokens), kind != "equal"))
    return tuple(left), tuple(right)


def _tokens(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s\w]|\w+", text)
