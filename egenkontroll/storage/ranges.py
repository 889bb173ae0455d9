"""Read what can be read of a damaged table, by ranges of its keys.

A damaged page takes the rows on it; reading on past it stops. So a table is read from its
beginning until it stops and from its end until it stops, and what lies between is divided, at the
cases and other things that are known or else in half, and read in the same way.

SQLite looks at a key no more closely than it needs to. Where a row is damaged, a search for a key
may go astray and a range end before it should, without a word. So a table that is not sound is
read in both directions everywhere, and where a range ends is found out here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from typing import TYPE_CHECKING

from egenkontroll.storage import connections
from egenkontroll.storage.schema import KINDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from egenkontroll.facts import Row

WIDTH = 17
"""Keys are compared by their first bytes: an identity's sixteen, and one to be past it."""

_LAST = 256**WIDTH - 1
_WHOLE = (0, _LAST)
_HALVINGS = 8
"""So many times a range where nothing can be read is halved: 256 ranges."""

_MOST_QUERIES = 20_000
_MOST_IN_VAIN = 300
_OF_THE_TREE = ("tree", "page", "***")
"""What is in the words of `quick_check` where they are of a table's pages and not of its values."""


class Source:
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


def rows_of(
    source: Source,
    kind: str,
    known: Sequence[int],
    broken: set[str],
    beat: Callable[[], object],
) -> Iterator[Row]:
    """Yield every row of a kind that can be read; some come twice.

    A part that cannot be read is divided between the keys that are `known` from other tables,
    as numbers in order, and where none is left by halves; the kind is then put in `broken`.
    `beat` is called now and then and may raise to stop.
    """
    sound = _is_sound(source, kind)
    ranges = deque([(*_WHOLE, 0)])
    asked = read = 0
    while ranges and asked < (_MOST_QUERIES if read else _MOST_IN_VAIN):
        beat()
        low, high, fruitless = ranges.popleft()
        ahead = _Reader(source, kind, (low, high), backwards=False)
        yield from ahead
        asked += 1
        if ahead.at_end and sound:
            continue
        broken.add(kind)
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


def _is_sound(source: Source, kind: str) -> bool:
    """Tell whether SQLite finds nothing wrong with the pages of a table."""
    try:
        said = [str(row[0]).lower() for row in source.execute(f'PRAGMA quick_check("{kind}")')]
    except connections.errors(UnicodeError):
        source.go_on()
        return False
    return not any(word in one for one in said for word in _OF_THE_TREE)


class _Reader:
    """Reads the rows whose key lies in a range, in one direction, until something stops it."""

    def __init__(
        self,
        source: Source,
        kind: str,
        within: tuple[int, int],
        *,
        backwards: bool,
    ) -> None:
        self._source = source
        self._backwards = backwards
        self._within = within
        self._width = len(KINDS[kind].tree)
        column, type_ = KINDS[kind].key[0]
        self._values: tuple[object, ...]
        self._type = bytes if type_ == "BLOB" else str
        names = ", ".join(f'"{name}"' for name in KINDS[kind].columns)
        way, beyond = ("DESC", "<=") if backwards else ("ASC", ">=")
        order = ", ".join(f'"{name}" {way}' for name, _ in KINDS[kind].tree)
        self.reached = within[1] if backwards else within[0]
        # The whole is read without a search, so that none can go astray.
        where, self._values = "true", ()
        if within != _WHOLE:
            where = f'"{column}" {beyond} ?'
            self._values = (self.reached.to_bytes(WIDTH, "big"),)
        self._query = f'SELECT {names} FROM "{kind}" WHERE {where} ORDER BY {order}'
        self.rows = 0
        self.at_end = False

    def __iter__(self) -> Iterator[Row]:
        low, high = self._within
        before: Row | None = None
        try:
            for row in self._source.execute(self._query, self._values):
                key = row[: self._width]
                # A page that leads back to another would give the same rows for ever.
                if before is not None and (key >= before if self._backwards else key <= before):
                    return
                before = key
                if type(row[0]) is not self._type:
                    continue
                at = number(row[0])
                if not low <= at <= high:
                    # Past the end of the range; or before its beginning: the search went astray.
                    self.at_end = at < low if self._backwards else at > high
                    return
                self.rows += 1
                self.reached = at
                yield row
        except connections.errors(TypeError, UnicodeError):
            self._source.go_on()
            return
        self.at_end = True


def number(key: object) -> int:
    """Return what a key is compared by."""
    raw = key if isinstance(key, bytes) else str(key).encode(errors="replace")
    return int.from_bytes(raw[:WIDTH].ljust(WIDTH, b"\x00"), "big")
