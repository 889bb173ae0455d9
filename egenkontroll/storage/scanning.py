"""Look through every row of a document from somebody else before any of it is taken in."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from operator import call, itemgetter
from typing import TYPE_CHECKING, Any

from egenkontroll.checklist.compare import Relation
from egenkontroll.facts import DIGEST_SIZE, Value
from egenkontroll.results.clarification import Decision
from egenkontroll.review.answers import SHOWN, Role
from egenkontroll.review.reading import State
from egenkontroll.sample.cases import Status
from egenkontroll.storage.document import DEVICE_SIZE
from egenkontroll.storage.schema import KINDS, Kind

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from egenkontroll.facts import Id

LATEST_CLOCK = 7_258_118_400_000 << 16
"""The first of January 2200: a clock beyond it is no mistake but would stop all later ones."""

_CHUNK = 2_000
_REMEMBERED = 4_000
_CLOCK = "CAST('|int' || length(clock) || ':' || clock AS BLOB)"
_TEXT = 100_000  # characters: much more than anybody writes in one field
_SHORT = 200  # bytes: longer ones seldom come twice


@dataclass(slots=True)
class Scan:
    """What a document holds, and which of its rows are not as they were written.

    `devices` counts the rows of each kind by device. `cases`, `reviewers` and `units` are those
    that some row is about. `changed` counts, by kind, the rows that are not as they were
    written, and `malformed` those that no program of ours can have written.
    """

    devices: dict[str, Counter[Id]] = field(default_factory=dict)
    cases: set[Id] = field(default_factory=set)
    reviewers: set[Id] = field(default_factory=set)
    units: set[Id] = field(default_factory=set)
    changed: dict[str, int] = field(default_factory=dict)
    malformed: dict[str, int] = field(default_factory=dict)
    latest: int = 0

    @property
    def every_device(self) -> set[Id]:
        """Every device that some fact was written on."""
        return {device for found in self.devices.values() for device in found}

    @property
    def rows(self) -> int:
        """The number of facts of every kind."""
        return sum(found.total() for found in self.devices.values())


def scan(connection: sqlite3.Connection, beat: Callable[[], object]) -> Scan:
    """Read every fact once; `beat` is called now and then and may raise to stop."""
    found = Scan()
    for name, kind in KINDS.items():
        # What is too large is counted without ever being held.
        if many := _count(connection, name, _oversized(kind)):
            found.malformed[name] = many
            found.devices[name] = Counter()
            continue
        _scan_kind(connection, name, kind, found, beat)
        if many := _count(connection, name, malformed(name)):
            found.malformed[name] = many
    return found


def faults(connection: sqlite3.Connection) -> bool:
    """Tell whether what is read without further checking is not as it was written.

    Every row is held against its digest but the answers, which are many: a changed answer can
    say something else, and `scan` finds it, but not stop the reading of the others.
    """
    found = Scan()
    for name, kind in KINDS.items():
        if _count(connection, name, unfit(name)):
            return True
        if name != "answer":
            _scan_kind(connection, name, kind, found, lambda: None)
    return bool(found.changed or strays(connection))


def strays(connection: sqlite3.Connection) -> list[str]:
    """Return, in Swedish, what is about something that the document does not tell of."""
    said = []
    for name, column, of in LEADS:
        asked = f'"{column}" != x\'\' AND "{column}" NOT IN (SELECT "{of}" FROM "{of}")'
        if many := _count(connection, name, asked):
            said.append(f"{many} rader av slaget {name} hör till en {SWEDISH[of]} som inte finns")
    return said


def unfit(name: str) -> str:
    """Return the condition for rows that are too large or that no program of ours wrote."""
    return f"{_oversized(KINDS[name])} OR {malformed(name)}"


def _count(connection: sqlite3.Connection, name: str, asked: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{name}" WHERE {asked}').fetchone()[0])


def _oversized(kind: Kind) -> str:
    texts = [name for name, type_ in (*kind.key, *kind.content) if type_ == "TEXT"]
    large = ("body", "source", "cases", "excluded")
    lengths = [f'length("{name}") > {_TEXT}' for name in texts if name not in large]
    return " OR ".join([*lengths, f"length(replaces) > {_TEXT}"])


def _scan_kind(
    connection: sqlite3.Connection, name: str, kind: Kind, found: Scan, beat: Callable[[], object]
) -> None:
    columns = _hashed(kind)
    device = columns.index("device")
    # Every clock is its own: SQLite writes those, faster than they could be remembered here.
    written: list[Callable[[Any], bytes]] = [
        bytes if column == "clock" else _Written().__getitem__ for column in columns
    ]
    before = name.encode()
    kept = {"case_id": found.cases, "reviewer": found.reviewers, "unit": found.units}
    about = [(kept[column], columns.index(column)) for column in REFERENCES.get(name, ())]
    blake2b, devices = hashlib.blake2b, found.devices.setdefault(name, Counter())
    changed = 0
    names = ", ".join(_CLOCK if column == "clock" else f'"{column}"' for column in columns)
    cursor = connection.execute(f'SELECT {names}, digest FROM "{name}"')
    while chunk := cursor.fetchmany(_CHUNK):
        beat()
        for row in chunk:
            whole = before + b"".join(map(call, written, row))
            changed += blake2b(whole, digest_size=DIGEST_SIZE).digest() != row[-1]
        devices.update(map(itemgetter(device), chunk))
        for known, place in about:
            known.update(map(itemgetter(place), chunk))
    if changed:
        found.changed[name] = changed


def _hashed(kind: Kind) -> tuple[str, ...]:
    """Return the columns in the order that the digest is made of them: see `facts.digest_of`."""
    names = (*kind.tree, ("replaces", ""), *kind.content)
    return tuple(name for name, _ in names if name != "digest")


class _Written(dict[Value, bytes]):
    """How each value of a column is written for the digest; most come many times."""

    def __missing__(self, value: Value) -> bytes:
        raw = value if isinstance(value, bytes) else str(value).encode()
        made = b"|%b%d:%b" % (type(value).__name__.encode(), len(raw), raw)
        if len(self) < _REMEMBERED and len(raw) < _SHORT:
            self[value] = made
        return made


REFERENCES = {
    "case_drawn": ("unit",),
    "handler": ("case_id",),
    "assignment": ("case_id", "reviewer"),
    "review_state": ("case_id", "reviewer"),
    "answer": ("case_id", "reviewer"),
    "consensus": ("case_id",),
    "decision": ("case_id", "reviewer"),
    "aggregate": ("unit",),
}
"""The columns that must name a case, reviewer or unit that some fact tells of."""

LEADS = (
    ("case_drawn", "unit", "unit"),
    ("assignment", "reviewer", "reviewer"),
    ("review_state", "reviewer", "reviewer"),
    ("case_drawn", "round", "round"),
    ("reviewer", "same_as", "reviewer"),
)
"""(Kind, column, kind it names): what nothing can be shown without."""

SWEDISH = {"unit": "enhet", "reviewer": "granskare", "round": "omgång"}


# --- what no program of ours has written --------------------------------------------------------


def _none_of(column: str, words: Sequence[object]) -> str:
    return f'"{column}" NOT IN ({", ".join(repr(word) for word in words)})'


def _no_id(column: str, *, may_be_empty: bool = True) -> str:
    sizes = (0, 16) if may_be_empty else (16,)
    return f'length("{column}") NOT IN ({", ".join(map(str, sizes))})'


_ROLE = _none_of("role", [int(role) for role in Role])
_MALFORMED = {
    "answer": f"{_ROLE} OR substr(value, 1, 1) != '=' AND {_none_of('value', list(SHOWN))}",
    "decision": _ROLE,
    "assignment": f"{_ROLE} OR {_no_id('reviewer', may_be_empty=False)}",
    "review_state": f"{_ROLE} OR {_none_of('state', [str(state) for state in State])}",
    "case_drawn": f"{_none_of('status', [str(status) for status in Status])} "
    f"OR NOT json_valid(attributes) OR {_no_id('unit', may_be_empty=False)} "
    "OR position NOT BETWEEN 0 AND 1000000000 OR double NOT IN (0, 1)",
    "unit": f"{_no_id('parent')} OR length(predecessors) % 16",
    "reviewer": f"{_no_id('unit')} OR {_no_id('same_as')} OR left NOT IN (0, 1)",
    "round": "length(checklist) NOT IN (0, 32)",
    "aggregate": "k < 0 OR n < 0 OR k > n OR printed NOT BETWEEN 0 AND 100 OR turned NOT IN (0, 1)",
    "lock": "edition NOT BETWEEN 1 AND 1000000",
    "ledger": _none_of("relation", [*map(str, Relation)]),
    "clarification": _none_of("decision", ["", *map(str, Decision)]),
    "checklist": "NOT json_valid(body)",
    "draw": "NOT json_valid(body)",
    "frame": "NOT json_valid(cases) OR NOT json_valid(excluded)",
}


def malformed(name: str) -> str:
    """Return the condition for rows that would stop the reading of everything else."""
    clock = f"clock NOT BETWEEN 0 AND {LATEST_CLOCK}"
    sizes = f"length(device) != {DEVICE_SIZE} OR length(replaces) % {DIGEST_SIZE}"
    return f"{clock} OR {sizes} OR {_MALFORMED.get(name, 'false')}"
