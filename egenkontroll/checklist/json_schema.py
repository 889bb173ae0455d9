"""The published JSON Schema of the checklist form, so that editors complete and check it."""

from __future__ import annotations

import json
from typing import Any

from egenkontroll.checklist.model import Checklist

_CONDITION = {
    "title": "Condition",
    "description": "När frågan gäller: {uppgift eller fråga: svar}, eller all, any, not.",
    "type": "object",
    "minProperties": 1,
    "properties": {
        "all": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Condition"}},
        "any": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Condition"}},
        "not": {"$ref": "#/$defs/Condition"},
    },
    "additionalProperties": {
        "anyOf": [
            {"type": "string"},
            {"type": "array", "minItems": 1, "items": {"type": "string"}},
            {
                "type": "object",
                "minProperties": 1,
                "properties": {"min": {"type": "number"}, "max": {"type": "number"}},
                "additionalProperties": False,
            },
        ]
    },
}


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a checklist."""
    made = Checklist.model_json_schema(mode="validation")
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = "Checklista för Egenkontroll"
    made["$defs"]["Condition"] = _CONDITION
    applies_when = {"$ref": "#/$defs/Condition"}
    made["$defs"]["Question"]["properties"]["applies_when"] = applies_when
    return made


def schema_text() -> str:
    """Return the schema as the text that is kept in `resources/checklist.schema.json`."""
    return json.dumps(schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
