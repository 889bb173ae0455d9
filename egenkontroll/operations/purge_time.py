"""When a round is proposed for purging. Apart from `purging`, since Hem tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.errors import UserError
from egenkontroll.operations.handed_to import CANNOT_DECIDE, refuse_part
from egenkontroll.storage import records, settings

if TYPE_CHECKING:
    import datetime as dt

    from egenkontroll.checklist.rounds import Round
    from egenkontroll.storage.document import Document

SETTING = "purge after months"
"""The setting that says when a round is proposed for purging; "0" proposes none."""
AFTER_MONTHS = 24


def purge_after(document: Document) -> int:
    """Return how many months after its end a round is proposed for purging; 0 is never."""
    return settings.number(document, SETTING, AFTER_MONTHS)


def set_purge_after(document: Document, months: int) -> None:
    """Say when a round is proposed for purging. Nothing is ever purged by itself."""
    if not 0 <= months <= 1200:
        raise UserError("Skriv antalet månader som ett tal, eller 0 för att aldrig påminnas.")
    refuse_part(document, CANNOT_DECIDE)
    document.add([settings.setting_fact(document, SETTING, str(months))])


def proposed(document: Document, today: dt.date) -> tuple[Round, ...]:
    """Return the rounds that ended longer ago than the setting says and still have cases."""
    months = purge_after(document)
    if not months:
        return ()
    last = today.year * 12 + today.month - 1 - months
    limit = f"{last // 12:04}-{last % 12 + 1:02}-{today.day:02}"
    return tuple(
        one
        for one in records.rounds(document)
        if one.ends < limit and document.has("case_drawn", round=one.id)
    )
