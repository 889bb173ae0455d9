"""Gather everything about a round for the JSON export."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from importlib import metadata
from typing import TYPE_CHECKING, Any, TypeAlias

from egenkontroll.operations.acting import described
from egenkontroll.operations.agreeing import as_json as agreement_json
from egenkontroll.operations.agreeing import doubled
from egenkontroll.operations.exporting_tables import Tables, reviewers_called
from egenkontroll.operations.resulting import kept_of, standing_of
from egenkontroll.report import export_model as model
from egenkontroll.report import figures
from egenkontroll.results.table import UNIT
from egenkontroll.review.answers import Role
from egenkontroll.storage import aggregates, clarifications, closing, draws, focus, ledger, records

if TYPE_CHECKING:
    from collections.abc import Callable

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.facts import Id
    from egenkontroll.operations.opening import Document

    _Who: TypeAlias = Callable[[str], str | None]

_ROLES = {Role.FIRST: "first", Role.SECOND: "second"}


def whole_round(
    document: Document, one: Round, *, compare_with: str | None = None, names: bool = False
) -> model.Export:
    """Return everything that holds about a round now. Who somebody is only where asked for."""
    called = reviewers_called(document, one, names=False)
    people = records.every_reviewer(document)
    tables = Tables(document, one, compare_with, publish=False, names=names)
    standing, kept = standing_of(document, one), kept_of(document, one.id)
    body: dict[str, Any] = {
        "$schema": model.SCHEMA,
        "version": model.VERSION,
        "program": metadata.version("egenkontroll"),
        "round": {
            "id": one.id.hex(),
            "name": one.name,
            "starts": one.starts,
            "ends": one.ends,
            "checklist": one.checklist.hex() or None,
            "checklist_id": one.checklist_id,
            "checklist_version": one.version,
        },
        "standing": {
            "state": standing.state,
            "edition": standing.edition,
            "seal": standing.seal or None,
            "at": standing.at or None,
            "reason": standing.reason,
            "purged": standing.purged,
        },
        "checklist": json.loads(tables.checklist.canonical) if tables.checklist else None,
        "reviewers": [
            {"reviewer": said, "name": people[key].name if names and key in people else None}
            for key, said in called.items()
        ],
        "results": _results(tables),
        "agreement": _agreement(document, one, tables, names),
        "kept": json.loads(kept.counts) if kept is not None else None,
        "focus": sorted(focus.focus(document, one.id).in_time),
        "actions": [action.as_json() for action in described(document, one)],
        **_decided(document, one, names),
        **_sample(document, one, called),
        **_answers(document, one, called),
    }
    return model.Export.model_validate(body)


def _results(tables: Tables) -> list[dict[str, Any]]:
    if tables.checklist is None or not tables.of("results"):
        return []
    splits: list[str | None] = [None, UNIT]
    if tables.sampled or tables.purged:
        splits += [one.id for one in tables.checklist.attributes if one.choices]
    return [{"by": by} | figures.as_json(tables.results(by)) for by in splits]


def _agreement(
    document: Document, one: Round, tables: Tables, names: bool
) -> dict[str, Any] | None:
    if not tables.sampled or tables.checklist is None:
        return None
    found = doubled(document, one)
    return agreement_json(found, "question", names=names) if found.cases else None


def _decided(document: Document, one: Round, names: bool) -> dict[str, Any]:
    def who(name: str) -> str | None:
        return name if names and name else None

    return {
        "editions": _editions(document, one, who),
        "aggregates": _aggregates(document, one),
        "ledger": _ledger(document, one, who),
        "clarifications": [
            {
                "question": question,
                "decision": str(each.decision),
                "words": each.words,
                "by": who(each.by),
            }
            for question, each in sorted(clarifications.clarifications(document, one.id).items())
        ],
        "draws": [
            json.loads(json.dumps(asdict(each) | {"by": who(each.by)}))
            for each in draws.draws(document, one.id)
        ],
    }


def _editions(document: Document, one: Round, who: _Who) -> list[dict[str, Any]]:
    return [
        {
            "number": each.number,
            "seal": each.seal or None,
            "at": _moment(each.said_at),
            "reason": each.reason,
            "by": who(each.by),
            "counts": json.loads(each.body) if each.body else None,
        }
        for each in closing.editions(document, one.id)
    ]


def _aggregates(document: Document, one: Round) -> list[dict[str, Any]]:
    return [
        {
            "question": each.question,
            "unit": each.unit.hex() or None,
            "split": each.split,
            "k": each.k,
            "n": each.n,
            "printed": each.printed,
            "turned": each.turned,
            "source": each.source,
            "note": each.note,
        }
        for _, each in sorted(aggregates.aggregates(document, one.id).items())
    ]


def _ledger(document: Document, one: Round, who: _Who) -> list[dict[str, Any]]:
    return [
        {
            "old": each.old.hex(),
            "new": each.new.hex(),
            "old_question": each.old_question,
            "new_question": each.new_question,
            "relation": str(each.relation),
            "reason": each.reason,
            "by": who(each.by),
            "disputed": each.disputed,
        }
        for each in ledger.decisions(document)
        if one.checklist in (each.old, each.new)
    ]


def _sample(document: Document, one: Round, called: dict[Id, str]) -> dict[str, Any]:
    return {
        "units": [
            {
                "id": key.hex(),
                "name": each.name,
                "parent": each.parent.hex() or None,
                "predecessors": [before.hex() for before in each.predecessors],
            }
            for key, each in sorted(records.units(document).items())
        ],
        "frames": [
            {
                "source": each.source,
                "sha256": each.digest,
                "cases": [
                    {"reference": case.reference, "unit": case.unit,
                     "attributes": dict(case.attributes)}
                    for case in each.cases
                ],
                "excluded": [
                    {"reference": reference, "reason": reason}
                    for reference, reason in each.excluded
                ],
            }
            for each in draws.frames(document, one.id)
        ],
        "cases": [
            {
                "id": each.id.hex(),
                "reference": each.reference,
                "unit": each.unit.hex(),
                "attributes": dict(each.attributes),
                "position": each.position,
                "status": str(each.status),
                "reason": each.reason,
                "double": each.double,
            }
            for each in records.cases(document, one.id)
        ],
        "assignments": [
            {"case": case.hex(), "role": _ROLES[role], "reviewer": called[reviewer]}
            for (case, role), reviewer in sorted(records.assignments(document, one.id).items())
            if reviewer
        ],
    }  # fmt: skip


def _answers(document: Document, one: Round, called: dict[Id, str]) -> dict[str, Any]:
    answers = records.answers(records.answer_facts(document, one.id))
    return {
        "answers": [
            {
                "case": answer.case.hex(),
                "question": answer.question,
                "role": _ROLES[answer.role],
                "reviewer": called[answer.reviewer],
                "value": answer.value,
                "comment": answer.comment,
                "flags": list(answer.flags),
                "at": _moment(fact.said_at),
            }
            for _, (answer, fact) in sorted(answers.items(), key=lambda said: said[0])
        ],
        "states": [
            {
                "case": case.hex(),
                "role": _ROLES[role],
                "reviewer": called[reviewer],
                "state": str(state),
            }
            for (case, role, reviewer), state in sorted(records.states(document, one.id).items())
        ],
        "consensus": [
            {
                "case": case.hex(),
                "question": question,
                "value": each.value,
                "comment": each.comment,
                "reason": each.reason,
                "reviewer": called.get(each.reviewer),
            }
            for (case, question), each in sorted(records.settled(document, one.id).items())
        ],
    }


def _moment(milliseconds: int) -> str:
    """Return an ISO moment in UTC, whole seconds."""
    when = dt.datetime.fromtimestamp(milliseconds // 1000, dt.UTC)
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
