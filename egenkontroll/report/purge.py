"""What the receipt of a purge says."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from egenkontroll.report.parts import Labelled
from egenkontroll.report.statement import Grid, Paragraph, Points, Section, Statement
from egenkontroll.texts import k_of_n, moment, number

if TYPE_CHECKING:
    from collections.abc import Sequence

ERASED = (
    "Allt om enskilda ärenden är raderat ur dokumentet: referenser, svar, kommentarer, "
    "tilldelning och urvalsprotokoll. Byten är borta ur filen. Om en äldre fil slås ihop med "
    "dokumentet kommer de inte tillbaka."
)
KEPT = (
    "Kvar finns räkningen av varje fråga för hela omgången, för varje enhet och för varje "
    "uppgift som resultaten delas upp på, och hur många ärenden varje enhet hade av varje sådan "
    "uppgift. Senare omgångar jämförs med det som förut."
)
BACKUPS = "Säkerhetskopior från tiden före gallringen har kvar ärendena tills kopiorna raderas:"

UNSEALED = "inget: omgången var inte låst, så siffrorna är preliminära"


def _milliseconds(at: str) -> int:
    return int(dt.datetime.fromisoformat(at).timestamp() * 1000)


def purge_statement(
    name: str,
    at: str,
    erased: Sequence[tuple[str, int]],
    counted: tuple[int, int],
    seal: str,
    backups: Sequence[str],
    program: str,
) -> Statement:
    """Return the receipt: `at` is ISO in UTC, `counted` the reviewed of the drawn cases."""
    facts = [
        Labelled("Omgång", name),
        Labelled("Gallrad", moment(_milliseconds(at))),
        Labelled("Granskade ärenden", k_of_n(*counted)),
    ]
    facts.append(Labelled("Sigill på siffrorna", seal or UNSEALED))
    rows = tuple((noun[:1].upper() + noun[1:], number(count)) for noun, count in erased)
    table = Grid("Vad som raderades", ("Raderat", "Antal"), rows, frozenset({1}), (5, 1))
    sections = [
        Section("Raderat", (Paragraph(ERASED), table)),
        Section("Behållet", (Paragraph(KEPT),)),
    ]
    if backups:
        left = (Paragraph(BACKUPS, strong=True), Points(tuple(backups)))
        sections.append(Section("Kvar att göra", left))
    return Statement(
        "Gallringskvitto", name, tuple(sections), f"Egenkontroll {program}", tuple(facts)
    )
