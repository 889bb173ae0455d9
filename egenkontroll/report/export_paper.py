"""What those who edit further get as a text document: tables and sentences in reports' forms.

The two tables are those that municipal quality reports use: "Påpekande från granskare |
Viktigast att åtgärda" by area, and "Förbättringsåtgärder | Uppföljning av åtgärderna".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from egenkontroll.report import figures
from egenkontroll.report.actions import decided_grid
from egenkontroll.report.comparison_notes import comparable_words, comparison_notes
from egenkontroll.report.hidden import reviewed_of
from egenkontroll.report.parts import Labelled
from egenkontroll.report.sentences import condition_words, finding_sentence
from egenkontroll.report.standing import standing_mark, standing_words
from egenkontroll.report.statement import Grid, Paragraph, Points, Section, Statement
from egenkontroll.report.summary import summary
from egenkontroll.results.action import EFFECTS, STATES
from egenkontroll.results.comparison import Verdict
from egenkontroll.results.published import HIDDEN
from egenkontroll.results.tally import RULE_SENTENCE
from egenkontroll.texts import NOTHING, percent, period

if TYPE_CHECKING:
    from egenkontroll.checklist.model import Checklist
    from egenkontroll.report.statement import Piece
    from egenkontroll.results.action import Described
    from egenkontroll.results.table import ResultRow, Results
    from egenkontroll.results.tally import Share

REMARKS = ("Område", "Påpekande från granskare", "Viktigast att åtgärda")
FOLLOW_UP = ("Förbättringsåtgärder", "Uppföljning av åtgärderna")
PLANNED = "Planerade förbättringsåtgärder"
_VERDICTS = {
    Verdict.SECURED: "; förändringen är säkerställd",
    Verdict.POSSIBLE: "; förändringen är möjlig",
    Verdict.CHANCE: "; skillnaden kan vara slump",
    Verdict.TOO_FEW: "; ärendena är för få för att jämföra",
    Verdict.UNDECIDED: "",
    Verdict.NOT_COMPARABLE: "",
}
NO_REMARKS, NOT_REVIEWED = "Inga påpekanden.", "Inget är bedömt."


@dataclass(frozen=True, slots=True)
class Told:
    """What documents and slides are made of: a round's results and what is done about them.

    `since` is the actions that the round before led to, `decided` those of this one. `method`
    is how the sample was made, in sentences, `left_out` what is not told and why.
    """

    found: Results
    checklist: Checklist
    starts: str
    ends: str
    program: str
    since: tuple[Described, ...] = ()
    decided: tuple[Described, ...] = ()
    method: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def areas(self) -> dict[str, tuple[ResultRow, ...]]:
        """The rows by area, in the checklist's order."""
        inside: dict[str, tuple[ResultRow, ...]] = {}
        for row in self.found.rows:
            inside[row.area] = (*inside.get(row.area, ()), row)
        return inside

    @property
    def sources(self) -> tuple[str, ...]:
        """What the figures hold for: the rule, how firmly they stand, the comparison."""
        said = [RULE_SENTENCE, standing_words(self.found.standing), *self.method]
        if self.found.compared_with is not None:
            words = comparable_words(self.found.rows)
            said.append(f"{words} med {self.found.compared_with}.")
        return (*said, *comparison_notes(self.found), *self.left_out)

    @property
    def reviewed(self) -> str:
        """How many of the drawn cases are reviewed: "61 av 61", or "–" where that is unknown."""
        return reviewed_of(self.found)


def paper(told: Told) -> Statement:
    """Return the document of a round, ready to edit further."""
    found = told.found
    said = summary(found.rows, told.checklist, found.reviewed)
    sections = [
        Section("Påpekanden och det viktigaste att åtgärda", _remarks(told)),
        Section("Förbättringsåtgärder och uppföljning", _follow_up(told)),
        Section("Meningar att klistra in", _sentences(told)),
    ]
    for listed in (said.strengths, said.changes):
        if listed.sentences:
            sections.append(Section(listed.heading, (Points(listed.sentences),)))
    for title, rows in told.areas.items():
        sections.append(Section(f"Resultat: {title}", (_results(title, rows, told),)))
    sections.append(Section("Så är siffrorna räknade", (Points(told.sources),)))
    return Statement(
        title=f"Egenkontroll {found.round}: underlag till rapport",
        subtitle=f"{told.checklist.title} · {period(told.starts, told.ends)}",
        sections=tuple(sections),
        foot=f"{standing_mark(found.standing)} · Egenkontroll {told.program}",
        facts=(
            Labelled("Granskade ärenden", f"{told.reviewed} i urvalet"),
            Labelled("Jämförs med", found.compared_with or "ingen tidigare omgång"),
            Labelled("Checklista", f"{told.checklist.id}, version {told.checklist.version}"),
            Labelled("Siffrorna", standing_words(found.standing)),
        ),
    )


# --- the two tables ---------------------------------------------------------------------------


def _remarks(told: Told) -> tuple[Piece, ...]:
    rows = tuple((area, _said(told, rows), _first(told, rows)) for area, rows in told.areas.items())
    return (Grid("Påpekanden per område", REMARKS, rows, weights=(3, 8, 5)),)


def _said(told: Told, rows: tuple[ResultRow, ...]) -> str:
    found = summary(rows, told.checklist, told.found.reviewed)
    lines = [*found.mend.sentences, *found.findings.sentences]
    lines += [f"{row.question.short}: {HIDDEN}" for row in rows if row.suppressed]
    judged = any(row.share is not None and row.share.n for row in rows)
    return "\n".join(lines) or (NO_REMARKS if judged else NOT_REVIEWED)


