from __future__ import annotations

from typing import Any

from egenkontroll.checklist.json_schema import schema, schema_text
from egenkontroll.checklist.model import Question, Type
from egenkontroll.paths import resources


def test_the_published_schema_is_the_models() -> None:
    published = (resources() / "checklist.schema.json").read_text(encoding="utf-8")
    assert published == schema_text(), "the checklist model has changed: run `make schema`"


def test_every_reference_has_a_definition_and_no_unknown_key_is_let_in() -> None:
    made = schema()
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if "$ref" in value:
                assert value["$ref"].removeprefix("#/$defs/") in made["$defs"]
            for item in value.values():
                walk(item)
        elif isinstance(value, list):
            for item in value:
                walk(item)

    walk(made)
    closed = [made, *(made["$defs"][name] for name in ("Area", "Attribute", "Question", "Range"))]
    assert all(part["additionalProperties"] is False for part in closed)
    question = made["$defs"]["Question"]
    assert set(question["properties"]) == set(Question.model_fields)
    assert set(question["required"]) == {"id", "text", "type"}
    assert made["$defs"]["Type"]["enum"] == [str(kind) for kind in Type]
    assert question["properties"]["applies_when"] == {"$ref": "#/$defs/Condition"}
