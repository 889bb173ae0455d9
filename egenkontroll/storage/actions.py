"""Improvement actions and the year's plan in the document."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from egenkontroll.facts import current, standing
from egenkontroll.results.action import Action, Effect, State
from egenkontroll.results.yearplan import Control
from egenkontroll.storage import bodies

if TYPE_CHECKING:
    from egenkontroll.facts import Fact
    from egenkontroll.storage.document import Document


def action_fact(document: Document, action: Action) -> Fact:
    """Return the fact of how an action is now, replacing what was said of it before."""
    body = asdict(action) | {
        "round": action.round.hex(),
        "units": [unit.hex() for unit in action.units],
    }
    del body["id"]
    known = standing(document.read("action", action=action.id))
    return document.pen.write("action", (action.id,), (_json(body),), known)


def actions(document: Document) -> tuple[Action, ...]:
    """Return every action, in the order they were made."""
    found = []
    for (key,), fact in sorted(current(document.read("action")).items()):
        body = bodies.read("action", "body", fact.content[0], fact.key)
        body["round"] = bytes.fromhex(body["round"])
        body["units"] = tuple(bytes.fromhex(unit) for unit in body["units"])
        body["state"], body["effect"] = State(body["state"]), Effect(body["effect"])
        found.append(Action(id=key, **body))
    return tuple(found)


def control_fact(document: Document, control: Control) -> Fact:
    """Return the fact of how a control in the year's plan is now."""
    body = asdict(control)
    del body["id"]
    known = standing(document.read("plan", plan=control.id))
    return document.pen.write("plan", (control.id,), (_json(body),), known)


def controls(document: Document) -> tuple[Control, ...]:
    """Return every control of the plans, by year and month."""
    found = []
    for (key,), fact in current(document.read("plan")).items():
        body = bodies.read("plan", "body", fact.content[0], fact.key)
        body["months"] = tuple(body["months"])
        found.append(Control(id=key, **body))
    return tuple(sorted(found, key=lambda one: (one.year, one.months, one.name, one.id)))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