def _first(told: Told, rows: tuple[ResultRow, ...]) -> str:
    """Return the area's questions to mend first, by name and with what they gave."""
    first = set(summary(rows, told.checklist, told.found.reviewed).mend.sentences)
    lines = [
        f"{row.question.short}{_goal(row)}"
        for row in rows
        if row.share is not None and _finding(row, row.share, told) in first
    ]
    return "\n".join(lines) or NOTHING


def _finding(row: ResultRow, share: Share, told: Told) -> str:
    where = condition_words(row.question, told.checklist)
    return finding_sentence(row, share, told.found.reviewed, where)


def _goal(row: ResultRow) -> str:
    target = row.question.target
    return "" if target is None else f" (målet är {percent(target)})"


def _follow_up(told: Told) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    by_question = {row.question.id: row for row in told.found.rows}
    rows = tuple(
        (f"{what_words(one)}\nFråga: {one.question}",
         effect_words(one, by_question.get(one.action.question)))
        for one in told.since
    )  # fmt: skip
    if rows:
        pieces.append(Grid("Hur förra omgångens åtgärder gick", FOLLOW_UP, rows))
    else:
        pieces.append(Paragraph("Inga åtgärder från omgången före finns i dokumentet."))
    planned = decided_grid(told.decided)
    if planned is None:
        pieces.append(Paragraph(f"{PLANNED}: inga är beslutade än."))
    else:
        heads = (planned.heads[0], PLANNED, *planned.heads[2:])
        pieces.append(Grid(PLANNED, heads, planned.rows, weights=planned.weights))
    return tuple(pieces)


def what_words(one: Described) -> str:
    """Return an action with the units it is for, where it is not for all."""
    return f"{one.action.what} ({one.whose})" if one.units else one.action.what


def effect_words(one: Described, row: ResultRow | None) -> str:
    """Return how far an action is and what it gave, with the figures then and now."""
    said = f"{STATES[one.action.state]}, {EFFECTS[one.action.effect]}".capitalize()
    lines = [f"{said}: {one.action.note}" if one.action.note else f"{said}."]
    if row is not None and row.share is not None and not one.units:
        now = f"Nu {figures.share_and_count(row.share)}"
        earlier = row.change.earlier if row.change is not None else None
        if earlier is not None and earlier.share is not None:
            now = f"{earlier.round} {figures.share_and_count(earlier.share)}, {lower(now)}"
        lines.append(f"{now}.")
    return "\n".join(lines)


def lower(words: str) -> str:
    """Return the words with a small first letter."""
    return words[:1].lower() + words[1:]


# --- sentences and results --------------------------------------------------------------------


def _sentences(told: Told) -> tuple[Piece, ...]:
    said = tuple(
        pasted(row, row.share, told)
        for row in told.found.rows
        if row.share is not None and row.share.k < row.share.n
    )
    if not said:
        return (Paragraph("Det finns inga brister att skriva om."),)
    return (Points(said),)


def pasted(row: ResultRow, share: Share, told: Told) -> str:
    """Return a shortcoming as reports say it, with its source and the year before.

    "I 6 av 61 granskade ärenden (10 %) saknades utredningsplan (egenkontroll Våren 2024).
    Våren 2023 var det 11 av 57 (19 %): möjlig förändring." (domain.md 4.1)
    """
    first, dot, rest = _finding(row, share, told).partition(".")
    sentence = f"{first} (egenkontroll {told.found.round}){dot}{rest}"
    change = row.change
    if change is None or not change.comparable:
        return sentence
    earlier = change.earlier
    if earlier.share is not None and earlier.share.n:
        lacking = figures.not_met(earlier.share)
        stated = figures.share_words(lacking)
        then = figures.count_words(lacking) + ("" if stated == NOTHING else f" ({stated})")
        sentence += f" {earlier.round} var det {then}{_VERDICTS[change.verdict]}."
        if change.verdict is Verdict.SECURED and change.difference is not None:
            better = change.difference > 0
            sentence += f" Det är en {'förbättring' if better else 'försämring'}."
        if earlier.basis:
            sentence += f" {earlier.basis[:1].upper()}{earlier.basis[1:]}."
    elif earlier.printed is not None:
        sentence += f" {earlier.round} uppfylldes kravet i {percent(earlier.printed)}."
    return sentence


def _results(title: str, rows: tuple[ResultRow, ...], told: Told) -> Grid:
    heads = ["Fråga", "Uppfyllt", f"Andel ({percent(95)} intervall)", "Mål"]
    then = told.found.compared_with
    if then is not None:
        heads += [then, "Förändring"]
    made = []
    for row in rows:
        target, interval = row.question.target, figures.interval_words(row)
        counted = HIDDEN if row.suppressed else figures.count_words(row.share)
        name = row.question.short
        if not row.question.judged and not row.suppressed:
            name += f": {figures.options_words(row)}"
        cells = [
            name,
            counted,
            f"{figures.percent_words(row)} ({interval})"
            if interval
            else figures.percent_words(row),
            "" if target is None else percent(target),
        ]
        if then is not None:
            cells += [figures.then_words(row), figures.change_words(row.change)]
        made.append(tuple(cells))
    weights = (8, 4, 6, 3, 4, 5) if then is not None else (8, 4, 6, 3)
    return Grid(title, tuple(heads), tuple(made), frozenset(range(1, 4)), weights)
