"""Take other documents' facts into this one, and take a merge back: all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from egenkontroll.storage import adding, receipts, union
from egenkontroll.storage.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from egenkontroll.facts import Id
    from egenkontroll.storage.document import Document
    from egenkontroll.storage.inputs import Input
    from egenkontroll.storage.receipts import Kept
    from egenkontroll.storage.union import News

_CACHE = "PRAGMA main.cache_size = {}"
_LARGE, _USUAL = -4_000, -2_000  # kibibytes


def take_in(
    document: Document,
    taken: Sequence[tuple[Input, News]],
    folder: Path,
    body: Callable[[int, int], dict[str, Any]],
    beat: Callable[[], object],
) -> tuple[Id, int]:
    """Add what is new in the inputs, with a receipt, in one transaction.

    `body(added, erased)` makes the receipt's content, or raises where nothing is to be kept
    after all, and `folder` is private. What a purge in
    an input is about is erased here too; the file is then to be written anew. Returns the
    receipt and how many facts were erased.
    """
    inputs = [one for one, news in taken if news.facts]
    with document.using() as connection:
        whole = {device for one in inputs for device in one.scan.every_device}
        whole -= union.devices(connection, whole)
        purged = union.purged_rounds(connection)
        parts = [adding.part_of(one) for one in inputs]
        connection.execute(_CACHE.format(_LARGE))
        try:
            with adding.beside(connection, parts, folder, beat) as sources, document.writing():
                added = adding.add(connection, sources, beat)
                rounds = union.purged_rounds(connection) - purged
                erased = union.erase_purged(connection, rounds)
                said = {**body(added, erased), "purges": len(rounds)}
                document.pen.last = max(document.pen.last, *(one.scan.latest for one in inputs))
                receipt = document.pen.new_id()
                document.insert(connection, [receipts.receipt_fact(document, receipt, said)])
                receipts.keep_way_back(connection, receipt, whole, _parts([n for _, n in taken]))
        finally:
            connection.execute(_CACHE.format(_USUAL))
    return receipt, erased


def _parts(news: Sequence[News]) -> dict[str, set[bytes]]:
    found: dict[str, set[bytes]] = {}
    for one in news:
        for kind, digests in one.parts.items():
            found.setdefault(kind, set()).update(digests)
    return found


def take_back(document: Document, latest: Kept) -> tuple[int, int, int]:
    """Remove what a merge added and say so in its receipt, in one transaction.

    Returns how many facts went, how many that were written since are still there, and how many
    stay because those rest on them. What was removed is gone from the file when this returns.
    """
    with document.writing() as connection:
        removed, needed = receipts.take_back(connection, latest.id)
        kept = sum(
            connection.execute(
                f'SELECT count(*) FROM "{kind}" WHERE clock > ?', (latest.clock,)
            ).fetchone()[0]
            for kind in KINDS
        )
        body = {**latest.body, "undone": True}
        document.insert(connection, [receipts.receipt_fact(document, latest.id, body)])
    document.rewrite()
    return removed, kept, needed
