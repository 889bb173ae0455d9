"""What the columns that hold JSON may say, and the only place where they are read.

A row may have the right digest and still have been written by somebody else's program. What is
not of its kind's shape is told with its kind and row, and stops nothing but what asks for it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from contextlib import suppress
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from egenkontroll.storage.schema import KINDS
from egenkontroll.storage.shapes import Map, Maybe, WrongError, hold
from egenkontroll.storage.telling import DamagedError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.facts import Row
    from egenkontroll.storage.shapes import Shape

_LONGEST = 128_000_000  # characters: the cases of a locked round are the most that is written
_MOST_PARTS = 4_000_000  # lists and objects in one text
_NUMBER = range(1_000_000_000)


_HEX = re.compile(r"(?:[0-9a-f]{2})*")
_PACKED = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_QUOTA: Shape = {"attribute": str, "value": str, "percent": _NUMBER}
_TALLY: Shape = {
    **dict.fromkeys(
        ("met", "partly", "not_met", "given", "not_applicable", "not_in_record", "cannot_judge",
         "unanswered"),
        _NUMBER,
    ),
    "options": [(str, _NUMBER)],
}  # fmt: skip
_KEPT: Shape = {
    "name": str,
    "checklist": _HEX,
    "cases": _NUMBER,
    "reviewed": _NUMBER,
    "splits": Map(
        [
            {
                "group": Maybe(str),
                **dict.fromkeys(("cases", "reviewed", "population", "units"), _NUMBER),
                "tallies": Map(_TALLY),
            }
        ]
    ),
}
_SHAPES: dict[tuple[str, str], Shape] = {
    ("case_drawn", "attributes"): Map(str),
    ("frame", "cases"): [(str, str, Map(str))],
    ("frame", "excluded"): [(str, str)],
    ("handout", "body"): {"return_to": str, "agreed": [(str, str, str)]},
    ("merge_receipt", "body"): {
        "program": str,
        "backup": str,
        "added": _NUMBER,
        "erased": _NUMBER,
        "undone": bool,
        "purges?": _NUMBER,
        "files": [
            {
                "name": str,
                "digest": str,
                "classes": [str],
                "counts": Map(_NUMBER),
                "rounds": [str],
                "reviewers": [str],
                "problems": [str],
                "taken": bool,
            }
        ],
    },
    ("setting of texts", "value"): Map(str),
    ("merge_undo", "body"): {"devices": _PACKED, "facts": Map(_PACKED)},
    ("lock", "body"): _KEPT,
    ("locked_cases", "body"): [(_HEX, str, Map(str), [str], Map(str))],
    ("purge", "body"): {
        "kept": str,
        "at": str,
        "seal": str,
        "erased?": Map(_NUMBER),
        "quotas?": bool,
        "sizes?": Map(Map(_NUMBER)),
    },
    ("plan", "body"): {
        "year": range(1, 10_000),
        "months": [range(1, 13)],
        "cases": _NUMBER,
        "dropped": bool,
        **dict.fromkeys(("name", "checklist_id", "who", "note"), str),
    },
}
_MAY_BE_EMPTY = {("lock", "body")}
"""An edition that is open for correction is not sealed, and says nothing."""


def _draw() -> Shape:
    from egenkontroll.sample.wanted import Sizing

    return {
        "algorithm": str,
        "wanted": {
            "seed": str,
            "sizing": frozenset(map(str, Sizing)),
            "stratum": str,
            **dict.fromkeys(
                ("amount", "reserves", "double_percent", "not_reviewed_in", "calibration"), _NUMBER
            ),
            "quotas": [_QUOTA],
            "exclusions": [{"attribute": str, "sign": frozenset("=<>"), "value": str}],
        },
        "strata": [
            {
                "name": str,
                "size": _NUMBER,
                "drawn": [str],
                "reserves": [str],
                "short": [{"quota": _QUOTA, "wanted": _NUMBER, "got": _NUMBER}],
            }
        ],
        "double": [str],
        "calibration": [str],
        "frame_digest": str,
        "adds": bool,
        "again": bool,
        "drawn_at": str,
        "by": str,
    }


def _action() -> Shape:
    from egenkontroll.results.action import Effect, State

    return {
        "round": _HEX,
        "units": [_HEX],
        "state": frozenset(map(str, State)),
        "effect": frozenset(map(str, Effect)),
        **dict.fromkeys(("question", "what", "role", "due", "note", "area", "risk"), str),
    }


_WITH_WORDS: dict[tuple[str, str], Callable[[], Shape]] = {
    ("draw", "body"): _draw,
    ("action", "body"): _action,
}
"""Shapes with words that other modules hold, imported when there is something to read."""


@cache
def _shape(kind: str, column: str) -> Shape:
    late = _WITH_WORDS.get((kind, column))
    return late() if late is not None else _SHAPES[kind, column]


def read(kind: str, column: str, text: str, key: Row) -> Any:
    """Return what a column says. Raises DamagedError where it cannot say that."""
    try:
        return _read(kind, column, text)
    except WrongError as error:
        raise DamagedError(_told(kind, key, str(error))) from None


def check(kind: str, column: str, text: str, key: Row) -> str:
    """Return the text as it is, where it says what it can; for those who read it themselves."""
    if _says(kind, column, text) and (fault := _fault(kind, column, text)):
        raise DamagedError(_told(kind, key, fault))
    return text


def _says(kind: str, column: str, text: str) -> bool:
    return bool(text) or (kind, column) not in _MAY_BE_EMPTY


@lru_cache(maxsize=16)  # the figures of a locked round are looked at again and again
def _fault(kind: str, column: str, text: str) -> str:
    try:
        _read(kind, column, text)
    except WrongError as error:
        return str(error)
    return ""


def checklist(text: str, key: Row) -> Checklist:
    """Return the checklist that a text is. Raises DamagedError where it is none."""
    from egenkontroll.checklist.model import from_canonical

    try:
        return from_canonical(text)
    except (ValueError, RecursionError):
        raise DamagedError(_told("checklist", key, "den är ingen checklista")) from None


def title(text: str, key: Row) -> str:
    """Return a checklist's title alone. Raises DamagedError where the text has none."""
    with suppress(ValueError, RecursionError, TypeError, KeyError):
        if isinstance(found := json.loads(text)["title"], str):
            return found
    raise DamagedError(_told("checklist", key, "den är ingen checklista"))


