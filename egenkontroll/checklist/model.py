"""What a checklist is: areas of questions, and what is known of each case.

The classes are frozen and checked by pydantic; `reading` turns its complaints into Swedish.
Only what changes the meaning of a figure is part of a question's identity: see `compare`.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)

from egenkontroll.checklist import conditions
from egenkontroll.checklist.kinds import Type as Type

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=80)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
Date = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Texts = Annotated[tuple[Text, ...], Field(min_length=1)]

Condition = Annotated[
    conditions.Condition,
    PlainValidator(conditions.parse),
    PlainSerializer(conditions.as_raw),
    WithJsonSchema({"type": "object"}),  # written out in full by json_schema
]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Attribute(_Frozen):
    """Something that is known of every case before it is read, such as kön."""

    id: Name
    label: Text
    type: Literal["choice", "text", "number", "date"]
    choices: Texts | None = None


class Range(_Frozen):
    """Numbers from `min` to `max`, both included; a bound left out is open."""

    min: float | None = None
    max: float | None = None


class Question(_Frozen):
    """One control question.

    `met` is the answers that meet the requirement (default ja), `partly_counts` and
    `not_in_record` how delvis and framgår inte count, `met_range` the numbers that meet it.
    `target` is the share in percent that should meet it. `finding` says the shortcoming in
    one clause, as a report would. `quality_area` and `risk` tie the question to what the
    organisation follows it up under; neither is part of what a figure means.
    """

    id: Name
    label: Text | None = None
    text: Text
    type: Annotated[Type, Field(strict=False)]
    choices: Texts | None = None
    met: Texts | None = None
    partly_counts: Literal["met", "not_met"] = "not_met"
    not_in_record: Literal["not_met", "excluded"] = "not_met"
    not_applicable: bool = True
    comment_required: tuple[Text, ...] = ()
    min: float | None = None
    max: float | None = None
    met_range: Range | None = None
    unit: Text | None = None
    guidance: Text | None = None
    basis: Text | None = None
    basis_checked: Date | None = None
    finding: Text | None = None
    target: Annotated[int, Field(ge=0, le=100)] | None = None
    critical: bool = False
    quality_area: Text | None = None
    risk: Text | None = None
    applies_when: Condition | None = None

    @property
    def short(self) -> str:
        """The label for tables and sheets; the whole text where no label is given."""
        return self.label or self.text

    @property
    def judged(self) -> bool:
        """Whether some answers meet the requirement and others do not, so that a share exists."""
        if self.type in (Type.YES_NO, Type.YES_PARTLY_NO):
            return True
        if self.type is Type.CHOICE:
            return self.met is not None
        return self.type is Type.NUMBER and self.met_range is not None


class Area(_Frozen):
    """A group of questions under one heading."""

    id: Slug
    title: Text
    description: Text | None = None
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]


class Checklist(_Frozen):
    """A whole definition, identified by the hash of its canonical content."""

    id: Slug
    version: Text
    title: Text
    description: Text | None = None
    attributes: tuple[Attribute, ...] = ()
    areas: Annotated[tuple[Area, ...], Field(min_length=1)]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in order."""
        return tuple(question for area in self.areas for question in area.questions)

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """Every question by its id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def canonical(self) -> str:
        """The content as JSON that is the same for the same meaning: sorted, no defaults."""
        content: dict[str, Any] = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 of the canonical content, 32 bytes."""
        return hashlib.sha256(self.canonical.encode()).digest()


def from_canonical(text: str) -> Checklist:
    """Return the checklist whose `canonical` is the given text."""
    return Checklist.model_validate_json(text)
