"""The form of the JSON export, and its published schema."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from egenkontroll.paths import resources
from egenkontroll.report.export_model import SCHEMA, Export, export_text, schema_text

EMPTY: dict[str, Any] = {
    "$schema": SCHEMA, "version": 1, "program": "1.0",
    "round": {"id": "0" * 32, "name": "Våren", "starts": "2024-04-01", "ends": "2024-05-31",
              "checklist": None, "checklist_id": "prov", "checklist_version": "1"},
    "standing": {"state": "preliminary", "edition": 0, "seal": None, "at": None, "reason": "",
                 "purged": False},
    "editions": [], "checklist": None, "units": [], "reviewers": [], "frames": [], "draws": [],
    "cases": [], "assignments": [], "answers": [], "states": [], "consensus": [], "results": [],
    "agreement": None, "aggregates": [], "kept": None, "ledger": [], "clarifications": [],
    "focus": [], "actions": [],
}  # fmt: skip


def test_the_published_schema_is_the_models() -> None:
    published = (resources() / SCHEMA).read_text(encoding="utf-8")
    assert published == schema_text(), "the export's model has changed: run `make schema`"


def test_the_schema_is_closed_and_every_reference_is_defined() -> None:
    made = json.loads(schema_text())
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"

    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            mine = [value["$ref"]] if "$ref" in value else []
            return mine + [one for item in value.values() for one in references(item)]
        return (
            [one for item in value for one in references(item)] if isinstance(value, list) else []
        )

    assert {one.removeprefix("#/$defs/") for one in references(made)} <= set(made["$defs"])
    for part in (made, *made["$defs"].values()):
        assert part["additionalProperties"] is False
        assert set(part["required"]) == set(part["properties"])
        assert part["description"]


def test_an_export_reads_back_as_it_was_with_keys_in_the_schemas_order() -> None:
    made = Export.model_validate(EMPTY)
    text = export_text(made)
    assert json.loads(text) == EMPTY
    assert list(json.loads(text))[:3] == ["$schema", "version", "program"]
    assert Export.model_validate_json(text) == made
    assert "Våren" in text
    with pytest.raises(ValidationError):
        Export.model_validate(EMPTY | {"handler": "x"})
    with pytest.raises(ValidationError):
        Export.model_validate(EMPTY | {"version": 2})
