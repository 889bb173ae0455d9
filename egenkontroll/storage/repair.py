"""Save what can be saved from a damaged document, by ranges of its keys.

A damaged page takes the rows on it; reading on past it stops. So each table is read from its
beginning until it stops and from its end until it stops, and what lies between is divided, at the
cases and other things that are known or else in half, and read in the same way. No row is taken
that is not exactly as it was written: see its digest.
"""

from __future__ import annotations

import os
import shutil
from bisect import bisect_right
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from egenkontroll import facts
from egenkontroll.storage import bodies, connections, database, fitting, journals, union
from egenkontroll.storage.recognising import mended
from egenkontroll.storage.rows import fact_of
from egenkontroll.storage.schema import KINDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from egenkontroll.facts import Fact, Id, Row
    from egenkontroll.storage.document import Document

WIDTH = 17
"""Keys are compared by their first bytes: an identity's sixteen, and one to be past it."""

_LAST = 256**WIDTH - 1
_HALVINGS = 8
"""So many times a range where nothing can be read is halved: 256 ranges."""

_MOST_QUERIES = 20_000
_MOST_IN_VAIN = 300
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
    source = _Source(copy)
    try:
        for kind in KINDS:
            beat()
            _salvage_kind(source, kind, document, found, beat)
    finally:
        source.close()
    _tidy(document, found)
    return found


class _Source:
    """The private copy that is read from."""

    def __init__(self, copy: Path) -> None:
        self._copy = copy
        self._to = self._connected()

    def _connected(self) -> sqlite3.Connection:
        made = connections.connect(self._copy, "rw")
        # Without writable_schema, one damaged line of the schema hides all the others.
        for pragma in ("trusted_schema = OFF", "writable_schema = ON", "cell_size_check = ON"):
            made.execute(f"PRAGMA {pragma}")
        return made

    def execute(self, asked: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        """Run one statement."""
        return self._to.execute(asked, values)

    def go_on(self) -> None:
        """Make reading possible again after a page that could not be read."""
        if connections.is_encrypted(self._to):  # nothing more is read by that connection
            self._to.close()
            self._to = self._connected()

    def close(self) -> None:
        """Let the copy go."""
        self._to.close()


def _salvage_kind(
    source: _Source,
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
    for row in _rows(source, kind, _known(document, kind), found, beat):
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


def _put(document: Document, new: list[Fact]) -> None:
    with document.writing() as connection:
        document.insert(connection, new)


def _whole(fact: Fact) -> bool:
    try:
        return facts.recomputed_digest(fact) == fact.digest
    except (TypeError, ValueError):
        return False


def _is_ours(source: _Source, kind: str) -> bool:
    """Tell whether the table is there and made by our own statement."""
    wanted = {name: sql for type_, name, sql in database.expected_schema() if type_ == "table"}
    try:
        asked = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ? AND sql = ?"
        return source.execute(asked, (kind, wanted[kind])).fetchone() is not None
    except connections.errors(UnicodeError):
        source.go_on()
        return False


# --- ranges of keys ---------------------------------------------------------------------------


def _rows(
    source: _Source,
    kind: str,
    known: list[int],
    found: Salvage,
    beat: Callable[[], object],
) -> Iterator[Row]:
    """Yield every row that can be read; some come twice.

    A part that cannot be read is divided between the keys that are `known` from other tables,
    in order, and where none is left by halves.
    """
    ranges = deque([(0, _LAST, 0)])
    asked = read = 0
    while ranges and asked < (_MOST_QUERIES if read else _MOST_IN_VAIN):
        beat()
        low, high, fruitless = ranges.popleft()
        ahead = _Reader(source, kind, (low, high), backwards=False)
        yield from ahead
        asked += 1
        if ahead.at_end:
            continue
        found.broken.add(kind)
        back = _Reader(source, kind, (low, high), backwards=True)
        yield from back
        asked += 1
        read += ahead.rows + back.rows
        first, last = ahead.reached, back.reached
        if last - first <= 1 or KINDS[kind].key[0][1] != "BLOB":
            continue
        begin, end = bisect_right(known, first), bisect_right(known, last)
        if begin < end:
            middle = known[(begin + end) // 2]
        else:
            middle = (first + last) // 2 + 1
            # Between two that are known there is seldom anything more to find.
            least = _HALVINGS - 3 if known else 0
            fruitless = least if ahead.rows or back.rows else max(fruitless, least) + 1
        if fruitless < _HALVINGS:
            ranges += [(first, middle - 1, fruitless), (middle, last, fruitless)]


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
    return sorted(_number(key) for key in keys)


class _Reader:
    """Reads the rows whose key lies in a range, in one direction, until something stops it."""

    def __init__(
        self,
        source: _Source,
        kind: str,
        within: tuple[int, int],
        *,
        backwards: bool,
    ) -> None:
        self._source = source
        self._backwards = backwards
        self._width = len(KINDS[kind].tree)
        column, type_ = KINDS[kind].key[0]
        names = ", ".join(f'"{name}"' for name in KINDS[kind].columns)
        order = ", ".join(
            f'"{name}" {"DESC" if backwards else "ASC"}' for name, _ in KINDS[kind].tree
        )
        self._query = (
            f'SELECT {names} FROM "{kind}" WHERE "{column}" >= ? AND "{column}" <= ? '
            f"ORDER BY {order}"
        )
        low, high = within
        # Every text lies between the empty text and the empty blob.
        blobs = low.to_bytes(WIDTH, "big"), high.to_bytes(WIDTH, "big")
        self._within: tuple[object, object] = blobs if type_ == "BLOB" else ("", b"")
        self.reached = high if backwards else low
        self.rows = 0
        self.at_end = False

    def __iter__(self) -> Iterator[Row]:
        before: Row | None = None
        try:
            for row in self._source.execute(self._query, self._within):
                key = row[: self._width]
                # A page that leads back to another would give the same rows for ever.
                if before is not None and (key >= before if self._backwards else key <= before):
                    return
                before = key
                self.rows += 1
                self.reached = _number(row[0])
                yield row
        except connections.errors(TypeError, UnicodeError):
            self._source.go_on()
            return
        self.at_end = True


def _number(key: object) -> int:
    raw = key if isinstance(key, bytes) else str(key).encode(errors="replace")
    return int.from_bytes(raw[:WIDTH].ljust(WIDTH, b"\x00"), "big")


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
            for number, (key,) in enumerate(connection.execute(asked).fetchall(), 1):
                document.insert(connection, [_stand_in(of, key, number)])
                found.standing_in[of] += 1


def _stand_in(kind: str, key: Id, number: int) -> Fact:
    """Return a fact that anything else that is ever said of the same thing comes before."""
    content = (f"{_NAMELESS[kind][0]} {number}", *_NAMELESS[kind][1:])
    return facts.make_fact(kind, (key,), content, 0, bytes(facts.DEVICE_SIZE))
