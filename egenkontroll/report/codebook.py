"""The codebook: what every column and question of the tables means, and every code in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from egenkontroll.checklist.model import Type
from egenkontroll.report.export_cases import ANSWERS, APART, question_heads
from egenkontroll.report.export_tables import ExportTable
from egenkontroll.report.rows import departure
from egenkontroll.report.sentences import condition_words
from egenkontroll.results.published import HIDDEN
from egenkontroll.results.tally import rule_for
from egenkontroll.review.answers import Outcome, choices, outcome, shown
from egenkontroll.texts import exact_number, listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from egenkontroll.checklist.model import Attribute, Checklist, Question
    from egenkontroll.report.export_tables import Cell

CODEBOOK = "Kodbok"

TYPES = {
    Type.YES_NO: "ja eller nej",
    Type.YES_PARTLY_NO: "ja, delvis eller nej",
    Type.CHOICE: "ett av flera svar",
    Type.MULTI: "ett eller flera svar",
    Type.NUMBER: "tal",
    Type.DATE: "datum",
    Type.TEXT: "fri text",
}
_ATTRIBUTES = {"choice": "ett av flera svar", "text": "fri text", "number": "tal", "date": "datum"}
_COUNTS_AS = {
    Outcome.MET: "uppfyllt",
    Outcome.NOT_MET: "ej uppfyllt",
    Outcome.GIVEN: "räknas men bedöms inte",
    Outcome.NOT_APPLICABLE: "räknas inte i nämnaren, redovisas för sig",
    Outcome.CANNOT_JUDGE: "räknas inte i nämnaren",
}
_COLUMNS = (
    ("Blad", "Bladet som raden beskriver."),
    ("Kolumn", "Kolumnens rubrik där."),
    ("Id", "Frågans eller uppgiftens id."),
    ("Text", "Frågans hela text, eller vad kolumnen innehåller."),
    ("Typ", "Vad för slags svar."),
    ("Svarsalternativ", "Svaren som kan ges."),
    ("Regel", "Hur andelen räknas."),
    ("Villkor", "När frågan gäller, i ord."),
    ("Mål (%)", "Andelen som bör uppfylla kravet."),
    ("Koder", "Vad varje svar betyder och räknas som."),
    ("Kvalitetsområde", "Det kvalitetsområde som frågan hör till."),
    ("Risk", "Den risk som frågan bevakar."),
)
_WIDTHS = (20, 34, 22, 60, 20, 34, 60, 34, 10, 70, 30, 40)


def codebook(checklist: Checklist | None, tables: Sequence[ExportTable]) -> ExportTable:
    """Return a row for every column of the tables; a question's columns tell all about it.

    The questions are told even where the raw answers are not among the tables.
    """
    rows = [row for table in tables for row in _described(table, checklist)]
    if checklist is not None and all(table.name != ANSWERS for table in tables):
        rows += [_question(one, one.short, "", checklist) for one in checklist.questions]
    rows += [_plain("", said, words) for said, words in _SIGNS]
    return ExportTable(CODEBOOK, _COLUMNS, tuple(rows), frozenset({8}), _WIDTHS)


_SIGNS = (
    (HIDDEN, "Talet visas inte: det, eller det som det avslöjar, kan peka ut någon."),
    (APART, "Frågans villkor är inte uppfyllt i ärendet. Ingår i inget tal."),
    ("(tom cell)", "Obesvarad, eller inget att ange. Andelar anges inte under tio ärenden."),
)


def _described(table: ExportTable, checklist: Checklist | None) -> Iterator[tuple[Cell, ...]]:
    known: dict[str, Question] = {}
    if checklist is not None and table.name == ANSWERS:
        heads = question_heads(checklist)
        known = {head: checklist.by_id[name] for name, head in heads.items()}
    labels = {one.label: one for one in checklist.attributes} if checklist is not None else {}
    for head, meaning in table.columns:
        if head in known and checklist is not None and meaning.startswith("Svaret"):
            yield _question(known[head], head, table.name, checklist)
        elif head in labels and meaning.startswith("Uppgift om"):
            yield _attribute(labels[head], table.name)
        else:
            yield _plain(table.name, head, meaning)


def _plain(sheet: str, head: str, meaning: str) -> tuple[Cell, ...]:
    return (sheet, head, "", meaning, "", "", "", "", None, "", "", "")


def _attribute(one: Attribute, sheet: str) -> tuple[Cell, ...]:
    given = ", ".join(one.choices or ())
    return (sheet, one.label, one.id, "Uppgift om ärendet, känd före granskningen.",
            _ATTRIBUTES[one.type], given, "", "", None, "", "", "")  # fmt: skip


def _question(one: Question, head: str, sheet: str, checklist: Checklist) -> tuple[Cell, ...]:
    where = condition_words(one, checklist)
    return (
        sheet,
        head,
        one.id,
        one.text,
        TYPES[one.type],
        "; ".join(one.choices or ()),
        _rule(one),
        f"Gäller ärenden där {where}." if where else "",
        one.target,
        "; ".join(_codes(one)),
        one.quality_area or "",
        one.risk or "",
    )


def _rule(one: Question) -> str:
    if not one.judged:
        return "Svaren räknas efter vad som angetts; det finns ingen andel."
    return " ".join(part for part in (rule_for(one), departure(one)) if part)


def _codes(one: Question) -> Iterator[str]:
    for value in choices(one):
        yield f"{shown(value)} = {_counts_as(one, value)}"
    if one.type is Type.NUMBER:
        yield f"talet anges i {one.unit}" if one.unit else "talet anges som det är"
        bounds = [f"minst {exact_number(one.min)}"] if one.min is not None else []
        bounds += [f"högst {exact_number(one.max)}"] if one.max is not None else []
        if bounds:
            yield f"tillåtet är {listing(bounds)}"


def _counts_as(one: Question, value: str) -> str:
    found = outcome(one, value)
    if found is Outcome.PARTLY:
        met = one.partly_counts == "met"
    elif found is Outcome.NOT_IN_RECORD:
        if one.not_in_record == "excluded" or not one.judged:
            return "räknas inte i nämnaren, redovisas för sig"
        met = False
    else:
        return _COUNTS_AS[found]
    return "uppfyllt" if met else "ej uppfyllt"