def check_period(starts: str, ends: str, key: Row) -> None:
    """Raise DamagedError where a round's period is no two days."""
    try:
        dt.date.fromisoformat(starts), dt.date.fromisoformat(ends)
    except ValueError:
        raise DamagedError(_told("round", key, "perioden är inga datum")) from None


def faults(connection: sqlite3.Connection) -> Iterator[tuple[str, Row, str]]:
    """Yield (kind, whole key, what to say) for every row that says what it cannot say."""
    for kind, of in KINDS.items():
        columns = [column for other, column in (*_SHAPES, *_WITH_WORDS) if other == kind]
        if kind == "checklist":
            columns = ["body"]
        if kind == "round":
            columns = ["starts", "ends"]
        if not columns:
            continue
        names = ", ".join(f'"{name}"' for name in [*(name for name, _ in of.tree), *columns])
        width = len(of.tree)
        good: set[str] = set()  # cases have few sets of attributes, and share them
        for row in connection.execute(f'SELECT {names} FROM "{kind}"'):
            try:
                _check_row(kind, columns, row[width:], row[: len(of.key)], good)
            except DamagedError as error:
                yield kind, row[:width], error.message


def _check_row(kind: str, columns: list[str], said: Row, key: Row, good: set[str]) -> None:
    if kind == "round":
        check_period(said[0], said[1], key)
        return
    for column, text in zip(columns, said, strict=True):
        if text in good:
            continue
        if kind == "checklist":
            checklist(text, key)
        elif _says(kind, column, text):
            read(kind, column, text, key)
        if len(text) < 1000:
            good.add(text)


def _told(kind: str, key: Row, why: str) -> str:
    named = " ".join(part.hex()[-8:] if isinstance(part, bytes) else str(part) for part in key)
    return (
        f"En rad av slaget {kind} ({named[:100]}) kan inte vara skriven av Egenkontroll: {why}. "
        "Inget är ändrat, och det andra i dokumentet går att läsa. Rädda det till en ny fil med "
        "egenkontroll repair, eller be den som lämnade filen om en ny."
    )


def _read(kind: str, column: str, text: str) -> Any:
    if len(text) > _LONGEST or text.count("[") + text.count("{") > _MOST_PARTS:
        raise WrongError(f"{column} är för stor")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise WrongError(f"{column} är ingen JSON") from None
    hold(value, _shape(kind, column), column)
    if kind == "lock":
        from egenkontroll.results.kept import WHOLE

        if WHOLE not in value["splits"]:
            raise WrongError(f"{column}.splits saknar hela omgången")
    return value
