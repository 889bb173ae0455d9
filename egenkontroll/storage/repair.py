"""Save what can be saved from a damaged document: see `ranges` for how its rows are found.

No row is taken that is not exactly as it was written: see its digest.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from egenkontroll import facts
from egenkontroll.storage import bodies, connections, database, fitting, journals, union
from egenkontroll.storage.ranges import Source, number, rows_of
from egenkontroll.storage.recognising import mended
from egenkontroll.storage.rows import fact_of
from egenkontroll.storage.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from egenkontroll.facts import Fact, Id, Row
    from egenkontroll.storage.document import Document

_BATCH = 5_000
_MOST_MISSING = 1024**3
_BESIDE = ("-journal", "-wal")
_NAMELESS: dict[str, Row] = {
    "unit": ("Okänd enhet", b"", b""),
    "reviewer": ("Okänd granskare", b"", 0, b""),
    "round": ("Okänd omgång", "1970-01-01", "1970-01-01", b"", "", ""),
}


@dataclass(slots=True)
class Salvage:
    """What became of the rows: counts by kind.

    `saved` are in the new document. `changed` were readable but not as they were written;
    `broken` are the kinds where some part could not be read at all. `standing_in` are units and
    reviewers that others point to and that have names of their own no longer.
    """

    saved: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    broken: set[str] = field(default_factory=set)
    standing_in: Counter[str] = field(default_factory=Counter)

    @property
    def whole(self) -> bool:
        """Whether everything was there."""
        return not (self.changed or self.refused or self.broken or self.standing_in)


def private_copy(path: Path, folder: Path) -> Path:
    """Return a private copy of a damaged document, and of a journal beside it, to read from.

    The copy gets a head that can be read, and is filled up to the length that the head says, so
    that what is there can be read.
    """
    copy = folder / f"{os.urandom(8).hex()}{database.SUFFIX}"
    shutil.copyfile(path, copy)
    for ending in _BESIDE:
        beside = path.with_name(path.name + ending)
        if (
            beside.is_file()
            and not database.names_another_file(beside)
            and not _spoils(beside, path, folder)
        ):
            shutil.copyfile(beside, copy.with_name(copy.name + ending))
    with copy.open("rb+") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        head = mended(file.read(100), size)
        file.seek(0)
        file.write(head)
        page = int.from_bytes(head[16:18], "big")
        wanted = (65536 if page == 1 else page) * int.from_bytes(head[28:32], "big")
        if size < wanted <= size + _MOST_MISSING:
            file.truncate(wanted)
    return copy


def _spoils(beside: Path, path: Path, folder: Path) -> bool:
    """Tell whether a journal would spoil a document that is whole without it."""
    if not beside.name.endswith("-journal") or not connections.has_journal(path):
        return False
    return journals.judged(path, folder) is journals.Journal.FOREIGN


def salvage(copy: Path, document: Document, beat: Callable[[], object]) -> Salvage:
    """Read what can be read from a private copy into a new, empty document.

    `beat` is called now and then and may raise to stop. Nothing that the file holds besides the
    tables of a document is read or run.
    """
    found = Salvage()
    source = Source(copy)
    try:
        for kind in KINDS:
            beat()
            _salvage_kind(source, kind, document, found, beat)
    finally:
        source.close()
    _tidy(document, found)
    return found


def _salvage_kind(
    source: Source,
    kind: str,
    document: Document,
    found: Salvage,
    beat: Callable[[], object],
) -> None:
    if not _is_ours(source, kind):
        found.broken.add(kind)
        return
    changed: set[Row] = set()
    waiting: list[Fact] = []
    for row in rows_of(source, kind, _known(document, kind), found.broken, beat):
        fact = fact_of(kind, row)
        if _whole(fact):
            waiting.append(fact)
        else:
            changed.add(fact.key)
        if len(waiting) >= _BATCH:
            beat()
            _put(document, waiting)
            waiting = []
    _put(document, waiting)
    if changed:
        found.changed[kind] = len(changed)


def _known(document: Document, kind: str) -> list[int]:
    """Return the keys that the rows saved so far tell of, as numbers in order."""
    column = KINDS[kind].key[0][0]
    with document.using() as connection:
        keys = {
            row[0]
            for other, of in KINDS.items()
            if column in [name for name, _ in (*of.key, *of.content)]
            for row in connection.execute(f'SELECT DISTINCT "{column}" FROM "{other}"')
        }
    return sorted(number(key) for key in keys)


def _put(document: Document, new: list[Fact]) -> None:
    with document.writing() as connection:
        document.insert(connection, new)


def _whole(fact: Fact) -> bool:
    try:
        return facts.recomputed_digest(fact) == fact.digest
    except (TypeError, ValueError):
        return False


def _is_ours(source: Source, kind: str) -> bool:
    """Tell whether the table is there and made by our own statement."""
    wanted = {name: sql for type_, name, sql in database.expected_schema() if type_ == "table"}
    try:
        asked = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ? AND sql = ?"
        return source.execute(asked, (kind, wanted[kind])).fetchone() is not None
    except connections.errors(UnicodeError):
        source.go_on()
        return False


# --- a document that can be opened ------------------------------------------------------------


def _tidy(document: Document, found: Salvage) -> None:
    """Leave out what would stop the reading of the rest, and stand in for what is missing."""
    with document.writing() as connection:
        for kind in KINDS:
            asked = f'DELETE FROM "{kind}" WHERE {fitting.unfit(kind)}'
            if gone := connection.execute(asked).rowcount:
                found.refused[kind] = gone
        for kind, key, _ in list(bodies.faults(connection)):
            same = " AND ".join(f'"{name}" = ?' for name, _ in KINDS[kind].tree)
            found.refused[kind] += connection.execute(
                f'DELETE FROM "{kind}" WHERE {same}', key
            ).rowcount
        for kind in KINDS:
            asked = f'SELECT count(*) FROM "{kind}"'
            found.saved[kind] = connection.execute(asked).fetchone()[0]
        union.erase_purged(connection, union.purged_rounds(connection))
        for name, column, of in fitting.LEADS:
            asked = (
                f'SELECT DISTINCT "{column}" FROM "{name}" WHERE "{column}" != x\'\' '
                f'AND "{column}" NOT IN (SELECT "{of}" FROM "{of}")'
            )
            for place, (key,) in enumerate(connection.execute(asked).fetchall(), 1):
                document.insert(connection, [_stand_in(of, key, place)])
                found.standing_in[of] += 1


def _stand_in(kind: str, key: Id, place: int) -> Fact:
    """Return a fact that anything else that is ever said of the same thing comes before."""
    content = (f"{_NAMELESS[kind][0]} {place}", *_NAMELESS[kind][1:])
    return facts.make_fact(kind, (key,), content, 0, bytes(facts.DEVICE_SIZE))
