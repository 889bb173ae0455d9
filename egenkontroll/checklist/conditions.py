"""When a question applies: conditions on case attributes and on other questions' answers.

There is no expression language. A condition is a mapping of what is asked about to the
answers that open the question, and `all`, `any` and `not` around such mappings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from egenkontroll.texts import same_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COMBINERS = ("all", "any", "not")


@dataclass(frozen=True, slots=True)
class OneOf:
    """The attribute or question `subject` has one of the accepted answers."""

    subject: str
    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """The number given for `subject` lies between the bounds, both included."""

    subject: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition: TypeAlias = OneOf | Within | All | AnyOf | Not


def parse(raw: object) -> Condition:
    """Return the condition that the YAML value says.

    Raises ValueError with a Swedish sentence where the form is wrong.
    """
    if not isinstance(raw, dict) or not raw:
        raise ValueError("ett villkor skrivs {fråga eller uppgift: svar}")
    # The keys of a mapping have no order, so that none may show in what is said the same.
    entries = sorted(raw.items(), key=lambda entry: str(entry[0]))
    parts = tuple(_parse_entry(key, value) for key, value in entries)
    return parts[0] if len(parts) == 1 else All(parts)


def _parse_entry(key: object, value: object) -> Condition:
    if key in ("all", "any"):
        if not isinstance(value, list | tuple) or not value:
            raise ValueError(f"{key} ska följas av en lista med villkor")
        parts = tuple(parse(part) for part in value)
        return All(parts) if key == "all" else AnyOf(parts)
    if key == "not":
        return Not(parse(value))
    if isinstance(value, dict):
        return _parse_range(str(key), value)
    accepted = tuple(value) if isinstance(value, list | tuple) else (value,)
    if not accepted or not all(isinstance(answer, str) for answer in accepted):
        raise ValueError(f"svaret för {key} ska vara text eller en lista med texter")
    return OneOf(str(key), accepted)


def _parse_range(subject: str, value: dict[Any, Any]) -> Within:
    if not value or not set(value) <= {"min", "max"}:
        raise ValueError(f"ett intervall för {subject} skrivs {{min: tal, max: tal}}")
    bounds: dict[str, float] = {}
    for key, bound in value.items():
        if not isinstance(bound, int | float) or isinstance(bound, bool):
            raise ValueError(f"gränserna för {subject} ska vara tal")
        bounds[key] = float(bound)
    return Within(subject, bounds.get("min"), bounds.get("max"))


def as_raw(condition: Condition) -> dict[str, Any]:
    """Return the YAML value that `parse` reads as this condition."""
    match condition:
        case OneOf(subject, accepted):
            return {subject: accepted[0] if len(accepted) == 1 else list(accepted)}
        case Within(subject, low, high):
            bounds = {"min": low, "max": high}
            return {subject: {key: bound for key, bound in bounds.items() if bound is not None}}
        case All(parts):
            return {"all": [as_raw(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [as_raw(part) for part in parts]}
        case _:
            return {"not": as_raw(condition.part)}


def leaves(condition: Condition) -> Iterator[OneOf | Within]:
    """Yield every plain condition inside, in the order written."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield condition


def holds(condition: Condition, given: Mapping[str, str]) -> bool | None:
    """Tell whether the condition holds for what is given, or None while that is not known.

    `given` has the case's attributes and the answers in words, by id. What is not given is
    not known, and stays so through `not` (Kleene's three-valued logic), so that a question
    never opens because something has not been answered yet.
    """
    match condition:
        case OneOf(subject, accepted):
            answer = given.get(subject)
            if answer is None:
                return None
            # A multiple choice gives one option a line: one accepted option is enough.
            chosen = {same_word(part) for part in answer.split("\n")}
            return not chosen.isdisjoint(same_word(option) for option in accepted)
        case Within(subject, low, high):
            return _holds_within(given.get(subject), low, high)
        case All(parts):
            return _all(holds(part, given) for part in parts)
        case AnyOf(parts):
            none_holds = _all(_negated(holds(part, given)) for part in parts)
            return _negated(none_holds)
        case _:
            return _negated(holds(condition.part, given))


def _holds_within(answer: str | None, low: float | None, high: float | None) -> bool | None:
    if answer is None:
        return None
    try:
        number = float(answer.replace(",", "."))
    except ValueError:
        return False
    return (low is None or number >= low) and (high is None or number <= high)


def _all(parts: Iterator[bool | None]) -> bool | None:
    known = list(parts)
    if False in known:
        return False
    return None if None in known else True


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value
