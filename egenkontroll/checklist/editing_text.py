"""A draft from YAML or from a checklist, and back to YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from egenkontroll.checklist import reading, rules, yaml_tree, yaml_writing
from egenkontroll.checklist.condition_draft import from_raw, to_raw
from egenkontroll.checklist.editing import (
    Draft,
    bare,
    free_id,
    ids,
    item,
    kind_of,
    places,
    set_value,
)
from egenkontroll.checklist.model import Checklist
from egenkontroll.errors import UserError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_TYPES = {"attributes": "text", "questions": "yes_no"}
"""The type of what has none, where it has no alternatives either."""

_MENDABLE = {
    "missing",
    "too_short",
    "string_too_short",
    "string_too_long",
    "string_pattern_mismatch",
    "greater_than_equal",
    "less_than_equal",
}
"""What pydantic complains of that a form can show and mend; all else is a matter of form."""


def new(year: int) -> Draft:
    """Return an empty checklist: one area with one question to be written."""
    question = {"id": "fraga", "type": "yes_no"}
    area = {"id": "omrade", "questions": (question,)}
    return Draft({"id": "checklista", "version": f"{year}.1", "attributes": (), "areas": (area,)})


def from_text(text: str, taken: frozenset[str] = frozenset()) -> Draft:
    """Return the draft of a YAML text. Raises UserError where a form cannot show what it says."""
    tree = yaml_tree.parse(text)
    if tree.faults or not _is_mendable(tree.data):
        problems = [f"rad {line}: {message}" for line, message in reading.check_text(text)[1]]
        raise UserError(
            "Checklistan kan inte öppnas i redigeraren förrän felen är rättade i filen.", problems
        )
    origin, _ = reading.check_text(text)
    return Draft(_whole(tree.data), text, origin, taken | ids(tree.data))


def from_checklist(
    checklist: Checklist, source: str = "", taken: frozenset[str] = frozenset()
) -> Draft:
    """Return the draft of a checklist, with the text it was read from if that still says it."""
    if source:
        said, _ = reading.check_text(source)
        if said == checklist:
            return from_text(source, taken)
    data = _plain(checklist.model_dump(mode="json", exclude_defaults=True))
    return Draft(_whole(data), "", checklist, taken | ids(data))


def yaml_text(draft: Draft) -> str:
    """Return the draft as YAML: comments, order and layout as in the text that it came from."""
    return yaml_writing.write(bare(draft.data), draft.source)


def _is_mendable(data: Any) -> bool:
    if not isinstance(data, dict):
        return False
    try:
        Checklist.model_validate(data)
    except ValidationError as error:
        if not all(_can_be_mended(details) for details in error.errors()):
            return False
    return all(path[-1] != "id" for path, _ in rules.faults(data))


def _can_be_mended(details: ErrorDetails) -> bool:
    """Tell whether a form has a field for it; ids are never typed in one."""
    kind = details["type"]
    return kind in _MENDABLE and (kind == "missing" or details["loc"][-1] != "id")


def _whole(data: dict[str, Any]) -> dict[str, Any]:
    """Give every list and id that the forms count on, in place of those that are not there."""
    areas = tuple(
        {**area, "questions": area.get("questions", ())} for area in data.get("areas", ())
    )
    draft = Draft({**data, "attributes": data.get("attributes") or (), "areas": areas})
    for place in places(draft.data):
        values = item(draft, place)
        if "id" not in values:
            draft = set_value(draft, place, "id", free_id(draft, place))
        other = _TYPES.get(kind_of(place))
        if other is not None and "type" not in values:
            draft = set_value(draft, place, "type", "choice" if values.get("choices") else other)
    return draft.data


def _plain(value: Any, key: str = "") -> Any:
    """Return dumped values as a file would be read: tuples, and conditions in short."""
    if key == "applies_when":
        value = to_raw(from_raw(value))
    if isinstance(value, dict):
        return {name: _plain(inner, name) for name, inner in value.items()}
    return tuple(map(_plain, value)) if isinstance(value, list | tuple) else value
