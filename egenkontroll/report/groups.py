"""Results by something known of the cases, such as kön: the groups side by side, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.report.export_tables import figure_words
from egenkontroll.report.figures import difference_words
from egenkontroll.report.hidden import reviewed_of
from egenkontroll.report.parts import Labelled
from egenkontroll.report.standing import standing_mark, standing_words
from egenkontroll.report.statement import Grid, Paragraph, Points, Section, Statement
from egenkontroll.results.between import REST, between
from egenkontroll.results.comparison import Verdict
from egenkontroll.results.tally import RULE_SENTENCE, SMALLEST_PERCENT
from egenkontroll.texts import NOTHING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.results.between import Between
    from egenkontroll.results.table import ResultRow, Results

ABREAST = 4
"""So many groups stand beside each other; more of them become a table each."""

READING = (
    RULE_SENTENCE,
    f"Under {SMALLEST_PERCENT} ärenden anges ingen andel. p.e. = procentenheter.",
    "Skillnaderna prövas med samma regler som förändringar mellan omgångar, alla frågor "
    "tillsammans. En skillnad mellan grupper säger inte vad den beror på.",
)


def groups_statement(
    label: str, found: Results, checklist: str, program: str, publish: str = ""
) -> Statement:
    """Return the groups of `found` side by side; `label` is what they are split by.

    `publish` is what is said where small groups are hidden, "" where nothing is.
    """
    groups = tuple(dict.fromkeys(row.group for row in found.rows if row.group is not None))
    judged = [row for row in found.rows if row.question.judged]
    areas = dict.fromkeys(row.area for row in judged)
    sections = [Section("", (Paragraph(publish, strong=True),))] if publish else []
    if not groups:
        sections.append(Section("", (Paragraph(f"{label} är inte känt för något ärende."),)))
    held: dict[str, list[Between]] = {}
    for one in between(found):
        held.setdefault(one.question.id, []).append(one)
    for area in areas:
        rows = [row for row in judged if row.area == area]
        grids = tuple(
            _grid(area, groups[at : at + ABREAST], rows, held)
            for at in range(0, len(groups), ABREAST)
        )
        sections.append(Section(area, grids))
    sections.append(
        Section("Så läses tabellen", (Points((*READING, standing_words(found.standing))),))
    )
    return Statement(
        f"Resultat efter {label[:1].lower()}{label[1:]}",
        f"{found.round} · {checklist}",
        tuple(sections),
        f"{standing_mark(found.standing)} · Egenkontroll {program}",
        (Labelled("Granskade ärenden", f"{reviewed_of(found)} i urvalet"),),
    )


def _grid(
    area: str,
    groups: Sequence[str],
    rows: Sequence[ResultRow],
    held: dict[str, list[Between]],
) -> Grid:
    by_question: dict[str, dict[str | None, ResultRow]] = {}
    for row in rows:
        by_question.setdefault(row.question.id, {})[row.group] = row
    made = tuple(
        (
            next(iter(found.values())).question.short,
            *(figure_words(found[group]).replace(", ", "\n") for group in groups),
            _difference([one for one in held.get(name, ()) if one.group in groups]),
        )
        for name, found in by_question.items()
    )
    heads = ("Kontrollfråga", *groups, "Skillnad")
    figures = frozenset(range(1, len(groups) + 1))
    return Grid(f"{area}: grupperna", heads, made, figures, (9, *(4,) * len(groups), 7))


def _difference(found: Sequence[Between]) -> str:
    """Return what may be said: of two groups always, of several only what stands out."""
    if len(found) == 1 and found[0].other != REST:
        return ", ".join(one for one in (difference_words(found[0].change), found[0].words) if one)
    told = [
        f"{one.group} mot {one.other}: {difference_words(one.change)}, {one.words}".replace(
            ": , ", ": "
        )
        for one in found
        if one.verdict in (Verdict.SECURED, Verdict.POSSIBLE)
    ]
    if told:
        return "\n".join(told)
    tested = [one for one in found if one.verdict is Verdict.CHANCE]
    return (tested or list(found))[0].words if found else NOTHING
