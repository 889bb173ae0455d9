"""Look through every row of a document from somebody else before any of it is taken in."""

from __future__ import annotations

from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING

from egenkontroll.storage import digests
from egenkontroll.storage.fitting import (
    REFERENCES,
    count,
    empty,
    oversized,
    strays,
    unfit,
    usual_content,
    usual_key,
)
from egenkontroll.storage.schema import KINDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from egenkontroll.facts import Id

Reading = tuple["Id", int, "Id"]
"""A case, a role and a reviewer."""

_CHUNK = 500


class Scan:
    """What a document holds, and which of its rows are not as they were written.

    `devices` counts the rows of each kind by device, and `answers` the questions answered by
    reading. `reviewers` and `units` are those that some row is about, and `cases` those that some
    row but an answer is about. `changed` counts,
    by kind, the rows that are not as they were written, and `malformed` those that no program of
    ours can have written; a kind in `unread` has rows too large to be looked at. `latest` is the
    newest clock of all.
    """

    def __init__(self) -> None:
        self.devices: dict[str, Counter[Id]] = {}
        self.answers: Counter[Reading] = Counter()
        self.cases: set[Id] = set()
        self.reviewers: set[Id] = set()
        self.units: set[Id] = set()
        self.changed: dict[str, int] = {}
        self.malformed: dict[str, int] = {}
        self.unread: set[str] = set()
        self.latest = 0

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
    found = survey(connection, beat)
    check_answers(connection, found, beat)
    return found


def survey(
    connection: sqlite3.Connection, beat: Callable[[], object], *, later: bool = False
) -> Scan:
    """Return what `scan` does, but that no answer is held against its digest yet.

    The answers are many, and a changed one can say something else but not stop the reading.
    Their devices and readings are found only where none of them is malformed. `later` leaves
    to `doubtful_answers` to find out whether they are, and to `survey_answers` all but how many
    are from which device.
    """
    found = Scan()
    for name, kind in KINDS.items():
        beat()
        found.devices[name] = Counter()
        if later and name == "answer":
            found.devices[name].update(_by_device(connection))
            continue
        if empty(connection, name):
            continue
        wrong = count(connection, name, unfit(name))
        # What is too large is counted without ever being held.
        if wrong and (many := count(connection, name, oversized(kind))):
            found.malformed[name] = many
            found.unread.add(name)
            continue
        if wrong:
            found.malformed[name] = wrong
        if name != "answer":
            _scan_kind(connection, name, found, beat)
        elif not wrong:
            found.devices[name].update(_by_device(connection))
            survey_answers(connection, found, beat)
    return found


def check_answers(connection: sqlite3.Connection, found: Scan, beat: Callable[[], object]) -> None:
    """Hold every answer against its digest and say in `found` how many are changed."""
    if "answer" not in found.unread and (many := digests.changed(connection, "answer", beat)):
        found.changed["answer"] = many


def doubtful_answers(connection: sqlite3.Connection, beat: Callable[[], object]) -> int:
    """Return how many answers are not as they were written, or not such as are written today.

    What `survey` and `check_answers` find out in two readings, in one: there may be doubt of
    an answer that they let pass, and none of any that they do not.
    """
    return digests.changed(connection, "answer", beat, (usual_key, usual_content))


def faults(connection: sqlite3.Connection) -> bool:
    """Tell whether what is read without further checking is not as it was written.

    Every row is held against its digest but the answers, which are many: a changed answer can
    say something else, and `scan` finds it, but not stop the reading of the others.
    """
    found = Scan()
    for name in KINDS:
        if empty(connection, name):
            continue  # most kinds have no rows, and nothing need be imported for those
        if count(connection, name, unfit(name)):
            return True
        if name != "answer":
            found.devices[name] = Counter()
            _scan_kind(connection, name, found, lambda: None)
    return bool(found.changed or strays(connection))


def _scan_kind(
    connection: sqlite3.Connection, name: str, found: Scan, beat: Callable[[], object]
) -> None:
    columns = digests.columns(KINDS[name])
    clock, device = (itemgetter(columns.index(column)) for column in ("clock", "device"))
    kept = {"case_id": found.cases, "reviewer": found.reviewers, "unit": found.units}
    about = [
        (kept[column], itemgetter(columns.index(column))) for column in REFERENCES.get(name, ())
    ]
    wrong = 0
    for chunk, changed in digests.checked(connection, name, beat):
        wrong += changed
        found.devices[name].update(map(device, chunk))
        found.latest = max(found.latest, *map(clock, chunk))
        for known, of in about:
            known.update(map(of, chunk))
    if wrong:
        found.changed[name] = wrong


def _by_device(connection: sqlite3.Connection) -> dict[Id, int]:
    """Count the answers by device: mostly all of them are from one."""
    one = connection.execute("SELECT device FROM answer LIMIT 1").fetchone()
    if one is None:
        return {}
    if connection.execute(_ANY_OTHER_DEVICE, one).fetchone()[0]:
        counted = connection.execute("SELECT device, count(*) FROM answer GROUP BY device")
        return dict(counted.fetchall())
    return {one[0]: connection.execute("SELECT count(*) FROM answer").fetchone()[0]}


def survey_answers(connection: sqlite3.Connection, found: Scan, beat: Callable[[], object]) -> None:
    """Find out about the answers in the order they lie in, mostly without sorting them."""
    many = found.devices["answer"].total()
    if not many:
        return
    beat()
    (latest,) = connection.execute("SELECT max(clock) FROM answer").fetchone()
    if type(latest) is not int:
        found.malformed["answer"] = many  # one at least, and `survey` was not to find out
        return
    found.latest = max(found.latest, latest)
    beat()
    one = connection.execute("SELECT role, reviewer FROM answer LIMIT 1").fetchone()
    if connection.execute(_ANY_OTHER, one).fetchone()[0]:
        found.answers = _readings(connection, beat)
    else:
        role, reviewer = one
        cursor = connection.execute(_EACH_CASE)
        while chunk := cursor.fetchmany(_CHUNK):
            beat()
            found.answers.update({(case, role, reviewer): times for case, times in chunk})
    found.reviewers.update(reviewer for _, _, reviewer in found.answers)


_ANY_OTHER_DEVICE = "SELECT EXISTS (SELECT 1 FROM answer WHERE device IS NOT ?)"
_ANY_OTHER = "SELECT EXISTS (SELECT 1 FROM answer WHERE role IS NOT ? OR reviewer IS NOT ?)"
_EACH_CASE = "SELECT case_id, count(DISTINCT question) FROM answer GROUP BY case_id"


def _readings(connection: sqlite3.Connection, beat: Callable[[], object]) -> Counter[Reading]:
    found: Counter[Reading] = Counter()
    several = []
    cursor = connection.execute(
        "SELECT case_id, min(role), max(role), min(reviewer), max(reviewer), "
        "count(DISTINCT question) FROM answer GROUP BY case_id"
    )
    while chunk := cursor.fetchmany(_CHUNK):
        beat()
        for case, role, last_role, reviewer, last_reviewer, many in chunk:
            if (role, reviewer) == (last_role, last_reviewer):
                found[case, role, reviewer] = many
            else:
                several.append(case)
    asked = (
        "SELECT role, reviewer, count(DISTINCT question) FROM answer WHERE case_id = ? "
        "GROUP BY role, reviewer"
    )
    for case in several:
        for role, reviewer, many in connection.execute(asked, (case,)):
            found[case, role, reviewer] = many
    return found
