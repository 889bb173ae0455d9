"""Documents damaged in every way: opened, verified, repaired or refused, never worse."""

from __future__ import annotations

import random
import sqlite3
import time
from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.operations import overview
from egenkontroll.operations.opening import open_document
from egenkontroll.operations.repairing import repair_document
from egenkontroll.operations.resulting import round_results
from egenkontroll.operations.verifying import verify_document
from egenkontroll.storage import records
from egenkontroll.storage.schema import KINDS

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable
    from pathlib import Path

PAGE = 4096
LONGEST = 30.0
"""Seconds that one document may take before it counts as a hang; the usual is under one."""


def flip(raw: bytearray, chance: random.Random) -> None:
    """Change one bit."""
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)


def flip_many(raw: bytearray, chance: random.Random) -> None:
    """Change up to a hundred bits."""
    for _ in range(chance.randrange(2, 100)):
        flip(raw, chance)


def cut(raw: bytearray, chance: random.Random) -> None:
    """Cut the file short."""
    del raw[chance.randrange(len(raw)) :]


def zero(raw: bytearray, chance: random.Random) -> None:
    """Fill some pages with zeros."""
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(raw) // PAGE) * PAGE
        raw[at : at + PAGE] = bytes(PAGE)


def swap(raw: bytearray, chance: random.Random) -> None:
    """Let two pages change places."""
    one, other = (chance.randrange(len(raw) // PAGE) * PAGE for _ in range(2))
    raw[one : one + PAGE], raw[other : other + PAGE] = (
        raw[other : other + PAGE],
        raw[one : one + PAGE],
    )


def noise(raw: bytearray, chance: random.Random) -> None:
    """Write random bytes over a stretch."""
    at, many = chance.randrange(len(raw)), chance.randrange(1, 2000)
    raw[at : at + many] = chance.randbytes(min(many, len(raw) - at))


WAYS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    flip, flip, flip_many, cut, zero, swap, noise
)  # fmt: skip


_LOST = ("checklistan", "underlaget som låstes")
"""What a saved document may say that it lacks, where it was in the damaged part."""


def damage(path: Path, number: int, seed: int, tally: Counter[str]) -> list[str]:
    """Damage a copy of a document in one way, use it in every way, and return what was wrong."""
    chance = random.Random(seed * 1_000_000 + number)
    way = WAYS[number % len(WAYS)]
    raw = bytearray(path.read_bytes())
    way(raw, chance)
    bad, out = path.with_name("bad.egk"), path.with_name("saved.egk")
    bad.write_bytes(raw)
    out.unlink(missing_ok=True)
    began = time.monotonic()
    faults = []
    found = _verified(bad)
    tally[f"{way.__name__}: {'found' if found else 'not found'}"] += 1
    if not found and _rows(bad) != _rows(path):
        faults.append("changed data was not found")
    try:
        _use(bad)
        tally["opened"] += 1
    except UserError:
        tally["refused"] += 1
    if bad.read_bytes() != raw:
        faults.append("the damaged file was changed")
    if found:
        faults += _repaired(bad, out, path, tally)
    if (took := time.monotonic() - began) > LONGEST:
        faults.append(f"took {took:.0f} s")
    return [f"{way.__name__} {number}: {fault}" for fault in faults]


def _verified(bad: Path) -> bool:
    try:
        return bool(verify_document(bad).problems)
    except UserError:
        return True


def _use(bad: Path) -> None:
    """Read what the window reads when a document is opened, and every round's results."""
    with open_document(bad) as document:
        for one in overview.rounds(document):
            overview.steps(document, one)
            if document.read("case_drawn", round=one.id):
                round_results(document, one.name)
        records.checklists(document)


def _repaired(bad: Path, out: Path, path: Path, tally: Counter[str]) -> list[str]:
    try:
        repair_document(bad, out)
    except UserError:
        tally["nothing saved"] += 1
        return ["something was left"] if out.exists() else []
    tally["saved"] += 1
    problems = [
        said for said in verify_document(out).problems if not any(lost in said for lost in _LOST)
    ]
    if problems:
        return [f"what was saved is not whole: {problems}"]
    known = _rows(path)
    added = {row for row in _rows(out) - known if not _stands_in(row)}
    tally["rows lost"] += len(known - _rows(out))
    tally["rows"] += len(known)
    return ["rows that never were"] if added else []


def _stands_in(row: tuple[object, ...]) -> bool:
    return row[2] == 0


def _rows(path: Path) -> set[tuple[object, ...]]:
    """Return every row that can be read without us: (kind, key, clock, …)."""
    found: set[tuple[object, ...]] = set()
    connection = sqlite3.connect(path)
    try:
        for kind, of in KINDS.items():
            width = len(of.key)
            names = ", ".join(f'"{name}"' for name in of.columns)
            for row in connection.execute(f'SELECT {names} FROM "{kind}"'):
                found.add((kind, row[:width], *row[width:]))
    except (sqlite3.Error, UnicodeError):
        found.add(("unreadable", (), 1))
    finally:
        connection.close()
    return found
