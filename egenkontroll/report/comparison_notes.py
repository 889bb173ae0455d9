"""What must be known of a comparison, as sentences beside its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.checklist.compare import COMPARABLE, Relation
from egenkontroll.report.cautions import table_cautions
from egenkontroll.report.figures import difference_words, share_and_count
from egenkontroll.results.between import between
from egenkontroll.results.comparison import comparable_of
from egenkontroll.texts import NOTHING, count, k_of_n, listing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from egenkontroll.results.between import Between
    from egenkontroll.results.table import ResultRow, Results


def comparable_words(rows: Iterable[ResultRow]) -> str:
    """Return "12 av 15 frågor är jämförbara" for the judged questions of a table.

    Where comparisons are hidden it is said how many: " (9 jämförelser visas inte)".
    """
    judged: dict[str, Relation | None] = {}
    shown: set[str] = set()
    for row in rows:
        if row.question.judged:
            judged[row.question.id] = judged.get(row.question.id) or row.relation
            shown |= {row.question.id} if row.change is not None else set()
    if judged and not any(judged.values()):
        return "Ingen fråga har en tidigare siffra att jämföra"
    said = f"{k_of_n(*comparable_of(judged.values()))} frågor är jämförbara"
    gone = sum(one in COMPARABLE and name not in shown for name, one in judged.items())
    return f"{said} ({count(gone, 'jämförelse', 'jämförelser')} visas inte)" if gone else said


def comparison_notes(found: Results) -> list[str]:
    """Return what must be known of the figures and the comparison, each sentence once."""
    said: dict[str, None] = {}
    for row in found.rows:
        change = row.change
        if change is None or change.earlier.relation is Relation.NEW:
            continue
        earlier, name = change.earlier, row.question.short.rstrip("?")
        if not change.comparable:
            said[f"{name} jämförs inte: {earlier.reason}."] = None
        elif earlier.relation is not Relation.IDENTICAL:
            said[f"{name}: {earlier.reason}."] = None
        if earlier.basis:
            said[f"{earlier.basis[:1].upper()}{earlier.basis[1:]}."] = None
        if earlier.note:
            said[f"{name}, {earlier.round}: {earlier.note}."] = None
    sources = sorted({
        row.change.earlier.source for row in found.rows
        if row.change is not None and row.change.earlier.source
    })  # fmt: skip
    if sources:
        said[f"Siffrorna för {found.compared_with} kommer ur {listing(sources)}."] = None
    return [*said, *table_cautions(found.rows), *(between_words(one) for one in between(found))]


def between_words(one: Between) -> str:
    """Return a difference between groups: "Plan: flicka …, pojke …: kan vara slump"."""
    name = one.question.short.rstrip("?")
    rest = one.change.earlier.share
    apart = f", {difference_words(one.change)}" if difference_words(one.change) else ""
    other = share_and_count(rest) if rest is not None else NOTHING
    first = share_and_count(one.share)
    return f"{name}: {one.group} {first}, {one.other} {other}{apart}: {one.words}."
