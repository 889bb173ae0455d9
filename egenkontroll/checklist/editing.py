"""The draft of a checklist: plain values and everything that can be done to them.

A draft may be faulty at any time; `editing_faults` names what is the matter, field by field.
A place is where an item stands: () is the checklist itself, ("attributes", 0), ("areas", 1)
and ("areas", 1, "questions", 3). Every operation returns a new draft; none raises for what
somebody could choose in a form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic import ValidationError

from egenkontroll.checklist import rules
from egenkontroll.checklist.condition_draft import change_leaves
from egenkontroll.checklist.model import Area, Attribute, Checklist, Question, Type
from egenkontroll.checklist.naming import propose_id
from egenkontroll.checklist.words import possible_answers

if TYPE_CHECKING:
    from collections.abc import Callable

Place: TypeAlias = tuple[str | int, ...]

FACTS: Place = ()

_DEFAULTS: dict[str, Any] = {
    "not_applicable": True,
    "critical": False,
    "partly_counts": "not_met",
    "not_in_record": "not_met",
}
_NAMED_BY = {"attributes": ("label",), "areas": ("title",), "questions": ("label", "text")}
_FALLBACKS = {"attributes": "uppgift", "areas": "omrade", "questions": "fraga"}
_NUMBER = re.compile(r"[-−]?[0-9]{1,12}([.,][0-9]{1,6})?")
_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Draft:
    """A checklist while it is being written.

    `source` is the text it was read from and `origin` the version that it said, if it said
    one. `taken` is every id that some version has had: none of them is given to anything else.
    """

    data: dict[str, Any]
    source: str = ""
    origin: Checklist | None = None
    taken: frozenset[str] = field(default_factory=frozenset)


# --- what it says -----------------------------------------------------------------------------


def checklist_of(draft: Draft) -> Checklist | None:
    """Return the checklist that the draft says, or None while it has faults."""
    try:
        found = Checklist.model_validate(bare(draft.data))
    except ValidationError:
        return None
    return None if rules.faults(bare(draft.data)) else found


def bare(data: dict[str, Any]) -> dict[str, Any]:
    """Return the values as a file has them: without the empty list of attributes."""
    return {key: value for key, value in data.items() if key != "attributes" or value}


def ids(data: dict[str, Any]) -> frozenset[str]:
    """Return every id in the values: of attributes and areas and of questions."""
    return frozenset(str(rules.dig(data, (*place, "id"))) for place in places(data) if place)


# --- finding ----------------------------------------------------------------------------------


def places(data: dict[str, Any]) -> list[Place]:
    """Return the place of the checklist and of every item in it, in order."""
    found: list[Place] = [FACTS]
    found += [("attributes", at) for at in range(len(data.get("attributes", ())))]
    for at, area in enumerate(data.get("areas", ())):
        found.append(("areas", at))
        found += [("areas", at, "questions", q) for q in range(len(area.get("questions", ())))]
    return found


def item(draft: Draft, place: Place) -> dict[str, Any]:
    """Return the plain values at a place."""
    found: dict[str, Any] = rules.dig(draft.data, place)
    return found


def answers(values: dict[str, Any]) -> tuple[str, ...]:
    """Return the words that a question can be answered with; empty where anything can be said."""
    return tuple((possible_answers(values) or {}).values())


def named(draft: Draft) -> Checklist:
    """Return a stand-in that knows what attributes and questions are called, faults or not."""
    attributes = tuple(
        Attribute.model_construct(
            id=one["id"], label=one.get("label") or "(utan namn)", type="text"
        )
        for one in draft.data["attributes"]
    )
    questions = tuple(
        Question.model_construct(
            id=one["id"],
            label=one.get("label"),
            text=one.get("text") or "(utan text)",
            type=Type.TEXT,
        )
        for area in draft.data["areas"]
        for one in area["questions"]
    )
    area = Area.model_construct(id="alla", title="", questions=questions)
    return Checklist.model_construct(
        id="", version="", title="", attributes=attributes, areas=(area,)
    )


# --- fields -----------------------------------------------------------------------------------


def clean(text: str) -> str:
    """Return text with the line breaks and signs of word processors made plain."""
    return _UNSEEN.sub("", _BREAKS.sub("\n", text)).replace("\t", " ")


def typed_number(text: str) -> int | float | str | None:
    """Return the number that is typed, the text itself where it is none, None for nothing."""
    said = text.strip()
    if not _NUMBER.fullmatch(said):
        return said or None
    said = said.replace("−", "-").replace(",", ".")
    value = float(said)
    return int(value) if value.is_integer() else value


def put(draft: Draft, place: Place, key: str, value: Any) -> Draft:
    """Set a field; an empty value, or the one that counts anyway, takes the key away.

    The id of something new follows its words.
    """
    if isinstance(value, str):
        value = clean(value)
    changed = set_value(draft, place, key, value)
    return (
        _named_anew(changed, place) if key in _NAMED_BY.get(kind_of(place), ("title",)) else changed
    )


# --- ids --------------------------------------------------------------------------------------


def kind_of(place: Place) -> str:
    """Return what stands at a place: checklist, attributes, areas or questions."""
    return str(place[-2]) if place else "checklist"


def _named_anew(draft: Draft, place: Place) -> Draft:
    """Let the id follow the words, for what no version has had yet."""
    old = str(item(draft, place).get("id"))
    if old in draft.taken or (not place and (draft.origin or draft.source)):
        return draft
    changed = set_value(draft, place, "id", free_id(draft, place))
    fresh = item(changed, place)["id"]
    if kind_of(place) not in ("attributes", "questions"):
        return changed
    return in_conditions(changed, lambda key, said: (fresh if key == old else key, said))


def free_id(draft: Draft, place: Place) -> str:
    """Return an id for what stands at a place, made of its words and not taken by anything."""
    values = item(draft, place)
    if not place:
        return propose_id(str(values.get("title", "")), (), "checklista", "-")
    kind = kind_of(place)
    words = next((str(values[key]) for key in _NAMED_BY[kind] if values.get(key)), "")
    others = {
        str(item(draft, other).get("id"))
        for other in places(draft.data)
        if other and other != place and (kind_of(other) == "areas") == (kind == "areas")
    }
    return propose_id(words, others | draft.taken, _FALLBACKS[kind])


def in_conditions(draft: Draft, change: Callable[[str, Any], tuple[str, Any]]) -> Draft:
    """Return the draft with `change` made to everything that some condition asks about."""
    for place in places(draft.data):
        if len(place) == 4 and "applies_when" in item(draft, place):
            before = item(draft, place)["applies_when"]
            after = change_leaves(before, change)
            if after != before:
                draft = put_item(draft, place, {**item(draft, place), "applies_when": after})
    return draft


# --- changing plain values --------------------------------------------------------------------


def set_value(draft: Draft, place: Place, key: str, value: Any) -> Draft:
    """Set a key as it stands; empty values and those that count anyway are not written."""
    values = dict(item(draft, place))
    empty = value is None or value in ((), {}, "")
    if empty or (key in _DEFAULTS and value == _DEFAULTS[key]):
        values.pop(key, None)
    else:
        values[key] = value
    return put_item(draft, place, values)


def put_item(draft: Draft, place: Place, values: dict[str, Any]) -> Draft:
    """Put other values at a place."""
    return replace(draft, data=_replaced(draft.data, place, values))


def _replaced(data: Any, place: Place, value: Any) -> Any:
    if not place:
        return value
    head, rest = place[0], place[1:]
    inner = _replaced(data[head], rest, value)
    if isinstance(data, tuple):
        return tuple(inner if at == head else one for at, one in enumerate(data))
    return {**data, head: inner}


def with_taken(draft: Draft, version: Checklist) -> Draft:
    """Return the draft with another version's ids taken, so that they mean what they meant."""
    names = {one.id for one in version.attributes} | {one.id for one in version.areas}
    return replace(draft, taken=draft.taken | names | set(version.by_id))
