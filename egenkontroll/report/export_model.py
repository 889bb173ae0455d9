"""The JSON export of a round: everything that holds now, in a published and lossless form.

Kept beside its schema in `resources/export.schema.json`. Identities are hexadecimal, moments
ISO in UTC, reviewers letters: names, and who decided what, only where they are asked for.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

VERSION = 1
SCHEMA = "export.schema.json"

Json = dict[str, Any]
Id = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
Person = Annotated[str, Field(description="Granskarens bokstav, samma i hela filen.")]


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RoundOf(_Closed):
    """Omgången. `checklist` är checklistans kontrollsumma, null där bara siffror är kända."""

    id: Id
    name: str
    starts: str
    ends: str
    checklist: Digest | None
    checklist_id: str
    checklist_version: str


class StandingOf(_Closed):
    """Hur siffrorna står: preliminärt, låst i en utgåva med sigill, eller öppen för rättelse."""

    state: Literal["preliminary", "locked", "reopened"]
    edition: int
    seal: str | None
    at: str | None
    reason: str
    purged: bool


class EditionOf(_Closed):
    """En utgåva av siffrorna. `counts` är det som sigillet räknas över."""

    number: int
    seal: str | None
    at: Moment
    reason: str
    by: str | None
    counts: Json | None


class UnitOf(_Closed):
    """En enhet och dem som den kom ur."""

    id: Id
    name: str
    parent: Id | None
    predecessors: list[Id]


class ReviewerOf(_Closed):
    """En granskare. `name` är null utan --names."""

    reviewer: Person
    name: str | None


class CaseOf(_Closed):
    """Ett ärende i urvalet. `position` är platsen i dragningen."""

    id: Id
    reference: str
    unit: Id
    attributes: dict[str, str]
    position: int
    status: Literal["drawn", "reserve", "replaced", "calibration", "withdrawn"]
    reason: str
    double: bool


class ListedCase(_Closed):
    """Ett ärende i ärendelistan."""

    reference: str
    unit: str
    attributes: dict[str, str]


class Excluded(_Closed):
    """En rad som utelämnades ur ärendelistan, och varför."""

    reference: str
    reason: str


class FrameOf(_Closed):
    """Ärendelistan som urvalet är draget ur. Aldrig handläggare."""

    source: str
    sha256: str
    cases: list[ListedCase]
    excluded: list[Excluded]


class AssignmentOf(_Closed):
    """Vem som ska granska ett ärende, i vilken roll."""

    case: Id
    role: Literal["first", "second"]
    reviewer: Person


class AnswerOf(_Closed):
    """Ett svar som det är sparat: yes, partly, no, not_applicable, not_in_record, cannot_judge,
    eller = och det som angavs (flera svarsalternativ med radbrytning emellan)."""

    case: Id
    question: str
    role: Literal["first", "second"]
    reviewer: Person
    value: str
    comment: str
    flags: list[str]
    at: Moment


class StateOf(_Closed):
    """Hur långt en granskning av ett ärende har kommit."""

    case: Id
    role: Literal["first", "second"]
    reviewer: Person
    state: str


class ConsensusOf(_Closed):
    """Det gemensamma svaret där två granskare svarade olika."""

    case: Id
    question: str
    value: str
    comment: str
    reason: str
    reviewer: Person | None


class AggregateOf(_Closed):
    """En inmatad siffra. `k` och `n` är null där bara den tryckta andelen är känd."""

    question: str
    unit: Id | None
    split: str
    k: int | None
    n: int | None
    printed: int | None
    turned: bool
    source: str
    note: str


class DecisionOf(_Closed):
    """Ett beslut om två versioner av en fråga går att jämföra."""

    old: Digest
    new: Digest
    old_question: str
    new_question: str
    relation: str
    reason: str
    by: str | None
    disputed: bool


class ClarificationOf(_Closed):
    """Vad som är beslutat om en oklar fråga."""

    question: str
    decision: str
    words: str
    by: str | None


class Export(_Closed):
    """En omgång ur Egenkontroll: allt som gäller nu."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Literal["export.schema.json"] = Field(alias="$schema")
    version: Literal[1] = Field(description="Formens version.")
    program: str
    round: RoundOf
    standing: StandingOf
    editions: list[EditionOf]
    checklist: Annotated[
        Json | None, Field(description="Hela checklistan: se checklist.schema.json.")
    ]
    units: list[UnitOf]
    reviewers: list[ReviewerOf]
    frames: list[FrameOf]
    draws: Annotated[
        list[Json], Field(description="Varje dragning, äldst först: se sample.Draw i README.")
    ]
    cases: list[CaseOf]
    assignments: list[AssignmentOf]
    answers: list[AnswerOf]
    states: list[StateOf]
    consensus: list[ConsensusOf]
    results: Annotated[
        list[Json],
        Field(description="Som results --format json: hela omgången, per enhet, per uppgift."),
    ]
    agreement: Annotated[Json | None, Field(description="Som agreement --json.")]
    aggregates: list[AggregateOf]
    kept: Annotated[Json | None, Field(description="Räkningen som är kvar av en gallrad omgång.")]
    ledger: list[DecisionOf]
    clarifications: list[ClarificationOf]
    focus: list[str]
    actions: Annotated[list[Json], Field(description="Som action list --json.")]


def export_text(made: Export) -> str:
    """Return the export as JSON: UTF-8, keys in the schema's order."""
    return json.dumps(made.model_dump(by_alias=True), ensure_ascii=False, indent=1) + "\n"


def schema_text() -> str:
    """Return the schema as the text that is kept in `resources/export.schema.json`."""
    made = Export.model_json_schema(by_alias=True)
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(made, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
