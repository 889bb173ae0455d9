"""Receipts of merges in the document, and how the latest of them is taken back."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from egenkontroll.facts import DIGEST_SIZE, current, standing
from egenkontroll.storage import bodies
from egenkontroll.storage.document import DEVICE_SIZE
from egenkontroll.storage.union import MERGED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

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


def take_back(connection: sqlite3.Connection, receipt: Id) -> int:
    """Remove what a merge added, overwriting it; return how many facts went."""
    (raw,) = connection.execute(
        "SELECT body FROM merge_undo WHERE receipt = ?", (receipt,)
    ).fetchone()
    body = bodies.read("merge_undo", "body", raw.decode(errors="replace"), (receipt,))
    connection.execute("PRAGMA secure_delete = ON").fetchall()
    connection.execute("CREATE TEMP TABLE way_back (it BLOB PRIMARY KEY) WITHOUT ROWID")
    removed = 0
    _fill(connection, _unpacked(body["devices"], DEVICE_SIZE))
    for kind in MERGED:
        if kind not in _NEVER:
            removed += _delete(connection, kind, "device")
    for kind, packed in body["facts"].items():
        if kind in MERGED and kind not in _NEVER:
            connection.execute("DELETE FROM temp.way_back")
            _fill(connection, _unpacked(packed, DIGEST_SIZE))
            removed += _delete(connection, kind, "digest")
    connection.execute("DROP TABLE temp.way_back")
    connection.execute("DELETE FROM merge_undo WHERE receipt = ?", (receipt,))
    return removed


def _delete(connection: sqlite3.Connection, kind: str, column: str) -> int:
    where = f"{column} IN (SELECT it FROM temp.way_back)"
    return connection.execute(f'DELETE FROM main."{kind}" WHERE {where}').rowcount


def _fill(connection: sqlite3.Connection, values: Iterable[bytes]) -> None:
    connection.executemany("INSERT INTO temp.way_back VALUES (?)", ((value,) for value in values))


def _packed(values: Iterable[bytes]) -> str:
    return base64.b64encode(b"".join(sorted(values))).decode()


def _unpacked(text: str, size: int) -> list[bytes]:
    raw = base64.b64decode(text)
    return [raw[at : at + size] for at in range(0, len(raw), size)]
