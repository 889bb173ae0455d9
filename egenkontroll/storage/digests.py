"""Hold every row of a table against its digest, as fast as Python can."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from egenkontroll.facts import DIGEST_SIZE, Row, Value
from egenkontroll.storage.schema import KINDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from egenkontroll.storage.schema import Kind

_CHUNK = 500
_REMEMBERED = 4_000
_SHORT = 400  # bytes: longer ones seldom come twice

LATEST_CLOCK = 7_258_118_400_000 << 16
"""The first of January 2200: a clock beyond it is no mistake but would stop all later ones."""
_EARLIEST = 10**17  # in 2018: from here on clocks have eighteen digits

Fits = tuple["Callable[[Row], bool]", "Callable[[Row], bool]"]
"""Whether a row can be ours, by what stands between its subject and its clock, and after that.

No clock from before this program is ours either.
"""


def changed(
    connection: sqlite3.Connection, name: str, beat: Callable[[], object], fits: Fits | None = None
) -> int:
    """Return how many rows of a kind are not as they were written.

    With `fits` those that cannot be ours are counted too; one that is both is counted twice.
    """
    everywhere = _everywhere(connection, name)
    return sum(many for _, many in _checked(connection, name, beat, fits, everywhere))


def columns(kind: Kind) -> tuple[str, ...]:
    """Return the columns in the order that the digest is made of them: see `facts.digest_of`."""
    names = (*kind.tree, ("replaces", ""), *kind.content)
    return tuple(name for name, _ in names if name != "digest")


def checked(
    connection: sqlite3.Connection, name: str, beat: Callable[[], object]
) -> Iterator[tuple[list[Row], int]]:
    """Yield every row, some at a time, and how many of those are changed.

    A row has the columns of `columns`, and its digest.
    """
    return _checked(connection, name, beat, None, ((), ()))


def _everywhere(connection: sqlite3.Connection, name: str) -> tuple[Row, Row]:
    """Return what ends every key and what begins all that is said: who wrote it, mostly."""
    names = [*(f'"{column}"' for column, _ in KINDS[name].key[2:]), "device"]
    one = connection.execute(f'SELECT {", ".join(names)} FROM "{name}" LIMIT 1').fetchone()
    other = " OR ".join(f"{column} IS NOT ?" for column in names)
    asked = f'SELECT EXISTS (SELECT 1 FROM "{name}" WHERE {other})'
    if one is None or connection.execute(asked, one).fetchone()[0]:
        return (), ()
    return one[:-1], one[-1:]


def _checked(
    connection: sqlite3.Connection,
    name: str,
    beat: Callable[[], object],
    fits: Fits | None,
    everywhere: tuple[Row, Row],
) -> Iterator[tuple[list[Row], int]]:
    """Yield what `checked` does, less what is the same `everywhere`.

    Rows lie in the order of their keys, so what the first column gives to the digest is worked
    out once for all that share it; what stands on either side of the clock, which is every
    row's own, comes again and is remembered.
    """
    kind = KINDS[name]
    (ending, beginning), (key_fits, said_fits) = everywhere, fits or (None, None)
    clock = len(kind.key) - len(ending)
    key, said = slice(1, clock), slice(clock + 1, -1)
    keys, contents = _Rows(key_fits, after=ending), _Rows(said_fits, before=beginning)
    whole, subject, begin = hashlib.blake2b(name.encode(), digest_size=DIGEST_SIZE), None, None
    every = columns(kind)
    read = (*every[:clock], "clock", *every[len(kind.key) + 1 + len(beginning) :], "digest")
    names = ", ".join(f'"{column}"' for column in read)
    cursor = connection.execute(f'SELECT {names} FROM "{name}"')
    while chunk := cursor.fetchmany(_CHUNK):
        beat()
        wrong = odd = 0
        for row in chunk:
            if begin is None or row[0] != subject:
                subject, shared = row[0], whole.copy()
                shared.update(_written(subject))
                begin = shared.copy
            at = row[clock]
            made = begin()
            if type(at) is int and _EARLIEST <= at <= LATEST_CLOCK:
                made.update(b"%b|int18:%d%b" % (keys[row[key]], at, contents[row[said]]))
            else:
                odd += 1
                made.update(keys[row[key]] + _written(at) + contents[row[said]])
            if made.digest() != row[-1]:
                wrong += 1
        if fits is not None:
            wrong += odd + keys.unfit + contents.unfit
            keys.unfit = contents.unfit = 0
        yield chunk, wrong


class _Rows(dict[Row, bytes]):
    """How some columns of a row are written for the digest, and how many were `unfit`."""

    def __init__(
        self, fits: Callable[[Row], bool] | None, before: Row = (), after: Row = ()
    ) -> None:
        super().__init__()
        self._values = _Values()
        self._fits = fits
        self._before, self._after = before, after
        self.unfit = 0

    def __missing__(self, values: Row) -> bytes:
        whole = (*self._before, *values, *self._after)
        made = b"".join(map(self._values.__getitem__, whole))
        if self._fits is not None and not self._fits(whole):
            self.unfit += 1
            return made  # and counted again when it comes again
        return _kept(self, values, made)


class _Values(dict[Value, bytes]):
    """How a single value is written for the digest."""

    def __missing__(self, value: Value) -> bytes:
        return _kept(self, value, _written(value))


def _kept(known: dict[Any, bytes], said: object, made: bytes) -> bytes:
    """Remember what comes often; what does not is forgotten again."""
    if len(made) < _SHORT:
        if len(known) >= _REMEMBERED:
            known.clear()
        known[said] = made
    return made


def _written(value: Value) -> bytes:
    """Return a value as `facts.digest_of` writes it."""
    if type(value) is str:
        raw = value.encode()
        return b"|str%d:%b" % (len(raw), raw)
    raw = value if isinstance(value, bytes) else str(value).encode()
    return b"|%b%d:%b" % (type(value).__name__.encode(), len(raw), raw)
