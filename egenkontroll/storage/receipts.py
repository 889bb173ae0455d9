"""Receipts of merges in the document, and how the latest of them is taken back."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from egenkontroll.facts import DEVICE_SIZE, DIGEST_SIZE, current, standing
from egenkontroll.storage import bodies
from egenkontroll.storage.schema import KINDS
from egenkontroll.storage.union import MERGED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from egenkontroll.facts import Fact, Id
    from egenkontroll.storage.document import Document

KIND = "merge_receipt"
_NEVER = frozenset({KIND, "purge"})
"""Kinds that stay when a merge is taken back: a purge is for good."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A receipt in the document: its body, when it was written, and whether it can be undone."""

    id: Id
    clock: int
    said_at: int
    body: dict[str, Any]
    undoable: bool


def receipts(document: Document) -> tuple[Kept, ...]:
    """Return the receipts, the newest first. Their time is when the merge was done."""
    first: dict[Id, Fact] = {}
    for fact in document.read(KIND):
        known = first.get(fact.key[0])
        if known is None or fact.clock < known.clock:
            first[fact.key[0]] = fact
    with document.using() as connection:
        undoable = {row[0] for row in connection.execute("SELECT receipt FROM merge_undo")}
    found = []
    for (key,), fact in current(document.read(KIND)).items():
        made, body = first[key], bodies.read(KIND, "body", fact.content[0], fact.key)
        found.append(Kept(key, made.clock, made.said_at, body, key in undoable))
    return tuple(sorted(found, key=lambda one: one.clock, reverse=True))


def receipt_fact(document: Document, receipt: Id, body: Mapping[str, Any]) -> Fact:
    """Return the fact of a receipt, replacing what was said of it before."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    known = standing(document.read(KIND, receipt=receipt))
    return document.pen.write(KIND, (receipt,), (text,), known)


def keep_way_back(
    connection: sqlite3.Connection,
    receipt: Id,
    whole: set[Id],
    parts: Mapping[str, set[bytes]],
) -> None:
    """Keep how a merge is undone: devices that were wholly new, and single facts' digests."""
    body = {
        "devices": _packed(whole),
        "facts": {kind: _packed(digests) for kind, digests in parts.items() if digests},
    }
    text = json.dumps(body, separators=(",", ":")).encode()
    connection.execute("INSERT INTO merge_undo VALUES (?, ?)", (receipt, text))


def take_back(connection: sqlite3.Connection, receipt: Id) -> tuple[int, int]:
    """Remove what a merge added, overwriting it; return how many facts went, and how many did not.

    Those are the units, reviewers, checklists, rounds and drawn cases that something rests on
    which was written since, and stays: without them it could not be shown.
    """
    (raw,) = connection.execute(
        "SELECT body FROM merge_undo WHERE receipt = ?", (receipt,)
    ).fetchone()
    body = bodies.read("merge_undo", "body", raw.decode(errors="replace"), (receipt,))
    connection.execute("PRAGMA secure_delete = ON").fetchall()
    for table, columns in _WAY_BACK.items():
        connection.execute(f"CREATE TEMP TABLE {table} ({columns}) WITHOUT ROWID")
    connection.executemany(
        "INSERT INTO way_device VALUES (?)",
        ((value,) for value in _unpacked(body["devices"], DEVICE_SIZE)),
    )
    connection.executemany(
        "INSERT INTO way_fact VALUES (?, ?)",
        (
            (kind, digest)
            for kind, packed in body["facts"].items()
            for digest in _unpacked(packed, DIGEST_SIZE)
        ),
    )
    leaves = [kind for kind in MERGED if kind not in _NEVER and kind not in _NAMED]
    removed = _delete(connection, leaves)
    came = sum(_count(connection, kind, _came(kind)) for kind in _NAMED)
    gone = 0
    if came:  # mostly nothing of those comes with what people hand in
        _find_needed(connection)
        gone = _delete(connection, _NAMED)
    for table in _WAY_BACK:
        connection.execute(f"DROP TABLE temp.{table}")
    connection.execute("DELETE FROM merge_undo WHERE receipt = ?", (receipt,))
    return removed + gone, came - gone


