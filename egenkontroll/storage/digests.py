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
_FEWEST, _MOST = 10**17, 10**18  # clocks of our time have eighteen digits


def changed(connection: sqlite3.Connection, name: str, beat: Callable[[], object]) -> int:
    """Return how many rows of a kind are not as they were written."""
    return sum(many for _, many in checked(connection, name, beat))


def columns(kind: Kind) -> tuple[str, ...]:
    """Return the columns in the order that the digest is made of them: see `facts.digest_of`."""
    names = (*kind.tree, ("replaces", ""), *kind.content)
    return tuple(name for name, _ in names if name != "digest")


def checked(
    connection: sqlite3.Connection, name: str, beat: Callable[[], object]
) -> Iterator[tuple[list[Row], int]]:
    """Yield every row, some at a time, and how many of those differ from their digests.

    A row has the columns of `columns`, and its digest. Rows lie in the order of their keys, so
    what the first column gives to the digest is worked out once for all that share it; what
    stands on either side of the clock, which is every row's own, comes again and is remembered.
    """
    kind = KINDS[name]
    clock = len(kind.key)
    key, said = slice(1, clock), slice(clock + 1, -1)
    keys, contents = _Rows(), _Rows()
    whole, subject, begin = hashlib.blake2b(name.encode(), digest_size=DIGEST_SIZE), None, None
    names = ", ".join(f'"{column}"' for column in (*columns(kind), "digest"))
    cursor = connection.execute(f'SELECT {names} FROM "{name}"')
    while chunk := cursor.fetchmany(_CHUNK):
        beat()
        wrong = 0
        for row in chunk:
            if begin is None or row[0] != subject:
                subject, shared = row[0], whole.copy()
                shared.update(_written(subject))
                begin = shared.copy
            at = row[clock]
            usual = type(at) is int and _FEWEST <= at < _MOST
            when = b"|int18:%d" % at if usual else _written(at)
            made = begin()
            made.update(keys[row[key]] + when + contents[row[said]])
            if made.digest() != row[-1]:
                wrong += 1
        yield chunk, wrong


class _Rows(dict[Row, bytes]):
    """How some columns of a row are written for the digest."""

    def __init__(self) -> None:
        super().__init__()
        self._values = _Values()

    def __missing__(self, values: Row) -> bytes:
        return _kept(self, values, b"".join(map(self._values.__getitem__, values)))


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
    raw = value if isinstance(value, bytes) else str(value).encode()
    return b"|%b%d:%b" % (type(value).__name__.encode(), len(raw), raw)
