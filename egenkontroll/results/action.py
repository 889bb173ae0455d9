"""From a result to an improvement: what is to be done, by whom, how far it is, what it gave."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from egenkontroll.errors import UserError
from egenkontroll.texts import did_you_mean, listing, same_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from egenkontroll.facts import Id


class State(StrEnum):
    """How far an action is."""

    PLANNED = "planned"
    STARTED = "started"
    DONE = "done"
    DROPPED = "dropped"


class Effect(StrEnum):
    """What an action gave, as the follow-up judged it; empty where nobody has judged yet."""

    NOT_JUDGED = ""
    WORKED = "worked"
    PARTLY = "partly"
    NONE = "none"
    TOO_EARLY = "too_early"
    UNKNOWN = "unknown"


STATES = {
    State.PLANNED: "planerad",
    State.STARTED: "påbörjad",
    State.DONE: "avslutad",
    State.DROPPED: "avbruten",
}
EFFECTS = {
    Effect.NOT_JUDGED: "inte bedömd",
    Effect.WORKED: "effekt",
    Effect.PARTLY: "delvis effekt",
    Effect.NONE: "ingen effekt",
    Effect.TOO_EARLY: "för tidigt att säga",
    Effect.UNKNOWN: "kan inte avgöras",
}

_CODE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_SIZE = 6


@dataclass(frozen=True, slots=True)
class Action:
    """An improvement action (förbättringsåtgärd).

    `round` is the round whose result led to it, `question` the question's id, `units` the
    units that it is for (none means all of them). `role` is who is responsible, as a role;
    `due` an ISO date or "". `area` is the quality area (kvalitetsområde) and `risk` the risk
    that it is tied to, in free words, "" for none.
    """

    id: Id
    round: Id
    question: str
    units: tuple[Id, ...]
    what: str
    role: str = ""
    due: str = ""
    state: State = State.PLANNED
    effect: Effect = Effect.NOT_JUDGED
    note: str = ""
    area: str = ""
    risk: str = ""

    @property
    def code(self) -> str:
        """The short name that people use: six signs of the identity's random part."""
        number = int.from_bytes(self.id[-4:], "big")
        return "".join(_CODE[number >> 5 * at & 31] for at in reversed(range(_CODE_SIZE)))

    def undone(self) -> bool:
        """Tell whether the work itself is left to do."""
        return self.state in (State.PLANNED, State.STARTED)

    def open(self) -> bool:
        """Tell whether something is left to do or to judge."""
        if self.state is State.DROPPED:
            return False
        settled = (Effect.WORKED, Effect.PARTLY, Effect.NONE)
        return self.state is not State.DONE or self.effect not in settled


class Described(NamedTuple):
    """An action with the names of what it is about."""

    action: Action
    round: str
    question: str
    units: tuple[str, ...]

    @property
    def whose(self) -> str:
        """The units in words; all of them where none is named."""
        return listing(list(self.units)) if self.units else "alla enheter"

    def as_json(self) -> dict[str, object]:
        """Return the published form: see the README."""
        one = self.action
        return {
            "id": one.code,
            "round": self.round,
            "question": one.question,
            "units": list(self.units),
            "what": one.what,
            "role": one.role,
            "due": one.due or None,
            "state": str(one.state),
            "effect": str(one.effect) or None,
            "note": one.note,
            "quality_area": one.area,
            "risk": one.risk,
        }


def of_unit(found: Iterable[Described], unit: str | None) -> tuple[Described, ...]:
    """Return the actions that a unit's sheet shows; every one for the whole round's (None)."""
    wanted = None if unit is None else same_word(unit)
    return tuple(
        one
        for one in found
        if wanted is None or not one.units or wanted in {same_word(name) for name in one.units}
    )


def checked(action: Action) -> Action:
    """Return the action with tidy texts; raise UserError with everything that is wrong."""
    problems = []
    if not action.what.strip():
        problems.append("Skriv vad som ska göras.")
    if action.due and not _is_date(action.due):
        problems.append(f"Datumet {action.due} går inte att läsa. Skriv det som 2026-11-30.")
    if action.effect not in (Effect.NOT_JUDGED, Effect.TOO_EARLY) and action.state in (
        State.PLANNED,
        State.DROPPED,
    ):
        problems.append("Effekten kan bedömas först när åtgärden är påbörjad.")
    if problems:
        raise UserError("Åtgärden kan inte sparas.", problems)
    return replace(
        action,
        what=_tidy(action.what),
        role=_tidy(action.role),
        note=_tidy(action.note),
        area=_tidy(action.area),
        risk=_tidy(action.risk),
    )


def read_state(word: str) -> State:
    """Return the state with the Swedish word; raise UserError for another word."""
    return State(_read(word, {str(key): said for key, said in STATES.items()}, "Läget"))


def read_effect(word: str) -> Effect:
    """Return the effect with the Swedish word; raise UserError for another word."""
    return Effect(_read(word, {str(key): said for key, said in EFFECTS.items()}, "Effekten"))


def find(actions: Sequence[Action], code: str) -> Action:
    """Return the action with the code; raise UserError where there is none."""
    for action in actions:
        if same_word(action.code) == same_word(code):
            return action
    known = [action.code for action in actions]
    raise UserError(
        f"Åtgärden {code} finns inte{did_you_mean(code, known) or '.'} Visa alla med action list."
    )


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _read(word: str, words: dict[str, str], what: str) -> str:
    for key, said in words.items():
        if same_word(said) == same_word(word):
            return key
    known = list(words.values())
    hint = did_you_mean(word, known) or "."
    raise UserError(f"{what} {word} finns inte{hint} Välj {listing(known, 'eller')}.")


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
