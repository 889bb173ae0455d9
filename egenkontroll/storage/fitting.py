"""What rows a document of ours can hold: each by itself, and beside what the others tell of."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from typing import TYPE_CHECKING

from egenkontroll.facts import DEVICE_SIZE, DIGEST_SIZE
from egenkontroll.review.answers import FLAGS, GIVEN, SHOWN, Role
from egenkontroll.review.states import State
from egenkontroll.sample.cases import MOST_CASES, Status
from egenkontroll.storage.digests import LATEST_CLOCK
from egenkontroll.storage.schema import KINDS, Kind

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from egenkontroll.facts import Row

_TEXT = 100_000  # characters: much more than anybody writes in one field

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
    ("aggregate", "unit", "unit"),
    ("answer", "reviewer", "reviewer"),
)
"""(Kind, column, kind it names): what nothing can be shown without."""

SWEDISH = {"unit": "enhet", "reviewer": "granskare", "round": "omgång"}


def unfit(name: str) -> str:
    """Return the condition for rows that are too large or that no program of ours wrote."""
    return f"{oversized(KINDS[name])} OR {malformed(name)}"


def count(connection: sqlite3.Connection, name: str, asked: str) -> int:
    """Return how many rows of a kind meet a condition."""
    return int(connection.execute(f'SELECT count(*) FROM "{name}" WHERE {asked}').fetchone()[0])


def empty(connection: sqlite3.Connection, name: str) -> bool:
    """Tell whether there are no rows of a kind: so it is with most."""
    return connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() is None


def strays(connection: sqlite3.Connection) -> list[str]:
    """Return, in Swedish, what is about something that the document does not tell of."""
    return [
        f"{many} rader av slaget {name} hör till en {SWEDISH[of]} som inte finns"
        for name, column, of in LEADS
        if (many := _leading_nowhere(connection, name, column, of))
    ]


def adrift(connection: sqlite3.Connection) -> Counter[str]:
    """Count by kind the rows that `strays` tells of and that a merge does not leave out.

    No document of ours holds such a row: it could not be opened, and nor could one with it in.
    """
    return Counter(
        {
            name: many
            for name, column, of in LEADS
            if column not in REFERENCES.get(name, ())
            and (many := _leading_nowhere(connection, name, column, of))
        }
    )


def _leading_nowhere(connection: sqlite3.Connection, name: str, column: str, of: str) -> int:
    asked = f'"{column}" != x\'\' AND "{column}" NOT IN (SELECT "{of}" FROM "{of}")'
    return count(connection, name, asked)


def oversized(kind: Kind) -> str:
    """Return the condition for rows of a kind with something that is too large to be held."""
    texts = [name for name, type_ in (*kind.key, *kind.content) if type_ == "TEXT"]
    large = ("body", "source", "cases", "excluded")
    lengths = [f'length("{name}") > {_TEXT}' for name in texts if name not in large]
    return " OR ".join([*lengths, f"length(replaces) > {_TEXT}"])


def _none_of(column: str, words: Sequence[object]) -> str:
    return f'"{column}" NOT IN ({", ".join(repr(word) for word in words)})'


def _no_id(column: str, *, may_be_empty: bool = True) -> str:
    sizes = (0, 16) if may_be_empty else (16,)
    return f'length("{column}") NOT IN ({", ".join(map(str, sizes))})'


_ROLES = frozenset(int(role) for role in Role)
_ROLE = _none_of("role", sorted(_ROLES))
_VALUE = f"substr(value, 1, 1) != '=' AND {_none_of('value', list(SHOWN))}"
_FLAGS = frozenset(
    " ".join(some) for many in range(len(FLAGS) + 1) for some in permutations(FLAGS, many)
)
_MALFORMED = {
    "answer": f"{_ROLE} OR {_VALUE} OR flags != '' AND {_none_of('flags', sorted(_FLAGS))}",
    "consensus": _VALUE,
    "decision": _ROLE,
    "assignment": f"{_ROLE} OR {_no_id('reviewer', may_be_empty=False)}",
    "review_state": f"{_ROLE} OR {_none_of('state', [str(state) for state in State])}",
    "case_drawn": f"{_none_of('status', [str(status) for status in Status])} "
    f"OR NOT json_valid(attributes) OR {_no_id('unit', may_be_empty=False)} "
    "OR position NOT BETWEEN 0 AND 1000000000 OR double NOT IN (0, 1)",
    "unit": f"{_no_id('unit', may_be_empty=False)} OR {_no_id('parent')} "
    "OR length(predecessors) % 16",
    "reviewer": f"{_no_id('unit')} OR {_no_id('same_as')} OR left NOT IN (0, 1)",
    "round": "length(checklist) NOT IN (0, 32)",
    "aggregate": f"{_no_id('unit')} OR k < 0 OR n < 0 OR k > n OR n > {MOST_CASES} "
    "OR printed NOT BETWEEN 0 AND 100 OR turned NOT IN (0, 1)",
    "lock": "edition NOT BETWEEN 1 AND 1000000",
    "checklist": "NOT json_valid(body)",
    "draw": "NOT json_valid(body)",
    "frame": "NOT json_valid(cases) OR NOT json_valid(excluded)",
}


def malformed(name: str) -> str:
    """Return the condition for rows that would stop the reading of everything else."""
    clock = f"clock NOT BETWEEN 0 AND {LATEST_CLOCK}"
    sizes = f"length(device) != {DEVICE_SIZE} OR length(replaces) % {DIGEST_SIZE}"
    return f"{clock} OR {sizes} OR {_malformed_of_its_kind(name)}"


def _malformed_of_its_kind(name: str) -> str:
    """Return the same for one kind alone; words that other modules hold are imported here."""
    if name == "ledger":
        from egenkontroll.checklist.compare import Relation

        return _none_of("relation", [*map(str, Relation)])
    if name == "clarification":
        from egenkontroll.results.clarification import Decision

        return _none_of("decision", ["", *map(str, Decision)])
    return _MALFORMED.get(name, "false")


def usual_key(row: Row) -> bool:
    """Tell whether this can be the question, role and reviewer of an answer: never if `unfit`."""
    question, role, _ = row
    return role in _ROLES and type(question) is str and len(question) <= _TEXT


def usual_content(row: Row) -> bool:
    """Tell whether this can be the device, what is replaced, and the content of an answer."""
    device, replaces, value, comment, flags = row
    return (
        all(type(one) is bytes for one in (device, replaces))
        and all(type(one) is str and len(one) <= _TEXT for one in (value, comment, flags))
        and len(device) == DEVICE_SIZE
        and len(replaces) % DIGEST_SIZE == 0
        and len(replaces) <= _TEXT
        and (value in SHOWN or value.startswith(GIVEN))
        and flags in _FLAGS
    )
