"""Everything that is the matter with a draft, field by field, in words for those who write it.

The rules are those of `model` and `rules`; here their complaints lose the words of the file.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from egenkontroll.checklist import rules
from egenkontroll.checklist.editing import Place, bare, item, named, places
from egenkontroll.checklist.model import Checklist

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

    from egenkontroll.checklist.editing import Draft


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where the item stands, which field it is in, and a sentence.

    `at` is which alternative it is, where it is one of them.
    """

    place: Place
    field: str
    message: str
    at: int | None = None


_LACKING = {
    "text": "Skriv frågan.",
    "label": "Ge uppgiften ett namn.",
    "version": "Skriv ett versionsnummer.",
    "areas": "Checklistan behöver minst ett område.",
    "questions": "Området behöver minst en fråga.",
    "choices": "Skriv minst ett svarsalternativ.",
}
_TITLES = {"checklist": "Ge checklistan ett namn.", "areas": "Ge området ett namn."}
_BOUND = "Skriv ett tal, till exempel 14 eller 2,5."
_WRONG = {
    "target": "Skriv ett heltal från 0 till 100.",
    "basis_checked": "Skriv datumet som år-månad-dag, till exempel 2026-11-01.",
    "min": _BOUND,
    "max": _BOUND,
    "met_range": _BOUND,
}
_TOO_LONG = "Texten är för lång. Den får ha högst 4 000 tecken."
_UNFINISHED = (
    ("ska vara tal", "Gränserna i villkoret ska vara tal, till exempel 14 eller 2,5."),
    ("ett intervall för ", "Skriv minst en gräns i villkoret."),
    ("svaret för  ska", "Välj vad villkoret frågar efter."),
    ("svaret för ", "Välj minst ett svar i villkoret."),
)
_UNUSED = "Uppgiften används inte för den här svarstypen."


def faults(draft: Draft) -> tuple[Fault, ...]:
    """Return every fault of the draft, in the order of the checklist, each said once."""
    data = bare(draft.data)
    found = [*_of_form(data), *_of_rules(draft, data), *_of_dates(draft)]
    order = {place: at for at, place in enumerate(places(data))}
    unique = dict.fromkeys(found)
    return tuple(sorted(unique, key=lambda fault: order[fault.place]))


# --- what the model says ----------------------------------------------------------------------


def _of_form(data: dict[str, Any]) -> Iterator[Fault]:
    try:
        Checklist.model_validate(data)
    except ValidationError as error:
        for details in error.errors():
            place, field, at = _where(details["loc"])
            message = _said(place, field, details)
            # pydantic also counts a list as too short whose items are faulty.
            if not (details["type"] == "too_short" and rules.dig(data, details["loc"])):
                yield Fault(place, field, message, at)


def _where(path: tuple[str | int, ...]) -> tuple[Place, str, int | None]:
    """Split a path into the item's place, the field, and which one of its values."""
    length = 0
    while path[length : length + 1] and path[length] in ("attributes", "areas", "questions"):
        if len(path) < length + 3:
            break
        length += 2
    at = path[length + 1] if len(path) > length + 1 else None
    return path[:length], str(path[length]), at if isinstance(at, int) else None


def _said(place: Place, field: str, details: ErrorDetails) -> str:
    kind = details["type"]
    if kind == "string_too_long":
        return _TOO_LONG
    if kind == "string_too_short" and field == "choices":
        return "Svarsalternativet är tomt."
    if field == "title":
        return _TITLES["areas" if place else "checklist"]
    if kind == "value_error":
        reason = str(details["ctx"]["error"])
        return next(
            (said for word, said in _UNFINISHED if word in reason), "Villkoret är inte färdigt."
        )
    known = _WRONG.get(field) or _LACKING.get(field)
    return known or "Uppgiften går inte att använda så."


# --- what the rules say -----------------------------------------------------------------------


def _of_rules(draft: Draft, data: dict[str, Any]) -> Iterator[Fault]:
    names = {**{one.id: one.short for one in named(draft).questions}}
    names |= {one.id: one.label for one in named(draft).attributes}
    for path, message in rules.faults(data):
        if "är större än max" in message or message.startswith("choices saknas"):
            continue
        place, field, at = _where(path)
        yield Fault(place, field, _plainly(message, field, names), at)
    for place in places(data):
        yield from _of_item(place, item(draft, place))


def _of_item(place: Place, values: dict[str, Any]) -> Iterator[Fault]:
    """Tell what the rules say of a whole item, at the field that it is about."""
    kinds = ("choice",) if place[:1] == ("attributes",) else ("choice", "multi")
    if values.get("type") in kinds and values.get("choices") is None:
        yield Fault(place, "choices", _LACKING["choices"])
    for field, where in (("max", values), ("met_range", values.get("met_range"))):
        low, high = rules.dig(where, ("min",)), rules.dig(where, ("max",))
        if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
            yield Fault(place, field, "Det minsta talet är större än det största.")


def _plainly(message: str, field: str, names: dict[str, str]) -> str:
    if field == "applies_when":
        return _of_condition(message, names)
    if field in ("id", "label"):
        return "Namnet är upptaget. Välj ett annat."
    if "används" in message or "met_range behöver" in message:
        return _UNUSED if "används" in message else "Skriv minst en gräns."
    plain = message.removeprefix(f"{field}: ")
    return f"{plain[:1].upper()}{plain[1:]}."


_ABSENT = re.compile(r"villkoret frågar efter (\S+), som inte finns.*")
_IMPOSSIBLE = re.compile(r"(\S+) kan inte ha svaret (.*)", re.DOTALL)
_NO_NUMBERS = re.compile(r"(\S+) har inga tal;.*")


def _of_condition(message: str, names: dict[str, str]) -> str:
    absent = _ABSENT.fullmatch(message)
    if absent:
        return f"Villkoret frågar efter något som inte finns längre ({absent[1]})."
    impossible = _IMPOSSIBLE.fullmatch(message)
    if impossible:
        return f"Villkoret: {names[impossible[1]]} kan inte ha svaret {impossible[2]}."
    without = _NO_NUMBERS.fullmatch(message)
    if without:
        return f"Villkoret: {names[without[1]]} har inga tal. Välj bland svaren."
    if message.startswith("villkoren går i cirkel: "):
        circle = message.partition(": ")[2].split(" → ")
        return f"Villkoren går i cirkel: {' → '.join(names[one] for one in circle)}."
    return "I villkoret är det minsta talet större än det största."


# --- what the calendar says -------------------------------------------------------------------


def _of_dates(draft: Draft) -> Iterator[Fault]:
    for place in places(draft.data):
        said = item(draft, place).get("basis_checked")
        if isinstance(said, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", said):
            try:
                dt.date.fromisoformat(said)
            except ValueError:
                yield Fault(place, "basis_checked", f"Dagen {said} finns inte i kalendern.")
