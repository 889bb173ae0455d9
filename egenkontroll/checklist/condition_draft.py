"""A condition while it is being built: rows and groups, finished or not, to and from YAML values.

`conditions` holds what a finished condition means; here a row may still lack its answers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from egenkontroll.checklist import conditions

if TYPE_CHECKING:
    from collections.abc import Callable

Number: TypeAlias = int | float | str
"""A bound as it is typed: text that is no number stays, so that its fault can be told."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what is asked about, and the answers or the bounds that open the question."""

    subject: str = ""
    accepted: tuple[str, ...] = ()
    negated: bool = False
    within: bool = False
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Rows and groups of which all must hold, or with `any_of` one; `negated` turns it round."""

    parts: tuple[Row | Group, ...] = ()
    any_of: bool = False
    negated: bool = False


def from_raw(raw: Any) -> Group:
    """Return the rows of a condition's plain values; no rows where there is no condition."""
    if not raw:
        return Group()
    part = _part(raw)
    return part if isinstance(part, Group) else Group((part,))


def _part(raw: dict[str, Any]) -> Row | Group:
    if len(raw) > 1:  # in the order that conditions.parse gives the keys
        return Group(tuple(_entry(key, raw[key]) for key in sorted(raw)))
    ((key, value),) = raw.items()
    return _entry(key, value)


def _entry(key: str, value: Any) -> Row | Group:
    if key in ("all", "any"):
        return Group(tuple(_part(part) for part in value), key == "any")
    if key == "not":
        part = _part(value)
        return replace(part, negated=not part.negated)
    if isinstance(value, dict):
        return Row(key, within=True, low=value.get("min"), high=value.get("max"))
    return Row(key, (value,) if isinstance(value, str) else tuple(value))


def to_raw(group: Group) -> dict[str, Any] | None:
    """Return the plain values that say the group, or None where it has no rows."""
    if not group.parts:
        return None
    parts = tuple(raw for raw in map(_part_raw, group.parts) if raw is not None)
    if not parts:
        return None
    if group.any_of:
        raw: dict[str, Any] = {"any": parts}
    else:
        raw = parts[0] if len(parts) == 1 else _together(group, parts)
    return {"not": raw} if group.negated else raw


def _part_raw(part: Row | Group) -> dict[str, Any] | None:
    if isinstance(part, Group):
        return to_raw(part)
    if part.within:
        bounds = {"min": part.low, "max": part.high}
        said: Any = {key: bound for key, bound in bounds.items() if bound is not None}
    else:
        said = part.accepted[0] if len(part.accepted) == 1 else part.accepted
    return {"not": {part.subject: said}} if part.negated else {part.subject: said}


def _together(group: Group, parts: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    """Write the parts as one short mapping where that keeps their order, else with `all`."""
    subjects = [part.subject for part in group.parts if isinstance(part, Row) and not part.negated]
    plain = len(subjects) == len(group.parts) and subjects == sorted(set(subjects))
    if not plain:
        return {"all": parts}
    return {key: value for part in parts for key, value in part.items()}


def change_leaves(raw: Any, change: Callable[[str, Any], tuple[str, Any]]) -> Any:
    """Return the condition with `change` applied to every subject and what it is asked for."""
    if not isinstance(raw, dict):
        return raw
    changed: dict[str, Any] = {}
    for key, value in raw.items():
        if key in ("all", "any"):
            changed[key] = tuple(change_leaves(part, change) for part in value)
        elif key == "not":
            changed[key] = change_leaves(value, change)
        else:
            subject, said = change(key, value)
            changed[subject] = said
    return changed


def finished(raw: Any) -> conditions.Condition | None:
    """Return what the condition means, or None while something in it is lacking."""
    try:
        return conditions.parse(raw)
    except ValueError:
        return None
