"""Add what other files hold to a document, in the order of its trees, all in one transaction."""

from __future__ import annotations

import heapq
import os
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

from egenkontroll.storage import database
from egenkontroll.storage.schema import KINDS, table_sql
from egenkontroll.storage.union import CACHE, MERGED, attached

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from egenkontroll.facts import Id
    from egenkontroll.storage.inputs import Input

MOST_ATTACHED = 10
"""As many as SQLite attaches to one connection."""

MOST_AT_ONCE = 50
"""So many files at most lie open side by side while they are brought together."""

_FEW = 8  # answers in a case: with fewer it does not pay to fetch them case by case
_OFTEN = 64


@dataclass(frozen=True, slots=True)
class Part:
    """A file to be added: the kinds that it has facts of, and how many answers to which cases."""

    at: Path
    kinds: frozenset[str]
    answers: int
    cases: list[Id]


@dataclass(frozen=True, slots=True)
class _Source:
    """A part that can be read: the file that it is attached in, and how its tables end there."""

    part: Part
    name: str
    end: str = ""

    def table(self, kind: str) -> str:
        return f'{self.name}."{kind}{self.end}"'


def part_of(one: Input) -> Part:
    """Return what there is to add of an input."""
    devices = one.scan.devices
    kinds = frozenset(kind for kind in MERGED if devices[kind])
    cases = sorted({case for case, _, _ in one.scan.answers})
    return Part(one.at, kinds, devices["answer"].total(), cases)


@contextmanager
def beside(
    connection: sqlite3.Connection,
    parts: Sequence[Part],
    folder: Path,
    beat: Callable[[], object],
) -> Iterator[list[_Source]]:
    """Attach the parts to a connection; `folder` is private.

    SQLite attaches ten files and lets none of them go before a transaction ends, so what is
    beyond is first copied, table by table, to one private file.
    """
    parts = list(parts)
    while len(parts) > MOST_AT_ONCE:
        some, parts = parts[:MOST_AT_ONCE], parts[MOST_AT_ONCE:]
        parts.append(_brought_together(connection, some, folder, beat))
    near, far = parts, []
    if len(parts) > MOST_ATTACHED:
        near, far = parts[: MOST_ATTACHED - 1], parts[MOST_ATTACHED - 1 :]
    files = [one.at for one in near]
    if far:
        files.append(_copied(connection, far, _new(folder), beat))
    with attached(connection, files) as names:
        sources = [_Source(*one) for one in zip(near, names, strict=False)]
        yield [*sources, *(_Source(one, names[-1], f" {at}") for at, one in enumerate(far))]


def _copied(
    connection: sqlite3.Connection, parts: Sequence[Part], to: Path, beat: Callable[[], object]
) -> Path:
    """Copy the tables as they are: SQLite does so without looking into a single row.

    But only out of a file that it might write to, for reasons of its own. Nothing is written to
    it: whoever holds it as an input has its lock, and there is no journal beside it.
    """
    with database.staging(to, connection) as stage:
        stage.execute(f"PRAGMA cache_size = {CACHE}")
        for first in range(0, len(parts), MOST_ATTACHED):
            some = parts[first : first + MOST_ATTACHED]
            with attached(stage, [one.at for one in some], "rw") as names:
                stage.execute("BEGIN")
                for at, (one, name) in enumerate(zip(some, names, strict=True), first):
                    for kind in sorted(one.kinds):
                        beat()
                        stage.execute(table_sql(f"{kind} {at}", KINDS[kind]))
                        read = f'SELECT * FROM {name}."{kind}"'
                        stage.execute(f'INSERT INTO main."{kind} {at}" {read}')
                stage.execute("COMMIT")
    return to


def _new(folder: Path) -> Path:
    return folder / f"{os.urandom(8).hex()}.db"


def _brought_together(
    connection: sqlite3.Connection,
    parts: Sequence[Part],
    folder: Path,
    beat: Callable[[], object],
) -> Part:
    kinds = frozenset(kind for one in parts for kind in one.kinds)
    to = _new(folder)
    with database.staging(to, connection) as stage, beside(stage, parts, folder, beat) as sources:
        for kind in sorted(kinds):
            stage.execute(table_sql(kind, KINDS[kind]))
        stage.execute("BEGIN")
        add(stage, sources, beat)
        stage.execute("COMMIT")
    cases = sorted({case for one in parts for case in one.cases})
    return Part(to, kinds, sum(one.answers for one in parts), cases)


def add(
    connection: sqlite3.Connection, sources: Sequence[_Source], beat: Callable[[], object]
) -> int:
    """Add what the sources hold, in key order, inside an open transaction.

    Returns how many facts were added. A row that breaks a rule of its table stops everything;
    only the very same fact is passed over.
    """
    added = 0
    for kind in MERGED:
        beat()
        some = [one for one in sources if kind in one.part.kinds]
        if kind == "answer" and len(some) > 1 and _by_case_pays(some):
            added += _add_answers(connection, some, beat)
        elif some:
            every = " UNION ALL ".join(_read(kind, one.table(kind), "true") for one in some)
            tree = ", ".join(f'"{column}"' for column, _ in KINDS[kind].tree)
            added += connection.execute(_adding(kind, f"{every} ORDER BY {tree}")).rowcount
    return added


def _by_case_pays(sources: Sequence[_Source]) -> bool:
    answers = sum(one.part.answers for one in sources)
    return answers >= _FEW * sum(len(one.part.cases) for one in sources)


def _add_answers(
    connection: sqlite3.Connection, sources: Sequence[_Source], beat: Callable[[], object]
) -> int:
    """Add the answers case after case: cheaper than to have SQLite hold every row to every file's.

    Each file has its rows in the tree's order, and a case is mostly in one file.
    """
    statements = [
        _adding("answer", _read("answer", one.table("answer"), "case_id = ?")) for one in sources
    ]
    cases = (zip(one.part.cases, repeat(at)) for at, one in enumerate(sources))
    added = 0
    for number, (case, at) in enumerate(heapq.merge(*cases)):
        if number % _OFTEN == 0:
            beat()
        added += connection.execute(statements[at], (case,)).rowcount
    return added


def _read(kind: str, table: str, where: str) -> str:
    columns = ", ".join(f'"{column}"' for column in KINDS[kind].columns)
    return f"SELECT {columns} FROM {table} WHERE {where}"


def _adding(kind: str, read: str) -> str:
    columns = ", ".join(f'"{column}"' for column in KINDS[kind].columns)
    tree = ", ".join(f'"{column}"' for column, _ in KINDS[kind].tree)
    return f'INSERT INTO main."{kind}" ({columns}) {read} ON CONFLICT ({tree}) DO NOTHING'