_WAY_BACK = {
    "way_device": "it BLOB PRIMARY KEY",
    "way_fact": "kind TEXT, it BLOB, PRIMARY KEY (kind, it)",
    "way_needed": "kind TEXT, it BLOB, PRIMARY KEY (kind, it)",
}
"""What came on new devices, what else came, and what is to stay of it."""

_NAMED = {
    "unit": "unit",
    "reviewer": "reviewer",
    "checklist": "checklist",
    "round": "round",
    "case_drawn": "case_id",
}
"""Kinds that others name, and the column that they are named by, here and mostly there."""

_ALSO = (("reviewer", "same_as", "reviewer"), ("unit", "parent", "unit"))


def _namings() -> list[tuple[str, str, str]]:
    """Return every (kind, column, kind it names) whose rows stay when a merge is taken back."""
    return [
        *_ALSO,
        *(
            (kind, column, of)
            for kind in MERGED
            for of, column in _NAMED.items()
            if kind not in _NEVER and kind != of and column in KINDS[kind].columns
        ),
    ]


def _find_needed(connection: sqlite3.Connection) -> None:
    """Find what has to stay: what is named by something that stays, until there is no more."""
    connection.executemany("INSERT OR IGNORE INTO way_needed VALUES (?, ?)", _in_words(connection))
    namings = _namings()
    while sum(_need(connection, *one) for one in namings):
        # What the other kinds name does not change by what is found.
        namings = [one for one in namings if one[0] in _NAMED]


def _need(connection: sqlite3.Connection, kind: str, column: str, of: str) -> int:
    """Note what a kind's staying rows name in a column; return how much of it was not noted yet."""
    return connection.execute(
        f'INSERT OR IGNORE INTO way_needed SELECT \'{of}\', "{column}" FROM main."{kind}" '
        f"WHERE \"{column}\" != x'' AND NOT ({_doomed(kind)})"
    ).rowcount


def _in_words(connection: sqlite3.Connection) -> Iterator[tuple[str, bytes]]:
    """Yield what is named inside what stays: by actions, and by the cases of locked rounds."""
    for (text,) in connection.execute('SELECT body FROM main."action"').fetchall():
        body = bodies.read("action", "body", text, ())
        yield "round", bytes.fromhex(body["round"])
        for unit in body["units"]:
            yield "unit", bytes.fromhex(unit)
    for (text,) in connection.execute('SELECT body FROM main."locked_cases"').fetchall():
        for case, *_ in bodies.read("locked_cases", "body", text, ()):
            yield "case_drawn", bytes.fromhex(case)


def _came(kind: str) -> str:
    return (
        "(device IN (SELECT it FROM way_device) "
        f"OR digest IN (SELECT it FROM way_fact WHERE kind = '{kind}'))"
    )


def _doomed(kind: str) -> str:
    """Return the condition for rows that go: those that came, but for what is needed.

    Of what the document knew of before, that is what it knew.
    """
    column = _NAMED.get(kind)
    if column is None:
        return _came(kind)
    needed = f"SELECT it FROM way_needed WHERE kind = '{kind}'"
    known = f'SELECT "{column}" FROM main."{kind}" WHERE NOT {_came(kind)}'
    return f'{_came(kind)} AND ("{column}" NOT IN ({needed}) OR "{column}" IN ({known}))'


def _delete(connection: sqlite3.Connection, kinds: Iterable[str]) -> int:
    return sum(
        connection.execute(f'DELETE FROM main."{kind}" WHERE {_doomed(kind)}').rowcount
        for kind in kinds
    )


def _count(connection: sqlite3.Connection, kind: str, where: str) -> int:
    asked = f'SELECT count(*) FROM main."{kind}" WHERE {where}'
    return int(connection.execute(asked).fetchone()[0])


def _packed(values: Iterable[bytes]) -> str:
    return base64.b64encode(b"".join(sorted(values))).decode()


def _unpacked(text: str, size: int) -> list[bytes]:
    raw = base64.b64decode(text)
    return [raw[at : at + size] for at in range(0, len(raw), size)]
