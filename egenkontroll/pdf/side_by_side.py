"""The units side by side on A4, turned where they need it. Same summary, same bytes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from egenkontroll.pdf import fonts
from egenkontroll.pdf.document import Described, document_pdf
from egenkontroll.pdf.pages import LANDSCAPE, LEFT, PORTRAIT, Block, Format, within
from egenkontroll.pdf.pieces import beside, heading, small_column, stacked, text, top
from egenkontroll.pdf.tables import PAD, Cell, Place, Table, Text, cell, head_of_row, words
from egenkontroll.pdf.tagging import Part, Role
from egenkontroll.pdf.typesetting import BODY, CAUTION, LABEL, STRONG, Style, lines, wide
from egenkontroll.report.side_by_side import TOTAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from egenkontroll.report.parts import Labelled
    from egenkontroll.report.side_by_side import Line, SideBySide

_QUESTION = 156.0
_GAP = 9.0
_NARROWEST, _WIDE, _WIDEST = 50.0, 80.0, 96.0
_HEAD, _SMALL_HEAD = replace(LABEL, size=7.5, leading=9.5), replace(LABEL, size=6.5, leading=8.5)
_COUNT = replace(BODY, size=9, leading=11.5)
_STRONG_COUNT = replace(STRONG, size=9, leading=11.5)
_FACT = 130.0


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns stand; the total's comes first of `figures`."""

    question: Place
    figures: tuple[Place, ...]


def side_by_side_pdf(said: SideBySide) -> bytes:
    """Return the summary as PDF: upright where all units fit so, else turned."""
    total = _total(said)
    form = PORTRAIT if len(said.units) <= _abreast(said.units, PORTRAIT, total) else LANDSCAPE
    described = Described(
        f"{said.title} – {said.subtitle}",
        said.checklist,
        said.title or fonts.UNPRINTABLE,
        said.foot,
    )
    blocks = [*top(said.title, said.subtitle, said.checklist), *_facts(said.facts)]
    if said.caution:
        blocks.append(replace(text(said.caution, CAUTION, Role.PARAGRAPH), before=12))
    runs = _runs(len(said.units), _abreast(said.units, form, total))
    columns = _columns(runs[0].stop, form, total)
    for run in runs:
        blocks += _table(said, run, len(runs) > 1, columns, form.measure)
    reading = small_column("Så läses tabellen", said.reading, Role.PARAGRAPH)
    blocks.append(replace(stacked(reading), before=16))
    return document_pdf(described, blocks, form)


def _facts(facts: Sequence[Labelled]) -> list[Block]:
    """Return the facts beside each other, the label over its words."""
    columns = []
    for at, fact in enumerate(facts):
        x = LEFT + at * _FACT
        label = text(fact.label, LABEL, Role.CONTENT, x, _FACT)
        told = text(fact.words, BODY, Role.CONTENT, x, _FACT)
        columns.append(within(stacked([label, told]), Part(Role.PARAGRAPH)))
    return [replace(beside(columns), before=10)]


# --- which units stand together ---------------------------------------------------------------


def _abreast(units: Sequence[str], form: Format, total: float) -> int:
    """Return how many units have room beside the total, their longest words whole."""
    each = min(max(_longest(units, _head(units)) + _GAP, _NARROWEST), _WIDE)
    return int((form.measure - _QUESTION - total) / each)


def _total(said: SideBySide) -> float:
    """Return the width of the total's column, whose figures stand on one line."""
    every = (said.reviewed, *(line for _, asked in said.areas for line in asked))
    return max(_NARROWEST, *(wide(_on_a_line(line.total), _STRONG_COUNT) + _GAP for line in every))


def _on_a_line(said: str) -> str:
    return said.replace("\n", " · ")


def _head(units: Sequence[str]) -> Style:
    return _HEAD if _longest(units, _HEAD) + _GAP <= _WIDE else _SMALL_HEAD


def _longest(units: Sequence[str], style: Style) -> float:
    every = [word for unit in units for word in fonts.printable(unit).split(" ")]
    return max((wide(word, style) for word in every), default=0.0)


def _runs(many: int, abreast: int) -> list[slice]:
    """Return the units in as few runs as there must be, of much the same length."""
    count = max(1, -(-many // abreast))
    each = -(-many // count)
    return [slice(at * each, min((at + 1) * each, many)) for at in range(count)]


# --- the tables -------------------------------------------------------------------------------


def _table(
    said: SideBySide, run: slice, several: bool, columns: _Columns, measure: float
) -> list[Block]:
    units = said.units[run]
    name = "Uppfyllt totalt och i varje enhet"
    blocks = []
    if several:
        name = f"Enheterna {run.start + 1}–{run.stop} av {len(said.units)}"
        blocks.append(heading(name))
    table = Table(len(units) + 2, Part(Role.TABLE, name), measure)
    head = table.heads(_heads(units, columns, _head(said.units)))
    first = table.row(_row(said.reviewed, run, columns), Part(Role.ROWS))
    blocks += [replace(head, before=4 if several else 14), replace(first, heads=(head,))]
    for title, asked in said.areas:
        rows = Part(Role.ROWS)
        area = replace(table.area(title, rows), heads=(head,))
        again = replace(table.area(f"{title} (forts.)", rows), before=5)
        blocks.append(area)
        for line in asked:
            row = table.row(_row(line, run, columns), rows)
            blocks.append(replace(row, heads=(head, again)))
    return blocks


def _columns(abreast: int, form: Format, total: float) -> _Columns:
    each = min((form.measure - _QUESTION - total) / max(1, abreast), _WIDEST)
    start = LEFT + form.measure - each * abreast
    places = tuple((start + each * at + _GAP, each - _GAP) for at in range(abreast))
    return _Columns((LEFT, start - total - LEFT), ((start - total + _GAP, total - _GAP), *places))


def _heads(units: Sequence[str], columns: _Columns, style: Style) -> list[Text]:
    heads = [words("Kontrollfråga", columns.question, 0, style)]
    for unit, place in zip((TOTAL, *units), columns.figures, strict=False):
        said = lines(unit, style, place[1], most=6) or (fonts.UNPRINTABLE,)
        heads.append(Text(said, sum(place), 0, style, "right"))
    return heads


def _row(line: Line, run: slice, columns: _Columns) -> list[Cell]:
    cells = [head_of_row(words(line.question, columns.question, PAD, BODY))]
    for at, (said, place) in enumerate(
        zip((_on_a_line(line.total), *line.figures[run]), columns.figures, strict=False)
    ):
        cells.append(cell(_figures(said, place, _COUNT if at else _STRONG_COUNT)))
    return cells


def _figures(said: str, place: Place, style: Style) -> Text:
    return Text(tuple(said.split("\n")), sum(place), PAD, style, "right")
