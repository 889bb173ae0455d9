"""The cube: the counts of large rounds, kept in the document so that they are counted once.

It is this file's own, is not merged and can be thrown away at any time. It is never stale: every
transaction throws away the counts that it changes the ground of, in the same commit (see
`stale`), and what other versions of the program counted is not used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.facts import digest_of
from egenkontroll.results.kept import WHOLE, Kept
from egenkontroll.results.packed import fits, pack, unpack
from egenkontroll.results.table import UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from egenkontroll.checklist.model import Checklist
    from egenkontroll.facts import Id
    from egenkontroll.results.table import Counted
    from egenkontroll.storage.document import Connection, Document

VERSION = 2
"""To be raised with every change of how answers are counted."""

_LARGEST = 64_000_000
"""Bytes of one split: more is not from us, and is never held."""

_FITTING = f"length(groups) + length(counts) < {_LARGEST}"
_READ = f"SELECT split, key, digest, groups, counts FROM cube WHERE round = ? AND {_FITTING}"
_KEEP = "INSERT INTO cube VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_CASES = "SELECT min(case_id), max(case_id) FROM case_drawn WHERE round = ?"


@dataclass(frozen=True, slots=True)
class New:
    """What has been counted of a round and is to be kept."""

    round: Id
    checklist: Checklist
    splits: Mapping[str, Sequence[Counted]]


def read(document: Document, round_id: Id, name: str, checklist: Checklist) -> Kept | None:
    """Return the counts that are kept of a round; None where there are none to be used."""
    with document.using() as connection:
        rows = connection.execute(_READ, (round_id,)).fetchall()
    key = _key(checklist)
    kept = {
        split: (groups, counts)
        for split, known, digest, groups, counts in rows
        if known == key
        and digest == _digest(round_id, split, key, groups, counts)
        and fits(checklist, groups, counts)
    }
    if not {WHOLE, UNIT, *(attribute.id for attribute in checklist.attributes)} <= kept.keys():
        return None
    splits = _Splits(checklist, kept)
    if len(splits[WHOLE]) != 1:  # a file from somebody else may hold anything
        return None
    (whole,) = splits[WHOLE]
    return Kept(name, whole.cases, whole.reviewed, splits)


def keep(document: Document, since: int, made: New) -> bool:
    """Keep what was counted when the document's `changes` was `since`; tell whether it is kept.

    Nothing is kept where the facts have changed since, or where nothing can be written.
    """
    key = _key(made.checklist)

    def write(connection: Connection) -> None:
        connection.execute("DELETE FROM cube WHERE round = ?", (made.round,))
        ends = connection.execute(_CASES, (made.round,)).fetchone()
        for split, groups in made.splits.items():
            packed = pack(made.checklist, groups)
            digest = _digest(made.round, split, key, *packed)
            connection.execute(_KEEP, (made.round, split, key, *ends, digest, *packed))

    try:
        return document.write_derived(since, write)
    except UserError:  # a full disk, say: what was counted is right all the same
        return False


def rounds(document: Document) -> set[Id]:
    """Return the rounds that counts are kept of."""
    with document.using() as connection:
        return {row[0] for row in connection.execute("SELECT DISTINCT round FROM cube")}


def agrees(document: Document, made: New) -> bool:
    """Tell whether what is kept of a round, and would be used, is what has been counted anew."""
    key = _key(made.checklist)
    with document.using() as connection:
        rows = connection.execute(_READ, (made.round,)).fetchall()
        every = connection.execute("SELECT count(*) FROM cube WHERE round = ?", (made.round,))
        if every.fetchone()[0] != len(rows):
            return False
    return all(
        split in made.splits
        and digest == _digest(made.round, split, key, groups, counts)
        and (groups, counts) == pack(made.checklist, made.splits[split])
        for split, known, digest, groups, counts in rows
        if known == key
    )


def throw_away(document: Document, gone: Iterable[Id]) -> None:
    """Throw away what is kept of the rounds. Raises UserError where nothing can be written."""
    with document.writing() as connection:
        for round_id in gone:
            connection.execute("DELETE FROM cube WHERE round = ?", (round_id,))


def _key(checklist: Checklist) -> bytes:
    """Return what the counting depends on beside the facts of the round."""
    return digest_of("cube", VERSION, _program(), checklist.digest)


@cache
def _program() -> str:
    return metadata.version("egenkontroll")


def _digest(round_id: Id, split: str, key: bytes, groups: str, counts: bytes) -> bytes:
    """Return the digest of a row, by which a changed bit in it is found."""
    return digest_of("cube", round_id, split, key, groups, counts)


class _Splits(Mapping[str, "tuple[Counted, ...]"]):
    """The splits of a round, each unpacked when it is first asked for."""

    def __init__(self, checklist: Checklist, packed: Mapping[str, tuple[str, bytes]]) -> None:
        self._checklist, self._packed = checklist, packed
        self._read: dict[str, tuple[Counted, ...]] = {}

    def __getitem__(self, split: str) -> tuple[Counted, ...]:
        if split not in self._read:
            self._read[split] = unpack(self._checklist, *self._packed[split])
        return self._read[split]

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)
